"""An empty page that can import pgwidgets-js, and has nothing of ours.

Knows: playwright, and where the modules of pgwidgets-js are. Must not know: what is tried with it.
"""

from pathlib import Path

from pgwidgets_js import get_static_path
from playwright.sync_api import Page, Route

_ORIGIN = "http://library.test/"


def open_library(page: Page) -> Page:
    """Have a page show it; modules are imported from ``/``, as ``/Widgets.js``."""
    folder = Path(get_static_path())

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(_ORIGIN)
        if path:
            route.fulfill(path=folder / path)
        else:
            route.fulfill(body="<link rel=stylesheet href=/Widgets.css>", content_type="text/html")

    page.route(_ORIGIN + "**", answer)
    page.goto(_ORIGIN)
    return page

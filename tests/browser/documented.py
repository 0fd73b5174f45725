"""Pictures for the documentation, in light and in dark.

Knows: how a page is given another theme for a moment. Must not know: what is in a picture.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from browser.gestures import come_to_rest

_SHOW = "(theme) => { document.documentElement.dataset.pgwTheme = theme; }"


def wants_pictures() -> bool:
    """Whether pictures for the documentation are asked for."""
    return bool(os.environ.get("PGWIDGETS_SCREENSHOTS"))


def take(page: Page, path: Path, shoot: Callable[..., Any] | None = None, **options: Any) -> None:
    """Take a picture, and beside ``x.png`` an ``x-dark.png``.

    Parameters:
        page: where it is taken, whose theme is light.
        path: of the light one.
        shoot: playwright's ``screenshot`` of a part of the page; None: that of the page.
        options: for ``shoot``.
    """
    for theme, name in (("light", path.name), ("dark", f"{path.stem}-dark{path.suffix}")):
        page.evaluate(_SHOW, theme)
        come_to_rest(page)
        (shoot or page.screenshot)(path=path.with_name(name), **options)
    page.evaluate(_SHOW, "light")
    come_to_rest(page)

"""One user's markup in every text of every class: inert in another user's page, the rest shown.

Which texts there are comes from the catalogue: arguments, options and methods that take one. Knows
the public async API. Must not know which of them a widget renders as HTML.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Page, expect

from browser.conftest import Served
from pgwidgets import PgwidgetsCompatWarning
from pgwidgets_proto.catalog import class_names, widget_class
from pgwidgets_proto.widgets import Method, Param

REDRESS = (
    "<meta http-equiv=refresh content='0;url=/elsewhere'><base href='https://evil.example/'>"
    "<link rel=stylesheet href='https://evil.example/x.css'>"
    "<style id=trap>body { display: none !important }</style>"
    "<form action=/elsewhere id=trap><button>go</button></form>"
    "<a href='/elsewhere' id=trap style='position: fixed; inset: 0; z-index: 99999'>a link</a>"
    "<svg id=trap><a xlink:href='/elsewhere'><text>drawn</text></a></svg>"
    "<math id=trap><mi xlink:href='/elsewhere'>m</mi></math>"
    "<b>kept</b>"
)
"""What would take over a page where it is read as HTML."""

NOT_MADE = frozenset({"MDISubWindow", "TextBufferRef"})
"""Classes whose widgets come from methods of others."""

PLANTED = (
    "#trap, form, math, base[href*=evil], meta[http-equiv=refresh], link[href*=evil], "
    "a[href*=elsewhere]"
)
MARKUP = {"Label": "b", "StatusBar": "b", "HtmlView": "b", "ExternalWidget": "b"}
"""Classes whose text is HTML, of which what formats is kept."""


def is_text(param: Param) -> bool:
    """Whether a parameter takes any text."""
    return param.type in ("str", "str | None") and param.name not in ("url", "icon", "icon_url")


def methods_of(cls: str) -> Iterator[Method]:
    """The methods of a class that take a text, and need nothing that is not one or a widget."""
    for method in widget_class(cls).methods.values():
        needed = [param for param in method.params if param.default is None]
        others = [p for p in needed if not is_text(p) and not p.type.startswith("Widget")]
        if any(map(is_text, method.params)) and not others and method.name != "save":
            yield method


class Planter:
    """Puts the text wherever it is taken, and notes where that was.

    Attributes:
        places: class and name of each.
    """

    def __init__(self, session: Any) -> None:
        self.places: list[str] = []
        self._widgets = session.get_widgets()

    def plant(self, box: Any) -> None:
        """Make a widget of each class, with the text in all places; those that can stand in it."""
        for cls in class_names():
            if cls in NOT_MADE:
                continue
            widget = self._make(cls)
            for method in methods_of(cls):
                self._call(widget, method)
            self._fill(cls, widget)
            with contextlib.suppress(TypeError, ValueError):
                box.add_widget(widget, 0)
            if cls in ("Dialog", "Page"):
                widget.show()

    def _make(self, cls: str) -> Any:
        spec = widget_class(cls)
        texts = [param for param in (*spec.args, *spec.options) if is_text(param)]
        given = {param.name: REDRESS for param in texts}
        for param in spec.args:
            if param.default is None and param.name not in given:
                given[param.name] = {"buttons": [(REDRESS, 1)], "columns": [REDRESS]}.get(
                    param.name, []
                )
        while True:
            try:
                widget = getattr(self._widgets, cls)(**given)
            except (TypeError, ValueError) as exc:
                bad = next((name for name in given if repr(name) in str(exc)), None)
                if bad is None:
                    raise
                del given[bad]  # it takes some texts only
            else:
                self.places += [f"{cls}({name})" for name in given]
                return widget

    def _call(self, widget: Any, method: Method) -> None:
        args: list[Any] = []
        for param in method.params:
            if is_text(param):
                args.append(REDRESS)
            elif param.type.startswith("Widget"):
                args.append(self._widgets.Label("inside"))
            else:
                break
        if REDRESS in args:
            with contextlib.suppress(TypeError, ValueError, LookupError, PgwidgetsCompatWarning):
                getattr(widget, method.name)(*args)
                self.places.append(f"{type(widget).__name__}.{method.name}()")

    def _fill(self, cls: str, widget: Any) -> None:
        """Texts within what is no text: rows, columns, items."""
        if cls == "TableView":
            widget.set_columns([{"label": REDRESS, "key": "a"}])
            widget.set_rows([[REDRESS]])
        elif cls == "TreeView":
            widget.set_columns([{"label": REDRESS, "key": "a"}])
            widget.set_tree({REDRESS: {"a": REDRESS}})
        elif cls == "TabWidget" or cls == "MDIWidget":
            widget.add_widget(self._widgets.Label("inside"), title=REDRESS)


def test_markup_in_every_text_of_every_class_is_inert(
    serve: Callable[..., Served], open_page: Callable[..., Page]
) -> None:
    planters: list[Planter] = []

    def setup(app: Any) -> None:
        @app.on_connect
        async def connected(session: Any) -> None:
            W = session.get_widgets()
            top, box = W.TopLevel(title=REDRESS), W.VBox()
            top.set_widget(box)
            planters.append(Planter(session))
            planters[0].plant(box)
            box.add_widget(W.Label("the end"), 0)
            top.show()

    served = serve(setup, max_sessions=None)
    asked: list[str] = []
    typing, other = open_page(), open_page()
    for page in (typing, other):
        page.on("request", lambda request: asked.append(request.url))
    typing.goto(served.url)
    expect(typing.get_by_text("the end")).to_be_attached()
    other.goto(served.call(lambda: served.app.sessions[1].get_url()))
    expect(other.get_by_text("the end")).to_be_attached()
    places = planters[0].places
    assert len(places) > 100, places
    assert {place.partition("(")[0].partition(".")[0] for place in places} > set(MARKUP)
    for page in (typing, other):
        page.evaluate("new Promise((f) => requestAnimationFrame(() => requestAnimationFrame(f)))")
        assert page.locator(PLANTED).count() == 0
        assert page.url.partition("#")[0] == served.url
        assert page.evaluate("getComputedStyle(document.body).display") != "none"
        for name in (".label-widget", ".statusbar-widget", ".htmlview-content"):
            expect(page.locator(f"{name} b", has_text="kept").first).to_be_attached()
        assert page.locator("b", has_text="kept").count() >= len(MARKUP)
        assert page.evaluate("document.body.innerText").count("kept") > 20
    assert not [url for url in asked if "evil" in url or "elsewhere" in url]

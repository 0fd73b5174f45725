"""What a user of Chromium means: a widget as the server knows it, and its element in the page.

Knows: how things are found in a page of Chromium. Must not know: what is done with them.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from playwright.sync_api import ElementHandle, Locator, Page

from pgwidgets_proto import Session

from ..pages_of import page_of_session
from ..user.acts.refusing import CannotAct
from ..user.element import Element
from ..user.finding import NotFound, Query, find
from ..user.looking import What
from ..user.printing import tree_of
from ..user.sight import Sight
from .serving import Served

__tracebackhide__ = True  # pytest shows where a test calls this

_ELEMENT = """async (wid) => {
    const { client } = await import(document.querySelector("script[type=module]").src);
    return client._resolveArgs([{ __wid__: wid }])[0].element;
}"""
_FIELD = "input, textarea, [contenteditable=true]"


class Meaning(ABC):
    """The part of a user that finds what a test names.

    Attributes:
        page: Playwright's page.
    """

    page: Page
    _served: Served

    @property
    @abstractmethod
    def session(self) -> Any:
        """The program's session that is shown here."""

    @abstractmethod
    def tree(self, *, hidden: bool = False) -> str:
        """The page as a text."""

    def _model(self) -> Any:
        core: Session = self.session._pgwidgets.core
        return self._served.call(page_of_session, core)

    def _sought(
        self,
        model: Any,
        what: What | None,
        prefer: Callable[[Any], bool] = lambda widget: True,
        *,
        within: What | None = None,
        **which: Any,
    ) -> Any:
        if what is not None and not isinstance(what, str):
            wid = what.wid if isinstance(what, Element) else _wid_of(what)
            if wid not in model.widgets:
                raise NotFound(f"{what!r} is not on this page\n\n{tree_of(model)}")
            return model.widgets[wid]
        outer = None if within is None else self._sought(model, within)
        return find(model, Query(what, **which), outer, prefer)

    def _meant(
        self, what: What | None, prefer: Callable[[Any], bool] = lambda widget: True, **which: Any
    ) -> tuple[Any, Any]:
        """The page as the server has it, and the widget that a user can use there."""
        model = self._model()
        widget = self._sought(model, what, prefer, **which)
        if not Sight(model).is_enabled(widget):
            raise CannotAct(f"{Sight(model).path(widget)}: it is disabled\n\n{tree_of(model)}")
        return model, widget

    def _is_clickable(self, widget: Any) -> bool:
        from ..user.acts.pressing import CLICKABLE

        return widget.cls in CLICKABLE or "click" in widget.listeners

    def _element(self, wid: int) -> ElementHandle:
        found = self.page.evaluate_handle(_ELEMENT, wid).as_element()
        return self._show(found, wid)

    def _show(self, found: ElementHandle | None, wid: int) -> ElementHandle:
        if found is None:
            raise CannotAct(f"the page has nothing of the kind in widget {wid}\n\n{self.tree()}")
        return found

    def _field(self, what: What | None, **which: Any) -> ElementHandle:
        """What has the focus when a widget is typed into."""
        fields = ("TextEntry", "TextEntrySet", "TextArea", "ComboBox", "SpinBox", "Slider")
        _, widget = self._meant(what, lambda w: w.cls in fields, **which)
        element = self._element(widget.wid)
        if element.evaluate("(element, fields) => element.matches(fields)", _FIELD):
            return element
        return element.query_selector(_FIELD) or element

    def _row(self, element: ElementHandle, choice: tuple[str | int, ...]) -> Any:
        rows = [row for row in element.query_selector_all(".treeview-row") if row.is_visible()]
        if isinstance(choice[0], int):
            return rows[choice[0]]
        for row in rows:
            if str(choice[-1]) in [part.strip() for part in row.inner_text().split("\n")]:
                return row
        raise NotFound(f"no row shows {choice[-1]!r}\n\n{self.tree()}")

    def _chooses_in_a_menu(self, model: Any, action: Any) -> bool:
        """Whether it is an entry of a menu bar, which is then chosen."""
        sight = Sight(model)
        chain = [action, *sight.ancestors(action)]
        bars = [outer for outer in chain if outer.cls == "MenuBar"]
        if not bars:
            return False
        chain = chain[: chain.index(bars[0]) + 1]
        words = [sight.title(outer, inner) for inner, outer in pairwise(chain)][1:]
        self._walk_menus(self._element(bars[0].wid), [*reversed(words), sight.text(action)])
        return True

    def _walk_menus(self, bar: ElementHandle, words: list[str]) -> None:
        """Open one menu after the other, and press the last word if it is an entry."""
        for item in bar.query_selector_all(".menubar-item"):
            is_open = "active" in (item.get_attribute("class") or "").split()
            if item.inner_text().strip() == words[0] and not is_open:
                item.click()
        for word in words[1:-1]:
            self._entry(".menu-submenu-label", word).hover()
        if len(words) > 1:
            self._entry(".menuaction-label", words[-1]).click()

    def _entry(self, kind: str, word: str) -> Locator:
        exactly = re.compile(rf"^[^\w]*{re.escape(word)}[^\w]*$")
        return self.page.locator(f"{kind}:visible").filter(has_text=exactly).first


def _wid_of(what: object) -> int:
    node = getattr(getattr(what, "_pgwidgets", None), "node", None)
    if node is None:
        raise TypeError(f"{what!r} is no widget; give a text, an element, or a widget")
    wid: int = node.wid
    return wid

"""What a user sees, and which part of it a test means.

Knows: how things are sought and told of. Must not know: what is done with them.
"""

from collections.abc import Callable
from typing import Any

from ..page import PageWidget
from ..stage import Stage
from . import aids
from .acts import handling, picking, pressing
from .acts.refusing import check_usable, modal_dialog
from .element import Element
from .finding import NotFound, Query, find, find_all
from .printing import tree_of
from .sight import DIALOGS, Sight
from .visiting import VisitingBrowser

__tracebackhide__ = True  # pytest shows where a test calls this

type What = str | Element | object
"""What is meant: what is written on it, or its name; an element; or the program's widget."""


class Looking:
    """What is seen, and what is meant.

    Attributes:
        browser: the simulated browser below.
    """

    _stage: Stage
    browser: VisitingBrowser

    # --- what is seen

    @property
    def text(self) -> str:
        """All that can be read on the page, a line for each thing."""
        sight = Sight(self.browser.page)
        shown = [widget for widget in sight.all() if sight.is_shown(widget)]
        return "\n".join(
            text
            for widget in shown
            if not sight.is_in_a_menu(widget) and widget.cls != "Menu"
            for text in sight.texts(widget)
        ) + "".join(f"\n{text}" for text in (*self.notices, *self.covers))

    @property
    def notices(self) -> list[str]:
        """What the notices say that are shown, the newest last."""
        return [notice.text for notice in aids.notices(self.browser.page)]

    @property
    def covers(self) -> list[str]:
        """What stands over all that is at work, and takes no input meanwhile."""
        return [*aids.covers(self.browser.page).values()]

    def shows(self, text: str) -> bool:
        """Whether a text can be read anywhere on the page, in one piece.

        Parameters:
            text: what is sought; upper and lower case count.
        """
        if not isinstance(text, str):
            raise TypeError(f"shows(): text is {text!r}; it must be a text")
        return text in self.text

    def tree(self, *, hidden: bool = False) -> str:
        """The page as a text: a line for each widget.

        Parameters:
            hidden: whether what is not shown is told, too.
        """
        return tree_of(self.browser.page, hidden=hidden)

    def find(
        self,
        what: What | None = None,
        *,
        cls: str | None = None,
        text: str | None = None,
        name: str | None = None,
        role: str | None = None,
        path: str | None = None,
        within: What | None = None,
        index: int | None = None,
    ) -> Element:
        """The widget that is meant, of those that are shown.

        Parameters:
            what: what is written on it, or its name; or the program's widget.
            cls: its class, as in ``"Button"``.
            text: what is written on it.
            name: what it is called: as the program has named it, or by the label before it.
            role: its role, by the words of WAI-ARIA, as in ``"button"``.
            path: as in ``"Settings/Network/OK"``: what is written on it, and on some of the things
                around it.
            within: what it is in.
            index: which of several, from 0.

        Raises:
            NotFound: there is none, or more than one; the text says what is there.
        """
        widget = self._sought(
            what,
            within=within,
            cls=cls,
            text=text,
            name=name,
            role=role,
            path=path,
            index=index,
        )
        return self._element(widget)

    def find_all(
        self,
        what: str | None = None,
        *,
        cls: str | None = None,
        text: str | None = None,
        name: str | None = None,
        role: str | None = None,
        path: str | None = None,
        within: What | None = None,
    ) -> list[Element]:
        """All widgets that are meant; see :meth:`find`."""
        query = Query(what, cls=cls, text=text, name=name, role=role, path=path)
        outer = None if within is None else self._sought(within)
        return [self._element(widget) for widget in find_all(self.browser.page, query, outer)]

    @property
    def dialog(self) -> Element | None:
        """The dialog that is shown; of several, the newest; None: there is none."""
        sight = Sight(self.browser.page)
        shown = [w for w in self.browser.page.widgets.values() if w.cls in DIALOGS]
        found = [widget for widget in shown if sight.is_shown(widget)]
        modal = modal_dialog(sight)
        return self._element(modal or found[-1]) if found else None

    # --- what is meant

    def _element(self, widget: PageWidget) -> Element:
        return Element(self.browser.page, widget)

    def _widget_of(self, what: object) -> PageWidget:
        if isinstance(what, Element):
            return self.browser.page.widgets.get(what.wid) or self._missing(repr(what))
        engine = getattr(what, "_pgwidgets", None)
        node = getattr(engine, "node", None)
        if node is None:
            raise TypeError(
                f"{what!r} is no widget; give a text, an element that was found, or a widget"
            )
        return self.browser.page.widgets.get(node.wid) or self._missing(repr(what))

    def _missing(self, what: str) -> PageWidget:
        raise NotFound(f"{what} is not on this page\n\n{self.tree()}")

    def _sought(
        self,
        what: What,
        prefer: Callable[[PageWidget], bool] = lambda widget: True,
        *,
        within: What | None = None,
        **which: Any,
    ) -> PageWidget:
        if what is not None and not isinstance(what, str):
            return self._widget_of(what)
        return self._find(Query(what, **which), within, prefer)

    def _find(
        self,
        query: Query,
        within: What | None,
        prefer: Callable[[PageWidget], bool] = lambda widget: True,
    ) -> PageWidget:
        outer = None if within is None else self._sought(within)
        try:
            return find(self.browser.page, query, outer, prefer)
        except NotFound as exc:
            for fault in self._stage.faults:  # which may well be why
                exc.add_note(f"the program has failed: {fault!r}")
            raise

    def _hears_clicks(self, widget: PageWidget) -> bool:
        return widget.cls in pressing.CLICKABLE or "click" in widget.listeners

    def _has_rows(self, widget: PageWidget) -> bool:
        return widget.cls in ("TreeView", "TableView")

    def _can_be_closed(self, widget: PageWidget) -> bool:
        return widget.cls in handling.MOVED

    def _titled(self, title: str) -> PageWidget | None:
        """The page of tabs that has a title."""
        sight = Sight(self.browser.page)
        found = [
            child
            for tabs in sight.all()
            if tabs.cls == "TabWidget" and sight.is_shown(tabs)
            for child in sight.children(tabs)
            if sight.title(tabs, child) == title
        ]
        return found[0] if len(found) == 1 else None

    def _presses_in_dialog(self, text: str) -> bool:
        """Whether the dialog that is shown has such a button of its own, which is then pressed."""
        dialog = self.dialog
        widget = None if dialog is None else self.browser.page.find(dialog.wid)
        if widget is None:
            return False
        values = Sight(self.browser.page).buttons(widget)
        if text not in values:
            return False
        if widget.cls == "ColorDialog":
            pressing.end_color_dialog(self.browser, widget, values[text])
        else:
            pressing.end_dialog(self.browser, widget, values[text])
        return True

    def _picks_from_a_menu(
        self, first: str, choice: tuple[str | int, ...], which: dict[str, Any]
    ) -> bool:
        """Whether it is the way through a menu bar, which is then gone."""
        if which:
            return False
        sight = Sight(self.browser.page)
        for bar in sight.all():
            if bar.cls != "MenuBar" or not sight.is_shown(bar):
                continue
            if any(sight.title(bar, menu) == first for menu in sight.children(bar)):
                check_usable(self.browser, bar)
                picking.pick_action(self.browser, bar, (first, *choice))
                return True
        return False

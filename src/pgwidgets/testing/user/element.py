"""A widget as a user sees it, which a test may ask about and hand to what users do.

Knows: what can be seen of it. Must not know: the program's objects, how it is acted on.
"""

from typing import Any

from ..page import Page, PageWidget
from .printing import line_of
from .sight import Sight


class Element:
    """One widget on a page.

    It is the widget itself, not a search: what it tells is what is so now. When the widget is gone,
    or its page was loaded anew, it is no longer there to be used; find it again.
    """

    def __init__(self, page: Page, widget: PageWidget) -> None:
        self._page = page
        self._widget = widget

    @property
    def _sight(self) -> Sight:
        return Sight(self._page)

    @property
    def wid(self) -> int:
        """Its id, which is that of the program's widget."""
        return self._widget.wid

    @property
    def cls(self) -> str:
        """Its class, as in ``"Button"``."""
        return self._widget.cls

    @property
    def text(self) -> str:
        """What is written on it, as it is read: markup is gone."""
        return self._sight.text(self._widget)

    @property
    def name(self) -> str:
        """What it is called: as the program has named it, else by the label before it."""
        return self._sight.name(self._widget)

    @property
    def role(self) -> str:
        """Its role, by the words of WAI-ARIA; ``""``: it has none."""
        return self._sight.role(self._widget)

    @property
    def path(self) -> str:
        """Where it is: what is written on each thing around it, from the window down."""
        return self._sight.path(self._widget)

    @property
    def value(self) -> Any:
        """The number or text that it is set to, or whether it is on; None: it has no value."""
        return self._sight.value(self._widget)

    @property
    def rows(self) -> list[list[str]]:
        """The cells of a table or tree, of the rows that are open, and have come."""
        return self._sight.rows(self._widget)

    @property
    def items(self) -> list[str]:
        """What a combo box offers, or a tab widget's titles."""
        items = getattr(self._widget.content, "items", None)
        if items is not None:
            return list(items)
        sight = self._sight
        return [sight.title(self._widget, child) for child in sight.children(self._widget)]

    @property
    def buttons(self) -> list[str]:
        """What is written on a dialog's own buttons."""
        return [*self._sight.buttons(self._widget)]

    @property
    def children(self) -> "list[Element]":
        """What is in it, in order."""
        return [Element(self._page, child) for child in self._sight.children(self._widget)]

    @property
    def is_there(self) -> bool:
        """Whether it is on the page still."""
        return self._page.widgets.get(self._widget.wid) is self._widget

    @property
    def is_shown(self) -> bool:
        """Whether a user sees it."""
        return self.is_there and self._sight.is_shown(self._widget)

    @property
    def is_enabled(self) -> bool:
        """Whether it takes input."""
        return self._sight.is_enabled(self._widget)

    @property
    def tooltip(self) -> str:
        """What is shown when the pointer rests on it."""
        return str(self._widget.get("tooltip") or "")

    def said(self, setting: str) -> Any:
        """What the program has set of it, by the setter's name: of several arguments, a tuple.

        Parameters:
            setting: as in ``"color"`` for ``set_color()``.

        Returns:
            None, if nothing was set.
        """
        given = self._widget.state.get(setting)
        if given is None:
            return None
        return given[0] if len(given) == 1 else given

    def __repr__(self) -> str:
        return f"<{line_of(self._sight, self._widget)}>"

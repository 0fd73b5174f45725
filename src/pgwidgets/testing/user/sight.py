"""What a user sees of a page: which widgets are shown, what is written on them, and what they are.

Knows: widgets of a simulated page. Must not know: what can be done with them, how one is sought.
"""

import html
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from ..fields import PageField
from ..items import PageItems
from ..numbers import number_of
from ..page import Page, PageWidget, reference
from ..texts import PageText
from ..trees import PageTree
from ..windows import PageWindow, PageWindows

WINDOWS = frozenset({"TopLevel", "Dialog", "ColorDialog", "Page"})
"""Classes whose widgets stand in the page by themselves, once they are shown."""
DIALOGS = frozenset({"Dialog", "ColorDialog"})
FIELDS = frozenset({"TextEntry", "TextEntrySet", "TextArea", "TextSource", "ComboBox", "SpinBox"})
SWITCHES = frozenset({"CheckBox", "RadioButton", "ToggleButton"})
NUMBERS = frozenset({"SpinBox", "Slider", "Dial", "ProgressBar", "ScrollBar"})
_LINES = ("TextEntry", "TextEntrySet")
_SAY_WHAT_IS_MISSING = frozenset({"TreeView", "TableView", "MDIWidget", *_LINES})
_MENUS = frozenset({"Menu"})
_ONE_OF = frozenset({"TabWidget", "StackWidget"})
_CLOSED = frozenset({"minimized", "shaded"})

ROLES = {
    "Button": "button",
    "CheckBox": "checkbox",
    "RadioButton": "radio",
    "ToggleButton": "button",
    "ToolBarAction": "button",
    "MenuAction": "menuitem",
    "Menu": "menu",
    "MenuBar": "menubar",
    "ToolBar": "toolbar",
    "TextEntry": "textbox",
    "TextEntrySet": "textbox",
    "TextArea": "textbox",
    "TextSource": "textbox",
    "ComboBox": "combobox",
    "SpinBox": "spinbutton",
    "Slider": "slider",
    "Dial": "slider",
    "ScrollBar": "scrollbar",
    "ProgressBar": "progressbar",
    "TreeView": "tree",
    "TableView": "table",
    "TabWidget": "tablist",
    "Image": "img",
    "Dialog": "dialog",
    "ColorDialog": "dialog",
    "TopLevel": "dialog",
    "MDISubWindow": "dialog",
    "Frame": "group",
    "Separator": "separator",
    "StatusBar": "status",
}
"""The role of each class, by the words of WAI-ARIA."""

_TAG = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|</?[A-Za-z][^>]*>", re.S | re.I)
_BREAK = re.compile(r"<(br|/p|/div|/li|/tr|/h[1-6])\b[^>]*>", re.I)
_NOTHING = frozenset({None, False})


def plain_text(markup: Any) -> str:
    """The text of markup, as it is read."""
    text = _BREAK.sub("\n", str(markup or ""))
    return html.unescape(_TAG.sub("", text)).strip()


class Sight:
    """What is seen of one page.

    Parameters:
        page: the page.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self._desks: dict[int, PageWidget] = {}  # by the id of a window on it
        self._windows: dict[int, PageWidget] = {}  # by the id of the child in it
        self._openers: dict[int, PageWidget] = {}  # by the id of a menu
        self._look_around()

    def _look_around(self) -> None:
        desks = {}
        for widget in self.page.widgets.values():
            menu = reference(widget.get("menu"))
            if menu is not None:
                self._openers[menu] = widget
            if isinstance(widget.content, PageWindows):
                desks.update(dict.fromkeys(widget.children, widget))
            elif isinstance(widget.content, PageWindow):
                self._windows[widget.content.child] = widget
        self._desks = {
            window.wid: desks[child] for child, window in self._windows.items() if child in desks
        }

    # --- where things are

    def parent(self, widget: PageWidget) -> PageWidget | None:
        """What a widget is in; of a child of a desktop, its window; of a menu, what opens it."""
        if isinstance(widget.content, PageWindow):
            return self._desks.get(widget.wid)
        if widget.parent is None:
            return self._openers.get(widget.wid)
        parent = self.page.widgets.get(widget.parent)
        if parent is not None and isinstance(parent.content, PageWindows):
            return self._windows.get(widget.wid, parent)
        return parent

    def children(self, widget: PageWidget) -> list[PageWidget]:
        """What is in a widget, in order; of a desktop, its windows; of an opener, its menu."""
        if isinstance(widget.content, PageWindow):
            found = [self.page.widgets.get(widget.content.child)]
        else:
            found = [self.page.widgets.get(child) for child in widget.children]
            if isinstance(widget.content, PageWindows):
                found = [self._windows.get(child) for child in widget.children]
            found.append(self.page.widgets.get(reference(widget.get("menu")) or 0))
        return [child for child in found if child is not None]

    def ancestors(self, widget: PageWidget) -> Iterator[PageWidget]:
        """What a widget is in, from the inside out."""
        parent = self.parent(widget)
        while parent is not None:
            yield parent
            parent = self.parent(parent)

    def roots(self) -> list[PageWidget]:
        """What is in nothing else: windows, and what is shown nowhere, in the order of making."""
        return [widget for widget in self.page.widgets.values() if self.parent(widget) is None]

    def walk(self, widget: PageWidget) -> Iterator[PageWidget]:
        """A widget and all that is in it, from the outside in."""
        yield widget
        for child in self.children(widget):
            yield from self.walk(child)

    def all(self) -> Iterator[PageWidget]:
        """All widgets, as they stand in the page; windows on top of others come last."""
        for root in self.roots():
            yield from self.walk(root)

    # --- what is shown

    def is_shown(self, widget: PageWidget) -> bool:
        """Whether a user sees it; an entry of a menu counts where the menu can be opened."""
        chain = [widget, *self.ancestors(widget)]
        if chain[-1].cls not in WINDOWS and not self._is_open_menu(chain[-1]):
            return False
        return all(map(self._is_up, chain)) and all(
            self._shows(outer, inner) for inner, outer in pairwise(chain)
        )

    def _is_up(self, widget: PageWidget) -> bool:
        if widget.cls in _MENUS and self.parent(widget) is not None:
            return True
        return bool(widget.get("visible", widget.cls not in WINDOWS))

    def _is_open_menu(self, widget: PageWidget) -> bool:
        return widget.cls in _MENUS and any(method == "popup" for method, _ in widget.calls)

    def _shows(self, outer: PageWidget, inner: PageWidget) -> bool:
        if outer.cls in _ONE_OF:
            return outer.selected == inner.wid
        if outer.cls == "Expander":
            return not outer.get("collapsed", bool(outer.get("collapsible")))
        if isinstance(outer.content, PageWindow):
            return outer.content.state not in _CLOSED
        return outer.get("window_state") not in _CLOSED

    def is_in_a_menu(self, widget: PageWidget) -> bool:
        """Whether a menu must be opened before it is seen."""
        return any(outer.cls in _MENUS for outer in self.ancestors(widget))

    def is_enabled(self, widget: PageWidget) -> bool:
        """Whether it takes input: neither it nor what it is in is switched off."""
        return all(one.get("enabled", True) for one in (widget, *self.ancestors(widget)))

    # --- what is written on it

    def text(self, widget: PageWidget) -> str:
        """What is written on a widget, or in it: not what its children show."""
        content = widget.content
        if isinstance(content, (PageField, PageText)):
            return content.text
        if isinstance(content, PageItems):
            return content.text
        if isinstance(content, PageWindow):
            return content.title
        if widget.cls == "Label":
            return plain_text(widget.get("text"))
        if widget.cls in ("HtmlView", "ExternalWidget"):
            return plain_text(widget.get("html") or widget.get("content"))
        if widget.cls == "StatusBar":
            return plain_text(widget.get("message"))
        if widget.cls in NUMBERS:
            value = self.value(widget)
            return "" if value is None else str(value)
        for key in ("text", "title", "name"):
            if widget.get(key) not in _NOTHING:
                return str(widget.get(key))
        return ""

    def texts(self, widget: PageWidget) -> list[str]:
        """All that is written on a widget: its text, titles of its pages, cells of its rows."""
        found = [self.text(widget)]
        if isinstance(widget.content, PageTree):
            found += [column["label"] for column in widget.content.columns]
            found += [cell for row in self.rows(widget) for cell in row]
        found += [self.placeholder(widget), *self.buttons(widget)]
        if widget.cls in ("TabWidget", "MenuBar", "Menu"):
            found += [self.title(widget, child) for child in self.children(widget)]
        return [text for text in found if text]

    def placeholder(self, widget: PageWidget) -> str:
        """What a field, table, tree or desk says while nothing is in it; or nothing."""
        text = str(widget.get("placeholder") or "")
        is_empty = not self.rows(widget) and not self.children(widget)
        if widget.cls in _LINES:
            is_empty = not self.text(widget)
        return text if is_empty and widget.cls in _SAY_WHAT_IS_MISSING else ""

    def buttons(self, widget: PageWidget) -> dict[str, Any]:
        """The values of a dialog's own buttons, by what is written on them."""
        if widget.cls == "ColorDialog":
            return {"OK": widget.get("color", "#ff0000"), "Cancel": None}
        if widget.cls != "Dialog":
            return {}
        return {str(text): value for text, value in widget.get("buttons") or ()}

    def title(self, outer: PageWidget, inner: PageWidget) -> str:
        """What a container writes on the tab, or into the line, of a child; or nothing."""
        for said in outer.said.get(inner.wid, ()):
            if isinstance(said, str):
                return said
            if isinstance(said, dict) and isinstance(said.get("title"), str):
                return str(said["title"])
        return ""

    def title_of(self, widget: PageWidget) -> str:
        """What stands for a widget on its tab, or in its menu; or nothing."""
        outer = self.parent(widget)
        return "" if outer is None else self.title(outer, widget)

    def rows(self, widget: PageWidget) -> list[list[str]]:
        """The cells of a table or tree, a row after the other, as far as they are open and here."""
        content = widget.content
        if not isinstance(content, PageTree):
            return []
        columns = content.columns
        found = []
        for path, values in content.visible_rows():
            cells = [content.text_of(column, values.get(column["key"])) for column in columns]
            if not content.is_table and cells and columns[0]["key"] not in values:
                cells[0] = path[-1]  # what has no values of its own shows its name
            found.append(cells)
        return found

    def value(self, widget: PageWidget) -> Any:
        """What a widget is set to: a number, a text, whether it is on; None: it has no value."""
        if widget.cls in SWITCHES:
            return bool(widget.get("state", False))
        if widget.cls == "MenuAction":
            return bool(widget.get("checked", False)) if widget.get("checkable") else None
        if widget.cls == "ToolBarAction":
            return bool(widget.get("state", False)) if widget.get("toggle") else None
        if widget.cls in ("Slider", "Dial", "SpinBox"):
            return number_of(widget.cls, widget.state)
        if widget.cls == "ProgressBar":
            return widget.get("value", 0)
        if widget.cls == "ScrollBar":
            return widget.get("scroll_percent", 0.0)
        if widget.cls in FIELDS:
            return self.text(widget)
        if widget.cls in ("ColorWidget", "ColorDialog"):
            return widget.get("color", "#ff0000")
        return None

    def name(self, widget: PageWidget) -> str:
        """What a widget is called: as the program has named it, else by the label beside it."""
        for key in ("accessible_name", "name", "label"):
            if widget.get(key):
                return str(widget.get(key))
        if widget.cls in FIELDS or widget.cls in NUMBERS:
            label = self._label_of(widget)
            if label is not None:
                return self.text(label).rstrip(":").strip()
        return str(widget.get("tooltip") or "")

    def _label_of(self, widget: PageWidget) -> PageWidget | None:
        """The label that stands before a field: in its row, or in the same box.

        A field that is alone in a box counts as that box.
        """
        outer = self.parent(widget)
        while outer is not None and outer.children == [widget.wid] and outer.parent is not None:
            widget, outer = outer, self.parent(outer)
        if outer is None or widget.parent != outer.wid:
            return None
        cells = getattr(outer.content, "cells", None)
        if cells:
            row, column = cells[widget.wid]
            before = [wid for wid, cell in cells.items() if cell == [row, column - 1]]
        else:
            before = outer.children[: outer.children.index(widget.wid)][-1:]
        found = self.page.widgets.get(before[0]) if before else None
        return found if found is not None and found.cls == "Label" else None

    def role(self, widget: PageWidget) -> str:
        """Its role, by the words of WAI-ARIA; nothing for what is there for the layout alone."""
        return ROLES.get(widget.cls, "")

    def path(self, widget: PageWidget) -> str:
        """Where it is, from the window down: what is written on each, or its class."""
        chain = [*reversed([*self.ancestors(widget)]), widget]
        words = []
        for outer, inner in zip([None, *chain], chain, strict=False):
            text = (outer is not None and self.title(outer, inner)) or self.text(inner)
            words.append(text.splitlines()[0] if text else inner.cls)
        return "/".join(words)

"""Choosing: an item of a combo box, a row, a page of tabs, an entry of a menu.

Knows: what each class makes of it, as pgwidgets-js does. Must not know: how a widget is found.
"""

from typing import Any

from ...browser import SimulatedBrowser
from ...items import PageItems
from ...page import PageWidget
from ...trees import PageTree
from ..sight import Sight
from . import pressing
from .refusing import check_usable, refuse

__tracebackhide__ = True  # pytest shows where a test calls this

PICKED_FROM = frozenset(
    {"ComboBox", "TreeView", "TableView", "TabWidget", "MenuBar", "Menu", "ColorWidget"}
)
CHOSEN_BY_TITLE = frozenset({"TabWidget"})
"""Classes of which a page is chosen by its tab."""
_OPENERS = frozenset({"ToolBarAction", "Label", "Button"})


def pick(browser: SimulatedBrowser, widget: PageWidget, choice: tuple[Any, ...]) -> None:
    """Choose something of what a widget offers.

    Parameters:
        choice: the text of an item, a tab, a cell; the place of a row; the way through a tree or
            menus, text by text.
    """
    content = widget.content
    if isinstance(content, PageItems):
        _pick_item(browser, widget, content, choice)
    elif isinstance(content, PageTree):
        select(browser, widget, row_of(browser, widget, choice))
    elif widget.cls == "TabWidget":
        _pick_page(browser, widget, choice)
    elif widget.cls in ("ColorWidget", "ColorDialog"):
        widget.state["color"] = (choice[0],)
        browser.tell(widget.wid, "pick", choice[0])
    else:
        pick_action(browser, widget, choice)


def _pick_item(
    browser: SimulatedBrowser, widget: PageWidget, items: PageItems, choice: tuple[Any, ...]
) -> None:
    text = choice[0]
    if isinstance(text, int) and 0 <= text < len(items.items):
        text = items.items[text]
    if text not in items.items:
        raise refuse(browser, widget, f"it has no item {text!r}; it has {items.items}")
    items.user_chooses(text)


def _pick_page(browser: SimulatedBrowser, widget: PageWidget, choice: tuple[Any, ...]) -> None:
    titles = page_titles(browser, widget)
    place = choice[0] if isinstance(choice[0], int) else None
    if place is None and choice[0] in titles:
        place = titles.index(choice[0])
    if place is None or not 0 <= place < len(titles):
        raise refuse(browser, widget, f"it has no page {choice[0]!r}; it has {titles}")
    browser.show_page(widget.wid, place)


def page_titles(browser: SimulatedBrowser, widget: PageWidget) -> list[str]:
    """What stands on the tabs."""
    sight = Sight(browser.page)
    return [sight.title(widget, browser.page.find(child)) for child in widget.children]


def pick_action(browser: SimulatedBrowser, widget: PageWidget, choice: tuple[Any, ...]) -> None:
    """Open menus, and press the entry at the end of the way."""
    sight = Sight(browser.page)
    here = widget
    for word in choice:
        offered = _entries(sight, here)
        names = [title or sight.text(entry) for title, entry in offered]
        if word not in names:
            raise refuse(browser, here, f"it offers no {word!r}; it offers {names}")
        here = offered[names.index(word)][1]
        if not here.get("enabled", True):
            raise refuse(browser, here, "it is disabled")
    if here.cls == "Menu":
        raise refuse(browser, here, f"a menu opens; which of its entries? {_names(sight, here)}")
    check_usable(browser, here)
    pressing.click(browser, here)


def _entries(sight: Sight, widget: PageWidget) -> list[tuple[str, PageWidget]]:
    """What a menu bar, a menu, or what opens a menu offers."""
    if widget.cls in _OPENERS:
        menus = [child for child in sight.children(widget) if child.cls == "Menu"]
        return [entry for menu in menus for entry in _entries(sight, menu)]
    return [
        (sight.title(widget, child), child)
        for child in sight.children(widget)
        if sight.title(widget, child) or sight.text(child)
    ]


def _names(sight: Sight, widget: PageWidget) -> list[str]:
    return [title or sight.text(entry) for title, entry in _entries(sight, widget)]


# --- rows


def row_of(
    browser: SimulatedBrowser, widget: PageWidget, choice: tuple[Any, ...]
) -> tuple[list[str], dict[str, Any]]:
    """The row that is meant: by its place, by the text of a cell, or by the way to it."""
    tree = widget.content
    assert isinstance(tree, PageTree)
    rows = tree.visible_rows()
    if len(choice) == 1 and isinstance(choice[0], int) and not isinstance(choice[0], bool):
        if 0 <= choice[0] < len(rows):
            return rows[choice[0]]
        raise refuse(browser, widget, f"it has {len(rows)} rows, so none at {choice[0]}")
    way = [str(word) for word in choice]
    for path, values in rows:
        if path == way:
            return path, values
    if len(way) > 1 and tree.seen is None:
        return _opened(browser, widget, tree, way)
    found = [row for row in rows if way[-1] in map(_shown, row[1].values())]
    if len(found) == 1:
        return found[0]
    problem = "no row" if not found else f"{len(found)} rows"
    raise refuse(browser, widget, f"it has {problem} with {way[-1]!r}")


def _opened(
    browser: SimulatedBrowser, widget: PageWidget, tree: PageTree, way: list[str]
) -> tuple[list[str], dict[str, Any]]:
    """The row at the end of a way, which is opened on the way."""
    for depth in range(1, len(way)):
        path = way[:depth]
        here = [found for found, _ in tree.visible_rows()]
        if path not in here:
            raise refuse(browser, widget, f"it has no row {path}")
        if not any(found[:depth] == path and len(found) > depth for found in here):
            tree.user_toggles(path)
    for path, values in tree.visible_rows():
        if path == way:
            return path, values
    raise refuse(browser, widget, f"it has no row {way}")


def select(
    browser: SimulatedBrowser, widget: PageWidget, row: tuple[list[str], dict[str, Any]]
) -> None:
    """Click a row."""
    tree = widget.content
    assert isinstance(tree, PageTree)
    if tree.mode == "none":
        raise refuse(browser, widget, "its rows can't be selected")
    if tree.seen is None:
        tree.user_selects(row[0])
    else:
        browser.tell(widget.wid, "selected", [{"path": row[0], "values": row[1]}])


def activate(
    browser: SimulatedBrowser, widget: PageWidget, row: tuple[list[str], dict[str, Any]]
) -> None:
    """Click a row twice."""
    tree = widget.content
    assert isinstance(tree, PageTree)
    if tree.mode in ("single", "multiple"):
        select(browser, widget, row)
        select(browser, widget, row)
    first = tree.columns[0]["key"] if tree.columns else None
    browser.tell(widget.wid, "activated", row[1], row[0], first)


def sort(browser: SimulatedBrowser, widget: PageWidget, column: str) -> None:
    """Click the header of a column."""
    tree = widget.content
    assert isinstance(tree, PageTree)
    for spec in tree.columns:
        if column in (spec["key"], spec["label"]):
            tree.user_sorts(spec["key"])
            return
    raise refuse(browser, widget, f"it has no column {column!r}")


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)

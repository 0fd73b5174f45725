"""The page as a text: a line for each widget, and what can be seen of it.

Knows: how a page is put into lines. Must not know: how a widget is found, or what is done with it.
"""

from collections.abc import Iterator

from ..page import Page, PageWidget
from .aids import covers, notices
from .sight import FIELDS, NUMBERS, SWITCHES, Sight

_MOST_ROWS = 12
_MOST_LINES = 300
_LONG = 60


def tree_of(page: Page, *, hidden: bool = False) -> str:
    """All that is shown on a page, a line for each widget.

    Parameters:
        page: the page.
        hidden: whether what is not shown is told, too.
    """
    sight = Sight(page)
    lines: list[str] = []
    for root in sight.roots():
        lines += _lines(sight, root, 0, "", hidden)
    if len(lines) > _MOST_LINES:
        lines = [*lines[:_MOST_LINES], f"... and {len(lines) - _MOST_LINES} lines more"]
    lines += [f"notice {one.kind} {one.text!r} {one.actions or ''}" for one in notices(page)]
    lines += [f"cover {text!r} over {wid or 'the page'}" for wid, text in covers(page).items()]
    return "\n".join(line.rstrip() for line in lines) or "(nothing is shown)"


def line_of(sight: Sight, widget: PageWidget, title: str = "") -> str:
    """One widget in a line: its class, what is written on it, how it is."""
    words = [widget.cls]
    text = title or sight.text(widget)
    if text and (widget.cls not in NUMBERS or widget.cls in FIELDS):
        words.append(_shortened(text))
    name = sight.name(widget)
    if name and name != text:
        words.append(f"name={_shortened(name)}")
    value = sight.value(widget)
    if widget.cls in NUMBERS:
        words.append(f"value={value!r}")
    elif widget.cls in SWITCHES or isinstance(value, bool):
        words.append("on" if value else "off")
    if buttons := [*sight.buttons(widget)]:
        words.append(f"buttons={buttons}")
    if not widget.get("enabled", True):
        words.append("disabled")
    if not sight.is_shown(widget):
        words.append("hidden")
    return " ".join(words)


def _lines(sight: Sight, widget: PageWidget, depth: int, title: str, hidden: bool) -> Iterator[str]:
    is_menu = sight.is_in_a_menu(widget) or widget.cls == "Menu"
    if not (hidden or sight.is_shown(widget) or _may_hold_shown(sight, widget)):
        return
    indent = "  " * depth
    line = line_of(sight, widget, title)
    yield indent + (line.removesuffix(" hidden") if is_menu and not hidden else line)
    rows = sight.rows(widget)
    if placeholder := sight.placeholder(widget):
        yield f"{indent}  ({placeholder})"
    for row in rows[:_MOST_ROWS]:
        yield f"{indent}  | {' | '.join(map(_cell, row))}"
    if len(rows) > _MOST_ROWS:
        yield f"{indent}  | ... and {len(rows) - _MOST_ROWS} rows more"
    for child in sight.children(widget):
        yield from _lines(sight, child, depth + 1, sight.title(widget, child), hidden)


def _may_hold_shown(sight: Sight, widget: PageWidget) -> bool:
    """Whether a line is due for what is in it: a page of tabs that is not shown has its title."""
    outer = sight.parent(widget)
    return outer is not None and outer.cls == "TabWidget" and sight.is_shown(outer)


def _shortened(text: str) -> str:
    text = repr(text)
    return text if len(text) <= _LONG else f"{text[:_LONG]}...'"


def _cell(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:24]}..."

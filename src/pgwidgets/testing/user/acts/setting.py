"""Texts that are typed, and numbers that are set.

Knows: what each class makes of it, as pgwidgets-js does. Must not know: how a widget is found.
"""

import math
from typing import Any

from ...browser import SimulatedBrowser
from ...fields import PageField
from ...items import PageItems
from ...numbers import chosen, stepped, typed
from ...page import PageWidget
from ...texts import PageText
from ...trees import PageTree
from .refusing import refuse

__tracebackhide__ = True  # pytest shows where a test calls this

TYPED = frozenset({"TextEntry", "TextEntrySet", "TextArea", "TextSource", "ComboBox", "SpinBox"})
SLID = frozenset({"Slider", "Dial", "SpinBox", "ScrollBar"})


def type_text(browser: SimulatedBrowser, widget: PageWidget, text: str, *, append: bool) -> None:
    """Type into a field, in place of what is there or behind it."""
    content = widget.content
    if widget.cls not in TYPED:
        raise refuse(browser, widget, "nothing can be typed into it")
    if not widget.get("editable", widget.cls != "ComboBox"):
        raise refuse(browser, widget, "it can only be read")
    if isinstance(content, PageField):
        if widget.cls != "TextArea" and "\n" in text:
            raise ValueError(f"type(): text is {text!r}; a line has no line break")
        browser.type_text(widget.wid, content.text + text if append else text)
    elif isinstance(content, PageText):
        start = len(content.units) if append else 0
        content.user_types(start, len(content.units), text)
    elif isinstance(content, PageItems):
        content.user_types(content.text + text if append else text)
    else:
        _type_number(browser, widget, text)


def _type_number(browser: SimulatedBrowser, widget: PageWidget, text: str) -> None:
    number = typed(widget.state, text)
    if number is not None:
        _set(browser, widget, number)


def set_number(browser: SimulatedBrowser, widget: PageWidget, number: float) -> None:
    """Move a slider's handle, turn a dial, type into a spin box, to where a number is."""
    if widget.cls not in SLID:
        raise refuse(browser, widget, "it has no number to set")
    given: object = number  # whatever the annotation says
    if isinstance(given, bool) or not isinstance(given, (int, float)) or math.isnan(given):
        raise TypeError(f"slide(): number is {number!r}; it must be a number")
    if widget.cls == "ScrollBar":
        widget.state["scroll_percent"] = (min(1.0, max(0.0, number)),)
        browser.tell(widget.wid, "activated", widget.get("scroll_percent"))
    else:
        _set(browser, widget, chosen(widget.cls, widget.state, number))


def step(browser: SimulatedBrowser, widget: PageWidget, direction: int) -> None:
    """Press an arrow key."""
    if widget.cls not in ("SpinBox", "Slider", "Dial"):
        return
    number = stepped(widget.cls, widget.state, direction)
    if number is not None:
        _set(browser, widget, number)


def _set(browser: SimulatedBrowser, widget: PageWidget, number: float) -> None:
    widget.state["value"] = (number,)
    browser.tell(widget.wid, "activated", number)


def edit_cell(
    browser: SimulatedBrowser, widget: PageWidget, path: list[str], column: str, value: Any
) -> None:
    """Type into a cell of a table or tree."""
    tree = widget.content
    assert isinstance(tree, PageTree)
    known = {key: spec for spec in tree.columns for key in (spec["key"], spec["label"])}
    if column not in known:
        there = ", ".join(repr(spec["key"]) for spec in tree.columns)
        raise refuse(browser, widget, f"it has no column {column!r}; it has {there}")
    if not known[column].get("editable", widget.get("editable", False)):
        raise refuse(browser, widget, f"the column {column!r} can only be read")
    tree.user_edits(path, known[column]["key"], value)

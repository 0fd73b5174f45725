"""Clicks and keys.

Knows: what each class makes of them, as pgwidgets-js does. Must not know: how a widget is found.
"""

from typing import Any

from ...browser import SimulatedBrowser
from ...fields import PageField
from ...items import PageItems
from ...page import PageWidget
from ..sight import Sight
from . import setting
from .refusing import refuse

__tracebackhide__ = True  # pytest shows where a test calls this

CLICKABLE = frozenset(
    {
        "Button",
        "CheckBox",
        "RadioButton",
        "ToggleButton",
        "MenuAction",
        "ToolBarAction",
        "Expander",
    }
)
_POINTED = ("pointer-down", "pointer-up", "click")
_KEYED = ("key-down", "key-press", "key-up")
_MODIFIERS = {"ctrl", "shift", "alt", "meta"}


def click(browser: SimulatedBrowser, widget: PageWidget) -> None:
    """Press and release the first button of the mouse on it."""
    match widget.cls:
        case "Button":
            _press_button(browser, widget)
        case "CheckBox":
            browser.toggle(widget.wid)
        case "RadioButton":
            if not widget.get("state", False):
                browser.toggle(widget.wid)
        case "ToggleButton":
            browser.toggle(widget.wid)
        case "MenuAction":
            _choose_action(browser, widget)
        case "ToolBarAction":
            _press_action(browser, widget)
        case "Expander":
            is_collapsed = bool(widget.get("collapsed", bool(widget.get("collapsible"))))
            widget.state["collapsed"] = (not is_collapsed,)
            browser.tell(widget.wid, "toggled", not is_collapsed)
        case _:
            _point(browser, widget, _POINTED)


def double_click(browser: SimulatedBrowser, widget: PageWidget) -> None:
    """Click it twice, quickly."""
    click(browser, widget)
    click(browser, widget)
    _point(browser, widget, ("dblclick",))


def context_click(browser: SimulatedBrowser, widget: PageWidget) -> None:
    """Press the other button of the mouse on it."""
    _point(browser, widget, ("pointer-down", "pointer-up", "contextmenu"), button=3)


def _press_button(browser: SimulatedBrowser, widget: PageWidget) -> None:
    browser.click(widget.wid)
    parent = browser.page.widgets.get(widget.parent or 0)
    if parent is None or parent.cls != "Dialog" or widget.wid not in parent.buttons:
        return
    end_dialog(browser, parent, *parent.said[widget.wid][:1])


def end_dialog(browser: SimulatedBrowser, dialog: PageWidget, *value: Any) -> None:
    """Press a button of a dialog that has a value."""
    browser.tell(dialog.wid, "activated", *value)
    if dialog.get("autoclose", False):
        dialog.state["visible"] = (False,)
        if "activated" not in dialog.listeners:
            browser.tell(dialog.wid, "hidden")


def end_color_dialog(browser: SimulatedBrowser, dialog: PageWidget, color: str | None) -> None:
    """Press one of the buttons of a dialog for colours: OK, which has a colour, or Cancel."""
    dialog.state["visible"] = (False,)
    if color is not None and "activated" in dialog.listeners:
        browser.tell(dialog.wid, "activated", color)
    else:
        browser.tell(dialog.wid, "hidden")


def _choose_action(browser: SimulatedBrowser, widget: PageWidget) -> None:
    if widget.get("checkable", False):
        is_on = not widget.get("checked", False)
        widget.state["checked"] = (is_on,)
        browser.tell(widget.wid, "activated", is_on)
    else:
        browser.tell(widget.wid, "activated")


def _press_action(browser: SimulatedBrowser, widget: PageWidget) -> None:
    if widget.get("toggle", False):
        is_on = not widget.get("state", False)
        browser.page.switch(widget, is_on)
        browser.tell(widget.wid, "activated", is_on)
    else:
        browser.tell(widget.wid, "activated")


def pointer(kind: str, x: float, y: float, button: int = 1) -> dict[str, Any]:
    """What a browser tells of an event of the mouse.

    Parameters:
        kind: of the DOM, as in ``"pointerdown"``.
        x, y: pixels from the widget's top left.
        button: 1: the first, 3: the other.
    """
    is_down = kind in ("pointerdown", "pointermove")
    return {
        "type": kind,
        "time_stamp": 0.0,
        "viewport_x": x,
        "viewport_y": y,
        "x": x,
        "y": y,
        "button_trigger": button,
        "button_mask": (1 if button == 1 else 4) if is_down else 0,
        "modifiers": [],
    }


def _point(
    browser: SimulatedBrowser, widget: PageWidget, actions: tuple[str, ...], button: int = 1
) -> None:
    for action in actions:
        browser.tell(widget.wid, action, pointer(action.replace("-", ""), 1.0, 1.0, button))


def press(browser: SimulatedBrowser, widget: PageWidget, keys: str) -> None:
    """Press a key, or several at once, while a widget has the focus.

    Parameters:
        keys: the name of a key, by the words of the DOM (``"Enter"``, ``"ArrowUp"``, ``"a"``), with
            modifiers before it: ``"ctrl+shift+s"``.
    """
    *modifiers, key = keys.split("+") if keys != "+" else ["+"]
    strange = set(modifiers) - _MODIFIERS
    if strange or not key:
        raise ValueError(
            f"press(): keys is {keys!r}; it must be a key, with ctrl, shift, alt or meta before it"
        )
    for action in _KEYED:
        about = {"type": action.replace("-", ""), "key": key, "keycode": key, "repeat": False}
        browser.tell(widget.wid, action, {**about, "modifiers": modifiers})
    if modifiers:
        return
    if key == "Enter":
        _enter(browser, widget)
    elif key in (" ", "Space") and widget.cls in CLICKABLE:
        click(browser, widget)
    elif key in ("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"):
        setting.step(browser, widget, 1 if key in ("ArrowUp", "ArrowRight") else -1)


def _enter(browser: SimulatedBrowser, widget: PageWidget) -> None:
    content = widget.content
    if isinstance(content, PageField) and widget.cls != "TextArea":
        browser.tell(widget.wid, "activated", *content.report())
    elif isinstance(content, PageItems):
        content.user_presses_enter()
    elif widget.cls in CLICKABLE:
        click(browser, widget)


def check_clickable(browser: SimulatedBrowser, widget: PageWidget) -> None:
    """See to it that a click on a widget does anything.

    Raises:
        CannotAct: nothing of it could be clicked.
    """
    if widget.cls in CLICKABLE or widget.listeners.intersection(_POINTED):
        return
    sight = Sight(browser.page)
    hint = "pick() chooses from it" if sight.rows(widget) or sight.children(widget) else ""
    told = f"; {hint}" if hint else ""
    raise refuse(browser, widget, f"nothing hears a click on it{told}")

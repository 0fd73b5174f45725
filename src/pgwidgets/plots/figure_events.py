"""What browsers may report of a figure: its user's mouse and keys, its size, its buttons.

Knows: the messages of matplotlib's own script (``mpl.js``), and what may stand in each.
Must not know: matplotlib, widgets, what a message does.
"""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

LARGEST = 8192
"""Pixels of a side of a figure that a browser may ask for, in CSS pixels."""

MOST_PIXELS = 32_000_000
"""Pixels of a picture that a browser may ask for."""

_RATIOS = (0.25, 8.0)
_FAR = 1e6
_MOUSE = (
    *("button_press", "button_release", "dblclick", "scroll", "motion_notify"),
    *("figure_enter", "figure_leave"),
)
_KEYS = ("key_press", "key_release")
_BUTTONS = ("home", "back", "forward", "pan", "zoom")
_MODIFIERS = ("ctrl", "alt", "shift", "meta")
_KEY = re.compile(r"(?:(?:ctrl|alt|shift)\+)?k.{1,30}")


class BadEventError(ValueError):
    """A browser reported what no user can have done."""


def checked_event(event: object) -> dict[str, Any]:
    """A message of a browser, with nothing in it but what belongs to it.

    Parameters:
        event: what it reported.

    Raises:
        BadEventError: it is none of those that there are, or has what can't be.
    """
    kind = event.get("type") if isinstance(event, Mapping) else None
    check = _CHECKS.get(kind) if isinstance(kind, str) else None
    if check is None:
        raise BadEventError(f"no event of a figure: {kind!r}")
    assert isinstance(event, Mapping)  # it has a type
    return {"type": kind, **check(event)}


def _mouse(event: Mapping[str, Any]) -> dict[str, Any]:
    modifiers = event.get("modifiers")
    if not isinstance(modifiers, list) or any(one not in _MODIFIERS for one in modifiers):
        raise BadEventError(f"modifiers: {modifiers!r}")
    return {
        "x": _number(event, "x", -_FAR, _FAR),
        "y": _number(event, "y", -_FAR, _FAR),
        "button": int(_number(event, "button", 0, 15)),
        "buttons": int(_number(event, "buttons", 0, 1023)),
        "step": _number(event, "step", -100, 100) if event["type"] == "scroll" else 0,
        "modifiers": modifiers,
        "guiEvent": _of_page(event),
    }


def _key(event: Mapping[str, Any]) -> dict[str, Any]:
    key = event.get("key")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise BadEventError(f"key: {key!r}")
    return {"key": key, "guiEvent": _of_page(event)}


def _button(event: Mapping[str, Any]) -> dict[str, Any]:
    name = event.get("name")
    if name not in _BUTTONS:
        raise BadEventError(f"name: {name!r}")
    return {"name": name}


def _size(event: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _number(event, name, 1, LARGEST) for name in ("width", "height")}


def _ratio(event: Mapping[str, Any]) -> dict[str, Any]:
    return {"device_pixel_ratio": _number(event, "device_pixel_ratio", *_RATIOS)}


def _nothing(event: Mapping[str, Any]) -> dict[str, Any]:
    return {}


def _of_page(event: Mapping[str, Any]) -> dict[str, Any] | None:
    """What matplotlib hands on as the toolkit's own event: plain values."""
    found = event.get("guiEvent")
    return found if isinstance(found, dict) else None


def _number(event: Mapping[str, Any], name: str, lowest: float, highest: float) -> float:
    value = event.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadEventError(f"{name}: {value!r}")
    if not (math.isfinite(value) and lowest <= value <= highest):
        raise BadEventError(f"{name}: {value!r}")
    return value


_CHECKS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    **dict.fromkeys(_MOUSE, _mouse),
    **dict.fromkeys(_KEYS, _key),
    "toolbar_button": _button,
    "resize": _size,
    "set_device_pixel_ratio": _ratio,
    "refresh": _nothing,
    "send_image_mode": _nothing,
}

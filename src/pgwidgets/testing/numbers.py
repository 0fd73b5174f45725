"""Numbers within limits of a simulated browser.

Knows: how SpinBox, Slider and Dial of pgwidgets-js, and a range input of HTML, keep a number when
it or its limits are set, and which number comes of what a user does. Must not know: our effects (it
is there to be compared with them).
"""

import math
from typing import Any

from pgwidgets_proto.models import nearest_step, nearest_whole

from .javascript import parse_float, parse_int

_FIRST = {"SpinBox": (99, None), "Slider": (100, 50), "Dial": (100, 50)}
"""The upper limit, and the number, of each class at first; None: the lower limit."""


def keeps_numbers(cls: str, method: str) -> bool:
    """Whether a call sets a number, or what it is kept within."""
    return cls in _FIRST and method in ("set_value", "set_limits")


def set_number(cls: str, state: dict[str, Any], method: str, args: list[Any]) -> None:
    """Have a widget's state follow such a call."""
    number = args[0] if method == "set_value" else _now(cls, state)
    if method == "set_limits":
        state["limits"] = tuple(args)
        number = _cut(state, cls, number)
    elif cls == "SpinBox":
        number = _cut(state, cls, number)
        if _is_whole(state):
            number = nearest_whole(number)
    if cls == "Slider":
        number = _sanitised(state, cls, number)
    state["value"] = (number,)


def number_of(cls: str, state: dict[str, Any]) -> float:
    """What a widget shows."""
    number = _now(cls, state)
    return nearest_whole(number) if _is_whole(state) else number


def chosen(cls: str, state: dict[str, Any], number: float) -> float:
    """What comes of a number to which a user moves a handle or a knob, or which he types."""
    if cls == "SpinBox" and _is_whole(state) and math.isfinite(number):
        number = math.trunc(number)  # what stands behind the point is not read
    elif cls == "Dial":
        step = _step(state) or 1
        number = _cut(state, cls, number)
        if math.isfinite(number / step):  # else the steps are too small to be counted
            number = nearest_whole(number / step) * step
    return _told(cls, state, number)


def typed(state: dict[str, Any], text: str) -> float | None:
    """What comes of a text that a user types into a spin box; None: it stays as it is."""
    number = parse_int(text) if _is_whole(state) else parse_float(text)
    return None if math.isnan(number) else _told("SpinBox", state, number)


def stepped(cls: str, state: dict[str, Any], direction: int) -> float | None:
    """What comes of an arrow key; None: it stays as it is."""
    now = _now(cls, state)
    number = _cut(state, cls, now + direction * (_step(state) or 1))
    if cls == "Dial":
        number = float(f"{number:.12g}")  # our keys, by which ten times 0.1 is 1
    elif cls == "Slider":
        number = _sanitised(state, cls, number)
    elif _is_whole(state):
        number = nearest_whole(number)
    return None if number == now else _told(cls, state, number)


def _told(cls: str, state: dict[str, Any], number: float) -> float:
    number = _cut(state, cls, number)
    if cls == "Slider":
        number = _sanitised(state, cls, number)
    return nearest_whole(number) if _is_whole(state) else number


def _is_whole(state: dict[str, Any]) -> bool:
    return bool(_option(state, "dtype", "int") == "int")


def _step(state: dict[str, Any]) -> float:
    limits = state.get("limits", ())
    step = limits[2] if len(limits) > 2 else _option(state, "step", 1)
    return step if isinstance(step, int | float) else 1


def _now(cls: str, state: dict[str, Any]) -> float:
    number = _option(state, "value", _FIRST[cls][1])
    if number is None:
        number = _limits(state, cls)[0]
    return _sanitised(state, cls, number) if cls == "Slider" else number


def _option(state: dict[str, Any], name: str, default: Any) -> Any:
    value = state.get(name, (None,))[0]
    return default if value is None else value


def _limits(state: dict[str, Any], cls: str) -> tuple[float, float]:
    if "limits" in state:
        return state["limits"][0], state["limits"][1]
    return _option(state, "min", 0), _option(state, "max", _FIRST[cls][0])


def _cut(state: dict[str, Any], cls: str, number: float) -> float:
    low, high = _limits(state, cls)
    return min(high, max(low, number))


def _sanitised(state: dict[str, Any], cls: str, number: float) -> float:
    low, high = _limits(state, cls)
    return nearest_step(number, low, high, _step(state))

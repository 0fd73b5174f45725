"""Numbers within limits of a simulated browser.

Knows: how SpinBox, Slider and Dial of pgwidgets-js, and a range input of HTML, keep a number when
it or its limits are set. Must not know: our effects (it is there to be compared with them).
"""

from typing import Any

from pgwidgets_proto.models import nearest_step, nearest_whole

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
        if _option(state, "dtype", "int") == "int":
            number = nearest_whole(number)
    if cls == "Slider":
        number = _sanitised(state, cls, number)
    state["value"] = (number,)


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
    limits = state.get("limits", ())
    step = limits[2] if len(limits) > 2 else _option(state, "step", 1)
    return float(nearest_step(number, low, high, step if isinstance(step, int | float) else 1))

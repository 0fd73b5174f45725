"""How lines and axes look: what may be said of each, and what a page is told.

Knows: the words, and their defaults. Must not know: points, browsers, widgets.
"""

import inspect
import math
import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, get_args

Style = Literal["solid", "dashed", "dotted", "dash-dot", "none"]
"""How a line is drawn; ``"none"``: its markers alone are."""

Marker = Literal["circle", "square", "triangle", "diamond", "plus", "cross"]
"""What is drawn at each point."""

Scale = Literal["linear", "log", "time"]
"""What an axis divides evenly: values, their logarithms, or (x alone) times."""

Zone = Literal["local", "UTC"]
"""In which zone times are told: that of the browser, or UTC."""

Side = Literal["left", "right"]
"""Where a y axis stands."""

_COLOR = re.compile(
    r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|[a-z]+(?:-[a-z]+)*|[a-z-]+\([^(){};]*\)", re.I
)
_NAME = "a text that is not empty"

X, Y = "x", "y"
"""The names of the axes that each plot has."""


def _one_of(choices: Any) -> Callable[[Any, str], Any]:
    allowed = get_args(choices)

    def check(value: Any, what: str) -> Any:
        if value not in allowed:
            raise ValueError(
                f"{what} is {value!r}; it must be one of {', '.join(map(repr, allowed))}"
            )
        return value

    return check


def text(value: Any, what: str) -> str:
    """A text, as it is."""
    if not isinstance(value, str):
        raise TypeError(f"{what} is {value!r}; it must be a text")
    return value


def name(value: Any, what: str) -> str:
    """A text that is not empty."""
    if not text(value, what):
        raise ValueError(f"{what} is {value!r}; it must be {_NAME}")
    return value  # type: ignore[no-any-return]


def switch(value: Any, what: str) -> bool:
    """A truth value."""
    if not isinstance(value, bool):
        raise TypeError(f"{what} is {value!r}; it must be True or False")
    return value


def number(value: Any, what: str) -> float:
    """A finite number."""
    if isinstance(value, (str, bytes, bool)) or not hasattr(value, "__float__"):
        raise TypeError(f"{what} is {value!r}; it must be a number")
    try:
        found = float(value)
    except OverflowError:  # a whole number, or a fraction, beyond all floats
        found = math.inf
    if not math.isfinite(found):
        raise ValueError(f"{what} is {value!r}; it must be a finite number")
    return found


def _between(low: float, high: float) -> Callable[[Any, str], float]:
    def check(value: Any, what: str) -> float:
        found = number(value, what)
        if not low <= found <= high:
            raise ValueError(f"{what} is {value!r}; it must be from {low:g} to {high:g}")
        return found

    return check


def _color(value: Any, what: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError(f"{what} is {value!r}; it must be a colour of CSS as a text, or None")
    if not _COLOR.fullmatch(value):
        raise ValueError(
            f"{what} is {value!r}; it must be a colour of CSS or the name of a token, "
            "as '#1f77b4', 'red' or 'danger'"
        )
    return value


def _maybe(check: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    return lambda value, what: None if value is None else check(value, what)


def length(value: Any, what: str) -> float | None:
    """A number above 0, or None."""
    if value is None:
        return None
    found = number(value, what)
    if found <= 0:
        raise ValueError(f"{what} is {value!r}; it must be above 0, or None")
    return found


def count(value: Any, what: str) -> int | None:
    """A whole number above 0, or None."""
    if value is None:
        return None
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise TypeError(f"{what} is {value!r}; it must be a whole number, or None")
    found = int(value)
    if found < 1:
        raise ValueError(f"{what} is {value!r}; it must be 1 or more, or None")
    return found


def limits(low: Any, high: Any, what: str, scale: str) -> tuple[float, float]:
    """The two ends of a range.

    Raises:
        TypeError, ValueError: they are no two numbers that rise, or not above 0 where the axis is
            logarithmic.
    """
    from .values import number_of

    found = tuple(
        number_of(value, f"{what}: {end}", may_miss=False)
        for value, end in ((low, "low"), (high, "high"))
    )
    if not found[0] < found[1]:
        raise ValueError(f"{what}: low is {low!r} and high {high!r}; low must be below high")
    if scale == "log" and found[0] <= 0:
        raise ValueError(f"{what}: low is {low!r}; it must be above 0 on a logarithmic axis")
    return found[0], found[1]


_LINE: Mapping[str, tuple[Any, Callable[[Any, str], Any]]] = {
    "color": (None, _color),
    "width": (1.5, _between(0.25, 20)),
    "style": ("solid", _one_of(Style)),
    "marker": (None, _maybe(_one_of(Marker))),
    "marker_size": (6.0, _between(1, 50)),
    "axis": (Y, name),
    "visible": (True, switch),
}
_AXIS: Mapping[str, tuple[Any, Callable[[Any, str], Any]]] = {
    "label": ("", text),
    "units": ("", text),
    "scale": ("linear", _one_of(Scale)),
    "zone": ("local", _one_of(Zone)),
    "side": ("left", _one_of(Side)),
    "color": (None, _color),
}


def line_look(given: Mapping[str, Any], where: str, before: Mapping[str, Any] | None = None) -> Any:
    """How a line looks.

    Parameters:
        given: what is said of it.
        where: the name of the call, for errors.
        before: how it looked; None: it is new.

    Raises:
        TypeError: an unknown word.
        TypeError, ValueError: a value that it can't have.
    """
    return _looks(_LINE, given, where, before)


def axis_look(given: Mapping[str, Any], where: str, before: Mapping[str, Any] | None = None) -> Any:
    """How an axis looks; parameters and errors as of :func:`line_look`."""
    return _looks(_AXIS, given, where, before)


def _looks(
    known: Mapping[str, tuple[Any, Callable[[Any, str], Any]]],
    given: Mapping[str, Any],
    where: str,
    before: Mapping[str, Any] | None,
) -> dict[str, Any]:
    found = (
        {word: default for word, (default, _) in known.items()} if before is None else {**before}
    )
    for word, value in given.items():
        if word not in known:
            raise TypeError(f"{where} has no {word!r}; it takes {', '.join(known)}")
        found[word] = known[word][1](value, f"{where}: {word}")
    return found


def check_options(
    constructor: Callable[..., Any], spec: Any, options: Mapping[str, Any], where: str
) -> None:
    """Refuse options that no widget has, before anything is made.

    Parameters:
        constructor: what takes them, beside arguments of its own, which the error names.
        spec: the widget's class in the core.

    Raises:
        TypeError: there is no such option.
    """
    for name in options:
        if name.startswith("_") or f"set_{name}" not in spec.methods:
            own = inspect.signature(constructor).parameters.values()
            allowed = [each.name for each in own if each.kind is each.KEYWORD_ONLY]
            common = sorted(each.name for each in spec.keywords)
            allowed += [each for each in common if not each.startswith("_")]
            raise TypeError(f"{where} has no argument {name!r}; it takes {', '.join(allowed)}")

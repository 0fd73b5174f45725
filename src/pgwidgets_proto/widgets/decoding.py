"""Browsers' JSON as values that a program can be given.

Knows: how a widget is named in it, and what no browser can mean. Must not know: what a message is
for.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from .reporting import Nonsense
from .widget import Node

MAX_DEPTH = 100
"""Levels of lists and objects in a browser's value."""


_LARGE = 2**63
"""Whole numbers from here on are floats, as they are in a browser."""

_AS_IT_IS = frozenset({str, float, bool, type(None)})
"""Types of JSON whose values mean here what they mean there."""


_FEW = 8
"""Values of a list that are looked at one by one at once."""


type WidgetPlace = tuple[list[Any] | dict[str, Any], Any]
"""Where a widget stands in a value: in which list or object, and at which index or key."""


def resolve(value: Any, nodes: Mapping[int, Node]) -> Any:
    """A browser's value with its widgets as nodes; a widget that we don't know is None.

    Parameters:
        value: as it came; what is in it is replaced where it stands.
        nodes: the widgets of the session, by id.

    Raises:
        Nonsense: it is nested too deep to be handled safely, or has a number larger than any float.
    """
    values = [value]
    resolve_all(values, nodes)
    return values[0]


def resolve_all(values: list[Any], nodes: Mapping[int, Node] | None) -> list[WidgetPlace]:
    """Replace what stands for widgets in a browser's values by nodes, or None.

    A browser counts in floats, but writes large ones without a point: they are floats here.
    It may send 200,000 values at once, so none takes a call, and most no look of their own.

    Parameters:
        values: as they came; they are changed where they stand.
        nodes: the widgets of the session, by id; None: what stands for widgets stays.

    Returns:
        The places of widgets that were found, known or not.

    Raises:
        Nonsense: as :func:`resolve`.
    """
    places: list[WidgetPlace] = []
    holders: list[Any] = [values]
    depths = [0]
    while holders:
        holder, depth = holders.pop(), depths.pop()
        if type(holder) is list:
            while len(holder) == 1 and type(holder[0]) is list:
                holder = holder[0]  # of lists in lists there may be 160,000
                depth += 1
            if len(holder) > _FEW and _are_plain(holder):
                continue
            items: Iterable[tuple[Any, Any]] = enumerate(holder)
        else:
            items = holder.items()  # values are replaced meanwhile, never keys
        if depth > MAX_DEPTH + 1:
            raise Nonsense(f"a value is nested deeper than {MAX_DEPTH} levels")
        for key, item in items:
            kind = type(item)
            if kind in _AS_IT_IS:
                continue
            if kind is int:
                if not -_LARGE < item < _LARGE:
                    holder[key] = _as_float(item)
            elif kind is dict and "__wid__" in item:
                if nodes is not None:
                    wid = item["__wid__"]
                    holder[key] = nodes.get(wid) if type(wid) is int else None
                places.append((holder, key))
            elif item and (kind is list or kind is dict):  # else the data of a file
                holders.append(item)
                depths.append(depth + 1)
    return places


def _are_plain(values: list[Any]) -> bool:
    """Whether all that is in a list may stay as it is."""
    kinds = set(map(type, values))
    return kinds <= _AS_IT_IS or (kinds == {int} and -_LARGE < min(values) <= max(values) < _LARGE)


def _as_float(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        raise Nonsense("a number is larger than any that a browser has") from None

"""Browsers' JSON as values that a program can be given.

Knows: how a widget is named in it, and what no browser can mean. Must not know: what a message is
for.
"""

from collections.abc import Mapping
from typing import Any

from .reporting import Nonsense
from .widget import Node

MAX_DEPTH = 100
"""Levels of lists and objects in a browser's value."""


def resolve(value: Any, nodes: Mapping[int, Node], depth: int = 0) -> Any:
    """A browser's value with its widgets as nodes; a widget that we don't know is None.

    A browser counts in floats, but writes large ones without a point: they are floats here.

    Parameters:
        value: as it came.
        nodes: the widgets of the session, by id.
        depth: how deep it stands in another value.

    Raises:
        Nonsense: it is nested too deep to be handled safely, or larger than any float.
    """
    if depth > MAX_DEPTH:
        raise Nonsense(f"a value is nested deeper than {MAX_DEPTH} levels")
    if isinstance(value, dict):
        if "__wid__" in value:
            wid = value["__wid__"]
            return nodes.get(wid) if type(wid) is int else None
        return {key: resolve(item, nodes, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [resolve(item, nodes, depth + 1) for item in value]
    if type(value) is int and value.bit_length() > 63:
        try:
            return float(value)
        except OverflowError:
            raise Nonsense("a number is larger than any that a browser has") from None
    return value

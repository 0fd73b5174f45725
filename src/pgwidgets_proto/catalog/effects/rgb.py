"""Colors that the browser counts with: red, green and blue, and no other color of CSS.

Knows: which texts it reads as such a color.
"""

import re
import reprlib
from typing import Any

from ...widgets.nodes import call_name
from ...widgets.widget import Node

RGB = "'#rrggbb' or 'rgb(r, g, b)'"
"""The texts that the browser reads; other texts give a broken color."""

_HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE | re.ASCII)
_PARTS = re.compile(r"rgb\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*\)", re.IGNORECASE | re.ASCII)


def as_hex(color: Any) -> str | None:
    """A color as ``#rrggbb``, which the browser's getter gives; None if it can't be read."""
    if not isinstance(color, str):
        return None
    if _HEX.fullmatch(color):
        return color.lower()
    found = _PARTS.fullmatch(color)
    if found is None or any(len(part) > 3 or int(part) > 255 for part in found.groups()):
        return None
    return "#" + "".join(f"{int(part):02x}" for part in found.groups())


def is_hex(color: Any) -> bool:
    """Whether it is a color as the browser gives it."""
    return isinstance(color, str) and as_hex(color) == color


def in_hex(node: Node, key: str, args: tuple[Any, ...]) -> tuple[Any, ...]:
    """A color in the one form that getters give.

    Raises:
        ValueError: it can't be read as a color.
    """
    setter = node.cls.methods[f"set_{key}"]
    return (_checked(call_name(node, setter), setter.params[0].name, args[0]),)


def check_color(node: Node) -> None:
    """Keep a constructor's color as ``#rrggbb``.

    Raises:
        ValueError: it can't be read as a color.
    """
    given = node.argument("color")
    if given is not None:
        node.give("color", _checked(f"{node.cls.name}()", "color", given))


def _checked(where: str, name: str, color: Any) -> str:
    found = as_hex(color)
    if found is None:
        raise ValueError(f"{where}: {name!r} is {reprlib.repr(color)}; it must be {RGB}")
    return found

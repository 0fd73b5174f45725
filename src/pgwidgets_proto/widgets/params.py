"""The parameters of constructors and methods, as the catalogue describes them.

Knows: the name, type and default of one. Must not know: any class or method by name, or how an
argument is checked (checks.py).
"""

import ast
import functools
from typing import Any, NamedTuple


class Code(str):
    """The type of a parameter whose texts are read by browsers, not by users: a color, a URL.

    No number is such a text, as it is one to be shown.
    """

    __slots__ = ()


class Param(NamedTuple):
    """One parameter of a constructor or a method.

    Attributes:
        name: as `pgwidgets_js.defs` has it.
        type: its Python type as it stands in a stub, such as ``"str | None"``.
        default: what the browser takes when it is left out, as source text; None: required.
        doc: one line.
        is_binary: whether it is bytes, which go over the wire as they are. The first of a method.
    """

    name: str
    type: str = "Any"
    default: str | None = "None"
    doc: str = ""
    is_binary: bool = False

    @property
    def may_be_skipped(self) -> bool:
        """Whether a call may leave the parameter out: it has a default, or takes None."""
        return self.default is not None or self.type.endswith("| None")


GATHERING = frozenset({"options", "attrs"})
"""Names of last parameters into which keywords are gathered that name no parameter."""


@functools.cache
def default_value(param: Param) -> Any:
    """The browser's default of a parameter; None where there is no literal of it."""
    return None if param.default is None else _literal(param.default)


@functools.cache
def _literal(text: str) -> Any:
    # By its text: hundreds of parameters have the same few, and each takes the parser 20 µs.
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return None

"""How a program wants a text searched.

Knows: that it may be said by parameters, or as the browser has it, by one mapping. Must not know:
texts, or references.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Sought(NamedTuple):
    """How the program wants a text searched.

    Attributes:
        start: the reference to begin at; None: the start of the text.
        case_insensitive: whether capital letters are as good as small ones.
        all: whether every place is wanted, where it matters.
    """

    start: Any = None
    case_insensitive: bool = False
    all: bool = False


def sought_from(
    start: Any = None, case_insensitive: Any = False, opts: Mapping[str, Any] | None = None
) -> Sought:
    """Read how to search from arguments, in any of the ways that they may be given.

    Parameters:
        start, case_insensitive: as in :class:`Sought`; a mapping in place of the first is ``opts``.
        opts: the same by name.

    Raises:
        TypeError: a name that is not among these.
    """
    if isinstance(start, Mapping):
        start, opts = None, start
    given = dict(opts or {})
    unknown = given.keys() - {*Sought._fields}
    if unknown:
        names = ", ".join(sorted(map(str, unknown)))
        raise TypeError(f"unknown: {names}; it takes start, case_insensitive and all")
    start = given.get("start", start)
    return Sought(
        start, bool(given.get("case_insensitive", case_insensitive)), bool(given.get("all"))
    )

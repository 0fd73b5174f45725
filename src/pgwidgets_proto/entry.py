"""The values of a widget, each kept as the call that set it, so that a rebuild can repeat it.

Knows: how one value is kept, and when a rebuild repeats it. Must not know: widgets, links, what a
value means, or how a call is encoded.
"""

from collections.abc import Iterable
from typing import Any

from .wire.outgoing import Outgoing

NEEDS_LAYOUT = 100
"""The rank of an :class:`Entry` from which on the whole page must be laid out."""

_PLAIN = frozenset({str, int, float, bool, type(None)})


def is_plain(values: Iterable[Any]) -> bool:
    """Whether these are values that nobody can change, and that are encoded alike at any time.

    A message of anything else is kept for rebuilds.
    """
    return all(type(value) in _PLAIN for value in values)


class Replayed:
    """A call that a rebuild repeats: kept as method and arguments, encoded when it is needed.

    Attributes:
        outgoing: the encoded call, where it is kept (see :func:`is_plain`); or None.
    """

    __slots__ = ("args", "method", "outgoing")

    def __init__(
        self, method: str, args: tuple[Any, ...], outgoing: Outgoing | None = None
    ) -> None:
        self.method = method
        self.args = args
        self.outgoing = outgoing


class Entry(Replayed):
    """The current value of one key, and the call that sets it.

    Attributes:
        value: as getters give it.
        rank, late: when a rebuild repeats it (:class:`~.catalog.effects.Set`).
        is_placed: it was set after the widget's container took it in, and what that did to the
            widget's layout has been overruled; a rebuild repeats it after that.
    """

    __slots__ = ("is_placed", "late", "rank", "value")

    def __init__(
        self,
        value: Any,
        method: str,
        args: tuple[Any, ...],
        outgoing: Outgoing | None = None,
        *,
        rank: int = 0,
        late: bool = False,
        is_placed: bool = False,
    ) -> None:
        self.method = method  # not by super().__init__(): this is every setter's path
        self.args = args
        self.outgoing = outgoing
        self.value = value
        self.rank = rank
        self.late = late
        self.is_placed = is_placed


class ReportedEntry(Entry):
    """A value that a browser has told: by then it shows it, and all others are told."""

    __slots__ = ()

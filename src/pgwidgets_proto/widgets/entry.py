"""What is kept of a value: as getters give it, and as the call that a rebuild repeats.

Knows: which calls can be encoded again. Must not know: which widget one is of, or what it does.
"""

import functools
from collections.abc import Iterable
from typing import Any, NamedTuple

from ..models.conversions import SAFE
from ..wire.outgoing import Key, Outgoing

NEEDS_LAYOUT = 100
"""The rank of an :class:`Entry` from which on the whole page must be laid out."""

PLAIN = frozenset({str, int, float, bool, type(None)})


def is_plain(values: Iterable[Any]) -> bool:
    """Whether these are immutable scalars, so that a call with them can be encoded again later.

    The encoded call is kept where one of them is not.
    """
    for value in values:  # noqa: SIM110 (all() is dearer, and every call asks)
        if type(value) not in PLAIN:
            return False
    return True


def is_soon_encoded(values: Iterable[Any]) -> bool:
    """Whether immutable scalars can go over the wire, for sure."""
    for value in values:
        kind = type(value)
        if kind is str:
            if not value.isascii():
                try:
                    value.encode()
                except UnicodeEncodeError:
                    return False
        elif kind is int and not -SAFE <= value <= SAFE:
            return False
    return True


class Again(NamedTuple):
    """How a rebuild sets a value again; one for all values that are set alike (:data:`again`).

    Attributes:
        method: what sets it.
        rank, late: when (:class:`~.catalog.effects.base.Set`).
        is_placed: it was set after the widget's container took it in, and what that did to the
            widget's layout has been overruled; a rebuild repeats it after that.
    """

    method: str
    rank: int
    late: bool
    is_placed: bool


again = functools.lru_cache(maxsize=10_000)(Again)
"""Gives the one of these; there are about as many as methods."""


class Entry:
    """The current value of one key, and the call that sets it.

    Attributes:
        key: what it is the value of; the widget that keeps it sets this.
        value: as getters give it.
        args: those of the call, which is encoded when it is needed.
        outgoing: the encoded call, where it is kept (:class:`EncodedEntry`); or None.
        how: the rest of the call, and when a rebuild repeats it.
    """

    __slots__ = ("args", "how", "key", "value")

    key: Key
    outgoing: Outgoing | None = None

    def __init__(
        self,
        value: Any,
        method: str,
        args: tuple[Any, ...],
        *,
        rank: int = 0,
        late: bool = False,
        is_placed: bool = False,
    ) -> None:
        self.how = again(method, rank, late, is_placed)
        self.args = args
        self.value = value


class EncodedEntry(Entry):
    """A value whose call is kept encoded, since it can't be encoded again (:func:`is_plain`)."""

    __slots__ = ("outgoing",)

    outgoing: Outgoing | None

    def __init__(
        self,
        value: Any,
        method: str,
        args: tuple[Any, ...],
        outgoing: Outgoing | None,
        *,
        rank: int = 0,
        late: bool = False,
        is_placed: bool = False,
    ) -> None:
        super().__init__(value, method, args, rank=rank, late=late, is_placed=is_placed)
        self.outgoing = outgoing


class ReportedEntry(Entry):
    """A value that a browser has reported, so that every browser shows it or is told it."""

    __slots__ = ()

"""The places of a container: what stands in each, and the call that has put it there.

Knows: how to keep such a call in little memory. Must not know: what a widget is (widget.py).
"""

import functools
from typing import Any

from ..wire.outgoing import Outgoing

_FEW = 10
"""Most children are added with a lone number below this, as how far they stretch."""

type _Call = tuple[str, tuple[Any, ...], Outgoing | None]
"""A method, its arguments without the child, and the encoded call where it is kept."""


@functools.cache
def _with_number(method: str, number: int) -> _Call:
    """One for all children that are added alike, of 64 bytes each."""
    return method, (number,), None


class Slot[N]:
    """One place in a container: a child, or a decoration such as a separator (child None).

    Parameters:
        child: what stands there.
        method, args: the call that has put it there; the child is the first argument.
        outgoing: that call, where it is kept encoded (see :func:`.entry.is_plain`); or None.

    Attributes:
        child: as the parameter.
        window: the widget around the child that the browser makes at this call, or None.
    """

    __slots__ = ("_call", "child")

    window: N | None = None

    def __init__(
        self,
        child: N | None,
        method: str,
        args: tuple[Any, ...],
        outgoing: Outgoing | None = None,
    ) -> None:
        self.child = child
        self._keep(method, args, outgoing)

    @property
    def method(self) -> str:
        """What has put it there, and does so again in a page that is rebuilt."""
        return self._call[0]

    @property
    def args(self) -> tuple[Any, ...]:
        """The arguments of the call; a child is the first of them."""
        # Kept without it: a tuple of its own is 56 bytes a child.
        others = self._call[1]
        return others if self.child is None else (self.child, *others)

    @property
    def outgoing(self) -> Outgoing | None:
        """The call, where it is kept encoded; or None."""
        return self._call[2]

    def replace(self, args: tuple[Any, ...]) -> None:
        """Keep other arguments of the same method, which is encoded when it is needed."""
        self._keep(self.method, args, None)

    def _keep(self, method: str, args: tuple[Any, ...], outgoing: Outgoing | None) -> None:
        others = args if self.child is None else args[1:]
        if len(others) == 1 and outgoing is None:
            number = others[0]
            if type(number) is int and 0 <= number < _FEW:
                self._call = _with_number(method, number)
                return
        self._call = method, others, outgoing


class SlotUnderName[N](Slot[N]):
    """A child's place, where the call names something else before the child."""

    __slots__ = ()

    @property
    def args(self) -> tuple[Any, ...]:
        """The arguments of the call."""
        return self._call[1]

    def _keep(self, method: str, args: tuple[Any, ...], outgoing: Outgoing | None) -> None:
        self._call = method, args, outgoing


class SlotOfWindow[N](Slot[N]):
    """A child's place, in a window of its own."""

    __slots__ = ("window",)

    window: N | None

    def __init__(
        self,
        child: N,
        method: str,
        args: tuple[Any, ...],
        outgoing: Outgoing | None,
        window: N,
    ) -> None:
        super().__init__(child, method, args, outgoing)
        self.window = window

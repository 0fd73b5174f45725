"""The places of a container: what stands in each, and the call that has put it there.

Knows: how to keep such a call in little memory. Must not know: what a widget is (widget.py).
"""

from typing import Any

from ..wire.outgoing import Outgoing

_LONE_NUMBERS = tuple([(number,) for number in range(10)])
"""Most children are added with a number, as how far they stretch; each of these is one for all."""


class Slot[N]:
    """One place in a container: a child, or a decoration such as a separator (child None).

    Attributes:
        child: what stands there.
        method: what has put it there, and does so again in a page that is rebuilt.
        outgoing: that call, where it is kept encoded (see :func:`.entry.is_plain`); or None.
        window: the widget around the child that the browser makes at this call, or None.
    """

    __slots__ = ("_others", "child", "method", "outgoing")

    window: N | None = None

    def __init__(
        self,
        child: N | None,
        method: str,
        args: tuple[Any, ...],
        outgoing: Outgoing | None = None,
    ) -> None:
        self.child = child
        self.method = method
        self.outgoing = outgoing
        self._keep(args)

    @property
    def args(self) -> tuple[Any, ...]:
        """The arguments of the call; a child is the first of them."""
        # Kept without it: a tuple of its own is 56 bytes a child.
        return self._others if self.child is None else (self.child, *self._others)

    @args.setter
    def args(self, args: tuple[Any, ...]) -> None:
        self._keep(args)

    def _keep(self, args: tuple[Any, ...]) -> None:
        others = args if self.child is None else args[1:]
        if len(others) == 1 and type(others[0]) is int and 0 <= others[0] < len(_LONE_NUMBERS):
            others = _LONE_NUMBERS[others[0]]
        self._others = others


class SlotUnderName[N](Slot[N]):
    """A child's place, where the call names something else before the child."""

    __slots__ = ()

    @property
    def args(self) -> tuple[Any, ...]:
        """The arguments of the call."""
        return self._others

    @args.setter
    def args(self, args: tuple[Any, ...]) -> None:
        self._keep(args)

    def _keep(self, args: tuple[Any, ...]) -> None:
        self._others = args


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

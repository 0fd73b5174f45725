"""Effects of a message that goes by itself after a while.

Knows: that the core's clock takes it away, in every browser at once. A browser with a clock of its
own would show it anew, for all its time, whenever its page is built again. Must not know: where
the time comes from.
"""

from typing import Any, override

from ...widgets.nodes import call_name
from ...widgets.widget import Method, Node, Operations
from .base import Clear, Set
from .timers import seconds_of, stop


class SetForAWhile(Set):
    """Stores a message, and takes it away after the seconds that follow it, if any do.

    Parameters:
        ends: the method that takes it away.
    """

    ends: str

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        message, given = args[:1], args[1] if len(args) > 1 else None
        seconds = 0.0 if given is None else seconds_of(call_name(node, method), given)
        super().apply(ops, node, method, message)
        stop(ops, node, method, args)
        if seconds:
            end = node.cls.methods[self.ends]
            ops.set_timer(node, seconds, lambda: end.effect.apply(ops, node, end, ()))


class ClearNow(Clear):
    """Takes away what would have gone by itself."""

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        super().apply(ops, node, method, args)
        stop(ops, node, method, args)

"""The order in which things overlap: the children of a widget, and the windows of a page.

Knows: an order from the bottom to the top, and a number for each window of the page.

The whole order goes to the browsers, not the step that led to it: so all of them agree, whatever
their users raise at the same time. The stock client is only told which one is on top.
"""

from typing import Any, override

from ...widgets.entry import EncodedEntry
from ...widgets.widget import Effect, Method, Node, Operations
from ...wire.outgoing import Outgoing
from .arguments import child_at

STACK = "stack"
"""The key of the order in which children lie one on another, from the bottom to the top."""

LEVEL = "level"
"""The key of how high a window of the page lies; 0 until it is raised or lowered."""


def stack_of(node: Node) -> list[Node]:
    """The children from the bottom to the top."""
    entry = node.entry(STACK)
    return [] if entry is None else list(entry.value)


def order_args(node: Node, order: list[Node]) -> tuple[int, list[Node]]:
    """The arguments of ``set_index``: the index of the child on top, and all children in order.

    The stock client heeds the place alone. Ours goes by the children, since a place means another
    one in a page whose user has just closed a window.
    """
    return node.index_of(order[-1]), order


def restack(ops: Operations, node: Node, order: list[Node], *, is_known: bool = False) -> None:
    """Lay the children one on another in an order, and tell handlers if another one is on top.

    Parameters:
        order: all children, from the bottom to the top.
        is_known: the browsers do so by themselves.
    """
    before = stack_of(node)
    if order == before and not is_known:
        return
    if not order:
        node.drop_entry(STACK)
        return
    args = order_args(node, order)
    outgoing = None
    if not is_known:
        outgoing = ops.encode_call(node, "set_index", args, keys=(STACK,), mergeable=True)
    node.set_entry(STACK, EncodedEntry(tuple(order), "set_index", args, outgoing, late=True))
    if outgoing is not None:
        ops.send(outgoing)
    if not before or before[-1] is not order[-1]:
        ops.raise_event(node, "page-switch", order[-1])


def leave_stack(ops: Operations, node: Node, child: Node) -> None:
    """Take a child out of the order; the browsers have done so by themselves."""
    order = stack_of(node)
    if order:
        restack(ops, node, [other for other in order if other is not child], is_known=True)


class RaiseAt(Effect):
    """Brings the child at an index to the top."""

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        child = child_at(node, method, args)
        if child is None:
            return
        restack(ops, node, [other for other in stack_of(node) if other is not child] + [child])

    @override
    def merging(self) -> tuple[str, ...] | None:
        return ()


def top_index(node: Node) -> int:
    """The index of the child on top, or -1."""
    order = stack_of(node)
    return node.index_of(order[-1]) if order else -1


def next_level(ops: Operations, node: Node, *, to_top: bool) -> int:
    """The level at which a window lies above, or below, all others of the page."""
    levels = [0]
    for other in ops.nodes.values():
        entry = other.entry(LEVEL)
        if entry is not None and other is not node:
            levels.append(entry.value)
    return max(levels) + 1 if to_top else min(levels) - 1


def level_call(ops: Operations, node: Node, level: int) -> Outgoing:
    """The call that puts a window at a level; the stock client is told the direction alone."""
    outgoing = ops.encode_call(node, "raise_", (level,), keys=(LEVEL,))
    outgoing.is_extended = True
    outgoing.for_stock = ops.encode_call(node, "raise_" if level > 0 else "lower", ())
    return outgoing


def put_at_level(ops: Operations, node: Node, level: int) -> Outgoing:
    """Note at which level a window lies; gives the call that tells browsers."""
    outgoing = level_call(ops, node, level)
    node.set_entry(LEVEL, EncodedEntry(level, "raise_", (level,), outgoing))
    return outgoing


def raise_window(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
    """Bring a window of the page above all others."""
    ops.send(put_at_level(ops, node, next_level(ops, node, to_top=True)))


def lower_window(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
    """Put a window of the page below all others."""
    ops.send(put_at_level(ops, node, next_level(ops, node, to_top=False)))

"""Reports of windows: their order, their state, and where they came to stand.

Knows: which reports of windows are nonsense, and what the others change.
"""

from collections.abc import Sequence
from typing import Any, override

from ...models.conversions import is_number
from ...widgets.entry import Entry
from ...widgets.nodes import as_node
from ...widgets.reporting import ActionReport, Change, Nonsense, Reported, ValueReport
from ...widgets.widget import Node, Operations
from ...wire.outgoing import Touch
from ..effects.stacking import LEVEL, STACK, next_level, order_args, put_at_level, stack_of
from ..effects.subwindows import ARRANGEMENT, STATE, STATES, place_entry, state_entry
from .values import child_in, children_in, no_child


class ReportsRaised(ValueReport):
    """An action tells which child is on top now."""

    concerns = (STACK,)

    @override
    def read(self, node: Node, args: list[Any]) -> Change:
        child = child_in(node, args)
        if not child.is_made_alone:
            raise no_child(node, args)
        return _stack_change(node, [other for other in stack_of(node) if other is not child], child)


class ReportsStack(ValueReport):
    """An action tells the whole order of children, from the bottom to the top."""

    concerns = (STACK,)

    @override
    def read(self, node: Node, args: list[Any]) -> Change:
        known = [child for child in dict.fromkeys(children_in(args)) if child in stack_of(node)]
        missing = [child for child in stack_of(node) if child not in known]
        return _stack_change(node, [*known, *missing])


def _stack_change(node: Node, order: list[Node], *on_top: Node) -> Change:
    order = [*order, *on_top]

    def carry_out(ops: Operations) -> None:
        before = stack_of(node)
        entry = Entry(tuple(order), "set_index", order_args(node, order), late=True)
        node.set_entry(STACK, entry)
        if not on_top and before[-1] is not order[-1]:
            ops.raise_event(node, "page-switch", order[-1])

    is_news = stack_of(node)[-1:] != order[-1:]
    return Change((Touch(node.wid, STACK),) if order else (), carry_out, is_news=is_news)


class ReportsLevel(ValueReport):
    """An action tells that the user has brought a window to the top, or put it below all others.

    The level is ours to say, since two users may raise two windows at once.
    """

    concerns = (LEVEL,)

    @override
    def read(self, node: Node, args: list[Any]) -> Change:
        if args not in (["top"], ["bottom"]):
            raise Nonsense(f"{args!r} is neither 'top' nor 'bottom'")
        to_top = args == ["top"]

        def carry_out(ops: Operations) -> None:
            put_at_level(ops, node, next_level(ops, node, to_top=to_top))

        return Change((Touch(node.wid, LEVEL),), carry_out, tells_origin=True)


class ReportsState(ValueReport):
    """An action tells the state of a window within a widget."""

    concerns = (STATE,)

    @override
    def read(self, node: Node, args: list[Any]) -> Change:
        if len(args) != 1 or args[0] not in STATES:
            raise Nonsense(f"{args!r} is not one of {', '.join(map(repr, STATES))}")
        (state,) = args

        def carry_out(ops: Operations) -> None:
            node.set_entry(STATE, state_entry(ops, node, state))

        is_news = node.value(STATE, "normal") != state
        return Change((Touch(node.wid, STATE),), carry_out, is_news=is_news)


class ReportsArranged(ActionReport):
    """An action tells where all windows came to stand: ``[window, x, y, width, height]`` each.

    A browser reports after each arrangement. So a report that it made before it heard of a newer
    arrangement, or of a window's newer place, is late, and the browser need not be corrected.
    """

    @override
    def take(self, report: Reported, node: Node, args: list[Any]) -> tuple[Any, ...] | None:
        found = self._read(node, args)
        if not report.may_touch(Touch(window.wid, "position") for window, _ in found):
            return None  # the arrangement stays, and each page makes it for itself
        if report.is_stale((Touch(node.wid, ARRANGEMENT),)):
            return tuple(args)
        node.drop_entry(ARRANGEMENT)
        touches = [Touch(node.wid, ARRANGEMENT)]
        for window, (x, y, width, height) in found:
            for key, place in (("position", (x, y)), ("size", (width, height))):
                touch = Touch(window.wid, key)
                if not report.is_stale((touch,)):
                    window.set_entry(key, place_entry(key, place))
                    touches.append(touch)
        report.touched(touches)
        report.tell_others(touches)
        return tuple(args)

    def _read(self, node: Node, args: list[Any]) -> list[tuple[Node, Sequence[float]]]:
        placed = args[0] if len(args) == 1 else None
        if not isinstance(placed, list):
            raise Nonsense(f"{args!r} is no list of windows")
        found: list[tuple[Node, Sequence[float]]] = []
        for item in placed:
            numbers = item[1:] if isinstance(item, list) else []
            if len(numbers) != 4 or not all(map(is_number, numbers)):
                raise Nonsense(f"{item!r} is no window with its place and size")
            if item[0] is None:
                continue  # it is gone meanwhile
            window = as_node(item[0])
            if window is None or window.parent is not node or window.is_made_alone:
                raise Nonsense(f"{item[0]!r} is no window in {node!r}")
            found.append((window, numbers))
        return found

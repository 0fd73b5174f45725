"""Reports that tell values of keys, the child that is shown, or the order of children.

Knows: how an action's arguments become the value of a key, and what is nonsense. Must not know:
whether a report is stale (views/knowledge.py).
"""

from collections.abc import Callable
from typing import Any, override

from ...models.conversions import is_number
from ...widgets.entry import Entry, ReportedEntry
from ...widgets.nodes import as_node
from ...widgets.reporting import NO_CHANGE, Change, Nonsense, Reported, ValueReport
from ...widgets.widget import Node, Operations
from ...wire.outgoing import Outgoing, Touch
from ..effects.base import Set, SetConstant, note_switches, switch_off
from ..effects.containers import PARENT, SELECTED, forget_child, shown_entry
from ..effects.rgb import is_hex

KINDS: dict[str, Callable[[Any], bool]] = {
    "str": lambda value: isinstance(value, str),
    "bool": lambda value: isinstance(value, bool),
    "rgb": is_hex,
    "number": is_number,
    "numbers": lambda value: isinstance(value, list) and all(is_number(item) for item in value),
    "any": lambda value: True,
}


class Reports(ValueReport):
    """An action tells the value of one key.

    Parameters:
        setter: the method that brings another browser to that value; its effect has the key, and
            when a rebuild repeats it.
        arg: the index of the argument that is the value.
        kind: what the value must be, a name in :data:`KINDS`.
        among: the values that it may have; None: all of its kind.
        optional: the action may come without arguments, and then tells nothing.
    """

    setter: str
    arg: int = 0
    kind: str = "any"
    among: tuple[Any, ...] | None = None
    optional: bool = False

    @override
    def read(self, node: Node, args: list[Any]) -> Change:
        told = self._read_value(node, args)
        if told is None:
            return NO_CHANGE
        value, call = told
        effect = self.effect(node)
        key = effect.key
        others = effect.others(node) if effect.group else ()
        touched: list[Touch] = [Touch(node.wid, key)]
        if value:
            touched += [Touch(other.wid, key) for other in others]

        def carry_out(ops: Operations) -> None:
            if effect.group:
                note_switches(node, key, self.setter)
            if value:
                for other in others:
                    switch_off(other, key, self.setter)
            node.set_entry(key, self._entry(effect, value, call))

        known = node.entry(key)
        is_news = known is None or known.value != value
        return Change(tuple(touched), carry_out, is_news=is_news)

    @override
    def values(self, node: Node) -> tuple[Touch, ...] | None:
        effect = self.effect(node)
        return tuple([Touch(each.wid, effect.key) for each in (node, *effect.others(node))])

    def _entry(self, effect: Set, value: Any, call: tuple[Any, ...]) -> Entry:
        return ReportedEntry(value, self.setter, call, rank=effect.rank, late=effect.late)

    def effect(self, node: Node) -> Set:
        """What the setter does."""
        effect = node.cls.methods[self.setter].effect
        assert isinstance(effect, Set), f"{node.cls.name}.{self.setter}"
        return effect

    def _read_value(self, node: Node, args: list[Any]) -> tuple[Any, tuple[Any, ...]] | None:
        """The value, and the arguments of its setter; None: nothing is told of it."""
        if self.optional and not args:
            return None
        if self.arg >= len(args):
            raise Nonsense(f"argument {self.arg} is missing in {args!r}")
        value = args[self.arg]
        if not KINDS[self.kind](value):
            raise Nonsense(f"{value!r} is not of the kind {self.kind}")
        if self.among is not None and value not in self.among:
            raise Nonsense(f"{value!r} is not one of {', '.join(map(repr, self.among))}")
        return value, (value,)


class ReportsPair(Reports):
    """An action tells two numbers, which are one value."""

    @override
    def _read_value(self, node: Node, args: list[Any]) -> tuple[Any, tuple[Any, ...]] | None:
        pair = tuple(args)
        if len(pair) != 2 or not all(map(is_number, pair)):
            raise Nonsense(f"{args!r} are not two numbers")
        return pair, pair


class ReportsFixed(Reports):
    """An action tells that a key now has the value which its setter, a constant, sets.

    Parameters:
        given: the action tells it only if this argument of the constructor was true.
    """

    given: str | None = None

    @override
    def _read_value(self, node: Node, args: list[Any]) -> tuple[Any, tuple[Any, ...]] | None:
        effect = self.effect(node)
        assert isinstance(effect, SetConstant), self.setter
        is_told = self.given is None or node.argument(self.given)
        return (effect.value, ()) if is_told else None

    @override
    def _entry(self, effect: Set, value: Any, call: tuple[Any, ...]) -> Entry:
        return Entry(value, self.setter, call)  # it is nothing that the program may not set again

    @override
    def values(self, node: Node) -> None:
        return None  # such an action tells of other things as well


class ReportsProgress(Reports):
    """An action tells how far something has played; each browser plays at its own pace.

    So it is kept for a page that is built anew, and no other browser is told.
    """

    kind: str = "number"

    @override
    def read(self, node: Node, args: list[Any]) -> Change:
        return super().read(node, args)._replace(for_others=lambda ops: ())

    @override
    def _entry(self, effect: Set, value: Any, call: tuple[Any, ...]) -> Entry:
        return Entry(value, self.setter, call, rank=effect.rank)

    @override
    def own_view(self, node: Node, args: list[Any]) -> tuple[tuple[Touch, ...], bool]:
        return (), False

    @override
    def values(self, node: Node) -> tuple[Touch, ...]:
        return ()


def no_child(node: Node, args: list[Any]) -> Nonsense:
    """The error for a report of a child that a widget does not have, or no longer has."""
    return Nonsense(f"{args!r} names no child of {node!r}", Touch(node.wid, "children"))


def child_in(node: Node, args: list[Any]) -> Node:
    """The child of a widget that a report names first.

    Raises:
        Nonsense: the widget does not have it, or no longer has it.
    """
    child = as_node(args[0]) if args else None
    if child is None or child.parent is not node:
        raise no_child(node, args)
    return child


def children_in(args: list[Any]) -> list[Node]:
    """The children that a report lists as its only argument.

    One that came or went meanwhile makes the report stale; it is no nonsense.
    """
    told = args[0] if len(args) == 1 else None
    if not isinstance(told, list) or not all(
        item is None or isinstance(item, Node) for item in told
    ):
        raise Nonsense(f"{args!r} is no list of children")
    return [child for child in told if child is not None]


class ReportsSelected(ValueReport):
    """An action tells which child is shown."""

    concerns = (SELECTED,)

    @override
    def read(self, node: Node, args: list[Any]) -> Change:
        child = child_in(node, args)

        def carry_out(ops: Operations) -> None:
            node.set_entry(SELECTED, shown_entry(child))

        is_news = node.value(SELECTED) is not child
        return Change((Touch(node.wid, SELECTED),), carry_out, is_news=is_news)


class ReportsRemoved(ValueReport):
    """An action tells that a child was taken out by the user.

    Parameters:
        remove: the method that takes it out of another browser; harmless where it is out.
    """

    remove: str

    @override
    def read(self, node: Node, args: list[Any]) -> Change:
        child = child_in(node, args)

        def carry_out(ops: Operations) -> None:
            # Nothing replays a removal, so it goes to all browsers as a call.
            ops.send(ops.encode_call(node, self.remove, (child,), keys=("children",)))
            forget_child(ops, node, child)

        # Other children may come and go meanwhile: only this one could have been put back.
        return Change((Touch(child.wid, PARENT),), carry_out)


class ReportsOrder(ValueReport):
    """An action tells the order of all children, which the user has changed.

    Parameters:
        setter: our client's method that brings another browser to an order.
    """

    setter: str

    concerns = (SELECTED,)

    @override
    def own_view(self, node: Node, args: list[Any]) -> tuple[tuple[Touch, ...], bool]:
        return (), False  # which children there are is for the session to say

    @override
    def read(self, node: Node, args: list[Any]) -> Change:
        places: dict[Node | None, int] = {
            child: index for index, child in enumerate(children_in(args))
        }

        def carry_out(ops: Operations) -> None:
            if node.slots:
                node.slots.sort(key=lambda slot: places.get(slot.child, len(places)))

        return Change(
            (Touch(node.wid, "children"),),
            carry_out,
            for_others=lambda ops: [self.call(ops, node)],
            for_late=lambda ops: [self.call(ops, node)],
            # Had the child that is shown been taken out meanwhile, it would show its neighbour.
            repairs=(Touch(node.wid, SELECTED),),
        )

    @override
    def make_good(self, report: Reported, node: Node) -> None:
        report.ops.send_in_order(self.call(report.ops, node), to=report.view)
        super().make_good(report, node)

    def call(self, ops: Operations, node: Node) -> Outgoing:
        """The call that brings a browser to the order of now."""
        outgoing = ops.encode_call(node, self.setter, (node.children,), keys=("children",))
        outgoing.is_extended = True
        return outgoing


class ReportsAll(ValueReport):
    """An action tells several values at once.

    Parameters:
        parts: what it tells: values that other browsers are told as they are.
    """

    parts: tuple[Reports, ...]

    @override
    def read(self, node: Node, args: list[Any]) -> Change:
        changes = [part.read(node, args) for part in self.parts]

        def carry_out(ops: Operations) -> None:
            for change in changes:
                change.carry_out(ops)

        return Change(
            tuple(touch for change in changes for touch in change.keys),
            carry_out,
            is_news=any(change.is_news for change in changes),
        )

    @override
    def make_good(self, report: Reported, node: Node) -> None:
        for part in self.parts:
            part.make_good(report, node)

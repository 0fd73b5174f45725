"""What a browser's report tells of the state.

Knows: how an action's arguments become the value of a key, and what is nonsense.
Must not know: any widget class by name, links, time, or whether a report is stale (session.py).
"""

from collections.abc import Callable
from typing import Any, NamedTuple, override

from ..node import Entry, Node, Touch, as_node
from .containers import SELECTED, TABS, Shown, take_out
from .effects import Operations, note_switches, switch_off


class Change(NamedTuple):
    """What a report would change, for the session to judge and to carry out.

    Attributes:
        keys: the values concerned: the report is stale when one of them is on its way out.
        carry_out: does it in Python.
    """

    keys: tuple[Touch, ...]
    carry_out: Callable[[Operations], None]


class Nonsense(ValueError):
    """A report whose arguments can't be true. The text says why, for the log."""


class Report:
    """Base of all reports."""

    __slots__ = ()

    def read(self, node: Node, args: list[Any]) -> Change:
        """Check a report and say what it changes; raises :exc:`Nonsense`."""
        raise AssertionError(f"{type(self).__name__} does not say what it reports")


class LiveReport(Report):
    """Base of reports that tell no value but what was done, and so need to know when and where."""

    __slots__ = ()

    def take(
        self, session: Any, node: Node, args: list[Any], link: Any, seen: int
    ) -> tuple[Any, ...] | None:
        """Check a report and carry it out.

        Parameters:
            session: where the widget lives.
            link: the browser that reports.
            seen: how many messages it had applied.

        Returns:
            What handlers are given, or None: this is nothing for handlers.

        Raises:
            Nonsense: it can't be true.
        """
        raise AssertionError(f"{type(self).__name__} does not say what it does")


def is_number(value: Any) -> bool:
    """Whether it is an int or a float (a bool is neither here)."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


KINDS: dict[str, Callable[[Any], bool]] = {
    "str": lambda value: isinstance(value, str),
    "bool": lambda value: isinstance(value, bool),
    "number": is_number,
    "numbers": lambda value: isinstance(value, list) and all(is_number(item) for item in value),
    "any": lambda value: True,
}


class Reports(Report):
    """An action tells the value of one key.

    Parameters:
        key: the key.
        setter: the method that brings another browser to that value.
        arg: the index of the argument that is the value; None: all of them, as a tuple.
        kind: what the value must be, a name in :data:`KINDS`.
        group: the value is a switch of which at most one in the widget's group is on.
        optional: the action may come without arguments, and then tells nothing.
        rank, late: as in :class:`~.effects.Set`.
    """

    __slots__ = ("arg", "group", "key", "kind", "late", "optional", "rank", "setter")

    def __init__(
        self,
        key: str,
        setter: str,
        *,
        arg: int | None = 0,
        kind: str = "any",
        group: bool = False,
        optional: bool = False,
        rank: int = 0,
        late: bool = False,
    ) -> None:
        self.key = key
        self.setter = setter
        self.arg = arg
        self.kind = kind
        self.group = group
        self.optional = optional
        self.rank = rank
        self.late = late

    @override
    def read(self, node: Node, args: list[Any]) -> Change:
        accepts = KINDS[self.kind]
        if self.arg is None:
            if not all(accepts(arg) for arg in args):
                raise Nonsense(f"{args!r} are not all of the kind {self.kind}")
            value: Any = tuple(args)
            call = tuple(args)
        else:
            if self.arg >= len(args):
                if self.optional and not args:
                    return Change((), lambda ops: None)
                raise Nonsense(f"argument {self.arg} is missing in {args!r}")
            value = args[self.arg]
            if not accepts(value):
                raise Nonsense(f"{value!r} is not of the kind {self.kind}")
            call = (value,)
        others = [other for other in node.group or () if other is not node] if self.group else []
        touched: list[Touch] = [Touch(node.wid, self.key)]
        if value:
            touched += [Touch(other.wid, self.key) for other in others]

        def carry_out(ops: Operations) -> None:
            if self.group:
                note_switches(node, self.key, self.setter)
            if value:
                for other in others:
                    switch_off(other, self.key, self.setter)
            node.set_entry(
                self.key, Entry(value, self.setter, call, rank=self.rank, late=self.late)
            )

        return Change(tuple(touched), carry_out)


class ReportsSelected(Report):
    """An action tells which child is shown.

    Parameters:
        shows: how another browser is told.
    """

    __slots__ = ("shows",)

    def __init__(self, shows: Shown = TABS) -> None:
        self.shows = shows

    @override
    def read(self, node: Node, args: list[Any]) -> Change:
        child = as_node(args[0]) if args else None
        if child is None or child.parent is not node:
            raise Nonsense(f"{args!r} names no child of {node!r}")

        def carry_out(ops: Operations) -> None:
            node.set_entry(SELECTED, self.shows.entry(node, child))

        return Change((Touch(node.wid, SELECTED),), carry_out)


class ReportsFixed(Report):
    """An action tells that a key now has one value: a closed dialog is hidden.

    Parameters:
        key, value: the value.
        setter: the method (without arguments) that brings another browser there.
        given: the action tells it only if this argument of the constructor was true.
    """

    __slots__ = ("given", "key", "setter", "value")

    def __init__(self, key: str, value: Any, setter: str, *, given: str | None = None) -> None:
        self.key = key
        self.value = value
        self.setter = setter
        self.given = given

    @override
    def read(self, node: Node, args: list[Any]) -> Change:
        if self.given is not None and not node.arguments.get(self.given):
            return Change((), lambda ops: None)

        def carry_out(ops: Operations) -> None:
            node.set_entry(self.key, Entry(self.value, self.setter, ()))

        return Change((Touch(node.wid, self.key),), carry_out)


class ReportsRemoved(Report):
    """An action tells that a child was taken out by the user.

    Parameters:
        remove: the method that takes it out of another browser; harmless where it is out.
    """

    __slots__ = ("remove",)

    def __init__(self, remove: str) -> None:
        self.remove = remove

    @override
    def read(self, node: Node, args: list[Any]) -> Change:
        child = as_node(args[0]) if args else None
        if child is None or child.parent is not node:
            raise Nonsense(f"{args!r} names no child of {node!r}")

        def carry_out(ops: Operations) -> None:
            # Nothing replays a removal, so it goes to all browsers as a call.
            ops.send(ops.encode_call(node, self.remove, (child,), keys=("children",)))
            take_out(ops, node, child)

        return Change((Touch(node.wid, "children"),), carry_out)


class ReportsAll(Report):
    """An action tells several things at once.

    Parameters:
        parts: what it tells.
    """

    __slots__ = ("parts",)

    def __init__(self, *parts: Report) -> None:
        self.parts = parts

    @override
    def read(self, node: Node, args: list[Any]) -> Change:
        changes = [part.read(node, args) for part in self.parts]

        def carry_out(ops: Operations) -> None:
            for change in changes:
                change.carry_out(ops)

        return Change(
            tuple(touch for change in changes for touch in change.keys),
            carry_out,
        )

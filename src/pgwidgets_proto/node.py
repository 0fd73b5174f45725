"""One widget's state, and the encoded messages that tell browsers of it.

Knows: what a widget is made of (arguments, entries, children, listeners) and how long each part
lives. Must not know: what a method does to it (catalog/effects.py), links, or time.

Everything that a browser must be told to show the widget again is kept as the very call that
brought it about, and encoded again for a rebuild: kept messages would be most of a widget's memory.
"""

import weakref
from collections.abc import Iterator
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from .entry import Entry, Replayed
from .wire.outgoing import Key, Outgoing

if TYPE_CHECKING:
    from .catalog.spec import WidgetClass
    from .deadlines import Deadline
    from .sessions.session import Session


_NOTHING: Any = MappingProxyType({})  # one for all; a dict of its own is 64 bytes a widget


class Slot(Replayed):
    """One place in a container: a child, or a decoration such as a separator (child None).

    Attributes:
        made: the widget around the child that the browser makes at this call, or None.
    """

    __slots__ = ("child", "made")

    def __init__(
        self,
        child: "Node | None",
        method: str,
        args: tuple[Any, ...],
        outgoing: Outgoing | None = None,
        *,
        made: "Node | None" = None,
    ) -> None:
        super().__init__(method, args, outgoing)
        self.child = child
        self.made = made


class Content(Protocol):
    """What a widget has beyond simple values: a text, the rows of a tree."""

    def replay(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """The calls (method, arguments) that bring a new widget to this content."""
        ...


class Node:
    """One widget as Python knows it.

    Attributes:
        wid: its id, given by Python, unique in its session and never used again.
        cls: its class in the catalogue.
        arguments: what the constructor was given, by name: the initial state.
        is_made_alone: whether a message of its own makes it in browsers; else a call of its parent
            makes it, or it lives in Python alone.
        creation: that message, until it is sent, or if it is kept (:func:`is_plain`).
        entries: what has been set since, by key, in replay order of setting.
        observed: what browsers report of layout; readable, but not replayed.
        content: what it has beyond all these, or None.
        slots: its children, in order.
        owned: widgets that end with it without being its children: the references into its text.
        parent: the container that it is in, or None.
        listening: the actions that browsers report of it.
        wanted: those of them that the program has handlers for.
        widget: the object that the program sees, or None; a weak reference to it, where it ends
            when the program holds it no more.
        due: what comes due of it at a time, and ends with it; or None.
    """

    __slots__ = (
        "arguments", "cls", "content", "creation", "destroyed", "due", "entries", "group",
        "is_made_alone", "listening", "observed", "owned", "parent", "session", "slots", "wanted",
        "wid", "widget",
    )  # fmt: skip

    def __init__(
        self,
        session: "Session",
        wid: int,
        cls: "WidgetClass",
        arguments: dict[str, Any],
        creation: Outgoing | None,
    ) -> None:
        self.session = session
        self.wid = wid
        self.cls = cls
        self.arguments = arguments
        self.is_made_alone = creation is not None
        self.creation = creation
        self.entries: dict[Key, Entry] = {}
        self.observed: dict[Key, Any] = _NOTHING
        self.content: Any = None
        self.slots: list[Slot] = []
        self.owned: dict[Node, None] = _NOTHING
        self.parent: Node | None = None
        self.listening: tuple[str, ...] = ()
        self.wanted: frozenset[str] = frozenset()  # a set of its own is 216 bytes a widget
        self.group: list[Node] | None = None
        self.destroyed = False
        self.widget: Any = None
        self.due: Deadline | None = None

    def value(self, key: Key, default: Any = None) -> Any:
        """The newest of: what was observed, what was set, what the constructor was given."""
        if key in self.observed:
            return self.observed[key]
        entry = self.entries.get(key)
        if entry is not None:
            return entry.value
        if isinstance(key, str):
            given = self.arguments.get(key)
            if given is not None:
                return given
        return default

    def set_entry(self, key: Key, entry: Entry) -> None:
        """Store a value as the newest of its widget; what was observed before is void."""
        self.entries.pop(key, None)
        self.entries[key] = entry
        self.forget_observed(key)

    def observe(self, key: Key, value: Any) -> None:
        """Note what a browser reports of layout."""
        if self.observed is _NOTHING:
            self.observed = {}
        self.observed[key] = value

    def forget_observed(self, key: Key) -> None:
        """What was reported is not so any more."""
        if key in self.observed:
            del self.observed[key]

    @property
    def held_widget(self) -> Any:
        """The object that the program sees, or None: it never had one, or holds it no more."""
        widget = self.widget
        return widget() if isinstance(widget, weakref.ref) else widget

    @property
    def children(self) -> "list[Node]":
        """The children in order, decorations left out."""
        return [slot.child for slot in self.slots if slot.child is not None]

    def add_window(
        self, child: "Node", method: str, args: tuple[Any, ...], outgoing: Outgoing, made: "Node"
    ) -> None:
        """Add a child at the end, with what the browser makes around it."""
        self.slots.append(Slot(child, method, args, outgoing, made=made))
        child.put_into(self)

    def put_into(self, parent: "Node | None") -> None:
        """Note its container, which may overrule what was set of its layout before; None: none."""
        self.parent = parent
        for entry in self.entries.values():
            entry.is_placed = False

    def index_of(self, child: "Node") -> int:
        """The child's place among the children, or -1."""
        index = 0
        for slot in self.slots:
            if slot.child is child:
                return index
            if slot.child is not None:
                index += 1
        return -1

    def leave_group(self) -> None:
        """Be in no group any more. Who joined it by this widget has joined it by the oldest one."""
        if self.group is not None:
            self.group.remove(self)
            for other in self.group:
                if as_node(other.arguments.get("group")) is self:
                    other.arguments["group"] = None if other is self.group[0] else self.group[0]

    def is_within(self, other: "Node") -> bool:
        """Whether this is the other widget, or stands somewhere below it."""
        node: Node | None = self
        while node is not None:
            if node is other:
                return True
            node = node.parent
        return False

    def walk(self) -> "Iterator[Node]":
        """This widget and all below it, parents first."""
        stack: list[Node] = [self]
        while stack:
            node = stack.pop()
            yield node
            for slot in reversed(node.slots):
                stack.extend(below for below in (slot.child, slot.made) if below is not None)

    def __repr__(self) -> str:
        state = " destroyed" if self.destroyed else ""
        return f"<{self.cls.name} {self.wid}{state}>"


def as_node(value: Any) -> Node | None:
    """The node of a widget: the value itself, or that of its engine; None for the rest."""
    if isinstance(value, Node):
        return value
    node = getattr(getattr(value, "_pgwidgets", None), "node", None)
    return node if isinstance(node, Node) else None

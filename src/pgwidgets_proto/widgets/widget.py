"""What a widget is: its class, the methods of that, and the state of one widget.

Knows: the shape of all these, and what effects may ask of a session (:class:`Operations`). Must not
know: what an effect does, or time.

They stand in one file because each of them is defined in terms of the others: a node has a class,
a class has methods, a method has an effect, and an effect is applied to a node.

Everything that a browser must be told to show a widget again is kept as the call that brought it
about, and encoded again for a rebuild: kept messages would be most of a widget's memory.
"""

import functools
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple, Protocol

import msgspec

from ..deadlines import Deadline
from ..limits import Limits
from ..models.conversions import Doubts
from ..wire.outgoing import Key, Outgoing, Touch
from .action import Action
from .content import Content
from .entry import Entry, again
from .kept import NOTHING, Given, Values
from .params import GATHERING, Param
from .slots import Slot
from .whom import Target

_NO_SLOTS: Any = ()  # one for all; a list of its own is 56 bytes a widget


class Node(Values):
    """One widget as Python knows it.

    An application may derive a class of its own, so that one object has all that is to be known of
    a widget, and have it made in place of this one (:attr:`.lifetimes.Lifetimes.node_class`).

    Attributes:
        ops: the session that it belongs to.
        wid: its id, given by Python, unique in its session and never used again.
        cls: its class in the catalogue.
        destroyed: whether it has ended.
        is_made_alone: whether a message of its own makes it in browsers; else a call of its parent
            makes it, or it lives in Python alone.
        creation: that message, where it is kept (:func:`.entry.is_plain`); or None.
        content: what it has beyond all these, or None.
        slots: its children, in order.
        owned: widgets that end with it without being its children, as the references into its
            text.
        parent: the container that it is in, or None.
        radio_group: the switches of which at most one is on, if it is one of these; or None.
        listening: the actions that browsers report of it.
        wanted: those of them that the program has handlers for.
        widget: the object that the program sees, or None; a weak reference to it, where it ends
            when the program no longer holds it.
        timer: the deadline that is set for it, and ends with it; or None.
    """

    # What labels have not goes into a __dict__, which is made then: of 112 bytes each slot is 8.
    __slots__ = ("__dict__", "cls", "ops", "parent", "wid", "widget")

    cls: "WidgetClass"
    slots: "list[Slot[Node]]" = _NO_SLOTS
    listening: tuple[str, ...] = ()
    wanted: frozenset[str] = frozenset()
    content: Any = None
    creation: Outgoing | None = None
    owned: "dict[Node, None]" = NOTHING
    radio_group: "list[Node] | None" = None
    timer: Deadline | None = None
    is_made_alone = True
    destroyed = False

    def __init__(
        self,
        ops: "Operations",
        wid: int,
        cls: "WidgetClass",
        given: Given,
        *,
        is_made_alone: bool,
    ) -> None:
        self.ops = ops
        self.wid = wid
        self.cls = cls
        # As its setter does it; each widget comes by here.
        self._given = given
        if isinstance(given, tuple) and len(given) == 1 and type(given[0]) is str:
            self._given = given[0]
        if not is_made_alone:
            self.is_made_alone = False
        self._entries = ()
        self._observed = ()
        self.parent: Node | None = None
        self.widget: Any = None

    def hold(self, slot: "Slot[Node]", at: int | None = None) -> None:
        """Have one more child, or decoration; ``at``: before that slot, None: behind all."""
        if self.slots is _NO_SLOTS:
            self.slots = []
        self.slots.insert(len(self.slots) if at is None else at, slot)

    def own(self, node: "Node") -> None:
        """Have another widget, which is no child of this one, end with it."""
        self.owned = {owned: None for owned in self.owned if not owned.destroyed}
        self.owned[node] = None

    @property
    def live_widget(self) -> Any:
        """The object that the program sees; None if it never had one, or no longer holds it."""
        widget = self.widget
        return widget() if isinstance(widget, weakref.ref) else widget

    @property
    def children(self) -> "list[Node]":
        """The children in order, decorations left out."""
        return [slot.child for slot in self.slots if slot.child is not None]

    def put_into(self, parent: "Node | None") -> None:
        """Note the container that it is in, or None.

        A container may overrule what was set of the widget's layout before.
        """
        self.parent = parent
        for entry in self.each_entry if self._entries else ():
            if entry.how.is_placed:
                entry.how = again(entry.how.method, entry.how.rank, entry.how.late, False)

    def index_of(self, child: "Node") -> int:
        """The child's place among the children, or -1."""
        index = 0
        for slot in self.slots:
            if slot.child is child:
                return index
            if slot.child is not None:
                index += 1
        return -1

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
                stack.extend(below for below in (slot.child, slot.window) if below is not None)

    def __repr__(self) -> str:
        state = " destroyed" if self.destroyed else ""
        return f"<{self.cls.name} {self.wid}{state}>"


class Operations(Protocol):
    """What a session offers to effects, and to reports."""

    @property
    def nodes(self) -> Mapping[int, Node]:
        """The session's widgets, by id."""
        ...

    @property
    def doubts(self) -> Doubts:
        """Is told of what a call may have got wrong."""
        ...

    @property
    def in_vain(self) -> Doubts:
        """Is told of calls that did nothing, since their widget is destroyed."""
        ...

    @property
    def now(self) -> float:
        """The time, in monotonic seconds, as the driver last told it."""
        ...

    @property
    def is_heard(self) -> bool:
        """Whether anybody is told what happens; else what a rebuild repeats is encoded by that."""
        ...

    def encode_call(
        self,
        node: Node,
        method: str,
        args: tuple[Any, ...],
        *,
        keys: tuple[Key, ...] = (),
        mergeable: bool = False,
        depends: tuple[Key, ...] = (),
        silent: bool = True,
        also: tuple[Touch, ...] = (),
        bind: int | None = None,
    ) -> Outgoing:
        """Encode a call; TypeError or ValueError for what can't go over the wire."""
        ...

    def encode_entry(self, node: Node, key: Key, entry: Entry) -> Outgoing:
        """Encode the call that sets a value."""
        ...

    def send(self, outgoing: Outgoing, target: Target = Target.ALL) -> None:
        """Queue a message on every link, or on the asker's."""

    def send_in_order(self, outgoing: Outgoing, *, to: Any = None, but: Any = None) -> None:
        """Queue a message on every link (or one, or all but one), held back by no batch."""

    def ask(self, node: Node, method: str, args: tuple[Any, ...], *, silent: bool = True) -> Any:
        """Ask a browser; returns a question."""
        ...

    def create(self, name: str, args: tuple[Any, ...], options: dict[str, Any]) -> Node:
        """Make a widget of another class."""
        ...

    def make_bound(self, name: str, parent: Node, arguments: dict[str, Any]) -> Node:
        """Make a widget that a call of its parent makes in the browsers, and binds to its id."""
        ...

    def begin_listening(self, node: Node) -> None:
        """Have browsers report what the core needs of a widget that they have just made."""

    @property
    def links(self) -> Sequence[Any]:
        """The browsers that show the session."""
        ...

    @property
    def limits(self) -> Limits:
        """The bounds of everything."""
        ...

    def read_soon(self, node: Node) -> None:
        """Have the source of a table read, or a value changed there."""

    def set_timer(self, node: Node, delay: float, action: Callable[[], None]) -> None:
        """Have something done for a widget after so many seconds, unless it ends before."""

    def destroy(self, node: Node) -> None:
        """Destroy a widget and all below it, and tell the browsers."""

    def forget(self, node: Node) -> None:
        """Destroy a widget and all below it in Python alone: the browsers know already."""

    def release(self, node: Node) -> None:
        """End a widget that the program no longer holds, unless something else needs it."""

    def raise_event(self, node: Node, action: str, *args: Any) -> None:
        """Tell the program's handlers of something that the program itself brought about."""


class Effect(msgspec.Struct, eq=False, dict=True):
    """What a method does. Base of all effects, whose fields are what a table says of a method.

    Attributes:
        is_local: it answers from Python's own state, so that both APIs give plain values.
    """

    is_local: ClassVar[bool] = False

    def apply(self, ops: Operations, node: Node, method: "Method", args: tuple[Any, ...]) -> Any:
        """Carry out a call.

        Parameters:
            ops: the session.
            node: the widget.
            method: the called method.
            args: its bound arguments; trailing ones may be missing.

        Returns:
            What the method gives back, None for most.
        """
        raise AssertionError(f"{type(self).__name__} does not say what it does")

    def in_vain(self, ops: Operations, node: Node) -> Any:
        """The result of a call that does nothing, since a widget that it is about is destroyed."""
        return None

    @functools.cached_property
    def merges(self) -> tuple[str, ...] | None:
        """What :meth:`merging` gives, which is always the same; each call of a setter asks."""
        return self.merging()

    def merging(self) -> tuple[str, ...] | None:
        """Whether an unsent call may be overwritten by a later one that sets the same value.

        Returns:
            The keys whose setters it must not overtake then; None: it may not be overwritten.
        """
        return None


class Method(NamedTuple):
    """One method: its parameters, and what it does to the state.

    Attributes:
        name: as the browser has it.
        params: its parameters.
        effect: what it does.
        doc: one line.
        gives: the Python type of its result, as it stands in a stub.
        exact: of each parameter, the types whose values are taken as they are (checks.py).
        least: how many arguments there must be; the browser has defaults of the others.
    """

    name: str
    params: tuple[Param, ...]
    effect: Effect
    doc: str = ""
    gives: str = "None"
    exact: tuple[frozenset[type], ...] = ()
    least: int = 0

    @property
    def gathers(self) -> bool:
        """Whether keywords that name no parameter are gathered into the last one."""
        return bool(self.params) and self.params[-1].name in GATHERING


class WidgetClass(msgspec.Struct, frozen=True, eq=False, dict=True):
    """One widget class.

    Attributes:
        name: as the browser knows it.
        base: ``"callback"`` (not visual), ``"widget"`` or ``"container"``.
        args: the constructor's positional parameters.
        options: the names in the object of options that follows them.
        methods, actions: by name.
        observes: state keys that layout reports, with the setter that replays one, or None where
            a report is only readable: ``{"size": None, "position": "set_position"}``.
        doc: one line.
        content: makes what a widget of the class has beyond simple values, as ``node.content``;
            it may raise TypeError or ValueError, and then there is no widget.
        is_local: its widgets live in Python alone; no browser is told of them.
        is_needed: whether anything but the program needs a widget: one that is not ends when the
            program no longer holds it. None: widgets last until they are destroyed.
        exact: of each argument and option, the types whose values are taken as they are.
    """

    name: str
    base: str
    args: tuple[Param, ...]
    options: tuple[Param, ...]
    methods: Mapping[str, Method]
    actions: Mapping[str, Action]
    observes: Mapping[str, str | None]
    doc: str = ""
    content: Callable[[Node], Content | None] | None = None
    is_local: bool = False
    is_needed: Callable[[Node], bool] | None = None
    exact: tuple[frozenset[type], ...] = ()

    @functools.cached_property
    def is_visual(self) -> bool:
        """Whether its widgets can be seen, and so put somewhere."""
        return self.base != "callback"

    @functools.cached_property
    def has_menu(self) -> bool:
        """Whether a menu may open from its widgets."""
        return "menu" in self.places or "set_menu" in self.methods

    @functools.cached_property
    def params(self) -> tuple[Param, ...]:
        """The constructor's arguments and options, in their order by position."""
        return (*self.args, *self.options)

    @functools.cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the constructor's arguments and options, in their order by position."""
        return tuple(param.name for param in self.params)

    @functools.cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each of them by position, by its name."""
        return {name: place for place, name in enumerate(self.names)}

    @functools.cached_property
    def least(self) -> int:
        """How many of them must be given by position, so that all are that are needed."""
        needed = [index for index, param in enumerate(self.args) if param.default is None]
        return needed[-1] + 1 if needed else 0

    @functools.cached_property
    def keywords(self) -> tuple[Param, ...]:
        """What the constructor takes by name alone: ``k`` is given to ``set_k()``."""
        found = []
        for name, method in self.methods.items():
            word = name.removeprefix("set_")
            if word == name or word in self.names or not method.params:
                continue
            takes_one = all(param.default is not None for param in method.params[1:])
            if takes_one and method.gives != "Never":
                found.append(method.params[0]._replace(name=word, default="None"))
        return tuple(found)

    @functools.cached_property
    def required(self) -> tuple[str, ...]:
        """The names of the arguments that must be given."""
        return tuple(param.name for param in self.args if param.default is None)

    def action_name(self, given: Any) -> Any:
        """An action as its browser half spells it, which writes some with ``-``, others with ``_``.

        Parameters:
            given: what the program calls it.

        Returns:
            The action's name, or ``given`` where there is no such action.
        """
        if not isinstance(given, str) or given in self.actions:
            return given
        return self._spellings.get(given.replace("-", "_"), given)

    @functools.cached_property
    def _spellings(self) -> Mapping[str, str]:
        return {name.replace("-", "_"): name for name in self.actions}

    @functools.cached_property
    def automatic(self) -> tuple[str, ...]:
        """The actions that tell of the state, so that the core itself listens to them."""
        return tuple(
            action.name
            for action in self.actions.values()
            if action.report is not None and action.report.is_of_state
        )

"""What a method does: to the widget's state, to the browsers, and when the page is rebuilt.

Knows: the kinds of methods there are. The tables say which method has which.

An effect is applied in plain code: it checks, changes the state and queues a message, or raises
and leaves all as it was. So everything that can fail (checks, encoding) comes first.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, override

from ...widgets.entry import (
    PLAIN,
    EncodedEntry,
    Entry,
    ReportedEntry,
    is_plain,
    is_soon_encoded,
)
from ...widgets.nodes import as_node, call_name
from ...widgets.whom import Target
from ...widgets.widget import Effect, Method, Node, Operations
from ...wire.outgoing import Key, Outgoing, Touch

type Complete = Callable[[Node, str, tuple[Any, ...]], tuple[Any, ...]]
"""Makes the arguments of a setter, which are of a widget and a key, what browsers are sent."""


class Getter(Effect):
    """Reads Python's own state: it changes nothing and asks no browser. Base of what does so."""

    is_local = True


class Query(Getter):
    """Reads Python's own state by a function.

    Parameters:
        answer: gives what the call gives, from the widget and the arguments.
    """

    answer: Callable[..., Any]

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> Any:
        return self.answer(node, *args)


class Do(Effect):
    """Calls a function: an effect that one or two methods have.

    Parameters:
        act: is called with what :meth:`apply` is called with.
    """

    act: Callable[[Operations, Node, Method, tuple[Any, ...]], Any]

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> Any:
        return self.act(ops, node, method, args)


class Announces(NamedTuple):
    """The event that handlers get when the program gives a key another value (names/told.py).

    Attributes:
        action: the action; it tells the value.
        default: what the value is before it is set.
        like: a constructor's argument that is the default, if it was given.
    """

    action: str
    default: Any
    like: str | None = None

    def before(self, node: Node, key: Key) -> Any:
        """The value before the change."""
        default = self.default if self.like is None else node.value(self.like, self.default)
        return node.value(key, default)


class Keyed(Effect):
    """An effect that is about the value of a key. Base of these.

    Parameters:
        key: the key.
    """

    key: str


class Set(Keyed, kw_only=True):
    """Stores its arguments as the value of a key; a later one replaces it.

    One parameter: the value is that argument; more: a tuple of them.

    Parameters:
        by: the number of leading arguments that are part of the key: ``set_column_width(col, w)``
            has one value for every ``col``.
        rank: order among the entries of a rebuild (lower first; setting order within one rank).
        late: replayed after the children are in place.
        depends: other keys whose setters must keep their order with this one (limits and value).
        also: further keys that it voids, with all keyed values of these names.
        is_layout: the widget's container sets it too when it takes the widget in, so that it
            matters which of them came first.
        group: the value is a switch of which at most one in the widget's group is on.
        refuse: gives the reason why a value can't be taken, or None.
        complete: gives the arguments as they are sent and replayed, of those that were given and
            the key.
        cast: normalises the stored value (bool, str …).
        announces: what handlers are told of another value, or None.
    """

    by: int = 0
    rank: int = 0
    late: bool = False
    depends: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    is_layout: bool = False
    group: bool = False
    refuse: Callable[[Node, Any], str | None] | None = None
    complete: Complete | None = None
    cast: Any = None
    announces: Announces | None = None

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        key: Key = self.key
        reason = None if self.refuse is None else self.refuse(node, args[0])
        if reason is not None:
            raise ValueError(f"{call_name(node, method)}: {reason}")
        if self.complete is not None:
            args = self.complete(node, self.key, args)
        known = node.entry(key)
        if isinstance(known, ReportedEntry) and _is_the_same(node, key, known, args):
            return
        values = args
        if self.by:
            (key,) = keys_of((self.key,), self.by, args)
            values = args[self.by :]
        if len(method.params) - self.by == 1:
            value: Any = values[0] if values else None
        else:
            value = values + (None,) * (len(method.params) - self.by - len(values))
        value = self.normalise(node, value)
        off = self.others(node) if self.group and value else []
        merging = self.merges
        is_made_again = merging is not None and is_plain(args)
        outgoing = None
        if ops.links or ops.is_heard or not (is_made_again and is_soon_encoded(args)):
            outgoing = ops.encode_call(
                node,
                method.name,
                args,
                keys=(key, *self.also),
                mergeable=merging is not None,
                depends=merging or (),
                also=tuple([Touch(other.wid, self.key) for other in off]),
            )
        if self.group:
            note_switches(node, self.key, method.name)
        for other in off:
            switch_off(other, self.key, method.name)
        for voided in self.also:
            clear_keys(node, voided)
        announces = self.announces
        before = value if announces is None else announces.before(node, key)
        is_fixed = type(value) in PLAIN or (is_made_again and value is args)
        kept = value if is_fixed else frozen(value)
        entry = self.entry(node, kept, method.name, args, None if is_made_again else outgoing)
        node.set_entry(key, entry)
        if outgoing is not None:
            ops.send(outgoing)
        if announces is not None and before != value:
            ops.raise_event(node, announces.action, value)

    @override
    def merging(self) -> tuple[str, ...] | None:
        return None if self.group or self.also else self.depends

    def normalise(self, node: Node, value: Any) -> Any:
        """The value as getters give it: what the browser makes of the argument."""
        return value if self.cast is None else self.cast(value)

    def entry(
        self, node: Node, value: Any, method: str, args: tuple[Any, ...], outgoing: Outgoing | None
    ) -> Entry:
        """The entry of a value that was set, by this call; ``outgoing``: as it is kept, or None."""
        is_placed = self.is_layout and node.parent is not None
        rank, late = self.rank, self.late
        if outgoing is None:
            return Entry(value, method, args, rank=rank, late=late, is_placed=is_placed)
        return EncodedEntry(
            value, method, args, outgoing, rank=rank, late=late, is_placed=is_placed
        )

    def others(self, node: Node) -> list[Node]:
        """The switches that go off when this one goes on."""
        # All the others, whether on or off: a report from a browser that had one of them on may
        # be under way, and is older than this call.
        group = node.radio_group if self.group else None
        return [other for other in group or () if other is not node]


def _is_the_same(node: Node, key: Key, known: ReportedEntry, args: tuple[Any, ...]) -> bool:
    """Whether a value is the one that a browser has reported last.

    It is not sent back: to the user, who may have changed it again since, it would undo that.
    """
    return key not in node.observed and is_plain(args) and args == tuple(known.args)


def note_switches(node: Node, key: str, method: str) -> None:
    """Note where all switches of a group stand, even those that nobody has touched.

    A browser that put one of them on too late must be told that it is off.
    """
    for other in node.radio_group or ():
        if other.entry(key) is None:
            value = bool(other.value(key, False))
            other.set_entry(key, Entry(value, method, (value,)))


def switch_off(node: Node, key: str, method: str) -> None:
    """Note that a switch went off because another of its group went on."""
    node.set_entry(key, Entry(False, method, (False,)))


class SetConstant(Set):
    """Sets a key to one value: show, hide, clear.

    Parameters:
        value: the value.
    """

    value: Any

    @override
    def normalise(self, node: Node, value: Any) -> Any:
        return self.value


class Clear(Keyed):
    """Voids a key, and all keyed values of that name: the message of a status bar is cleared.

    Parameters:
        if_set: does nothing when there is nothing to void, since the browser would fail.
    """

    if_set: bool = False

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        if self.if_set and node.entry(self.key) is None:
            return
        outgoing = ops.encode_call(node, method.name, args, keys=(self.key,))
        clear_keys(node, self.key)
        ops.send(outgoing)


class Get(Getter):
    """Reads a key from Python's own state.

    Parameters:
        key: the key.
        default: what is given before anything is known.
        like: a constructor's argument that is the default, if it was given.
    """

    key: str
    default: Any = None
    like: str | None = None

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> Any:
        default = self.default
        if self.like is not None:
            default = node.value(self.like, default)
        value = node.value(self.key, default)
        return list(value) if isinstance(value, list) else value


class Act(Effect):
    """Has browsers do something once; it leaves no state.

    Parameters:
        target: all browsers (scroll, cascade, play), or the asker's alone (set_focus, popup).
        silent: what the widget reports while it is carried out is not told.
    """

    target: Target = Target.ALL
    silent: bool = True

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        outgoing = ops.encode_call(node, method.name, args, silent=self.silent)
        ops.send(outgoing, self.target)


class Ask(Effect):
    """Asks a browser what only a browser knows.

    Parameters:
        convert: makes the program's value of the browser's, whatever that is; or None.
        silent: what the widget reports while it is asked is not told.
    """

    convert: Callable[[Any], Any] | None = None
    silent: bool = True

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> Any:
        question = ops.ask(node, method.name, args, silent=self.silent)
        question.convert = self.convert
        return question


class Impossible(Effect):
    """Raises an error: the method can't work over a wire. The error says what to do instead."""

    instead: str

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> Any:
        raise TypeError(f"{call_name(node, method)} is not possible over a wire: {self.instead}")


def destroy(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
    """End the widget and all below it."""
    ops.destroy(node)


def clear_keys(node: Node, key: Key) -> None:
    """Void a key, and every keyed value of that name."""
    for entry in tuple(node.each_entry):
        if entry.key == key or (isinstance(entry.key, tuple) and entry.key[0] == key):
            node.drop_entry(entry.key)
    node.forget_observed(key)


def keys_of(names: tuple[str, ...], by: int, args: tuple[Any, ...]) -> tuple[Key, ...]:
    """The full keys, where the first arguments are part of them."""
    if not by:
        return names
    parts = tuple(as_hashable(arg) for arg in args[:by])
    return tuple((name, parts[0] if by == 1 else parts) for name in names)


def as_hashable(value: Any) -> Any:
    """An argument as part of a key: lists become tuples, mappings sorted pairs."""
    node = as_node(value)
    if node is not None:
        return node
    if isinstance(value, (list, tuple)):
        return tuple(as_hashable(item) for item in value)
    if isinstance(value, dict):
        return tuple(sorted((str(k), as_hashable(v)) for k, v in value.items()))
    try:
        hash(value)
    except TypeError:
        return repr(value)
    return value


def frozen(value: Any) -> Any:
    """A copy of a value, which the program has no reference to and so can't change."""
    if not isinstance(value, (dict, list, tuple)):
        return value
    if isinstance(value, dict):
        return {key: frozen(item) for key, item in value.items()}
    if isinstance(value, list):
        return [frozen(item) for item in value]
    return value if is_plain(value) else tuple(map(frozen, value))

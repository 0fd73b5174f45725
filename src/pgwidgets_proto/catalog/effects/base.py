"""What a method does: to the widget's state, to the browsers, and when the page is rebuilt.

Knows: the kinds of methods there are. Must not know: any widget class by name (the table says
which effect each method has), links, or time.

An effect is applied in plain code: it checks, changes the state and queues a message, or raises
and leaves all as it was. So everything that can fail (checks, encoding) comes first.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, override

from ...widgets.entry import Entry, ReportedEntry, is_plain
from ...widgets.whom import Target
from ...widgets.widget import Effect, Method, Node, Operations, as_node, call_name
from ...wire.outgoing import Key, Outgoing, Touch


class Query(Effect):
    """Reads Python's own state: it changes nothing and asks no browser.

    Parameters:
        answer: gives what the call gives, from the session, the widget and the bound arguments.
    """

    __slots__ = ("answer",)

    is_local = True

    def __init__(self, answer: Callable[[Operations, Node, tuple[Any, ...]], Any]) -> None:
        self.answer = answer

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> Any:
        return self.answer(ops, node, args)


class Do(Effect):
    """Calls a function: an effect that one or two methods have.

    Parameters:
        act: is called with what :meth:`apply` is called with.
        replayed: the method that a rebuild calls for this one, when it is another.
    """

    __slots__ = ("act", "replayed")

    def __init__(
        self,
        act: Callable[[Operations, Node, Method, tuple[Any, ...]], Any],
        replayed: str | None = None,
    ) -> None:
        self.act = act
        self.replayed = replayed

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> Any:
        return self.act(ops, node, method, args)

    @override
    def replayed_method(self) -> str | None:
        return self.replayed


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


class Set(Effect):
    """Stores its arguments as the value of a key; a later one replaces it.

    Parameters:
        key: the key. One parameter: the value is that argument; more: a tuple of them.
        by: the number of leading arguments that are part of the key: ``set_column_width(col, w)``
            has one value for every ``col``.
        rank: order among the entries of a rebuild (lower first; setting order within one rank).
        late: replayed after the children are in place.
        depends: other keys whose setters must keep their order with this one (limits and value).
        group: the value is a switch of which at most one in the widget's group is on.
        cast: normalises the stored value (bool, str …).
        also: further keys that it voids, with all keyed values of these names.
        is_layout: the widget's container sets it too when it takes the widget in, so that it
            matters which of them came first.
        announces: what handlers are told of another value, or None.
    """

    __slots__ = (
        "also", "announces", "by", "cast", "depends", "group", "is_layout", "key", "late", "rank",
    )  # fmt: skip

    def __init__(
        self,
        key: str,
        *,
        by: int = 0,
        rank: int = 0,
        late: bool = False,
        depends: tuple[str, ...] = (),
        group: bool = False,
        cast: Any = None,
        also: tuple[str, ...] = (),
        is_layout: bool = False,
        announces: Announces | None = None,
    ) -> None:
        self.key = key
        self.also = also
        self.announces = announces
        self.is_layout = is_layout
        self.by = by
        self.rank = rank
        self.late = late
        self.depends = depends
        self.group = group
        self.cast = cast

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        key: Key = self.key
        args = self.complete(node, args)
        if _is_reported(node, key, args):
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
        off = self._others_on(node) if self.group and value else []
        merging = self.merging()
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
        node.set_entry(key, _entry(self, node, frozen(value), outgoing, args))
        ops.send(outgoing)
        if announces is not None and before != value:
            ops.raise_event(node, announces.action, value)

    @override
    def merging(self) -> tuple[str, ...] | None:
        return None if self.group or self.also else self.depends

    def complete(self, node: Node, args: tuple[Any, ...]) -> tuple[Any, ...]:
        """The arguments as they are sent and replayed."""
        return args

    def normalise(self, node: Node, value: Any) -> Any:
        """The value as getters give it: what the browser makes of the argument."""
        return value if self.cast is None else self.cast(value)

    def _others_on(self, node: Node) -> list[Node]:
        # All the others, whether on or off: a report from a browser that had one of them on may
        # be under way, and is older than this call.
        return [other for other in node.radio_group or () if other is not node]


def _is_reported(node: Node, key: Key, args: tuple[Any, ...]) -> bool:
    """Whether a value is the one that a browser has reported last.

    It is not sent back: to the user, who may have changed it again since, it would undo that.
    """
    known = node.entries.get(key)
    if not isinstance(known, ReportedEntry) or key in node.observed:
        return False
    return is_plain(args) and args == tuple(known.args)


def note_switches(node: Node, key: str, method: str) -> None:
    """Note where all switches of a group stand, even those that nobody has touched.

    A browser that put one of them on too late must be told that it is off.
    """
    for other in node.radio_group or ():
        if key not in other.entries:
            value = bool(other.value(key, False))
            other.set_entry(key, Entry(value, method, (value,)))


def switch_off(node: Node, key: str, method: str) -> None:
    """Note that a switch went off because another of its group went on."""
    node.set_entry(key, Entry(False, method, (False,)))


class SetConstant(Effect):
    """Sets a key to one value: show, hide, clear.

    Parameters:
        key, value: what it sets.
        also: further keys that it voids.
        rank, late, depends, is_layout: as in :class:`Set`.
    """

    __slots__ = ("also", "depends", "is_layout", "key", "late", "rank", "value")

    def __init__(
        self,
        key: str,
        value: Any,
        *,
        also: tuple[str, ...] = (),
        rank: int = 0,
        late: bool = False,
        depends: tuple[str, ...] = (),
        is_layout: bool = False,
    ) -> None:
        self.key = key
        self.value = value
        self.also = also
        self.rank = rank
        self.late = late
        self.depends = depends
        self.is_layout = is_layout

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        merging = self.merging()
        outgoing = ops.encode_call(
            node,
            method.name,
            args,
            keys=(self.key, *self.also),
            mergeable=merging is not None,
            depends=merging or (),
        )
        for voided in self.also:
            clear_keys(node, voided)
        node.set_entry(self.key, _entry(self, node, self.value, outgoing, args))
        ops.send(outgoing)

    @override
    def merging(self) -> tuple[str, ...] | None:
        return None if self.also else self.depends


def _entry(
    effect: Set | SetConstant, node: Node, value: Any, outgoing: Outgoing, args: tuple[Any, ...]
) -> Entry:
    """The entry of a value, for getters and for a rebuild."""
    is_made_again = effect.merging() is not None and is_plain(args)
    return Entry(
        value,
        outgoing.method,
        args,
        None if is_made_again else outgoing,
        rank=effect.rank,
        late=effect.late,
        is_placed=effect.is_layout and node.parent is not None,
    )


class Clear(Effect):
    """Voids keys, and all keyed values of these names: the message of a status bar is cleared.

    Parameters:
        keys: what it voids.
        if_set: does nothing when there is nothing to void, since the browser would fail.
    """

    __slots__ = ("if_set", "keys")

    def __init__(self, *keys: str, if_set: bool = False) -> None:
        self.keys = keys
        self.if_set = if_set

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        if self.if_set and not any(key in node.entries for key in self.keys):
            return
        outgoing = ops.encode_call(node, method.name, args, keys=self.keys)
        for key in self.keys:
            clear_keys(node, key)
        ops.send(outgoing)


class Get(Query):
    """Reads a key from Python's own state.

    Parameters:
        key: the key.
        default: what is given before anything is known.
        like: a constructor's argument that is the default, if it was given.
    """

    __slots__ = ("default", "key", "like")

    def __init__(self, key: str, default: Any = None, *, like: str | None = None) -> None:
        super().__init__(self._read)
        self.key = key
        self.default = default
        self.like = like

    def _read(self, ops: Operations, node: Node, args: tuple[Any, ...]) -> Any:
        default = self.default
        if self.like is not None:
            default = node.value(self.like, default)
        value = node.value(self.key, default)
        return list(value) if isinstance(value, list) else value


class Act(Effect):
    """Has browsers do something once; it leaves no state.

    Parameters:
        target: all browsers (scroll, cascade, play), or the asker's alone (set_focus, popup).
    """

    __slots__ = ("target",)

    def __init__(self, target: Target = Target.ALL) -> None:
        self.target = target

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        ops.send(ops.encode_call(node, method.name, args), self.target)


class Ask(Effect):
    """Asks a browser what only a browser knows.

    Parameters:
        convert: makes the program's value of the browser's, whatever that is; or None.
    """

    __slots__ = ("convert",)

    def __init__(self, convert: Callable[[Any], Any] | None = None) -> None:
        self.convert = convert

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> Any:
        question = ops.ask(node, method.name, args)
        question.convert = self.convert
        return question


class Impossible(Effect):
    """Raises an error: the method can't work over a wire. The error says what to do instead."""

    __slots__ = ("instead",)

    def __init__(self, instead: str) -> None:
        self.instead = instead

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> Any:
        raise TypeError(f"{call_name(node, method)} is not possible over a wire: {self.instead}")


def destroy(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
    """End the widget and all below it."""
    ops.destroy(node)


def clear_keys(node: Node, key: Key) -> None:
    """Void a key, and every keyed value of that name."""
    for found in [k for k in node.entries if k == key or (isinstance(k, tuple) and k[0] == key)]:
        del node.entries[found]
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
    return tuple(frozen(item) for item in value)

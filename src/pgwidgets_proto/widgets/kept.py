"""What is kept of one widget's values, in as little memory as it takes.

Knows: that most widgets have one or two of them, and a few have thousands. Must not know: what a
value means.

A dict of one key is 184 bytes, a tuple of one item 48; two of those tuples would be a sixth of what
a label is in memory.

* A single entry is kept as itself. More are a tuple up to :data:`FEW`, in the order of setting, and
  a dict from then on.
* What a constructor was given is a tuple in the order of its class's parameters, None where it was
  not given; the last item is one that was. It is a dict where others than those were. A text alone
  is kept as itself.
* What browsers report of layout, of which most visible widgets have a size and a place, is one
  tuple of keys and values by turns: 112 bytes less than a dict.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from ..wire.outgoing import Key
from .entry import Entry

FEW = 8
"""Entries that are looked through one by one."""

NOTHING: Any = MappingProxyType({})
"""One for all who have nothing; a dict of its own is 64 bytes a widget."""

type Entries = Entry | tuple[Entry, ...] | dict[Key, Entry]
type Given = tuple[Any, ...] | dict[str, Any]


def find(entries: Entries, key: Key) -> Entry | None:
    """The entry of a key, or None."""
    if isinstance(entries, Entry):
        return entries if entries.key == key else None
    if isinstance(entries, dict):
        return entries.get(key)
    for entry in entries:
        if entry.key == key:
            return entry
    return None


def with_newest(entries: Entries, entry: Entry) -> Entries:
    """These entries with one more, which is the last of them; it takes the place of its key's."""
    key = entry.key
    if not isinstance(entries, dict):
        before = each(entries)
        if len(before) < FEW or find(entries, key) is not None:
            others = [other for other in before if other.key != key]
            return (*others, entry) if others else entry
        entries = {other.key: other for other in before}
    entries.pop(key, None)  # the newest is the last
    entries[key] = entry
    return entries


def without(entries: Entries, key: Key) -> Entries:
    """These entries without that of a key, if it is there."""
    if isinstance(entries, dict):
        entries.pop(key, None)
        return entries
    left = tuple([entry for entry in each(entries) if entry.key != key])
    return left[0] if len(left) == 1 else left


def each(entries: Entries) -> Collection[Entry]:
    """The entries in the order of setting."""
    if isinstance(entries, Entry):
        return (entries,)
    return entries.values() if isinstance(entries, dict) else entries


def by_key(entries: Entries) -> Mapping[Key, Entry]:
    """The entries, to be read by key."""
    if isinstance(entries, dict):
        return MappingProxyType(entries)
    return MappingProxyType({entry.key: entry for entry in each(entries)})


def pack_given(names: tuple[str, ...], arguments: Mapping[str, Any]) -> Given:
    """What is kept of arguments by name.

    Parameters:
        names: those of the class's parameters, in their order.
        arguments: without any that is None.
    """
    values = [arguments.get(name) for name in names]
    while values and values[-1] is None:
        values.pop()
    is_all = len(arguments) == len(values) - values.count(None)
    return tuple(values) if is_all else dict(arguments)


def by_name(names: tuple[str, ...], given: Given) -> Mapping[str, Any]:
    """What was given, to be read by name."""
    if isinstance(given, dict):
        return MappingProxyType(given)
    pairs = zip(names, given, strict=False)
    return MappingProxyType({name: value for name, value in pairs if value is not None})


class Values:
    """The values of one widget.

    Attributes:
        cls: its class, whose parameters have names and places.
    """

    __slots__ = ("_entries", "_given", "_observed")

    cls: Any
    _entries: Entries
    _given: Given | str
    _observed: tuple[Any, ...]

    def value(self, key: Key, default: Any = None) -> Any:
        """The newest of: what was observed, what was set, what the constructor was given."""
        observed = self._observed
        for at in range(0, len(observed), 2):
            if observed[at] == key:
                return observed[at + 1]
        if self._entries:
            entry = self.entry(key)
            if entry is not None:
                return entry.value
        return self.argument(key, default) if isinstance(key, str) else default

    # --- what the constructor was given

    @property
    def given(self) -> Given:
        """What the constructor was given, and so the initial state."""
        given = self._given
        return (given,) if isinstance(given, str) else given

    @given.setter
    def given(self, given: Given) -> None:
        self._given = given
        if isinstance(given, tuple) and len(given) == 1 and type(given[0]) is str:
            self._given = given[0]

    @property
    def arguments(self) -> Mapping[str, Any]:
        """What the constructor was given, by name; it can be read only."""
        return by_name(self.cls.names, self.given)

    def argument(self, name: str, default: Any = None) -> Any:
        """One argument of the constructor; the default where it was not given."""
        given = self._given
        if isinstance(given, dict):
            value = given.get(name)
        else:
            place = self.cls.places.get(name)
            if isinstance(given, str):
                value = given if place == 0 else None
            else:
                value = given[place] if place is not None and place < len(given) else None
        return default if value is None else value

    def give(self, name: str, value: Any) -> None:
        """Put another value in the place of one that the constructor was given; None: of none."""
        arguments = {key: old for key, old in self.arguments.items() if key != name}
        if value is not None:
            arguments[name] = value
        self.given = pack_given(self.cls.names, arguments)

    # --- what has been set since

    @property
    def entries(self) -> Mapping[Key, Entry]:
        """What has been set since, by key, in replay order of setting; it can be read only."""
        return by_key(self._entries)

    @property
    def each_entry(self) -> Collection[Entry]:
        """The same without keys, for whoever is in a hurry; it must not be set meanwhile."""
        entries = self._entries  # not by each(): a rebuild asks nine times for each widget
        if type(entries) is tuple:
            return entries
        return entries.values() if isinstance(entries, dict) else (entries,)  # type: ignore[return-value]

    def entry(self, key: Key) -> Entry | None:
        """What has been set of a key, or None."""
        entries = self._entries
        if type(entries) is Entry:  # as mostly, so without a call
            return entries if entries.key == key else None
        return find(entries, key) if entries else None

    def set_entry(self, key: Key, entry: Entry) -> None:
        """Store a value as the newest of its widget; what was observed before is void."""
        entry.key = key
        entries = self._entries
        is_only = not entries or (type(entries) is Entry and entries.key == key)
        self._entries = entry if is_only else with_newest(entries, entry)
        if self._observed:
            self.forget_observed(key)

    def drop_entry(self, key: Key) -> None:
        """Forget what has been set of a key, if anything was."""
        self._entries = without(self._entries, key)

    # --- what browsers report of layout

    @property
    def observed(self) -> Mapping[Key, Any]:
        """What browsers report of layout, by key; readable, but not replayed."""
        pairs = self._observed
        return dict(zip(pairs[::2], pairs[1::2], strict=True)) if pairs else NOTHING

    def observe(self, key: Key, value: Any) -> None:
        """Note what a browser reports of layout."""
        self.forget_observed(key)
        self._observed = (*self._observed, key, value)

    def forget_observed(self, key: Key) -> None:
        """Let go of what a browser reported of layout: it does not hold any more."""
        observed = self._observed
        for at in range(0, len(observed), 2):
            if observed[at] == key:
                self._observed = observed[:at] + observed[at + 2 :]
                return

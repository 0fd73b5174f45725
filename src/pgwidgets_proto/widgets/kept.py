"""What is kept of one widget's values, in as little memory as it takes.

Knows: that most widgets have one or two of them, and a few have thousands. Must not know: what a
value means.

A dict of one key is 184 bytes, a tuple of one item 48; two of them are a quarter of what a label is
in memory.

* Entries are a tuple up to :data:`FEW`, in the order of setting, and a dict from then on.
* What a constructor was given is a tuple in the order of its class's parameters, None where it was
  not given; the last item is one that was. It is a dict where others than those were.
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

type Entries = tuple[Entry, ...] | dict[Key, Entry]
type Given = tuple[Any, ...] | dict[str, Any]


def find(entries: Entries, key: Key) -> Entry | None:
    """The entry of a key, or None."""
    if type(entries) is tuple:
        for entry in entries:
            if entry.key == key:
                return entry
        return None
    assert isinstance(entries, dict)
    return entries.get(key)


def with_newest(entries: Entries, entry: Entry) -> Entries:
    """These entries with one more, which is the last of them; it takes the place of its key's."""
    if type(entries) is tuple:
        key = entry.key
        if len(entries) < FEW or find(entries, key) is not None:
            return (*[other for other in entries if other.key != key], entry)
        entries = {other.key: other for other in entries}
    assert isinstance(entries, dict)
    entries.pop(entry.key, None)  # the newest is the last
    entries[entry.key] = entry
    return entries


def without(entries: Entries, key: Key) -> Entries:
    """These entries without that of a key, if it is there."""
    if type(entries) is tuple:
        return tuple([entry for entry in entries if entry.key != key])
    assert isinstance(entries, dict)
    entries.pop(key, None)
    return entries


def each(entries: Entries) -> Collection[Entry]:
    """The entries in the order of setting."""
    return entries.values() if isinstance(entries, dict) else entries


def by_key(entries: Entries) -> Mapping[Key, Entry]:
    """The entries, to be read by key."""
    if isinstance(entries, dict):
        return MappingProxyType(entries)
    return MappingProxyType({entry.key: entry for entry in entries})


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
        given: what the constructor was given, and so the initial state.
        observed: what browsers report of layout; readable, but not replayed.
    """

    __slots__ = ("_entries", "given", "observed")

    cls: Any
    _entries: Entries
    given: Given
    observed: dict[Key, Any]

    def value(self, key: Key, default: Any = None) -> Any:
        """The newest of: what was observed, what was set, what the constructor was given."""
        if key in self.observed:
            return self.observed[key]
        if self._entries:
            entry = self.entry(key)
            if entry is not None:
                return entry.value
        return self.argument(key, default) if isinstance(key, str) else default

    # --- what the constructor was given

    @property
    def arguments(self) -> Mapping[str, Any]:
        """What the constructor was given, by name; it can be read only."""
        return by_name(self.cls.names, self.given)

    def argument(self, name: str, default: Any = None) -> Any:
        """One argument of the constructor; the default where it was not given."""
        given = self.given
        if type(given) is tuple:
            place = self.cls.places.get(name)
            value = given[place] if place is not None and place < len(given) else None
        else:
            assert isinstance(given, dict)
            value = given.get(name)
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
        return entries.values() if isinstance(entries, dict) else entries

    def entry(self, key: Key) -> Entry | None:
        """What has been set of a key, or None."""
        entries = self._entries
        if len(entries) > 1 or isinstance(entries, dict):
            return find(entries, key)
        return entries[0] if entries and entries[0].key == key else None

    def set_entry(self, key: Key, entry: Entry) -> None:
        """Store a value as the newest of its widget; what was observed before is void."""
        entry.key = key
        entries = self._entries
        is_only = len(entries) == 1 and type(entries) is tuple and entries[0].key == key
        self._entries = with_newest(entries, entry) if entries and not is_only else (entry,)
        if key in self.observed:
            del self.observed[key]

    def drop_entry(self, key: Key) -> None:
        """Forget what has been set of a key, if anything was."""
        self._entries = without(self._entries, key)

    # --- what browsers report of layout

    def observe(self, key: Key, value: Any) -> None:
        """Note what a browser reports of layout."""
        if self.observed is NOTHING:
            self.observed = {}
        self.observed[key] = value

    def forget_observed(self, key: Key) -> None:
        """Let go of what a browser reported of layout: it does not hold any more."""
        if key in self.observed:
            del self.observed[key]

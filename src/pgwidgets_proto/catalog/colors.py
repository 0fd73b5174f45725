"""Effects on many colours at once.

Knows: the keys of colours of cells, rows, columns and the table, and the methods that set one.
Must not know: any widget class by name, links, or time.
"""

from collections.abc import Iterator, Mapping
from typing import Any, override

from ..node import Entry, Key, Node
from .effects import Effect, Operations, as_hashable, call_name, clear_keys
from .spec import Method

LEVELS = {
    "cells": ("cell_color", "set_cell_color", ("path", "col_key")),
    "rows": ("row_color", "set_row_color", ("path",)),
    "columns": ("column_color", "set_column_color", ("col_key",)),
}
"""The part of a specification: the key, the method for one, and what names one."""

TABLE_COLOR = "table_color"
CHANNELS = ("fg", "bg", "bold")


class SetColors(Effect):
    """Sets any number of colours; with ``clear`` all others go.

    Each is kept by itself, as if it had been set alone, so that later ones replace it.
    """

    __slots__ = ()

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        spec = args[0]
        if not isinstance(spec, Mapping):
            raise TypeError(
                f"{call_name(node, method)}: 'spec' must be a mapping, not {type(spec).__name__}"
            )
        found = list(self._entries(node, method, spec))
        names = [key for key, _, _ in LEVELS.values()]
        outgoing = ops.encode_call(node, method.name, args, keys=(*names, TABLE_COLOR))
        if spec.get("clear"):
            for name in (*names, TABLE_COLOR):
                clear_keys(node, name)
        for key, entry in found:
            node.set_entry(key, entry)
        ops.send(outgoing)

    def _entries(
        self, node: Node, method: Method, spec: Mapping[str, Any]
    ) -> Iterator[tuple[Key, Entry]]:
        for part, (key, setter, names) in LEVELS.items():
            for record in spec.get(part) or ():
                missing = [name for name in names if name not in record]
                if missing:
                    raise ValueError(
                        f"{call_name(node, method)}: {record!r} among the {part} lacks "
                        f"{', '.join(missing)}"
                    )
                place = tuple(record[name] for name in names)
                rest = as_hashable(place if len(place) > 1 else place[0])
                yield (key, rest), _entry(setter, place, record)
        if "table" in spec:
            yield TABLE_COLOR, _entry("set_table_color", (), spec["table"] or {})


def _entry(setter: str, place: tuple[Any, ...], record: Mapping[str, Any]) -> Entry:
    channels = tuple(record.get(name) for name in CHANNELS)
    return Entry(channels, setter, (*place, *channels))

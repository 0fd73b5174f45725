"""Rows within rows: what a tree is made of, and how the program writes one down.

Knows: which part of a mapping is a row's own values and which are rows below it. Must not know:
columns' looks, colours, or selections.

A tree is written as a mapping of keys to rows. A row is a mapping: entries that are mappings are
the rows below it, the others are its own values by column key. With ``__values__`` these are its
own values, and all other entries are rows. A row that is no mapping is the value of the first
column.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from .brief import brief
from .conversions import REFUSED, Doubts, no_doubts
from .conversions import text as as_text
from .plain import Convert, copied, plain, shown

VALUES = "__values__"
RESERVED = frozenset({VALUES, "__proto__"})
"""Names that no row and no column can have: the browser takes them for something else."""

MAX_DEPTH = 200
"""Levels of rows."""


class Row:
    """One row.

    Attributes:
        key: its name among its siblings.
        values: its own values by column key; others than columns' are kept as well.
        children: the rows below it, by key, in order.
        expanded: whether these are shown, or will be when there are any.
        parent: the row that it is below; None for the root, and for a row not yet in a tree.
    """

    __slots__ = ("children", "expanded", "key", "parent", "values")

    def __init__(self, key: str, values: dict[str, Any], *, expanded: bool = False) -> None:
        self.key = key
        self.values = values
        self.children: dict[str, Row] = {}
        self.expanded = expanded
        self.parent: Row | None = None

    @property
    def path(self) -> list[str]:
        """The keys from the top down to the row."""
        keys: list[str] = []
        row = self
        while row.parent is not None:
            keys.append(row.key)
            row = row.parent
        keys.reverse()
        return keys

    @property
    def depth(self) -> int:
        """How many rows this row is below, the root among them; 0 for the root."""
        return len(self.path)

    def above(self) -> Iterator["Row"]:
        """The rows that this one is in, the nearest first, without the root."""
        row = self.parent
        while row is not None and row.parent is not None:
            yield row
            row = row.parent

    @property
    def told_values(self) -> dict[str, Any] | None:
        """Its values as handlers and getters are told them; None for a folder: it has no values."""
        is_folder = not self.values and (self.children or self.expanded)
        return None if is_folder else copied(self.values)

    def adopt(self, row: "Row") -> None:
        """Put a row below this one: in the place of one of the same key, or at the end."""
        row.parent = self
        self.children[row.key] = row

    def become(self, new: "Row", *, is_turned: bool) -> None:
        """Take the values and the rows of another one; rows in both stay the objects they are.

        Parameters:
            new: the other one.
            is_turned: each row is open or closed as the other one is; or it stays as it is.
        """
        self.values = new.values
        if is_turned:
            self.expanded = new.expanded
        old, self.children = self.children, {}
        for key, child in new.children.items():
            kept = old.get(key)
            if kept is not None:
                kept.become(child, is_turned=is_turned)
            self.adopt(child if kept is None else kept)

    def lost(self, new: Mapping[str, "Row"]) -> Iterator["Row"]:
        """The rows below this one that are not among new ones, without those below them."""
        for key, row in self.children.items():
            if key not in new:
                yield row
            elif row.children:
                yield from row.lost(new[key].children)

    def walk(self) -> Iterator["Row"]:
        """This row and all below it, in the order in which they stand."""
        stack: list[Row] = [self]
        while stack:
            row = stack.pop()
            yield row
            stack.extend(reversed(row.children.values()))

    def below(self) -> Iterator["Row"]:
        """All rows below this one, in the order in which they stand."""
        rows = self.walk()
        next(rows)
        return rows

    def visible(self) -> Iterator["Row"]:
        """The rows below this one that are not hidden in a closed row."""
        stack = list(reversed(self.children.values()))
        while stack:
            row = stack.pop()
            yield row
            if row.expanded:
                stack.extend(reversed(row.children.values()))

    def __repr__(self) -> str:
        return f"<Row {self.path} {self.values}>"


class Parser(NamedTuple):
    """How the program's values become rows.

    Attributes:
        columns: the columns' keys, in order.
        convert: makes plain values of those of other kinds.
        doubts: is told of what is left out, or not shown as it is.
        labels: other names of columns' keys in rows that are mappings.
    """

    columns: tuple[str, ...]
    convert: Convert
    doubts: Doubts = no_doubts
    labels: Mapping[str, str] = {}

    def children(self, tree: Any, depth: int = 0) -> dict[str, Row]:
        """Rows as a mapping has them, in its order.

        Parameters:
            tree: the mapping; None is an empty one.
            depth: how many rows they will be below.

        Raises:
            TypeError, ValueError: it can't be a tree; the text names the row.
        """
        if tree is None:
            return {}
        if not isinstance(tree, Mapping):
            raise TypeError(f"a tree must be a mapping, not {type(tree).__name__}")
        found = {}
        for name, data in tree.items():
            key = check_key(name)
            if key in found:  # 1 and "1"
                raise ValueError(f"two rows have the key {key!r}")
            found[key] = self.row(key, data, depth)
        return found

    def row(self, key: str, data: Any, depth: int) -> Row:
        """One row; ``depth`` is how many rows it will be below."""
        if depth >= MAX_DEPTH:
            raise ValueError(f"rows are nested deeper than {MAX_DEPTH} levels")
        if data is None:
            return Row(key, {})
        if not isinstance(data, Mapping):
            return Row(key, self.first(key, data))
        own: Any = {}
        below: Any = {}
        if VALUES in data:
            own = data[VALUES]
            below = {name: item for name, item in data.items() if name != VALUES}
            if own is not None and not isinstance(own, Mapping):
                raise TypeError(
                    f"row {key!r}: {VALUES!r} must be a mapping, not {type(own).__name__}"
                )
        else:
            for name, item in data.items():
                (below if isinstance(item, Mapping) else own)[name] = item
        # An empty mapping is a folder, as one that has rows below it: it starts open.
        row = Row(
            key, self.named(key, own or {}), expanded=VALUES in data or not own or bool(below)
        )
        for child in self.children(below, depth + 1).values():
            row.adopt(child)
        return row

    def flat(self, key: str, data: Any) -> Row:
        """A row of a table: a mapping, values in the order of columns, or the first one alone."""
        return Row(key, self.values(key, data))

    def values(self, key: str, data: Any) -> dict[str, Any]:
        """A row's values, however they are written down."""
        if data is None:
            return {}
        if isinstance(data, Mapping):
            found = self.named(key, data)
            if found and self.columns and found.keys().isdisjoint(self.columns):
                self.doubts(
                    f"a row has values for no column, so it is shown empty; its keys are: "
                    f"{shown(found)}; the columns' are: {shown(self.columns)}"
                )
            return found
        data = plain_row(data, self.convert)
        if not isinstance(data, list):
            return self.first(key, data)
        if len(data) > len(self.columns):
            self.doubts("a row has more values than there are columns; the others are left out")
        return dict(zip(self.columns, (self.cell(key, item) for item in data), strict=False))

    def named(self, key: str, values: Mapping[Any, Any]) -> dict[str, Any]:
        """Values by column key."""
        found = {check_key(name, "column"): self.cell(key, item) for name, item in values.items()}
        if len(found) < len(values):
            raise ValueError(f"row {key!r} has two values of one key: {shown(values)}")
        labels = self.labels
        if not labels or labels.keys().isdisjoint(found):
            return found
        return {
            labels[name] if name in labels and labels[name] not in found else name: value
            for name, value in found.items()
        }

    def first(self, key: str, value: Any) -> dict[str, Any]:
        """A single value, which is the first column's."""
        if not self.columns:
            raise ValueError(f"row {key!r} is {brief(value)}, but there is no column for it")
        return {self.columns[0]: self.cell(key, value)}

    def cell(self, key: str, value: Any) -> Any:
        """One cell's value, plain."""
        try:
            return plain(value, self.convert, self.doubts)
        except (TypeError, ValueError) as exc:
            kind = ValueError if isinstance(exc, ValueError) else TypeError
            raise kind(f"row {key!r}: {exc}") from None


def plain_row(data: Any, convert: Convert) -> Any:
    """A row that is no mapping: a list, or one value."""
    if isinstance(data, (list, tuple)):
        return list(data)
    if isinstance(data, (str, int, float)):
        return data
    return convert(data)


def check_key(key: Any, what: str = "row") -> str:
    """A key, a number as its text; TypeError or ValueError if it can't be one."""
    if type(key) is not str:
        taken = REFUSED if isinstance(key, bool) else as_text(key, no_doubts)
        if taken is REFUSED:
            raise TypeError(f"the key of a {what} must be a text or a number, not {brief(key)}")
        key = taken
    if key in RESERVED:
        raise ValueError(f"{key!r} can't be the key of a {what}")
    text: str = plain(key)
    return text


def path_of(path: Any, what: str = "path") -> list[str]:
    """The keys of a path; a text is the key of a row at the top.

    Raises:
        TypeError: it is no path.
        ValueError: it is empty.
    """
    if isinstance(path, str):
        path = [path]
    if not isinstance(path, (list, tuple)):
        raise TypeError(f"{what!r} must be a list of keys, not {path!r}")
    if not path:
        raise ValueError(f"{what!r} is empty; it must name a row")
    return [key if type(key) is str else check_key(key) for key in path]


def listed(data: Any, what: str) -> list[Any]:
    """The list of rows or of paths that the program gives; TypeError if it can't be a list."""
    if isinstance(data, (str, bytes, Mapping)) or not isinstance(data, Iterable):
        raise TypeError(f"{what!r} must be a sequence, not {type(data).__name__}")
    return list(data)


def free_key(rows: Mapping[str, Row], *others: Mapping[str, Row]) -> str:
    """A key for a new row that none of these has, as the browser would make it up."""
    number = len(rows)
    while any(f"row{number}" in taken for taken in (rows, *others)):
        number += 1
    return f"row{number}"


def find(root: Row, path: Any, what: str = "path") -> Row:
    """The row at a path.

    Raises:
        TypeError: it is no path.
        ValueError: there is no such row; the text says from where on, and what is there.
    """
    keys = path_of(path, what)
    row = root
    for depth, key in enumerate(keys):
        child = row.children.get(key)
        if child is None:
            where = f"below {keys[:depth]!r}" if depth else "at the top"
            raise ValueError(
                f"{what!r} is {keys!r}, but {key!r} is not {where}; there: {shown(row.children)}"
            )
        row = child
    return row


def written(row: Row, only: Any = None) -> dict[str, Any]:
    """A row as a mapping, as the browser's own ``get_subtree`` writes it.

    Parameters:
        only: the rows that are wanted, or None for all.
    """
    values = {key: plain(value) for key, value in row.values.items()}
    if not row.children:
        return values
    below = written_children(row, only)
    return {VALUES: values, **below} if values else below


def written_children(row: Row, only: Any = None) -> dict[str, Any]:
    """The rows below a row as a mapping."""
    return {
        key: written(child, only)
        for key, child in row.children.items()
        if only is None or child in only
    }

"""The columns of a tree or a table.

Knows: their keys, and what the browser makes of what the program writes down. Must not know: rows.
"""

from collections.abc import Callable, Mapping
from typing import Any

from .conversions import Doubts, no_doubts
from .numbers import NUMBER_SETTINGS, check_numbers
from .plain import Convert, plain, refuse, shown
from .rows import check_key, listed

SETTINGS = (
    *("label", "key", "type", "editable", "halign", "colwidth", "icon_size"),
    *("widget", "choices", "min", "max", "text", "enabled_key", "visible_key"),
    *NUMBER_SETTINGS,
)
"""What is heeded in a column's description."""

VALIDATE = "validate"
"""A function of the program's, which no browser is told."""

TYPES = (
    *("string", "integer", "float", "boolean", "icon"),
    *("str", "int", "number", "bool"),  # other names of the first four
)
WIDGETS = ("checkbox", "combobox", "progress", "button")
GATES = ("enabled_key", "visible_key")
"""Settings that name a value of the row beside the columns' own."""


class Column:
    """One column.

    Attributes:
        key: its name.
        spec: its description as it goes to the browser, the key included.
        validate: gives the value that an edited one becomes, or raises ValueError or TypeError for
            one that is refused; None: each is taken.
    """

    __slots__ = ("key", "spec", "validate")

    def __init__(
        self, key: str, spec: dict[str, Any], validate: Callable[[Any], Any] | None = None
    ) -> None:
        self.key = key
        self.spec = spec
        self.validate = validate

    @property
    def described(self) -> dict[str, Any]:
        """Its description as a program gives it."""
        return self.spec if self.validate is None else {**self.spec, VALIDATE: self.validate}

    @property
    def gates(self) -> list[str]:
        """The names of values of the row that say how this column's widget is shown."""
        return [str(self.spec[name]) for name in GATES if self.spec.get(name) is not None]


class Columns:
    """All columns, in order."""

    def __init__(self, columns: list[Column]) -> None:
        self._columns = {column.key: column for column in columns}

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the columns, in order."""
        return tuple(self._columns)

    @property
    def labels(self) -> dict[str, str]:
        """The keys of the columns without a key of the program's, by their labels.

        A label that two of them have, or that is a column's key, names none of them.
        """
        found: dict[str, str] = {}
        twice = set()
        for column in self._columns.values():
            label = column.spec.get("label")
            if is_made_up(column.key) and isinstance(label, str) and label not in self:
                twice.update({label} & found.keys())
                found[label] = column.key
        for label in twice:
            del found[label]
        return found

    @property
    def specs(self) -> list[dict[str, Any]]:
        """The descriptions of the columns, in order."""
        return [column.spec for column in self._columns.values()]

    @property
    def described(self) -> list[dict[str, Any]]:
        """The descriptions of the columns as a program gives them, in order."""
        return [column.described for column in self._columns.values()]

    def __len__(self) -> int:
        return len(self._columns)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key in self._columns

    def check(self, key: Any, what: str = "col_key") -> str:
        """A column's key; ValueError if there is no such column."""
        if key not in self:
            raise ValueError(f"{what!r} is {key!r}; the columns are: {shown(self._columns)}")
        return str(key)

    def has(self, key: Any, doubts: Doubts) -> bool:
        """Whether there is such a column: how another looks changes nothing that is shown."""
        if key in self:
            return True
        doubts(f"there is no column {key!r}, so nothing is done; they are: {shown(self._columns)}")
        return False

    def get(self, key: str) -> Column:
        """The column of that key."""
        return self._columns[key]

    def has_field(self, key: Any) -> bool:
        """Whether a key names a column, or another value of a row that a column needs."""
        return key in self or any(key in column.gates for column in self._columns.values())

    def insert(self, column: Column, before: str | None) -> None:
        """Put a column before another one, or at the end."""
        columns = list(self._columns.values())
        index = len(columns) if before is None else self.keys.index(before)
        columns.insert(index, column)
        self._columns = {column.key: column for column in columns}

    def remove(self, key: str) -> None:
        """Take a column out."""
        del self._columns[key]

    def new(self, column: Any, convert: Convert, doubts: Doubts) -> Column:
        """Make a column that can be inserted.

        Raises:
            TypeError, ValueError: it can't be a column, or its key is taken.
        """
        number = len(self)
        while f"_col{number}" in self:
            number += 1
        made = parse_column(column, f"_col{number}", convert, doubts)
        if made.key in self:
            raise ValueError(f"there is a column {made.key!r} already")
        return made


def is_made_up(key: str) -> bool:
    """Whether a key is one that a column gets where the program gives it none."""
    return key.startswith("_col") and key[4:].isdigit()


def parse_columns(columns: Any, convert: Convert = refuse, doubts: Doubts = no_doubts) -> Columns:
    """Columns as the program describes them: labels, or mappings.

    Raises:
        TypeError, ValueError: one can't be a column, or two have one key.
    """
    found: list[Column] = []
    unnamed = 0
    for column in listed(() if columns is None else columns, "columns"):
        made = parse_column(column, f"_col{unnamed}", convert, doubts)
        unnamed += isinstance(column, str) or column.get("key") in (None, "")
        if any(made.key == other.key for other in found):
            raise ValueError(f"two columns have the key {made.key!r}")
        found.append(made)
    return Columns(found)


def parse_column(
    column: Any, key: str, convert: Convert = refuse, doubts: Doubts = no_doubts
) -> Column:
    """One column; ``key`` is its name if the program gives it no other.

    What no browser heeds in its description is left out.
    """
    if isinstance(column, str):
        return Column(key, {"label": plain(column, convert), "key": key})
    if not isinstance(column, Mapping):
        raise TypeError(
            f"a column must be a str or a mapping, not {type(column).__name__} ({column!r})"
        )
    spec: dict[str, Any] = {}
    for name, value in column.items():
        if name == VALIDATE:
            if value is not None and not callable(value):
                raise TypeError(
                    f"column {column.get('label')!r}: {name!r} is {value!r}; it must be callable"
                )
        elif name == "color_map" and isinstance(value, Mapping):
            spec[name] = {str(key): plain(part, convert) for key, part in value.items()}
        elif name in SETTINGS:
            spec[str(name)] = plain(value, convert)
        else:
            from difflib import get_close_matches  # late: it is for mistakes

            close = get_close_matches(str(name), (*SETTINGS, VALIDATE), 1)
            meant = f" (is {close[0]!r} meant?)" if close else ""
            doubts(
                f"a column has {name!r}, which nothing is done with{meant}; it may have "
                f"{', '.join((*SETTINGS, VALIDATE))}"
            )
    for name, value in spec.items():
        allowed = {"type": TYPES, "widget": WIDGETS}.get(name)
        if allowed is not None and value not in (None, "", *allowed):
            raise ValueError(
                f"column {spec.get('label')!r}: {name!r} is {value!r}; it must be None or one of "
                f"{', '.join(map(repr, allowed))}"
            )
    check_numbers(spec.get("label"), spec)
    given = spec.get("key")
    spec["key"] = check_key(key if given is None or given == "" else given, "column")
    return Column(spec["key"], spec, column.get(VALIDATE))

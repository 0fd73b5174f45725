"""What all ready sources have: order, selection, and word of changes.

Knows: how rows are sorted and filtered by their values. Must not know: where values are.
"""

import sys
from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, override

from .ordering import as_array, indices_in_order, is_in_range, missing_in
from .source import Column, Listeners, Source, key_of


class Switches(Protocol):
    """Something for each row that is true or false: a list, or an array of numpy."""

    def __len__(self) -> int:
        """How many there are."""
        ...

    def __getitem__(self, place: Any, /) -> Any:
        """The value of one row."""
        ...


type Condition = str | Mapping[str, Any] | Callable[[Mapping[str, Any]], object] | Switches
"""Which rows to show: those with a text in any column; those with values by column, each a value, a
pair of the lowest and the highest, or a function that says so of a value; those of which a function
says so of the row, as a mapping; or a sequence with a switch for every row."""


class ReadySource(Source):
    """A source whose rows can be read at any place, and whose columns can be read whole.

    Parameters:
        columns: the columns, as :class:`.source.Source` has them.
    """

    def __init__(self, columns: Iterable[Column]) -> None:
        self._columns = [
            {"key": key_of(one), **(one if isinstance(one, Mapping) else {"label": one})}
            for one in columns
        ]
        keys = [column["key"] for column in self._columns]
        if len(set(keys)) != len(keys):
            raise ValueError(f"two columns have the same key: {', '.join(keys)}")
        self.listeners = Listeners()

    # --- what each has in its own way

    @abstractmethod
    def values_of(self, column: str) -> Sequence[Any]:
        """All values of a column: a sequence, or an array of numpy."""

    @abstractmethod
    def rows_at(self, places: Sequence[int]) -> Sequence[Sequence[Any]]:
        """The rows of these places, each as far as it is there."""

    def keys_at(self, places: Sequence[int]) -> Sequence[str]:
        """The names of the rows of these places."""
        return [f"row{place}" for place in places]

    # --- what a table asks

    @property
    def columns(self) -> Sequence[Mapping[str, Any]]:
        """The columns, in the order of the values in a row."""
        return self._columns

    @property
    def names(self) -> list[str]:
        """The keys of the columns."""
        return [column["key"] for column in self._columns]

    def keys(self, start: int, stop: int) -> Sequence[str]:
        """The names of a range of rows."""
        return self.keys_at(range(start, min(stop, len(self))))

    def sort(self, column: str, ascending: bool = True) -> "Picked":
        """The same rows, sorted by a column; what has no value comes last either way."""
        return Picked(self, indices_in_order(self.values_of(self._known(column)), ascending))

    def filter(self, condition: Condition) -> "Picked":
        """Some of the rows."""
        return Picked(self, self.places_where(condition))

    def check_condition(self, condition: Any) -> None:
        """Check that something is a condition; no row is looked at for it.

        Raises:
            TypeError, ValueError: it is none, or names a column that is not there.
        """
        if isinstance(condition, Mapping):
            for column in condition:
                self._known(column)
        elif not isinstance(condition, str) and not callable(condition):
            _check_switches(condition, len(self))

    def places_where(self, condition: Condition) -> Sequence[int]:
        """The places of the rows that meet a condition.

        Raises:
            TypeError, ValueError: it is no condition, or names a column that is not there.
        """
        if isinstance(condition, str):
            wanted = condition.casefold()
            return [
                place
                for place, row in enumerate(self.all_rows())
                if any(_has(value, wanted) for value in row if value is not None)
            ]
        if isinstance(condition, Mapping):
            found: Sequence[int] = range(len(self))
            for column, wanted in condition.items():
                found = _where(self.values_of(self._known(column)), wanted, found)
            return found
        if callable(condition):
            names = self.names
            return [
                place
                for place, row in enumerate(self.all_rows())
                if condition(dict(zip(names, row, strict=False)))
            ]
        return _switched_on(condition, len(self))

    @abstractmethod
    def snapshot(self, columns: Iterable[str]) -> "ReadySource":
        """The same rows, of which the program may change no value of these columns."""

    def aside(self, step: str, *args: Any) -> "Callable[[], Picked] | None":
        """A step as a job for another thread, which reads its own copy of what it needs.

        Parameters:
            step: ``"sort"`` or ``"filter"``.
            args: what that is given.

        Returns:
            Gives what the step gives; None: it calls functions of the program, which are to be
            called where all of them are.
        """
        if step == "sort":
            column, ascending = args
            copy = self.snapshot([self._known(column)])
            return lambda: Picked(self, copy.sort(column, ascending).places)
        (condition,) = args
        if callable(condition):
            return None
        names = self.names
        if isinstance(condition, Mapping):
            names = [self._known(column) for column in condition]
            if any(map(callable, condition.values())):
                return None
        copy = self.snapshot(names)
        return lambda: Picked(self, copy.places_where(condition))

    def all_rows(self) -> Iterable[Sequence[Any]]:
        """All rows, some at a time."""
        for start in range(0, len(self), 10_000):
            yield from self.rows_at(range(start, min(start + 10_000, len(self))))

    def listen(self, changed: Callable[[], object]) -> Callable[[], None]:
        """Have a function called at every change; gives one that ends this."""
        return self.listeners.add(changed)

    def changed(self) -> None:
        """Say that values or the number of rows have changed: tables read them again."""
        self.listeners.tell()

    def _known(self, column: str) -> str:
        if column not in self.names:
            raise ValueError(f"there is no column {column!r}; there are: {', '.join(self.names)}")
        return column


class Picked(ReadySource):
    """Rows of another source, some or all, in some order.

    Parameters:
        source: where they are.
        places: where each stands there.
    """

    def __init__(self, source: ReadySource, places: Sequence[int]) -> None:
        super().__init__(source.columns)
        self.source = source
        self.places = places

    def __len__(self) -> int:
        return len(self.places)

    @override
    def rows(self, start: int, stop: int) -> Sequence[Sequence[Any]]:
        """The rows from a place up to another."""
        return self.source.rows_at(self.places[start:stop])

    @override
    def rows_at(self, places: Sequence[int]) -> Sequence[Sequence[Any]]:
        """The rows of these places."""
        return self.source.rows_at([self.places[place] for place in places])

    @override
    def keys_at(self, places: Sequence[int]) -> Sequence[str]:
        """The names of the rows of these places."""
        return self.source.keys_at([self.places[place] for place in places])

    @override
    def values_of(self, column: str) -> Sequence[Any]:
        """All values of a column, in this order."""
        values = self.source.values_of(column)
        if hasattr(values, "dtype"):
            return values[self.places]  # type: ignore[call-overload, no-any-return]
        return [values[place] for place in self.places]

    @override
    def snapshot(self, columns: Iterable[str]) -> "Picked":
        """The same rows, as they are now."""
        return Picked(self.source.snapshot(columns), self.places)

    def set_cell(self, key: str, column: str, value: Any) -> Any:
        """Change a value in the source."""
        return self.source.set_cell(key, column, value)  # type: ignore[attr-defined]


def _has(value: Any, wanted: str) -> bool:
    """Whether a text stands in a value, whatever its case."""
    try:
        return wanted in str(value).casefold()
    except Exception:  # the value's own code; or it is nested too deep, or has too many figures
        return False


def _where(values: Sequence[Any], wanted: Any, among: Sequence[int]) -> Sequence[int]:
    """The places, among some, of the values that are as they are wanted."""
    array = as_array(values, "biuf")
    if array is not None:
        try:
            return _where_in_array(array, wanted, among)
        except OverflowError:  # a whole number beyond all floats, which numpy can't compare
            values = array.tolist()
    if callable(wanted):
        return [place for place in among if wanted(values[place])]
    if isinstance(wanted, tuple) and len(wanted) == 2:
        return [place for place in among if is_in_range(values[place], *wanted)]
    return [place for place in among if values[place] == wanted]


def _where_in_array(array: Any, wanted: Any, among: Sequence[int]) -> Sequence[int]:
    numpy: Any = sys.modules["numpy"]
    picked = array if isinstance(among, range) else array[among]
    if isinstance(wanted, tuple) and len(wanted) == 2:
        low, high = wanted
        mask = ~missing_in(numpy, picked)
        data = numpy.ma.getdata(picked)
        if low is not None:
            mask &= data >= low
        if high is not None:
            mask &= data <= high
    elif callable(wanted):
        mask = numpy.fromiter((bool(wanted(value)) for value in picked.tolist()), dtype=bool)
    else:
        mask = picked == wanted
    found = numpy.flatnonzero(numpy.ma.filled(mask, False))
    return found if isinstance(among, range) else numpy.asarray(among)[found]  # type: ignore[no-any-return]


def _check_switches(switches: Any, length: int) -> None:
    try:
        given = len(switches)
    except TypeError:
        raise TypeError(
            f"a condition must be a text, a mapping, a function or a sequence of switches, "
            f"not {switches!r}"
        ) from None
    if given != length:
        raise ValueError(f"the condition has {given} switches for {length} rows")


def _switched_on(switches: Any, length: int) -> Sequence[int]:
    _check_switches(switches, length)
    array = as_array(switches, "b")
    if array is not None:
        numpy: Any = sys.modules["numpy"]
        return numpy.flatnonzero(numpy.ma.filled(array, False))  # type: ignore[no-any-return]
    return [place for place, is_on in enumerate(switches) if is_on]

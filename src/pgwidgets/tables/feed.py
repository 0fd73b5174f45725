"""A source as a table reads it.

Knows: what a source may have and may lack, and what becomes of its values. Must not know: any
source, sessions, browsers, event loops, threads.
"""

import inspect
import weakref
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from pgwidgets_proto.models import Block, Order

from .formats import formatter
from .looks import looks_of
from .ready import ReadySource
from .source import Source, key_of

LARGE = 20_000
"""Rows; to sort or to filter more of them takes longer than an event loop should be kept."""

type Validator = Callable[[Any], Any]
"""Gives the value that an edited one becomes; raises ValueError for one that is refused."""


class Feed:
    """What stands between a table and its source.

    Parameters:
        source: the source.

    Attributes:
        changed: is called when the source says that it has changed.
        aside: does a job on another thread, and is awaited for what that gives; None: all is done
            where it is asked for.

    Raises:
        TypeError: it is no source.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.changed: Callable[[], object] = lambda: None
        self.aside: Callable[[Callable[[], Any]], Awaitable[Any]] | None = None
        self._columns, self._validators = _described(source)
        self._names = [column["key"] for column in self._columns]
        self._order = Order()
        self._ordered: Any = source
        listen = getattr(source, "listen", None)
        if listen is not None:
            # The source may outlive the table, and shall not hold it.
            me = weakref.ref(self)

            def changed() -> None:
                feed = me()
                if feed is not None:
                    feed.source_changed()

            weakref.finalize(self, listen(changed))

    # --- what the core asks

    @property
    def columns(self) -> Sequence[Mapping[str, Any]]:
        """How its columns are described."""
        return self._columns

    @property
    def length(self) -> int:
        """How many rows there are."""
        return len(self.source)

    def check_columns(self, columns: Sequence[Mapping[str, Any]]) -> None:
        """Check how columns are described, before any is shown.

        Raises:
            ValueError: the zone of one is not known.
        """
        for column in columns:
            zone = column.get("timezone")
            try:
                formatter(column)
            except (ValueError, LookupError, OSError) as error:
                raise ValueError(
                    f"column {column.get('label')!r}: 'timezone' is {zone!r}; it must be a zone "
                    f"that is known here, as 'UTC' or 'Europe/Paris'"
                ) from error

    def check_filter(self, condition: Any) -> None:
        """Check a condition, before any row is looked at.

        Raises:
            TypeError, ValueError: the source can't be filtered, or by no such condition.
        """
        _able(self.source, "filter")
        check = getattr(self.source, "check_condition", None)
        if check is not None:
            check(condition)

    # --- what is done when it is read

    def source_changed(self) -> None:
        """The source has changed. The table counts that, so that it is sorted and filtered anew."""
        self.changed()

    def read(
        self, start: int, stop: int, order: Order, columns: Sequence[Mapping[str, Any]]
    ) -> Block | Awaitable[Block]:
        """Read a range of rows.

        Parameters:
            start, stop: the range.
            order: the order in which the rows are meant, and which of them.
            columns: the descriptions of the columns that are shown.

        Raises:
            ValueError: the source can't be sorted, or filtered, or gives what are no rows.
        """
        ordered = self._in_order(order)
        if inspect.isawaitable(ordered):
            return self._read_later(ordered, start, stop, columns)
        return self._read_from(ordered, start, stop, columns)

    def keys(self, start: int, stop: int, order: Order) -> Any:
        """The names of the rows of a range; maybe something to await for them.

        Parameters:
            start, stop, order: as :meth:`read` has them.

        Raises:
            ValueError: the source can't be sorted, or filtered.
        """
        ordered = self._in_order(order)
        if inspect.isawaitable(ordered):
            return self._keys_later(ordered, start, stop)
        return _texts(_keys(ordered, start, min(stop, len(ordered))))

    def edit(self, key: str, column: str, value: Any) -> Any:
        """Have a value changed.

        Raises:
            ValueError: it is refused.
        """
        validator = self._validators.get(column)
        if validator is not None:
            value = validator(value)
        return _able(self.source, "set_cell")(key, column, value)

    def _ordered_by(self, source: Any, step: str, *args: Any) -> Any:
        """Sort or filter a source; of a large one, something to await."""
        if self.aside is not None and isinstance(source, ReadySource) and len(source) >= LARGE:
            job = source.aside(step, *args)
            if job is not None:
                return self.aside(job)
        return _able(source, step)(*args)

    def _in_order(self, order: Order) -> Any:
        """The source, sorted and filtered; maybe something to await for it."""
        if _is_same(order, self._order):
            return self._ordered
        steps: list[tuple[Any, ...]] = []
        if order.filter is not None:
            steps.append(("filter", order.filter))
        if order.sort is not None:
            steps.append(("sort", *order.sort))
        ordered: Any = self.source
        for number, step in enumerate(steps):
            ordered = self._ordered_by(ordered, *step)
            if inspect.isawaitable(ordered):
                return self._order_later(ordered, steps[number + 1 :], order)
        self._order, self._ordered = order, ordered
        return ordered

    async def _order_later(
        self, ordered: Any, steps: Sequence[tuple[Any, ...]], order: Order
    ) -> Any:
        ordered = await ordered
        for step in steps:
            ordered = self._ordered_by(ordered, *step)
            if inspect.isawaitable(ordered):
                ordered = await ordered
        self._order, self._ordered = order, ordered
        return ordered

    def _read_from(
        self, ordered: Any, start: int, stop: int, columns: Sequence[Mapping[str, Any]]
    ) -> Block | Awaitable[Block]:
        length = len(ordered)
        start, stop = min(start, length), min(stop, length)
        rows = ordered.rows(start, stop)
        keys = _keys(ordered, start, stop)
        if inspect.isawaitable(rows) or inspect.isawaitable(keys):
            return self._await_rows(ordered, start, stop, rows, keys, columns)
        return self._block(ordered, start, stop, rows, keys, columns)

    async def _read_later(
        self, ordered: Any, start: int, stop: int, columns: Sequence[Mapping[str, Any]]
    ) -> Block:
        found = self._read_from(await ordered, start, stop, columns)
        return await found if inspect.isawaitable(found) else found

    async def _keys_later(self, ordered: Any, start: int, stop: int) -> list[str]:
        source = await ordered
        keys = _keys(source, start, min(stop, len(source)))
        return [str(key) for key in (await keys if inspect.isawaitable(keys) else keys)]

    async def _await_rows(
        self,
        ordered: Any,
        start: int,
        stop: int,
        rows: Any,
        keys: Any,
        columns: Sequence[Mapping[str, Any]],
    ) -> Block:
        rows = await rows if inspect.isawaitable(rows) else rows
        keys = await keys if inspect.isawaitable(keys) else keys
        return self._block(ordered, start, stop, rows, keys, columns)

    def _block(
        self,
        ordered: Any,
        start: int,
        stop: int,
        rows: Any,
        keys: Sequence[Any],
        columns: Sequence[Mapping[str, Any]],
    ) -> Block:
        """What is shown of rows: never more than was asked for, and fewer if some are gone."""
        rows = list(rows)[: stop - start]
        keys = [str(key) for key in keys][: len(rows)]
        if len(ordered) < stop:
            rows = rows[: len(keys)]  # some went between the reading of rows and that of keys
        if len(keys) < len(rows):
            raise ValueError(f"the source gave {len(keys)} keys for {len(rows)} rows")
        cells = {}
        looks = {}
        for column in columns:
            key = column["key"]
            index = self._names.index(key)
            values = [_value(row, key, index) for row in rows]
            show = formatter(column)
            cells[key] = [show(value) for value in values]
            look = looks_of(column, values)
            if look:
                looks[key] = look
        return Block(len(ordered), keys, cells, looks)


def _is_same(one: Order, other: Order) -> bool:
    # A condition may be an array, which tells no equality.
    is_of_now = one.changes == other.changes
    return is_of_now and one.sort == other.sort and one.filter is other.filter


def _described(source: Source) -> tuple[list[dict[str, Any]], dict[str, Validator]]:
    """The columns of a source, and the functions among what they say."""
    columns = []
    validators = {}
    for column in source.columns:
        described = dict(column) if isinstance(column, Mapping) else {"label": column}
        key = described["key"] = key_of(column)
        described.setdefault("label", key)
        validator = described.pop("validate", None)
        if validator is not None:
            if not callable(validator):
                raise TypeError(f"column {key!r}: 'validate' is {validator!r}; it must be callable")
            validators[key] = validator
        columns.append(described)
    if not columns:
        raise ValueError("a source must have a column")
    return columns, validators


def _able(source: Any, name: str) -> Callable[..., Any]:
    found = getattr(source, name, None)
    if found is None:
        raise ValueError(f"a {type(source).__name__} has no {name}()")
    return found  # type: ignore[no-any-return]


def _keys(source: Any, start: int, stop: int) -> Any:
    keys = getattr(source, "keys", None)
    return [f"row{place}" for place in range(start, stop)] if keys is None else keys(start, stop)


def _texts(keys: Any) -> Any:
    """Names as texts; maybe something to await for them."""
    if not inspect.isawaitable(keys):
        return [str(key) for key in keys]

    async def texts() -> list[str]:
        return [str(key) for key in await keys]

    return texts()


def _value(row: Any, key: str, index: int) -> Any:
    if isinstance(row, Mapping):
        return row.get(key)
    return row[index] if index < len(row) else None

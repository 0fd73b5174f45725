"""What a source must have, and what it may have.

Knows: what must be there, and what may be. Must not know: any source, or what is shown of one.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

type Column = str | Mapping[str, Any]
"""A column: its key, or a mapping with ``key`` and what the columns of a table have besides."""

type Rows = Sequence[Sequence[Any] | Mapping[str, Any]]
"""Rows: each a sequence in the order of the columns, or a mapping by their keys."""


@runtime_checkable
class Source(Protocol):
    """Rows that are somewhere: in an array, a data frame, a database.

    That is all that must be there. A table asks besides, of those that have it:

    * ``sort(column, ascending)`` and ``filter(condition)``, each for another source that has the
      same rows in that order, or some of them; this one stays as it is;
    * ``keys(start, stop)`` for names of rows that stay the same in every order: texts. Else a row
      has its place for a name, as ``"row7"``;
    * ``set_cell(key, column, value)`` to have a value changed that a user has edited; it raises
      ValueError where it refuses. Any of these may be a coroutine function in the async API;
    * ``listen(changed)`` to be told by a call of ``changed()`` whenever the rows or their number
      change. It gives a function that ends this.
    """

    @property
    def columns(self) -> Sequence[Column]:
        """The columns, in the order of the values in a row."""
        ...

    def __len__(self) -> int:
        """How many rows there are now."""
        ...

    def rows(self, start: int, stop: int) -> Rows | Awaitable[Rows]:
        """The rows from a place up to another, fewer where there are no more."""
        ...


def key_of(column: Column) -> str:
    """The key of a column.

    Raises:
        TypeError: it has none.
    """
    key = column.get("key", column.get("label")) if isinstance(column, Mapping) else column
    if not isinstance(key, str) or not key:
        raise TypeError(f"a column must be a text, or a mapping with a key, not {column!r}")
    return key


class Listeners:
    """Those who want to hear of changes of a source."""

    def __init__(self) -> None:
        self._functions: dict[int, Callable[[], object]] = {}
        self._count = 0

    def add(self, changed: Callable[[], object]) -> Callable[[], None]:
        """Have a function called from now on; gives one that ends this."""
        self._count += 1
        number = self._count
        self._functions[number] = changed

        def end() -> None:
            self._functions.pop(number, None)

        return end

    def tell(self) -> None:
        """Call all of them."""
        for function in list(self._functions.values()):
            function()

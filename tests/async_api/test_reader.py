"""The task that reads the sources of a session, with sources that end it, and with large ones."""

import asyncio
import logging
import math
import threading
from collections.abc import Callable
from typing import Any, cast

import anyio
import anyio.to_thread
import numpy
import pytest

from core.helpers import settle
from core.test_sources import Numbers, Table
from pgwidgets.async_.reading import Reader
from pgwidgets.async_.watchdog import Watchdog
from pgwidgets.tables import ArraysSource, LogSource, RowsSource
from pgwidgets.tables.feed import LARGE, Feed
from pgwidgets_proto.models import Order

BACKENDS = pytest.mark.parametrize("backend", ["asyncio", "trio"])
SILENT = logging.Logger("test")


class Panic(BaseException):
    """What libraries in other languages raise, that nobody shall catch."""


class Raising(Numbers):
    """Raises when it is read for the first time, at once or when it is awaited."""

    def __init__(self, error: BaseException, is_awaited: bool) -> None:
        super().__init__()
        self._error = error
        self._is_awaited = is_awaited

    def read(self, start: int, stop: int, order: Order, columns: Any) -> Any:
        if self.reads:
            return super().read(start, stop, order, columns)
        self.reads.append((start, stop, order))
        if self._is_awaited:
            return self._raise()
        raise self._error

    async def _raise(self) -> None:
        raise self._error


class Engine:
    """What a reader needs of a session; tells when a job has come back."""

    def __init__(self, table: Table) -> None:
        self.core = table.session
        self.app = self
        self.came_back = anyio.Event()

    def act(self, operation: Callable[..., Any], *args: Any) -> Any:
        result = operation(*args)
        if operation in (self.core.readings.done, self.core.readings.failed):
            self.came_back.set()
        return result


async def read(table: Table, engine: Engine, reader: Reader) -> None:
    """Have it read what is due, until that has come back."""
    engine.came_back = anyio.Event()
    reader.session_is_due(cast("Any", engine))
    await engine.came_back.wait()
    settle(table.session, table.browsers)
    table.rest()


def reading(backend: str, table: Table, steps: Callable[[Engine, Reader], Any]) -> None:
    """Do some steps beside a reader."""

    async def main() -> None:
        log = SILENT
        reader, engine = Reader(Watchdog(math.inf, log), log), Engine(table)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(reader.run, tasks)
            await steps(engine, reader)
            tasks.cancel_scope.cancel()

    anyio.run(main, backend=backend)


@BACKENDS
@pytest.mark.parametrize("is_awaited", [False, True], ids=["at once", "awaited"])
@pytest.mark.parametrize("error", [ValueError("x"), Panic("x"), asyncio.CancelledError()])
def test_whatever_a_source_raises_it_can_be_read_later(
    backend: str, is_awaited: bool, error: BaseException
) -> None:
    table = Table()
    table.call("set_source", Raising(error, is_awaited))

    async def steps(engine: Engine, reader: Reader) -> None:
        await read(table, engine, reader)
        table.call("source_changed")
        await read(table, engine, reader)

    reading(backend, table, steps)
    table.run()
    assert table.seen().column("n")[:3] == ["0", "1", "2"]


@BACKENDS
@pytest.mark.parametrize("is_awaited", [False, True], ids=["at once", "awaited"])
def test_what_ends_the_program_is_logged_and_goes_on(
    backend: str, is_awaited: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = Table()
    table.call("set_source", Raising(SystemExit(3), is_awaited))
    lines: list[str] = []
    monkeypatch.setattr(SILENT, "error", lambda text, *args, **more: lines.append(text % args))

    async def steps(engine: Engine, reader: Reader) -> None:
        await read(table, engine, reader)
        await anyio.sleep_forever()

    with pytest.raises((SystemExit, BaseExceptionGroup)) as caught:
        reading(backend, table, steps)
    found = caught.value
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    assert isinstance(found, SystemExit)
    assert ["raised" in line for line in lines] == [True]


class Watched:
    """A list of numbers, that notes which threads have asked for one."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.threads: set[int] = set()

    def numbers(self) -> list["Number"]:
        return [Number(self, -number) for number in range(self.count)]


class Number(int):
    """A number that is noted when it is compared with another."""

    watched: Watched

    def __new__(cls, watched: Watched, value: int) -> "Number":
        made = super().__new__(cls, value)
        made.watched = watched
        return made

    def __lt__(self, other: int) -> bool:
        self.watched.threads.add(threading.get_ident())
        return int(self) < int(other)


@BACKENDS
@pytest.mark.parametrize("count", [LARGE, 50])
def test_many_rows_are_sorted_on_another_thread_and_few_are_not(backend: str, count: int) -> None:
    watched = Watched(count)
    feed = Feed(RowsSource([{"n": number} for number in watched.numbers()]))
    feed.aside = anyio.to_thread.run_sync
    table = Table(feed=feed)
    table.call("sort_by_column", "n", True)

    async def steps(engine: Engine, reader: Reader) -> None:
        await read(table, engine, reader)

    reading(backend, table, steps)
    is_elsewhere = threading.get_ident() not in watched.threads
    assert watched.threads
    assert is_elsewhere is (count == LARGE)
    table.run()
    assert table.seen().column("n")[0] == str(1 - count)


def test_a_step_aside_has_its_own_copy_of_the_rows() -> None:
    array = numpy.arange(5)
    rows = [{"n": number} for number in range(5)]
    log = LogSource(["n"])
    log.extend([number] for number in range(5))
    for source, change in (
        (ArraysSource({"n": array}), lambda: array.__setitem__(slice(None), 7)),
        (RowsSource(rows), rows.clear),
        (log, log.clear),
    ):
        sort = source.aside("sort", "n", False)
        picked = source.filter({"n": (1, None)}).aside("filter", {"n": (None, 3)})
        by_text = source.aside("filter", "4")
        assert sort
        assert picked
        assert by_text
        assert source.aside("filter", lambda row: True) is None
        assert source.aside("filter", {"n": lambda value: True}) is None
        with pytest.raises(ValueError, match="'x'"):
            source.aside("sort", "x", True)
        change()
        assert list(sort().places) == [4, 3, 2, 1, 0]
        assert list(picked().places) == [0, 1, 2]
        assert list(by_text().places) == [4]

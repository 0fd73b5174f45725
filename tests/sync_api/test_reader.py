"""The thread that reads the sources of a session, with a source that ends it."""

import logging
import threading
from collections.abc import Callable
from typing import Any, cast

import pytest

from core.test_sources import Numbers, Table
from pgwidgets.sync.reading import Reader
from pgwidgets_proto.models import Order


class Panic(BaseException):
    """What libraries in other languages raise, that nobody shall catch."""


class Raising(Numbers):
    """Raises when it is read for the first time."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self._error = error

    def read(self, start: int, stop: int, order: Order, columns: Any) -> Any:
        if not self.reads:
            self.reads.append((start, stop, order))
            raise self._error
        return super().read(start, stop, order, columns)


class Crew:
    """Keeps what a thread is to do."""

    def __init__(self) -> None:
        self.started: list[Callable[[], None]] = []

    def start(self, name: str, run: Callable[[], None]) -> None:
        self.started.append(run)


class Engine:
    """What a reader needs of a session."""

    def __init__(self, table: Table) -> None:
        self.core = table.session
        self.app = self

    def act(self, operation: Callable[..., Any], *args: Any) -> Any:
        return operation(*args)


@pytest.mark.parametrize("error", [ValueError("x"), SystemExit(3), Panic("x")])
def test_whatever_a_source_raises_it_can_be_read_later(error: BaseException) -> None:
    table = Table()
    table.call("set_source", Raising(error))
    crew = Crew()
    engine = cast("Any", Engine(table))
    reader = Reader(threading.RLock(), cast("Any", crew), logging.getLogger("test"))
    for _ in range(2):
        reader.session_is_due(engine)
        crew.started.pop()()
        table.rest()
        table.call("source_changed")
    table.run()
    assert table.seen().column("n")[:3] == ["0", "1", "2"]

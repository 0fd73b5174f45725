"""Scenarios: tables whose rows are in a source, of which browsers see windows.

Knows: what a source is. Must not know: any world.
"""

from collections.abc import Callable
from typing import Any

from pgwidgets.tables import RowsSource

from ..seen_rows import SeenRows
from ..trees import PageTree
from .program import settle
from .scenario import scenario
from .visitor import Visitor
from .world import World


def _rows(count: int) -> list[dict[str, Any]]:
    return [{"n": number, "name": f"row {number}"} for number in range(count)]


def _seen(visitor: Visitor) -> SeenRows:
    """What a browser shows, when it has been told of the source."""

    def found() -> SeenRows | None:
        tables = visitor.all("TableView")
        content = tables[0].content if tables else None
        return content.seen if isinstance(content, PageTree) else None

    visitor.until(found, "a table with a source")
    seen = found()
    assert seen is not None
    return seen


def _until_first(visitor: Visitor, text: str) -> None:
    visitor.until(lambda: _seen(visitor).column("n")[:1] == [text], f"the row {text!r} at the top")


@scenario
def a_table_is_sent_what_is_looked_at(world: World) -> None:
    """Two browsers look at different places of many rows; what changes comes to both."""
    rows = _rows(100_000)

    async def build(session: Any) -> None:
        source = RowsSource(rows)
        table = await settle(session.get_widgets().TableView(source=source))
        button = session.get_widgets().Button("change")

        def change(*_: Any) -> None:
            del rows[50_000:]
            source.changed()

        button.on("activated", world.handler(_as_handler(change)))
        table.on("selected", world.handler(_as_handler(world.note)))

    with world.serving(build):
        first = world.visit()
        _until_first(first, "0")
        other = world.visit(session_id=first.session_id, token=first.token)
        _seen(other).look(49_990, 50_010)
        _until_first(other, "49990")
        assert _seen(first).length == 100_000
        assert _seen(first).column("n") == [str(n) for n in range(60)]
        first.until_heard("Button")
        first.press()
        other.until(lambda: _seen(other).length == 50_000, "fewer rows")
        other.until(lambda: len(_seen(other).rows) == 10, "the last rows")
        first.until(lambda: _seen(first).length == 50_000, "fewer rows")


@scenario
def a_table_can_be_scrolled_while_a_handler_runs(world: World) -> None:
    """Reading waits for no handler, however long one takes."""
    gate = world.gate()

    async def build(session: Any) -> None:
        await settle(session.get_widgets().TableView(source=_rows(1000)))
        button = session.get_widgets().Button("wait")
        button.on("activated", world.handler(wait))

    async def wait(*_: Any) -> None:
        world.note("begun")
        await gate.passed()
        world.note("ended")

    with world.serving(build):
        visitor = world.visit()
        _until_first(visitor, "0")
        visitor.until_heard("Button")
        visitor.press()
        world.until(lambda: world.notes == ["begun"], "the handler")
        _seen(visitor).look(500, 520)
        _until_first(visitor, "500")
        assert world.notes == ["begun"]
        gate.open()
        world.until(lambda: world.notes == ["begun", "ended"], "the end of the handler")


@scenario
def a_table_is_sorted_and_edited_in_its_source(world: World) -> None:
    """The order is the source's; an edit that it takes is told, and one that it refuses is not."""
    rows = _rows(100)

    def positive(value: Any) -> int:
        number = int(value)
        if number < 0:
            raise ValueError("it must not be negative")
        return number

    async def build(session: Any) -> None:
        source = RowsSource(rows, [{"key": "n", "editable": True, "validate": positive}, "name"])
        table = await settle(session.get_widgets().TableView(source=source))
        table.on("cell_edited", world.handler(_as_handler(world.note)))

    with world.serving(build):
        visitor = world.visit()
        _until_first(visitor, "0")
        table = visitor.until_heard("TableView", "cell_edited")
        visitor.report(table.wid, "sorted", "n", False)
        _until_first(visitor, "99")
        visitor.report(table.wid, "cell_edited", ["row99"], "n", "99", "-5")
        visitor.report(table.wid, "cell_edited", ["row99"], "n", "99", "1000")
        _until_first(visitor, "1000")
        assert rows[99]["n"] == 1000
        world.until(lambda: len(world.notes) == 1, "the edit")


@scenario
def a_source_that_raises_is_told_in_the_log(world: World) -> None:
    """The browser is told that the rows can't be read, and the next ones are."""

    class Source(RowsSource):
        def rows(self, start: int, stop: int) -> Any:
            if start == 500:
                raise OSError("the disk is gone")
            return super().rows(start, stop)

    async def build(session: Any) -> None:
        await settle(session.get_widgets().TableView(source=Source(_rows(1000))))

    world.expect("can't be read")
    with world.serving(build):
        visitor = world.visit()
        _until_first(visitor, "0")
        _seen(visitor).look(500, 520)
        visitor.until(lambda: _seen(visitor).has_failed, "word that they can't be read")
        _seen(visitor).look(501, 520)
        _until_first(visitor, "501")


def _as_handler(function: Callable[..., Any]) -> Callable[..., Any]:
    """A coroutine function of a plain one, as worlds take handlers."""

    async def handler(*args: Any) -> None:
        function(*args[:1])

    return handler

"""What stands between a table and its source: order that keeps up with the rows."""

from collections.abc import Callable, Sequence

import pytest

from core.test_sources import Table
from pgwidgets.tables.feed import Feed
from pgwidgets.tables.made import as_source
from pgwidgets_proto.models import Block, Order


class Bare:
    """A source that is sorted, and tells nobody of its changes."""

    columns = ("n",)

    def __init__(self, numbers: list[int]) -> None:
        self.numbers = numbers
        self.while_sorting: Callable[[], object] = lambda: None

    def __len__(self) -> int:
        return len(self.numbers)

    def rows(self, start: int, stop: int) -> Sequence[Sequence[int]]:
        return [[number] for number in self.numbers[start:stop]]

    def sort(self, column: str, ascending: bool = True) -> "Bare":
        found = Bare(sorted(self.numbers, reverse=not ascending))
        self.while_sorting()
        return found


class Later(Bare):
    """The same, sorted by a coroutine."""

    async def sort(self, column: str, ascending: bool = True) -> Bare:  # type: ignore[override]
        return super().sort(column, ascending)


def test_a_zone_that_nobody_knows_and_what_is_no_condition_are_refused_at_the_call() -> None:
    table = Table(feed=Feed(as_source([{"n": 1}, {"n": 2}])))
    column = {"key": "n", "timezone": "Mars/Olympus_Mons"}
    with pytest.raises(ValueError, match="'timezone' is 'Mars/Olympus_Mons'; it must be a zone"):
        table.call("set_columns", [column])
    for condition, wanted in (
        (5, r"a condition must be .*not 5"),
        ({"m": 1}, r"no column 'm'"),
        ([True], "1 switches for 2 rows"),
    ):
        with pytest.raises((TypeError, ValueError), match=wanted):
            table.call("set_filter", condition)
    table.call("set_filter", [False, True])
    table.run()
    assert table.seen().column("n") == ["2"]
    bare = Table(feed=Feed(Bare([1])))
    with pytest.raises(ValueError, match=r"a Bare has no filter\(\)"):
        bare.call("set_filter", "x")


def sorted_table(source: Bare) -> Table:
    table = Table(feed=Feed(source))
    table.call("sort_by_column", "n", True)
    return table


def test_rows_are_sorted_anew_when_the_program_says_that_they_have_changed() -> None:
    source = Bare([3, 1, 2])
    table = sorted_table(source)
    table.run()
    assert table.seen().column("n") == ["1", "2", "3"]
    source.numbers.append(0)
    table.call("source_changed")
    table.run()
    assert table.seen().column("n") == ["0", "1", "2", "3"]


def test_rows_that_change_while_they_are_sorted_are_sorted_again() -> None:
    source = Bare([3, 1, 2])
    table = sorted_table(source)

    def changed() -> None:
        source.while_sorting = lambda: None
        source.numbers.append(0)
        table.call("source_changed")

    source.while_sorting = changed
    table.run()
    assert table.seen().column("n") == ["0", "1", "2", "3"]


def test_rows_that_change_while_a_coroutine_sorts_them_are_sorted_again() -> None:
    source = Later([3, 1, 2])
    feed = Feed(source)
    columns = [{"key": "n"}]

    def read(order: Order) -> Sequence[str]:
        coroutine = feed.read(0, 9, order, columns)
        try:
            coroutine.send(None)  # type: ignore[union-attr]
        except StopIteration as end:
            cells: Sequence[str] = end.value.cells["n"]
            return cells
        raise AssertionError("it waits")

    by = ("n", True)
    source.while_sorting = lambda: source.numbers.append(0)
    assert read(Order(by)) == ["1", "2", "3"]
    source.while_sorting = lambda: None
    assert read(Order(by, changes=1)) == ["0", "1", "2", "3"]


def test_rows_that_go_between_the_reading_of_rows_and_of_keys_are_left_out() -> None:
    class Cleared(Bare):
        def keys(self, start: int, stop: int) -> Sequence[str]:
            del self.numbers[1:]
            return [f"row{place}" for place in range(start, min(stop, len(self)))]

    block = Feed(Cleared([1, 2, 3])).read(0, 9, Order(), [{"key": "n"}])
    assert isinstance(block, Block)
    assert (block.keys, block.cells, block.length) == (["row0"], {"n": ["1"]}, 1)

"""Which range of a table is read next, and which rows are too late."""

from typing import Any

from pgwidgets_proto.models.window import Order, Reading, Windows

ANYBODY = lambda viewer: True  # noqa: E731


def take(windows: Windows[str], is_ready: Any = ANYBODY) -> Reading[str] | None:
    return windows.take(is_ready, Order(), ())


def ranges(windows: Windows[str]) -> list[tuple[str, int, int]]:
    """What is read, one after another."""
    found = []
    while (reading := take(windows)) is not None:
        found.append((reading.viewer, reading.start, reading.stop))
        windows.finish(reading)
    return found


def test_the_newest_look_is_the_only_one_that_waits() -> None:
    windows: Windows[str] = Windows(100)
    for start in range(1000):
        windows.look("a", start, start + 10)
    assert ranges(windows) == [("a", 999, 1009)]


def test_a_range_is_within_its_bounds() -> None:
    windows: Windows[str] = Windows(100)
    for start, stop, found in (
        (-50, 10, (0, 10)),
        (-50, -10, (0, 0)),
        (10, 5, (10, 10)),
        (5, 10**30, (5, 105)),
        (10**30, 10**30 + 5, (10**30, 10**30 + 5)),
    ):
        windows.look("a", start, stop)
        assert ranges(windows) == [("a", *found)]


def test_browsers_take_turns() -> None:
    windows: Windows[str] = Windows(100)
    windows.look("a", 0, 10)
    windows.look("b", 500, 510)
    first = take(windows)
    assert first is not None
    assert take(windows) is None, "one reading at a time"
    windows.look("a", 20, 30)
    windows.finish(first)
    assert ranges(windows) == [("b", 500, 510), ("a", 20, 30)]


def test_a_browser_that_is_behind_is_passed_over() -> None:
    windows: Windows[str] = Windows(100)
    windows.look("slow", 0, 10)
    windows.look("quick", 0, 10)
    reading = take(windows, lambda viewer: viewer == "quick")
    assert reading is not None
    assert reading.viewer == "quick"
    windows.finish(reading)
    assert not windows.is_due(lambda viewer: viewer == "quick")
    assert windows.is_due(ANYBODY)


def test_rows_of_an_older_order_are_thrown_away_and_read_again() -> None:
    windows: Windows[str] = Windows(100)
    windows.look("a", 0, 10)
    reading = take(windows)
    assert reading is not None
    windows.renewed()
    assert not windows.finish(reading)
    again = take(windows)
    assert again is not None
    assert again.generation == reading.generation + 1
    assert windows.finish(again)


def test_rows_that_change_while_they_are_read_are_shown_and_read_again() -> None:
    windows: Windows[str] = Windows(100)
    windows.look("a", 0, 10)
    reading = take(windows)
    assert reading is not None
    windows.changed()
    assert windows.finish(reading)
    assert ranges(windows) == [("a", 0, 10)]


def test_rows_that_nobody_looks_at_any_more_are_thrown_away() -> None:
    windows: Windows[str] = Windows(100)
    windows.look("a", 0, 10)
    far = take(windows)
    assert far is not None
    windows.look("a", 500, 510)
    assert not windows.finish(far)
    near = take(windows)
    assert near is not None
    windows.look("a", 505, 515)
    assert windows.finish(near), "some of it is still in sight"


def test_who_has_left_is_shown_nothing() -> None:
    windows: Windows[str] = Windows(100)
    windows.look("a", 0, 10)
    reading = take(windows)
    assert reading is not None
    windows.forget("a")
    assert not windows.finish(reading)
    assert take(windows) is None

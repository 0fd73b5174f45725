"""A handler that events wait behind is named: the bookkeeping, in virtual time."""

import logging
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from pgwidgets._backlog import Backlog
from pgwidgets_proto.deadlines import Deadlines


class Queues:
    """A backlog of which the test says how much waits where, and how late it is."""

    def __init__(self, allowed: float = 5.0) -> None:
        self.lines: list[str] = []
        self.waiting: dict[str, int] = {}
        self.now = 0.0
        self.deadlines = Deadlines()
        self.backlog = Backlog(allowed, self.deadlines, self.log)

    def log(self, level: int, text: str, *args: Any, extra: Any = None) -> None:
        assert level == logging.WARNING
        self.lines.append(text % args)

    def come(self, count: int = 1, queue: str = "desk") -> None:
        """Events come."""
        self.waiting[queue] = self.waiting.get(queue, 0) + count
        self.backlog.grew(queue, lambda: self.waiting[queue])
        self.deadlines.next(self.now)

    def pass_(self, seconds: float) -> None:
        end = self.now + seconds
        while (due := self.deadlines.next(self.now)) is not None and due <= end:
            self.now = due
            self.deadlines.run(due)
        self.now = end

    @contextmanager
    def handling(self, name: str, queue: str = "desk") -> Iterator[None]:
        """A handler takes one of the events, and runs."""
        self.waiting[queue] -= 1
        session: Any = f"<Session of {queue}>"
        function: Any = name
        outer = self.backlog.begin(queue, session, function)
        try:
            yield
        finally:
            self.backlog.end(queue, outer)


def test_it_is_named_after_five_seconds_with_what_waits_behind_it() -> None:
    queues = Queues()
    queues.come()
    with queues.handling("on_open"):
        queues.come(3)
        queues.pass_(4.9)
        assert queues.lines == []
        queues.pass_(0.2)
        (line,) = queues.lines
        assert "'on_open' of '<Session of desk>' has kept 3 events waiting for 5.0 s" in line
        queues.pass_(1_000)
        assert len(queues.lines) == 1


def test_of_one_event_it_is_said_so() -> None:
    queues = Queues()
    queues.come(2)
    with queues.handling("on_open"):
        queues.pass_(6)
    assert "has kept 1 event waiting" in queues.lines[0]


def test_one_that_runs_long_with_nothing_behind_it_is_not_named() -> None:
    queues = Queues()
    queues.come()
    with queues.handling("long"):
        queues.pass_(1_000)
        assert queues.deadlines.next(queues.now) is None  # it costs nothing either
    assert queues.lines == []


def test_what_comes_late_has_to_wait_as_long() -> None:
    queues = Queues()
    queues.come()
    with queues.handling("long"):
        queues.pass_(100)
        queues.come()
        queues.pass_(4.9)
    assert queues.lines == []
    with queues.handling("another"):
        queues.pass_(100)
    assert queues.lines == []


def test_many_short_ones_are_not_named_though_events_wait_all_the_time() -> None:
    queues = Queues()
    queues.come(1_000)
    for _ in range(999):
        with queues.handling("short"):
            queues.pass_(0.5)
    assert queues.lines == []


def test_each_run_is_named_by_itself() -> None:
    queues = Queues()
    queues.come(3)
    for name in ("one", "two"):
        with queues.handling(name):
            queues.pass_(7)
    assert [("'one'" in line, "'two'" in line) for line in queues.lines] == [
        (True, False),
        (False, True),
    ]


def test_events_that_are_taken_back_do_not_wait() -> None:
    """As when the widget that they are about is destroyed."""
    queues = Queues()
    queues.come(2)
    with queues.handling("long"):
        queues.pass_(4)
        queues.waiting["desk"] = 0
        queues.pass_(2)
        queues.come()
        queues.pass_(4.9)
    assert queues.lines == []


def test_queues_do_not_wait_for_each_other() -> None:
    queues = Queues()
    queues.come(1, "desk")
    queues.come(1, "board")
    with queues.handling("long", "desk"), queues.handling("other", "board"):
        queues.come(1, "board")
        queues.pass_(6)
    (line,) = queues.lines
    assert "'other'" in line


def test_a_handler_that_runs_others_itself_goes_on_being_watched() -> None:
    queues = Queues()
    queues.come(3)
    with queues.handling("outer"):
        with queues.handling("inner"):
            queues.pass_(1)
        queues.pass_(6)
    (line,) = queues.lines
    assert "'outer'" in line


def test_nobody_watches_without_a_bound() -> None:
    queues = Queues(math.inf)
    queues.come(2)
    assert queues.deadlines.next(0.0) is None


def test_a_handler_that_raises_runs_no_longer() -> None:
    queues = Queues()
    queues.come(2)
    with pytest.raises(KeyError), queues.handling("raises"):
        raise KeyError
    queues.pass_(100)
    assert queues.lines == []


def test_a_handler_that_is_paused_keeps_nobody_waiting() -> None:
    queues = Queues()
    queues.come(2)
    with queues.handling("asks"):
        with queues.backlog.paused("desk"), queues.handling("works"):
            queues.come()
            queues.pass_(6)
        assert len(queues.lines) == 1
        assert "works" in queues.lines[0]
        queues.pass_(6)
        assert "asks" in queues.lines[1]
    with queues.backlog.paused("desk"):  # nothing runs there
        queues.pass_(6)

"""Effects of a clock that rings once, kept by the core itself: no browser is told of it.

Knows: durations, what is due of a widget, and the time as the driver told it last.
Must not know: any widget class by name, links, or where the time comes from.
"""

import reprlib
from typing import Any, override

from ..conversions import LARGEST, as_number
from ..widgets.entry import Entry
from ..widgets.widget import Effect, Method, Node, Operations, call_name
from .effects import Query

DURATION = "duration"
"""The key of how long it runs, in seconds."""


def duration_of(node: Node) -> float:
    """After how many seconds it rings."""
    duration: float = node.value(DURATION, 0)
    return duration


def is_running(node: Node) -> bool:
    """Whether it will ring."""
    return node.timer is not None and node.timer.action is not None


def elapsed(ops: Operations, node: Node) -> float:
    """For how many seconds it has been running; 0 if it is not."""
    due = node.timer
    if due is None or due.action is None or due.time is None:
        return 0.0
    return min(due.delay, max(0.0, ops.now - (due.time - due.delay)))


def ring(ops: Operations, node: Node) -> None:
    """Its time has come."""
    ops.raise_event(node, "expired", duration_of(node))


class SetDuration(Effect):
    """Sets after how long it rings; a clock that runs goes on as it was."""

    __slots__ = ()

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        note_duration(node, method, args)


def note_duration(node: Node, method: Method, args: tuple[Any, ...]) -> None:
    """Keep a duration that a call gives; None leaves it as it is."""
    given = args[0] if args else None
    if given is None:
        return
    seconds = seconds_of(call_name(node, method), given)
    node.set_entry(DURATION, Entry(seconds, "set_duration", (seconds,)))


def seconds_of(what: str, given: Any) -> float:
    """A duration that a call gives, in seconds.

    Raises:
        TypeError: it is no number.
        ValueError: it is less than 0 s, or has no end.
    """
    seconds = None if isinstance(given, bool) else as_number(given)
    if seconds is None:
        raise TypeError(f"{what}: 'duration' is {given!r}; it must be a number of seconds")
    if not 0 <= seconds <= LARGEST:
        shown = reprlib.repr(given)
        raise ValueError(f"{what}: 'duration' is {shown}; it must be a time from 0 s on")
    return seconds


class StartClock(Effect):
    """Has it ring after its duration, which may be given.

    Parameters:
        if_idle: only if it does not run already.
    """

    __slots__ = ("if_idle",)

    def __init__(self, *, if_idle: bool = False) -> None:
        self.if_idle = if_idle

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        if self.if_idle and is_running(node):
            return
        note_duration(node, method, args)
        ops.set_timer(node, duration_of(node), lambda: ring(ops, node))


class StopClock(Effect):
    """Stops it.

    Parameters:
        tells: the program's handlers are told, with how long it had run.
    """

    __slots__ = ("tells",)

    def __init__(self, *, tells: bool = False) -> None:
        self.tells = tells

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        seconds = elapsed(ops, node)
        if node.timer is not None:
            node.timer.cancel()
        if self.tells:
            ops.raise_event(node, "cancelled", seconds)


class IsRunning(Query):
    """Whether it runs."""

    __slots__ = ()

    @override
    def answer(self, node: Node, args: tuple[Any, ...]) -> bool:
        return is_running(node)


class ElapsedTime(Effect):
    """For how many seconds it has been running; 0 if it is not."""

    __slots__ = ()

    is_local = True

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> float:
        return elapsed(ops, node)


class TimeLeft(Effect):
    """In how many seconds it will ring; 0 if it does not run."""

    __slots__ = ()

    is_local = True

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> float:
        if not is_running(node):
            return 0.0
        assert node.timer is not None  # or it would not run
        return node.timer.delay - elapsed(ops, node)


def check_duration(node: Node) -> None:
    """Refuse a constructor's duration that is none; a timer has no content.

    Raises:
        TypeError, ValueError: as :func:`seconds_of`.
    """
    given = node.arguments.get(DURATION)
    if given is not None:
        seconds_of(f"{node.cls.name}()", given)

"""Effects of a clock that rings once, kept by the core itself: no browser is told of it.

Knows: durations, what is due of a widget, and the time as the driver told it last. Must not know:
where the time comes from.
"""

import reprlib
from typing import Any

from ...models.conversions import LARGEST, as_number
from ...widgets.entry import Entry
from ...widgets.nodes import call_name
from ...widgets.widget import Method, Node, Operations

DURATION = "duration"
"""The key of how long it runs, in seconds."""


def duration_of(node: Node) -> float:
    """The seconds after which the timer rings."""
    duration: float = node.value(DURATION, 0)
    return duration


def is_running(node: Node) -> bool:
    """Whether the timer runs, so that it will ring."""
    return node.timer is not None and node.timer.action is not None


def elapsed(node: Node) -> float:
    """The seconds for which the timer has been running; 0 if it does not run."""
    due = node.timer
    if due is None or due.action is None or due.time is None:
        return 0.0
    return min(due.delay, max(0.0, node.ops.now - (due.time - due.delay)))


def ring(ops: Operations, node: Node) -> None:
    """Tell the program's handlers that the time has come."""
    ops.raise_event(node, "expired", duration_of(node))


def set_duration(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
    """Set the duration; a timer that runs goes on as it was started."""
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


def start(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
    """Start the timer, with a new duration if one is given."""
    note_duration(node, method, args)
    ops.set_timer(node, duration_of(node), lambda: ring(ops, node))


def start_if_idle(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
    """Start the timer, unless it runs already."""
    if not is_running(node):
        start(ops, node, method, args)


def stop(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
    """Stop the timer."""
    if node.timer is not None:
        node.timer.cancel()


def cancel(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
    """Stop the timer, and tell the program's handlers how long it has run."""
    seconds = elapsed(node)
    stop(ops, node, method, args)
    ops.raise_event(node, "cancelled", seconds)


def time_left(node: Node) -> float:
    """The seconds after which the timer will ring; 0 if it does not run."""
    if node.timer is None or not is_running(node):
        return 0.0
    return node.timer.delay - elapsed(node)


def check_duration(node: Node) -> None:
    """Refuse a constructor's duration that is no time; a timer has no content.

    Raises:
        TypeError, ValueError: as :func:`seconds_of`.
    """
    given = node.argument(DURATION)
    if given is not None:
        seconds_of(f"{node.cls.name}()", given)

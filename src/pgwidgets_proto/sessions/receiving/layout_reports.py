"""Browsers' reports of layout: how big widgets are, and where windows stand.

Knows: which sizes and places a user has chosen, and which only follow from our values on a page.
Must not know: queues or links' numbers.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ...catalog.effects.subwindows import ARRANGEMENT, STATE
from ...errors import CloseCode, RemoteProtocolError
from ...models.conversions import is_number
from ...widgets.entry import Entry, ReportedEntry
from ...widgets.reporting import Change
from ...widgets.widget import Node
from ...wire.messages import FIRST_BROWSER_WID, Geometry, Run
from ...wire.outgoing import Touch
from .browser_report import BrowserReport

type Told = tuple[int, int | float, int | float]

LAYOUT = {"resize": "size", "move": "position"}
"""Actions that tell of layout, and the values that they tell."""


def read_pair(args: list[Any]) -> tuple[Any, Any] | None:
    """The two numbers of a report, ``{width, height}`` or ``x, y``; None if they are missing."""
    if len(args) == 1 and isinstance(args[0], dict):
        args = [args[0].get("width"), args[0].get("height")]
    if len(args) == 2 and is_number(args[0]) and is_number(args[1]):
        return (args[0], args[1])
    return None


def check_runs(message: Geometry, check_given: Callable[[int], None]) -> None:
    """Refuse runs that tell of more widgets than there ever were: each is told of once, in order.

    Raises:
        RemoteProtocolError: as ``check_given`` does; or a run is empty, or told in no order.
    """
    for runs in (message.size_runs, message.position_runs):
        last = 0
        for wid, _, _, count, _, _ in runs:
            if wid <= last or count < 1 or wid + count > FIRST_BROWSER_WID:
                raise RemoteProtocolError(
                    CloseCode.PROTOCOL_ERROR,
                    "runs of geometry in no order",
                    f"a run of {count} widgets from {wid} on, behind one up to {last}",
                )
            last = wid + count - 1
            check_given(last)


def told_in(message: Geometry) -> Iterator[tuple[str, Iterator[Told]]]:
    """What a report tells, by its actions: each widget's id, and two numbers."""
    yield "resize", _each(message.sizes, message.size_runs)
    yield "move", _each(message.positions, message.position_runs)


def _each(rows: Iterable[Told], runs: Iterable[Run]) -> Iterator[Told]:
    # No generator for the rows: they may be tens of thousands, for each of which it is entered.
    return itertools.chain(rows, _told_by(runs))


def _told_by(runs: Iterable[Run]) -> Iterator[Told]:
    for wid, a, b, count, da, db in runs:
        for index in range(count):
            yield wid + index, a + index * da, b + index * db


def observe(report: BrowserReport, node: Node, key: str, value: tuple[Any, Any]) -> None:
    """Take what a report tells of a size or a place.

    Parameters:
        report: what tells it.
        node: the widget.
        key: one of :data:`LAYOUT`.
        value: in CSS pixels.
    """
    setter = node.cls.observes.get(key)
    if setter is None:
        _note(report, node, key, value)
        return
    if node.parent is not None and report.is_stale((Touch(node.parent.wid, ARRANGEMENT),)):
        return  # it is still to be arranged there, which tells where it comes to stand
    # A size that a window has in another state is none of its own.
    keys = (Touch(node.wid, key), Touch(node.wid, STATE))
    before = node.entry(key)
    if not _is_of_user(node, key, before, value):
        if report.is_stale(keys[1:]):
            report.correct(keys)  # it was the user's when it was reported
        elif key == "size":
            _note(report, node, key, value)
        return
    if not report.may_touch(keys):
        report.make_good(keys[:1])
        return
    node.forget_observed(key)
    if before is not None and tuple(before.args) == tuple(value):
        return
    rank, late = (0, False) if before is None else (before.how.rank, before.how.late)

    def carry_out(ops: Any) -> None:
        node.set_entry(key, ReportedEntry(value, setter, value, rank=rank, late=late))

    report.apply(Change(keys, carry_out))


def is_own_place(node: Node, key: str, value: tuple[Any, Any]) -> bool:
    """Whether a place or size is one that a user may give to a window on one page."""
    if node.cls.observes.get(key) is None:
        return False
    return _is_of_user(node, key, node.entries.get(key), value)


def _note(report: BrowserReport, node: Node, key: str, value: tuple[Any, Any]) -> None:
    """Keep a size or place that layout made of our values, if the leading browser tells it."""
    if report.is_leading:
        node.observe(key, value)


def _is_of_user(node: Node, key: str, entry: Entry | None, value: tuple[Any, Any]) -> bool:
    """Whether a window's reported place or size is the user's doing.

    It is where the window stands as it does normally. While the window is minimized or the like,
    the place and size are those of that state; while it is hidden, it has none. A size that was
    never set fits the content.
    """
    state = node.value(STATE, "normal")
    if key == "size":
        return entry is not None and state == "normal" and any(value)
    return state in ("normal", "shaded")

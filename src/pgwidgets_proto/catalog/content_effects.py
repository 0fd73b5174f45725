"""Effects and reports of what a model of Python's own keeps: items, rows.

Knows: how a model's steps become calls, and its answer to a report a change. Must not know: any
widget class by name, any model, bytes, or time.

A model's method has the name of the widget's; a report's is the action's with ``_reported``.
"""

from collections.abc import Iterable
from typing import Any, override

import msgspec

from ..encoding import Encoder
from ..entry import NEEDS_LAYOUT, Entry
from ..models.steps import SHAPE, Key, Made, Told, Turned
from ..node import Node
from ..sessions.browser_report import BrowserReport
from ..views.batching import fold
from ..wire.binary import BINARY
from ..wire.outgoing import Touch
from .effects import Effect, Operations, call_name
from .reports import LiveReport, Nonsense
from .spec import Method
from .told import TOLD, By


class Reads(Effect):
    """Something that the model knows."""

    __slots__ = ()

    is_local = True

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> Any:
        return _asked(node, method, args)


class Edits(Effect):
    """An edit of the content; one that makes a row gives the row's path.

    Parameters:
        event: an action that the program's handlers are told of, if anything has changed.
    """

    __slots__ = ("event",)

    def __init__(self, event: str | None = None) -> None:
        self.event = event

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> Any:
        steps = _asked(node, method, args)
        # What a model holds is plain, so that encoding can't fail.
        calls = [
            ops.encode_call(node, step.method, step.args, keys=step.keys, mergeable=step.mergeable)
            for step in steps
        ]
        # A tree would draw all its rows at each of them.
        for outgoing in fold(calls):
            ops.send(outgoing)
        if steps and self.event is not None:
            ops.raise_event(node, self.event)
        if isinstance(steps, Turned) and node.wanted:
            for action, told in steps.events():
                ops.raise_event(node, action, *told)
        return steps.path if isinstance(steps, Made) else None


class EditsWidths(Edits):
    """An edit that may change what a browser has to measure, once there is a layout."""

    __slots__ = ()

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        super().apply(ops, node, method, args)
        _note_attached(node)


class ReportsContent(LiveReport):
    """An action tells of a change of the content.

    Parameters:
        action: the action.
        given: how many of its arguments handlers get; None: all. Further ones are our client's.
        parts: the parts that a browser is told anew when its report is refused; None: its page is
            built anew.
    """

    __slots__ = ("action", "given", "parts")

    def __init__(
        self, action: str, *, given: int | None = None, parts: tuple[Key, ...] | None = None
    ) -> None:
        self.action = action
        self.given = given
        self.parts = parts

    @override
    def take(self, report: BrowserReport, node: Node, args: list[Any]) -> tuple[Any, ...] | None:
        told = self.carry_out(self.action, report, node, args)
        if not told.is_news and TOLD[self.action] is By.STATE:
            return None
        return tuple(args[: self.given]) if told.given is None else told.given()

    @override
    def make_good(self, report: BrowserReport, node: Node) -> None:
        if self.parts is None:
            report.rebuild()
        else:
            _correct(report, node, self.parts)

    def carry_out(self, action: str, report: BrowserReport, node: Node, args: list[Any]) -> Told:
        """Check a report and carry it out; raises :exc:`Nonsense`."""
        try:
            told: Told = getattr(node.content, f"{action}_reported")(*args)
        except (TypeError, ValueError) as exc:
            raise Nonsense(str(exc)) from exc
        if told.doubt and not report.is_stale(_touches(node, (SHAPE,))):
            raise Nonsense(told.doubt)
        if told.doubt or report.is_stale(_touches(node, told.keys)):
            _correct(report, node, (*told.repairs, *told.keys))
            return told._replace(is_news=False)
        told.carry_out()
        if told.repairs and report.is_stale(_touches(node, told.repairs)):
            _correct(report, node, told.repairs)
        session = report.session
        for other in report.others:
            for method, call, key in told.calls:
                outgoing = session.encode_call(node, method, call, keys=(key,))
                session.send_in_order(outgoing, to=other)
            if not told.calls:
                _tell(session, node, told.keys, other)
        return told


class ReportsHeader(ReportsContent):
    """``sorted``, by which our client also tells the widths of columns: one mapping."""

    __slots__ = ()

    @override
    def take(self, report: BrowserReport, node: Node, args: list[Any]) -> tuple[Any, ...] | None:
        if len(args) != 1:
            return super().take(report, node, args)
        self.carry_out("column_resized", report, node, args)
        _note_attached(node)
        return None


def plain_value(value: Any) -> Any:
    """What goes over the wire for a value that is no JSON yet: a date, a path, numpy's.

    Raises:
        TypeError: it can't go over the wire, or it is a widget, or bytes.
    """
    if isinstance(value, BINARY):
        raise TypeError(f"bytes can't be part of the content ({type(value).__name__})")
    encoder = Encoder()
    encoded, widgets = encoder.encode(value)
    if widgets:
        raise TypeError(f"a widget can't be part of the content ({widgets[0]!r})")
    return msgspec.json.decode(encoded)


def _asked(node: Node, method: Method, args: tuple[Any, ...]) -> Any:
    try:
        return getattr(node.content, method.name)(*args)
    except (TypeError, ValueError) as exc:
        kind = ValueError if isinstance(exc, ValueError) else TypeError
        raise kind(f"{call_name(node, method)}: {exc}") from exc


def _touches(node: Node, keys: Iterable[Key]) -> tuple[Touch, ...]:
    return tuple(Touch(node.wid, key) for key in keys)


def _correct(report: BrowserReport, node: Node, keys: Iterable[Key]) -> None:
    """Tell a browser our values of parts of which it has reported others that are older."""
    untold = report.untold(_touches(node, keys))
    _tell(report.session, node, [touch.key for touch in untold], report.link)


def _tell(session: Any, node: Node, keys: Iterable[Key], link: Any) -> None:
    """Bring a browser to our values of some parts."""
    for key in keys:
        for step in node.content.tell(key):
            outgoing = session.encode_call(
                node, step.method, step.args, keys=step.keys, mergeable=step.mergeable
            )
            session.send_in_order(outgoing, to=link)


def _note_attached(node: Node) -> None:
    """Keep as entries what a rebuild calls when the widget is in the page."""
    for key in [key for key in node.entries if isinstance(key, tuple) and key[0] == "attached"]:
        del node.entries[key]
    for number, (method, args) in enumerate(node.content.replay_attached()):
        entry = Entry(args, method, args, rank=NEEDS_LAYOUT, late=True)
        node.set_entry(("attached", number), entry)

"""Effects and reports of what a model of Python's own keeps: items, rows.

Knows: how a model's steps become calls, and its answer to a report a change. Must not know: any
widget class by name, any model, bytes, or time.

A model's method has the name of the widget's; a report's is the action's with ``_reported``.
"""

from typing import Any, override

import msgspec

from ..models.changes import SHAPE, Made, Part, ReportedChange, Turned
from ..views.batching import fold
from ..widgets.encoding import Encoder
from ..widgets.entry import NEEDS_LAYOUT, Entry
from ..widgets.reporting import Change, Nonsense, Reported, ValueReport, as_touches
from ..widgets.widget import Effect, Method, Node, Operations, call_name
from ..wire.binary import BINARY
from ..wire.outgoing import Outgoing, Touch


class ModelGetter(Effect):
    """Something that the model knows."""

    __slots__ = ()

    is_local = True

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> Any:
        return _asked(node, method, args)


class ModelEdit(Effect):
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
            ops.encode_call(node, step.method, step.args, keys=step.parts, mergeable=step.mergeable)
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


class WidthsEdit(ModelEdit):
    """An edit that may change what a browser has to measure, once there is a layout."""

    __slots__ = ()

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        super().apply(ops, node, method, args)
        _note_attached(node)


class ReportsContent(ValueReport):
    """An action tells of a change of the content.

    Parameters:
        action: the action.
        given: how many of its arguments handlers get; None: all. Further ones are our client's.
        parts: the parts that a browser is told anew when its report is refused; None: its page is
            built anew.
    """

    __slots__ = ("action", "given", "parts")

    def __init__(
        self, action: str, *, given: int | None = None, parts: tuple[Part, ...] | None = None
    ) -> None:
        self.action = action
        self.given = given
        self.parts = parts

    @override
    def read(self, node: Node, args: list[Any]) -> Change:
        change = reported_change(self.action, node, args)
        if self.given is None:
            return change
        return change._replace(given=lambda: tuple(args[: self.given]))

    @override
    def make_good(self, report: Reported, node: Node) -> None:
        if self.parts is None:
            report.rebuild()
        else:
            report.correct(as_touches(node, self.parts))


class ReportsHeader(ReportsContent):
    """``sorted``, by which our client also tells the widths of columns: one mapping."""

    __slots__ = ()

    @override
    def take(self, report: Reported, node: Node, args: list[Any]) -> tuple[Any, ...] | None:
        if len(args) != 1:
            return super().take(report, node, args)
        report.apply(reported_change("column_resized", node, args))
        _note_attached(node)
        return None


def reported_change(action: str, node: Node, args: list[Any]) -> Change:
    """What the model makes of a report; raises :exc:`Nonsense`."""
    try:
        told: ReportedChange = getattr(node.content, f"{action}_reported")(*args)
    except (TypeError, ValueError) as exc:
        raise Nonsense(str(exc)) from exc

    def for_others(ops: Operations) -> list[Outgoing]:
        return [
            ops.encode_call(node, method, call, keys=(part,)) for method, call, part in told.calls
        ]

    return Change(
        as_touches(node, told.parts),
        lambda ops: told.carry_out(),
        for_others=for_others if told.calls else None,
        repairs=as_touches(node, told.repairs),
        doubt=Nonsense(told.doubt, Touch(node.wid, SHAPE)) if told.doubt else None,
        given=told.given,
        is_news=told.is_news,
    )


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


def _note_attached(node: Node) -> None:
    """Keep as entries what a rebuild calls when the widget is in the page."""
    for key in [key for key in node.entries if isinstance(key, tuple) and key[0] == "attached"]:
        del node.entries[key]
    for number, (method, args) in enumerate(node.content.replay_attached()):
        entry = Entry(args, method, args, rank=NEEDS_LAYOUT, late=True)
        node.set_entry(("attached", number), entry)

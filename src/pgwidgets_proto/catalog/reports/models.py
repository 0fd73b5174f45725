"""Reports of changes to a model: items, rows.

Knows: how a model's answer to a report becomes a change. Must not know: any model.

A model's method has the name of the action, with ``_reported`` behind it.
"""

from typing import Any, override

from ...models.changes import SHAPE, Part, ReportedChange
from ...widgets.reporting import Change, Nonsense, Reported, ValueReport, as_touches
from ...widgets.widget import Node, Operations
from ...wire.outgoing import Outgoing, Touch
from ..effects.models import note_attached


class ReportsContent(ValueReport):
    """An action tells of a change of the content.

    Parameters:
        action: the action.
        given: how many of its arguments handlers get; None: all. Further ones are our client's.
        parts: the parts that a browser is told anew when its report is refused; None: its page is
            built anew.
    """

    action: str
    given: int | None = None
    parts: tuple[Part, ...] | None = None

    @override
    def read(self, node: Node, args: list[Any]) -> Change:
        change = reported_change(self.action, node, args)
        if self.given is None:
            return change
        return change._replace(given=lambda: tuple(args[: self.given]))

    @override
    def own_view(self, node: Node, args: list[Any]) -> tuple[tuple[Touch, ...], bool]:
        keys, differs = super().own_view(node, args)
        return keys[:1], differs  # the others are what the report depends on

    @override
    def make_good(self, report: Reported, node: Node) -> None:
        if self.parts is None:
            report.rebuild()
        else:
            report.correct(as_touches(node, self.parts))


class ReportsHeader(ReportsContent):
    """``sorted``, by which our client also tells the widths of columns: one mapping."""

    @override
    def take(self, report: Reported, node: Node, args: list[Any]) -> tuple[Any, ...] | None:
        if len(args) != 1:
            return super().take(report, node, args)
        report.apply(reported_change("column_resized", node, args))
        note_attached(node)
        return None

    @override
    def own_view(self, node: Node, args: list[Any]) -> tuple[tuple[Touch, ...], bool]:
        if len(args) != 1:
            return super().own_view(node, args)
        change = reported_change("column_resized", node, args)
        return (() if change.doubt is not None else change.keys), change.is_news


def reported_change(action: str, node: Node, args: list[Any]) -> Change:
    """The change that the model derives from a report; raises :exc:`Nonsense`."""
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
        tells_origin=told.tells_origin,
    )

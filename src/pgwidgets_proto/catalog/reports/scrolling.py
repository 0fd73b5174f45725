"""Reports of how far something is scrolled.

Knows: that a place is a part of what there is to scroll, so that it changes when that grows, too.
"""

from typing import Any, override

from ...widgets.reporting import ActionReport, Reported
from ...widgets.widget import Node
from ...wire.outgoing import Touch
from .values import ReportsPair


class ReportsScrolled(ActionReport):
    """An action tells a place, across and down, each from 0 to 1.

    If that is nobody's doing, there is more or less to scroll, of which each browser tells. It is
    kept for a page that is built anew, and not told to others: to set it there would take a user
    who is scrolling back. Nor is any place of content that each browser sees a part of by itself
    (``scrolls_apart``), whoever has scrolled.

    Parameters:
        place: what it tells, where somebody has scrolled.
    """

    place: ReportsPair

    @override
    def take(self, report: Reported, node: Node, args: list[Any]) -> tuple[Any, ...] | None:
        change = self.place.read(node, args)
        if not report.is_by_itself:
            if getattr(node.content, "scrolls_apart", False):
                change = change._replace(for_others=lambda ops: ())
            report.apply(change)
            return tuple(args)
        if report.is_leading and not report.is_stale(change.keys):
            change.carry_out(report.ops)
        return None

    @override
    def own_view(self, node: Node, args: list[Any]) -> tuple[tuple[Touch, ...], bool]:
        return self.place.own_view(node, args)

    @override
    def values(self, node: Node) -> tuple[Touch, ...] | None:
        return self.place.values(node)

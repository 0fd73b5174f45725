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

    Where no user has scrolled, there is more or less to scroll than before, and each browser
    reports its place. Such a place is kept for a page that is built anew, and other browsers are
    not told: to set it there would take a user who is scrolling back. Nor are they told of a place
    in content of which each browser sees its own part (``scrolls_apart``), whoever has scrolled.

    Parameters:
        place: the report of the place, where a user has scrolled.
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

"""What a user orders of a widget that is switched off, and how his page is put right.

Knows: that a container switches off what is in it. Must not know: which actions are orders, when it
is asked, or who the user is.

No page lets its user press what is switched off, but one may be late: it has yet to hear of it, or
both halves of a double click are on their way when the first has the program switch the button off.
What a user has typed or selected is no order: it is kept.
"""

from typing import Any

from ...widgets.reporting import ActionReport, Nonsense, Reported, ValueReport
from ...widgets.widget import Node


def switched_off(node: Node) -> Node | None:
    """The widget that takes no input: this one, or one that it is in; None: it takes some."""
    around: Node | None = node
    while around is not None:
        if not around.value("enabled", True):
            return around
        around = around.parent
    return None


def put_right(report: Reported, node: Node, args: list[Any]) -> None:
    """Bring a browser whose order is refused to our state.

    Parameters:
        report: the report.
        node: the widget.
        args: the report's arguments, with widgets as nodes.
    """
    kind = report.action.report
    if isinstance(kind, ValueReport):
        try:
            change = kind.read(node, args)
        except Nonsense:
            pass
        else:
            report.make_good((*change.keys, *change.repairs))
            return
    if isinstance(kind, ActionReport):
        kind.make_good(report, node)

"""Reports of an application's own widgets, which it checks itself.

Knows: how a check refuses a report. Must not know: what is checked.
"""

from collections.abc import Callable
from typing import Any, ClassVar, override

from ...widgets.reporting import ActionReport, Nonsense, Reported
from ...widgets.widget import Node
from ...wire.outgoing import Key


class Checked(ActionReport):
    """An action tells nothing of the state, and its arguments are checked before handlers get them.

    Parameters:
        check: gets the arguments; gives those that handlers get, or None: just these. TypeError or
            ValueError refuse the report.
    """

    is_of_state: ClassVar[bool] = False
    concerns: ClassVar[tuple[Key, ...] | None] = ()

    check: Callable[..., Any]

    @override
    def take(self, report: Reported, node: Node, args: list[Any]) -> tuple[Any, ...] | None:
        try:
            given = self.check(*args)
        except (TypeError, ValueError) as exc:
            raise Nonsense(str(exc)) from exc
        return tuple(args) if given is None else tuple(given)

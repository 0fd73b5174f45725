"""A session whose calls can be looked at, for tests of what methods do."""

from typing import Any

import msgspec

from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.widgets.reporting import Change
from pgwidgets_proto.widgets.whom import Target
from pgwidgets_proto.widgets.widget import Node
from pgwidgets_proto.wire.outgoing import Outgoing


class Recorded(Session):
    """A session that notes its calls as ``(widget's id, method, arguments)``."""

    def __init__(self) -> None:
        super().__init__(Hub(mint_token=lambda: "token", boot="boot"), 1, "token")
        self.sent: list[tuple[int, str, list[Any]]] = []
        self.newest: Outgoing | None = None
        self.events: list[tuple[Any, ...]] = []
        self.send = self._note

    @property
    def is_heard(self) -> bool:
        return True

    def _note(self, outgoing: Outgoing, target: Target = Target.ALL) -> None:
        self.newest = outgoing
        message = msgspec.json.decode(outgoing.encoded)
        for call in calls_in(message):
            self.sent.append((call["wid"], call["method"], call.get("args", [])))

    def raise_event(self, node: Node, action: str, *args: Any) -> None:
        self.events.append((node, action, *args))

    def taken(self) -> list[tuple[int, str, list[Any]]]:
        """What was sent since the last time."""
        sent, self.sent = self.sent, []
        return sent

    def rebuilt(self, node: Node) -> list[tuple[str, list[Any]]]:
        """The calls on a widget that a rebuild repeats."""
        return [(method, args) for wid, method, args in self.replayed() if wid == node.wid]

    def replayed(self) -> list[tuple[int, str, list[Any]]]:
        """All calls that a rebuild repeats."""
        found = []
        for outgoing in self.page(stock=False):
            calls = calls_in(msgspec.json.decode(outgoing.encoded))
            found += [(call["wid"], call["method"], call.get("args", [])) for call in calls]
        return found

    def reported(self, node: Node, action: str, *args: Any) -> Change:
        """A browser reports something, and it is not stale."""
        report = node.cls.actions[action].report
        assert report is not None
        change = report.read(node, list(args))
        change.carry_out(self)
        return change


def calls_in(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The calls that a message makes."""
    found: list[dict[str, Any]] = message.get("calls", [])
    return [message] if message["type"] == "call" else found


def ref(node: Node) -> dict[str, int]:
    """A widget as it stands in a message."""
    return {"__wid__": node.wid}

"""A page that acknowledges as ours does (web/pgwidgets/line/tally.js).

Knows: when it says which messages it has applied. Must not know: what is in them, or what comes of
it.
"""

from typing import Any

from pgwidgets.testing import SimulatedBrowser


class LateBrowser(SimulatedBrowser):
    """Says with its next report what it has applied, or when the line is quiet."""

    _acknowledged = 0
    _is_applying = False

    def send(self, message: Any) -> None:
        if not (isinstance(message, dict) and message["type"] == "ack"):
            super().send(message)

    def post(self, message: dict[str, Any], *data: bytes) -> None:
        is_report = message["type"] == "callback"
        if is_report and self._has_news and not self._is_applying:
            self._acknowledged = self.seen
            message = message | {"applied": True}
        super().post(message, *data)

    def exchange(self) -> bool:
        was_busy = super().exchange()
        while self._has_news:
            self._acknowledged = self.seen
            super().send({"type": "ack", "seen": self.seen})
            super().exchange()
            was_busy = True
        return was_busy

    @property
    def _has_news(self) -> bool:
        return self._is_connected and self._is_counting and self.seen != self._acknowledged

    def _handle(self, message: dict[str, Any]) -> dict[str, Any] | None:
        self._is_applying = True
        try:
            answer = super()._handle(message)
        finally:
            self._is_applying = False
        if message["type"] in ("session-info", "resumed"):
            self._acknowledged = self.seen  # it begins at 0, or was told with the hello
        return answer

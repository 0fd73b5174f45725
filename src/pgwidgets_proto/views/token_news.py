"""Which of its session's tokens a page may still have.

Knows: the tokens that were replaced while a page was shown, and when it was last told of one.
Must not know: how tokens are made or judged, or how a page is told.

News of a token may be lost with the socket, so a page may come back with an old one. It has the
newest for sure once it has applied a message that was sent after the news.
"""

from collections import deque

from .outbox import Number

_KEPT = 8
"""Old tokens that are kept for one page: the latest."""


class TokenNews:
    """What one page has heard of its session's token.

    Attributes:
        void: replaced tokens that the page may still have, the oldest first.
    """

    def __init__(self) -> None:
        self.void: deque[str] = deque(maxlen=_KEPT)
        self._told_after = Number(0)

    def told(self, sent: Number) -> None:
        """The page is told the newest token, behind so many messages."""
        self._told_after = sent

    def applied(self, number: Number) -> None:
        """The page has applied the messages up to this one."""
        if number > self._told_after:
            self.void.clear()

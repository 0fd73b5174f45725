"""Waiting for browsers: a question that one of them answers, a barrier that all of them pass.

Knows: who has yet to answer. Must not know: sockets, event loops, what is asked.
"""

from typing import TYPE_CHECKING, Any

from ..errors import BrowserError, SessionGoneError
from ..promise import Promise
from ..widgets.widget import Node
from ..wire.outgoing import Outgoing

if TYPE_CHECKING:
    from ..deadlines import Deadline
    from ..views.link import Link
    from .session import Session


class Question(Promise):
    """A call whose value only a browser knows.

    It is asked of one browser, and of another when that one leaves. With none left it waits for
    one to come, until its deadline.

    Attributes:
        link: the browser that was asked, or None while there is none.
    """

    __slots__ = ("_deadline", "_session", "link", "node", "outgoing")

    def __init__(self, session: "Session", node: Node, outgoing: Outgoing) -> None:
        super().__init__()
        self._session = session
        self.node = node
        self.outgoing = outgoing
        self.link: Link | None = None
        limit = session.hub.limits.question_time

        def expire(now: float) -> None:
            self.settle(
                exception=TimeoutError(
                    f"no browser answered {node!r}.{outgoing.method}() within {limit} s"
                )
            )

        self._deadline: Deadline = session.hub.deadlines.add(limit, expire)

    def settle(self, value: Any = None, exception: BaseException | None = None) -> None:
        """Bring the outcome, and wait no longer."""
        self._deadline.cancel()
        self._session.waiting.question_settled(self)
        super().settle(value, exception)

    def answered(self, value: Any) -> None:
        """A browser brought the value."""
        self.settle(value)

    def failed(self, error: BrowserError) -> None:
        """A browser could not carry out the call."""
        self.settle(exception=error)


class Flush(Promise):
    """Settled when every browser that was there has applied what was queued at that time.

    A browser that leaves, or is set aside to be rebuilt, no longer counts.
    """

    __slots__ = ("_deadline", "_session", "waits_for")

    def __init__(self, session: "Session", timeout: float | None) -> None:
        super().__init__()
        self._session = session
        self.waits_for: dict[Link, int] = {}
        self._deadline: Deadline | None = None
        if timeout is not None:

            def expire(now: float) -> None:
                late = ", ".join(repr(link) for link in self.waits_for)
                self.settle(exception=TimeoutError(f"not applied within {timeout} s by: {late}"))

            self._deadline = session.hub.deadlines.add(timeout, expire)

    def check(self, link: "Link", *, is_gone: bool = False) -> None:
        """A browser has applied more, or left."""
        target = self.waits_for.get(link)
        if target is not None and (is_gone or link.acknowledged >= target):
            del self.waits_for[link]
        if not self.waits_for:
            self.settle()

    def settle(self, value: Any = None, exception: BaseException | None = None) -> None:
        """Bring the outcome; errors of pipelined calls are raised here."""
        if self.is_settled:
            return
        if self._deadline is not None:
            self._deadline.cancel()
        self._session.waiting.flush_settled(self)
        super().settle(value, exception or self._session.waiting.take_errors())

    def abandon(self) -> None:
        """The session is gone."""
        self.settle(exception=SessionGoneError("the session was destroyed while flushing"))

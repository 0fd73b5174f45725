"""Kinds of promises: a browser's answer, a barrier that all browsers pass, a user's decision.

Knows: who has yet to answer. Must not know: what is asked.
"""

from collections.abc import Callable
from typing import Any

from ...deadlines import Deadline, Deadlines
from ...errors import BrowserError, SessionGoneError
from ...views.link import Link
from ...views.numbering import Place
from ...widgets.widget import Node
from ...wire.outgoing import Outgoing
from .promise import Promise


class Question(Promise):
    """A call whose value only a browser knows.

    It is asked of one browser, and of another when that one leaves. With none left it waits for
    one to come, until its deadline.

    Parameters:
        node: the widget that it is about.
        outgoing: the call.
        deadlines: where its time ends.
        limit: seconds until then.
        done: is told when it waits no longer.

    Attributes:
        link: the browser that was asked, or None while there is none.
    """

    __slots__ = ("_deadline", "_done", "link", "node", "outgoing")

    def __init__(
        self,
        node: Node,
        outgoing: Outgoing,
        deadlines: Deadlines,
        limit: float,
        done: "Callable[[Question], None]",
    ) -> None:
        super().__init__()
        self._done = done
        self.node = node
        self.outgoing = outgoing
        self.link: Link | None = None

        def expire(now: float) -> None:
            self.settle(
                exception=TimeoutError(
                    f"no browser answered {node!r}.{outgoing.method}() within {limit} s"
                )
            )

        self._deadline: Deadline = deadlines.add(limit, expire)

    def settle(self, value: Any = None, exception: BaseException | None = None) -> None:
        """Settle the question, and wait no longer."""
        self._deadline.cancel()
        self._done(self)
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

    Parameters:
        timeout: seconds, or None.
        deadlines: where its time ends.
        done: is told when it waits no longer.
        take_errors: gives the errors of calls that nobody has been told of.

    Attributes:
        waits_for: the browsers that it waits for, and the place that each has to come to.
    """

    __slots__ = ("_deadline", "_done", "_take_errors", "waits_for")

    def __init__(
        self,
        timeout: float | None,
        deadlines: Deadlines,
        done: "Callable[[Flush], None]",
        take_errors: Callable[[], BaseException | None],
    ) -> None:
        super().__init__()
        self._done = done
        self._take_errors = take_errors
        self.waits_for: dict[Link, Place] = {}
        self._deadline: Deadline | None = None
        if timeout is not None:

            def expire(now: float) -> None:
                late = ", ".join(repr(link) for link in self.waits_for)
                self.settle(exception=TimeoutError(f"not applied within {timeout} s by: {late}"))

            self._deadline = deadlines.add(timeout, expire)

    def check(self, link: Link, *, is_gone: bool = False) -> None:
        """A browser has applied more of its messages, or left."""
        target = self.waits_for.get(link)
        if target is not None and (is_gone or link.outbox.applied_place >= target):
            del self.waits_for[link]
        if not self.waits_for:
            self.settle()

    def settle(self, value: Any = None, exception: BaseException | None = None) -> None:
        """Settle the flush; if nothing else, the errors of pipelined calls are its exception."""
        if self.is_settled:
            return
        if self._deadline is not None:
            self._deadline.cancel()
        self._done(self)
        super().settle(value, exception or self._take_errors())

    def abandon(self) -> None:
        """The session is gone."""
        self.settle(exception=SessionGoneError("the session was destroyed while flushing"))


class Decision(Promise):
    """What a user will decide: settled by the program's own handlers, whichever browser it is in.

    With no browser there it waits for one, as what the user is asked by stands in the session.

    Parameters:
        timeout: seconds, or None.
        deadlines: where its time ends.
        done: is told when it waits no longer.
    """

    __slots__ = ("_deadline", "_done")

    def __init__(
        self,
        timeout: float | None,
        deadlines: Deadlines,
        done: "Callable[[Decision], None]",
    ) -> None:
        super().__init__()
        self._done = done
        self._deadline: Deadline | None = None
        if timeout is not None:

            def expire(now: float) -> None:
                self.settle(exception=TimeoutError(f"the user has not answered within {timeout} s"))

            self._deadline = deadlines.add(timeout, expire)

    def settle(self, value: Any = None, exception: BaseException | None = None) -> None:
        """Settle it, and wait no longer."""
        if self._deadline is not None:
            self._deadline.cancel()
        self._done(self)
        super().settle(value, exception)

"""What waits in one session: for answers, for queues to empty, for room, for users' decisions.

Knows: which browser was asked, who has yet to apply what, what went wrong since the last flush.
Must not know: how a call is made or encoded, or what a report means.
"""

from collections.abc import Callable

from ...deadlines import Deadline, Deadlines
from ...errors import BrowserError, SessionGoneError
from ...limits import Limits
from ...views.link import Link
from ...widgets.widget import Node
from ...wire.outgoing import Outgoing
from ..events import CallFailed
from ..telling.audience import Audience
from .promise import Promise
from .questions import Decision, Flush, Question

_DECISIONS = 20
"""Questions that one session's user may have open; each of them keeps a handler, or a thread."""
_ERRORS = 100
"""Errors of calls that are kept for the next flush; a program may never flush."""


class Pending:
    """All that waits in one session.

    Parameters:
        limits, deadlines: the hub's.
        audience: the session's browsers.
        tell: tells the program of a call that failed; raises as
            :meth:`~.inbox.Inbox.put_told`.

    Attributes:
        flushes: those that wait for a browser to apply what it was sent.
    """

    def __init__(
        self,
        limits: Limits,
        deadlines: Deadlines,
        audience: Audience,
        tell: Callable[[CallFailed], None],
    ) -> None:
        self._limits = limits
        self._deadlines = deadlines
        self._audience = audience
        self._tell = tell
        self._questions: dict[Question, None] = {}
        self.flushes: list[Flush] = []
        self._decisions: dict[Decision, None] = {}
        self._errors: list[BrowserError] = []
        self._errors_left_out = 0
        self._room: Promise | None = None
        self._stall: Deadline | None = None

    @property
    def is_answer_awaited(self) -> bool:
        """Whether a question or a flush waits for a browser."""
        return bool(self._questions or self.flushes)

    @property
    def is_page_awaited(self) -> bool:
        """Whether anything waits for what a browser says: an answer, or that it has taken more."""
        return self._room is not None or self.is_answer_awaited

    # --- what the program waits for

    def ask(self, node: Node, outgoing: Outgoing, asker: Link | None) -> Promise:
        """Ask a browser; without any, the answer is None.

        Parameters:
            node: the widget that the question is about.
            outgoing: the call.
            asker: the browser that is asked first, if it is there.
        """
        audience = self._audience
        if audience.active_browser(asker) is None:
            nobody = Promise()
            nobody.settle(None)
            return nobody
        question = Question(
            node, outgoing, self._deadlines, self._limits.question_time, self._question_settled
        )
        outgoing.answer_to = question
        self._questions[question] = None
        self._put(question, asker)
        return question

    def flush(self, timeout: float | None) -> Flush:
        """Wait until every browser whose user may act has applied what was queued before."""
        flush = Flush(timeout, self._deadlines, self._flush_settled, self._take_errors)
        for link in self._audience.acting:
            if not link.is_set_aside:
                target = link.outbox.barrier()
                if target > link.outbox.applied_place:
                    flush.waits_for[link] = target
        if flush.waits_for:
            self.flushes.append(flush)
        else:
            flush.settle()
        return flush

    def decision(self, timeout: float | None) -> Decision:
        """A promise of a user's decision; the program settles it, or the session's end does.

        Parameters:
            timeout: seconds; None: as long as it takes.

        Raises:
            RuntimeError: too many decisions are waited for already; somebody may press the same
                button again and again.
        """
        if len(self._decisions) >= _DECISIONS:
            raise RuntimeError(f"the user is asked {_DECISIONS} questions already")
        decision = Decision(timeout, self._deadlines, self._decision_settled)
        self._decisions[decision] = None
        return decision

    def for_room(self) -> Promise | None:
        """A promise to wait for before queueing more, or None if there is room.

        There is room while one connected browser is below its high mark, or none is connected;
        browsers whose users may only look don't count.
        """
        is_awaited, high_water = False, self._limits.high_water
        for link in self._audience.links:
            if link.may_act:
                if link.outbox.unsent_bytes <= high_water:  # here, as every awaited call asks
                    return None
                is_awaited = True
        if not is_awaited:
            return None
        if self._room is None:
            self._room = Promise()
            self._watch_progress()
            self._audience.announce()  # their reading may be paused
        return self._room

    def _is_over_high_water(self, link: Link) -> bool:
        return link.outbox.unsent_bytes > self._limits.high_water

    def _watch_progress(self) -> None:
        # A page that is stuck may keep its connection alive for ever; the program must go on.
        links = self._audience.acting
        before = {link: link.outbox.progress for link in links}

        def look(now: float) -> None:
            for link in links:
                if self._is_over_high_water(link) and before.get(link) == link.outbox.progress:
                    link.set_aside()
            if self._room is not None:
                self._watch_progress()

        self._stall = self._deadlines.add(self._limits.stall_time, look)

    # --- what browsers do

    def room_made(self) -> None:
        """A browser took something of its queue: wake the calls that wait for room."""
        if self._room is not None:
            links = self._audience.acting
            if not links or not all(map(self._is_over_high_water, links)):
                room, self._room = self._room, None
                if self._stall is not None:
                    self._stall.cancel()
                room.settle()

    def applied(self, link: Link) -> None:
        """A browser has applied more of our messages."""
        for flush in list(self.flushes):
            flush.check(link)

    def not_to_count(self, link: Link) -> None:
        """A browser has left, or was set aside: flushes and calls wait for it no longer."""
        for flush in list(self.flushes):
            flush.check(link, is_gone=True)
        self.room_made()

    def ask_another(self, link: Link) -> None:
        """A browser will not answer its questions: ask another one."""
        for question in [question for question in self._questions if question.link is link]:
            question.link = None
            self._put(question)

    def ask_again(self, link: Link | None = None) -> None:
        """A browser has come: ask it the questions that no other is being asked.

        Parameters:
            link: the browser, if it was built anew, so that its questions were thrown away.
        """
        if link is not None:
            for flush in self.flushes:
                if link in flush.waits_for:
                    flush.waits_for[link] = link.outbox.last
        for question in self._questions:
            # One that is away answers if it comes back, but it may not.
            is_asked = question.link is not None and question.link not in self._audience.detached
            if not is_asked or (link is not None and question.link is link):
                self._put(question)

    def call_failed(self, link: Link, error: BrowserError) -> None:
        """A browser could not carry out a call that nobody waits for: the next flush tells.

        Raises:
            RemoteProtocolError: more events wait than may.
        """
        if len(self._errors) < _ERRORS:
            self._errors.append(error)
        else:
            self._errors_left_out += 1
        self._tell(CallFailed(link=link, error=error))

    # --- ends

    def _question_settled(self, question: Question) -> None:
        self._questions.pop(question, None)

    def _flush_settled(self, flush: Flush) -> None:
        if flush in self.flushes:
            self.flushes.remove(flush)

    def _decision_settled(self, decision: Decision) -> None:
        self._decisions.pop(decision, None)

    def _take_errors(self) -> BaseException | None:
        """The errors of browsers since the last flush, as one exception; None: there were none."""
        errors, self._errors = self._errors, []
        left_out, self._errors_left_out = self._errors_left_out, 0
        if len(errors) > 1:
            more = f", the first {len(errors)} of {len(errors) + left_out}" if left_out else ""
            return ExceptionGroup(f"calls failed in the browser{more}", errors)
        return errors[0] if errors else None

    def widgets_gone(self) -> None:
        """Widgets were destroyed: questions about them give None, as if no browser were there.

        An exception would end a handler whose widget a user has just closed.
        """
        for question in [question for question in self._questions if question.node.destroyed]:
            question.settle(None)

    def end(self) -> None:
        """The session is gone."""
        for question in list(self._questions):
            question.settle(exception=SessionGoneError("the session was destroyed"))
        for flush in list(self.flushes):
            flush.abandon()
        for decision in list(self._decisions):
            decision.settle(exception=SessionGoneError("the session was destroyed"))
        self.room_made()

    def _put(self, question: Question, asker: Link | None = None) -> None:
        # A browser that was set aside reads nothing now, and is asked when it is rebuilt.
        audience = self._audience
        for link in (audience.active_browser(asker), *reversed(audience.acting)):
            if link is not None and not link.is_set_aside:
                question.link = link
                link.put(question.outgoing)
                return


def check_timeout(timeout: float | None) -> None:
    """Refuse a timeout of a flush that is no number of seconds.

    Raises:
        TypeError, ValueError: what is given instead.
    """
    if timeout is None:
        return
    if not isinstance(timeout, (int, float)):
        raise TypeError(f"flush(): timeout is {timeout!r}; it must be seconds, or None")
    if timeout != timeout:  # NaN, which has no place in any order of deadlines
        raise ValueError("flush(): timeout is nan; it must be seconds, or None")

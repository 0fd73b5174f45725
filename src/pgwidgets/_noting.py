"""What an application notes in its log: refusals, reports that can't be true, calls that failed.

Knows: which are worth a line of their own, and which ids each line has. Must not know: async or
sync, what was refused, or how a log is written.
"""

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from pgwidgets_proto import BrowserError, Hub, Link, Session
from pgwidgets_transports.seam import Clock

from ._log_fields import about, about_engine
from ._refusals import Refusals
from ._session_engine import AnySessionEngine
from ._settings import Settings
from ._tally import Tally


class Noting(ABC):
    """The part of an engine that writes to the log.

    Attributes:
        settings: those of the application.
        hub: its core, whose deadlines tell when a minute is over.
        clock: what it goes by while it serves.
        tally: what counts the refusals.
    """

    settings: Settings
    hub: Hub
    clock: Clock | None
    tally: Tally
    _refusals: Refusals

    @abstractmethod
    def act(self, operation: Callable[..., Any], *args: Any) -> Any:
        """Do something in the core."""

    def log_nonsense(
        self, session: AnySessionEngine, link: Link, detail: str, fault: Exception | None
    ) -> None:
        """Note that a browser reported what can't be true. Of many reports, their number.

        Parameters:
            session, link: of the browser.
            detail: what it reported, and why that is refused.
            fault: what the core raised over it, where it is not the browser that is wrong.
        """
        who = link.browser.address or "a browser"
        kind = f"refused reports of {who} to session {session.core.id!r}"
        if self.act(self._is_worth_a_line, kind):
            extra = about(session.core.id, link)
            text = "%r: refused: %s"
            self.settings.logger.log(
                _level_of(fault), text, session, detail, extra=extra, exc_info=fault
            )

    def log_blank(self, session: AnySessionEngine) -> None:
        """Note that the handlers of ``on_connect`` have ended, and the page stays blank."""
        if self.act(_is_blank, session.core):
            extra = about_engine(session)
            self.settings.logger.info(
                "on_connect has ended, and %r shows no window: is show() missing?",
                session,
                extra=extra,
            )

    def log_failed_call(self, session: AnySessionEngine, link: Link, error: BrowserError) -> None:
        """Note that a browser could not carry out a call. Of many of a method, their number."""
        who = link.browser.address or "a browser"
        kind = f"{who} failed to carry out {error.method!r} of session {session.core.id!r}"
        if self.act(self._is_worth_a_line, kind):
            extra = about(session.core.id, link)
            self.settings.logger.error("%r: %s", session, error, extra=extra)

    def _is_worth_a_line(self, kind: str) -> bool:
        now = 0.0 if self.clock is None else self.clock.now()
        is_counting = self._refusals.next_deadline is not None
        is_worth_it = self._refusals.note(kind, now)
        if not is_counting:
            self._await_refusals(now)
        return is_worth_it

    def _await_refusals(self, now: float) -> None:
        due = self._refusals.next_deadline
        if due is not None:
            self.hub.deadlines.add(due - now, self._tell_refusals, now)

    def _tell_refusals(self, now: float) -> None:
        for line in self._refusals.tell(now):
            self.log(logging.WARNING, "%s", line)
        self._await_refusals(now)

    def log(
        self,
        level: int,
        text: str,
        *args: Any,
        extra: Mapping[str, Any] | None = None,
        exc_info: Exception | None = None,
    ) -> None:
        """Note what the core brought about. Loggers' handlers are the program's own code."""
        self.settings.logger.log(level, text, *args, extra=extra, exc_info=exc_info)

    def log_refusal(
        self, peer: str | None, code: int, cause: str, fault: Exception | None = None
    ) -> None:
        """Note that a peer was refused; called by the transport. Of many alike, their number."""
        refusals = self.tally.refusals
        refusals[code] = refusals.get(code, 0) + 1
        kind = f"refused {peer or 'a peer'} with {code}"
        if self._is_worth_a_line(kind):
            level, extra = _level_of(fault), about(address=peer)
            self.log(level, "%s: %s", kind, cause, extra=extra, exc_info=fault)

    def log_failed_timer(self, fault: Exception) -> None:
        """Note that what was due was not done. Of many, their number."""
        kind = "failed to do what was due"
        if self._is_worth_a_line(kind):
            self.log(logging.ERROR, "%s: a fault of the server: %r", kind, fault, exc_info=fault)


def _level_of(fault: Exception | None) -> int:
    return logging.WARNING if fault is None else logging.ERROR


def _is_blank(session: Session) -> bool:
    # What is in nothing is shown only where it was told to show itself, as windows are.
    return not any(
        node.parent is None and node.value("visible", False) for node in session.nodes.values()
    )

"""Who may come in to which session: judges the credentials in a browser's hello.

Knows: which session or share credentials are for, and what a browser is told when its own are
refused. Must not know: how tokens are made (credentials.py), the waiting room, or how
a session is shown.
"""

from collections.abc import Mapping

from ...errors import CloseCode, RemoteProtocolError
from ...limits import Limits
from ...views.channel import Channel
from ...views.seam import Badge
from ...wire.messages import Result
from ..people.credentials import Credentials, Verdict, WrongTokens, same
from ..people.shares import Share, ShareEnd, Terms, refused
from ..session import Session
from .session_ids import other_spelling


class Door:
    """Judges what browsers present.

    Parameters:
        sessions: all sessions by id.
        credentials: judges tokens.
        limits: how many wrong tokens of one address may come in a minute (``wrong_tokens``), and
            how many browsers may show one session (``links_per_session``).
    """

    def __init__(
        self,
        sessions: Mapping[int | str, Session],
        credentials: Credentials,
        limits: Limits,
    ) -> None:
        self._sessions = sessions
        self._credentials = credentials
        self._limits = limits
        self._wrong_tokens = WrongTokens(limits.wrong_tokens)

    def admit(self, channel: Channel, answer: Result, now: float) -> tuple[Session, Badge] | None:
        """The session whose credentials a browser presents, and by what it may come; or None.

        Raises:
            RemoteProtocolError: it may not come in.
        """
        session_id, token = answer.session_id, answer.token or ""
        if session_id is None:
            return None
        address = channel.browser.address
        session = self._find(session_id)
        right = None if session is None else session.token
        match self._credentials.judge(session_id, token, right):
            case Verdict.RIGHT if session is not None:
                return session, session
            case _ if session is not None and _missed_the_new(session, answer):
                return session, session
            case _ if self._credentials.is_share(token):
                share = self._share(session, session_id, channel, answer)
                if share is not None and session is not None:
                    return session, share
                self._note_wrong(address, now)
                raise RemoteProtocolError(
                    CloseCode.SHARE_ENDED,
                    "this link is not known here, or no longer",
                    f"unknown share of the session {session_id!r}",
                )
            case Verdict.WRONG:
                # Counted behind the verdict: who has the right one comes in, whoever else is at
                # the same address, or behind the same proxy.
                raise self.wrong_token(address, session_id, now)
            case _:
                return None

    def wrong_token(
        self, address: str | None, session_id: int | str, now: float
    ) -> RemoteProtocolError:
        """Count a wrong token; gives why its browser may not come in."""
        self._note_wrong(address, now)
        return RemoteProtocolError(
            CloseCode.WRONG_TOKEN,
            "wrong session token",
            f"wrong token for the session {session_id!r}",
        )

    def check_links(self, session: Session, badge: Badge) -> None:
        """Refuse one browser more than may show a session.

        Those who may only look keep nobody out who may act: each of both kinds is counted alone.

        Parameters:
            session: the session.
            badge: by what the browser comes.

        Raises:
            RemoteProtocolError: as many show it as may.
        """
        alike = [link for link in session.links if link.badge.may_act is badge.may_act]
        if len(alike) >= self._limits.links_per_session:
            raise RemoteProtocolError(
                CloseCode.TOO_MANY_LINKS,
                "too many browsers show this session",
                f"session {session.id!r} is shown by {len(alike)} browsers",
            )

    def _check_room(self, session: Session, badge: Badge) -> None:
        session.inbox.check_room()
        self.check_links(session, badge)

    def _note_wrong(self, address: str | None, now: float) -> None:
        if self._wrong_tokens.is_over(address, now):
            raise RemoteProtocolError(
                CloseCode.POLICY_VIOLATION,
                "too many wrong session tokens",
                f"{address} has sent too many wrong tokens",
            )
        self._wrong_tokens.note(address, now)

    def _share(
        self, session: Session | None, session_id: int | str, channel: Channel, answer: Result
    ) -> Share | None:
        """The share by which a browser comes, or a pass of it; None: it is not known.

        Raises:
            RemoteProtocolError: it is good no longer, or not for this browser, or not yet.
        """
        token = answer.token or ""
        share = None if session is None else session.shares.find(token)
        if share is None:
            share = self._restored(session, session_id, channel.browser.came_at, token)
        if share is None:
            return None
        if not channel.speaks_extension:
            raise RemoteProtocolError(
                CloseCode.SHARE_ENDED, "this link is for the page of this server alone"
            )
        assert session is not None, share
        resumed = None if answer.resume is None else session.audience.find(answer.resume.link)
        session.shares.look_at(share, channel.browser.came_at)
        if share.root.end is not None:
            raise refused(share.root.end)
        if share.parent is None and (resumed is None or resumed.badge is not share):
            if share.uses_left:
                self._check_room(session, share)
            return session.shares.admit(share)
        for link in session.views if share.parent is not None else ():
            if link.badge is share and link is not resumed:
                link.shut(CloseCode.SHARE_ENDED, "this link is used on another page")
        return share

    def _restored(
        self, session: Session | None, session_id: int | str, came_at: float | None, token: str
    ) -> Share | None:
        """The share that an earlier run has signed; raises as :meth:`_share`."""
        first = None if session is None else session.first_token
        terms = self._credentials.read_share(session_id, token, first)
        if terms is None:
            return None
        left = _seconds_left(terms, came_at)
        if session is None:
            raise RemoteProtocolError(
                CloseCode.TRY_AGAIN_LATER,
                "the session that this link shows is not here yet",
                f"a share of the session {session_id!r}, which is not here",
            )
        return session.shares.restore(token, terms, left)

    def check_end(self, channel: Channel, answer: Result) -> None:
        """Refuse who comes by a share that has expired, before its session is fetched.

        Raises:
            RemoteProtocolError: it has.
        """
        session_id, token = answer.session_id, answer.token or ""
        if session_id is None or not self._credentials.is_share(token):
            return
        if self._find(session_id) is None:
            terms = self._credentials.read_share(session_id, token, None)
            if terms is not None:
                _seconds_left(terms, channel.browser.came_at)

    def is_restorable(self, session_id: int | str, token: str) -> bool:
        """Whether credentials are those of a session of an earlier run, which is not here."""
        if self._find(session_id) is not None:
            return False
        return self._credentials.judge(session_id, token, None) is Verdict.RESTORABLE

    def owned(self, answer: Result) -> Session | None:
        """The session whose own token a visitor has presented that waits; or None."""
        session = None if answer.session_id is None else self._find(answer.session_id)
        if session is None or answer.session_id is None:
            return None
        verdict = self._credentials.judge(answer.session_id, answer.token or "", session.token)
        return session if verdict is Verdict.RIGHT else None

    def _find(self, session_id: int | str) -> Session | None:
        session = self._sessions.get(session_id)
        if session is not None:
            return session
        other = other_spelling(session_id)
        return None if other is None else self._sessions.get(other)


def _seconds_left(terms: Terms, came_at: float | None) -> float | None:
    """How long a signed share is good for; raises RemoteProtocolError if it has expired."""
    if terms.expires_at is None:
        return None
    left = 0.0 if came_at is None else terms.expires_at - came_at
    if left <= 0:
        raise refused(ShareEnd.EXPIRED)
    return left


def _missed_the_new(session: Session | None, answer: Result) -> bool:
    """Whether a page has a replaced token because the news of the newest has not reached it."""
    if session is None or answer.resume is None:
        return False
    link = session.audience.find(answer.resume.link)
    return link is not None and any(
        same(old, answer.token or "") for old in link.asides.void_tokens
    )

"""Sessions that are fetched from where they are kept, and the browsers that wait for them.

Knows: who waits for which session, and the steps in which one comes back. Must not know: stores,
threads, or what is kept of a session.

The steps: a browser names a session that is not here (:exc:`~.hub_events.SessionWanted`); what is
found of it makes the session; the program builds it; what was kept is put on; then those who wait
are shown it, and none of them before. All pages that name one session wait for one fetching.
"""

from collections.abc import Callable
from typing import Protocol

import msgspec

from ...errors import CloseCode, RemoteProtocolError
from ...views.channel import Channel
from ...wire.messages import Result
from ..events import SessionOpened, SessionRestored
from ..keeping.kept_shares import bring_back, refusal_of, share_of
from ..keeping.restoring import Restored, put_on
from ..keeping.snapshot import Fields, Snapshot, SnapshotError, read
from ..people.credentials import Credentials
from ..people.roles import Role
from ..session import Session
from .hub_events import HubEvent, SessionNotRestored, SessionUntouched, SessionWanted
from .session_ids import other_spelling, route_of

_MOST = 1000
"""Sessions that are fetched at a time; visitors can name any number that are nowhere."""

_LONGEST = 1000
"""Characters of the id of a session that is looked for."""


class House(Protocol):
    """What this asks of the hub."""

    sessions: dict[int | str, Session]
    credentials: Credentials

    def make_session(self, session_id: int | str, token: str) -> Session:
        """Make the session of an earlier run."""
        ...

    def session_hidden(self, session: Session, wait: float) -> None:
        """Nobody shows a session."""


class Entrance(Protocol):
    """What this asks of the one that lets browsers in."""

    def bring_in(self, channel: Channel, answer: Result, now: float) -> None:
        """Have a browser come in that has waited; it is sent away if it may not."""

    def refuse_wrong(self, channel: Channel, session_id: int | str, now: float) -> None:
        """Send a browser away that has presented a wrong token."""

    def admit_waiting(self) -> None:
        """Let in who waits until there is room, or until their session is here."""


class _Return(msgspec.Struct, eq=False):
    """One session on its way back.

    Attributes:
        waiting: who waits for it, with what they said.
        session: from when it was found.
        snapshot: what was found.
        is_other: whether it is looked for since nothing is kept under what pages call it.
    """

    waiting: dict[Channel, Result] = {}
    session: Session | None = None
    snapshot: Snapshot | None = None
    is_other: bool = False


class Returning:
    """Fetches sessions for a hub.

    Parameters:
        house: the hub.
        entrance: lets browsers in.
        tell: tells the driver.
    """

    def __init__(self, house: House, entrance: Entrance, tell: Callable[[HubEvent], None]) -> None:
        self._house = house
        self._entrance = entrance
        self._tell = tell
        self._returns: dict[int | str, _Return] = {}
        self._sought: set[Channel] = set()
        self._fetching = 0

    def __len__(self) -> int:
        return len(self._returns)

    def takes(self, channel: Channel, answer: Result) -> bool:
        """Let a browser wait for the session that it names; False: there is none to wait for.

        Parameters:
            channel: the browser's.
            answer: its hello; the session is not here, or not built yet.

        Raises:
            RemoteProtocolError: too many sessions are wanted at once.
        """
        session_id = answer.session_id
        if session_id is None or channel in self._sought:
            return False
        known = self._coming(session_id)
        if known is None:
            if self._is_here(session_id) or _is_no_id(session_id):
                return False
            if self._fetching >= _MOST:
                raise RemoteProtocolError(
                    CloseCode.TRY_AGAIN_LATER,
                    "too many sessions are being fetched",
                    f"{_MOST} sessions are being fetched already",
                )
            known = self._want(session_id)
        known.waiting[channel] = answer
        channel.await_session()
        return True

    def joins(self, channel: Channel, answer: Result) -> bool:
        """As :meth:`takes`, if the session is on its way already."""
        return self.is_coming(answer) and self.takes(channel, answer)

    def is_coming(self, answer: Result) -> bool:
        """Whether the session that a browser names is on its way already."""
        return answer.session_id is not None and self._coming(answer.session_id) is not None

    def channel_left(self, channel: Channel) -> None:
        """A browser waits no longer."""
        self._sought.discard(channel)
        for one in self._returns.values():
            one.waiting.pop(channel, None)

    def session_gone(self, session: Session) -> None:
        """A session has ended; who waits until it is built has it fetched once more."""
        one = self._returns.get(session.id)
        if one is not None and one.session is session:
            del self._returns[session.id]
            if one.waiting:
                self._want(session.id).waiting.update(one.waiting)

    def found(
        self,
        session_id: int | str,
        fields: Fields | None,
        now: float,
        reason: str | None = None,
        epoch: int | None = None,
    ) -> None:
        """Go on with what was found of a session.

        Parameters:
            session_id: its id.
            fields: what is kept of it; None: nothing.
            now: monotonic seconds.
            reason: why nothing could be read, if so; for the log.
            epoch: how often it has had a new owner; None: once more than when it was saved.
        """
        self._found(session_id, fields, now, reason, epoch)
        self._entrance.admit_waiting()

    def _found(
        self,
        session_id: int | str,
        fields: Fields | None,
        now: float,
        reason: str | None,
        epoch: int | None,
    ) -> None:
        one = self._returns.get(session_id)
        if one is None or one.session is not None:
            return
        self._fetching -= 1
        snapshot = None
        try:
            if session_id not in self._house.sessions:  # else the program has made it meanwhile
                snapshot = None if fields is None else read(fields)
        except SnapshotError as exc:
            reason = str(exc)
        if reason is not None:
            self._tell(SessionNotRestored(session_id=session_id, reason=reason))
        if snapshot is None or fields is None:
            del self._returns[session_id]
            other = None if one.is_other or reason is not None else other_spelling(session_id)
            if other is not None and one.waiting and not self._is_here(session_id):
                (self._returns.get(other) or self._want(other, is_other=True)).waiting.update(
                    one.waiting
                )
                return
            self._sought.update(one.waiting)
            self._let_in(one, now)
            return
        owner = self._owner_in(session_id, one, snapshot)
        if owner is None:
            del self._returns[session_id]
            if snapshot.is_whole:
                self._tell(SessionUntouched(session_id=session_id))
            for channel, answer in list(one.waiting.items()):
                self._send_away(session_id, channel, answer, snapshot, now)
            return
        one.snapshot = snapshot
        session = one.session = self._house.make_session(session_id, snapshot.meta.token)
        self._begin_again(session, snapshot, fields, epoch)
        bring_back(session.shares, snapshot.shares, owner.browser.came_at)
        session.inbox.put_event(SessionOpened(browser=owner.browser))

    def _coming(self, session_id: int | str) -> _Return | None:
        other = other_spelling(session_id)
        found = self._returns.get(session_id)
        return found if found is not None or other is None else self._returns.get(other)

    def _is_here(self, session_id: int | str) -> bool:
        sessions = self._house.sessions
        return session_id in sessions or other_spelling(session_id) in sessions

    def _want(self, session_id: int | str, *, is_other: bool = False) -> _Return:
        wanted = self._returns[session_id] = _Return(is_other=is_other)
        self._fetching += 1
        self._tell(SessionWanted(session_id=session_id))
        return wanted

    def adopt(
        self,
        session: Session,
        fields: Fields | None,
        epoch: int | None,
        date: float,
        *,
        keeps_token: bool,
    ) -> None:
        """Go on with a session that the program has made, from what is kept of it.

        That is put on when the program has built it (:meth:`built`); browsers wait until then.

        Parameters:
            session: the session, which is not built yet.
            fields, epoch: as :meth:`found` takes them.
            date: POSIX seconds of now.
            keeps_token: whether it has the token that it shall have, whatever is kept.
        """
        assert session.kept is not None, session
        session.kept.epoch = session.kept.epoch if epoch is None else epoch
        try:
            snapshot = None if fields is None else read(fields)
        except SnapshotError as exc:
            self._tell(SessionNotRestored(session_id=session.id, reason=str(exc)))
            return
        session.kept.is_reused = False
        if snapshot is not None and fields is not None:
            if not keeps_token:
                session.token = snapshot.meta.token
            self._begin_again(session, snapshot, fields, epoch)
            bring_back(session.shares, snapshot.shares, date)
            self._returns[session.id] = _Return(session=session, snapshot=snapshot)

    def elsewhere(self, session_id: int | str, known: Fields | None, now: float) -> bool:
        """Go on with a session that is another server's: who may have it waits on.

        Parameters:
            session_id: its id.
            known: the fields :data:`~.snapshot.BADGES` of it; None: nobody knows them yet.
            now: monotonic seconds.

        Returns:
            Whether anybody waits on.
        """
        one = self._returns.get(session_id)
        if one is None or one.session is not None:
            return False
        try:
            snapshot = None if not known else read(known)
        except SnapshotError:
            snapshot = None
        for channel, answer in list(one.waiting.items()):
            if snapshot is None or self._may_come(session_id, channel, answer, snapshot):
                continue
            self._send_away(session_id, channel, answer, snapshot, now)
            one.waiting.pop(channel, None)
        if not one.waiting:
            del self._returns[session_id]
            self._fetching -= 1
            self._entrance.admit_waiting()
        return bool(one.waiting)

    def may_be_moved(self, session_id: int | str, known: Fields) -> bool:
        """Whether a session of another server is to come here, for one of those who wait for it.

        Who may only look on could have it moved again and again, to the delay of its operator, by
        naming another key on the way through a router than that of the session. So such a browser
        has to have come by the session's own; it waits else.

        Parameters:
            session_id, known: as :meth:`elsewhere` takes them.
        """
        one = self._returns.get(session_id)
        try:
            snapshot = read(known)
        except SnapshotError:
            return False
        route = route_of(session_id)
        return one is not None and any(
            channel.browser.route == route or _may_act(answer, snapshot)
            for channel, answer in one.waiting.items()
        )

    def built(self, session: Session, now: float) -> Restored | None:
        """The program has built a session: put on what was kept, and let its browsers in.

        Parameters:
            session: the session; it may be one that is new.
            now: monotonic seconds.

        Returns:
            What came of it; None for a session that is new.
        """
        restored = self._built(session, now)
        self._entrance.admit_waiting()
        return restored

    def _built(self, session: Session, now: float) -> Restored | None:
        kept = session.kept
        one = self._returns.get(session.id)
        if kept is None or one is None or one.session is not session or one.snapshot is None:
            if kept is not None:
                kept.built()
            return None
        restored = put_on(session, kept, one.snapshot)
        kept.wids, kept.known = restored.wids, restored.known
        if restored.line is not None:
            self._tell(SessionNotRestored(session_id=session.id, reason=restored.line))
        session.inbox.put_event(SessionRestored(values=restored.values))
        del self._returns[session.id]
        self._let_in(one, now)
        if not session.links:
            self._house.session_hidden(session, 0.0)
        return restored

    def _begin_again(
        self, session: Session, snapshot: Snapshot, fields: Fields, epoch: int | None
    ) -> None:
        session.first_token = snapshot.meta.first_token
        session.is_restored = True
        assert session.kept is not None, session
        session.kept.begin_again(snapshot, fields)
        session.kept.epoch = snapshot.meta.epoch + 1 if epoch is None else epoch

    def _owner_in(self, session_id: int | str, one: _Return, snapshot: Snapshot) -> Channel | None:
        """The first of those who wait that may come in; None: it is not worth while."""
        for channel, answer in one.waiting.items():
            if self._may_come(session_id, channel, answer, snapshot):
                return channel
        return None

    def _may_come(
        self, session_id: int | str, channel: Channel, answer: Result, snapshot: Snapshot
    ) -> bool:
        token, meta = answer.token or "", snapshot.meta
        if share_of(snapshot, token) is not None:
            return _refusal(channel, answer, snapshot) is None
        is_good = self._house.credentials.is_good_for
        return is_good(session_id, token, meta.token, meta.first_token)

    def _send_away(
        self,
        session_id: int | str,
        channel: Channel,
        answer: Result,
        snapshot: Snapshot,
        now: float,
    ) -> None:
        refusal = _refusal(channel, answer, snapshot)
        if refusal is None:
            self._entrance.refuse_wrong(channel, session_id, now)
        else:
            channel.refuse(refusal)

    def _let_in(self, one: _Return, now: float) -> None:
        for channel, answer in one.waiting.items():
            self._entrance.bring_in(channel, answer, now)
            self._sought.discard(channel)


def _refusal(channel: Channel, answer: Result, snapshot: Snapshot) -> RemoteProtocolError | None:
    """Why a browser may not come in by the share that it presents; None: it may, or has none."""
    share = share_of(snapshot, answer.token or "")
    return None if share is None else refusal_of(snapshot, share, channel.browser.came_at)


def _may_act(answer: Result, snapshot: Snapshot) -> bool:
    """Whether a browser comes as an owner, or as an operator."""
    share = share_of(snapshot, answer.token or "")
    return share is None or share.role == Role.OPERATOR


def _is_no_id(session_id: int | str) -> bool:
    return isinstance(session_id, str) and len(session_id) > _LONGEST

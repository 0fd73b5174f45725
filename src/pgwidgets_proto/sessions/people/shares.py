"""Links to one session that are passed on: what each allows, until when, and how often.

Knows: which token stands for which share. Must not know: how tokens are made or signed
(credentials.py), what a role may do (roles.py), or any widget.

* A browser that came by a share is told the token of that share, never the session's.
* A share that counts its uses gives each browser that comes by it a token of its own (a *pass*),
  which one page at a time can use: a page that is loaded anew is no further use, and a pass that is
  passed on takes the view from the page that had it.
* Shares that have ended are remembered for a while, so that who comes by one is told what became
  of it. Those that were withdrawn are for good, where shares outlive the process: what they show is
  signed, and looks good.
"""

import enum
import hashlib
from collections.abc import Callable
from typing import NamedTuple

from ...deadlines import Deadline, Deadlines
from ...errors import CloseCode, RemoteProtocolError, SessionGoneError
from .roles import Role

_ENDED = 100
"""Ended shares of one session that are remembered: the latest."""


class ShareEnd(enum.Enum):
    """Why a share has ended; the value is what its browsers are told."""

    REVOKED = "this link has been withdrawn"
    EXPIRED = "this link has expired"
    USED_UP = "this link has been used as often as it may be"
    CLOSED = "the session that this link showed has ended"


class Terms(NamedTuple):
    """What a share allows.

    Attributes:
        role: what its users may do.
        expires_at: when it ends, in POSIX seconds; None: with the session.
        uses: how many browsers may come by it; None: any number.
        is_following: whether pages that come by it have no view of their own, at first.
    """

    role: str
    expires_at: float | None = None
    uses: int | None = None
    is_following: bool = False


class Share:
    """One link to a session that was passed on, or one browser's pass of such.

    Attributes:
        token: what a browser shows to come in.
        terms: what it allows.
        parent: the share that this is a pass of, or None.
        uses_left: how many more browsers may come by it; None: any number.
        end: why it has ended, or None.
        is_restored: whether an earlier run of the server made it.
    """

    is_restored = False

    def __init__(self, token: str, terms: Terms, parent: "Share | None" = None) -> None:
        self.token = token
        self.terms = terms
        self.parent = parent
        self.uses_left = terms.uses
        self.end: ShareEnd | None = None

    @property
    def role(self) -> str:
        """What its users may do: a :class:`~.roles.Role`, or one of the program's own."""
        return str(self.terms.role)

    @property
    def root(self) -> "Share":
        """The share that was passed on."""
        return self if self.parent is None else self.parent

    @property
    def may_act(self) -> bool:
        """Whether it is good, and lets its users do all, as far as nothing else is said."""
        return self.root.end is None and self.terms.role == Role.OPERATOR

    @property
    def is_following(self) -> bool:
        """Whether pages that come by it have no view of their own, at first."""
        return self.terms.is_following

    def __repr__(self) -> str:
        state = "good" if self.root.end is None else self.root.end.name.lower()
        return f"<Share {self.role} {state}>"


class Shares:
    """The shares of one session.

    Parameters:
        deadlines: where shares expire.
        most: how many may be good at a time.
        mint: gives the token of a new share.
        send_away: closes the browsers that came by a share.

    Attributes:
        is_lasting: whether they outlive the process.
    """

    is_lasting = False

    def __init__(
        self,
        deadlines: Deadlines,
        most: int,
        mint: Callable[[Terms], str],
        send_away: Callable[[Share, str], None],
    ) -> None:
        self._deadlines = deadlines
        self._most = most
        self._mint = mint
        self._send_away = send_away
        self._by_digest: dict[bytes, Share] = {}  # by a digest: no token is compared with another
        self._expiries: dict[Share, Deadline] = {}
        self._is_closed = False

    @property
    def good(self) -> list[Share]:
        """Those that are good, in the order in which they were made; passes are not counted."""
        shares = self._by_digest.values()
        return [share for share in shares if share.parent is None and share.end is None]

    def make(self, terms: Terms, lifetime: float | None) -> Share:
        """Make a share.

        Parameters:
            terms: what it allows.
            lifetime: seconds until it expires, as ``terms.expires_at`` has it; None: it does not.

        Raises:
            ValueError: ``Limits.shares`` are good already.
            SessionGoneError: the session was destroyed.
        """
        if self._is_closed:
            raise SessionGoneError("a share is of no use: the session was destroyed")
        if len(self.good) >= self._most:
            raise ValueError(f"the session has {self._most} shares (Limits.shares); revoke one")
        return self._take(Share(self._mint(terms), terms), lifetime)

    def restore(self, token: str, terms: Terms, lifetime: float | None) -> Share:
        """Take a share that an earlier run of the server made; parameters as :meth:`make`."""
        share = Share(token, terms)
        share.is_restored = True
        return self._take(share, lifetime)

    @property
    def remembered(self) -> list[Share]:
        """All that are known, in the order in which they were made: good, ended, and passes."""
        return list(self._by_digest.values())

    def bring_back(self, share: Share, now: float | None) -> None:
        """Take a share that was kept, as it was.

        Parameters:
            share: the share, or a pass of one that was brought back.
            now: POSIX seconds; None: nobody knows.
        """
        share.is_restored = True
        ends = share.terms.expires_at if share.parent is None else None
        left = (
            None if ends is None or share.end is not None else ends - (ends if now is None else now)
        )
        self._take(share, None if left is None else max(left, 0.0))
        self.look_at(share, now)

    def _take(self, share: Share, lifetime: float | None) -> Share:
        self._keep(share)
        if lifetime is not None:
            self._expiries[share] = self._deadlines.add(
                lifetime, lambda now: self._end(share, ShareEnd.EXPIRED)
            )
        return share

    def find(self, token: str) -> Share | None:
        """The share of a token, good or ended; None: it is not known here."""
        return self._by_digest.get(_digest(token))

    def admit(self, share: Share) -> Share:
        """Let a browser in that comes by a share.

        Returns:
            What the browser comes back with: the share itself, or a pass of it.

        Raises:
            RemoteProtocolError: the share has ended; the reason says why.
        """
        if share.root.end is not None:
            raise refused(share.root.end)
        if share.uses_left is None:
            return share
        if share.uses_left < 1:
            raise refused(ShareEnd.USED_UP)
        share.uses_left -= 1
        return self._keep(
            Share(self._mint(share.terms), share.terms._replace(uses=None), parent=share)
        )

    def look_at(self, share: Share, now: float | None) -> None:
        """End a share that has expired by the calendar.

        Its deadline may be late: a machine that sleeps stops the clock that deadlines go by.

        Parameters:
            share: the share, or a pass of it.
            now: POSIX seconds; None: nobody knows.
        """
        ends = share.root.terms.expires_at
        if ends is not None and now is not None and now >= ends:
            self._end(share.root, ShareEnd.EXPIRED)

    def revoke(self, share: Share) -> None:
        """End a share.

        Its browsers are sent away, and what they reported and is still waiting counts no more.
        """
        self._end(share.root, ShareEnd.REVOKED)

    def close(self) -> None:
        """The session is gone."""
        self._is_closed = True
        for share in self.good:
            self._end(share, ShareEnd.CLOSED)
        self._by_digest.clear()

    def _keep(self, share: Share) -> Share:
        self._by_digest[_digest(share.token)] = share
        return share

    def _end(self, share: Share, end: ShareEnd) -> None:
        if share.end is not None:
            return
        share.end = end
        expiry = self._expiries.pop(share, None)
        if expiry is not None:
            expiry.cancel()
        self._send_away(share, end.value)
        ended = [
            key
            for key, other in self._by_digest.items()
            if other.root.end is not None and not self._may_look_good(other)
        ]
        for key in ended[: max(0, len(ended) - _ENDED)]:
            del self._by_digest[key]

    def _may_look_good(self, share: Share) -> bool:
        """Whether an ended share may be signed, so that who forgot it would let browsers in.

        A signature tells when a share expires. Those that count uses, and passes, have none.
        """
        is_of_other_runs = self.is_lasting or share.is_restored
        is_signed = share.parent is None and share.terms.uses is None
        return is_of_other_runs and is_signed and share.end is not ShareEnd.EXPIRED


def refused(end: ShareEnd) -> RemoteProtocolError:
    """The refusal of a browser that comes by a share which has ended."""
    return RemoteProtocolError(CloseCode.SHARE_ENDED, end.value)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()

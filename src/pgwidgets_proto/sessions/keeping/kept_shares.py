"""The links to a session that outlive the process: revoked ones stay revoked, uses stay used.

Knows: shares, and the form in which they are kept. Must not know: stores, or who comes by a share.
"""

from ...errors import RemoteProtocolError
from ..people.credentials import same
from ..people.shares import Share, ShareEnd, Shares, Terms, refused
from .snapshot import KeptShare, Snapshot


def as_kept(shares: Shares) -> list[KeptShare]:
    """All shares of a session that are remembered, in the form in which they are kept."""
    return [
        KeptShare(
            token=share.token,
            role=share.role,
            expires_at=share.terms.expires_at,
            uses=share.terms.uses,
            uses_left=share.uses_left,
            is_following=share.is_following,
            end=None if share.end is None else share.end.name,
            parent=None if share.parent is None else share.parent.token,
        )
        for share in shares.remembered
    ]


def bring_back(shares: Shares, kept: list[KeptShare], now: float | None) -> None:
    """Have a session that is restored know its shares.

    Parameters:
        shares: the session's.
        kept: what was kept of them; parents before their passes. A pass of one that was forgotten
            is forgotten, too.
        now: POSIX seconds; None: nobody knows, and shares that have an end have come to it.
    """
    made: dict[str, Share] = {}
    for one in kept:
        parent = None if one.parent is None else made.get(one.parent)
        if parent is None and one.parent is not None:
            continue  # without its parent it would be a share of its own, and good
        terms = Terms(one.role, one.expires_at, one.uses, is_following=one.is_following)
        share = Share(one.token, terms, parent)
        share.uses_left = one.uses_left
        share.end = None if one.end is None else ShareEnd[one.end]
        made[one.token] = share
        shares.bring_back(share, now)


def share_of(snapshot: Snapshot, token: str) -> KeptShare | None:
    """The share that a token is of, as it is kept; None: it is of none."""
    return next((one for one in snapshot.shares if same(one.token, token)), None)


def refusal_of(
    snapshot: Snapshot, share: KeptShare, now: float | None
) -> RemoteProtocolError | None:
    """Why nobody comes in by a share that was kept; None: it is good.

    Parameters:
        snapshot: the session that it is of.
        share: the share.
        now: POSIX seconds; None: nobody knows.
    """
    root = share if share.parent is None else share_of(snapshot, share.parent)
    if root is None:
        return refused(ShareEnd.REVOKED)
    if root.end is not None:
        return refused(ShareEnd[root.end])
    if root.expires_at is not None and (now is None or now >= root.expires_at):
        return refused(ShareEnd.EXPIRED)
    return None

"""How a session goes to another server, and what pages are told while none may serve them.

Knows: when nothing of a session is under way, and whom to tell. Must not know: who wants it,
stores, clocks, or how a session is ended (hub.py).

A session that is to go takes no report more (:func:`hold`); when the handlers that run have ended
(:func:`is_at_rest`) it is saved, and what its pages have said since is theirs to say again.
"""

from collections.abc import Iterable

from ..session import Session


def hold(session: Session) -> None:
    """Take nothing more of what its browsers say; what is begun with goes on to its end."""
    session.inbox.is_held = True


def go_on(session: Session) -> None:
    """Take what its browsers say again."""
    session.inbox.is_held = False
    if session.inbox:
        session.keeper.mark_session_ready(session)


def is_at_rest(session: Session) -> bool:
    """Whether no handler works on what its browsers have said."""
    kept = session.kept
    return not session.inbox.is_begun_with and (kept is None or not kept.ledger.is_at_work)


def tell_frozen(sessions: Iterable[Session], is_frozen: bool) -> None:
    """Tell all pages whether what their users do is handled, and have it handled again."""
    for session in sessions:
        for link in session.links:
            if link.channel is not None:
                link.channel.tell_frozen(is_frozen)
        if not is_frozen and session.inbox:
            session.keeper.mark_session_ready(session)

"""Which pages bring what they had said to another run of the server.

Knows: what is done of pages that are not here, and which of them an earlier run has built. Must not
know: how a page brings anything (views/carry.py).
"""

from ...views.carry import Carry
from ...wire.messages import Resume
from ..keeping.kept import Kept
from ..session import Session


def carry_of(session: Session, resume: Resume) -> Carry | None:
    """What a page brings that wants to go on with a view which is not here; None: nothing."""
    kept = session.kept
    if kept is None:
        return None
    earlier = kept.ledger.earlier
    # A run that was killed before it had stored the view goes for none: the page counts on.
    is_stored = resume.link in earlier
    views = (resume.link, *resume.between[::-1], resume.before)
    counted = next((one for one in views if one is not None and one in earlier), None)
    if counted is None:
        return None
    # One that has applied nothing here shows what it was built with before.
    shown = resume.before if resume.seen == 0 and resume.before is not None else counted
    is_of_this_run = shown in earlier and shown not in kept.former
    shows_earlier = shown in kept.former or (resume.seen == 0 and not is_of_this_run)
    is_unknown = resume.moved and resume.seen > 0 and not is_stored
    return Carry(
        earlier[counted] if counted in kept.former else kept.stored_of(counted),
        kept.wids if shows_earlier else {},
        is_behind=counted in kept.ledger.doubtful,
        known=_known_to(kept, shown, is_unknown=is_unknown) if shows_earlier else None,
        before=counted,
        handled=earlier[counted],
        owner=kept.ledger.owners.get(counted),
        unrepeated=kept.ledger.unrepeated.get(counted),
    )


def _known_to(kept: Kept, link_id: str, *, is_unknown: bool) -> frozenset[int] | None:
    """The ids of a page of an earlier run by which widgets are known; None: all."""
    return frozenset() if is_unknown or link_id in kept.older else kept.known

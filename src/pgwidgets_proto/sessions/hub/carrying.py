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
    done = None if kept is None else kept.ledger.earlier.get(resume.link)
    if kept is None or done is None:
        return None
    is_of_earlier_run = resume.link in kept.former
    # One that has applied nothing here shows what it was built with before.
    shows_earlier = is_of_earlier_run or resume.seen == 0
    return Carry(
        done,
        kept.wids if shows_earlier else {},
        is_behind=resume.link in kept.ledger.doubtful,
        known=_known_to(kept, resume.link) if shows_earlier else None,
        before=kept.ledger.unrepeated.get(resume.link),
    )


def _known_to(kept: Kept, link_id: str) -> frozenset[int] | None:
    """The ids of a page of an earlier run by which widgets are known; None: all."""
    return frozenset() if link_id in kept.older else kept.known

"""What a session asks of the hub that keeps it.

Knows: the role. Must not know: who plays it.
"""

from collections.abc import Hashable, Mapping
from typing import Protocol

from ..deadlines import Deadlines
from ..lease import Lease
from ..limits import Limits
from ..views.budget import Budget
from ..wire.outgoing import Outgoing
from .people.shares import Terms


class Keeper[S](Protocol):
    """What a hub is to its sessions (``S``).

    Attributes:
        limits: the bounds of everything.
        budget: what all sessions may hold together.
        deadlines: what is due when.
        resume_window: seconds for which a lost page is waited for.
        keeps: whether sessions outlive the process.
        lease: until when sessions are this server's; None: no other could have them.
    """

    limits: Limits
    budget: Budget
    deadlines: Deadlines
    resume_window: float
    keeps: bool
    lease: Lease | None

    @property
    def prelude(self) -> Mapping[Hashable, Outgoing]:
        """What every page is told before any widget, by what it is about."""
        ...

    def mint_share(self, session: S, terms: Terms) -> str:
        """The token of a new share of a session."""
        ...

    def mark_session_ready(self, session: S) -> None:
        """A session has events."""

    def session_shown(self, session: S) -> None:
        """A browser shows a session."""

    def session_hidden(self, session: S, wait: float) -> None:
        """Nobody shows a session any more; it stays in use for so many seconds."""

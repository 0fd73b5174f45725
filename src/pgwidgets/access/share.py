"""One share as the program has it.

Knows: the core's share, and the address that leads to it. Must not know: how a browser is let in.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from pgwidgets_proto.sessions import Share as CoreShare

from .._browsers import Browser


class Share:
    """A link to a session that can be passed on, with what it allows.

    Made by :meth:`Session.share <pgwidgets.async_.Session.share>`. ``str(share)`` is its address.
    """

    def __init__(
        self,
        core: CoreShare,
        url: Callable[[str], str | None],
        browsers: Callable[[CoreShare], tuple[Browser, ...]],
        revoke: Callable[[CoreShare], Any],
    ) -> None:
        self._core = core
        self._url = url
        self._browsers = browsers
        self._revoke = revoke

    @property
    def url(self) -> str | None:
        """The address that lets a browser in; None while no address of the page is known.

        The page's address is the application's ``base_url``; else the one that the browser has
        which the program acts for, or which was used last; else that of our own server.
        """
        return self._url(self._core.token)

    @property
    def token(self) -> str:
        """The secret in the address. It is no token of the session, and leads to none."""
        return self._core.token

    @property
    def role(self) -> str:
        """What its users may do: ``"operator"`` all, ``"observer"`` look; or a role of yours."""
        return self._core.role

    @property
    def expires_at(self) -> datetime | None:
        """When it ends, in UTC; None: with the session."""
        ends = self._core.terms.expires_at
        return None if ends is None else datetime.fromtimestamp(ends, UTC)

    @property
    def uses_left(self) -> int | None:
        """How many more browsers may come by it; None: any number."""
        return self._core.uses_left

    @property
    def is_good(self) -> bool:
        """Whether browsers may come by it."""
        return self._core.end is None

    @property
    def ended_because(self) -> str | None:
        """Why it is good no longer, in the words that its browsers are told; None: it is good."""
        return None if self._core.end is None else self._core.end.value

    @property
    def browsers(self) -> tuple[Browser, ...]:
        """The browsers that came by it and show the session now, in the order of their coming."""
        return self._browsers(self._core)

    def revoke(self) -> None:
        """Have it be good no longer, and send its browsers away.

        What they reported and no handler has taken yet counts no more. With a ``secret_key``, but
        without a store, its address is good again after a restart of the server, which then
        remembers no revocation.
        """
        self._revoke(self._core)

    def __str__(self) -> str:
        return self.url or ""

    def __repr__(self) -> str:
        return repr(self._core)

"""The address of a session, and the links to it that are passed on.

Knows: what both APIs take for it. Must not know: how tokens are made, or what a role forbids.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from ._handlers import check_handler
from ._public import shown, spoken_as
from ._session_engine import AnySessionEngine
from .access import Control, RoleName, Roles, Share, share_terms


@spoken_as("Session")
class Shares:
    """The address of a session, and its shares."""

    _pgwidgets: AnySessionEngine

    def get_url(self) -> str | None:
        """The address under which a browser shows this session, as its owner may do all.

        The application's address; where the server is somebody else's, the one that a browser of
        the session has. None while none is known.
        """
        return self._pgwidgets.url()

    def share(
        self,
        role: RoleName | str = "observer",
        *,
        expires: float | timedelta | None = None,
        uses: int | None = None,
        follow: bool = False,
    ) -> Share:
        """Make a link to this session that can be passed on.

        Parameters:
            role: what its users may do: ``"observer"``: look; what their pages report changes
                nothing and reaches no handler. ``"operator"``: whatever the page offers. Or one
                of the program's own (:attr:`roles`).
            expires: seconds from now, or a timedelta; None: it ends with the session.
            uses: how many browsers may come by it; None: any number. Each is given an address of
                its own, so that loading it again is no further use. Without a ``store`` a restart
                of the server ends such a share.
            follow: whether an observer's page shows the tab, the selection and the like that the
                session has, also where its user has changed them; else these are its own
                (:meth:`Browser.follow` says otherwise of one page).

        Returns:
            The share; its ``url`` is to be passed on, :meth:`Share.revoke` ends it.

        Raises:
            TypeError, ValueError: a role, an end or a number of uses that is not allowed; uses,
                where the application has a ``secret_key`` and no ``store``; or ``Limits.shares``
                are good already.
            SessionGoneError: the session was destroyed.
        """
        engine = self._pgwidgets
        roles = engine.core.authority.roles.names
        counts_uses = engine.app.settings.counts_uses
        terms = share_terms(
            role, expires, uses, roles=roles, follow=follow, counts_uses=counts_uses
        )
        return engine.share(*terms)

    @shown
    def shares(self) -> tuple[Share, ...]:
        """The shares that are good, in the order in which they were made."""
        return self._pgwidgets.shares()

    @shown
    def roles(self) -> Roles:
        """The roles that its users may have."""
        return Roles(self._pgwidgets)

    @shown
    def control(self) -> Control:
        """Control of the session, which one user at a time may have."""
        return Control(self._pgwidgets)

    def on_control[F: Callable[..., Any]](self, handler: F) -> F:
        """Have ``handler(news)`` called when another one has control, or asks for it.

        ``news`` is a :class:`~pgwidgets.access.ControlNews`: the holder, and who waits. For use as
        decorator, too.
        """
        check_handler("Session.on_control()", handler)
        self._pgwidgets.control_handlers.append(handler)
        return handler

    def rotate_token(self) -> str:
        """Give the session a new secret: links to it that were passed on are void.

        Browsers that show it are told, and stay.

        Returns:
            The new token.
        """
        return self._pgwidgets.rotate_token()

"""What a program can know of a browser that shows its session.

Knows: what the core has noted of a browser. Must not know: sockets, clocks, how handlers are
called, anything of widgets.
"""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from pgwidgets_proto import Link

from . import _context as context


def current_browser() -> "Browser | None":
    """The browser whose event is being handled here; None: nobody's is.

    In a handler, and in what it calls, in all three worlds; a task or thread that a handler has
    started has it as far as it took the context along, as asyncio's and trio's tasks do.
    """
    link = context.asker.get()
    return None if link is None else link.session.owner.browser_of(link)  # type: ignore[attr-defined]


class Lag(NamedTuple):
    """What a browser has not applied yet: queued for it, or on its way.

    Attributes:
        messages: how many messages.
        bytes: their size; what a rebuild of the page queues is not counted, since it costs nothing
            but references.
    """

    messages: int
    bytes: int


class Browser:
    """One browser that shows, or has shown, a session.

    It is the same object for as long as the page lives, also when the connection is lost and made
    again in between.
    """

    def __init__(self, link: Link) -> None:
        self._link = link

    @classmethod
    def of(cls, link: Link) -> "Browser":
        """The object of a browser's view, made when it is first wanted."""
        if link.owner is None:
            link.owner = cls(link)
        browser: Browser = link.owner
        return browser

    @property
    def address(self) -> str | None:
        """Its address without the port; behind a trusted proxy, the one that the proxy tells."""
        return self._link.browser.address

    @property
    def user_agent(self) -> str | None:
        """Its User-Agent header."""
        return self._link.browser.user_agent

    @property
    def since(self) -> datetime | None:
        """When its page connected first, in UTC; None if the server did not note it."""
        came_at = self._link.came_at
        return None if came_at is None else datetime.fromtimestamp(came_at, UTC)

    @property
    def role(self) -> str:
        """What its user may do: ``"operator"`` all, ``"observer"`` look; or a role of yours."""
        return str(self._link.badge.role)

    @property
    def user(self) -> Any:
        """Who its user is, as far as the server knows; None: nobody has asked.

        As it was when the page connected.
        """
        return self._link.browser.user

    @property
    def may_act(self) -> bool:
        """Whether what its user does counts just now, but for widgets that its role forbids."""
        return self._link.may_act

    @property
    def is_owner(self) -> bool:
        """Whether it came by the session's own address, and not by a share."""
        session: object = self._link.session
        return self._link.badge is session

    def follow(self, is_following: bool = True) -> None:
        """Make an observer's page follow the session's view (True), or let it keep its own (False).

        The view is its tabs, scrolling and selection.

        What each page has for itself, which tab is in front or how far it is scrolled, is an
        observer's own: the program's word on it does not change it there any more. Here its page is
        brought to what the session has; until it is free again, all that is said reaches it.

        Raises:
            TypeError: neither True nor False.
        """
        if not isinstance(is_following, bool):
            raise TypeError(f"Browser.follow(): {is_following!r} is neither True nor False")
        session: Any = self._link.session
        views = session.authority.own_views
        session.owner.act(lambda: views.follow(self._link, is_following=is_following))

    @property
    def page_url(self) -> str | None:
        """The address of its page, without session and token; None if it has not told one."""
        return self._link.browser.page_url

    @property
    def is_connected(self) -> bool:
        """Whether it shows the session just now."""
        return self._link.channel is not None

    @property
    def round_trip_time(self) -> float | None:
        """Seconds that a ping and its answer took last; None: none was answered yet.

        Measured when it connects, then every ``Limits.keepalive_interval``.
        """
        channel = self._link.channel
        return None if channel is None else channel.round_trip_time

    @property
    def lag(self) -> Lag:
        """What it has not applied yet: (0, 0) when it shows all that the program has said."""
        link = self._link
        applied = link.outbox.applied_place  # first: on another thread it may go on meanwhile
        return Lag(link.outbox.last - applied, link.outbox.held_bytes)

    def __repr__(self) -> str:
        state = "connected" if self.is_connected else "away"
        return f"<Browser {state} address={self.address} lag={self.lag.messages}>"

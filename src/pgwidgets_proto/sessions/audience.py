"""The browsers of one session: who shows it, who may come back, and whose user is at it.

Knows: which links a session has and where each of them stands, and who has to hear when one comes
or goes. Must not know: what they are sent, what they report, or any widget.
"""

from typing import TYPE_CHECKING

from .events import BrowserJoined, BrowserLeft

if TYPE_CHECKING:
    from ..views.link import Link
    from .session import Session


class Audience:
    """The browsers of one session.

    Parameters:
        session: what they show.

    Attributes:
        links: those that show it, in the order of their coming.
        detached: those whose socket was lost, and whose page may come back.
        departed: those that left, and of which reports still wait for the application.
    """

    def __init__(self, session: "Session") -> None:
        self.links: list[Link] = []
        self.detached: list[Link] = []
        self.departed: list[Link] = []
        self._session = session
        self._last_active: Link | None = None

    def find(self, link_id: str) -> "Link | None":
        """A browser's view by its id, whether its socket is there or not."""
        for link in (*self.links, *self.detached):
            if link.id == link_id:
                return link
        return None

    def asking(self) -> "Link | None":
        """The browser that one-off calls are for: the one whose event is handled, or was last."""
        for link in (self._session.asker, self._last_active):
            if link is not None and link in self.links:
                return link
        return self.links[-1] if self.links else None

    def is_leading(self, link: "Link") -> bool:
        """Whether it is this browser whose layout counts: the most recently active one."""
        return self._last_active is None or self._last_active is link

    def mark_ready(self) -> None:
        """Have the driver look at all of them."""
        for link in self.links:
            if link.channel is not None:
                self._session.hub.mark_ready(link.channel)

    # --- what happens to them -----------------------------------------------------------------

    def joined(self, link: "Link") -> None:
        """A browser shows the session from now on."""
        self.links.append(link)
        self._session.hub.session_shown(self._session)
        self._session.inbox.put_event(BrowserJoined(link=link))

    def resumed(self, link: "Link") -> None:
        """A browser whose socket was lost is back, with its page as it was."""
        session = self._session
        self.detached.remove(link)
        self.links.append(link)
        session.hub.session_shown(session)
        session.inbox.put_event(BrowserJoined(link=link, is_resumed=True))
        session.waiting.ask_again()

    def lost(self, link: "Link") -> None:
        """A browser's socket was lost; its page may come back."""
        self.links.remove(link)
        self.detached.append(link)
        if len(self.detached) > self._session.hub.limits.links_per_session:
            self.detached[0].end()  # so that lost connections in great number cost little
        if self.links:
            self._session.waiting.ask_another(link)
        self._left(link)

    def gone(self, link: "Link", *, was_attached: bool = True, said_goodbye: bool = False) -> None:
        """A browser's page will not come back as it is.

        Parameters:
            link: the browser's view.
            was_attached: it had a connection until now.
            said_goodbye: its user, or we, have ended it; else it may be back as a new page.
        """
        (self.links if was_attached else self.detached).remove(link)
        self._session.transfers.link_gone(link)
        if link.knowledge.has_reports:
            self.departed.append(link)
        self._session.waiting.ask_another(link)
        if was_attached:
            self._left(link, said_goodbye=said_goodbye)

    def done(self, link: "Link") -> None:
        """The last report of a browser has been taken; one that left is remembered no longer."""
        if link in self.departed:
            self.departed.remove(link)

    def active(self, link: "Link") -> None:
        """A browser's user did something."""
        self._last_active = link

    def _left(self, link: "Link", *, said_goodbye: bool = False) -> None:
        session = self._session
        if self._last_active is link:
            self._last_active = None
        session.inbox.put_event(BrowserLeft(link=link))
        session.waiting.not_to_count(link)
        if not self.links:
            hub = session.hub
            waits = [lost.expires_in(hub.deadlines.now) for lost in self.detached]
            waits.append(min(hub.limits.goodbye_grace, hub.resume_window))
            hub.session_hidden(session, max(waits) if said_goodbye else hub.resume_window)

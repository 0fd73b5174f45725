"""The browsers of one session: which show it, which may come back, whose user acted last.

Knows: which links a session has, and where each of them stands. Must not know: what they are sent,
what they report, who hears when one comes or goes (reception.py), or any widget.
"""

from collections.abc import Callable, Sequence

from ...limits import Limits
from ...views.convoy import Convoy
from ...views.link import Link
from ...wire.outgoing import Outgoing


class Audience:
    """The browsers of one session.

    Parameters:
        limits: the bounds.

    Attributes:
        links: those that show it, in the order of their coming.
        detached: those whose socket was lost, and whose page may come back.
        departed: those that left, and of which reports still wait for the application.
        own_views: those whose pages show something otherwise than the session.
    """

    def __init__(self, limits: Limits) -> None:
        self._convoy = Convoy(limits)
        self.links: list[Link] = []
        self.detached: list[Link] = []
        self.departed: list[Link] = []
        self.own_views: dict[Link, None] = {}
        self._last_active: Link | None = None

    @property
    def views(self) -> list[Link]:
        """All that the session is told to: browsers that show it, and those that may come back."""
        return [*self.links, *self.detached]

    @property
    def acting(self) -> list[Link]:
        """The browsers that show it and whose users may do something."""
        return [link for link in self.links if link.may_act]

    def tell_together(self, outgoing: Outgoing, *, but: Link | None = None) -> Sequence[Link]:
        """Queue a message, once, for all browsers that are in step.

        Parameters:
            outgoing: the message.
            but: a browser that does not get it.

        Returns:
            Those that it must be queued for one by one.
        """
        convoy = self._convoy
        if but is not None:
            but.outbox.leave()
        spared: Sequence[Link] = self._spared(outgoing) if self.own_views else ()
        for link in spared:
            link.outbox.leave()
        count = len(self.links) + len(self.detached)
        if len(convoy.members) < count and not convoy.waiting.items:
            for link in self.links:
                if link is not but and link not in spared and link.outbox.convoy is None:
                    convoy.join(link)
        apart: Sequence[Link] = ()
        if len(convoy.members) < count:
            apart = [link for link in self.views if link is not but and link.outbox.convoy is None]
            if spared:
                apart = [link for link in apart if link not in spared]
        if convoy.members:
            convoy.put(outgoing)
        return apart

    def told_alone(self, outgoing: Outgoing, *, but: Link | None = None) -> Sequence[Link]:
        """Those that a message is queued for one by one, if it must be."""
        spared = self._spared(outgoing) if self.own_views else ()
        return [link for link in self.views if link is not but and link not in spared]

    def _spared(self, outgoing: Outgoing) -> list[Link]:
        """Those whose pages have all that a message sets in a way of their own."""
        return [link for link in self.own_views if link.own_view.hides(outgoing)]

    def find(self, link_id: str) -> Link | None:
        """A browser's view by its id, whether its socket is there or not."""
        return next((link for link in self.views if link.id == link_id), None)

    def active_browser(self, asker: Link | None) -> Link | None:
        """The browser that one-off calls are for: the asker, or whose user acted last."""
        if asker is not None and asker.takes_part and asker in self.links:
            return asker
        last = self._last_active
        if last is not None and last.may_act and last in self.links:
            return last
        return next((link for link in reversed(self.links) if link.may_act), None)

    def is_leading(self, link: Link) -> bool:
        """Whether it is this browser whose layout counts: the most recently active one."""
        return self._last_active is link or (self._last_active is None and link.may_act)

    def user_acted(self, link: Link) -> None:
        """A browser's user did something."""
        if link.may_act:
            self._last_active = link

    def user_rests(self, link: Link) -> None:
        """A browser's user may do nothing more for now, so another one's layout counts."""
        if self._last_active is link:
            self._last_active = None

    def hide(self, link: Link) -> None:
        """A browser shows the session no more."""
        self.links.remove(link)
        if self._last_active is link:
            self._last_active = None

    def widgets_gone(self, is_gone: Callable[[int], bool]) -> None:
        """Widgets have ended; parameters as those of :meth:`.Outbox.widgets_gone`."""
        for link in self.views:
            link.outbox.widgets_gone(is_gone)

    def forget_departed(self) -> None:
        """Forget the browsers that left and whose reports have all been taken."""
        self.departed = [link for link in self.departed if link.knowledge.has_reports]

    def announce(self) -> None:
        """Have the driver look at all browsers."""
        for link in self.links:
            link.asides.announce()

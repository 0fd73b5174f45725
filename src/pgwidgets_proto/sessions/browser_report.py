"""One report of a browser, and what becomes of the values that it tells.

Knows: what its browser knew when it reported, who is told of a change, and how a browser that was
late is brought to our values. Must not know: queues, messages, or which values there are.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

from ..views.link import Link
from ..views.outbox import Place
from ..wire.incoming import FrameCharge
from ..wire.messages import Callback, Geometry
from ..wire.outgoing import Touch

if TYPE_CHECKING:
    from ..catalog.effects import Operations
    from ..catalog.reports import Change
    from ..entry import Entry
    from ..node import Node
    from ..wire.outgoing import Key, Outgoing

    class Reporting(Operations, Protocol):
        """What a report asks of its session, beside what effects do."""

        nodes: dict[int, Node]
        links: list[Link]

        @property
        def views(self) -> list[Link]:
            """All that the session is told to: its links, and those that may come back."""
            ...

        def encode_entry(self, node: Node, key: Key, entry: Entry) -> Outgoing:
            """Encode the call that sets a value."""
            ...

        def is_leading(self, link: Link) -> bool:
            """Whether this browser is the one whose layout counts."""
            ...

        def tell(self, touches: Iterable[Touch], links: list[Link]) -> None:
            """Bring browsers to our values, silently."""

        def answer(self, touches: Iterable[Touch], link: Link) -> None:
            """Tell a browser what became of its own report."""


class BrowserReport:
    """A report, from its coming until the application has taken it.

    Attributes:
        session: what it may change.
        link: the browser's view.
        message: what it says.
        seen: the place of our messages up to which the browser had applied them.
        on_taken: called when the application has taken it, or None.
        charge: the frame that it came in.
    """

    __slots__ = ("charge", "link", "message", "on_taken", "seen", "session")

    def __init__(
        self,
        session: "Reporting",
        link: Link,
        message: Callback | Geometry,
        seen: Place,
        on_taken: Callable[[], None] | None,
        charge: FrameCharge,
    ) -> None:
        self.session = session
        self.link = link
        self.message = message
        self.seen = seen
        self.on_taken = on_taken
        self.charge = charge

    @property
    def others(self) -> list[Link]:
        """The session's other views."""
        return [other for other in self.session.views if other is not self.link]

    @property
    def is_by_itself(self) -> bool:
        """Whether what it tells is no user's doing."""
        return isinstance(self.message, Callback) and self.message.by_itself

    @property
    def is_leading(self) -> bool:
        """Whether it is its browser whose layout counts, where pages differ."""
        return self.session.is_leading(self.link)

    def is_stale(self, touches: tuple[Touch, ...]) -> bool:
        """Whether its browser did not know our newest values."""
        return self.link.is_stale(touches, self.seen)

    def apply(self, change: "Change") -> bool:
        """Carry out what it would change and tell the others, unless its browser was late.

        Returns:
            Whether anything is another now.
        """
        if not change.keys:
            return change.is_news
        link, session = self.link, self.session
        if self.is_stale(change.keys):
            self.correct((*change.keys, *change.repairs))
            if change.correction is not None:
                link.put(change.correction(session))
            return False
        change.carry_out(session)
        if change.tells_others:
            session.tell(change.keys, self.others)
        if change.tells_origin and link in session.views:
            session.answer(change.keys, link)
        if change.correction is not None:
            session.send_in_order(change.correction(session), but=link)
        return change.is_news

    def correct(self, touches: Iterable[Touch]) -> None:
        """Tell its browser our values where it has told others that are older."""
        self.session.tell(self.untold(touches), [self.link])

    def make_good(self, touches: Iterable[Touch]) -> None:
        """Tell its browser our values, since what it reported of them is refused.

        One that was never set is what the browser makes it at first: that takes a new page.
        """
        told = list(touches)
        nodes = self.session.nodes
        if all(touch.wid in nodes and touch.key in nodes[touch.wid].entries for touch in told):
            self.correct(told)
        else:
            self.rebuild()

    def rebuild(self) -> None:
        """Have its page built anew, unless that has been done since it reported."""
        link = self.link
        if link in self.session.links and link.is_shown(link.page_of(self.seen)):
            link.rebuild()

    def untold(self, touches: Iterable[Touch]) -> list[Touch]:
        """Those of our values that its browser has to be told, as nothing on its way does so.

        A further word would make its next report stale, and so on.
        """
        will_hear = self.link.knowledge.has_yet_to_hear
        return [touch for touch in touches if not will_hear(touch, self.seen)]

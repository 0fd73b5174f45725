"""One report of a browser, and what becomes of the values that it tells.

Knows: what its browser knew when it reported, who is told of a change, and how a browser that was
late is brought to our values. Must not know: queues, messages, or which values there are.
"""

from collections.abc import Callable, Iterable
from typing import Protocol

import msgspec

from ...views.knowledge import PageBuild
from ...views.link import Link
from ...views.numbering import Place
from ...widgets.action import Action
from ...widgets.reporting import Change, Nonsense
from ...widgets.widget import Operations
from ...wire.incoming import FrameCharge
from ...wire.messages import Callback, Geometry
from ...wire.outgoing import Touch
from .ledger import Ledger


class Keeps(Protocol):
    """What is told which values users change."""

    @property
    def ledger(self) -> Ledger:
        """Which messages of pages are done."""
        ...

    @property
    def redelivered(self) -> set[tuple[int, str]]:
        """Actions that are repeated although they may have been handled, by their widget's id."""
        ...

    def touch(self, touches: Iterable[Touch]) -> None:
        """A user has changed these values."""


class Reporting(Operations, Protocol):
    """What a report asks of its session, beside what effects ask."""

    @property
    def kept(self) -> "Keeps | None":
        """What is kept of the session; None: nothing is."""
        ...

    @property
    def links(self) -> list[Link]:
        """The browsers that show the session."""
        ...

    @property
    def views(self) -> list[Link]:
        """The browsers that show the session, and those that may come back."""
        ...

    def is_leading(self, link: Link) -> bool:
        """Whether this browser is the one whose layout counts."""
        ...

    def may_touch(self, link: Link, touches: Iterable[Touch]) -> bool:
        """Whether a browser's user may act on all widgets that some values are of."""
        ...

    def tell(
        self, touches: Iterable[Touch], *, to: Link | None = None, but: Link | None = None
    ) -> None:
        """Tell all browsers, or one, or all but one, our values, without callbacks there."""
        ...

    def answer(self, touches: Iterable[Touch], link: Link) -> list[Touch]:
        """Tell a browser what became of its own report; gives what that sets there."""
        ...


class BrowserReport(msgspec.Struct, eq=False):
    """A report, from its coming until the application has taken it.

    Attributes:
        ops: the session.
        view: the browser's link.
        message: what the browser says.
        seen: the place of our messages up to which the browser had applied them.
        on_taken: called when the application has taken the report, or None.
        charge: the frame that the report came in.
        number: of the message, as its page counts; 0: nobody wants to know.
        is_carried: it is of a page that another run of the server has built (views/carry.py).
        is_quiet: no handler is told, since one of that run may have been.
    """

    ops: Reporting
    view: Link
    message: Callback | Geometry
    seen: Place
    on_taken: Callable[[], None] | None
    charge: FrameCharge
    number: int = 0
    is_carried: bool = False
    is_quiet: bool = False

    @property
    def action(self) -> Action:
        """The action that is reported."""
        message = self.message
        assert isinstance(message, Callback), message
        return self.ops.nodes[message.wid].cls.actions[message.action]

    @property
    def speaks_extension(self) -> bool:
        """Whether the browser runs our own client."""
        return self.view.speaks_extension

    @property
    def page(self) -> object:
        """Stands for the page that the browser showed when it reported."""
        return self.view.knowledge.page_of(self.seen)

    @property
    def is_page_shown(self) -> bool:
        """Whether the browser has not been told since to build a newer page."""
        return self.view.knowledge.is_shown(self.view.knowledge.page_of(self.seen))

    @property
    def is_by_itself(self) -> bool:
        """Whether no user has done what the report tells."""
        return isinstance(self.message, Callback) and self.message.by_itself

    @property
    def is_leading(self) -> bool:
        """Whether the browser is the one whose layout counts, where pages differ."""
        return self.ops.is_leading(self.view)

    def is_stale(self, touches: Iterable[Touch]) -> bool:
        """Whether the browser did not know our newest values.

        What a page of an earlier run brings is newer than what was put on by this one.
        """
        return not self.is_carried and self.view.knowledge.is_stale(touches, self.seen)

    @property
    def is_late(self) -> bool:
        """Whether it is of a page of an earlier run, in place of which another is built already."""
        carry = self.view.carry
        return self.is_carried and carry is not None and not carry.is_under_way

    @property
    def _knows(self) -> Link | None:
        """Whose page shows what is reported: the browser's, unless it was built anew since."""
        return None if self.is_late else self.view

    def is_own(self, page: object) -> bool:
        """Whether a page is one of the browser's own, that of now or one before it."""
        return isinstance(page, PageBuild) and page.owner is self.view.knowledge.owner

    def may_touch(self, touches: Iterable[Touch]) -> bool:
        """Whether the browser's user may act on all widgets that these values are of."""
        return self.view.rights is None or self.ops.may_touch(self.view, touches)

    def apply(self, change: Change) -> bool:
        """Carry out a change and tell the other browsers, or correct a browser that was late.

        Returns:
            Whether anything is different now.

        Raises:
            Nonsense: the change is in doubt, and the browser was not late.
        """
        doubt, session = change.doubt, self.ops
        if not self.may_touch(change.keys):
            raise Nonsense(
                f"its user may not act on all of {sorted({key.wid for key in change.keys})}"
            )
        if doubt is not None and not self.is_stale(doubt.unless_late):
            raise doubt
        if not change.keys and doubt is None:
            return change.is_news
        if (is_stale := self.is_stale(change.keys)) or doubt is not None:
            shown = (*change.keys, *change.repairs)
            if is_stale:
                self.correct(shown)
            else:  # nothing of ours is newer than what the user does meanwhile
                self._answer(self.needs_correction(shown))
            for outgoing in () if change.for_late is None else change.for_late(session):
                session.send_in_order(outgoing, to=self.view)
            return False
        change.carry_out(session)
        if session.kept is not None:
            session.kept.touch(change.keys)
        if change.for_others is None:
            self.tell_others(change.keys)
        else:
            for outgoing in change.for_others(session):
                session.send_in_order(outgoing, but=self._knows)
            if self._crosses_own(change.keys):
                self._answer(change.keys)
        repairs = change.repairs
        if repairs and (self.is_stale(repairs) or self._crosses_own(repairs)):
            self._answer(repairs)
        if change.tells_origin and self.view in session.views:
            session.answer(change.keys, self.view)
        return change.is_news

    def touched(self, touches: Iterable[Touch]) -> None:
        """Note that the user has changed these values."""
        if self.ops.kept is not None:
            self.ops.kept.touch(touches)

    def tell_others(self, touches: Iterable[Touch], *, is_told: bool = False) -> None:
        """Tell the other browsers our values, and its own where that was built without them.

        What its user does there meanwhile is newer than these, so that they don't make it stale.

        Parameters:
            touches: the values.
            is_told: whether its own is told in another way.
        """
        told = list(touches)
        self.ops.tell(told, but=self.view)
        if not is_told and (self.is_late or self._crosses_own(told)):
            self._answer(told)

    def _crosses_own(self, touches: Iterable[Touch]) -> bool:
        return self.view.knowledge.crosses_own(touches, self.seen)

    def _answer(self, touches: Iterable[Touch]) -> None:
        if there := self.ops.answer(touches, self.view):
            self.view.knowledge.told_own(there)

    def correct(self, touches: Iterable[Touch]) -> None:
        """Tell the browser our values where it has told others that are older."""
        self.ops.tell(self.needs_correction(touches), to=self.view)

    def make_good(self, touches: Iterable[Touch]) -> None:
        """Tell the browser our values, since what it reported of them is refused.

        A value that was never set is what the browser makes it at first: that takes a new page.
        """
        refused = list(touches)
        nodes = self.ops.nodes
        if all(touch.wid in nodes and nodes[touch.wid].entry(touch.key) for touch in refused):
            self.correct(refused)
        else:
            self.rebuild()

    def rebuild(self) -> None:
        """Have the browser build its page anew, unless it has been told to since it reported."""
        if self.view in self.ops.links and self.is_page_shown:
            self.view.rebuild()

    def needs_correction(self, touches: Iterable[Touch]) -> list[Touch]:
        """The values that the browser has to be told, since no message on its way tells them.

        If one were told twice, the browser's next report would be stale, and so on.
        """
        is_overruled = self.view.knowledge.is_overruled
        return [touch for touch in touches if not is_overruled(touch, self.seen)]

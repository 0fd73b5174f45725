"""A page of an earlier run of the server goes on here: what it had said and is not done yet.

Knows: how many of its messages were done, which of the others another run may have handled, and
which ids its widgets have today. Must not know: widgets, what a message does, or where counts are
kept.

The page is told up to which of its messages all is done. It says how many it sends again, and
which of them it had sent already: those are *doubtful* where the earlier run was killed, since it
may have handled them after its last save. Then it is built anew, once. Until it has begun to build
that page, its messages name the widgets of the page before.

A page may come back to the run that it had said something to, where that waits still. It sends that
again, so that it keeps it until it is done and stored, and it is passed over here.
"""

from collections.abc import Callable, Container, Mapping
from typing import Any

from ..wire.messages import (
    Callback,
    Carried,
    Error,
    FileChunk,
    FromBrowser,
    Geometry,
    Result,
    brings_files,
)

_MOST = 2**31
"""Messages that a page can have counted."""


class NotRepeated:
    """How many actions of one page's user are not handled, since its view began.

    They are known by the numbers of their messages. So one that is brought twice counts once, and a
    save holds those alone that it does not have the page bring once more.

    Parameters:
        before: how many were stored by an earlier run.
    """

    __slots__ = ("_before", "_by_number", "_told")

    MOST = 10_000
    """Messages that are told apart."""

    def __init__(self, before: int = 0) -> None:
        self._before = self._told = before
        self._by_number: dict[int, int] = {}

    def add(self, number: int, count: int = 1) -> None:
        """So many actions are not handled.

        Parameters:
            number: that of their message; of several, that of the last.
            count: how many.
        """
        self._by_number[number] = count
        if len(self._by_number) > self.MOST:
            self._before += self._by_number.pop(next(iter(self._by_number)))

    @property
    def total(self) -> int:
        """How many there were, whether or not the page has been told."""
        return self._before + sum(self._by_number.values())

    def up_to(self, number: int) -> int:
        """How many there were up to a message."""
        later = sum(count for of, count in self._by_number.items() if of > number)
        return self.total - later

    def take_news(self) -> int:
        """How many there are of which the page was not told here."""
        total = self.total
        news, self._told = total - self._told, total
        return news


class Carry:
    """What one page brings with it.

    Parameters:
        done: so many of its messages are done, and that is stored.
        is_behind: whether more may have been handled than is known.
        wids: the ids that its widgets had, with those of today; None: one is gone.
        known: the ids that a later run knows; any other may be another widget's today. None: the
            page is of this run, and all are.
        before: the id of the view that the page goes on from.
        handled: so many of its messages are here already, done or not; None: as many as are done.
        owner: what the pages of the view before have in common, if it was of this run.
        unrepeated: as the attribute, of the page until now.

    Attributes:
        unrepeated: how many of its user's actions are not handled, as they may have been.
        is_doubtful: whether the message that is being taken may have been handled.
        is_of_former: whether it tells of the page that the run before has built.
        is_under_way: whether more is to come before its page is built.
        missing: how many of its messages are lost.
        over: called when all that it had said is here.
    """

    over: Callable[[], None]

    def __init__(
        self,
        done: int,
        wids: Mapping[int, int | None],
        *,
        is_behind: bool,
        known: Container[int] | None = None,
        before: str = "",
        handled: int | None = None,
        owner: object = None,
        unrepeated: NotRepeated | None = None,
    ) -> None:
        self.done = done
        self.before = before
        self.owner = owner
        self.handled = done if handled is None else handled
        self.is_behind = is_behind
        self.wids = wids
        self._known = known
        self.unrepeated = NotRepeated() if unrepeated is None else unrepeated
        self.is_doubtful = False
        self.is_of_former = True
        self.is_under_way = True
        self._left: int | None = None
        self._doubtful = 0
        self.missing = 0

    @property
    def leaves_doubt(self) -> bool:
        """Whether something is still to come that the run before may have handled."""
        return self.is_behind and (self._left is None or self._doubtful > 0)

    def begin(self, told: Carried) -> bool:
        """The page says what it brings; False: it has said so before, or can't have so much."""
        actions = told.missing if told.missing_actions is None else told.missing_actions
        counts = (told.count, told.doubtful, told.missing, actions)
        if self._left is not None or not 0 <= min(counts) <= max(counts) <= _MOST:
            return False
        self._left = told.count
        self._doubtful = min(told.doubtful, told.count) if self.is_behind else 0
        self.missing = told.missing
        lost = self.done + told.missing - self.handled
        if lost > 0:  # else it is here, though the page keeps it no longer
            self.unrepeated.add(self.done + told.missing, min(actions, lost))
        if not self._left:
            self.over()
        return True

    def take(self, message: FromBrowser, number: int) -> FromBrowser | None:
        """A message of the page, in today's terms; None: it counts, and does nothing.

        Parameters:
            message: the message.
            number: its number, if it has one.
        """
        self.is_doubtful = self._doubtful > 0
        match message:
            case Callback() | Result() | Error() | FileChunk() if number <= self.handled:
                return None
            case Callback(seen=seen) | Geometry(seen=seen):
                # What its user does until it has begun to show the new page is of the one before.
                self.is_of_former = self.is_under_way or not seen
                if not self.is_of_former:
                    return message
                if isinstance(message, Geometry):
                    return None
                return self._in_terms_of_today(message, number)
            case Result() | Error() | FileChunk():
                return None if self.is_under_way else message
            case _:
                return message

    def taken(self) -> None:
        """A numbered message has been taken."""
        if self._left:
            self._left -= 1
            self._doubtful -= self._doubtful > 0
            if not self._left:
                self.over()

    def refused(self, message: Callback, number: int) -> None:
        """A numbered report does not count, since its user may not act here."""
        if not message.by_itself:
            self.unrepeated.add(number)
        self.taken()

    def _in_terms_of_today(self, message: Callback, number: int) -> Callback | None:
        wid = self._today(message.wid)
        if wid is None or brings_files(message):
            if not message.by_itself:
                self.unrepeated.add(number)
            return None
        message.wid = wid
        message.seen = 0
        message.applied = False
        self._rename(message.args)
        return message

    def _rename(self, value: Any) -> None:
        """Have what names a widget within a value name that of today."""
        stack = [value]
        while stack and (self.wids or self._known is not None):
            item = stack.pop()
            if isinstance(item, list):
                stack += item
            elif isinstance(item, dict):
                stack += item.values()
                wid = item.get("__wid__")
                if isinstance(wid, int):
                    item["__wid__"] = self._today(wid) or 0

    def _today(self, wid: int) -> int | None:
        """The id of today of a widget of the page; None: it is not there, or nobody knows it."""
        if self._known is not None and wid not in self._known:
            return None
        return self.wids.get(wid, wid)

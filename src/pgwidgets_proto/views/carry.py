"""A page of an earlier run of the server goes on here: what it had said and is not done yet.

Knows: how many of its messages were done, which of the others another run may have handled, and
which ids its widgets have today. Must not know: widgets, what a message does, or where counts are
kept.

The page is told up to which of its messages all is done. It says how many it sends again, and
which of them it had sent already: those are *doubtful* where the earlier run was killed, since it
may have handled them after its last save. Then it is built anew, once. Until it has begun to build
that page, its messages name the widgets of the page before.
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
    """How many actions of one page's user are not handled, however often its line was cut.

    Attributes:
        count: how many that are; none once the page was told.
    """

    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count = 0

    def take(self) -> int:
        """The count, to be told to the page."""
        count, self.count = self.count, 0
        return count


class Carry:
    """What one page brings with it.

    Parameters:
        done: so many of its messages are done.
        is_behind: whether more may have been handled than is known.
        wids: the ids that its widgets had, with those of today; None: one is gone.
        known: the ids that a later run knows; any other may be another widget's today. None: the
            page is of this run, and all are.
        before: of what the page had begun to bring when its line was cut, as ``unrepeated``.

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
        before: NotRepeated | None = None,
    ) -> None:
        self.done = done
        self.is_behind = is_behind
        self.wids = wids
        self._known = known
        self.unrepeated = NotRepeated() if before is None else before
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
        counts = (told.count, told.doubtful, told.missing)
        if self._left is not None or not 0 <= min(counts) <= max(counts) <= _MOST:
            return False
        self._left = told.count
        self._doubtful = min(told.doubtful, told.count) if self.is_behind else 0
        self.missing = told.missing
        self.unrepeated.count += told.missing
        if not self._left:
            self.over()
        return True

    def take(self, message: FromBrowser) -> FromBrowser | None:
        """A message of the page, in today's terms; None: it counts, and does nothing."""
        self.is_doubtful = self._doubtful > 0
        match message:
            case Callback(seen=seen) | Geometry(seen=seen):
                # What its user does until it has begun to show the new page is of the one before.
                self.is_of_former = self.is_under_way or not seen
                if not self.is_of_former:
                    return message
                return self._in_terms_of_today(message) if isinstance(message, Callback) else None
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

    def refused(self, message: Callback) -> None:
        """A numbered report does not count, since its user may not act here."""
        self.unrepeated.count += not message.by_itself
        self.taken()

    def _in_terms_of_today(self, message: Callback) -> Callback | None:
        wid = self._today(message.wid)
        if wid is None or brings_files(message):
            self.unrepeated.count += not message.by_itself
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

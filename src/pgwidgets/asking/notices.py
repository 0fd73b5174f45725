"""Notices in a corner of the page.

Knows: which are shown, which are one, how many there may be. Must not know: async or sync, pages.
"""

import itertools
from collections.abc import Callable
from typing import Any, Literal, get_args

from .aids import Aids, aids_of
from .checks import plain_text, seconds

type NoticeKind = Literal["info", "success", "warning", "error"]

KINDS: tuple[str, ...] = get_args(NoticeKind.__value__)
MOST = 20
"""Notices that are kept, with those that wait until there is room in the corner."""
MOST_TEXT = 2000
"""Characters of a notice; the rest is left out."""
_SECONDS: dict[str, float | None] = {"info": 5, "success": 5, "warning": 10, "error": None}
_WITH_ACTIONS = 15.0


class Notice:
    """A notice that a session shows; ``session.notify()`` gives it.

    Attributes:
        text: what it says.
        kind: ``"info"``, ``"success"``, ``"warning"`` or ``"error"``.
        count: how often it was said.
    """

    def __init__(
        self,
        notices: "Notices",
        number: int,
        text: str,
        kind: NoticeKind,
        timeout: float | None,
        actions: list[tuple[str, Callable[[], Any]]],
    ) -> None:
        self._notices = notices
        self._number = number
        self._timeout = timeout
        self._actions = actions
        self.text = text
        self.kind: NoticeKind = kind
        self.count = 1

    @property
    def is_shown(self) -> bool:
        """Whether it is there, or waits to be: nobody has closed it, nor has its time passed."""
        return self._notices.has(self._number)

    def close(self) -> Any:
        """Show it no more."""
        return self._notices.close(self._number)

    def set_text(self, text: str) -> Any:
        """Have it say something else; its time begins anew."""
        return self._notices.change(self, plain_text(text, "Notice.set_text(): text"))

    def __repr__(self) -> str:
        return f"<Notice {self.kind} {self.text!r}>"


class Notices:
    """The notices of one session."""

    def __init__(self, aids: Aids) -> None:
        self._aids = aids
        self._numbers = itertools.count(1)
        self._shown: dict[int, Notice] = {}
        self._left_out = 0
        aids.acted, aids.closed = self._acted, self.close

    def add(
        self,
        text: str,
        kind: NoticeKind,
        timeout: float | None,
        actions: list[tuple[str, Callable[[], Any]]],
    ) -> Notice:
        """Show one, or count it where it is shown already."""
        with self._aids.lock:
            if not actions:
                for notice in self._shown.values():
                    if (notice.text, notice.kind, notice._actions) == (text, kind, []):
                        notice.count += 1
                        self._tell()
                        return notice
            notice = Notice(self, next(self._numbers), text, kind, timeout, actions)
            self._shown[notice._number] = notice
            if len(self._shown) > MOST:
                plain = (number for number, one in self._shown.items() if not one._actions)
                del self._shown[next(plain, next(iter(self._shown)))]
                self._left_out += 1
            self._tell()
            return notice

    def has(self, number: int) -> bool:
        """Whether it is shown."""
        return number in self._shown

    def change(self, notice: Notice, text: str) -> Any:
        """Have a notice say something else."""
        with self._aids.lock:
            notice.text, notice.count = text[:MOST_TEXT], 1
            self._tell()
        return self._aids.session.complete()

    def close(self, number: int) -> Any:
        """Show one no more."""
        with self._aids.lock:
            if self._shown.pop(number, None) is not None:
                self._tell()
        return self._aids.session.complete()

    def _acted(self, number: int, index: int) -> Any:
        with self._aids.lock:
            notice = self._shown.get(number)
            if notice is None or not 0 <= index < len(notice._actions):
                return None  # another browser's user was faster
            self.close(number)
        return notice._actions[index][1]()

    def _tell(self) -> None:
        if not self._shown:
            self._left_out = 0
        told = [
            {
                "id": notice._number,
                "text": notice.text,
                "kind": notice.kind,
                "count": notice.count,
                "seconds": notice._timeout,
                "actions": [label for label, _ in notice._actions],
            }
            for notice in self._shown.values()
        ]
        self._aids.widget.set_notices({"notices": told, "more": self._left_out})


def notify(session: Any, text: str, kind: Any, timeout: Any, actions: Any) -> Notice:
    """Show a notice; see :meth:`Session.notify`."""
    where = "Session.notify()"
    plain_text(text, f"{where}: text")
    if kind not in KINDS:
        allowed = ", ".join(map(repr, KINDS))
        raise ValueError(f"{where}: kind is {kind!r}; it must be one of {allowed}")
    checked = [_action(one, f"{where}: actions") for one in actions]
    if timeout == "default":
        timeout = _WITH_ACTIONS if checked and kind != "error" else _SECONDS[kind]
    limit = seconds(timeout, f"{where}: timeout")
    return aids_of(session).room(Notices).add(text[:MOST_TEXT], kind, limit, checked)


def _action(given: Any, what: str) -> tuple[str, Callable[[], Any]]:
    try:
        label, handler = given
    except (TypeError, ValueError):
        label, handler = None, None
    if not isinstance(label, str) or not callable(handler):
        raise TypeError(f"{what} has {given!r}; it must be pairs of a text and a function")
    return label, handler

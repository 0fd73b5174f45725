"""Widgets that are at work: covered meanwhile, with how far it is, and a button that ends it.

Knows: what is at work, and who wants it to stop. Must not know: what the work is, pages.
"""

import itertools
import threading
from collections.abc import Iterable, Iterator, Sized
from types import TracebackType
from typing import Any, Self

from .aids import Aids, aids_of
from .checks import plain_text


class Busy:
    """Covers a widget, or the page, inside of a block; ``widget.busy()`` makes it.

    ``with widget.busy("Exposing …"):`` covers it until the block ends. In the async API a block of
    ``async with`` is cancelled when its user presses the button; elsewhere the program looks at
    :attr:`is_cancelled`, waits by :meth:`wait`, or has :meth:`over` end.

    Attributes:
        is_cancelled: whether its user wants it to stop.
    """

    def __init__(
        self, covers: "Covers", wid: int, text: str, total: float | None, cancel: str | None
    ) -> None:
        self._covers = covers
        self._number = 0
        self._wid = wid
        self._text = text
        self._total = total
        self._done = 0.0
        self._cancel = cancel
        self._stopped = threading.Event()
        self._scope: Any = None

    @property
    def is_cancelled(self) -> bool:
        """Whether its user wants it to stop."""
        return self._stopped.is_set()

    def set_text(self, text: str) -> Any:
        """Have it say something else."""
        self._text = plain_text(text, "Busy.set_text(): text")
        return self._covers.tell()

    def set_progress(self, done: float, total: float | None = None) -> Any:
        """Tell how far it is.

        Parameters:
            done: so much is done.
            total: of so much; None: as before, or 1.

        Raises:
            TypeError, ValueError: they are no numbers, or the total is not above 0.
        """
        where = "Busy.set_progress()"
        self._total = _total(total, f"{where}: total") or self._total or 1.0
        self._done = _number(done, f"{where}: done")
        return self._covers.tell()

    def step(self, steps: float = 1) -> Any:
        """Tell that so much more is done."""
        self._done += _number(steps, "Busy.step(): steps")
        return self._covers.tell()

    def wait(self, seconds: float) -> bool:
        """Wait, on a thread, for that long or until its user wants it to stop; whether so."""
        return self._stopped.wait(seconds)

    def over[T](self, items: Iterable[T]) -> Iterator[T]:
        """Go through items, covered meanwhile; it ends when its user wants it to.

        What was done is told after each of them. A loop that is left by ``break`` ends it as well,
        when the iterator goes; ``with`` around the loop ends it at once.
        """
        if self._total is None and isinstance(items, Sized):
            self._total = float(len(items)) or None
        with self:
            for item in items:
                if self.is_cancelled:
                    return
                yield item
                self.step()

    def __enter__(self) -> Self:
        self._covers.add(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._covers.remove(self)

    async def __aenter__(self) -> Self:
        if self._cancel is not None:
            from anyio import CancelScope

            self._scope = CancelScope()
            self._scope.__enter__()
        return self.__enter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        self._covers.remove(self)
        scope, self._scope = self._scope, None
        return bool(scope is not None and scope.__exit__(kind, error, traceback))

    def _stop(self) -> None:
        self._stopped.set()
        if self._scope is not None:
            self._scope.cancel()

    def _state(self) -> dict[str, Any]:
        value = None
        if self._total is not None:
            value = min(1.0, max(0.0, self._done / self._total))
        about = {"id": self._number, "wid": self._wid, "text": self._text}
        return {**about, "value": value, "cancel": self._cancel}


class Covers:
    """All that is at work in one session."""

    def __init__(self, aids: Aids) -> None:
        self._aids = aids
        self._numbers = itertools.count(1)
        self._busy: dict[int, Busy] = {}
        aids.stop = self._stop

    def add(self, busy: Busy) -> None:
        """Something is at work."""
        with self._aids.lock:
            if busy._number in self._busy:
                raise RuntimeError("a Busy is in its block already; make another one")
            busy._number = next(self._numbers)
            self._busy[busy._number] = busy
            self.tell()

    def remove(self, busy: Busy) -> None:
        """It is at work no more."""
        with self._aids.lock:
            if self._busy.pop(busy._number, None) is not None:
                self.tell()

    def tell(self) -> Any:
        """Tell pages of all of it."""
        with self._aids.lock:
            return self._aids.widget.set_busy([busy._state() for busy in self._busy.values()])

    def _stop(self, number: int) -> None:
        busy = self._busy.get(number)
        if busy is not None and busy._cancel is not None:
            busy._stop()


def busy(session: Any, wid: int, text: str, total: Any, cancel: Any) -> Busy:
    """Make one; see :meth:`Widget.busy`."""
    where = "busy()"
    plain_text(text, f"{where}: text")
    if isinstance(cancel, bool):
        cancel = "Cancel" if cancel else None
    if cancel is not None:
        plain_text(cancel, f"{where}: cancel")
    limit = _total(total, f"{where}: total")
    return Busy(aids_of(session).room(Covers), wid, text, limit, cancel)


def _number(value: Any, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{what} is {value!r}; it must be a number")
    if value != value:
        raise ValueError(f"{what} is nan; it must be a number")
    return float(value)


def _total(value: Any, what: str) -> float | None:
    if value is None:
        return None
    if _number(value, what) <= 0:
        raise ValueError(f"{what} is {value!r}; it must be above 0")
    return float(value)

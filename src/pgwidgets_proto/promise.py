"""A value that a browser will bring: what a question or a flush gives back.

Knows: its own outcome and who waits for it. Must not know: event loops, threads, time.
"""

from collections.abc import Callable
from typing import Any

from .errors import LocalProtocolError


class Promise:
    """Settled once, with a value or an exception; adapters build their own waiting on it.

    Attributes:
        is_settled: whether it is.
        convert: makes the value that is given of the one that was brought, or None.
    """

    __slots__ = ("_callbacks", "_exception", "_value", "convert", "is_settled")

    def __init__(self) -> None:
        self.is_settled = False
        self.convert: Callable[[Any], Any] | None = None
        self._value: Any = None
        self._exception: BaseException | None = None
        self._callbacks: list[Callable[[], None]] = []

    def settle(self, value: Any = None, exception: BaseException | None = None) -> None:
        """Bring the outcome; a second one is ignored (the first browser's answer counts)."""
        if self.is_settled:
            return
        self.is_settled = True
        self._value = value
        self._exception = exception
        callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def result(self) -> Any:
        """The value; raises the exception if that is the outcome.

        Raises:
            LocalProtocolError: it is not settled yet.
        """
        if not self.is_settled:
            raise LocalProtocolError("the browser has not answered yet")
        if self._exception is not None:
            raise self._exception
        return self._value if self.convert is None else self.convert(self._value)

    def on_settled(self, callback: Callable[[], None]) -> None:
        """Have ``callback`` called once it is settled; at once if it is already."""
        if self.is_settled:
            callback()
        else:
            self._callbacks.append(callback)

"""A value that a browser will bring: what a question or a flush gives back.

Knows: its own outcome and who waits for it. Must not know: threads or time.
"""

from collections.abc import Callable
from typing import Any

from ...errors import LocalProtocolError


class Promise:
    """A value that a browser will bring: what a question or a flush gives back.

    It is settled once, with a value or an exception; event loops and threads build their own
    waiting on it.

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
        """Bring the outcome; a second one is ignored (the first browser's answer counts).

        Parameters:
            value: the outcome, if it is a value.
            exception: the outcome, if it is an exception.
        """
        if self.is_settled:
            return
        self.is_settled = True
        self._value = value
        self._exception = exception
        callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def result(self) -> Any:
        """The outcome; raises it if it is an exception.

        Raises:
            LocalProtocolError: it is not settled yet.
            TimeoutError: no browser answered in time.
            BrowserError: a browser could not carry out the call.
            SessionGoneError: the session was destroyed meanwhile.
        """
        if not self.is_settled:
            raise LocalProtocolError("the browser has not answered yet")
        if self._exception is not None:
            raise self._exception
        return self._value if self.convert is None else self.convert(self._value)

    @property
    def failure(self) -> BaseException | None:
        """The outcome, if it is an exception; None before it is settled, too."""
        return self._exception

    def on_settled(self, callback: Callable[[], None]) -> None:
        """Have a function called when it is settled; at once if it is already.

        Parameters:
            callback: must not raise. It is called from inside of the core, so it calls nothing of
                the core itself.
        """
        if self.is_settled:
            callback()
        else:
            self._callbacks.append(callback)

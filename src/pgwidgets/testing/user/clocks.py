"""The clock of a test: time passes when the test says so.

Knows: the program's time. Must not know: what a user does, or what is due when.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from ..stage import Stage

__tracebackhide__ = True  # pytest shows where a test calls this


class Clock:
    """The test's clock: it goes on when it is told to.

    Parameters:
        stage: whose time it is.
        settle: lets the program go on until it has nothing to do.
    """

    def __init__(self, stage: Stage, settle: Callable[[], None]) -> None:
        self._stage = stage
        self._settle = settle

    @property
    def now(self) -> float:
        """Seconds."""
        return self._stage.now()

    def advance(self, seconds: float) -> None:
        """Let time pass; what is due meanwhile is done in its order, each at its time."""
        check_seconds("advance()", seconds)
        for _ in self._stage.passing(seconds):
            self._settle()


class AsyncClock:
    """As :class:`Clock`, for tests that await."""

    def __init__(self, stage: Stage, settle: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._stage = stage
        self._settle = settle

    @property
    def now(self) -> float:
        """Seconds."""
        return self._stage.now()

    async def advance(self, seconds: float) -> None:
        """Let time pass; what is due meanwhile is done in its order, each at its time."""
        check_seconds("advance()", seconds)
        for _ in self._stage.passing(seconds):
            await self._settle()


def check_seconds(what: str, seconds: object) -> None:
    """Refuse what is no duration.

    Raises:
        TypeError, ValueError: the text says what is allowed.
    """
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        raise TypeError(f"{what}: seconds is {seconds!r}; it must be a number")
    if not 0 <= seconds < float("inf"):
        raise ValueError(f"{what}: seconds is {seconds!r}; it must be 0 or more, and finite")

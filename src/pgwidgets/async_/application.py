"""The application of the async API.

Knows: what a program may ask of an application. Must not know: how any of it is done (engine.py).
"""

from types import TracebackType
from typing import Self

from .._application import BaseApplication
from .._public import shown
from .._settings import flag_setting
from .engine import Engine
from .session import Session, library


class Application(BaseApplication[Session]):
    """Serves sessions to browsers, and runs the program's handlers, on asyncio or trio."""

    _pgwidgets: Engine  # pyright: ignore[reportIncompatibleVariableOverride] (only the base sets it)
    _pgwidgets_engine = Engine
    _pgwidgets_session = Session
    _pgwidgets_library = library

    @shown
    def sessions(self) -> dict[int | str, Session]:
        """All sessions by id; may be asked for in any thread."""
        return self._pgwidgets.all_sessions()

    # --- serving

    async def run(self, *, open_browser: bool = False) -> None:
        """Serve until :meth:`close` is called, Ctrl-C is pressed, or this task is cancelled.

        What :meth:`start` has begun goes on until then.

        A second Ctrl-C waits for no browser; and where a handler keeps the event loop, so that the
        first one is not heard, it interrupts that.

        Parameters:
            open_browser: whether to show the page in the user's browser, on the machine that the
                program runs on.

        Raises:
            OSError: a port can't be listened on.
            SystemExit: of a handler, as any exception there that is no :exc:`Exception`.
        """
        await self._pgwidgets.run(flag_setting(open_browser, "run(): open_browser"))

    async def start(self) -> None:
        """Begin to serve in the background of this event loop; end with :meth:`close`.

        Inside ``async with app`` it does nothing: that has begun to serve.

        Raises:
            OSError: a port can't be listened on.
            RuntimeError: the event loop has no background (trio): use ``async with app``.
        """
        await self._pgwidgets.start()

    async def __aenter__(self) -> Self:
        await self._pgwidgets.enter()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool | None:
        return await self._pgwidgets.leave_block(kind, error, traceback)

    async def process_events(self, timeout: float = 0) -> None:
        """Let handlers run, for programs with a loop of their own: all that are ready.

        Parameters:
            timeout: seconds to wait for one, where none is; 0: only what is ready.
        """
        await self._pgwidgets.process_events(timeout)

    async def close(self) -> None:
        """Send all browsers away and stop serving; :meth:`run` returns. Safe to call twice.

        From outside of handlers it waits until everything has ended; handlers that do not end
        within ``Limits.close_time`` are cancelled.
        """
        await self._pgwidgets.close()

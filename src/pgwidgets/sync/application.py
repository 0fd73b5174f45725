"""The application of the sync API.

Knows: what a program may ask of an application. Must not know: how any of it is done (engine.py).
"""

from types import TracebackType
from typing import Self

from .._application import BaseApplication
from .._settings import flag_setting
from .engine import Engine
from .session import Session, library


class Application(BaseApplication[Session]):
    """Serves sessions to browsers on a thread of its own, and runs the program's handlers.

    Which thread runs a handler is up to ``concurrency_handling``:

    * ``"per_session"``: each session has a thread, from its first event until it is destroyed, so
      that a handler that takes its time delays no other session;
    * ``"serialized"``: all handlers are run by the thread that is in :meth:`run`, or calls
      :meth:`process_events`: the main thread, as a rule. Nothing is handled meanwhile;
    * ``"concurrent"``: each event has a thread, at most 100 of them; more events wait.

    Its threads are daemons: they do not keep a program alive whose main thread has ended.
    """

    _pgwidgets: Engine  # pyright: ignore[reportIncompatibleVariableOverride] (only the base sets it)
    _pgwidgets_engine = Engine
    _pgwidgets_session = Session
    _pgwidgets_library = library

    # --- serving

    def run(self, *, open_browser: bool = False) -> None:
        """Serve until :meth:`close` is called, or Ctrl-C is pressed.

        What :meth:`start` has begun goes on until then.

        After the first Ctrl-C handlers that run have ``Limits.close_time`` to come to an end; a
        second one waits for nobody.

        Parameters:
            open_browser: whether to show the page in the user's browser, on the machine that the
                program runs on.

        Raises:
            OSError: a port can't be listened on.
            SystemExit: of a handler in the mode ``"serialized"``, as any exception there that is no
                :exc:`Exception`.
        """
        self._pgwidgets.run(flag_setting(open_browser, "run(): open_browser"))

    def start(self) -> None:
        """Begin to serve on a thread of its own; end with :meth:`close`.

        If it serves already, nothing happens.

        Raises:
            OSError: a port can't be listened on.
            RuntimeError: the system has no thread to spare.
        """
        self._pgwidgets.start()

    def __enter__(self) -> Self:
        self._pgwidgets.start_anew()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._pgwidgets.close()

    def process_events(self, timeout: float = 0.1) -> None:
        """Let handlers run, for programs with a loop of their own.

        In the mode ``"serialized"`` this is what runs them: those that are ready, and not what
        comes meanwhile. In the other modes they run by themselves, and this waits until one has.

        Parameters:
            timeout: seconds to wait for one; 0: only what is ready.
        """
        self._pgwidgets.dispatcher.process(timeout)

    def close(self) -> None:
        """Send all browsers away and stop serving; :meth:`run` returns. Safe to call twice.

        From outside of handlers it waits until everything has ended; for handlers that do not end
        it waits ``Limits.close_time``, and says so in the log.
        """
        self._pgwidgets.close()

"""Which event loop runs, in which thread, and what we need of it beyond anyio.

Knows: that there are two kinds, and how to tell. Must not know: applications, sessions.

Neither is imported before it is known to be the one: a third of what it costs to import this
package would be asyncio, for programs that run on trio.
"""

import contextlib
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from pgwidgets_transports.seam import Listener, Site, Spawner

if TYPE_CHECKING:
    import asyncio


def asyncio_loop() -> "asyncio.AbstractEventLoop | None":
    """The running loop, if it is one of asyncio's."""
    if "asyncio" not in sys.modules:
        return None
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def new_listener(site: Site, tasks: Spawner) -> Listener:
    """The listener of the event loop that runs just now."""
    if asyncio_loop() is not None:
        from pgwidgets_transports import asyncio as asyncio_transport

        return asyncio_transport.Listener(site, tasks)
    from pgwidgets_transports import trio as trio_transport

    return trio_transport.Listener(site, tasks)


def call_soon_from_anywhere() -> Callable[[Callable[[], None]], Any]:
    """What has a function called by the loop that runs just now; a signal's handler may use it."""
    loop = asyncio_loop()
    if loop is not None:
        return loop.call_soon_threadsafe
    import trio

    return trio.lowlevel.current_trio_token().run_sync_soon


@contextlib.contextmanager
def woken_by_signals() -> Iterator[None]:
    """A block in which any signal wakes the loop that runs just now, in the main thread.

    Of asyncio's loops those on Unix do so only for handlers of their own, which could not break
    off a handler of the program's. trio's loop does, and uvloop's.
    """
    loop = asyncio_loop()
    before = signal.set_wakeup_fd(-1)
    if loop is None or before != -1:
        signal.set_wakeup_fd(before)
        yield
        return
    reader, writer = socket.socketpair()
    with reader, writer:
        for end in (reader, writer):
            end.setblocking(False)
        loop.add_reader(reader, reader.recv, 1024)
        signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(-1)
            loop.remove_reader(reader)


class Home:
    """The event loop that serves, and the thread that it runs in. Made in that very loop.

    Attributes:
        thread: the thread's ident. Whoever has it is at home, which is all that is looked at for
            nearly every call.
    """

    def __init__(self) -> None:
        self.thread = threading.get_ident()
        self._loop = asyncio_loop()
        self.call_soon = call_soon_from_anywhere()

    def check(self, what: str) -> None:
        """Refuse what another thread does.

        A loop of asyncio may go on in another thread than it began in; and while it runs in none,
        nobody is disturbed.

        Parameters:
            what: names it for the error.

        Raises:
            RuntimeError: the loop runs in another thread.
        """
        here = threading.get_ident()
        if self.thread == here:
            return
        if self._loop is not None:
            if asyncio_loop() is self._loop:
                self.thread = here
                return
            if not self._loop.is_running():
                return
        raise RuntimeError(
            f"{what} can't be used in the thread {threading.current_thread().name!r}: the event "
            f"loop that serves runs in another one. Nothing was changed. Have it call a function: "
            f"session.call_soon_threadsafe(function, *args)"
        )

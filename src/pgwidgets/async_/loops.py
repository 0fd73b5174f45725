"""Which event loop runs, and what we need of it beyond anyio.

Knows: that there are two, and how to tell. Must not know: applications, sessions.

Neither is imported before it is known to be the one: a third of what it costs to import this
package would be asyncio, for programs that run on trio.
"""

import sys
from collections.abc import Callable
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

"""asyncio's servers, closed without losing what they are accepting.

Knows: asyncio alone. Must not know: what is served.
"""

import asyncio
import contextlib
from collections.abc import Iterable

_ACCEPTING = ("it is accepted", "it has a transport", "its protocol has heard of it")
"""Turns of the loop that a connection takes. Where its server is closed meanwhile, nothing ever
closes the connection (seen with CPython 3.13)."""


async def close_servers(servers: Iterable[asyncio.Server]) -> None:
    """Accept nothing more, have what is being accepted get its protocol, then close.

    Parameters:
        servers: of the running loop.
    """
    loop = asyncio.get_running_loop()
    try:
        for sock in [sock for server in servers for sock in server.sockets]:
            with contextlib.suppress(NotImplementedError):  # a loop that waits for no readers
                loop.remove_reader(sock)
        for _ in _ACCEPTING:
            await asyncio.sleep(0)
    finally:
        for server in servers:
            server.close()

"""How asyncio's servers are closed without losing connections that are being accepted.

Knows: asyncio alone. Must not know: what is served.
"""

import asyncio
import contextlib
from collections.abc import Iterable

_ACCEPTING = ("it is accepted", "it has a transport", "its protocol has heard of it")
"""The turns of the event loop in which a connection is accepted. If its server is closed during
these, nothing ever closes the connection (seen with CPython 3.13)."""


async def close_servers(servers: Iterable[asyncio.Server]) -> None:
    """Accept no more, let connections that are being accepted get their protocol, then close.

    Parameters:
        servers: of the running loop.
    """
    loop = asyncio.get_running_loop()
    try:
        for sock in [sock for server in servers for sock in server.sockets]:
            with contextlib.suppress(NotImplementedError):  # a loop without readers (proactor)
                loop.remove_reader(sock)
        for _ in _ACCEPTING:
            await asyncio.sleep(0)
    finally:
        for server in servers:
            server.close()

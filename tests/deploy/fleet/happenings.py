"""What may happen to servers while users click and type.

Knows: the ends of servers, and their order. Must not know: pages, ledgers.
"""

import asyncio
import os
import random
import sys
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from .routers import EXAMPLES
from .servers import Server
from .trials import Crowd, Happening

SCRIPT = EXAMPLES / "systemd" / "rolling-restart.sh"
_SYSTEMD = Path(__file__).with_name("systemd.py")
CALM = 1.5
"""Seconds in which nothing happens to servers, so that routers and pages have come to rest."""


def rolling(rounds: int = 1) -> Happening:
    """Each server in its turn is stopped in good order, and started anew."""

    async def happen(servers: list[Server], users: Crowd, rng: random.Random) -> None:
        for server in servers * rounds:
            await asyncio.sleep(CALM)
            await _again(server, "stop")
        await asyncio.sleep(CALM)

    return happen


def scripted() -> Happening:
    """All servers are restarted by the script of examples/cluster, as systemd would for it."""

    async def happen(servers: list[Server], users: Crowd, rng: random.Random) -> None:
        by_port = {server.port: server for server in servers}

        async def restart(asked: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
            await _again(by_port[int(await asked.readline())], "stop")
            answer.write(b"done\n")
            answer.close()

        await asyncio.sleep(CALM)
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/systemd"
            async with await asyncio.start_unix_server(restart, path):
                told = {"RESTART": f"{sys.executable} {_SYSTEMD} {path} ", "no_proxy": "*"}
                ports = [str(port) for port in by_port]
                script = await asyncio.create_subprocess_exec(
                    "sh", str(SCRIPT), *ports, env={**os.environ, **told}, stdout=PIPE
                )
                said, _ = await script.communicate()
        assert script.returncode == 0, f"the script ended with {script.returncode}"
        assert said.decode().splitlines() == [f"restarting {port}" for port in ports]

    return happen


def killed(times: Sequence[float]) -> Happening:
    """At these times, in seconds from the one before, a server is killed, and started anew."""

    async def happen(servers: list[Server], users: Crowd, rng: random.Random) -> None:
        for wait in times:
            await asyncio.sleep(wait)
            await _again(rng.choice(servers), "kill", rng.uniform(0.0, 1.0))
        await asyncio.sleep(CALM)

    return happen


def in_turn(*ways: str, calm: float) -> Happening:
    """The server of the first page is ended in one way after another, and started anew each time.

    Parameters:
        ways: "stop" or "kill".
        calm: seconds before each, in which all pages are there, and known to the store.
    """

    async def happen(servers: list[Server], users: Crowd, rng: random.Random) -> None:
        for way in ways:
            await users.until_whole()
            await asyncio.sleep(calm)
            await _again(_owner(servers, users), way)

    return happen


def _owner(servers: list[Server], users: Crowd) -> Server:
    """The server of the first page."""
    return next(one for one in servers if one.name == users.pages[0].server)


async def _again(server: Server, way: str, pause: float = 0.0) -> None:
    """End a server, and start it after so many seconds."""
    await asyncio.to_thread(getattr(server, way))
    await asyncio.sleep(pause)
    await asyncio.to_thread(server.start)


def frozen(seconds: float = 5.0) -> Happening:
    """A server is stopped where it is, with clicks in its sockets, and goes on after a while."""

    async def happen(servers: list[Server], users: Crowd, rng: random.Random) -> None:
        await asyncio.sleep(CALM)
        server = rng.choice(servers)
        server.freeze()
        await asyncio.sleep(seconds)
        server.thaw()
        await asyncio.sleep(CALM)

    return happen


def upgraded() -> Happening:
    """Users rest, and all servers are stopped; then version 2 of the program goes on."""

    async def happen(servers: list[Server], users: Crowd, rng: random.Random) -> None:
        await asyncio.sleep(CALM)
        await users.rest()
        for server in servers:
            await asyncio.to_thread(server.stop)
        for server in servers:
            await asyncio.to_thread(server.start, version=2)

    return happen


class Store(Protocol):
    """A store that can be taken away."""

    def freeze(self) -> None:
        """Have it stand still."""

    def thaw(self) -> None:
        """Have it go on."""

    def kill(self) -> None:
        """End it, with all that it has."""

    def start(self) -> None:
        """Start it, empty."""


def stood_still(store: Store, seconds: float) -> Happening:
    """The store stands still for a while; all servers stay."""

    async def happen(servers: list[Server], users: Crowd, rng: random.Random) -> None:
        await asyncio.sleep(CALM)
        store.freeze()
        await asyncio.sleep(seconds)
        store.thaw()
        await asyncio.sleep(CALM)

    return happen


def emptied(store: Store, seconds: float) -> Happening:
    """The store is killed, and started anew with nothing in it; then each server is restarted."""

    async def happen(servers: list[Server], users: Crowd, rng: random.Random) -> None:
        await asyncio.sleep(CALM)
        store.kill()
        await asyncio.sleep(seconds)
        await asyncio.to_thread(store.start)
        await rolling()(servers, users, rng)

    return happen


def flapping(seconds: float = 60.0) -> Happening:
    """One server goes and comes, by turns in each way, while the others stay."""

    async def happen(servers: list[Server], users: Crowd, rng: random.Random) -> None:
        loop = asyncio.get_running_loop()
        server = _owner(servers, users)
        end = loop.time() + seconds
        while loop.time() < end:
            await asyncio.sleep(rng.uniform(0.5, 3.0))
            how = rng.choice(("stop", "kill", "freeze"))
            if how == "freeze":
                server.freeze()
                await asyncio.sleep(rng.uniform(0.5, 4.0))
                server.thaw()
            else:
                await _again(server, how, rng.uniform(0.0, 1.0))
        await asyncio.sleep(CALM)

    return happen

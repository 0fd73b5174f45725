"""What a server costs while its users work: processor, memory, and commands to Redis.

Knows: what Linux tells of a process, and Redis of itself. Must not know: what users do.
"""

import asyncio
import os
import random
import time
from pathlib import Path
from typing import NamedTuple

from .servers import Server
from .trials import Crowd, Happening

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Look(NamedTuple):
    """What has come together since the beginning.

    Attributes:
        at: when, monotonic seconds.
        processor: seconds of the processor, of all servers.
        memory: bytes of memory, of all servers.
        acts: what users have done.
        commands: how often Redis was asked what.
        scripts: seconds that Redis was at work on scripts, by one of which each save is made.
        received: bytes that Redis was told.
    """

    at: float
    processor: float
    memory: int
    acts: int
    commands: dict[str, int]
    scripts: float
    received: int


def steady(seconds: float, store: str) -> Happening:
    """Nothing happens; what that costs is printed.

    Parameters:
        seconds: how long.
        store: the address of Redis; another one is not asked.
    """

    async def happen(servers: list[Server], users: Crowd, rng: random.Random) -> None:
        await asyncio.sleep(2.0)
        before = _look(servers, users, store)
        await asyncio.sleep(seconds)
        after = _look(servers, users, store)
        took = after.at - before.at
        acts = max(after.acts - before.acts, 1) / took
        share = (after.processor - before.processor) / took
        print(f"{len(users.pages)} pages on {len(servers)} servers, {acts:.0f} acts a second")
        print(f"processor: {share * 100:.0f} % of one core; {share / acts * 1e6:.0f} µs an act")
        print(f"memory: {after.memory / len(servers) / 2**20:.1f} MiB a server")
        for name, count in sorted(after.commands.items()):
            rate = (count - before.commands.get(name, 0)) / took
            if rate:
                print(f"redis: {name} {rate:.1f}/s")
        scripts = after.scripts - before.scripts
        print(f"redis: {scripts / took * 1000:.2f} ms/s are spent in scripts")
        print(f"redis: {(after.received - before.received) / took / 1024:.1f} KiB/s are written")

    return happen


def _look(servers: list[Server], users: Crowd, store: str) -> Look:
    commands, scripts, received = _asked(store) if store.startswith("redis:") else ({}, 0.0, 0)
    return Look(
        time.monotonic(),
        sum(_processor(server.pid) for server in servers),
        sum(_memory(server.pid) for server in servers),
        users.acts,
        commands,
        scripts,
        received,
    )


def _processor(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _memory(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE


def _asked(store: str) -> tuple[dict[str, int], float, int]:
    import redis

    with redis.Redis.from_url(store) as client:
        told = client.info("commandstats")
        received = client.info("stats")["total_net_input_bytes"]
    calls = {name.removeprefix("cmdstat_"): one["calls"] for name, one in told.items()}
    scripts = told.get("cmdstat_evalsha", {"usec": 0})["usec"] / 1e6
    return calls, scripts, received

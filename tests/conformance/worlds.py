"""The worlds that the suite is run in, with what our tests know: a certificate, other servers."""

from pathlib import Path

from pgwidgets.testing.conformance import (
    AsyncioWorld,
    MemoryWorld,
    ThreadsWorld,
    TrioWorld,
    World,
)

from .asgi_worlds import HypercornTrioWorld, HypercornWorld, UvicornWorld

CERTIFICATE = Path(__file__).parents[1] / "transports" / "data" / "localhost.pem"


class Asyncio(AsyncioWorld):
    certificate = CERTIFICATE


class Trio(TrioWorld):
    certificate = CERTIFICATE


class Threads(ThreadsWorld):
    certificate = CERTIFICATE


WORLDS: list[type[World]] = [
    MemoryWorld,
    Asyncio,
    Trio,
    Threads,
    UvicornWorld,
    HypercornWorld,
    HypercornTrioWorld,
]

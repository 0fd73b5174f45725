"""One suite for every way to run an application: the same scenarios, the same results.

For whoever writes a transport: make a :class:`World` of it, and :func:`run` every scenario of
:data:`SCENARIOS` in it (docs/how-to/writing-a-transport.md shows how, with pytest). It needs the
`websockets` package, which is the browsers' half of the wire.
"""

from . import (  # noqa: F401 (importing them fills SCENARIOS)
    building,
    bytes,
    cancelling,
    comings,
    concurrency,
    ends,
    events,
    http,
    keeping,
    lying,
    pressure,
    sharing,
    tables,
    transfer,
)
from .async_worlds import AsyncioWorld, AsyncWorld, LoopGate, TrioWorld
from .memory import MemoryWorld
from .program import settle
from .scenario import SCENARIOS, Scenario, run
from .threads_world import ThreadsWorld
from .visitor import Visitor
from .wire import SocketWire, Wire
from .world import Gate, World

__all__ = [
    "SCENARIOS",
    "AsyncWorld",
    "AsyncioWorld",
    "Gate",
    "LoopGate",
    "MemoryWorld",
    "Scenario",
    "SocketWire",
    "ThreadsWorld",
    "TrioWorld",
    "Visitor",
    "Wire",
    "World",
    "run",
    "settle",
]

"""Lets out what the core would contain: its own faults, which a search for them is to meet.

Knows: where the core contains them. Must not know: any fault.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from pgwidgets_proto.errors import ProtocolError
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.receiving.inbox import Inbox
from pgwidgets_proto.stream.connection import Connection

PLACES: list[tuple[type, str]] = [
    (Connection, "_fail"),
    (Hub, "channel_refused"),
    (Hub, "_timer_failed"),
    (Inbox, "_failed"),
]
"""Each is called with the exception, if there is one."""


@contextlib.contextmanager
def let_out() -> Iterator[None]:
    """Faults leave the core as they are raised, inside of this block."""
    contained = [(owner, name, getattr(owner, name)) for owner, name in PLACES]
    for owner, name, plain in contained:
        setattr(owner, name, _raising(plain))
    try:
        yield
    finally:
        for owner, name, plain in contained:
            setattr(owner, name, plain)


def _raising(plain: Callable[..., Any]) -> Callable[..., Any]:
    def call(*args: Any) -> Any:
        fault = args[-1]
        if isinstance(fault, Exception) and not isinstance(fault, ProtocolError):
            raise fault
        return plain(*args)

    return call

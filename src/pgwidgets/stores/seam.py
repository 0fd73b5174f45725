"""What those who keep sessions ask of the application's engine.

Knows: the roles, and the keys of sessions. Must not know: stores, or what is kept.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import msgspec

from pgwidgets_proto import Hub, Session
from pgwidgets_transports.seam import Clock


class Server(Protocol):
    """An application's engine, as far as it is needed here.

    Attributes:
        hub: its core.
    """

    hub: Hub

    @property
    def clock(self) -> Clock | None:
        """What it goes by while it serves."""
        ...

    def act(self, operation: Callable[..., Any], *args: Any) -> Any:
        """Do something in the core, then send what came of it."""

    def call_home(self, function: Callable[..., None], *args: Any) -> None:
        """Have a function called where the core may be."""

    def log(
        self, level: int, text: str, *args: Any, extra: Mapping[str, Any] | None = None
    ) -> None:
        """Write a line to the program's log."""


class Shared(Server, Protocol):
    """The same, where several servers share a store."""

    def part_with(self, session: Session) -> None:
        """Another server has a session from here on."""


def key_of(session_id: int | str) -> str:
    """The key of a session, whose id may be a number or a text."""
    return msgspec.json.encode(session_id).decode()

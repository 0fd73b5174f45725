"""A connection of the core that does what a test says, so that a transport is looked at alone.

Knows: what transports ask of a connection, a channel and a site. Must not know: any transport, or
what the core would do.
"""

from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from pgwidgets_proto import WebSocketOpened
from pgwidgets_transports.seam import Response


class Lock:
    """A lock that tells whether it is held; one thread is enough for that."""

    def __init__(self) -> None:
        self.depth = 0

    def __enter__(self) -> None:
        self.depth += 1

    def __exit__(self, *_: object) -> None:
        self.depth -= 1


class ScriptedChannel:
    """The channel of a connection that is a WebSocket."""

    wake: Callable[[], None] | None = None
    flush: Callable[[], None] | None = None
    is_reading_paused = False
    has_full_frame = False


class ScriptedConnection:
    """A connection whose state is set by hand.

    Attributes:
        received: what it was given, piece by piece.
        output: what it has to send, piece by piece.
        calls: the names of all other calls.
        lock: must be held around every call.
        needs_little: what it receives leaves nothing to do but to look whether to read on.
    """

    def __init__(self, lock: Lock | None = None) -> None:
        self.lock = lock
        self.channel = ScriptedChannel()
        self.received: list[bytes] = []
        self.output: deque[bytes] = deque()
        self.events: deque[Any] = deque([WebSocketOpened(self.channel)])  # type: ignore[arg-type]
        self.calls: list[str] = []
        self.is_reading = True
        self.is_closed = self.is_aborted = self.is_output_over = False
        self.is_open = True
        self.needs_little = False

    def _note(self, name: str) -> None:
        assert self.lock is None or self.lock.depth, f"{name} without the lock"
        self.calls.append(name)

    @property
    def has_output(self) -> bool:
        return bool(self.output)

    @property
    def is_drained(self) -> bool:
        return not self.output

    def receive_data(self, data: bytes, now: float) -> bool:
        self._note("receive_data")
        self.received.append(data)
        return self.needs_little

    def next_event(self) -> Any:
        self._note("next_event")
        return self.events.popleft() if self.events else None

    def data_to_send(self, now: float) -> bytes:
        self._note("data_to_send")
        return self.output.popleft() if self.output else b""

    def next_deadline(self) -> float | None:
        self._note("next_deadline")
        return None

    def handle_timer(self, now: float) -> None:
        self._note("handle_timer")

    def send_response(self, status: int, headers: Any, body: bytes, *, now: float) -> None:
        self._note("send_response")
        self.output.append(body)

    def shutdown(self, now: float) -> None:
        self._note("shutdown")

    def abort(self, now: float) -> None:
        self._note("abort")
        self.is_aborted = self.is_closed = True


class ScriptedSite:
    """An application of connections that were made before; `replies` are owed to requests."""

    def __init__(self, *connections: ScriptedConnection) -> None:
        self.connections = list(connections)
        self.lock: AbstractContextManager[object] = connections[0].lock or nullcontext()
        self.replies: list[Callable[[Response], None]] = []

    def connect(self, peer: str | None, scheme: str, now: float) -> Any:
        return self.connections.pop(0)

    def admit(self, peer: str | None) -> bool:
        return True

    def departed(self, peer: str | None) -> None:
        pass

    def respond(self, request: Any, reply: Callable[[Response], None]) -> None:
        self.replies.append(reply)

    def settle(self, now: float) -> None:
        pass

    def log_refusal(
        self, peer: str | None, code: int, cause: str, fault: Exception | None = None
    ) -> None:
        raise AssertionError(cause)

    def send_at(self, now: float, last: float) -> float:
        return now

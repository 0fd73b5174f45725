"""The other end of a connection, for tests: a driver without a socket, a channel without a browser.

Knows the contract of a driver (feed, events, drain, one timer), and how a client writes frames.
"""

from collections import deque
from collections.abc import Callable

from wsproto.connection import Connection as ClientProtocol
from wsproto.connection import ConnectionType
from wsproto.events import Event as ClientEvent

from pgwidgets_proto.limits import Limits
from pgwidgets_proto.stream import (
    AccessPolicy,
    Connection,
    ConnectionClosed,
    ConnectionEvent,
    HttpRequest,
    Refusal,
    Refused,
)

KEY = "dGhlIHNhbXBsZSBub25jZQ=="  # the example of RFC 6455 section 1.3, and its answer
ACCEPT = b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10


class FakeChannel:
    """Keeps what it receives. ``echo:...`` is sent back, ``close`` closes with 4001."""

    def __init__(self) -> None:
        self.received: list[str | bytes | None] = []
        self.queue: deque[tuple[bool, bytes]] = deque()
        self.close: tuple[int, str] | None = None
        self.round_trips: list[float] = []

    def receive(self, frame: str | bytes | None, now: float) -> None:
        assert not self.received or self.received[-1] is not None, "told of its end before"
        self.received.append(frame)
        if frame == "close":
            self.close = (4001, "wrong token")
        elif isinstance(frame, str) and frame.startswith("echo:"):
            self.queue.append((True, frame[5:].encode()))

    @property
    def text_bytes(self) -> int:
        return 2**20

    def may_hold(self, size: int) -> bool:
        return True

    def peer_closes(self, code: int) -> None:
        assert not self.received or self.received[-1] is not None, "told of its end before"

    def ping_answered(self, seconds: float) -> None:
        self.round_trips.append(seconds)

    def frames_to_send(self, max_bytes: int, now: float) -> list[tuple[bool, bytes]]:
        frames: list[tuple[bool, bytes]] = []
        while self.queue and (not frames or max_bytes > 0):
            frames.append(self.queue.popleft())
            max_bytes -= len(frames[-1][1])
        return frames

    @property
    def has_output(self) -> bool:
        return bool(self.queue)


type Answer = Callable[["Wire", HttpRequest], None]


def answer_path(wire: "Wire", request: HttpRequest) -> None:
    """An application that answers every request with its method and path."""
    wire.conn.send_response(
        200, [("x-app", "yes")], f"{request.method} {request.path}".encode(), now=wire.now
    )


class Wire:
    """Drives one connection, and keeps all that comes of it."""

    def __init__(
        self,
        *,
        policy: AccessPolicy | None = None,
        limits: Limits | None = None,
        peer: str | None = "127.0.0.1",
        answer: Answer | None = answer_path,
        refuse_channel: Refusal | None = None,
        response_headers: list[tuple[str | bytes, str | bytes]] | None = None,
    ) -> None:
        self.now = 1000.0
        self.limits = limits or Limits()
        self.answer = answer
        self.refuse_channel = refuse_channel
        self.is_writable = True
        self.events: list[ConnectionEvent[FakeChannel]] = []
        self.output = b""
        self.conn = Connection[FakeChannel](
            self._open_channel,
            policy=policy or AccessPolicy(own_ports=frozenset({9500, 9501})),
            limits=self.limits,
            peer=peer,
            now=self.now,
            response_headers=response_headers or (),
        )

    def _open_channel(self, request: HttpRequest, now: float) -> FakeChannel | Refusal:
        assert now == self.now
        return self.refuse_channel or FakeChannel()

    @property
    def channel(self) -> FakeChannel:
        assert self.conn.channel is not None
        return self.conn.channel

    @property
    def refused(self) -> list[int]:
        return [event.code for event in self.events if isinstance(event, Refused)]

    @property
    def requests(self) -> list[HttpRequest]:
        return [event for event in self.events if isinstance(event, HttpRequest)]

    @property
    def closed(self) -> ConnectionClosed | None:
        last = self.events[-1] if self.events else None
        return last if isinstance(last, ConnectionClosed) else None

    def feed(self, data: bytes) -> bytes:
        """Bytes from the client (``b""``: its end); returns what this brought about, in one go."""
        self.conn.receive_data(data, self.now)
        return self.pump()

    def go_on(self) -> int:
        """Have all be done that waits for a go of its own; gives how many goes that took."""
        goes = 0
        while (due := self.conn.next_deadline()) is not None and due <= self.now:
            self.conn.handle_timer(self.now)
            self.pump()
            goes += 1
        return goes

    def pump(self) -> bytes:
        before = len(self.output)
        while True:
            event = self.conn.next_event()
            if event is not None:
                self.events.append(event)
                if isinstance(event, HttpRequest) and self.answer is not None:
                    self.answer(self, event)
                continue
            data = self.conn.data_to_send(self.now) if self.is_writable else b""
            if not data:
                return self.output[before:]
            self.output += data

    def wait(self, seconds: float) -> bytes:
        """Time passes; the timer comes if it is due."""
        self.now += seconds
        self.conn.handle_timer(self.now)
        return self.pump()

    def wait_for_timer(self) -> bytes:
        """Time passes until the deadline, exactly."""
        deadline = self.conn.next_deadline()
        assert deadline is not None
        return self.wait(deadline - self.now)


def request(
    target: str = "/", *headers: str, method: str = "GET", host: str = "localhost"
) -> bytes:
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1")


def upgrade(*headers: str, host: str = "localhost:9500", key: str = KEY) -> bytes:
    return request(
        "/ws?a=1",
        "Upgrade: websocket",
        "Connection: keep-alive, Upgrade",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {key}",
        *headers,
        host=host,
    )


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    fin: bool = True,
    mask: bytes = b"\x01\x80\x33\xfe",
    rsv: int = 0,
    size: int | None = None,
) -> bytes:
    """A client's frame; ``size`` may announce more than there is; no ``mask``: not masked."""
    first = (0x80 if fin else 0) | rsv << 4 | opcode
    size = len(payload) if size is None else size
    bit = 0x80 if mask else 0
    if size < 126:
        head = bytes((first, bit | size))
    elif size < 65536:
        head = bytes((first, bit | 126)) + size.to_bytes(2)
    else:
        head = bytes((first, bit | 127)) + size.to_bytes(8)
    if mask:
        payload = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
    return head + mask + payload


def close_frame(code: int | None = 1000, reason: bytes = b"") -> bytes:
    return frame(CLOSE, b"" if code is None else code.to_bytes(2) + reason)


def open_websocket(wire: Wire) -> FakeChannel:
    """Upgrade, and forget the answer and the events."""
    assert wire.feed(upgrade()).startswith(b"HTTP/1.1 101 ")
    wire.output = b""
    wire.events.clear()
    return wire.channel


def seen_by_client(output: bytes) -> list[ClientEvent]:
    """What wsproto's client makes of the bytes after the 101."""
    client = ClientProtocol(ConnectionType.CLIENT, [], output)
    return list(client.events())

"""asyncio's transport over a connection that does what the test says: when it reads, and writes.

Knows: the transport, and the asyncio transport that it is given here. Must not know: the core.
"""

import asyncio
from typing import Any

from async_api.peer import in_loop, soon, turns_until
from pgwidgets_transports.asyncio import ByteStream, Listener, Timer
from transports.scripted import ScriptedConnection, ScriptedSite


class Wire:
    """A socket's transport, of no class of asyncio's, as uvloop's; nothing is at its other end."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self.is_read = True
        self.written: list[bytes] = []
        self.was_aborted = False
        stream.connection_made(self)  # type: ignore[arg-type]

    def get_extra_info(self, name: str) -> None:
        return None

    def pause_reading(self) -> None:
        assert self.is_read
        self.is_read = False

    def resume_reading(self) -> None:
        assert not self.is_read
        self.is_read = True

    def write(self, data: Any) -> None:
        self.written.append(bytes(data))

    def is_closing(self) -> bool:
        return self.was_aborted

    def can_write_eof(self) -> bool:
        return True

    def abort(self) -> None:
        if not self.was_aborted:
            self.was_aborted = True
            asyncio.get_running_loop().call_soon(self._stream.connection_lost, None)

    def brings(self, data: bytes) -> None:
        """Bytes come from the peer."""
        self._stream.get_buffer(-1)[: len(data)] = data
        self._stream.buffer_updated(len(data))


def opened(connection: ScriptedConnection) -> tuple[ByteStream, Wire]:
    site: Any = ScriptedSite(connection)
    stream = ByteStream(site, Listener(site, None))  # type: ignore[arg-type]
    return stream, Wire(stream)


def held_up() -> tuple[ScriptedConnection, Wire]:
    """A connection that is read no further, since its session has too much to do."""
    connection = ScriptedConnection()
    _, wire = opened(connection)
    connection.channel.is_reading_paused = True
    wire.brings(b"one")
    assert not wire.is_read
    return connection, wire


@in_loop
async def test_nothing_is_read_while_the_connection_wants_nothing() -> None:
    connection = ScriptedConnection()
    _, wire = opened(connection)
    connection.is_reading = False
    wire.brings(b"one")
    assert not wire.is_read
    connection.is_reading = True
    wire.brings(b"two")  # that was on its way
    assert wire.is_read
    assert connection.received == [b"one", b"two"]


@in_loop
async def test_nothing_is_read_while_the_session_has_too_much_to_do() -> None:
    connection, wire = held_up()
    channel = connection.channel
    channel.is_reading_paused = False
    assert channel.wake is not None
    channel.wake()
    await turns_until(lambda: wire.is_read)
    channel.is_reading_paused = channel.has_full_frame = True
    channel.wake()
    assert not wire.is_read


@in_loop
async def test_it_is_read_no_further_where_that_is_all_there_is_to_do() -> None:
    connection = ScriptedConnection()
    _, wire = opened(connection)
    connection.needs_little = True
    wire.brings(b"one")
    assert wire.is_read
    connection.channel.is_reading_paused = True
    wire.brings(b"two")
    assert not wire.is_read


@in_loop
async def test_a_handler_that_asks_has_its_browser_read_at_once() -> None:
    connection, wire = held_up()
    channel = connection.channel
    channel.is_reading_paused = False
    connection.output.append(b"question")
    assert channel.flush is not None
    channel.flush()
    assert wire.written == [b"question"]
    assert wire.is_read  # nobody wakes it: all that there was is sent


@in_loop
async def test_the_core_keeps_what_the_peer_does_not_take() -> None:
    connection = ScriptedConnection()
    stream, wire = opened(connection)
    channel = connection.channel
    stream.pause_writing()
    connection.output.append(b"one")
    for wake in (channel.wake, channel.flush):
        assert wake is not None
        wake()
        for _ in range(3):
            await asyncio.sleep(0)
    assert wire.written == []
    assert list(connection.output) == [b"one"]
    stream.resume_writing()
    assert wire.written == [b"one"]


@in_loop
async def test_what_is_accepted_while_the_listener_closes_is_dropped() -> None:
    site: Any = ScriptedSite(ScriptedConnection(), ScriptedConnection())
    listener = Listener(site, None)  # type: ignore[arg-type]
    first = Wire(ByteStream(site, listener))
    closing = asyncio.ensure_future(listener.close(3600.0))
    await turns_until(lambda: listener._is_closing)
    late = Wire(ByteStream(site, listener))
    assert late.was_aborted
    assert not first.was_aborted
    first.abort()
    await soon(closing)


class Server:
    """A server that is asked for no more than uvloop's has."""

    sockets = ()

    def __init__(self) -> None:
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True


@in_loop
async def test_a_server_may_know_nothing_of_handshakes_under_way() -> None:
    site: Any = ScriptedSite(ScriptedConnection())
    listener = Listener(site, None)  # type: ignore[arg-type]
    server: Any = Server()
    listener._servers.append(server)
    await soon(listener.close(0.0))
    assert server.is_closed


class LoopOfPlainHandles:
    """As uvloop: for a time that has come, its handles do not tell when they are due."""

    def __init__(self) -> None:
        self.due: list[tuple[float, Any]] = []

    def time(self) -> float:
        return 100.0

    def call_at(self, when: float, function: Any, *args: Any) -> "PlainHandle":
        handle = PlainHandle()
        self.due.append((when, handle))
        return handle


class PlainHandle:
    is_cancelled = False

    def cancel(self) -> None:
        self.is_cancelled = True


def test_a_timer_asks_its_handle_nothing() -> None:
    loop = LoopOfPlainHandles()
    timer = Timer(loop)  # type: ignore[arg-type]
    assert timer.now() == 100.0
    for when in (100.0, 101.0, 99.0, None):  # later: the first fires too early; sooner; none
        timer.arm(when, lambda now: None)
    assert [(when, handle.is_cancelled) for when, handle in loop.due] == [
        (100.0, True),
        (99.0, True),
    ]

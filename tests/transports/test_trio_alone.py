"""trio's transport over a connection that does what the test says: when it reads, and is woken.

Knows: the transport, and the socket that it is given here. Must not know: the core.
"""

from collections.abc import Callable
from typing import Any

import pytest
import trio
import trio.testing

from pgwidgets_transports.trio import ByteStream
from pgwidgets_transports.trio_parts import PromptSocket
from transports.scripted import ScriptedConnection, ScriptedSite
from trio_loop import in_trio


class Wire:
    """A socket's stream; what its peer says is put into `incoming`."""

    def __init__(self) -> None:
        self.incoming, self._read = trio.open_memory_channel[bytes](10)
        self.sent: list[bytes] = []
        self.room = 10
        self.takes_bytes = trio.Event()
        self.takes_bytes.set()
        self.at_eof: Callable[[], None] = lambda: None
        self.socket = self

    def getpeername(self) -> str:
        return "nobody"

    async def receive_some(self, most: int) -> bytes:
        return await self._read.receive()

    async def send_all(self, data: bytes) -> None:
        await self.takes_bytes.wait()
        self.sent.append(data)

    async def send_eof(self) -> None:
        self.at_eof()

    async def aclose(self) -> None:
        self.incoming.close()


class Prompt:
    """What is written to at once; it takes so many bytes at a time.

    Parameters:
        sock: where they go.
    """

    def __init__(self, sock: Wire) -> None:
        self.sock = sock
        self.is_released = False

    def send(self, data: bytes) -> int:
        assert not self.is_released
        taken = data[: self.sock.room]
        if taken:
            self.sock.sent.append(taken)
        return len(taken)

    async def receive(self, size: int) -> bytes:
        return await self.sock.receive_some(size)

    def release(self) -> None:
        self.is_released = True


@pytest.fixture(autouse=True)
def no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pgwidgets_transports.trio.PromptSocket", Prompt)


def made(connection: ScriptedConnection) -> tuple[ByteStream, Wire]:
    wire: Any = Wire()
    site: Any = ScriptedSite(connection)
    return ByteStream(site, wire, wire), wire


@pytest.mark.parametrize("peer_reads", [True, False])
@in_trio
async def test_nothing_is_read_while_it_is_not_wanted(peer_reads: bool) -> None:
    connection = ScriptedConnection()
    stream, wire = made(connection)
    channel = connection.channel
    if not peer_reads:  # so that the task that writes hears of nothing
        wire.takes_bytes = trio.Event()
        connection.output.append(b"not taken")
    async with trio.open_nursery() as nursery:
        nursery.start_soon(stream.run)
        for pause in ("is_reading_paused", "is_reading"):
            await trio.testing.wait_all_tasks_blocked()
            of = connection if pause == "is_reading" else channel
            before = len(connection.received)
            setattr(of, pause, pause != "is_reading")
            await wire.incoming.send(b"the last that is read")
            await trio.testing.wait_all_tasks_blocked()
            await wire.incoming.send(b"this waits")
            await trio.testing.wait_all_tasks_blocked()
            assert connection.received[before:] == [b"the last that is read"]
            setattr(of, pause, pause == "is_reading")
            assert channel.wake is not None
            channel.wake()
            await trio.testing.wait_all_tasks_blocked()
            assert connection.received[before:] == [b"the last that is read", b"this waits"]
        nursery.cancel_scope.cancel()


@in_trio
async def test_a_handler_that_asks_has_its_browser_read_at_once() -> None:
    """Where what comes needs little, nothing else looks whether it is to be read."""
    connection = ScriptedConnection()
    stream, wire = made(connection)
    channel = connection.channel
    connection.needs_little = True
    async with trio.open_nursery() as nursery:
        nursery.start_soon(stream.run)
        await trio.testing.wait_all_tasks_blocked()
        channel.is_reading_paused = True
        await wire.incoming.send(b"the last that is read")
        await trio.testing.wait_all_tasks_blocked()
        await wire.incoming.send(b"the answer")
        await trio.testing.wait_all_tasks_blocked()
        assert connection.received == [b"the last that is read"]
        channel.is_reading_paused = False
        connection.output.append(b"question")
        assert channel.flush is not None
        channel.flush()
        assert wire.sent == [b"question"]
        await trio.testing.wait_all_tasks_blocked()
        assert connection.received[1:] == [b"the answer"]
        nursery.cancel_scope.cancel()


@in_trio
async def test_what_happens_while_something_is_sent_is_not_missed() -> None:
    connection = ScriptedConnection()
    stream, wire = made(connection)

    def ends() -> None:
        connection.is_closed = True
        stream.shutdown()

    wire.at_eof = ends
    connection.is_output_over = True
    connection.output.append(b"goodbye")
    await stream.run()
    assert wire.sent == [b"goodbye"]


@in_trio
async def test_what_a_handler_brings_about_is_written_at_once() -> None:
    connection = ScriptedConnection()
    stream, wire = made(connection)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(stream.run)
        await trio.testing.wait_all_tasks_blocked()
        assert connection.channel.flush is not None
        connection.output.append(b"0123")
        connection.channel.flush()
        assert wire.sent == [b"0123"]
        connection.output.append(b"0123456789abcdef")
        connection.channel.flush()
        assert wire.sent[1:] == [b"0123456789"]  # which is all that it takes
        connection.output.append(b"later")
        connection.channel.flush()
        assert wire.sent[2:] == []
        await trio.testing.wait_all_tasks_blocked()
        assert wire.sent[2:] == [b"abcdef", b"later"]
        nursery.cancel_scope.cancel()
    assert stream._prompt.is_released  # type: ignore[union-attr]


@in_trio
async def test_nothing_is_written_at_once_while_the_peer_is_waited_for() -> None:
    connection = ScriptedConnection()
    stream, wire = made(connection)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(stream.run)
        await trio.testing.wait_all_tasks_blocked()
        assert connection.channel.wake is not None
        assert connection.channel.flush is not None
        wire.takes_bytes = trio.Event()
        connection.output.append(b"first")
        connection.channel.wake()
        await trio.testing.wait_all_tasks_blocked()
        connection.output.append(b"second")
        connection.channel.flush()
        await trio.testing.wait_all_tasks_blocked()
        assert wire.sent == []
        wire.takes_bytes.set()
        await trio.testing.wait_all_tasks_blocked()
        assert wire.sent == [b"first", b"second"]
        nursery.cancel_scope.cancel()


@in_trio
async def test_a_socket_is_read_from_when_something_has_come() -> None:
    ours, theirs = trio.socket.socketpair()
    with ours, theirs:
        prompt = PromptSocket(ours)
        received: list[bytes] = []

        async def read() -> None:
            while not received or received[-1]:
                received.append(await prompt.receive(4))

        async with trio.open_nursery() as nursery:
            nursery.start_soon(read)
            await trio.testing.wait_all_tasks_blocked()
            assert received == []
            await theirs.send(b"012345")
            theirs.shutdown(trio.socket.SHUT_WR)
        assert b"".join(received) == b"012345"
        assert received[0] == b"0123"
        prompt.release()


@in_trio
async def test_a_socket_that_was_said_to_be_readable_and_is_not_is_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours, theirs = trio.socket.socketpair()
    waited: list[object] = []

    async def is_readable(sock: Any) -> None:
        waited.append(sock)
        if len(waited) == 2:
            await theirs.send(b"here")

    monkeypatch.setattr(trio.lowlevel, "wait_readable", is_readable)
    with ours, theirs:
        prompt = PromptSocket(ours)
        assert await prompt.receive(100) == b"here"
        assert len(waited) == 2
        prompt.release()


@in_trio
async def test_a_socket_that_fails_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(self: Prompt, size: int) -> bytes:
        raise ConnectionResetError

    monkeypatch.setattr(Prompt, "receive", fails)
    connection = ScriptedConnection()
    stream, _ = made(connection)
    await stream.run()
    assert connection.is_aborted

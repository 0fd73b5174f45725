"""The transport of threads over a connection that does what the test says: TLS, and the lock.

Knows: the transport, and the socket that it is given here. Must not know: the core.
"""

import ssl
from collections.abc import Callable
from selectors import EVENT_READ, EVENT_WRITE
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from pgwidgets_proto import HttpRequest
from pgwidgets_transports.seam import Response
from pgwidgets_transports.threads import ByteStream
from transports.scripted import Lock, ScriptedConnection, ScriptedSite


class Wire:
    """A socket; what it raises next is put into `troubles`."""

    def __init__(self) -> None:
        self.incoming = b""
        self.sent: list[bytes] = []
        self.troubles: list[OSError] = []
        self.lock = Lock()
        self.room = 100
        self.is_flushed = False

    def recv(self, most: int) -> bytes:
        self._meet()
        if not self.incoming:
            raise BlockingIOError
        data, self.incoming = self.incoming, b""
        return data

    def send(self, data: memoryview) -> int:
        self._meet()
        taken = bytes(data[: self.room])
        self.sent.append(taken)
        return len(taken)

    def _meet(self) -> None:
        assert self.is_flushed or not self.lock.depth, "a socket is used with the lock"
        if self.troubles:
            raise self.troubles.pop(0)

    def close(self) -> None:
        raise AssertionError("closed")


class Opened:
    """A stream, and all that is around it; `events` is what its socket is watched for."""

    def __init__(self) -> None:
        self.wire = Wire()
        self.events = 0
        self.connection = ScriptedConnection(self.wire.lock)
        self.site: Any = ScriptedSite(self.connection)
        listener: Any = SimpleNamespace(
            thread=SimpleNamespace(watch=self._watch, schedule=self._schedule)
        )
        wire: Any = self.wire
        self.stream = ByteStream(self.site, listener, wire, ("127.0.0.1", 1))
        self.stream.advance()

    def _watch(self, sock: object, events: int, action: Callable[[], None]) -> None:
        self.events = events

    def _schedule(self, when: float, timer: object) -> None:
        assert self.wire.lock.depth, "a timer is armed without the lock"


@pytest.fixture
def opened() -> Opened:
    return Opened()


class Trouble(NamedTuple):
    """Why a socket can't go on, and what it is watched for then."""

    error: type[OSError]
    to_send: int
    to_receive: int


TROUBLES = pytest.mark.parametrize(
    "trouble",
    [
        Trouble(ssl.SSLWantReadError, EVENT_READ, EVENT_READ),  # the peer wants other keys, say
        Trouble(ssl.SSLWantWriteError, EVENT_WRITE, EVENT_READ | EVENT_WRITE),
        Trouble(BlockingIOError, EVENT_WRITE, EVENT_READ),
    ],
    ids=lambda trouble: trouble.error.__name__,
)


@TROUBLES
def test_what_could_not_be_sent_is_sent_when_the_socket_can(
    opened: Opened, trouble: Trouble
) -> None:
    opened.connection.is_reading = False
    opened.connection.output.append(b"one")
    opened.wire.troubles.append(trouble.error())
    opened.stream.advance()
    assert opened.wire.sent == []
    assert opened.events == trouble.to_send
    opened.stream.ready()
    assert opened.wire.sent == [b"one"]
    assert opened.events == 0


@TROUBLES
def test_what_could_not_be_read_is_read_when_the_socket_can(
    opened: Opened, trouble: Trouble
) -> None:
    opened.wire.incoming = b"one"
    opened.wire.troubles.append(trouble.error())
    opened.stream.ready()
    assert opened.connection.received == []
    assert opened.events == trouble.to_receive
    opened.stream.ready()
    assert opened.connection.received == [b"one"]
    assert opened.events == EVENT_READ


def test_nothing_is_read_while_it_is_not_wanted(opened: Opened) -> None:
    channel = opened.connection.channel
    channel.is_reading_paused = True
    opened.stream.advance()
    assert opened.events == 0
    channel.is_reading_paused = False
    opened.stream.advance()  # which a channel that is woken has done
    assert opened.events == EVENT_READ


def test_it_is_read_no_further_where_that_is_all_there_is_to_do(opened: Opened) -> None:
    opened.connection.needs_little = True
    opened.wire.incoming = b"one"
    opened.stream.ready()
    assert opened.events == EVENT_READ
    opened.connection.channel.is_reading_paused = True
    opened.wire.incoming = b"two"
    opened.stream.ready()
    assert opened.connection.received == [b"one", b"two"]
    assert opened.events == 0


def test_the_lock_is_held_around_every_call_of_the_core(opened: Opened) -> None:
    """The connection complains itself; here is every occasion."""
    stream, connection = opened.stream, opened.connection
    connection.events.append(
        HttpRequest(
            method="GET", target="/", path="/", query="", headers=(), host=None,
            scheme="http", peer=None,
        )
    )  # fmt: skip
    stream.advance()
    opened.site.replies.pop()(Response(200, (), b"the answer"))  # on any thread
    assert connection.calls[-1] == "send_response"
    stream.advance()
    assert opened.wire.sent == [b"the answer"]
    opened.wire.incoming = b"one"
    stream.ready()
    stream._on_timer(1.0)
    stream.shutdown()
    stream.abort()
    assert {"receive_data", "handle_timer", "shutdown", "abort"} <= set(connection.calls)


def flush(opened: Opened) -> None:
    """As the end of a handler does it, on whatever thread; nothing there waits for the socket."""
    assert opened.connection.channel.flush is not None
    with opened.wire.lock:
        opened.wire.is_flushed = True
        opened.connection.channel.flush()
        opened.wire.is_flushed = False


def test_what_a_handler_brings_about_is_written_when_it_ends(opened: Opened) -> None:
    opened.connection.output.append(b"one")
    flush(opened)
    assert opened.wire.sent == [b"one"]
    assert not opened.stream._output._action  # nothing is left to do for the thread of sockets


@pytest.mark.parametrize("trouble", [None, BlockingIOError(), ConnectionResetError()])
def test_what_is_not_taken_then_is_left_to_the_thread_of_sockets(
    opened: Opened, trouble: OSError | None
) -> None:
    opened.wire.room = 2
    opened.wire.troubles += [trouble] if trouble is not None else []
    opened.connection.output.append(b"one")
    flush(opened)
    opened.connection.output.append(b"two")
    flush(opened)  # while something is unsent, nothing may overtake it
    assert opened.wire.sent == ([b"on"] if trouble is None else [])
    assert opened.stream._output._action is not None
    opened.stream.advance()
    assert b"".join(opened.wire.sent) == b"onetwo"


def test_a_socket_that_is_not_read_is_looked_at_by_its_thread(opened: Opened) -> None:
    opened.connection.channel.is_reading_paused = True
    opened.stream.advance()
    opened.connection.channel.is_reading_paused = False
    flush(opened)
    assert opened.stream._output._action is not None

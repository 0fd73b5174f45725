"""The transport of threads: its loop, and what it does that no other transport has to.

What all transports do the same stands in the conformance suite.
"""

import contextlib
import errno
import math
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from patience import PATIENCE
from pgwidgets.sync import Application
from pgwidgets.sync.engine import Engine
from pgwidgets.testing.conformance.program import counting
from pgwidgets.testing.conformance.threads_world import ThreadsWorld
from pgwidgets.testing.conformance.world import open_things
from pgwidgets_transports.io_thread import Acceptor, IoThread, Timer

CERTIFICATE = Path(__file__).with_name("data") / "localhost.pem"


# --- the loop


class Looping:
    """An I/O thread with nothing to do but what a test gives it."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.io = IoThread(self.lock)
        self.is_over = False
        self.log: list[Any] = []
        self.thread = threading.Thread(target=self.io.run, args=(lambda: not self.is_over,))

    def start(self) -> None:
        self.thread.start()

    def end(self, now: float = 0) -> None:
        self.is_over = True

    def note(self, what: Any) -> Callable[[float], None]:
        return lambda now: self.log.append(what)

    def arm(self, timer: Timer, when: float | None, action: Callable[[float], None]) -> None:
        with self.lock:
            timer.arm(when, action)


@pytest.fixture
def looping() -> Iterator[Looping]:
    before = open_things()
    loop = Looping()
    yield loop
    loop.io.call_soon(loop.end)
    if loop.thread.ident is not None:
        loop.thread.join(PATIENCE)
    loop.io.close()
    assert not open_things() - before


def test_timers_fire_in_the_order_of_their_times(looping: Looping) -> None:
    now = time.monotonic()
    fired: list[float] = []
    for number in (3, 1, 2):
        looping.arm(Timer(looping.io), now + number / 100, looping.note(number))
    looping.arm(Timer(looping.io), now + 0.02, fired.append)
    looping.arm(Timer(looping.io), now + 0.04, looping.end)
    looping.start()
    looping.thread.join(PATIENCE)
    assert looping.log == [1, 2, 3]
    assert fired[0] >= now + 0.02


def test_a_timer_has_one_time(looping: Looping) -> None:
    """The last one that it was given; a later one may have it fire early, with the last action."""
    now = time.monotonic()
    sooner, later, never = (Timer(looping.io) for _ in range(3))
    looping.arm(sooner, now + 60, looping.note("too late"))
    looping.arm(sooner, now + 0.01, looping.note("sooner"))
    looping.arm(later, now + 0.01, looping.note("not this"))
    looping.arm(later, now + 0.02, looping.note("later"))
    looping.arm(never, now + 0.01, looping.note("never"))
    looping.arm(never, None, looping.note("never"))
    looping.arm(Timer(looping.io), now + 0.05, looping.end)
    looping.start()
    looping.thread.join(PATIENCE)
    assert sorted(looping.log) == ["later", "sooner"]


@pytest.mark.parametrize("when", [1e9, 1e300, math.inf])
def test_a_time_may_be_further_away_than_a_selector_waits(looping: Looping, when: float) -> None:
    looping.arm(Timer(looping.io), when, looping.note("never"))
    looping.start()
    asked = threading.Event()
    looping.io.call_soon(asked.set)
    assert asked.wait(PATIENCE)
    assert looping.thread.is_alive()


def test_other_threads_wake_it(looping: Looping) -> None:
    looping.start()
    asked, armed = threading.Event(), threading.Event()
    looping.io.call_soon(asked.set)
    assert asked.wait(PATIENCE)
    looping.arm(Timer(looping.io), time.monotonic() + 60, looping.note("much later"))
    looping.arm(Timer(looping.io), 0.0, lambda now: armed.set())
    assert armed.wait(PATIENCE)
    for _ in range(100_000):  # far more than a socket holds
        looping.io.call_soon(lambda: None)
    looping.io.call_soon(looping.end)
    looping.thread.join(PATIENCE)
    assert not looping.thread.is_alive()


def test_after_its_end_nothing_happens(looping: Looping) -> None:
    looping.io.close()
    looping.io.call_soon(lambda: looping.log.append("never"))
    looping.arm(Timer(looping.io), 0.0, looping.note("never"))
    assert looping.log == []


class Full(socket.socket):
    """Stands in for a listening socket in a process that is out of descriptors for a moment."""

    failures = 2

    def accept(self) -> Any:
        if self.failures:
            self.failures -= 1
            raise OSError(errno.EMFILE, "Too many open files")
        return super().accept()


def test_out_of_descriptors_it_accepts_again_a_moment_later(looping: Looping) -> None:
    sock = Full()
    sock.bind(("127.0.0.1", 0))
    accepted = threading.Event()
    told: list[str] = []

    def take(new: socket.socket, peer: object) -> None:
        assert not new.getblocking()
        new.close()
        accepted.set()

    acceptor = Acceptor(looping.io, sock, take, 0.01, told.append)
    looping.start()
    with socket.create_connection(sock.getsockname()[:2]):
        assert accepted.wait(PATIENCE)
        assert sock.failures == 0
        assert len(told) > 0
        closed = threading.Event()
        for done in (acceptor.close, acceptor.close, closed.set):
            looping.io.call_soon(done)
        assert closed.wait(PATIENCE)
        assert sock.fileno() == -1


# --- connections


def test_a_disk_that_is_slow_holds_up_no_browser() -> None:
    """Answers are made by another thread than the one that moves bytes."""
    gate, reached = threading.Event(), threading.Event()

    class SlowEngine(Engine):
        def answer(self, request: Any) -> Any:
            reached.set()
            assert gate.wait(PATIENCE)
            return super().answer(request)

    class Slow(Application):
        _pgwidgets_engine = SlowEngine

    class SlowWorld(ThreadsWorld):
        def application(self, **settings: Any) -> Application:
            return Slow(**settings)

    with SlowWorld() as world, world.serving(counting) as app:
        wire = world.connect()
        wire.send(b"GET / HTTP/1.1\r\nHost: %b\r\n\r\n" % world.host.encode())
        world.until_program(reached.is_set)
        visitor = world.visit()
        visitor.until_heard("Button")
        for count in range(1, 10):
            visitor.press()
            visitor.until_text(str(count))
        gate.set()
        assert world.take(wire).startswith(b"HTTP/1.1 200")
        wire.close()
        assert app.url is not None


def test_an_answer_that_comes_when_nobody_is_there_any_more() -> None:
    gate, reached = threading.Event(), threading.Event()

    class SlowEngine(Engine):
        def answer(self, request: Any) -> Any:
            reached.set()
            assert gate.wait(PATIENCE)
            return super().answer(request)

    class Slow(Application):
        _pgwidgets_engine = SlowEngine

    app = Slow(0, 0)
    with app:
        url = httpx.URL(app.url or "")
        with socket.create_connection((url.host, url.port or 0)) as sock:
            sock.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert reached.wait(PATIENCE)
        gate.set()
        assert httpx.get(url, trust_env=False).status_code == 200


@pytest.fixture
def secure() -> Iterator[tuple[Application, ssl.SSLContext]]:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(CERTIFICATE)
    before = open_things()
    with Application(0, 0, max_sessions=None, ssl_context=server) as app:
        yield app, ssl.create_default_context(cafile=str(CERTIFICATE))
    assert not open_things() - before


def test_clients_that_get_tls_wrong_hurt_nobody(
    secure: tuple[Application, ssl.SSLContext],
) -> None:
    app, tls = secure
    url = httpx.URL(app.url or "")
    address = (url.host, url.port or 0)
    for text in (b"", b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", b"\x16\x03\x01", b"\0" * 1000):
        with socket.create_connection(address) as plain:
            plain.sendall(text)
            if len(text) > 10:
                plain.settimeout(PATIENCE)
                with contextlib.suppress(ConnectionResetError):
                    while plain.recv(1000):
                        pass
    with (
        socket.create_connection(address) as plain,
        tls.wrap_socket(plain, server_hostname="localhost") as sock,
    ):
        sock.settimeout(PATIENCE)
        sock.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        data = b""
        while piece := sock.recv(65536):  # to the goodbye of TLS, not to a bare end
            data += piece
        assert data.startswith(b"HTTP/1.1 200")
    with httpx.Client(verify=tls, trust_env=False) as client:
        for _ in range(3):
            assert client.get(url).status_code == 200


def test_much_over_tls_to_a_client_that_reads_little_at_a_time(
    secure: tuple[Application, ssl.SSLContext],
) -> None:
    app, tls = secure
    url = httpx.URL(app.url or "")
    size = 3_000_000
    font = b"OTTO" + b"x" * size
    app.register_font("Big", font)
    (path,) = app._pgwidgets.site.page.assets
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.connect((url.host, url.port or 0))
    with tls.wrap_socket(sock, server_hostname="localhost") as stream:
        stream.settimeout(PATIENCE)
        stream.sendall(f"GET /{path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        data = b""
        while not data.endswith(font):
            piece = stream.recv(16 * 1024)
            assert piece, "it ended early"
            data += piece

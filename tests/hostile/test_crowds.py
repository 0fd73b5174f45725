"""More connections than there may be, and a process that has no descriptor left."""

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from conformance.worlds import Asyncio, Threads, Trio
from pgwidgets._crowd import Crowd
from pgwidgets.testing.conformance.http_client import HttpClient
from pgwidgets.testing.conformance.program import counting
from pgwidgets.testing.conformance.world import World
from pgwidgets_proto import Limits
from pgwidgets_transports.descriptors import GuardedSocket


@pytest.fixture(params=[Asyncio, Trio, Threads], ids=lambda world: world.__name__)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """A world in which our own server accepts connections."""
    with request.param() as world:
        yield world
        complaints = world.complaints()
    assert not complaints


def warnings(world: World) -> list[str]:
    return [record.getMessage() for record in world.records if "refused" in record.getMessage()]


@pytest.mark.parametrize(
    "limits", [Limits(connections=3), Limits(connections_per_address=3)], ids=["all", "address"]
)
def test_a_connection_too_many_is_closed_at_once(world: World, limits: Limits) -> None:
    with world.serving(counting, limits=limits):
        first = world.visit()
        first.until_heard("Button")
        for _ in range(10):
            with HttpClient(world) as one, HttpClient(world) as other:
                assert one.ask("GET").status == other.ask("GET").status == 200
                extra = world.connect()
                with pytest.raises((OSError, AssertionError)):  # reset, or the end of the stream
                    assert world.take(extra)
                extra.close()
            # The places of these two are free as soon as the server has seen their end.
            world.until_program(lambda: len(world.app._pgwidgets._crowd) == 1)
        first.press()
        first.until_text("1")
        told = warnings(world)
        assert 1 <= len(told) <= 5  # of many alike, their number is told once a minute
        assert "Limits.connections" in told[0]


def test_trusted_proxies_are_not_counted_as_one_address(world: World) -> None:
    settings: dict[str, Any] = {
        "limits": Limits(connections_per_address=1),
        "trusted_proxies": ["127.0.0.1"],
    }
    with world.serving(**settings), HttpClient(world) as one, HttpClient(world) as other:
        assert one.ask("GET").status == other.ask("GET").status == 200


def test_a_network_of_ipv6_counts_as_one_address() -> None:
    crowd = Crowd(100, 2)
    assert crowd.enter("2001:db8::1") is None
    assert crowd.enter("2001:db8::2%eth0") is None
    assert crowd.enter("2001:db8::3:4:5:6") is not None
    for other in ("2001:db8:0:1::1", "::ffff:192.0.2.1", "::ffff:192.0.2.2", "192.0.2.3", "a name"):
        assert crowd.enter(other) is None
    crowd.leave("2001:db8::1")
    assert crowd.enter("2001:db8::3") is None
    for address in ("2001:db8::3", "2001:db8::2", "a name"):
        crowd.leave(address)
    assert len(crowd) == 4
    assert crowd.enter("2001:db8::1") is None


def test_a_crowd_leaves_descriptors_to_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pgwidgets._crowd.descriptors", lambda: 100)
    crowd = Crowd(10_000, 500)
    entered = [crowd.enter(f"192.0.2.{number}") for number in range(100)]
    assert entered[:36] == [None] * 36
    assert all(entered[36:])
    crowd.leave("192.0.2.1")
    assert len(crowd) == 35
    assert crowd.enter(None) is None


class NoDescriptors:
    """accept() of a process that has none left, but those that were just closed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = 0
        self.closed = 0
        accept, open_, close = socket.socket.accept, os.open, os.close

        def accept_if(sock: socket.socket) -> Any:
            if self.left <= 0:
                raise OSError(errno.EMFILE, "Too many open files")
            return accept(sock)

        def close_and_count(fd: int) -> None:
            close(fd)
            self.left += 1
            self.closed += 1

        def open_if(*args: Any) -> int:
            self.left = 0
            return open_(*args)

        monkeypatch.setattr(socket.socket, "accept", accept_if)
        monkeypatch.setattr("os.close", close_and_count)
        monkeypatch.setattr("os.open", open_if)


def test_peers_are_turned_away_with_a_descriptor_that_was_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []
    bound = socket.create_server(("127.0.0.1", 0))
    with GuardedSocket.of(bound, told.append, 0.001) as guarded:
        guarded.setblocking(False)
        peers = [socket.create_connection(guarded.getsockname()) for _ in range(3)]
        NoDescriptors(monkeypatch)
        with pytest.raises(BlockingIOError):
            guarded.accept()
        monkeypatch.undo()
        for peer in peers:
            peer.settimeout(5)
            assert peer.recv(1) == b""
            peer.close()
    assert len(told) >= 3
    assert "Too many open files" in told[0]


CLIENT = """
import socket, sys
sys.stdin.readline()
peers = [socket.create_connection(("127.0.0.1", int(sys.argv[1]))) for _ in range(100)]
sys.stdin.read()
"""


def test_a_process_without_descriptors_lives_and_says_so_in_few_words(world: World) -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with world.serving(counting, http_port=None):
        visitor = world.visit()
        visitor.until_heard("Button")
        command = [sys.executable, "-c", CLIENT, str(world.address[1])]
        with subprocess.Popen(command, stdin=subprocess.PIPE) as client:
            assert client.stdin is not None
            used = set(map(int, os.listdir("/proc/self/fd")))
            free = [number for number in range(soft) if number not in used]
            resource.setrlimit(resource.RLIMIT_NOFILE, (free[20], hard))
            try:
                client.stdin.write(b"go\n")
                client.stdin.flush()
                world.until_program(lambda: any("Too many open" in one for one in warnings(world)))
                visitor.press()
                visitor.until_text("1")
            finally:
                resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
                client.communicate()
        with HttpClient(world) as late:
            assert late.ask("GET").status == 200
        assert len(warnings(world)) <= 10

"""What an echo costs without any of us: the floors below which no server of this kind comes.

The same light client clicks; the server answers each click by a text of the same length, and drops
the acknowledgement. Three servers: asyncio alone, which reads and writes frames as they come;
asyncio with wsproto; and the library websockets. A fourth one, asyncio alone, sends the text to all
of 100 clients, each of which acknowledges it.
Run as ``python -m benchmarks.floors KIND --ws-port N --http-port N`` it is such a server.
"""

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, ClassVar

from benchmarks.environments import OURS, ROOT, Side, environment_variables, python_of
from benchmarks.light import cpu_seconds, frame
from benchmarks.runner import Scenario, Values
from benchmarks.servers import free_ports

if TYPE_CHECKING:
    import socket

KINDS = ("asyncio", "wsproto", "websockets")
ECHOES = 5000
CROWD = 100
CROWD_ECHOES = 50
_WARM = 500
_CLICK = b'{"type": "callback", "wid": 8, "action": "activated", "args": [], "seen": 12345}'
_ACK = b'{"type": "ack", "seen": 12346}'
_TEXT = b'{"type":"call","wid":3,"method":"set_text","args":["12345"],"silent":true}'
_UPGRADE = (
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


class _Bare(asyncio.Protocol):
    """Frames by hand; it unmasks nothing, as the client's mask changes nothing."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.is_open = False

    def data_received(self, data: bytes) -> None:
        write = self.transport.write  # type: ignore[attr-defined]
        if not self.is_open:
            self.is_open = True
            write(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
        elif b'"callback"' in data:
            write(bytes((0x81, len(_TEXT))) + _TEXT)


class _Crowd(_Bare):
    """The same, to all that are there."""

    everybody: ClassVar[list[asyncio.WriteTransport]] = []

    def data_received(self, data: bytes) -> None:
        if not self.is_open:
            self.everybody.append(self.transport)  # type: ignore[arg-type]
            super().data_received(data)
        elif b'"callback"' in data:
            framed = bytes((0x81, len(_TEXT))) + _TEXT
            for transport in self.everybody:
                transport.write(framed)


class _Wsproto(asyncio.Protocol):
    """wsproto's connection, as its documentation has it."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        from wsproto import ConnectionType, WSConnection

        self.transport = transport
        self.websocket = WSConnection(ConnectionType.SERVER)

    def data_received(self, data: bytes) -> None:
        from wsproto.events import AcceptConnection, Request, TextMessage

        self.websocket.receive_data(data)
        out = b""
        for event in self.websocket.events():
            if isinstance(event, Request):
                out += self.websocket.send(AcceptConnection())
            elif isinstance(event, TextMessage) and '"callback"' in event.data:
                out += self.websocket.send(TextMessage(data=_TEXT.decode()))
        if out:
            self.transport.write(out)  # type: ignore[attr-defined]


async def _serve(kind: str, port: int) -> None:
    if kind == "websockets":
        from websockets.asyncio.server import ServerConnection, serve

        async def answer(connection: ServerConnection) -> None:
            async for message in connection:
                if '"callback"' in message:  # type: ignore[operator]
                    await connection.send(_TEXT.decode())

        async with serve(answer, "127.0.0.1", port, compression=None) as server:
            await server.serve_forever()
    protocol = {"asyncio": _Bare, "crowd": _Crowd, "wsproto": _Wsproto}[kind]
    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", port)
    await server.serve_forever()


def _read_frame(sock: "socket.socket") -> None:
    data = sock.recv(4096)
    while len(data) < 2 + data[1]:
        data += sock.recv(4096)


def _connected(port: int) -> "socket.socket":
    import socket

    end = time.monotonic() + 30
    while True:
        try:
            sock = socket.create_connection(("127.0.0.1", port), 30)
        except ConnectionRefusedError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.sendall(_UPGRADE)
            head = b""
            while b"\r\n\r\n" not in head:
                head += sock.recv(4096)
            return sock


@contextmanager
def _serving(kind: str, side: Side) -> Iterator[tuple[int, int]]:
    """Have a server of this kind serve; gives its process and its port."""
    (port,) = free_ports(1)
    command = [python_of(side), "-m", "benchmarks.floors", kind, str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment_variables())
    try:
        yield process.pid, port
    finally:
        process.kill()
        process.wait()


def _crowd(side: Side) -> Values:
    """A text that all of many clients are sent, and acknowledge."""
    with _serving("crowd", side) as (pid, port), ExitStack() as stack:
        socks = [stack.enter_context(_connected(port)) for _ in range(CROWD)]
        click, ack = frame(_CLICK), frame(_ACK)
        before = 0.0
        for number in range(2 * CROWD_ECHOES):
            if number == CROWD_ECHOES:
                before = cpu_seconds(pid)
            socks[0].sendall(click)
            for sock in socks:
                _read_frame(sock)
                sock.sendall(ack)
        return {"crowd-cpu": (cpu_seconds(pid) - before) / CROWD_ECHOES}


def _echo(kind: str, side: Side) -> Values:
    with _serving(kind, side) as (pid, port):
        with _connected(port) as sock:
            click, ack = frame(_CLICK), frame(_ACK)
            times = []
            before = 0.0
            for number in range(_WARM + ECHOES):
                if number == _WARM:
                    before = cpu_seconds(pid)
                begun = time.perf_counter()
                sock.sendall(click)
                _read_frame(sock)
                times.append(time.perf_counter() - begun)
                sock.sendall(ack)
            cpu = (cpu_seconds(pid) - before) / ECHOES
        return {f"{kind}-cpu": cpu, f"{kind}-median": statistics.median(times[_WARM:])}


async def _floors(side: Side) -> Values:
    values: Values = {}
    for kind in KINDS if side is OURS else ():
        values |= _echo(kind, side)
    return values | _crowd(side) if side is OURS else values


SCENARIOS = (
    Scenario(
        "floors",
        {
            key: f"an echo of {kind} alone: {what}"
            for kind in KINDS
            for key, what in ((f"{kind}-cpu", "server CPU"), (f"{kind}-median", "median"))
        }
        | {"crowd-cpu": f"an echo in {CROWD} browsers by asyncio alone: server CPU"},
        _floors,
    ),
)
"""In the order of the table."""

if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1], int(sys.argv[2])))

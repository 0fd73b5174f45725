"""The async API on trio: the document's example, beginnings, ends, and what is left behind."""

import asyncio
import signal
import socket
import subprocess
import sys
from pathlib import Path

import anyio
import pytest
import trio
import trio.testing

import pgwidgets
from async_api.peer import Peer
from patience import PATIENCE
from pgwidgets.async_ import Application, Session
from pgwidgets_proto import Limits
from trio_example import on_trio
from trio_loop import in_trio

ROOT = Path(__file__).parents[2]


async def connected(app: Application) -> trio.SocketStream:
    """A browser's WebSocket, up to the server's first frame."""
    port = await address(app)
    stream = await trio.open_tcp_stream("127.0.0.1", port)
    await stream.send_all(
        b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    came = b""
    while b"init" not in came:
        came += await stream.receive_some()
    return stream


async def address(app: Application) -> int:
    """The port, once it serves."""
    while app.url is None:
        await trio.lowlevel.checkpoint()
    return int(app.url.rstrip("/").rpartition(":")[2])


async def is_ended(stream: trio.SocketStream) -> bool:
    """Read to the end of what a server sends, and answer its close frame."""
    try:
        while came := await stream.receive_some():
            if b"\x88" in came:
                await stream.send_all(b"\x88\x80mask")
    except trio.BrokenResourceError:
        pass
    await stream.aclose()
    return True


# --- the example of the document

DRIVER = """
import sys
import pgwidgets.async_ as api

class OnFreePorts(api.Application):
    def __init__(self, *args, **kwargs):
        super().__init__(0, 0, *args, **kwargs)

api.Application = OnFreePorts
exec(compile(sys.argv[1], "example", "exec"), {"__name__": "__main__"})
"""


def test_the_example_with_two_lines_changed() -> None:
    source = Path(pgwidgets.__file__).parents[1]
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", DRIVER, on_trio()],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": f"{source}:{ROOT / 'transports'}", "PATH": ""},
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("pgwidgets: open http://127.0.0.1:"), line

            async def visit() -> None:
                peer = await Peer.open(line.split()[-1])
                await peer.until_text("Click a button!")
                await peer.until(lambda: "activated" in peer.the("TextEntry").listeners)
                await peer.click(peer.the("Button"))
                await peer.until_text("Hello!")
                await peer.click(peer.the("TextEntry"), "abc")
                await peer.until_text("Entered: abc")
                assert peer.errors == []
                process.send_signal(signal.SIGINT)
                assert await peer.closed() == 1012
                await peer.leave()

            asyncio.run(visit())
            out, err = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert process.returncode == 0, err
    assert out == ""
    assert "Traceback" not in err
    assert "Warning" not in err


# --- run()


@in_trio
async def test_cancelling_run_ends_all() -> None:
    app = Application(0, 0)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(app.run)
        stream = await connected(app)
        nursery.cancel_scope.cancel()
        with trio.CancelScope(shield=True):
            assert await is_ended(stream)
    assert app.url is None
    assert "not serving" in repr(app)


@in_trio
async def test_run_may_be_cancelled_at_any_await() -> None:
    """From its very beginning on; afterwards it may be run again."""
    app = Application(0, 0, limits=Limits(close_time=0.05))
    for steps in range(30):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(app.run)
            for _ in range(steps):
                await trio.lowlevel.checkpoint()
            nursery.cancel_scope.cancel()
        assert app.url is None


@in_trio
async def test_close_may_be_cancelled_at_any_await() -> None:
    """It has told the application to end, which then ends in good order."""
    for steps in range(10):
        app = Application(0, 0, limits=Limits(close_time=0.05))
        async with trio.open_nursery() as nursery:
            nursery.start_soon(app.run)
            stream = await connected(app)
            with trio.CancelScope() as scope:
                async with trio.open_nursery() as closing:
                    closing.start_soon(app.close)
                    for _ in range(steps):
                        await trio.lowlevel.checkpoint()
                    scope.cancel()
            if steps == 0:  # it had no time to say anything
                await app.close()
            assert await is_ended(stream)
        assert app.url is None


@in_trio
async def test_close_of_a_handler_ends_run() -> None:
    app = Application(0, 0)
    ended: list[str] = []

    @app.on_disconnect
    async def teardown(session: Session) -> None:
        await app.close()

    async with trio.open_nursery() as nursery:

        async def serve() -> None:
            await app.run()
            ended.append("run")

        nursery.start_soon(serve)
        await address(app)
        session = app.create_session()
        timer = await session.make_timer(0.001)
        await timer.on("expired", lambda *args: app.close())
        await timer.start()
    assert ended == ["run"]


@in_trio
async def test_run_tells_of_a_taken_port_as_it_is() -> None:
    """No exception group around one clear error."""
    async with Application(0, 0) as taken:
        port = await address(taken)
        for begin in (Application.run, Application.__aenter__):
            with pytest.raises(OSError, match=str(port)):
                await begin(Application(ws_port=port, http_port=0))
        await taken.close()


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_socket_that_takes_no_connections_is_one_clear_error(backend: str) -> None:
    async def main() -> None:
        with socket.socket() as own, socket.socket() as other:
            for sock in (own, other):
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            own.bind(("127.0.0.1", 0))
            other.bind(own.getsockname())
            other.listen()  # so that the first one can't
            app = Application(ws_sock=own, http_port=0)
            with pytest.raises(OSError, match="can't listen on ws_sock"):
                await app.run()
            assert own.fileno() >= 0
            assert app.url is None

    anyio.run(main, backend=backend)  # a socket that is left open is a ResourceWarning


# --- async with


@in_trio
async def test_start_and_process_events_inside_of_the_block() -> None:
    app = Application(0, 0)
    handled: list[str] = []
    async with app:
        await app.start()  # serves already
        await app.process_events()
        await app.process_events(0)
        session = app.create_session()
        timer = await session.make_timer(0.001)
        await timer.on("expired", lambda *args: handled.append("timer"))
        await timer.start()
        while not handled:
            await app.process_events(PATIENCE)
        stream = await connected(app)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(app.close)  # which waits some seconds for an answer
            assert await is_ended(stream)
    assert app.url is None
    async with app:  # and once more
        assert app.url is not None


@in_trio
async def test_start_outside_of_the_block_says_what_to_do() -> None:
    app = Application(0, 0)
    with pytest.raises(RuntimeError, match="async with app"):
        await app.start()
    assert app.url is None


@pytest.mark.parametrize("error", [LookupError, KeyboardInterrupt, SystemExit])
@in_trio
async def test_the_blocks_own_exception_comes_out_as_it_is(error: type[BaseException]) -> None:
    app = Application(0, 0)
    with pytest.raises(error, match="mine"):
        async with app:
            raise error("mine")
    assert app.url is None


@in_trio
async def test_cancelling_the_block_ends_all() -> None:
    app = Application(0, 0)
    with trio.CancelScope() as scope:
        async with app:
            stream = await connected(app)
            scope.cancel()
            await trio.sleep_forever()
    assert scope.cancelled_caught
    assert app.url is None
    assert await is_ended(stream)


@in_trio
async def test_handlers_that_hang_end_with_the_block() -> None:
    app = Application(0, 0, limits=Limits(close_time=0.05))
    ended: list[str] = []
    entered = trio.Event()

    async def hang(*args: object) -> None:
        entered.set()
        try:
            await trio.sleep_forever()
        finally:
            ended.append("cancelled")

    async with app:
        session = app.create_session()
        timer = await session.make_timer(0.001)
        await timer.on("expired", hang)
        await timer.start()
        await entered.wait()
    assert ended == ["cancelled"]


@in_trio
async def test_an_exception_group_of_a_handler_is_logged_whole(
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = Application(0, 0)
    ended = trio.Event()

    async def fail() -> None:
        raise ZeroDivisionError("in a nursery of a handler")

    async def handler(*args: object) -> None:
        try:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(fail)
        finally:
            ended.set()

    async with app:
        session = app.create_session()
        timer = await session.make_timer(0.001)
        await timer.on("expired", handler)
        await timer.start()
        await ended.wait()
        await trio.testing.wait_all_tasks_blocked()
    (record,) = [record for record in caplog.records if record.exc_info]
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], ExceptionGroup)


# --- peers that do what they should not


@in_trio
async def test_peers_that_are_gone_before_they_are_accepted() -> None:
    """They are reset while they wait in the backlog; the next ones are served."""
    app = Application(0, 0)
    async with app:
        port = await address(app)
        for _ in range(20):
            stream = await trio.open_tcp_stream("127.0.0.1", port)
            stream.setsockopt(trio.socket.SOL_SOCKET, trio.socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            await trio.aclose_forcefully(stream)
        stream = await connected(app)
        await stream.aclose()


def test_two_applications_in_two_loops_one_after_another() -> None:
    # Its browser does not answer that it leaves, which is waited for.
    app = Application(0, 0, limits=Limits(close_time=0.1))

    async def life() -> None:
        async with app:
            stream = await connected(app)
            await app.close()
            assert await is_ended(stream)

    trio.run(life)
    trio.run(life)

"""WebSockets as a client sees them that is not ours: frames, closes, origins, bad input."""

import asyncio
import contextlib
import itertools
import json
import logging
import socket
import struct
import threading
from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from async_api.peer import Peer, in_loop, serving, soon, turns_until
from pgwidgets.async_ import Session
from pgwidgets_proto import Limits
from transports.counting import (
    HELLO,
    code_of,
    counting,
    counts_up,
    hello,
    open_socket,
)

# --- in good order


@in_loop
async def test_events_reach_handlers() -> None:
    async with counting() as app, Peer.visiting(app.url) as peer:
        await peer.until_page_has(1, "Button")
        for _ in range(3):
            await counts_up(peer)
        assert peer.greeting[0] == {"type": "init", "id": 0, "ext": 1}
        assert peer.errors == []


@in_loop
async def test_messages_in_fragments() -> None:
    async with counting() as app:
        ws = await open_socket(app)
        await soon(ws.recv())
        await ws.send([HELLO[:5], "", HELLO[5:9], HELLO[9:]])
        info = json.loads(await soon(ws.recv()))
        assert info["type"] == "session-info"
        await soon(ws.ping(b"between"))
        async with Peer.visiting(
            app.url, **{key: info[key] for key in ("session_id", "token")}
        ) as peer:
            await peer.until_page_has(1, "Button")
            click = json.dumps(
                {
                    "type": "callback",
                    "wid": peer.the("Button").wid,
                    "action": "activated",
                    "args": [],
                }
            )
            await ws.send(list(click))  # a character a frame
            await peer.until_text("1")
        await ws.close()


@in_loop
async def test_pings_and_closes_are_answered() -> None:
    async with counting() as app:
        ws = await hello(app)
        for payload in (b"", b"x" * 125):
            await soon(await ws.ping(payload))
        await ws.close(3000, "enough")
        assert (ws.close_code, ws.close_reason) == (3000, "")


@in_loop
async def test_a_client_that_offers_compression_is_sent_less_and_understood() -> None:
    async with counting() as app:

        @app.on_connect
        async def setup(session: Session) -> None:
            widgets = session.get_widgets()
            for number in range(300):
                await widgets.Label(f"label {number}")

        ws = await hello(app, compression="deflate")
        assert ws.response is not None
        assert "permessage-deflate" in ws.response.headers["sec-websocket-extensions"]
        text = ""
        while '"label 299"' not in text:
            text += str(await soon(ws.recv()))
        messages = 1 + text.count('"type":"')
        await ws.send(json.dumps({"type": "ack", "seen": messages - 1, "more": "x" * 5000}))
        await ws.ping()
        (core,) = (session._pgwidgets.core for session in app.sessions.values())
        await turns_until(lambda: not core.links[0].outbox.held_bytes)
        await ws.close()


@in_loop
async def test_compression_can_be_switched_off() -> None:
    async with counting(compression=False) as app:
        ws = await open_socket(app, compression="deflate", subprotocols=["a", "b"])
        assert ws.subprotocol is None
        assert ws.response is not None
        assert "sec-websocket-extensions" not in ws.response.headers
        await ws.close()


@in_loop
async def test_the_first_frame_leaves_while_the_handler_runs() -> None:
    arrived = asyncio.Event()
    finished = asyncio.Event()
    async with serving() as app:

        @app.on_connect
        async def setup(session: Session) -> None:
            W = session.get_widgets()
            for number in range(1000):
                await W.Label(f"label {number}")
            await soon(arrived.wait())
            finished.set()

        async with Peer.visiting(app.url) as peer:
            peer.on_frame = lambda: peer.widgets("Label") and arrived.set()
            peer.is_acknowledging = False  # no answer is needed
            await peer.until_page_has(1000, "Label")
            await soon(finished.wait())
            assert len(peer.frames) <= 20
            texts = [widget.get("text") for widget in peer.widgets("Label")]
            assert texts == [f"label {number}" for number in range(1000)]


@in_loop
async def test_a_handler_without_await_sends_full_frames_too() -> None:
    sent = [0]
    async with serving() as app:

        @app.on_connect
        def setup(session: Session) -> None:
            W = session.get_widgets()
            for number in range(3000):
                W.Label(f"label {number}")
                bytes_sent = app.stats().sent_bytes
                if bytes_sent != sent[-1]:
                    sent.append(bytes_sent)

        async with Peer.visiting(app.url) as peer:
            await peer.until_page_has(3000, "Label")
            assert len(peer.frames) <= 20
    full = Limits().frame_bytes * 0.9
    assert len(sent) > 2  # the handler itself has seen frames leave, each of them full
    assert all(after - before >= full for before, after in itertools.pairwise(sent[1:]))


@in_loop
async def test_both_ports_take_both() -> None:
    own = socket.create_server(("127.0.0.1", 0))
    async with counting(ws_sock=own) as app:
        urls = {f"http://127.0.0.1:{own.getsockname()[1]}/", app.url}
        assert len(urls) == 2
        for url in urls:
            async with Peer.visiting(url) as peer:
                await peer.until_page_has(1, "Button")
                await counts_up(peer)


@in_loop
async def test_a_handler_that_blocks_longer_than_the_keepalive_costs_no_connection() -> None:
    """On an event loop nobody is heard meanwhile: that is not the browser's fault."""
    limits = Limits(keepalive_interval=0.1, keepalive_time=1.0)
    async with counting(limits=limits) as app, Peer.visiting(app.url) as peer:
        await peer.until_page_has(1, "Button")
        (session,) = app.sessions.values()
        blocking = session.get_widgets().Button("block")
        blocking.on("activated", lambda: threading.Event().wait(2.5))  # not a pause of the test's
        await peer.until_page_has(2, "Button")
        await peer.click(peer.widgets("Button")[1])
        await peer.click(peer.widgets("Button")[0])
        await peer.until_text("1")
        assert peer.close_code is None
        assert len(session.browsers) == 1


# --- bad input: a documented end, a line in the log, no effect on others


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("", 1007),
        ("garbage", 1007),
        ("[", 1007),
        ("NaN", 1007),
        ("null", 1007),
        ("7", 1007),
        ("[[]]", 1007),
        ("{}", 1007),
        ('{"type":"nonsense"}', 1007),
        ('{"type":"callback"}', 1007),
        ('{"type":"callback","wid":"1","action":"activated"}', 1007),
        ('{"type":"callback","wid":1e400,"action":"activated"}', 1007),
        ('{"type":"viewport","width":"wide","height":1}', 1007),
        ("[" * 100_000, 1007),
        ('{"type":"callback","wid":0,"action":"activated"}', 1002),
        ('{"type":"callback","wid":-1,"action":"activated"}', 1002),
        ('{"type":"callback","wid":999,"action":"activated"}', 1002),
        ('{"type":"callback","wid":1,"action":"activated","seen":99}', 1002),
        ('{"type":"callback","wid":1,"action":"activated","seen":-1}', 1002),
        ('{"type":"ack","seen":99}', 1002),
        ('{"type":"ack","seen":-1}', 1002),
        (b"binary", 1003),
        (b"", 1003),
        (
            '[{"type":"binary-chunk","wid":1,"transfer_id":1,"file_index":0,"file_count":1,'
            '"chunk_index":0,"num_chunks":1},{"type":"ping"}]',  # its bytes must come first
            1002,
        ),
    ],
)
@in_loop
async def test_a_bad_message_ends_one_connection(
    message: str | bytes, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    async with counting() as app, Peer.visiting(app.url) as other:
        await other.until_page_has(1, "Button")
        ws = await hello(app)
        await ws.send(message)
        assert (await code_of(ws))[0] == code
        assert ws.close_reason
        assert "garbage" not in ws.close_reason
        await counts_up(other)
        assert [
            r for r in caplog.records if r.levelno >= logging.WARNING and f" {code}" in r.message
        ]
        assert not [r for r in caplog.records if r.exc_info]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ('{"type":"ack","seen":0}', 1002),
        ('{"type":"result","id":1}', 1002),
        ('{"type":"geometry"}', 1002),
        ("[]garbage", 1007),
        (b"x", 1003),
        ('{"type":"result","id":0,"session_id":{}}', 1007),
    ],
)
@in_loop
async def test_a_bad_hello(message: str | bytes, code: int) -> None:
    async with counting() as app:
        ws = await open_socket(app)
        await soon(ws.recv())
        await ws.send(message)
        assert (await code_of(ws))[0] == code
        assert app.sessions == {}


@in_loop
async def test_frames_against_the_protocol() -> None:
    mask = b"\0\0\0\0"
    bad = {
        "not masked": (b"\x81\x01x", 1002),
        "a reserved bit": (b"\xc1\x81" + mask + b"x", 1002),
        "a reserved opcode": (b"\x83\x81" + mask + b"x", 1002),
        "a continuation of nothing": (b"\x80\x81" + mask + b"x", 1002),
        "a ping in fragments": (b"\x09\x81" + mask + b"x", 1002),
        "a long ping": (b"\x89\xfe\x00\x7e" + mask + b"x" * 126, 1002),
        "a close of one byte": (b"\x88\x81" + mask + b"x", 1002),
        "a close code that is none": (b"\x88\x82" + mask + struct.pack("!H", 999), 1002),
        "text that is not UTF-8": (b"\x81\x82" + mask + b"\xc3\x28", 1007),
        "a huge length": (b"\x81\xff" + b"\x7f" + b"\xff" * 7 + mask, 1009),
        "a negative length": (b"\x81\xff" + b"\xff" * 8 + mask, 1002),
    }
    async with counting() as app:
        for what, (data, code) in bad.items():
            ws = await hello(app)
            ws.transport.write(data + b"\x00" * (70_000 if code == 1009 else 0))
            if code == 1009:  # refused at once, or when so much has come
                chunk = b"\0" * 1_000_000
                for _ in range(20):
                    ws.transport.write(chunk)
                    await asyncio.sleep(0)
            got = (await code_of(ws))[0]
            assert got == code, what
        async with Peer.visiting(app.url) as peer:
            await peer.until_page_has(1, "Button")
            await counts_up(peer)


@in_loop
async def test_a_message_of_100_megabytes(caplog: pytest.LogCaptureFixture) -> None:
    async with counting() as app, Peer.visiting(app.url) as other:
        await other.until_page_has(1, "Button")
        ws = await hello(app)
        piece = "x" * 1_000_000

        async def pieces() -> AsyncIterator[str]:
            for _ in range(100):
                yield piece

        with contextlib.suppress(ConnectionClosed):
            await soon(ws.send(pieces()))
        assert (await code_of(ws))[0] == 1009
        await counts_up(other)
        assert any("text_bytes" in record.message for record in caplog.records)


@in_loop
async def test_a_visitor_that_never_says_hello() -> None:
    async with counting(limits=Limits(hello_time=0.01)) as app:
        ws = await open_socket(app)
        assert await code_of(ws) == (1002, "no answer to init in time")
        assert app.sessions == {}


@in_loop
async def test_a_connection_that_is_lost_in_the_middle() -> None:
    left: list[int | str] = []
    async with counting() as app, Peer.visiting(app.url) as other:
        app.on_disconnect(lambda session: left.append(session.id))
        await other.until_page_has(1, "Button")
        for cut in (b"", b"\x81", b"\x81\xfe\x10\x00\x00\x00\x00\x00half"):
            peer = await Peer.open(app.url)
            await peer.until_page_has(1, "Button")
            peer.socket.transport.write(cut)
            peer.socket.transport.abort()
            await peer.closed()
            await counts_up(other)
        await turns_until(lambda: len(left) == 3)
        for session in list(app.sessions.values())[1:]:
            assert not session.is_connected


@in_loop
async def test_a_peer_that_closes_its_own_side_only() -> None:
    async with counting() as app:
        ws = await hello(app)
        assert ws.transport.can_write_eof()
        ws.transport.write_eof()
        await code_of(ws)
        async with Peer.visiting(app.url) as peer:
            await peer.until_page_has(1, "Button")


@in_loop
async def test_credentials() -> None:
    async with counting() as app, Peer.visiting(app.url) as owner:
        await owner.until_page_has(1, "Button")
        wrong = await Peer.open(app.url, like=owner, token=f"{owner.token}x")
        assert await wrong.closed() == 4001
        assert wrong.close_reason == "wrong session token"
        empty = await Peer.open(app.url, like=owner, token="")
        assert await empty.closed() == 4001
        async with Peer.visiting(
            app.url, session_id=owner.session_id, token="boot.other"
        ) as stranger:
            assert stranger.session_id != owner.session_id
        async with Peer.visiting(app.url, session_id="<b>", token="x") as stranger:
            assert stranger.session_id not in ("<b>", owner.session_id)
        async with Peer.visiting(app.url, like=owner) as second:
            assert second.session_id == owner.session_id
            await second.until_page_has(1, "Button")
            await counts_up(second)
            await owner.until_text(second.the("Label").get("text"))


# --- who may come


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "https://localhost.evil.example",
        "http://127.0.0.1:1",
        "null",
        "file://",
        "http://127.0.0.1.evil.example",
        "garbage",
    ],
)
@in_loop
async def test_a_foreign_origin_is_refused(origin: str, caplog: pytest.LogCaptureFixture) -> None:
    async with counting() as app:
        with pytest.raises(InvalidStatus) as refused:
            await open_socket(app, additional_headers={"Origin": origin})
        assert refused.value.response.status_code == 403
        assert b"allowed_origins" in (refused.value.response.body or b"")
        lines = [record.message for record in caplog.records if "403" in record.message]
        assert len(lines) == 1
        assert "allowed_origins" in lines[0]
        assert app.sessions == {}


@in_loop
async def test_our_own_origins_are_let_in() -> None:
    own = socket.create_server(("127.0.0.1", 0))
    other = own.getsockname()[1]
    async with counting(ws_sock=own) as app:
        url = (app.url or "").rstrip("/")
        port = int(url.rpartition(":")[2])
        for origin in (url, f"http://127.0.0.1:{other}", f"HTTP://127.0.0.1:{port}", None):
            headers = {} if origin is None else {"Origin": origin}
            ws = await hello(app, additional_headers=headers)
            await ws.close()
        with pytest.raises(InvalidStatus):  # the same port under another name is another origin
            await open_socket(app, additional_headers={"Origin": f"http://localhost:{port}"})


@in_loop
async def test_allowed_origins() -> None:
    settings = {"allowed_origins": ["https://ui.example.org", "http://other.example:8000"]}
    async with counting(**settings) as app:
        for origin in (
            "https://ui.example.org",
            "https://ui.example.org:443",
            "http://other.example:8000",
        ):
            ws = await hello(app, additional_headers={"Origin": origin})
            await ws.close()
        for origin in (
            "http://ui.example.org",
            "https://ui.example.org:444",
            "http://other.example",
        ):
            with pytest.raises(InvalidStatus):
                await open_socket(app, additional_headers={"Origin": origin})


@in_loop
async def test_a_rebound_name_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    async with counting() as app:
        port = (app.url or "").rstrip("/").rpartition(":")[2]
        for host in ("evil.example", f"evil.example:{port}", "127.0.0.1.evil.example", "0.0.0.0"):
            reader, writer = await asyncio.open_connection("127.0.0.1", int(port))
            key = "dGhlIHNhbXBsZSBub25jZQ=="
            writer.write(
                f"GET / HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nUpgrade: websocket\r\n"
                f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
                "\r\n".encode()
            )
            answer = await soon(reader.read())
            assert answer.startswith(b"HTTP/1.1 403 "), host
            assert b"allowed_hosts" in answer
            writer.close()
            await writer.wait_closed()
        assert sum("allowed_hosts" in record.message for record in caplog.records) == 4
        assert app.sessions == {}


@in_loop
async def test_allowed_hosts() -> None:
    async with counting(allowed_hosts=["ui.example.org"]) as app:
        host, port = "127.0.0.1", int((app.url or "").rstrip("/").rpartition(":")[2])
        for origin in ("https://ui.example.org", "http://ui.example.org"):
            ws = await connect(
                "ws://ui.example.org/",
                host=host,
                port=port,
                compression=None,
                additional_headers={"Origin": origin},
            )
            await ws.close()

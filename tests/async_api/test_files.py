"""Files and bytes through the async API and a real WebSocket, with a client that is not ours."""

import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

import anyio.lowlevel
import pytest

from async_api.peer import Peer, in_loop, serving, soon
from pgwidgets import Buffer
from pgwidgets.async_ import Application, Session
from pgwidgets.testing.binaries import TypedArray, announcement, file_chunks
from pgwidgets_proto import Limits


class Desk:
    """What the tests have open.

    Attributes:
        session: the session.
        label, image: widgets of it; the label takes drops.
        told: what the label's handlers were told, as (action, argument).
    """

    def __init__(self, session: Session) -> None:
        W = session.get_widgets()
        self.session = session
        self.label = W.Label("drop here")
        self.image = W.Image()
        self.told: list[tuple[str, dict[str, Any]]] = []
        for action in ("drop-progress", "drop-end"):
            self.label.on(action, self._tell, action)

    def _tell(self, argument: dict[str, Any], action: str) -> None:
        self.told.append((action, argument))

    def files(self) -> list[dict[str, bytes]]:
        return [
            {file["name"]: file["data"] for file in argument["files"]}
            for action, argument in self.told
            if action == "drop-end"
        ]


@contextlib.asynccontextmanager
async def desk_and_peer(**settings: Any) -> AsyncIterator[tuple[Application, Desk, Peer]]:
    desks: list[Desk] = []
    async with serving(**settings) as app:

        @app.on_connect
        def setup(session: Session) -> None:
            desks.append(Desk(session))

        async with Peer.visiting(app.url) as peer:
            await peer.until(lambda: peer.widgets("Label") and peer.the("Label").listeners)
            yield app, desks[0], peer


async def drop(peer: Peer, transfer_id: int, *files: tuple[str, bytes]) -> None:
    wid = peer.the("Label").wid
    about = announcement(transfer_id, files)
    peer.is_acknowledging = False  # nothing may come between a header and its frame
    await peer.say({"type": "callback", "wid": wid, "action": "drop-end", "args": [about]})
    for header, data in file_chunks(wid, transfer_id, files):
        await peer.say(header)
        await peer.socket.send(data)
    peer.is_acknowledging = True


@in_loop
async def test_dropped_files_reach_their_handlers() -> None:
    big = bytes(range(256)) * 8000
    async with desk_and_peer() as (_, desk, peer):
        await drop(peer, 1, ("big", big), ("empty", b""))
        await peer.until(lambda: desk.files() == [{"big": big, "empty": b""}])
    progress = [argument for _, argument in desk.told[:-1]]
    assert [step["complete"] for step in progress] == [False] * 4 + [True]


@in_loop
async def test_what_is_refused_is_logged_and_the_next_drop_arrives(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with desk_and_peer() as (_, desk, peer):
        header = next(file_chunks(peer.the("Label").wid, 5, [("a", b"")]))[0]
        with caplog.at_level(logging.WARNING, "pgwidgets"):
            await peer.say(header)
            await peer.socket.send(b"nobody asked for this")
            await drop(peer, 6, ("a", b"abc"))
            await peer.until(lambda: desk.files() == [{"a": b"abc"}])
    assert sum("chunk of the unknown transfer 5" in text for text in caplog.messages) == 1


@in_loop
async def test_a_frame_that_nothing_announced_ends_the_connection_with_a_reason(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with desk_and_peer() as (_, _desk, peer):
        with caplog.at_level(logging.WARNING, "pgwidgets"):
            await peer.socket.send(b"nobody asked for this")
            await peer.until(lambda: peer.close_code is not None)
    assert (peer.close_code, peer.close_reason) == (1003, "binary frame without a header before it")


@in_loop
async def test_a_picture_and_numbers_reach_the_page() -> None:
    picture = bytes(range(256)) * 12_000
    async with desk_and_peer() as (app, desk, peer):
        await desk.image.set_binary_image(picture, "png")
        await soon(desk.session.flush())
        assert peer.the("Image").state["binary_image"] == (picture, "png")
        await desk.image.set_binary_image(Buffer(bytes(8), (2,), "float32"))
        await soon(desk.session.flush())
        array = TypedArray("float32", bytes(8))
        assert peer.the("Image").state["binary_image"][0] == array
        again = {"session_id": peer.session_id, "token": peer.token}
        async with Peer.visiting(app.url, **again) as other:
            await other.until(
                lambda: (
                    other.widgets("Image")
                    and other.the("Image").state.get("binary_image", (None,))[0] == array
                )
            )


@in_loop
async def test_bytes_where_a_text_belongs_are_an_error_at_the_call() -> None:
    async with desk_and_peer() as (_, desk, peer):
        with pytest.raises(TypeError, match=r"^Label\.set_text\(\): .*'text'"):
            desk.label.set_text(b"bytes")
        assert desk.label.get_text() == "drop here"
        await soon(desk.session.flush())
        assert peer.the("Label").get("text") == "drop here"


@in_loop
async def test_a_browser_that_does_not_read_holds_up_no_stream() -> None:
    """150 frames of a megabyte: it is sent few of them, and shows the last one."""
    async with desk_and_peer() as (_, desk, peer):
        (link,) = desk.session._pgwidgets.core.links
        peer.is_acknowledging = False
        held = []
        for number in range(150):
            desk.image.set_binary_image(number.to_bytes(4) * 250_000, "png")
            desk.label.set_text(str(number))  # not awaited: that would wait for the browser
            await anyio.lowlevel.checkpoint()
            held.append(link.outbox.held_bytes)
        assert max(held) <= Limits().link_bytes + 1_000_000
        peer.is_acknowledging = True
        await peer.say({"type": "ack", "seen": peer.seen})
        await soon(desk.session.flush())
        assert peer.the("Image").state["binary_image"][0] == (149).to_bytes(4) * 250_000
        assert peer.the("Label").get("text") == "149"
        frames = [frame for frame in peer.frames if isinstance(frame, bytes)]
        assert len(frames) < 10

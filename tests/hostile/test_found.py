"""Faults that hostile reviews have found, in every way to run an application, over real sockets.

The table of docs/explanation/security.md says which of them is held where; those of one page, one
API or the core alone stand with these.
"""

import base64
import json
from pathlib import Path
from typing import Any

from conformance.asgi_worlds import AsgiWorld
from pgwidgets.testing.conformance.http_client import HttpClient
from pgwidgets.testing.conformance.program import counting
from pgwidgets.testing.conformance.world import World
from pgwidgets_proto import Limits

MEGABYTE = 1024 * 1024


def test_a_path_that_a_visitor_types_brings_no_file(world: World, tmp_path: Path) -> None:
    secret = b"root:x:0:0:" * 20
    path = tmp_path / "passwd"
    path.write_bytes(secret)

    async def build(session: Any) -> None:
        W = session.get_widgets()
        image, entry = W.Image(), W.TextEntry("")

        async def show(text: str) -> None:
            try:
                image.set_image(text)
            except ValueError as exc:
                world.note("no picture" in str(exc))

        entry.on("activated", world.handler(show))

    with world.serving(build):
        visitor = world.visit()
        entry = visitor.until_heard("TextEntry")
        visitor.report(entry.wid, "activated", str(path))
        world.until(lambda: world.notes == [True])
        visitor.ping(b"all has come")
        told = str([vars(widget) for widget in visitor.page.widgets.values()])
        assert "root:x" not in told
        assert base64.b64encode(secret).decode()[:40] not in told


def test_sessions_that_wait_for_their_pages_are_bounded(world: World) -> None:
    with world.serving(counting, limits=Limits(lost_sessions=3)):
        stays = world.visit()
        stays.until_heard("Button")
        for _ in range(10):
            visitor = world.visit()
            visitor.until_heard("Button")
            visitor.cut()
        world.until_program(lambda: len(world.app.sessions) <= 4)
        stays.press()
        stays.until_text("1")


def bring_half(visitor: Any, name: str, size: int) -> None:
    """Announce a file, and bring all of it but the last byte."""
    (label,) = visitor.all("Label")
    files = [{"name": name, "size": size, "type": ""}]
    about = {"transfer_id": 1, "files": files}
    chunk = {"wid": label.wid, "transfer_id": 1, "file_index": 0, "file_count": 1}
    visitor.kept.extend([()] * 3)  # what is said as it is, is not counted by the page
    for message in (
        {"type": "callback", "wid": label.wid, "action": "drop-end", "args": [about], "seen": 0},
        {"type": "binary-chunk", **chunk, "chunk_index": 0, "num_chunks": 2, "encoding": "binary"},
    ):
        visitor.say(json.dumps(message))
    visitor.say(b"x" * (size - 1))


def test_files_that_are_half_here_are_bounded_for_all_together(world: World) -> None:
    async def build(session: Any) -> None:
        session.get_widgets().Label("").on("drop-end", lambda *_: None)

    def held() -> int:
        return int(sum(one.held_bytes for one in world.app.stats().sessions))

    def has_come(visitor: Any) -> bool:
        return visitor.closed is not None or b"it has come" in visitor.channel.pongs

    with world.serving(build, limits=Limits(total_bytes=3 * MEGABYTE)):
        most = 0
        for number in range(5):
            visitor = world.visit()
            visitor.until_heard("Label", "drop-end")
            bring_half(visitor, f"{number}", MEGABYTE)
            visitor.channel.protocol.send_ping(b"it has come")
            visitor.channel.push()
            world.until(lambda one=visitor: has_come(one))
            most = max(most, world.call(held))
        assert 1 * MEGABYTE < most <= 3 * MEGABYTE


def test_a_page_has_its_date_and_may_be_asked_for_in_part(world: World) -> None:
    with world.serving(), HttpClient(world) as client:
        whole = client.ask("GET", "/Widgets.js")
        assert whole.headers["date"].endswith(" GMT")
        part = client.ask("GET", "/Widgets.js", {"Range": "bytes=3-9"})
        assert (part.status, part.body) == (206, whole.body[3:10])
        assert part.headers["content-range"] == f"bytes 3-9/{len(whole.body)}"
        assert client.ask("GET", "/Widgets.js", {"If-Match": '"another"'}).status == 412
        tag = whole.headers["etag"]
        assert client.ask("GET", "/Widgets.js", {"If-Match": tag}).status == 200
        if not isinstance(world, AsgiWorld):  # else what stands before a request is the server's
            client.wire.send(b"\r\n" + client.text_of("GET", "/"))
            assert client.read().status == 200

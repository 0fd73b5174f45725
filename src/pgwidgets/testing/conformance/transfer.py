"""Scenarios: bytes in bulk, to browsers and from them.

Knows: calls with bytes, and files that users bring. Must not know: any world.
"""

from typing import Any

from .program import counting
from .scenario import scenario
from .world import World

SMALL = bytes(range(256))
BIG = SMALL * 8000
"""More than fits in one frame of either side."""


@scenario
def bytes_to_a_browser_arrive_whole_and_in_order(world: World) -> None:
    """In one frame or in chunks, between calls that are made before and after."""

    def build(session: Any) -> None:
        W = session.get_widgets()
        label, image = W.Label("-"), W.Image()

        def show() -> None:
            for number, data in enumerate((SMALL, BIG, SMALL)):
                label.set_text(f"before {number}")
                image.set_binary_image(data, "png")
            label.set_text("after")

        W.Button("show").on("activated", show)

    with world.serving(build):
        visitor = world.visit()
        visitor.until_heard("Button")
        visitor.press()
        visitor.until_text("after")
        visitor.until(lambda: visitor.all("Image")[0].get("binary_image") == SMALL)
        other = world.visit(like=visitor)
        other.until(lambda: other.all("Image") and other.all("Image")[0].get("binary_image"))
        assert other.all("Image")[0].get("binary_image") == SMALL
        assert visitor.errors == other.errors == []


@scenario
def a_picture_of_many_chunks_does_not_hold_up_others(world: World) -> None:
    """What another session's user does meanwhile is shown at once."""

    def build(session: Any) -> None:
        if session.id == 1:
            counting(session)
            return
        session.get_widgets().Image().set_binary_image(BIG, "png")

    with world.serving(build):
        other = world.visit()
        other.until_heard("Button")
        visitor = world.visit(receive_buffer=4096)
        visitor.read_size = 20_000
        visitor.until(lambda: visitor.all("Image"))
        for count in range(1, 6):
            other.press()
            other.until_text(str(count))
        visitor.until(lambda: visitor.all("Image")[0].get("binary_image") == BIG)


@scenario
def files_of_a_user_arrive_byte_for_byte(world: World) -> None:
    """Big, small and empty, with clicks between their chunks; the handler gets them whole."""

    def build(session: Any) -> None:
        W = session.get_widgets()
        label = W.Label("drop here")

        def take(payload: dict[str, Any]) -> None:
            world.note([(file["name"], bytes(file["data"])) for file in payload["files"]])

        label.on("drop-end", take)
        W.Button("note").on("activated", lambda: world.note("click"))

    files = (("big", BIG), ("empty", b""), ("small", SMALL))
    with world.serving(build):
        visitor = world.visit()
        visitor.until_heard("Label", "drop-end")
        visitor.until_heard("Button")
        for _ in visitor.bring_files(visitor.all("Label")[0].wid, "drop-end", *files):
            visitor.press()
        visitor.until(lambda: list(files) in world.notes, "the files")
        visitor.until(lambda: world.notes.count("click") >= 5)


@scenario
def files_that_never_come_whole_reach_no_handler(world: World) -> None:
    """The browser leaves in the middle; its session goes on with another one."""

    def build(session: Any) -> None:
        counting(session)
        drop = session.get_widgets().Label("drop here")
        drop.on("drop-end", lambda payload: world.note("files"))

    with world.serving(build):
        visitor = world.visit()
        visitor.until_ready(1)
        visitor.until(lambda: len(visitor.all("Label")) == 2 and visitor.all("Label")[1].listeners)
        steps = visitor.bring_files(visitor.all("Label")[1].wid, "drop-end", ("big", BIG))
        next(iter(steps))
        visitor.leave()
        again = world.visit(like=visitor)
        again.until_heard("Button")
        again.press()
        again.until_text("1")
        assert world.notes == []

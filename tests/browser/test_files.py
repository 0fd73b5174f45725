"""Files and pictures between Chromium and the real server: whole, in both directions.

Knows: the public async API, and what a user does with files. Must not know: the wire.
"""

import functools
import math
import queue
import struct
import zlib
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.conftest import Served
from browser.gestures import errors
from browser.test_stock_client import origin  # noqa: F401 (a fixture)
from patience import PATIENCE
from pgwidgets import Buffer
from pgwidgets_proto import Limits
from proxy import Proxy

_BYTES = "(size, seed) => Uint8Array.from({length: size}, (_, n) => (n * n + seed * n) >> 5)"


@functools.cache
def chunks(size: int) -> int:
    """How many chunks a file has, of 32 KiB each."""
    return math.ceil(size / 32_768)


def content(size: int, seed: int) -> bytes:
    """What the page makes of the same numbers."""
    return bytes((n * n + seed * n) >> 5 & 255 for n in range(size))


def drop(label: Locator, *files: tuple[str, int, int]) -> None:
    """Drop files on a label: the name, the size, and the seed of each."""
    label.evaluate(
        f"""(element, files) => {{
            const bytes = {_BYTES};
            const transfer = new DataTransfer();
            for (const [name, size, seed] of files) {{
                transfer.items.add(new File([bytes(size, seed)], name));
            }}
            element.dispatchEvent(new DragEvent("drop", {{dataTransfer: transfer, bubbles: true}}));
        }}""",
        [list(file) for file in files],
    )


def png(side: int, seed: int) -> bytes:
    """A picture of so many pixels each way, that is not compressed: 3 bytes a pixel."""

    def part(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    row = b"\0" + bytes((seed, 100, 200)) * side
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = zlib.compress(row * side, level=0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", pixels) + part(b"IEND", b"")


class Desk:
    """A window that takes drops, chooses files and shows pictures.

    Attributes:
        served: the application.
        made: its session and widgets.
        told: what its handlers are told, as (action, argument).
    """

    def __init__(self, serve: Callable[..., Served], **options: Any) -> None:
        self.made = SimpleNamespace()
        self.told: queue.Queue[tuple[str, Any]] = queue.Queue()
        self.served = serve(lambda app: app.on_connect(self._build), **options)

    async def _build(self, session: Any) -> None:
        W = session.get_widgets()
        top = await W.TopLevel(title="Desk")
        await top.resize(500, 400)
        box = await W.VBox()
        labels = [await W.Label(name) for name in ("first", "second")]
        for label in labels:
            await box.add_widget(label, 0)
            for action in ("drop-start", "drop-progress", "drop-end"):
                await label.on(action, self._tell, action)
        dialog = await W.FileDialog(mode="files")
        for action in ("progress", "activated"):
            await dialog.on(action, self._tell, action)
        for name, act in (("choose", dialog.open), ("save", self._save)):
            button = await W.Button(name)
            await button.on("activated", act)
            await box.add_widget(button, 0)
        image = await W.Image()
        canvas = await W.Canvas()
        await box.add_widget(image, 1)
        await box.add_widget(canvas, 1)
        await top.set_widget(box)
        await top.show()
        self.made = SimpleNamespace(session=session, dialog=dialog, image=image, canvas=canvas)

    def _tell(self, argument: Any, action: str) -> None:
        self.told.put((action, argument))

    async def _save(self) -> None:
        await self.made.dialog.save("saved.bin", content(3000, 9))

    def until(self, action: str) -> list[tuple[str, Any]]:
        """All that was told up to an action."""
        found: list[tuple[str, Any]] = []
        while not found or found[-1][0] != action:
            found.append(self.told.get(timeout=PATIENCE))
        return found

    def call(self, function: Callable[..., Any], *args: Any) -> None:
        """Call something, and wait until every browser has applied it."""

        async def run() -> None:
            await function(*args)
            await self.made.session.flush()

        self.served.call(run)


@pytest.fixture
def desk(serve: Callable[..., Served]) -> Desk:
    return Desk(serve)


@pytest.fixture
def cuttable(desk: Desk) -> Iterator[Proxy]:
    """A network between the page and the desk's server."""
    with Proxy(urlsplit(desk.served.url).port or 0) as proxy:
        yield proxy


def show(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.get_by_text("choose")).to_be_visible()


def data_of(event: dict[str, Any]) -> dict[str, bytes]:
    return {file["name"]: file["data"] for file in event["files"]}


def picture_of(page: Page) -> Locator:
    return page.locator("img").last  # the first is the window's icon


# ------------------------------------------------------------------ files to the server


def check_a_drop(desk: Desk, page: Page) -> None:
    """A big file, an empty one and a small one, dropped together."""
    sizes = {"big.bin": (3_000_000, 1), "empty": (0, 2), "small": (10, 3)}
    drop(page.get_by_text("first"), *[(name, *rest) for name, rest in sizes.items()])
    told = desk.until("drop-end")
    assert told[0][0] == "drop-start"
    assert [file["size"] for file in told[0][1]["files"]] == [3_000_000, 0, 10]
    assert data_of(told[-1][1]) == {name: content(*rest) for name, rest in sizes.items()}
    progress = [argument for action, argument in told if action == "drop-progress"]
    assert progress[-1]["num_chunks"] == 1
    assert [step["chunk_index"] for step in progress[:-2]] == list(range(progress[0]["num_chunks"]))
    transferred = [step["transferred_bytes"] for step in progress]
    assert transferred == sorted(transferred)
    assert [step["complete"] for step in progress] == [False] * (len(progress) - 1) + [True]
    assert progress[-1]["transferred_bytes"] == progress[-1]["total_bytes"] == 3_000_010


def test_dropped_files_arrive_byte_for_byte(desk: Desk, page: Page) -> None:
    show(page, desk.served.url)
    check_a_drop(desk, page)
    assert errors(page) == []


def test_they_do_from_the_stock_page(
    serve: Callable[..., Served],
    origin: str,  # noqa: F811 (the fixture)
    page: Page,
) -> None:
    desk = Desk(serve, allowed_origins=[origin])
    show(page, f"{origin}/remote.html?ws=" + quote(desk.served.url.replace("http", "ws", 1)))
    check_a_drop(desk, page)
    desk.call(desk.made.image.set_binary_image, png(700, 1), "png")
    expect(picture_of(page)).to_have_js_property("naturalWidth", 700)
    assert errors(page) == []


def test_two_drops_at_once_do_not_mix(desk: Desk, page: Page) -> None:
    show(page, desk.served.url)
    drop(page.get_by_text("first"), ("a", 1_500_000, 4))
    drop(page.get_by_text("second"), ("b", 1_200_000, 5))
    found = data_of(desk.until("drop-end")[-1][1]) | data_of(desk.until("drop-end")[-1][1])
    assert found == {"a": content(1_500_000, 4), "b": content(1_200_000, 5)}
    assert errors(page) == []


def test_chosen_files_arrive(desk: Desk, page: Page) -> None:
    show(page, desk.served.url)
    with page.expect_file_chooser() as chooser:
        page.get_by_text("choose").click()
    chooser.value.set_files(
        [
            {"name": "a.txt", "mimeType": "text/plain", "buffer": b"hello"},
            {"name": "b.bin", "mimeType": "", "buffer": content(700_000, 6)},
        ]
    )
    told = desk.until("activated")
    assert data_of(told[-1][1]) == {"a.txt": b"hello", "b.bin": content(700_000, 6)}
    assert told[-1][1]["files"][0]["type"] == "text/plain"
    complete = [argument["complete"] for action, argument in told[:-1]]
    assert complete == [False] * chunks(700_000) + [True]
    assert errors(page) == []


def test_files_over_the_limit_are_refused_and_the_next_ones_are_not(
    serve: Callable[..., Served], page: Page
) -> None:
    desk = Desk(serve, limits=Limits(transfer_bytes=1_000_000))
    show(page, desk.served.url)
    drop(page.get_by_text("first"), ("big", 5_000_000, 1))
    drop(page.get_by_text("second"), ("small", 600_000, 2))
    assert data_of(desk.until("drop-end")[-1][1]) == {"small": content(600_000, 2)}
    assert errors(page) == []


@pytest.mark.parametrize("after", [400_000, 1_300_000])
def test_an_upload_that_is_cut_arrives_whole(
    desk: Desk, cuttable: Proxy, page: Page, after: int
) -> None:
    show(page, cuttable.url)
    cuttable.cut_after(after, "up")
    drop(page.get_by_text("first"), ("big", 2_000_000, 7))
    told = desk.until("drop-end")
    assert data_of(told[-1][1]) == {"big": content(2_000_000, 7)}
    assert [argument["chunk_index"] for action, argument in told if action == "drop-progress"] == [
        *range(chunks(2_000_000))
    ]
    drop(page.get_by_text("second"), ("next", 100, 8))
    assert data_of(desk.until("drop-end")[-1][1]) == {"next": content(100, 8)}
    expect(page.get_by_role("status")).to_have_text("")


# ------------------------------------------------------------------ bytes to the browser


def test_a_picture_of_three_megabytes_shows_and_survives_a_reload(desk: Desk, page: Page) -> None:
    show(page, desk.served.url)
    picture = png(1000, 2)
    assert len(picture) > 3_000_000
    desk.call(desk.made.image.set_binary_image, picture, "png")
    expect(picture_of(page)).to_have_js_property("naturalWidth", 1000)
    page.reload()
    expect(picture_of(page)).to_have_js_property("naturalWidth", 1000)
    desk.call(desk.made.image.set_binary_image, png(7, 2), "png")
    expect(picture_of(page)).to_have_js_property("naturalWidth", 7)
    assert errors(page) == []


@pytest.mark.parametrize("after", [200_000, 2_900_000])
def test_a_picture_that_is_cut_arrives_whole(
    desk: Desk, cuttable: Proxy, page: Page, after: int
) -> None:
    show(page, cuttable.url)
    desk.call(desk.made.session.flush)
    page.evaluate("document.querySelector('.label-widget').marked = true")
    cuttable.cut_after(after, "down")
    desk.call(desk.made.image.set_binary_image, png(1000, 3), "png")
    expect(picture_of(page)).to_have_js_property("naturalWidth", 1000)
    assert page.evaluate("document.querySelector('.label-widget').marked") is True
    # What had arrived was not sent again: a chunk, and the hello, may have been.
    assert cuttable.bytes < sum(one.down for one in cuttable.connections[:-1]) + 3_600_000
    desk.call(desk.made.image.set_binary_image, png(5, 3), "png")
    expect(picture_of(page)).to_have_js_property("naturalWidth", 5)


@pytest.mark.usefixtures("modules")
@pytest.mark.parametrize(
    ("format_", "array"),
    [
        ("B", "Uint8Array"), ("H", "Uint16Array"), ("I", "Uint32Array"), ("b", "Int8Array"),
        ("h", "Int16Array"), ("i", "Int32Array"), ("f", "Float32Array"), ("d", "Float64Array"),
    ],
)  # fmt: skip
def test_a_buffer_arrives_as_the_right_typed_array(
    desk: Desk, page: Page, format_: str, array: str
) -> None:
    show(page, desk.served.url)
    page.evaluate(
        """async () => {
            const page = document.querySelector("script[type=module]").src;
            const { Widgets } = await import(new URL("../Widgets.js", page).href);
            Widgets.Canvas.prototype.draw_image = (data) => { window.drawn = data; };
        }"""
    )
    numbers = [1, 2, 100]
    dtype = array.removesuffix("Array").lower()
    buffer = Buffer(struct.pack(f"<3{format_}", *numbers), (3, 1), dtype)
    desk.call(desk.made.canvas.draw_image, buffer)
    assert page.evaluate("[drawn.constructor.name, [...drawn]]") == [array, numbers]
    assert errors(page) == []


def test_a_file_is_saved_byte_for_byte(desk: Desk, page: Page) -> None:
    show(page, desk.served.url)
    with page.expect_download() as download:
        page.get_by_text("save").click()
    assert download.value.suggested_filename == "saved.bin"
    assert download.value.path().read_bytes() == content(3000, 9)
    assert errors(page) == []

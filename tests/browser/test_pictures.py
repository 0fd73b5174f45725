"""Pictures that are set faster than the page can decode them.

Knows the wire (docs/reference/wire-protocol.md), and by which function a page decodes pictures.
"""

import json
import random
import struct
import zlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from browser.fake_server import Link, begun, create, window
from browser.gestures import comes_true

_COUNT_DECODED = """
window.decoded = 0;
const { createImageBitmap } = window;
window.createImageBitmap = async (blob) => {
    const bitmap = await createImageBitmap(blob);
    window.decoded += 1;
    return bitmap;
};
"""


@pytest.fixture
def link(page: Page) -> Iterator[Link]:
    """A page with an empty session."""
    with begun(page, _COUNT_DECODED) as link:
        yield link


def png(side: int) -> bytes:
    """A square of noise, RGB (PNG specification, sections 5 and 11)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))
        )

    noise = random.Random(0)
    rows = b"".join(b"\0" + noise.randbytes(3 * side) for _ in range(side))
    head = struct.pack("!IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = [chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows, 0)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_a_large_picture_is_not_shown_after_a_small_one_that_is_newer(
    link: Link, page: Page
) -> None:
    link.rebuild(*window(2, create(2, "Image", {"use_animation_frame": True})))
    header = {"type": "binary-call", "wid": 2, "method": "set_binary_image", "args": ["png"]}
    for side in (1500, 2):
        link.raw(json.dumps(header))
        link.raw(png(side))
        link.sent += 1
    link.until_applied()
    comes_true(page, lambda: page.evaluate("window.decoded"), 2)
    page.evaluate("new Promise((f) => requestAnimationFrame(() => requestAnimationFrame(f)))")
    assert page.locator(".image-widget canvas").evaluate("({width}) => width") == 2


def test_an_img_shows_the_last_of_many_and_keeps_no_other(link: Link, page: Page) -> None:
    page.evaluate(
        """() => {
            window.urls = 0;
            const { createObjectURL, revokeObjectURL } = URL;
            URL.createObjectURL = (blob) => { urls += 1; return createObjectURL.call(URL, blob); };
            URL.revokeObjectURL = (url) => { urls -= 1; revokeObjectURL.call(URL, url); };
        }"""
    )
    link.rebuild(*window(2, create(2, "Image", {})))
    header = {"type": "binary-call", "wid": 2, "method": "set_binary_image", "args": ["png"]}
    for side in (400, 1, 2, 3, 4, 5, 6, 7, 8, 9):
        link.raw(json.dumps(header))
        link.raw(png(side))
        link.sent += 1
    link.until_applied()
    image = page.locator(".image-widget")
    comes_true(page, lambda: image.evaluate("({ naturalWidth }) => naturalWidth"), 9)
    # Older ones may be decoded later, and are let go then.
    comes_true(page, lambda: page.evaluate("urls"), 1)
    assert image.evaluate("({ naturalWidth }) => naturalWidth") == 9

"""Arrays in Chromium: the pixels that are shown, a stream, and a view that its user moves about in.

Knows: the public async API, and what a user does with a mouse. Must not know: the wire.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
from playwright.sync_api import Page

from browser.conftest import Served
from browser.gestures import comes_true
from pgwidgets.extras.image_view import ImageView
from pgwidgets.pictures import Stream

_PIXEL = """
(element, [x, y]) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
    const context = canvas.getContext("2d");
    context.drawImage(element, x, y, 1, 1, 0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
}
"""


def pixel(page: Page, selector: str, x: int, y: int) -> list[int]:
    found: list[int] = page.locator(selector).first.evaluate(_PIXEL, [x, y])
    return found


def until_pixel(page: Page, selector: str, x: int, y: int, wanted: list[int]) -> None:
    shown = page.locator(selector).first

    def is_shown() -> bool:
        if not shown.evaluate("(element) => element.naturalWidth ?? element.width"):
            return False
        found = pixel(page, selector, x, y)
        return all(abs(value - other) <= 4 for value, other in zip(found, wanted, strict=True))

    comes_true(page, is_shown, True)


def show(serve: Callable[..., Served], page: Page, *classes: str) -> tuple[Served, list[Any]]:
    """Serve a window with one widget of each class, and open it."""
    made: list[Any] = []

    async def build(session: Any) -> None:
        widgets = session.get_widgets()
        top, box = await widgets.TopLevel(title="arrays"), await widgets.VBox()
        for name in classes:
            widget = await getattr(widgets, name)()
            await widget.resize(200, 100)
            await box.add_widget(widget, 0)
            made.append(widget)
        await top.set_widget(box)
        await top.resize(600, 500)
        await top.show()

    served = serve(lambda app: app.on_connect(build) and None)
    page.goto(served.url)
    page.locator(".canvas-widget, .image-widget").first.wait_for(state="attached")
    return served, made


def test_an_image_and_a_canvas_show_arrays(serve: Callable[..., Served], page: Page) -> None:
    served, (image, canvas) = show(serve, page, "Image", "Canvas")
    array = np.zeros((60, 80))
    array[:, 40:] = 5.0
    array[30:, :] = np.nan
    served.call(image.set_array, array)
    until_pixel(page, "img.image-widget", 60, 10, [255, 255, 255, 255])
    assert pixel(page, "img.image-widget", 20, 10) == [0, 0, 0, 255]
    assert pixel(page, "img.image-widget", 20, 40)[3] == 0
    served.catch_up(canvas)
    colors = np.zeros((4, 4, 3), np.uint8)
    colors[:, :, 1] = 200
    served.call(canvas.draw_array, 20, 10, colors, 40, 30, None, None, "png")
    until_pixel(page, ".canvas-widget", 59, 39, [0, 200, 0, 255])
    assert pixel(page, ".canvas-widget", 61, 39)[3] == 0


def test_a_stream_ends_with_the_newest_array(serve: Callable[..., Served], page: Page) -> None:
    served, (image,) = show(serve, page, "Image")

    def feed() -> None:
        stream = Stream(image, (0, 100), still=0.05)
        for value in range(101):
            stream.show(np.full((48, 64), value, np.uint16))

    served.call(feed)
    until_pixel(page, "img.image-widget", 5, 5, [255, 255, 255, 255])


def test_a_view_is_zoomed_and_moved_by_its_user(serve: Callable[..., Served], page: Page) -> None:
    seen = SimpleNamespace(view=None, cursor=None)

    async def build(session: Any) -> None:
        widgets = session.get_widgets()
        top, box = await widgets.TopLevel(title="view"), await widgets.VBox()
        seen.view = ImageView(session, cuts=(0, 100))
        seen.view.on("cursor", lambda *about: setattr(seen, "cursor", about))
        await box.add_widget(seen.view.widget, 1)
        await top.set_widget(box)
        await top.resize(600, 450)
        await top.show()
        array = np.zeros((100, 100), np.float32)
        array[40:60, 40:60] = 7.5
        seen.view.set_array(array)

    served = serve(lambda app: app.on_connect(build) and None)
    page.goto(served.url)
    canvas = page.locator(".image-widget canvas").first
    canvas.wait_for()
    comes_true(page, lambda: canvas.evaluate("(canvas) => canvas.width > 300"), True)
    box = canvas.bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    inside = (int(box["width"] / 2), int(box["height"] / 2))
    selector = ".image-widget canvas"
    until_pixel(page, selector, *inside, [255, 255, 255, 255])
    until_pixel(page, selector, 2, 2, [40, 40, 44, 255])
    page.mouse.move(*middle)
    page.get_by_text("value 7.5").wait_for()
    before = served.call(seen.view.get_zoom)
    page.mouse.wheel(0, -1000)
    until_pixel(page, selector, 2, 2, [255, 255, 255, 255])
    assert served.call(seen.view.get_zoom) > 3 * before
    page.mouse.down()
    page.mouse.move(middle[0] + 150, middle[1], steps=3)
    page.mouse.move(middle[0] + box["width"] / 2 - 5, middle[1], steps=5)
    page.mouse.up()
    until_pixel(page, selector, 2, inside[1], [0, 0, 0, 255])
    page.mouse.dblclick(*middle)
    until_pixel(page, selector, 2, 2, [40, 40, 44, 255])
    assert served.call(seen.view.get_zoom) == before
    assert seen.cursor is not None

"""The application of the benchmark of picture streams: a camera, and a button that is answered.

Knows only the public API. Each picture carries the time at which it was made, as a bar code of 24
squares (milliseconds since the epoch) along its upper edge. Run as ``python -m
benchmarks.stream_application --ws-port N --http-port N``; it serves all on the first.
"""

import asyncio
import time
from typing import Any

import numpy as np

from benchmarks.ports import parse_ports
from pgwidgets.async_ import Application
from pgwidgets.pictures import Stream

WIDTH, HEIGHT = 640, 480
BITS = 24
SQUARE = 16
ECHO_BUTTON = "echo"
IDLE = "echo 0"
RATES = (30, 60)
"""Pictures a second that can be chosen."""


def rate_button(rate: int) -> str:
    """Return the text of the button that begins a stream of so many pictures a second."""
    return f"{rate} a second"


def scene() -> Any:
    """Return what the camera sees: waves, slopes and noise, as RGB."""
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH]
    channels = ((np.sin(across / 40) + np.cos(down / 30) + 2) * 60, across / 2.51, down / 1.89)
    noise = np.random.default_rng(0).normal(0, 12, (HEIGHT, WIDTH, 3))
    return np.clip(np.stack(channels, -1) + noise, 0, 255).astype(np.uint8)


def stamp(picture: Any) -> None:
    """Write the time into a picture."""
    now = int(time.time() * 1000)
    for bit in range(BITS):
        picture[:SQUARE, bit * SQUARE : (bit + 1) * SQUARE] = 255 if now >> bit & 1 else 0


async def main() -> None:
    """Serve until the process is ended."""
    options = parse_ports(__doc__)
    app = Application(ws_port=options.ws_port, http_port=None)
    tasks = set()
    base = scene()

    async def feed(stream: Stream, rate: int) -> None:
        began, number = time.perf_counter(), 0
        while True:
            picture = base.copy()
            stamp(picture)
            stream.show(picture)
            number += 1
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))

    @app.on_connect
    async def build(session: Any) -> None:
        widgets = session.get_widgets()
        top = await widgets.TopLevel(title="stream")
        box = await widgets.VBox()
        image = await widgets.Image()
        label = await widgets.Label(IDLE)
        stream, count = Stream(image), 0

        async def echo() -> None:
            nonlocal count
            count += 1
            await label.set_text(f"echo {count}")

        async def begin(rate: int) -> None:
            tasks.add(asyncio.create_task(feed(stream, rate)))

        buttons = [await widgets.Button(rate_button(rate)) for rate in RATES]
        for rate, button in zip(RATES, buttons, strict=True):
            await button.on("activated", begin, rate)
        answered = await widgets.Button(ECHO_BUTTON)
        await answered.on("activated", echo)
        for widget in (image, label, answered, *buttons):
            await box.add_widget(widget, 0)
        await top.set_widget(box)
        await top.resize(700, 700)
        await top.show()

    await app.run()


if __name__ == "__main__":
    asyncio.run(main())

"""The application of the slow-browser benchmark: every session echoes, and one can be flooded.

Knows only the public API. The flood is a task of its own, which pauses after every few calls, as a
program that lives with others does. Run as ``python -m benchmarks.slow_application --ws-port N
--http-port N``.
"""

import asyncio
import time
from typing import Any

from benchmarks import workload
from benchmarks.ports import parse_ports
from pgwidgets.async_ import Application
from pgwidgets_proto import Limits

FRAMES = 150
FRAME_BYTES = 1_000_000
UPDATES = 1_000_000
BURST = 100
"""Label updates between two turns of the event loop."""
RATE = 6.0
"""Images a second at most: a camera's slow stream, so that the processor is not the bottleneck."""

ECHOES = 4
"""Echo buttons of a session."""

FLOOD_BUTTON = "flood"
FLOODED = "flooded"
"""Begins the text that ends a flood; the most bytes held for one browser follow."""


def flood_text(number: int) -> str:
    """Return the text of label update ``number``, counted from 0."""
    return f"flood {number}"


def echo_button(number: int) -> str:
    """Return the text of an echo button; each browser of a session has one of its own."""
    return f"echo {number}"


def idle_text(number: int) -> str:
    """Return the first text of the label that an echo button writes to."""
    return f"idle {number}"


async def add_echo(widgets: Any, page: Any, number: int) -> None:
    """Add a button, and a label that counts its clicks."""
    status = await widgets.Label(idle_text(number))
    button = await widgets.Button(echo_button(number))
    echoes = 0

    async def echo() -> None:
        nonlocal echoes
        echoes += 1
        await status.set_text(workload.echo_text(echoes))

    await button.on("activated", echo)
    await page.add_widget(status, 0)
    await page.add_widget(button, 0)


async def show(session: Any) -> None:
    """Build the page of one session."""
    widgets = session.get_widgets()
    top = await widgets.TopLevel(title="Slow")
    page = await widgets.VBox()
    end = await widgets.Label(workload.IDLE)
    flooded = await widgets.Label(workload.STAGE)
    image = await widgets.Image()
    flood_button = await widgets.Button(FLOOD_BUTTON)
    for child in (end, flooded, image, flood_button):
        await page.add_widget(child, 0)
    for number in range(ECHOES):
        await add_echo(widgets, page, number)
    await top.set_widget(page)
    await top.show()
    tasks = set()

    async def flood() -> None:
        held = 0
        frame = bytes(range(256)) * (FRAME_BYTES // 256) + bytes(FRAME_BYTES % 256)
        each = UPDATES // FRAMES
        began = time.monotonic()
        for number in range(FRAMES):
            await image.set_binary_image(frame, "jpeg")
            for update in range(number * each, (number + 1) * each):
                await flooded.set_text(flood_text(update))
                if update % BURST == 0:
                    held = max([held, *(browser.lag.bytes for browser in session.browsers)])
                    await asyncio.sleep(0)
            await asyncio.sleep(max(0.0, began + (number + 1) / RATE - time.monotonic()))
        for update in range(FRAMES * each, UPDATES):
            await flooded.set_text(flood_text(update))
        await end.set_text(f"{FLOODED} {held}")

    async def begin() -> None:
        task = asyncio.create_task(flood())
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    await flood_button.on("activated", begin)


async def main() -> None:
    """Serve on the two ports of the command line until the process is ended."""
    options = parse_ports(__doc__)
    app = Application(
        ws_port=options.ws_port,
        http_port=options.http_port,
        max_sessions=None,
        # Else a browser that reads nothing for so long is taken for dead, and its link is gone.
        limits=Limits(keepalive_time=3600),
    )
    app.on_connect(show)
    await app.run()


if __name__ == "__main__":
    asyncio.run(main())

"""The application that is measured; the same text runs on this project and on the peer.

Knows only the public API that both have (``pgwidgets.async_``). It does nothing until a button is
clicked, so whoever clicks, a simulated browser or a real one, decides when a measurement begins.
Run as ``python -m benchmarks.application --ws-port N --http-port N``.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from benchmarks import workload
from benchmarks.ports import parse_ports
from pgwidgets.async_ import Application


async def show(session: Any) -> None:
    """Build the page of one new session: buttons, a status label, and the stage for labels."""
    widgets = session.get_widgets()
    top = await widgets.TopLevel(title="Benchmark", resizable=True)
    page = await widgets.VBox()
    status = await widgets.Label(workload.IDLE)
    stage = await widgets.VBox()
    await stage.add_widget(await widgets.Label(workload.STAGE), 0)
    built = 0
    echoes = 0

    async def build(count: int) -> None:
        nonlocal built
        first = built
        built += count
        for number in range(first, first + count):
            label = await widgets.Label(workload.label_text(number))
            await label.set_color(workload.label_color(number), "black")
            await stage.add_widget(label, 0)

    async def update() -> None:
        for number in range(1, workload.UPDATES + 1):
            await status.set_text(workload.update_text(number))

    async def echo() -> None:
        nonlocal echoes
        echoes += 1
        await status.set_text(workload.echo_text(echoes))

    async def add_button(text: str, handler: Any) -> None:
        button = await widgets.Button(text)
        await button.on("activated", handler)
        await page.add_widget(button, 0)

    def builder(count: int) -> Any:
        async def build_labels() -> None:
            await build(count)

        return build_labels

    for count in workload.BUILD_SIZES:
        await add_button(workload.build_button(count), builder(count))
    await add_button(workload.UPDATE_BUTTON, update)
    await add_button(workload.ECHO_BUTTON, echo)
    await page.add_widget(status, 0)
    await page.add_widget(stage, 1)
    await top.set_widget(page)
    await top.resize(900, 700)
    await top.show()


async def main(build: Callable[[Any], Awaitable[None]] = show, about: str | None = __doc__) -> None:
    """Serve on the two ports of the command line until the process is ended.

    Parameters:
        build: builds the page of each session.
        about: what the command line's help says.
    """
    options = parse_ports(about)
    app = Application(ws_port=options.ws_port, http_port=options.http_port, max_sessions=250)
    app.on_connect(build)
    await app.run()


if __name__ == "__main__":
    asyncio.run(main())

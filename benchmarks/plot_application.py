"""The application of the plot benchmark: live lines, and a million points.

Knows only the public API. Run as ``python -m benchmarks.plot_application --ws-port N --http-port
N``. A button has it show a million points in place of the live lines.
"""

import asyncio
from typing import Any

import numpy as np

from benchmarks import plot_workload as workload
from benchmarks.ports import parse_ports
from pgwidgets.async_ import Application

MANY_BUTTON = "a million"


async def main() -> None:
    """Serve until the process is ended."""
    options = parse_ports(__doc__)
    app = Application(ws_port=options.ws_port, http_port=options.http_port)
    tasks: dict[Any, asyncio.Task[None]] = {}

    async def feed(lines: list[Any]) -> None:
        points = workload.Feed()
        while True:
            places, values = points.due()
            for line, each in zip(lines, values, strict=True):
                line.append(places, each)
            await asyncio.sleep(workload.PERIOD)

    @app.on_connect
    async def build(session: Any) -> None:
        widgets = session.get_widgets()
        top, box = await widgets.TopLevel(title="plot"), await widgets.VBox()
        plot = await widgets.Plot(window=workload.WINDOW)
        lines = [await plot.add_line(f"line {number + 1}") for number in range(workload.LINES)]
        await plot.resize(workload.WIDTH, workload.HEIGHT)
        button = await widgets.Button(MANY_BUTTON)

        async def many() -> None:
            tasks.pop(session).cancel()
            await plot.clear()
            wide = await widgets.Plot()
            await wide.resize(workload.WIDTH, workload.HEIGHT)
            walk = np.cumsum(np.random.default_rng(1).normal(size=workload.MANY))
            line = await wide.add_line("walk")
            line.set_data(None, walk)
            await box.insert_widget(0, wide, 0)
            await plot.hide()

        await button.on("activated", many)
        await box.add_widget(plot, 0)
        await box.add_widget(button, 0)
        await top.set_widget(box)
        await top.resize(workload.WIDTH + 20, workload.HEIGHT + 80)
        await top.show()
        tasks[session] = asyncio.create_task(feed(lines))

    await app.run()


if __name__ == "__main__":
    asyncio.run(main())

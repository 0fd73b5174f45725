"""The application of the plot benchmark: live lines, a million points, and a figure of matplotlib.

Knows only the public API. Run as ``python -m benchmarks.plot_application --ws-port N --http-port
N``. Buttons have it show a million points, or the figure, in place of the live lines.
"""

import asyncio
from typing import Any

import numpy as np

from benchmarks import plot_workload as workload
from benchmarks.ports import parse_ports
from pgwidgets.async_ import Application

MANY_BUTTON = "a million"
FIGURE_BUTTON = "a figure"


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
        figure_button = await widgets.Button(FIGURE_BUTTON)

        async def figure() -> None:
            from matplotlib.figure import Figure  # which the other scenarios need not have

            tasks.pop(session).cancel()
            figure = Figure(figsize=(6.4, 4.8))
            axes = figure.subplots()
            x = np.linspace(0, 10, 1000)
            (line,) = axes.plot(x, np.sin(x))
            shown = await widgets.Figure(figure, toolbar=False)
            await shown.resize(*workload.FIGURE)
            await box.insert_widget(0, shown, 0)
            await plot.hide()
            tasks[session] = asyncio.create_task(redraw(shown, line, x))

        async def redraw(shown: Any, line: Any, x: Any) -> None:
            shift = 0.0
            while True:
                shift += 0.05
                line.set_ydata(np.sin(x + shift))
                shown.draw()
                await asyncio.sleep(workload.PERIOD / 2)

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
        await figure_button.on("activated", figure)
        for widget in (plot, button, figure_button):
            await box.add_widget(widget, 0)
        await top.set_widget(box)
        await top.resize(workload.WIDTH + 20, workload.HEIGHT + 120)
        await top.show()
        tasks[session] = asyncio.create_task(feed(lines))

    await app.run()


if __name__ == "__main__":
    asyncio.run(main())

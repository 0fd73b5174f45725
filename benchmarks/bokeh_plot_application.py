"""The page of the plot benchmark once more, as a Bokeh server would have it.

Knows only Bokeh's public API. Run as ``python -m benchmarks.bokeh_plot_application --ws-port N
--http-port N``; Bokeh serves its WebSocket on the HTTP port, so the first port stays unused.
"""

from typing import Any

from bokeh.application import Application  # type: ignore[import-not-found]
from bokeh.application.handlers import FunctionHandler  # type: ignore[import-not-found]
from bokeh.models import ColumnDataSource  # type: ignore[import-not-found]
from bokeh.palettes import Category10  # type: ignore[import-not-found]
from bokeh.plotting import figure  # type: ignore[import-not-found]
from bokeh.server.server import Server  # type: ignore[import-not-found]

from benchmarks import plot_workload as workload
from benchmarks.ports import parse_ports


def show(document: Any) -> None:
    """Build the page of one visitor."""
    names = [f"line{number}" for number in range(workload.LINES)]
    source = ColumnDataSource({name: [] for name in ("x", *names)})
    plot = figure(width=workload.WIDTH, height=workload.HEIGHT)
    plot.x_range.follow, plot.x_range.follow_interval = "end", workload.WINDOW
    for name, color in zip(names, Category10[10], strict=True):
        plot.line("x", name, source=source, line_color=color)
    points = workload.Feed()

    def feed() -> None:
        places, values = points.due()
        if places:
            limit = int(workload.WINDOW * workload.RATE)
            source.stream({"x": places, **dict(zip(names, values, strict=True))}, limit)

    document.add_root(plot)
    document.add_periodic_callback(feed, int(workload.PERIOD * 1000))


if __name__ == "__main__":
    options = parse_ports(__doc__)
    origin = f"127.0.0.1:{options.http_port}"
    server = Server(
        {"/": Application(FunctionHandler(show))},
        address="127.0.0.1",
        port=options.http_port,
        allow_websocket_origin=[origin],
    )
    server.run_until_shutdown()

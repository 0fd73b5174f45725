"""The page of the plot benchmark once more, as a NiceGUI program would have it: by ``line_plot``.

Knows only NiceGUI's public API. Run as ``python -m benchmarks.nicegui_plot_application --ws-port N
--http-port N``; NiceGUI serves its WebSocket on the HTTP port, so the first port stays unused.
"""

from nicegui import ui  # type: ignore[import-not-found]

from benchmarks import plot_workload as workload
from benchmarks.ports import parse_ports


@ui.page("/")
def show() -> None:
    """Build the page of one visitor."""
    inches = (workload.WIDTH / 100, workload.HEIGHT / 100)
    limit = int(workload.WINDOW * workload.RATE)
    plot = ui.line_plot(n=workload.LINES, limit=limit, update_every=1, figsize=inches, dpi=100)
    points = workload.Feed()

    def feed() -> None:
        places, values = points.due()
        if places:
            plot.push(places, values)

    ui.timer(workload.PERIOD, feed)


if __name__ in {"__main__", "__mp_main__"}:
    options = parse_ports(__doc__)
    ui.run(host="127.0.0.1", port=options.http_port, show=False, reload=False)

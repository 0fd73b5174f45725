"""The application's page once more, as a NiceGUI program would have it.

Knows only NiceGUI's public API. Labels in a column, coloured, each made by the handler of a click.
Run as ``python -m benchmarks.nicegui_application --ws-port N --http-port N``; NiceGUI serves its
WebSocket on the HTTP port, so the first port stays unused.
"""

from collections.abc import Callable

from nicegui import ui  # type: ignore[import-not-found]

from benchmarks import workload
from benchmarks.ports import parse_ports


def show() -> None:
    """Build the page of one visitor."""
    built = 0
    echoes = 0

    def builder(count: int) -> Callable[[], None]:
        def build() -> None:
            nonlocal built
            first = built
            built += count
            with stage:
                for number in range(first, first + count):
                    label = ui.label(workload.label_text(number))
                    label.style(f"background: {workload.label_color(number)}; color: black")

        return build

    def update() -> None:
        for number in range(1, workload.UPDATES + 1):
            status.set_text(workload.update_text(number))

    def echo() -> None:
        nonlocal echoes
        echoes += 1
        status.set_text(workload.echo_text(echoes))

    for count in workload.BUILD_SIZES:
        ui.button(workload.build_button(count), on_click=builder(count))
    ui.button(workload.UPDATE_BUTTON, on_click=update)
    ui.button(workload.ECHO_BUTTON, on_click=echo)
    status = ui.label(workload.IDLE)
    stage = ui.column()
    with stage:
        ui.label(workload.STAGE)


def main() -> None:
    """Serve on the HTTP port of the command line until the process is ended."""
    options = parse_ports(__doc__)
    ui.page("/")(show)
    ui.run(host="127.0.0.1", port=options.http_port, reload=False, show=False)


if __name__ in {"__main__", "__mp_main__"}:
    main()

"""The page of the table benchmark once more, as a NiceGUI program would have it: with AG Grid.

Knows only NiceGUI's public API. Cells are changed as its documentation has it, each by a call of
its own on the grid's row nodes. Run as ``python -m benchmarks.nicegui_table_application --ws-port N
--http-port N``; NiceGUI serves its WebSocket on the HTTP port, so the first port stays unused.
"""

from collections.abc import Callable

from nicegui import ui  # type: ignore[import-not-found]

from benchmarks import table_workload as workload
from benchmarks.ports import parse_ports


def show() -> None:
    """Build the page of one visitor."""
    count = 0
    cells = 0
    beat = 0

    def filler(rows: int) -> Callable[[], None]:
        def fill() -> None:
            nonlocal count
            count = rows
            grid.options["rowData"] = [
                {"id": f"row{number}", **dict(zip(workload.COLUMNS, row, strict=True))}
                for number, row in ((number, workload.row_of(number)) for number in range(rows))
            ]
            grid.update()

        return fill

    def beginner(number: int) -> Callable[[], None]:
        def begin() -> None:
            nonlocal cells
            cells = number
            timer.activate()

        return begin

    def feed() -> None:
        nonlocal beat
        beat += 1
        for row, column, value in workload.changes(cells, count, beat):
            grid.run_row_method(f"row{row}", "setDataValue", workload.COLUMNS[column], value)

    with ui.row():
        for rows in workload.SIZES:
            ui.button(workload.rows_button(rows), on_click=filler(rows)).props("no-caps")
        for number in workload.CELLS:
            ui.button(workload.feed_button(number), on_click=beginner(number)).props("no-caps")
        ui.button(workload.PLAIN_BUTTON, on_click=lambda: None).props("no-caps")
        timer = ui.timer(workload.PERIOD, feed, active=False)
        ui.button(workload.STOP_BUTTON, on_click=timer.deactivate).props("no-caps")
    grid = ui.aggrid(
        {
            "columnDefs": [{"headerName": name, "field": name} for name in workload.COLUMNS],
            "rowData": [],
            ":getRowId": "(params) => params.data.id",
        }
    ).classes("w-full h-[600px]")


def main() -> None:
    """Serve on the HTTP port of the command line until the process is ended."""
    options = parse_ports(__doc__)
    ui.page("/")(show)
    ui.run(host="127.0.0.1", port=options.http_port, reload=False, show=False)


if __name__ in {"__main__", "__mp_main__"}:
    main()

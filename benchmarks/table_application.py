"""The application of the table benchmark; the same text runs on this project and on the peer.

Knows only the public API that both have (``pgwidgets.async_``). A table, and buttons that fill it,
change its cells ten times a second each by a call of its own, and do nothing. Run as
``python -m benchmarks.table_application --ws-port N --http-port N``.
"""

import asyncio
import functools
from typing import Any

from benchmarks import table_workload as workload
from benchmarks.ports import parse_ports
from pgwidgets.async_ import Application, Widgets


@functools.cache
def arrays() -> dict[str, Any]:
    """Return the columns of a million rows, made once."""
    import numpy  # which the peer need not have

    numbers = numpy.arange(workload.IN_ARRAYS)
    values = {label: numbers / 7 for label in workload.COLUMNS if label.startswith("v")}
    texts = {"Unit": numpy.full(workload.IN_ARRAYS, "mV"), "State": numbers % 5 > 0}
    names = [workload.place_name(place) for place in range(workload.IN_ARRAYS)]
    return {"Channel": numpy.array(names), **values, **texts}


async def show(session: Any) -> None:
    """Build the page of one new session."""
    widgets = session.get_widgets()
    top = await widgets.TopLevel(title="Benchmark", resizable=True)
    page = await widgets.VBox()
    bar = await widgets.HBox()
    columns = [
        {"label": label, "key": label, "type": "float" if label.startswith("v") else "string"}
        for label in workload.COLUMNS
    ]
    table = await widgets.TableView(columns=columns, sortable=True)
    count = 0
    feeding: asyncio.Task[None] | None = None

    async def fill(rows: int) -> None:
        nonlocal count
        count = rows
        await table.set_rows([workload.row_of(number) for number in range(rows)])

    async def show_arrays() -> None:
        await table.set_source(arrays())

    async def feed(cells: int) -> None:
        beat = 0
        while True:
            beat += 1
            for row, column, value in workload.changes(cells, count, beat):
                await table.set_cell([f"row{row}"], workload.COLUMNS[column], value)
            await asyncio.sleep(workload.PERIOD)

    async def begin(cells: int) -> None:
        nonlocal feeding
        feeding = asyncio.ensure_future(feed(cells))

    async def stop() -> None:
        if feeding is not None:
            feeding.cancel()

    async def nothing() -> None:
        pass

    async def add_button(text: str, handler: Any) -> None:
        async def clicked(*_: Any) -> None:
            await handler()

        button = await widgets.Button(text)
        await button.on("activated", clicked)
        await bar.add_widget(button, 0)

    def with_number(handler: Any, number: int) -> Any:
        return lambda: handler(number)

    for rows in workload.SIZES:
        await add_button(workload.rows_button(rows), with_number(fill, rows))
    for cells in workload.CELLS:
        await add_button(workload.feed_button(cells), with_number(begin, cells))
    if hasattr(table, "set_source"):
        await add_button(workload.ARRAYS_BUTTON, show_arrays)
    await add_button(workload.PLAIN_BUTTON, nothing)
    await add_button(workload.STOP_BUTTON, stop)
    await page.add_widget(bar, 0)
    await page.add_widget(table, 1)
    await top.set_widget(page)
    await top.resize(1200, 700)
    await top.show()


async def main() -> None:
    """Serve on the two ports of the command line until the process is ended."""
    options = parse_ports(__doc__)
    app = Application(ws_port=options.ws_port, http_port=options.http_port, max_sessions=4)
    app.on_connect(show)
    if hasattr(Widgets.TableView, "set_source"):
        arrays()
    await app.run()


if __name__ == "__main__":
    asyncio.run(main())

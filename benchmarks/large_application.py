"""A page of 2,000 labels and a table of 20,000 rows, of this project alone.

Run as ``python -m benchmarks.large_application --ws-port N --http-port N``.
"""

import asyncio
from typing import Any

from benchmarks import workload
from benchmarks.ports import parse_ports
from pgwidgets.async_ import Application

LABELS = 2000
ROWS = 20_000
COLUMNS = 8


def cell(row: int, column: int) -> str:
    """Return the text of a cell."""
    return f"row {row}, {column}"


async def show(session: Any) -> None:
    """Build the page of one new session."""
    widgets = session.get_widgets()
    top = await widgets.TopLevel(title="Large", resizable=True)
    page = await widgets.VBox()
    table = await widgets.TableView(columns=[f"c{column}" for column in range(COLUMNS)])
    await table.set_data([[cell(row, column) for column in range(COLUMNS)] for row in range(ROWS)])
    await page.add_widget(table, 1)
    for number in range(LABELS):
        await page.add_widget(await widgets.Label(workload.label_text(number)), 0)
    await top.set_widget(page)
    await top.resize(900, 700)
    await top.show()


async def main() -> None:
    """Serve until the process is ended."""
    options = parse_ports(__doc__)
    app = Application(ws_port=options.ws_port, http_port=options.http_port)
    app.on_connect(show)
    await app.run()


if __name__ == "__main__":
    asyncio.run(main())

"""Numbers in tables with rows of their own, in Chromium: shown as columns say, and numbers still.

Knows: the public async API, and what a user sees and does. Must not know: the wire.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Served
from browser.gestures import errors

COLUMNS: list[dict[str, Any]] = [
    {"label": "Flux", "key": "flux", "type": "float", "format": ",.2f", "editable": True},
    {"label": "Power", "key": "power", "type": "float", "format": ".3si", "unit": "W"},
    {"label": "Load", "key": "load", "type": "float", "colors": [[0.5, "rgb(255, 0, 0)"]]},
    {"label": "Done", "key": "done", "type": "float", "bar": [0, 10]},
]
ROWS: list[list[Any]] = [
    [1234567.891, 12_500, 0.25, 5],
    [-0.005, 0.0042, 0.75, 10],
    [900, 9e9, None, None],
    ["offline", "offline", 0.1 + 0.2, 0],
]


@pytest.mark.parametrize("cls", ["TableView", "TreeView"])
def test_numbers_are_shown_as_columns_say(
    serve: Callable[..., Served], page: Page, cls: str
) -> None:
    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Table")
            await top.resize(600, 300)
            table = await getattr(W, cls)(columns=COLUMNS, sortable=True)
            await table.set_data(ROWS)
            app.edits = []
            await table.on("cell_edited", lambda *args: app.edits.append(args))
            await top.set_widget(table)
            await top.show()
            app.made = SimpleNamespace(table=table)

    app = serve(setup)
    page.goto(app.url)
    rows = page.locator(".treeview-row")
    shown = [["1,234,567.89", "12.5 kW", "0.25", "5"], ["-0.01", "4.20 mW", "0.75", "10"]]
    shown += [["900.00", "9.00 GW"], ["offline", "offline", "0.3", "0"]]
    for number, texts in enumerate(shown):
        for index, text in enumerate(texts):
            expect(rows.nth(number).locator(".treeview-cell").nth(index)).to_have_text(text)
    red = rows.nth(1).locator(".treeview-cell").nth(2)
    expect(red).to_have_css("background-color", "rgb(255, 0, 0)")
    half = rows.nth(0).locator(".treeview-cell").nth(3)
    assert "50%" in half.evaluate("(cell) => cell.style.backgroundImage")
    app.call(app.app.made.table.set_cell, ["row0"], "done", 2.5)
    expect(half).to_have_text("2.5")
    assert "25%" in half.evaluate("(cell) => cell.style.backgroundImage")
    page.get_by_role("columnheader", name="Power").click()
    expect(rows.nth(0).locator(".treeview-cell").nth(1)).to_have_text("4.20 mW")
    first = rows.nth(0).locator(".treeview-cell").nth(0)
    first.dblclick()
    expect(page.locator(".treeview-cell-editor")).to_have_value("-0.005")
    page.keyboard.insert_text("7")
    page.keyboard.press("Enter")
    expect(first).to_have_text("7.00")
    assert app.app.edits == [(["row1"], "flux", -0.005, 7)]
    column = {"label": "More", "key": "more", "format": ".1f"}
    app.call(app.app.made.table.append_column, column)
    app.call(app.app.made.table.set_cell, ["row1"], "more", 1)
    expect(rows.nth(0).locator(".treeview-cell").last).to_have_text("1.0")
    assert errors(page) == []

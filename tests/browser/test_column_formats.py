"""Numbers in tables with rows of their own, in Chromium: shown as columns say, and numbers still.

Knows: the public async API, and what a user sees and does. Must not know: the wire.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Served
from browser.gestures import box, comes_true, errors
from pgwidgets.tables import ArraysSource
from tables.figures import FIGURES

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
    comes_true(page, lambda: app.app.edits, [(["row1"], "flux", -0.005, 7)])
    column = {"label": "More", "key": "more", "format": ".1f"}
    app.call(app.app.made.table.append_column, column)
    app.call(app.app.made.table.set_cell, ["row1"], "more", 1)
    expect(rows.nth(0).locator(".treeview-cell").last).to_have_text("1.0")
    assert errors(page) == []


def test_a_source_shows_numbers_as_a_table_shows_its_own(
    serve: Callable[..., Served], page: Page
) -> None:
    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top, box = await W.TopLevel(title="Tables"), await W.VBox()
            columns = [{"label": "Flux", "key": "flux", "type": "float"}]
            rows = [{"flux": number} for number, _ in FIGURES]
            for source in (None, ArraysSource({"flux": [number for number, _ in FIGURES]})):
                table = await W.TableView(columns=columns)
                await (table.set_data(rows) if source is None else table.set_source(source))
                await box.add_widget(table, 1)
            await top.resize(300, 700)
            await top.set_widget(box)
            await top.show()

    app = serve(setup)
    page.goto(app.url)
    for table in page.locator(".treeview-widget").all():
        expect(table.locator(".treeview-row")).to_have_text([text for _, text in FIGURES])
    assert errors(page) == []


def test_a_part_that_no_number_is_large_enough_for(
    serve: Callable[..., Served], page: Page
) -> None:
    """A hundred times the number is endless; the rows below it are shown as well."""

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Table")
            await top.resize(600, 300)
            table = await W.TableView(columns=[{"label": "Part", "key": "part", "format": ".1%"}])
            await table.set_data([[1.7e308], [0.25], [-0.0]])
            await top.set_widget(table)
            await top.show()

    page.goto(serve(setup).url)
    expect(page.locator(".treeview-row .treeview-cell")).to_have_text(["inf%", "25.0%", "-0.0%"])
    assert errors(page) == []


def test_a_width_that_is_set_after_all_others_are_made_to_fit_counts(
    serve: Callable[..., Served], page: Page
) -> None:
    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top, box = await W.TopLevel(title="Table"), await W.VBox()
            await top.resize(900, 300)
            await top.set_widget(box)
            await top.show()
            table = await W.TableView(columns=COLUMNS)
            await table.set_data(ROWS)
            await table.set_optimal_column_widths()
            await table.set_column_width("power", 77)
            await table.append_column({"label": "More", "key": "more", "colwidth": "55px"})
            await box.add_widget(table, 1)

    page.goto(serve(setup).url)

    def width(name: str) -> int:
        return round(box(page.get_by_role("columnheader", name=name))["width"])

    for _ in range(2):  # and when the page is loaded again
        expect(page.get_by_text("Flux")).to_be_visible()
        comes_true(page, lambda: width("Flux") < 150, True)  # else it has a share of the whole
        assert (width("Power"), width("More")) == (77, 55)
        page.reload()
    assert errors(page) == []


WIDE: list[dict[str, Any]] = [
    {"label": "Name", "key": "name", "frozen": True, "colwidth": 100, "editable": True},
    {"label": "Secret", "key": "secret", "hidden": True},
    {"label": "Unit", "key": "unit", "frozen": True, "colwidth": 60},
    {"label": "Trend", "key": "trend", "sparkline": [0, 10, "rgb(255, 0, 0)"], "colwidth": 120},
    *({"label": f"C{number}", "key": f"c{number}", "colwidth": 120} for number in range(8)),
]


def wide_rows(count: int) -> list[dict[str, Any]]:
    return [
        {"name": f"row {row}", "secret": "s", "unit": "V", "trend": [0, row, 10], "c0": row}
        | {f"c{number}": number * row for number in range(8)}
        for row in range(count)
    ]


@pytest.mark.parametrize("has_source", [False, True], ids=["own rows", "source"])
def test_columns_that_stay_that_are_hidden_and_that_have_lines(
    serve: Callable[..., Served], page: Page, has_source: bool
) -> None:
    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Table")
            await top.resize(600, 300)
            table = await W.TableView(columns=WIDE, show_row_numbers=True)
            if has_source:
                await table.set_source(wide_rows(300))
            else:
                await table.set_rows(wide_rows(300))
            await top.set_widget(table)
            await top.show()
            app.made = SimpleNamespace(table=table)

    app = serve(setup)
    page.goto(app.url)
    table = page.locator(".treeview-widget")
    first = table.locator(".treeview-row").filter(has_text="row 1").first
    expect(first.locator(".treeview-cell").nth(1)).to_have_text("V")
    expect(table.get_by_text("Secret")).to_be_hidden()
    line = first.get_by_role("img")
    expect(line).to_have_attribute("aria-label", "10")
    expect(line.locator("path")).to_have_attribute("d", "M2 18L50 16.4L98 2")
    expect(line.locator("path")).to_have_css("stroke", "rgb(255, 0, 0)")
    names = [first.locator(".treeview-cell").nth(0), table.get_by_role("columnheader").nth(0)]
    before = [box(name)["x"] for name in names]
    unit = box(first.locator(".treeview-cell").nth(1))
    first.locator(".treeview-cell").nth(0).click()
    for _ in range(11):  # past the hidden one, and as far as there are columns
        page.keyboard.press("ArrowRight")
    last = first.locator(".treeview-cell").last
    expect(last).to_have_class("treeview-cell treeview-cell-cursor")
    assert box(last)["x"] + box(last)["width"] <= box(table)["x"] + box(table)["width"]
    assert [box(name)["x"] for name in names] == before
    assert box(first.locator(".treeview-cell").nth(1)) == unit
    edge = [unit["x"] + unit["width"] / 2, unit["y"] + unit["height"] / 2]
    over = page.evaluate("([x, y]) => document.elementFromPoint(x, y).textContent", edge)
    assert over == "V", "what is scrolled goes below them"
    page.keyboard.press("Home")
    expect(first.locator(".treeview-cell-cursor")).to_have_text("row 1")
    shown = [{**column, "hidden": False, "frozen": False} for column in WIDE]
    app.call(app.app.made.table.set_columns, shown)
    expect(table.get_by_text("Secret")).to_be_visible()
    expect(first.locator(".treeview-cell").nth(1)).to_have_text("s")
    expect(table.locator(".pgwidgets-frozen")).to_have_count(0)
    assert errors(page) == []

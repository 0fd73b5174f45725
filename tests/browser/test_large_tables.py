"""Tables and trees of more rows than a page can hold, in Chromium: only those in sight are there.

Knows: the public async API, and what a user sees and does. Must not know: the wire, or how rows are
drawn.
"""

import asyncio
import itertools
import random
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.conftest import Served
from browser.gestures import box, comes_true, drag, errors, second_tab

COUNT = 5000
FEW = 100
"""More rows than can be seen, and less than are worth mentioning."""

COLUMNS = [
    {"label": "Name", "key": "name", "editable": True},
    {"label": "Value", "key": "value", "type": "float"},
    {"label": "On", "key": "on", "widget": "checkbox"},
]
WHEEL = 20_000
"""Pixels: many times what can be seen."""

# The rows that can be seen, by their first cells; how many rows there are in the page; and whether
# rows leave any of the viewport empty, or do not follow each other.
_IN_SIGHT = """(table) => {
    const view = table.querySelector(".treeview-viewport").getBoundingClientRect();
    const rows = [...table.querySelectorAll(".treeview-row")];
    const places = rows.map((row) => [row, row.getBoundingClientRect()])
        .filter(([, { top, bottom }]) => bottom > view.top + 1 && top < view.bottom - 1);
    const nameOf = ([row]) => row.querySelector(".treeview-cell").innerText;
    const ends = places.flatMap(([, { top, bottom }]) => [top, bottom]);
    const edges = [view.top, ...ends, view.bottom];
    let gap = Math.max(0, edges[1] - edges[0], edges.at(-1) - edges.at(-2));
    for (let i = 2; i < edges.length - 2; i += 2) gap = Math.max(gap, edges[i + 1] - edges[i]);
    return { names: places.map(nameOf), count: rows.length, gap: Math.round(gap) };
}"""
# All that can be seen of these rows.
_LOOKS = """(table) => {
    const view = table.querySelector(".treeview-viewport").getBoundingClientRect();
    const isSeen = (row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return bottom > view.top + 1 && top < view.bottom - 1;
    };
    return [...table.querySelectorAll(".treeview-row")].filter(isSeen).map((row) => [
        row.className, row.style.cssText, row.getAttribute("aria-rowindex"),
        ...[...row.children].map((part) => [
            part.className, part.style.cssText, part.textContent, part.title,
            part.querySelector("input")?.checked,
        ]),
    ]);
}"""
# Of each column, where its header and its first cell begin, and how wide they are.
_EDGES = """(table) => {
    const row = table.querySelector(".treeview-row");
    const cells = row?.querySelectorAll(".treeview-cell") ?? [];
    const heads = [...table.querySelectorAll(".treeview-header-cell")];
    const edgesOf = (part) => {
        const { x, width } = part.getBoundingClientRect();
        return [x, width];
    };
    return cells.length === 0 ? [] : heads.map((head, at) => [head, cells[at]].map(edgesOf));
}"""
_ROW_HEIGHT = "(table) => table.querySelector('.treeview-row').offsetHeight"
# Pixels, by which all rows together are higher or lower than each of them tells.
_UNEVEN = f"""(table) => Math.abs(table.querySelector(".treeview-body").offsetHeight
    - {COUNT} * table.querySelector(".treeview-row").offsetHeight)"""
_MARK = "(rows) => { for (const row of rows) row.isMarked = true; }"
_ALL_MARKED = "(rows) => rows.every((row) => row.isMarked)"


def name_of(number: int) -> str:
    return f"row {number:04d}"


@pytest.fixture
def app(serve: Callable[..., Served]) -> Served:
    """A button that counts its clicks, and below it a table of many rows."""

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Table")
            await top.resize(700, 500)
            box = await W.VBox(spacing=6)
            button = await W.Button("press")
            label = await W.Label("not pressed")
            presses = itertools.count(1)

            async def count(*_: object) -> None:
                await label.set_text(f"pressed {next(presses)}")

            await button.on("activated", count)
            table = await W.TableView(
                columns=COLUMNS, sortable=True, selection_mode="multiple", show_row_numbers=True
            )
            # Sorted by values, rows stand in another order.
            await table.set_rows(
                [[name_of(number), number * 7919 % COUNT / 8, False] for number in range(COUNT)]
            )
            await box.add_widget(button, 0)
            await box.add_widget(label, 0)
            await box.add_widget(table, 1)
            await top.set_widget(box)
            await top.show()
            app.made = SimpleNamespace(table=table, label=label)

    return serve(setup)


@pytest.fixture
def forest(serve: Callable[..., Served]) -> Served:
    """A tree of 100 branches, each of 100 leaves."""

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Tree")
            await top.resize(700, 500)
            tree = await W.TreeView(columns=COLUMNS, sortable=True)
            await tree.set_tree(
                {
                    f"branch {branch:02d}": {
                        f"leaf {branch:02d}.{leaf:02d}": {"value": leaf % 10} for leaf in range(100)
                    }
                    for branch in range(100)
                }
            )
            await top.set_widget(tree)
            await top.show()
            app.made = SimpleNamespace(table=tree)

    return serve(setup)


def opened(app: Served, page: Page) -> Locator:
    page.goto(app.url)
    table = page.locator(".treeview-widget")
    expect(table.locator(".treeview-row").first).to_be_visible()
    return table


def in_sight(table: Locator) -> list[str]:
    """Names of the rows that can be seen, which fill the viewport; few more are in the page."""
    found = table.evaluate(_IN_SIGHT)
    assert found["gap"] == 0, found
    assert found["count"] < FEW
    names: list[str] = found["names"]
    return names


def shows(table: Locator, page: Page, name: str, at: int | None = None) -> None:
    """Wait until a row can be seen, at this place of those in sight if one is given."""

    def is_seen() -> bool:
        found = table.evaluate(_IN_SIGHT)
        names = found["names"]
        is_there = name in names if at is None else len(names) > abs(at) and names[at] == name
        return is_there and found["gap"] == 0

    comes_true(page, is_seen, True)


def wheel(table: Locator, page: Page, pixels: int) -> None:
    middle = box(table)
    page.mouse.move(middle["x"] + middle["width"] / 2, middle["y"] + middle["height"] / 2)
    before = table.locator(".treeview-viewport").evaluate("(view) => view.scrollTop")
    page.mouse.wheel(0, pixels)
    comes_true(
        page,
        lambda: table.locator(".treeview-viewport").evaluate("(view) => view.scrollTop") != before,
        True,
    )


def row(table: Locator, text: str) -> Locator:
    return table.locator(".treeview-row").filter(has_text=text)


def cell(table: Locator, text: str, index: int = 0) -> Locator:
    return row(table, text).locator(".treeview-cell").nth(index)


def editor(table: Locator) -> Locator:
    return table.locator(".treeview-cell-editor")


def test_only_rows_in_sight_are_in_the_page(app: Served, page: Page) -> None:
    table = opened(app, page)
    assert in_sight(table)[0] == name_of(0)
    wheel(table, page, WHEEL)
    shows(table, page, name_of(WHEEL // 25))
    names = in_sight(table)
    first = int(names[0].split()[1])
    assert names == [name_of(number) for number in range(first, first + len(names))]
    numbers = row(table, names[0]).locator(".treeview-rownum")
    expect(numbers).to_have_text(str(first + 1))
    app.call(app.app.made.table.scroll_to_end)
    shows(table, page, name_of(COUNT - 1), at=-1)
    in_sight(table)
    assert errors(page) == []


def test_screen_readers_are_told_of_all_rows(app: Served, page: Page) -> None:
    table = opened(app, page)
    expect(page.get_by_role("grid")).to_have_attribute("aria-rowcount", str(COUNT + 1))
    app.call(app.app.made.table.scroll_to_path, ["row3000"])
    shows(table, page, name_of(3000))
    line = page.get_by_role("row", name=name_of(3000))
    expect(line).to_have_attribute("aria-rowindex", "3002")
    expect(line.get_by_role("gridcell")).to_have_count(3)
    cell(table, name_of(3000), 1).click()
    expect(page.get_by_role("row", name=name_of(3000), selected=True)).to_have_count(1)
    page.get_by_role("columnheader", name="Value").click()
    header = page.get_by_role("columnheader", name="Value")
    expect(header).to_have_attribute("aria-sort", "ascending")


def test_rows_are_selected_and_coloured_out_of_sight(app: Served, page: Page) -> None:
    table = opened(app, page)
    made = app.app.made.table
    cell(table, name_of(2), 1).click()
    app.catch_up(made)
    app.call(made.select_path, ["row4000"])
    app.call(made.set_row_color, ["row4001"], None, "rgb(250, 240, 200)")
    app.call(made.scroll_to_path, ["row4003"])
    shows(table, page, name_of(4003))
    selected = table.locator(".treeview-row-selected")
    expect(selected).to_have_count(1)
    expect(selected).to_contain_text(name_of(4000))
    expect(cell(table, name_of(4001))).to_have_css("background-color", "rgb(250, 240, 200)")
    expect(cell(table, name_of(4002))).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    cell(table, name_of(4002), 1).click(modifiers=["Shift"])
    app.catch_up(made)
    paths = [each["path"][0] for each in app.call(made.get_selected)]
    assert paths == [f"row{number}" for number in range(2, 4003)]
    assert errors(page) == []


def test_an_edit_goes_on_while_it_is_out_of_sight_and_rows_change(app: Served, page: Page) -> None:
    table = opened(app, page)
    made = app.app.made.table
    edits: list[tuple[Any, ...]] = []
    app.call(made.on, "cell_edited", lambda *told: edits.append(told))
    cell(table, name_of(3)).dblclick()
    page.keyboard.type("half")
    wheel(table, page, WHEEL)
    shows(table, page, name_of(WHEEL // 25))
    app.call(made.set_cell, ["row3"], "value", 7.25)
    app.call(made.delete_row, 0)
    app.call(made.insert_column, {"label": "New", "key": "new"}, "name")
    app.catch_up(made)
    expect(table.locator(".treeview-header-cell")).to_have_count(4)
    expect(editor(table)).to_be_focused()
    wheel(table, page, -2 * WHEEL)
    expect(row(table, "7.25")).to_be_visible()
    page.keyboard.type("way")
    expect(editor(table)).to_have_value("halfway")
    page.keyboard.press("Enter")
    expect(row(table, "halfway")).to_be_visible()
    app.catch_up(made)
    assert edits == [(["row3"], "name", name_of(3), "halfway")]
    assert errors(page) == []


def test_keys_bring_the_cell_they_are_in_into_sight(app: Served, page: Page) -> None:
    table = opened(app, page)
    cell(table, name_of(1)).click()
    for _ in range(40):
        page.keyboard.press("ArrowDown")
    shows(table, page, name_of(41), at=-1)
    expect(table.locator(".treeview-cell-cursor")).to_have_text(name_of(41))
    wheel(table, page, WHEEL)
    expect(table.locator(".treeview-cell-cursor")).to_have_count(0)
    page.keyboard.press("F2")
    expect(editor(table)).to_have_value(name_of(41))
    shows(table, page, name_of(42))
    page.keyboard.press("Escape")
    expect(cell(table, name_of(41))).to_be_visible()


def active(table: Locator, page: Page) -> Locator:
    """Where screen readers are told that keys are."""
    return page.locator(f"[id='{table.get_attribute('aria-activedescendant')}']")


def test_keys_go_by_pages_to_the_ends_and_out_again(app: Served, page: Page) -> None:
    table = opened(app, page)
    fits = len(in_sight(table)) - 1
    wheel(table, page, WHEEL)
    shows(table, page, name_of(WHEEL // 25))
    first = int(in_sight(table)[1][4:])  # of the first, a part may be out of sight
    page.get_by_role("button", name="press").focus()
    page.keyboard.press("Tab")
    expect(table).to_be_focused()
    assert table.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")  # shows where keys are, and where one looks
    expect(active(table, page)).to_have_attribute("role", "gridcell")
    begun = int(active(table, page).inner_text()[4:])
    assert begun in (first - 1, first)
    page.keyboard.press("PageDown")
    far = begun + fits - 2  # one stays in sight
    comes_true(page, lambda: abs(int(active(table, page).inner_text()[4:]) - far) <= 1, True)
    page.keyboard.press("End")
    page.keyboard.press("Space")
    expect(active(table, page).locator("input")).to_be_checked()
    page.keyboard.press("Control+End")
    shows(table, page, name_of(COUNT - 1))
    expect(active(table, page)).to_have_attribute("aria-colindex", "3")
    page.keyboard.press("Home")
    expect(active(table, page)).to_have_text(name_of(COUNT - 1))
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Shift+ArrowUp")
    expect(table.locator(".treeview-row-selected")).to_have_count(3)
    page.keyboard.press("Shift+ArrowDown")
    expect(table.locator(".treeview-row-selected")).to_have_count(2)
    made = app.app.made.table
    keys = [[f"row{COUNT - 2}"], [f"row{COUNT - 1}"]]
    comes_true(page, lambda: [one["path"] for one in app.call(made.get_selected)], keys)
    page.keyboard.press("Control+Home")
    shows(table, page, name_of(0), at=0)
    page.keyboard.press("Control+a")
    comes_true(page, lambda: len(app.call(made.get_selected)), COUNT)
    assert app.call(made.get_selected)[-1]["path"] == [f"row{COUNT - 1}"]
    expect(table.locator(".treeview-row:not(.treeview-row-selected)")).to_have_count(0)
    page.keyboard.press("ArrowUp")  # to the header, which sorts
    expect(active(table, page)).to_have_attribute("role", "columnheader")
    page.keyboard.press("Enter")
    expect(active(table, page)).to_have_attribute("aria-sort", "ascending")
    page.keyboard.press("Space")
    expect(active(table, page)).to_have_attribute("aria-sort", "descending")
    page.keyboard.press("ArrowRight")
    expect(active(table, page)).to_have_attribute("aria-colindex", "2")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    expect(active(table, page)).to_have_attribute("role", "gridcell")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="press")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(table.locator(":focus")).to_have_count(0)
    expect(table).not_to_be_focused()
    assert errors(page) == []


def test_a_tick_is_where_it_was_set(app: Served, page: Page) -> None:
    table = opened(app, page)
    edits: list[bool] = []
    app.call(app.app.made.table.on, "cell_edited", lambda *told: edits.append(told[-1]))
    row(table, name_of(5)).locator("input").check()
    wheel(table, page, WHEEL)
    shows(table, page, name_of(WHEEL // 25))
    expect(table.locator("input:checked")).to_have_count(1)  # it has the keyboard, so it is there
    assert in_sight(table)
    expect(row(table, name_of(WHEEL // 25)).locator("input")).not_to_be_checked()
    wheel(table, page, -WHEEL)
    shows(table, page, name_of(5))
    page.keyboard.press("Space")
    expect(row(table, name_of(5)).locator("input")).not_to_be_checked()
    app.catch_up(app.app.made.table)
    assert edits == [True, False]


def test_rows_stay_the_elements_that_they_are_while_cells_change(app: Served, page: Page) -> None:
    """And so a button beside them is free: without a batch, 100 changes a tenth of a second."""
    table = opened(app, page)
    made = app.app.made
    rows = table.locator(".treeview-row")
    rows.evaluate_all(_MARK)
    stop = asyncio.Event()

    async def feed() -> None:
        for beat in itertools.count():
            if stop.is_set():
                return
            made.beat = beat
            for number in range(100):
                await made.table.set_cell([f"row{number}"], "value", beat + number / 100)
            await asyncio.sleep(0.1)

    async def begin() -> None:
        made.feeding = asyncio.ensure_future(feed())

    async def end() -> None:
        stop.set()
        await made.feeding

    app.call(begin)
    for count in range(1, 6):
        page.get_by_role("button", name="press").click()
        expect(page.get_by_text(f"pressed {count}", exact=True)).to_be_visible()
    app.call(end)
    expect(cell(table, name_of(7), 1)).to_have_text(f"{made.beat}.07")
    assert rows.evaluate_all(_ALL_MARKED)


def test_sorted_by_a_click_it_is_so_everywhere(app: Served, page: Page) -> None:
    table = opened(app, page)
    value = table.locator(".treeview-header-cell").nth(1)
    by_value = sorted(range(COUNT), key=lambda number: number * 7919 % COUNT)
    value.click()
    shows(table, page, name_of(by_value[0]), at=0)
    value.click()
    shows(table, page, name_of(by_value[-1]), at=0)
    made = app.app.made.table
    app.catch_up(made)
    app.call(made.set_cell, [f"row{by_value[0]}"], "value", 99_999)
    shows(table, page, name_of(by_value[0]), at=0)
    other = second_tab(page)
    shows(other.locator(".treeview-widget"), other, name_of(by_value[0]), at=0)
    comes_true(other, lambda: in_sight(other.locator(".treeview-widget")), in_sight(table))
    app.call(made.sort_by_column, None)
    shows(table, page, name_of(0), at=0)
    assert errors(page) == errors(other) == []


def test_a_reload_returns_to_the_same_rows(app: Served, page: Page) -> None:
    table = opened(app, page)
    made = app.app.made.table
    wheel(table, page, WHEEL + 10)
    place = name_of(WHEEL // 25 + 2)
    shows(table, page, place)
    cell(table, place, 1).click()
    before = in_sight(table)
    told = (WHEEL + 10) / (25 * COUNT)
    comes_true(page, lambda: abs(app.call(made.get_scroll_position)[1] - told) < 1e-3, True)
    page.reload()
    shows(table, page, before[0])
    comes_true(page, lambda: table.evaluate(_IN_SIGHT)["names"], before)
    in_sight(table)
    expect(table.locator(".treeview-row-selected")).to_contain_text(place)
    assert errors(page) == []


def test_a_click_goes_to_the_row_that_was_pressed(app: Served, page: Page) -> None:
    table = opened(app, page)
    made = app.app.made.table
    cell(table, name_of(4), 1).hover()
    page.mouse.down()
    for number in range(3):
        app.call(made.insert_row, 0, [f"new {number}", 0, False])
    app.call(made.set_cell, ["row4"], "value", 1234.5)
    app.catch_up(made)
    expect(cell(table, name_of(4), 1)).to_have_text("1234.5")  # values change all the same
    page.mouse.up()
    expect(row(table, "new 2")).to_be_visible()
    expect(table.locator(".treeview-row-selected")).to_contain_text(name_of(4))
    # Scrolled away, it is another row that stands where the button is let go.
    cell(table, name_of(6), 1).hover()
    page.mouse.down()
    page.mouse.wheel(0, WHEEL)
    shows(table, page, name_of(WHEEL // 25 + 5))
    page.mouse.up()
    app.catch_up(made)
    assert [each["path"] for each in app.call(made.get_selected)] == [["row4"]]
    assert errors(page) == []


def test_columns_stand_below_their_headers_and_stay_as_wide(app: Served, page: Page) -> None:
    table = opened(app, page)
    made = app.app.made.table

    def widths() -> list[float]:
        return [width for (_, width), _ in table.evaluate(_EDGES)]

    def are_below() -> bool:
        edges = table.evaluate(_EDGES)
        return len(edges) > 0 and all(
            abs(one - other) <= 0.6
            for head, cell in edges
            for one, other in zip(head, cell, strict=True)
        )

    comes_true(page, are_below, True)
    app.call(made.set_cell, ["row4"], "name", "wide " * 60)
    row(table, "wide wide").wait_for()
    comes_true(page, lambda: widths()[0] > 700, True)
    comes_true(page, are_below, True)
    before = widths()
    wheel(table, page, WHEEL)
    shows(table, page, name_of(WHEEL // 25))
    comes_true(page, are_below, True)
    assert widths() == before
    app.call(made.set_optimal_column_widths)
    comes_true(page, lambda: widths() != before, True)
    comes_true(page, are_below, True)
    wheel(table, page, -WHEEL)
    wide = cell(table, "wide wide")
    wide.wait_for()
    assert wide.evaluate("(cell) => cell.scrollWidth - cell.clientWidth") <= 0
    drag(page, table.locator(".treeview-resize-handle").nth(1), 30, 0)
    comes_true(page, are_below, True)


def test_rows_of_other_heights_leave_no_gap(app: Served, page: Page) -> None:
    table = opened(app, page)
    made = app.app.made.table
    wheel(table, page, WHEEL)
    shows(table, page, name_of(WHEEL // 25))
    app.call(made.set_font, "serif", 30)
    comes_true(page, lambda: table.evaluate(_ROW_HEIGHT) > 30, True)
    app.call(made.scroll_to_end)
    shows(table, page, name_of(COUNT - 1), at=-1)
    app.call(made.scroll_to_path, ["row2000"])
    shows(table, page, name_of(2000))

    async def space_and_scroll() -> None:
        async with made.session.batch():
            await made.set_row_spacing(30)
            await made.scroll_to_path(["row1000"])

    app.call(space_and_scroll)
    comes_true(page, lambda: table.evaluate(_ROW_HEIGHT) > 60, True)
    shows(table, page, name_of(1000))
    in_sight(table)
    for spacing in (50, 10):  # rows are as high together as each of them says
        app.call(made.set_row_spacing, spacing)
        comes_true(page, lambda: table.evaluate(_UNEVEN), 0)
        assert table.evaluate(_ROW_HEIGHT) > 2 * spacing
    picture = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
    icon = {"label": "Face", "key": "face", "type": "icon", "icon_size": 150}
    app.call(made.set_columns, [*COLUMNS, icon])

    async def fill() -> None:
        for number in range(0, COUNT, 7):
            await made.set_cell([f"row{number}"], "face", picture)

    app.call(fill)
    for number in (4900, 7, 2501):
        app.call(made.scroll_to_path, [f"row{number}"])
        shows(table, page, name_of(number))
        in_sight(table)
    app.call(made.scroll_to_end)
    shows(table, page, name_of(COUNT - 1), at=-1)
    assert errors(page) == []


def test_a_table_that_is_filled_anew_or_emptied(app: Served, page: Page) -> None:
    table = opened(app, page)
    made = app.app.made.table
    wheel(table, page, WHEEL)
    shows(table, page, name_of(WHEEL // 25))
    cell(table, name_of(WHEEL // 25)).dblclick()
    rows = [[f"other {number}", number, True] for number in range(COUNT)]
    app.call(made.set_rows, rows)
    shows(table, page, f"other {WHEEL // 25}")
    expect(editor(table)).to_have_count(0)
    app.call(made.set_rows, rows[:10])
    expect(table.locator(".treeview-row")).to_have_count(10)
    expect(table.locator(".treeview-vbar")).to_be_hidden()
    app.call(made.set_rows, rows)
    shows(table, page, "other 0", at=0)
    in_sight(table)
    app.call(made.clear)
    expect(table.locator(".treeview-row")).to_have_count(0)
    expect(table.locator(".treeview-vbar")).to_be_hidden()
    assert errors(page) == []


def test_a_tree_of_10000_leaves(forest: Served, page: Page) -> None:
    tree = opened(forest, page)
    made = forest.app.made.table
    assert in_sight(tree)[:2] == ["branch 00", "leaf 00.00"]
    expect(page.get_by_role("treegrid")).to_have_attribute("aria-rowcount", "10101")
    tree.focus()
    page.keyboard.press("ArrowDown")
    expect(active(tree, page)).to_contain_text("branch 00")
    page.keyboard.press("ArrowRight")  # it is open: into it
    expect(active(tree, page)).to_contain_text("leaf 00.00")
    page.keyboard.press("PageDown")
    page.keyboard.press("ArrowLeft")
    expect(active(tree, page)).to_contain_text("branch 00")
    page.keyboard.press("End")
    expect(active(tree, page)).to_contain_text("leaf 99.99")
    page.keyboard.press("Home")
    expect(active(tree, page)).to_contain_text("branch 00")
    comes_true(
        page, lambda: [one["path"] for one in forest.call(made.get_selected)], [["branch 00"]]
    )
    row(tree, "branch 00").locator(".treeview-toggle").click()
    shows(tree, page, "branch 01", at=1)
    forest.catch_up(made)
    assert forest.call(made.get_collapsed) == [["branch 00"]]
    forest.call(made.scroll_to_path, ["branch 50", "leaf 50.99"])
    shows(tree, page, "leaf 50.99", at=-1)
    cell(tree, "leaf 50.99").click()
    page.keyboard.press("ArrowDown")
    shows(tree, page, "branch 51", at=-1)
    page.keyboard.press("ArrowLeft")  # it closes the branch
    forest.catch_up(made)
    assert forest.call(made.get_collapsed) == [["branch 00"], ["branch 51"]]
    forest.call(made.sort_by_column, "value", False)
    forest.call(made.scroll_to_path, ["branch 70"])
    forest.call(made.scroll_to_path, ["branch 69", "leaf 69.09"])
    shows(tree, page, "leaf 69.09")
    names = in_sight(tree)
    at = names.index("leaf 69.09")
    assert names[at + 1] == "leaf 69.19"
    forest.call(made.collapse_all)
    expect(tree.locator(".treeview-row")).to_have_count(100)
    forest.call(made.expand_all)
    comes_true(page, lambda: tree.locator(".treeview-row").count() < FEW, True)
    in_sight(tree)
    assert errors(page) == []


@pytest.mark.parametrize("seed", range(3))
def test_what_was_changed_step_by_step_looks_as_if_made_at_once(
    forest: Served, page: Page, seed: int
) -> None:
    """Elements that have shown other rows, or other columns, keep nothing of these."""
    tree = opened(forest, page)
    made = forest.app.made.table
    dice = random.Random(seed)
    extra: list[str] = []

    def leaf() -> list[str]:
        branch = dice.randrange(100)
        return [f"branch {branch:02d}", f"leaf {branch:02d}.{dice.randrange(1, 90):02d}"]

    async def change(step: int) -> None:
        match dice.randrange(11):
            case 0:
                value = dice.choice([None, 2.5, 9])
                await made.set_cell(leaf(), "value", value)
            case 1:
                await made.set_cell(leaf(), "on", dice.choice([True, False, None]))
            case 2:
                await made.add_item([f"branch {step:02d}"], f"new {step}", {"name": "new"})
            case 3:
                branch = dice.randrange(100)
                await made.remove_item([f"branch {branch:02d}", f"leaf {branch:02d}.99"])
            case 4:
                await made.collapse_item([f"branch {dice.randrange(100):02d}"])
            case 5:
                await made.expand_item([f"branch {dice.randrange(100):02d}"])
            case 6:
                await made.sort_by_column(dice.choice(["name", "value", None]), dice.random() < 0.5)
            case 7:
                await made.set_row_color(leaf(), None, "rgb(250, 240, 200)", True)
            case 8:
                await made.set_selected([leaf(), leaf()])
            case 9 if extra:
                await made.delete_column(extra.pop())
            case _:
                extra.append(f"extra {step}")
                await made.insert_column({"label": "Extra", "key": extra[-1]}, "value")
                await made.set_cell(leaf(), extra[-1], "more")

    for step in range(30):
        forest.call(change, step)
        path = leaf()
        forest.call(made.scroll_to_path, path)
        forest.call(made.set_cell, path, "name", f"at {step}")
        expect(cell(tree, f"at {step}").first).to_be_visible()
    forest.catch_up(made)
    names = in_sight(tree)
    before = tree.evaluate(_LOOKS)
    page.reload()
    expect(tree).to_have_count(1)
    comes_true(page, lambda: tree.evaluate(_IN_SIGHT)["names"], names)
    in_sight(tree)
    comes_true(page, lambda: tree.evaluate(_LOOKS), before)
    assert errors(page) == []


def test_a_table_that_is_not_shown_at_first(serve: Callable[..., Served], page: Page) -> None:
    """What happens to it meanwhile is seen when it is; and more rows, when it has more room."""

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top = await W.Page()
            tabs = await W.TabWidget()
            table = await W.TableView(columns=COLUMNS)
            await tabs.add_widget(await W.Label("first"), title="One")
            await tabs.add_widget(table, title="Two")
            await table.set_rows([[name_of(number), number, False] for number in range(COUNT)])
            await table.scroll_to_path(["row3000"])
            await top.set_widget(tabs)
            await top.show()
            app.made = SimpleNamespace(table=table)

    app = serve(setup)
    page.set_viewport_size({"width": 800, "height": 300})
    page.goto(app.url)
    expect(page.get_by_text("first")).to_be_visible()
    made = app.app.made.table
    table = page.locator(".treeview-widget")
    app.call(made.set_cell, ["row3000"], "name", "changed")
    app.call(made.delete_row, 0)
    assert table.locator(".treeview-row").count() < FEW
    page.get_by_text("Two", exact=True).click()
    shows(table, page, "changed")
    few = in_sight(table)
    page.set_viewport_size({"width": 800, "height": 900})
    comes_true(page, lambda: len(table.evaluate(_IN_SIGHT)["names"]) > 2 * len(few), True)
    comes_true(page, lambda: table.evaluate(_IN_SIGHT)["gap"], 0)
    page.get_by_text("One", exact=True).click()
    app.call(made.set_cell, ["row3000"], "name", "changed again")
    page.get_by_text("Two", exact=True).click()
    shows(table, page, "changed again")
    assert errors(page) == []

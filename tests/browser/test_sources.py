"""Tables whose rows stay in Python, in Chromium: what is looked at is there, wherever that is.

Knows: the public async API, and what a user sees and does. Must not know: the wire, or how rows are
asked for.
"""

import asyncio
import logging
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy
import pytest
from playwright.sync_api import Locator, Page, expect

from browser.conftest import Served
from browser.gestures import box, comes_true, drag, errors, second_tab
from pgwidgets.tables import ArraysSource

COUNT = 1_000_000

# The rows that can be seen: their first cells, and whether they leave any of the viewport empty.
_IN_SIGHT = """(table) => {
    const view = table.querySelector(".treeview-viewport").getBoundingClientRect();
    const rows = [...table.querySelectorAll(".treeview-row")].filter((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return bottom > view.top + 1 && top < view.bottom - 1;
    });
    const names = rows.map((row) => row.querySelector(".treeview-cell").innerText);
    const height = rows[0]?.getBoundingClientRect().height ?? 0;
    const filled = rows.length * height >= view.height - 1;
    return { names, filled, count: table.querySelectorAll(".treeview-row").length };
}"""


def data() -> dict[str, Any]:
    numbers = numpy.arange(COUNT)
    return {
        "name": numbers,
        "flux": (numbers * 7919 % COUNT) / 3,
        "share": (numbers % 100) / 100,
    }


COLUMNS: list[Any] = [
    {"key": "name", "label": "Name", "format": "07d", "halign": "left"},
    {"key": "flux", "label": "Flux", "format": ".3f", "editable": True},
    {"key": "share", "label": "Share", "bar": [0, 1], "colors": [[0.5, "rgb(255, 0, 0)"]]},
]


@pytest.fixture
def app(serve: Callable[..., Served]) -> Served:
    """A table of a million rows."""

    def setup(app: Any) -> None:
        app.arrays = data()
        app.source = ArraysSource(app.arrays, COLUMNS)

        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Table")
            await top.resize(600, 400)
            table = await W.TableView(
                source=app.source, sortable=True, selection_mode="multiple", show_row_numbers=True
            )
            app.told = []
            for action in ("selected", "cell_edited", "activated"):
                await table.on(action, lambda *args, action=action: app.told.append((action, args)))
            await top.set_widget(table)
            await top.show()
            app.made = SimpleNamespace(table=table)

    return serve(setup)


def opened(app: Served, page: Page) -> Locator:
    page.goto(app.url)
    table = page.locator(".treeview-widget")
    shows(table, page, 0)
    return table


def name_of(number: int) -> str:
    return f"{number:07d}"


def names_of(table: Locator) -> list[str]:
    """The rows that can be seen at this moment; those that have not come have no names."""
    names: list[str] = table.evaluate(_IN_SIGHT)["names"]
    return names


def first_of(table: Locator) -> int:
    """The number of the first of them; -1: it has not come."""
    return int((names_of(table) or [""])[0] or -1)


def in_sight(table: Locator) -> list[str]:
    """Names of the rows that can be seen, which fill the viewport; few more are in the page."""
    found = table.evaluate(_IN_SIGHT)
    assert found["filled"]
    assert found["count"] < 100
    names: list[str] = found["names"]
    return names


def shows(table: Locator, page: Page, number: int) -> list[str]:
    """Wait until a row can be seen, and all in sight have come; gives their names."""

    def is_seen() -> bool:
        if table.locator(".treeview-row").count() == 0:
            return False
        found = table.evaluate(_IN_SIGHT)
        names = found["names"]
        return name_of(number) in names and "" not in names and found["filled"]

    comes_true(page, is_seen, True)
    return in_sight(table)


def scroll(table: Locator, share: float) -> None:
    """Scroll to a part of all that there is."""
    table.locator(".treeview-viewport").evaluate(
        """(view, share) => {
            view.scrollTop = share * (view.scrollHeight - view.clientHeight);
        }""",
        share,
    )


def row(table: Locator, number: int) -> Locator:
    return table.locator(".treeview-row").filter(has_text=name_of(number))


def cell(table: Locator, number: int, index: int) -> Locator:
    return row(table, number).locator(".treeview-cell").nth(index)


def test_a_million_rows_are_there_wherever_one_looks(app: Served, page: Page) -> None:
    table = opened(app, page)
    assert in_sight(table)[:2] == [name_of(0), name_of(1)]
    for share, number in ((0.5, COUNT // 2), (1, COUNT - 1), (0.25, COUNT // 4), (0, 0)):
        scroll(table, share)
        names = shows(table, page, number)
        first = int(names[0])
        assert names == [name_of(place) for place in range(first, first + len(names))]
    middle = box(table)
    page.mouse.move(middle["x"] + 100, middle["y"] + 200)
    page.mouse.wheel(0, 2500)
    shows(table, page, 105)
    assert table.get_by_role("row").first.get_attribute("aria-rowindex") is not None
    assert errors(page) == []


def test_the_scroll_bar_goes_through_all_of_them(app: Served, page: Page) -> None:
    table = opened(app, page)
    thumb = table.locator(".treeview-vbar .scrollbar-thumb")
    bar = box(table.locator(".treeview-vbar"))
    assert box(thumb)["height"] >= 28, "it can be seen, and hit"
    drag(page, thumb, 0, bar["height"] / 2)
    comes_true(page, lambda: 300_000 < first_of(table) < 700_000, True)
    drag(page, thumb, 0, bar["height"])
    shows(table, page, COUNT - 1)


def test_rows_are_reached_that_are_higher_together_than_any_element(
    app: Served, page: Page
) -> None:
    table = opened(app, page)
    app.call(app.app.made.table.set_row_spacing, 20)  # 33,554,428 pixels end before row 600,000
    comes_true(page, lambda: box(table.locator(".treeview-row").first)["height"] > 50, True)
    for share, number in ((0.7, 700_000), (1, COUNT - 1), (0.3, 300_000)):
        scroll(table, share)
        shows(table, page, number)
    cell(table, 300_000, 0).click()
    for number in range(300_001, 300_031):  # keys, and the wheel, go by single rows all the same
        page.keyboard.press("ArrowDown")
        if number % 10 == 0:
            assert len(shows(table, page, number)) < 10
    middle = box(table)
    page.mouse.move(middle["x"] + middle["width"] / 2, middle["y"] + middle["height"] / 2)
    before = first_of(table)
    page.mouse.wheel(0, -560)
    comes_true(page, lambda: before - first_of(table) in (9, 10, 11), True)
    scroll(table, 0)
    shows(table, page, 0)
    assert errors(page) == []


def test_the_cursor_stays_in_its_row_in_another_order(app: Served, page: Page) -> None:
    table = opened(app, page)
    cell(table, 2, 0).click()
    cell(table, 2, 0).click(modifiers=["Control"])
    expect(table.locator(".treeview-row-selected")).to_have_count(0)
    app.call(app.app.made.table.sort_by_column, "name", True)
    comes_true(page, lambda: table.locator(".treeview-sort-indicator-active").count(), 1)
    shows(table, page, 2)
    expect(row(table, 2).locator(".treeview-cell-cursor")).to_have_text(name_of(2))
    page.keyboard.press("ArrowDown")
    expect(row(table, 3).locator(".treeview-cell-cursor")).to_have_text(name_of(3))
    assert errors(page) == []


def test_values_are_shown_as_columns_say(app: Served, page: Page) -> None:
    table = opened(app, page)
    expect(cell(table, 1, 1)).to_have_text("2639.667")
    expect(cell(table, 1, 2)).to_have_text("0.01")
    table.locator(".treeview-viewport").evaluate("(view) => { view.scrollTop += 70 * 25; }")
    shows(table, page, 75)
    expect(cell(table, 75, 2)).to_have_css("background-color", "rgb(255, 0, 0)")
    assert "75%" in cell(table, 75, 2).evaluate("(cell) => cell.style.backgroundImage")


def test_a_click_on_a_header_sorts_in_python_for_all(app: Served, page: Page) -> None:
    table = opened(app, page)
    other = second_tab(page)
    theirs = other.locator(".treeview-widget")
    scroll(theirs, 1)
    shows(theirs, other, COUNT - 1)
    page.get_by_role("columnheader", name="Flux").click()
    by_flux = numpy.argsort(app.app.arrays["flux"])
    shows(table, page, int(by_flux[3]))
    shows(theirs, other, int(by_flux[-1]))
    page.get_by_role("columnheader", name="Flux").click()
    shows(table, page, int(by_flux[-1]))
    app.call(app.app.made.table.set_filter, {"share": (0.99, None)})
    comes_true(page, lambda: {name[-2:] for name in names_of(table)}, {"99"})
    assert errors(page) == errors(other) == []


def test_rows_are_selected_by_key_and_a_reload_comes_back(app: Served, page: Page) -> None:
    table = opened(app, page)
    scroll(table, 0.5)
    shows(table, page, COUNT // 2)
    cell(table, COUNT // 2, 0).click()
    expect(row(table, COUNT // 2)).to_have_class("treeview-row treeview-row-selected")
    scroll(table, 0)
    shows(table, page, 0)
    cell(table, 2, 0).click(modifiers=["Control"])
    paths = [[f"row{COUNT // 2}"], ["row2"]]
    made = app.app.made.table
    comes_true(page, lambda: [one["path"] for one in app.call(made.get_selected)], paths)
    scroll(table, 0.5)
    shows(table, page, COUNT // 2)
    expect(row(table, COUNT // 2)).to_have_class("treeview-row treeview-row-selected")
    app.call(made.set_row_color, ["row500001"], None, "rgb(0, 128, 0)")
    expect(cell(table, COUNT // 2 + 1, 0)).to_have_css("background-color", "rgb(0, 128, 0)")
    comes_true(page, lambda: round(app.call(made.get_scroll_position)[1], 3), 0.5)
    page.reload()
    shows(table, page, COUNT // 2)
    expect(row(table, COUNT // 2)).to_have_class("treeview-row treeview-row-selected")
    assert errors(page) == []


def test_a_range_is_selected_over_rows_that_have_not_come(app: Served, page: Page) -> None:
    table = opened(app, page)
    made = app.app.made.table
    cell(table, 2, 0).click()
    scroll(table, 0.005)
    shows(table, page, 5000)
    cell(table, 5000, 0).click(modifiers=["Shift"])
    selected = [[f"row{number}"] for number in range(2, 5001)]
    comes_true(page, lambda: [one["path"] for one in app.call(made.get_selected)], selected)
    names = app.app.told[-1]
    assert (names[0], len(names[1][0])) == ("selected", 4999)
    scroll(table, 0.0025)
    shows(table, page, 2500)
    expect(row(table, 2500)).to_have_class("treeview-row treeview-row-selected")
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+Shift+End")  # more than a range may have
    comes_true(page, lambda: len(app.call(made.get_selected)), 10_000)
    assert errors(page) == []


def test_an_edit_is_made_in_the_data(app: Served, page: Page) -> None:
    table = opened(app, page)
    flux = app.app.arrays["flux"]
    before = flux[1]
    cell(table, 1, 1).dblclick()
    page.keyboard.press("Enter")
    cell(table, 2, 1).dblclick()
    page.keyboard.insert_text("77.5")
    page.keyboard.press("Enter")
    expect(cell(table, 2, 1)).to_have_text("77.500")
    comes_true(page, lambda: flux[2], 77.5)
    assert flux[1] == before, "of a value that was not changed, no digit is lost"
    cell(table, 3, 1).dblclick()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(cell(table, 3, 1)).to_have_text(f"{flux[3]:.3f}")
    edits = [args for action, args in app.app.told if action == "cell_edited"]
    assert [args[:2] for args in edits] == [(["row2"], "flux")]
    assert errors(page) == []


def test_an_edit_goes_on_while_values_change_and_rows_are_scrolled(app: Served, page: Page) -> None:
    table = opened(app, page)
    cell(table, 2, 1).dblclick()
    editor = table.locator(".treeview-cell-editor")
    editor.fill("12")
    app.app.arrays["share"][:] = 0.25
    app.call(app.app.source.changed)
    expect(cell(table, 5, 2)).to_have_text("0.25")
    expect(editor).to_have_value("12")
    editor.press("End")
    page.keyboard.insert_text("34")
    page.keyboard.press("Enter")
    expect(cell(table, 2, 1)).to_have_text("1234.000")
    cell(table, 5, 1).dblclick()
    editor.fill("55")
    app.call(app.app.made.table.sort_by_column, "name", False)  # as another user does
    shows(table, page, COUNT - 1)
    expect(editor).to_be_focused()
    page.keyboard.insert_text("5")
    page.keyboard.press("Enter")
    comes_true(page, lambda: app.app.arrays["flux"][5], 555)
    expect(editor).to_have_count(0)
    assert errors(page) == []


def test_keys_go_on_beyond_what_was_there(app: Served, page: Page) -> None:
    table = opened(app, page)
    scroll(table, 0.5)
    shows(table, page, COUNT // 2)
    table.focus()
    page.keyboard.press("ArrowDown")  # they begin where one looks, not at a row far away
    cursor = table.locator(".treeview-cell-cursor")
    expect(cursor).to_have_count(1)
    comes_true(page, lambda: cursor.inner_text() in names_of(table), True)
    page.keyboard.press("Control+Home")
    shows(table, page, 0)
    expect(cursor).to_have_text(name_of(0))
    cell(table, 0, 0).click()
    for number in range(1, 121):
        page.keyboard.press("ArrowDown")
        if number % 40 == 0:
            shows(table, page, number)
    expect(row(table, 120).locator(".treeview-cell-cursor")).to_have_text(name_of(120))
    assert errors(page) == []


def test_keys_go_on_where_the_cursor_is_though_that_is_far_out_of_sight(
    app: Served, page: Page
) -> None:
    table = opened(app, page)
    for share in (0.5, 0.1):
        scroll(table, 0.5)
        shows(table, page, COUNT // 2)
        cell(table, COUNT // 2, 0).click()
        scroll(table, share)
        shows(table, page, int(COUNT * share))
        page.keyboard.press("ArrowDown")
        shows(table, page, COUNT // 2 + 1)
    expect(row(table, COUNT // 2 + 1).locator(".treeview-cell-cursor")).to_have_count(1)
    cell(table, COUNT // 2 + 1, 1).dblclick()
    scroll(table, 0.1)
    shows(table, page, COUNT // 10)
    page.keyboard.insert_text("77")
    page.keyboard.press("Enter")
    shows(table, page, COUNT // 2 + 2)
    expect(cell(table, COUNT // 2 + 1, 1)).to_have_text("77.000")
    assert errors(page) == []


def test_what_changes_is_shown_and_what_is_gone_is_not(app: Served, page: Page) -> None:
    table = opened(app, page)
    scroll(table, 1)
    shows(table, page, COUNT - 1)
    shorter = {name: array[:1000] for name, array in app.app.arrays.items()}
    app.call(app.app.made.table.set_source, ArraysSource(shorter, COLUMNS))
    shows(table, page, 999)
    app.call(app.app.made.table.set_source, None)
    expect(table.locator(".treeview-row")).to_have_count(0)
    app.call(app.app.made.table.set_rows, [[5, 1.5, 0.5]])
    expect(table.locator(".treeview-row")).to_have_count(1)
    assert errors(page) == []


def test_rows_that_can_not_be_read_are_shown_as_such(
    serve: Callable[..., Served], page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        columns = ("name",)
        is_broken = True

        def __len__(self) -> int:
            return 1000

        async def rows(self, start: int, stop: int) -> list[list[str]]:
            await asyncio.sleep(0)
            if self.is_broken and start > 400:
                raise OSError("the disk is gone")
            return [[name_of(place)] for place in range(start, stop)]

    source = Broken()

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Table")
            await top.resize(600, 400)
            app.table = await W.TableView(source=source)
            await top.set_widget(app.table)
            await top.show()

    app = serve(setup)
    table = opened(app, page)
    with caplog.at_level(logging.CRITICAL, "pgwidgets"):
        scroll(table, 0.6)
        expect(page.locator(".pgwidgets-unread")).to_have_count(1)
    source.is_broken = False
    app.call(app.app.table.source_changed)
    shows(table, page, 600)
    expect(page.locator(".pgwidgets-unread")).to_have_count(0)
    assert errors(page) == []

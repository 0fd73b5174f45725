"""Trees, tables and combo boxes in Chromium: loaded by a program, used by a user, shown again.

Knows: the public async API and what a user sees: rows, cells, their colours, what is open, marked
and sorted. Must not know: the wire.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.conftest import Served
from browser.gestures import box, comes_true, drag, errors, second_tab

COLUMNS = [
    {"label": "Name", "key": "name", "editable": True},
    {"label": "Size", "key": "size", "type": "integer", "editable": True},
    {"label": "Done", "key": "done", "widget": "checkbox"},
]
TREE = {
    "src": {
        "b": {"name": "beta", "size": 2, "done": False},
        "a": {"name": "alpha", "size": 10, "done": True},
        "deep": {"x": {"name": "inner", "size": 7, "done": False}},
    },
    "10": {"name": "ten", "size": 1, "done": False},
    "9": {"name": "nine", "size": 3, "done": False},
}
ROWS = [["gamma", 3, False], ["alpha", 20, True], ["beta", 1, False]]

# All that can be seen of each tree and table; the cursor is where the user is, and no content.
# What has changed is drawn with the next frame.
_SEEN = """() => new Promise(requestAnimationFrame).then(() =>
  [...document.querySelectorAll(".treeview-widget")].map((tree) => ({
    header: [...tree.querySelectorAll(".treeview-header-cell")].map((cell) => cell.innerText),
    widths: tree.querySelector(".treeview-header").style.gridTemplateColumns,
    rows: [...tree.querySelectorAll(".treeview-row")].map((row) => ({
        classes: row.className,
        toggle: row.querySelector(".treeview-toggle").textContent,
        indent: row.querySelector(".treeview-indent").style.paddingLeft,
        cells: [...row.querySelectorAll(".treeview-cell")].map((cell) => [
            cell.textContent,
            cell.className.replace(" treeview-cell-cursor", ""),
            cell.style.cssText,
            cell.querySelector("input")?.checked,
        ]),
    })),
})))"""
_FRAMES = """async () => {
    for (let frame = 0; frame < 4; frame += 1) await new Promise(requestAnimationFrame);
}"""
_HELD_TIMERS = """{
    const later = setTimeout;
    let held = [];
    window.setTimeout = (run, delay = 0, ...args) =>
        (held && delay === 0 ? held.push(run) : later(run, delay, ...args));
    window.letTimersRun = () => {
        const due = held;
        held = null;
        for (const run of due) run();
    };
}"""
_ITEMS = """() => [...document.querySelectorAll(".combobox-widget")].map((combo) => [
    combo.querySelector("input").value,
])"""


def seen(page: Page) -> Any:
    """Everything that a page shows of its trees, tables and combo boxes."""
    return [page.evaluate(_SEEN), page.evaluate(_ITEMS)]


@pytest.fixture
def app(serve: Callable[..., Served]) -> Served:
    """A tree, a table that selects cells, one that selects rows, and a combo box to type in."""

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Trees")
            await top.resize(900, 700)
            box = await W.VBox(spacing=6)
            tree = await W.TreeView(columns=COLUMNS, sortable=True, selection_mode="multiple")
            await tree.set_tree(TREE)
            cells = await W.TableView(
                columns=COLUMNS, selection_mode="multiple-cell", show_row_numbers=True
            )
            await cells.set_rows(ROWS)
            rows = await W.TableView(columns=COLUMNS, sortable=True)
            await rows.set_rows(ROWS)
            combo = await W.ComboBox(editable=True)
            for text in ("pear", "Apple", "fig"):
                await combo.insert_alpha(text)
            await box.add_widget(combo, 0)
            for child in (tree, cells, rows):
                await box.add_widget(child, 1)
            await top.set_widget(box)
            await top.show()
            app.made = SimpleNamespace(tree=tree, cells=cells, rows=rows, combo=combo)

    return serve(setup)


def opened(app: Served, page: Page) -> list[Locator]:
    """Open the page; the tree, the table of cells, the table of rows."""
    page.goto(app.url)
    trees = page.locator(".treeview-widget")
    expect(trees).to_have_count(3)
    expect(row(trees.nth(2), "gamma")).to_be_visible()
    return [trees.nth(index) for index in range(3)]


def row(tree: Locator, text: str) -> Locator:
    return tree.locator(".treeview-row").filter(has_text=text)


def cell(tree: Locator, text: str, index: int = 0) -> Locator:
    return row(tree, text).locator(".treeview-cell").nth(index)


def shows(tree: Locator, names: list[str]) -> None:
    """Wait until its rows are these, in this order, by their first cells."""
    cells = tree.locator(".treeview-row .treeview-cell:nth-of-type(3)")
    comes_true(tree.page, cells.all_inner_texts, names)


def answered(app: Served) -> None:
    """Wait until the program has heard of what the user did."""
    app.catch_up(app.app.made.tree)


def same_everywhere(app: Served, page: Page, wanted: Callable[[Page], None]) -> None:
    """A second tab, the page reloaded, and the page as it was show the same, without complaint."""
    wanted(page)
    answered(app)
    before = seen(page)
    other = second_tab(page)
    expect(other.locator(".treeview-widget")).to_have_count(3)
    wanted(other)
    comes_true(other, lambda: seen(other), before)
    page.reload()
    expect(page.locator(".treeview-widget")).to_have_count(3)
    wanted(page)
    comes_true(page, lambda: seen(page), before)
    assert errors(page) == errors(other) == []


def test_what_a_program_loads_is_shown_in_its_order(app: Served, page: Page) -> None:
    tree, cells, _ = opened(app, page)
    shows(tree, ["src", "beta", "alpha", "deep", "inner", "ten", "nine"])
    assert tree.locator(".treeview-toggle-active").all_inner_texts() == ["▾", "▾"]
    expect(cells.locator(".treeview-row")).to_have_count(3)
    same_everywhere(app, page, lambda page: None)


_TEXT_LEFT = """cell => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return range.getBoundingClientRect().left;
}"""


def test_each_level_of_a_tree_begins_further_in(app: Served, page: Page) -> None:
    tree, *_ = opened(app, page)
    app.call(app.app.made.tree.expand_all)
    expect(row(tree, "inner")).to_be_visible()
    lefts = [cell(tree, text).evaluate(_TEXT_LEFT) for text in ("nine", "alpha", "inner")]
    assert [left - lefts[0] for left in lefts] == [0, 16, 32]
    marks = [row(tree, text).locator(".treeview-toggle") for text in ("src", "deep")]
    inner, outer = (box(mark) for mark in reversed(marks))
    assert inner["x"] - outer["x"] == 16
    # So it is where the first column stays, and others are scrolled below it.
    wide = {"label": "Wide", "key": "size", "colwidth": 2000}
    app.call(app.app.made.tree.set_columns, [{**COLUMNS[0], "frozen": True}, wide])
    expect(tree.locator(".pgwidgets-has-frozen, .pgwidgets-frozen").first).to_be_visible()
    tree.locator(".treeview-viewport").evaluate("(rows) => { rows.scrollLeft = 300; }")
    comes_true(page, lambda: box(marks[1])["x"], inner["x"])
    page.evaluate(_FRAMES)
    shown = "([x, y]) => document.elementFromPoint(x, y).className"
    y = inner["y"] + inner["height"] / 2
    assert "toggle" in page.evaluate(shown, [inner["x"] + inner["width"] / 2, y])
    assert "indent" in page.evaluate(shown, [box(tree)["x"] + 12, y])
    for part in (cell(tree, "alpha"), row(tree, "alpha").locator(".treeview-indent")):
        expect(part).to_have_css("background-color", "rgb(255, 255, 255)")  # not seen through
    marks[1].click()  # where it is drawn
    expect(row(tree, "inner")).to_have_count(0)


_CUT = """tree => {
    const isCut = (cell) => {
        const text = document.createRange();
        text.selectNode(cell.firstChild ?? cell);
        const { paddingLeft, paddingRight } = getComputedStyle(cell);
        const room = cell.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
        return text.getBoundingClientRect().width > Math.ceil(room);
    };
    return [...tree.querySelectorAll(".treeview-header-cell, .treeview-cell")]
        .filter(isCut).map((cell) => cell.textContent);
}"""


def test_columns_as_wide_as_they_should_be_cut_nothing(app: Served, page: Page) -> None:
    tree, cells, _ = opened(app, page)
    app.call(app.app.made.tree.expand_all)
    for each in (app.app.made.tree, app.app.made.cells):
        app.call(each.set_optimal_column_widths)
    answered(app)
    expect(row(tree, "inner")).to_be_visible()
    page.evaluate(_FRAMES)
    comes_true(page, lambda: [each.evaluate(_CUT) for each in (tree, cells)], [[], []])


def test_cells_that_a_user_edits(app: Served, page: Page) -> None:
    tree, _, rows = opened(app, page)
    cell(tree, "beta").dblclick()
    page.keyboard.type("typed")
    page.keyboard.press("Enter")
    cell(tree, "inner", 1).dblclick()
    page.keyboard.type("70")
    page.keyboard.press("Enter")
    row(tree, "nine").locator("input").check()
    cell(rows, "alpha").click()
    page.keyboard.type("by keys")
    page.keyboard.press("Tab")
    page.keyboard.type("5")
    page.keyboard.press("Enter")

    def wanted(page: Page) -> None:
        trees = page.locator(".treeview-widget")
        expect(cell(trees.nth(0), "typed")).to_be_visible()
        expect(cell(trees.nth(0), "inner", 1)).to_have_text("70")
        expect(row(trees.nth(0), "nine").locator("input")).to_be_checked()
        expect(cell(trees.nth(2), "by keys", 1)).to_have_text("5")

    same_everywhere(app, page, wanted)
    subtree = app.call(lambda: app.app.made.tree.get_subtree())
    assert subtree["src"]["b"]["name"] == "typed"
    assert subtree["src"]["deep"]["x"]["size"] == 70
    assert subtree["9"]["done"] is True


UNSAID = [{"note": "two\nlines"}, {"note": None}, {"note": 5}, {}, {"note": True}]
"""Values that an editor shows otherwise than they are."""


def test_a_cell_that_is_left_as_it_was_is_not_edited(
    serve: Callable[..., Served], page: Page
) -> None:
    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Notes")
            await top.resize(300, 300)
            table = await W.TableView(columns=[{"label": "Note", "key": "note"}], editable=True)
            await table.set_data(UNSAID)
            app.edits = []
            await table.on("cell_edited", lambda *args: app.edits.append(args[-1]))
            await top.set_widget(table)
            await top.show()
            app.made = SimpleNamespace(table=table)

    app = serve(setup)
    page.goto(app.url)
    table = page.locator(".treeview-widget")
    expect(table.locator(".treeview-row")).to_have_count(len(UNSAID))
    texts = table.locator(".treeview-row").all_text_contents()
    editor = page.locator(".treeview-cell-editor")
    for number in range(len(UNSAID)):
        for key in ("Enter", "F2"):
            note = table.locator(".treeview-row").nth(number).locator(".treeview-cell").first
            note.dblclick()
            expect(editor).to_be_focused()
            page.keyboard.press(key)  # the other leaves it open, for the next one to end it
    note.dblclick()
    page.keyboard.type("said")
    page.keyboard.press("Enter")
    comes_true(page, lambda: app.app.edits, ["said"])
    expect(table.locator(".treeview-row")).to_have_text([*texts[:-1], "said"])
    for number, word in ((1, "null"), (3, "undefined")):  # what nothing is called in JavaScript
        table.locator(".treeview-row").nth(number).locator(".treeview-cell").first.dblclick()
        page.keyboard.type(word)
        page.keyboard.press("Enter")
    comes_true(page, lambda: app.app.edits, ["said", "null", "undefined"])


def test_rows_that_a_user_opens_closes_selects_and_sorts(app: Served, page: Page) -> None:
    tree, cells, rows = opened(app, page)
    row(tree, "deep").locator(".treeview-toggle").click()
    row(tree, "alpha").click()
    row(tree, "ten").click(modifiers=["Control"])
    tree.locator(".treeview-header-cell").nth(1).click()
    tree.locator(".treeview-header-cell").nth(1).click()
    rows.locator(".treeview-header-cell").nth(0).click()
    row(rows, "beta").click()
    cell(cells, "gamma").click()
    cell(cells, "alpha", 1).click(modifiers=["Shift"])

    def wanted(page: Page) -> None:
        trees = page.locator(".treeview-widget")
        expect(trees.nth(0).locator(".treeview-row-selected")).to_have_count(2)
        expect(trees.nth(1).locator(".treeview-cell-selected")).to_have_count(4)
        expect(trees.nth(2).locator(".treeview-row-selected")).to_have_count(1)
        shows(trees.nth(0), ["src", "deep", "alpha", "beta", "nine", "ten"])
        shows(trees.nth(2), ["alpha", "beta", "gamma"])

    same_everywhere(app, page, wanted)
    made = app.app.made
    assert [r["path"] for r in app.call(made.tree.get_selected)] == [["src", "a"], ["10"]]
    assert app.call(made.tree.get_collapsed) == [["src", "deep"]]
    assert len(app.call(made.cells.get_selected_cells)) == 4


def test_columns_that_a_user_drags_and_cells_that_keys_move_to(app: Served, page: Page) -> None:
    tree, cells, _ = opened(app, page)
    made = app.app.made
    app.call(made.tree.set_optimal_column_widths)
    app.catch_up(made.tree)
    handle = tree.locator(".treeview-resize-handle").first
    before = box(tree.locator(".treeview-header-cell").first)["width"]
    drag(page, handle, 40, 0)
    cell(cells, "gamma").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")

    def wanted(page: Page) -> None:
        trees = page.locator(".treeview-widget")
        header = trees.nth(0).locator(".treeview-header-cell").first
        comes_true(page, lambda: abs(box(header)["width"] - before - 40) <= 1, True)
        expect(trees.nth(1).locator(".treeview-cell-selected")).to_have_text(["gamma"])

    same_everywhere(app, page, wanted)
    [selected] = app.call(made.cells.get_selected_cells)
    assert (selected["path"], selected["col_key"]) == (["row0"], "name")


def test_edits_by_the_program_while_it_is_shown(app: Served, page: Page) -> None:
    tree, _, rows = opened(app, page)
    row(tree, "nine").click()
    rows.locator(".treeview-header-cell").nth(1).click()
    answered(app)
    made = app.app.made

    async def edit() -> None:
        await made.tree.update_tree({**TREE, "new": {"name": "new", "size": 4, "done": True}})
        await made.tree.set_colors(
            {
                "rows": [{"path": ["9"], "bg": "rgb(250, 240, 200)"}],
                "cells": [{"path": ["src", "a"], "col_key": "name", "fg": "red", "bold": True}],
                "columns": [{"col_key": "size", "fg": "blue"}],
                "table": {"bg": "rgb(240, 250, 240)"},
            }
        )
        await made.tree.add_item(["src", "deep"], "y", {"name": "added", "size": 0})
        await made.tree.remove_item(["10"])
        await made.tree.insert_column({"label": "Note", "key": "note"}, "size")
        await made.tree.set_cell(["9"], "note", "a note")
        await made.tree.collapse_item(["src"])
        await made.rows.insert_row(1, ["first", 2, True])
        await made.rows.delete_row(0)
        await made.rows.sort_by_column(None)
        await made.combo.insert_alpha("banana")
        await made.combo.show_text("banana")

    app.call(edit)

    def wanted(page: Page) -> None:
        trees = page.locator(".treeview-widget")
        expect(row(trees.nth(0), "a note")).to_be_visible()
        shows(trees.nth(0), ["src", "nine", "new"])
        shows(trees.nth(2), ["first", "alpha", "beta"])
        expect(trees.nth(0).locator(".treeview-row-selected")).to_have_count(1)
        expect(page.locator(".combobox-input")).to_have_value("banana")

    same_everywhere(app, page, wanted)


def test_columns_stay_as_wide_as_they_are_while_a_cell_is_edited(app: Served, page: Page) -> None:
    tree, _, _ = opened(app, page)
    # As many as leave each less room than a browser gives a text field that has no width.
    app.call(app.app.made.tree.set_columns, [*COLUMNS, *"abcdef"])
    expect(tree.locator(".treeview-header-cell")).to_have_count(len(COLUMNS) + 6)
    page.evaluate(_FRAMES)
    widths = "row => [...row.children].map((cell) => cell.offsetWidth)"
    before = row(tree, "beta").evaluate(widths)
    cell(tree, "beta").dblclick()
    expect(tree.locator(".treeview-cell-editor")).to_be_focused()
    assert tree.locator(".treeview-row:has(input:focus)").evaluate(widths) == before


def test_an_edit_goes_on_while_the_program_changes_rows(app: Served, page: Page) -> None:
    tree, _, _ = opened(app, page)
    made = app.app.made
    edits: list[tuple[Any, ...]] = []
    app.call(made.tree.on, "cell_edited", lambda *told: edits.append(told))
    cell(tree, "beta").dblclick()
    page.keyboard.type("half")
    page.keyboard.press("ArrowLeft")
    app.call(made.tree.add_item, None, "8", {"name": "eight", "size": 8, "done": False})
    app.call(made.tree.set_cell, ["src", "b"], "name", "by the program")
    app.catch_up(made.tree)
    page.keyboard.type("way to the moo")
    page.keyboard.press("Enter")
    expect(cell(tree, "halway to the moof")).to_be_visible()
    answered(app)
    assert edits == [(["src", "b"], "name", "by the program", "halway to the moof")]

    # A tick that the keys have come to is where the keys are still.
    row(tree, "nine").locator("input").focus()
    app.call(made.tree.remove_item, ["8"])
    app.catch_up(made.tree)
    page.keyboard.press("Space")
    expect(row(tree, "nine").locator("input")).to_be_checked()
    assert errors(page) == []


@pytest.mark.parametrize("is_slow", [False, True])
def test_text_that_is_being_composed_is_not_torn(app: Served, page: Page, is_slow: bool) -> None:
    """A slow page comes to the end of the double click only when text is being composed."""
    if is_slow:
        page.add_init_script(_HELD_TIMERS)
    tree, _, _ = opened(app, page)
    made = app.app.made
    cell(tree, "beta").dblclick()
    input_method = page.context.new_cdp_session(page)
    composing = {"text": "てん", "selectionStart": 2, "selectionEnd": 2}
    input_method.send("Input.imeSetComposition", composing)
    if is_slow:
        page.evaluate("letTimersRun()")
    app.call(made.tree.add_item, None, "8", {"name": "eight", "size": 8, "done": False})
    app.catch_up(made.tree)
    input_method.send("Input.insertText", {"text": "天文"})
    expect(row(tree, "eight")).to_be_visible()
    page.keyboard.press("Enter")
    expect(cell(tree, "天文")).to_have_text("天文")
    same_everywhere(app, page, lambda page: None)


def test_an_edit_that_is_given_up_shows_what_the_program_has_set(app: Served, page: Page) -> None:
    tree, _, _ = opened(app, page)
    cell(tree, "beta").dblclick()
    page.keyboard.type("half")
    app.call(app.app.made.tree.set_cell, ["src", "b"], "name", "by the program")
    app.catch_up(app.app.made.tree)
    page.keyboard.press("Escape")
    expect(cell(tree, "by the program")).to_be_visible()
    same_everywhere(app, page, lambda page: None)


@pytest.mark.parametrize("goes", ["row", "rows", "column", "sight"])
def test_an_edit_ends_with_its_cell(app: Served, page: Page, goes: str) -> None:
    tree, _, _ = opened(app, page)
    made = app.app.made.tree
    edits: list[tuple[Any, ...]] = []
    app.call(made.on, "cell_edited", lambda *told: edits.append(told))
    cell(tree, "beta").dblclick()
    page.keyboard.type("half")
    match goes:
        case "row":
            app.call(made.remove_item, ["src", "b"])
        case "rows":
            app.call(made.clear)
            app.call(made.set_tree, TREE)
        case "column":
            app.call(made.set_columns, COLUMNS[1:])
            app.call(made.set_columns, COLUMNS)
        case "sight":
            app.call(made.collapse_item, ["src"])
    app.catch_up(made)
    expect(tree.locator(".treeview-cell-editor")).to_have_count(0)
    cell(tree, "nine").dblclick()
    page.keyboard.type("another")
    page.keyboard.press("Enter")
    expect(cell(tree, "another")).to_be_visible()
    answered(app)
    assert edits == [(["9"], "name", "nine", "another")]
    app.call(made.expand_all)
    same_everywhere(app, page, lambda page: None)


def test_a_click_counts_though_rows_change_before_the_button_is_let_go(
    app: Served, page: Page
) -> None:
    tree, _, rows = opened(app, page)
    made = app.app.made
    row(tree, "nine").hover()
    page.mouse.down()
    app.call(made.tree.add_item, None, "8", {"name": "eight", "size": 8, "done": False})
    app.catch_up(made.tree)
    page.mouse.up()
    expect(row(tree, "eight")).to_be_visible()
    expect(tree.locator(".treeview-row-selected")).to_have_text("nine3")
    row(rows, "gamma").locator("input").hover()
    page.mouse.down()
    app.call(made.rows.append_row, ["delta", 4, False])
    app.catch_up(made.rows)
    page.mouse.up()
    expect(row(rows, "delta")).to_be_visible()
    expect(row(rows, "gamma").locator("input")).to_be_checked()
    same_everywhere(app, page, lambda page: None)
    assert [one["path"] for one in app.call(made.tree.get_selected)] == [["9"]]


def test_rows_that_come_are_not_told_as_if_users_had_scrolled(app: Served, page: Page) -> None:
    """Else each page would tell it, and take the users of the others back to where they were."""
    opened(app, page)
    table, told = app.app.made.rows, []
    app.call(table.set_rows, [[f"row {number}", number, False] for number in range(100)])
    app.call(table.on, "scrolled", lambda *place: told.append(place))
    other = second_tab(page)
    expect(other.get_by_text("row 0")).to_be_visible()
    in_rows(page, "(rows) => { rows.scrollTop = 600; }")
    comes_true(other, lambda: top(other), 600)
    other.evaluate(_FRAMES)  # until then it goes by the part, in case that it is not laid out yet
    for number in range(100, 160):
        app.call(table.append_row, [f"row {number}", number, False])
        page.wait_for_timeout(20)  # ms, so that there is time to tell of each of some
    for shown in (page, other):
        expect(shown.get_by_text("row 159", exact=True)).to_be_attached()
    comes_true(page, lambda: round(app.call(table.get_scroll_position)[1], 4), fraction(page))
    assert len(told) == 1
    assert [top(shown) for shown in (page, other)] == [600, 600]
    page.reload()
    expect(page.get_by_text("row 30", exact=True)).to_be_visible()
    comes_true(page, lambda: abs(top(page) - 600) <= 1, True)
    assert errors(page) == errors(other) == []


def in_rows(page: Page, script: str) -> float:
    """Ask the element that scrolls the table of rows."""
    table = page.locator(".treeview-widget").nth(2)
    found: float = table.locator(".treeview-viewport").evaluate(script)
    return found


def top(page: Page) -> float:
    """How far it is scrolled, in pixels."""
    return in_rows(page, "(rows) => rows.scrollTop")


def fraction(page: Page) -> float:
    """The same, as a part of what there is to scroll."""
    whole = "(rows) => rows.firstElementChild.scrollHeight - rows.clientHeight"
    return round(top(page) / in_rows(page, whole), 4)


def test_items_stand_in_pythons_alphabet_and_a_typed_one_is_kept(app: Served, page: Page) -> None:
    opened(app, page)
    entry = page.locator(".combobox-input")
    expect(entry).to_have_value("pear")
    entry.fill("quince")
    entry.press("Enter")
    answered(app)

    def wanted(page: Page) -> None:
        expect(page.locator(".combobox-input")).to_have_value("quince")
        page.locator(".combobox-button").click()
        expect(page.locator(".combobox-item")).to_have_text(["Apple", "fig", "pear", "quince"])
        page.locator(".combobox-button").click()

    same_everywhere(app, page, wanted)
    assert app.call(app.app.made.combo.get_index) == 3
    page.locator(".combobox-button").click()
    page.locator(".combobox-item").nth(1).click()
    answered(app)
    expect(entry).to_have_value("fig")
    assert app.call(app.app.made.combo.get_text) == "fig"


def test_two_tabs_follow_each_other(app: Served, page: Page) -> None:
    tree, cells, _ = opened(app, page)
    other = second_tab(page)
    others = other.locator(".treeview-widget")
    expect(others).to_have_count(3)
    cell(others.nth(0), "beta").dblclick()
    other.keyboard.type("elsewhere")
    other.keyboard.press("Enter")
    expect(cell(tree, "elsewhere")).to_be_visible()
    row(tree, "src").first.locator(".treeview-toggle").click()
    expect(others.nth(0).locator(".treeview-row")).to_have_count(3)
    cell(cells, "gamma").click()
    expect(others.nth(1).locator(".treeview-cell-selected")).to_have_count(1)
    assert errors(page) == errors(other) == []

"""Cells of tables that change often, in Chromium: what is done in the page for each, and no more.

Knows: the public async API, and what a user sees and points at. Must not know: the wire, or how
rows are drawn.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from playwright.sync_api import Page, expect

from browser.conftest import Served
from browser.gestures import comes_true, errors

COUNT = 300
"""More rows than can be seen."""

COLUMNS = [
    {"label": "Name", "key": "name"},
    {"label": "Value", "key": "value", "type": "float"},
    {"label": "Note", "key": "note"},
    {"label": "Ready", "key": "ready", "type": "boolean"},
    {"label": "Go", "key": "go", "widget": "button", "enabled_key": "ready"},
    {"label": "On", "key": "on", "widget": "checkbox", "visible_key": "ready"},
]

# Notes what is changed in the page, and where.
_WATCH = """(table) => {
    window.changes = [];
    new MutationObserver((records) => {
        for (const { type, target, attributeName } of records) {
            window.changes.push([type, attributeName ?? target.data ?? target.className]);
        }
    }).observe(table, {
        attributes: true, characterData: true, childList: true, subtree: true,
    });
}"""


def test_a_changed_cell_is_changed_and_nothing_else(
    serve: Callable[..., Served], page: Page
) -> None:
    """And what a value decides besides is, too; a title is there where the pointer is."""

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Table")
            await top.resize(700, 500)
            table = await W.TableView(columns=COLUMNS)
            await table.set_rows(
                [[f"row {number}", 1.5, "a", False, "go", False] for number in range(COUNT)]
            )
            plain = await W.TableView(columns=COLUMNS[:3])
            await plain.set_rows([[f"row {number}", 1.5, "a"] for number in range(COUNT)])
            box = await W.VBox()
            await box.add_widget(table, 1)
            await box.add_widget(plain, 1)
            await top.set_widget(box)
            await top.show()
            app.made = SimpleNamespace(table=table, plain=plain)

    app = serve(setup)
    page.goto(app.url)
    table = page.locator(".tableview-widget").first
    row = table.locator(".treeview-row").nth(2)
    cells = row.locator(".treeview-cell")
    expect(cells).to_have_text(["row 2", "1.5", "a", "", "go", ""])
    made, plain_table = app.app.made.table, app.app.made.plain

    # What changes is a text, and a tick has a title that tells it in words.
    table.evaluate(_WATCH)
    app.call(made.set_cell, ["row2"], "value", 7.25)
    app.call(made.set_cell, ["row299"], "value", 8.25)
    expect(cells.nth(1)).to_have_text("7.25")
    assert page.evaluate("changes") == [["characterData", "7.25"]]
    assert [each.get_attribute("title") for each in cells.all()] == [
        None, None, None, "false", None, None,
    ]  # fmt: skip

    # What else hangs on a value changes with it: which controls are there, and can be used.
    expect(cells.nth(4).locator("button")).to_be_disabled()
    expect(cells.nth(5).locator("input")).to_have_count(0)
    app.call(made.set_cell, ["row2"], "ready", True)
    expect(cells.nth(4).locator("button")).to_be_enabled()
    expect(cells.nth(5).locator("input")).to_have_count(1)
    expect(cells.nth(3)).to_have_attribute("title", "true")

    # A cell without a value is none: the one before extends over it; until it has one again.
    app.call(made.set_cell, ["row2"], "note", None)
    expect(cells).to_have_text(["row 2", "7.25", "✓", "go", ""])
    app.call(made.set_cell, ["row2"], "note", "b")
    expect(cells).to_have_text(["row 2", "7.25", "b", "✓", "go", ""])

    # The title goes with the pointer, and with the text.
    cells.nth(1).hover()
    expect(cells.nth(1)).to_have_attribute("title", "7.25")
    app.call(made.set_cell, ["row2"], "value", 9.5)
    expect(cells.nth(1)).to_have_attribute("title", "9.5")
    cells.nth(2).hover()
    expect(cells.nth(2)).to_have_attribute("title", "b")
    assert cells.nth(1).get_attribute("title") is None
    cells.nth(3).hover()
    assert cells.nth(2).get_attribute("title") is None
    page.mouse.move(1, 1)
    expect(cells.nth(3)).to_have_attribute("title", "true")

    # Where all rows are equally high, no text is asked for its height; another spacing counts.
    plain = page.locator(".tableview-widget").nth(1).locator(".treeview-row").nth(2)
    expect(plain).to_contain_text("row 2")
    height = plain.evaluate("(row) => row.offsetHeight")
    plain.locator(".treeview-cell").nth(1).evaluate("(cell) => { cell.style.fontSize = '60px'; }")
    assert plain.evaluate("(row) => row.offsetHeight") == height
    plain.locator(".treeview-cell").nth(1).evaluate("(cell) => { cell.style.fontSize = ''; }")
    app.call(plain_table.set_row_spacing, 12)
    spaced = "(row) => row.offsetHeight - row.firstChild.nextSibling.nextSibling.offsetHeight"
    comes_true(page, lambda: plain.evaluate("(row) => row.offsetHeight") >= 24 + 12, True)
    assert plain.evaluate(spaced) == 1, "its line"
    assert errors(page) == []

"""Trees and tables, whose content is a model in Python.

What users edit, open, select and sort is in that model, so it is there after a reload.

A tree is a mapping of keys to rows. A row is a mapping as well: what in it is a mapping again is a
row below it, by its key, and all else is its values, by the keys of columns. A row of a tree that
has no values shows its key: `{"Dome": {"shutter": {"name": "Shutter", "state": "open"}}}`.

A row is named by its path: the keys from the root down to it. Rows of a table, and others that come
without keys, are given them: `"row0"`, `"row1"` and on, in the order in which they came, and keep
them wherever they are moved by sorting, inserting and deleting. So the first row of a new table is
written to by `set_cell(["row0"], key_of_the_column, value)`. `update_rows()` goes by the order,
too: where a row comes in the middle, what was selected or being edited below it is another one's.
Rows that must be told apart have keys of their own in a TreeView, which may be as flat as a table.

A column is its label, or a mapping, of which nothing must be given:

- `label`, and `key`, by which rows and methods name it (`"_col0"` and on where there is none)
- `type`: `"string"`, `"integer"`, `"float"`, `"boolean"` (a tick), or `"icon"` (a value is the URL
  of a picture, which is shown `icon_size` pixels wide and high, 16 if not given)
- `editable`: whether its cells can be edited
- `halign`: `"left"`, `"center"` or `"right"`; by default numbers stand at the right
- `colwidth`: its width at first, in pixels or as a CSS track such as `"1fr"`
- `widget`: what its cells hold in place of text: `"checkbox"`, `"combobox"` (of the texts in
  `choices`), `"progress"` (from `min` to `max`, 0 to 100), or `"button"` (labelled with the
  cell's value; a press is told as `cell_action`)
- `visible_key`, `enabled_key`: names of further values of a row, which say whether the widget in it
  is there, and whether it can be used

Where a row has no value for a column, or None, the cell before it takes the room, and no widget is
there: give a box to tick False, and each button its label.

A browser is sent all rows, but its page holds the elements of those that can be seen, and draws
what has changed once a frame. So 100,000 rows are as quick to scroll and to change as 100: cells
are set as they come, ten times a second and more, with no `batch()`. Where there are more than 200
open rows, the browser's own search (Ctrl+F) finds only those in sight, and a text selection ends
with them; copying selected rows and cells (Ctrl+C), selecting, sorting and `scroll_to_path()` reach
them all. Screen readers are told how many there are.
"""

from typing import Any

from .exhibit import Group, Tell

GROUP = Group("Trees and tables")

CATALOGUE = {
    "Galaxies": {
        "M 31": {"object": "M 31", "magnitude": 3.4, "seen": True},
        "M 51": {"object": "M 51", "magnitude": 8.4, "seen": False},
        "M 104": {"object": "M 104", "magnitude": 8.0, "seen": False},
    },
    "Clusters": {
        "M 13": {"object": "M 13", "magnitude": 5.8, "seen": True},
        "M 45": {"object": "M 45", "magnitude": 1.6, "seen": True},
    },
    "Nebulae": {"M 57": {"object": "M 57", "magnitude": 8.8, "seen": False}},
}


@GROUP.shows("TreeView", size=(460, 360))
async def tree_view(W: Any, tell: Tell) -> Any:
    tree = await W.TreeView(
        columns=[
            {"label": "Object", "key": "object", "type": "string"},
            {"label": "Magnitude", "key": "magnitude", "type": "float", "editable": True},
            {"label": "Seen", "key": "seen", "widget": "checkbox", "editable": True},
        ],
        sortable=True,
        selection_mode="multiple",
        alternate_row_colors=True,
    )
    await tree.set_tree(CATALOGUE)
    await tree.collapse_item(["Nebulae"])
    await tree.set_cell_color(["Galaxies", "M 51"], "object", fg="danger", bold=True)
    await tell(tree, "selected", "expanded", "collapsed", "sorted", "cell_edited", "activated")
    return tree


@GROUP.shows("TableView", size=(480, 330))
async def table_view(W: Any, tell: Tell) -> Any:
    table = await W.TableView(
        columns=[
            {"label": "Frame", "key": "frame"},
            {"label": "Filter", "key": "filter", "editable": True},
            {"label": "Seconds", "key": "seconds", "type": "float", "editable": True},
        ],
        sortable=True,
        selection_mode="multiple-cell",
        show_row_numbers=True,
    )
    await table.set_rows(
        [["0041", "V", 300], ["0042", "B", 600], ["0043", "R", 120], ["0044", "V", 30]]
    )
    await table.set_column_color("filter", fg="success", bold=True)
    add = await W.Button("Append a frame")

    async def append() -> None:
        await table.append_row([f"{41 + table.get_row_count():04d}", "V", 300])

    await add.on("activated", append)
    await tell(table, "cell_selected", "sorted", "cell_edited", "copy", "cut", "paste")
    box = await W.VBox(spacing=6, padding=8)
    await box.add_widget(table, 1)
    await box.add_widget(add, 0)
    return box

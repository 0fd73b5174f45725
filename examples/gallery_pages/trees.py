"""Trees and tables, whose content is a model in Python.

What users edit, open, select and sort is in that model, so it is there after a reload.

A row is named by its path: the keys from the root down to it. Rows of a table, and others that come
without keys, are given them: `"row0"`, `"row1"` and on, in the order in which they came, and keep
them wherever they are moved by sorting, inserting and deleting. So the first row of a new table is
written to by `set_cell(["row0"], key_of_the_column, value)`.
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
    await tree.set_cell_color(["Galaxies", "M 51"], "object", fg="#b3261e", bold=True)
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
    await table.set_column_color("filter", fg="#2e6b34", bold=True)
    add = await W.Button("Append a frame")

    async def append() -> None:
        await table.append_row([f"{41 + table.get_row_count():04d}", "V", 300])

    await add.on("activated", append)
    await tell(table, "cell_selected", "sorted", "cell_edited", "copy", "cut", "paste")
    box = await W.VBox(spacing=6)
    await box.add_widget(table, 1)
    await box.add_widget(add, 0)
    return box

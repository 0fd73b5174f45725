"""Trees and tables."""

from ..colors import SetColors
from ..effects import Act, Ask, Clear, Fixed, Get, Journal, Set, Target
from ..reports import Reports, ReportsEdit, ReportsKeyed, ReportsRecords
from ..spec import WidgetClass
from ..table import define
from ..terms import Says, Tells, p, says, tells
from ..windows import ATTACHED
from ..words import COLOR, PATH
from .base import WIDGET
from .windows import scrolled

_CONTENT = "content"
# fmt: off
_ROWS = frozenset({
    "set_tree", "add_tree", "update_tree", "set_data", "update_data", "set_rows", "update_rows",
    "add_item", "remove_item", "remove_items", "delete_tree", "set_cell", "insert_row",
    "append_row", "delete_row", "clear",
})
# fmt: on
"""Methods whose calls do not matter any more when all rows are replaced."""

_EDIT = Journal(_CONTENT)
_UPDATE = Journal(_CONTENT, replaces=_ROWS)
_REPLACE = Journal(
    _CONTENT,
    replaces=_ROWS,
    # What hangs on rows goes with them; colours of columns and of the table stay.
    voids=("selected", "cell", "cell_color", "row_color", "expanded"),
)
_CLIPBOARD = Act(Target.ASKER)
_COLORS = (
    p("fg", COLOR, "the text color, a CSS color; None leaves it to the next level", "None"),
    p("bg", COLOR, "the background, a CSS color; None leaves it to the next level", "None"),
)
_KEY = p("key", "str", "its key among its siblings")
_VALUES = p("values", "dict[str, Any] | None", "the row's values by column key")
_PATH = p("path", "list[str]", "the keys from the root to the row")
_COL_KEY = p("col_key", "str", "the column's key")

_COMMON: dict[str, Says] = {
    **WIDGET,
    "set_columns": says(
        Journal(_CONTENT, voids=("sort", "column_width", "column_editable")),
        "Replaces the columns; rows stay.",
    ),
    "set_editable": says(
        Set("editable", cast=bool), "Sets whether all cells of text can be edited."
    ),
    "set_header_font": says(
        Set("header_font"),
        "Sets the font of the header; what is None is as by default.",
        p("family", "str | None", "the family", "None"),
        p("size", "float | str | None", "pixels, or a CSS length", "None"),
        p("weight", "str | None", "such as 'normal' or 'bold'", "None"),
        p("style", "str | None", "such as 'normal' or 'italic'", "None"),
    ),
    "set_data": says(_REPLACE, "Replaces all rows by a flat list of them."),
    "update_data": says(_UPDATE, "As set_data(), but only what differs is changed."),
    "clear": says(_REPLACE, "Takes all rows out; columns stay."),
    "get_selected": says(Ask(), "Asks for the selected rows: path and values of each."),
    "clear_selection": says(Fixed("selected", [], also=("selected",)), "Selects no row."),
    "select_path": says(Set("selected", by=1), "Selects a row, too, or no longer."),
    "select_paths": says(Set("selected", by=1), "Selects rows, too, or no longer."),
    "select_all": says(Set("selected", also=("selected",)), "Selects all rows, or none."),
    "set_column_width": says(
        Set("column_width", by=1),
        "Sets the width of a column.",
        p("width", "float | str", "pixels, or a CSS track such as '1fr'"),
    ),
    "get_column_widths": says(Ask(), "Asks for the widths of all columns in pixels."),
    "set_optimal_column_widths": says(
        Fixed("column_width", None, also=("column_width",)),
        "Makes every column as wide as its content.",
    ),
    "set_row_spacing": says(Set("row_spacing"), "Sets the room above and below cells."),
    "set_column_spacing": says(Set("column_spacing"), "Sets the room left and right in cells."),
    "sort_by_column": says(Set("sort"), "Sorts by a column; an unknown one: as they came."),
    "scroll_to_path": says(Act(), "Scrolls to a row, and opens what it is in."),
    "scroll_to_end": says(Act(), "Scrolls to the end."),
    "get_column_count": says(Ask(), "Asks how many columns there are."),
    "get_row_count": says(Ask(), "Asks how many rows there are at the top."),
    "set_show_grid": says(
        Set("show_grid", cast=bool), "Sets whether lines are drawn between cells."
    ),
    "set_show_row_numbers": says(
        Set("show_row_numbers", cast=bool), "Sets whether rows are numbered."
    ),
    "set_sortable": says(Set("sortable", cast=bool), "Sets whether a click on a header sorts."),
    "set_column_editable": says(
        Set("column_editable", by=1), "Sets whether cells of a column can be edited."
    ),
    "set_cell": says(Journal(_CONTENT, names=2), "Sets one cell."),
    "insert_column": says(_EDIT, "Inserts a column before another one."),
    "append_column": says(_EDIT, "Adds a column at the right."),
    "delete_column": says(_EDIT, "Deletes a column, and its values in all rows."),
    "append_row": says(_EDIT, "Adds a row at the end."),
    "set_scroll_position": says(Set("scroll_position", late=True, rank=ATTACHED), "Scrolls it."),
    "get_scroll_position": says(
        Get("scroll_position", (0.0, 0.0)),
        "Gives how far it is scrolled, horizontally and vertically, from 0 to 1.",
    ),
    "get_selected_cells": says(Ask(), "Asks for the selected cells: path, col_key and value."),
    "select_cell": says(Set("cell", by=2), "Selects a cell, too, or no longer."),
    "select_cells": says(Set("cell", by=1), "Selects cells, too, or no longer."),
    "clear_cell_selection": says(Fixed("cell", [], also=("cell",)), "Selects no cell."),
    "copy_selection": says(_CLIPBOARD, "Copies what is selected to the clipboard."),
    "cut_selection": says(_CLIPBOARD, "Moves what is selected to the clipboard."),
    "paste_selection": says(_CLIPBOARD, "Fills cells from the clipboard."),
    "set_colors": says(
        SetColors(),
        "Sets many colors at once.",
        p(
            "spec",
            "Mapping[str, Any]",
            "cells, rows, columns: lists of mappings that name one and have fg, bg, bold; table: "
            "one such mapping; clear: all others go",
        ),
    ),
    "set_cell_color": says(Set("cell_color", by=2), "Sets the colors of a cell.", *_COLORS),
    "set_row_color": says(Set("row_color", by=1), "Sets the colors of a row.", *_COLORS),
    "set_column_color": says(Set("column_color", by=1), "Sets the colors of a column.", *_COLORS),
    "set_table_color": says(Set("table_color"), "Sets the colors of all cells.", *_COLORS),
    "clear_cell_color": says(Clear("cell_color", by=2), "Takes a cell's own colors away."),
    "clear_row_color": says(Clear("row_color", by=1), "Takes a row's own colors away."),
    "clear_column_color": says(Clear("column_color", by=1), "Takes a column's own colors away."),
    "clear_all_colors": says(
        Clear("cell_color", "row_color", "column_color", "table_color"), "Takes all colors away."
    ),
}

_CELLS = p("cells", "list[dict[str, Any]]", "path, col_key and value of each")
_TSV = p("text", "str", "the text, cells parted by tabs and rows by line ends")

_COMMON_ACTIONS: dict[str, Tells] = {
    "activated": tells(
        "A row was clicked twice.",
        _VALUES,
        _PATH,
        p("col_key", "str | None", "the column's key"),
    ),
    "selected": tells(
        "The user has selected other rows.",
        p("rows", "list[dict[str, Any]]", "path and values of each"),
        report=ReportsRecords("selected", "set_selected", ("path",)),
    ),
    "sorted": tells(
        "The user has sorted it.",
        _COL_KEY,
        p("ascending", "bool", "whether small values come first"),
        report=Reports("sort", "sort_by_column", arg=None),
    ),
    "cell_edited": tells(
        "The user has changed a cell.",
        _PATH,
        _COL_KEY,
        p("old_value", "Any", "what was there"),
        p("new_value", "Any", "what is there now"),
        report=ReportsEdit(_CONTENT, "set_cell", (0, 1, 3), names=2),
    ),
    "scrolled": scrolled(),
    "cell_selected": tells(
        "The user has selected other cells.",
        _CELLS,
        report=ReportsRecords(
            "cell", "select_cells", ("path", "col_key"), clear="clear_cell_selection"
        ),
    ),
    "cell_action": tells("A button in a cell was pressed.", _PATH, _VALUES, _COL_KEY),
    "copy": tells("The user has copied cells.", _TSV),
    "cut": tells("The user has cut cells.", _TSV),
    "paste": tells("The user has pasted into cells.", _TSV),
}


def _tree_view() -> WidgetClass:
    expand = Fixed("expanded", True, by=1)
    collapse = Fixed("expanded", False, by=1)
    return define(
        "TreeView",
        "Rows within rows, in columns.",
        options=(p("cell_cursor", "bool", "whether keys move from cell to cell", "False"),),
        methods={
            **_COMMON,
            "set_tree": says(_REPLACE, "Replaces all rows."),
            "add_tree": says(
                _EDIT,
                "Adds rows; those whose keys are there are replaced.",
                p(
                    "parent",
                    f"{PATH} | None",
                    "the path of what they go into; None: the top",
                    "None",
                ),
            ),
            "update_tree": says(_UPDATE, "As set_tree(), but only what differs is changed."),
            "add_item": says(
                _EDIT,
                "Adds a row.",
                p("parent", f"{PATH} | None", "the path of what it goes into; None: the top"),
                _KEY,
                p("values", "Mapping[str, Any]", "its values by column key, or its children"),
            ),
            "remove_item": says(_EDIT, "Takes a row out, with all below it."),
            "remove_items": says(_EDIT, "Takes rows out, with all below them."),
            "delete_tree": says(
                _EDIT,
                "Takes the rows out that a tree of keys names.",
                p("tree", "Mapping[str, Any]", "keys; an empty mapping means all below, too"),
                p("prune_empty", "bool", "whether what is empty then goes as well", "True"),
            ),
            "expand_all": says(Fixed("expanded", True, also=("expanded",)), "Opens all rows."),
            "collapse_all": says(Fixed("expanded", False, also=("expanded",)), "Closes all rows."),
            "get_expanded": says(Ask(), "Asks for the paths of the rows that are open."),
            "get_collapsed": says(Ask(), "Asks for the paths of the rows that are closed."),
            "expand_item": says(expand, "Opens a row."),
            "collapse_item": says(collapse, "Closes a row."),
            "get_subtree": says(
                Ask(),
                "Asks for a part of the tree.",
                p(
                    "status",
                    f"Literal['all', 'selected', 'expanded', 'collapsed'] | {PATH}",
                    "which part: a state, or the path of a row",
                    "'all'",
                ),
            ),
            "set_selected": says(
                Set("selected", also=("selected",)),
                "Selects these rows and no others.",
                p("paths", "Sequence[Sequence[str]] | None", "paths of rows; None: none"),
            ),
            "insert_row": says(
                _EDIT,
                "Inserts a row at the top level.",
                p("key", "str | None", "its key; None: one is made up", "None"),
            ),
            "delete_row": says(
                _EDIT,
                "Takes a row out.",
                p("path_or_key", f"{PATH} | str", "its path, or its key at the top level"),
            ),
        },
        actions={
            **_COMMON_ACTIONS,
            "expanded": tells(
                "The user has opened a row.",
                _VALUES,
                _PATH,
                report=ReportsKeyed("expanded", True, "expand_item", by=1),
            ),
            "collapsed": tells(
                "The user has closed a row.",
                _VALUES,
                _PATH,
                report=ReportsKeyed("expanded", False, "collapse_item", by=1),
            ),
            "changed": tells("Rows were taken out by delete_tree()."),
        },
    )


def _table_view() -> WidgetClass:
    return define(
        "TableView",
        "Rows and columns.",
        options=(
            p("show_grid", "bool", "whether lines are drawn between cells", "True"),
            p("cell_cursor", "bool", "whether keys move from cell to cell", "True"),
        ),
        methods={
            **_COMMON,
            "set_rows": says(_REPLACE, "Replaces all rows."),
            "update_rows": says(_UPDATE, "As set_rows(), but only what differs is changed."),
            "set_selected": says(
                Set("selected", also=("selected",)),
                "Selects these rows and no others.",
                p("items", "Sequence[Sequence[str]] | None", "paths of rows; None: none"),
            ),
            "insert_row": says(_EDIT, "Inserts a row at a place."),
            "delete_row": says(_EDIT, "Deletes the row at a place."),
        },
        actions=_COMMON_ACTIONS,
    )


TABLE = {"TreeView": _tree_view, "TableView": _table_view}

"""Trees and tables."""

from typing import Any

from ...models.grid import Grid
from ...models.parts import SELECTED
from ...models.table import TableModel
from ...models.tree import TreeModel
from ...widgets.action import Action
from ...widgets.whom import Target
from ...widgets.widget import Method, Node
from ..build.define import define
from ..effects.base import Act, Ask, Do, Set
from ..effects.models import ModelEdit, ModelGetter, WidthsEdit, plain_value
from ..effects.sources import set_source
from ..names.terms import p, says, tells
from ..names.types import COLOR, PATH
from ..reports.models import ReportsContent, ReportsHeader
from .empty import SET_PLACEHOLDER
from .scrolling import SCROLL, SCROLLED

_EDIT = ModelEdit()
_WIDTHS = WidthsEdit()
_READ = ModelGetter()
_CELL_MODES = ("single-cell", "multiple-cell")
_CLIPBOARD = Act(Target.ASKER)
_COLORS = (
    p("fg", COLOR, "the text color, a CSS color; None leaves it to the next level", "None"),
    p("bg", COLOR, "the background, a CSS color; None leaves it to the next level", "None"),
)
_ROW = "list[str]"
_KEY = p("key", "str", "its key among its siblings")
_VALUES = p("values", "dict[str, Any] | None", "the row's values by column key")
_PATH = p("path", "list[str]", "the keys from the root to the row")
_COL_KEY = p("col_key", "str", "the column's key")

_COMMON: dict[str, Method] = {
    "set_placeholder": SET_PLACEHOLDER,
    "set_columns": says(
        _WIDTHS, "Replaces the columns; rows stay, widths and the order of sorting go."
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
    "set_data": says(_EDIT, "Replaces all rows by a flat list of them."),
    "update_data": says(_EDIT, "As set_data(), but only what differs is changed."),
    "clear": says(_EDIT, "Takes all rows out; columns stay."),
    "get_selected": says(_READ, "Gives the selected rows: path and values of each."),
    "clear_selection": says(_EDIT, "Selects no row."),
    "select_path": says(_EDIT, "Selects a row, too, or no longer."),
    "select_paths": says(_EDIT, "Selects rows, too, or no longer."),
    "select_all": says(_EDIT, "Selects all rows, or none."),
    "set_column_width": says(
        _WIDTHS,
        "Sets the width of a column.",
        p("width", "float | str", "pixels, or a CSS track such as '1fr'"),
    ),
    "get_column_widths": says(Ask(), "Asks for the widths of all columns in pixels."),
    "set_optimal_column_widths": says(_WIDTHS, "Makes every column as wide as its content."),
    "set_row_spacing": says(Set("row_spacing"), "Sets the room above and below cells."),
    "set_column_spacing": says(Set("column_spacing"), "Sets the room left and right in cells."),
    "sort_by_column": says(
        _EDIT,
        "Sorts by a column.",
        p("col_key", "str | None", "the column's key; None: the rows stand as they came"),
    ),
    "scroll_to_path": says(_EDIT, "Scrolls to a row, and opens what it is in."),
    "scroll_to_end": says(Act(), "Scrolls to the end."),
    "get_column_count": says(_READ, "Gives how many columns there are."),
    "get_row_count": says(_READ, "Gives how many rows there are at the top."),
    "set_show_grid": says(
        Set("show_grid", cast=bool), "Sets whether lines are drawn between cells."
    ),
    "set_show_row_numbers": says(
        Set("show_row_numbers", cast=bool), "Sets whether rows are numbered."
    ),
    "set_sortable": says(Set("sortable", cast=bool), "Sets whether a click on a header sorts."),
    "set_column_editable": says(_EDIT, "Sets whether cells of a column can be edited."),
    "set_cell": says(_EDIT, "Sets one cell."),
    "insert_column": says(_WIDTHS, "Inserts a column before another one."),
    "append_column": says(_WIDTHS, "Adds a column at the right."),
    "delete_column": says(_WIDTHS, "Deletes a column, and its values in all rows."),
    "append_row": says(_EDIT, "Adds a row at the end, and gives its path.", gives=_ROW),
    **SCROLL,
    "get_selected_cells": says(_READ, "Gives the selected cells: path, col_key and value."),
    "select_cell": says(_EDIT, "Selects a cell, too, or no longer."),
    "select_cells": says(_EDIT, "Selects cells, too, or no longer."),
    "clear_cell_selection": says(_EDIT, "Selects no cell."),
    "copy_selection": says(_CLIPBOARD, "Copies what is selected to the clipboard."),
    "cut_selection": says(_CLIPBOARD, "Moves what is selected to the clipboard."),
    "paste_selection": says(_CLIPBOARD, "Fills cells from the clipboard."),
    "set_colors": says(
        _EDIT,
        "Sets many colors at once.",
        p(
            "spec",
            "Mapping[str, Any]",
            "cells, rows, columns: lists of mappings that name one and have fg, bg, bold; table: "
            "one such mapping; clear: all others go",
        ),
    ),
    "set_cell_color": says(_EDIT, "Sets the colors of a cell.", *_COLORS),
    "set_row_color": says(_EDIT, "Sets the colors of a row.", *_COLORS),
    "set_column_color": says(_EDIT, "Sets the colors of a column.", *_COLORS),
    "set_table_color": says(_EDIT, "Sets the colors of all cells.", *_COLORS),
    "clear_cell_color": says(_EDIT, "Takes a cell's own colors away."),
    "clear_row_color": says(_EDIT, "Takes a row's own colors away."),
    "clear_column_color": says(_EDIT, "Takes a column's own colors away."),
    "clear_all_colors": says(_EDIT, "Takes all colors away."),
}

_CELLS = p("cells", "list[dict[str, Any]]", "path, col_key and value of each")
_TSV = p("text", "str", "the text, cells parted by tabs and rows by line ends")

_COMMON_ACTIONS: dict[str, Action] = {
    "activated": tells(
        "A row was clicked twice.", _VALUES, _PATH, p("col_key", "str | None", "the column's key")
    ),
    "selected": tells(
        "The user has selected other rows.",
        p("rows", "list[dict[str, Any]]", "path and values of each"),
        report=ReportsContent("selected", parts=(SELECTED,)),
    ),
    "sorted": tells(
        "The user has sorted it.",
        _COL_KEY,
        p("ascending", "bool", "whether small values come first"),
        report=ReportsHeader("sorted"),
    ),
    "cell_edited": tells(
        "The user has changed a cell.",
        _PATH,
        _COL_KEY,
        p("old_value", "Any", "what was there"),
        p("new_value", "Any", "what is there now"),
        report=ReportsContent("cell_edited"),
    ),
    "scrolled": SCROLLED,
    "cell_selected": tells(
        "The user has selected other cells.",
        _CELLS,
        report=ReportsContent("cell_selected", given=1),
    ),
    "cell_action": tells("A button in a cell was pressed.", _PATH, _VALUES, _COL_KEY),
    "copy": tells("The user has copied cells.", _TSV),
    "cut": tells("The user has cut cells.", _TSV),
    "paste": tells("The user has pasted into cells.", _TSV),
}


def _tree_content(node: Node) -> TreeModel:
    return _with_its_columns(node, TreeModel(**_settings(node)))


def _table_content(node: Node) -> TableModel:
    return _with_its_columns(node, TableModel(**_settings(node)))


def _with_its_columns[M: Grid](node: Node, model: M) -> M:
    """Have browsers be told of the columns as the model has them, and of nothing else."""
    given = node.argument("columns", ())
    if any(not isinstance(column, str) for column in given):
        node.give("columns", model.columns.specs)
    return model


def _settings(node: Node) -> dict[str, Any]:
    return {
        "columns": node.argument("columns"),
        "convert": plain_value,
        "doubts": lambda doubt: node.ops.doubts(f"{node.cls.name}: {doubt}"),
        "picks_cells": node.argument("selection_mode") in _CELL_MODES,
    }


TABLE = {
    "TreeView": lambda: define(
        "TreeView",
        "Rows within rows, in columns.",
        options=(p("cell_cursor", "bool", "whether keys move from cell to cell", "False"),),
        methods=_COMMON,
        set_tree=says(_EDIT, "Replaces all rows."),
        add_tree=says(
            _EDIT,
            "Adds rows; those whose keys are there are replaced.",
            p("parent", f"{PATH} | None", "the path of what they go into; None: the top", "None"),
        ),
        update_tree=says(_EDIT, "As set_tree(), but only what differs is changed."),
        add_item=says(
            _EDIT,
            "Adds a row, and gives its path.",
            p("parent", f"{PATH} | None", "the path of what it goes into; None: the top"),
            _KEY,
            p("values", "Mapping[str, Any]", "its values by column key, or its children"),
            gives=_ROW,
        ),
        remove_item=says(_EDIT, "Takes a row out, with all below it."),
        remove_items=says(_EDIT, "Takes rows out, with all below them."),
        delete_tree=says(
            ModelEdit(event="changed"),
            "Takes the rows out that a tree of keys names.",
            p("tree", "Mapping[str, Any]", "keys; an empty mapping means all below, too"),
            p("prune_empty", "bool", "whether what is empty then goes as well", "True"),
        ),
        expand_all=says(_EDIT, "Opens all rows."),
        collapse_all=says(_EDIT, "Closes all rows."),
        get_expanded=says(_READ, "Gives the paths of the rows that are open."),
        get_collapsed=says(
            _READ, "Gives the paths of the rows that are closed.", gives="list[list[str]]"
        ),
        expand_item=says(_EDIT, "Opens a row."),
        collapse_item=says(_EDIT, "Closes a row."),
        get_subtree=says(
            _READ,
            "Gives a part of the tree.",
            p(
                "status",
                f"Literal['all', 'selected', 'expanded', 'collapsed'] | {PATH}",
                "which part: a state, or the path of a row",
                "'all'",
            ),
        ),
        set_selected=says(
            _EDIT,
            "Selects these rows and no others.",
            p("paths", "Sequence[Sequence[str]] | None", "paths of rows; None: none"),
        ),
        insert_row=says(
            _EDIT,
            "Inserts a row at the top level, and gives its path.",
            p("key", "str | None", "its key; None: one is made up", "None"),
            gives=_ROW,
        ),
        delete_row=says(
            _EDIT,
            "Takes a row out.",
            p("path_or_key", f"{PATH} | str", "its path, or its key at the top level"),
        ),
        actions={
            **_COMMON_ACTIONS,
            "expanded": tells(
                "A row was opened.", _VALUES, _PATH, report=ReportsContent("expanded")
            ),
            "collapsed": tells(
                "A row was closed.", _VALUES, _PATH, report=ReportsContent("collapsed")
            ),
            "changed": tells("Rows were taken out by delete_tree()."),
        },
        content=_tree_content,
    ),
    "TableView": lambda: define(
        "TableView",
        "Rows and columns.",
        options=(
            p("show_grid", "bool", "whether lines are drawn between cells", "True"),
            p("cell_cursor", "bool", "whether keys move from cell to cell", "True"),
        ),
        methods=_COMMON,
        set_rows=says(_EDIT, "Replaces all rows."),
        update_rows=says(_EDIT, "As set_rows(), but only what differs is changed."),
        set_selected=says(
            _EDIT,
            "Selects these rows and no others.",
            p("items", "Sequence[Sequence[str]] | None", "paths of rows; None: none"),
        ),
        set_source=says(
            Do(set_source),
            "Has the rows read from a source, as far as they are looked at.",
            p(
                "source",
                "Tabular | None",
                "the source, or what one is made of (tables); None: the table has its own rows",
            ),
        ),
        source_changed=says(
            _EDIT, "Has what browsers show of the source read again: it has changed."
        ),
        set_filter=says(
            _EDIT,
            "Shows only some rows of the source.",
            p("condition", "Any", "what the source's filter() takes; None: all rows"),
        ),
        insert_row=says(
            _EDIT,
            "Inserts a row at a place of the data, however it is sorted, and gives its path.",
            gives=_ROW,
        ),
        delete_row=says(_EDIT, "Deletes the row at a place of the data, however it is sorted."),
        actions=_COMMON_ACTIONS,
        content=_table_content,
    ),
}

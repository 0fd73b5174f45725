"""Boxes, grids, splitters and frames."""

from ...widgets.widget import Method, Node, WidgetClass
from ..build.base import border
from ..build.define import define
from ..effects.base import Announces, Get, Query, Set
from ..effects.containers import (
    SIZES,
    AddChild,
    InsertChild,
    RemoveAll,
    RemoveChild,
    of_child,
    sizes_of_children,
)
from ..effects.grid import AddToCell, InsertLine, check_shape, child_in_cell, delete_line, shape_of
from ..effects.values import Toggle
from ..names.terms import p, says, tells
from ..names.types import COLOR, HALIGN, LENGTH, ORIENTATION
from ..reports.values import Reports

_ALIGNMENTS = {"horizontal": ("top", "center", "bottom"), "vertical": ("left", "center", "right")}


def _refuse_align(node: Node, value: object) -> str | None:
    orientation = "vertical" if node.cls.name == "VBox" else node.value("orientation", "horizontal")
    allowed = _ALIGNMENTS.get(orientation, ())
    if value in allowed:
        return None
    return f"align is {value!r}; in a {orientation} box it must be one of {', '.join(allowed)}"


_BOX: dict[str, Method] = {
    "add_widget": says(AddChild(), "Adds a child at the end."),
    "insert_widget": says(InsertChild(), "Inserts a child before the one at a place."),
    "set_spacing": says(Set("spacing"), "Sets the room between children."),
}


def _box(name: str, doc: str) -> WidgetClass:
    align = "Literal['left', 'center', 'right', 'top', 'bottom']"
    return define(
        name,
        doc,
        methods=_BOX,
        set_align=says(
            Set("align", refuse=_refuse_align),
            "Sets where children stand across the box's direction.",
            p("align", align, "left and right in a vertical box, top and bottom in another"),
        ),
    )


_INDEX = p("index", "int", "from 0; as many as there are: at the end")
_WIDGETS = p("widgets", "Sequence[Widget] | None", "the widgets in it, in order", "None")
_SIZES = p("sizes", "Sequence[float]", "pixels, for every pane in order")
_TITLE = p("text", "str", "the title")
_COLLAPSED = p("collapsed", "bool", "whether its content is hidden")


def _refuse_collapse(node: Node, value: object) -> str | None:
    if node.argument("collapsible", True):
        return None
    return "it was made with collapsible=False"


TABLE = {
    "Box": lambda: _box("Box", "Holds children in a row or a column."),
    "VBox": lambda: _box("VBox", "Holds children in a column."),
    "HBox": lambda: _box("HBox", "Holds children in a row."),
    "ButtonBox": lambda: define(
        "ButtonBox",
        "A box whose children all are as wide as the widest one.",
        options=(
            p("halign", HALIGN, "where the buttons stand", "'center'"),
            p("min_button_width", "float | None", "pixels; None: as wide as needed", "None"),
        ),
        methods=_BOX,
        set_halign=says(
            Set("halign"), "Sets where the buttons stand.", p("halign", HALIGN, "where")
        ),
    ),
    "FixedLayout": lambda: define(
        "FixedLayout",
        "Holds children at fixed places.",
        add_widget=says(AddChild(), "Puts a child at a place; again to move it."),
    ),
    "GridBox": lambda: define(
        "GridBox",
        "Holds children in rows and columns; it grows where it has to.",
        options=(
            p("rows", "int", "rows at first", "1"),
            p("columns", "int", "columns at first", "1"),
        ),
        # The browser's own remove() does not destroy what it should.
        remove=says(RemoveChild(destroys=False), "Takes a child out; its cell stays."),
        remove_widget=says(RemoveChild(destroys=False), "Takes a child out; its cell stays."),
        remove_all=says(RemoveAll(one_by_one=True), "Takes all children out."),
        add_widget=says(AddToCell(), "Puts a child into a cell."),
        set_row_spacing=says(Set("row_spacing", rank=1), "Sets the room between rows."),
        set_column_spacing=says(Set("column_spacing", rank=1), "Sets the room between columns."),
        set_spacing=says(
            Set("spacing", also=("row_spacing", "column_spacing")),
            "Sets the room between rows, and between columns.",
        ),
        get_row_column_count=says(Query(shape_of), "Gives how many rows and columns it has."),
        get_widget_at_cell=says(Query(child_in_cell), "Gives the child in a cell, or None."),
        insert_row=says(InsertLine(0), "Inserts a row before another one.", _INDEX, _WIDGETS),
        append_row=says(InsertLine(0, append=True), "Adds a row at the bottom."),
        delete_row=says(delete_line(0), "Deletes a row; its children leave the grid."),
        insert_column=says(InsertLine(1), "Inserts a column before another one.", _INDEX, _WIDGETS),
        append_column=says(InsertLine(1, append=True), "Adds a column at the right."),
        delete_column=says(delete_line(1), "Deletes a column; its children leave the grid."),
        content=check_shape,
    ),
    "Splitter": lambda: define(
        "Splitter",
        "Panes side by side that the user can make larger and smaller.",
        add_widget=says(AddChild(), "Adds a child in a pane of its own."),
        set_sizes=says(
            Set(SIZES, complete=sizes_of_children, late=True),
            "Sets the sizes of the panes.",
            _SIZES,
        ),
        get_sizes=says(
            Get("sizes", ()), "Gives the sizes that were set, by the program or the user."
        ),
        set_minimum_size=says(
            of_child("minimum_size"),
            "Sets how small a child's pane may become.",
            p("min_px", LENGTH, "pixels; 0: it can be closed"),
        ),
        actions={
            "sizing": tells(
                "The user has moved a handle.", _SIZES, report=Reports("set_sizes", kind="numbers")
            )
        },
    ),
    "Frame": lambda: define(
        "Frame",
        "A border with a title around one child.",
        options=(p("title", "str", "the title; '': none", "''"),),
        set_widget=says(AddChild(replaces=True), "Sets its one child."),
        set_title=says(Set("title"), "Sets the title.", _TITLE),
        set_text=says(Set("title"), "Sets the title.", _TITLE),
        get_text=says(Get("title", ""), "Gives the title."),
    ),
    "Separator": lambda: define(
        "Separator",
        "A thin line.",
        methods=border("orientation"),
        set_orientation=says(
            # The line is a border.
            Set("orientation", depends=("border_width", "border_color")),
            "Sets in which direction it runs.",
            p("orientation", ORIENTATION, "the direction"),
        ),
    ),
    "Expander": lambda: define(
        "Expander",
        "A title that opens and closes what is below it.",
        options=(
            p("title", "str", "the title", "''"),
            p("collapsible", "bool", "whether it can be closed; if so, it is at first", "True"),
            p("shadow", "bool", "whether it throws a shadow", "False"),
            p("bg_color", COLOR, "the title's background, a CSS color", "None"),
        ),
        set_widget=says(AddChild(replaces=True), "Sets its one child."),
        set_collapsed=says(
            Set(
                "collapsed",
                refuse=_refuse_collapse,
                cast=bool,
                announces=Announces("toggled", True, like="collapsible"),
            ),
            "Opens or closes it.",
            _COLLAPSED,
        ),
        get_collapsed=says(
            Get("collapsed", True, like="collapsible"), "Gives whether it is closed.", gives="bool"
        ),
        toggleContent=says(
            Toggle("collapsed", "set_collapsed", True, False, initial="collapsible", default=True),
            "Opens it if it is closed, and the other way round.",
        ),
        actions={
            "toggled": tells(
                "It was opened or closed.", _COLLAPSED, report=Reports("set_collapsed", kind="bool")
            )
        },
    ),
}

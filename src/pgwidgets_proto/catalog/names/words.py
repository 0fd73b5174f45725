"""Words that mean the same wherever they occur: parameters, options, actions.

Knows: types and meanings by name; a table overrides them where a word means something else.
Must not know: any widget class by name.
"""

from ...widgets.params import Code, Param
from ...widgets.widget import Action
from .terms import p, tells
from .types import (
    ALIGN,
    COLOR,
    COLUMN,
    HALIGN,
    ICON,
    LENGTH,
    ORIENTATION,
    PATH,
    PATHS,
    REF,
    ROW,
    SIZE,
)

_PARAMETERS = (
    p("align", ALIGN, "where it should end up; nearest scrolls as little as needed", "'nearest'"),
    p("ascending", "bool", "whether small values come first", "True"),
    p("before", "str | None", "the key of what stands after the new one; None: at the end", "None"),
    p("bg", COLOR, "the background, a CSS color; None leaves it as it is", "None"),
    p("case_insensitive", "bool", "whether capital letters are as good as small ones", "False"),
    p("bold", "bool | None", "whether the text is bold; None leaves it to the next level", "None"),
    p("cells", "Sequence[Mapping[str, Any]]", "cells, each with 'path' and 'col_key'"),
    p("child", "Widget", "the child"),
    p("col", "int", "the column, from 0"),
    p("col_key", "str", "the column's key"),
    p("color", COLOR, "a CSS color; None for the default"),
    p("column", COLUMN, "the column: its label, or a mapping with label, key, type and more"),
    p("columns", f"Sequence[{COLUMN}]", "labels, or mappings with label, key, type and more"),
    p("data", f"Sequence[{ROW}]", "the rows, each a mapping by column key or a sequence"),
    p("destroy", "bool", "whether it is destroyed as well", "False"),
    p("duration", "float", "seconds"),
    p("end_ref", REF, "the end of the range"),
    p("fg", COLOR, "the text color, a CSS color; None leaves it as it is", "None"),
    p("gap", LENGTH, "pixels between children", "0"),
    p("gravity", "Literal['left', 'right']", "where it goes when text comes at it", "'right'"),
    p("h_pct", "float", "horizontally, from 0 to 1"),
    p("height", "float | None", "the height in pixels; None leaves it as it is"),
    p("hex_string", Code("str"), "the color as '#rrggbb' or 'rgb(r, g, b)'"),
    p("html", "str", "HTML; what users have typed must be escaped first"),
    p("iconsize", SIZE, "width and height in pixels; None: the icon's own", "None"),
    p("incrval", "float | None", "the step; None leaves it as it is", "None"),
    p("index", "int", "the place, from 0"),
    p("lineno", "int", "the line, from 0"),
    p("maxval", "float", "the largest value"),
    p("menu", "Menu | None", "the menu; None: none any more"),
    p("minval", "float", "the smallest value"),
    p("name", "str", "the name"),
    p("num", "float", "the number"),
    p("numchars", "int", "the width in characters"),
    p("offset", "int", "the offset in characters, from 0"),
    p("options", "Mapping[str, Any]", "further settings, also as keywords", "{}"),
    p("opts", "Mapping[str, Any] | None", "what comes before it, as one mapping", "None"),
    p("orientation", ORIENTATION, "in which direction it extends"),
    p("path", PATH, "the keys from the root to the row"),
    p("paths", PATHS, "paths, each the keys from the root to a row"),
    p("pct", "float", "from 0 to 1"),
    p("px", LENGTH, "pixels"),
    p("query", "str", "the text to look for"),
    p("ref", REF, "a reference into this text"),
    p("row", "int", "the row, from 0"),
    p("rows", f"Sequence[{ROW}]", "the rows, each a mapping by column key or a sequence"),
    p("size", SIZE, "width and height in pixels; None: the image's own", "None"),
    p("start_ref", REF, "the start of the range"),
    p("state", "bool", "whether it is selected, or no longer so", "True"),
    p("stretch", "float", "its share of the room that is left; 0: none", "0"),
    p("text", "str", "the text"),
    p("tf", "bool", "whether it is so"),
    p("title", "str", "the title"),
    p("track", "bool", "whether every movement is reported, not only its end"),
    p("tree", "Mapping[str, Any]", "the tree: a mapping of keys to children"),
    p("url", ICON, "a URL, a data URI or a local file"),
    p("v_pct", "float", "vertically, from 0 to 1"),
    p("value", "Any", "the value"),
    p("values", ROW, "the row's values by column key, or in the order of columns"),
    p("widgets", "Sequence[Widget]", "the widgets in it, in order"),
    p("width", "float | None", "the width in pixels; None leaves it as it is"),
    p("x", "float", "pixels from the left"),
    p("y", "float", "pixels from the top"),
)  # fmt: skip

_OPTIONS = (
    p("accept", Code("str"), "which files are offered, such as '.txt,.csv' or 'image/*'", "''"),
    p("allow_text_selection", "bool", "whether text in cells can be marked", "False"),
    p("alternate_row_colors", "bool", "whether every second row is tinted", "False"),
    p("checkable", "bool", "whether it can be checked", "False"),
    p("color", Code("str"), "the color at first, as '#rrggbb' or 'rgb(r, g, b)'", "'#ff0000'"),
    p("columns", f"Sequence[{COLUMN}]", "labels, or mappings with label, key, type and more", "[]"),
    p("decimals", "int | None", "decimal places; None: as many as the step has", "None"),
    p("dtype", "Literal['int', 'float']", "whether values are whole numbers", "'int'"),
    p("editable", "bool", "whether the user can type in it", "True"),
    p("halign", HALIGN, "where the content stands", "'left'"),
    p("icon_url", ICON, "the icon: a URL, a data URI or a local file", "None"),
    p("iconsize", SIZE, "the icon's width and height in pixels; None: its own", "None"),
    p("interactive", "bool", "whether it reports pointer, keys, focus and drops", "False"),
    p("linehistory", "int", "how many lines are kept for the arrow keys", "1"),
    p("max", "float", "the largest value", "100"),
    p("menu", "Menu | None", "a menu that opens when it is pressed", "None"),
    p("min", "float", "the smallest value", "0"),
    p("modal", "bool", "whether the rest of the page is blocked meanwhile", "False"),
    p("moveable", "bool", "whether the user can move it", "True"),
    p("orientation", ORIENTATION, "in which direction it extends", "'horizontal'"),
    p("resizable", "bool", "whether the user can resize it", "True"),
    p("selection_mode", "Literal['single', 'multiple', 'none', 'single-cell', 'multiple-cell']",
      "what can be selected, and how many", "'single'"),
    p("shadeable", "bool", "whether it can be rolled up to its title bar", "True"),
    p("show_grid", "bool", "whether lines are drawn between cells", "False"),
    p("show_header", "bool", "whether the columns have a header", "True"),
    p("show_row_numbers", "bool", "whether rows are numbered", "False"),
    p("show_value", "bool", "whether the value is shown as text", "False"),
    p("sortable", "bool", "whether a click on a header sorts", "False"),
    p("step", "float", "the step between values", "1"),
    p("text", "str", "the text", "''"),
    p("thickness", LENGTH, "pixels across the scroll bar", "15"),
    p("title", "str | None", "the title; None: no title bar", "None"),
    p("track", "bool", "whether every movement is reported, not only its end", "False"),
    p("url", ICON, "what is shown: a URL, a data URI or a local file", "None"),
    p("use_animation_frame", "bool", "whether drawing goes through a second buffer", "False"),
    p("value", "float", "the value at first", "50"),
    p("wrap", "bool", "whether long lines are broken", "False"),
)  # fmt: skip

PARAMETERS: dict[str, Param] = {param.name: param for param in _PARAMETERS}
"""Parameters of methods."""

OPTIONS: dict[str, Param] = {param.name: param for param in _OPTIONS}
"""Arguments and options of constructors; each has a default."""

_EVENT = p("event", "dict[str, Any]", "where, which button or key, and which modifiers")
_DROP = p("event", "dict[str, Any]", "where, and what: types, text, url, html, files")
_CHILD = p("child", "Widget", "the child")

ACTIONS: dict[str, Action] = {
    "child-added": tells("A child was added.", _CHILD),
    "child-removed": tells("A child was taken out.", _CHILD),
    "map": tells("It has become visible.", p("event", "dict[str, Any]", "place and size")),
    "resize": tells("Its size has changed.", p("event", "dict[str, Any]", "width and height")),
    "pointer-down": tells("A pointer button was pressed on it.", _EVENT),
    "pointer-up": tells("A pointer button was released on it.", _EVENT),
    "pointer-move": tells("The pointer moved over it.", _EVENT),
    "enter": tells("The pointer came over it.", _EVENT),
    "leave": tells("The pointer left it.", _EVENT),
    "click": tells("It was clicked.", _EVENT),
    "dblclick": tells("It was clicked twice.", _EVENT),
    "scroll": tells("The wheel was turned over it.", _EVENT),
    "key-down": tells("A key was pressed while it had the focus.", _EVENT),
    "key-up": tells("A key was released while it had the focus.", _EVENT),
    "key-press": tells("A character was typed while it had the focus.", _EVENT),
    "focus-in": tells("It got the focus.", _EVENT),
    "focus-out": tells("It lost the focus.", _EVENT),
    "contextmenu": tells("The context menu was asked for on it.", _EVENT),
    "drop-start": tells("Something was dropped on it; files follow later.", _DROP),
    "drop-end": tells(
        "What was dropped is here, files with their data.", _DROP, progress="drop-progress"
    ),
    "drag-over": tells("Something is dragged over it.", _DROP),
    "drop-progress": tells(
        "More of a dropped file is here.",
        p("progress", "dict[str, Any]", "which file and chunk, and how many bytes of how many"),
    ),
}
"""Actions that many classes have."""

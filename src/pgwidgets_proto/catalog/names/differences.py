"""Where the browser does something else than its own list of names (_defs.py) says.

The browser is right. A test fails when one of these no longer holds.
"""

from typing import Literal, NamedTuple


class Difference(NamedTuple):
    """One difference.

    Attributes:
        kind: what differs:

            * ``"action"``, ``"method"``, ``"option"``: the browser has it, and the list lacks it;
            * ``"added"``: a method that we have, and the browser's own class has not;
            * ``"parameters"``: the browser's method takes other parameters than the list says;
            * ``"own"``: our method takes parameters of its own, since it calls no browser.
        where: a class, or a base: ``"callback"`` (all), ``"widget"`` (all that is visible) or
            ``"container"``.
        name: the action, the method, or the option of the constructor.
        parameters: a method's parameters as they are.
        reason: why it differs.
    """

    kind: Literal["action", "added", "method", "option", "own", "parameters"]
    where: str
    name: str
    parameters: tuple[str, ...]
    reason: str


def _actions(where: str, reason: str, *names: str) -> list[Difference]:
    return [Difference("action", where, name, (), reason) for name in names]


_BY_OUR_CLIENT = "our client tells it; pgwidgets-js does so without a word"
_AS_TOP_LEVEL = "as a top-level window has it; our client adds it"
_BY_KEY = "a table is a tree underneath: columns are named by key, rows by path"
_BY_OFFSET = "it is _scrollToOffset"
_CLEANED = "pgwidgets-js takes all markup as it is; our client cleans it"
_OF_ALL = "what walks over all widgets need not ask which of them hold others"
_OF_OUR_OWN = "the text is kept here, so it can be told here"
_SEARCHED_HERE = "the text is searched here; the browser takes all but the text as one object"
_EMPTY = "pgwidgets-js shows nothing where nothing is; our client does"
_STANDS_OUT = "ours: what a button does is told by its color"
_SPOKEN = "pgwidgets-js knows neither keys nor screen readers; our client does"
_OF_A_SOURCE = "its rows may be in a source of Python's; our client shows a window of them"
_SEARCH = ("start", "case_insensitive", "opts")

DIFFERENCES: tuple[Difference, ...] = (
    *_actions("widget", "every visual widget enables it itself", "map", "resize"),
    *_actions(
        "widget",
        "listening to it makes any element a drop target",
        "drop-start",
        "drop-end",
        "drag-over",
        "drop-progress",
    ),
    *_actions("container", "every container enables it", "child-added", "child-removed"),
    *_actions("TextEntry", "listening to it reports what is typed, after 300 ms", "modified"),
    *_actions("TextEntrySet", "listening to it reports what is typed, after 300 ms", "modified"),
    *_actions("TextArea", "listening to it reports what is typed, after 300 ms", "modified"),
    *_actions("Dialog", "a dialog is a top-level window", "window-state"),
    *_actions("ColorDialog", "a dialog is a top-level window", "window-state"),
    *_actions("MDIWidget", _BY_OUR_CLIENT, "restacked", "arranged"),
    *_actions("MDISubWindow", _BY_OUR_CLIENT, "window-state"),
    *_actions("TabWidget", _BY_OUR_CLIENT, "reordered"),
    *_actions("TopLevel", _BY_OUR_CLIENT, "restacked"),
    *_actions("Dialog", _BY_OUR_CLIENT, "restacked", "hidden"),
    *_actions("ColorDialog", _BY_OUR_CLIENT, "restacked", "hidden"),
    *_actions("VideoWidget", _BY_OUR_CLIENT, "seeked"),
    Difference("added", "callback", "is_container", (), _OF_ALL),
    Difference("added", "widget", "set_accessible_name", ("name",), _SPOKEN),
    Difference("added", "Label", "set_label_for", ("widget",), _SPOKEN),
    *(
        Difference("added", shown, "set_placeholder", ("text",), _EMPTY)
        for shown in ("TreeView", "TableView", "MDIWidget", "TextEntry", "TextEntrySet")
    ),
    *(Difference("added", said, "set_live", ("kind",), _SPOKEN) for said in ("Label", "StatusBar")),
    Difference("added", "callback", "num_children", (), _OF_ALL),
    Difference("added", "MDISubWindow", "set_window_state", ("state",), _AS_TOP_LEVEL),
    Difference("added", "MDISubWindow", "get_window_state", (), _AS_TOP_LEVEL),
    Difference("method", "Dialog", "set_window_state", ("state",), "it is a top-level window"),
    Difference("method", "ColorDialog", "set_window_state", ("state",), "it is a top-level window"),
    *(
        Difference("method", dialog, name, (), "it is a top-level window")
        for dialog in ("Dialog", "ColorDialog")
        for name in ("raise_", "lower")
    ),
    Difference("added", "Dialog", "set_default_button", ("value",), _SPOKEN),
    Difference("added", "Dialog", "set_danger_button", ("value",), _STANDS_OUT),
    Difference("added", "Button", "set_kind", ("kind",), _STANDS_OUT),
    Difference("method", "Dialog", "get_content_area", (), "the dialog has it; it can't be used"),
    *(
        Difference("added", sink, "set_markup", ("kind",), _CLEANED)
        for sink in ("Label", "StatusBar", "HtmlView", "ExternalWidget")
    ),
    Difference("added", "TextSource", "scroll_to_lineno", ("lineno", "align"), _BY_OFFSET),
    Difference("added", "TextSource", "scroll_to_end", (), _BY_OFFSET),
    Difference("added", "TextSource", "get_cursor_style", (), _OF_OUR_OWN),
    Difference("added", "TextSource", "show_tooltip", ("text", "x", "y"), "it is _showTooltip"),
    Difference("added", "TextSource", "get_modified", (), _OF_OUR_OWN),
    Difference("added", "TextSource", "mark_clean", (), _OF_OUR_OWN),
    Difference("added", "TextSource", "get_end_lineno", (), _OF_OUR_OWN),
    Difference("added", "TextSource", "clear_icons", (), "it is set_icon for each"),
    *(
        Difference("own", "TextSource", name, (*params, *_SEARCH), _SEARCHED_HERE)
        for name, params in (
            ("find", ("query",)),
            ("find_all", ("query",)),
            ("replace", ("query", "replacement", "all")),
        )
    ),
    *(
        Difference("added", "TableView", name, params, _OF_A_SOURCE)
        for name, params in (
            ("set_source", ("source",)),
            ("source_changed", ()),
            ("set_filter", ("condition",)),
        )
    ),
    Difference("parameters", "TableView", "insert_column", ("column", "before"), _BY_KEY),
    Difference("parameters", "TableView", "delete_column", ("col_key",), _BY_KEY),
    Difference("parameters", "TableView", "set_column_width", ("col_key", "width"), _BY_KEY),
    Difference("parameters", "TableView", "sort_by_column", ("col_key", "ascending"), _BY_KEY),
    Difference("parameters", "TableView", "set_column_editable", ("col_key", "tf"), _BY_KEY),
    Difference("parameters", "TableView", "set_cell", ("path", "col_key", "value"), _BY_KEY),
)
"""All differences between the list of names and what the browser does."""

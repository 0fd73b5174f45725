"""The types of what methods give back, by their names; all other methods give nothing.

Knows: the types as they stand in a stub; a table overrides one where a name means something else.
Must not know: any widget class by name, but those that results are made of.
"""

from .types import REF

NOTHING = "None"
NEVER = "Never"

_CHILD = "Widget | None"
_PAIR = "tuple[float, float]"
_RANGE = f"tuple[{REF}, {REF}]"
_PATHS = "list[list[str]]"

_BY_TYPE: dict[str, tuple[str, ...]] = {
    "bool": (
        *("can_redo", "can_undo", "get_checked", "get_controls", "get_enabled", "get_loop"),
        *("get_modified", "get_muted", "get_paused", "get_state", "has_selection", "has_tag"),
        *("is_container", "is_set", "is_valid", "is_visible", "redo", "undo"),
    ),
    "int": (
        *("get_column_count", "get_end_lineno", "get_index", "get_length", "get_line"),
        *("get_offset", "get_row_count", "index_of", "num_children", "replace"),
    ),
    REF: (
        *("copy", "create_named_ref", "create_ref", "get_cursor", "get_ref_end"),
        *("get_ref_line_end", "get_ref_line_start", "get_ref_start"),
    ),
    _PAIR: (
        *("get_child_position", "get_child_size", "get_position", "get_scroll_percent"),
        *("get_scroll_position", "get_size", "get_thumb_percent"),
    ),
    "float": (
        *("elapsed_time", "get_current_time", "get_duration", "get_value", "get_volume"),
        "time_left",
    ),
    "str": ("get_accept", "get_color", "get_html", "get_text", "get_text_range", "get_tooltip"),
    f"{_RANGE} | None": ("find", "get_selection_bounds", "get_selection_range", "get_tag_region"),
    "str | None": ("get_alpha", "get_icon", "get_tab_id"),
    _CHILD: ("get_child", "get_widget_at_cell", "index_to_widget"),
    "list[dict[str, Any]]": ("get_selected", "get_selected_cells"),
    "list[str]": ("get_tags_at", "get_tags_range"),
    "tuple[int, int]": ("get_line_column", "get_row_column_count"),
    f"list[{_RANGE}]": ("find_all", "get_tag_regions"),
    "Literal['file', 'files', 'save']": ("get_mode",),
    "Literal['left', 'right']": ("get_gravity",),
    "Literal['normal', 'shaded', 'minimized', 'maximized']": ("get_window_state",),
    "MDISubWindow | None": ("get_subwin",),
    "Menu | None": ("get_menu",),
    "Sequence[float]": ("get_sizes",),
    "dict[str, Any] | None": ("get_configuration",),
    "dict[str, Any]": ("get_subtree",),
    "list[MDISubWindow]": ("get_subwindows",),
    "list[Widget]": ("get_children",),
    "list[float]": ("get_column_widths",),
    "tuple[Literal['line', 'block'], str | None]": ("get_cursor_style",),
    "tuple[bool, bool]": ("get_expanding",),
    _PATHS: ("get_expanded",),
    _RANGE: ("get_ref_bounds",),
    f"{REF} | None": ("get_named_ref",),
}

RESULTS = {name: type_ for type_, names in _BY_TYPE.items() for name in names}
"""The types of results."""


AWAITED = frozenset(
    {
        *("copy", "create_named_ref", "create_ref", "elapsed_time", "find", "find_all"),
        *("get_alpha", "get_child", "get_child_position", "get_child_size", "get_children"),
        *("get_collapsed", "get_column_count", "get_configuration", "get_current_time"),
        *("get_cursor", "get_duration", "get_expanded", "get_gravity", "get_length"),
        *("get_line_column", "get_named_ref", "get_position", "get_ref_bounds", "get_ref_end"),
        *("get_ref_line_end", "get_ref_line_start", "get_ref_start", "get_row_column_count"),
        *("get_row_count", "get_selected", "get_selected_cells", "get_selection_bounds"),
        *("get_subtree", "get_subwin", "get_subwindows", "get_tab_id", "get_tag_region"),
        *("get_tag_regions", "get_tags_at", "get_tags_range", "get_text_range"),
        *("get_widget_at_cell", "num_children", "time_left"),
    }
)
"""The methods whose plain results the async API lets be awaited as well: they are coroutines in
pgwidgets-python.

Methods that give nothing but bools are not among them, nor is a result that is None: a bool and
None can't be made to be awaited.
"""

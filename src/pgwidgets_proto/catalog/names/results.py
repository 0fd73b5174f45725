"""What methods give back, by their names; all others give nothing.

Knows: the types of results, as they stand in a stub; a table overrides one where a name means
something else. Must not know: any widget class by name,
but those that results are made of.
"""

from .types import REF

NOTHING = "None"
NEVER = "Never"

_CHILD = "Widget | None"
_PAIR = "tuple[float, float]"
_RANGE = f"tuple[{REF}, {REF}]"
_PATHS = "list[list[str]]"

RESULTS: dict[str, str] = {
    # What every widget or container has.
    "get_children": "list[Widget]",
    "get_enabled": "bool",
    "get_expanding": "tuple[bool, bool]",
    "get_position": _PAIR,
    "get_size": _PAIR,
    "get_tooltip": "str",
    "is_container": "bool",
    "is_visible": "bool",
    "num_children": "int",
    # Children: where they are, and which one is shown.
    "get_child": _CHILD,
    "get_index": "int",
    "get_menu": "Menu | None",
    "get_row_column_count": "tuple[int, int]",
    "get_tab_id": "str | None",
    "get_widget_at_cell": _CHILD,
    "index_of": "int",
    "index_to_widget": _CHILD,
    # Windows within a widget.
    "get_child_position": _PAIR,
    "get_child_size": _PAIR,
    "get_configuration": "dict[str, Any] | None",
    "get_subwin": "MDISubWindow | None",
    "get_subwindows": "list[MDISubWindow]",
    "get_window_state": "Literal['normal', 'shaded', 'minimized', 'maximized']",
    # Values.
    "get_accept": "str",
    "get_alpha": "str | None",
    "get_checked": "bool",
    "get_color": "str",
    "get_controls": "bool",
    "get_current_time": "float",
    "get_duration": "float",
    "get_html": "str",
    "get_icon": "str | None",
    "get_loop": "bool",
    "get_mode": "Literal['file', 'files', 'save']",
    "get_muted": "bool",
    "get_paused": "bool",
    "get_scroll_percent": _PAIR,
    "get_scroll_position": _PAIR,
    "get_sizes": "Sequence[float]",
    "get_state": "bool",
    "get_text": "str",
    "get_thumb_percent": _PAIR,
    "get_value": "float",
    "get_volume": "float",
    # Timers.
    "elapsed_time": "float",
    "is_set": "bool",
    "time_left": "float",
    # Trees and tables.
    "get_column_count": "int",
    "get_column_widths": "list[float]",
    "get_expanded": _PATHS,
    "get_row_count": "int",
    "get_selected": "list[dict[str, Any]]",
    "get_selected_cells": "list[dict[str, Any]]",
    "get_subtree": "dict[str, Any]",
    # Text and references into it.
    "can_redo": "bool",
    "can_undo": "bool",
    "copy": REF,
    "create_named_ref": REF,
    "create_ref": REF,
    "find": f"{_RANGE} | None",
    "find_all": f"list[{_RANGE}]",
    "get_cursor": REF,
    "get_cursor_style": "tuple[Literal['line', 'block'], str | None]",
    "get_end_lineno": "int",
    "get_gravity": "Literal['left', 'right']",
    "get_length": "int",
    "get_line": "int",
    "get_line_column": "tuple[int, int]",
    "get_modified": "bool",
    "get_named_ref": f"{REF} | None",
    "get_offset": "int",
    "get_ref_bounds": _RANGE,
    "get_ref_end": REF,
    "get_ref_line_end": REF,
    "get_ref_line_start": REF,
    "get_ref_start": REF,
    "get_selection_bounds": f"{_RANGE} | None",
    "get_selection_range": f"{_RANGE} | None",
    "get_tag_region": f"{_RANGE} | None",
    "get_tag_regions": f"list[{_RANGE}]",
    "get_tags_at": "list[str]",
    "get_tags_range": "list[str]",
    "get_text_range": "str",
    "has_selection": "bool",
    "has_tag": "bool",
    "is_valid": "bool",
    "redo": "bool",
    "replace": "int",
    "undo": "bool",
}
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
"""Those of the results that Python knows which the async API lets be awaited as well.

They are what pgwidgets-python's coroutines give. Results that are only ever bools are not among
them, nor is what only may be None: these can't be made to be awaited.
"""

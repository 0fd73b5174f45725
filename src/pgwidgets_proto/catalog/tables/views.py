"""Containers that show a part of what they hold: scroll areas, tabs, stacks."""

from ...widgets.widget import Method, Node
from ..build.define import define
from ..effects.base import Ask, Do, Get, Query, Set
from ..effects.containers import (
    AddChild,
    RemoveAll,
    RemoveChild,
    of_child,
    show_at,
    show_child,
)
from ..effects.lookup import child_at_index, child_index, child_of_tab, selected_index, tab_id
from ..effects.values import as_tuple, filled_in, one_of, pair_within
from ..effects.windows import ATTACHED
from ..names.terms import p, says, tells
from ..names.types import COLOR
from ..reports.values import ReportsOrder, ReportsPair, ReportsSelected
from .scrolling import BOTH, PLACES, SCROLLED

_POLICY = "Literal['on', 'off', 'auto']"
_AREA = "Its size has changed, or that of its scroll bars."
_AREA_PARAMS = (
    p("width", "float", "pixels"),
    p("height", "float", "pixels"),
    p("vbar_width", "float", "pixels that the vertical bar takes"),
    p("hbar_height", "float", "pixels that the horizontal bar takes"),
)

_AREA_METHODS: dict[str, Method] = {
    "set_widget": says(AddChild(replaces=True), "Sets its one child."),
    "set_thumb_percent": says(
        Set("thumb_percent", cast=pair_within(0.01, 1)),
        "Sets which part of the whole is seen, as its bars show it.",
    ),
    "get_thumb_percent": says(
        Get("thumb_percent", (0.2, 0.2)), "Gives which part of the whole is seen."
    ),
    "set_scroll_percent": says(
        Set("scroll_percent", cast=pair_within(0, 1)), "Sets how far its bars are scrolled."
    ),
    "get_scroll_percent": says(Get("scroll_percent", (0.0, 0.0)), BOTH),
    "set_scroll_bar_visibility": says(
        Set("scroll_bar_visibility", complete=filled_in),
        "Sets when its bars are there.",
        p("horizontal", f"{_POLICY} | None", "auto: when they are needed; None: as it is", "None"),
        p("vertical", f"{_POLICY} | None", "auto: when they are needed; None: as it is", "None"),
    ),
}

_SCROLL = Set("scroll_percent", late=True, rank=ATTACHED, cast=pair_within(0, 1))
_BAR = "when there is a scroll bar"


_STACK: dict[str, Method] = {
    # The browser fails to remove a page that is not shown.
    "remove": says(RemoveChild(shown=True), "Takes a page out."),
    "remove_widget": says(RemoveChild(shown=True), "Takes a page out."),
    "remove_all": says(RemoveAll(one_by_one=True), "Takes all pages out."),
    "add_widget": says(
        AddChild(shows=True, options={"title": "str"}),
        "Adds a page; the first one is shown.",
        p("options", "Mapping[str, Any]", "title: the text of its tab", "{}"),
    ),
    "show_widget": says(Do(show_child), "Shows a page."),
    "set_index": says(Do(show_at), "Shows the page at a place."),
    "get_index": says(Query(selected_index), "Gives the place of the page that is shown, or -1."),
    "index_of": says(Query(child_index), "Gives the place of a page, or -1."),
    "index_to_widget": says(Query(child_at_index), "Gives the page at a place, or None."),
}

_SWITCH = tells(
    "Another page is shown.",
    p("child", "Widget", "the page"),
    p("index", "int", "its place"),
    report=ReportsSelected(),
)

_TAB_POSITIONS = ("top", "bottom", "left", "right", "none")
_TAB_POSITION = f"Literal[{', '.join(map(repr, _TAB_POSITIONS))}]"


def _refuse_tabs(node: Node, value: object) -> str | None:
    if node.argument("tab_position") == "none" and value != "none":
        return "it was made with tab_position='none', so it has no tabs"
    return one_of("tabpos", *_TAB_POSITIONS)(node, value)


TABLE = {
    "AbstractScrollArea": lambda: define(
        "AbstractScrollArea",
        "Scroll bars around a child that scrolls itself.",
        methods=_AREA_METHODS,
        actions={
            "scrolled": tells(
                "The user has moved a scroll bar.",
                *PLACES,
                report=ReportsPair("set_scroll_percent"),
            ),
            "area-resize": tells(_AREA, *_AREA_PARAMS),
        },
    ),
    "ScrollArea": lambda: define(
        "ScrollArea",
        "A window on a child that may be larger.",
        options=(
            p("hscrollbar", _POLICY, _BAR, "'auto'"),
            p("vscrollbar", _POLICY, _BAR, "'auto'"),
        ),
        methods=_AREA_METHODS,
        get_thumb_percent=says(Ask(as_tuple), "Asks which part of the child is seen."),
        set_scroll_percent=says(_SCROLL, "Sets how far its bars are scrolled."),
        set_scroll_position=says(_SCROLL, "Scrolls it."),
        get_scroll_position=says(Get("scroll_percent", (0.0, 0.0)), BOTH),
        actions={"scrolled": SCROLLED, "area-resize": tells(_AREA, *_AREA_PARAMS)},
    ),
    "TabWidget": lambda: define(
        "TabWidget",
        "Pages of which one is shown, with a tab for each.",
        options=(
            p("closable", "bool", "whether tabs have a button to close them", "False"),
            p("reorderable", "bool", "whether tabs can be dragged to another place", "False"),
            p("tab_position", _TAB_POSITION, "where the tabs are", "'top'"),
        ),
        methods=_STACK,
        close_widget=says(RemoveChild(shown=True), "Takes a page out."),
        get_tab_id=says(Query(tab_id), "Gives the name of a page's tab, or None."),
        get_child=says(
            Query(child_of_tab),
            "Gives the page that has a tab, or None.",
            p("tab_id", "str", "what get_tab_id() gave"),
        ),
        highlight_tab=says(
            of_child("tab_color"),
            "Sets the background of a page's tab.",
            p("bgcolor", COLOR, "a CSS color; None: as by default"),
        ),
        set_tab_position=says(
            Set("tab_position", refuse=_refuse_tabs),
            "Sets where the tabs are.",
            p("tabpos", _TAB_POSITION, "the side; none: there are no tabs"),
        ),
        actions={
            "page-switch": _SWITCH,
            "page-close": tells(
                "The user wants a page closed; it stays until the program takes it out.",
                p("child", "Widget", "the page"),
            ),
            "reordered": tells(
                "The user has dragged a tab to another place.",
                p("children", "list[Widget]", "all pages, in their order"),
                report=ReportsOrder("set_tab_order"),
                is_extended=True,
            ),
        },
    ),
    "StackWidget": lambda: define(
        "StackWidget",
        "Pages of which the program shows one.",
        methods=_STACK,
        actions={
            "page-switch": _SWITCH,
            "page-close": tells(
                "Never told: there are no tabs to close a page with.",
                p("child", "Widget", "the page"),
            ),
        },
    ),
}

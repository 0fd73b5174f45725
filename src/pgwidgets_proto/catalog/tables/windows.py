"""Widgets that stand in the page by themselves, and windows within a widget."""

from ...widgets.action import Action
from ...widgets.nodes import as_node
from ..build.define import define
from ..effects.base import Announces, Clear, Do, Get, Query, Set
from ..effects.containers import AddChild, RemoveAll
from ..effects.lookup import child_at_index, child_index
from ..effects.numbers import Number
from ..effects.stacking import RaiseAt, lower_window, raise_window, top_index
from ..effects.subwindows import (
    STATES,
    AddWindow,
    Arrange,
    PlaceWindow,
    RemoveWindow,
    SetState,
    close_window,
    find_window,
    lower_in_stack,
    of_window,
    raise_in_stack,
    refuse_alone,
    window_configuration,
    window_value,
    windows_of,
)
from ..effects.values import Toggle, one_of
from ..effects.windows import ATTACHED, SetTitle, shown
from ..names.terms import p, says, tells
from ..names.types import ICON
from ..reports.values import Reports, ReportsPair, ReportsRemoved
from ..reports.windows import (
    ReportsArranged,
    ReportsLevel,
    ReportsRaised,
    ReportsStack,
    ReportsState,
)
from .empty import SET_PLACEHOLDER
from .scrolling import SCROLL, SCROLLED

_MOVES = {"size": "resize", "position": "set_position"}
STATE = p("state", f"Literal[{', '.join(map(repr, STATES))}]", "the state")

set_window_state = says(
    # Minimized windows are lined up in the page, so it must be there already.
    Set(
        "window_state",
        refuse=one_of("state", *STATES),
        late=True,
        rank=ATTACHED,
        announces=Announces("window-state", "normal"),
    ),
    "Rolls it up, minimizes, maximizes or restores it.",
    STATE,
)
"""For all windows."""

MOVED = tells(
    "The user has moved it.",
    p("x", "float", "pixels from the left"),
    p("y", "float", "pixels from the top"),
    report=ReportsPair("set_position"),
)
"""The action of all windows."""

ON_PAGE: dict[str, Action] = {
    "move": MOVED,
    "close": tells("The user wants it closed; it stays until the program hides it."),
    "window-state": tells(
        "It was minimized, maximized, rolled up or restored.",
        STATE,
        report=Reports("set_window_state", among=STATES),
    ),
    "restacked": tells(
        "The user has brought it to the top, or put it behind all others.",
        p("where", "Literal['top', 'bottom']", "which of both"),
        report=ReportsLevel(),
        is_extended=True,
    ),
}
"""The actions of all windows of the page."""

_CHILD = p("child", "Widget", "the child")


def _toggle(state: str) -> Toggle:
    return Toggle("window_state", "set_window_state", state, "normal", default="normal")


TABLE = {
    "MDIWidget": lambda: define(
        "MDIWidget",
        "A desktop: every child in a window of its own that the user can move and resize.",
        add_widget=says(
            AddWindow("MDISubWindow"),
            "Adds a child in a window of its own, on top of the others, and gives the window.",
            p(
                "options",
                "Mapping[str, Any]",
                "of its window: title, width, height, x, y, icon_url, shadeable",
                "{}",
            ),
            gives="MDISubWindow",
        ),
        set_placeholder=SET_PLACEHOLDER,
        remove=says(RemoveWindow(), "Takes a child out, with its window."),
        remove_widget=says(RemoveWindow(), "Takes a child out, with its window."),
        remove_all=says(RemoveAll(one_by_one=True), "Takes all children out, with their windows."),
        close_child=says(RemoveWindow(), "Takes a child out, with its window."),
        cascade_windows=says(Arrange(in_order=True), "Lays the windows out one behind the other."),
        tile_windows=says(Arrange(), "Lays the windows out side by side."),
        get_subwindows=says(
            Query(windows_of), "Gives the windows, in the order in which they were added."
        ),
        get_subwin=says(Query(find_window), "Gives the window of a child, or None."),
        get_configuration=says(
            Query(window_configuration),
            "Gives x, y, width, height and title of a child's window, or None.",
        ),
        move_child=says(of_window("set_position"), "Moves the window of a child."),
        resize_child=says(
            of_window("resize"),
            "Resizes the window of a child.",
            p("width", "float", "pixels"),
            p("height", "float", "pixels"),
        ),
        get_child_size=says(
            window_value("size", (0, 0)), "Gives width and height of a child's window."
        ),
        get_child_position=says(
            window_value("position", (0, 0)), "Gives the place of a child's window."
        ),
        get_index=says(Query(top_index), "Gives the place of the child on top, or -1."),
        set_index=says(RaiseAt(), "Brings the window of a child to the top."),
        index_of=says(Query(child_index), "Gives the place of a child, or -1."),
        index_to_widget=says(Query(child_at_index), "Gives the child at a place, or None."),
        set_resistance=says(
            Number("resistance"),
            "Sets how hard it is to move a window out of the widget.",
            p("value", "float", "from 0, not at all, to 1, it can't be"),
        ),
        methods=SCROLL,
        actions={
            "page-switch": tells("Another window is on top.", _CHILD, report=ReportsRaised()),
            "restacked": tells(
                "The user has put a window below the others.",
                p("children", "list[Widget]", "all children, from the bottom to the top"),
                report=ReportsStack(),
                is_extended=True,
            ),
            "arranged": tells(
                "The windows were cascaded or tiled, and stand where they stand.",
                p("places", "list[Any]", "window, x, y, width and height of each"),
                report=ReportsArranged(),
                is_extended=True,
            ),
            "page-close": tells(
                "The user has closed a window.", _CHILD, report=ReportsRemoved("close_child")
            ),
            "scrolled": SCROLLED,
        },
    ),
    "MDISubWindow": lambda: define(
        "MDISubWindow",
        "A window in an MDIWidget, which makes it; it can't be made alone.",
        set_position=says(PlaceWindow("position"), "Moves it."),
        move=says(PlaceWindow("position"), "Moves it."),
        resize=says(PlaceWindow("size"), "Sets its size."),
        set_title=says(Set("title"), "Sets the title."),
        raise_=says(Do(raise_in_stack), "Brings it to the top."),
        lower=says(Do(lower_in_stack), "Puts it behind all others."),
        toggle_minimize=says(SetState("minimized"), "Minimizes or restores it."),
        toggle_maximize=says(SetState("maximized"), "Maximizes or restores it."),
        toggle_shade=says(SetState("shaded"), "Rolls it up or down."),
        set_window_state=says(
            SetState(), "Rolls it up, minimizes, maximizes or restores it.", STATE
        ),
        get_window_state=says(
            Get("window_state", "normal"), "Gives 'normal', 'shaded', 'minimized' or 'maximized'."
        ),
        close=says(Do(close_window), "Closes it; its child leaves the MDIWidget."),
        destroy=says(Do(close_window), "Closes it, and ends its child."),
        get_child=says(
            Query(lambda node: as_node(node.value("child"))),
            "Gives the child in it.",
            gives="Widget",
        ),
        actions={
            "move": MOVED,
            "window-state": tells(
                "It was minimized, maximized, rolled up or restored.",
                STATE,
                report=ReportsState(),
                is_extended=True,
            ),
        },
        observes=_MOVES,
        content=refuse_alone,
    ),
    "TopLevel": lambda: define(
        "TopLevel",
        "A window in the page; show() puts it there.",
        options=(
            p("icon", ICON, "an icon in the title bar: a URL, a data URI or a file", "None"),
            p("closeable", "bool", "whether it has a button to close it", "True"),
            p("minimizable", "bool", "whether it has a button to minimize it", "False"),
            p("maximizable", "bool", "whether it has a button to maximize it", "False"),
            p("lowerable", "bool", "whether it has a button to put it behind others", "False"),
        ),
        show=says(shown(True), "Puts it into the page."),
        hide=says(shown(False), "Takes it out of the page."),
        is_visible=says(Get("visible", False), "Gives whether it is in the page."),
        set_position=says(Set("position"), "Moves it."),
        set_widget=says(AddChild(evicts=True), "Sets its one child, which fills it."),
        set_title=says(SetTitle(), "Sets the title; the first one makes a title bar."),
        set_icon=says(
            Set("icon", rank=1, depends=("title",)),
            "Sets the icon in the title bar, if there is one.",
            p("url", ICON, "a URL, a data URI or a local file; None: no icon"),
        ),
        set_moveable=says(Set("moveable", cast=bool), "Sets whether the user can move it."),
        raise_=says(Do(raise_window), "Brings it to the top."),
        lower=says(Do(lower_window), "Puts it behind all others."),
        toggle_minimize=says(_toggle("minimized"), "Minimizes or restores it."),
        toggle_maximize=says(_toggle("maximized"), "Maximizes or restores it."),
        toggle_shade=says(_toggle("shaded"), "Rolls it up to its title bar, or down."),
        set_window_state=set_window_state,
        get_window_state=says(
            Get("window_state", "normal"), "Gives 'normal', 'shaded', 'minimized' or 'maximized'."
        ),
        actions=ON_PAGE,
        observes=_MOVES,
    ),
    "Page": lambda: define(
        "Page",
        "A plain area that fills the page; show() puts it there.",
        show=says(shown(True), "Puts it into the page."),
        # The browser fails to hide what is not there.
        hide=says(Clear("visible", if_set=True), "Takes it out of the page."),
        is_visible=says(Get("visible", False), "Gives whether it is in the page."),
        set_widget=says(AddChild(evicts=True), "Sets its one child, which fills it."),
    ),
}

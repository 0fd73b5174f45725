"""For each action, whether it tells of a state, of a user or of a page, and what becomes of it.

Knows: every action by its name. Must not know: how it is reported.

The rule, for all classes: an action that names *a state that changed* is told once, whoever
changed it, and only if it did change; an action that names what *a user did* is told of users
alone. The program's own calls are silent in browsers, so the core raises the events of states.
What *a page* lays out, plays or scrolls is told as the page does it, whoever brought it about.
"""

from ...widgets.whom import By

_BY_WHOM: dict[By, tuple[str, ...]] = {
    By.STATE: (
        *("child-added", "child-removed", "page-switch", "window-state", "toggled"),
        *("expanded", "collapsed", "changed", "invalidated", "expired", "cancelled"),
    ),
    By.USER: (
        *("activated", "modified", "click", "dblclick", "contextmenu", "close", "page-close"),
        *("pointer-down", "pointer-up", "pointer-move", "enter", "leave", "scroll"),
        *("key-down", "key-up", "key-press", "focus-in", "focus-out"),
        *("drop-start", "drop-end", "drop-progress", "drag-over", "progress"),
        *("move", "sizing", "hidden", "restacked", "reordered", "pick", "seeked"),
        *("selected", "sorted", "cell_selected", "cell_edited", "cell_action"),
        *("copy", "cut", "paste", "cursor_moved", "icon_clicked", "line_clicked", "tooltip"),
    ),
    By.PAGE: (
        *("map", "resize", "area-resize", "scrolled", "arranged"),
        *("play", "pause", "ended", "error", "timeupdate", "volumechange"),
    ),
}

TOLD: dict[str, By] = {name: by for by, names in _BY_WHOM.items() for name in names}
"""Every action that a class of the catalogue has."""

OF_THE_VIEW = frozenset(
    {
        *("move", "resize", "window-state", "restacked", "arranged", "area-resize", "map"),
        *("page-switch", "toggled", "expanded", "collapsed", "sizing", "scrolled", "reordered"),
        *("selected", "cell_selected", "sorted", "cursor_moved", "tooltip"),
        *("play", "pause", "seeked", "timeupdate", "volumechange", "ended", "error"),
    }
)
"""The actions that tell of a page's own view, which may differ from page to page: what is in front,
how far the page is scrolled, where its windows stand, how far its video has played."""

ORDERS = frozenset(
    {
        *("activated", "cell_action", "cell_edited", "click", "cut", "dblclick", "icon_clicked"),
        *("line_clicked", "page-close", "paste", "pick"),
    }
)
"""The actions that have the program do something."""

MERGED = frozenset({"pointer-move", "scroll", "scrolled", "drag-over", "resize", "move"})
"""The actions of which only the newest counts while the program is busy."""

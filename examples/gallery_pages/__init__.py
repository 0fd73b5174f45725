"""The gallery's windows: one module for each group of widgets, a function for each widget.

Every function is a small program of its own. It is given the session's widget classes, and `tell`,
which shows in the window's status line what a widget reports; it gives back what the window holds.
"""

from . import (
    buttons,
    dialogs,
    extras,
    layout,
    media,
    menus,
    plots,
    source,
    text,
    trees,
    values,
    views,
    windows,
)
from .exhibit import Exhibit, Group

GROUPS: tuple[Group, ...] = (
    layout.GROUP,
    views.GROUP,
    windows.GROUP,
    dialogs.GROUP,
    buttons.GROUP,
    text.GROUP,
    source.GROUP,
    values.GROUP,
    media.GROUP,
    trees.GROUP,
    plots.GROUP,
    menus.GROUP,
    extras.GROUP,
)
"""All groups, in the order in which they are shown."""

EXHIBITS: dict[str, Exhibit] = {
    exhibit.name: exhibit for group in GROUPS for exhibit in group.exhibits
}
"""All windows, by the name of the class that they show."""

"""Effects on widgets that stand in the page by themselves: windows, pages, dialogs.

Knows: when such a widget is attached to the page.
"""

from typing import Any, override

from ...widgets.entry import NEEDS_LAYOUT, Entry
from ...widgets.nodes import run_method
from ...widgets.widget import Method, Node, Operations
from .base import Do, Set, SetConstant

ATTACH = 90
"""The rank of the call that attaches a window to the page, after its other calls."""

ATTACHED = NEEDS_LAYOUT
"""The rank of calls that need a layout, so that the window must be in the page: scrolling."""


def shown(value: bool, **more: Any) -> SetConstant:
    """The effect that shows or hides a window, page or dialog."""
    return SetConstant("visible", value, rank=ATTACH, late=True, **more)


class SetTitle(Set, kw_only=True):
    """Sets the title of a window; the first one makes the title bar.

    The browser puts the bar below what is there already, so that is taken out meanwhile; and it has
    forgotten an icon that it was told before.
    """

    key: str = "title"

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        is_first = node.value("title") is None
        below = node.slots if is_first else []
        outgoing = [
            *(ops.encode_call(node, "remove", (slot.child,)) for slot in below),
            *(ops.encode_call(node, slot.method, slot.args) for slot in below),
        ]
        for call in outgoing[: len(below)]:
            ops.send(call)
        super().apply(ops, node, method, args)
        for call in outgoing[len(below) :]:
            ops.send(call)
        icon = node.value("icon")
        if is_first and icon is not None:
            run_method(ops, node, "set_icon", (icon,))


def show_dialog(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
    """Show a dialog, at a place if one is given.

    Showing one that is open already would leave a second veil over the page when it is modal, so
    it is hidden first.
    """
    place = args if len(args) == 2 and None not in args else ()
    keys = ("visible", "position") if place else ("visible",)
    outgoing = ops.encode_call(node, method.name, args, keys=keys)
    if node.value("visible"):
        ops.send(ops.encode_call(node, "hide", (), keys=("visible",)))
    if place:
        node.set_entry("position", Entry(place, "set_position", place))
    node.set_entry("visible", Entry(True, "show", (), rank=ATTACH, late=True))
    ops.send(outgoing)


SHOW_DIALOG = Do(show_dialog)
"""The effect that shows a dialog of any class."""

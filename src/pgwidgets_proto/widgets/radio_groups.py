"""Switches of which at most one is on.

Knows: which widgets are of one group. Must not know: what a switch does when another goes on.
"""

from .nodes import as_node
from .widget import Node


def join_group(node: Node) -> None:
    """Have a new widget join the group of the widget that it was given as its ``group``."""
    other = as_node(node.argument("group"))
    if other is not None:
        if other.radio_group is None:
            other.radio_group = [other]
        node.radio_group = other.radio_group
        node.radio_group.append(node)


def leave_group(node: Node) -> None:
    """Have a widget leave its group. Who joined it by this one has joined it by the oldest one."""
    group = node.radio_group
    if group is not None:
        group.remove(node)
        for other in group:
            if as_node(other.argument("group")) is node:
                other.give("group", None if other is group[0] else group[0])

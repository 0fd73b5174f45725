"""The shape of widgets and their classes; how arguments and reports are checked and encoded.

Knows: what is the same for every class. Must not know: any class, method or action
by name, links, or sessions.
"""

from .action import Action
from .binding import argument_names
from .params import GATHERING, Param, default_value
from .widget import Method, Node, WidgetClass

__all__ = [
    "Node",
    "WidgetClass",
    "Method",
    "Action",
    "Param",
    "GATHERING",
    "default_value",
    "argument_names",
]

"""What is often done with a widget's node: finding it, naming a call of it, calling it.

Knows: how the program's widgets keep their nodes. Must not know: any class or method by name.
"""

from typing import Any

from .entry import PLAIN
from .widget import Method, Node, Operations


def with_nodes(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """These arguments with nodes in place of widgets, which nobody but the program keeps alive.

    What is kept of a call would keep alive those that end with the program's last reference.
    """
    taken = args
    for index, arg in enumerate(args):
        if type(arg) not in PLAIN:
            node = as_node(arg)
            if node is not None and node.cls.is_needed is None:
                taken = (*taken[:index], node, *args[index + 1 :])
    return taken


def as_node(value: Any) -> Node | None:
    """The node of a widget: the value itself, or what the widget keeps; None for the rest."""
    if isinstance(value, Node):
        return value
    node = getattr(value, "_pgwidgets", None)
    return node if isinstance(node, Node) else None


def run_method(ops: Operations, node: Node, name: str, args: tuple[Any, ...]) -> Any:
    """Carry out one of a widget's methods for another one, with arguments in its form."""
    method = node.cls.methods[name]
    return method.effect.apply(ops, node, method, args)


def call_name(node: Node, method: Method) -> str:
    """The call's name in errors: ``Label.set_text()``."""
    return f"{node.cls.name}.{method.name}()"

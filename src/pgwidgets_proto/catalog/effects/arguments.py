"""What effects ask of arguments beyond their types: widgets that fit, indices that exist.

Knows: which widget or index a call names, and why it is refused. Must not know: what is done with
it. Arguments are of their types before any effect is applied (widgets/checks.py), a whole number of
any library an int; None is of every type.
"""

from collections.abc import Mapping
from typing import Any

from ...errors import WidgetGoneError
from ...widgets.checks import check_of, take_argument
from ...widgets.nodes import as_node, call_name
from ...widgets.widget import Method, Node


def child_argument(node: Node, method: Method, args: tuple[Any, ...], index: int) -> Node:
    """The argument that is to become a child.

    Raises:
        TypeError: it is no widget.
        ValueError: it is of another session, not to be seen, or would contain itself.
        WidgetGoneError: it has been destroyed.
    """
    name = method.params[index].name
    value = args[index] if index < len(args) else None
    child = as_node(value)
    if child is None:
        raise TypeError(
            f"{call_name(node, method)}: {name!r} must be a widget, not {type(value).__name__}"
        )
    if child.ops is not node.ops:
        raise ValueError(f"{call_name(node, method)}: {child!r} belongs to another session")
    if child.destroyed:
        raise WidgetGoneError(child)
    if not child.is_made_alone or not child.cls.is_visual:
        raise ValueError(f"{call_name(node, method)}: {child!r} is nothing to be put somewhere")
    if child is node or (child.slots and node.is_within(child)):
        raise ValueError(
            f"{call_name(node, method)}: {child!r} can't be put into itself or its descendant "
            f"{node!r}"
        )
    menu = child.value("menu") if child.cls.has_menu else None
    menu = None if menu is None else as_node(menu)
    if menu is not None and node.is_within(menu):
        raise ValueError(
            f"{call_name(node, method)}: {child!r} can't be put into {menu!r}, which opens from it"
        )
    return child


def own_child(node: Node, method: Method, args: tuple[Any, ...]) -> Node:
    """The first argument, which must be a child of the widget.

    Raises:
        ValueError: it is not one of the widget's own.
        WidgetGoneError: it has been destroyed.
    """
    given = args[0] if args else None
    child = child_or_none(node, given)
    if child is None:
        raise ValueError(f"{call_name(node, method)}: {given!r} is not a child of {node!r}")
    return child


def child_or_none(node: Node, given: Any) -> Node | None:
    """The given widget, if it is a child of this one; None if it is not, or no longer.

    Raises:
        WidgetGoneError: it has been destroyed.
    """
    child = as_node(given)
    if child is not None and child.destroyed:
        raise WidgetGoneError(child)
    is_own = child is not None and child.parent is node and child.is_made_alone
    return child if is_own else None


def child_at(node: Node, method: Method, args: tuple[Any, ...]) -> Node | None:
    """The child at an index, the first argument; None if there are no children at all.

    Raises:
        ValueError: there is no child at that place.
    """
    children = node.children
    if not children:
        return None
    index = args[0]
    if not isinstance(index, int) or not 0 <= index < len(children):
        raise ValueError(
            f"{call_name(node, method)}: index is {args[0]!r}; {node!r} has "
            f"{len(children)} children"
        )
    return children[index]


def index_argument(
    node: Node, method: Method, args: tuple[Any, ...], at: int, count: int | None = None
) -> int:
    """An index among the arguments.

    Parameters:
        at: where among them it stands.
        count: how many indices there are; None: one past the end is as good as the end.

    Raises:
        ValueError: it is no int from 0 to ``count`` - 1.
    """
    index = args[at]
    if not isinstance(index, int) or index < 0 or (count is not None and index >= count):
        allowed = "from 0" if count is None else f"from 0 to {count - 1}"
        raise ValueError(
            f"{call_name(node, method)}: {method.params[at].name!r} is {args[at]!r}; "
            f"it must be a whole number {allowed}"
        )
    return index


def known_options(
    node: Node, method: Method, args: tuple[Any, ...], types: Mapping[str, str]
) -> tuple[Any, ...]:
    """The arguments, with the options (the last of them) converted by their names and types.

    Raises:
        TypeError: one has a name that the browser ignores, or is of another type.
    """
    given = args[len(method.params) - 1] if len(args) == len(method.params) else None
    if not given:
        return args
    where = call_name(node, method)
    taken = {}
    for name, value in given.items():
        if name not in types:
            raise TypeError(f"{where} has no option {name!r}; it takes {', '.join(sorted(types))}")
        check = check_of(types[name])
        taken[name] = take_argument(where, name, check, value, node.ops.doubts)
    return (*args[:-1], taken)


def parameter_index(method: Method, name: str) -> int:
    """The index of a parameter, by its name."""
    for index, param in enumerate(method.params):
        if param.name == name:
            return index
    raise AssertionError(f"{method.name} has no parameter {name!r}")

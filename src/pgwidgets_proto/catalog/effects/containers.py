"""Effects on children: which widget stands where, and which one is shown.

Knows: slots, parents, and the one selected child of a container that shows one at a time.

A child that already stands somewhere is taken from there first, as in every desktop toolkit.
"""

import itertools
from collections.abc import Mapping
from typing import Any, override

from ...widgets.entry import Entry, is_plain, is_soon_encoded
from ...widgets.nodes import as_node, call_name, run_method
from ...widgets.slots import Slot, SlotUnderName
from ...widgets.widget import Effect, Method, Node, Operations
from .arguments import (
    child_argument,
    child_at,
    child_or_none,
    index_argument,
    known_options,
    own_child,
    parameter_index,
)
from .base import Set
from .stacking import leave_stack

PARENT = "parent"
"""The key of a child's parent, where the user can take the child out."""


ADD = "add_widget"
"""The method that adds a child at the end."""

SELECTED = "selected"
"""The key of the child that a container shows; its value is the child's node."""

SIZES = "sizes"
"""The key of the sizes of all children, in their order."""


def remove_from_parent(ops: Operations, child: Node) -> None:
    """Take a child from where it stands, in Python and in the browsers."""
    parent = child.parent
    if parent is not None:
        remover = parent.cls.methods["remove"].effect
        assert isinstance(remover, RemoveChild), f"{parent.cls.name}.remove"
        remover.take(ops, parent, child)


def forget_child(ops: Operations, parent: Node, child: Node) -> None:
    """Take a child out of its parent's slots; the browsers know, or are told by the caller."""
    index = parent.index_of(child)
    at = next(at for at, slot in enumerate(parent.slots) if slot.child is child)
    window = parent.slots.pop(at).window
    child.put_into(None)
    if window is not None:
        window.parent = None
        ops.forget(window)
    # What was set for this child alone (its tab's colour) must not be replayed without it.
    for entry in tuple(parent.each_entry):
        if isinstance(entry.key, tuple) and entry.key[1] is child:
            parent.drop_entry(entry.key)
    selected = parent.entry(SELECTED)
    if selected is not None and selected.value is child:
        parent.drop_entry(SELECTED)
        children = parent.children
        if children:
            heir = children[min(index, len(children) - 1)]
            select(ops, parent, heir)
    sizes = parent.entry(SIZES)
    if sizes is not None and index < len(sizes.value):
        rest = [size for at, size in enumerate(sizes.value) if at != index]
        sizes = Entry(rest, sizes.how.method, (rest,), rank=sizes.how.rank, late=sizes.how.late)
        parent.set_entry(SIZES, sizes)
    leave_stack(ops, parent, child)
    ops.raise_event(parent, "child-removed", child)


SHOW = "show_widget"
"""The method that has a container show one of its children."""


def shown_entry(child: Node) -> Entry:
    """The entry of the child that a container shows."""
    return Entry(child, SHOW, (child,), late=True)


def select(ops: Operations, node: Node, child: Node) -> None:
    """Note which child is shown, and tell the program's handlers when that is new."""
    before = node.entry(SELECTED)
    node.set_entry(SELECTED, shown_entry(child))
    if before is None or before.value is not child:
        ops.raise_event(node, "page-switch", child, node.index_of(child))


def send_shown(ops: Operations, node: Node, child: Node) -> None:
    """Have the browsers show a child."""
    ops.send(ops.encode_call(node, SHOW, (child,), keys=(SELECTED,)))


def of_child(key: str) -> Set:
    """The effect that sets a value of one child, the first argument: the color of its tab."""
    return Set(key, by=1, late=True, refuse=_no_child)


def _no_child(node: Node, given: Any) -> str | None:
    """Refuse a widget that is no child: the browser would ignore the call for good."""
    return f"{given!r} is not a child of {node!r}" if child_or_none(node, given) is None else None


def sizes_of_children(node: Node, key: str, args: tuple[Any, ...]) -> tuple[Any, ...]:
    """The sizes of the children that are there; later ones have no size set."""
    return (list(() if args[0] is None else args[0])[: len(node.children)],)


class AddChild(Effect):
    """Adds a child at the end.

    Parameters:
        child: the name of the child's parameter.
        shows: the container shows one child at a time, at first the first one.
        replaces: the container holds one child; the one before it leaves.
        evicts: as ``replaces``, but the browser would keep both, so it is told to remove the old.
        listens: the action of the child that the browser needs; None: any child will do.
        options: the names that the last argument, an object of options, may have, with the types
            of their values.
        gives: the call gives the child.
    """

    child: str = "child"
    shows: bool = False
    replaces: bool = False
    evicts: bool = False
    listens: str | None = None
    options: Mapping[str, str] = {}
    gives: bool = False

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> Any:
        is_first = method.params[0].name == self.child  # as mostly
        index = 0 if is_first else parameter_index(method, self.child)
        child = child_argument(node, method, args, index)
        if self.listens is not None and self.listens not in child.cls.actions:
            raise ValueError(
                f"{call_name(node, method)}: {child!r} has no action {self.listens!r}; only what "
                f"has one can be {self.child!r}"
            )
        if self.options:
            args = known_options(node, method, args, self.options)
        others = args[1:] if is_first else (*args[:index], *args[index + 1 :])
        is_made_again = is_plain(others)
        outgoing = None
        if ops.links or ops.is_heard or not (is_made_again and is_soon_encoded(others)):
            outgoing = ops.encode_call(node, method.name, args, keys=("children",))
        if child.parent is not None:
            remove_from_parent(ops, child)
        for old in node.children if self.replaces or self.evicts else ():
            if self.evicts:
                remove_from_parent(ops, old)
            else:
                forget_child(ops, node, old)
        slot = Slot if is_first else SlotUnderName
        node.hold(slot(child, method.name, args, None if is_made_again else outgoing))
        child.put_into(node)
        if outgoing is not None:
            ops.send(outgoing)
        ops.raise_event(node, "child-added", child)
        if self.shows and node.entry(SELECTED) is None:
            select(ops, node, child)
        return child if self.gives else None


class InsertChild(Effect):
    """Inserts a child before others; a rebuild adds all children in their order."""

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        place = index_argument(node, method, args, 0)
        child = child_argument(node, method, args, 1)
        outgoing = ops.encode_call(node, method.name, args, keys=("children",))
        remove_from_parent(ops, child)
        node.hold(Slot(child, ADD, args[1:]), self._slot_index(node, place))
        child.put_into(node)
        ops.send(outgoing)
        ops.raise_event(node, "child-added", child)

    def _slot_index(self, node: Node, place: int) -> int:
        # A dialog's buttons have slots too, but stand elsewhere and are not counted.
        counted = (i for i, slot in enumerate(node.slots) if slot.method == ADD)
        return next(itertools.islice(counted, min(place, len(node.slots)), None), len(node.slots))


class RemoveChild(Effect):
    """Takes a child out; with a true ``destroy`` argument it is destroyed as well.

    Parameters:
        call: the browser's method that does it, where ``remove`` itself does not.
        shown: the browser fails to remove a child that it does not show just now, so that child
            is shown for the moment of its removal.
        destroys: the browser destroys the child when asked to; if not, a second call does.
    """

    call: str = "remove"
    shown: bool = False
    destroys: bool = True

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        child = child_or_none(node, args[0])
        if child is None:
            return  # it has left already
        destroy = len(args) > 1 and bool(args[1])
        self.take(ops, node, child, destroy and self.destroys)
        if destroy and self.destroys:
            ops.forget(child)
        elif destroy:
            ops.destroy(child)

    def take(self, ops: Operations, node: Node, child: Node, destroy: bool = False) -> None:
        """Take a child out, in Python and in the browsers."""
        args = (child, True) if destroy else (child,)
        outgoing = ops.encode_call(node, self.call, args, keys=("children", SELECTED))
        selected = node.value(SELECTED)
        if self.shown and selected is not child:
            send_shown(ops, node, child)
        ops.send(outgoing)
        forget_child(ops, node, child)
        if self.shown and selected is not None and selected is not child:
            send_shown(ops, node, selected)


class RemoveAll(Effect):
    """Takes all children out; with a true argument they are destroyed as well.

    Parameters:
        one_by_one: the browser's own method fails, or does only half of it; so they are removed
            one after the other.
        added_by: only children that this method added; None: all.
    """

    one_by_one: bool = False
    added_by: str | None = None

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        destroy = bool(args) and bool(args[0])
        children = children_added_by(node, self.added_by)
        if self.one_by_one:
            # From the end: the one that is shown is mostly the first, and need not change.
            for child in reversed(children):
                run_method(ops, node, "remove", (child, destroy))
            return
        ops.send(ops.encode_call(node, method.name, args, keys=("children",)))
        for child in children:
            forget_child(ops, node, child)
            if destroy:
                ops.forget(child)


def children_added_by(node: Node, method: str | None) -> list[Node]:
    """The children that a method added; all children if the method is None."""
    return [
        slot.child
        for slot in node.slots
        if slot.child is not None and (method is None or slot.method == method)
    ]


def decorate(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
    """Add something that is no widget among the children: a separator, a spacer."""
    outgoing = ops.encode_call(node, method.name, args, keys=("children",))
    node.hold(Slot(None, method.name, args, outgoing))
    ops.send(outgoing)


class MakeChild(Effect):
    """A factory: makes a widget of another class and adds it, so that no answer is needed.

    Parameters:
        cls: the class of what is made.
        options: its options, as a mapping from option name to our parameter's name; a parameter
            named ``options`` is spread.
        attach: the method that adds it.
        order: the attach method's arguments by our parameters' names; ``"*"`` is what was made.
        given: the parameter that may hold a ready-made widget to attach instead.
    """

    cls: str
    options: Mapping[str, str] = {}
    attach: str = ADD
    order: tuple[str, ...] = ("*",)
    given: str | None = None

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> Node:
        by_name = dict(zip((param.name for param in method.params), args, strict=False))
        made = as_node(by_name.get(self.given)) if self.given is not None else None
        fresh = made is None
        if made is None:
            options = {
                ours: by_name[name] for ours, name in self.options.items() if name in by_name
            }
            loose = by_name.get("options")
            if isinstance(loose, str):
                loose = {"text": loose}
            try:
                made = ops.create(self.cls, (), {**(loose or {}), **options})
            except (TypeError, ValueError) as exc:
                kind = ValueError if isinstance(exc, ValueError) else TypeError
                raise kind(f"{call_name(node, method)}: {exc}") from exc
        attach = node.cls.methods[self.attach]
        arguments = tuple(made if name == "*" else by_name.get(name) for name in self.order)
        effect = attach.effect
        if effect is self:
            effect = AddChild(self.given or "child")
        try:
            effect.apply(ops, node, attach, arguments)
        except (TypeError, ValueError):
            if fresh:
                ops.destroy(made)
            raise
        return made

    @override
    def in_vain(self, ops: Operations, node: Node) -> Node:
        """A widget that is destroyed as well, so that a handler may go on with it."""
        made = ops.create(self.cls, (), {})
        ops.destroy(made)
        return made


def show_at(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
    """Show the child at an index.

    The child itself is sent: the user may have dragged the tabs into another order there.
    """
    child = child_at(node, method, args)
    if child is not None:
        send_shown(ops, node, child)
        select(ops, node, child)


def show_child(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
    """Show a child."""
    child = own_child(node, method, args)
    send_shown(ops, node, child)
    select(ops, node, child)


def menu_around(node: Node, value: Any) -> str | None:
    """Refuse a menu to open from a widget that is in it."""
    menu = as_node(value)
    if menu is not None and node.is_within(menu):
        return f"{node!r} is in {menu!r}, which can't open from it"
    return None

"""Effects on a grid: children in cells, and whole rows and columns of them.

Knows: each child's slot holds its cell, and a rebuild adds every child to its cell of today.

The number of rows and columns is readable; what the children do not bring about themselves when
they are added again (empty rows) a rebuild makes by inserting or deleting empty ones first.
"""

import reprlib
from typing import Any, override

from ...widgets.entry import Entry
from ...widgets.nodes import call_name
from ...widgets.params import Param
from ...widgets.slots import Slot
from ...widgets.widget import Effect, Method, Node, Operations
from .arguments import child_argument, index_argument
from .base import Do
from .containers import AddChild, forget_child, remove_from_parent

SHAPE = "shape"
"""The key of the numbers of rows and columns, readable only."""

AXES = ("row", "column")

MOST = 100_000
"""Rows, and columns; a browser makes an element for every cell."""


def check_shape(node: Node) -> None:
    """Refuse a constructor's numbers of rows and columns out of range; gives no content.

    Raises:
        ValueError: one is less than 0, or more than :data:`MOST`.
    """
    for name in ("rows", "columns"):
        count = node.argument(name, 1)
        if not 0 <= count <= MOST:
            shown = reprlib.repr(count)
            raise ValueError(f"{node.cls.name}(): {name!r} is {shown}; it must be from 0 to {MOST}")


def shape_of(node: Node) -> tuple[int, int]:
    """The numbers of rows and columns."""
    rows, columns = node.value(SHAPE) or (node.value("rows", 1), node.value("columns", 1))
    return rows, columns


def set_shape(node: Node, rows: int, columns: int) -> None:
    """Note the numbers of rows and columns, and the calls that a rebuild makes for them."""
    node.observe(SHAPE, (rows, columns))
    given = (node.argument("rows", 1), node.argument("columns", 1))
    for entry in tuple(node.each_entry):
        if isinstance(entry.key, tuple) and entry.key[0] in AXES:
            node.drop_entry(entry.key)
    for axis, wanted, first in zip(AXES, (rows, columns), given, strict=True):
        call = f"insert_{axis}" if wanted > first else f"delete_{axis}"
        for number in range(abs(wanted - first)):
            node.set_entry((axis, number), Entry(None, call, (0,)))


def cell_of(slot: Slot[Node]) -> tuple[int, int]:
    """The row and column of a slot."""
    return slot.args[1], slot.args[2]


def place(node: Node, slot: Slot[Node], row: int, column: int) -> None:
    """Move a slot to another cell; the browsers do so by themselves."""
    slot.replace((slot.child, row, column))


class AddToCell(AddChild):
    """Adds a child to a cell; the grid grows if it has to."""

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        row = index_argument(node, method, args, 1, MOST)
        column = index_argument(node, method, args, 2, MOST)
        super().apply(ops, node, method, (args[0], row, column))
        rows, columns = shape_of(node)
        if row >= rows or column >= columns:
            set_shape(node, max(rows, row + 1), max(columns, column + 1))


class InsertLine(Effect):
    """Inserts a row or a column, with widgets in it; those after it move on.

    Parameters:
        axis: 0 for rows, 1 for columns.
        append: at the end: there is no index among the arguments.
    """

    axis: int
    append: bool = False

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        given = args[-1] if len(args) == len(method.params) else None
        widgets = () if given is None else tuple(given)
        if self.append and not widgets:
            return
        each = Method(method.name, (Param("widgets"),), self)
        children = [child_argument(node, each, (widget,), 0) for widget in widgets]
        if len(set(map(id, children))) < len(children):
            raise ValueError(f"{call_name(node, method)}: a widget is there twice")
        count = shape_of(node)[self.axis]
        index = count if self.append else min(index_argument(node, method, args, 0), count)
        arguments = (children,) if self.append else (index, children or None)
        outgoing = ops.encode_call(node, method.name, arguments, keys=("children",))
        for child in children:
            remove_from_parent(ops, child)
        self._shift(node, index)
        for offset, child in enumerate(children):
            cell = (index, offset) if self.axis == 0 else (offset, index)
            node.hold(Slot(child, "add_widget", (child, *cell)))
            child.put_into(node)
        shape = list(shape_of(node))
        shape[self.axis] += 1
        across = 1 - self.axis
        shape[across] = max(shape[across], len(children))
        set_shape(node, shape[0], shape[1])
        ops.send(outgoing)
        for child in children:
            ops.raise_event(node, "child-added", child)

    def _shift(self, node: Node, index: int) -> None:
        for slot in node.slots:
            cell = list(cell_of(slot))
            if cell[self.axis] >= index:
                cell[self.axis] += 1
                place(node, slot, cell[0], cell[1])


def delete_line(axis: int) -> Do:
    """An effect that deletes a row or a column; its widgets leave the grid, those after it move up.

    Parameters:
        axis: 0 for rows, 1 for columns.
    """

    def act(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        index = index_argument(node, method, args, 0)
        if index >= shape_of(node)[axis]:
            return
        ops.send(ops.encode_call(node, method.name, args, keys=("children",)))
        for slot in list(node.slots):
            cell = list(cell_of(slot))
            if cell[axis] == index and slot.child is not None:
                forget_child(ops, node, slot.child)
            elif cell[axis] > index:
                cell[axis] -= 1
                place(node, slot, cell[0], cell[1])
        shape = list(shape_of(node))
        shape[axis] = max(1, shape[axis] - 1)
        set_shape(node, shape[0], shape[1])

    return Do(act)


def child_in_cell(node: Node, row: Any, column: Any) -> Node | None:
    """The child in a cell, or None."""
    return next((slot.child for slot in node.slots if cell_of(slot) == (row, column)), None)

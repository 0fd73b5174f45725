"""Grids of a simulated browser.

Knows: what GridBox of pgwidgets-js does with rows and columns. Must not know: our models.
"""

from collections.abc import Callable
from typing import Any

_ROW, _COLUMN = 0, 1


class PageGrid:
    """The cells of one grid.

    Attributes:
        shape: how many rows and columns there are.
        cells: row and column of each child, by its id.
    """

    def __init__(self, options: dict[str, Any]) -> None:
        self.shape = [options.get("rows") or 1, options.get("columns") or 1]
        self.cells: dict[int, list[int]] = {}
        self.fire: Callable[..., None] = lambda action, *args: None

    def has(self, method: str) -> bool:
        """Whether it carries out a method by itself: children are the page's."""
        return False

    def call(self, method: str, args: list[Any]) -> Any:
        """Nothing is carried out here."""
        raise AssertionError(method)

    def shown(self) -> dict[str, Any]:
        """All that a user can see."""
        return {"shape": self.shape, "cells": self.cells}

    def put(self, child: int, row: int, column: int) -> None:
        """Place a child; the grid grows."""
        self.cells[child] = [row, column]
        self.shape = [max(self.shape[_ROW], row + 1), max(self.shape[_COLUMN], column + 1)]

    def make_line(self, method: str, args: list[Any]) -> list[list[Any]]:
        """Insert or append a row or a column; gives the children to add, with their cells."""
        axis = _axis_of(method)
        if method.startswith("append"):
            index, widgets = self.shape[axis], args[0] or []
        else:
            index, widgets = args[0], (args[1] if len(args) > 1 else None) or []
            self._shift(axis, index, 1)
            self.shape[axis] += 1
        cells = ([index, at] if axis == _ROW else [at, index] for at in range(len(widgets)))
        return [[child, *cell] for child, cell in zip(widgets, cells, strict=True)]

    def line(self, method: str, index: int) -> list[int]:
        """The children in a row or a column."""
        return [child for child, cell in self.cells.items() if cell[_axis_of(method)] == index]

    def drop_line(self, method: str, index: int) -> None:
        """Delete a row or a column that is empty."""
        axis = _axis_of(method)
        self._shift(axis, index + 1, -1)
        self.shape[axis] = max(1, self.shape[axis] - 1)

    def _shift(self, axis: int, start: int, by: int) -> None:
        for cell in self.cells.values():
            if cell[axis] >= start:
                cell[axis] += by


def _axis_of(method: str) -> int:
    return _ROW if method.endswith("row") else _COLUMN

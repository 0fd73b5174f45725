"""One row of a tree of a simulated browser.

Knows: the order in which JavaScript goes through the names of an object. Must not know: calls.
"""

import re
from collections.abc import Iterator
from typing import Any

_INDEX = re.compile(r"0|[1-9]\d{0,9}", re.ASCII)
_LARGEST_INDEX = 2**32 - 2


def entries(data: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What JavaScript's ``Object.entries`` gives."""
    numbers = [k for k in data if _INDEX.fullmatch(k) and int(k) <= _LARGEST_INDEX]
    for key in sorted(numbers, key=int):
        yield key, data[key]
    for key, value in data.items():
        if key not in numbers:
            yield key, value


class Node:
    """A row, with those below it."""

    def __init__(self, key: str, values: Any, parent: "Node | None", expanded: bool) -> None:
        self.key = key
        self.values = values
        self.children: dict[str, Node] = {}
        self.sorted: list[Node] | None = None
        self.expanded = expanded
        self.parent = parent

    @property
    def path(self) -> list[str]:
        """The way to it, from the top."""
        keys: list[str] = []
        node = self
        while node.parent is not None:
            keys.insert(0, node.key)
            node = node.parent
        return keys

    @property
    def view(self) -> "list[Node]":
        """The rows below it, as they are sorted."""
        return self.sorted if self.sorted is not None else list(self.children.values())

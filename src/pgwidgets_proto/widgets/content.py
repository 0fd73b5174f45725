"""What a widget may have beyond simple values.

Knows: how such content is told to browsers. Must not know: any kind of it.
"""

from collections.abc import Iterator
from typing import Any, Protocol

from ..models.changes import Step


class Content(Protocol):
    """What a widget has beyond simple values: a text, the rows of a tree."""

    def replay(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """The calls (method, arguments) that bring a new widget to this content."""
        return iter(())

    def tell(self, part: Any, /) -> Iterator[Step]:
        """The calls that bring a browser to today's value of one part."""
        return iter(())

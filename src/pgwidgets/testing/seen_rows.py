"""The rows of a source that a simulated browser shows.

Knows: what our client does with a table that has a source. Must not know: sources, our models.
"""

from collections.abc import Callable
from typing import Any


class SeenRows:
    """What one page knows of the rows of one table.

    Parameters:
        about: what it was told of the source; the first rows come unasked.
        ask: asks the server for a range.

    Attributes:
        length: how many rows there are.
        generation: counts the orders, as the server does.
        rows: those that it has been sent, by their places; none of them of another order.
        keys: their keys, likewise.
        looks: how cells of the last ones look, by column.
        blocks: how many times rows have come.
        has_failed: whether the last ones could not be read.
    """

    def __init__(self, about: dict[str, Any], ask: Callable[[int, int], None]) -> None:
        self.length: int = about["length"]
        self.generation: int = about["generation"]
        self.rows: dict[int, dict[str, Any]] = {}
        self.keys: dict[int, str] = {}
        self.looks: dict[str, Any] = {}
        self.blocks = 0
        self.has_failed = False
        self._ask = ask

    def look(self, start: int, stop: int) -> None:
        """Scroll there."""
        self._ask(start, stop)

    def take(self, block: dict[str, Any]) -> None:
        """Show rows that have come."""
        self.blocks += 1
        self.has_failed = block.get("failed", False)
        if self.has_failed:
            return
        self.generation = block["generation"]
        self.length = block["length"]
        self.looks = block.get("looks", {})
        # What was sent before may be another by now, and is asked for when it is seen again.
        places = range(block["start"], block["start"] + len(block["keys"]))
        self.keys = dict(zip(places, block["keys"], strict=True))
        cells = zip(*block["cells"], strict=True) if block["cells"] else ([] for _ in places)
        self.rows = {
            place: dict(zip(block["columns"], row, strict=True))
            for place, row in zip(places, cells, strict=True)
        }

    def column(self, key: str) -> list[Any]:
        """What one column shows, from top to bottom."""
        return [self.rows[place][key] for place in sorted(self.rows)]

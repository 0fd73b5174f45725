"""How long notices are shown: as long as a page shows them, by the clock of the test.

Knows: what a page is told of notices. Must not know: what is done when one's time is over.
"""

from collections.abc import Iterator
from typing import Any

from ..page import Page

_SHOWN = 4
"""Notices that a page shows at once; the time of the others has not begun."""

type _Known = tuple[int, int, str, int]


class NoticeTimes:
    """When each notice of a page goes, which nobody looks at closely."""

    def __init__(self) -> None:
        self._dues: dict[_Known, float | None] = {}

    def over(self, page: Page, now: float) -> list[tuple[int, int]]:
        """The notices whose time is over, each once: the widget that shows it, and its number."""
        shown = dict(_shown(page))
        # The same text once more, or another one, is shown anew.
        self._dues = {
            known: self._dues.get(known, None if seconds is None else now + seconds)
            for known, seconds in shown.items()
        }
        over = [known for known, due in self._dues.items() if due is not None and due <= now]
        self._dues.update(dict.fromkeys(over))
        return [known[:2] for known in over]

    def next_due(self) -> float | None:
        """When the next one's is; None: no time is running."""
        return min((due for due in self._dues.values() if due is not None), default=None)


def _shown(page: Page) -> Iterator[tuple[_Known, float | None]]:
    for widget in page.widgets.values():
        told: dict[str, Any] = widget.get("notices") or {} if widget.cls == "PageAids" else {}
        for one in told.get("notices", ())[:_SHOWN]:
            yield (widget.wid, one["id"], one["text"], one["count"]), one["seconds"]

"""A text of HTML, which grows at its end.

Knows: what it was set to, and what was added since. Must not know: what HTML means.

The parts are kept apart: an element that one of them leaves open is closed at its end, so the
browser makes something else of all of them in one.
"""

from collections.abc import Iterator

from .changes import Call, Part, Step
from .plain import plain

HTML = "html"


class MarkupModel:
    """The content of one view of HTML.

    Parameters:
        html: what the widget was made with.
    """

    def __init__(self, html: str = "") -> None:
        self._start = html
        self._is_made_so = True
        self._added: list[str] = []

    def set_html(self, html: str | None) -> list[Step]:
        """Replace all of the HTML."""
        self._replace(plain(html or ""))
        return [Step("set_html", (self._start,), (HTML,), mergeable=True)]

    def append_html(self, html: str | None) -> list[Step]:
        """Add HTML at the end."""
        if not html:
            return []
        added = plain(html)
        self._added.append(added)
        return [Step("append_html", (added,), (HTML,))]

    def clear(self) -> list[Step]:
        """Remove all of the HTML."""
        self._replace("")
        return [Step("clear", (), (HTML,))]

    def get_html(self) -> str:
        """All of the HTML, as the program gave it."""
        return "".join((self._start, *self._added))

    def replay(self) -> Iterator[Call]:
        """The calls that bring a new view to this content."""
        if not self._is_made_so:
            yield "set_html", (self._start,)
        for html in self._added:
            yield "append_html", (html,)

    def tell(self, part: Part) -> Iterator[Step]:
        """No steps: browsers don't change the HTML."""
        return iter(())

    def _replace(self, html: str) -> None:
        self._start = html
        self._is_made_so = False
        self._added.clear()

"""What the user of a simulated browser does, and how its page tells of that.

Knows: widgets as the page has them, and what they report. Must not know: how messages get to the
core.
"""

import itertools
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any

from .binaries import FILE_CHUNK, announcement, file_chunks
from .fields import PageField
from .page import Page, PageWidget
from .windows import PageWindow


class Hands(ABC):
    """The user's part of a browser.

    Attributes:
        page: what the browser shows.
        seen: how many of the core's messages it has applied.
    """

    page: Page
    seen: int
    _stock: bool
    _is_muted: bool
    _next_transfer: int
    _fail_next: dict[str, str]

    @abstractmethod
    def post(self, message: dict[str, Any], *data: bytes) -> None:
        """Send a message that is numbered, and keep it until the core has it."""

    @abstractmethod
    def send(self, message: Any) -> None:
        """Put a message on the wire, as it is."""

    def widget(self, cls: str, index: int = 0) -> PageWidget:
        """The n-th widget of a class on the page."""
        found = [widget for widget in self.page.widgets.values() if widget.cls == cls]
        return next(itertools.islice(found, index, None))

    def click(self, wid: int) -> None:
        """Click a button or another thing that has no value."""
        self._callback(self.page.find(wid), "activated", [])

    def type_text(self, wid: int, text: str) -> None:
        """Replace the text of an entry."""
        widget = self.page.find(wid)
        assert isinstance(widget.content, PageField)
        is_told = "modified" in widget.listeners and not self._is_muted
        told = widget.content.user_types(text, is_told=is_told)
        self._callback(widget, "modified", told)

    def toggle(self, wid: int) -> None:
        """Click a check box or another switch."""
        widget = self.page.find(wid)
        is_on = not widget.get("state", False)
        self.page.switch(widget, is_on)
        self._callback(widget, "activated", [is_on])

    def slide(self, wid: int, value: float) -> None:
        """Move a slider."""
        widget = self.page.find(wid)
        widget.state["value"] = (value,)
        self._callback(widget, "activated", [value])

    def show_page(self, wid: int, index: int) -> None:
        """Click a tab."""
        widget = self.page.find(wid)
        child = widget.children[index]
        if widget.selected != child:
            widget.selected = child
            self._callback(widget, "page-switch", [{"__wid__": child}, index])

    def bring_files(
        self,
        wid: int,
        action: str,
        *files: tuple[str, bytes],
        chunk_bytes: int = FILE_CHUNK,
        about: dict[str, Any] | None = None,
    ) -> Iterator[int]:
        """Drop or choose files: they are announced first, then each step sends a chunk.

        Parameters:
            wid: the widget.
            action: what it reports when they are here: ``"drop-end"``, ``"activated"``.
            files: the name and the content of each.
            chunk_bytes: the size of a chunk.
            about: what else the action tells, and the files in other words.

        Returns:
            An iterator whose steps give the transfer's id.
        """
        transfer_id = self._next_transfer
        self._next_transfer += 1
        self.report(wid, action, announcement(transfer_id, files) | (about or {}))
        return self._chunks(transfer_id, wid, files, chunk_bytes)

    def _chunks(
        self, transfer_id: int, wid: int, files: Sequence[tuple[str, bytes]], size: int
    ) -> Iterator[int]:
        for header, data in file_chunks(wid, transfer_id, files, size):
            self.post(header, data)
            yield transfer_id

    def tell(self, wid: int, action: str, *args: Any) -> None:
        """Report something, if that is listened to."""
        self._callback(self.page.find(wid), action, list(args))

    def report(self, wid: int, action: str, *args: Any) -> None:
        """Report anything, listened to or not."""
        self._send_event({"type": "callback", "wid": wid, "action": action, "args": list(args)})

    def look(self, wid: int, start: Any, stop: Any) -> None:
        """Look at rows of a table that has a source."""
        message = {"type": "callback", "wid": wid, "action": "looks", "args": [start, stop]}
        self._send_event({**message, "by_itself": True})

    def move(self, wid: int, x: float, y: float) -> None:
        """Drag a window to a place of the page, or of the widget that it is in."""
        self._tell_geometry(wid, "move", [x, y])

    def resize(self, wid: int, width: float, height: float) -> None:
        """Drag a corner of a window."""
        self._tell_geometry(wid, "resize", [width, height])

    def _tell_geometry(self, wid: int, action: str, pair: list[float]) -> None:
        widget = self.page.find(wid)
        key = "position" if action == "move" else "size"
        if isinstance(widget.content, PageWindow):
            setattr(widget.content, key, tuple(pair))
        else:
            widget.state[key] = tuple(pair)
        if self._stock:
            args = pair if action == "move" else [{"width": pair[0], "height": pair[1]}]
            self._callback(widget, action, args)
        else:
            self.send({"type": "geometry", f"{key}s": [[wid, *pair]], "seen": self.seen})

    def fail_next(self, method: str, text: str) -> None:
        """Let the next call of a method fail with this text."""
        self._fail_next[method] = text

    def _callback(self, widget: PageWidget, action: str, args: list[Any]) -> None:
        if action in widget.listeners and not self._is_muted:
            self.report(widget.wid, action, *args)

    def _send_event(self, message: dict[str, Any]) -> None:
        if not self._stock:
            message["seen"] = self.seen
        self.post(message)

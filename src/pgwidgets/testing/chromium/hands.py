"""What a user in Chromium does besides clicking and typing: dragging, cells, windows, files.

Knows: the elements that pgwidgets-js and our page make. Must not know: how a widget is found.
"""

import mimetypes
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Download as _PageDownload
from playwright.sync_api import ElementHandle, FileChooser, FilePayload, Page

from ..user.acts.handling import MOVED, Download, FileToGive
from ..user.acts.refusing import CannotAct
from ..user.clocks import check_seconds
from ..user.finding import NotFound
from ..user.looking import What
from .serving import PATIENCE

__tracebackhide__ = True  # pytest shows where a test calls this

_GLANCE = 0.02
_NOTICES = r"""(texts) => texts
    .map((text) => text.lastChild.textContent.replace(/ \(\d+ times\)$/, ""))"""
"""What notices say: behind their kind, which is there for screen readers."""
_STEPS = 12
"""Moves of the mouse from one place to another, which it passes by what is between."""

type _Place = tuple[float, float]


class Hands(ABC):
    """The part of a user that moves the mouse, and has files.

    Attributes:
        page: Playwright's page.
    """

    page: Page

    def _take_hold(self) -> None:
        """Note what the page asks the browser for."""
        self._choosers: list[FileChooser] = []
        self._downloads: list[_PageDownload] = []
        self.page.on("filechooser", lambda chooser: self._choosers.append(chooser))
        self.page.on("download", lambda download: self._downloads.append(download))

    # --- what the whole user has

    @abstractmethod
    def settle(self) -> None:
        """Wait until page and program have told each other all."""

    @abstractmethod
    def tree(self, *, hidden: bool = False) -> str:
        """The page as a text."""

    @abstractmethod
    def _meant(self, what: What | None, prefer: Callable[[Any], bool] = ..., **which: Any) -> Any:
        """The page as the server has it, and the widget that a user can use there."""

    @abstractmethod
    def _element(self, wid: int) -> ElementHandle:
        """The element of a widget."""

    @abstractmethod
    def _row(self, element: ElementHandle, choice: tuple[str | int, ...]) -> Any:
        """The row of a table that is meant."""

    # --- time

    def wait_until(self, condition: Callable[[], Any], within: float = 60.0) -> None:
        """Wait until something is true; see :meth:`pgwidgets.testing.User.wait_until`."""
        check_seconds("wait_until()", within)
        end = time.monotonic() + within
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(
                    f"{condition!r} was not true within {within:g} s\n\n{self.tree()}"
                )
            self.page.wait_for_timeout(_GLANCE * 1000)
        self.settle()

    # --- the mouse

    def drag(
        self,
        what: What,
        by: _Place = (0, 0),
        *,
        start: _Place = (1, 1),
        onto: What | None = None,
        **which: Any,
    ) -> None:
        """Press the mouse on something, move it (``onto`` something else), and let it go."""
        _, widget = self._meant(what, lambda w: "pointer-down" in w.listeners, **which)
        left, top = self._corner(self._element(widget.wid))
        x, y = left + start[0], top + start[1]
        if onto is None:
            to = x + by[0], y + by[1]
        else:
            _, other = self._meant(onto, lambda w: "enter" in w.listeners)
            to = _middle(self._element(other.wid))
        self._carry((x, y), to)

    def _carry(self, start: _Place, to: _Place) -> None:
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        self.settle()
        mouse.move(*to, steps=_STEPS)
        self.settle()
        mouse.up()
        self.settle()

    def _corner(self, element: ElementHandle) -> _Place:
        element.scroll_into_view_if_needed()
        found = element.bounding_box()
        if found is None:
            raise CannotAct(f"it can't be seen\n\n{self.tree()}")
        return found["x"], found["y"]

    def move(self, what: What, x: float, y: float, **which: Any) -> None:
        """Drag a window to a place of the page, in pixels."""
        element = self._window(what, **which)
        bar = element.query_selector(".mdi-title-bar, .toplevel-title-bar, .dialog-title-bar")
        if bar is None:
            raise CannotAct(f"it has no title bar to move it by\n\n{self.tree()}")
        left, top = self._corner(element)
        at = self._corner(bar)
        start = at[0] + 40, at[1] + 8
        self._carry(start, (start[0] + x - left, start[1] + y - top))

    def resize(self, what: What, width: float, height: float, **which: Any) -> None:
        """Drag the corner of a window, so that it has a size in pixels."""
        element = self._window(what, **which)
        found = element.bounding_box()
        if found is None:
            raise CannotAct(f"it can't be seen\n\n{self.tree()}")
        corner = found["x"] + found["width"] - 3, found["y"] + found["height"] - 3
        to = corner[0] + width - found["width"], corner[1] + height - found["height"]
        self._carry(corner, to)

    def _window(self, what: What, **which: Any) -> ElementHandle:
        _, widget = self._meant(what, lambda w: w.cls in MOVED, **which)
        return self._element(widget.wid)

    # --- tables

    def edit(self, what: What, row: str | int, column: str, value: Any, **which: Any) -> None:
        """Type into a cell of a table or tree."""
        element = self._table(what, **which)
        cells = self._row(element, (row,)).query_selector_all(".treeview-cell")
        cells[self._column(element, column)].dblclick()
        editor = self.page.locator(".treeview-cell-editor")
        editor.fill(str(value))
        editor.press("Enter")
        self.settle()

    def sort(self, what: What, column: str, **which: Any) -> None:
        """Click the header of a column."""
        element = self._table(what, **which)
        headers = element.query_selector_all(".treeview-header-cell")
        headers[self._column(element, column)].click()
        self.settle()

    def _table(self, what: What, **which: Any) -> ElementHandle:
        _, widget = self._meant(what, lambda w: w.cls in ("TreeView", "TableView"), **which)
        return self._element(widget.wid)

    def _column(self, element: ElementHandle, name: str) -> int:
        labels = element.query_selector_all(".treeview-header-cell .treeview-header-label")
        texts = [label.inner_text().strip() for label in labels]
        if name not in texts:
            raise NotFound(f"no column is called {name!r}, but {texts}\n\n{self.tree()}")
        return texts.index(name)

    # --- files

    def choose(self, *files: FileToGive) -> None:
        """Choose files, where the program has the browser ask for some."""
        self._wait_for(self._choosers, "nothing asks for files")
        payloads = [_payload(file) for file in files]
        self._choosers.pop().set_files(payloads)
        self._choosers.clear()
        self.page.wait_for_timeout(50)  # the page begins to read them
        self.settle()

    def download(self) -> Download:
        """The file that the program has had this browser save, since the last time."""
        self._wait_for(self._downloads, "the browser was given no file to save")
        found = self.downloads()
        if len(found) != 1:
            names = [download.name for download in found]
            raise NotFound(f"the browser was given {len(found)} files to save, not one: {names}")
        return found[0]

    def downloads(self) -> list[Download]:
        """All files that the program has had this browser save, since the last time."""
        found, self._downloads[:] = self._downloads.copy(), []
        return [
            Download(
                each.suggested_filename,
                Path(each.path()).read_bytes(),
                mimetypes.guess_type(each.suggested_filename)[0] or "application/octet-stream",
            )
            for each in found
        ]

    def _wait_for(self, found: list[Any], missing: str) -> None:
        end = time.monotonic() + PATIENCE
        while not found:
            if time.monotonic() > end:
                raise NotFound(f"{missing}\n\n{self.tree()}")
            self.page.wait_for_timeout(_GLANCE * 1000)

    # --- what the page shows beside its widgets

    @property
    def notices(self) -> list[str]:
        """What the notices say that are shown, the newest last."""
        found: list[str] = self.page.locator(".pgw-notice-text").evaluate_all(_NOTICES)
        return found

    @property
    def covers(self) -> list[str]:
        """What stands over all that is at work."""
        return [text.strip() for text in self.page.locator(".pgw-busy-text").all_inner_texts()]

    def dismiss(self, text: str, action: str | None = None) -> None:
        """Close a notice, or press one of its buttons."""
        notice = self.page.locator(".pgw-notice").filter(has_text=text)
        if not notice.count():
            raise NotFound(f"no such notice is shown: {text!r}; there are {self.notices}")
        button = notice.first.locator(".pgw-notice-close")
        if action is not None:
            button = notice.first.get_by_role("button", name=action, exact=True)
        button.click()
        self.settle()

    def stop(self) -> None:
        """Press the button that stops what is at work."""
        button = self.page.locator(".pgw-busy button")
        if not button.count():
            raise NotFound(f"nothing is at work that could be stopped\n\n{self.tree()}")
        button.first.click()
        self.settle()


def _middle(element: ElementHandle) -> _Place:
    found = element.bounding_box()
    if found is None:
        raise CannotAct("it can't be seen")
    return found["x"] + found["width"] / 2, found["y"] + found["height"] / 2


def _payload(file: FileToGive) -> FilePayload:
    name, data = (file.name, file.read_bytes()) if isinstance(file, Path) else file
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return FilePayload(name=name, mimeType=media_type, buffer=data)

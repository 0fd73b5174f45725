"""Windows that are moved, sized and closed; things that are dragged and dropped; files.

Knows: what each class makes of it, as pgwidgets-js does. Must not know: how a widget is found.
"""

import base64
import mimetypes
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ...binaries import FILE_CHUNK
from ...browser import SimulatedBrowser
from ...page import PageWidget
from ...windows import PageWindow, PageWindows
from ..sight import Sight
from . import pressing
from .refusing import refuse

__tracebackhide__ = True  # pytest shows where a test calls this

MOVED = frozenset({"TopLevel", "Dialog", "ColorDialog", "MDISubWindow"})

type FileToGive = Path | tuple[str, bytes]
"""A file: where it is, or its name and content."""


class Download(NamedTuple):
    """A file that the program has had a browser save.

    Attributes:
        name: as it was suggested.
        data: the content.
        type: its media type.
    """

    name: str
    data: bytes
    type: str

    @property
    def text(self) -> str:
        """The content, of UTF-8."""
        return self.data.decode()


def close(browser: SimulatedBrowser, widget: PageWidget) -> None:
    """Press the button that closes a window, or a page of tabs."""
    sight = Sight(browser.page)
    outer = sight.parent(widget)
    if isinstance(widget.content, PageWindow):
        assert outer is not None
        assert isinstance(outer.content, PageWindows)
        outer.content.close(widget.content.child)
    elif outer is not None and outer.cls == "TabWidget":
        if not outer.get("closable", False):
            raise refuse(browser, widget, "its tab has no button to close it")
        browser.tell(outer.wid, "page-close", {"__wid__": widget.wid})
    elif widget.cls in MOVED:
        if widget.cls == "TopLevel" and not widget.get("closeable", True):
            raise refuse(browser, widget, "it has no button to close it")
        browser.tell(widget.wid, "close")
    else:
        raise refuse(browser, widget, "it is no window, and no page of tabs")


def move(browser: SimulatedBrowser, widget: PageWidget, x: float, y: float) -> None:
    """Drag a window by its title bar."""
    if widget.cls not in MOVED:
        raise refuse(browser, widget, "it is no window")
    if not widget.get("moveable", True):
        raise refuse(browser, widget, "it can't be moved")
    browser.move(widget.wid, x, y)


def resize(browser: SimulatedBrowser, widget: PageWidget, width: float, height: float) -> None:
    """Drag a corner of a window."""
    if widget.cls not in MOVED:
        raise refuse(browser, widget, "it is no window")
    if widget.cls == "TopLevel" and not widget.get("resizable", False):
        raise refuse(browser, widget, "it can't be resized")
    browser.resize(widget.wid, width, height)


def drag(
    browser: SimulatedBrowser,
    widget: PageWidget,
    start: tuple[float, float],
    by: tuple[float, float],
    onto: PageWidget | None = None,
) -> None:
    """Press the mouse, move it (``onto`` another widget, if there is such), and let it go."""
    x, y = start
    browser.tell(widget.wid, "pointer-down", pressing.pointer("pointerdown", x, y))
    if onto is not None and onto is not widget:
        about = {"button_mask": 1}
        browser.tell(widget.wid, "leave", {**pressing.pointer("pointerout", x, y), **about})
        browser.tell(onto.wid, "enter", {**pressing.pointer("pointerover", x, y), **about})
        browser.tell(onto.wid, "pointer-move", pressing.pointer("pointermove", x, y))
        browser.tell(onto.wid, "pointer-up", pressing.pointer("pointerup", x, y))
        return  # what is pressed on one and let go on another is no click
    x, y = x + by[0], y + by[1]
    browser.tell(widget.wid, "pointer-move", pressing.pointer("pointermove", x, y))
    browser.tell(widget.wid, "pointer-up", pressing.pointer("pointerup", x, y))
    browser.tell(widget.wid, "click", pressing.pointer("click", x, y))


def drag_tab(browser: SimulatedBrowser, tabs: PageWidget, page: PageWidget, index: int) -> None:
    """Drag a tab to another place."""
    if not tabs.get("reorderable", False):
        raise refuse(browser, tabs, "its tabs can't be dragged")
    tabs.children.remove(page.wid)
    tabs.children.insert(index, page.wid)
    browser.tell(tabs.wid, "reordered", [{"__wid__": child} for child in tabs.children])


def drop(
    browser: SimulatedBrowser,
    widget: PageWidget,
    files: Sequence[FileToGive],
    text: str | None,
    url: str | None,
) -> None:
    """Drop files or a text, as from another window of the desktop."""
    kinds = {"Files": bool(files), "text/plain": text is not None, "text/uri-list": url is not None}
    about = {
        **pressing.pointer("drop", 1.0, 1.0),
        "types": [kind for kind, is_there in kinds.items() if is_there],
        "text": text,
        "url": url,
        "html": None,
    }
    heard = {"drop-start", "drop-end", "drag-over"} & widget.listeners
    if not heard:
        raise refuse(browser, widget, "nothing can be dropped on it")
    browser.tell(widget.wid, "drag-over", {**about, "type": "dragover"})
    given = [_read(file) for file in files]
    browser.tell(widget.wid, "drop-start", {**about, "files": _about(given)})
    if not given:
        browser.tell(widget.wid, "drop-end", {**about, "files": []})
    elif "drop-end" in widget.listeners:
        bring(browser, widget, "drop-end", about, given)


def bring(
    browser: SimulatedBrowser,
    widget: PageWidget,
    action: str,
    about: dict[str, Any],
    files: Sequence[tuple[str, bytes]],
) -> None:
    """Report an action that files come with, and send them."""
    for _ in browser.bring_files(
        widget.wid, action, *files, chunk_bytes=FILE_CHUNK, about={**about, "files": _about(files)}
    ):
        pass


def choose_files(
    browser: SimulatedBrowser, dialog: PageWidget, files: Sequence[FileToGive]
) -> None:
    """Choose files in the browser's own dialog."""
    given = [_read(file) for file in files]
    if dialog.get("mode", "file") == "file" and len(given) != 1:
        raise refuse(browser, dialog, f"it takes one file, not {len(given)}")
    dialog.calls[:] = [call for call in dialog.calls if call[0] not in ASKING]
    bring(browser, dialog, "activated", {}, given)


ASKING = frozenset({"open", "popup", "show"})
"""The calls that have a browser ask for files."""


def awaiting_files(browser: SimulatedBrowser) -> PageWidget | None:
    """The dialog that waits for the user to choose files; the newest."""
    found = [
        widget
        for widget in browser.page.widgets.values()
        if widget.cls == "FileDialog" and _is_asking(widget)
    ]
    return found[-1] if found else None


def _is_asking(dialog: PageWidget) -> bool:
    is_shown = bool(dialog.state.pop("visible", (False,))[0])
    if is_shown:  # show() asks, too
        dialog.calls.append(("show", ()))
    return any(method in ASKING for method, _ in dialog.calls)


def take_downloads(browser: SimulatedBrowser) -> list[Download]:
    """The files that the browser was given to save, since the last time."""
    found = []
    for widget in browser.page.widgets.values():
        if widget.cls == "FileDialog":
            found += [_downloaded(*args) for method, args in widget.calls if method == "save"]
            widget.calls[:] = [call for call in widget.calls if call[0] != "save"]
    return found


def _downloaded(name: str, data: str | bytes, media_type: str | None = None) -> Download:
    media_type = media_type or "application/octet-stream"
    if isinstance(data, bytes):
        return Download(name, data, media_type)
    head, is_uri, rest = data.partition(";base64,")
    if is_uri and head.startswith("data:"):
        return Download(name, base64.b64decode(rest), head.removeprefix("data:"))
    return Download(name, base64.b64decode(data), media_type)


def _read(file: FileToGive) -> tuple[str, bytes]:
    if isinstance(file, Path):
        return file.name, file.read_bytes()
    parts: tuple[object, ...] = file  # whatever the annotation says
    if list(map(type, parts)) != [str, bytes]:
        raise TypeError(f"a file is {file!r}; it must be a Path, or a name and bytes")
    return file


def _about(files: Sequence[tuple[str, bytes]]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "size": len(data),
            "type": mimetypes.guess_type(name)[0] or "application/octet-stream",
            "encoding": "bytes",
            "data": None,
        }
        for name, data in files
    ]

"""A dialog that chooses files of the server's own file system, for both APIs.

Knows: widgets by the methods that both APIs have, what may be seen (_folders.py) and chosen
(_choice.py). Must not know: async or sync: what a call gives back, and where what blocks is done,
is for the session to say.
"""

import html
import os
from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, assert_never

from .._files import content_of, path_of, to_data_uri
from ._callbacks import SessionCallbacks
from ._choice import MODES, Chosen, Enter, Exists, Mode, Outcome, Refused, judge
from ._folders import ALL_FILES, Entry, Folders

_COLUMNS = (
    {"label": "", "key": "icon", "type": "icon", "colwidth": 30},
    {"label": "Name", "key": "name", "type": "string"},
    {
        "label": "Size",
        "key": "size",
        "type": "integer",
        "format": ".3si",
        "unit": "B",
        "colwidth": 90,
    },
    {"label": "Modified", "key": "modified", "type": "string", "colwidth": 140},
)
_VERBS: Mapping[Mode, str] = {
    "file": "Open",
    "files": "Open",
    "directory": "Choose",
    "save": "Save",
}
"""What the button says that takes what is chosen."""
_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Cpath d='{path}' fill='{fill}' stroke='%23667'/%3E%3C/svg%3E"
)
ICONS = {
    "folder": _ICON.format(path="M1.5 3.5h5l1.5 2h6.5v8h-13z", fill="%23e8c15a"),
    "file": _ICON.format(path="M3.5 1.5h6l3 3v10h-9z", fill="%23fff"),
}
"""Pictures by category, or by the end of a name, as in ``"fits"``: those of all file browsers."""


def set_icon(category: str, path: str | os.PathLike[str]) -> None:
    """Set the picture of a category in all file browsers, from when they are filled next.

    Parameters:
        category: as :meth:`FileBrowser.set_icon` has it.
        path: a local file, or a URL that browsers can load.
    """
    ICONS[category] = _url_of(path)


def _url_of(path: str | os.PathLike[str]) -> str:
    is_url = isinstance(path, str) and path.startswith(("data:", "http:", "https:"))
    if isinstance(path, str) and not is_url:
        content_of(path, "picture")
    return str(path) if is_url else to_data_uri(path)


class FileBrowser(SessionCallbacks):
    """Chooses files, a folder, or a name to save under, where the program runs.

    In the async API its methods are awaited as a widget's are; :meth:`popup` and
    :meth:`set_directory` must be, since they read the file system elsewhere first.

    Actions: ``"activated"``, told with the path as a str (with the mode ``"files"`` a list of
    them), and ``"cancelled"``. Handlers are added and removed as those of :class:`Callbacks`.

    Parameters:
        session: where it is shown.
        title: of its window.
        modal: whether the rest of the page is blocked while it is shown.
        autoclose: whether it hides itself when something is chosen, or it is cancelled.
        mode: ``"file"`` or ``"files"`` that are there, a ``"directory"``, or a name to ``"save"``.
        root: nothing outside of this folder can be seen or chosen; ``"/"``: all of the file system
            is shown to whoever may use the page. None: the working folder of the program.

    Raises:
        ValueError: no such mode; or no root, where the working folder is the root of the file
            system, as that of services often is: to show it all must be asked for.
        NotADirectoryError: root is no folder.
    """

    def __init__(
        self,
        session: Any,
        title: str = "Browse",
        modal: bool = True,
        autoclose: bool = True,
        mode: Mode = "file",
        *,
        root: str | os.PathLike[str] | None = None,
    ) -> None:
        super().__init__(session, "activated", "cancelled")
        self._autoclose = autoclose
        if root is None:
            root = Path.cwd()
            if root == root.parent:
                raise ValueError(
                    f"FileBrowser(): root must be given, since the working folder is {str(root)!r}:"
                    " the folder that users may see, or '/' for all of the file system"
                )
        self._folders = Folders(None if root == "/" else root)
        self._folder = self._folders.root or Path.cwd()
        self._icons = ChainMap[str, str]({}, ICONS)
        self._shown: list[Entry] = []
        self._build(session.get_widgets(), title, modal)
        self.set_mode(mode)

    # --- settings

    def set_mode(self, mode: Mode) -> Any:
        """Set what is to be chosen.

        Raises:
            ValueError: no such mode.
        """
        if mode not in MODES:
            raise ValueError(f"mode must be one of {', '.join(MODES)}, not {mode!r}")
        self._mode: Mode = mode
        self._ask_about(None)
        return self._session.complete()

    def set_filename(self, name: str) -> Any:
        """Set the name that stands in the entry, such as one to save under."""
        return self._name.set_text(name)

    def set_directory(self, path: str | os.PathLike[str]) -> Any:
        """Go to a folder.

        Raises:
            PermissionError: it leads out of the root.
            OSError: it can't be read.
            TypeError: it is no path.
        """
        folder = self._folder / path_of(path)
        return self._session.apart(self._reading(folder), self._show_folder)

    def add_ext_filter(self, category: str, ext: str) -> Any:
        """Offer a category of files, such as ``add_ext_filter("Images", ".png")``.

        The first one is chosen; a category may have several extensions.

        Raises:
            TypeError, ValueError: no category or extension at all.
        """
        self._folders.add_filter(category, ext)
        return self._offer_filters()

    def clear_filters(self) -> Any:
        """Offer all files again."""
        self._folders.filters.clear()
        return self._offer_filters()

    def set_icon(self, category: str, path: str | os.PathLike[str]) -> Any:
        """Set a category's icon in this FileBrowser.

        The module's function :func:`set_icon` sets it for all.

        Parameters:
            category: ``"folder"``, ``"file"``, one of a filter, or the end of a name (``"fits"``).
            path: a local file, or a URL that browsers can load.
        """
        self._icons[category] = _url_of(path)
        return self._show_entries()

    def set_title(self, title: str) -> Any:
        """Set the title of its window."""
        return self._dialog.set_title(title)

    # --- showing it

    def popup(self, x: float | None = None, y: float | None = None) -> Any:
        """Read the folder anew, and show the dialog.

        Parameters:
            x, y: pixels from the page's left and top; None: in the middle.

        Raises:
            OSError: the folder can't be read.
        """

        def show(found: tuple[Path, list[Entry]]) -> None:
            self._show_folder(found)
            self._dialog.popup(x, y)

        return self._session.apart(self._reading(self._folder), show)

    def hide(self) -> Any:
        """Hide the dialog."""
        return self._dialog.hide()

    def is_visible(self) -> bool:
        """Whether the dialog is shown."""
        return bool(self._dialog.is_visible())

    def get_directory(self) -> str:
        """The folder that it is in."""
        return str(self._folder)

    def destroy(self) -> Any:
        """End it."""
        return self._dialog.destroy()

    # --- its parts

    def _build(self, W: Any, title: str, modal: bool) -> None:
        self._dialog = W.Dialog(title, [], modal=modal, resizable=True)
        self._dialog.resize(560, 420)
        up = W.Button("Up")
        self._path = W.TextEntry(self._folders.shown(self._folder))
        head = W.HBox(spacing=6)
        head.add_widget(up, 0)
        head.add_widget(self._path, 1)
        self._table = W.TableView(
            columns=list(_COLUMNS), selection_mode="multiple", sortable=True, cell_cursor=False
        )
        self._name = W.TextEntry("")
        self._filter = W.ComboBox()
        foot = W.HBox(spacing=6)
        foot.add_widget(self._name, 1)
        foot.add_widget(self._filter, 0)
        self._note = W.Label("")
        self._accept, cancel = W.Button("Open"), W.Button("Cancel")
        buttons = W.ButtonBox(halign="right", min_button_width=80, spacing=6)
        buttons.add_widget(self._accept, 0)
        buttons.add_widget(cancel, 0)
        box = W.VBox(spacing=6, padding=8)
        for child, stretch in (
            (head, 0),
            (self._table, 1),
            (foot, 0),
            (self._note, 0),
            (buttons, 0),
        ):
            box.add_widget(child, stretch)
        self._dialog.add_widget(box, 1)
        self._offer_filters()
        up.on("activated", self._go, "..")
        self._path.on("activated", self._go)
        self._table.on("selected", self._selected)
        self._table.on("activated", self._entered)
        self._filter.on("activated", lambda *_: self._go(""))
        self._name.on("activated", lambda _: self._choose())
        self._accept.on("activated", self._choose)
        cancel.on("activated", self._cancel)
        self._dialog.on("close", self._cancel)

    def _offer_filters(self) -> Any:
        self._filter.clear()
        for category in (*self._folders.filters, ALL_FILES):
            self._filter.append_text(category)
        return self._session.complete()

    def _show_entries(self) -> Any:
        return self._table.set_rows(
            [
                {
                    "icon": self._icon_of(entry),
                    "name": entry.name,
                    "size": None if entry.is_folder else entry.size,
                    "modified": entry.modified,
                }
                for entry in self._shown
            ]
        )

    def _icon_of(self, entry: Entry) -> str:
        ending = Path(entry.name).suffix.removeprefix(".").casefold()
        wanted = [ending, "file"] if entry.category == "file" else [entry.category, ending, "file"]
        return next(self._icons[name] for name in wanted if name in self._icons)

    def _show_folder(self, found: tuple[Path, list[Entry]]) -> None:
        self._folder, self._shown = found
        self._path.set_text(self._folders.shown(self._folder))
        self._show_entries()
        self._say("")

    def _say(self, text: str) -> None:
        self._note.set_text(html.escape(text))

    def _ask_about(self, path: Path | None) -> None:
        """Have the next press of the button overwrite this file, or none."""
        self._overwrite = path
        self._accept.set_text(_VERBS[self._mode] if path is None else "Overwrite")

    # --- reading, which may block

    def _reading(self, folder: Path, name: str = "") -> Callable[[], tuple[Path, list[Entry]]]:
        """What reads a folder, for another thread: widgets are asked here, and not there."""
        return partial(self._look, self._filter.get_text() or ALL_FILES, folder, name)

    def _look(self, category: str, folder: Path, name: str) -> tuple[Path, list[Entry]]:
        folder = self._folders.find(folder, name)
        return folder, self._folders.read(folder, category)

    # --- what its user does

    def _go(self, name: str) -> Any:
        return self._try(self._reading(self._folder, name), self._show_folder)

    def _selected(self, rows: Iterable[Mapping[str, Any]]) -> None:
        names = self._names(rows)
        folders = {entry.name for entry in self._shown if entry.is_folder}
        if self._mode != "directory":
            names = [name for name in names if name not in folders]
        if self._mode != "files":
            names = names[-1:]
        if names:
            self._name.set_text("/".join(names) if self._mode == "files" else names[0])
            self._ask_about(None)

    def _entered(self, values: Mapping[str, Any] | None, *_: object) -> Any:
        names = self._names([{"values": values}])
        if self._mode == "directory":
            return self._go(names[0]) if names else None
        return self._choose(names)

    def _names(self, rows: Iterable[Mapping[str, Any]]) -> list[str]:
        """Names that rows tell of, as far as they are among those that are shown."""
        known = {entry.name for entry in self._shown}
        names = [(row.get("values") or {}).get("name") for row in rows]
        return [name for name in names if name in known]

    def _typed(self) -> list[str]:
        text = self._name.get_text().strip()
        if self._mode == "files" and not text.startswith(("/", "~")):
            # A slash is in no name, so it parts the names of several files.
            return [name for name in text.split("/") if name]
        return [text] if text else []

    def _choose(self, names: Sequence[str] | None = None) -> Any:
        wanted = self._typed() if names is None else names
        return self._try(
            lambda: judge(self._folders, self._folder, self._mode, wanted, self._overwrite),
            self._settle,
        )

    def _settle(self, outcome: Outcome) -> Any:
        self._ask_about(None)
        match outcome:
            case Enter():
                self._name.set_text("")
                return self._try(self._reading(outcome.folder), self._show_folder)
            case Exists():
                self._ask_about(outcome.path)
                return self._say(f"{outcome.path.name!r} is there already")
            case Refused():
                return self._say(outcome.why)
            case Chosen():
                self._say("")
                paths = [str(path) for path in outcome.paths]
                return self._close_and_fire(paths if self._mode == "files" else paths[0])
            case _:
                assert_never(outcome)

    def _cancel(self) -> Any:
        self._ask_about(None)
        if self._autoclose:
            self._dialog.hide()
        return self.make_callback("cancelled")

    def _close_and_fire(self, result: Any) -> Any:
        # The name is that of pgwidgets-python, which Ginga overrides to get a list in every mode.
        if self._autoclose:
            self._dialog.hide()
        return self.make_callback("activated", result)

    def _try(self, work: Callable[[], Any], then: Callable[[Any], Any]) -> Any:
        """As the session's `_apart`, but what goes wrong is said in the dialog."""

        def guarded() -> tuple[Any, str]:
            try:
                return work(), ""
            except (OSError, ValueError, RuntimeError) as error:
                return None, str(getattr(error, "strerror", None) or error)

        def settle(result: tuple[Any, str]) -> Any:
            value, fault = result
            return self._say(fault) if fault else then(value)

        return self._session.apart(guarded, settle)

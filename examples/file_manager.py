"""Files of one folder of the server, for users of browsers; `pgwidgets demo files` runs it.

usage: file_manager.py [FOLDER]

Nothing outside of the folder can be reached. Handlers run on threads, so they may block.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from served_folder import ServedFolder, name_of_entry

from pgwidgets.extras.file_browser import ICONS
from pgwidgets.sync import Application, Session

COLUMNS: list[Any] = [
    {"key": "icon", "label": "", "type": "icon", "colwidth": 34},
    {"key": "name", "label": "Name", "colwidth": "2fr"},
    {"key": "size", "label": "Bytes", "type": "integer", "colwidth": 90},
    {"key": "changed", "label": "Changed", "colwidth": 150},
]
PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"}


class Manager:
    def __init__(self, session: Session, served: ServedFolder) -> None:
        self.session, self.served, self.folder = session, served, served.root

    def build(self) -> None:
        W = self.session.get_widgets()
        self.where, self.saving = W.Label(""), W.FileDialog(mode="save")
        self.table = W.TableView(columns=COLUMNS, placeholder="Nothing is in here")
        self.text, self.image = W.TextArea("", editable=False), W.Image()
        self.look, bar, page = W.StackWidget(), W.HBox(spacing=6), W.VBox(spacing=8, padding=8)
        self.look.add_widget(self.text)
        self.look.add_widget(self.image)
        acts = {"Up": lambda: self.enter(".."), "New folder": self.make_folder}
        acts |= {"Upload": self.upload, "Download": self.download}
        acts |= {"Rename": self.rename, "Delete": self.delete}
        for text, act in acts.items():
            button = W.Button(text)
            button.on("activated", self.trying(act))
            bar.add_widget(button, 0)
        self.table.on("activated", self.trying(lambda values, *_: self.enter(values["name"])))
        self.table.on("selected", self.trying(lambda rows: self.preview()))
        panes = W.Splitter()
        panes.add_widget(self.table)
        panes.add_widget(self.look)
        panes.set_sizes([470, 270])
        for widget, stretch in ((bar, 0), (self.where, 0), (panes, 1)):
            page.add_widget(widget, stretch)
        window = W.TopLevel(title="Files", resizable=True)
        window.set_widget(page)
        window.resize(780, 460)
        self.show()
        window.show()

    def trying(self, act: Callable[..., None]) -> Callable[..., None]:
        """A handler that tells the user why something can't be done."""

        def tried(*args: Any) -> None:
            try:
                act(*args)
            except OSError as exc:
                name = Path(exc.filename).name if exc.filename else ""
                self.session.notify(": ".join(filter(None, (name, exc.strerror))), "error")

        return tried

    def show(self) -> None:
        self.where.set_text(self.served.shown(self.folder))
        entries = self.served.entries(self.folder)
        icons = [ICONS["folder" if entry.size is None else "file"] for entry in entries]
        self.table.set_rows([[icon, *entry] for icon, entry in zip(icons, entries, strict=True)])
        self.preview()

    def chosen(self) -> Path | None:
        selected = self.table.get_selected()
        return self.folder / selected[0]["values"]["name"] if selected else None

    def needed(self) -> Path:
        if (path := self.chosen()) is None or not self.served.has(path):
            raise FileNotFoundError(2, "Select a file or a folder first")
        return path

    def enter(self, name: str) -> None:
        path = (self.folder / name).resolve()
        if path.is_dir() and self.served.has(path):
            self.folder = path
            self.show()

    def preview(self) -> None:
        """Show the file that is selected: a picture, or the begin of a text."""
        path = self.chosen()
        is_file = path is not None and path.is_file() and self.served.has(path)
        if path is not None and is_file and path.suffix.lower() in PICTURES:
            self.image.set_image(path)
            self.look.set_index(1)
        else:
            self.text.set_text(self.served.begin_of(path) if path is not None and is_file else "")
            self.look.set_index(0)

    def make_folder(self) -> None:
        folder = self.folder  # while the user thinks, another one may be gone into
        name = self.session.ask_text("Name of the new folder", validator=name_of_entry)
        if name is not None:
            (folder / name).mkdir()
            self.show()

    def upload(self) -> None:
        """Take files from the user's own disk; what is there already stays as it is."""
        folder = self.folder
        try:
            for file in self.session.ask_files("Files for this folder"):
                self.served.add(folder / name_of_entry(file.name), file.data)
        finally:
            self.show()

    def download(self) -> None:
        path = self.needed()
        self.saving.save(path.name, path.read_bytes())

    def rename(self) -> None:
        path = self.needed()
        name = self.session.ask_text("New name", path.name, validator=name_of_entry)
        if name is not None and name != path.name:
            self.served.rename(path, name)
            self.show()

    def delete(self) -> None:
        path = self.needed()
        if self.session.confirm(f"Delete {path.name}?", yes="Delete", danger=True):
            self.served.delete(path)
            self.show()


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        (Path(made) / "read-me.txt").write_text("A folder to try things in.\n")
        served = ServedFolder(Path(sys.argv[1] if len(sys.argv) > 1 else made))
        app = Application(max_sessions=None, title="Files", theme="auto")
        app.on_connect(lambda session: Manager(session, served).build())
        app.run()


if __name__ == "__main__":
    main()

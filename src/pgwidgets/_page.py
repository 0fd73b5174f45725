"""What one application adds to the page: title, icon, looks, fonts, scripts, its own classes.

Knows: how index.html is put together, and under which paths the application's own files are.
Must not know: requests, sockets, sessions, widgets.
"""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from ._routing import SOCKETS
from .looks import PageLooks

OWN = "_pgwidgets/"
"""Where files of the application are: a part of their content names them, so they never change."""


class Asset(NamedTuple):
    """A file that the application was given.

    Attributes:
        name: its name, for its type.
        body: its content.
        policy: the Content-Security-Policy that it is served with; None: the page's.
    """

    name: str
    body: bytes
    policy: str | None = None


class Page:
    """The page of one application.

    Parameters:
        title: what the browser's tab is called.
        looks: the theme that it begins with, its density, and what the application adds to both;
            None: as by default.
        is_routed: whether a router finds its server by the path of its WebSocket (_routing.py).

    Attributes:
        assets: the application's own files, by path.
    """

    def __init__(
        self, title: str, looks: PageLooks | None = None, *, is_routed: bool = False
    ) -> None:
        self.assets: dict[str, Asset] = {}
        self._title = title
        self._sockets = SOCKETS if is_routed else ""
        self._looks = PageLooks() if looks is None else looks
        self._sheet: str | None = None
        if self._looks.stylesheet is not None:
            self._sheet = self.add("style", Asset("own.css", self._looks.stylesheet))
        self._icon = ""
        self._classes: dict[str, str] = {}
        self._sheets: dict[str, None] = {}
        self._scripts: dict[str, bool] = {}

    def add(self, kind: str, asset: Asset) -> str:
        """Serve a file of the application's.

        Parameters:
            kind: the folder that it is put in.
            asset: the file.

        Returns:
            Its path, relative to the page.
        """
        policy = b"" if asset.policy is None else asset.policy.encode()
        digest = hashlib.sha256(asset.body + policy).hexdigest()[:20]
        path = f"{OWN}{kind}/{digest}{Path(asset.name).suffix}"
        self.assets[path] = asset
        return path

    def add_folder(self, assets: Mapping[str, Asset]) -> str:
        """Serve files that name each other.

        Parameters:
            assets: the files, by their paths below the folder.

        Returns:
            The path of the folder, relative to the page, with the slash at its end.
        """
        content = repr([(path, asset) for path, asset in sorted(assets.items())])
        folder = f"{OWN}folder/{hashlib.sha256(content.encode()).hexdigest()[:20]}/"
        for path, asset in assets.items():
            self.assets[f"{folder}{path}"] = asset
        return folder

    def add_sheet(self, path: str) -> None:
        """Have the page use a style sheet, behind its own."""
        self._sheets[path] = None

    def add_script(self, path: str, *, is_module: bool) -> None:
        """Have the page run a script before its own."""
        self._scripts[path] = is_module

    def set_icon(self, asset: Asset) -> None:
        """Have the browser's tab show this icon."""
        self._icon = self.add("icon", asset)

    def add_class(self, name: str, module: Asset) -> None:
        """Have the page know a JavaScript class before it connects.

        Parameters:
            name: what ``create`` calls it.
            module: its default export takes ``Widgets`` and gives the class.
        """
        self._classes[name] = self.add("class", module)

    def assemble(
        self, template: str, module: str, imports: Iterable[str], base: str = "", early: str = ""
    ) -> str:
        """Fill in index.html.

        Parameters:
            template: the file as it stands in the package.
            module: path of the module that starts the page.
            imports: paths of those that it is about to need. They are asked for at once, and not
                level by level, as one after the other tells which it imports.
            base: the folder of all these, relative to the page; with its slash.
            early: text of the script that runs first; empty: it has the page ask for it.
        """
        from html import escape  # with all the entities that there are

        classes = msgspec.json.encode(self._classes).decode()
        looks = self._looks
        styles = [f'<link rel="stylesheet" href="{base}pgwidgets/page.css">']
        if looks.token_style:
            styles.append(f"<style>{looks.token_style}</style>")
        if self._sheet is not None:
            styles.append(f'<link rel="stylesheet" href="{self._sheet}">')
        preloads = [f'<link rel="modulepreload" href="{base}{escape(path)}">' for path in imports]
        parts = {
            "<html": (
                f'<html lang="en" data-pgw-theme="{looks.theme}" '
                f'data-pgw-density="{looks.density}">'
            ),
            '<meta name="color-scheme"': (
                f'<meta name="color-scheme" content="{looks.color_scheme}">'
            ),
            '<meta name="pgwidgets-ws"': f'<meta name="pgwidgets-ws" content="{self._sockets}">',
            "<title>": f"<title>{escape(self._title)}</title>",
            '<link rel="icon"': f'<link rel="icon" href="{self._icon or base + "favicon.svg"}">',
            '<link rel="modulepreload"': "\n  ".join(preloads),
            '<link rel="stylesheet"': "\n  ".join(styles),
            '<script src="pgwidgets/early.js"': (
                f"<script>{early}</script>"
                if early
                else f'<script src="{base}pgwidgets/early.js"></script>'
            ),
            # It waits for style sheets by itself (page/sheets.js), but not for other scripts.
            '<script type="module"': (
                f'<script type="module"{"" if self._scripts else " async"} '
                f'src="{base}{module}"></script>'
            ),
            '<meta name="pgwidgets-classes"': (
                f'<meta name="pgwidgets-classes" content="{escape(classes)}">'
            ),
        }
        sheets = [f'<link rel="stylesheet" href="{path}">' for path in self._sheets]
        scripts = [
            f'<script type="module" src="{path}"></script>'
            if is_module
            else f'<script src="{path}"></script>'
            for path, is_module in self._scripts.items()
        ]
        ours = '<script type="module"'
        parts[ours] = "\n  ".join([*sheets, *scripts, parts[ours]])
        lines = template.split("\n")
        for start, filled in parts.items():
            [index] = [at for at, line in enumerate(lines) if line.lstrip().startswith(start)]
            indent = len(lines[index]) - len(lines[index].lstrip())
            lines[index] = " " * indent + filled
        return "\n".join(lines)

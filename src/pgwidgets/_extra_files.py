"""Files that an application adds to what its page is made of: pages, modules, scripts, styles.

Knows: which sources are taken, and what they are served as. Must not know: async or sync, requests,
sessions.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from ._engine import BaseEngine
from ._page import Asset, Page
from ._policy import own_policy
from ._public import spoken_as
from ._settings import text_setting

type Source = str | os.PathLike[str] | bytes
"""A file's path, or its content."""


@spoken_as("Application")
class ExtraFiles:
    """The part of an application that serves files of the program's own.

    Each is read when it is registered, and served under an address that its content makes. So
    browsers keep it, and what has been registered twice is there once.
    """

    _pgwidgets: BaseEngine

    def register_file(
        self, source: Source, name: str | None = None, *, csp: Mapping[str, str] | None = None
    ) -> str:
        """Serve a file: a module, a script, a page for a frame, data.

        Parameters:
            source: its path, or its content as bytes.
            name: its name, whose ending says what it is served as, such as ``"map.html"``; None:
                that of the path.
            csp: the whole Content-Security-Policy that it is served with, by directive; what it
                does not name is refused. None: the policy of the page.

        Returns:
            Its URL, relative to the page.

        Raises:
            OSError: it can't be read.
            TypeError: an argument of another type; bytes without a name.
            ValueError: a name that is none, or a policy that is none.
        """
        return self._pgwidgets.site.page.add("file", _asset("register_file()", source, name, csp))

    def register_folder(
        self, folder: str | os.PathLike[str], *, csp: Mapping[str, str] | None = None
    ) -> str:
        """Serve all files of a folder and below it, which may name each other by their paths.

        Parameters:
            folder: its path. Files whose names begin with a dot are left out, as are those in
                folders of such names.
            csp: the policy of all of them, as :meth:`register_file` has it.

        Returns:
            The URL of the folder, relative to the page, with the slash at its end.

        Raises:
            OSError: it can't be read, or is no folder.
            TypeError: an argument of another type.
            ValueError: there is no file in it, or the policy is none.
        """
        root = Path(_path("register_folder(): folder", folder))
        policy = None if csp is None else own_policy(csp)
        names = sorted(
            path.relative_to(root)
            for path in (*root.iterdir(), *root.glob("*/**/*"))  # iterdir: an OSError for no folder
            if path.is_file()
        )
        assets = {
            name.as_posix(): Asset(name.name, root.joinpath(name).read_bytes(), policy)
            for name in names
            if not any(part.startswith(".") for part in name.parts)
        }
        if not assets:
            raise ValueError(f"register_folder(): folder is {os.fspath(folder)!r}; it has no files")
        return self._pgwidgets.site.page.add_folder(assets)

    def register_script(
        self, source: Source, name: str | None = None, *, module: bool = False
    ) -> str:
        """Have every page that is loaded from now on run a script, before its widgets are made.

        Parameters:
            source: its path, or its content as bytes.
            name: its name, as :meth:`register_file` has it; None: that of the path, or of bytes
                ``"script.js"``.
            module: whether it is a module, which may import others by their URLs.

        Returns:
            Its URL, relative to the page.

        Raises:
            OSError, TypeError, ValueError: as :meth:`register_file`.
        """
        page = self._pgwidgets.site.page
        path = _add_to_page(page, "register_script()", source, name, "script.js", (".js", ".mjs"))
        page.add_script(path, is_module=bool(module))
        return path

    def register_stylesheet(self, source: Source, name: str | None = None) -> str:
        """Have every page that is loaded from now on use a style sheet, behind its own.

        Parameters:
            source: its path, or its content as bytes.
            name: its name, as :meth:`register_file` has it; None: that of the path, or of bytes
                ``"style.css"``.

        Returns:
            Its URL, relative to the page.

        Raises:
            OSError, TypeError, ValueError: as :meth:`register_file`.
        """
        page = self._pgwidgets.site.page
        path = _add_to_page(page, "register_stylesheet()", source, name, "style.css", (".css",))
        page.add_sheet(path)
        return path


def _add_to_page(
    page: Page, what: str, source: Source, name: str | None, usual: str, endings: tuple[str, ...]
) -> str:
    if name is None and isinstance(source, bytes):
        name = usual
    asset = _asset(what, source, name, None)
    if not asset.name.lower().endswith(endings):
        raise ValueError(f"{what}: name is {asset.name!r}; it must end with {endings[0]}")
    return page.add("file", asset)


def _asset(what: str, source: Source, name: str | None, csp: Mapping[str, str] | None) -> Asset:
    policy = None if csp is None else own_policy(csp)
    if name is not None and not Path(text_setting(name, f"{what}: name")).suffix[1:].isalnum():
        raise ValueError(f"{what}: name is {name!r}; it must end as that of a file: 'map.html'")
    if isinstance(source, bytes):
        if name is None:
            raise TypeError(f"{what}: bytes need a name, which says what they are: 'map.html'")
        return Asset(name, source, policy)
    file = Path(_path(f"{what}: source", source))
    return Asset(name or file.name, file.read_bytes(), policy)


def _path(what: str, given: object) -> str | os.PathLike[str]:
    if not isinstance(given, (str, os.PathLike)):
        raise TypeError(f"{what} is {given!r}; it must be a path")
    return given

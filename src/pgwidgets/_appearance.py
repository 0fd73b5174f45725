"""What all pages of an application have in common: fonts, the icon, JavaScript classes.

Knows: which files are taken, and how pages are told. Must not know: async or sync, requests,
sessions' state.
"""

import math
import os
from pathlib import Path

from pgwidgets_proto.wire import DefaultFont, RegisterFont, SetDefaultFont

from ._engine import BaseEngine
from ._files import content_of, path_of
from ._page import Asset
from ._public import shown, spoken_as
from ._settings import text_setting

_FONT_SUFFIXES = {
    # The first four bytes: OpenType 1.9 "Table Directory", WOFF 1.0 and 2.0 section 4.
    b"\x00\x01\x00\x00": ".ttf",
    b"true": ".ttf",
    b"OTTO": ".otf",
    b"wOFF": ".woff",
    b"wOF2": ".woff2",
}
_ICON_SUFFIXES = (".ico", ".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp")


@spoken_as("Application")
class Appearance:
    """The part of an application that says what its pages look like."""

    _pgwidgets: BaseEngine

    def register_font(
        self,
        family: str,
        source: str | os.PathLike[str] | bytes | bytearray | memoryview,
        *,
        weight: str = "normal",
        style: str = "normal",
    ) -> str:
        """Make a font known to every page, before any of its widgets.

        Parameters:
            family: the name that ``set_font()`` and :meth:`set_default_font` call it by.
            source: its file's path, or its content: TrueType, OpenType, WOFF or WOFF2.
            weight: which weight of the family it is, such as ``"bold"`` or ``"350"``.
            style: which style, such as ``"italic"``.

        Returns:
            What its content is known by: the last part of its URL. Widgets need the family alone.

        Raises:
            OSError: the file can't be read.
            TypeError: an argument of another type.
            ValueError: it is no font of these kinds.
        """
        for name, value in (("family", family), ("weight", weight), ("style", style)):
            text_setting(value, f"register_font(): {name}")
        if isinstance(source, (bytearray, memoryview)):
            source = bytes(source)
        if not isinstance(source, (str, os.PathLike, bytes)):
            raise TypeError(f"register_font(): source is {source!r}; it must be a path, or bytes")
        body = source if isinstance(source, bytes) else Path(source).read_bytes()
        suffix = _FONT_SUFFIXES.get(body[:4])
        if suffix is None:
            what = f"{len(body)} bytes" if isinstance(source, bytes) else repr(os.fspath(source))
            raise ValueError(f"source is {what}; it must be a font: ttf, otf, woff or woff2")
        engine = self._pgwidgets
        url = engine.site.page.add("font", Asset(f"font{suffix}", body))
        message = RegisterFont(family=family, url=url, weight=weight, style=style)
        engine.act(engine.hub.tell_all, ("font", family, weight, style), message)
        return url.rpartition("/")[2]

    def set_default_font(
        self,
        family: str | None,
        *,
        size: float | None = None,
        weight: str | None = None,
        style: str | None = None,
    ) -> None:
        """Set the font of all widgets that have none of their own.

        Parameters:
            family: a family of CSS or of :meth:`register_font`; None: as if it was never set.
            size: pixels.
            weight: such as ``"bold"``.
            style: such as ``"italic"``.

        Raises:
            TypeError: an argument of another type.
            ValueError: a size that is none.
        """
        for name, value in (("family", family), ("weight", weight), ("style", style)):
            if value is not None:
                text_setting(value, f"set_default_font(): {name}")
        number: object = size  # what was given, whatever the annotation says
        if number is not None and not (isinstance(number, (int, float)) and 0 < number < math.inf):
            raise ValueError(f"set_default_font(): size is {size!r}; it must be pixels, above 0")
        font = (
            None
            if family is None
            else DefaultFont(family=family, size=size, weight=weight, style=style)
        )
        engine = self._pgwidgets
        engine.act(engine.hub.tell_all, "default font", SetDefaultFont(font=font))

    def set_favicon(self, path: str | os.PathLike[str]) -> None:
        """Set the icon that the browser's tab shows, from the next load of a page on.

        Parameters:
            path: a picture: ico, png, svg, jpeg, gif or webp.

        Raises:
            OSError: the file can't be read.
            TypeError: it is no path.
            ValueError: its name does not end as that of a picture, or it is given as a text, and is
                none.
        """
        file = path_of(path)
        if file.suffix.lower() not in _ICON_SUFFIXES:
            allowed = ", ".join(_ICON_SUFFIXES)
            raise ValueError(f"path is {os.fspath(path)!r}; its name must end with {allowed}")
        self._pgwidgets.site.page.set_icon(Asset(file.name, content_of(path, "picture")))

    @shown
    def static_path(self) -> Path:
        """A folder with all that the page needs, for an HTTP server that is not ours.

        It is filled anew each time that this is asked for, with what has been registered by then,
        and removed when the application is.
        """
        return self._pgwidgets.site.export()

    @shown
    def remote_html(self) -> Path:
        """The page itself, in the folder of :attr:`static_path`."""
        return self._pgwidgets.site.export() / "remote.html"

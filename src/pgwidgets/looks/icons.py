"""Icons by name, for buttons, menus, tool bars and windows.

Knows: their shapes, and how a picture follows the theme of the page that shows it. Must not know:
widgets, sessions, tokens.
"""

from functools import cache
from types import MappingProxyType
from urllib.parse import quote

__all__ = ["ICONS", "icon"]

_ROUND = "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z"
_LENS = "M16.5 10.5a6 6 0 1 1-12 0 6 6 0 0 1 12 0z M15 15l5 5"
_PADLOCK = "M6 11h12v9.5H6z"

_SHAPES = MappingProxyType(
    {
        "add": "M12 5v14 M5 12h14",
        "back": "M20 12H4.5 M11 5l-7 7 7 7",
        "calendar": "M4 6h16v14H4z M4 10.5h16 M8.5 3.5v4 M15.5 3.5v4",
        "camera": "M4 8h3.5L9 5.5h6L16.5 8H20v11H4z M15.5 13a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0z",
        "chart": "M4 4v16h16 M7.5 15.5l4-5 3 3 5-6.5",
        "check": "M5 12.5l4.5 4.5L19 7.5",
        "clock": f"{_ROUND} M12 7v5.5l3.5 2",
        "close": "M6 6l12 12 M18 6L6 18",
        "copy": "M9 9h11v11H9z M15 9V4H4v11h5",
        "cut": (
            "M8.5 17.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z "
            "M20.5 17.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z M7.5 15.5L16 4 M16.5 15.5L8 4"
        ),
        "delete": "M4 7h16 M9 7V4h6v3 M6.5 7l1 13h9l1-13 M10 11v5.5 M14 11v5.5",
        "down": "M5 9l7 7 7-7",
        "download": "M12 4v11 M7 10.5l5 5 5-5 M4.5 20h15",
        "edit": "M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19z M14 6.5l3.5 3.5",
        "error": f"{_ROUND} M9 9l6 6 M15 9l-6 6",
        "eye": (
            "M2.5 12C4.6 8 8 6 12 6s7.4 2 9.5 6c-2.1 4-5.5 6-9.5 6s-7.4-2-9.5-6z "
            "M15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0z"
        ),
        "filter": "M4 5h16l-6 7.5V19l-4-2v-4.5z",
        "first": "M7 5v14 M18 5l-8 7 8 7",
        "fit": "M4 9V4h5 M15 4h5v5 M20 15v5h-5 M9 20H4v-5",
        "forward": "M4 12h15.5 M13 5l7 7-7 7",
        "help": f"{_ROUND} M9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.7.4-1.1.9-1.1 1.8 M12 17v.01",
        "home": "M4 11l8-7 8 7 M6 9.5V20h12V9.5",
        "image": (
            "M4 5h16v14H4z M4 16l5-5 4 4 2.5-2.5L20 17 "
            "M16.7 9a1.2 1.2 0 1 1-2.4 0 1.2 1.2 0 0 1 2.4 0z"
        ),
        "info": f"{_ROUND} M12 11v5.5 M12 7.5v.01",
        "last": "M17 5v14 M6 5l8 7-8 7",
        "link": ("M10 14l4-4 M9 8.5l2-2a4 4 0 0 1 6 6l-2 2 M15 15.5l-2 2a4 4 0 0 1-6-6l2-2"),
        "lock": f"{_PADLOCK} M8.5 11V8a3.5 3.5 0 0 1 7 0v3",
        "menu": "M4 6.5h16 M4 12h16 M4 17.5h16",
        "moon": "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z",
        "new": "M6 3h8l4 4v14H6z M14 3v4h4",
        "next": "M9 5l7 7-7 7",
        "open": "M3 18.5v-12h6l2 2.5h10v9.5z",
        "paste": "M8 5H5.5v15.5h13V5H16 M9 3.5h6V7H9z",
        "pause": "M8.5 5v14 M15.5 5v14",
        "play": "M8 5l11 7-11 7z",
        "power": "M12 3.5v8 M7 6.2a7.5 7.5 0 1 0 10 0",
        "previous": "M15 5l-7 7 7 7",
        "print": "M7 8V3.5h10V8 M7 16.5H4V8h16v8.5h-3 M7 14h10v6.5H7z",
        "record": "M18 12a6 6 0 1 1-12 0 6 6 0 0 1 12 0z",
        "redo": "M15 5l4.5 4.5L15 14 M19.5 9.5H9a5 5 0 0 0 0 10h4",
        "refresh": "M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9.5 M20 4.5v5h-5",
        "remove": "M5 12h14",
        "save": "M5 4h11l3 3v13H5z M8 4v5h7V4 M8 20v-6h8v6",
        "search": _LENS,
        "settings": (
            "M4 7h9 M17 7h3 M4 17h3 M11 17h9 M17 7a2 2 0 1 1-4 0 2 2 0 0 1 4 0z "
            "M11 17a2 2 0 1 1-4 0 2 2 0 0 1 4 0z"
        ),
        "sort": "M8 5v14 M4.5 15.5L8 19l3.5-3.5 M13.5 6H20 M13.5 11h5 M13.5 16h3",
        "star": ("M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9L3.5 9.7l5.9-.8z"),
        "stop": "M6.5 6.5h11v11h-11z",
        "sun": (
            "M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0z M12 2.5v2 M12 19.5v2 M2.5 12h2 M19.5 12h2 "
            "M5.3 5.3l1.4 1.4 M17.3 17.3l1.4 1.4 M5.3 18.7l1.4-1.4 M17.3 6.7l1.4-1.4"
        ),
        "table": "M4 5h16v14H4z M4 10h16 M4 14.5h16 M10 10v9",
        "target": "M18 12a6 6 0 1 1-12 0 6 6 0 0 1 12 0z M12 3v5 M12 16v5 M3 12h5 M16 12h5",
        "terminal": "M4 5h16v14H4z M7.5 9l3 3-3 3 M12.5 15h4",
        "undo": "M9 5L4.5 9.5 9 14 M4.5 9.5H15a5 5 0 0 1 0 10h-4",
        "unlock": f"{_PADLOCK} M8.5 11V8a3.5 3.5 0 0 1 6.7-1.4",
        "up": "M5 15l7-7 7 7",
        "upload": "M12 16V5 M7 9.5l5-5 5 5 M4.5 20h15",
        "user": "M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0z M4.5 20.5c.8-4 3.7-6 7.5-6s6.7 2 7.5 6",
        "warning": "M12 4L2.5 20h19z M12 10v4.5 M12 17.3v.01",
        "zoom-in": f"{_LENS} M10.5 8v5 M8 10.5h5",
        "zoom-out": f"{_LENS} M8 10.5h5",
    }
)
"""What is drawn of each, on a square of 24 by 24."""

ICONS: tuple[str, ...] = tuple(_SHAPES)
"""The names of all icons."""

_LIGHT, _DARK = "#3b4652", "#c9d3dd"


@cache
def icon(name: str, color: str | None = None) -> str:
    """An icon, as the text that every ``icon``, ``icon_url`` and ``url`` of a widget takes.

    Parameters:
        name: one of :data:`ICONS`.
        color: of its lines, any color of CSS; None: dark on light pages and light on dark ones, as
            the page's theme is, and as that changes. A picture knows no tokens of its page.

    Returns:
        A ``data:`` URI.

    Raises:
        TypeError: an argument that is no text.
        ValueError: there is no such icon, or the color would end what it stands in.
    """
    if not isinstance(name, str):
        raise TypeError(f"icon(): name is {name!r}; it must be a text")
    if name not in _SHAPES:
        raise ValueError(f"icon(): name is {name!r}; it must be one of {', '.join(ICONS)}")
    if color is None:
        style = (
            f"path{{stroke:{_LIGHT}}}@media (prefers-color-scheme:dark){{path{{stroke:{_DARK}}}}}"
        )
    else:
        if not isinstance(color, str):
            raise TypeError(f"icon(): color is {color!r}; it must be a text, or None")
        if not color.isprintable() or any(mark in color for mark in ";{}<>&\\"):
            raise ValueError(f"icon(): color is {color!r}; it must be a color of CSS")
        style = f"path{{stroke:{color}}}"
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24">'
        f"<style>{style}</style>"
        '<path fill="none" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" '
        f'd="{_SHAPES[name]}"/></svg>'
    )
    return f"data:image/svg+xml,{quote(drawn, safe=' =:/()')}"

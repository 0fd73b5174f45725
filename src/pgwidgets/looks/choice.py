"""Which theme and density pages have, and what a program adds to them.

Knows: the names that are allowed. Must not know: what a theme looks like, pages, sessions.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self, cast, get_args

import msgspec

from .tokens import check_tokens, token_style

Theme = Literal["light", "dark", "auto", "contrast", "night", "classic"]
Density = Literal["compact", "normal", "touch"]

THEMES: tuple[Theme, ...] = get_args(Theme)
"""``light`` and ``dark``; ``auto``: that of these which the user's system asks for, as it changes;
``contrast``: white on black, all text at 7:1 and more; ``night``: no light but red; ``classic``: as
pgwidgets-js has it by itself."""

DENSITIES: tuple[Density, ...] = get_args(Density)
"""How much room things take: ``touch`` is for fingers."""

_SCHEMES = {"light": "light", "auto": "light dark", "classic": "normal"}


class PageLooks(msgspec.Struct, frozen=True, kw_only=True):
    """What the pages of an application look like, as long as no session says otherwise.

    Attributes:
        theme, density: what a page begins with.
        token_style: rules of CSS for tokens of the program's own; may be empty.
        stylesheet: the program's own style sheet, or None.
    """

    theme: Theme = "light"
    density: Density = "normal"
    token_style: str = ""
    stylesheet: bytes | None = None

    @classmethod
    def of(
        cls,
        theme: object,
        density: object,
        tokens: Mapping[str, str] | None,
        stylesheet: str | os.PathLike[str] | None,
    ) -> Self:
        """Check what a program has said of an application's looks.

        Raises:
            OSError: the style sheet can't be read.
            TypeError, ValueError: a setting that is not allowed; the text names it.
        """
        return cls(
            theme=theme_setting(theme, "theme"),
            density=density_setting(density, "density"),
            token_style=token_style(check_tokens(tokens)),
            stylesheet=None if stylesheet is None else _read(stylesheet),
        )

    @property
    def color_scheme(self) -> str:
        """Which of the browser's own colours fit, before the style sheet is there."""
        return _SCHEMES.get(self.theme, "dark")


def theme_setting(value: object, setting: str) -> Theme:
    """A setting that is the name of a theme.

    Raises:
        TypeError: it is no text.
        ValueError: there is no such theme.
    """
    return cast("Theme", _one_of(value, setting, THEMES))


def density_setting(value: object, setting: str) -> Density:
    """A setting that is the name of a density; errors as of :func:`theme_setting`."""
    return cast("Density", _one_of(value, setting, DENSITIES))


def _one_of(value: object, setting: str, allowed: tuple[str, ...]) -> str:
    what = f"{setting} is {value!r}; it must be one of {', '.join(map(repr, allowed))}"
    if not isinstance(value, str):
        raise TypeError(what)
    if value not in allowed:
        raise ValueError(what)
    return value


def _read(path: object) -> bytes:
    if not isinstance(path, (str, os.PathLike)):
        raise TypeError(f"stylesheet is {path!r}; it must be a path, or None")
    return Path(path).read_bytes()

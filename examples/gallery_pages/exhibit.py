"""What a window of the gallery is: a widget class, and the function that shows it in use.

Knows: how functions are gathered into groups, and how a report is put into words. Must not know:
any widget, or the desk that the windows stand on.
"""

import html
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Protocol

PICTURES = Path(__file__).parent / "pictures"


class Tell(Protocol):
    """Shows in the window's status line what a widget reports from now on."""

    async def __call__(self, widget: Any, *actions: str) -> None:
        """Listen to these actions of the widget."""


type Build = Callable[[Any, Tell], Awaitable[Any]]
"""Makes a window's content: `await build(W, tell)`, W being `session.get_widgets()`."""


class Exhibit(NamedTuple):
    """One window.

    Attributes:
        name: the widget class that it shows.
        build: makes what it holds.
        size: its width and height, in pixels.
    """

    name: str
    build: Build
    size: tuple[int, int]


@dataclass(frozen=True)
class Group:
    """The windows of widgets that belong together.

    Attributes:
        title: as it stands in the menu bar and in the picker.
    """

    title: str
    exhibits: list[Exhibit] = field(default_factory=list)

    def shows(self, name: str, size: tuple[int, int]) -> Callable[[Build], Build]:
        """Add the decorated function, which shows the widget class of that name."""

        def add(build: Build) -> Build:
            self.exhibits.append(Exhibit(name, build, size))
            return build

        return add


def in_words(widget: Any, action: str, args: Sequence[Any]) -> str:
    """A report as it stands in a status line; HTML, since a status bar renders markup."""
    values = ", ".join(_brief(arg) for arg in args)
    return html.escape(f"{type(widget).__name__}: {action}({values})", quote=False)


def _brief(value: Any) -> str:
    if isinstance(value, Mapping) and "type" in value and "x" in value:  # a pointer's event
        return f"x={value['x']:.0f}, y={value['y']:.0f}"
    if isinstance(value, float):
        return f"{value:.3g}"
    if hasattr(value, "wid"):
        return type(value).__name__
    text = repr(value)
    return text if len(text) <= 44 else f"{text[:41]}..."

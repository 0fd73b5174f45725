"""What a test does with a browser, whichever engine it has.

Knows: pages, points in them, keys. Must not know: how any engine is driven.
"""

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

from patience import PATIENCE

VIEWPORT = (1280, 800)
"""Width and height of every page, in CSS pixels."""

_PAUSE = 0.02  # seconds between two looks at a page

_FIND = """(selector, text, index) => {
    const found = [...document.querySelectorAll(selector)].filter((element) =>
        element.checkVisibility({visibilityProperty: true}) &&
        (text === null || element.textContent.trim() === text));
    const element = found.at(index);
    if (!element) return null;
    element.scrollIntoView({block: "nearest", inline: "nearest"});
    const {x, y, width, height} = element.getBoundingClientRect();
    return width && height ? [x + width / 2, y + height / 2] : null;
}"""

type Point = tuple[float, float]
"""A place in the page's viewport, in CSS pixels."""


class Driver(ABC):
    """One window of a browser, with one page.

    Attributes:
        engine: which one it has.
    """

    engine: str

    @abstractmethod
    def goto(self, url: str) -> None:
        """Load a page, and wait until it is loaded."""

    @abstractmethod
    def reload(self) -> None:
        """Load the page again."""

    @abstractmethod
    def back(self) -> None:
        """Go back in the history."""

    @abstractmethod
    def forward(self) -> None:
        """Go forward in the history."""

    @abstractmethod
    def move(self, point: Point) -> None:
        """Move the pointer."""

    @abstractmethod
    def click(self, point: Point, count: int = 1) -> None:
        """Click; with a count of 2, double-click."""

    @abstractmethod
    def drag(self, start: Point, end: Point) -> None:
        """Press at one place, and let go at another."""

    @abstractmethod
    def key(self, chord: str) -> None:
        """Press a key, perhaps with others: ``"Enter"``, ``"Control+z"``."""

    @abstractmethod
    def type(self, text: str) -> None:
        """Press the keys of a text, one after the other."""

    def undo(self) -> None:
        """Take back what was done last in a field, with the keys for it."""
        self.key("Control+z")

    @abstractmethod
    def shot(self, file: Path) -> None:
        """Take a picture of the viewport, as a PNG."""

    @abstractmethod
    def complaints(self) -> list[str]:
        """Take what all pages have complained of since this was asked last.

        These are errors that nobody catches or that are written to the console, and what the
        page's policy has blocked.
        """

    @abstractmethod
    def open_tab(self) -> None:
        """Open another tab, and go on in it."""

    @abstractmethod
    def show_tab(self, index: int) -> None:
        """Go on in another tab; they are counted from 0 in the order in which they were opened."""

    @abstractmethod
    def close_tabs(self) -> None:
        """Close all tabs but the first, and go on in that one."""

    def leave(self) -> None:
        """Leave all pages, before their servers go; they leave nothing for the next ones."""
        self.close_tabs()
        if self.js("() => location.protocol") == "http:":
            self.js("() => sessionStorage.clear()")
        self.goto("about:blank")

    @abstractmethod
    def close(self) -> None:
        """End the browser."""

    @abstractmethod
    def evaluate(self, expression: str) -> str:
        """Evaluate an expression of JavaScript, whose value is a promise of a text."""

    def js(self, function: str, *args: object) -> Any:
        """Call a function in the page.

        Parameters:
            function: its source, such as ``"(x) => x + 1"``; what it returns may be a promise.
            args: for it; values of JSON.

        Returns:
            What it returns, as a value of JSON; None for undefined.
        """
        call = f"({function})(...{json.dumps(args)})"
        return json.loads(self.evaluate(f"(async () => JSON.stringify((await {call}) ?? null))()"))

    def find(self, selector: str, text: str | None = None, index: int = 0) -> Point:
        """Wait until an element can be seen, and return its middle.

        Parameters:
            selector: in CSS.
            text: all of its text, without spaces around it; None: any.
            index: which one of those that can be seen; negative numbers count from the end.
        """
        place: Point = self.until_js(_FIND, selector, text, index)
        return place

    def value(self, selector: str, index: int = 0) -> str:
        """What stands in a field."""
        value: str = self.js("(css, n) => document.querySelectorAll(css)[n].value", selector, index)
        return value

    def until(self, read: Callable[[], Any], wanted: Callable[[Any], bool] = bool) -> Any:
        """Wait until what is read is as it is wanted, and return it."""
        end = time.monotonic() + PATIENCE
        while not wanted(found := read()):
            if time.monotonic() > end:
                raise AssertionError(f"{self.engine}: after {PATIENCE} s there is still {found!r}")
            time.sleep(_PAUSE)
        return found

    def until_js(self, function: str, *args: object) -> Any:
        """Wait until a function in the page gives something true, and return that."""
        return self.until(lambda: self.js(function, *args))

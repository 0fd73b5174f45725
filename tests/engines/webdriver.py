"""Pointer and keys as the WebDriver standard has them: actions of input sources.

Knows: https://www.w3.org/TR/webdriver2/#actions, which WebDriver BiDi took over as they are.
Must not know: how a command gets to a browser.
"""

from abc import abstractmethod
from typing import Any

from engines.driver import Driver, Point

type Action = dict[str, Any]

_KEYS = {
    # https://www.w3.org/TR/webdriver2/#keyboard-actions
    "Backspace": "\ue003",
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Shift": "\ue008",
    "Control": "\ue009",
    "Alt": "\ue00a",
    "Escape": "\ue00c",
    "End": "\ue010",
    "Home": "\ue011",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
    "Delete": "\ue017",
}
_STEPS = 4
"""Moves of a drag: one alone would begin and end it in the same moment."""


class WebDriver(Driver):
    """A browser that is driven by input sources."""

    @abstractmethod
    def perform(self, sources: list[dict[str, Any]]) -> None:
        """Have input sources act, and wait until they have."""

    def move(self, point: Point) -> None:
        """Move the pointer."""
        self._point([_to(point)])

    def click(self, point: Point, count: int = 1) -> None:
        """Click; with a count of 2, double-click."""
        self._point([_to(point), *[_DOWN, _UP] * count])

    def drag(self, start: Point, end: Point) -> None:
        """Press at one place, and let go at another."""
        parts = [step / _STEPS for step in range(1, _STEPS + 1)]
        ways = (end[0] - start[0], end[1] - start[1])
        moves = [_to((start[0] + ways[0] * part, start[1] + ways[1] * part)) for part in parts]
        self._point([_to(start), _DOWN, *moves, _UP])

    def key(self, chord: str) -> None:
        """Press a key, perhaps with others: ``"Enter"``, ``"Control+z"``."""
        keys = [_KEYS.get(name, name) for name in chord.split("+")]
        down = [{"type": "keyDown", "value": key} for key in keys]
        self._press([*down, *[{"type": "keyUp", "value": key} for key in reversed(keys)]])

    def type(self, text: str) -> None:
        """Press the keys of a text, one after the other."""
        keys = [_KEYS["Enter"] if key == "\n" else key for key in text]
        self._press([{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")])

    def _point(self, actions: list[Action]) -> None:
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}}
        self.perform([{**mouse, "actions": actions}])

    def _press(self, actions: list[Action]) -> None:
        self.perform([{"type": "key", "id": "keyboard", "actions": actions}])


_DOWN: Action = {"type": "pointerDown", "button": 0}
_UP: Action = {"type": "pointerUp", "button": 0}


def _to(point: Point) -> Action:
    return {"type": "pointerMove", "x": round(point[0]), "y": round(point[1]), "duration": 0}

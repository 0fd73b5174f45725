"""Windows within a widget of a simulated browser, and what their user does to them.

Knows: what MDIWidget and MDISubWindow of pgwidgets-js do when they are called, and what our client
adds to that. Must not know: our catalogue and our state, or the wire.
"""

from collections.abc import Callable
from typing import Any

_DEFAULTS = {"title": "", "width": 300, "height": 300, "x": 0, "y": 0}
_TOGGLES = {
    "toggle_minimize": "minimized",
    "toggle_maximize": "maximized",
    "toggle_shade": "shaded",
}


class PageWindow:
    """One window.

    Attributes:
        child: the id of the child in it.
        title, position, size, state: what it shows; position and size are those that it has, or
            goes back to.
        fire: reports an action of it.
    """

    def __init__(self, child: int, options: dict[str, Any], *, is_stock: bool) -> None:
        options = {**_DEFAULTS, **options}
        self.child = child
        self.title: str = options["title"]
        self.position = (options["x"], options["y"])
        self.size = (options["width"], options["height"])
        self.state = "normal"
        self.fire: Callable[..., None] = lambda action, *args: None
        self._is_stock = is_stock

    def has(self, method: str) -> bool:
        """Whether a method concerns what is kept here."""
        named = ("set_position", "move", "resize", "set_title", *_TOGGLES)
        return method in named or (method == "set_window_state" and not self._is_stock)

    def call(self, method: str, args: list[Any]) -> None:
        """Carry out a call."""
        if method in ("set_position", "move"):
            self.position = (args[0], args[1])
        elif method == "resize":
            self.size = (args[0], args[1])
        elif method == "set_title":
            self.title = args[0]
        else:
            state = args[0] if method == "set_window_state" else _TOGGLES[method]
            is_off = method in _TOGGLES and self.state == state
            self.state = "normal" if is_off else state

    def toggle(self, state: str) -> None:
        """The user minimizes, maximizes or rolls it up, or restores it."""
        self.state = "normal" if self.state == state else state
        self.fire("window-state", self.state)

    def __repr__(self) -> str:
        return f"<PageWindow {self.title!r} {self.position} {self.size} {self.state}>"


class PageWindows:
    """All windows of one MDIWidget.

    Parameters:
        id_of: gives the id of a window.
        is_stock: our client is not there.

    Attributes:
        windows: by the id of their child, in the order in which they were added.
        stack: the ids of the children, from the bottom to the top.
        postponed: what is reported when the calls of the moment are done.
        fire: reports an action of the MDIWidget.
    """

    def __init__(self, id_of: Callable[[PageWindow], int], *, is_stock: bool) -> None:
        self.windows: dict[int, PageWindow] = {}
        self.stack: list[int] = []
        self.postponed: list[Callable[[], None]] = []
        self.fire: Callable[..., None] = lambda action, *args: None
        self._id_of = id_of
        self._is_stock = is_stock

    def add(self, child: int, options: dict[str, Any]) -> PageWindow:
        """Add a child in a window of its own, on top of the others."""
        window = self.windows[child] = PageWindow(child, options, is_stock=self._is_stock)
        self.stack.append(child)
        return window

    def remove(self, child: int) -> PageWindow | None:
        """Take a child's window away."""
        if child in self.stack:
            self.stack.remove(child)
        return self.windows.pop(child, None)

    def has(self, method: str) -> bool:
        """Whether a method concerns what is kept here."""
        return method in ("set_index", "cascade_windows", "tile_windows")

    def call(self, method: str, args: list[Any]) -> None:
        """Carry out a call."""
        children = list(self.windows)
        if method == "set_index":
            index, *order = args
            self._raise(children[index])
            if order and not self._is_stock:
                told = [child["__wid__"] for child in order[0]]
                self.stack = [child for child in told if child in self.windows]
        else:
            is_cascade = method == "cascade_windows"
            for place, window in enumerate(self.windows.values()):
                window.state = "normal"
                window.position = (20 * place, 20 * place) if is_cascade else (200 * place, 0)
                window.size = window.size if is_cascade else (200, 400)
            if is_cascade:
                self.stack = children
            if not self._is_stock:
                self.postponed.append(self._tell_places)

    def raise_(self, child: int) -> None:
        """The user clicks on the title bar of a window."""
        if self.stack[-1] != child:
            self._raise(child)
            self.fire("page-switch", {"__wid__": child})

    def lower(self, child: int) -> None:
        """The user puts a window behind the others."""
        self.stack.remove(child)
        self.stack.insert(0, child)
        if not self._is_stock:
            self.fire("restacked", [{"__wid__": other} for other in self.stack])

    def close(self, child: int) -> None:
        """The user closes a window."""
        self.fire("page-close", {"__wid__": child})

    def _raise(self, child: int) -> None:
        self.stack.remove(child)
        self.stack.append(child)

    def _tell_places(self) -> None:
        places = [
            [{"__wid__": self._id_of(window)}, *window.position, *window.size]
            for window in self.windows.values()
        ]
        self.fire("arranged", places)

"""Shortcuts of one session: which keys do what, and where.

Knows: which there are, and which contradict each other. Must not know: async or sync, pages.
"""

import itertools
from collections.abc import Callable
from typing import Any, Literal, get_args

from .._handlers import check_handler
from .aids import Aids, aids_of
from .checks import plain_text
from .keys import shortcut

type Scope = Literal["widget", "window", "page"]

SCOPES: tuple[str, ...] = get_args(Scope.__value__)


class Shortcut:
    """A shortcut that is in force; ``add_shortcut()`` gives it.

    Attributes:
        keys: such as ``"Ctrl+Shift+S"``.
        label: what it does, as the list of all shortcuts says.
        scope: ``"widget"``, ``"window"`` or ``"page"``.
    """

    def __init__(
        self,
        shortcuts: "Shortcuts",
        number: int,
        keys: str,
        label: str,
        scope: Scope,
        widget: Any,
        handler: Callable[[], Any] | None,
    ) -> None:
        self._shortcuts = shortcuts
        self._number = number
        self._widget = widget
        self._handler = handler
        self.keys = keys
        self.label = label
        self.scope: Scope = scope

    def remove(self) -> Any:
        """Have the keys do nothing any more."""
        return self._shortcuts.remove(self._number)

    def __repr__(self) -> str:
        return f"<Shortcut {self.keys} ({self.label}) of the {self.scope}>"


class Shortcuts:
    """The shortcuts of one session."""

    def __init__(self, aids: Aids) -> None:
        self._aids = aids
        self._numbers = itertools.count(1)
        self._there: dict[int, Shortcut] = {}
        aids.pressed = self._pressed

    def add(
        self,
        where: str,
        keys: str,
        label: str,
        scope: Scope,
        widget: Any,
        handler: Callable[[], Any] | None,
    ) -> Shortcut:
        """Have keys do something.

        Raises:
            ValueError: they do something else there already.
        """
        with self._aids.lock:
            self._forget_gone()
            for other in self._there.values():
                if (other.keys, other.scope) == (keys, scope) and (
                    scope == "page" or other._widget is widget
                ):
                    raise ValueError(f"{where}: {keys} is {other!r} already")
            made = Shortcut(self, next(self._numbers), keys, label, scope, widget, handler)
            self._there[made._number] = made
            self._tell()
            return made

    def remove(self, number: int) -> Any:
        """Have keys do nothing any more."""
        with self._aids.lock:
            if self._there.pop(number, None) is not None:
                self._tell()
        return self._aids.session.complete()

    def _forget_gone(self) -> None:
        for number, one in list(self._there.items()):
            if one._widget is not None and one._widget._pgwidgets.node.destroyed:
                del self._there[number]

    def _pressed(self, number: int) -> Any:
        found = self._there.get(number)
        if found is None or found._handler is None:
            return None
        if found._widget is not None and found._widget._pgwidgets.node.destroyed:
            return None
        return found._handler()

    def _tell(self) -> None:
        self._forget_gone()
        self._aids.widget.set_shortcuts(
            [
                {
                    "id": one._number,
                    "keys": one.keys,
                    "label": one.label,
                    "scope": one.scope,
                    "wid": 0 if one._widget is None else one._widget._pgwidgets.node.wid,
                    "clicks": one._handler is None,
                }
                for one in self._there.values()
            ]
        )


def add_shortcut(
    session: Any,
    where: str,
    keys: Any,
    handler: Any,
    label: Any,
    scope: Any,
    widget: Any = None,
) -> Shortcut:
    """Have keys do something; see :meth:`Widget.add_shortcut`."""
    found = shortcut(keys, where)
    if handler is not None or widget is None:
        check_handler(where, handler)
    plain_text(label, f"{where}: label")
    if scope is None:
        scope = "page" if handler is None or widget is None else "widget"
    if scope not in SCOPES or (widget is None and scope != "page"):
        allowed = ", ".join(map(repr, SCOPES))
        raise ValueError(f"{where}: scope is {scope!r}; it must be one of {allowed}")
    label = label or _label_of(widget) or _name_of(handler) or found
    shortcuts = aids_of(session).room(Shortcuts)
    return shortcuts.add(where, found, label, scope, widget, handler)


def _label_of(widget: Any) -> str:
    """What stands on a widget, where it has a text that is not its user's."""
    get_text = getattr(widget, "get_text", None)
    text = "" if get_text is None or widget.has_callback("modified") else get_text()
    return text.strip(" .…") if isinstance(text, str) and len(text) < 60 else ""


def _name_of(handler: Any) -> str:
    name = getattr(handler, "__name__", "").strip("_")
    return name.replace("_", " ").capitalize() if name and name != "<lambda>" else ""

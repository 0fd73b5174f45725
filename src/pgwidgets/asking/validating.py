"""Entries whose text is checked as it is typed.

Knows: what an entry shows where its text is wrong. Must not know: async or sync, what is right.
"""

from collections.abc import Callable
from typing import Any

_TOLD_BY = ("modified", "activated")
CLASSES = ("TextEntry", "TextArea")
"""Those whose text a user types, and which have a border."""


class Validating:
    """A check of one entry; it is in force until :meth:`end`.

    Attributes:
        fault: what is wrong with its text; ``""``: nothing.
    """

    def __init__(self, widget: Any, validator: Callable[[str], object]) -> None:
        self._widget = widget
        self._validator = validator
        self._tooltip: str | None = None
        self.fault = ""
        for action in _TOLD_BY:
            if widget.has_callback(action):
                widget.on(action, self._check)
        self._check()

    def end(self) -> None:
        """Check it no more, and show it as it was."""
        for action in _TOLD_BY:
            if self._widget.has_callback(action):
                self._widget.remove_callback(action, self._check)
        self._show("")

    def look(self) -> str:
        """What is wrong with the text as it is now, which the program may have set."""
        self._check()
        return self.fault

    def _check(self, *_: object) -> None:
        try:
            self._validator(str(self._widget.get_text()))
        except ValueError as exc:
            self._show(str(exc) or "this can't be right")
        else:
            self._show("")

    def _show(self, fault: str) -> None:
        if fault == self.fault:
            return
        widget = self._widget
        if not self.fault:
            self._tooltip = widget.get_tooltip()
        self.fault = fault
        widget.set_border_color("danger" if fault else None)
        widget.set_tooltip(fault or self._tooltip)


def set_validator(widget: Any, validator: Any) -> Any:
    """Have a text checked; see :meth:`Widget.set_validator`."""
    engine = widget._pgwidgets
    name = engine.node.cls.name
    where = f"{name}.set_validator()"
    if name not in CLASSES:
        raise TypeError(f"{where}: only {' and '.join(CLASSES)} have a text that is checked")
    if validator is not None and not callable(validator):
        raise TypeError(f"{where}: validator is {validator!r}; it must be something to call")
    if engine.validating is not None:
        engine.validating.end()
    engine.validating = None if validator is None else Validating(widget, validator)
    return engine.session.complete()


def fault_of(widget: Any) -> str:
    """What is wrong with the text of an entry; see :meth:`Widget.get_fault`."""
    validating = widget._pgwidgets.validating
    return "" if validating is None else validating.look()

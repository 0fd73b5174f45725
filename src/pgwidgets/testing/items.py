"""Combo boxes of a simulated browser.

Knows: what ComboBox of pgwidgets-js does when it is called. Must not know: our models.
"""

from collections.abc import Callable
from typing import Any


class _Calls:
    """What a message does, one method for each method of the widget."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.is_editable = bool(options.get("editable"))
        self.items: list[str] = []
        self.text = ""
        self.fire: Callable[..., None] = lambda action, *args: None

    def append_text(self, text: str) -> None:
        if not self.items:
            self.set_text(text)
        self.items.append(text)

    def delete_alpha(self, text: str) -> None:
        if text in self.items:
            self.items.remove(text)

    def clear(self) -> None:
        self.items = []
        self.text = ""

    def set_text(self, text: str) -> None:
        self.text = text.replace("\n", "").replace("\r", "")  # the field has one line

    def get_text(self) -> str:
        return self.text


class PageItems(_Calls):
    """One combo box; :meth:`call` is what a message does, :meth:`shown` what can be seen."""

    def call(self, method: str, args: list[Any]) -> Any:
        """Carry out a call; gives what the browser answers."""
        return getattr(self, method)(*args)

    def has(self, method: str) -> bool:
        """Whether it is a method of the widget that is simulated here."""
        return not method.startswith("_") and callable(getattr(_Calls, method, None))

    def shown(self) -> dict[str, Any]:
        """All that a user can see."""
        return {"items": self.items, "text": self.text}

    def user_chooses(self, text: str) -> None:
        """Click one of the items."""
        self.text = text
        self.fire("activated", self.items.index(text), text)

    def user_types(self, text: str) -> None:
        """Type a text."""
        self.text = text
        self.fire("modified", text)

    def user_presses_enter(self) -> None:
        """Commit what is there; a new text becomes an item."""
        if self.text not in self.items:
            self.items.append(self.text)
        self.fire("activated", self.items.index(self.text), self.text)

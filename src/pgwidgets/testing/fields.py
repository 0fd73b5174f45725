"""Fields of a simulated browser, into which its user types while the server writes.

Knows: what TextEntry and TextArea of pgwidgets-js do when they are called, and what our client
tells of what is typed (docs/reference/wire-protocol.md). Must not know: our models of a field.
"""

from typing import Any

from pgwidgets_proto.models.text_rebase import Edit, Operation, edit_between, one_by_one, rebase
from pgwidgets_proto.models.text_utf16 import as_units, from_units, to_utf16


class PageField:
    """One field; what it shows stands in the state of its widget, as ``text``.

    Parameters:
        state: that state.
        is_stock: behave as pgwidgets-js does by itself.
        is_line: whether it shows one line.
    """

    def __init__(self, state: dict[str, tuple[Any, ...]], *, is_stock: bool, is_line: bool) -> None:
        self.fire: Any = None
        self._state = state
        self._is_stock = is_stock
        self._is_line = is_line
        self._agreed = self._told = self.text
        self._revision = 0
        self._number = 0
        self._pending: list[tuple[int, Operation]] = []

    @property
    def text(self) -> str:
        """What it shows."""
        return str(self._state.get("text", ("",))[0] or "")

    def has(self, method: str) -> bool:
        """Whether it is a method of the widget that is simulated here."""
        return method in ("set_text", "append_text", "clear", "_textTaken")

    def call(self, method: str, args: list[Any]) -> None:
        """Carry out a call."""
        if method == "_textTaken":
            self._taken(args[0])
            return
        about = args[1] if len(args) > 1 and not self._is_stock else {}
        if method == "append_text":
            before = self.text if self._is_stock else self._agreed
            self._receive(self._limited(before + self._as_shown(args[0])), about)
        else:
            text = self._as_shown(args[0] or "") if method == "set_text" else ""
            self._receive(self._limited(text) if self._is_stock else text, about)

    def user_types(self, text: str, *, is_told: bool = True) -> list[Any]:
        """Make what it shows another text; gives what is told of it, if it is told."""
        self._state["text"] = (text,)
        return self.report() if is_told else []

    def report(self) -> list[Any]:
        """What is told of the text."""
        text = self.text
        if self._is_stock:
            return [text]
        about: dict[str, Any] = {"revision": self._revision}
        edit = _edit(self._told, text)
        if edit is not None:
            self._number += 1
            self._pending.append((self._number, (edit,)))
            self._told = text
            start, end, units = edit
            about |= {"start": start, "end": end, "text": from_units(units), "number": self._number}
        return [text, about]

    def _taken(self, number: int) -> None:
        while self._pending and self._pending[0][0] <= number:
            self._agreed = _applied(self._agreed, self._pending.pop(0)[1])

    def _receive(self, text: str, about: dict[str, Any]) -> None:
        self._revision = about.get("revision", self._revision)
        if self._is_stock or about.get("anew"):
            self._pending.clear()
            self._agreed = self._told = text
            self._state["text"] = (text,)
            return
        edit = _edit(self._agreed, text)
        operation: Operation = () if edit is None else (edit,)
        for index, (number, pending) in enumerate(self._pending):
            self._pending[index] = number, rebase(pending, operation, first=False)
            operation = rebase(operation, pending, first=True)
        typed = _edit(self._told, self.text)
        self._agreed = text
        self._told = _applied(self._told, operation)
        if typed is not None:
            operation = rebase(operation, (typed,), first=True)
        self._state["text"] = (_applied(self.text, operation),)

    def _as_shown(self, text: str) -> str:
        if self._is_line:
            return text.replace("\n", "").replace("\r", "")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _limited(self, text: str) -> str:
        limit = self._state.get("limit", (None,))[0]
        return "\n".join(text.split("\n")[-limit:]) if limit and limit > 0 else text


def _edit(before: str, after: str) -> Edit | None:
    edit = edit_between(before, after)
    if edit is None:
        return None
    start, end = to_utf16(before, edit.start), to_utf16(before, edit.end)
    return Edit(start, end, as_units(edit.text))


def _applied(text: str, operation: Operation) -> str:
    units = as_units(text)
    for start, end, new in one_by_one(operation):
        units = units[:start] + new + units[end:]
    return from_units(units)

"""The texts of a combo box, of which one is shown.

Knows: the order of the texts and which one is shown; what the browser's calls do to its own list.

The alphabet is Python's (casefold, then code point). A browser would sort by its own language, so
it is never asked to: it is only told to add at the end and to take out by content. A text in the
middle goes there by adding it at the end, and then moving what comes after it behind it. That
never empties the list, since the browser shows the first text of a list that was empty; and it
leaves alone what the user is typing.

A text has no line breaks: the field that shows it takes them out, and the browser then finds what
it shows among its texts no more.
"""

from collections.abc import Iterator
from typing import Any

from .changes import SHAPE, Call, ReportedChange, Step
from .plain import as_place, plain
from .typed_text import on_a_line

ITEMS = "items"
TEXT = "text"


class ItemsModel:
    """The items of one combo box.

    Parameters:
        editable: whether the user can type a text that is not among the items.

    Attributes:
        items: the texts, in order.
        text: what is shown.
    """

    def __init__(self, *, editable: bool = False) -> None:
        self.editable = editable
        self.items: list[str] = []
        self.text = ""

    # --- edits

    def append_text(self, text: str) -> list[Step]:
        """Add a text at the end; the first one of an empty list is shown."""
        return self._insert(len(self.items), _text(text))

    def insert_alpha(self, text: str) -> list[Step]:
        """Add a text before the first one that the alphabet has after it."""
        text = _text(text)
        order = _order(text)
        places = (i for i, item in enumerate(self.items) if order < _order(item))
        return self._insert(next(places, len(self.items)), text)

    def delete_alpha(self, text: str) -> list[Step]:
        """Take the first item with this text out, if there is one; the shown text stays."""
        text = _text(text)
        if text not in self.items:
            return []
        self.items.remove(text)
        return [Step("delete_alpha", (text,), (ITEMS, SHAPE))]

    def clear(self) -> list[Step]:
        """Take all texts out; nothing is shown then."""
        self.items.clear()
        self.text = ""
        return [Step("clear", (), (ITEMS, TEXT, SHAPE))]

    def set_text(self, text: str | None) -> list[Step]:
        """Show a text, whether it is one of the items or not."""
        text = "" if text is None else _text(text)
        if text == self.text:
            return []  # every browser has told it, or has been told
        self.text = text
        return [Step("set_text", (self.text,), (TEXT,), mergeable=True)]

    def set_index(self, idx: int) -> list[Step]:
        """Show the text at a place; an empty list has no text to show."""
        idx = as_place(idx, "idx")
        if not self.items:
            return []
        if not 0 <= idx < len(self.items):
            raise ValueError(f"'idx' is {idx!r}; there are {len(self.items)} items, from 0")
        return self.set_text(self.items[idx])

    def show_text(self, text: str) -> list[Step]:
        """Show a text that is one of the items, or that the user could have typed."""
        if _text(text) in self.items or self.editable:
            return self.set_text(text)
        return []

    # --- getters

    def get_text(self) -> str:
        """The text that is shown."""
        return self.text

    def get_index(self) -> int:
        """The place of the text that is shown, or -1."""
        return self.items.index(self.text) if self.text in self.items else -1

    def get_alpha(self, idx: int) -> str | None:
        """The text at a place, or None."""
        return self.items[idx] if 0 <= as_place(idx, "idx") < len(self.items) else None

    # --- browsers

    def replay(self) -> Iterator[Call]:
        """The calls that fill an empty combo box."""
        for text in self.items:
            yield "append_text", (text,)
        if self.text != (self.items[0] if self.items else ""):
            yield "set_text", (self.text,)

    def tell(self, key: Any) -> Iterator[Step]:
        """The steps that bring a browser to the list, or to the text, as it is."""
        if key == ITEMS:
            for call in (("clear", ()), *self.replay()):
                yield Step(*call, (ITEMS, TEXT))
        elif key == TEXT:
            yield Step("set_text", (self.text,), (TEXT,), mergeable=True)

    def activated_reported(self, index: Any, text: Any) -> ReportedChange:
        """The user has chosen a text, or has typed one, which the browser has added then.

        Its index in that browser tells little: the browser may not have seen our newest list.
        Handlers are given the one that it has here, and nothing of a text that is gone.
        """
        if not isinstance(text, str):
            raise TypeError(f"{text!r} is not a text")

        def given() -> tuple[int, str] | None:
            place = self._place(index, text)
            return None if place is None else (place, text)

        return self._activated(text)._replace(given=given)

    def _activated(self, text: str) -> ReportedChange:
        if text in self.items:
            told = self.modified_reported(text)
            # It was no item there, if that browser has yet to hear of it: then it is twice now.
            return told._replace(repairs=(ITEMS,)) if self.editable else told
        if not self.editable:
            return ReportedChange((TEXT,), lambda: None, f"{text!r} is not one of the items")

        def carry_out() -> None:
            self.items.append(text)
            self.text = text

        # The others only add it: to be told the whole list would disturb whoever is typing.
        calls = (("append_text", (text,), ITEMS), ("set_text", (text,), TEXT))
        return ReportedChange((TEXT,), carry_out, repairs=(ITEMS,), calls=calls)

    def modified_reported(self, text: Any) -> ReportedChange:
        """The user is typing, or has chosen one of the items."""
        if not isinstance(text, str):
            raise TypeError(f"{text!r} is not a text")

        def carry_out() -> None:
            self.text = text

        return ReportedChange((TEXT,), carry_out)

    def _place(self, index: Any, text: str) -> int | None:
        """The index of a text (of several alike: what a browser means), or None."""
        if text not in self.items:
            return None
        is_there = type(index) is int and 0 <= index < len(self.items)
        return index if is_there and self.items[index] == text else self.items.index(text)

    def _insert(self, index: int, text: str) -> list[Step]:
        # The browser takes out the first text that says so: so the texts to be moved must not
        # stand before them, too, or the earlier ones are moved as well.
        start = index
        moved = set(self.items[start:])
        for place in range(index - 1, -1, -1):
            if self.items[place] in moved:
                moved.update(self.items[place:start])
                start = place
        keys = (ITEMS,) if self.items else (ITEMS, TEXT)
        steps = []
        if not self.items:
            self.text = text
        before, after = self.items[start:index], self.items[index:]
        for moves, part in ((True, before), (False, [text]), (True, after)):
            for item in part:
                if moves:
                    steps.append(Step("delete_alpha", (item,), keys))
                steps.append(Step("append_text", (item,), keys))
        self.items.insert(index, text)
        return steps


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"'text' must be a str, not {type(value).__name__}")
    return on_a_line(str(plain(str(value))))


def _order(text: str) -> tuple[str, str]:
    return text.casefold(), text

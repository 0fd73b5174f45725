"""Text editors of a simulated browser, and references into their texts.

Knows: what TextSource of pgwidgets-js does when it is called, and what our client makes of it.
Must not know: our model of a text. How edits are carried over one another is the protocol's, so
that is taken from where it stands.
"""

from collections.abc import Callable
from typing import Any

from pgwidgets_proto.models.text_marks import Gravity
from pgwidgets_proto.models.text_rebase import Edit, Line, Operation, one_by_one
from pgwidgets_proto.models.text_utf16 import as_units, from_units


class PageRef:
    """One reference.

    Attributes:
        offset: in UTF-16 code units.
    """

    def __init__(self, text: "PageText", offset: int, gravity: str = "right") -> None:
        self.text = text
        self.gravity = gravity
        self.offset = text.to_here(offset, gravity)
        self.is_valid = True
        self.fire: Callable[..., None] = lambda action, *args: None
        text.refs.append(self)

    def has(self, method: str) -> bool:
        """Whether it is a method that is simulated here."""
        return method in ("set_offset", "_invalidate")

    def call(self, method: str, args: list[Any]) -> None:
        """Carry out a call."""
        if method == "set_offset":
            self.offset = self.text.to_here(args[0], self.gravity)
        else:
            self.is_valid = False

    def end(self) -> None:
        """Follow the text no more."""
        self.is_valid = False
        if self in self.text.refs:
            self.text.refs.remove(self)

    def shown(self) -> Any:
        """What can be told of it."""
        return self.offset if self.is_valid else None


class PageText:
    """One editor.

    Parameters:
        text: the text at first.
        is_stock: behave as pgwidgets-js does by itself.
        find: gives the reference of an id.
    """

    def __init__(self, text: str, *, is_stock: bool, find: Callable[[Any], PageRef]) -> None:
        self.units = as_units(text)
        self.selection = (0, 0)
        self.definitions: dict[str, Any] = {}
        self.tags: list[tuple[str, int, int]] = []
        self.refs: list[PageRef] = []
        self.icons: dict[PageRef, str] = {}
        self.fire: Callable[..., None] = lambda action, *args: None
        self._is_stock = is_stock
        self._find = find
        self._line = Line(first=False)
        self._number = 0
        self._revision = 0

    def has(self, method: str) -> bool:
        """Whether it is a method that is simulated here."""
        return hasattr(self, _handler(method))

    def call(self, method: str, args: list[Any]) -> Any:
        """Carry out a call; gives what the browser answers."""
        return getattr(self, _handler(method))(*args)

    @property
    def text(self) -> str:
        """The text as a user reads it."""
        return from_units(self.units)

    def shown(self) -> dict[str, Any]:
        """All that a user can see, the selection left out: it is each browser's own."""
        return {
            "text": self.text,
            "tags": self.tags,
            "definitions": self.definitions,
            "icons": {ref.offset: url for ref, url in self.icons.items() if ref.is_valid},
        }

    def to_here(self, offset: int, gravity: str = "right") -> int:
        """Where a place of the server's text is in this one."""
        side: Gravity = "left" if gravity == "left" else "right"
        return max(0, min(self._line.moved(offset, side), len(self.units)))

    # --- the user

    def user_types(self, start: int, end: int, text: str) -> None:
        """Replace a range, in UTF-16 code units."""
        self._splice(start, end, as_units(text), None)
        self.selection = (start + len(as_units(text)),) * 2
        if self._is_stock:
            self.fire("changed")
            return
        self._number += 1
        self._line.did(self._number, (Edit(start, end, as_units(text)),))
        about = {"start": start, "end": end, "text": text}
        self.fire("changed", {**about, "revision": self._revision, "number": self._number})

    def user_selects(self, start: int, end: int) -> None:
        """Select a range, or place the caret."""
        self.selection = start, end
        if not self._is_stock:
            self.fire("cursor_moved", {"start": start, "end": end, "revision": self._revision})

    def user_steps(self, step: str) -> None:
        """Press the keys for undo or redo, in our client."""
        self.fire("changed", {"step": step})

    # --- calls

    def _do_set_text(self, text: str, about: dict[str, Any] | None = None) -> None:
        self.units = as_units(text)
        self.selection = 0, 0
        self.tags = []
        for ref in self.refs:
            ref.is_valid = False
        self.refs = []
        self.icons = {}
        self._line = Line(first=False)
        self._revision = (about or {}).get("revision", self._revision)

    def _do_get_text(self) -> str:
        return self.text

    def _do_replacerange(self, start: int, end: int, text: str, about: dict[str, Any]) -> None:
        operation: Operation = (Edit(start, end, as_units(text)),)
        if not self._is_stock:
            operation = self._line.receive(operation)
            self._revision = about["revision"]
        for edit in one_by_one(operation):
            self._splice(*edit, about.get("tags"))

    def _do_edittaken(self, number: int) -> None:
        self._line.knows(number)

    def _do_setcursoroffset(self, offset: int) -> None:
        self.selection = (self.to_here(offset),) * 2

    def _do_setselectionoffsets(self, start: int, end: int) -> None:
        self.selection = self.to_here(start), self.to_here(end)

    def _do_create_tag(self, name: str, attributes: dict[str, Any]) -> None:
        self.definitions[name] = attributes

    def _do_remove_tag_def(self, name: str) -> None:
        self.definitions.pop(name, None)
        self.tags = [tag for tag in self.tags if tag[0] != name]

    def _do_apply_tag(self, name: str, one: Any, other: Any) -> None:
        start, end = self._range(one, other)
        if start < end:
            self.tags.append((name, start, end))

    def _do_remove_tag(self, name: str, one: Any, other: Any) -> None:
        start, end = self._range(one, other)
        kept = []
        for tag in self.tags:
            if tag[0] != name or tag[2] <= start or tag[1] >= end:
                kept.append(tag)
                continue
            if tag[1] < start:
                kept.append((name, tag[1], start))
            if tag[2] > end:
                kept.append((name, end, tag[2]))
        self.tags = kept

    def _do_restoretagintervals(self, intervals: list[dict[str, Any]]) -> None:
        places = [
            (it["name"], self.to_here(it["start"], "right"), self.to_here(it["end"], "left"))
            for it in intervals
        ]
        self.tags = [place for place in places if place[1] < place[2]]

    def _do_restorerefs(self, *args: Any) -> None:
        for ref, offset in zip(args[::2], args[1::2], strict=True):
            self._find(ref).call("set_offset", [offset])

    def _do_set_icon(self, ref: Any, url: str | None) -> None:
        found = self._find(ref)
        if url is None:
            self.icons.pop(found, None)
        else:
            self.icons[found] = url

    def _do_remove_ref(self, ref: Any) -> None:
        self._find(ref).end()

    # --- internals

    def _range(self, one: Any, other: Any) -> tuple[int, int]:
        start, end = sorted((self._find(one).offset, self._find(other).offset))
        return start, end

    def _splice(self, start: int, end: int, units: str, tags: list[str] | None) -> None:
        self.units = self.units[:start] + units + self.units[end:]
        gone, length = end - start, len(units)

        def after_deletion(place: int) -> int:
            if place <= start:
                return place
            return place - gone if place >= end else start

        for ref in self.refs:
            ref.offset = after_deletion(ref.offset)
            if ref.offset > start or (ref.offset == start and ref.gravity == "right"):
                ref.offset += length
        kept = []
        for name, left, right in self.tags:
            if right > start:
                left, right = after_deletion(left), after_deletion(right)
                if left == right:
                    continue
                left += length if left >= start else 0
                right += length if right > start else 0
            kept.append((name, left, right))
        self.tags = kept + [(name, start, start + length) for name in tags or ()]
        moved = []
        for place in self.selection:
            here = after_deletion(place)
            moved.append(here + length if here >= start else here)
        self.selection = moved[0], moved[1]


def _handler(method: str) -> str:
    return f"_do_{method.strip('_').lower()}"

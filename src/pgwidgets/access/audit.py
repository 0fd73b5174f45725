"""A record of who did what, for those who have to answer for an instrument.

Knows: what of users' doings is worth a line, and what must not stand in one. Must not know: async
or sync, how a report is judged.

* A line is written when what a user did takes effect, in the order of the effects; what is refused
  is not in it.
* Neither passwords nor single keys are: text that is typed into a field which shows dots is left
  out. Nor is what a pointer does on its way.
"""

import logging
import os
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from pgwidgets_proto import Link, Session
from pgwidgets_proto.widgets import Node

_NOISE = frozenset(
    {
        *("pointer-move", "pointer-down", "pointer-up", "enter", "leave", "scroll", "drag-over"),
        *("key-down", "key-up", "key-press", "focus-in", "focus-out", "drop-progress", "progress"),
        *("cursor_moved", "tooltip", "restacked", "move", "looks"),
        *("_looked", "_due", "hover", "shown", "event", "part"),  # of plots, figures, anywidgets
    }
)
_LONG = 200
"""Characters of a value that are written."""

_LONGEST = 10_000
"""Characters of a line: of a longer one the value is left out, else few would fill the file."""

_HIDDEN = "(not written)"


class Audit:
    """Writes who did what into a file, a line of JSON each.

    A line has ``at`` (UTC), ``what``, and of the browser that it is about ``session``, ``browser``
    (the name that it has in logs), ``user``, ``role`` and ``address``. ``what`` is ``"joined"``,
    ``"left"``, ``"control"``, ``"shared"``, ``"revoked"``, ``"signed out"``; or ``"action"``, with
    the ``widget``, its ``class``, the ``label`` on it, the ``action`` and its ``value``.

    Parameters:
        path: the file; it is appended to, and nobody else may read a new one.
        max_bytes: how long it may become, before it is renamed to ``path.1``.
        keep: how many of those are kept.

    Raises:
        TypeError, ValueError: an argument that is not allowed.
        OSError: the file can't be written.
    """

    def __init__(
        self, path: str | os.PathLike[str], *, max_bytes: int = 10_000_000, keep: int = 10
    ) -> None:
        if not isinstance(path, (str, os.PathLike)):
            raise TypeError(f"Audit(): path is {path!r}; it must be a path")
        for name, value, least in (("max_bytes", max_bytes, 1_000), ("keep", keep, 1)):
            if isinstance(value, bool) or not isinstance(value, int):
                raise TypeError(f"Audit(): {name} is {value!r}; it must be an int")
            if value < least:
                raise ValueError(f"Audit(): {name} is {value!r}; it must be {least} at least")
        import json  # late: few programs have one, and importing us is to be quick

        self._dumps = json.dumps
        self.path = Path(path).absolute()
        self._turn = threading.Lock()
        self._file = _File(self.path, max_bytes, keep)
        self._has_failed = False

    def follow(self, session: Session) -> None:
        """Write down what the users of a session do."""

        def acted(link: Link, node: Node, action: str, args: Sequence[Any]) -> None:
            if action not in _NOISE:
                self.write("action", session, link, **_about(node, action, args))

        session.inbox.witness = acted

    def write(self, what: str, session: Session | None, link: Link | None, **more: Any) -> None:
        """Write a line; what goes wrong is logged once, and stops nobody."""
        about: dict[str, Any] = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "what": what,
        }
        if session is not None:
            about["session"] = session.id
        if link is not None:
            about["browser"] = link.id
            if link.browser.user is not None:
                about["user"] = user_name(link.browser.user)
            about["role"] = str(link.badge.role)
            about["address"] = link.browser.address
        try:
            text = self._as_text({**about, **more})
            if len(text) > _LONGEST and "value" in more:
                value = f"({len(text)} characters)"
                text = self._as_text({**about, **more, "value": value})
            with self._turn:
                self._file.write(text)
        except (OSError, ValueError) as exc:
            self._note_failure(exc)

    def close(self) -> None:
        """Close the file; a line that is still written opens it again."""
        try:
            with self._turn:
                self._file.close()
        except OSError as exc:
            self._note_failure(exc)

    def _as_text(self, line: dict[str, Any]) -> str:
        return self._dumps(line, ensure_ascii=False, default=str)

    def _note_failure(self, exc: Exception) -> None:
        if not self._has_failed:
            self._has_failed = True
            logging.getLogger("pgwidgets").error("nothing is written to %s: %s", self.path, exc)


class _File:
    """The file, and the older ones beside it."""

    def __init__(self, path: Path, max_bytes: int, keep: int) -> None:
        self._path = path
        self._max_bytes = max_bytes
        self._keep = keep
        self._file: BinaryIO | None = self._open()

    def write(self, text: str) -> None:
        """Append a line, to a new file if this one is full."""
        data = f"{text}\n".encode("utf-8", "backslashreplace")
        file = self._file or self._open()
        if file.tell() and file.tell() + len(data) > self._max_bytes:
            self._file = None  # in case that the next steps fail
            file.close()
            for number in range(self._keep - 1, 0, -1):
                older = self._numbered(number)
                if older.exists():
                    older.replace(self._numbered(number + 1))
            self._path.replace(self._numbered(1))
            file = self._open()
        self._file = file
        file.write(data)
        file.flush()

    def close(self) -> None:
        """Close it; the next line opens it again."""
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")

    def _open(self) -> BinaryIO:
        return open(self._path, "ab", opener=lambda path, flags: os.open(path, flags, 0o600))


def user_name(user: Any) -> str:
    """A user as a text: itself, or what it calls itself in the frameworks that have users."""
    if isinstance(user, str):
        return user
    for name in ("username", "display_name", "name", "email"):
        found = getattr(user, name, None)
        if isinstance(found, str) and found:
            return found
    return str(user)


def _about(node: Node, action: str, args: Sequence[Any]) -> dict[str, Any]:
    """What a line says of a widget, and of what was done to it."""
    found: dict[str, Any] = {"widget": node.wid, "class": node.cls.name}
    is_typed = "modified" in node.cls.actions
    label = None if is_typed else node.value("text") or node.value("title")
    if isinstance(label, str) and label:
        found["label"] = _shortened(label)
    found["action"] = action
    if args:
        is_hidden = bool(node.arguments.get("password"))
        found["value"] = _HIDDEN if is_hidden else [_written(arg) for arg in args]
    return found


def _written(value: Any, depth: int = 3) -> Any:
    """A value of an event as a line has it: short, and without the bytes of files."""
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return _shortened(value)
        case bytes() | bytearray() | memoryview():
            return f"({len(value)} bytes)"
        case Node():
            return f"<{value.cls.name} {value.wid}>"
        case dict() if depth:
            return {str(key)[:50]: _written(value[key], depth - 1) for key in list(value)[:20]}
        case list() | tuple() if depth:
            return [_written(item, depth - 1) for item in value[:20]]
        case _:
            return _shortened(str(type(value).__name__))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]}… ({len(text)} characters)"


def audit_setting(value: object) -> Audit | None:
    """The setting ``audit``.

    Raises:
        TypeError: it is neither a path nor an Audit.
        OSError: the file can't be written.
    """
    if value is None or isinstance(value, Audit):
        return value
    if not isinstance(value, (str, os.PathLike)):
        raise TypeError(f"audit is {value!r}; it must be a path, an Audit, or None")
    return Audit(value)

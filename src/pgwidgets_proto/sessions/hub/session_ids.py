"""The ids of sessions: which a program may give, which the hub gives, and the way to each."""

import re
from collections.abc import Callable, Container

from ..keeping.naming import is_unicode

_WHOLE = re.compile(r"-?[0-9]{1,100}", re.ASCII)
"""An int as text, of at most 100 digits: Python takes long to read very long ones."""
_NO_KEY = re.compile(r"[^\w-]", re.ASCII)
_LONGEST_KEY = 64


class SessionIds:
    """Gives ids to sessions that the program gives none.

    Parameters:
        taken: the ids that sessions have.
        make_id: makes one that nobody else comes to have, where sessions outlive the process;
            None: they are counted.
    """

    def __init__(
        self, taken: Container[int | str], make_id: Callable[[], str] | None = None
    ) -> None:
        self._taken = taken
        self._make_id = make_id
        self._next = 1

    def new(self) -> int | str:
        """Return an id that no session has."""
        if self._make_id is not None:
            return self._make_id()
        while self._next in self._taken:
            self._next += 1
        self._next += 1
        return self._next - 1


def route_of(session_id: int | str) -> str:
    """The key by which a page of ours asks a router for a session (line/route.js)."""
    first = str(session_id).partition(".")[0]
    # JavaScript counts a character beyond U+FFFF as two.
    key = _NO_KEY.sub(lambda found: "-" * (1 + (found[0] > "\uffff")), first)
    return key[:_LONGEST_KEY] or "-"


def check_session_id(session_id: int | str) -> None:
    """Check an id that a program gives.

    Raises:
        TypeError: it is neither an int nor a str.
        ValueError: no address could name it.
    """
    if isinstance(session_id, bool) or not isinstance(session_id, (int, str)):
        raise TypeError(f"session_id is {session_id!r}; it must be an int or a str")
    if session_id == "" or not is_unicode(str(session_id)):
        raise ValueError(f"session_id is {session_id!r}; no address could name it")


def other_spelling(session_id: int | str) -> int | str | None:
    """The id that a page may mean with another one; None: it means just that.

    A page's address knows no types: a text of digits comes back as a number, and a number that is
    negative, or too big for JavaScript, as a text.
    """
    if isinstance(session_id, int):
        return str(session_id)
    return int(session_id) if _WHOLE.fullmatch(session_id) else None

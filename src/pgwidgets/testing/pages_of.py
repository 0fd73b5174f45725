"""What an empty page would be made to show of a session of the core.

Knows: how a session is told to a page. Must not know: browsers that show it, lines.
"""

from typing import Any

from pgwidgets_proto import Session

from .browser import SimulatedBrowser
from .lines import Line
from .page import Page
from .user.printing import tree_of


class _NoLine:
    """A WebSocket that nothing goes over."""

    link = None
    close = None
    has_output = False

    def frames_to_send(self, max_bytes: int) -> list[Any]:
        return []

    def receive(self, frame: str | bytes | None, now: float) -> None:
        pass

    def peer_closes(self, code: int) -> None:
        pass


class _Nowhere:
    def open_channel(self, browser: Any, now: float) -> Line:
        return _NoLine()


def page_of_session(session: Session) -> Page:
    """A page that shows a session as it is now; no browser that shows it is disturbed."""
    browser = SimulatedBrowser(_Nowhere(), takes_any=True)
    for outgoing in session.page(stock=False):
        if outgoing.binary is None:
            browser.show(bytes(outgoing.encoded))
    return browser.page


def tree_of_session(session: Session, *, hidden: bool = False) -> str:
    """The same as a text."""
    return tree_of(page_of_session(session), hidden=hidden)

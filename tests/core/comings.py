"""A session whose browsers come and go as Hypothesis likes: the base of machines that act in it.

Knows: up to three browsers, ours and stock, and how they are lost and come back. Must not know:
what is in the session, or what its users do.
"""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from core.helpers import make_hub
from core.late_acks import LateBrowser
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.sessions.events import SessionEvent

PICK = st.integers(0, 5)
"""Picks one of a few, by the remainder."""


class Comings(RuleBasedStateMachine):
    """Browsers of one session; derived classes fill it in ``build``, and move what is said."""

    def __init__(self) -> None:
        super().__init__()
        self.hub = make_hub(max_sessions=None)
        self.session = self.hub.create_session()
        self.browsers: list[SimulatedBrowser] = []
        self.build()

    def build(self) -> None:
        raise AssertionError(f"{type(self).__name__} does not say what is in the session")

    def browser(self, index: int) -> SimulatedBrowser:
        return self.browsers[index % len(self.browsers)]

    @precondition(lambda self: len(self.browsers) < 3)
    @rule(kind=st.sampled_from(["stock", "prompt", "late"]), is_patient=st.booleans())
    def join(self, kind: str, is_patient: bool) -> None:
        make = LateBrowser if kind == "late" else SimulatedBrowser
        browser = make(
            self.hub,
            stock=kind == "stock",
            session_id=self.session.id,
            token=self.session.token,
        )
        if is_patient:
            browser.exchange()
        self.browsers.append(browser)

    @precondition(lambda self: self.browsers)
    @rule(index=PICK)
    def leave(self, index: int) -> None:
        self.browsers.pop(index % len(self.browsers)).leave()

    @precondition(lambda self: self.browsers)
    @rule(index=PICK)
    def lose_connection(self, index: int) -> None:
        self.browser(index).drop()

    @precondition(lambda self: self.browsers)
    @rule(index=PICK, is_new_page=st.booleans())
    def come_back(self, index: int, is_new_page: bool) -> None:
        self.browser(index).come_back(is_new_page=is_new_page)

    def told(self, event: SessionEvent) -> None:
        """What the program is told, when it is: derived classes hold it against the state."""

    @rule()
    def take_event(self) -> None:
        event = self.session.next_event()
        if event is not None:
            self.told(event)

"""The same promise where browsers are too slow, blocks stay open, and pages are built anew.

Knows: the machine of test_convergence.py, and what makes its life harder.
"""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from core.comings import PICK
from core.test_convergence import TEXTS, Convergence
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.asking.promise import Promise
from pgwidgets_proto.views.batching import Batch


class HardConvergence(Convergence):
    """A queue holds little, so that browsers are set aside often."""

    def build(self) -> None:
        super().build()
        self.hub.limits = Limits(link_bytes=900, high_water=300, frame_bytes=200)
        self.open: Batch | None = None
        self.promises: list[Promise] = []

    @precondition(lambda self: self.open is None)
    @rule()
    def block_opens(self) -> None:
        self.open = Batch()

    @precondition(lambda self: self.open is not None)
    @rule(index=PICK, text=TEXTS)
    def block_types(self, index: int, text: str) -> None:
        self.session.telling.batch = self.open
        self.session.call(self.entries[index % 2], "set_text", (text,))
        self.session.call(self.checks[0], "set_state", (bool(text),))
        self.session.telling.batch = None

    @precondition(lambda self: self.open is not None)
    @rule(value=st.integers(0, 100), index=PICK)
    def block_slides_and_switches(self, value: int, index: int) -> None:
        self.session.telling.batch = self.open
        self.session.call(self.slider, "set_value", (value,))
        self.session.call(self.tabs, "set_index", (index % len(self.tabs.children),))
        self.session.call(self.radios[index % 3], "set_state", (True,))
        self.session.telling.batch = None

    @precondition(lambda self: self.open is not None)
    @rule()
    def block_closes(self) -> None:
        assert self.open is not None
        self.open.release()
        self.open = None

    @rule()
    def program_rebuilds(self) -> None:
        self.session.rebuild()

    @rule()
    def program_asks(self) -> None:
        if self.session.links:
            self.promises.append(self.session.ask(self.entries[0], "get_text", ()))

    @rule()
    def program_flushes(self) -> None:
        self.promises.append(self.session.flush())

    def teardown(self) -> None:
        if not hasattr(self, "open"):
            return
        if self.open is not None:
            self.open.release()
        super().teardown()
        # What is asked waits for browsers, if there are any.
        if self.browsers:
            assert all(promise.is_settled for promise in self.promises)


del Convergence  # it is run where it stands
TestHardConvergence = HardConvergence.TestCase
TestHardConvergence.settings = settings(stateful_step_count=60, deadline=None)

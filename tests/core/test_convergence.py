"""Whatever the order of things: once the line is quiet, Python and all browsers show the same.

The program calls, users of up to three browsers (ours and stock) change things, browsers come and
go, and every frame and message is delayed as the test likes.
"""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from core.comings import PICK, Comings
from core.helpers import settle, shown
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.catalog.effects.containers import SELECTED
from pgwidgets_proto.widgets.widget import Node

TEXTS = st.sampled_from(["", "a", "ab", "hällo", "😀", "<b>x</b>"])


class Convergence(Comings):
    """One session with a widget of every kind that both sides may change."""

    def build(self) -> None:
        make = self.session.create
        self.window = make("TopLevel", (), {"title": "t"})
        self.box = make("VBox")
        self.tabs = make("TabWidget")
        self.entries = [make("TextEntry", ("start",)), make("TextEntry")]
        self.checks = [make("CheckBox", ("c",))]
        radio = make("RadioButton", ("1",))
        self.radios = [radio, *(make("RadioButton", (t,), {"group": radio}) for t in "23")]
        self.slider = make("Slider", (), {"min": 0, "max": 100, "dtype": "int"})
        self.pages = [make("Label", (f"page {i}",)) for i in range(3)]
        self.extra: list[Node] = []
        call = self.session.call
        for child in (self.tabs, *self.entries, *self.checks, *self.radios, self.slider):
            call(self.box, "add_widget", (child, 0))
        for page in self.pages:
            call(self.tabs, "add_widget", (page,), {"title": "p"})
        call(self.window, "set_widget", (self.box,))
        call(self.window, "show")

    # --- the wire

    @precondition(lambda self: self.browsers)
    @rule(index=PICK, max_bytes=st.sampled_from([1, 200, 10_000]))
    def collect(self, index: int, max_bytes: int) -> None:
        self.browser(index).collect(max_bytes)

    @precondition(lambda self: self.browsers)
    @rule(index=PICK, count=st.integers(1, 4))
    def deliver_down(self, index: int, count: int) -> None:
        for _ in range(count):
            self.browser(index).deliver_down()

    @precondition(lambda self: self.browsers)
    @rule(index=PICK, count=st.integers(1, 4))
    def deliver_up(self, index: int, count: int) -> None:
        for _ in range(count):
            self.browser(index).deliver_up()

    # --- the program

    @rule(index=PICK, text=TEXTS)
    def program_types(self, index: int, text: str) -> None:
        self.session.call(self.entries[index % 2], "set_text", (text,))

    @rule(index=PICK)
    def program_clears(self, index: int) -> None:
        self.session.call(self.entries[index % 2], "clear")

    @rule(is_on=st.booleans())
    def program_checks(self, is_on: bool) -> None:
        self.session.call(self.checks[0], "set_state", (is_on,))

    @rule(index=PICK, is_on=st.booleans())
    def program_chooses(self, index: int, is_on: bool) -> None:
        self.session.call(self.radios[index % 3], "set_state", (is_on,))

    @rule(value=st.integers(0, 100))
    def program_slides(self, value: int) -> None:
        self.session.call(self.slider, "set_value", (value,))

    @rule(index=PICK)
    def program_switches(self, index: int) -> None:
        self.session.call(self.tabs, "set_index", (index % len(self.tabs.children),))

    @rule(text=TEXTS)
    def program_adds(self, text: str) -> None:
        label = self.session.create("Label", (text,))
        self.session.call(self.box, "add_widget", (label, 0))
        self.extra.append(label)

    @precondition(lambda self: self.extra)
    @rule(index=PICK, destroy=st.booleans())
    def program_removes(self, index: int, destroy: bool) -> None:
        label = self.extra.pop(index % len(self.extra))
        self.session.call(self.box, "remove", (label, destroy))

    @precondition(lambda self: self.extra)
    @rule(index=PICK, text=TEXTS)
    def program_labels(self, index: int, text: str) -> None:
        self.session.call(self.extra[index % len(self.extra)], "set_text", (text,))

    @rule(texts=st.lists(TEXTS, max_size=4))
    def program_batches(self, texts: list[str]) -> None:
        from pgwidgets_proto.views.batching import Batch

        batch = self.session.telling.batch = Batch()
        for index, text in enumerate(texts):
            self.session.call(self.entries[index % 2], "set_text", (text,))
        self.session.telling.batch = None
        batch.release()

    # --- the users

    def _shown(self, index: int, node: Node) -> SimulatedBrowser | None:
        browser = self.browser(index)
        return browser if node.wid in browser.page.widgets else None

    @precondition(lambda self: self.browsers)
    @rule(who=PICK, index=PICK, text=TEXTS)
    def user_types(self, who: int, index: int, text: str) -> None:
        entry = self.entries[index % 2]
        if browser := self._shown(who, entry):
            browser.type_text(entry.wid, text)

    @precondition(lambda self: self.browsers)
    @rule(who=PICK)
    def user_checks(self, who: int) -> None:
        if browser := self._shown(who, self.checks[0]):
            browser.toggle(self.checks[0].wid)

    @precondition(lambda self: self.browsers)
    @rule(who=PICK, index=PICK)
    def user_chooses(self, who: int, index: int) -> None:
        if browser := self._shown(who, self.radios[index % 3]):
            browser.toggle(self.radios[index % 3].wid)

    @precondition(lambda self: self.browsers)
    @rule(who=PICK, value=st.integers(0, 100))
    def user_slides(self, who: int, value: int) -> None:
        if browser := self._shown(who, self.slider):
            browser.slide(self.slider.wid, value)

    @precondition(lambda self: self.browsers)
    @rule(who=PICK, index=PICK)
    def user_switches(self, who: int, index: int) -> None:
        browser = self._shown(who, self.tabs)
        if browser and browser.page.widgets[self.tabs.wid].children:
            children = browser.page.widgets[self.tabs.wid].children
            browser.show_page(self.tabs.wid, index % len(children))

    # --- what must hold

    @invariant()
    def no_browser_is_sent_away(self) -> None:
        for browser in self.browsers:
            assert browser.channel.close is None
            assert not browser.errors

    def teardown(self) -> None:
        for browser in self.browsers:
            browser.bury()
            if browser.channel.link is None:
                browser.come_back()
        settle(self.session, self.browsers)
        for browser in self.browsers:
            assert browser.closed is None
            assert not browser.errors
            page = shown(browser)
            assert page.keys() == self.session.nodes.keys()
            for wid, node in self.session.nodes.items():
                seen = page[wid]
                assert seen["children"] == [child.wid for child in node.children]
                if node.cls.name in ("TextEntry", "Label"):
                    assert (seen["text"] or "") == self.session.call(node, "get_text")
                if node.cls.name in ("CheckBox", "RadioButton"):
                    assert bool(seen["state"]) == bool(node.value("state", False))
            assert page[self.slider.wid]["value"] == self.slider.value("value")
            selected = self.tabs.value(SELECTED)
            assert page[self.tabs.wid]["selected"] == selected.wid


TestConvergence = Convergence.TestCase
TestConvergence.settings = settings(stateful_step_count=60, deadline=None)

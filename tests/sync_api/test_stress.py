"""Eight threads call one session's widgets at once, while browsers come, are reloaded, and click.

Nothing raises, and in the end Python and all browsers say the same.
"""

import threading
from functools import partial
from typing import Any

import pytest

from pgwidgets.testing.conformance.threads_world import ThreadsWorld
from pgwidgets.testing.conformance.visitor import Visitor

THREADS = 8
ROUNDS = 60


class Shared:
    """The widgets of one session, and what each thread does to them."""

    def __init__(self, session: Any) -> None:
        self.session = session
        W: Any = session.get_widgets()
        self.W = W
        self.box = W.VBox()
        self.label = W.Label("-")
        self.entry = W.TextEntry("")
        self.slider = W.Slider(min=0, max=1000)
        self.check = W.CheckBox("x")
        self.clicks = 0
        self.errors: list[BaseException] = []
        for child in (self.label, self.entry, self.slider, self.check):
            self.box.add_widget(child, 0)
        self.check.on("activated", self.click)
        self.entry.on("modified", self.typed)

    def click(self, state: bool) -> None:
        self.clicks += 1
        self.label.set_text(f"clicked {self.clicks}")

    def typed(self, text: str) -> None:
        self.label.set_text(text)

    def churn(self, number: int, start: threading.Barrier) -> None:
        """What one thread does."""
        try:
            start.wait()
            for turn in range(ROUNDS):
                self.label.set_text(f"{number}: {turn}")
                self.entry.set_text(f"{number}: {turn}")
                self.slider.set_value(number * 100 + turn)
                own = self.W.Label(f"of {number}")
                self.box.add_widget(own, 0)
                with self.session.batch():
                    own.set_text(f"of {number}, {turn}")
                    own.set_tooltip("batched")
                assert own.get_text() == f"of {number}, {turn}"
                assert own in self.box.get_children()
                assert isinstance(self.slider.get_value(), int)
                list(self.session.walk_widget_tree())
                if turn % 10 == number:
                    self.session.flush()
                if turn % 3:
                    own.destroy()
        except BaseException as exc:
            self.errors.append(exc)
            raise


def differences(visitor: Visitor, shared: Shared) -> list[tuple[object, object]]:
    """What a page shows, and what Python says, where these differ."""
    page = visitor.page
    pairs: list[tuple[object, object]] = [
        ({w.wid for w in page.widgets.values()}, set(shared.session._pgwidgets.core.nodes)),
        (
            page.find(shared.box.wid).children,
            [child.wid for child in shared.box.get_children()],
        ),
        (page.find(shared.slider.wid).get("value"), shared.slider.get_value()),
        (page.find(shared.check.wid).get("state", False), shared.check.get_state()),
        (visitor.errors, []),
    ]
    for widget in shared.session.walk_widget_tree():
        shown = page.widgets.get(widget.wid)
        if shown is None or shown.cls in ("Label", "TextEntry"):
            pairs.append((shown and shown.get("text"), widget.get_text()))
    return [(shown, said) for shown, said in pairs if shown != said]


@pytest.mark.parametrize("mode", ["per_session", "serialized", "concurrent"])
def test_all_agree_in_the_end(world: ThreadsWorld, mode: str) -> None:
    with world.serving(concurrency_handling=mode) as app:
        session = app.create_session()
        shared = Shared(session)
        keep = {"session_id": session.id, "token": session.token}
        visitors = [world.visit(**keep), world.visit(**keep)]
        for visitor in visitors:
            visitor.until_shown(1, "CheckBox")
        start = threading.Barrier(THREADS)
        work = [world.begin(shared.churn, number, start) for number in range(THREADS)]
        turns = 0
        while turns < 6 or not all(one.done() for one in work):  # each of them for each visitor
            turns += 1
            visitor = visitors[turns % 2]
            visitor.until_shown(1, "CheckBox")
            visitor.toggle(visitor.all("CheckBox")[0].wid)
            visitor.type_text(visitor.all("TextEntry")[0].wid, f"typed {turns}")
            visitor.cut()
            if turns % 3 == 0:
                visitor.come_back(is_new_page=True)  # a reload
            elif turns % 3 == 1:
                visitor.come_back()  # the network was away
            else:
                world.visitors.remove(visitor)
                visitors[turns % 2] = visitor = world.visit(**keep)
            visitor.until(lambda visitor=visitor: visitor.token and visitor.all("CheckBox"))
        for one in work:
            one.result()
        assert shared.errors == []
        for visitor in visitors:
            visitor.until_back()
            visitor.ping(b"read")  # what they have said has come
        world.until_program(lambda: not session._pgwidgets.core.inbox)
        world.call(session.flush, 20)
        found: list[tuple[object, object]] = []

        def agrees(visitor: Visitor) -> bool:
            found[:] = differences(visitor, shared)
            return not found

        for visitor in visitors:  # a handler that is being called may say one thing more
            try:
                world.until_program(partial(agrees, visitor))
            finally:
                assert found == []

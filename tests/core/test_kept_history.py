"""What can be undone in an editor outlives a server that stops in good order, and no other."""

import random
from typing import Any

import pytest

from core.helpers import connect, session_of
from core.test_returning import Saved, Server, moved_to
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.models.text import TextModel
from pgwidgets_proto.models.text_history_data import as_data, bring_back
from pgwidgets_proto.models.text_undo import History
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.widgets.widget import Node


class Editing(Server):
    """A run whose program has an editor."""

    def make(self, session: Session) -> None:
        super().make(session)
        source = self.fields[session]["source"] = session.create("TextSource", ("one",))
        session.call(self.fields[session]["box"], "add_widget", (source, 0))

    def stop(self) -> None:
        """Save all sessions in good order."""
        for session in self.hub.sessions.values():
            assert session.kept is not None
            changed = session.kept.changes(
                session.token, session.first_token, session.views, is_whole=True
            )
            known = self.saved.setdefault(session.id, {})
            for name, field in changed.items():
                if field is None:
                    del known[name]
                else:
                    known[name] = field


def edited(saved: Saved) -> tuple[Editing, SimulatedBrowser, Session]:
    """A run in which a user has written into the editor."""
    server = Editing(saved, "one")
    browser = connect(server.hub)
    server.run(browser)
    session = session_of(browser)
    source = server.fields[session]["source"]
    for start, end, text in ((3, 3, " two"), (7, 7, " three"), (0, 3, "ONE")):
        page: Any = browser.page.find(source.wid).content
        page.user_types(start, end, text)
        server.run(browser)
    assert source.content.model.text == "ONE two three"
    return server, browser, session


def come_back(saved: Saved, browser: SimulatedBrowser) -> tuple[Server, Session, Node]:
    """The next run, with the session and its editor."""
    server = Editing(saved, "two")
    moved_to(server, browser)
    server.run(browser)
    server.fetch()
    server.run(browser)
    (session,) = server.built
    return server, session, server.fields[session]["source"]


def test_all_can_be_undone_and_done_again_after_a_stop() -> None:
    saved: Saved = {}
    first, browser, before = edited(saved)
    before.call(first.fields[before]["source"], "undo")
    first.stop()
    _, session, source = come_back(saved, browser)
    texts = []
    for method in ("redo", "undo", "undo", "undo", "redo"):
        session.call(source, method)
        texts.append(source.content.model.text)
    assert texts == ["ONE two three", "one two three", "one two", "one", "one two"]
    assert browser.widget("TextSource") is not None


def test_after_a_save_that_was_not_the_last_nothing_can_be_undone() -> None:
    saved: Saved = {}
    first, browser, _ = edited(saved)
    first.save()
    _, session, source = come_back(saved, browser)
    assert source.content.model.text == "ONE two three"
    session.call(source, "undo")
    assert source.content.model.text == "ONE two three"


def test_the_save_after_it_has_no_history_any_more() -> None:
    saved: Saved = {}
    first, browser, before = edited(saved)
    first.stop()
    (fields,) = saved.values()
    whole = dict(fields)
    second, *_ = come_back(saved, browser)
    second.save()
    name = next(name for name in whole if "TextSource" in name)
    assert b"history" in whole[name]
    assert b"history" not in fields[name]
    assert before.id in saved


@pytest.mark.parametrize("seed", range(20))
def test_a_history_is_the_same_after_a_round_trip(seed: int) -> None:
    rng = random.Random(seed)
    model = TextModel("some words to begin with")
    for _ in range(30):
        what = rng.random()
        if what < 0.2:
            model.undo()
        elif what < 0.3:
            model.redo()
        elif what < 0.35:
            model.history.mark_clean()
        else:
            start = rng.randrange(len(model.text) + 1)
            end = min(len(model.text), start + rng.choice((0, 0, 3)))
            model.edit(start, end, rng.choice(("a", "bc", "", "def ")))
    again = TextModel(model.text)
    data = as_data(model.history, 100_000)
    if data is None:
        return
    bring_back(again.history, data, len(again.text))
    assert again.history.is_modified == model.history.is_modified
    while model.undo():
        assert again.undo()
        assert (again.text, again.caret) == (model.text, model.caret)
        assert again.history.is_modified == model.history.is_modified
    assert not again.undo()
    while model.redo():
        assert again.redo()
        assert again.text == model.text
    assert not again.redo()


def test_the_newest_steps_are_kept_where_not_all_may_be() -> None:
    model = TextModel("")
    for number in range(10):
        model.edit(0, 0, f"{number}" * 10)
    data = as_data(model.history, 35)
    assert data is not None
    again = TextModel(model.text)
    bring_back(again.history, data, len(again.text))
    while again.undo():
        pass
    assert len(again.text) == 70
    assert again.history.is_modified
    assert as_data(model.history, 5) is None


STEP = [[0, 0], [1, 1], [[0, "", "a"]]]


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        {"done": [STEP], "undone": []},
        {"done": [STEP], "undone": [], "clean": 2},
        {"done": [STEP], "undone": [], "clean": True},
        {"done": [[[0, 0], [1, 1], [[9, "", "a"]]]], "undone": [], "clean": None},
        {"done": [[[0, 0], [1, 1], [[-1, "", "a"]]]], "undone": [], "clean": None},
        {"done": [[[0, 0], [1, "1"], [[0, "", "a"]]]], "undone": [], "clean": None},
        {"done": [[[0, 0], [1, 1], [[0, "", 5]]]], "undone": [], "clean": None},
        {"done": [], "undone": [[[0, 0], [1, 1], [[0, "four", ""]]]], "clean": None},
        {"done": [[1, 2]], "undone": [], "clean": None},
        {"done": 7, "undone": [], "clean": None},
    ],
)
def test_what_is_no_history_of_this_text_is_refused(data: Any) -> None:
    history = History()
    with pytest.raises(ValueError, match=r"kept|clean"):
        bring_back(history, data, 3)
    assert not history.can_undo

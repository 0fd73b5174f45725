"""A reference into a text lasts as long as the program, or the text, needs it; in both APIs.

``ts.insert_text(ts.get_ref_end(), line)`` makes a reference for every line: a program that does
nothing else for days must not become slower by it, nor its pages.
"""

import gc
from types import ModuleType
from typing import Any

import pytest

from pgwidgets import async_, sync
from pgwidgets.testing import SimulatedBrowser


class Desk:
    """An editor that a browser shows."""

    def __init__(self, api: ModuleType) -> None:
        self.session = api.Application(0, 0).create_session()
        self.W = self.session.get_widgets()
        self.editor = self.W.TextSource(text="a😀c")
        core = self.session._pgwidgets.core
        self.browser = SimulatedBrowser(core.keeper, session_id=core.id, token=core.token)
        self.browser.exchange()

    def references(self) -> list[int]:
        """Their ids in Python, once something has been called since the last one was let go."""
        gc.collect()
        self.W.Label("another call")
        wids = [
            n.wid
            for n in self.session._pgwidgets.core.nodes.values()
            if n.cls.name == "TextBufferRef"
        ]
        self.browser.exchange()
        assert not self.browser.errors
        page = self.browser.page.widgets.values()
        assert wids == sorted(w.wid for w in page if w.cls == "TextBufferRef")
        return wids


@pytest.fixture(params=[async_, sync], ids=["async", "sync"])
def desk(request: pytest.FixtureRequest) -> Desk:
    return Desk(request.param)


def test_those_that_nobody_holds_end(desk: Desk) -> None:
    editor = desk.editor
    for line in range(100):
        editor.insert_text(editor.get_ref_end(), f"{line}\n")
        editor.find("9")
        editor.get_ref_bounds()
    assert desk.references() == []
    assert len(editor._pgwidgets.node.owned) == len(editor._pgwidgets.node.content.model.marks) == 0
    desk.browser.exchange()
    assert desk.browser.page.find(editor.wid).content.text == editor.get_text()


def test_one_that_is_held_follows_the_text(desk: Desk) -> None:
    editor = desk.editor
    held, of_class = editor.create_ref(2), desk.W.TextBufferRef(editor, 3)
    editor.insert_text(editor.get_ref_start(), "xx")
    assert desk.references() == [held.wid, of_class.wid]
    assert (held.get_offset(), of_class.get_offset()) == (4, 5)
    copy = held.copy()
    del held, of_class
    assert desk.references() == [copy.wid]
    copy.destroy()
    assert desk.references() == []


def test_what_the_text_needs_stays(desk: Desk) -> None:
    editor = desk.editor
    named = editor.create_named_ref("here", 1).wid
    icon = desk.W.TextBufferRef(editor, 2)
    editor.set_icon(icon, "data:,")
    with_icon = icon.wid
    del icon
    assert desk.references() == [named, with_icon]
    assert editor.get_named_ref("here").wid == named
    assert editor.get_named_ref("here") == editor.get_named_ref("here")
    assert desk.references() == [named, with_icon]
    editor.clear_icons()
    assert desk.references() == [named]
    other = editor.create_named_ref("here", 2)
    assert desk.references() == [other.wid]
    del other
    editor.remove_named_ref("here")
    assert desk.references() == []
    editor.create_named_ref("here", 1)
    editor.set_text("other")
    assert desk.references() == []


def test_one_with_handlers_stays_with_them(desk: Desk) -> None:
    editor = desk.editor
    told: list[str] = []
    reference = editor.create_ref(1)
    reference.on("invalidated", told.append, "invalidated")
    wid = reference.wid
    del reference
    assert desk.references() == [wid]
    [widget] = [w for w in desk.session.walk_widget_tree() if w.wid == wid]
    [handler] = widget._pgwidgets.handlers.of("invalidated")
    assert handler.function == told.append


def test_one_that_ends_in_a_batch_ends_after_its_call(desk: Desk) -> None:
    editor = desk.editor
    with desk.session.batch():
        editor.insert_text(editor.get_ref_end(), "1")
        editor.insert_text(editor.get_ref_end(), "2")
    assert desk.references() == []
    assert desk.browser.page.find(editor.wid).content.text == "a😀c12"


def test_a_widget_that_has_a_length_of_none_is_a_widget(desk: Desk) -> None:
    base: Any = desk.W.VBox

    class Stack(base):
        def __len__(self) -> int:
            return int(self.num_children())

    stack = Stack(desk.session)
    top = desk.W.TopLevel()
    top.set_widget(stack)
    assert top.get_children() == [stack]
    assert top.get_children()[0] is stack

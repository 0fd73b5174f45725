"""Values that Python knows, and that may be awaited all the same."""

import asyncio
import copy
import inspect
import json
import logging
import pickle
from typing import Any

import msgspec
import pytest

from async_api.peer import in_loop, serving, soon
from pgwidgets.async_ import Application, Session
from pgwidgets.async_.ready import NO_AWAIT, ready
from pgwidgets_proto.catalog import AWAITED, class_names, widget_class


def new_session() -> Session:
    return Application(0, 0).create_session()


VALUES = [["a", 1], (1.5, 2), {"a": 1}, "text", 7, 2.5]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
@in_loop
async def test_a_ready_value_is_what_it_is_and_may_be_awaited(value: Any) -> None:
    kind = type(value)
    given = ready(value)
    assert given == value
    assert isinstance(given, kind)
    assert (repr(given), str(given), bool(given)) == (repr(value), str(value), bool(value))
    assert json.dumps(given) == json.dumps(value)
    for again in (pickle.loads(pickle.dumps(given)), copy.copy(given), copy.deepcopy(given)):
        assert (again, type(again)) == (value, kind)
    assert inspect.isawaitable(given)
    for awaited in (await given, await given, await asyncio.ensure_future(given)):
        assert (awaited, type(awaited)) == (value, kind)
    if kind in (list, tuple, dict):
        assert msgspec.json.encode(given) == msgspec.json.encode(value)
    else:  # of these msgspec takes no derived classes
        assert msgspec.json.encode(given, enc_hook=kind) == msgspec.json.encode(value)
        assert hash(given) == hash(value)


@pytest.mark.parametrize("value", [True, False, None, object()])
def test_what_can_not_be_awaited_stays_what_it_is(value: Any) -> None:
    assert ready(value) is value


def test_every_name_that_may_be_awaited_is_one_that_python_answers() -> None:
    methods = [m for name in class_names() for m in widget_class(name).methods.values()]
    assert {m.name for m in methods if m.effect.is_local} >= AWAITED
    for method in methods:
        if method.name in AWAITED and method.name not in ("get_collapsed",):
            assert method.gives != "bool", method.name


@in_loop
async def test_getters_are_plain_and_may_be_awaited() -> None:
    W = new_session().get_widgets()
    box, label = W.VBox(), W.Label("x")
    await box.add_widget(label, 0)
    assert box.get_children() == await box.get_children() == [label]
    assert box.num_children() == await box.num_children() == 1
    assert label.num_children() == await label.num_children() == 0
    assert W.Timer().num_children() == 0
    assert label.is_container() is W.Timer().is_container() is False
    assert box.get_position() == await box.get_position() == (0, 0)
    tree = W.TreeView(columns=["A"])
    assert await tree.add_item(None, "k", {}) == ["k"]
    assert await tree.get_selected() == tree.get_selected() == []
    assert await tree.get_row_count() == tree.get_row_count() == 1
    timer = W.Timer(duration=2)
    assert await timer.get_duration() == timer.get_duration() == 2
    assert timer.is_set() is False
    source = W.TextSource("one two")
    start, end = await source.find("TWO", case_insensitive=True)
    assert (await start.get_line_column(), end.get_offset()) == ((0, 4), 7)
    combo = W.ComboBox()
    await combo.append_text("a")
    assert await combo.get_alpha(0) == combo.get_alpha(0) == "a"
    video = W.VideoWidget()
    await video.set_current_time(3)
    assert video.get_current_time() == await video.get_current_time() == 3
    # What a getter gave goes back over the wire as any value.
    await label.set_text(combo.get_alpha(0))
    await tree.set_selected(tree.get_selected())
    assert label.get_text() == "a"


@in_loop
async def test_awaiting_true_says_that_no_await_is_needed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.ERROR)
    async with serving() as app:
        session = app.create_session()
        timer = session.get_widgets().Timer(duration=0.001)
        raised = asyncio.Event()

        async def handler(*told: Any) -> None:
            try:
                await timer.is_set()
            finally:
                raised.set()

        timer.on("expired", handler)
        timer.start()
        await soon(raised.wait())
        await app.process_events(0)
    assert NO_AWAIT in caplog.text

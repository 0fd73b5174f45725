"""Widgets that are at work, and users who want them to stop."""

import asyncio
from collections.abc import Iterator
from typing import Any

import anyio
import pytest

import pgwidgets.async_
import pgwidgets.sync
from pgwidgets.testing.conformance import AsyncioWorld, ThreadsWorld, TrioWorld, World
from pgwidgets.testing.conformance.visitor import Visitor


@pytest.fixture(params=[AsyncioWorld, TrioWorld, ThreadsWorld])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    with request.param() as world:
        yield world
        complaints = world.complaints()
    assert complaints == []


def told(visitor: Visitor) -> list[dict[str, Any]]:
    aids = visitor.all("PageAids")
    return (aids[0].get("busy") or []) if aids else []


def stop(visitor: Visitor, number: Any = None) -> None:
    aids = visitor.until_heard("PageAids", "_pgw-stop")
    visitor.report(aids.wid, "_pgw-stop", told(visitor)[0]["id"] if number is None else number)


def test_a_widget_is_covered_inside_of_the_block(world: World) -> None:
    gate = world.gate()

    async def expose(session: Any) -> None:
        with session.walk_widget_tree().__next__().busy("Exposing …") as busy:
            await gate.passed()
        assert not busy.is_cancelled

    def build(session: Any) -> None:
        button = session.get_widgets().Button("x")
        button.on("activated", world.handler(expose), session)

    with world.serving(build):
        visitor = world.visit()
        button = visitor.until_heard("Button")
        visitor.press()
        visitor.until(lambda: told(visitor), "a cover")
        (one,) = told(visitor)
        assert (one["wid"], one["text"], one["value"], one["cancel"]) == (
            button.wid,
            "Exposing …",
            None,
            None,
        )
        stop(visitor)  # there is no button for that
        gate.open()
        visitor.until(lambda: not told(visitor))


@pytest.mark.parametrize("mode", ["per_session", "serialized", "concurrent"])
def test_a_loop_ends_when_its_user_wants_it_to(world: World, mode: str) -> None:
    gate = world.gate()

    async def expose(session: Any) -> None:
        for number in session.progress("Exposing …", range(4)):
            world.note(number)
            if number == 1:
                await gate.passed()
        world.note("end")

    def build(session: Any) -> None:
        button = session.get_widgets().Button("x")
        button.on("activated", world.handler(expose), session)

    with world.serving(build, concurrency_handling=mode):
        visitor = world.visit()
        visitor.until_heard("Button")
        visitor.press()
        visitor.until(lambda: told(visitor) and told(visitor)[0]["value"] == 0.25)
        world.until(lambda: world.notes == [0, 1])
        for nonsense in (999, "1", None, 1.5):
            stop(visitor, nonsense if nonsense is not None else -1)
        stop(visitor)  # the handler is at work: no event would get through to it
        visitor.ping(b"read")
        gate.open()
        world.until(lambda: world.notes == [0, 1, "end"])
        visitor.until(lambda: not told(visitor))


def test_a_block_is_cancelled_where_that_can_be() -> None:
    for kind in (AsyncioWorld, TrioWorld):
        with kind() as world:
            cancel_block(world)
            assert world.complaints() == []


def cancel_block(world: World) -> None:
    async def expose(session: Any) -> None:
        async with session.busy("Exposing …", cancel="Stop") as busy:
            await anyio.sleep_forever()
        world.note(busy.is_cancelled)
        async with session.busy("Again", cancel=True) as busy:
            pass
        world.note(busy.is_cancelled)

    def build(session: Any) -> None:
        session.get_widgets().Button("x").on("activated", expose, session)

    with world.serving(build):
        visitor = world.visit()
        visitor.until_heard("Button")
        visitor.press()
        visitor.until(lambda: told(visitor))
        assert told(visitor)[0]["cancel"] == "Stop"
        stop(visitor)
        world.until(lambda: world.notes == [True, False])
        visitor.until(lambda: not told(visitor))


def test_how_far_it_is() -> None:
    session = pgwidgets.sync.Application(0, 0).create_session()
    label = session.get_widgets().Label("x")
    with label.busy("a", total=4, cancel=True) as busy:
        aids = session._pgwidgets.aids.widget

        def value() -> Any:
            return aids.get_busy()[0]["value"]

        assert value() == 0
        busy.step()
        assert value() == 0.25
        busy.step(9)
        assert value() == 1
        busy.set_progress(1, 10)
        assert value() == 0.1
        busy.set_text("b")
        assert aids.get_busy()[0]["text"] == "b"
        assert aids.get_busy()[0]["cancel"] == "Cancel"
        assert busy.wait(0) is False
        with pytest.raises(RuntimeError, match="in its block already"), busy:
            pass
        with session.busy("both"):
            assert [one["wid"] for one in aids.get_busy()] == [label.wid, 0]
    assert aids.get_busy() == []
    assert list(label.busy().over(iter("ab"))) == ["a", "b"]  # nobody knows how many


@pytest.mark.parametrize("api", [pgwidgets.async_, pgwidgets.sync])
@pytest.mark.parametrize(
    ("keywords", "error", "text"),
    [
        ({"text": 7}, TypeError, "text is 7; it must be a text"),
        ({"total": 0}, ValueError, "total is 0; it must be above 0"),
        ({"total": "x"}, TypeError, "total is 'x'; it must be a number"),
        ({"total": float("nan")}, ValueError, "total is nan"),
        ({"cancel": 7}, TypeError, "cancel is 7; it must be a text"),
    ],
)
def test_what_is_no_work(api: Any, keywords: Any, error: Any, text: str) -> None:
    session = api.Application(0, 0).create_session()
    with pytest.raises(error, match=text):
        session.busy(**keywords)


def test_an_error_comes_out_of_the_block() -> None:
    session = pgwidgets.async_.Application(0, 0).create_session()

    async def fail() -> None:
        async with session.busy("x", cancel=True):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asyncio.run(fail())
    assert session._pgwidgets.aids.widget.get_busy() == []

"""Calls that one browser alone carries out, and reports that a widget's own class checks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pgwidgets import defs
from pgwidgets.async_ import Application, Widgets
from pgwidgets.testing.conformance import MemoryWorld
from pgwidgets.testing.conformance.visitor import Visitor


def _turned(degrees: Any) -> Any:
    if not isinstance(degrees, int):
        raise TypeError(f"{degrees!r} are no degrees")
    return None if degrees < 360 else (degrees % 360,)


class Needle(Widgets.JavaScriptWidget):  # type: ignore[misc, valid-type]
    """A needle."""

    javascript = Path(__file__)
    replies = {"tell": ("text",)}  # noqa: RUF012 (as users write it)
    actions = {"turned": ("degrees",)}  # noqa: RUF012
    checks = {"turned": _turned}  # noqa: RUF012


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryWorld]:
    monkeypatch.setitem(defs.WIDGETS, "Needle", {"args": [], "options": []})
    with MemoryWorld() as here:
        yield here


def calls(visitor: Visitor) -> list[Any]:
    return [args[0] for name, args in visitor.all("Needle")[0].calls if name == "tell"]


def test_who_asks_is_told_of_a_browser_that_has_left_since(world: MemoryWorld) -> None:
    gate = world.gate()

    async def build(session: Any) -> None:
        button = await session.get_widgets().Button("Park")

        async def press() -> None:
            await gate.passed()
            world.note((session.asker, session.browsers))

        await button.on("activated", press)

    with world.serving(build):
        visitor = world.visit()
        visitor.until_heard("Button")
        (session,) = world.sessions().values()
        (browser,) = session.browsers
        visitor.press()
        visitor.leave()
        world.until(lambda: not session.browsers)
        gate.open()
        world.until(lambda: world.notes)
        assert world.notes == [(browser, ())]


def test_a_reply_goes_to_who_asks_or_is_acted_for(world: MemoryWorld) -> None:
    made: list[Any] = []

    async def build(session: Any) -> None:
        needle = Needle(session)
        made.extend((session, needle))

        async def turned(degrees: int) -> None:
            world.note(session.asker)
            await needle.tell(f"at {degrees}")

        await needle.on("turned", turned)

    with world.serving(build):
        one = world.visit()
        one.until_heard("Needle", "turned")
        two = world.visit(like=one)
        two.until_heard("Needle", "turned")
        session, needle = made
        for visitor, degrees in ((one, 10), (two, 370)):
            visitor.report(visitor.all("Needle")[0].wid, "turned", degrees)
            visitor.until(lambda page=visitor: calls(page))
        world.until(lambda: calls(one) == ["at 10"] and calls(two) == ["at 10"])
        assert world.notes == list(session.browsers)

        def speak() -> None:
            assert session.asker is None
            for number, browser in enumerate(session.browsers):
                with session.acting_for(browser):
                    assert session.asker is browser
                    needle.tell(f"to {number}")
            assert session.asker is None

        world.call(speak)
        world.until(lambda: calls(one)[1:] == ["to 0"] and calls(two)[1:] == ["to 1"])
        with pytest.raises(TypeError, match=r"Session\.acting_for\(\): browser is 3"):
            session.acting_for(3)


def test_a_report_that_fails_the_check_reaches_no_handler(world: MemoryWorld) -> None:
    async def build(session: Any) -> None:
        await Needle(session).on("turned", world.note)

    with world.serving(build):
        visitor = world.visit()
        wid = visitor.until_heard("Needle", "turned").wid
        visitor.report(wid, "turned", "left")
        visitor.report(wid, "turned")
        visitor.report(wid, "turned", 5)
        world.until(lambda: world.notes)
        assert world.notes == [5]
        [told, *_] = [r.getMessage() for r in world.records if "'turned'" in r.getMessage()]
        assert "'left' are no degrees" in told


def test_what_is_only_checked_is_reported_where_it_is_listened_to() -> None:
    needle = Needle(Application(0, 0).create_session())
    assert needle._pgwidgets.node.listening == ()
    needle.on("turned", print)
    assert needle._pgwidgets.node.listening == ("turned",)

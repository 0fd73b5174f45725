"""What a browser with a session of its own may send, to take time and memory from others.

Each is sent whole, in every world; whoever else is there goes on. How much work it is, and how much
memory it takes, is counted in tests/core (test_weight.py, models/test_text_crossing.py,
test_budget.py), where no socket is needed.
"""

import json
from typing import Any

import pytest

from pgwidgets.testing.conformance.program import counting
from pgwidgets.testing.conformance.world import World
from pgwidgets_proto import Limits


def callback(args: str, wid: int = 1) -> str:
    return f'{{"type":"callback","wid":{wid},"action":"activated","args":[{args}]}}'


FLOODS: dict[str, tuple[str, int]] = {
    "objects": (callback(",".join(["{}"] * 330_000)), 1009),
    "a long text": (callback('"' + "x" * 2**20 + '"'), 1009),
    "deep arrays": (callback("[" * 300_000 + "]" * 300_000), 1009),
    "deep objects": (callback('{"":' * 50_000 + "1" + "}" * 50_000), 1007),
    "pings in one array": (json.dumps([{"type": "ping"}] * 50_000), 1009),
    "a wrong widget": (callback("", wid=999), 1002),
    "no JSON": ('{"type":"ping"', 1007),
    "half of one, and no JSON": ('["\\ud83d"', 1007),
}
"""Texts of a browser, and the code that its connection is closed with."""


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_ends_the_connection_that_brings_it(world: World, name: str) -> None:
    text, code = FLOODS[name]
    with world.serving(counting):
        other = world.visit()
        other.until_heard("Button")
        hostile = world.visit()
        hostile.until_heard("Button")
        hostile.say(text)
        assert hostile.until_closed() == code
        other.press()
        other.until_text("1")


def edit(visitor: Any, count: int) -> None:
    """Make edits of a text that know nothing of what was edited meanwhile."""
    (source,) = visitor.all("TextSource")
    for number in range(count):
        told = {"start": 1, "end": 1, "text": "x", "revision": 0, "number": number + 1}
        visitor.report(source.wid, "changed", told)


def test_edits_that_come_late_cost_nobody_else(world: World) -> None:
    """One guest of a session edits much, and another edits what was there before."""

    def build(session: Any) -> None:
        W = session.get_widgets()
        W.TextSource("hello " * 20)
        W.Button("x").on("activated", lambda: world.note("pressed"))

    with world.serving(build):
        one = world.visit()
        one.until_heard("Button")
        late = world.visit(like=one)
        late.until_heard("Button")
        edit(one, 400)
        edit(late, 400)
        late.press()
        world.until(lambda: world.notes)
        one.press()
        world.until(lambda: len(world.notes) == 2)


def test_events_behind_a_busy_handler_are_bounded_by_what_they_take(world: World) -> None:
    gate = world.gate()

    def build(session: Any) -> None:
        button = session.get_widgets().Button("x")
        button.on("activated", world.handler(lambda *args: gate.passed()))

    with world.serving(build, limits=Limits(event_bytes=2_000_000)):
        hostile = world.visit()
        hostile.until_heard("Button")
        wid = hostile.all("Button")[0].wid
        hostile.press()
        text = callback(",".join(["{}"] * 2000), wid)  # 6 KB, which take 300 KB
        hostile.kept.extend([()] * 20)  # it does not count what it says
        for _ in range(20):
            hostile.say(text)
        held: list[int] = []

        def look() -> bool:
            (session,) = world.app.sessions.values()
            held.append(session._pgwidgets.core.inbox.held_bytes)
            return held[-1] > 900_000

        world.until_program(look)
        assert max(held) <= 2_000_000
        gate.open()

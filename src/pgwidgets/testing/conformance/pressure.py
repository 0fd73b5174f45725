"""Scenarios: browsers that read slowly or not at all, and programs that make more than they take.

Knows: what backpressure promises. Must not know: any world, what buffers it has.
"""

from typing import Any

from pgwidgets_proto import Limits

from .program import counting, settle
from .scenario import scenario
from .visitor import Visitor
from .world import World

SMALL = Limits(
    frame_bytes=8 * 1024,
    high_water=32 * 1024,
    in_flight_bytes=64 * 1024,
    link_bytes=512 * 1024,
)
TEXT = "x" * 1000
ENOUGH = (SMALL.high_water + SMALL.in_flight_bytes) // 1000


def _round_trips(visitor: Visitor, count: int) -> None:
    """Whoever could go on has had the chance to, when these are done."""
    for _ in range(count):
        text = int(visitor.all("Label")[0].get("text"))
        visitor.press()
        visitor.until_text(str(text + 1))


def _making(world: World, labels: int) -> Any:
    """An ``on_connect`` whose sessions 2 and on make many labels at a click."""

    def build(session: Any) -> None:
        if session.id == 1:
            counting(session)
            return
        W = session.get_widgets()

        async def make() -> None:
            for _ in range(labels):
                await settle(W.Label(TEXT))
                world.notes.append("made")
            world.note("done")

        W.Button("make").on("activated", world.handler(make))

    return build


@scenario
def awaited_calls_wait_while_no_browser_takes_more(world: World) -> None:
    """They go on when one does; nobody else is held up, and nothing is lost."""
    with world.serving(_making(world, 400), limits=SMALL):
        other = world.visit()
        other.until_heard("Button")
        visitor = world.visit()
        visitor.until_heard("Button")
        visitor.is_acknowledging = False
        visitor.press()
        visitor.until(lambda: len(visitor.all("Label")) >= SMALL.in_flight_bytes // 1000 // 2)
        _round_trips(other, 20)
        assert "done" not in world.notes
        assert ENOUGH // 2 < len(world.notes) < 2 * ENOUGH
        visitor.is_acknowledging = True
        visitor.send({"type": "ack", "seen": visitor.seen})
        visitor.until_shown(400, "Label")
        world.until(lambda: world.notes[-1] == "done")
        assert visitor.errors == []


@scenario
def awaited_calls_do_not_wait_for_a_browser_that_sleeps_beside_one_that_reads(
    world: World,
) -> None:
    """The one that reads sets the pace; the other is rebuilt when it wakes."""
    with world.serving(_making(world, 700), limits=SMALL):
        world.visit().until_heard("Button")
        awake = world.visit()
        awake.until_heard("Button")
        asleep = world.visit(like=awake, receive_buffer=4096)
        asleep.until_heard("Button")
        asleep.is_stalled = True
        awake.press()
        awake.until_shown(700, "Label")
        world.until(lambda: world.notes[-1] == "done")
        asleep.is_stalled = False
        asleep.until_shown(700, "Label")
        assert asleep.errors == []


@scenario
def awaited_calls_do_not_wait_when_nobody_looks(world: World) -> None:
    """A session without browsers is built as fast as it can be."""
    with world.serving(limits=SMALL) as app:
        session = world.call(app.create_session)

        async def make() -> None:
            W = session.get_widgets()
            for _ in range(1000):
                await settle(W.Label(TEXT))

        world.call(world.handler(make))
        visitor = world.visit(session_id=session.id, token=session.token)
        visitor.until_shown(1000, "Label")


@scenario
def a_browser_that_does_not_read_costs_bounded_memory(world: World) -> None:
    """Its queue is thrown away past the limit; it shows the newest state when it reads again."""

    def build(session: Any) -> None:
        W = session.get_widgets()
        label = W.Label("-")

        def change() -> None:
            for number in range(800):
                label.set_text(str(number))
                W.HtmlView(TEXT)  # which can't be merged
            world.note("changed")

        W.Button("change").on("activated", change)

    with world.serving(build, limits=SMALL):
        visitor = world.visit(receive_buffer=4096)
        visitor.until_heard("Button")
        reader = world.visit(like=visitor)  # or calls would wait for the one that does not read
        reader.until_heard("Button")
        visitor.is_stalled = True
        reader.press()
        world.until(lambda: world.notes == ["changed"])
        held = world.call(
            lambda: [link.outbox.held_bytes for link in world.app.sessions[1]._pgwidgets.core.links]
        )
        assert max(held) <= SMALL.link_bytes
        visitor.is_stalled = False
        visitor.until_shown(800, "HtmlView")
        assert visitor.all("Label")[0].get("text") == "799"
        builds = [m for m in visitor.messages if m["type"] == "reconstruct-start"]
        assert len(builds) == 2
        assert visitor.errors == []


@scenario
def what_is_overwritten_before_it_is_sent_is_not_sent(world: World) -> None:
    """A thousand texts for one label are one message."""

    def build(session: Any) -> None:
        W = session.get_widgets()
        label = W.Label("-")

        def change() -> None:
            for number in range(1000):
                label.set_text(str(number))

        W.Button("change").on("activated", change)

    with world.serving(build):
        visitor = world.visit()
        visitor.until_heard("Button")
        before = len(visitor.messages)
        visitor.press()
        visitor.until_text("999")
        texts = [m for m in visitor.messages[before:] if m.get("method") == "set_text"]
        assert len(texts) < 100


@scenario
def a_slow_browser_is_no_concern_of_others(world: World) -> None:
    """It reads some bytes at a time, far behind; the rest is as quick as ever, and all agree."""

    def build(session: Any) -> None:
        if session.id == 2:
            for number in range(200):
                session.get_widgets().Label(f"{number} {TEXT}")
        else:
            counting(session)

    with world.serving(build):
        quick = world.visit()
        quick.until_heard("Button")
        slow = world.visit(receive_buffer=4096)
        slow.read_size = 100
        slow.until(lambda: slow.token is not None)
        _round_trips(quick, 10)
        slow.until_shown(200, "Label")
        assert slow.all("Label")[-1].get("text") == f"199 {TEXT}"


@scenario
def a_browser_that_falls_silent_is_given_up(world: World) -> None:
    """A ping finds out, and no less where the socket takes no more of what there is to send."""
    much = 64 * 1024 * 1024
    limits = Limits(
        keepalive_interval=0.2,
        keepalive_time=0.5,
        high_water=much,
        in_flight_bytes=much,
        link_bytes=much,
    )

    def build(session: Any) -> None:
        W = session.get_widgets()

        def fill() -> None:
            for _ in range(100):
                W.HtmlView(100 * TEXT)  # more than sockets hold
            world.note("filled")

        W.Button("fill").on("activated", fill)

    with world.serving(build, limits=limits) as app:
        silent, full = world.visit(), world.visit(receive_buffer=4096)
        for visitor in (silent, full):
            visitor.until_ready(1)
        for visitor in (silent, full):
            visitor.is_stalled = True
        full.press()
        world.until(lambda: world.notes == ["filled"])
        world.until_program(
            lambda: not any(session.connections for session in app.sessions.values()),
            "the end of browsers that do not answer",
        )


def _read_no_further(world: World, begun: str) -> Visitor:
    """A browser of which half of 8 events wait behind a handler, which has noted that it began."""
    visitor = world.visit()
    visitor.until_heard("Button")
    for _ in range(6):
        visitor.press()
    world.until(lambda: begun in world.notes)
    return visitor


@scenario
def an_answer_is_read_behind_events_that_wait(world: World) -> None:
    """A handler asks its browser while so much waits for it that the browser is read no further."""
    gate = world.gate()

    def build(session: Any) -> None:
        W = session.get_widgets()
        label = W.Label("-")

        async def ask() -> None:
            world.note("asks")
            await gate.passed()
            label.set_text("asked")
            await settle(session.flush())
            world.note("answered")

        W.Button("ask").on("activated", world.handler(ask))

    with world.serving(build, limits=Limits(events=8)):
        visitor = _read_no_further(world, "asks")
        gate.open()
        visitor.until_text("asked")
        world.until(lambda: world.notes.count("answered") == 6, "six answers")


@scenario
def room_is_made_behind_events_that_wait(world: World) -> None:
    """A handler sends more than may be on its way while its browser is read no further."""
    gate = world.gate()

    def build(session: Any) -> None:
        W = session.get_widgets()
        label = W.Label("-")

        async def write() -> None:
            world.note("writes")
            await gate.passed()
            for _ in range(10):
                await settle(W.Label(10 * TEXT))
            label.set_text("written")
            world.note("done")

        W.Button("write").on("activated", world.handler(write))

    little = 10 * len(TEXT)
    limits = Limits(events=8, high_water=little, in_flight_bytes=little, stall_time=3600.0)
    with world.serving(build, limits=limits):
        visitor = _read_no_further(world, "writes")
        gate.open()
        visitor.until_text("written")
        world.until(lambda: world.notes.count("done") == 6, "six that have written")

"""Scenarios: what users do reaches handlers, each once, in order, with the state of its time.

Knows: what a handler may rely on. Must not know: any world.
"""

from typing import Any

from .program import counting, settle
from .scenario import scenario
from .world import World


@scenario
def clicks_reach_their_handler_once_each(world: World) -> None:
    """And what the handler does is shown."""
    with world.serving(counting):
        visitor = world.visit()
        visitor.until_heard("Button")
        for number in range(1, 101):
            visitor.press()
            if number % 10 == 0:
                visitor.until_text(str(number))


@scenario
def events_come_in_order_with_the_state_of_their_time(world: World) -> None:
    """A handler never sees what the user typed after its event."""

    def build(session: Any) -> None:
        entry = session.get_widgets().TextEntry("")
        entry.on("activated", lambda text: world.note((text, entry.get_text())))

    with world.serving(build):
        visitor = world.visit()
        entry = visitor.until_heard("TextEntry")
        for number in range(300):
            visitor.report(entry.wid, "activated", str(number))
        visitor.until(lambda: len(world.notes) == 300, "300 events")
        assert world.notes == [(str(number), str(number)) for number in range(300)]


@scenario
def handlers_get_what_they_registered_with(world: World) -> None:
    """Arguments of the event, extras, keywords; the widget first for ``add_callback``."""

    def build(session: Any) -> None:
        entry = session.get_widgets().TextEntry("")

        def note(*args: Any, **keywords: Any) -> None:
            named = ["the widget" if arg is entry else arg for arg in args]
            world.note((named, keywords))

        entry.on("activated", note, 1, key=2)
        entry.add_callback("activated", note, 3)

    with world.serving(build):
        visitor = world.visit()
        entry = visitor.until_heard("TextEntry")
        visitor.report(entry.wid, "activated", "typed")
        visitor.until(lambda: len(world.notes) == 2)
        assert world.notes == [(["typed", 1], {"key": 2}), (["the widget", "typed", 3], {})]


@scenario
def a_removed_handler_is_not_called_any_more(world: World) -> None:
    """Not even for events that were on their way."""

    def build(session: Any) -> None:
        W = session.get_widgets()
        once, last = W.Button("once"), W.Button("last")

        def act() -> None:
            world.note("once")
            once.remove_callback("activated", act)

        once.on("activated", act)
        last.on("activated", lambda: world.note("last"))

    with world.serving(build):
        visitor = world.visit()
        visitor.until_heard("Button")
        visitor.until_ready(2)
        for _ in range(5):
            visitor.press(0)
        visitor.press(1)
        visitor.until(lambda: "last" in world.notes)
        assert world.notes == ["once", "last"]


@scenario
def a_handler_that_raises_takes_nothing_down(world: World) -> None:
    """It is logged with its name; other handlers, its session, and other sessions live on."""

    def build(session: Any) -> None:
        counting(session)

        def clumsy() -> None:
            raise ZeroDivisionError("in a handler")

        session.get_widgets().Button("clumsy").on("activated", clumsy)

    world.expect("clumsy")
    with world.serving(build):
        visitor, other = world.visit(), world.visit()
        for each in (visitor, other):
            each.until_ready(2)
        visitor.press(1)
        visitor.press(0)
        visitor.until_text("1")
        other.press(0)
        other.until_text("1")


@scenario
def a_new_session_that_fails_to_build_is_one_session(world: World) -> None:
    """An ``on_connect`` handler that raises leaves its visitor connected, and others alone."""

    def build(session: Any) -> None:
        if session.id == 1:
            raise ZeroDivisionError("while building")
        counting(session)

    world.expect("build")
    with world.serving(build):
        unlucky = world.visit()
        unlucky.until(lambda: unlucky.token is not None)
        lucky = world.visit()
        lucky.until_heard("Button")
        lucky.press()
        lucky.until_text("1")
        assert unlucky.closed is None


@scenario
def a_question_from_within_a_callback_is_answered(world: World) -> None:
    """The handler waits for the browser that waits for the handler: no deadlock."""

    def build(session: Any) -> None:
        W = session.get_widgets()
        video = W.VideoWidget()

        async def ask() -> None:
            world.note(await settle(video.get_duration()))

        W.Button("ask").on("activated", world.handler(ask))

    for mode in ("per_session", "serialized", "concurrent"):
        with world.serving(build, concurrency_handling=mode):
            visitor = world.visit()
            visitor.until_heard("Button")
            visitor.all("VideoWidget")[0].state["duration"] = (12.5,)
            visitor.press()
            visitor.press()
            visitor.until(lambda: world.notes == [12.5, 12.5], f"two answers, {mode}")
        world.notes.clear()


@scenario
def a_question_is_answered_behind_many_events(world: World) -> None:
    """Its answer stands in the socket behind a thousand clicks, which wait for its handler."""

    def build(session: Any) -> None:
        W = session.get_widgets()
        video = W.VideoWidget()
        button = W.Button("ask")
        has_asked: list[None] = []

        async def ask() -> None:
            if not has_asked:
                has_asked.append(None)
                world.note(await settle(video.get_duration()))
            else:
                world.note("click")

        button.on("activated", world.handler(ask))

    with world.serving(build):
        visitor = world.visit()
        button = visitor.until_heard("Button")
        visitor.all("VideoWidget")[0].state["duration"] = (12.5,)
        for _ in range(1001):
            visitor.click(button.wid)
        visitor.until(lambda: len(world.notes) == 1001, "the answer and the clicks")
        assert world.notes == [12.5] + ["click"] * 1000


@scenario
def a_flush_from_within_a_callback_waits_for_the_browser(world: World) -> None:
    """When it returns, the browser has applied what came before it."""

    def build(session: Any) -> None:
        W = session.get_widgets()
        label = W.Label("-")

        async def act() -> None:
            label.set_text("flushed")
            await settle(session.flush())
            world.note("flushed")

        W.Button("act").on("activated", world.handler(act))

    with world.serving(build):
        visitor = world.visit()
        visitor.until_heard("Button")
        visitor.is_acknowledging = False
        visitor.press()
        visitor.until_text("flushed")
        visitor.ping(b"read")
        assert world.notes == []  # it has arrived, but nobody has said so
        visitor.is_acknowledging = True
        visitor.send({"type": "ack", "seen": visitor.seen})
        visitor.until(lambda: world.notes == ["flushed"])


@scenario
def a_question_nobody_answers_has_an_end(world: World) -> None:
    """A TimeoutError in the handler, after ``Limits.question_time``."""
    from pgwidgets_proto import Limits

    def build(session: Any) -> None:
        W = session.get_widgets()
        video = W.VideoWidget()

        async def ask() -> None:
            try:
                await settle(video.get_duration())
            except TimeoutError:
                world.note("too late")

        W.Button("ask").on("activated", world.handler(ask))

    with world.serving(build, limits=Limits(question_time=0.05)):
        visitor = world.visit()
        visitor.until_heard("Button")
        visitor.press()
        visitor.is_stalled = True
        world.until(lambda: world.notes == ["too late"])
        visitor.is_stalled = False
        visitor.ping(b"alive")


@scenario
def a_timer_fires_once_with_or_without_browsers(world: World) -> None:
    """Timers are the program's; a browser is only told."""

    def build(app: Any) -> None:
        session = app.create_session()

        async def make() -> None:
            timer = await settle(session.make_timer(0.01))
            timer.on("expired", lambda *args: world.note("expired"))
            timer.start()

        world.note(make)

    with world.serving(prepare=build):
        make = world.notes.pop()
        world.call(world.handler(make))
        world.until(lambda: world.notes == ["expired"])


@scenario
def code_outside_of_handlers_may_call_at_any_time(world: World) -> None:
    """And it is shown at once."""
    with world.serving(counting):
        visitor = world.visit()
        visitor.until_heard("Button")
        session = world.sessions()[1]

        def act() -> None:
            session.get_widgets().Slider().set_value(7)

        world.call(act)
        (slider,) = visitor.until_shown(1, "Slider")
        visitor.until(lambda: slider.get("value") == 7)

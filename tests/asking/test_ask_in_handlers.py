"""Handlers that wait for their user: in each mode, on event loops and threads."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any

import anyio
import pytest

from pgwidgets.testing.conformance import AsyncioWorld, ThreadsWorld, TrioWorld, World
from pgwidgets.testing.conformance.program import settle
from pgwidgets.testing.conformance.visitor import Visitor
from pgwidgets.testing.page import PageWidget
from pgwidgets_proto import Limits, SessionGoneError

MODES = ("per_session", "serialized", "concurrent")


@pytest.fixture(params=[AsyncioWorld, TrioWorld, ThreadsWorld])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    with request.param() as world:
        yield world
        complaints = world.complaints()
    assert complaints == []


class Room:
    """A session of one label; each button's handler is one of the test's."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.inside = 0
        self.most = 0

    def __call__(self, *handlers: Callable[..., Any]) -> Callable[[Any], None]:
        """An ``on_connect`` that makes a button for each handler, which gets the session."""

        def build(session: Any) -> None:
            W = session.get_widgets()
            for handler in handlers:
                W.Button("x").on("activated", self.world.handler(self._noted(handler)), session)

        return build

    def _noted(self, handler: Callable[..., Any]) -> Callable[..., Any]:
        async def run(session: Any) -> None:
            self.enter()
            try:
                await settle(handler(session))
            finally:
                self.leave()

        return run

    def enter(self) -> None:
        """The program's own code runs in a handler from here on."""
        self.inside += 1
        self.most = max(self.most, self.inside)

    def leave(self) -> None:
        """It waits, or has ended."""
        self.inside -= 1

    async def ask(self, session: Any, text: str, **more: Any) -> Any:
        """Ask, and count who runs meanwhile."""
        self.leave()
        try:
            return await settle(session.ask(text, ("yes", "no"), **more))
        finally:
            self.enter()


@pytest.fixture
def room(world: World) -> Room:
    return Room(world)


def dialogs(visitor: Visitor) -> list[PageWidget]:
    """The dialogs that are open, in the order of their coming."""
    return [dialog for dialog in visitor.all("Dialog") if dialog.get("visible")]


def until_asked(visitor: Visitor, count: int = 1) -> PageWidget:
    visitor.until(lambda: len(dialogs(visitor)) == count, f"{count} dialogs")
    return dialogs(visitor)[-1]


def answer(visitor: Visitor, dialog: PageWidget, number: int = 0) -> None:
    visitor.report(dialog.wid, "activated", number)


@pytest.mark.parametrize("mode", MODES)
def test_a_handler_may_wait_for_its_user(world: World, room: Room, mode: str) -> None:
    async def asks(session: Any) -> None:
        world.note(await room.ask(session, "Delete?"))
        world.note(await room.ask(session, "Really?"))

    with world.serving(room(asks), concurrency_handling=mode):
        visitor = world.visit()
        visitor.until_ready(1)
        visitor.press()
        first = until_asked(visitor)
        answer(visitor, first)
        world.until(lambda: world.notes == ["yes"])
        visitor.until(lambda: first not in dialogs(visitor))
        answer(visitor, until_asked(visitor), 1)
        world.until(lambda: world.notes == ["yes", "no"])
        visitor.until(lambda: not visitor.all("Dialog"), "its end")
        assert room.most == 1


@pytest.mark.parametrize("mode", MODES)
def test_other_handlers_run_meanwhile_and_never_two_at_once(
    world: World, room: Room, mode: str
) -> None:
    gate = world.gate()

    async def asks(session: Any) -> None:
        world.note(await room.ask(session, "Delete?"))
        world.note("goes on")

    async def works(session: Any) -> None:
        world.note("works")
        await gate.passed()
        world.note("has worked")

    with world.serving(room(asks, works), concurrency_handling=mode):
        visitor = world.visit()
        visitor.until_ready(2)
        visitor.press()
        dialog = until_asked(visitor)
        visitor.press(1)
        world.until(lambda: world.notes == ["works"])
        answer(visitor, dialog)  # while the other one is at work
        visitor.press(1)
        visitor.ping(b"read")
        if mode == "concurrent":
            world.until(lambda: "goes on" in world.notes)
            gate.open()
        else:
            assert world.notes == ["works"]
            gate.open()
            world.until(lambda: len(world.notes) == 6)
            nested = mode == "serialized" and isinstance(world, ThreadsWorld)
            # Right behind the answer, before what came after it.
            assert world.notes[:4] == ["works", "has worked", "yes", "goes on"] or nested
            assert room.most == 1
        world.until(lambda: len(world.notes) == 6)


@pytest.mark.parametrize("mode", MODES)
def test_handlers_of_the_same_event_go_on_while_the_first_one_asks(
    world: World, room: Room, mode: str
) -> None:
    async def asks(session: Any) -> None:
        world.note(await room.ask(session, "Delete?"))

    async def follows() -> None:
        world.note("follows")

    def build(session: Any) -> None:
        room(asks)(session)
        (button,) = [w for w in session.walk_widget_tree() if type(w).__name__ == "Button"]
        button.on("activated", world.handler(follows))
        button.on("activated", world.handler(follows))

    with world.serving(build, concurrency_handling=mode):
        visitor = world.visit()
        visitor.until_ready(1)
        visitor.press()
        dialog = until_asked(visitor)
        if mode != "concurrent":  # where the handlers of one event have a task of their own
            world.until(lambda: world.notes == ["follows", "follows"])
        answer(visitor, dialog)
        world.until(lambda: sorted(world.notes) == ["follows", "follows", "yes"])
        visitor.until(lambda: not dialogs(visitor))
        visitor.press()
        answer(visitor, until_asked(visitor))
        world.until(lambda: len(world.notes) == 6)


@pytest.mark.parametrize("mode", MODES)
def test_two_questions_at_once_are_answered_in_any_order(
    world: World, room: Room, mode: str
) -> None:
    async def asks(session: Any) -> None:
        world.note(("asks", session.id))
        world.note(await room.ask(session, "Delete?"))

    async def asks_too(session: Any) -> None:
        world.note("too " + await room.ask(session, "And this?"))

    with world.serving(room(asks, asks_too), concurrency_handling=mode):
        visitor = world.visit()
        visitor.until_ready(2)
        visitor.press()
        first = until_asked(visitor)
        visitor.press(1)
        second = until_asked(visitor, 2)
        answer(visitor, first)
        if mode == "serialized" and isinstance(world, ThreadsWorld):
            # On one thread the last that asked is the first that goes on.
            answer(visitor, second, 1)
            world.until(lambda: world.notes[1:] == ["too no", "yes"])
        else:
            world.until(lambda: world.notes[1:] == ["yes"])
            answer(visitor, second, 1)
            world.until(lambda: world.notes[1:] == ["yes", "too no"])
        assert room.most == 1


@pytest.mark.parametrize("mode", MODES)
def test_a_session_that_waits_keeps_no_other(world: World, room: Room, mode: str) -> None:
    async def asks(session: Any) -> None:
        world.note((session.id, await room.ask(session, "Delete?")))

    with world.serving(room(asks), concurrency_handling=mode):
        one, two = world.visit(), world.visit()
        for visitor in (one, two):
            visitor.until_ready(1)
            visitor.press()
            until_asked(visitor)
        dialog = until_asked(one)
        answer(two, until_asked(two))
        second = (two.session_id, "yes")
        world.until(lambda: world.notes == [second])
        answer(one, dialog, 1)
        world.until(lambda: world.notes == [second, (one.session_id, "no")])


@pytest.mark.parametrize("mode", MODES)
def test_the_end_of_the_session_ends_the_wait(world: World, room: Room, mode: str) -> None:
    async def asks(session: Any) -> None:
        try:
            await room.ask(session, "Delete?")
        except SessionGoneError as exc:
            world.note(str(exc))

    with world.serving(room(asks), concurrency_handling=mode) as app:
        visitor = world.visit()
        visitor.until_ready(1)
        visitor.press()
        until_asked(visitor)
        world.call(lambda: app.sessions[1].destroy())
        world.until(lambda: world.notes == ["the session was destroyed"])
        other = world.visit()
        other.until_ready(1)


@pytest.mark.parametrize("mode", MODES)
def test_a_browser_that_goes_leaves_the_question_for_the_next(
    world: World, room: Room, mode: str
) -> None:
    async def asks(session: Any) -> None:
        world.note(await room.ask(session, "Delete?"))

    with world.serving(room(asks), concurrency_handling=mode):
        visitor = world.visit()
        visitor.until_ready(1)
        visitor.press()
        until_asked(visitor)
        other = world.visit(like=visitor)
        dialog = until_asked(other)
        visitor.leave()
        answer(other, dialog)
        world.until(lambda: world.notes == ["yes"])
        other.until(lambda: not other.all("Dialog"))


@pytest.mark.parametrize("mode", MODES)
def test_a_time_limit(world: World, room: Room, mode: str) -> None:
    async def asks(session: Any) -> None:
        try:
            await room.ask(session, "Delete?", timeout=0.01)
        except TimeoutError as exc:
            world.note(str(exc))

    with world.serving(room(asks), concurrency_handling=mode):
        visitor = world.visit()
        visitor.until_ready(1)
        visitor.press()
        world.until(lambda: world.notes == ["the user has not answered within 0.01 s"])
        visitor.until(lambda: not visitor.all("Dialog"))
        visitor.press()
        world.until(lambda: len(world.notes) == 2)


@pytest.mark.parametrize("mode", MODES)
def test_the_end_of_the_application_ends_the_wait(world: World, room: Room, mode: str) -> None:
    async def asks(session: Any) -> None:
        try:
            await room.ask(session, "Delete?")
        except SessionGoneError:
            world.note("gone")
            raise
        except BaseException:
            world.note("cancelled")
            raise

    if isinstance(world, ThreadsWorld):
        world.expect("raised; the session lives on")
    with world.serving(room(asks), concurrency_handling=mode, limits=Limits(close_time=0.5)):
        visitor = world.visit()
        visitor.until_ready(1)
        visitor.press()
        until_asked(visitor)
        world.dismiss()
        world.stop()
        assert world.notes in (["gone"], ["cancelled"])


@pytest.mark.parametrize("mode", MODES)
def test_so_many_questions_and_no_more(world: World, room: Room, mode: str) -> None:
    async def asks(session: Any) -> None:
        try:
            await room.ask(session, "Delete?")
        except RuntimeError as exc:
            world.note(str(exc))
        except SessionGoneError:
            world.note("gone")

    with world.serving(room(asks), concurrency_handling=mode) as app:
        visitor = world.visit()
        visitor.until_ready(1)
        for _ in range(25):
            visitor.press()
        world.until(lambda: world.notes == ["the user is asked 20 questions already"] * 5)
        until_asked(visitor, 20)
        world.call(lambda: app.sessions[1].destroy())
        world.until(lambda: world.notes[5:] == ["gone"] * 20)


@pytest.mark.parametrize("mode", MODES)
def test_a_handler_that_waits_for_its_user_is_not_blamed(
    world: World, room: Room, mode: str
) -> None:
    async def asks(session: Any) -> None:
        world.note(await room.ask(session, "Delete?"))

    async def works(session: Any) -> None:
        world.note("works")

    limits = Limits(handler_wait=0.02)
    with world.serving(room(asks, works), concurrency_handling=mode, limits=limits):
        visitor = world.visit()
        visitor.until_ready(2)
        visitor.press()
        dialog = until_asked(visitor)
        for count in range(1, 20):
            visitor.press(1)
            world.until(lambda count=count: len(world.notes) == count)
        answer(visitor, dialog)
        world.until(lambda: world.notes[-1] == "yes")
        assert not [r for r in world.records if " waiting for " in r.getMessage()]


@pytest.mark.parametrize("mode", ["per_session", "serialized"])
@pytest.mark.parametrize(
    ("world_class", "way"),
    [
        (AsyncioWorld, "anyio"),
        (TrioWorld, "anyio"),
        (AsyncioWorld, "asyncio"),
        (AsyncioWorld, "task"),
    ],
)
def test_who_is_cancelled_goes_on_when_it_is_its_turn(
    world_class: type[World], mode: str, way: str
) -> None:
    with world_class() as world:
        cancel_one(world, mode, way)
        assert world.complaints() == []


def cancel_one(world: World, mode: str, way: str) -> None:
    room, gate = Room(world), world.gate()
    tasks: list[Any] = []
    scopes: list[anyio.CancelScope] = []

    async def asks(session: Any) -> None:
        try:
            if way == "anyio":
                with anyio.CancelScope() as scope:
                    scopes.append(scope)
                    await room.ask(session, "Delete?")
                raise TimeoutError
            if way == "asyncio":
                async with asyncio.timeout(None) as limit:
                    tasks.append(limit)
                    await room.ask(session, "Delete?")
            else:
                tasks.append(asyncio.current_task())
                await room.ask(session, "Delete?")
        except (TimeoutError, asyncio.CancelledError) as exc:
            world.note(type(exc).__name__)

    def cancel() -> None:
        if way == "anyio":
            scopes[0].cancel()
        elif way == "asyncio":
            tasks[0].reschedule(0)
        else:
            tasks[0].cancel()

    async def works(session: Any) -> None:
        world.note("works")
        await gate.passed()
        world.note("has worked")

    with world.serving(room(asks, works), concurrency_handling=mode):
        visitor = world.visit()
        visitor.until_ready(2)
        visitor.press()
        until_asked(visitor)
        visitor.press(1)
        world.until(lambda: world.notes == ["works"])
        world.call(cancel)
        for _ in range(5):  # turns in which it could go on, if it did
            world.call(world.ring)
        assert world.notes == ["works"]
        gate.open()
        name = "CancelledError" if way == "task" else "TimeoutError"
        world.until(lambda: world.notes == ["works", "has worked", name])
        visitor.until(lambda: not visitor.all("Dialog"))
        assert room.most == 1
        visitor.press(1)  # and handlers are run as ever
        world.until(lambda: len(world.notes) == 5)


def test_outside_of_handlers_it_only_waits(world: World) -> None:
    with world.serving(lambda session: None) as app:
        visitor = world.visit()
        visitor.until(lambda: visitor.token is not None)
        session = world.sessions()[1]

        async def ask() -> None:
            world.note(await settle(session.ask("Delete?", ("yes", "no"))))

        ended = world.begin(world.handler(ask))
        answer(visitor, until_asked(visitor))
        world.until(ended.done)
        assert world.notes == ["yes"]
        assert app is not None


def test_in_a_batch_it_is_refused(world: World) -> None:
    with world.serving(lambda session: None):
        visitor = world.visit()
        visitor.until(lambda: visitor.token is not None)
        session = world.sessions()[1]

        async def ask() -> None:
            with session.batch(), pytest.raises(RuntimeError, match="stands in a batch"):
                await settle(session.ask("Delete?"))
            assert list(session.walk_widget_tree()) == []

        world.call(world.handler(ask))


def test_threads_end_with_their_questions() -> None:
    with ThreadsWorld() as world:
        room = Room(world)

        async def asks(session: Any) -> None:
            world.note(await room.ask(session, "Delete?"))

        def of_the_session() -> list[threading.Thread]:
            return [t for t in threading.enumerate() if t.name == "pgwidgets session 1"]

        with world.serving(room(asks)):
            visitor = world.visit()
            visitor.until_ready(1)
            for _ in range(3):
                visitor.press()
            until_asked(visitor, 3)
            assert len(of_the_session()) <= 4
            for dialog in dialogs(visitor):
                answer(visitor, dialog)
            world.until(lambda: world.notes == ["yes"] * 3)
            world.until_program(lambda: len(of_the_session()) == 1)
            assert room.most == 1

"""Scenarios: which handlers wait for which, in the three modes.

Knows: the modes. Must not know: any world, what keeps handlers apart there.

None of them proves by waiting that something does not happen: a handler that must not run has
first had the chance to, since events that came after its own have gone all the way.
"""

from typing import Any

from pgwidgets_proto import Limits

from .program import counting
from .scenario import scenario
from .visitor import Visitor
from .world import Gate, World


class Room:
    """Handlers come in, and stay until they are let go."""

    def __init__(self, world: World, *names: int) -> None:
        self.world = world
        self.gates: dict[int, Gate] = {name: world.gate() for name in names}
        self.inside: list[int] = []
        self.entered: list[int] = []
        self.most = 0

    def build(self, session: Any) -> None:
        """Make a session whose first button leads into the room; the second one counts."""
        W = session.get_widgets()
        W.Button("enter").on("activated", self.world.handler(self.stay), session.id)
        counting(session)

    async def stay(self, name: int) -> None:
        """What the handlers do."""
        self.inside.append(name)
        self.entered.append(name)
        self.most = max(self.most, len(self.inside))
        self.world.ring()
        await self.gates[name].passed()
        self.inside.remove(name)
        self.world.ring()

    def visit(self) -> Visitor:
        """A browser of a session of its own, ready to click."""
        visitor = self.world.visit()
        visitor.until_ready(2)
        return visitor


@scenario
def per_session_lets_one_handler_of_a_session_run_at_a_time(world: World) -> None:
    """Its second click waits for the first; other sessions do not wait for either."""
    room = Room(world, 1, 2)
    with world.serving(room.build, concurrency_handling="per_session"):
        one, two = room.visit(), room.visit()
        one.press()
        one.press()
        world.until(lambda: room.inside == [1])
        two.press()
        world.until(lambda: room.inside == [1, 2], "sessions interleave")
        room.gates[2].open()
        world.until(lambda: room.inside == [1])
        one.ping(b"read")  # what came before it has been read
        for count in range(1, 6):
            two.press(1)
            two.until_text(str(count))
        assert room.entered == [1, 2], "the second click did not wait for the first"
        room.gates[1].open()
        world.until(lambda: room.entered == [1, 2, 1] and not room.inside)
        assert room.most == 2


@scenario
def serialized_lets_one_handler_run_at_a_time(world: World) -> None:
    """Nothing overlaps, in any session."""
    room = Room(world, 1, 2)
    with world.serving(room.build, concurrency_handling="serialized"):
        one, two = room.visit(), room.visit()
        one.press()
        world.until(lambda: room.inside == [1])
        two.press()
        one.press()
        two.press(1)
        one.ping(b"read")
        two.ping(b"read")
        for _ in range(5):  # the program's other code goes on meanwhile
            world.call(world.ring)
        assert room.entered == [1]
        assert two.all("Label")[0].get("text") == "0"
        room.gates[1].open()
        world.until(lambda: 2 in room.inside)
        assert room.inside == [2]
        room.gates[2].open()
        two.until_text("1")
        world.until(lambda: sorted(room.entered) == [1, 1, 2] and not room.inside)
        assert room.most == 1


@scenario
def concurrent_lets_no_handler_wait(world: World) -> None:
    """All are inside at the same time."""
    room = Room(world, 1, 2)
    with world.serving(room.build, concurrency_handling="concurrent"):
        one, two = room.visit(), room.visit()
        for _ in range(3):
            one.press()
        two.press()
        world.until(lambda: sorted(room.inside) == [1, 1, 1, 2], "four handlers at once")
        one.press(1)
        one.until_text("1")
        room.gates[1].open()
        room.gates[2].open()
        world.until(lambda: not room.inside)
        assert room.most == 4


@scenario
def a_handler_acts_for_the_browser_that_it_is_called_for(world: World) -> None:
    """However long it runs, and whoever was at it meanwhile."""
    room = Room(world, 1)

    def build(session: Any) -> None:
        async def open_page() -> None:
            await room.stay(1)
            session.open_url("https://example.org/")

        W = session.get_widgets()
        W.Button("open").on("activated", world.handler(open_page))
        counting(session)

    with world.serving(build, concurrency_handling="concurrent"):
        one = room.visit()
        two = world.visit(like=one)
        two.until_ready(2)
        one.press()
        world.until(lambda: room.inside == [1])
        two.press(1)
        for visitor in (one, two):
            visitor.until_text("1")
        room.gates[1].open()
        one.until(lambda: _pages(one), "the page in the browser whose user asked for it")
        two.press(1)
        two.until_text("2")
        assert (_pages(one), _pages(two)) == (["https://example.org/"], [])


def _pages(visitor: Visitor) -> list[str]:
    return [message["url"] for message in visitor.messages if message["type"] == "open-url"]


@scenario
def a_handler_that_keeps_others_waiting_is_named(world: World) -> None:
    """After ``Limits.handler_wait``, with how many events wait behind it; and then it goes on."""
    for mode in ("per_session", "serialized"):
        _keep_waiting(world, mode)


def _keep_waiting(world: World, mode: str) -> None:
    room = Room(world, 1)
    limits = Limits(handler_wait=0.05)
    with world.serving(room.build, concurrency_handling=mode, limits=limits):
        one = room.visit()
        one.press()
        world.until(lambda: room.inside == [1])
        one.press(1)
        one.press(1)
        world.until(lambda: _named(world), f"a line, where handlers run {mode}")
        (line,) = _named(world)
        assert "of <Session 1 " in line
        room.gates[1].open()
        one.until_text("2")
        world.records.clear()


def _named(world: World) -> list[str]:
    lines = [record.getMessage() for record in world.records]
    return [line for line in lines if " waiting for " in line]


@scenario
def a_handler_that_hangs_delays_no_other_session(world: World) -> None:
    """Not in building, not in clicks; its own session is shown what others do to it."""
    for mode in ("per_session", "concurrent"):
        _hang(world, mode)


def _hang(world: World, mode: str) -> None:
    room = Room(world, 1)
    with world.serving(room.build, concurrency_handling=mode):
        stuck = room.visit()
        stuck.press()
        world.until(lambda: room.inside == [1])
        other = room.visit()
        for count in range(1, 11):
            other.press(1)
            other.until_text(str(count))
        session = world.sessions()[1]
        world.call(lambda: session.get_widgets().Slider())
        stuck.until_shown(1, "Slider")
        room.gates[1].open()
        world.until(lambda: not room.inside)


@scenario
def on_connect_is_under_the_same_rule(world: World) -> None:
    """A session's clicks wait until it is built; other visitors are let in meanwhile."""
    gate = world.gate()

    async def build(session: Any) -> None:
        counting(session)
        world.note(f"begun {session.id}")
        if session.id == 1:
            await gate.passed()
        world.note(f"built {session.id}")

    with world.serving(build):
        one = world.visit()
        one.until(lambda: one.all("Button") and one.all("Button")[0].listeners, "a button")
        one.press()
        two = world.visit()
        two.until_heard("Button")
        two.press()
        two.until_text("1")
        assert world.notes == ["begun 1", "begun 2", "built 2"]
        one.ping(b"read")
        assert one.all("Label")[0].get("text") == "0"
        gate.open()
        one.until_text("1")


@scenario
def a_handler_may_call_close_and_destroy_of_its_own_session(world: World) -> None:
    """Nothing waits for itself."""

    def build(session: Any) -> None:
        W = session.get_widgets()
        W.Button("close").on("activated", lambda: session.close())
        W.Button("destroy").on("activated", lambda: session.destroy())

    with world.serving(build) as app:
        one = world.visit()
        one.until_ready(2)
        one.press(0)
        assert one.until_closed() == 4004
        again = world.visit(like=one)
        again.until_ready(2)
        again.press(1)
        assert again.until_closed() == 4002
        world.until_program(lambda: 1 not in app.sessions)


@scenario
def many_sessions_at_once_lose_nothing(world: World) -> None:
    """Ten browsers, fifty clicks each, all counted."""
    with world.serving(counting):
        visitors = [world.visit() for _ in range(10)]
        for visitor in visitors:
            visitor.until_heard("Button")
        for _ in range(50):
            for visitor in visitors:
                visitor.press()
        for visitor in visitors:
            visitor.until_text("50")

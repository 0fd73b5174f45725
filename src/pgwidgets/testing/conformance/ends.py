"""Scenarios: beginning and ending. What was opened is closed, whatever happens in between.

Knows: what start, close and process_events promise. Must not know: any world.

That no task, thread or socket is left is looked at after every scenario (scenario.py); these are
the ones that make it hard.
"""

import socket
from typing import Any

from pgwidgets_proto import Limits

from .http_client import HttpClient
from .program import counting
from .scenario import scenario, scenario_over_tls
from .wire import SocketWire
from .world import World

SHORT = Limits(close_time=0.05)


@scenario
def close_sends_all_browsers_away(world: World) -> None:
    """With 1012, which makes them come back; what was queued before it still arrives."""

    def prepare(app: Any) -> None:
        app.on_disconnect(lambda session: world.note(session.id))

    with world.serving(counting, prepare=prepare):
        visitors = [world.visit() for _ in range(3)]
        for visitor in visitors:
            visitor.until_heard("Button")
        assert visitors[0].session_id is not None
        session = world.sessions()[visitors[0].session_id]
        world.call(lambda: session.get_widgets().Slider())
        world.stop()
        for visitor in visitors:
            assert visitor.until_closed() == 1012
        assert len(visitors[0].all("Slider")) == 1
        assert sorted(world.notes) == [1, 2, 3]


@scenario
def close_waits_for_nobody_longer_than_close_time(world: World) -> None:
    """Browsers that sleep, handshakes and requests that never end."""
    with world.serving(counting, limits=SHORT):
        asleep = world.visit()
        asleep.until_heard("Button")
        asleep.is_stalled = True
        halves = (
            b"",
            b"GET /",
            f"GET / HTTP/1.1\r\nHost: {world.host}\r\n\r\n".encode(),
            f"POST / HTTP/1.1\r\nHost: {world.host}\r\nContent-Length: 10\r\n\r\n123".encode(),
        )
        wires = []
        for half in halves:
            wire = world.connect()
            wire.send(half)
            wires.append(wire)
        with HttpClient(world) as client:
            client.ask("GET")  # so that the others have been accepted, too
        world.stop()
        for wire in wires:
            wire.close()


@scenario
def close_does_not_wait_for_handlers_that_hang(world: World) -> None:
    """They are cancelled where that can be done, and else are on their own."""
    gate = world.gate()

    async def build(session: Any) -> None:
        world.note("entered")
        await gate.passed()

    with world.serving(build, limits=SHORT):
        visitor = world.visit()
        world.until(lambda: world.notes == ["entered"])
        world.stop()
        assert visitor.until_closed() == 1012
        gate.open()


@scenario
def a_handler_may_close_the_application(world: World) -> None:
    """It does not wait for itself."""

    def prepare(app: Any) -> None:
        def build(session: Any) -> None:
            session.get_widgets().Button("end").on("activated", app.close)

        app.on_connect(build)

    with world.serving(prepare=prepare):
        visitor = world.visit()
        visitor.until_heard("Button")
        visitor.press()
        assert visitor.until_closed() == 1012


@scenario
def it_serves_again_and_its_sessions_live_on(world: World) -> None:
    """Pages come back with their credentials, and are built anew."""
    with world.serving(counting) as app:
        visitor = world.visit()
        visitor.until_heard("Button")
        visitor.press()
        visitor.until_text("1")
        for count in range(2, 4):
            world.stop()
            assert visitor.until_closed() == 1012
            world.start()
            assert world.app is app
            visitor = world.visit(like=visitor)
            visitor.until_heard("Button")
            visitor.press()
            visitor.until_text(str(count))
        assert len(world.sessions()) == 1


@scenario
def close_twice_does_no_harm(world: World) -> None:
    """Nor does a close before anything came."""
    with world.serving() as app:
        world.stop()
        world.call(app.close)
        world.stop()


@scenario
def start_while_it_serves_changes_nothing(world: World) -> None:
    """The same address, the same sessions."""
    with world.serving(counting) as app:
        url = app.url
        world.call(app.start)
        assert app.url == url
        visitor = world.visit()
        visitor.until_heard("Button")


@scenario
def a_taken_port_is_one_clear_error(world: World) -> None:
    """An OSError that names host and port; nothing is left open, and another try is possible."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for ports in ({"ws_port": port, "http_port": 0}, {"ws_port": 0, "http_port": port}):
            app = world.application(logger=world.logger, **ports)
            try:
                world.call(app.start)
            except OSError as exc:
                world.note(str(exc))
            except RuntimeError:  # a loop where it has to be entered as a block
                try:
                    world.call(app.__aenter__)
                except OSError as exc:
                    world.note(str(exc))
            assert "not serving" in repr(app)
    assert len(world.notes) == 2
    for text in world.notes:
        assert "127.0.0.1" in text
        assert str(port) in text


@scenario
def process_events_gives_handlers_their_turn(world: World) -> None:
    """With 0 it does not wait; with more it returns when a handler has run."""
    with world.serving(counting) as app:
        world.call(app.process_events)
        world.call(app.process_events, 0)
        visitor = world.visit()
        for _ in range(100):
            if visitor.all("Button") and visitor.all("Button")[0].listeners:
                break
            world.call(app.process_events, 1)
            visitor.ping(b"on")
        ended = world.begin(app.process_events, 60)
        ended.add_done_callback(lambda _: world.ring())
        clicks = 0
        while not ended.done():  # the first click may be handled before the call begins
            clicks += 1
            visitor.press()
            visitor.until_text(str(clicks))
            assert clicks < 1000


@scenario
def many_browsers_that_come_and_go_leave_nothing(world: World) -> None:
    """Every way of going, many times; at the end there is one link, and one session a visitor."""
    with world.serving(counting, resume_window=0.0) as app:
        keeper = world.visit()
        keeper.until_heard("Button")
        for turn in range(30):
            visitor = world.visit(like=keeper)
            visitor.until_heard("Button")
            (visitor.leave, visitor.cut, visitor.channel.wire.reset)[turn % 3]()
            visitor.drop()
        world.until_program(lambda: len(app.sessions[1].connections) == 1, "all others have left")
        keeper.press()
        keeper.until_text("1")
        assert len(world.sessions()) == 1


@scenario_over_tls
def connections_over_tls_end_in_time_too(world: World) -> None:
    """Those that are in the middle of a handshake, and those that sleep."""
    with world.serving(counting, tls=True, limits=SHORT):
        asleep = world.visit()
        asleep.until_heard("Button")
        asleep.is_stalled = True
        silent = SocketWire(world.address)
        with HttpClient(world) as client:
            client.ask("GET")
        world.stop()
        silent.close()

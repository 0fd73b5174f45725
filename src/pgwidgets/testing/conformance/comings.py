"""Scenarios: browsers come, leave, are cut off, and come back.

Knows: what sessions, resume and credentials promise. Must not know: any world.
"""

from typing import Any

from pgwidgets_proto import Limits

from .program import counting
from .scenario import scenario
from .visitor import Visitor
from .world import World


@scenario
def a_page_that_is_loaded_anew_is_rebuilt(world: World) -> None:
    """It shows what is now; ``on_connect`` is not called again."""

    def build(session: Any) -> None:
        world.note(session.id)
        counting(session)

    with world.serving(build):
        first = world.visit()
        first.until_heard("Button")
        first.press()
        first.until_text("1")
        first.leave()
        second = world.visit(like=first)
        second.until_heard("Button")
        second.until_text("1")
        second.press()
        second.until_text("2")
        assert world.notes == [1]


@scenario
def a_cut_page_goes_on_where_it_was(world: World) -> None:
    """What either side said while away comes once, in order; nothing is built anew."""

    def build(session: Any) -> None:
        counting(session)
        session.get_widgets().Button("note").on("activated", lambda: world.note("clicked"))

    with world.serving(build):
        visitor = world.visit()
        visitor.until_ready(2)
        label = visitor.all("Label")[0]
        session = world.sessions()[1]

        def change(turn: int) -> None:
            session.get_widgets().Slider().set_value(turn)

        def has_all_notes() -> bool:
            return len(world.notes) == 2 * len(visitor.all("Slider"))

        for turn in range(1, 4):
            visitor.press(0)
            visitor.press(1)
            visitor.cut()  # maybe before the clicks have left
            visitor.press(1)
            world.call(change, turn)
            visitor.come_back()
            visitor.until_text(str(turn))
            visitor.until_shown(turn, "Slider")
            visitor.until(has_all_notes, "clicks, once each")
            assert visitor.all("Slider")[-1].get("value") == turn
        assert visitor.all("Label")[0] is label  # the very widget, not one like it
        assert visitor.lost == 0
        assert visitor.errors == []


@scenario
def a_new_socket_may_come_before_the_old_one_is_known_dead(world: World) -> None:
    """The old one's late end does not hurt the new one."""
    with world.serving(counting):
        visitor = world.visit()
        visitor.until_heard("Button")
        label = visitor.all("Label")[0]
        older = visitor.channel
        visitor.come_back()
        visitor.press()
        visitor.until_text("1")
        older.wire.reset()
        visitor.press()
        visitor.until_text("2")
        assert visitor.all("Label")[0] is label


def _told(visitor: Visitor) -> list[str]:
    """What it was sent, but for acknowledgements, which come when they come."""
    return [message["type"] for message in visitor.messages if message["type"] != "got"]


@scenario
def several_browsers_show_one_session(world: World) -> None:
    """What one user does the others see; one that leaves or drops is not noticed by the rest."""

    def build(session: Any) -> None:
        counting(session)
        session.get_widgets().CheckBox("check")

    with world.serving(build):
        one = world.visit()
        one.until_heard("Button")
        others = [world.visit(like=one) for _ in range(3)]
        for other in others:
            other.until_heard("Button")
        others[0].press()
        for visitor in (one, *others):
            visitor.until_text("1")
        box = others[1].all("CheckBox")[0]
        others[1].until(lambda: "activated" in box.listeners)
        others[1].toggle(box.wid)
        world.until(
            lambda: all(each.all("CheckBox")[0].get("state") is True for each in (one, *others))
        )
        others[0].leave()
        others[1].cut()
        before = _told(one)
        one.ping(b"quiet")
        assert _told(one) == before
        others[2].press()
        one.until_text("2")


@scenario
def a_wrong_token_is_refused_with_4001(world: World) -> None:
    """The session is untouched; an id that is not known makes a new session."""
    with world.serving(counting) as app:
        owner = world.visit()
        owner.until_heard("Button")
        for token in (f"{owner.token}x", ""):
            thief = world.visit(session_id=owner.session_id, token=token)
            assert thief.until_closed() == 4001
            assert thief.closed == (4001, "wrong session token")
            assert not thief.page.widgets
        stranger = world.visit(session_id="nobody's", token="x")
        stranger.until_heard("Button")
        assert stranger.session_id not in ("nobody's", owner.session_id)
        owner.press()
        owner.until_text("1")
        world.until_program(lambda: len(app.sessions) == 2)


@scenario
def visitors_wait_until_a_session_is_free(world: World) -> None:
    """They are told so, and let in; the owner of a session never waits."""
    with world.serving(counting, max_sessions=1, resume_window=0.0):
        first = world.visit()
        first.until_heard("Button")
        second = world.visit()
        second.until(lambda: second.is_waiting)
        also = world.visit(like=first)
        also.until_heard("Button")
        also.leave()
        assert second.is_waiting
        first.leave()
        second.until_heard("Button")
        assert second.session_id != first.session_id
        second.press()
        second.until_text("1")


@scenario
def the_stock_client_is_served_too(world: World) -> None:
    """pgwidgets-js alone: answers to each message, a rebuild on every connect."""
    with world.serving(counting):
        visitor = world.visit(stock=True)
        visitor.until_heard("Button")
        visitor.press()
        visitor.until_text("1")
        visitor.cut()
        again = world.visit(like=visitor, stock=True)
        again.until_heard("Button")
        again.until_text("1")
        assert again.errors == []


@scenario
def leaving_is_told_once_for_each_browser(world: World) -> None:
    """``on_disconnect``: a closed tab at once, a lost line when it does not come back."""

    def prepare(app: Any) -> None:
        app.on_disconnect(lambda session: world.note(session.id))

    with world.serving(counting, prepare=prepare, resume_window=0.05):
        one = world.visit()
        one.until_heard("Button")
        two = world.visit(like=one)
        two.until_heard("Button")
        two.leave()
        world.until(lambda: world.notes == [1])
        one.cut()
        world.until(lambda: world.notes == [1, 1])


@scenario
def a_visitor_that_never_says_hello_is_sent_away(world: World) -> None:
    """After ``Limits.hello_time``, with 1002; and no session is made for it."""
    with world.serving(counting, limits=Limits(hello_time=0.05)):
        visitor = world.visit()
        visitor.channel.protocol.send_text = lambda *args: None  # type: ignore[method-assign]
        assert visitor.until_closed() == 1002
        assert world.sessions() == {}


@scenario
def a_session_is_built_before_any_browser_comes(world: World) -> None:
    """``create_session``; a browser with its credentials shows it."""
    with world.serving() as app:
        session = world.call(app.create_session, "early")
        world.call(lambda: session.get_widgets().Label("built early"))
        visitor = world.visit(session_id=session.id, token=session.token)
        visitor.until_text("built early")
        assert world.call(lambda: session.is_connected)


@scenario
def connections_that_are_cut_anywhere_leave_nothing(world: World) -> None:
    """In the middle of a handshake, of a frame, of a close; many times."""
    pieces = (
        b"",
        b"\x81",
        b"\x81\xfe\x10\x00\x00\x00\x00\x00half",
        b"\x88\x82\x00\x00",
    )
    with world.serving(counting):
        for _ in range(5):
            world.connect().reset()
            for piece in pieces:
                visitor = world.visit()
                visitor.until_heard("Button")
                visitor.write(piece)
                visitor.cut()
        last = world.visit()
        last.until_heard("Button")
        last.press()
        last.until_text("1")
        assert len(world.sessions()) == 5 * len(pieces) + 1

"""Scenarios: links that are passed on, those who came by one, and who is at the controls.

Knows: what shares, roles and control promise. Must not know: any world.
"""

import json
from collections.abc import Callable
from typing import Any

from ...access import current_browser
from .program import counting, settle
from .scenario import scenario
from .visitor import Visitor
from .world import World


def _came_by(world: World, share: Any) -> Visitor:
    """A browser that comes by a share of session 1."""
    return world.visit(session_id=1, token=share.token)


def _is_told(visitor: Visitor, token: str) -> bool:
    """Whether a token stands in what a browser was sent."""
    return token in json.dumps(visitor.messages)


@scenario
def an_observer_sees_all_and_changes_nothing(world: World) -> None:
    """What it presses wakes no handler, and holds nobody up."""
    with world.serving(counting):
        operator = world.visit()
        operator.until_heard("Button")
        session = world.sessions()[1]
        share = world.call(session.share)
        observer = _came_by(world, share)
        observer.until_heard("Button")
        for _ in range(50):
            observer.press()
        operator.press()
        operator.until_text("1")
        observer.until_text("1")
        operator.press()
        observer.until_text("2")
        operator.until_text("2")
        assert not _is_told(observer, session.token)
        assert not _is_told(operator, share.token)
        roles = world.call(lambda: [browser.role for browser in session.browsers])
        assert roles == ["operator", "observer"]
        assert world.call(lambda: [browser.role for browser in share.browsers]) == ["observer"]


@scenario
def a_guest_operator_acts_until_its_link_is_withdrawn(world: World) -> None:
    """Then it is sent away with the reason, and does not come back."""
    with world.serving(counting):
        owner = world.visit()
        owner.until_heard("Button")
        session = world.sessions()[1]
        share = world.call(lambda: session.share("operator", expires=3600))
        guest = _came_by(world, share)
        guest.until_heard("Button")
        guest.press()
        owner.until_text("1")
        world.call(share.revoke)
        assert guest.until_closed() == 4005
        assert (share.is_good, share.ended_because) == (False, "this link has been withdrawn")
        assert _came_by(world, share).until_closed() == 4005
        assert world.call(lambda: session.shares) == ()
        owner.press()
        owner.until_text("2")
        assert len(world.sessions()) == 1


@scenario
def a_link_may_be_used_so_often_and_no_more(world: World) -> None:
    """A page that is loaded anew is no further use."""
    with world.serving(counting):
        operator = world.visit()
        operator.until_heard("Button")
        session = world.sessions()[1]
        share = world.call(lambda: session.share(uses=1))
        assert share.uses_left == 1
        observer = _came_by(world, share)
        observer.until_heard("Button")
        assert share.uses_left == 0
        assert _came_by(world, share).until_closed() == 4005
        observer.leave()
        again = world.visit(like=observer)
        again.until_heard("Button")
        operator.press()
        again.until_text("1")


def _naming(world: World) -> Callable[[Any], Any]:
    """A program whose buttons note who pressed them; another tells who has control."""

    async def program(session: Any) -> None:
        W = session.get_widgets()
        box, told = W.VBox(), W.Label("nobody")

        async def pressed() -> None:
            browser = current_browser()
            assert browser is not None
            assert browser is session.asker
            await settle(told.set_text(f"{browser.role} {browser.is_owner}"))

        for name in ("one", "two"):
            button = W.Button(name)
            button.on("activated", world.handler(pressed))
            await settle(box.add_widget(button))
        session.on_control(lambda news: world.note(("control", news)))

    return world.handler(program)


@scenario
def a_handler_knows_whose_event_it_handles(world: World) -> None:
    """Outside of handlers nobody's is."""
    with world.serving(_naming(world)):
        operator = world.visit()
        operator.until_ready(2)
        session = world.sessions()[1]
        guest = _came_by(world, world.call(lambda: session.share("operator")))
        guest.until_ready(2)
        operator.press()
        operator.until_text("operator True")
        guest.press()
        guest.until_text("operator False")
        assert world.call(current_browser) is None


@scenario
def one_person_at_a_time_is_at_the_controls(world: World) -> None:
    """Who asks first has it; the next one when it is handed over, and then the first one looks."""
    with world.serving(_naming(world)):
        operator = world.visit()
        operator.until_ready(2)
        session = world.sessions()[1]
        guest = _came_by(world, world.call(lambda: session.share("operator")))
        guest.until_ready(2)
        owner, other = world.call(lambda: session.browsers)
        world.call(lambda: session.control.start())
        assert world.call(lambda: session.control.request(owner))
        assert not world.call(lambda: session.control.request(other))
        guest.press()
        operator.press()
        operator.until_text("operator True")
        world.call(lambda: session.control.grant(other))
        guest.press()
        guest.until_text("operator False")
        operator.press()
        guest.press()
        guest.until_text("operator False")
        assert world.call(lambda: session.control.take(owner))
        world.until_program(lambda: _holders(world)[-1:] == [owner], "control to be told of")
        assert _holders(world) == [None, owner, owner, other, owner]
        assert world.call(lambda: (owner.may_act, other.may_act)) == (True, False)


def _holders(world: World) -> list[Any]:
    """Who had control, as handlers were told."""
    return [what[1].holder for what in world.notes if what[0] == "control"]


@scenario
def a_role_of_its_own_acts_on_what_it_is_allowed(world: World) -> None:
    """And on nothing else."""
    with world.serving(_naming(world)):
        operator = world.visit()
        operator.until_ready(2)
        session = world.sessions()[1]

        async def define() -> Any:
            button = next(
                one for one in session.walk_widget_tree() if type(one).__name__ == "Button"
            )
            session.roles.define("guest", [button])
            return session.share("guest")

        share = world.call(world.handler(define))
        assert share.role == "guest"
        guest = _came_by(world, share)
        guest.until_ready(2)
        guest.press(1)
        guest.press(0)
        operator.until_text("guest False")


@scenario
def who_is_not_signed_in_gets_no_socket_and_a_handler_knows_who_is(world: World) -> None:
    """A view is gone on with by its own user alone; who signs out is sent away."""

    async def program(session: Any) -> None:
        W = session.get_widgets()
        label = W.Label("nobody")
        button = W.Button("who")

        async def pressed() -> None:
            browser = current_browser()
            assert browser is not None
            await settle(label.set_text(browser.user))

        button.on("activated", world.handler(pressed))

    def identify(request: Any) -> str | None:
        name: str | None = request.header("x-who")
        return name

    with world.serving(world.handler(program), identify=identify) as app:
        assert world.visit().until_refused() in (401, 403)
        assert world.sessions() == {}
        ada = world.visit(headers={"x-who": "ada"})
        ada.until_ready(1)
        ada.press()
        ada.until_text("ada")
        grace = world.visit(headers={"x-who": "grace"}, like=ada)
        grace.until_ready(1)
        grace.press()
        ada.until_text("grace")
        world.call(lambda: app.log_out("ada"))
        assert ada.until_closed() == 4006
        grace.press()
        grace.until_text("grace")

"""Scenarios: links that are passed on, and those who came by one.

Knows: what shares promise. Must not know: any world.
"""

import json
from typing import Any

from .program import counting
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

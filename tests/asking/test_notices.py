"""Notices: what pages are told of them, and what becomes of many."""

from typing import Any

import pytest

import pgwidgets.async_
import pgwidgets.sync
from pgwidgets.asking.notices import MOST, Notice
from pgwidgets.testing.conformance import World
from pgwidgets.testing.conformance.program import settle
from pgwidgets.testing.conformance.visitor import Visitor


class Corner:
    """A session, and the browser whose corner is looked at."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.visitor: Visitor = world.visit()
        self.visitor.until(lambda: self.visitor.token is not None)
        self.session = world.sessions()[1]

    def notify(self, *args: Any, **keywords: Any) -> Notice:
        async def run() -> Any:
            return await settle(self.session.notify(*args, **keywords))

        found: Notice = self.world.call(self.world.handler(run))
        return found

    @property
    def told(self) -> list[dict[str, Any]]:
        aids = self.visitor.all("PageAids")
        return (aids[0].get("notices") or {}).get("notices", []) if aids else []

    def until_texts(self, *texts: str) -> None:
        self.visitor.until(lambda: [one["text"] for one in self.told] == [*texts], repr(texts))

    def say(self, action: str, *args: Any) -> None:
        self.visitor.until_heard("PageAids", action)
        self.visitor.report(self.visitor.all("PageAids")[0].wid, action, *args)


def test_a_notice_comes_and_goes(world: World) -> None:
    with world.serving(lambda session: None):
        corner = Corner(world)
        saved = corner.notify("Saved <it>", "success")
        failed = corner.notify("Failed", "error")
        corner.until_texts("Saved <it>", "Failed")
        assert [one["seconds"] for one in corner.told] == [5, None]
        assert saved.is_shown
        assert repr(saved) == "<Notice success 'Saved <it>'>"
        corner.say("closed", corner.told[0]["id"])
        corner.until_texts("Failed")
        world.until_program(lambda: not saved.is_shown)
        world.call(lambda: failed.set_text("Failed again"))
        corner.until_texts("Failed again")
        world.call(failed.close)
        world.call(failed.close)  # once is enough
        corner.until_texts()


def test_a_press_of_an_action_is_told_once(world: World) -> None:
    with world.serving(lambda session: None):
        corner = Corner(world)

        async def undo() -> None:
            world.note("undone")

        notice = corner.notify("Deleted", actions=[("Undo", world.handler(undo))])
        corner.until_texts("Deleted")
        (told,) = corner.told
        assert (told["actions"], told["seconds"]) == (["Undo"], 15)
        for nonsense in ((told["id"], 7), (told["id"], -1), (999, 0)):
            corner.say("acted", *nonsense)
        corner.say("acted", told["id"], 0)
        corner.say("acted", told["id"], 0)  # in another browser, at the same time
        corner.until_texts()
        corner.visitor.ping(b"read")
        world.until(lambda: world.notes == ["undone"])
        assert not notice.is_shown


def test_what_is_said_again_is_counted(world: World) -> None:
    with world.serving(lambda session: None):
        corner = Corner(world)
        first = corner.notify("No signal", "warning")
        for _ in range(4):
            assert corner.notify("No signal", "warning") is first
        corner.notify("No signal")  # of another kind
        corner.until_texts("No signal", "No signal")
        assert [one["count"] for one in corner.told] == [5, 1]


def test_a_flood_is_bounded(world: World) -> None:
    with world.serving(lambda session: None):
        corner = Corner(world)
        kept = corner.notify("Deleted", actions=[("Undo", print)])
        notices = [corner.notify(f"number {n}", timeout=None) for n in range(3 * MOST)]
        last = f"number {3 * MOST - 1}"
        corner.visitor.until(lambda: corner.told and corner.told[-1]["text"] == last)
        assert len(corner.told) == MOST
        assert kept.is_shown  # it can be pressed
        assert not notices[0].is_shown
        aids = corner.visitor.all("PageAids")[0]
        assert aids.get("notices")["more"] == 3 * MOST + 1 - MOST
        corner.notify("x" * 5000)
        corner.visitor.until(lambda: len(corner.told[-1]["text"]) == 2000)


def test_a_page_that_is_built_anew_shows_them(world: World) -> None:
    with world.serving(lambda session: None):
        corner = Corner(world)
        corner.notify("Saved")
        corner.until_texts("Saved")
        other = world.visit(like=corner.visitor)
        other.until(lambda: other.all("PageAids") and other.all("PageAids")[0].get("notices"))
        assert other.all("PageAids")[0].get("notices")["notices"][0]["text"] == "Saved"


@pytest.mark.parametrize("api", [pgwidgets.async_, pgwidgets.sync])
@pytest.mark.parametrize(
    ("args", "keywords", "error", "text"),
    [
        ((7,), {}, TypeError, r"Session.notify\(\): text is 7; it must be a text"),
        (("x", "loud"), {}, ValueError, "kind is 'loud'; it must be one of 'info', 'success'"),
        (("x",), {"timeout": -1}, ValueError, "timeout is -1"),
        (("x",), {"timeout": "soon"}, TypeError, "timeout is 'soon'"),
        (("x",), {"actions": ["Undo"]}, TypeError, "actions has 'Undo'; it must be pairs"),
        (("x",), {"actions": [("Undo", 7)]}, TypeError, r"actions has \('Undo', 7\)"),
    ],
)
def test_what_is_no_notice(api: Any, args: Any, keywords: Any, error: Any, text: str) -> None:
    session = api.Application(0, 0).create_session()
    with pytest.raises(error, match=text):
        session.notify(*args, **keywords)
    assert list(session.walk_widget_tree()) == []

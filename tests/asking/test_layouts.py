"""The arrangement that a browser keeps: when it is told to, and what is made of what it had."""

import json
from typing import Any

import pytest

from pgwidgets.testing.conformance import World
from pgwidgets.testing.conformance.program import settle
from pgwidgets.testing.conformance.visitor import Visitor
from pgwidgets.testing.page import PageWidget


class Desk:
    """A session with a window, and its user's browser."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.visitor: Visitor = world.visit()
        self.visitor.until(lambda: self.visitor.token is not None)
        self.session = world.sessions()[1]
        self.top: Any = self.run(lambda: self.session.get_widgets().TopLevel(title="Desk"))

    def run(self, do: Any) -> Any:
        async def run() -> Any:
            return await settle(do())

        return self.world.call(self.world.handler(run))

    @property
    def aids(self) -> PageWidget:
        return self.visitor.all("PageAids")[0]

    def arranged(self) -> None:
        self.visitor.until_heard("PageAids", "arranged")
        self.visitor.report(self.aids.wid, "arranged")

    @property
    def kept(self) -> list[Any]:
        return [args[0] for name, args in self.aids.calls if name == "keep_layout"]


def test_what_its_user_arranges_is_kept_and_restored(world: World) -> None:
    with world.serving(lambda session: None):
        desk = Desk(world)
        assert desk.run(desk.session.keep_layout) is False
        desk.run(lambda: desk.top.resize(400, 300))
        desk.arranged()
        desk.visitor.until(lambda: len(desk.kept) == 1)
        assert json.loads(desk.kept[0])["widgets"] == {"/TopLevel[Desk]": {"size": [400, 300]}}
        desk.aids.state["kept_layout"] = (desk.kept[0],)
        desk.run(lambda: desk.top.resize(500, 300))
        assert desk.run(desk.session.keep_layout) is True
        assert desk.top.get_size() == (400, 300)
        desk.run(desk.session.forget_layout)
        desk.visitor.until(lambda: desk.kept[1:] == [None])
        assert desk.aids.get("layout_name") is None


def test_what_is_as_it_was_is_not_kept_again(world: World) -> None:
    with world.serving(lambda session: None):
        desk = Desk(world)
        desk.run(desk.session.keep_layout)
        for width in (400, 500, 600):
            desk.run(lambda width=width: desk.top.resize(width, 300))
            for _ in range(3):
                desk.arranged()
        desk.visitor.until(lambda: desk.kept and "[600, 300]" in desk.kept[-1])
        assert len(set(desk.kept)) == len(desk.kept)


WRONG = '{"version": 1, "widgets": {"/TopLevel[Desk]": {"size": 3}}}'


@pytest.mark.parametrize("kept", ["{", "[" * 5000, "[]", WRONG, 7])
def test_what_a_browser_has_kept_may_be_anything(world: World, kept: Any) -> None:
    with world.serving(lambda session: None):
        desk = Desk(world)
        desk.run(lambda: desk.session.keep_layout("mine"))
        desk.visitor.until(lambda: desk.aids.get("layout_name") == "mine")
        desk.aids.state["kept_layout"] = (kept,)
        assert desk.run(lambda: desk.session.keep_layout("mine")) is False
        assert desk.top.get_size() == (0, 0)


def test_without_a_browser_nothing_was_kept(world: World) -> None:
    with world.serving(lambda session: None):
        desk = Desk(world)
        desk.visitor.leave()
        world.until(lambda: not desk.session.is_connected)
        assert desk.run(desk.session.keep_layout) is False


@pytest.mark.parametrize(
    ("name", "error"), [(3, TypeError), ("", ValueError), ("x" * 101, ValueError)]
)
def test_a_name_is_a_text(world: World, name: Any, error: type[Exception]) -> None:
    with world.serving(lambda session: None):
        desk = Desk(world)
        with pytest.raises(error, match=r"Session\.keep_layout\(\): name"):
            desk.run(lambda: desk.session.keep_layout(name))

"""The programs of asking.md ask, and go on with the answer, in the mode that they are in."""

import re
from pathlib import Path
from typing import Any

import pytest

from async_api.peer import Peer, in_loop, serving
from pgwidgets.testing.conformance import ThreadsWorld
from pgwidgets.testing.conformance.visitor import Visitor

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "asking.md"


def program(index: int) -> dict[str, Any]:
    """What a program of the page defines; its application is to serve on free ports."""
    found = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(found) == 2
    text = found[index]
    assert text.count("Application(max_sessions=4)") == 1
    text = text.replace("Application(", "Application(0, 0, ")
    names: dict[str, Any] = {"__name__": "program"}
    exec(compile(text, str(PAGE), "exec"), names)
    return names


@pytest.mark.parametrize(
    ("answers", "end"),
    [
        ([0, 0], "The dome is closed."),
        ([1], "The dome is open."),
        ([0, 1], "The dome is open."),
        ([0, None], "The dome is open."),
        ([None], "The dome is open."),
    ],
)
@in_loop
async def test_a_handler_waits_for_the_user(answers: list[int | None], end: str) -> None:
    async with serving(program(0)["app"]) as app, Peer.visiting(app.url) as peer:
        await peer.until(lambda: peer.widgets("Button") and peer.the("Button").listeners)
        await peer.click(peer.the("Button"))
        for answer in answers:
            await peer.until(
                lambda: peer.widgets("Dialog") and "close" in peer.the("Dialog").listeners
            )
            wid = peer.the("Dialog").wid
            await peer.report(wid, *(["close"] if answer is None else ["activated", answer]))
            await peer.until(lambda wid=wid: wid not in peer.page.widgets)
        await peer.until_text(end)


def press(visitor: Visitor, action: str, *value: int) -> None:
    """Press a button of the dialog that asks, and see it go."""
    (dialog,) = visitor.until_shown(1, "Dialog")
    visitor.until(lambda: "close" in dialog.listeners)
    visitor.report(dialog.wid, action, *value)
    visitor.until(lambda: dialog.wid not in visitor.page.widgets)


def test_a_handler_on_a_thread_waits_for_the_user() -> None:
    with ThreadsWorld() as world:
        app = world.app = program(1)["app"]
        app.start()
        visitor = world.visit()
        button = visitor.until_heard("Button")
        visitor.click(button.wid)
        press(visitor, "activated", 0)
        press(visitor, "activated", 0)
        visitor.until_text("The dome is closed.")
        visitor.click(button.wid)
        press(visitor, "close")
        visitor.leave()
        app.close()
        assert not world.complaints()

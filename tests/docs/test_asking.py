"""The programs of docs/asking.md ask, and go on with the answer, in the mode that they are in."""

import re
import threading
from pathlib import Path
from typing import Any

import pytest

from async_api.peer import Peer, in_loop, serving
from pgwidgets.testing.conformance import ThreadsWorld
from pgwidgets.testing.conformance.visitor import Visitor

PAGE = Path(__file__).parents[2] / "docs" / "asking.md"


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


async def answer_with(peer: Peer, answer: str | None) -> None:
    """Press a button of the dialog that asks, and see it go; None: close it."""
    await peer.until(lambda: peer.widgets("Dialog") and "close" in peer.the("Dialog").listeners)
    wid = peer.the("Dialog").wid
    await peer.report(wid, *(["close"] if answer is None else ["activated", answer]))
    await peer.until(lambda: wid not in peer.page.widgets)


@pytest.mark.parametrize(
    ("answers", "end"),
    [
        (["Close", "Nobody"], "The dome is closed."),
        (["Leave open"], "The dome is open."),
        (["Close", "Wait"], "The dome is open."),
        ([None], "The dome is open."),
    ],
)
@in_loop
async def test_a_task_waits_for_the_user(answers: list[str | None], end: str) -> None:
    names = program(0)
    async with serving(names["app"]) as app, Peer.visiting(app.url) as peer:
        await peer.until(lambda: peer.widgets("Button") and peer.the("Button").listeners)
        await peer.click(peer.the("Button"))
        for answer in answers:
            await answer_with(peer, answer)
        await peer.until_text(end)
        await peer.until(lambda: not names["tasks"])


@in_loop
async def test_where_no_handler_waits_for_another_a_handler_may_wait_itself() -> None:
    ask = program(0)["ask"]
    async with serving(concurrency_handling="concurrent") as app:
        session = app.create_session()
        W = session.get_widgets()
        label, button = W.Label("-"), W.Button("x")

        async def clicked() -> None:
            await label.set_text(await ask(W, "Really?", "yes", "no"))

        button.on("activated", clicked)
        async with Peer.visiting(app.url, session_id=session.id, token=session.token) as peer:
            await peer.until(lambda: peer.widgets("Button") and peer.the("Button").listeners)
            await peer.click(peer.the("Button"))
            await answer_with(peer, "yes")
            await peer.until_text("yes")


def press(visitor: Visitor, action: str, *value: str) -> None:
    """As :func:`answer_with`."""
    (dialog,) = visitor.until_shown(1, "Dialog")
    visitor.until(lambda: "close" in dialog.listeners)
    visitor.report(dialog.wid, action, *value)
    visitor.until(lambda: dialog.wid not in visitor.page.widgets)


def test_a_thread_waits_for_the_user() -> None:
    with ThreadsWorld() as world:
        names = program(1)
        app = world.app = names["app"]
        app.start()
        visitor = world.visit()
        button = visitor.until_heard("Button")
        visitor.click(button.wid)
        press(visitor, "activated", "Close")
        press(visitor, "activated", "Nobody")
        visitor.until_text("The dome is closed.")
        visitor.click(button.wid)
        press(visitor, "close")
        visitor.leave()
        world.until_program(lambda: "close_dome" not in {t.name for t in threading.enumerate()})
        app.close()
        assert not world.complaints()

"""Questions: calls that only a browser can answer."""

import asyncio
from typing import Any

import pytest

from async_api.peer import Peer, Signal, in_loop, serving, soon
from pgwidgets_proto import BrowserError, Limits


@in_loop
async def test_a_question_while_10000_events_arrive() -> None:
    """Its answer stands behind them in the socket, so reading must not pause."""
    async with serving(limits=Limits(events=12_000)) as app:
        session = app.create_session()
        W = session.get_widgets()
        video, button = W.VideoWidget(), W.Button("x")
        answers: list[Any] = []
        clicks = 0
        changed = Signal()

        async def ask() -> None:
            answers.append(await video.get_duration())
            changed.fire()

        def count() -> None:
            nonlocal clicks
            clicks += 1
            if clicks == 10_000:
                changed.fire()

        video.on("ended", ask)
        button.on("activated", count)
        async with Peer.visiting(app.url, session_id=session.id, token=session.token) as peer:
            peer.answers["get_duration"] = 12.5
            await peer.until(lambda: peer.widgets("Button") and peer.the("Button").listeners)
            peer.is_answering = peer.is_acknowledging = False
            await peer.report(video.wid, "ended")
            await peer.until(lambda: any("id" in message for message in peer.messages))
            (question,) = [message for message in peer.messages if "id" in message]
            click = {"type": "callback", "wid": button.wid, "action": "activated", "args": []}
            for _ in range(100):
                await peer.say([click] * 100)
            await peer.say({"type": "result", "id": question["id"], "value": 12.5})
            await changed.until(lambda: answers == [12.5])
            await changed.until(lambda: clicks == 10_000)
            assert peer.close_code is None


@in_loop
async def test_questions_and_who_answers_them() -> None:
    async with serving() as app:
        session = app.create_session()
        video = session.get_widgets().VideoWidget()
        assert await video.get_duration() is None  # nobody is there to ask
        credentials = {"session_id": session.id, "token": session.token}
        async with (
            Peer.visiting(app.url, **credentials) as one,
            Peer.visiting(app.url, **credentials) as two,
        ):
            for peer, answer in ((one, 1.0), (two, 2.0)):
                await peer.until_page_has(1, "VideoWidget")
                peer.answers["get_duration"] = answer
            assert await soon(video.get_duration()) == 2.0
            two.is_answering = False
            asked = asyncio.create_task(_await(video.get_duration()))
            await two.until(lambda: sum("id" in m for m in two.messages) == 2)
            await two.leave()
            assert await soon(asked) == 1.0
            one.fail("get_duration", "no film")
            with pytest.raises(BrowserError, match="no film"):
                await video.get_duration()
            one.is_answering = False
            del one.answers["get_duration"]
            asked = asyncio.create_task(_await(video.get_duration()))
            await one.until(lambda: sum("id" in m for m in one.messages) == 3)
            await video.destroy()
            assert await soon(asked) is None  # as every call on a widget that is gone


async def _await(awaitable: Any) -> Any:
    return await awaitable


@in_loop
async def test_a_question_that_is_never_answered() -> None:
    async with serving(limits=Limits(question_time=0.01)) as app:
        session = app.create_session()
        video = session.get_widgets().VideoWidget()
        credentials = {"session_id": session.id, "token": session.token}
        async with Peer.visiting(app.url, **credentials) as peer:
            peer.is_answering = False
            with pytest.raises(TimeoutError, match="get_duration"):
                await video.get_duration()
            unawaited = video.get_duration()  # asks all the same, and disturbs nobody
            await peer.until(lambda: sum("id" in m for m in peer.messages) == 2)
            del unawaited
            assert peer.close_code is None

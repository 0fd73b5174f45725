"""Browsers that come and go, and sessions that are made and destroyed, leave nothing behind.

Counted are the objects of our own, tasks and descriptors; memory in bytes is the benchmark's
(`python -m benchmarks lifecycles`).
"""

import asyncio
import contextlib
import gc
import os
from collections import Counter
from collections.abc import Awaitable, Callable

from async_api.peer import Peer, Signal, in_loop, serving, turns_until
from pgwidgets.async_ import Application

OURS = ("pgwidgets", "pgwidgets_proto", "pgwidgets_transports")


def objects() -> Counter[str]:
    """Our own objects that are alive, by class; and tasks and descriptors."""
    gc.collect()
    found = Counter(
        f"{type(each).__module__}.{type(each).__qualname__}"
        for each in gc.get_objects()
        if str(type(each).__module__).partition(".")[0] in OURS  # Cython's classes have no text
    )
    found["tasks"] = len(asyncio.all_tasks())
    found["descriptors"] = len(os.listdir("/proc/self/fd"))
    return found


async def stays_flat(cycle: Callable[[], Awaitable[None]], calm: Callable[[], bool]) -> None:
    """Go through a cycle a few times, then many times: what is alive is the same in the end."""

    async def after(count: int) -> None:
        for _ in range(count):
            await cycle()
        await turns_until(calm)

    def grown() -> Counter[str]:
        more = objects() - before
        if more["pgwidgets_proto.deadlines.Deadline"] < 32:  # some that were cancelled
            del more["pgwidgets_proto.deadlines.Deadline"]
        return more

    await after(10)
    before = objects()
    await after(40)
    with contextlib.suppress(TimeoutError):  # the last task may have a step to go
        await turns_until(lambda: not grown())
    assert grown() == Counter()


@in_loop
async def test_browsers_that_come_and_go() -> None:
    """Half of them without a goodbye, so that their pages are waited for."""
    left = Signal()
    async with serving(resume_window=0.05) as app:
        session = app.create_session()
        session.get_widgets().Label("here")
        session.on_leave(lambda browser: left.fire())
        core = session._pgwidgets.core
        count = 0

        async def visit() -> None:
            nonlocal count
            count += 1
            peer = await Peer.open(app.url, session_id=session.id, token=session.token)
            await peer.until_page_has(1, "Label")
            if count % 2:
                peer.socket.transport.abort()
            await peer.leave()

        await stays_flat(visit, lambda: not core.views and not core.inbox)


@in_loop
async def test_pages_that_lose_their_connection_and_resume() -> None:
    async with serving() as app:
        session = app.create_session()
        label = session.get_widgets().Label("0")
        hello = {"session_id": session.id, "token": session.token}
        peer = await Peer.open(app.url, **hello)
        await peer.until_page_has(1, "Label")
        link, seen = peer.greeting[-1]["link"], peer.seen
        count = 0

        async def lose() -> None:
            nonlocal peer, count, seen
            peer.socket.transport.abort()
            await peer.leave()
            count += 1
            await label.set_text(str(count))
            peer = await Peer.open(app.url, **hello, resume={"link": link, "seen": seen})
            await peer.until(lambda: any(m["type"] == "resumed" for m in peer.greeting))
            seen += 1
            await peer.say({"type": "ack", "seen": seen})

        core = session._pgwidgets.core
        await stays_flat(
            lose,
            lambda: len(core.links) == len(core.views) == 1 and not core.links[0].outbox.held_bytes,
        )
        await peer.leave()


@in_loop
async def test_sessions_that_are_made_and_destroyed() -> None:
    async with serving() as app:

        async def live() -> None:
            session = app.create_session()
            W = session.get_widgets()
            box = W.VBox()
            for number in range(10):
                button = W.Button(str(number))
                button.on("activated", print)
                box.add_widget(button, 0)
            session.on_error(print)
            await session.destroy()

        await stays_flat(live, lambda: not app.sessions)


@in_loop
async def test_visitors_whose_sessions_are_destroyed() -> None:
    def build(app: Application) -> None:
        @app.on_connect
        def show(session: object) -> None:
            session.get_widgets().Label("here")  # type: ignore[attr-defined]

    async with serving() as app:
        build(app)

        async def visit() -> None:
            peer = await Peer.open(app.url)
            await peer.until_page_has(1, "Label")
            (session,) = app.sessions.values()
            await session.destroy()
            assert await peer.closed() == 4002
            await peer.leave()

        await stays_flat(visit, lambda: not app.sessions)

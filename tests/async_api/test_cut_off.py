"""Handlers that the end of serving cuts off, or comes before: the next run calls those behind."""

from typing import Any

import anyio
import anyio.lowlevel
import pytest

from patience import PATIENCE
from pgwidgets.async_ import Application
from pgwidgets_proto import Limits

MODES = ["per_session", "serialized", "concurrent"]


def application(mode: Any) -> tuple[Application, Any]:
    """An application that does not wait for handlers at its end, and a timer that it may ring."""
    app = Application(
        0, 0, max_sessions=None, concurrency_handling=mode, limits=Limits(close_time=0.001)
    )
    timer = app.create_session().make_timer(0)
    return app, timer


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_handlers_behind_one_that_is_cut_off_are_called_later(mode: str, backend: str) -> None:
    async def main() -> None:
        app, timer = application(mode)
        called: list[str] = []
        entered, done = anyio.Event(), anyio.Event()

        async def hang(*_: Any) -> None:
            called.append("hang")
            entered.set()
            await anyio.sleep_forever()

        async def later(*_: Any) -> None:
            called.append("later")

        timer.on("expired", hang)
        timer.on("expired", later)
        timer.on("expired", lambda *_: done.set())
        async with app:
            timer.start()
            await entered.wait()
        assert called == ["hang"]
        async with app:
            await done.wait()
        assert called == ["hang", "later"]

    anyio.run(main, backend=backend)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_an_event_that_comes_right_before_the_end_is_handled_once(mode: str, backend: str) -> None:
    """However far its session has got by then, on its way to a task of its own."""

    async def main() -> None:
        for turns in range(8):
            app, timer = application(mode)
            called: list[int] = []
            done = anyio.Event()
            timer.on("expired", called.append, turns)
            timer.on("expired", lambda *_, done=done: done.set())
            engine = app._pgwidgets
            (session,) = app.sessions.values()
            async with engine.dispatcher.running():
                core = session._pgwidgets.core
                core.raise_event(timer._pgwidgets.node, "expired")
                engine.dispatcher.session_has_events(session._pgwidgets)
                for _ in range(turns):
                    await anyio.lowlevel.checkpoint()
            with anyio.fail_after(PATIENCE):
                async with engine.dispatcher.running():
                    await done.wait()
            assert len(called) == 1

    anyio.run(main, backend=backend)

"""Who is there: what a session tells of its browsers, and of their coming and going."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from async_api.peer import Peer, Signal, in_loop, serving
from patience import PATIENCE
from pgwidgets.async_ import Session
from pgwidgets_proto import Limits


@in_loop
async def test_a_browser_says_who_it_is() -> None:
    began = datetime.now(UTC)
    async with serving() as app:
        session = app.create_session()
        assert session.browsers == ()
        async with Peer.visiting(app.url, session_id=session.id, token=session.token):
            await session.flush()
            (browser,) = session.browsers
            assert session.browsers == (browser,)
            assert browser.address == "127.0.0.1"
            assert browser.user_agent is not None
            assert "websockets" in browser.user_agent
            assert browser.since is not None
            assert browser.since.tzinfo is UTC
            # The calendar's clock is not the one that measures: let it be off a little.
            assert abs(browser.since - began) < timedelta(minutes=1)
            assert browser.is_connected
            assert repr(browser) == "<Browser connected address=127.0.0.1 lag=0>"
        assert session.browsers == ()
        assert not browser.is_connected
        assert browser.address == "127.0.0.1"
        assert browser.round_trip_time is None


@in_loop
async def test_the_round_trip_is_measured_and_goes_on_being_measured() -> None:
    async with serving(limits=Limits(keepalive_interval=0.02)) as app:
        session = app.create_session()
        async with Peer.visiting(app.url, session_id=session.id, token=session.token) as peer:
            (browser,) = session.browsers
            measured: set[float] = set()
            async with asyncio.timeout(PATIENCE):
                while len(measured) < 3:
                    await asyncio.sleep(0)
                    measured |= {browser.round_trip_time} - {None}  # type: ignore[arg-type]
            assert min(measured) > 0
            assert peer.close_code is None


@in_loop
async def test_lag_is_what_a_browser_has_not_applied() -> None:
    async with serving() as app:
        session = app.create_session()
        label = session.get_widgets().Label("0")
        async with Peer.visiting(app.url, session_id=session.id, token=session.token) as peer:
            await peer.until_text("0")
            (browser,) = session.browsers
            await session.flush()
            assert browser.lag == (0, 0)
            peer.is_acknowledging = False
            await label.set_text("1")
            await session.get_widgets().Label("x" * 1000)
            await peer.until_page_has(2, "Label")
            assert browser.lag.messages == 2
            assert 1000 < browser.lag.bytes < 1500
            await peer.say({"type": "ack", "seen": peer.seen})
            await session.flush()
            assert browser.lag == (0, 0)


@in_loop
async def test_coming_and_going_are_told() -> None:
    told: list[tuple[str, object]] = []
    news = Signal()

    def note(what: str, who: object) -> None:
        told.append((what, who))
        news.fire()

    async with serving() as app:

        @app.on_connect
        def build(session: Session) -> None:
            @session.on_join
            async def joined(browser: object) -> None:
                await asyncio.sleep(0)
                assert browser in session.browsers
                note("join", browser)

            @session.on_leave
            def left(browser: object) -> None:
                assert browser not in session.browsers
                note("leave", browser)

        async with Peer.visiting(app.url) as one:
            await news.until(lambda: len(told) == 1)
            async with Peer.visiting(app.url, like=one):
                await news.until(lambda: len(told) == 2)
            await news.until(lambda: len(told) == 3)
        await news.until(lambda: len(told) == 4)
    (_, first), (_, second), *_ = told
    assert first is not second
    assert told == [("join", first), ("join", second), ("leave", second), ("leave", first)]


@in_loop
async def test_who_comes_back_after_a_loss_is_the_same() -> None:
    told: list[tuple[str, object]] = []
    news = Signal()

    def note(what: str, who: object) -> None:
        told.append((what, who))
        news.fire()

    async with serving() as app:
        session = app.create_session()
        session.on_join(lambda browser: note("join", browser))
        session.on_leave(lambda browser: note("leave", browser))
        credentials = {"session_id": session.id, "token": session.token}
        peer = await Peer.open(app.url, **credentials)
        await peer.until(lambda: peer.seen == 2)
        link = peer.greeting[-1]["link"]
        since = session.browsers[0].since
        peer.socket.transport.abort()
        await news.until(lambda: len(told) == 2)
        resume = {"link": link, "seen": peer.seen}
        again = await Peer.open(app.url, **credentials, resume=resume)
        await news.until(lambda: len(told) == 3)
        (browser,) = session.browsers
        assert told == [("join", browser), ("leave", browser), ("join", browser)]
        assert browser.since == since
        await again.leave()


@in_loop
async def test_a_handler_that_raises_hurts_nobody(caplog: pytest.LogCaptureFixture) -> None:
    called = Signal()
    count = 0

    def fail(browser: object) -> None:
        nonlocal count
        count += 1
        called.fire()
        raise ValueError("mine")

    async with serving() as app:
        session = app.create_session()
        assert session.on_join(fail) is fail
        assert session.on_leave(fail) is fail
        async with Peer.visiting(app.url, session_id=session.id, token=session.token):
            await called.until(lambda: count == 1)
        await called.until(lambda: count == 2)
    assert [record.exc_info is not None for record in caplog.records if record.levelno >= 40] == [
        True,
        True,
    ]

"""Visitors that are refused again and again, and pages that lie, do not fill the log."""

import contextlib
import logging

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from async_api.peer import Peer, Signal, in_loop, serving
from pgwidgets._refusals import KINDS, LINES, PERIOD, Refusals
from pgwidgets_proto import BrowserError


def test_the_first_are_told_and_the_rest_are_counted() -> None:
    refusals = Refusals()
    assert refusals.next_deadline is None
    told = [refusals.note("refused 10.0.0.1 with 403", 100.0 + 0.5 * n) for n in range(50)]
    assert told == [True] * LINES + [False] * (50 - LINES)
    assert refusals.next_deadline == 100.0 + PERIOD
    assert refusals.tell(100.0 + PERIOD - 1) == []
    assert refusals.tell(100.0 + PERIOD) == [
        f"refused 10.0.0.1 with 403: {50 - LINES} more times within {PERIOD:.0f} s"
    ]
    assert refusals.next_deadline is None
    assert refusals.note("refused 10.0.0.1 with 403", 500.0)  # a new minute


def test_few_are_told_and_not_summed_up() -> None:
    refusals = Refusals()
    for _ in range(LINES):
        assert refusals.note("a peer with 1008", 1.0)
    assert refusals.tell(1.0 + PERIOD) == []


def test_kinds_are_told_apart() -> None:
    refusals = Refusals()
    for _ in range(LINES):
        refusals.note("a with 403", 1.0)
    assert not refusals.note("a with 403", 1.0)
    assert refusals.note("a with 1008", 1.0)
    assert refusals.note("b with 403", 2.0)
    assert len(refusals.tell(1.0 + PERIOD)) == 1
    assert refusals.next_deadline == 2.0 + PERIOD


def test_many_kinds_cost_bounded_memory_and_bounded_lines() -> None:
    refusals = Refusals()
    told = sum(refusals.note(f"address {n}", 1.0) for n in range(10 * KINDS))
    assert told == KINDS + LINES
    assert refusals.tell(1.0 + PERIOD) == [
        f"refused many others: {9 * KINDS - LINES} more times within {PERIOD:.0f} s"
    ]


@in_loop
async def test_a_client_that_tries_for_ever_fills_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "pgwidgets")
    async with serving() as app:
        assert app.url is not None
        assert app._pgwidgets.clock is not None
        for _ in range(20):
            with pytest.raises(InvalidStatus, match="403"):
                await connect(app.url.replace("http", "ws", 1), origin="http://elsewhere.example")
        lines = [text for text in caplog.messages if text.startswith("refused 127.0.0.1 with 403")]
        assert len(lines) == LINES
        caplog.clear()
        app._pgwidgets.on_timer(app._pgwidgets.clock.now() + PERIOD)
        assert caplog.messages == [
            f"refused 127.0.0.1 with 403: {20 - LINES} more times within {PERIOD:.0f} s"
        ]


@in_loop
async def test_a_page_that_reports_nonsense_fills_no_log(caplog: pytest.LogCaptureFixture) -> None:
    """Not by coming back on other connections either; what it reports rightly is heard."""
    caplog.set_level(logging.WARNING, "pgwidgets")
    heard = Signal()
    pressed: list[int] = []

    def press() -> None:
        pressed.append(1)
        heard.fire()

    async with serving() as app:
        assert app._pgwidgets.clock is not None
        session = app.create_session()
        W = session.get_widgets()
        slider, button = W.Slider(), W.Button("x")
        slider.on("activated", print)
        button.on("activated", press)
        nonsense = {"type": "callback", "wid": slider.wid, "action": "activated", "args": ["high"]}
        for count in (1, 2):
            shown = {"session_id": session.id, "token": session.token}
            async with Peer.visiting(app.url, **shown) as peer:
                await peer.until(lambda: peer.widgets("Button") and peer.the("Button").listeners)
                await peer.say([nonsense] * 100)
                await peer.click(peer.the("Button"))
                await heard.until(lambda count=count: len(pressed) == count)
        assert len(caplog.messages) == LINES
        assert all("'high'" in text for text in caplog.messages)
        caplog.clear()
        app._pgwidgets.on_timer(app._pgwidgets.clock.now() + PERIOD)
        assert caplog.messages == [
            f"refused reports of 127.0.0.1 to session 1: {200 - LINES} more times within"
            f" {PERIOD:.0f} s"
        ]


@in_loop
async def test_calls_that_fail_again_and_again_fill_no_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Handlers are told of each all the same, and methods are told apart."""
    caplog.set_level(logging.WARNING, "pgwidgets")
    told: list[object] = []
    heard = Signal()

    def note(error: object) -> None:
        told.append(error)
        heard.fire()

    async with serving() as app:
        assert app._pgwidgets.clock is not None
        session = app.create_session()
        session.on_error(note)
        W = session.get_widgets()
        label, button = W.Label("-"), W.Button("x")
        async with Peer.visiting(app.url, session_id=session.id, token=session.token) as peer:
            await peer.until(lambda: peer.widgets("Button"))
            peer.fail("set_text", "no")
            peer.fail("set_icon", "never")
            for number in range(20):
                label.set_text(str(number))
                with contextlib.suppress(BrowserError, ExceptionGroup):
                    await session.flush()
            button.set_icon("data:,")
            await heard.until(lambda: len(told) == 21)
        assert len(caplog.messages) == LINES + 1
        assert "never" in caplog.messages[-1]
        caplog.clear()
        app._pgwidgets.on_timer(app._pgwidgets.clock.now() + PERIOD)
        assert caplog.messages == [
            "127.0.0.1 failed to carry out 'set_text' of session 1: "
            f"{20 - LINES} more times within {PERIOD:.0f} s"
        ]

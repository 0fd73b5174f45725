"""Visitors that are refused again and again do not fill the log."""

import logging

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from async_api.peer import in_loop, serving
from pgwidgets._refusals import ADDRESSES, LINES, PERIOD, Refusals


def test_the_first_are_told_and_the_rest_are_counted() -> None:
    refusals = Refusals()
    assert refusals.next_deadline is None
    told = [refusals.note("10.0.0.1", 403, 100.0 + 0.5 * n) for n in range(50)]
    assert told == [True] * LINES + [False] * (50 - LINES)
    assert refusals.next_deadline == 100.0 + PERIOD
    assert refusals.tell(100.0 + PERIOD - 1) == []
    assert refusals.tell(100.0 + PERIOD) == [
        f"refused 10.0.0.1 with 403 {50 - LINES} more times within {PERIOD:.0f} s"
    ]
    assert refusals.next_deadline is None
    assert refusals.note("10.0.0.1", 403, 500.0)  # a new minute


def test_few_are_told_and_not_summed_up() -> None:
    refusals = Refusals()
    for _ in range(LINES):
        assert refusals.note(None, 1008, 1.0)
    assert refusals.tell(1.0 + PERIOD) == []


def test_addresses_and_codes_are_told_apart() -> None:
    refusals = Refusals()
    for _ in range(LINES):
        refusals.note("a", 403, 1.0)
    assert not refusals.note("a", 403, 1.0)
    assert refusals.note("a", 1008, 1.0)
    assert refusals.note("b", 403, 2.0)
    assert refusals.note(None, 403, 2.0)
    assert len(refusals.tell(1.0 + PERIOD)) == 1
    assert refusals.next_deadline == 2.0 + PERIOD


def test_many_addresses_cost_bounded_memory_and_bounded_lines() -> None:
    refusals = Refusals()
    told = sum(refusals.note(f"address {n}", 403, 1.0) for n in range(10 * ADDRESSES))
    assert told == ADDRESSES + LINES
    assert refusals.tell(1.0 + PERIOD) == [
        f"refused many other addresses {9 * ADDRESSES - LINES} more times within {PERIOD:.0f} s"
    ]


@in_loop
async def test_a_client_that_tries_for_ever_fills_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "pgwidgets")
    async with serving() as app:
        assert app.url is not None
        assert app._clock is not None
        for _ in range(20):
            with pytest.raises(InvalidStatus, match="403"):
                await connect(app.url.replace("http", "ws", 1), origin="http://elsewhere.example")
        lines = [text for text in caplog.messages if text.startswith("refused 127.0.0.1 with 403")]
        assert len(lines) == LINES
        caplog.clear()
        app._on_timer(app._clock.now() + PERIOD)
        assert caplog.messages == [
            f"refused 127.0.0.1 with 403 {20 - LINES} more times within {PERIOD:.0f} s"
        ]

"""The watchdog: a handler that keeps the event loop is named while it does, and where it is."""

import asyncio
import logging
import math
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import anyio
import pytest

from patience import PATIENCE
from pgwidgets.async_ import Application
from pgwidgets.async_ import watchdog as watchdog_module
from pgwidgets.async_.watchdog import Watchdog
from pgwidgets_proto import Limits

ALLOWED = 0.02
"""Seconds; handlers here block until they have been named, however late that is."""

BACKENDS = ["asyncio", "trio"]


class Log(logging.Handler):
    """Lets a handler that blocks the loop wait until it has been named."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.has_named = threading.Event()
        self.logger = logging.Logger("watched")
        self.logger.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        assert record.levelno == logging.WARNING
        self.lines.append(record.getMessage())
        if "still does" in record.getMessage():  # not of a stretch that a busy machine drew out
            self.has_named.set()

    def block_until_named(self) -> None:
        assert self.has_named.wait(PATIENCE)


def watch(log: Log, handler: Callable[..., Any], backend: str, allowed: float = ALLOWED) -> None:
    async def main() -> None:
        watchdog = Watchdog(allowed, log.logger)
        with watchdog.running():
            await watchdog.call("<Session 7>", handler, (), {})

    before = set(threading.enumerate())
    anyio.run(main, backend=backend)
    assert not {t for t in threading.enumerate() if t.name == "pgwidgets watchdog"} - before


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_handler_is_named_while_it_blocks(backend: str) -> None:
    log = Log()

    def blocks() -> None:
        log.block_until_named()

    watch(log, blocks, backend)
    named, ended = log.lines[0], log.lines[-1]
    assert "still does" in named
    assert "blocked the event loop for" in ended
    for line in log.lines:
        assert "blocks" in line
        assert "<Session 7>" in line


def test_it_is_told_where_the_handler_is() -> None:
    log = Log()

    async def blocks() -> None:
        # A busy machine may keep us from getting there before we are named; then once more.
        while "block_until_named" not in "".join(log.lines):
            log.block_until_named()
            log.has_named.clear()  # each stretch is named once
            await anyio.lowlevel.checkpoint()
            assert len(log.lines) < 100

    watch(log, blocks, "asyncio")
    assert "test_watchdog.py" in "".join(log.lines)


@pytest.mark.parametrize("backend", BACKENDS)
def test_it_is_named_in_the_stretch_that_blocks(backend: str) -> None:
    log = Log()

    async def blocks_later(value: int = 3) -> None:
        for _ in range(value):
            await anyio.lowlevel.checkpoint()
        log.block_until_named()
        await anyio.lowlevel.checkpoint()

    watch(log, blocks_later, backend)
    assert "still does" in "".join(log.lines)
    assert all("blocks_later" in line for line in log.lines)


@pytest.mark.parametrize("backend", BACKENDS)
def test_waiting_is_not_blocking(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A handler that awaits for long while another blocks: the other is named."""
    log = Log()
    now = 0.0  # stands still while the machine is busy with something else
    monkeypatch.setattr(watchdog_module, "time", SimpleNamespace(monotonic=lambda: now))

    async def main() -> None:
        watchdog = Watchdog(ALLOWED, log.logger)
        begun, over = anyio.Event(), anyio.Event()

        async def waits() -> None:
            begun.set()
            await over.wait()

        def blocks() -> None:
            nonlocal now
            while not named("two", "still does"):
                # A busy machine may have begun to name the other before that one waited.
                log.has_named.clear()
                if not named("two", "still does"):
                    log.block_until_named()
            now += 10.0
            over.set()

        with watchdog.running():
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(watchdog.call, "one", waits, (), {})
                await begun.wait()
                assert not watchdog.is_in_a_handler
                tasks.start_soon(watchdog.call, "two", blocks, (), {})

    def named(session: str, how: str) -> list[str]:
        return [line for line in log.lines if f" of {session!r} " in line and how in line]

    anyio.run(main, backend=backend)
    assert len(named("two", "' blocked the event loop for 10.0 s")) == 1
    assert named("one", "' blocked the event loop for") == []


@pytest.mark.parametrize("backend", BACKENDS)
def test_our_own_work_is_named_too_but_is_no_handler(backend: str) -> None:
    log = Log()

    async def main() -> None:
        watchdog = Watchdog(ALLOWED, log.logger)

        def carry_out(number: int) -> int:
            assert not watchdog.is_in_a_handler
            log.block_until_named()
            return number + 1

        with watchdog.running():
            assert watchdog.watch("<Session 7>", carry_out, 2) == 3

    anyio.run(main, backend=backend)
    assert "carry_out" in log.lines[0]
    assert "<Session 7>" in log.lines[0]


def test_nobody_watches_without_a_bound() -> None:
    log = Log()
    watch(log, lambda: None, "asyncio", allowed=math.inf)
    assert log.lines == []


def test_one_thread_and_no_handler_no_thread() -> None:
    async def main() -> None:
        watchdog = Watchdog(ALLOWED, logging.getLogger("unused"))
        with watchdog.running():
            assert names() == 0
            for _ in range(100):
                await watchdog.call("s", lambda: None, (), {})
            assert names() == 1
        assert names() == 0

    def names() -> int:
        return sum(thread.name == "pgwidgets watchdog" for thread in threading.enumerate())

    asyncio.run(main())


def test_handlers_in_quick_succession_wake_the_thread_once() -> None:
    class Counted(threading.Event):
        sets = 0

        def set(self) -> None:
            self.sets += 1
            super().set()

    async def main() -> None:
        watchdog = Watchdog(ALLOWED, logging.getLogger("unused"))
        watchdog._wake = wake = Counted()
        with watchdog.running():
            await watchdog.call("s", lambda: None, (), {})
            while not watchdog._is_asleep:
                await anyio.lowlevel.checkpoint()
            watchdog._allowed = 60.0  # so that all that follows is within it
            for _ in range(200):
                await watchdog.call("s", lambda: None, (), {})
                await anyio.to_thread.run_sync(lambda: None)  # other threads have their turn
            assert wake.sets == 1

    asyncio.run(main())


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_handler_is_named_after_a_rest(backend: str) -> None:
    log = Log()

    async def main() -> None:
        watchdog = Watchdog(ALLOWED, log.logger)
        with watchdog.running():
            await watchdog.call("s", lambda: None, (), {})
            while not watchdog._is_asleep:
                await anyio.lowlevel.checkpoint()
            await watchdog.call("s", log.block_until_named, (), {})

    anyio.run(main, backend=backend)
    assert "still does" in "".join(log.lines)


@pytest.mark.parametrize("backend", BACKENDS)
def test_what_is_awaited_goes_on_as_ever(backend: str) -> None:
    """Values, exceptions and cancellations pass through."""
    log = Log()
    got: list[Any] = []

    class Old:
        """Awaitable by a plain iterator, which has no send()."""

        def __await__(self) -> Any:
            return iter(())

    async def handler() -> None:
        with anyio.move_on_after(0) as scope:
            await anyio.Event().wait()
        got.append(scope.cancelled_caught)
        try:
            with anyio.fail_after(0):
                await anyio.sleep(3600)
        except TimeoutError:
            got.append("timeout")
        got.append(await anyio.to_thread.run_sync(lambda: "thread"))
        await Old()
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        watch(log, handler, backend)
    assert got == [True, "timeout", "thread"]
    watch(log, Old, backend)


def test_cancelling_reaches_the_handler() -> None:
    ended: list[str] = []

    async def main() -> None:
        watchdog = Watchdog(ALLOWED, logging.getLogger("unused"))

        async def waits() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                ended.append("cancelled")

        with watchdog.running():
            task = asyncio.create_task(watchdog.call("s", waits, (), {}))
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(main())
    assert ended == ["cancelled"]


@pytest.mark.parametrize("backend", BACKENDS)
def test_an_application_names_its_handlers(backend: str) -> None:
    log = Log()

    async def main() -> None:
        app = Application(0, 0, logger=log.logger, limits=Limits(handler_stall=ALLOWED))
        done = anyio.Event()

        async def on_timer(*args: Any) -> None:
            await anyio.lowlevel.checkpoint()
            log.block_until_named()
            done.set()

        async with app:
            session = app.create_session("blocked")
            timer = await session.make_timer(0.001)
            await timer.on("expired", on_timer)
            await timer.start()
            with anyio.fail_after(PATIENCE):
                await done.wait()

    anyio.run(main, backend=backend)
    assert "on_timer" in log.lines[0]
    assert "<Session 'blocked'" in log.lines[0]

"""Handlers: their order, their modes, their errors, and what they may do meanwhile."""

import asyncio
import contextlib
import logging
import os
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

import anyio
import pytest

from async_api.peer import Peer, Signal, in_loop, serving, soon
from patience import PATIENCE
from pgwidgets.async_ import Application, Session
from pgwidgets_proto import Limits

MODES = ["per_session", "serialized", "concurrent"]


@contextlib.asynccontextmanager
async def button_of(
    handler: Callable[..., Any], **settings: Any
) -> AsyncIterator[tuple[Application, Peer]]:
    """A browser that shows a button with this handler, which gets the session."""
    async with serving(**settings) as app:

        @app.on_connect
        def setup(session: Session) -> None:
            W = session.get_widgets()
            W.Label("-")
            W.Button("x").on("activated", handler, session)

        async with Peer.visiting(app.url) as peer:
            await peer.until(lambda: peer.widgets("Button") and peer.the("Button").listeners)
            yield app, peer


def label_of(session: Session) -> Any:
    return next(w for w in session.walk_widget_tree() if type(w).__name__ == "Label")


# --- errors


async def _cancelled_elsewhere(session: Session) -> None:
    task = asyncio.create_task(asyncio.Event().wait())
    await asyncio.sleep(0)
    task.cancel()
    await task


async def _cancels_itself(session: Session) -> None:
    raise asyncio.CancelledError


def _raises(session: Session) -> None:
    raise ZeroDivisionError("in a handler")


async def _raises_later(session: Session) -> None:
    await asyncio.sleep(0)
    raise ZeroDivisionError("in a handler")


async def _raises_in_a_group(session: Session) -> None:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_raises_later, session)


async def _times_out(session: Session) -> None:
    async with asyncio.timeout(0):
        await asyncio.Event().wait()


def _takes_nothing() -> None:
    raise AssertionError("not called")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "handler",
    [
        _raises,
        _raises_later,
        _raises_in_a_group,
        _times_out,
        _takes_nothing,
        _cancelled_elsewhere,
        _cancels_itself,
    ],
)
@in_loop
async def test_a_handler_that_fails_takes_nothing_down(
    handler: Callable[..., Any], mode: Any, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger("the program's own")
    async with button_of(handler, concurrency_handling=mode, logger=logger) as (app, peer):
        await peer.click(peer.the("Button"))
        changed = Signal()
        caplog.handler.emit = _and_then(caplog.handler.emit, changed.fire)  # type: ignore[method-assign]
        await changed.until(lambda: any(r.exc_info for r in caplog.records), "a traceback")
        (record,) = [r for r in caplog.records if r.exc_info]
        assert record.name == logger.name
        assert record.levelno == logging.ERROR
        assert handler.__name__ in record.getMessage()
        session = app.sessions[1]
        assert f" of {session!r} raised" in record.getMessage()
        session.get_widgets().Button("works").on(
            "activated", lambda: label_of(session).set_text("alive")
        )
        await peer.until(
            lambda: len(peer.widgets("Button")) == 2 and peer.widgets("Button")[1].listeners
        )
        await peer.click(peer.widgets("Button")[1])
        await peer.until_text("alive")
        async with Peer.visiting(app.url) as other:
            await other.until_page_has(1, "Button")


def _and_then(emit: Callable[[Any], None], then: Callable[[], None]) -> Callable[[Any], None]:
    def both(record: Any) -> None:
        emit(record)
        then()

    return both


@in_loop
async def test_one_failing_handler_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    async with button_of(_raises) as (app, peer):
        session = app.sessions[1]
        (button,) = [w for w in session.walk_widget_tree() if type(w).__name__ == "Button"]
        button.on("activated", lambda: label_of(session).set_text("second"))
        await peer.click(peer.the("Button"))
        await peer.until_text("second")


@pytest.mark.parametrize("when", ["connect", "disconnect"])
@in_loop
async def test_a_failing_handler_of_the_application(
    when: str, caplog: pytest.LogCaptureFixture
) -> None:
    called: list[int | str] = []
    changed = Signal()
    async with serving() as app:
        register = getattr(app, f"on_{when}")

        @register
        async def bad(session: Session) -> None:
            raise ZeroDivisionError

        @register
        def good(session: Session) -> None:
            called.append(session.id)
            changed.fire()

        async with Peer.visiting(app.url) as peer:
            pass
        await changed.until(lambda: called == [1])
        async with Peer.visiting(app.url, like=peer):
            pass
    assert any(r.exc_info for r in caplog.records)


# --- what a handler may be


@in_loop
async def test_handlers_of_every_kind() -> None:
    class Callable_:
        async def __call__(self, session: Session) -> None:
            await label_of(session).set_text("an object")

    async def coroutine(session: Session) -> None:
        await label_of(session).set_text("a coroutine")

    def gives_a_coroutine(session: Session) -> Any:
        return coroutine(session)

    kinds: dict[str, Callable[..., Any]] = {
        "a completion": lambda session: label_of(session).set_text("a completion"),
        "a coroutine": gives_a_coroutine,
        "an object": Callable_(),
        "a task": lambda session: asyncio.ensure_future(_set_later(session, "a task")),
    }
    for text, handler in kinds.items():
        async with button_of(handler) as (_, peer):
            await peer.click(peer.the("Button"))
            await peer.until_text(text)


async def _set_later(session: Session, text: str) -> None:
    await asyncio.sleep(0)
    await label_of(session).set_text(text)


@in_loop
async def test_extra_arguments_and_removal() -> None:
    calls: list[Any] = []
    changed = Signal()

    def note(*args: Any, **keywords: Any) -> None:
        calls.append((args, keywords))
        changed.fire()

    async with serving() as app:
        session = app.create_session()
        W = session.get_widgets()
        entry = W.TextEntry("")
        other = W.Button("x")
        await entry.on("activated", note, 1, key=2, action=3, handler=4)
        await entry.add_callback("activated", note, 3)
        await entry.add_callback("activated", note)
        async with Peer.visiting(app.url, session_id=session.id, token=session.token) as peer:
            await peer.until(lambda: peer.widgets("Button"))
            wid = peer.the("TextEntry").wid
            assert peer.the("TextEntry").listeners >= {"activated"}
            await peer.report(wid, "activated", "typed")
            await changed.until(lambda: len(calls) == 3)
            assert calls == [
                (("typed", 1), {"key": 2, "action": 3, "handler": 4}),
                ((entry, "typed", 3), {}),
                ((entry, "typed"), {}),
            ]
            assert entry.get_text() == "typed"
            await entry.remove_callback("activated", print)  # not there: nothing happens
            await entry.remove_callback("activated", note)
            await entry.remove_callback("activated", note)
            await peer.report(wid, "activated", "again")
            await other.on("activated", note)
            await peer.until(lambda: peer.the("Button").listeners)
            await peer.click(peer.the("Button"))
            await changed.until(lambda: len(calls) == 4)
            assert calls[3] == ((), {})
            assert entry.get_text() == "again"  # Python keeps up, with a handler or without
            await other.remove_callback("activated", note)
            await peer.until(lambda: not peer.the("Button").listeners)


@in_loop
async def test_a_removed_handler_is_not_called_for_events_on_their_way() -> None:
    calls: list[int] = []
    async with serving() as app:
        session = app.create_session()
        W = session.get_widgets()
        button, end = W.Button("x"), W.Button("end")
        changed = Signal()

        def once() -> None:
            calls.append(1)
            button.remove_callback("activated", once)

        button.on("activated", once)
        end.on("activated", changed.fire)
        ended = False

        def finish() -> None:
            nonlocal ended
            ended = True
            changed.fire()

        end.on("activated", finish)
        async with Peer.visiting(app.url, session_id=session.id, token=session.token) as peer:
            await peer.until(lambda: len(peer.widgets("Button")) == 2)
            click = {"type": "callback", "wid": button.wid, "action": "activated", "args": []}
            await peer.say([click] * 5 + [{**click, "wid": end.wid}])
            await changed.until(lambda: ended)
        assert calls == [1]


# --- order and modes


class Room:
    """Handlers come in, tell that they are there, and stay until they are let go."""

    def __init__(self) -> None:
        self.changed = Signal()
        self.inside: list[int | str] = []
        self.entered: list[int | str] = []
        self.most = 0
        self.may_leave: set[int | str] = set()

    async def stay(self, session: Session) -> None:
        self.inside.append(session.id)
        self.entered.append(session.id)
        self.most = max(self.most, len(self.inside))
        self.changed.fire()
        try:
            await self.changed.until(lambda: session.id in self.may_leave)
        finally:
            self.inside.remove(session.id)
            self.changed.fire()

    def let_go(self, *ids: int | str) -> None:
        self.may_leave.update(ids)
        self.changed.fire()


@contextlib.asynccontextmanager
async def two_in_a_room(mode: str) -> AsyncIterator[tuple[Room, Peer, Peer]]:
    room = Room()
    async with contextlib.AsyncExitStack() as stack:
        app, one = await stack.enter_async_context(button_of(room.stay, concurrency_handling=mode))
        async with Peer.visiting(app.url) as two:
            await two.until(lambda: two.widgets("Button") and two.the("Button").listeners)
            try:
                yield room, one, two
            finally:
                room.let_go(1, 2)
                await room.changed.until(lambda: not room.inside)


@in_loop
async def test_per_session_serialises_one_session_and_interleaves_others() -> None:
    async with two_in_a_room("per_session") as (room, one, two):
        await one.click(one.the("Button"))
        await one.click(one.the("Button"))
        await room.changed.until(lambda: room.entered == [1])
        await two.click(two.the("Button"))
        await room.changed.until(lambda: room.entered == [1, 2])
        room.let_go(2)
        await room.changed.until(lambda: room.inside == [1])
        for _ in range(3):
            await two.click(two.the("Button"))
        await room.changed.until(lambda: room.entered == [1, 2, 2, 2, 2])
        assert room.inside.count(1) == 1  # its second click still waits
        room.let_go(1)
        await room.changed.until(lambda: room.entered.count(1) == 2)
    assert room.most == 2


@in_loop
async def test_serialized_lets_one_handler_run_at_a_time() -> None:
    async with two_in_a_room("serialized") as (room, one, two):
        await one.click(one.the("Button"))
        await room.changed.until(lambda: room.entered == [1])
        await two.click(two.the("Button"))
        pong = await two.socket.ping()
        await soon(pong)  # the click has come, and waits
        for _ in range(50):
            await asyncio.sleep(0)
        assert room.entered == [1]
        await one.click(one.the("Button"))
        room.let_go(1)
        await room.changed.until(lambda: 2 in room.entered)
        room.let_go(2)
        await room.changed.until(lambda: sorted(map(str, room.entered)) == ["1", "1", "2"])
    assert room.most == 1


@in_loop
async def test_concurrent_lets_no_handler_wait() -> None:
    async with two_in_a_room("concurrent") as (room, one, two):
        for _ in range(3):
            await one.click(one.the("Button"))
        await two.click(two.the("Button"))
        await room.changed.until(lambda: sorted(map(str, room.inside)) == ["1", "1", "1", "2"])
    assert room.most == 4


@pytest.mark.parametrize("mode", MODES)
@in_loop
async def test_events_are_handled_in_the_order_of_their_coming(mode: str) -> None:
    order: list[int] = []
    changed = Signal()
    async with serving(concurrency_handling=mode) as app:
        session = app.create_session()
        W = session.get_widgets()
        entry = W.TextEntry("")

        async def typed(text: str) -> None:
            if mode != "concurrent":
                assert entry.get_text() == text  # a handler never sees a later state
                await asyncio.sleep(0)
                assert entry.get_text() == text
            order.append(int(text))
            changed.fire()

        entry.on("activated", typed)
        async with Peer.visiting(app.url, session_id=session.id, token=session.token) as peer:
            await peer.until(
                lambda: peer.widgets("TextEntry") and "activated" in peer.the("TextEntry").listeners
            )
            for number in range(300):
                await peer.report(entry.wid, "activated", str(number))
            await changed.until(lambda: len(order) == 300)
        assert order == list(range(300))


@in_loop
async def test_only_what_waits_behind_a_handler_is_watched() -> None:
    async with serving() as app:
        session = app.create_session()
        entry = session.get_widgets().TextEntry("")
        backlog, queue = app._pgwidgets.dispatcher._backlog, session._pgwidgets
        let_go = asyncio.Event()
        watched: list[bool] = []
        changed = Signal()

        async def typed(text: str) -> None:
            watched.append(backlog.is_watched(queue))
            changed.fire()
            if text == "wait":
                await let_go.wait()

        entry.on("activated", typed)
        async with Peer.visiting(app.url, session_id=session.id, token=session.token) as peer:
            await peer.until(
                lambda: peer.widgets("TextEntry") and "activated" in peer.the("TextEntry").listeners
            )
            backlog.forget(queue)  # of its coming
            for number, text in enumerate(("at once", "at once", "wait"), 1):
                await peer.report(entry.wid, "activated", text)
                await changed.until(lambda number=number: len(watched) == number)
            await peer.report(entry.wid, "activated", "later")
            for _ in range(100_000):
                if backlog.is_watched(queue):
                    break
                await asyncio.sleep(0)
            let_go.set()
            await changed.until(lambda: len(watched) == 4)
    assert watched == [False, False, False, True]


@pytest.mark.parametrize("mode", ["per_session", "concurrent"])
@in_loop
async def test_a_handler_that_hangs_delays_no_other_session(mode: str) -> None:
    entered = asyncio.Event()

    async def hang(session: Session) -> None:
        if session.id == 1:
            entered.set()
            await asyncio.Event().wait()
        await label_of(session).set_text("done")

    limits = Limits(close_time=0.05)
    async with button_of(hang, concurrency_handling=mode, limits=limits) as (app, stuck):
        await stuck.click(stuck.the("Button"))
        await soon(entered.wait())
        async with Peer.visiting(app.url) as other:
            await other.until(lambda: other.widgets("Button") and other.the("Button").listeners)
            await other.click(other.the("Button"))
            await other.until_text("done")
            label_of(app.sessions[1]).set_text("from elsewhere")
            await stuck.until_text("from elsewhere")


@in_loop
async def test_many_events_of_one_session_let_others_have_their_turn() -> None:
    """Sync handlers of a long queue must not keep the loop to themselves."""
    order: list[int | str] = []
    changed = Signal()
    sent = threading.Event()

    def handle(session: Session) -> None:
        if not order:
            clicking.start()
            assert sent.wait(PATIENCE)  # meanwhile, the other one clicks
        order.append(session.id)
        changed.fire()

    async with button_of(handle) as (app, busy), Peer.visiting(app.url) as other:
        await other.until(lambda: other.widgets("Button") and other.the("Button").listeners)
        raw = other.socket.transport.get_extra_info("socket").fileno()
        frame = b'{"type":"callback","wid":2,"action":"activated","args":[]}'

        def click_from_a_thread() -> None:
            os.write(raw, b"\x81" + bytes([0x80 | len(frame)]) + b"\0\0\0\0" + frame)
            sent.set()

        clicking = threading.Thread(target=click_from_a_thread)
        click = {"type": "callback", "wid": 2, "action": "activated", "args": []}
        await busy.say([click] * 2000)
        await changed.until(lambda: len(order) == 2001)
        clicking.join(PATIENCE)
    assert 0 < order.index(2) < 2000

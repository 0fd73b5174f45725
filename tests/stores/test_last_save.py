"""The last save of a server that stops: what is begun with ends before it, and nothing after it."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from async_api.peer import Peer, in_loop, soon, turns_until
from patience import PATIENCE
from pgwidgets import async_, sync
from pgwidgets.stores import MemoryStore
from pgwidgets.testing import SimulatedBrowser
from stores.test_saving import Server, data_in


async def _pressed_three_times(app: Any, begun: list[int]) -> Peer:
    """A browser whose user has pressed three times; the first time a handler is at."""
    peer = await Peer.open(app.url or "")
    await peer.until_page_has(1, "Button")
    await peer.until(lambda: "activated" in peer.the("Button").listeners)
    for _ in range(3):
        await peer.click(peer.the("Button"))
    (session,) = app.sessions.values()
    await peer.until(lambda: (len(begun), len(session._pgwidgets.core.inbox)) == (1, 2))
    return peer


@in_loop
async def test_handlers_that_come_late_are_left_to_the_next_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = MemoryStore()
    app = async_.Application(0, 0, max_sessions=None, store=store)
    begun: list[int] = []
    may_end = asyncio.Event()

    @app.on_connect
    async def build(session: async_.Session) -> None:
        button = session.get_widgets().Button("press")

        async def press() -> None:
            begun.append(len(begun))
            await may_end.wait()
            session.data["count"] = session.data.get("count", 0) + 1

        await button.on("activated", press)

    await app.start()
    peer = await _pressed_three_times(app, begun)
    (session,) = app.sessions.values()
    dispatcher: Any = app._pgwidgets.dispatcher
    finish, patiences = dispatcher.finish, []

    async def finish_soon(patience: float) -> None:
        patiences.append(patience)
        if len(patiences) > 1:  # the first time is over before the handler has ended
            may_end.set()
            await finish(patience)

    monkeypatch.setattr(dispatcher, "finish", finish_soon)
    await soon(app.close())
    assert len(begun) == 1
    assert data_in(store, *store.sessions()) == {"count": 1}
    peer.socket.transport.abort()
    await app.start()
    await turns_until(lambda: session.data == {"count": 3})
    await soon(app.close())
    assert data_in(store, *store.sessions()) == {"count": 3}


@in_loop
async def test_handlers_of_threads_that_come_late_are_left_to_the_next_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = MemoryStore()
    app = sync.Application(0, 0, max_sessions=None, store=store)
    begun: list[int] = []
    may_end = threading.Event()

    @app.on_connect
    def build(session: sync.Session) -> None:
        button = session.get_widgets().Button("press")

        def press() -> None:
            begun.append(len(begun))
            may_end.wait(PATIENCE)
            session.data["count"] = session.data.get("count", 0) + 1

        button.on("activated", press)

    app.start()
    peer = await _pressed_three_times(app, begun)
    dispatcher: Any = app._pgwidgets.dispatcher
    wait_for_rest, patiences = dispatcher.wait_for_rest, []

    def wait_shortly(patience: float) -> None:
        patiences.append(patience)
        if len(patiences) > 1:
            may_end.set()
            wait_for_rest(patience)

    monkeypatch.setattr(dispatcher, "wait_for_rest", wait_shortly)
    await soon(asyncio.to_thread(app.close))
    may_end.set()
    assert len(begun) == 1
    assert data_in(store, *store.sessions()) == {"count": 1}
    peer.socket.transport.abort()


def _tell_of_stop(app: Any, tell: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    hub = app._pgwidgets.hub
    stop = hub.stop_reading

    def stop_reading() -> None:
        stop()
        tell()

    monkeypatch.setattr(hub, "stop_reading", stop_reading)


@in_loop
async def test_a_handler_that_waits_for_its_page_ends_before_the_last_save(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = MemoryStore()
    app = async_.Application(0, 0, max_sessions=None, store=store)
    begun: list[int] = []
    stops = asyncio.Event()
    _tell_of_stop(app, stops.set, monkeypatch)

    @app.on_connect
    async def build(session: async_.Session) -> None:
        button = session.get_widgets().Button("press")

        async def press() -> None:
            begun.append(len(begun))
            await stops.wait()
            await button.set_text("pressed")
            await session.flush()
            session.data["count"] = session.data.get("count", 0) + 1

        await button.on("activated", press)

    await app.start()
    peer = await _pressed_three_times(app, begun)
    await soon(app.close())
    assert data_in(store, *store.sessions()) == {"count": 3}
    assert peer.the("Button").get("text") == "pressed"
    peer.socket.transport.abort()


@in_loop
async def test_a_handler_of_a_thread_that_waits_for_its_page_ends_before_the_last_save(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = MemoryStore()
    app = sync.Application(0, 0, max_sessions=None, store=store)
    begun: list[int] = []
    stops = threading.Event()
    _tell_of_stop(app, stops.set, monkeypatch)

    @app.on_connect
    def build(session: sync.Session) -> None:
        button = session.get_widgets().Button("press")

        def press() -> None:
            begun.append(len(begun))
            assert stops.wait(PATIENCE)
            button.set_text("pressed")
            session.flush()
            session.data["count"] = session.data.get("count", 0) + 1

        button.on("activated", press)

    app.start()
    peer = await _pressed_three_times(app, begun)
    await soon(asyncio.to_thread(app.close))
    assert data_in(store, *store.sessions()) == {"count": 3}
    assert peer.the("Button").get("text") == "pressed"
    peer.socket.transport.abort()


def test_nothing_is_begun_with_between_the_last_save_and_the_next_run() -> None:
    store = MemoryStore()
    server = Server(store)
    session = server.session("one")
    button = session.create("Button", ("press",))
    session.listen(button, "activated")
    browser = SimulatedBrowser(server.hub, session_id=session.id, token=session.token)
    browser.exchange()
    while session.next_event() is not None:
        pass
    browser.click(browser.widget("Button").wid)
    browser.exchange()
    server.saver.stop()
    assert session.next_event() is None
    server.saver.begin()
    assert session in server.hub.ready_sessions()
    assert session.next_event() is not None

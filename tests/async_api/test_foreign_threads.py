"""Widgets of the async API belong to the event loop's thread: what happens in others.

On both event loops. Threads here are joined, so nothing is waited for but what is to come.
"""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import pytest

from async_api.peer import turns_until
from pgwidgets.async_ import Application, Session
from pgwidgets_proto import SessionGoneError

PATIENCE = 20.0
ELSEWHERE = "runs in another one. Nothing was changed"

on_both = pytest.mark.parametrize("backend", ["asyncio", "trio"])


def serve(backend: str, test: Callable[[Application], Awaitable[None]], **settings: Any) -> None:
    """Run a test beside an application that serves."""

    async def main() -> None:
        with anyio.fail_after(PATIENCE):
            async with Application(0, 0, max_sessions=None, **settings) as app:
                while app._pgwidgets.clock is None:
                    await anyio.lowlevel.checkpoint()
                await test(app)

    anyio.run(main, backend=backend)


async def in_thread(function: Callable[[], Any]) -> Any:
    """Call it in another thread; gives what it returns, or the exception that it raises."""

    def call() -> Any:
        try:
            return function()
        except Exception as exc:
            return exc

    return await anyio.to_thread.run_sync(call)


OPERATIONS: list[tuple[str, Callable[[Session, Any], object]]] = [
    ("Label.set_text()", lambda session, label: label.set_text("changed")),
    ("Button", lambda session, label: session.get_widgets().Button("new")),
    ("Label", lambda session, label: label.on("pointer-down", print)),
    ("Label", lambda session, label: label.remove_callback("pointer-down", print)),
    ("Label.destroy()", lambda session, label: label.destroy()),
    ("the session", lambda session, label: session.flush()),
    ("the session", lambda session, label: session.reconstruct()),
    ("the session", lambda session, label: session.close()),
    ("the session", lambda session, label: session.rotate_token()),
    ("the session", lambda session, label: session.browsers),
    ("the application", lambda session, label: session.destroy()),
    ("the application", lambda session, label: session.app.create_session()),
    ("the application", lambda session, label: session.app.set_default_font("sans")),
    ("the application", lambda session, label: session.app.open_url("https://example.org/")),
]


@on_both
@pytest.mark.parametrize(("name", "operation"), OPERATIONS)
def test_what_another_thread_calls_is_refused_before_anything_changes(
    backend: str, name: str, operation: Callable[[Session, Any], object]
) -> None:
    async def test(app: Application) -> None:
        session = app.create_session()
        label = session.get_widgets().Label("as it was")
        token, widgets = session.token, len(session._pgwidgets.core.nodes)
        refused = await in_thread(lambda: operation(session, label))
        assert isinstance(refused, RuntimeError)
        assert ELSEWHERE in str(refused)
        assert "session.call_soon_threadsafe(function, *args)" in str(refused)
        assert str(refused).startswith(f"{name} can't be used in the thread")
        assert label.get_text() == "as it was"
        assert (session.token, len(session._pgwidgets.core.nodes)) == (token, widgets)
        assert not session._pgwidgets.core.is_destroyed
        assert list(app.sessions.values()) == [session]
        assert not label._pgwidgets.handlers.of("pointer-down")

    serve(backend, test)


@on_both
def test_another_threads_event_loop_is_refused_as_well(backend: str) -> None:
    async def test(app: Application) -> None:
        label = app.create_session().get_widgets().Label("as it was")

        async def call() -> None:
            await label.set_text("changed")

        async def close() -> None:
            await app.close()

        for stranger in (call, close):
            refused = await in_thread(lambda run=stranger: asyncio.run(run()))
            assert isinstance(refused, RuntimeError)
            assert ELSEWHERE in str(refused)
        assert label.get_text() == "as it was"
        assert app._pgwidgets._closing is not None
        assert not app._pgwidgets._closing.is_set()

    serve(backend, test)


@on_both
def test_what_any_thread_may_read(backend: str) -> None:
    async def test(app: Application) -> None:
        session = app.create_session("desk", "secret")
        url = session.get_url()

        W = session.get_widgets()
        label, check, box = W.Label("text"), W.CheckBox("b"), W.VBox()
        box.add_widget(label)
        timer, source = session.make_timer(5), W.TextSource("text")
        check.set_state(True)

        def read() -> tuple[object, ...]:
            found = app.sessions["desk"]
            return (found, found.id, found.token, found.is_connected, found.get_url(), app.url)

        def read_widgets() -> tuple[object, ...]:
            return (
                label.get_text(),
                check.get_state(),
                box.get_children(),
                label.get_size(),
                timer.is_set(),
                timer.get_duration(),
                source.get_text(),
                source.get_length(),
            )

        assert await in_thread(read) == (session, "desk", "secret", False, url, app.url)
        assert await in_thread(read_widgets) == read_widgets()


@on_both
def test_what_asks_a_browser_or_makes_something_is_no_mere_reading(backend: str) -> None:
    async def test(app: Application) -> None:
        W = app.create_session().get_widgets()
        video, source = W.VideoWidget(), W.TextSource("text")
        for call in (video.get_duration, source.get_cursor):
            refused = await in_thread(call)
            assert isinstance(refused, RuntimeError)
            assert ELSEWHERE in str(refused)

    serve(backend, test)


@on_both
def test_the_event_loop_calls_what_another_thread_gives_it(backend: str) -> None:
    async def test(app: Application) -> None:
        session = app.create_session()
        label = session.get_widgets().Label("0")
        threads, done = [], anyio.Event()

        def count(by: int) -> None:
            threads.append(threading.get_ident())
            label.set_text(str(int(label.get_text()) + by))

        def call() -> None:
            for by in range(5):
                session.call_soon_threadsafe(count, by)
            session.call_soon_threadsafe(label.set_tooltip, "counted")
            session.call_soon_threadsafe(done.set)

        assert await in_thread(call) is None
        await done.wait()
        assert (label.get_text(), label.get_tooltip()) == ("10", "counted")
        assert set(threads) == {threading.get_ident()}
        session.call_soon_threadsafe(label.set_text, "from here, too")
        while label.get_text() == "10":
            await anyio.lowlevel.checkpoint()

    serve(backend, test)


@on_both
def test_what_goes_wrong_there_is_logged(backend: str, caplog: pytest.LogCaptureFixture) -> None:
    async def test(app: Application) -> None:
        session = app.create_session()
        done = anyio.Event()

        async def later() -> None: ...

        def call() -> None:
            session.call_soon_threadsafe(lambda: 1 / 0)
            session.call_soon_threadsafe(lambda: later())
            session.call_soon_threadsafe(done.set)

        assert await in_thread(call) is None
        await done.wait()

    with caplog.at_level(logging.ERROR):
        serve(backend, test)
    assert [record.exc_info is not None for record in caplog.records] == [True, False]
    assert "the session lives on" in caplog.text
    assert "gave a coroutine" in caplog.text


@on_both
def test_what_can_not_be_called_is_refused(backend: str) -> None:
    async def test(app: Application) -> None:
        session = app.create_session()

        async def later() -> None: ...

        for bad, word in ((later, "a coroutine function"), (None, "something to call")):
            refused = await in_thread(lambda bad=bad: session.call_soon_threadsafe(bad))
            assert isinstance(refused, TypeError)
            assert word in str(refused)
        session.destroy()
        refused = await in_thread(lambda: session.call_soon_threadsafe(print))
        assert isinstance(refused, SessionGoneError)

    serve(backend, test)


@on_both
def test_while_nobody_serves_any_thread_will_do(backend: str) -> None:
    """Before the event loop runs, and after it."""
    app = Application(0, 0, max_sessions=None)
    made = []

    def build() -> None:
        made.append(app.create_session().get_widgets().Label("built elsewhere"))

    thread = threading.Thread(target=build)
    thread.start()
    thread.join()
    label = made[0]
    with pytest.raises(RuntimeError, match="does not serve"):
        label.session.call_soon_threadsafe(print)

    async def life() -> None:
        async with app:
            label.set_text("served")

    anyio.run(life, backend=backend)
    thread = threading.Thread(target=lambda: label.set_text("after it"))
    thread.start()
    thread.join()
    assert label.get_text() == "after it"
    # And once more, in another thread.
    thread = threading.Thread(target=lambda: anyio.run(life, backend=backend))
    thread.start()
    thread.join()
    assert label.get_text() == "served"


def test_a_loop_that_goes_on_in_another_thread_takes_the_widgets_along() -> None:
    """As where a program starts the application, and then gives its loop a thread."""
    loop = asyncio.new_event_loop()
    app = Application(0, 0, max_sessions=None)

    async def start() -> None:
        await app.start()
        await turns_until(lambda: app._pgwidgets.clock is not None)

    loop.run_until_complete(start())
    label = app.create_session().get_widgets().Label("built while the loop stands still")
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def change() -> str:
        await label.set_text("changed by the loop")
        return str(label.get_text())

    future = asyncio.run_coroutine_threadsafe(change(), loop)
    assert future.result(PATIENCE) == "changed by the loop"
    with pytest.raises(RuntimeError, match="runs in another one"):
        label.set_text("from where it was before")
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    label.set_text("while it stands still again")
    loop.run_until_complete(app.close())
    loop.close()
    assert label.get_text() == "while it stands still again"

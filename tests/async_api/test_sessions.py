"""Sessions: batches, flushes, errors, ends, and what they tell of themselves."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from async_api.peer import Peer, Signal, in_loop, serving, soon
from pgwidgets.async_ import Application, Session, Widgets
from pgwidgets_proto import BrowserError, SessionGoneError


@contextlib.asynccontextmanager
async def shown(**settings: Any) -> AsyncIterator[tuple[Application, Session, Peer]]:
    """A session that one browser shows."""
    async with serving(**settings) as app:
        session = app.create_session()
        async with Peer.visiting(app.url, session_id=session.id, token=session.token) as peer:
            await peer.until(lambda: peer.seen == 2)
            peer.frames.clear()
            peer.messages.clear()
            yield app, session, peer


# --- batch


@in_loop
async def test_a_batch_is_one_frame() -> None:
    async with shown() as (_, session, peer):
        W = session.get_widgets()
        async with session.batch():
            labels = [await W.Label(str(number)) for number in range(100)]
            for label in labels:
                await label.set_text("x" * 2000)  # 200 kB: more than a frame holds otherwise
            await asyncio.sleep(0)
            assert peer.frames == []
        await peer.until(lambda: peer.frames)
        await soon(session.flush())
        assert len(peer.frames) == 1
        assert [w.get("text") for w in peer.widgets("Label")] == ["x" * 2000] * 100
        kinds = {message["type"] for message in peer.messages}
        assert kinds == {"create", "batch"}


@in_loop
async def test_batches_nest_and_the_outermost_counts() -> None:
    async with shown() as (_, session, peer):
        W = session.get_widgets()
        label = W.Label("0")
        await soon(session.flush())
        peer.frames.clear()
        async with session.batch():
            await label.set_text("1")
            async with label.batch():
                await W.Label("2")
            with session.batch():
                await W.Label("3")
            for _ in range(10):
                await asyncio.sleep(0)
            assert peer.frames == []
        await peer.until_page_has(3, "Label")
        assert len(peer.frames) == 1


@in_loop
async def test_a_call_within_a_call_takes_no_batch_away() -> None:
    """As of a program's own sequence, which is looked at while the call is carried out."""

    class Rows(Sequence[Any]):
        def __len__(self) -> int:
            return 1

        def __getitem__(self, index: Any) -> Any:
            label.set_text("rows are read")
            if index:
                raise IndexError
            return {"a": "x"}

    async with shown() as (_, session, peer):
        W = session.get_widgets()
        label = W.Label("0")
        table = W.TableView(columns=[{"label": "A", "key": "a"}])
        await soon(session.flush())
        peer.frames.clear()
        with session.batch():
            table.set_rows(Rows())
            W.Label("1")
            for _ in range(10):
                await asyncio.sleep(0)
            assert peer.frames == []
        await peer.until_page_has(2, "Label")
        assert label.get_text() == "rows are read"
        assert len(peer.frames) == 1


@in_loop
async def test_a_batch_with_plain_with() -> None:
    """The design's words: `batch()` with `with`, and in async also `async with`."""
    async with shown() as (_, session, peer):
        W = session.get_widgets()
        with session.batch():
            W.Label("1")
            W.Label("2")
            await asyncio.sleep(0)
            assert peer.frames == []
        await peer.until_page_has(2, "Label")
        assert len(peer.frames) == 1


@in_loop
async def test_a_batch_is_the_tasks_own() -> None:
    async with shown() as (_, session, peer):
        W = session.get_widgets()
        inside, go_on = asyncio.Event(), asyncio.Event()

        async def batching() -> None:
            async with session.batch():
                await W.Label("mine")
                inside.set()
                await soon(go_on.wait())

        task = asyncio.create_task(batching())
        await soon(inside.wait())
        await W.Button("another task's")
        await peer.until_page_has(1, "Button")
        assert peer.widgets("Label") == []
        go_on.set()
        await soon(task)
        await peer.until_page_has(1, "Label")


@in_loop
async def test_a_batch_does_not_swallow_what_a_task_begun_inside_does_later() -> None:
    async with shown() as (_, session, peer):
        W = session.get_widgets()
        over = asyncio.Event()

        async def later() -> None:
            await soon(over.wait())
            await W.Button("after the block")
            async with session.batch():
                await W.Slider()
            await W.CheckBox("at the end")

        async with session.batch():
            await W.Label("in the block")
            task = asyncio.create_task(later())
        over.set()
        await soon(task)
        await peer.until_page_has(1, "Button")
        await peer.until_page_has(1, "Slider")
        await peer.until_page_has(1, "CheckBox")


@in_loop
async def test_what_was_called_before_an_exception_is_sent() -> None:
    async with shown() as (_, session, peer):
        W = session.get_widgets()
        with pytest.raises(ZeroDivisionError):  # noqa: PT012 (the block is what is tested)
            async with session.batch():
                await W.Label("before")
                raise ZeroDivisionError
        await peer.until_page_has(1, "Label")
        with pytest.raises(ZeroDivisionError):  # noqa: PT012 (the block is what is tested)
            async with session.batch(), session.batch():
                await W.Label("2")
                raise ZeroDivisionError
        await W.Label("3")
        await peer.until_page_has(3, "Label")
        cancelled = asyncio.create_task(_batch_until_cancelled(session))
        await asyncio.sleep(0)
        cancelled.cancel()
        with pytest.raises(asyncio.CancelledError):
            await cancelled
        await peer.until_page_has(4, "Label")


async def _batch_until_cancelled(session: Session) -> None:
    async with session.batch():
        await session.get_widgets().Label("before the cancellation")
        await asyncio.Event().wait()


@in_loop
async def test_a_question_or_a_flush_inside_a_batch_sends_what_was_called_before() -> None:
    async with shown() as (_, session, peer):
        W = session.get_widgets()
        peer.answers["get_duration"] = 3
        async with session.batch():
            video = await W.VideoWidget()
            await W.Label("before")
            assert await soon(video.get_duration()) == 3
            assert len(peer.widgets("Label")) == 1
            await W.Label("between")
            await soon(session.flush())
            assert len(peer.widgets("Label")) == 2
            await W.Label("after")
            await asyncio.sleep(0)
            assert len(peer.widgets("Label")) == 2
        await peer.until_page_has(3, "Label")


@in_loop
async def test_a_browser_that_comes_or_is_rebuilt_during_a_batch() -> None:
    async with shown() as (app, session, peer):
        W = session.get_widgets()
        async with session.batch():
            await W.Label("1")
            async with Peer.visiting(app.url, like=peer) as other:
                await other.until_page_has(1, "Label")
                await W.Label("2")
                await session.reconstruct()
                await W.Label("3")
                await peer.until_page_has(2, "Label")
        await peer.until_page_has(3, "Label")
        await soon(session.flush())
        assert [w.get("text") for w in peer.widgets("Label")] == ["1", "2", "3"]
        assert peer.errors == []


@in_loop
async def test_batches_of_two_sessions_do_not_mix() -> None:
    async with serving() as app:
        one, two = app.create_session(), app.create_session()
        async with (
            Peer.visiting(app.url, session_id=one.id, token=one.token) as first,
            Peer.visiting(app.url, session_id=two.id, token=two.token) as second,
        ):
            async with one.batch():
                await one.get_widgets().Label("one")
                await two.get_widgets().Label("two")
                await second.until_text("two")
                assert first.widgets("Label") == []
                async with two.batch():
                    await two.get_widgets().Label("two again")
            await first.until_text("one")
            await second.until_page_has(2, "Label")


# --- flush and errors


@in_loop
async def test_flush_waits_until_all_is_applied() -> None:
    async with shown() as (app, session, peer):
        W = session.get_widgets()
        await soon(session.flush())  # nothing to wait for
        async with Peer.visiting(app.url, like=peer) as slow:
            await slow.until(lambda: slow.seen == 2)
            slow.is_acknowledging = False
            label = W.Label("x")
            flushing = asyncio.create_task(session.flush())
            await slow.until_page_has(1, "Label")
            await peer.until_page_has(1, "Label")
            await soon(await peer.socket.ping())
            assert not flushing.done()
            label.set_text("later")  # is not waited for
            await slow.say({"type": "ack", "seen": 3})
            await soon(flushing)
            flushing = asyncio.create_task(session.flush())
        await soon(flushing)  # who has left does not count


@in_loop
async def test_flush_raises_what_went_wrong_before_it() -> None:
    async with shown() as (_, session, peer):
        W = session.get_widgets()
        heard: list[BrowserError] = []
        changed = Signal()

        @session.on_error
        async def note(error: BrowserError) -> None:
            heard.append(error)
            changed.fire()

        session.on_error(lambda error: changed.fire())
        label = W.Label("x")
        peer.fail("set_text", "no such <text>")
        await label.set_text("y")
        with pytest.raises(
            BrowserError, match=f"Label {label.wid}: set_text: no such <text>"
        ) as one:
            await soon(session.flush())
        assert (one.value.wid, one.value.method) == (label.wid, "set_text")
        await changed.until(lambda: heard == [one.value])
        await soon(session.flush())  # told once
        await label.set_text("1")
        await peer.until(lambda: len(peer.errors) == 2)
        await label.set_text("2")
        with pytest.raises(ExceptionGroup) as several:
            await soon(session.flush())
        assert [type(error) for error in several.value.exceptions] == [BrowserError] * 2
        assert label.get_text() == "2"  # Python is the truth
        await changed.until(lambda: len(heard) == 3)


@in_loop
async def test_a_failing_on_error_handler(caplog: pytest.LogCaptureFixture) -> None:
    async with shown() as (_, session, peer):
        heard: list[BrowserError] = []
        changed = Signal()

        @session.on_error
        def bad(error: BrowserError) -> None:
            raise ZeroDivisionError

        @session.on_error
        def good(error: BrowserError) -> None:
            heard.append(error)
            changed.fire()

        label = session.get_widgets().Label("x")
        peer.fail("set_text", "failed")
        label.set_text("y")
        await changed.until(lambda: heard)
    assert any(record.exc_info for record in caplog.records)


@in_loop
async def test_flush_with_a_timeout() -> None:
    async with shown() as (_, session, peer):
        peer.is_acknowledging = False
        session.get_widgets().Label("x")
        for timeout in (0, 0.01):
            with pytest.raises(TimeoutError, match=f"{timeout} s"):
                await session.flush(timeout=timeout)
        flushing = asyncio.create_task(session.flush())
        await peer.until_page_has(1, "Label")
        flushing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await flushing
        await peer.say({"type": "ack", "seen": 3})
        await soon(session.flush(timeout=60))


# --- what it tells, what it does


@in_loop
async def test_what_a_session_tells() -> None:
    async with shown() as (app, session, peer):
        assert session.app is app
        assert app.sessions == {session.id: session}
        assert session.is_connected is True
        assert len(session.connections) == 1
        assert session.get_screen_size() == (0, 0)
        await peer.say({"type": "viewport", "width": 800, "height": 600.5})
        await soon(await peer.socket.ping())
        assert session.get_screen_size() == (800, 600.5)
        assert session.get_url() == f"{app.url}#session={session.id}&token={session.token}"
        assert repr(session) == "<Session 1 browsers=1>"
    assert session.is_connected is False
    assert session.get_screen_size() == (800, 600.5)


@in_loop
async def test_the_widget_tree() -> None:
    session = Application(0, 0).create_session()
    W = session.get_widgets()
    assert list(session.walk_widget_tree()) == []
    top, box, label, loose = W.TopLevel(), W.VBox(), W.Label("x"), W.Button("loose")
    box.add_widget(label, 0)
    top.set_widget(box)
    assert list(session.walk_widget_tree()) == [top, box, label, loose]
    tree = session.walk_widget_tree()
    await next(tree).destroy()  # changing it meanwhile does no harm
    assert list(session.walk_widget_tree()) == [loose]


@in_loop
async def test_open_url_goes_to_the_browser_that_asked() -> None:
    async with shown() as (app, session, one):
        button = session.get_widgets().Button("x")
        await button.on("activated", lambda: session.open_url("https://example.org/?a=b"))
        async with Peer.visiting(app.url, like=one) as two:
            await two.until_page_has(1, "Button")
            for asker, other in ((one, two), (two, one)):
                await asker.click(asker.the("Button"))
                await asker.until(lambda p=asker: _opened(p) == ["https://example.org/?a=b"])
                await soon(session.flush())
                assert len(_opened(other)) == (0 if other is two else 1)


def _opened(peer: Peer) -> list[str]:
    return [message["url"] for message in peer.messages if message["type"] == "open-url"]


@in_loop
async def test_reconstruct() -> None:
    async with shown() as (_, session, peer):
        label = session.get_widgets().Label("x")
        await label.set_text("y")
        await soon(session.flush())
        peer.page.clear()  # as if the page had lost everything
        await session.reconstruct()
        await peer.until_text("y")
        assert peer.errors == []


@in_loop
async def test_close_sends_browsers_away_and_the_session_stays() -> None:
    async with shown() as (app, session, peer):
        W = session.get_widgets()
        label = W.Label("x")
        label.set_text("last words")
        await session.close()
        assert await peer.closed() == 4004
        assert peer.the("Label").get("text") == "last words"
        assert not session.is_connected
        label.set_text("built on")
        async with Peer.visiting(app.url, like=peer) as again:
            await again.until_text("built on")


@in_loop
async def test_destroy_ends_everything() -> None:
    async with shown() as (app, session, peer):
        W = session.get_widgets()
        label, video = W.Label("x"), W.VideoWidget()
        peer.is_acknowledging = peer.is_answering = False
        asked = asyncio.create_task(_await(video.get_duration()))
        flushing = asyncio.create_task(session.flush())
        await peer.until(lambda: any("id" in message for message in peer.messages))
        await session.destroy()
        assert await peer.closed() == 4002
        with pytest.raises(SessionGoneError):
            await soon(asked)
        await soon(flushing)  # who has left does not count
        assert app.sessions == {}
        assert label.is_destroyed
        await label.set_text("y")  # does nothing, so that the rest of a handler is not lost
        await label.on("activated", print)
        assert label.get_text() == "x"
        assert await video.get_duration() is None
        with pytest.raises(SessionGoneError):
            W.Label("new")
        await session.destroy()
        await session.close()
        async with Peer.visiting(app.url, like=peer) as stranger:
            assert stranger.token != session.token


async def _await(awaitable: Any) -> Any:
    return await awaitable


@in_loop
async def test_make_timer() -> None:
    session = Application(0, 0).create_session()
    timer = await session.make_timer(duration=1000)
    assert isinstance(timer, Widgets.Timer)
    assert list(session.walk_widget_tree()) == [timer]


@in_loop
async def test_widgets_of_another_session_are_refused() -> None:
    app = Application(0, 0)
    one, two = app.create_session(), app.create_session()
    box, label = one.get_widgets().VBox(), two.get_widgets().Label("x")
    with pytest.raises(ValueError, match="another session"):
        box.add_widget(label, 0)
    assert box.get_children() == []

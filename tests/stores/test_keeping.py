"""What programs say of what is kept, with a real file, and without any store."""

from pathlib import Path
from typing import Any

import pytest

from async_api.peer import Peer, in_loop, serving, soon, turns_until
from pgwidgets.async_ import Application, Session
from pgwidgets.stores import SQLiteStore, StoreError


@in_loop
async def test_a_file_brings_the_session_back(tmp_path: Path) -> None:
    path = tmp_path / "sessions.db"
    saved: list[Any] = []

    def application() -> Application:
        app = Application(0, 0, max_sessions=None, store=path)

        @app.on_connect
        async def build(session: Session) -> None:
            W = session.get_widgets()
            top = W.TopLevel(title="Form")
            box = W.VBox()
            await top.set_widget(box)
            for name in ("first", "second"):
                await box.add_widget(W.Label(name), 0)
                await box.add_widget(W.TextEntry("", name=name), 0)
            saved.append(dict(session.data))
            session.data["visits"] = session.data.get("visits", 0) + 1

        return app

    async with serving(application()) as app, Peer.visiting(app.url or "") as peer:
        await peer.until(lambda: len(peer.page.widgets) == 6)
        session_id, token = peer.session_id, peer.token
        (session,) = app.sessions.values()
        entry = next(w for w in session.walk_widget_tree() if repr(w).startswith("<TextEntry"))
        await entry.keep()
        await entry.set_text("Ada")
        await soon(session.save())
    async with serving(application()) as app:
        visit = Peer.visiting(app.url or "", session_id=session_id, token=token)
        async with visit as peer:
            await peer.until(lambda: len(peer.page.widgets) == 6)
            (session,) = app.sessions.values()
            assert session.id == session_id
            texts = [w.get_text() for w in session.walk_widget_tree() if "TextEntry" in repr(w)]
            assert texts == ["Ada", ""]
    assert saved == [{}, {"visits": 1}]


@in_loop
async def test_what_cannot_be_saved_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = SQLiteStore(tmp_path / "no" / "such" / "folder.db")
    async with serving(store=store) as app:
        session = app.create_session()
        with pytest.raises(StoreError, match="unable to open"):
            await soon(session.save())
    assert "sessions are not saved, and are served from memory" in caplog.text
    async with serving(store=tmp_path / "sessions.db") as app:
        session = app.create_session()
        session.data["socket"] = object()
        with pytest.raises(TypeError, match=r"session\.data can't be saved"):
            await soon(session.save())
        del session.data["socket"]
        await soon(session.save())
        assert session.snapshot().data == {}


@in_loop
async def test_without_a_store_nothing_is_kept(tmp_path: Path) -> None:
    async with serving() as app:
        session = app.create_session()
        session.data["count"] = 1
        assert session.data == {"count": 1}
        button = session.get_widgets().Button("x", name="x")
        await button.keep()
        await button.keep(False)
        await button.redeliver("activated")
        with pytest.raises(RuntimeError, match="the application has no store"):
            await session.save()
        with pytest.raises(RuntimeError, match="the application has no store"):
            session.snapshot()
    app = Application(0, 0, store=tmp_path / "sessions.db")
    with pytest.raises(RuntimeError, match="the application does not serve"):
        app.create_session().save()


@in_loop
async def test_names_and_choices_are_checked(tmp_path: Path) -> None:
    for settings in ({}, {"store": tmp_path / "sessions.db"}):
        async with serving(**settings) as app:
            session = app.create_session()
            W = session.get_widgets()
            with pytest.raises(TypeError, match=r"TextEntry\(\): name is 5; it must be a text"):
                W.TextEntry("", name=5)
            assert list(session.walk_widget_tree()) == []
            button = W.Button("x")
            with pytest.raises(TypeError, match=r"Button.keep\(\): is_kept is 1"):
                button.keep(1)  # type: ignore[arg-type]
            with pytest.raises(ValueError, match=r"Button.redeliver\(\): action is 'explode'"):
                button.redeliver("explode")


@in_loop
async def test_destroying_a_session_forgets_it(tmp_path: Path) -> None:
    store = SQLiteStore(tmp_path / "sessions.db")
    async with serving(store=store) as app:
        session = app.create_session("cam1")
        await soon(session.save())
        assert store.sessions() == ['"cam1"']
        await session.destroy()
        await turns_until(lambda: store.sessions() == [])


@in_loop
async def test_a_session_that_the_program_makes_comes_back_under_its_id(tmp_path: Path) -> None:
    store = tmp_path / "sessions.db"
    restored: list[str] = []

    def built(app: Application, session_id: str = "cam1") -> Session:
        session = app.create_session(session_id)
        entry = session.get_widgets().TextEntry("", name="target")
        session.on_restore(lambda session: restored.append(entry.get_text()))
        return session

    async with serving(store=store) as app:
        session = built(app)
        assert not session.is_restored
        async with Peer.visiting(app.url, session_id="cam1", token=session.token) as peer:
            await peer.until_page_has(1, "TextEntry")
            await peer.report(peer.the("TextEntry").wid, "modified", "M 31")
            session.data["gain"] = 3
            (entry,) = session.walk_widget_tree()
            await turns_until(lambda: entry.get_text() == "M 31")
    assert restored == []
    for epoch, how in enumerate(("before serving", "restore()", "save()", "by itself"), 2):
        app = Application(0, 0, store=store, max_sessions=None)
        if how == "before serving":
            session = built(app)
        async with serving(app):
            if how != "before serving":
                session = built(app)
            if how == "restore()":
                await session.restore()
            if how == "save()":
                await session.save()
            assert session.is_restored
            assert (session.data, session.epoch) == ({"gain": 3}, epoch)
            async with Peer.visiting(app.url, session_id="cam1", token=session.token) as peer:
                await peer.until_page_has(1, "TextEntry")
                assert peer.the("TextEntry").get("text") == "M 31"
                await turns_until(lambda epoch=epoch: len(restored) == epoch - 1)  # type: ignore[misc]
    assert restored == ["M 31"] * 4


@in_loop
async def test_another_secret_key_is_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = tmp_path / "sessions.db"
    told = []
    for key in ("a" * 16, "a" * 16, "b" * 16, "b" * 16):
        async with serving(store=store, secret_key=key) as app:
            await soon(app.create_session().save())
        told.append(caplog.text.count("secret_key is not the one"))
    assert told == [0, 0, 1, 1]

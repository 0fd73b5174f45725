"""The application: settings, starting and ending, sessions, Ctrl-C."""

import asyncio
import logging
import math
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import pgwidgets
from async_api.peer import Peer, Signal, in_loop, serving, soon, turns_until
from patience import PATIENCE
from pgwidgets.async_ import Application, Session

ROOT = Path(__file__).parents[2]


# --- settings


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"concurrency_handling": "parallel"}, ["concurrency_handling", "parallel", "serialized"]),
        ({"concurrency_handling": None}, ["concurrency_handling", "None"]),
        ({"colour": "red"}, ["colour"]),
        ({"max_sessions": 0}, ["max_sessions", "0"]),
        ({"max_sessions": -1}, ["max_sessions", "-1"]),
        ({"max_sessions": "4"}, ["max_sessions", "'4'"]),
        ({"max_sessions": 1.5}, ["max_sessions", "1.5"]),
        ({"max_sessions": True}, ["max_sessions", "True"]),
        ({"ws_port": -1}, ["ws_port", "-1", "65535"]),
        ({"ws_port": 65536}, ["ws_port", "65536"]),
        ({"http_port": "80"}, ["http_port", "'80'"]),
        ({"ws_port": None}, ["ws_port", "None"]),
        ({"http_port": True}, ["http_port", "True"]),
        ({"allowed_hosts": "ui.example.org"}, ["allowed_hosts", "ui.example.org"]),
        ({"allowed_hosts": ["http://ui.example.org"]}, ["allowed_hosts", "http://ui.example.org"]),
        ({"allowed_hosts": [7]}, ["allowed_hosts", "7"]),
        ({"allowed_origins": "http://a.example"}, ["allowed_origins"]),
        ({"allowed_origins": ["a.example"]}, ["allowed_origins", "a.example"]),
        ({"trusted_proxies": "10.0.0.0/8"}, ["trusted_proxies"]),
        ({"trusted_proxies": ["proxy"]}, ["trusted_proxies", "proxy"]),
        ({"resume_window": -1}, ["resume_window", "-1"]),
        ({"resume_window": math.nan}, ["resume_window", "nan"]),
        ({"resume_window": "60"}, ["resume_window", "60"]),
        ({"csp": {"script": "x"}}, ["csp", "script", "script-src"]),
        ({"csp": {"script-src": "x; y"}}, ["csp", "script-src"]),
        ({"csp": {"script-src": "x, y"}}, ["csp", "script-src"]),  # would begin another policy
        ({"csp": {"script-src": "x\r\nset-cookie: y"}}, ["csp", "script-src"]),
        ({"csp": {"script-src": "https://é.example"}}, ["csp", "script-src"]),
        ({"csp": {"script-src": "a\x00b"}}, ["csp", "script-src"]),
        ({"csp": {"script-src": ["a"]}}, ["csp", "script-src"]),
        ({"csp": "frame-src x"}, ["csp", "frame-src x"]),
        ({"compression": "gzip"}, ["compression", "gzip"]),
    ],
)
def test_bad_settings_are_refused_at_once(settings: dict[str, Any], words: list[str]) -> None:
    with pytest.raises((TypeError, ValueError)) as refused:
        Application(**settings)
    for word in words:
        assert word in str(refused.value)


def test_the_settings_of_the_document_are_taken() -> None:
    app = Application(
        ws_port=9500,
        http_port=9501,
        host="127.0.0.1",
        http_server=True,
        concurrency_handling="per_session",
        max_sessions=1,
        logger=None,
    )
    assert app.url == "http://127.0.0.1:9501/"
    assert app.sessions == {}
    assert "not serving" in repr(app)


# --- sessions


@in_loop
async def test_ids_count_up_and_skip_those_taken() -> None:
    app = Application(0, 0)
    assert app.create_session().id == 1
    assert app.create_session(3).id == 3
    assert app.create_session("name", token="secret").token == "secret"
    assert [app.create_session().id for _ in range(2)] == [2, 4]
    assert list(app.sessions) == [1, 3, "name", 2, 4]
    again = app.create_session("name", token="secret")
    assert again is app.sessions["name"]
    for token in (None, "other"):
        with pytest.raises(ValueError, match="name"):
            app.create_session("name", token=token)
    for bad in (1.5, True, b"x", [1]):
        with pytest.raises(TypeError):
            app.create_session(bad)  # type: ignore[arg-type]
    tokens = {session.token for session in app.sessions.values()}
    assert len(tokens) == 5
    for session in app.sessions.values():
        assert session.app is app
        assert not session.is_connected
        assert session.connections == []


@in_loop
async def test_a_session_is_built_before_any_browser_comes() -> None:
    app = Application(0, 0, max_sessions=None)
    connected: list[Session] = []
    app.on_connect(connected.append)
    session = app.create_session("früh/1")
    W = session.get_widgets()
    label = await W.Label("built")
    await label.set_text("built early")
    assert session.get_url() is None
    async with serving(app):
        url = session.get_url() or ""
        page, _, fragment = url.partition("#")
        assert page == app.url
        assert fragment == f"session=fr%C3%BCh%2F1&token={session.token}"
        async with Peer.visiting(page, session_id=session.id, token=session.token) as peer:
            await peer.until_text("built early")
            assert session.is_connected
            assert len(session.connections) == 1
        await app.process_events()
    assert connected == []


@in_loop
async def test_on_connect_is_for_new_sessions_and_on_disconnect_for_each_leave() -> None:
    log: list[tuple[str, object]] = []
    changed = Signal()

    def note(what: str, session: Session) -> None:
        log.append((what, session.id))
        changed.fire()

    async with serving(max_sessions=None) as app:

        @app.on_connect
        async def setup(session: Session) -> None:
            note("async connect", session)

        @app.on_connect
        def setup_too(session: Session) -> None:
            note("connect", session)

        @app.on_disconnect
        async def teardown(session: Session) -> None:
            note("async disconnect", session)

        @app.on_disconnect
        def teardown_too(session: Session) -> None:
            note("disconnect", session)

        assert callable(setup)
        assert callable(teardown_too)
        async with Peer.visiting(app.url) as one:
            await changed.until(lambda: len(log) == 2)
            async with Peer.visiting(app.url, like=one):
                pass
            await changed.until(lambda: len(log) == 4)
        await changed.until(lambda: len(log) == 6)
        async with Peer.visiting(app.url, like=one):
            assert len(log) == 6
        await changed.until(lambda: len(log) == 8)
        assert (
            log
            == [("async connect", 1), ("connect", 1)]
            + [
                ("async disconnect", 1),
                ("disconnect", 1),
            ]
            * 3
        )
        assert not app.sessions[1].is_connected


@pytest.mark.parametrize("way", ["destroy", "close"])
@in_loop
async def test_on_disconnect_when_the_program_sends_browsers_away(way: str) -> None:
    left: list[Session] = []
    changed = Signal()
    async with serving() as app:

        @app.on_disconnect
        async def teardown(session: Session) -> None:
            left.append(session)
            changed.fire()

        async with Peer.visiting(app.url) as one, Peer.visiting(app.url, like=one) as two:
            session = app.sessions[1]
            await getattr(session, way)()
            assert {await one.closed(), await two.closed()} == {4002 if way == "destroy" else 4004}
            await changed.until(lambda: left == [session, session])
        assert (1 in app.sessions) is (way == "close")


@in_loop
async def test_on_disconnect_when_the_application_closes() -> None:
    left: list[Session] = []
    app = Application(0, 0)

    @app.on_disconnect
    def teardown(session: Session) -> None:
        left.append(session)

    await app.start()
    async with Peer.visiting(app.url):
        await soon(app.close())
        assert [session.id for session in left] == [1]


# --- starting and ending


@in_loop
async def test_run_serves_until_a_handler_closes(capsys: pytest.CaptureFixture[str]) -> None:
    app = Application(0, 0)

    @app.on_connect
    async def setup(session: Session) -> None:
        W = session.get_widgets()
        await (await W.Button("end")).on("activated", app.close)

    for _ in range(2):  # and may be run again
        running = asyncio.create_task(app.run())
        await turns_until(lambda: app.url)
        url = app.url
        assert f"open {url}" in capsys.readouterr().out
        peer = await Peer.open(url, session_id=None)
        await peer.until_page_has(1, "Button")
        await peer.click(peer.the("Button"))
        assert await peer.closed() == 1012
        await soon(running)
        await peer.leave()
        assert app.url is None
        for session in app.sessions.values():
            await session.destroy()


@in_loop
async def test_start_process_events_close() -> None:
    app = Application(0, 0)
    clicks: list[int] = []

    @app.on_connect
    async def setup(session: Session) -> None:
        W = session.get_widgets()
        await (await W.Button("x")).on("activated", lambda: clicks.append(1))

    await app.start()
    await app.start()  # serves already
    url = app.url
    assert url is not None
    await app.process_events()  # does not wait
    await app.process_events(0)
    peer = await Peer.open(url)
    while not peer.widgets("Button"):
        await app.process_events(0.1)
    await peer.click(peer.the("Button"))
    while not clicks:
        await app.process_events(0.1)
    assert app.url == url
    await soon(app.close())
    await soon(app.close())  # twice does no harm
    assert await peer.closed() == 1012
    await peer.leave()
    await soon(app.close())


@in_loop
async def test_process_events_handles_all_that_is_ready() -> None:
    """Of a program that draws thirty pictures a second, one turn handles what came meanwhile."""
    handled: list[str] = []

    async def press() -> None:
        await asyncio.sleep(0)
        handled.append("press")

    async with serving() as app:
        hung = asyncio.Event()
        session, other = app.create_session(), app.create_session()
        session.get_widgets().Button("x").on("activated", press)
        timer = other.make_timer(0)
        timer.on("expired", lambda *_: hung.wait())  # is waited for by nobody
        timer.start()
        async with Peer.visiting(app.url, session_id=session.id, token=session.token) as peer:
            await peer.until(lambda: peer.widgets("Button") and peer.the("Button").listeners)
            click = {"type": "callback", "wid": 1, "action": "activated", "args": []}
            for count in (1, 2):
                await peer.say([click] * 20)
                await soon(await peer.socket.ping())  # they have come
                await app.process_events()
                assert len(handled) == 20 * count
        hung.set()


@in_loop
async def test_it_serves_again_after_the_end_and_its_sessions_live_on() -> None:
    app = Application(0, 0, max_sessions=None)

    @app.on_connect
    def setup(session: Session) -> None:
        session.get_widgets().Label("kept")

    async with serving(app), Peer.visiting(app.url) as first:
        await first.until_text("kept")
    async with serving(app), Peer.visiting(app.url, like=first) as second:
        await second.until_text("kept")
        assert second.session_id == first.session_id
    async with app, Peer.visiting(app.url) as third:
        await third.until_text("kept")
        assert third.session_id != first.session_id
        await app.close()


def test_it_serves_again_in_another_event_loop() -> None:
    app = Application(0, 0, max_sessions=None, concurrency_handling="serialized")

    @app.on_connect
    async def setup(session: Session) -> None:
        W = session.get_widgets()
        await W.Label("there")

    async def life() -> None:
        async with serving(app), Peer.visiting(app.url) as one, Peer.visiting(app.url) as two:
            await one.until_text("there")
            await two.until_text("there")

    asyncio.run(life())
    asyncio.run(life())


@in_loop
async def test_it_does_not_serve_twice_at_once() -> None:
    async with serving() as app:
        with pytest.raises(RuntimeError, match="serves already"):
            async with app:
                pass
        assert app.url is not None
        async with Peer.visiting(app.url):
            pass


@in_loop
async def test_close_waits_until_run_has_ended() -> None:
    app = Application(0, 0)
    running = asyncio.create_task(app.run())
    await turns_until(lambda: app.url)
    async with Peer.visiting(app.url) as peer:
        await soon(app.close())
        assert app.url is None
        assert await peer.closed() == 1012
    await soon(running)


@in_loop
async def test_async_with_and_an_exception_in_the_block() -> None:
    app = Application(0, 0)
    with pytest.raises(LookupError, match="mine"):
        async with app:
            raise LookupError("mine")
    assert app.url is None


@in_loop
async def test_two_applications_side_by_side() -> None:
    async with serving(title="one") as one, serving(title="two") as two:
        assert one.url != two.url
        async with Peer.visiting(one.url) as a, Peer.visiting(two.url) as b:
            assert a.token != b.token
            assert list(one.sessions) == list(two.sessions) == [1]
        stranger = await Peer.open(two.url, like=a)  # credentials of another server are unknown
        await stranger.until(lambda: stranger.token)
        assert stranger.token != a.token
        await stranger.leave()


# --- Ctrl-C

DRIVER = """
import asyncio, runpy, sys
import pgwidgets.async_ as api

class OnFreePorts(api.Application):
    def __init__(self, *args, **kwargs):
        super().__init__(0, 0, *args, **kwargs)

api.Application = OnFreePorts
runpy.run_path(sys.argv[1], run_name="__main__")
"""


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("has_visitor", [True, False])
def test_ctrl_c_ends_the_demo_cleanly(stop: signal.Signals, has_visitor: bool) -> None:
    source = Path(pgwidgets.__file__).parents[1]
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", DRIVER, str(ROOT / "examples" / "async_demo.py")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": f"{source}:{ROOT / 'transports'}", "PATH": ""},
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("pgwidgets: open http://127.0.0.1:"), line

        async def visit() -> None:
            peer = await Peer.open(line.split()[-1])
            if has_visitor:
                await peer.until_text("Click a button!")
            process.send_signal(stop)
            await peer.closed()
            await peer.leave()

        asyncio.run(visit())
        out, err = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0, err
    assert out == ""
    assert "Traceback" not in err
    assert "Warning" not in err


@in_loop
async def test_the_example_of_the_document(caplog: pytest.LogCaptureFixture) -> None:
    """The seed's full example, its handlers and their effects."""
    logger = logging.getLogger("pgwidgets")
    async with serving(max_sessions=4, logger=logger) as app:

        @app.on_connect
        async def on_session(session: Session) -> None:
            Widgets = session.get_widgets()
            top = await Widgets.TopLevel(title="Async Demo", resizable=True)
            await top.resize(400, 300)
            vbox = await Widgets.VBox(spacing=8, padding=10)
            status = await Widgets.Label("Click a button!")
            hbox = await Widgets.HBox(spacing=6)
            btn = await Widgets.Button("Hello")
            await hbox.add_widget(btn, 0)
            entry = await Widgets.TextEntry(text="Type here", linehistory=5)
            await vbox.add_widget(hbox, 0)
            await vbox.add_widget(entry, 0)
            await vbox.add_widget(status, 1)
            await top.set_widget(vbox)
            await top.show()

            async def on_hello() -> None:
                await status.set_text("Hello!")

            async def on_entry(text: str) -> None:
                await status.set_text(f"Entered: {text}")

            await btn.on("activated", on_hello)
            await entry.on("activated", on_entry)

        async with Peer.visiting(app.url) as peer:
            await peer.until(
                lambda: "activated" in str([w.listeners for w in peer.widgets("TextEntry")])
            )
            await peer.until_text("Click a button!")
            assert peer.the("TopLevel").get("title") == "Async Demo"
            await peer.click(peer.the("Button"))
            await peer.until_text("Hello!")
            await peer.click(peer.the("TextEntry"), "abc")
            await peer.until_text("Entered: abc")
            async with Peer.visiting(app.url, like=peer) as reloaded:
                await reloaded.until_text("Entered: abc")
                assert reloaded.the("TextEntry").get("text") == "abc"
                assert reloaded.the("TopLevel").get("visible") is True
        assert peer.errors == []
    warned = [each for each in caplog.records if each.levelno >= logging.WARNING]
    assert [each for each in warned if "blocked the event loop" not in each.getMessage()] == []

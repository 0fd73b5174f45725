"""The inspector shows what an application does, and to nobody without its token.

Knows: its public class, what its window shows. Must not know: how anything is found out.
"""

import logging
from collections import deque
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from async_api.peer import in_loop, serving
from pgwidgets import async_, sync
from pgwidgets.inspecting import Inspector
from pgwidgets.inspecting.watch import Watch
from pgwidgets.inspecting.window import build_window
from pgwidgets.testing import open_app
from pgwidgets.testing.conformance import ThreadsWorld

TOKEN = "a token of the test's own"


@pytest.fixture
def app() -> sync.Application:
    """An application with a session that nobody shows."""
    app = sync.Application(0, 0, max_sessions=None)
    W = app.create_session("desk").get_widgets()
    box = W.VBox()
    box.add_widget(W.Label("a text of it"), 0)
    top = W.TopLevel(title="Desk")
    top.set_widget(box)
    return app


def inspecting(app: Any, errors: tuple[str, ...] = ()) -> Any:
    """A program whose window is the inspector's."""

    def build(session: sync.Session) -> None:
        refresh: Callable[[], None] = build_window(session, Watch(app, deque(errors)))
        refresh()

    return open_app(build)


def test_it_shows_sessions_and_widgets(app: sync.Application) -> None:
    with inspecting(app, ("a line of the log",)) as user:
        user.clock.advance(1)  # tables read their sources
        assert user.shows("1 sessions, 0 browsers")
        assert user.shows("a text of it")
        assert user.shows("a line of the log")
        rows = user.find(cls="TableView", within="Widgets").rows
        assert [row[0].strip("\N{NO-BREAK SPACE}") for row in rows] == ["TopLevel", "VBox", "Label"]


def test_a_password_that_somebody_types_is_not_shown(app: sync.Application) -> None:
    W = app.sessions["desk"].get_widgets()
    W.TextEntry("hunter2", password=True)
    rows = Watch(app, deque()).widget_rows("desk")
    assert [row["shows"] for row in rows if row["widget"].endswith("TextEntry")] == ["•••"]
    assert "hunter2" not in str(rows)


def test_what_comes_and_goes_is_seen_at_the_next_look(app: sync.Application) -> None:
    with inspecting(app) as user:
        other = app.create_session("other")
        user.click("Refresh")
        assert user.shows("2 sessions")
        user.pick("Session", "other")
        user.clock.advance(1)
        assert not user.shows("a text of it")
        other.destroy()
        user.click("Refresh")
        user.clock.advance(1)
        assert user.shows("1 sessions")
        assert user.shows("a text of it")


def test_a_session_is_ended(app: sync.Application) -> None:
    with inspecting(app) as user:
        user.click("Destroy it")
        assert app.sessions == {}
        user.click("Refresh")
        assert user.shows("0 sessions")
        user.click("Destroy it")  # there is none: nothing happens


def test_browsers_are_told_and_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(sync.Session, "notify", lambda self, text: told.append(text))

    def build(session: sync.Session) -> None:
        W = session.get_widgets()
        page = W.Page()
        page.set_widget(W.Label("inspected"))
        page.show()

    with open_app(build) as inspected:
        watch = Watch(inspected.app, deque())
        session = inspected.session
        assert watch.browser_rows(watch.stats())[0]["state"] == "connected"
        watch.say(session.id, "Maintenance at noon")
        assert told == ["Maintenance at noon"]
        watch.close(session.id)
        inspected.run(lambda: None)
        assert not session.is_connected


@in_loop
async def test_an_event_loop_is_asked_where_it_runs() -> None:
    async with serving() as app:
        session = app.create_session()
        await session.get_widgets().Label("of the loop")
        import anyio.to_thread

        rows = await anyio.to_thread.run_sync(Watch(app, deque()).widget_rows, session.id)
        assert [row["shows"] for row in rows] == ["of the loop"]


def test_a_loop_that_does_not_answer_gives_nothing() -> None:
    app = async_.Application(0, 0)
    session = app.create_session()
    session.get_widgets().Label("a")
    assert Watch(app, deque()).widget_rows(session.id) == []  # no loop is there to ask


def test_only_who_has_the_token_sees_it(app: sync.Application) -> None:
    with ThreadsWorld() as world, Inspector(app, token=TOKEN) as inspector:
        assert inspector.url is not None
        assert inspector.url.endswith(
            "#session=inspector&token=a%20token%20of%20the%20test%27s%20own"
        )
        world.app = inspector._own
        stranger = world.visit()
        stranger.until_text("The inspector is opened by its whole address, with the token.")
        assert "TableView" not in {each.cls for each in stranger.page.widgets.values()}
        stranger.leave()


def test_errors_are_kept_while_it_is_served(app: sync.Application) -> None:
    logger = logging.getLogger("pgwidgets")
    before = list(logger.handlers)
    with Inspector(app) as inspector:
        logger.error("something of %s", "the log")
        assert urlsplit(inspector.url or "").port
        assert inspector._watch.errors()[0].endswith("ERROR something of the log")
    assert logger.handlers == before


@pytest.mark.parametrize("given", [None, "app", object()])
def test_what_is_no_application_is_refused(given: Any) -> None:
    with pytest.raises(TypeError, match=r"Inspector\(\): app is"):
        Inspector(given)


def test_a_short_token_is_refused(app: sync.Application) -> None:
    with pytest.raises(ValueError, match="token has 5 characters"):
        Inspector(app, token="short")

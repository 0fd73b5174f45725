"""The small examples do what they show, for users without a browser."""

import logging
from collections.abc import Iterator

import chat
import log_viewer
import operator_observer
import pytest

from pgwidgets.testing import User, open_app


def test_all_read_what_anybody_writes() -> None:
    with open_app(chat.main) as user:
        other = user.open_browser(same_session=False)
        user.type("Name", "Ann")
        user.type("Say", "Is anybody there?", enter=True)
        user.clock.advance(1)
        rows = [user.find(cls="TableView").rows[-1], other.find(cls="TableView").rows[-1]]
        assert [row[1:] for row in rows] == [["Ann", "Is anybody there?"]] * 2
        other.type("Say", "   ", enter=True)
        other.type("Say", "Yes", enter=True)
        user.clock.advance(1)
        assert [row[2] for row in user.find(cls="TableView").rows] == ["Is anybody there?", "Yes"]
        assert user.find("Say", cls="TextEntry").text == ""
        user.run(other.session.destroy)
        user.type("Say", "And now?", enter=True)
        user.clock.advance(1)
        assert user.shows("And now?")


@pytest.fixture
def log() -> Iterator[log_viewer.LogRows]:
    """The log of a logger of the test's own."""
    handler = log_viewer.LogRows()
    logger = logging.getLogger("dome")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)


def messages(user: User) -> list[str]:
    user.clock.advance(2)
    return [row[-1] for row in user.find(cls="TableView").rows]


def test_a_log_is_shown_by_level_and_by_text(log: log_viewer.LogRows) -> None:
    logger = logging.getLogger("dome")
    with open_app(lambda session: log_viewer.build(session, log), api="sync") as user:
        for level, text in ((10, "opening"), (20, "open"), (30, "wind"), (40, "closed by wind")):
            logger.log(level, "%s", text)
        assert messages(user) == ["opening", "open", "wind", "closed by wind"]
        user.pick("Show", "warnings")
        assert messages(user) == ["wind", "closed by wind"]
        user.type("with", "closed")
        assert messages(user) == ["closed by wind"]
        user.pick("Show", "everything")
        user.type("with", "OPEN")
        assert messages(user) == ["opening", "open"]
        user.click("Follow")
        logger.info("open again")
        assert messages(user) == ["opening", "open", "open again"]


def test_one_runs_a_dome_while_others_watch_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    with open_app(operator_observer.main) as user:
        user.click("Invite to watch")
        user.click("Invite to help, for an hour")
        watch, help_ = user.run(lambda: user.session.shares)
        assert help_.token in capsys.readouterr().out
        assert help_.token not in user.tree()
        observer, guest = user.open_browser(share=watch), user.open_browser(share=help_)
        observer.click("Open")
        assert observer.shows("The dome is closed")
        guest.click("Open")
        assert observer.shows("The dome is open")
        table = user.find(cls="TableView")
        assert [row[:2] for row in table.rows] == [["observer", "1"], ["operator", "1"]]
        user.pick(table, 0)
        user.click("Withdraw")
        assert not observer.is_connected
        assert [row[:2] for row in user.find(cls="TableView").rows] == [["operator", "1"]]

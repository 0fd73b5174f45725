"""The small examples do what they show, for users without a browser."""

import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import channels
import chat
import file_manager
import image_viewer
import log_viewer
import numpy as np
import observation_queue
import operator_observer
import pytest
import trio
import trio_mount

from pgwidgets import sync
from pgwidgets.extras import Chat
from pgwidgets.testing import User, open_app
from testing.example_uses import (
    use_the_channels,
    use_the_chat,
    use_the_dome,
    use_the_file_manager,
    use_the_image_viewer,
    use_the_log,
    use_the_queue,
)


def test_all_read_what_anybody_writes() -> None:
    with open_app(chat.main) as user:
        use_the_chat(user)
        other = user.open_browser(same_session=False)
        user.run(other.session.destroy)
        user.type("Say", "And now?", enter=True)
        user.clock.advance(1)
        assert user.shows("And now?")
    assert len(Path(chat.__file__).read_text().split("def main")[1].splitlines()) < 10


@pytest.mark.parametrize("api", ["async", "sync"])
def test_a_chat_in_a_window_of_the_programs_own(api: Any) -> None:
    room = Chat(most=2)

    def build(session: Any) -> None:
        window = session.get_widgets().TopLevel(title="Dome")
        window.set_widget(room.widget(session))
        window.show()

    with open_app(build, api=api) as user:
        assert user.find("Name", cls="TextEntry").text == f"Guest {user.session.id}"
        user.type("Name", " ")
        for text in ("one", "two", "three"):
            user.type("Say", text, enter=True)
        user.clock.advance(1)
        assert not user.shows("one")
        assert user.shows(f"Guest {user.session.id}")
        user.run(room.say, "The dome", "closes")
        user.clock.advance(1)
        assert user.shows("closes")
        for _ in range(3):  # who come and go while nobody says anything
            user.run(user.open_browser(same_session=False).session.destroy)
        assert len(room._tables) == 2


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
        use_the_log(user)
        user.click("Follow")
        logger.info("open again")
        assert messages(user) == ["opening", "open", "open again"]


def test_one_runs_a_dome_while_others_watch_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    with open_app(operator_observer.main) as user:
        use_the_dome(user)
        [guest] = user.run(lambda: user.session.shares)
        assert guest.token in capsys.readouterr().out


def test_observations_are_dragged_and_run() -> None:
    with open_app(observation_queue.main) as user:
        use_the_queue(user)
        user.run(user.session.destroy)  # whose page is told no more


def test_a_thousand_channels() -> None:
    with open_app(channels.main) as user:
        use_the_channels(user)


def test_files_are_managed_within_their_folder(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("nobody's")
    (folder / "way-out").symlink_to(tmp_path)
    served = file_manager.ServedFolder(folder)
    made: list[file_manager.Manager] = []

    def setup(session: sync.Session) -> None:
        made.append(file_manager.Manager(session, served))
        made[0].build()

    with open_app(setup) as user:
        assert not user.shows("way-out")
        user.run(made[0].enter, "way-out")
        user.run(made[0].enter, "..")
        assert user.find(cls="Label", index=0).text == "/"
        user.click("Delete")  # nothing is selected
        use_the_file_manager(user, folder)


def test_notes_go_between_django_and_a_window() -> None:
    """In a process of its own: Django is configured once in one."""
    program, examples = Path(__file__).with_name("use_django.py"), Path(chat.__file__).parent
    done = subprocess.run(
        [sys.executable, program],
        env={**os.environ, "PYTHONPATH": str(examples)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("used\n", 0), done.stderr


def test_pictures_are_opened_and_looked_at() -> None:
    with open_app(image_viewer.main) as user:
        use_the_image_viewer(user)


@pytest.mark.parametrize("name", ["other.txt", "cube.npy", "text.npy"])
def test_what_is_no_picture_is_refused(name: str) -> None:
    np.save(file := io.BytesIO(), np.zeros((2, 2, 2)) if name == "cube.npy" else np.array(["a"]))
    with pytest.raises(ValueError, match="no picture"):
        image_viewer.opened(name, file.getvalue())


def test_a_mount_goes_to_where_it_is_sent() -> None:
    async def use() -> None:
        async with open_app(trio_mount.main) as user:
            await user.click("M 31")
            await user.clock.advance(1)
            assert user.shows("On the way to M 31")
            other = await user.open_browser(same_session=False)
            await user.clock.advance(1)
            assert other.shows("At M 31")
            assert other.shows("+41.30°")
            await user.click("Vega")
            await user.clock.advance(1)
            await other.click("Stop")
            await user.clock.advance(1)
            assert user.shows("Stopped")
            await other.click("Vega")
            await user.click("Park")
            await user.clock.advance(4)
            assert user.shows("At Park")

    trio.run(use)

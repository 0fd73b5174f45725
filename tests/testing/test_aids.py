"""Notices, covers of what is at work, and shortcuts, as their users have them."""

from pathlib import Path
from typing import Any

import pytest
import settings_editor

from pgwidgets.testing import CannotAct, NotFound, open_app
from testing.example_uses import use_the_settings


@pytest.fixture(autouse=True)
def _own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings_editor, "FILE", tmp_path / "settings.json")


def test_a_sequence_is_stopped_by_its_user() -> None:
    with open_app(settings_editor.app) as user:
        user.press("F5")
        user.answer("Start")
        user.clock.advance(0.5)
        assert user.covers == ["Exposing …"]
        assert "cover 'Exposing …' over" in user.tree()
        with pytest.raises(CannotAct, match="it is covered: 'Exposing …'"):
            user.click("Start the sequence")
        user.stop()
        assert user.shows("The sequence was cancelled.")
        assert user.covers == []
        with pytest.raises(NotFound, match="nothing is at work"):
            user.stop()


def test_settings_are_applied_and_a_sequence_runs() -> None:
    with open_app(settings_editor.app) as user:
        use_the_settings(user)


def test_settings_are_applied_by_a_shortcut() -> None:
    with open_app(settings_editor.app) as user:
        other = user.open_browser(same_session=False)
        user.type("Images", "20", cls="SpinBox")
        user.press("ctrl+s")
        assert other.shows("20 images of M 31: 10.0 minutes")
        assert user.notices == ["The settings are saved."]
        assert "notice success 'The settings are saved.'" in user.tree()
        user.dismiss("saved")
        assert user.notices == []
        with pytest.raises(NotFound, match="no such notice"):
            user.dismiss("saved")
        with pytest.raises(NotFound, match="no shortcut is 'F9'"):
            user.press("F9")


async def telling(session: Any) -> None:
    """Tells something of each kind."""
    window = await session.get_widgets().TopLevel(title="x")
    await window.show()
    for number in range(5):
        await session.notify(f"info {number}")
    await session.notify("an error", "error")


def plainly_telling(session: Any) -> None:
    """The same with threads."""
    session.get_widgets().TopLevel(title="x").show()
    for number in range(5):
        session.notify(f"info {number}")
    session.notify("an error", "error")


@pytest.mark.parametrize("setup", [telling, plainly_telling])
def test_notices_go_by_themselves_when_their_time_is_over(setup: Any) -> None:
    with open_app(setup) as user:
        assert len(user.notices) == 6
        user.clock.advance(4.9)
        assert len(user.notices) == 6
        user.clock.advance(0.2)  # four are shown at once
        assert user.notices == ["info 4", "an error"]
        user.clock.advance(60)
        assert user.notices == ["an error"]

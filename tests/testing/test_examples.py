"""The examples do what they show, for a user without a browser."""

import json
import runpy
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import async_demo
import fastapi_app
import flask_beside
import gallery
import instrument_panel
import pytest
import sync_demo

from patience import PATIENCE
from pgwidgets.testing import CannotAct, User, open_app
from testing.example_uses import use_the_demo, use_the_instrument


@pytest.mark.parametrize("demo", [async_demo, sync_demo])
def test_the_demos(demo: Any) -> None:
    with open_app(demo.main) as user:
        use_the_demo(user)


def test_the_instrument_panel() -> None:
    with open_app(instrument_panel.main) as user:
        use_the_instrument(user)
        user.click("Expose")
        user.clock.advance(0.2)
        user.click("Cancel")
        user.clock.advance(1)
        assert log(user)[-1] == "Cancelled in frame 1 of 7"
        user.click("Save log")
        saved = user.download()
        assert len(saved.text.splitlines()) == 4


def test_what_the_instrument_panel_refuses() -> None:
    with open_app(instrument_panel.main) as user:
        user.type("Name", "5m")
        assert user.shows(instrument_panel.FAULT)
        with pytest.raises(CannotAct, match="disabled"):
            user.click("Expose")
        settings = {"name": "ngc1", "seconds": 2, "frames": 7}
        user.click("Load settings …")
        user.choose(("night.json", json.dumps(settings).encode()))
        assert user.find("Name", cls="TextEntry").text == "ngc1"
        assert user.find("Frames", cls="SpinBox").value == 7
        assert not user.shows(instrument_panel.FAULT)
        user.click("Load settings …")
        user.choose(("bad.json", b"[]"))
        user.clock.advance(1)
        assert log(user)[-1].startswith("Settings refused")


def log(user: User) -> list[str]:
    """The events in the instrument's log."""
    return [row[1] for row in user.find(cls="TableView", path="Log/TableView").rows]


def test_the_window_beside_fastapi_shows_one_target_to_all() -> None:
    with open_app(fastapi_app.ui) as user:
        other = user.open_browser(same_session=False)
        user.slide(None, 200, cls="Slider")
        assert other.shows("Target: 200 K")
        assert other.find(cls="Slider").value == 200
        other.click("Cool down")
        assert user.shows("Target: 4 K")


def test_what_a_page_of_flasks_says_stands_in_the_window(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def main() -> None:
        await flask_beside.main(wsgi_port=0)

    with open_app(main) as user:
        assert user.shows("Nothing has been said.")
        page = capsys.readouterr().out.split()[1]
        with urlopen(f"{page}say", b"text=Clouds", timeout=PATIENCE):
            pass
        user.wait_until(lambda: user.shows("Clouds"))


def test_a_night_is_taken_down_on_any_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGWIDGETS_STORE", str(tmp_path / "sessions.sqlite"))
    monkeypatch.setenv("PGWIDGETS_KEY", "0123456789abcdef")
    cluster = runpy.run_path(str(Path(fastapi_app.__file__).with_name("cluster") / "app.py"))

    async def main() -> None:
        await cluster["main"](0)

    with open_app(main) as user:
        user.type("Target", "M 31", enter=True)
        user.click("Take")
        other = user.open_browser()
        assert [row[1] for row in other.find(cls="TableView").rows] == ["M 31", "M 31"]
        assert other.shows("2 taken")


def test_every_window_of_the_gallery_opens_and_closes() -> None:
    with open_app(gallery.build) as user:
        bar = user.find(cls="MenuBar", index=0)
        groups = bar.items[: bar.items.index("Arrange")]
        opened = 0
        for menu in bar.children[: len(groups)]:
            for entry in menu.children:
                user.click(entry)
                opened += 1
        assert opened > 50
        user.clock.advance(10)
        assert len(user.find(cls="MDIWidget", index=0).children) == opened
        user.pick("Arrange", "Close all")
        assert user.find_all(cls="MDISubWindow") == []


def test_a_user_finds_a_widget_in_the_gallery_and_uses_it() -> None:
    with open_app(gallery.build) as user:
        user.pick("Arrange", "Close all")
        user.type("Find", "check", cls="TextEntry")
        user.double_click(None, "Buttons", "CheckBox", cls="TreeView")
        box = user.find(cls="CheckBox", index=0)
        before = box.value
        user.click(box)
        assert box.value is not before
        user.close("CheckBox", cls="MDISubWindow")
        assert not box.is_there

"""The examples in Chromium: a user does there what the tests without a browser do, with one body.

With PGWIDGETS_SCREENSHOTS each is taken a picture of, for the documentation.
"""

import logging
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import async_demo
import channels
import chat
import file_manager
import gallery
import image_viewer
import instrument_panel
import log_viewer
import observation_queue
import operator_observer
import pytest
import settings_editor
import sync_demo
from playwright.sync_api import Browser, Page, expect

from browser.demo_process import Demo
from browser.gestures import errors
from pgwidgets.testing.chromium import open_in_chromium
from programs import Program
from testing import example_uses

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "images" / "examples"
TAKES_PICTURES = bool(os.environ.get("PGWIDGETS_SCREENSHOTS"))


def picture_of(page: Page, name: str, width: int, height: int) -> None:
    """Keep what a page shows, if pictures are wanted."""
    if TAKES_PICTURES:
        page.set_viewport_size({"width": width, "height": height})
        page.reload()
        page.wait_for_timeout(3500)  # sparklines fill
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png")


SIZES = {
    "channels": (780, 480),
    "chat": (660, 420),
    "queue": (500, 440),
    "images": (780, 740),
    "dome": (780, 440),
}
AFTERWARDS = {"chat", "dome"}
"""Whose pictures are taken when something has happened."""
USES: dict[str, tuple[Any, Callable[[Any], None]]] = {
    "demo": (async_demo.main, example_uses.use_the_demo),
    "threads": (sync_demo.main, example_uses.use_the_demo),
    "channels": (channels.main, example_uses.use_the_channels),
    "chat": (chat.main, example_uses.use_the_chat),
    "queue": (observation_queue.main, example_uses.use_the_queue),
    "images": (image_viewer.main, example_uses.use_the_image_viewer),
    "dome": (operator_observer.main, example_uses.use_the_dome),
    "instrument": (instrument_panel.main, example_uses.use_the_instrument),
    "gallery": (gallery.build, example_uses.use_the_gallery),
}


@pytest.mark.parametrize("name", USES)
def test_an_example_is_used(name: str, chromium: Browser) -> None:
    setup, use = USES[name]
    with open_in_chromium(setup, chromium) as user:
        if name in SIZES and name not in AFTERWARDS:
            picture_of(user.page, name, *SIZES[name])
        use(user)
        user.check()
        if name in AFTERWARDS:
            picture_of(user.page, name, *SIZES[name])


def test_settings_are_applied(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings_editor, "FILE", tmp_path / "settings.json")
    with open_in_chromium(settings_editor.app, chromium) as user:
        picture_of(user.page, "settings", 540, 520)
        example_uses.use_the_settings(user)
        user.check()


def test_a_log_is_looked_through(chromium: Browser) -> None:
    log = log_viewer.LogRows()
    with open_in_chromium(
        lambda session: log_viewer.build(session, log), chromium, api="sync"
    ) as user:
        for level, text in ((10, "opening"), (20, "open"), (30, "wind"), (40, "closed by wind")):
            log.emit(logging.LogRecord("dome", level, "", 0, text, None, None))
        picture_of(user.page, "logs", 780, 480)
        example_uses.use_the_log(user)
        user.check()


def test_files_are_managed(chromium: Browser, tmp_path: Path) -> None:
    served = file_manager.ServedFolder(tmp_path)
    with open_in_chromium(
        lambda session: file_manager.Manager(session, served).build(), chromium, api="sync"
    ) as user:
        example_uses.use_the_file_manager(user, tmp_path)
        user.dismiss("exists")
        user.pick(None, "notes.txt", cls="TableView")
        picture_of(user.page, "files", 800, 480)
        user.check()


@pytest.fixture
def mount() -> Iterator[Demo]:
    demo = Demo(name="trio_mount")
    yield demo
    demo.kill()


def test_two_go_to_a_target_with_one_mount(mount: Demo, page: Page) -> None:
    page.goto(mount.url)
    other = page.context.new_page()
    other.goto(mount.url)
    page.get_by_text("M 31", exact=True).click()
    expect(other.get_by_text("At M 31")).to_be_visible()
    expect(other.get_by_text("+41.30°")).to_be_visible()
    picture_of(page, "mount", 440, 252)
    assert errors(page) == []
    assert mount.press_ctrl_c() == 0


@pytest.fixture
def django_site() -> Iterator[str]:
    """The example of Django on uvicorn; its URL. Django is configured once in a process."""
    where = ("--app-dir", str(ROOT / "examples"), "--port", "0", "django_app:application")
    server = Program([sys.executable, "-m", "uvicorn", *where], name="django_app")
    try:
        yield server.wait_for_line(r"running on (http://127\.0\.0\.1:\d+)")[1] + "/"
    finally:
        server.end()


def test_a_page_of_django_and_a_window(django_site: str, page: Page) -> None:
    page.goto(django_site)
    window = page.frame_locator("iframe")
    window.get_by_text("Dome open").click()
    rows = window.locator(".treeview-row")
    expect(rows).to_have_count(1)
    page.get_by_label("A note").fill("Thin <i>clouds</i>")
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator("li")).to_have_text(["Dome open", "Thin <i>clouds</i>"])
    expect(rows.nth(1)).to_contain_text("Thin <i>clouds</i>")
    picture_of(page, "django", 1000, 540)
    refused = page.request.post(django_site, form={"text": "by a stranger's page"})
    assert refused.status == 403
    assert errors(page) == []

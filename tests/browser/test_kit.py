"""One body of a test runs without a browser and in Chromium, and comes to the same."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import gallery
import pytest
from playwright.sync_api import Browser

from pgwidgets import pytest_plugin
from pgwidgets.async_ import Application
from pgwidgets.recording import Replay, to_test
from pgwidgets.testing import NotFound, open_app
from pgwidgets.testing.chromium import open_in_chromium
from testing.programs import plain_counter

# The plugin itself is off in this suite (pyproject.toml).
in_chromium, screenshot = pytest_plugin.in_chromium, pytest_plugin.screenshot


async def form(session: Any) -> None:
    """A window with one of each that the body uses."""
    W = session.get_widgets()
    window, page = await W.TopLevel(title="Form", resizable=True), await W.VBox(padding=8)
    told = await W.Label("nothing")
    bar = await W.MenuBar()
    file = await bar.add_name("File")
    recent = await file.add_menu("Recent")
    actions = {
        "open": await file.add_name("Open"),
        "grid": await file.add_name("Grid", checkable=True),
        "recent": await recent.add_name("a.fits"),
        "name": await W.TextEntry("Ann"),
        "age": await W.SpinBox(min=0, max=120, value=30),
        "size": await W.Slider(min=0, max=10, value=5),
        "cool": await W.CheckBox("Cool"),
        "ask": await W.Button("Ask"),
    }
    combo = await W.ComboBox()
    for text in ("red", "green"):
        await combo.append_text(text)
    actions["combo"] = combo
    tabs = await W.TabWidget()
    for title in ("One", "Two"):
        await tabs.add_widget(await W.Label(f"page {title}"), {"title": title})
    table = await W.TableView(columns=[{"key": "who", "label": "Who"}])
    await table.set_data([["Ann"], ["Bob"]])
    await table.resize(300, 120)
    dialog = await W.Dialog("Sure?", [["Yes", 1], ["No", 0]], autoclose=True, modal=True)
    for what, widget in {**actions, "dialog": dialog}.items():
        await widget.on("activated", lambda *args, what=what: told.set_text(f"{what}: {args}"))
    await actions["ask"].on("activated", dialog.popup)
    await table.on("selected", lambda rows: told.set_text(f"rows: {rows[0]['values']}"))
    await window.on("close", lambda: told.set_text("close"))
    grid = await W.GridBox(rows=2, columns=2)
    for row, (text, key) in enumerate({"Name:": "name", "Age:": "age"}.items()):
        await grid.add_widget(await W.Label(text), row, 0)
        await grid.add_widget(actions[key], row, 1)
    below = (actions[key] for key in ("size", "cool", "ask", "combo"))
    for widget in (bar, told, grid, *below, tabs, table):
        await page.add_widget(widget)
    await window.set_widget(page)
    await window.resize(420, 560)
    await window.show()


def use_the_form(user: Any) -> list[str]:
    """Do one of each; gives what the program was told each time, and what was seen."""

    def told() -> str:
        return str(user.find_all(cls="Label")[0].text)

    seen = []
    for act in (
        lambda: user.click("Cool"),
        lambda: user.type("Name", "Bob", enter=True),
        lambda: user.type("Name", "by", append=True, enter=True),
        lambda: user.type("Age", "50", enter=True),
        lambda: user.slide(None, 7, cls="Slider"),
        lambda: user.pick("red", "green"),
        lambda: user.pick("File", "Open"),
        lambda: user.pick("File", "Recent", "a.fits"),
        lambda: user.click("Grid"),
        lambda: user.pick(None, "Two", cls="TabWidget"),
        lambda: user.pick(None, "Bob", cls="TableView"),
        lambda: user.click("Ask"),
        lambda: user.answer("No"),
        lambda: user.close("Form"),
    ):
        act()
        seen.append(told())
        assert user.shows(seen[-1])
    assert user.shows("page Two")
    assert not user.shows("page One")
    with pytest.raises(NotFound, match="Nothing shown is labelled or named 'Nowhere'"):
        user.click("Nowhere")
    second = user.open_browser()
    user.cut()
    second.click("Cool")
    assert not user.shows("cool: (False,)")
    user.reconnect()
    seen.append(told())
    assert user.shows("cool: (False,)")
    user.reload()
    seen += [told(), user.tree()]
    second.leave()
    return seen


def test_what_users_do_comes_to_the_same(chromium: Browser) -> None:
    with open_app(form) as user:
        expected = use_the_form(user)
    with open_in_chromium(form, chromium) as user:
        assert use_the_form(user) == expected
        assert user.screenshot().startswith(b"\x89PNG")


def test_a_sync_program_in_chromium(chromium: Browser) -> None:
    with open_in_chromium(plain_counter, chromium) as user:
        user.click("Count")
        assert user.shows("1 clicks")


def test_what_was_done_in_chromium_is_replayed_and_becomes_a_test(
    chromium: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "gallery.jsonl"
    app = Application(max_sessions=None, record=path)
    app.on_connect(gallery.build)
    with open_in_chromium(app, chromium) as user:
        user.pick("Buttons", "CheckBox")
        user.pick("Plots", "Plot")
        user.cut()
        user.reconnect()
        user.reload()
    replay = Replay(path)
    assert replay.run() == []
    assert replay.lost is None
    names: dict[str, Any] = {}
    exec(to_test(path, "gallery:build"), names)
    names["test_gallery"]()


def test_the_fixtures(in_chromium: Callable[..., Any], screenshot: Callable[..., bytes]) -> None:
    with in_chromium(plain_counter) as user:
        user.click("Count")
        assert user.shows("1 clicks")
    assert len(screenshot(plain_counter)) > 1000


@pytest.fixture(scope="session")
def pgwidgets_chromium(chromium: Browser) -> Browser:
    """The browser of the other tests: two Playwrights can't run at once."""
    return chromium


def test_what_else_the_browser_shows_stays(chromium: Browser) -> None:
    context = chromium.new_context()
    with open_in_chromium(plain_counter, chromium) as user:
        assert user.page.context in chromium.contexts
    assert user.page.context not in chromium.contexts
    assert context in chromium.contexts
    context.close()

"""Themes in Chromium: what a page looks like from its first paint on, and how that changes."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser.gestures import come_to_rest, comes_true, errors

LIGHT, DARK, WHITE, BLACK = "rgb(233, 237, 242)", "rgb(19, 23, 27)", "#ffffff", "#000000"
BACKGROUND = "getComputedStyle(document.body).backgroundColor"
TEXT = """(element) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
    canvas.fillStyle = getComputedStyle(element).color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
    return "#" + [red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("");
}"""
"""The colour of an element's text as it is painted."""

SELECTED = """() => {
    const part = document.createElement("div");
    part.innerHTML = '<i style="background: var(--pgw-selected)"></i><input><textarea></textarea>'
        + '<p contenteditable><b>edited</b></p>';
    document.body.append(part);
    const [wanted, ...parts] = part.querySelectorAll("*");
    const styles = parts.map((each) => getComputedStyle(each, "::selection"));
    const found = [getComputedStyle(wanted), ...styles];
    const colors = found.map(({ backgroundColor }) => backgroundColor);
    part.remove();
    return colors;
}"""
"""The theme's colour of what is selected, and that of four elements in which there is text."""

FIRST = """new MutationObserver(() => {
    if (document.body && !window.first) {
        window.first = document.documentElement.dataset.pgwTheme;
    }
}).observe(document, { childList: true, subtree: true });"""
"""Notes the theme that the page has when the first thing could be painted."""


@pytest.fixture
def made(serve: Callable[..., Any]) -> SimpleNamespace:
    """An application, its newest session, and what is in it."""
    made = SimpleNamespace()

    def setup(app: Any) -> None:
        @app.on_connect
        async def on_connect(session: Any) -> None:
            made.session = session
            W = session.get_widgets()
            made.box = await W.VBox()
            made.plain = await W.Label("plain")
            made.soft = await W.Label("soft")
            await made.soft.set_bg("accent-soft")
            made.pale, made.deep = await W.Label("pale"), await W.Label("deep")
            await made.pale.set_bg("#cfe3f5")
            await made.deep.set_bg("#101a33")
            made.button = await W.Button("button")
            await made.button.set_color("accent")
            tree = await W.TreeView(columns=[{"label": "Name", "key": "name"}])
            await tree.set_tree({"cell": {"name": "cell"}, "other": {"name": "other"}})
            await tree.set_cell_color(["cell"], "name", bg="danger")
            for widget in (made.plain, made.soft, made.pale, made.deep, made.button):
                await made.box.add_widget(widget, 0)
            await made.box.add_widget(tree, 1)
            top = await W.TopLevel(title="Looks")
            await top.set_widget(made.box)
            await top.resize(300, 300)
            await top.show()

    made.served = serve(setup, max_sessions=None, theme="auto", tokens={"danger": "#d00000"})
    return made


def text_of(page: Page, text: str) -> str:
    found: str = page.get_by_text(text, exact=True).evaluate(TEXT)
    return found


def test_a_page_follows_the_system_until_its_session_sets_a_theme(
    made: SimpleNamespace, open_page: Callable[..., Page]
) -> None:
    page = open_page(is_new=True)
    page.add_init_script(FIRST)
    page.emulate_media(color_scheme="dark")
    page.goto(made.served.url)
    expect(page.get_by_text("plain")).to_be_visible()
    assert page.evaluate(BACKGROUND) == DARK
    page.emulate_media(color_scheme="light")
    assert page.evaluate(BACKGROUND) == LIGHT

    def set_theme(*args: Any, **options: Any) -> None:
        made.served.call(lambda: made.session.set_theme(*args, **options))
        made.served.catch_up(made.plain)

    set_theme("dark", density="touch")
    assert page.evaluate(BACKGROUND) == DARK
    page.reload()
    assert page.evaluate("window.first") == "dark"
    expect(page.get_by_text("plain")).to_be_visible()
    assert page.evaluate("document.documentElement.dataset.pgwDensity") == "touch"

    # Text that can be selected is so in the theme's colours, wherever it stands.
    found = page.evaluate(SELECTED)
    assert len(found) == 5
    assert len(set(found)) == 1, found

    # Another session in this browser: nothing was remembered.
    other = page.context.new_page()
    other.goto(made.served.url)
    expect(other.get_by_text("plain")).to_be_visible()
    assert other.evaluate(BACKGROUND) == LIGHT
    made.served.call(lambda: made.session.set_theme("night", remember=True))
    made.served.catch_up(made.plain)
    last = page.context.new_page()
    last.add_init_script(FIRST)
    last.goto(made.served.url)
    assert last.evaluate("window.first") == "night"
    expect(last.get_by_text("plain")).to_be_visible()
    assert last.evaluate(BACKGROUND) == "rgb(0, 0, 0)"
    assert errors(page) == []


def test_colors_of_the_program_follow_the_theme_and_can_be_read(
    made: SimpleNamespace, page: Page
) -> None:
    page.goto(made.served.url)
    expect(page.get_by_text("plain")).to_be_visible()
    ground = "(element) => getComputedStyle(element).backgroundColor"
    soft, button = page.get_by_text("soft"), page.locator(".button-widget")

    def set_theme(theme: str) -> None:
        made.served.call(lambda: made.session.set_theme(theme))
        made.served.catch_up(made.plain)
        come_to_rest(page)

    set_theme("light")
    assert soft.evaluate(ground) == "rgb(223, 235, 251)"
    assert button.evaluate(ground) == "rgb(36, 97, 199)"
    assert [text_of(page, name) for name in ("soft", "pale", "deep")] == [BLACK, BLACK, WHITE]
    assert text_of(page, "button") == WHITE
    assert page.locator(".treeview-cell", has_text="cell").evaluate(TEXT) == WHITE
    set_theme("dark")
    assert soft.evaluate(ground) == "rgb(34, 56, 79)"
    assert [text_of(page, name) for name in ("soft", "pale", "deep")] == [WHITE, BLACK, WHITE]
    assert text_of(page, "button") == BLACK
    assert text_of(page, "other") == text_of(page, "plain") == "#e7ecf1"

    # What the program says of the text is so; and a background that is none says nothing.
    made.served.call(lambda: made.pale.set_color(None, "danger"))
    made.served.call(lambda: made.deep.set_bg("transparent"))
    made.served.catch_up(made.plain)
    assert text_of(page, "pale") == "#d00000"
    assert text_of(page, "deep") == "#e7ecf1"
    made.served.call(lambda: made.box.set_bg("rgb(0 0 0)"))
    made.served.catch_up(made.plain)
    comes_true(page, lambda: text_of(page, "plain"), WHITE)

    # As before there were themes: nobody chooses a colour but the program.
    set_theme("classic")
    assert text_of(page, "plain") == BLACK
    assert errors(page) == []

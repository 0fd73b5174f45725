"""Text that is being typed, and who has the keyboard: what the program knows when it matters.

Knows: the public async API, and the keys that a user presses. Must not know: the wire.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Served
from browser.gestures import comes_true, errors

NO_PAUSE = """
    const { setTimeout: later } = window;
    window.setTimeout = (run, delay, ...args) => (delay < 100 ? later(run, delay, ...args) : 0);
"""
"""Has a page's user never pause: what a page would tell a moment later it does not tell then."""

FIELDS = ("TextEntry", "TextEntrySet", "TextArea")


@pytest.fixture
def form(serve: Callable[..., Served], page: Page) -> SimpleNamespace:
    """A page with a field of each kind, an editor, and a button; `told` is what handlers hear."""
    made = SimpleNamespace(told=[])

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top, box = await W.Page(), await W.VBox(spacing=4)
            made.button = await W.Button("Take it")
            made.fields = {name: await getattr(W, name)("") for name in FIELDS}
            made.fields["ComboBox"] = await W.ComboBox(editable=True)
            made.fields["SpinBox"] = await W.SpinBox(min=0, max=99)
            made.editor = await W.TextSource("one\ntwo\nthree")
            await made.editor.resize(300, 100)

            def pressed() -> None:
                known = {name: made.fields[name].get_text() for name in FIELDS}
                made.told.append((known, made.editor.get_cursor().get_offset()))

            await made.button.on("activated", pressed)
            for child in (made.button, *made.fields.values(), made.editor):
                await box.add_widget(child, 0)
            await top.set_widget(box)
            await top.show()

    made.served = serve(setup)
    made.page = page
    page.add_init_script(NO_PAUSE)
    page.goto(made.served.url)
    expect(page.get_by_text("Take it")).to_be_visible()
    return made


def press(form: SimpleNamespace) -> Any:
    """Press the button; what its handler knew."""
    count = len(form.told)
    form.page.get_by_text("Take it").click()
    comes_true(form.page, lambda: len(form.told), count + 1)
    assert errors(form.page) == []
    return form.told[-1]


@pytest.mark.parametrize("name", FIELDS)
def test_what_was_typed_is_known_to_whoever_hears_what_came_next(
    form: SimpleNamespace, name: str
) -> None:
    form.page.locator("input, textarea").nth(FIELDS.index(name)).click()
    form.page.keyboard.type("M 31")
    assert press(form)[0][name] == "M 31"


def test_a_caret_is_known_to_whoever_hears_what_came_next(form: SimpleNamespace) -> None:
    lines = form.page.locator(".textsource-line")
    lines.nth(1).click()
    form.page.keyboard.press("Home")
    assert press(form)[1] == 4
    # One that moved and came back is as it was; after that it is told again.
    lines.nth(1).click()
    for key in ("Home", "ArrowRight", "ArrowLeft"):
        form.page.keyboard.press(key)
    assert press(form)[1] == 4
    lines.nth(2).click()
    form.page.keyboard.press("End")
    assert press(form)[1] == 13


def test_enter_tells_the_text_before_it_is_taken(form: SimpleNamespace) -> None:
    entry, told = form.fields["TextEntry"], []
    for action in ("activated", "modified"):
        form.served.call(entry.on, action, lambda text, what: told.append((what, text)), action)
    form.page.locator("input").first.click()
    form.page.keyboard.type("M 31")
    form.page.keyboard.press("Enter")
    comes_true(form.page, lambda: len(told), 2)
    assert told == [("modified", "M 31"), ("activated", "M 31")]


def test_what_is_typed_into_a_combo_box_is_told_once(form: SimpleNamespace) -> None:
    told: list[str] = []
    form.served.call(form.fields["ComboBox"].on, "modified", told.append)
    form.page.locator(".combobox-input").click()
    form.page.keyboard.type("ab")
    press(form)
    assert told == ["a", "ab"]


def test_what_was_typed_just_before_a_reload_is_there(form: SimpleNamespace) -> None:
    form.page.locator("input").first.click()
    form.page.keyboard.type("M 31")
    form.page.reload()
    expect(form.page.locator("input").first).to_have_value("M 31")
    assert errors(form.page) == []


@pytest.mark.parametrize("name", [*FIELDS, "ComboBox", "SpinBox"])
def test_a_field_that_is_given_the_focus_can_be_typed_into(
    form: SimpleNamespace, name: str
) -> None:
    form.served.call(form.fields[name].set_focus)
    form.served.catch_up(form.button)
    form.page.keyboard.press("Control+a")
    form.page.keyboard.type("42")
    place = list(form.fields).index(name)
    expect(form.page.locator("input, textarea").nth(place)).to_have_value("42")


def test_an_editor_that_is_given_the_focus_shows_what_is_selected(form: SimpleNamespace) -> None:
    def select() -> None:
        form.editor.set_selection_range(form.editor.create_ref(4), form.editor.create_ref(7))
        form.editor.set_focus()

    form.served.call(select)
    form.served.catch_up(form.button)
    assert form.page.evaluate("getSelection().toString()") == "two"
    form.page.keyboard.type("2")
    comes_true(form.page, lambda: form.served.call(form.editor.get_text), "one\n2\nthree")
    assert errors(form.page) == []


def test_a_text_that_is_too_long_is_refused_with_a_reason(form: SimpleNamespace) -> None:
    area = form.page.locator("textarea").first
    area.fill("kept")
    assert press(form)[0]["TextArea"] == "kept"
    area.evaluate(
        "(area) => { area.value = 'x'.repeat(1100000); "
        "area.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    assert press(form)[0]["TextArea"] == "kept"  # it is the same session
    note = form.page.locator(".pgwidgets-veil")
    expect(note).to_contain_text("That is too much to be sent")
    expect(note).to_contain_text("1024 KiB are taken")
    expect(area).to_have_value("kept")

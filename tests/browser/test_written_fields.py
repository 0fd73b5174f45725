"""Fields that the program writes into while their user is at them: nothing of either is lost.

Knows: the public async API, what a user does, and a network that is slow, or stands still. Must not
know: the wire.
"""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.conftest import Served
from browser.gestures import comes_true, errors, second_tab
from proxy import Proxy

FIELDS = ("TextEntry", "TextArea")

ONE_WAY = 0.25  # seconds


@pytest.fixture
def form(serve: Callable[..., Served], page: Page) -> Iterator[SimpleNamespace]:
    """A page with two fields and a combo box, and the network in between; `told` of the latter."""
    made = SimpleNamespace(page=page, told=[])

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top, box = await W.Page(), await W.VBox(spacing=4)
            made.fields = {name: await getattr(W, name)("M 31 and M 33") for name in FIELDS}
            made.combo = await W.ComboBox()
            for text in ("b", "d", "e"):
                await made.combo.append_text(text)
            await made.combo.on("activated", lambda *args: made.told.append(args))
            for child in (*made.fields.values(), made.combo):
                await box.add_widget(child, 0)
            await top.set_widget(box)
            await top.show()

    made.served = serve(setup)
    with Proxy(urlsplit(made.served.url).port or 0) as made.proxy:
        page.goto(f"{made.proxy.url}")
        expect(page.locator(".combobox-input")).to_have_value("b")
        yield made


def element(form: SimpleNamespace, name: str) -> Locator:
    return form.page.locator({"TextEntry": "input.textentry-widget", "TextArea": "textarea"}[name])


def selection(field: Locator) -> list[int]:
    found: list[int] = field.evaluate("(field) => [field.selectionStart, field.selectionEnd]")
    return found


# --- caret and selection


@pytest.mark.parametrize(
    ("written", "selected"),
    [
        ("NGC: M 31 and M 33", (7, 9)),  # before it: it goes along
        ("M 31 and M 33, too", (2, 4)),  # behind it
        ("M 31 or M 33", (2, 4)),
        ("M 31 and M 33", (2, 4)),
        ("M and M 33", (2, 2)),  # what was selected is gone
    ],
)
@pytest.mark.parametrize("name", FIELDS)
def test_what_is_selected_stays_selected_where_the_text_is_the_same(
    form: SimpleNamespace, name: str, written: str, selected: tuple[int, int]
) -> None:
    field = element(form, name)
    field.focus()
    field.evaluate("(field) => field.setSelectionRange(2, 4)")
    form.served.call(form.fields[name].set_text, written)
    expect(field).to_have_value(written)
    assert selection(field) == list(selected)
    assert errors(form.page) == []


def test_text_that_is_appended_leaves_the_caret_alone(form: SimpleNamespace) -> None:
    field = element(form, "TextArea")
    field.focus()
    form.page.keyboard.press("Control+Home")
    form.served.call(form.fields["TextArea"].append_text, "\nand M 51")
    expect(field).to_have_value("M 31 and M 33\nand M 51")
    assert selection(field) == [0, 0]
    form.page.keyboard.type("> ")
    expect(field).to_have_value("> M 31 and M 33\nand M 51")


# --- typing over a slow line


@pytest.mark.parametrize("write", [str, str.upper], ids=["the same", "in capitals"])
@pytest.mark.parametrize("name", FIELDS)
def test_what_is_typed_while_the_handler_writes_it_back_is_all_there(
    form: SimpleNamespace, name: str, write: Callable[[str], str]
) -> None:
    field, widget = element(form, name), form.fields[name]
    form.served.call(widget.set_text, "")
    form.served.call(widget.on, "modified", lambda text: widget.set_text(write(text)))
    expect(field).to_have_value("")
    form.proxy.delay(ONE_WAY)
    field.click()
    form.page.keyboard.type("the whirlpool galaxy", delay=40)
    wanted = write("the whirlpool galaxy")
    expect(field).to_have_value(wanted)
    comes_true(form.page, lambda: form.served.call(widget.get_text), wanted)
    form.served.catch_up(widget)
    expect(field).to_have_value(wanted)
    assert selection(field) == [len(wanted)] * 2
    assert errors(form.page) == []


# --- a combo box whose list is open


def test_a_list_that_is_open_shows_what_comes_and_goes(form: SimpleNamespace) -> None:
    items = form.page.locator(".combobox-item")
    form.page.locator(".combobox-button").click()
    expect(items).to_have_text(["b", "d", "e"])
    form.served.call(form.combo.insert_alpha, "c")
    expect(items).to_have_text(["b", "c", "d", "e"])
    form.served.call(form.combo.delete_alpha, "b")
    expect(items).to_have_text(["c", "d", "e"])
    items.nth(1).click()
    comes_true(form.page, lambda: form.told, [(1, "d")])
    assert errors(form.page) == []


def choose_too_late(form: SimpleNamespace, change: Callable[..., Any], text: str) -> Page:
    """Choose an item before the page hears of a change of the list; gives another browser."""
    other = second_tab(form.page)
    expect(other.locator(".combobox-input")).to_have_value("b")
    form.page.locator(".combobox-button").click()
    form.proxy.stall()
    form.served.call(change, text)
    form.page.locator(".combobox-item").get_by_text("d", exact=True).click()
    expect(form.page.locator(".combobox-input")).to_have_value("d")
    form.proxy.flow()
    form.served.catch_up(form.combo)
    return other


def test_a_choice_that_is_gone_is_taken_back(form: SimpleNamespace) -> None:
    other = choose_too_late(form, form.combo.delete_alpha, "d")
    for page in (form.page, other):
        expect(page.locator(".combobox-input")).to_have_value("b")
        assert errors(page) == []
    assert form.served.call(form.combo.get_text) == "b"
    assert form.told == []


def test_a_handler_is_given_the_place_in_the_list_of_now(form: SimpleNamespace) -> None:
    other = choose_too_late(form, form.combo.insert_alpha, "a")
    comes_true(form.page, lambda: form.told, [(2, "d")])
    for page in (form.page, other):
        expect(page.locator(".combobox-input")).to_have_value("d")
        assert errors(page) == []
    assert form.served.call(form.combo.get_alpha, 2) == "d"

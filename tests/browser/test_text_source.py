"""The text editor in Chromium: typed in by its user while the program edits, too.

Knows: the public async API, the keys that a user presses, and what the page shows. Must not know:
the wire, or how edits are carried over one another.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.conftest import Served
from browser.gestures import comes_true, errors, second_tab

TEXT = "first line\n😀 second\nthird"


class Editor:
    """A served application with one editor; `source` is touched inside `call` only."""

    def __init__(self, serve: Callable[..., Served], text: str = TEXT, **options: Any) -> None:
        self.source: Any = None
        self.entry: Any = None
        self.changes = 0

        def setup(app: Any) -> None:
            @app.on_connect
            async def build(session: Any) -> None:
                W = session.get_widgets()
                top = await W.TopLevel(title="Editor")
                box = await W.VBox()
                self.entry = await W.TextEntry("")
                self.source = await W.TextSource(text, icon_gutter=True, **options)
                await self.source.resize(500, 300)
                await self.source.on("changed", self.count)
                await box.add_widget(self.entry, 0)
                await box.add_widget(self.source, 1)
                await top.set_widget(box)
                await top.resize(600, 400)
                await top.show()

        self.served: Served = serve(setup)

    def count(self) -> None:
        self.changes += 1

    def call(self, method: str, *args: Any) -> Any:
        return self.served.call(lambda: getattr(self.source, method)(*args))

    @property
    def text(self) -> str:
        return str(self.call("get_text"))

    def run(self, function: Callable[[Any], Any]) -> Any:
        return self.served.call(function, self.source)


@pytest.fixture
def editor(serve: Callable[..., Served]) -> Editor:
    return Editor(serve)


def lines(page: Page) -> Locator:
    return page.locator(".textsource-line")


def shown(page: Page) -> str:
    return "\n".join(lines(page).all_text_contents())


def agree(editor: Editor, *pages: Page) -> str:
    """Wait until the program and all pages have one text; gives it."""

    def differing() -> list[str]:
        texts = [editor.text, *map(shown, pages)]
        return [] if len(set(texts)) == 1 else texts

    comes_true(pages[0], differing, [])
    for page in pages:
        assert errors(page) == []
    return editor.text


def show(editor: Editor, page: Page) -> None:
    page.goto(editor.served.url)
    expect(lines(page)).to_have_text(TEXT.split("\n"))


def put_caret(page: Page, line: int, key: str = "End") -> None:
    lines(page).nth(line).click()
    page.keyboard.press(key)


def test_what_is_typed_is_the_programs_text(editor: Editor, page: Page) -> None:
    show(editor, page)
    put_caret(page, 1)
    page.keyboard.type(" more 👍🏽\nnew")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("End")
    page.keyboard.press("Backspace")
    page.keyboard.type("!")
    expect(lines(page).nth(1)).to_have_text("😀 second more !")
    expect(lines(page).nth(2)).to_have_text("new")
    assert agree(editor, page) == "first line\n😀 second more !\nnew\nthird"
    comes_true(page, lambda: editor.changes, 14)


def test_deleting_takes_characters_words_and_selections(editor: Editor, page: Page) -> None:
    show(editor, page)
    put_caret(page, 1, "Home")
    page.keyboard.press("Delete")
    expect(lines(page).nth(1)).to_have_text(" second")
    page.keyboard.press("End")
    page.keyboard.press("Control+Backspace")
    expect(lines(page).nth(1)).to_have_text(" ")
    page.keyboard.press("Home")
    page.keyboard.press("Backspace")
    expect(lines(page)).to_have_count(2)
    assert agree(editor, page) == "first line \nthird"
    page.keyboard.press("Control+a")
    page.keyboard.type("x")
    expect(lines(page)).to_have_text(["x"])
    assert agree(editor, page) == "x"


def test_both_sides_edit_at_once(editor: Editor, page: Page) -> None:
    show(editor, page)
    put_caret(page, 1)
    marks = editor.run(lambda source: [source.create_ref(0), source.create_ref(13, "left")])

    def prepend(source: Any) -> None:
        source.insert_text(source.get_ref_start(), "🎈")
        source.insert_text(source.get_ref_end(), "z")

    for letter in "abcdefgh":
        page.keyboard.type(letter)
        editor.run(prepend)
    text = agree(editor, page)
    assert text == "🎈" * 8 + "first line\n😀 secondabcdefgh\nthird" + "z" * 8
    assert [editor.served.call(mark.get_offset) for mark in marks] == [8, 21]


def test_tags_follow_and_a_reload_shows_all_the_same(editor: Editor, page: Page) -> None:
    show(editor, page)

    def tag(source: Any) -> None:
        source.create_tag("mark", {"background": "rgb(255, 255, 0)", "bold": True})
        start, end = source.find("second")
        source.apply_tag("mark", start, end)
        source.set_icon(start, "data:image/gif;base64,R0lGODlhAQABAAAAACw=")

    editor.run(tag)
    marked = page.locator(".textsource-line span")
    expect(marked).to_have_text("second")
    put_caret(page, 1, "End")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.keyboard.type("XY")
    expect(marked).to_have_text("secXYond")
    put_caret(page, 0, "Home")
    page.keyboard.type("😀\n")
    text = agree(editor, page)
    assert text == "😀\nfirst line\n😀 secXYond\nthird"
    for _ in range(2):
        expect(marked).to_have_text("secXYond")
        expect(marked).to_have_css("background-color", "rgb(255, 255, 0)")
        icons = page.locator(".textsource-icon-cell")
        expect(icons.nth(2).locator("img")).to_have_count(1)
        expect(page.locator(".textsource-icon-cell img")).to_have_count(1)
        page.reload()
        assert agree(editor, page) == text


def test_a_second_tab_follows_and_keeps_its_own_caret(editor: Editor, page: Page) -> None:
    show(editor, page)
    other = second_tab(page)
    expect(lines(other)).to_have_count(3)
    put_caret(other, 2)
    page.bring_to_front()
    put_caret(page, 0)
    page.keyboard.type(" of mine")
    other.bring_to_front()
    other.keyboard.type(" of theirs")
    text = agree(editor, page, other)
    assert text == "first line of mine\n😀 second\nthird of theirs"


def test_undo_is_everybodys(editor: Editor, page: Page) -> None:
    show(editor, page)
    put_caret(page, 2)
    page.keyboard.type(":a b")
    expect(lines(page).nth(2)).to_have_text("third:a b")
    agree(editor, page)
    assert editor.call("undo") is True
    expect(lines(page).nth(2)).to_have_text(re.compile("^third:a $"))
    page.keyboard.press("Control+z")
    expect(lines(page).nth(2)).to_have_text("third")
    page.keyboard.press("Control+Shift+z")
    expect(lines(page).nth(2)).to_have_text(re.compile("^third:a $"))
    page.keyboard.type("!")
    assert agree(editor, page).endswith("third:a !")
    for _ in range(2):
        editor.call("undo")
    assert agree(editor, page) == TEXT
    assert not editor.call("get_modified")


def test_undo_goes_by_words_in_whichever_tab(editor: Editor, page: Page) -> None:
    show(editor, page)
    other = second_tab(page)
    expect(lines(other)).to_have_count(3)
    put_caret(other, 0)
    page.bring_to_front()
    put_caret(page, 2)
    page.keyboard.type("! hello world")
    assert agree(editor, page, other).endswith("\nthird! hello world")
    page.keyboard.press("Control+z")
    expect(lines(page).nth(2)).to_have_text(re.compile("^third! hello $"))
    other.bring_to_front()
    other.locator(".textsource-edit").focus()
    other.keyboard.press("Control+z")
    expect(lines(other).nth(2)).to_have_text(re.compile("^third! $"))
    for text in ("hello ", "hello world"):
        other.keyboard.press("Control+Shift+z")
        expect(lines(other).nth(2)).to_have_text(re.compile(f"^third! {text}$"))
    assert agree(editor, page, other).endswith("\nthird! hello world")
    page.bring_to_front()
    for key in ("Home", "End"):  # the caret has been elsewhere
        page.keyboard.press(key)
    for _ in range(3):
        page.keyboard.press("Backspace")
    assert agree(editor, page, other).endswith("\nthird! hello wo")
    page.keyboard.press("Control+z")
    expect(lines(page).nth(2)).to_have_text("third! hello world")
    for _ in range(3):
        page.keyboard.press("Control+z")
    expect(lines(page).nth(2)).to_have_text("third")
    assert agree(editor, page, other) == TEXT
    assert not editor.call("get_modified")


def test_the_caret_is_known_and_comes_back(editor: Editor, page: Page) -> None:
    show(editor, page)
    moved: list[int] = []
    editor.run(lambda source: source.on("cursor_moved", lambda ref: moved.append(ref.get_offset())))
    put_caret(page, 1, "Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    comes_true(page, lambda: moved[-1:], [13])
    start, end = editor.call("get_selection_range")
    assert [editor.served.call(ref.get_offset) for ref in (start, end)] == [12, 13]
    page.reload()
    expect(lines(page)).to_have_count(3)
    page.locator(".textsource-edit").focus()
    page.keyboard.type("-")
    expect(lines(page).nth(1)).to_have_text("😀-second")
    assert agree(editor, page) == "first line\n😀-second\nthird"


def test_edits_of_the_program_do_not_take_the_focus(editor: Editor, page: Page) -> None:
    show(editor, page)
    entry = page.locator("input").first
    entry.click()
    page.keyboard.type("so")
    editor.run(lambda source: source.insert_text(source.get_ref_start(), "zero\n"))
    expect(lines(page)).to_have_count(4)
    page.keyboard.type("me")
    expect(entry).to_have_value("some")
    assert agree(editor, page) == "zero\n" + TEXT


def test_what_was_selected_comes_back_with_the_focus_wherever_the_mouse_was_let_go(
    editor: Editor, page: Page
) -> None:
    show(editor, page)
    first = lines(page).nth(0).bounding_box()
    assert first is not None
    page.mouse.move(first["x"] + 2, first["y"] + first["height"] / 2)
    page.mouse.down()
    page.mouse.move(first["x"] + 30, first["y"] + first["height"] / 2)
    page.mouse.move(first["x"] + 30, 590)  # out of the editor
    page.mouse.up()
    selected = page.evaluate("getSelection().toString()")
    assert selected != ""
    page.evaluate("document.activeElement.blur(); getSelection().removeAllRanges()")
    page.locator(".textsource-edit").focus()
    assert page.evaluate("getSelection().toString()") == selected


def test_replacing_and_scrolling(editor: Editor, page: Page) -> None:
    show(editor, page)
    editor.call("set_text", "\n".join(f"line {n}" for n in range(200)))
    editor.call("scroll_to_lineno", 150, "top")
    expect(lines(page).nth(150)).to_be_in_viewport()
    assert editor.call("replace", "line", "Zeile", {"all": True}) == 200
    expect(lines(page).nth(150)).to_have_text("Zeile 150")
    editor.call("scroll_to_end")
    expect(lines(page).nth(199)).to_be_in_viewport()
    editor.call("undo")
    expect(lines(page).nth(199)).to_have_text("line 199")
    agree(editor, page)


def test_what_the_program_scrolls_is_the_editor_and_not_the_page(
    editor: Editor, page: Page
) -> None:
    page.set_viewport_size({"width": 620, "height": 250})  # the window does not fit into it
    show(editor, page)
    editor.call("set_text", "\n".join(f"line {n}" for n in range(200)))
    for method, args, shown_line, edge in (
        ("scroll_to_end", (), 199, "bottom"),
        ("scroll_to_lineno", (100, "top"), 100, "top"),
        ("scroll_to_lineno", (150, "center"), 150, "middle"),
        ("scroll_to_lineno", (50,), 50, "top"),
        ("scroll_to_lineno", (90,), 90, "bottom"),
        ("scroll_to_lineno", (80,), 90, "bottom"),  # it is seen already
    ):
        editor.call(method, *args)
        editor.served.catch_up(editor.source)
        assert page.evaluate(AT_EDGE, [shown_line, edge]) == pytest.approx(0, abs=1)
    editor.run(lambda source: source.set_cursor(source.get_ref_end()))
    editor.call("scroll_to_cursor")
    editor.served.catch_up(editor.source)
    assert page.evaluate(AT_EDGE, [199, "bottom"]) == pytest.approx(0, abs=1)
    assert page.evaluate("[scrollX, scrollY]") == [0, 0]


AT_EDGE = """([number, edge]) => {
    const line = document.querySelectorAll(".textsource-line")[number].getBoundingClientRect();
    const view = document.querySelector(".textsource-main").getBoundingClientRect();
    const at = (box) => edge === "middle" ? (box.top + box.bottom) / 2 : box[edge];
    return at(line) - at(view);
}"""
"""How far a line is, in pixels, from where it should stand in its editor."""


def test_what_is_scrolled_before_it_is_shown_is_scrolled_when_it_appears(
    serve: Callable[..., Served], page: Page
) -> None:
    made: dict[str, Any] = {}

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Log")
            tabs = made["tabs"] = await W.TabWidget()
            log = made["log"] = await W.TextSource("", editable=False)
            await tabs.add_widget(await W.Label("the first page"), title="First")
            await tabs.add_widget(log, title="Log")
            await top.set_widget(tabs)
            await top.resize(400, 300)
            await top.show()

    served = serve(setup)
    page.goto(served.url)
    expect(page.get_by_text("the first page")).to_be_visible()
    tabs, log = made["tabs"], made["log"]

    def show(index: int) -> None:
        served.call(tabs.set_index, index)
        expect(page.locator(".textsource-main")).to_be_visible(visible=index == 1)

    served.call(log.set_text, "\n".join(f"line {n}" for n in range(100)))
    served.call(log.scroll_to_end)
    show(1)
    expect(lines(page).nth(99)).to_be_in_viewport()
    show(0)
    served.call(lambda: log.set_cursor(log.create_ref(0)))
    served.call(log.scroll_to_cursor)
    show(1)
    expect(lines(page).nth(0)).to_be_in_viewport()


@pytest.mark.parametrize("wrap", ["none", "word"])
def test_numbers_and_icons_stand_beside_their_lines(
    serve: Callable[..., Served], page: Page, wrap: str
) -> None:
    text = "\n".join(f"{number} {'word ' * (number % 50)}" for number in range(400))
    editor = Editor(serve, text, line_numbers=True, wrap=wrap)
    page.goto(editor.served.url)
    expect(lines(page)).to_have_count(400)

    def tag(source: Any) -> None:
        source.create_tag("large", {"font_size": 30})
        source.apply_tag("large", *source.find("7 word"))

    editor.run(tag)
    editor.served.catch_up(editor.entry)

    def check() -> None:
        for beside in ("line-number", "icon-cell"):
            selector = f".textsource-{beside}"
            comes_true(page, lambda of=selector: page.evaluate(STRAYING, of), 0)

    check()
    page.set_viewport_size({"width": 400, "height": 300})
    editor.served.call(editor.source.resize, 300, 200)
    editor.served.catch_up(editor.entry)
    check()
    assert errors(page) == []


STRAYING = """(beside) => {
    const tops = (selector) => [...document.querySelectorAll(selector)].map(
        (element) => element.getBoundingClientRect().top);
    const [lines, others] = [tops(".textsource-line"), tops(beside)];
    return Math.max(...lines.map((top, index) => Math.abs(top - others[index])));
}"""
"""How many pixels what should be beside a line is away from it, at most."""


def test_what_is_composed_is_one_edit(editor: Editor, page: Page) -> None:
    show(editor, page)
    put_caret(page, 2)
    devtools = page.context.new_cdp_session(page)
    for text in ("k", "か", "かん"):
        place = {"selectionStart": len(text), "selectionEnd": len(text)}
        devtools.send("Input.imeSetComposition", {"text": text, **place})
    editor.run(lambda source: source.insert_text(source.get_ref_start(), "!"))
    devtools.send("Input.insertText", {"text": "漢"})
    expect(lines(page).nth(2)).to_have_text("third漢")
    assert agree(editor, page) == "!" + TEXT + "漢"
    page.keyboard.type("x")
    expect(lines(page).nth(2)).to_have_text(re.compile("third漢x$"))
    assert agree(editor, page).endswith("third漢x")


def test_an_editor_that_is_not_editable_is_not_edited(editor: Editor, page: Page) -> None:
    show(editor, page)
    editor.call("set_editable", False)
    expect(page.locator(".textsource-edit")).to_have_attribute("contenteditable", "false")
    lines(page).nth(0).click()
    page.keyboard.type("x")
    page.keyboard.press("Backspace")
    assert agree(editor, page) == TEXT

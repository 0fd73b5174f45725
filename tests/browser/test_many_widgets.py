"""Many widgets, and widgets of many kinds, built by a program and used in Chromium.

Knows: the public async API and what a user sees. Must not know: the wire.

Times are recorded as properties of the tests (and printed), not asserted: see benchmarks/.
"""

import contextlib
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.conftest import Served
from browser.gestures import box, comes_true, drag, errors, second_tab
from browser.kitchen_sink import kitchen_sink

# Resolves to the milliseconds from the first click until `wanted` is the text of the last label.
_TIME = """
(wanted) => {
    let clicked = null;
    addEventListener("click", () => { clicked ??= performance.now(); }, { capture: true });
    window.measured = new Promise((resolve) => {
        const observer = new MutationObserver(() => {
            const labels = document.getElementsByClassName("label-widget");
            if (labels[labels.length - 1]?.textContent !== wanted) return;
            observer.disconnect();
            resolve(performance.now() - clicked);
        });
        observer.observe(document, { subtree: true, childList: true, characterData: true });
    });
}
"""


# ------------------------------------------------------------------------- many


def labels(page: Page) -> list[list[str]]:
    """Text, background and text colour of all labels, in the order of the document."""
    found: list[list[str]] = page.locator(".label-widget").evaluate_all(
        """(elements) => elements.map((element) => {
            const { backgroundColor, color } = getComputedStyle(element);
            return [element.textContent, backgroundColor, color];
        })"""
    )
    return found


def test_a_thousand_labels_made_by_one_handler(
    serve: Callable[..., Served], page: Page, record_property: Callable[[str, object], None]
) -> None:
    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Many")
            box = await W.VBox()
            button = await W.Button("Go")
            await box.add_widget(button, 0)
            await top.set_widget(box)
            await top.show()

            async def make() -> None:
                for number in range(1000):
                    label = await W.Label(f"label {number}")
                    await label.set_color(f"rgb({number % 256}, 10, 20)", "rgb(200, 210, 220)")
                    await box.add_widget(label, 0)

            await button.on("activated", make)

    page.goto(serve(setup).url)
    go = page.get_by_text("Go", exact=True)
    expect(go).to_be_visible()
    page.evaluate(_TIME, "label 999")
    go.click()
    expect(page.locator(".label-widget")).to_have_count(1000)
    milliseconds = page.evaluate("window.measured")
    record_property("milliseconds", milliseconds)
    print(f"\n1,000 labels, click to the last in the DOM: {milliseconds:.0f} ms")
    wanted = [
        [f"label {number}", f"rgb({number % 256}, 10, 20)", "rgb(200, 210, 220)"]
        for number in range(1000)
    ]
    comes_true(page, lambda: labels(page), wanted)
    page.reload()
    expect(page.locator(".label-widget")).to_have_count(1000)
    comes_true(page, lambda: labels(page), wanted)
    assert errors(page) == []


def test_a_thousand_texts_of_one_label_end_with_the_last(
    serve: Callable[..., Served], page: Page, record_property: Callable[[str, object], None]
) -> None:
    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="One")
            box = await W.VBox()
            button = await W.Button("Go")
            label = await W.Label("text")
            await box.add_widget(button, 0)
            await box.add_widget(label, 0)
            await top.set_widget(box)
            await top.show()

            async def change() -> None:
                for number in range(1000):
                    await label.set_text(f"text {number}")

            await button.on("activated", change)

    page.goto(serve(setup).url)
    go = page.get_by_text("Go", exact=True)
    expect(go).to_be_visible()
    page.evaluate(_TIME, "text 999")
    go.click()
    expect(page.locator(".label-widget")).to_have_text("text 999")
    milliseconds = page.evaluate("window.measured")
    record_property("milliseconds", milliseconds)
    print(f"\n1,000 texts of one label, click to the last: {milliseconds:.0f} ms")
    assert errors(page) == []


# ---------------------------------------------------------------- many kinds, used


class Use(NamedTuple):
    """One use of a widget.

    Attributes:
        act: what a user does in one page.
        shows: every page shows it from then on; after a reload too, once `tab` is open.
        state: the getter that tells it in Python, of the widgets by name.
        known: what that gives.
        said: what the program's handler wrote into the label, if it has one.
        tab: where the widget is; None: always in sight.
    """

    act: Callable[[Page], None]
    shows: Callable[[Page], None]
    state: Callable[[Any], object]
    known: object
    said: str | None = None
    tab: str | None = None


def text(page: Page, words: str) -> Locator:
    return page.get_by_text(words, exact=True)


def pick(page: Page, name: str) -> None:
    """Choose from the File menu."""
    text(page, "File").click()
    page.locator(".menuaction-widget", has_text=name).click()


def choose_two(page: Page) -> None:
    page.locator(".combobox-button").click()
    page.locator(".combobox-item", has_text="two").click()


def type_line(page: Page) -> None:
    page.locator("input.textentry-widget").fill("a new line")
    page.locator("input.textentry-widget").press("Enter")


def first_pane(page: Page) -> Locator:
    return page.locator(".splitter-pane").first


def show_pane(page: Page) -> None:
    expect(first_pane(page)).to_have_css("width", re.compile(r"^(649|650|651)(\.\d+)?px$"))


def widen_pane(page: Page) -> None:
    drag(page, page.locator(".splitter-handle"), 650 - box(first_pane(page))["width"], 0)


def window(page: Page, title: str) -> Locator:
    return page.locator(".mdi-window", has=text(page, title))


TREE = ".treeview-widget:not(.tableview-widget)"
TABLE = ".tableview-widget"


def rows(page: Page, view: str) -> Locator:
    return page.locator(view).locator(".treeview-row")


def selected(page: Page, view: str, name: str) -> None:
    chosen = page.locator(view).locator(".treeview-row-selected")
    expect(chosen).to_have_count(1)
    expect(chosen).to_contain_text(name)


def sort_by_name(page: Page) -> None:
    text(page, "Table").click()
    page.locator(TABLE).get_by_text("Name").click()


def said(page: Page) -> Locator:
    """The label that the program's handlers write into."""
    return page.locator(".toplevel-widget .label-widget").first


def open_tab(page: Page) -> Locator:
    return page.locator(".tab-header .active")


def dialog(page: Page) -> Locator:
    return text(page, "Shall it be?")


USES = {
    "menu item": Use(
        lambda page: pick(page, "Open"),
        lambda page: None,
        lambda parts: None,
        None,
        "open",
    ),
    "checkable menu item": Use(
        lambda page: pick(page, "Wrap"),
        lambda page: expect(
            page.locator(".menuaction-widget", has_text="Wrap").locator(".menuaction-check")
        ).to_have_text("✓"),
        lambda parts: parts.wrap.get_state(),
        True,
        "wrap True",
    ),
    "toolbar toggle": Use(
        lambda page: text(page, "Bold").click(),
        lambda page: expect(page.locator(".toolbar-action", has_text="Bold")).to_have_class(
            re.compile("pressed")
        ),
        lambda parts: parts.bold.get_state(),
        True,
        "bold True",
    ),
    "check box": Use(
        lambda page: page.locator(".checkbox-widget input").click(),
        lambda page: expect(page.locator(".checkbox-widget input")).to_be_checked(),
        lambda parts: parts.check.get_state(),
        True,
        "check True",
        tab="Form",
    ),
    "radio group": Use(
        lambda page: text(page, "green").click(),
        lambda page: expect(
            page.locator(".radiobutton-widget", has=page.locator(".selected"))
        ).to_have_text("green"),
        lambda parts: (parts.red.get_state(), parts.green.get_state()),
        (False, True),
        "green True",
        tab="Form",
    ),
    "toggle button": Use(
        lambda page: text(page, "toggle").click(),
        lambda page: expect(text(page, "toggle")).to_have_class(re.compile("pressed")),
        lambda parts: parts.toggle.get_state(),
        True,
        "toggle True",
        tab="Form",
    ),
    "slider": Use(
        lambda page: page.locator(".slider-input").press("ArrowRight"),
        lambda page: expect(page.locator(".slider-value")).to_have_text("4"),
        lambda parts: parts.slider.get_value(),
        4,
        "slider 4",
        tab="Form",
    ),
    "spin box": Use(
        lambda page: page.locator(".spinbox-up").click(),
        lambda page: expect(page.locator(".spinbox-input")).to_have_value("4"),
        lambda parts: parts.spin.get_value(),
        4,
        "spin 4",
        tab="Form",
    ),
    "combo box": Use(
        choose_two,
        lambda page: expect(page.locator(".combobox-input")).to_have_value("two"),
        lambda parts: parts.combo.get_text(),
        "two",
        "combo two",
        tab="Form",
    ),
    "text entry": Use(
        type_line,
        lambda page: expect(page.locator("input.textentry-widget")).to_have_value("a new line"),
        lambda parts: parts.entry.get_text(),
        "a new line",
        "entry a new line",
        tab="Form",
    ),
    "text area": Use(
        lambda page: page.locator(".textarea-text").fill("one\ntwo\nthree"),
        lambda page: expect(page.locator(".textarea-text")).to_have_value("one\ntwo\nthree"),
        lambda parts: parts.area.get_text(),
        "one\ntwo\nthree",
        tab="Form",
    ),
    "expander": Use(
        lambda page: text(page, "More").click(),
        lambda page: expect(page.locator(".expander-content")).to_have_css("display", "block"),
        lambda parts: parts.expander.get_collapsed(),
        False,
        tab="Form",
    ),
    "splitter": Use(
        widen_pane,
        show_pane,
        lambda parts: parts.panes.get_sizes()[0],
        pytest.approx(650, abs=1),
    ),
    "MDI, closed": Use(
        lambda page: window(page, "First").locator(".mdi-close").click(),
        lambda page: expect(window(page, "First")).to_have_count(0),
        lambda parts: parts.mdi.num_children(),
        1,
    ),
    "tab": Use(
        lambda page: text(page, "Tree").click(),
        lambda page: expect(open_tab(page)).to_have_text("Tree"),
        lambda parts: parts.tabs.get_index(),
        1,
    ),
    "tree, collapsed": Use(
        lambda page: rows(page, TREE).first.locator(".treeview-toggle").click(),
        lambda page: expect(rows(page, TREE)).to_have_text(
            [re.compile("src"), re.compile("README")]
        ),
        lambda parts: parts.tree.get_collapsed(),
        [["src"]],
        tab="Tree",
    ),
    "tree, selected": Use(
        lambda page: rows(page, TREE).filter(has_text="README").click(),
        lambda page: selected(page, TREE, "README"),
        lambda parts: parts.tree.get_selected(),
        [{"path": ["readme"], "values": {"name": "README", "size": 3}}],
        tab="Tree",
    ),
    "table, sorted": Use(
        sort_by_name,
        lambda page: expect(rows(page, TABLE)).to_have_text(
            [re.compile(name) for name in ("alpha", "beta", "gamma")]
        ),
        lambda parts: parts.tabs.get_index(),
        2,
        tab="Table",
    ),
    "table, selected": Use(
        lambda page: rows(page, TABLE).filter(has_text="beta").click(),
        lambda page: selected(page, TABLE, "beta"),
        lambda parts: parts.table.get_selected(),
        [{"path": ["row0"], "values": {"name": "beta", "size": 2}}],
        tab="Table",
    ),
    "dialog": Use(
        lambda page: text(page, "Ask").click(),
        lambda page: expect(dialog(page)).to_be_visible(),
        lambda parts: parts.dialog.is_visible(),
        True,
    ),
}


def test_widgets_of_all_kinds_are_used_followed_and_rebuilt(
    serve: Callable[..., Served], page: Page
) -> None:
    failed: list[object] = []
    built: list[Any] = []

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            session.on_error(failed.append)
            built.append(await kitchen_sink(session))

    served = serve(setup)
    page.goto(served.url)
    expect(text(page, "Kitchen sink")).to_be_visible()
    follower = second_tab(page)
    expect(text(follower, "Kitchen sink")).to_be_visible()
    page.bring_to_front()  # what is hidden gets no frames to be clicked in
    (parts,) = built

    for name, use in USES.items():
        with noting(name, "followed"):
            use.act(page)
            use.shows(page)
            use.shows(follower)
            if use.said is not None:
                for one in (page, follower):
                    expect(said(one)).to_have_text(use.said)
            served.catch_up(parts.tabs)
            assert served.call(use.state, parts) == use.known

    page.reload()
    with noting("tab", "rebuilt"):
        expect(open_tab(page)).to_have_text("Table")
    with noting("dialog", "rebuilt"):
        expect(dialog(page)).to_be_visible()
    text(page, "Yes").click()
    for one in (page, follower):
        expect(said(one)).to_have_text("dialog 1")
        expect(dialog(one)).to_be_hidden()
    assert served.call(parts.dialog.is_visible) is False

    for name, use in USES.items():
        if name in ("tab", "dialog"):
            continue
        with noting(name, "rebuilt"):
            if use.tab is not None:
                text(page, use.tab).click()
                expect(open_tab(page)).to_have_text(use.tab)
            use.shows(page)
            served.catch_up(parts.tabs)
            assert served.call(use.state, parts) == use.known

    assert errors(page) == errors(follower) == []
    assert failed == []


@contextlib.contextmanager
def noting(*words: str) -> Iterator[None]:
    """Say in a failure which use it was."""
    try:
        yield
    except Exception as error:
        error.add_note(", ".join(words))
        raise

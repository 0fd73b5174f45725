"""What a user changes in widgets that do not say so by themselves: known, followed and kept.

Knows: the public async API, and what a user sees and does. Must not know: the wire.
"""

import io
import wave
from base64 import b64encode
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Served
from browser.gestures import box, comes_true, drag, errors, second_tab

type Build = Callable[[Any, SimpleNamespace], Awaitable[Any]]


class Shown:
    """An application whose session shows what a test builds.

    Parameters:
        build: makes the widgets in a top-level window's box, and notes them.
    """

    def __init__(self, serve: Callable[..., Served], page: Page, build: Build) -> None:
        self.made = SimpleNamespace()
        self.page = page

        def setup(app: Any) -> None:
            @app.on_connect
            async def connected(session: Any) -> None:
                W = session.get_widgets()
                top = await W.TopLevel(title="Shown", maximizable=True, lowerable=True)
                await top.set_position(10, 10)
                await top.resize(700, 500)
                self.made.session, self.made.top = session, top
                found = await build(W, self.made)
                if found is not None:
                    await top.set_widget(found)
                await top.show()

        self.served = serve(setup)
        page.goto(self.served.url)
        expect(page.get_by_text("Shown")).to_be_visible()

    def call(self, function: Callable[..., Any], *args: object) -> Any:
        return self.served.call(function, *args)

    def knows(self, read: Callable[[], Any], wanted: Any) -> None:
        """Wait until the program's getter says so."""
        comes_true(self.page, lambda: self.call(read), wanted)

    def everywhere(self, looks: Callable[[Page], None]) -> None:
        """The page, another tab and the page reloaded look so, without complaint."""
        looks(self.page)
        other = second_tab(self.page)
        expect(other.get_by_text("Shown")).to_be_visible()
        looks(other)
        self.page.reload()
        expect(self.page.get_by_text("Shown")).to_be_visible()
        looks(self.page)
        assert errors(self.page) == errors(other) == []
        other.close()


@pytest.fixture
def show(serve: Callable[..., Served], page: Page) -> Callable[[Build], Shown]:
    """Show what a function builds."""
    return lambda build: Shown(serve, page, build)


def test_a_colour_dialog_that_is_cancelled(show: Callable[[Build], Shown], page: Page) -> None:
    async def build(W: Any, made: Any) -> None:
        made.dialog = await W.ColorDialog(color="#112233", modal=True)
        await made.dialog.popup(50, 60)

    shown = show(build)
    other = second_tab(page)
    expect(other.get_by_text("Choose Color")).to_be_visible()
    page.get_by_text("Cancel", exact=True).click()
    expect(other.get_by_text("Choose Color")).to_be_hidden()
    shown.knows(shown.made.dialog.is_visible, False)
    shown.everywhere(lambda page: expect(page.locator(".dialog-overlay")).to_have_count(0))
    shown.call(shown.made.dialog.show)
    shown.everywhere(lambda page: expect(page.get_by_text("Choose Color")).to_be_visible())
    page.get_by_text("OK", exact=True).click()
    shown.knows(shown.made.dialog.is_visible, False)
    shown.everywhere(lambda page: expect(page.get_by_text("Choose Color")).to_have_count(0))


def test_a_dialog_that_closes_itself_and_one_that_is_shown_again(
    show: Callable[[Build], Shown], page: Page
) -> None:
    async def build(W: Any, made: Any) -> None:
        made.dialog = await W.Dialog("Sure?", [["Yes", 1], ["No", 0]], autoclose=True, modal=True)
        made.answers = []

        async def answered(value: int) -> None:
            made.answers.append(value)
            if value == 0:
                await made.dialog.show()

        await made.dialog.on("activated", answered)
        await made.dialog.popup()

    shown = show(build)
    page.get_by_text("No", exact=True).click()
    shown.knows(lambda: list(shown.made.answers), [0])
    expect(page.get_by_text("Sure?")).to_be_visible()
    shown.everywhere(lambda page: expect(page.locator(".dialog-overlay")).to_have_count(1))
    page.get_by_text("Yes", exact=True).click()
    shown.knows(shown.made.dialog.is_visible, False)
    shown.everywhere(lambda page: expect(page.locator(".dialog-overlay")).to_have_count(0))
    assert shown.made.answers == [0, 1]


def test_the_button_that_closes_a_window_is_a_request(
    show: Callable[[Build], Shown], page: Page
) -> None:
    async def build(W: Any, made: Any) -> None:
        made.second = await W.TopLevel(title="Second")
        await made.second.set_position(300, 300)
        await made.second.on("close", lambda: made.second.hide())
        await made.second.show()

    shown = show(build)
    page.locator(".toplevel-widget").filter(has_text="Second").locator(".toplevel-close").click()
    shown.knows(shown.made.second.is_visible, False)
    shown.everywhere(lambda page: expect(page.get_by_text("Second")).to_have_count(0))


def test_a_window_that_goes_while_its_bar_is_held_opens_no_menu(
    show: Callable[[Build], Shown], page: Page
) -> None:
    async def build(W: Any, made: Any) -> None:
        made.second = await W.TopLevel(title="Second")
        await made.second.set_position(300, 300)
        await made.second.show()

    shown = show(build)
    hold = """(bar) => bar.dispatchEvent(new PointerEvent("pointerdown", {
        bubbles: true, cancelable: true, pointerId: 7, pointerType: "touch",
    }))"""
    pause = "() => new Promise((done) => setTimeout(done, 600))"  # longer than a bar is held
    menu = page.locator(".window-context-menu")
    bars = page.locator(".toplevel-title-bar")
    expect(bars).to_have_count(2)
    bars.filter(has_text="Second").evaluate(hold)
    shown.call(shown.made.second.hide)
    expect(bars).to_have_count(1)
    page.evaluate(pause)
    expect(menu).to_have_count(0)
    page.evaluate(
        "document.dispatchEvent(new PointerEvent('pointerup', { pointerId: 7, bubbles: true }))"
    )
    bars.evaluate(hold)
    expect(menu).to_be_visible()  # so it is that long
    assert errors(page) == []


def test_windows_of_the_page_that_a_user_lowers_and_raises(
    show: Callable[[Build], Shown], page: Page
) -> None:
    async def build(W: Any, made: Any) -> None:
        made.second = await W.TopLevel(title="Second", lowerable=True)
        await made.second.set_position(100, 10)
        await made.second.resize(400, 300)
        await made.second.show()

    shown = show(build)
    order = """() => [...document.querySelectorAll(".toplevel-widget")]
        .map((one) => [one.innerText.trim(), parseInt(one.style.zIndex) || 0])
        .sort((a, b) => a[1] - b[1]).map(([title]) => title)"""

    def lies(*titles: str) -> Callable[[Page], None]:
        return lambda page: comes_true(page, lambda: page.evaluate(order), list(titles))

    shown.call(shown.made.second.raise_)
    shown.everywhere(lies("Shown", "Second"))
    second = page.locator(".toplevel-widget").filter(has_text="Second")
    second.locator(".mdi-button").first.click()
    shown.everywhere(lies("Second", "Shown"))
    # It can still be reached where nothing lies upon it.
    shown.call(shown.made.top.set_position, 600, 10)
    shown.everywhere(lies("Second", "Shown"))
    second.locator(".toplevel-title-bar").click(button="right", position={"x": 40, "y": 5})
    page.get_by_text("Raise", exact=True).click()
    shown.everywhere(lies("Shown", "Second"))


def test_a_windows_state_place_and_size(show: Callable[[Build], Shown], page: Page) -> None:
    async def build(W: Any, made: Any) -> Any:
        return await W.Label("content")

    shown = show(build)
    top = shown.made.top
    other = second_tab(page)
    expect(other.get_by_text("content")).to_be_visible()
    drag(other, other.locator(".toplevel-title-text"), 30, 40)
    shown.knows(top.get_position, (40, 50))
    expect(page.locator(".toplevel-widget")).to_have_css("left", "40px")
    drag(page, page.locator(".toplevel-grip-se"), -50, -40)  # in a tab that was not in use
    shown.knows(top.get_size, (652, 462))
    page.locator(".toplevel-title-bar").dblclick(position={"x": 40, "y": 5})
    shown.knows(top.get_window_state, "shaded")
    expect(other.get_by_text("content")).to_be_hidden()
    page.locator(".mdi-button").nth(1).click()
    shown.knows(top.get_window_state, "maximized")
    shown.everywhere(lambda page: comes_true(
        page, lambda: box(page.locator(".toplevel-widget"))["width"], 1282
    ))  # fmt: skip
    page.locator(".mdi-button").nth(1).click()
    shown.knows(top.get_window_state, "normal")
    shown.knows(top.get_size, (652, 462))
    shown.everywhere(lambda page: comes_true(
        page, lambda: page.evaluate("document.querySelector('.toplevel-widget').style.left"), "40px"
    ))  # fmt: skip


def test_tabs_that_a_user_drags(show: Callable[[Build], Shown], page: Page) -> None:
    async def build(W: Any, made: Any) -> Any:
        made.tabs = await W.TabWidget(reorderable=True)
        made.pages = [await W.Label(f"page {name}") for name in "abc"]
        for name, child in zip("abc", made.pages, strict=True):
            await made.tabs.add_widget(child, title=f"tab {name}")
        return made.tabs

    shown = show(build)
    made = shown.made
    a, b, c = made.pages

    def lies(*names: str) -> Callable[[Page], None]:
        wanted = [f"tab {name}" for name in names]
        return lambda page: expect(page.locator(".tab-header button")).to_have_text(wanted)

    page.get_by_text("tab c").drag_to(page.get_by_text("tab a"))
    shown.knows(made.tabs.get_children, [c, a, b])
    shown.knows(made.tabs.get_index, 0)
    shown.everywhere(lies("c", "a", "b"))
    page.get_by_text("tab c").drag_to(page.get_by_text("tab b"))
    shown.knows(made.tabs.get_children, [a, b, c])
    expect(page.get_by_text("page c")).to_be_visible()
    shown.everywhere(lies("a", "b", "c"))
    other = second_tab(page)
    expect(other.get_by_text("page c")).to_be_visible()
    page.get_by_text("tab a").drag_to(page.get_by_text("tab b"))
    lies("b", "a", "c")(other)


@pytest.mark.parametrize("state", ["minimized", "maximized"])
def test_a_window_is_not_dragged_from_where_its_state_puts_it(
    show: Callable[[Build], Shown], page: Page, state: str
) -> None:
    async def build(W: Any, made: Any) -> Any:
        return await W.Label("in it")

    shown = show(build)
    top = shown.made.top
    window = page.locator(".toplevel-widget")
    usual = box(window)
    shown.call(top.set_window_state, state)
    shown.served.catch_up(top)
    there = box(window)
    drag(page, page.get_by_text("Shown"), 30, -20)
    if state == "maximized":  # else it has no corners to drag
        drag(page, page.locator(".toplevel-grip-nw"), 30, 20)
    assert box(window) == there
    shown.call(top.set_window_state, "normal")
    shown.served.catch_up(top)
    assert box(window) == usual
    drag(page, page.get_by_text("Shown"), 30, 20)
    shown.knows(lambda: top.get_position(), (40, 30))
    assert errors(page) == []


STOPS = """
const held = [], real = { setTimeout, requestAnimationFrame };
let isStopped = false;
const hold = (run) => { held.push(run); return -1; };
window.ResizeObserver = class extends ResizeObserver {
    constructor(run) { super((...seen) => (isStopped ? hold(() => run(...seen)) : run(...seen))); }
};
window.stop = () => {
    isStopped = true;
    Object.assign(window, { setTimeout: hold, requestAnimationFrame: hold });
};
window.goOn = () => {
    isStopped = false;
    Object.assign(window, real);
    for (const run of held.splice(0)) run(performance.now());
};
"""
"""Lets a test have a page that is too slow to draw, or to tell what it put off."""


def test_a_row_that_has_gone_is_not_selected_though_it_is_still_to_be_seen(
    show: Callable[[Build], Shown], page: Page
) -> None:
    async def build(W: Any, made: Any) -> Any:
        made.told = []
        made.table = await W.TableView(
            columns=[{"label": "Name", "key": "name"}], selection_mode="single"
        )
        await made.table.set_data([["one"], ["two"]])
        await made.table.on("selected", made.told.append)
        return made.table

    page.add_init_script(STOPS)
    shown = show(build)
    made, rows = shown.made, page.locator(".treeview-row")
    expect(rows).to_have_count(2)
    page.evaluate("stop()")
    shown.call(made.table.delete_row, 0)
    shown.served.catch_up(made.table)
    rows.first.evaluate("(row) => row.querySelector('.treeview-cell').click()")
    page.evaluate("goOn()")
    expect(rows).to_have_text(["two"])
    rows.click()
    comes_true(page, lambda: [one[0]["values"]["name"] for one in made.told if one], ["two"])
    expect(page.locator(".treeview-row-selected")).to_have_text(["two"])
    assert errors(page) == []


def test_what_a_user_does_with_a_plot_that_is_drawn_late(
    show: Callable[[Build], Shown], page: Page
) -> None:
    async def build(W: Any, made: Any) -> Any:
        made.plot = await W.Plot(legend=True)
        made.lines = [await made.plot.add_line(name, y=[0, 1, 4, 9]) for name in ("a", "b")]
        return made.plot

    page.add_init_script(STOPS)
    shown = show(build)
    made, canvas = shown.made, page.locator(".plot-widget canvas")
    name = page.locator(".plot-legend button", has_text="b")
    expect(name).to_be_attached()
    press = """(canvas) => canvas.dispatchEvent(new KeyboardEvent("keydown", { key: "+" }))"""

    # The program moves it before the page has told what its user has done: both know what counts.
    canvas.evaluate(press)
    comes_true(page, lambda: shown.call(made.plot.get_limits, "x") is not None, True)
    page.evaluate("stop()")
    canvas.evaluate(press)
    shown.call(made.plot.set_limits, "x", 1, 2)
    shown.served.catch_up(made.plot)
    page.evaluate("goOn()")
    shown.served.catch_up(made.plot)
    assert shown.call(made.plot.get_limits, "x") == (1, 2)

    # A line goes, and its name is pressed that is still there.
    page.evaluate("stop()")
    shown.call(made.plot.remove_line, "b")
    shown.served.catch_up(made.plot)
    name.evaluate("(name) => name.click()")
    page.evaluate("goOn()")
    expect(name).to_have_count(0)

    # What was moved last is known when the page is left.
    page.evaluate("stop()")
    canvas.evaluate(press)
    canvas.evaluate(press)
    page.reload()
    expect(page.locator(".plot-legend button")).to_have_count(1)
    low, high = shown.call(made.plot.get_limits, "x")
    assert high - low == pytest.approx(1 / 1.25**2)  # though none of it was drawn
    assert errors(page) == []


HOLDS = """
const send = WebSocket.prototype.send, held = [];
let isHolding = false;
WebSocket.prototype.send = function (data) {
    if (isHolding) held.push(() => send.call(this, data)); else send.call(this, data);
};
window.hold = () => { isHolding = true; };
window.release = () => { isHolding = false; for (const one of held.splice(0)) one(); };
"""
"""Lets a test keep back what the page says."""


def test_a_tab_that_the_program_closes_while_the_user_chooses_another(
    show: Callable[[Build], Shown], page: Page
) -> None:
    async def build(W: Any, made: Any) -> Any:
        made.tabs = await W.TabWidget()
        made.pages = [await W.Label(f"page {name}") for name in "abc"]
        for child in made.pages:
            await made.tabs.add_widget(child, title=f"tab {child.get_text()[-1]}")
        return made.tabs

    page.add_init_script(HOLDS)
    shown = show(build)
    made = shown.made
    tab = page.locator(".tab-header button")
    page.evaluate("hold()")
    tab.filter(has_text="tab c").click()
    shown.call(made.tabs.remove, made.pages[0])
    expect(tab).to_have_count(2)
    page.evaluate("release()")
    shown.knows(lambda: made.tabs.get_children(), made.pages[1:])
    shown.call(made.session.flush)
    shown.call(made.tabs.add_widget, made.pages[0], {"title": "tab a"})
    shown.call(made.tabs.show_widget, made.pages[0])
    expect(page.get_by_text("page a")).to_be_visible()

    def looks(page: Page) -> None:
        expect(page.locator(".tab-header button")).to_have_text(["tab b", "tab c", "tab a"])
        expect(page.get_by_text("page a")).to_be_visible()

    shown.everywhere(looks)


async def make_log(W: Any, made: Any) -> None:
    """A text that has to be scrolled, and what the program is told of that."""
    made.text = await W.TextArea("\n".join(f"line {number}" for number in range(200)))
    made.told = []
    await made.text.on("scrolled", lambda *place: made.told.append(place))


def test_a_page_that_follows_another_does_not_tell_where_it_was_scrolled_to(
    show: Callable[[Build], Shown], page: Page
) -> None:
    async def build(W: Any, made: Any) -> Any:
        await make_log(W, made)
        return made.text

    shown = show(build)
    other = second_tab(page)
    expect(other.get_by_text("Shown")).to_be_visible()
    scroll = "(lines, to) => { lines.scrollTop = to; }"
    page.locator("textarea").evaluate(scroll, 600)
    comes_true(other, lambda: other.locator("textarea").evaluate("(e) => e.scrollTop"), 600)
    # For two frames a user sees what the program has set.
    three_frames = """new Promise((f) => requestAnimationFrame(
        () => requestAnimationFrame(() => requestAnimationFrame(f))))"""
    other.evaluate(three_frames)
    other.locator("textarea").evaluate(scroll, 900)  # what it had to tell would come before this
    comes_true(page, lambda: page.locator("textarea").evaluate("(e) => e.scrollTop"), 900)
    page.bring_to_front()
    page.evaluate(three_frames)
    page.locator("textarea").evaluate(scroll, 300)
    comes_true(other, lambda: other.locator("textarea").evaluate("(e) => e.scrollTop"), 300)
    assert len(shown.made.told) == 3


def test_what_is_scrolled_is_so_still_when_it_is_shown_again(
    show: Callable[[Build], Shown], page: Page
) -> None:
    async def build(W: Any, made: Any) -> Any:
        await make_log(W, made)
        tabs = await W.TabWidget()
        await tabs.add_widget(made.text, title="Log")
        await tabs.add_widget(await W.Label("nothing"), title="Other")
        return tabs

    shown = show(build)
    other = second_tab(page)
    expect(other.get_by_text("Shown")).to_be_visible()
    top = "(lines) => lines.scrollTop"
    page.locator("textarea").evaluate("(lines) => { lines.scrollTop = 600; }")
    comes_true(other, lambda: other.locator("textarea").evaluate(top), 600)

    def again() -> None:
        shown.served.catch_up(shown.made.text)
        for one in (page, other):
            expect(one.locator("textarea")).to_be_visible()
            comes_true(one, lambda one=one: one.locator("textarea").evaluate(top), 600)

    page.get_by_text("Other", exact=True).click()
    expect(other.get_by_text("nothing")).to_be_visible()
    page.get_by_text("Log", exact=True).click()
    again()
    shown.call(shown.made.top.hide)
    expect(page.locator("textarea")).to_have_count(0)
    shown.call(shown.made.top.show)
    again()
    for one in (page, other):  # places are told after 150 ms: later timers fire later
        one.evaluate("() => new Promise((done) => setTimeout(done, 250))")
    shown.served.catch_up(shown.made.text)
    assert len(shown.made.told) == 1


def test_panes_and_expanders(show: Callable[[Build], Shown], page: Page) -> None:
    async def build(W: Any, made: Any) -> Any:
        made.splitter = await W.Splitter(orientation="horizontal")
        made.expander = await W.Expander(title="More")
        await made.expander.set_widget(await W.Label("inside"))
        await made.splitter.add_widget(made.expander)
        await made.splitter.add_widget(await W.Label("right"))
        return made.splitter

    shown = show(build)
    drag(page, page.locator(".splitter-handle").first, 80, 0)
    page.get_by_text("More").click()
    shown.knows(shown.made.expander.get_collapsed, False)
    comes_true(page, lambda: len(shown.call(shown.made.splitter.get_sizes)), 2)
    width = box(page.locator(".splitter-pane").first)["width"]

    def looks(page: Page) -> None:
        expect(page.get_by_text("inside")).to_be_visible()
        comes_true(page, lambda: box(page.locator(".splitter-pane").first)["width"], width)

    shown.everywhere(looks)


def test_groups_checks_and_colours(show: Callable[[Build], Shown], page: Page) -> None:
    async def build(W: Any, made: Any) -> Any:
        bar = await W.MenuBar()
        menu = await bar.add_name("Options")
        made.action = await menu.add_name("Wrap", checkable=True)
        first = await W.RadioButton("one")
        made.radios = [first, await W.RadioButton("two", group=first)]
        made.color = await W.ColorWidget(color="#00ff00")
        column = await W.VBox()
        for child in (bar, *made.radios, made.color):
            await column.add_widget(child, 0)
        return column

    shown = show(build)
    made = shown.made
    page.get_by_text("two", exact=True).click()
    page.get_by_text("one", exact=True).click()
    page.get_by_text("Options").click()
    page.get_by_text("Wrap").click()
    shown.knows(made.action.get_checked, True)
    shown.knows(lambda: [radio.get_state() for radio in made.radios], [True, False])
    page.locator(".colordialog-sv-canvas").click(position={"x": 20, "y": 20})
    comes_true(page, lambda: shown.call(made.color.get_color) != "#00ff00", True)
    color = shown.call(made.color.get_color)
    rgb = "rgb({}, {}, {})".format(*(int(color[at : at + 2], 16) for at in (1, 3, 5)))

    def looks(page: Page) -> None:
        expect(page.locator(".menuaction-check").first).to_have_text("✓")
        expect(page.locator(".colordialog-swatch").first).to_have_css("background-color", rgb)

    shown.everywhere(looks)


def test_a_video_goes_on_where_it_was(show: Callable[[Build], Shown], page: Page) -> None:
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(4000)
        file.writeframes(bytes([128]) * 40_000)  # ten silent seconds
    url = f"data:audio/wav;base64,{b64encode(sound.getvalue()).decode()}"

    async def build(W: Any, made: Any) -> Any:
        made.video = await W.VideoWidget(url=url, controls=True)
        return made.video

    shown = show(build)
    video = shown.made.video
    element = "document.querySelector('video')"
    page.wait_for_function(f"() => {element}.readyState >= 1")
    other = second_tab(page)
    other.wait_for_function(f"() => {element}?.readyState >= 1")
    page.evaluate(f"{element}.volume = 0.25; {element}.currentTime = 6")  # as its controls do
    shown.knows(video.get_volume, 0.25)
    other.wait_for_function(f"() => {element}.currentTime === 6 && {element}.volume === 0.25")
    looks = f"() => {element}?.currentTime === 6 && {element}.volume === 0.25"
    shown.everywhere(lambda page: bool(page.wait_for_function(looks)))
    shown.knows(video.get_current_time, 6)
    shown.call(video.set_current_time, 2)
    page.wait_for_function(f"() => {element}.currentTime === 2")
    other.wait_for_function(f"() => {element}.currentTime === 2")
    shown.call(video.stop)
    shown.everywhere(
        lambda page: bool(page.wait_for_function(f"() => {element}?.currentTime === 0"))
    )


def test_timers_ring_once_whatever_the_browsers_do(
    show: Callable[[Build], Shown], page: Page
) -> None:
    async def build(W: Any, made: Any) -> Any:
        made.rung = []
        made.label = await W.Label("waiting")
        made.timer = await made.session.make_timer(0.3)

        async def rings(duration: float) -> None:
            made.rung.append(duration)
            await made.label.set_text(f"rang {len(made.rung)}")

        await made.timer.on("expired", rings)
        return made.label

    shown = show(build)
    made = shown.made
    other = second_tab(page)
    expect(other.get_by_text("waiting")).to_be_visible()
    shown.call(made.timer.start)
    page.reload()
    expect(page.get_by_text("rang 1")).to_be_visible()
    expect(other.get_by_text("rang 1")).to_be_visible()
    assert not shown.call(made.timer.is_set)
    shown.call(made.timer.cond_set, 30)
    assert shown.call(made.timer.is_set)
    assert 0 <= shown.call(made.timer.elapsed_time) < 30
    assert 0 < shown.call(made.timer.time_left) <= 30
    shown.everywhere(lambda page: expect(page.get_by_text("rang 1")).to_be_visible())
    shown.call(made.timer.stop)
    assert made.rung == [0.3]


def test_pointers_of_the_programs_own(show: Callable[[Build], Shown], page: Page) -> None:
    async def build(W: Any, made: Any) -> Any:
        made.label = await W.Label("point here")
        picture = (
            "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4="
        )
        await made.label.add_cursor("cross", picture, 3, 4)
        await made.label.set_cursor("cross")
        return made.label

    shown = show(build)
    cursor = """() => [...document.querySelectorAll("*")].map((one) => one.style.cursor)
        .find((cursor) => cursor.includes("svg"))"""
    shown.everywhere(lambda page: comes_true(
        page, lambda: "3 4" in (page.evaluate(cursor) or ""), True
    ))  # fmt: skip
    shown.call(shown.made.label.hide)
    shown.everywhere(lambda page: expect(page.get_by_text("point here")).to_be_hidden())
    assert shown.call(shown.made.label.is_visible) is False

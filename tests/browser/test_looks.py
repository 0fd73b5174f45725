"""What users would take for a fault of pgwidgets-js, and our client mends."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser.gestures import comes_true

type Box = dict[str, float]

PICTURE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='40' height='40'/%3E"


@pytest.fixture
def made(serve: Callable[..., Any], page: Page) -> SimpleNamespace:
    """A window with a toolbar at its top and a status bar at its bottom; its widgets by name."""
    made = SimpleNamespace(told=[])

    def setup(app: Any) -> None:
        @app.on_connect
        async def on_connect(session: Any) -> None:
            W = session.get_widgets()
            made.top = await W.TopLevel(title="Looks")
            made.check = await W.CheckBox("Follow the star")
            await made.check.on("activated", made.told.append)
            made.progress = await W.ProgressBar()
            bar = await W.ToolBar()
            await bar.add_action("Open")
            await bar.add_widget(made.progress)
            await bar.add_action("Close")
            made.status = await W.StatusBar()
            await made.status.set_message("Ready")
            box = await W.VBox()
            await box.add_widget(bar, 0)
            await box.add_widget(made.check, 1)
            await box.add_widget(made.status, 0)
            await made.top.set_widget(box)
            await made.top.resize(500, 200)
            await made.top.show()

    made.served = serve(setup)
    page.goto(made.served.url)
    expect(page.get_by_text("Ready")).to_be_visible()
    return made


def box_of(page: Page, selector: str) -> Box:
    box = page.locator(selector).bounding_box()
    assert box is not None, selector
    return box


TEXT_OF = """(element) => {
    let last = element;
    while (last.lastChild) last = last.lastChild;
    const range = document.createRange();
    range.selectNodeContents(last);
    const {x, y, width, height} = range.getBoundingClientRect();
    return {x, y, width, height};
}"""


def text_of(page: Page, selector: str) -> Box:
    """Where the text at the end of an element stands."""
    box: Box = page.locator(selector).evaluate(TEXT_OF)
    return box


def click_text(page: Page, selector: str) -> None:
    text = text_of(page, selector)
    page.mouse.click(text["x"] + text["width"] / 2, text["y"] + text["height"] / 2)


def test_a_click_on_the_text_of_a_check_box_is_one_on_its_box(
    made: SimpleNamespace, page: Page
) -> None:
    box = page.get_by_role("checkbox", name="Follow the star")
    click_text(page, ".checkbox-widget")
    expect(box).to_be_checked()
    click_text(page, ".checkbox-widget")
    expect(box).not_to_be_checked()
    box.click()
    expect(box).to_be_checked()
    made.served.catch_up(made.check)
    assert made.told == [True, False, True]
    assert made.served.call(made.check.get_state) is True


def test_a_check_box_that_takes_no_input_takes_none_on_its_text(
    made: SimpleNamespace, page: Page
) -> None:
    made.served.call(made.check.set_enabled, False)
    expect(page.locator(".checkbox-widget.widget-disabled")).to_be_visible()
    click_text(page, ".checkbox-widget")
    expect(page.locator(".checkbox-widget input")).not_to_be_checked()
    made.served.catch_up(made.check)
    assert made.told == []


def covered(page: Page, grips: str) -> list[str]:
    """The grips at the bottom that the text of the status bar reaches into."""
    text = text_of(page, ".statusbar-widget")
    found = []
    for corner in ("sw", "se"):
        grip = box_of(page, f"{grips}-{corner}")
        is_right = text["x"] >= grip["x"] + grip["width"]
        is_left = text["x"] + text["width"] <= grip["x"]
        if not (is_right or is_left):
            found.append(corner)
    return found


def test_the_grips_of_a_window_leave_the_text_of_its_status_bar_free(
    made: SimpleNamespace, page: Page
) -> None:
    assert covered(page, ".toplevel-grip") == []
    made.served.call(made.status.set_halign, "right")
    made.served.catch_up(made.status)
    assert covered(page, ".toplevel-grip") == []


def test_so_do_those_of_a_window_within_a_desktop(serve: Callable[..., Any], page: Page) -> None:
    def setup(app: Any) -> None:
        @app.on_connect
        async def on_connect(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(resizable=False)
            desktop = await W.MDIWidget()
            status = await W.StatusBar()
            await status.set_message("Ready")
            await desktop.add_widget(status, width=200, height=60)
            await top.set_widget(desktop)
            await top.resize(400, 300)
            await top.show()

    page.goto(serve(setup).url)
    expect(page.get_by_text("Ready")).to_be_visible()
    assert covered(page, ".mdi-grip") == []


def test_a_progress_bar_in_a_toolbar_leaves_room_for_others(
    made: SimpleNamespace, page: Page
) -> None:
    bar = box_of(page, ".toolbar-widget")
    progress = box_of(page, ".progressbar-widget")
    last = box_of(page, ".toolbar-widget >> text=Close")
    assert 40 <= progress["width"] <= bar["width"] / 2
    assert last["x"] >= progress["x"] + progress["width"]
    assert last["x"] + last["width"] <= bar["x"] + bar["width"]
    made.served.call(made.progress.resize, 300, 20)
    made.served.catch_up(made.progress)
    assert box_of(page, ".progressbar-widget")["width"] == 300


def test_an_icon_that_is_taken_away_leaves_nothing_and_is_not_asked_for(
    serve: Callable[..., Any], page: Page
) -> None:
    made = SimpleNamespace()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    def setup(app: Any) -> None:
        @app.on_connect
        async def on_connect(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel()
            made.bar = await W.ToolBar()
            made.action = await made.bar.add_action("Open")
            made.button = await W.Button("Close")
            await made.bar.add_widget(made.button)
            await top.set_widget(made.bar)
            await top.show()

    served = serve(setup)
    page.goto(served.url)
    expect(page.get_by_text("Close")).to_be_visible()
    selectors = (".toolbar-action", ".button-widget")
    before = [box_of(page, selector) for selector in selectors]
    for widget in (made.action, made.button):
        served.call(widget.set_icon, PICTURE)
        served.catch_up(widget)
    comes_true(page, lambda: before == [box_of(page, selector) for selector in selectors], False)
    for widget in (made.action, made.button):
        served.call(widget.set_icon, None)
        served.catch_up(widget)
    comes_true(page, lambda: [box_of(page, selector) for selector in selectors], before)
    assert [url for url in asked if url.endswith("null")] == []


def test_menus_and_lists_near_the_edges_of_the_page_open_on_it(
    serve: Callable[..., Any], open_page: Callable[..., Page]
) -> None:
    width, height = 600, 400
    told: list[Any] = []

    def setup(app: Any) -> None:
        @app.on_connect
        async def on_connect(session: Any) -> None:
            W = session.get_widgets()

            async def fill(menu: Any, name: str) -> Any:
                for number in range(4):
                    await (await menu.add_name(f"{name} {number}")).on(
                        "activated", lambda *_, text=f"{name} {number}": told.append(text)
                    )
                return await menu.add_menu(f"More of {name}")

            async def filled(name: str) -> Any:
                menu = await W.Menu()
                await fill(await fill(menu, name), f"{name}, deep")
                return menu

            bar = await W.MenuBar()
            await bar.add_menu(await filled("bar"), "Bar")
            tools = await W.ToolBar()
            await (await tools.add_action("Tool")).set_menu(await filled("tool"))
            label = await W.Label("Label", menu=await filled("label"))
            pops = await W.Button("Pop")
            popped = await filled("pop")
            await pops.on("activated", lambda *_: popped.popup(width - 50, height - 50))
            combo = await W.ComboBox()
            for number in range(4):
                await combo.append_text(f"combo {number}")
            await combo.on("activated", lambda *_: told.append("combo 3"))
            box = await W.VBox()
            for child in (bar, label, pops, combo, tools):
                await box.add_widget(child, 0)
            top = await W.TopLevel(title="Edge", resizable=False)
            await top.set_widget(box)
            await top.resize(150, 180)
            await top.set_position(width - 160, height - 190)
            await top.show()

    page = open_page(viewport={"width": width, "height": height})
    served = serve(setup)
    page.goto(served.url)
    expect(page.get_by_text("Tool", exact=True)).to_be_visible()

    def opens(opener: str) -> None:
        page.get_by_text(opener, exact=True).click()

    def chooses(entry: str) -> None:
        shown = page.get_by_text(entry, exact=True)
        expect(shown).to_be_visible()
        around = shown.bounding_box()
        assert around is not None
        assert around["x"] >= 0
        assert around["x"] + around["width"] <= width
        assert around["y"] >= 0
        assert around["y"] + around["height"] <= height
        shown.click()
        comes_true(page, lambda: told[-1:], [entry])

    for opener, name in (("Bar", "bar"), ("Tool", "tool"), ("Label", "label"), ("Pop", "pop")):
        opens(opener)
        chooses(f"{name} 3")
        opens(opener)
        page.get_by_text(f"More of {name}", exact=True).hover()
        chooses(f"{name}, deep 3")
    page.locator(".combobox-button").click()
    chooses("combo 3")
    assert page.evaluate("[scrollX, scrollY]") == [0, 0]


def test_the_whole_of_a_close_button_closes(serve: Callable[..., Any], page: Page) -> None:
    """The grip of the corner, with which a window is resized, lies beside it."""

    def setup(app: Any) -> None:
        @app.on_connect
        async def on_connect(session: Any) -> None:
            W = session.get_widgets()
            page_widget = await W.Page()
            desk = await W.MDIWidget()
            await page_widget.set_widget(desk)
            await page_widget.show()
            await desk.add_widget(await W.Label("inside"), {"title": "Window"})

    page.goto(serve(setup).url)
    button = page.locator(".mdi-close")
    expect(button).to_be_visible()
    missed = button.evaluate(
        """(button) => {
            const { left, top, right, bottom } = button.getBoundingClientRect();
            const corners = [[left + 2, top + 2], [right - 2, top + 2], [right - 2, bottom - 2]];
            return corners.filter(([x, y]) => !button.contains(document.elementFromPoint(x, y)));
        }"""
    )
    assert missed == []


def test_a_corner_shows_no_grip_below_the_mouse(serve: Callable[..., Any], page: Page) -> None:
    def setup(app: Any) -> None:
        @app.on_connect
        async def on_connect(session: Any) -> None:
            window = await session.get_widgets().TopLevel(title="Window", padding=10)
            await window.show()

    page.goto(serve(setup).url)
    expect(page.get_by_text("Window")).to_be_visible()
    for corner, opacity in (("nw", "0"), ("ne", "0"), ("sw", "0"), ("se", "1")):
        grip = page.locator(f".toplevel-grip-{corner}")
        grip.hover()
        expect(grip).to_have_css("opacity", opacity)


@pytest.mark.parametrize("density", ["normal", "compact"])
def test_a_check_box_stands_on_one_line_with_its_neighbours(
    serve: Callable[..., Any], page: Page, density: str
) -> None:
    def setup(app: Any) -> None:
        @app.on_connect
        async def on_connect(session: Any) -> None:
            W = session.get_widgets()
            row = await W.HBox()
            await row.set_align("center")
            for widget in (await W.Label("Find"), await W.TextEntry(), await W.CheckBox("Follow")):
                await row.add_widget(widget, 0)
            window = await W.TopLevel(title="Looks")
            await window.set_widget(row)
            await window.show()

    page.goto(serve(setup, density=density).url)
    expect(page.get_by_text("Follow")).to_be_visible()
    label, text = box_of(page, ".label-widget"), box_of(page, ".checkbox-widget label")
    assert label["y"] + label["height"] / 2 == text["y"] + text["height"] / 2


def test_texts_stand_on_one_line_with_the_fields_beside_them(
    serve: Callable[..., Any], page: Page
) -> None:
    """In rows and grids that stretch what they have; a side that a program asks for is kept."""

    def setup(app: Any) -> None:
        @app.on_connect
        async def on_connect(session: Any) -> None:
            W = session.get_widgets()
            row = await W.HBox()
            for part in (await W.Label("In a row"), await W.Button("Button")):
                await row.add_widget(part, 0)
            high = await W.Label("Above")
            await high.set_valign("top")
            parts = (await W.Label("In a grid"), await W.CheckBox("To check"), high)
            grid = await W.GridBox(rows=1, columns=4)
            for column, part in enumerate((*parts, await W.Button("High"))):
                await grid.add_widget(part, 0, column)
                if column == 3:
                    await part.resize(80, 60)
            box = await W.VBox()
            await box.add_widget(row, 0)
            await box.add_widget(grid, 0)
            top = await W.TopLevel()
            await top.set_widget(box)
            await top.show()

    page.goto(serve(setup).url)
    expect(page.get_by_text("In a grid")).to_be_visible()

    def middle(text: str) -> float:
        place = text_of(page, f"text={text}")
        return place["y"] + place["height"] / 2

    assert middle("In a row") == pytest.approx(middle("Button"), abs=1)
    assert middle("In a grid") == pytest.approx(middle("High"), abs=1)
    assert middle("To check") == pytest.approx(middle("High"), abs=1)
    assert middle("Above") < middle("High") - 10


def test_what_belongs_together_stands_on_one_line(serve: Callable[..., Any], page: Page) -> None:
    """Cells and their rows, headers and columns, texts of a menu, a dial and its value."""
    made = SimpleNamespace()

    def setup(app: Any) -> None:
        @app.on_connect
        async def on_connect(session: Any) -> None:
            W = session.get_widgets()
            bar = await W.MenuBar()
            menu = await bar.add_name("File")
            await menu.add_name("Plain")
            await menu.add_widget(await W.MenuAction(text="Pictured", icon_url=PICTURE))
            made.table = await W.TableView(
                columns=[
                    {"label": "Seconds", "key": "seconds", "type": "float", "colwidth": 200},
                    {"label": "Seen", "key": "seen", "widget": "checkbox", "colwidth": 160},
                ],
                sortable=True,
                show_row_numbers=True,
            )
            await made.table.set_rows([[30, True], [10, False]])
            dial = await W.Dial(show_value=True, value=42)
            row = await W.HBox()
            for part in (await W.Button("Button"), await W.CheckBox("Beside")):
                await row.add_widget(part, 0)
            await row.add_widget(await W.TextEntry(placeholder="a galaxy's name"), 0)
            box = await W.VBox()
            await box.add_widget(bar, 0)
            await box.add_widget(made.table, 1)
            await box.add_widget(dial, 0)
            await box.add_widget(row, 0)
            top = await W.TopLevel()
            await top.set_widget(box)
            await top.show()
            await dial.resize(90, 90)

    served = serve(setup)
    page.goto(served.url)
    expect(page.locator(".treeview-row")).to_have_count(2)

    def middle(box: Box) -> float:
        return box["x"] + box["width"] / 2

    row = page.locator(".treeview-row").first.evaluate("(row) => row.clientHeight")
    for part in (".treeview-row > .treeview-cell", ".treeview-row > .treeview-rownum"):
        heights = page.locator(part).evaluate_all("(all) => all.map((one) => one.offsetHeight)")
        assert set(heights) == {row}, part
    check = box_of(page, ".treeview-cell-checkbox >> nth=0")
    assert middle(text_of(page, "text=Seen")) == pytest.approx(middle(check), abs=1)

    page.get_by_text("Seconds").click()
    arrow = page.locator(".treeview-sort-indicator").filter(has_text="▲")
    expect(arrow).to_be_visible()
    label, mark = text_of(page, "text=Seconds"), arrow.bounding_box()
    assert mark is not None
    assert 0 < label["x"] - (mark["x"] + mark["width"]) < 10

    knob, value = box_of(page, ".dial-knob"), box_of(page, ".dial-value")
    assert value["y"] >= knob["y"] + knob["height"]
    assert middle(value) == pytest.approx(middle(knob), abs=1)

    button, beside = text_of(page, "text=Button"), text_of(page, "text=Beside")
    assert button["y"] + button["height"] / 2 == beside["y"] + beside["height"] / 2
    field = page.get_by_placeholder("a galaxy's name")
    expect(field).to_have_js_property("size", len("a galaxy's name"))
    field.fill("M 51")
    expect(field).to_have_js_property("size", len("M 51"))

    page.get_by_text("File").click()
    starts = [text_of(page, f"text={name}")["x"] for name in ("Plain", "Pictured")]
    assert starts[0] == starts[1]

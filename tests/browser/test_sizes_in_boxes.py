"""A widget in a box has the size that it was given, whether it was resized before or after."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import anywidget
import pytest
from playwright.sync_api import Locator, Page, expect

from browser.gestures import box, comes_true, errors
from pgwidgets.extras.image_view import ImageView

SIZE = (150, 60)
TITLE = {"title": "page"}
# Each takes any size from its style sheet; others have a least one, as an editor of a few lines.
CLASSES = (
    "TableView",
    "TreeView",
    "Button",
    "Slider",
    "ProgressBar",
    "TextEntry",
    "Canvas",
    "Image",
    "TabWidget",
    "ScrollArea",
    "VBox",
    "GridBox",
)


def shown(serve: Callable[..., Any], page: Page, kind: str, order: str) -> SimpleNamespace:
    """A box of one widget of each class, and the widgets."""
    made = SimpleNamespace(widgets=[])

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Sizes")
            await top.resize(2200, 1000)
            row = await getattr(W, kind)()
            for name in CLASSES:
                widget = await getattr(W, name)()
                await widget.set_tooltip(name)
                if order == "before":
                    await widget.resize(*SIZE)
                await row.add_widget(widget, 0)
                if order == "after":
                    await widget.resize(*SIZE)
                made.widgets.append(widget)
            outer = await (W.HBox() if kind == "VBox" else W.VBox())
            await outer.add_widget(row, 0)
            await top.set_widget(outer)
            await top.show()

    made.served = serve(setup)
    page.set_viewport_size({"width": 2300, "height": 1100})
    page.goto(made.served.url)
    return made


def wrong_sizes(page: Page) -> dict[str, list[int]]:
    """The sizes of those that have another, by class."""
    found = {}
    for name in CLASSES:
        element = page.get_by_title(name, exact=True).first
        found[name] = element.evaluate("(one) => [one.offsetWidth, one.offsetHeight]")
    return {name: size for name, size in found.items() if tuple(size) != SIZE}


@pytest.mark.parametrize("order", ["before", "after"])
@pytest.mark.parametrize("kind", ["VBox", "HBox"])
def test_what_was_resized_has_its_size_in_a_box(
    serve: Callable[..., Any], page: Page, kind: str, order: str
) -> None:
    made = shown(serve, page, kind, order)
    for again in (False, True):
        if again:
            page.reload()
        for name in CLASSES:
            expect(page.get_by_title(name, exact=True).first).to_be_attached()
        comes_true(page, lambda: wrong_sizes(page), {})
    assert made.widgets
    assert errors(page) == []


def test_a_table_is_resized_before_and_after_in_a_box(
    serve: Callable[..., Any], page: Page
) -> None:
    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Sizes")
            await top.resize(600, 500)
            column = await W.VBox()
            table = await W.TableView(columns=[{"label": "Name", "key": "name"}])
            await table.resize(300, 80)
            await column.add_widget(table, 0)
            await top.set_widget(column)
            await top.show()
            app.table = table

    served = serve(setup)
    page.goto(served.url)
    table = page.locator(".tableview-widget, .treeview-widget").first
    expect(table).to_be_visible()
    comes_true(page, lambda: (box(table)["width"], box(table)["height"]), (300, 80))
    served.call(served.app.table.resize, 200, 120)
    served.catch_up(served.app.table)
    comes_true(page, lambda: (box(table)["width"], box(table)["height"]), (200, 120))
    assert errors(page) == []


def test_where_a_widget_stands_in_the_page_is_known(serve: Callable[..., Any], page: Page) -> None:
    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            app.top = await W.TopLevel(title="Places")
            await app.top.resize(400, 300)
            await app.top.set_position(20, 30)
            app.area = await W.ScrollArea()
            column = await W.VBox()
            app.first = await W.Label("first")
            await column.add_widget(app.first, 0)
            app.second = await W.Label("second")
            await column.add_widget(app.second, 0)
            app.long = await W.Label("long")
            await app.long.resize(100, 2000)
            await column.add_widget(app.long, 0)
            await app.area.set_widget(column)
            await app.top.set_widget(app.area)
            await app.top.show()

    served = serve(setup)
    app = served.app

    def known() -> list[tuple[float, float]]:
        return [served.call(one.get_position) for one in (app.first, app.second, app.long)]

    def shown() -> list[tuple[float, float]]:
        places = []
        for name in ("first", "second", "long"):
            around = page.get_by_text(name, exact=True).first.evaluate(
                "(one) => { const { x, y } = one.getBoundingClientRect(); return [x, y]; }"
            )
            places.append((round(around[0]), round(around[1])))
        return places

    def are_known() -> bool:
        return known() == shown()

    page.goto(served.url)
    expect(page.get_by_text("second")).to_be_visible()
    comes_true(page, are_known, True)
    (x, y), second, _ = before = known()
    assert x >= 20
    assert y >= 30
    assert second[1] > y

    served.call(app.top.set_position, 60, 90)  # all that is in it moves with a window
    comes_true(page, known, [(x + 40, y + 60) for x, y in before])
    comes_true(page, are_known, True)

    served.call(app.first.resize, 100, 70)  # and what stands below what grows
    comes_true(page, lambda: known()[1][1] > second[1] + 60, True)
    comes_true(page, are_known, True)

    unscrolled = known()
    served.call(app.area.set_scroll_position, 0, 50)
    comes_true(page, lambda: known()[2][1] < unscrolled[2][1], True)
    comes_true(page, are_known, True)

    page.reload()
    expect(page.get_by_text("second")).to_be_visible()
    comes_true(page, are_known, True)
    assert served.call(app.top.get_position) == (60, 90)
    assert errors(page) == []


def test_what_is_alone_in_a_page_of_a_container_fills_it(
    serve: Callable[..., Any], page: Page
) -> None:
    class Host(anywidget.AnyWidget):  # type: ignore[misc]
        _esm = "export default { render({ el }) { el.textContent = 'here'; } };"

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            row = await W.HBox()
            for name in ("TabWidget", "StackWidget", "MDIWidget"):
                for widget in (await W.Plot(), await W.AnyWidget(Host())):
                    outer = await getattr(W, name)()
                    await outer.add_widget(widget, **({} if name == "StackWidget" else TITLE))
                    await row.add_widget(outer, 1)
            top = await W.TopLevel(title="Filled")
            await top.set_widget(row)
            await top.show()

    page.goto(serve(setup).url)
    inner = page.locator(".plot-widget, .anywidget-widget")
    expect(inner).to_have_count(6)
    expect(page.get_by_text("here")).to_have_count(3)
    heights = """parts => parts.map(part => {
        const left = part.parentElement.clientHeight - part.offsetHeight;
        return part.parentElement.clientHeight < 150 ? "no room" : left;
    })"""
    comes_true(page, lambda: inner.evaluate_all(heights), [0] * 6)


def test_a_plot_and_a_view_have_room_beside_a_table(serve: Callable[..., Any], page: Page) -> None:
    made = []  # which a program holds, too

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            view = ImageView(session)
            made.append(view)
            both = await W.VBox()
            for widget in (await W.Plot(), view.widget):
                row = await W.HBox()
                await row.add_widget(widget, 1)
                await row.add_widget(await W.TableView(source=[{"a": 1}]), 1)
                await both.add_widget(row, 1)
            top = await W.TopLevel(title="Room")
            await top.set_widget(both)
            await top.show()

    page.set_viewport_size({"width": 700, "height": 600})
    page.goto(serve(setup).url)
    expect(page.locator(".treeview-widget")).to_have_count(2)
    for name in (".plot-widget", ".image-widget >> nth=0"):
        comes_true(page, lambda it=name: box(page.locator(it))["width"] > 110, wanted=True)


def test_what_scrolls_has_its_share_of_a_box_and_no_more(
    serve: Callable[..., Any], page: Page
) -> None:
    made: Any = SimpleNamespace()

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()

            async def table() -> Any:
                columns = [{"label": f"Column {number}", "key": str(number)} for number in range(9)]
                found = await W.TableView(columns=columns)
                await found.set_rows([[100_000] * 9 for _ in range(30)])
                return found

            row, column, both = await W.HBox(), await W.VBox(), await W.VBox()
            for outer, pair in (
                (row, (await table(), await W.TextArea("beside"))),
                (column, (await W.Canvas(), await table())),
            ):
                for widget in pair:
                    await outer.add_widget(widget, 1)
                await both.add_widget(outer, 1)
            made.table = row.get_children()[0]
            top = await W.TopLevel(title="Shares")
            await top.resize(500, 460)
            await top.set_widget(both)
            await top.show()

    page.goto(serve(setup).url)
    shares = """(all) => all.map((one) => [one.offsetWidth, one.offsetHeight])"""
    row, column = (page.locator(".box-widget > .box-widget").nth(number) for number in (0, 1))
    for _ in range(2):
        expect(column.locator(".treeview-row").first).to_be_attached()
        for each, axis in ((row, 0), (column, 1)):

            def are_equal(each: Locator = each, axis: int = axis) -> bool:
                one, other = each.locator("> .box-child").evaluate_all(shares)
                return bool(abs(one[axis] - other[axis]) <= 2)

            comes_true(page, are_equal, True)
        page.reload()
    assert errors(page) == []


def test_what_is_drawn_over_its_box_has_a_width_in_a_row_and_its_share_of_a_column(
    serve: Callable[..., Any], page: Page
) -> None:
    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            row, column = await W.HBox(), await W.VBox()
            for widget in (await W.Expander(title="In a row"), await W.ProgressBar()):
                await row.add_widget(widget, 0)
            tall = await W.Expander(title="In a column", collapsible=False)
            await tall.set_widget(await W.TextArea("text"))
            await column.add_widget(row, 0)
            await column.add_widget(tall, 1)
            top = await W.TopLevel(title="Drawn")
            await top.set_widget(column)
            await top.resize(400, 300)
            await top.show()

    page.goto(serve(setup).url)
    expect(page.get_by_text("In a column")).to_be_visible()
    for name in (".expander-widget >> nth=0", ".progressbar-widget"):
        comes_true(page, lambda it=name: box(page.locator(it))["width"] > 60, wanted=True)
    tall, text = (box(page.locator(it)) for it in (".expander-widget >> nth=1", "textarea"))
    assert tall["height"] > 200
    assert text["height"] > 150
    below = tall["y"] + tall["height"] - text["y"] - text["height"]
    assert 0 <= below <= 12


def test_a_dial_is_small_in_a_row_and_as_large_as_it_is_made(
    serve: Callable[..., Any], page: Page
) -> None:
    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            row, column = await W.HBox(), await W.VBox()
            small, sized = await W.Dial(), await W.Dial()
            await sized.resize(60, 60)
            for widget in (small, sized, await W.Label("beside them")):
                await row.add_widget(widget, 0)
            await column.add_widget(row, 0)
            await column.add_widget(await W.Dial(), 1)
            top = await W.TopLevel(title="Dials")
            await top.set_widget(column)
            await top.resize(400, 400)
            await top.show()

    page.goto(serve(setup).url)
    expect(page.get_by_text("beside them")).to_be_visible()
    small, sized, large = (page.locator(".dial-svg").nth(number) for number in range(3))
    comes_true(page, lambda: box(small)["width"], 96)
    comes_true(page, lambda: box(sized)["width"], 60)
    comes_true(page, lambda: box(large)["height"] > 200, wanted=True)

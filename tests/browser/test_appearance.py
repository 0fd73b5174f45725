"""Fonts, the icon, and JavaScript classes of the application's own, in a real browser."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from browser.gestures import comes_true
from pgwidgets.async_ import Widgets

DATA = Path(__file__).with_name("data")
BAR = "document.querySelector('.gauge > div')"


class Gauge(Widgets.JavaScriptWidget):
    """A bar that is filled up to its value."""

    javascript = DATA / "gauge.js"
    options = ("minimum", "maximum")
    state = ("value",)
    calls = {"flash": ("times",)}  # noqa: RUF012 (as users write it)
    questions = {"measure": ()}  # noqa: RUF012
    actions = {"picked": ("value",)}  # noqa: RUF012
    reports = {"picked": "value"}  # noqa: RUF012


def width_of(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["width"]


def test_a_font_is_known_before_the_widgets_that_use_it(
    serve: Callable[..., Any], page: Page
) -> None:
    def setup(app: Any) -> None:
        app.register_font("Boxes", DATA / "boxes.ttf")
        app.set_favicon(DATA.parents[2] / "src/pgwidgets/web/favicon.svg")

        @app.on_connect
        async def on_connect(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Fonts")
            label = await W.Label("MM")
            await label.set_font("Boxes", 20)
            await top.set_widget(label)
            await top.show()

    served = serve(setup)
    page.goto(served.url)
    page.wait_for_selector(".label-widget >> text=MM")
    page.wait_for_function("() => document.fonts.check('20px Boxes') && document.fonts.size > 0")
    icon = page.locator('link[rel="icon"]').get_attribute("href")
    assert icon is not None
    assert icon.startswith("_pgwidgets/icon/")
    response = page.request.get(f"{served.url}{icon}")
    assert response.headers["content-type"] == "image/svg+xml"
    assert "immutable" in response.headers["cache-control"]
    # An M of this font is three em wide, which no other font's is.
    page.wait_for_function(
        """() => {
            const range = document.createRange();
            range.selectNodeContents(document.querySelector(".label-widget"));
            const size = parseFloat(getComputedStyle(range.startContainer).fontSize);
            return Math.abs(range.getBoundingClientRect().width - 6 * size) < 1;
        }"""
    )
    assert page.console_errors == []  # type: ignore[attr-defined]


def test_the_default_font_can_be_set_and_cleared_while_pages_are_open(
    serve: Callable[..., Any], page: Page
) -> None:
    def setup(app: Any) -> None:
        app.set_default_font("monospace", size=31)

        @app.on_connect
        async def on_connect(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Fonts")
            await top.set_widget(await W.Label("text"))
            await top.show()

    served = serve(setup)
    page.goto(served.url)
    page.wait_for_selector(".label-widget >> text=text")
    size = "parseFloat(getComputedStyle(document.querySelector('.label-widget')).fontSize)"
    page.wait_for_function(f"() => {size} === 31")
    served.call(lambda: served.app.set_default_font("serif", size=17))
    page.wait_for_function(f"() => {size} === 17")
    page.reload()
    page.wait_for_selector(".label-widget >> text=text")
    page.wait_for_function(f"() => {size} === 17")
    served.call(lambda: served.app.set_default_font(None))
    page.wait_for_function(f"() => {size} !== 17")


def test_a_class_of_the_applications_own(
    serve: Callable[..., Any], open_page: Callable[..., Page]
) -> None:
    gauges: list[Any] = []
    picked: list[float] = []

    def setup(app: Any) -> None:
        app.register_widget(Gauge)

        @app.on_connect
        async def on_connect(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Gauge")
            gauge = await W.Gauge(minimum=0, maximum=100, value=25)
            await gauge.on("picked", picked.append)
            await top.set_widget(gauge)
            await top.show()
            gauges.append(gauge)

    served = serve(setup)
    page = open_page()
    page.goto(served.url)
    page.wait_for_selector(".gauge")
    [gauge] = gauges
    assert isinstance(gauge, Gauge)
    bar = width_of(page, ".gauge")
    comes_true(page, lambda: width_of(page, ".gauge > div"), bar / 4)
    page.locator(".gauge").click(position={"x": bar / 2, "y": 5})
    page.wait_for_function(
        "() => parseFloat(document.querySelector('.gauge > div').style.width) > 45"
    )
    served.catch_up(gauge)
    assert abs(served.call(gauge.get_value) - 50) < 1
    assert abs(served.call(lambda: gauge.measure()) - bar / 2) < 2
    assert [round(value) for value in picked] == [50]
    served.call(lambda: gauge.flash(2))
    page.wait_for_selector(".gauge[data-flashes='2']")
    other = open_page()
    other.goto(page.url)
    other.wait_for_selector(".gauge")
    comes_true(other, lambda: abs(width_of(other, ".gauge > div") - bar / 2) < 2, True)
    served.call(lambda: gauge.set_value(100))
    for each in (page, other):
        each.wait_for_function(
            "() => document.querySelector('.gauge > div').style.width === '100%'"
        )
        assert each.console_errors == []  # type: ignore[attr-defined]


def test_the_example_of_the_document(serve: Callable[..., Any], page: Page, tmp_path: Path) -> None:
    text = (
        Path(__file__)
        .parents[2]
        .joinpath("docs", "how-to", "javascript.md")
        .read_text(encoding="utf-8")
    )
    # The first of each language; what follows shows parts of other programs.
    blocks = dict(reversed(re.findall(r"```(js|python)\n(.*?)```", text, re.DOTALL)))
    (tmp_path / "compass.js").write_text(blocks["js"], encoding="utf-8")
    names: dict[str, Any] = {"__name__": "dome", "__file__": str(tmp_path / "dome.py")}
    exec(compile(blocks["python"], "javascript.md", "exec"), names)

    def setup(app: Any) -> None:
        app.register_widget(names["Compass"])
        app.on_connect(names["setup"])

    page.goto(serve(setup).url)
    needle = page.locator("line[y2='-40']")
    expect(needle).to_have_attribute("transform", "rotate(45)")
    page.locator("svg[viewBox^='-50']").click(position={"x": 120, "y": 70})
    expect(page.get_by_text("90°, ")).to_be_visible()
    page.reload()
    expect(needle).to_have_attribute("transform", "rotate(90)")
    assert page.console_errors == []  # type: ignore[attr-defined]


def test_a_class_whose_module_is_broken_leaves_the_page_as_it_is(
    serve: Callable[..., Any], page: Page, tmp_path: Path
) -> None:
    (tmp_path / "broken.js").write_text("export default (Widgets) => nothing;\n")
    errors: list[str] = []

    class Broken(Widgets.JavaScriptWidget):
        javascript = tmp_path / "broken.js"

    def setup(app: Any) -> None:
        app.register_widget(Broken)

        @app.on_connect
        async def on_connect(session: Any) -> None:
            session.on_error(lambda error: errors.append(str(error)))
            W = session.get_widgets()
            top = await W.TopLevel(title="Broken")
            await W.Broken()
            await top.set_widget(await W.Label("whole"))
            await top.show()

    served = serve(setup)
    page.goto(served.url)
    page.wait_for_selector(".label-widget >> text=whole")
    comes_true(page, lambda: ["Unknown widget class: Broken" in error for error in errors], [True])
    assert any("Broken can't be loaded" in text for text in page.console_errors)  # type: ignore[attr-defined]


def test_pages_that_fill_a_window_end_where_it_ends(serve: Callable[..., Any], page: Page) -> None:
    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            for name in ("TabWidget", "StackWidget"):
                top = await W.TopLevel(title=name)
                pages = await getattr(W, name)()
                await pages.add_widget(await W.TextSource("line\n" * 50))
                await top.set_widget(pages)
                await top.resize(200, 150)
                await top.show()

    page.goto(serve(setup).url)
    for title in ("TabWidget", "StackWidget"):
        window = page.locator(".toplevel-widget", has_text=title)
        expect(window).to_be_visible()
        comes_true(page, lambda window=window: abs(window.evaluate(BELOW)) <= BORDER, True)


BELOW = """(window) => {
    const [end, ofText] = [window, window.querySelector(".textsource-widget")]
        .map((element) => element.getBoundingClientRect().bottom);
    return ofText - end;
}"""
"""How far the text of a window reaches below it, in pixels."""
BORDER = 2
"""Pixels; a window's own border."""

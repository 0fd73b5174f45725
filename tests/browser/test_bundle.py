"""The page of an installed package, whose scripts are one; and when it is made of modules."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pgwidgets_js
import pytest
from playwright.sync_api import Page, Route, expect

from browser.gestures import comes_true
from pgwidgets._late import LATE, OF_LIBRARY
from pgwidgets._page import Page as PageOfApplication
from pgwidgets._static import OUR_FILES, StaticFiles
from pgwidgets._styles import read_sheet
from pgwidgets.async_ import Widgets
from pgwidgets_proto import HttpRequest

MOST_REQUESTS = 6  # the page, its sheet and script, the tab's icon, and icons of what is shown
MOST_BYTES = 80_000  # of script and sheet, in Brotli


def scripts_of(files: StaticFiles) -> list[str]:
    request = HttpRequest(
        method="GET",
        target="/",
        path="/",
        query="",
        headers=(),
        host="localhost",
        scheme="http",
        peer=None,
    )
    text = files.respond(request, "/").body.decode()
    return re.findall(r'<script type="module"[^>]* src="([^"]+)"', text) + re.findall(
        r'<link rel="modulepreload" href="([^"]+)"', text
    )


def test_a_bundle_for_what_is_installed_takes_the_place_of_modules(bundle: Path) -> None:
    scripts = set(scripts_of(StaticFiles(PageOfApplication("title"), bundle=bundle)))
    assert {script.partition("/pgwidgets/")[2] for script in scripts} == {"bundle.js"}


@pytest.mark.parametrize("made_for", [None, "", "0.0.1"])
def test_other_bundles_are_left_alone(made_for: str | None, tmp_path: Path) -> None:
    (tmp_path / "pgwidgets").mkdir()
    (tmp_path / "pgwidgets" / "bundle.js").write_text("throw 1;")
    if made_for is not None:
        (tmp_path / "made-for").write_text(made_for)
    scripts = scripts_of(StaticFiles(PageOfApplication("title"), bundle=tmp_path))
    assert len(scripts) > 50
    assert not any("bundle" in script for script in scripts)


def test_the_bundle_is_small(bundle: Path) -> None:
    packed = {file.name: file.stat().st_size for file in bundle.rglob("*.br")}
    assert {"bundle.js.br", "page.css.br"} <= packed.keys()
    assert packed["bundle.js.br"] + packed["page.css.br"] <= MOST_BYTES


def test_the_sheet_of_the_bundle_says_what_the_sheets_say(bundle: Path, page: Page) -> None:
    sheets = (read_sheet(OUR_FILES / "pgwidgets" / "page.css", roots()), sheet_of(bundle))
    said = [
        page.evaluate(
            """async (text) => {
                const sheet = await new CSSStyleSheet().replace(text);
                return [...sheet.cssRules].map((rule) => rule.cssText.replaceAll(/\\s/g, ""));
            }""",
            sheet.decode(),
        )
        for sheet in sheets
    ]
    assert len(said[0]) > 5
    assert said[1] == said[0]


def roots() -> list[Path]:
    return [OUR_FILES, Path(pgwidgets_js.get_static_path())]


def sheet_of(bundle: Path) -> bytes:
    return (bundle / "pgwidgets" / "page.css").read_bytes()


def test_a_page_with_a_bundle_works(serve: Callable[..., Any], page: Page) -> None:
    told: list[str] = []

    def setup(app: Any) -> None:
        @app.on_connect
        async def on_connect(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Bundle")
            split = await W.Splitter(orientation="vertical")
            entry = await W.TextEntry(text="typed")
            await entry.on("activated", told.append)
            await split.add_widget(entry)
            await split.add_widget(await W.Label("below"))
            await top.set_widget(split)
            await top.resize(400, 300)
            await top.show()

    loaded: list[str] = []
    page.on("response", lambda answer: loaded.append(f"{answer.status} {answer.url}"))
    page.goto(serve(setup).url)
    expect(page.get_by_text("below")).to_be_visible()
    page.get_by_role("textbox").press("Enter")
    comes_true(page, lambda: told, ["typed"])
    page.wait_for_load_state("networkidle")
    assert all(line.startswith("200") for line in loaded), loaded
    # What pages of this process have needed before is sent ahead to the next.
    ahead = tuple(LATE.values())
    assert len([line for line in loaded if not line.endswith(ahead)]) <= MOST_REQUESTS, loaded
    assert any("/icons/" in line for line in loaded), loaded  # found from where the bundle stands


def test_a_class_that_few_pages_have_is_loaded_when_the_first_of_it_is_made(
    serve: Callable[..., Any], page: Page
) -> None:
    made: list[Any] = []

    def setup(app: Any) -> None:
        @app.on_connect
        async def on_connect(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Late")
            box = await W.VBox()
            button = await W.Button("More")
            await box.add_widget(button)
            await top.set_widget(box)
            await top.resize(500, 400)
            await top.show()

            async def more() -> None:
                plot = await W.Plot()
                plot.add_line("a", y=[0, 1])
                await box.add_widget(plot, 1)
                await box.add_widget(await W.Label("behind the plot"))
                made.append(plot)

            await button.on("activated", more)

    loaded: list[str] = []
    page.on("response", lambda answer: loaded.append(answer.url.partition("/pgwidgets/")[2]))
    served = serve(setup)
    served.app._pgwidgets.library.made.pop("Plot", None)  # as if no page had had one
    page.goto(served.url)
    expect(page.get_by_role("button", name="More")).to_be_visible()
    assert "widgets/plot/plot.js" not in loaded
    page.get_by_role("button", name="More").click()
    expect(page.get_by_text("behind the plot")).to_be_visible()
    expect(page.get_by_role("img", name="Plot")).to_be_visible()
    assert loaded.count("widgets/plot/plot.js") == 1
    # From now on it is asked for along with all else.
    assert "plot/plot.js" in page.evaluate("async () => (await fetch('./')).text()")
    page.reload()
    expect(page.get_by_role("img", name="Plot")).to_be_visible()


def test_trees_and_editors_come_when_the_first_is_made_and_serve_own_classes(
    serve: Callable[..., Any], page: Page, tmp_path: Path
) -> None:
    """They are the page's own for all that: a class of an application may be made of them."""
    (tmp_path / "ledger.js").write_text(
        "export default (Widgets) => class Ledger extends Widgets.TreeView {\n"
        "    fill(text) { this.set_columns([{ label: text, key: 's' }]); }\n};\n"
    )
    made: dict[str, Any] = {}

    def setup(app: Any, *, is_own: bool = False) -> None:
        @app.on_connect
        async def on_connect(session: Any) -> None:
            W = session.get_widgets()
            top, box = await W.TopLevel(title="Late"), await W.VBox()
            await top.set_widget(box)
            await top.resize(600, 500)
            await top.show()
            if is_own:
                ledger = await W.Ledger()
                await box.add_widget(ledger, 1)
                await ledger.fill("forty-two")
                return
            await box.add_widget(await W.Label("ready"))

            async def more() -> None:
                table = await W.TableView(columns=[{"label": "Name", "key": "n"}])
                await box.add_widget(table, 1)
                await table.append_row(["Vega"])
                editor = await W.TextSource("first line")
                await box.add_widget(editor, 1)
                made["more"] = table, editor

            made["add"] = more

    def setup_own(app: Any) -> None:
        class Ledger(Widgets.JavaScriptWidget):
            javascript = tmp_path / "ledger.js"
            calls: ClassVar = {"fill": ("text",)}

        app.register_widget(Ledger)
        setup(app, is_own=True)

    loaded: list[str] = []
    page.on("response", lambda answer: loaded.append(answer.url.partition("/pgwidgets/")[2]))
    served = serve(setup)
    for name in OF_LIBRARY:
        served.app._pgwidgets.library.made.pop(name, None)  # as if no page had had one
    page.goto(served.url)
    expect(page.get_by_text("ready")).to_be_visible()
    assert not [path for path in loaded if path.startswith("late/")]
    served.call(made["add"])
    expect(page.get_by_text("Vega")).to_be_visible()
    page.get_by_role("textbox").click()
    page.keyboard.press("End")
    page.keyboard.type("!")
    comes_true(page, lambda: made["more"][1].get_text(), "first line!")
    late = sorted(path for path in loaded if path.startswith("late/"))
    assert late == ["late/editor.js", "late/trees.js"]
    page.goto(serve(setup_own).url)
    expect(page.get_by_text("forty-two")).to_be_visible()


def test_nothing_is_drawn_or_built_before_the_style_sheet(
    serve: Callable[..., Any], page: Page
) -> None:
    """Else the page would flash, and what is built would have other sizes."""

    def setup(app: Any) -> None:
        @app.on_connect
        async def on_connect(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Late sheet")
            await top.set_widget(await W.Button("Press"))
            await top.show()

    held: list[Route] = []
    page.route("**/page.css", lambda route: held.append(route))
    served = serve(setup, theme="dark")
    with page.expect_response("**/bundle.js"):
        page.goto(served.url, wait_until="commit")
    # The connection does not wait: all that there is to show has come.
    came = "window.pgwidgetsEarly?.came.some(({ data }) => data?.includes?.('reconstruct-end'))"
    comes_true(page, lambda: page.evaluate(came), True)
    assert page.locator(".button-widget").count() == 0
    assert page.evaluate("performance.getEntriesByType('paint').length") == 0
    held[0].continue_()
    expect(page.get_by_role("button", name="Press")).to_be_visible()
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(19, 23, 27)"

"""The page of an installed package, whose scripts are one; and when it is made of modules."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pgwidgets._page import Page as PageOfApplication
from pgwidgets._static import StaticFiles
from pgwidgets_proto import HttpRequest

MOST_REQUESTS = 8  # the page, two sheets, the script, the tab's icon, and icons of what is shown


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
    return re.findall(r'<(?:script|link) (?:type|rel)="module[^"]*" (?:src|href)="([^"]+)"', text)


def test_a_bundle_for_what_is_installed_takes_the_place_of_modules(bundle: Path) -> None:
    [script] = scripts_of(StaticFiles(PageOfApplication("title"), bundle=bundle))
    assert script.endswith("/pgwidgets/bundle.js")


@pytest.mark.parametrize("made_for", [None, "", "0.0.1"])
def test_other_bundles_are_left_alone(made_for: str | None, tmp_path: Path) -> None:
    (tmp_path / "pgwidgets").mkdir()
    (tmp_path / "pgwidgets" / "bundle.js").write_text("throw 1;")
    if made_for is not None:
        (tmp_path / "made-for").write_text(made_for)
    scripts = scripts_of(StaticFiles(PageOfApplication("title"), bundle=tmp_path))
    assert len(scripts) > 50
    assert not any("bundle" in script for script in scripts)


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
    expect(page.get_by_text("below")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert told == ["typed"]
    assert all(line.startswith("200") for line in loaded), loaded
    assert len(loaded) <= MOST_REQUESTS, loaded
    assert any("/icons/" in line for line in loaded), loaded  # found from where the bundle stands

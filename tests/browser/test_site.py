"""A site as ours in Chromium: results while words are typed, and the choice of a version.

Knows: docs/_static, and Sphinx with the theme of our site. Must not know: our pages; two small ones
do, since to build all takes a minute.
"""

import json
import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, Route, expect
from sphinx.application import Sphinx

from browser.gestures import comes_true, errors

STATIC = Path(__file__).parents[2] / "docs" / "_static"
PAGES = {
    "index": "Nights\n======\n\n.. toctree::\n\n   domes\n",
    "domes": "Domes & shutters\n================\n\nA meridian is crossed.\n",
}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The address below which two versions of a small site are served."""
    source, sites = tmp_path / "source", tmp_path / "sites"
    source.mkdir()
    for name, text in PAGES.items():
        (source / f"{name}.rst").write_text(text)
    (source / "conf.py").write_text(
        f'html_theme = "furo"\nhtml_static_path = [{str(STATIC)!r}]\n'
        'html_css_files = ["site.css"]\nhtml_js_files = ["live_search.js", "versions.js"]\n'
    )
    out, trees = sites / "2.0", tmp_path / "trees"
    Sphinx(source, source, out, trees, "html", status=None, warning=None).build()
    shutil.copytree(out, sites / "1.0")
    listed = json.dumps(["2.0", "1.0"])
    (sites / "versions.js").write_text(f"window.PGWIDGETS_VERSIONS = {listed};")
    (sites / "1.0" / "domes.html").unlink()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(sites)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_the_search_and_the_versions(site: str, page: Page) -> None:
    page.goto(f"{site}/2.0/index.html")
    field, results = page.get_by_role("textbox", name="Search"), page.locator(".live-search")
    field.press_sequentially("merid")
    expect(results.get_by_role("link")).to_have_text(["Domes & shutters"])
    page.keyboard.press("Escape")
    expect(results).to_be_hidden()
    field.fill("no such words")
    expect(results).to_have_text("Nothing found")
    field.fill("domes")
    expect(results.get_by_role("link").first).to_have_text("Domes & shutters")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/2.0/domes.html")
    choice = page.get_by_label("Version")
    expect(choice).to_have_value("2.0")
    choice.select_option("1.0")  # which has no such page
    expect(page).to_have_url(f"{site}/1.0/index.html")
    choice.select_option("2.0")
    expect(page).to_have_url(f"{site}/2.0/index.html")
    assert [error for error in errors(page) if "404" not in error] == []


def test_what_is_typed_while_the_search_comes_stays(site: str, page: Page) -> None:
    held: list[Route] = []
    page.route("**/searchtools.js", lambda route: held.append(route))
    page.goto(f"{site}/2.0/index.html")
    field, results = page.get_by_role("textbox", name="Search"), page.locator(".live-search")
    field.press_sequentially("merid")
    comes_true(page, lambda: len(held), 1)
    held[0].continue_()
    expect(results.get_by_role("link")).to_have_text(["Domes & shutters"])
    expect(field).to_have_value("merid")
    assert errors(page) == []


def test_a_search_that_did_not_come_is_tried_again(site: str, page: Page) -> None:
    page.route("**/searchindex.js", lambda route: route.abort(), times=1)
    page.goto(f"{site}/2.0/index.html")
    field, results = page.get_by_role("textbox", name="Search"), page.locator(".live-search")
    with page.expect_event("requestfailed"):
        field.press_sequentially("meri")
    expect(results).to_be_hidden()

    def types_on() -> bool:
        for words in ("meri", "merid"):
            field.fill(words)
        return results.get_by_role("link").count() == 1

    comes_true(page, types_on, True)

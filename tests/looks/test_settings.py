"""What a program can say of the looks of its pages, and how a page has it."""

import re
from pathlib import Path
from typing import Any

import pytest

from asgi.harness import get, on_both_loops
from pgwidgets.asgi import asgi_app
from pgwidgets.async_ import Application
from pgwidgets.looks import DENSITIES, THEMES
from pgwidgets.sync import Application as SyncApplication
from pgwidgets_proto import HttpRequest

APPLICATIONS = (Application, SyncApplication)


def page_of(app: Any, path: str = "/") -> str:
    request = HttpRequest(
        method="GET", target=path, path=path, query="", headers=(), host="localhost",
        scheme="http", peer=None,
    )  # fmt: skip
    body: bytes = app._pgwidgets.answer(request).body
    return body.decode()


@pytest.mark.parametrize("kind", APPLICATIONS)
@pytest.mark.parametrize("theme", THEMES)
def test_the_page_has_its_theme_before_any_style_sheet(kind: Any, theme: str) -> None:
    text = page_of(kind(0, 0, theme=theme, density="touch"))
    assert f'<html lang="en" data-pgw-theme="{theme}" data-pgw-density="touch">' in text
    schemes = {"light": "light", "auto": "light dark", "classic": "normal"}
    scheme = f'<meta name="color-scheme" content="{schemes.get(theme, "dark")}">'
    early = "dataset.pgwServed = "
    assert text.index("<html") < text.index(scheme) < text.index(early)
    assert text.index(early) < text.index('<link rel="stylesheet"')
    assert text.count('<link rel="stylesheet"') == 1


@on_both_loops
async def test_so_it_has_as_a_part_of_another_server() -> None:
    app = Application(0, 0, theme="night", tokens={"space": "4px"})
    _, _, body = await get(asgi_app(app, "/ui"), "/ui/")
    text = body.decode()
    assert 'data-pgw-theme="night"' in text
    assert "--pgw-space: 4px;" in text
    await app.close()


def test_by_default_pages_are_light() -> None:
    assert 'data-pgw-theme="light" data-pgw-density="normal"' in page_of(Application(0, 0))


def test_the_one_style_sheet_has_all_others_in_it() -> None:
    app = Application(0, 0)
    [sheet] = re.findall(r'<link rel="stylesheet" href="([^"]+)">', page_of(app))
    text = page_of(app, f"/{sheet}")
    assert "@import" not in text
    assert "@layer pgwidgets-js {" in text
    for rule in (".treeview-row {", "--pgw-accent:", ".pgwidgets-veil {", ".toplevel-widget {"):
        assert rule in text


def test_so_it_has_in_the_folder_for_another_server() -> None:
    app = Application(0, 0, theme="dark", tokens={"accent": "#0a7"})
    folder = app.static_path
    text = (folder / "pgwidgets" / "page.css").read_text("utf-8")
    assert "@import" not in text
    assert "--pgw-accent:" in text
    page = app.remote_html.read_text("utf-8")
    assert 'data-pgw-theme="dark"' in page
    assert "--pgw-accent: #0a7;" in page


def test_tokens_of_the_programs_own_bring_along_what_follows_from_them() -> None:
    app = Application(0, 0, tokens={"accent": "#0a7", "focus": "red", "radius": "0"})
    [style] = re.findall("<style>(.*)</style>", page_of(app))
    assert "--pgw-accent: #0a7;" in style
    assert "--pgw-focus: red;" in style
    assert "--pgw-on-accent: color(from var(--pgw-accent)" in style
    colors, sizes = style.split("} ")
    assert colors.startswith(':root:not([data-pgw-theme="contrast"], [data-pgw-theme="night"]) {')
    assert sizes == ":root:root:root { --pgw-radius: 0; }"
    assert "<style>" not in page_of(Application(0, 0))


def test_a_style_sheet_of_the_programs_own_comes_last(tmp_path: Path) -> None:
    file = tmp_path / "own.css"
    file.write_text(".label-widget { color: red }")
    app = Application(0, 0, stylesheet=file)
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)">', page_of(app))
    assert len(sheets) == 2
    assert page_of(app, f"/{sheets[1]}") == file.read_text()
    with pytest.raises(FileNotFoundError):
        Application(0, 0, stylesheet=tmp_path / "none.css")


@pytest.mark.parametrize("kind", APPLICATIONS)
@pytest.mark.parametrize(
    ("settings", "error", "text"),
    [
        ({"theme": "drak"}, ValueError, "theme is 'drak'; it must be one of 'light', 'dark', "),
        ({"theme": None}, TypeError, "theme is None; it must be one of 'light'"),
        ({"density": "dense"}, ValueError, "density is 'dense'; .*'compact', 'normal', 'touch'"),
        ({"tokens": {"acent": "red"}}, ValueError, "tokens has 'acent'; it must be one of page, "),
        ({"tokens": {"accent": 7}}, TypeError, r"tokens\['accent'\] is 7; it must be a text"),
        ({"tokens": "red"}, TypeError, "tokens is 'red'; it must be a mapping"),
        ({"tokens": {"accent": ""}}, ValueError, r"tokens\['accent'\] is ''; it must be one"),
        ({"stylesheet": 7}, TypeError, "stylesheet is 7; it must be a path, or None"),
    ],
)
def test_what_there_is_not_is_told(
    kind: Any, settings: dict[str, Any], error: type[Exception], text: str
) -> None:
    with pytest.raises(error, match=text):
        kind(0, 0, **settings)


@pytest.mark.parametrize(
    "value",
    ["red;", "red}", "</style>", "rgb(1 2 3", "a)b(", "\\3c ", '"red', "it's", "red\n"],
)
def test_no_token_says_more_than_its_own_value(value: str) -> None:
    with pytest.raises(ValueError, match=r"tokens\['accent'\] is .*; it must be one value of CSS"):
        Application(0, 0, tokens={"accent": value})


def test_a_session_has_the_theme_that_was_set() -> None:
    session = SyncApplication(0, 0).create_session()
    assert (session.theme, session.density) == (None, None)
    for theme in THEMES:
        session.set_theme(theme)
        assert session.theme == theme
    for density in DENSITIES:
        session.set_theme(density=density)
        assert (session.theme, session.density) == ("classic", density)


@pytest.mark.parametrize(
    ("settings", "error", "text"),
    [
        ({"theme": "drak"}, ValueError, r"set_theme\(\): theme is 'drak'; it must be one of"),
        ({"density": 7}, TypeError, r"set_theme\(\): density is 7; it must be one of"),
        ({"theme": "dark", "remember": 1}, TypeError, "remember is 1; it must be True or False"),
        ({}, TypeError, "neither a theme nor a density"),
    ],
)
@pytest.mark.parametrize("kind", APPLICATIONS)
def test_a_session_takes_no_other(
    kind: Any, settings: dict[str, Any], error: type[Exception], text: str
) -> None:
    session = kind(0, 0).create_session()
    with pytest.raises(error, match=text):
        session.set_theme(**settings)
    assert (session.theme, session.density) == (None, None)

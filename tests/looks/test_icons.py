"""Icons: every name is a picture, which follows the theme of the page that shows it."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from pgwidgets.looks.icons import ICONS, icon
from pgwidgets.sync import Application

SVG = "{http://www.w3.org/2000/svg}"


def drawing(uri: str) -> ElementTree.Element:
    kind, _, text = uri.partition(",")
    assert kind == "data:image/svg+xml"
    assert re.fullmatch(r"[\x21\x20-\x7e]*", text)
    return ElementTree.fromstring(unquote(text))


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_is_a_picture_with_something_in_it(name: str) -> None:
    root = drawing(icon(name))
    assert root.get("viewBox") == "0 0 24 24"
    [path] = root.iter(f"{SVG}path")
    shape = path.get("d", "")
    assert re.fullmatch(r"[MmLlHhVvCcSsAaZz0-9 .-]+", shape)
    assert shape.startswith("M")
    begins = re.findall(r"M(-?[\d.]+) (-?[\d.]+)", shape)
    assert begins
    assert all(0 <= float(number) <= 24 for pair in begins for number in pair)


def test_no_two_are_the_same() -> None:
    assert len({icon(name) for name in ICONS}) == len(ICONS)
    assert list(ICONS) == sorted(ICONS)


def test_one_follows_the_theme_unless_it_has_a_color() -> None:
    [style] = drawing(icon("save")).iter(f"{SVG}style")
    assert "@media (prefers-color-scheme:dark)" in (style.text or "")
    [style] = drawing(icon("save", "#c00")).iter(f"{SVG}style")
    assert style.text == "path{stroke:#c00}"


def test_the_documentation_names_them_all() -> None:
    text = (Path(__file__).parents[2] / "docs" / "how-to" / "looks.md").read_text("utf-8")
    section = text.partition("`ICONS` has their names:")[2].partition("A picture knows")[0]
    assert re.findall("`([^`]+)`", section) == list(ICONS)


def test_widgets_take_one_as_it_is() -> None:
    W = Application(0, 0).create_session().get_widgets()
    button = W.Button("Save")
    button.set_icon(icon("save"), [18, 18])
    assert button._pgwidgets.node.entries["icon"].args[0] == icon("save")


@pytest.mark.parametrize(
    ("given", "error", "text"),
    [
        (("sav",), ValueError, r"icon\(\): name is 'sav'; it must be one of add, back, "),
        ((7,), TypeError, r"icon\(\): name is 7; it must be a text"),
        (("save", 7), TypeError, r"icon\(\): color is 7; it must be a text, or None"),
        (("save", "red}"), ValueError, r"icon\(\): color is 'red}'; it must be a color of CSS"),
        (("save", "<b>"), ValueError, "it must be a color of CSS"),
    ],
)
def test_what_there_is_not_is_told(given: Any, error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        icon(*given)

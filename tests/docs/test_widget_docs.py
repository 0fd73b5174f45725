"""The pages of docs/widgets are those that the catalogue and the gallery give now."""

import runpy
import struct
from pathlib import Path

from gallery_pages import EXHIBITS

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "widgets" / "images"
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "make_widget_docs.py"))


def test_the_pages_are_current() -> None:
    assert SCRIPT["main"](["--check"]) == 0, "run `make widget-docs`"


def test_every_widget_has_small_pictures_in_light_and_dark() -> None:
    wanted = {f"{name}{theme}" for name in EXHIBITS for theme in ("", "-dark")}
    assert {file.stem for file in IMAGES.glob("*.png")} == wanted
    for file in IMAGES.glob("*.png"):
        head = file.read_bytes()[:24]
        width, height = struct.unpack(">II", head[16:24])  # PNG (RFC 2083), section 4.1.1
        assert 200 <= width <= 900, file
        assert 100 <= height <= 700, file
        assert file.stat().st_size < 60_000, file


def test_a_page_tells_all_of_a_class() -> None:
    text = dict(SCRIPT["_pages"]())["values.md"]
    section = text.partition("## Slider")[2].partition("## Dial")[0]
    assert "![Slider in the gallery](images/Slider.png)" in section
    assert "async def slider(W: Any, tell: Tell)" in section
    assert "| `min` | option | `float` | `0` | the smallest value |" in section
    assert "| `set_value(num: float)` | kept |" in section
    assert "| `get_value() -> float` | value |" in section
    assert "| `activated` | `(value: float)` | kept |" in section

"""Ginga, an astronomer's image viewer, in Chromium: a large program for this API, as it is.

Its package says nothing of ours, and ours is what it imports as pgwidgets. It is an extra
(`pip install pgwidgets[ginga]`, `make test-ginga`).

Knows: what Ginga's users see and do. Must not know: anything inside, of Ginga or of ours.
"""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.gestures import box, comes_true, errors
from programs import Program
from proxy import Proxy

ginga = pytest.importorskip("ginga", reason="Ginga is not installed (make test-ginga)")
np = pytest.importorskip("numpy", reason="Ginga's numpy is not installed")
fits = pytest.importorskip("astropy.io.fits", reason="Ginga's astropy is not installed")

_EXAMPLE = Path(ginga.__file__).parent / "examples" / "pg" / "example3.py"

_VIEWER = """
import sys
from ginga.web.pgw import Widgets

# As `ginga -t pg`, which listens on one fixed port; nothing else is changed.
init = Widgets.Application.__init__
logger, host, port, *others = init.__defaults__
assert (host, port) == ("localhost", 9909)
init.__defaults__ = (logger, "127.0.0.1", int(sys.argv.pop(1)), *others)
from ginga.rv.main import reference_viewer
reference_viewer(sys.argv)
"""

_COLORS = """canvas => {
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
    const seen = new Set();
    for (let at = 0; at < data.length; at += 4) seen.add(data[at]);
    return seen.size;
}"""
"""How many shades of red a picture has: of noise there are many, of an empty canvas few."""

MANY = 40


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A picture of three stars."""
    y, x = np.mgrid[0:600, 0:800]
    sky = 1000 + 20 * np.random.default_rng(1).normal(size=y.shape)
    for left, top, light in ((200, 150, 3000), (500, 300, 8000), (650, 480, 5000)):
        sky += light * np.exp(-((x - left) ** 2 + (y - top) ** 2) / 60)
    path = tmp_path / "stars.fits"
    fits.writeto(path, sky.astype("float32"))
    return path


@pytest.fixture(scope="module")
def fonts() -> Path:
    """Where matplotlib, a part of Ginga's, notes which fonts there are; it takes a minute, once."""
    folder = Path(tempfile.gettempdir()) / f"pgwidgets-tests-matplotlib-{os.getuid()}"
    subprocess.run(
        [sys.executable, "-c", "import matplotlib.font_manager"],
        env={**os.environ, "MPLCONFIGDIR": str(folder)},
        check=True,
    )
    return folder


@pytest.fixture
def run(tmp_path: Path, fonts: Path) -> Iterator[Callable[..., tuple[Program, int]]]:
    """Starts a program of Ginga's on a free port; gives it, and the port when it serves."""
    programs: list[Program] = []

    def start(*arguments: str, port: int, name: str) -> tuple[Program, int]:
        program = Program(
            [sys.executable, *arguments],
            name=name,
            env={"HOME": str(tmp_path), "MPLCONFIGDIR": str(fonts)},
        )
        programs.append(program)
        program.wait_for_line(rf"http://127\.0\.0\.1:{port}/")
        return program, port

    yield start
    for program in programs:
        program.kill()


def _free_ports() -> int:
    """A port that is free, as the one after it is: Ginga listens on both."""
    for port in range(20000 + os.getpid() % 10000, 60000, 2):
        try:
            for number in (port, port + 1):
                socket.create_server(("127.0.0.1", number)).close()
        except OSError:
            continue
        return port
    raise AssertionError("no two ports are free")


def _largest_canvas(page: Page) -> Locator:
    """The one that shows the image."""

    def size(canvas: Locator) -> float:
        around = canvas.bounding_box()
        return 0.0 if around is None else around["width"] * around["height"]

    return max(page.locator("canvas").all(), key=size)


def _shows_much(page: Page) -> None:
    comes_true(page, lambda: _largest_canvas(page).evaluate(_COLORS) > MANY, True)


def _changes(page: Page, act: Callable[[], Any]) -> None:
    """Do something that draws the picture anew."""
    before = _picture(page)
    act()
    comes_true(page, lambda: _picture(page) != before, True)


def _picture(page: Page) -> str:
    drawn: str = _largest_canvas(page).evaluate("canvas => canvas.toDataURL()")
    return drawn


def _is_at_rest(page: Page) -> str:
    """Wait until the picture is drawn no more; gives it."""
    seen = [""]

    def is_same() -> bool:
        page.evaluate("() => new Promise((done) => setTimeout(done, 300))")
        seen.append(_picture(page))
        return seen[-1] == seen[-2]

    comes_true(page, is_same, True)
    return seen[-1]


def _point(page: Page, right: float, down: float) -> tuple[float, float]:
    """A point of the picture, by shares of its width and height."""
    around = box(_largest_canvas(page))
    return (around["x"] + around["width"] * right, around["y"] + around["height"] * down)


def _point_at(page: Page, right: float = 0.5, down: float = 0.5) -> None:
    page.mouse.move(*_point(page, right, down))


def test_the_example_shows_zooms_and_reloads(
    open_page: Callable[..., Page], run: Callable[..., tuple[Program, int]], image: Path
) -> None:
    port = _free_ports()
    arguments = ("--host", "127.0.0.1", "--port", str(port), "--renderer", "pil", "--stderr")
    program, _ = run(str(_EXAMPLE), *arguments, port=port, name="example3")
    page = open_page()
    page.goto(f"http://127.0.0.1:{port}/")
    with page.expect_file_chooser() as chooser:
        page.get_by_text("Upload File").click()
    chooser.value.set_files(image)
    expect(page.get_by_text("stars.fits")).to_be_visible()
    _shows_much(page)
    _point_at(page)
    _changes(page, lambda: page.mouse.wheel(0, -240))
    _changes(page, lambda: page.mouse.wheel(0, -240))
    before = _is_at_rest(page)
    page.reload()
    expect(page.get_by_text("stars.fits")).to_be_visible()
    comes_true(page, lambda: _picture(page) == before, True)
    assert errors(page) == []
    assert program.interrupt() == 0
    assert "Traceback" not in program.output


def test_the_reference_viewer(
    open_page: Callable[..., Page], run: Callable[..., tuple[Program, int]], image: Path
) -> None:
    port = _free_ports()
    options = ("-t", "pg", "--nosplash", "--norestore", "--stderr", "--loglevel", "30")
    program, _ = run(
        *("-c", _VIEWER, str(port), *options, "-g", "1200x800", str(image)), port=port, name="ginga"
    )
    url = program.wait_for_line(rf"visit http://127\.0\.0\.1:{port}(/\S+)")[1]
    with Proxy(port) as proxy:
        page = open_page(viewport={"width": 1250, "height": 850})
        page.goto(proxy.url.rstrip("/") + url)
        expect(page.get_by_text("stars[PRIMARY,1]", exact=True)).to_be_visible()
        _point_at(page)
        page.mouse.click(*_point(page, 0.5, 0.5))  # for the keys
        page.keyboard.press("Backquote")  # all of the image fits in
        _shows_much(page)
        for act in (
            lambda: page.mouse.wheel(0, -240),
            lambda: page.keyboard.press("2"),
            lambda: _pan(page),
        ):
            _changes(page, act)

        for plugin in ("Cuts", "Pick"):
            _start(page, plugin)
            _close(page)

        before = _is_at_rest(page)
        page.reload()
        expect(page.get_by_text("Operation", exact=True)).to_be_visible()
        comes_true(page, lambda: _picture(page) == before, True)

        assert errors(page) == []  # before the cut, of which Chromium complains
        proxy.cut(refuse=True)
        page.evaluate("() => new Promise((done) => setTimeout(done, 5000))")
        assert _picture(page) == before
        proxy.let_in()
        _point_at(page, 0.4, 0.4)
        _changes(page, lambda: page.mouse.wheel(0, 240))
    program.interrupt()
    assert "Traceback" not in program.output


def _pan(page: Page) -> None:
    """The middle button puts the point under the pointer into the middle."""
    _point_at(page, 0.3, 0.4)
    page.mouse.click(*_point(page, 0.3, 0.4), button="middle")


def _start(page: Page, plugin: str) -> None:
    """Start a plugin by the menu of operations; its panel comes."""
    page.get_by_text("Operation", exact=True).click()
    page.locator(".menu-submenu-label:visible", has_text="Analysis").hover()
    page.locator(".menuaction-label:visible").get_by_text(plugin, exact=True).click()
    expect(page.get_by_text("Close", exact=True).first).to_be_visible()


def _close(page: Page) -> None:
    page.get_by_text("Close", exact=True).first.click()
    expect(page.get_by_text("Close", exact=True)).to_have_count(0)

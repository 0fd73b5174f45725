"""Ginga's programs, and images to show in them.

Knows: how Ginga is started. Must not know: what is tested.
"""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from browser.ginga.starting import PYTHON, START, Running, free_ports
from folders import of_folder
from programs import Program

_TIME = 900
"""Seconds for a test: a program of Ginga's takes half a minute to start on an idle machine."""

_COORDINATES = {
    f"{name}{axis}": value
    for axis, values in enumerate(
        (("RA---TAN", 150.0, 400.0, -0.0002), ("DEC--TAN", 2.0, 300.0, 0.0002)), start=1
    )
    for name, value in zip(("CTYPE", "CRVAL", "CRPIX", "CDELT"), values, strict=True)
}
"""Where in the sky an image is."""


@pytest.hookimpl(tryfirst=True)  # before they are selected by marker
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the tests of this folder more time, unless they say how much they need."""
    for item in of_folder(Path(__file__).parent, items):
        if item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(_TIME))


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A picture of three stars."""
    stars = ((200, 150, 3000), (500, 300, 8000), (650, 480, 5000))
    return _draw(tmp_path / "stars.fits", stars)


@pytest.fixture
def other_image(tmp_path: Path) -> Path:
    """A picture of one star."""
    return _draw(tmp_path / "star.fits", ((300, 400, 9000),))


def _draw(path: Path, stars: Iterable[tuple[int, int, int]]) -> Path:
    """Draw stars on a dark sky, each with its place and its light."""
    import numpy as np
    from astropy.io import fits

    y, x = np.mgrid[0:600, 0:800]
    sky = 1000 + 20 * np.random.default_rng(1).normal(size=y.shape)
    for left, top, light in stars:
        sky += light * np.exp(-((x - left) ** 2 + (y - top) ** 2) / 60)
    fits.writeto(path, sky.astype("float32"), fits.Header(_COORDINATES))
    return path


@pytest.fixture(scope="session")
def fonts() -> Path:
    """Where matplotlib, a part of Ginga's, notes which fonts there are; it takes a minute, once."""
    folder = Path(tempfile.gettempdir()) / f"pgwidgets-tests-matplotlib-{os.getuid()}"
    subprocess.run(
        [PYTHON, "-c", "import matplotlib.font_manager"],
        env={**os.environ, "MPLCONFIGDIR": str(folder)},
        check=True,
    )
    return folder


@pytest.fixture
def run(tmp_path: Path, fonts: Path) -> Iterator[Callable[..., Running]]:
    """Start a program of Ginga's; its function gives the arguments for a port that is free."""
    programs: list[Program] = []

    def start(name: str, arguments: Callable[[int], list[str]], line: str) -> Running:
        port = free_ports()
        program = Program(
            [PYTHON, *arguments(port)],
            name=name,
            env={"HOME": str(tmp_path), "MPLCONFIGDIR": str(fonts)},
        )
        programs.append(program)
        found = program.wait_for_line(line.format(port=port), START)
        return Running(program, port, found)

    yield start
    for program in programs:
        program.kill()

"""A PNG in the least time is read by others as what it was made of."""

import io

import numpy as np
import pytest
from PIL import Image

from pgwidgets.plots.quick_png import quick_png


@pytest.mark.parametrize("shape", [(1, 1, 4), (3, 5, 4), (480, 640, 4)])
def test_it_is_read_as_it_was(shape: tuple[int, ...]) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)
    with Image.open(io.BytesIO(quick_png(pixels))) as picture:
        picture.load()
        assert (picture.format, picture.mode) == ("PNG", "RGBA")
        assert np.array_equal(np.asarray(picture), pixels)


def test_pixels_that_are_a_view_of_others_are_read_as_seen() -> None:
    pixels = np.arange(4 * 6 * 4, dtype=np.uint8).reshape(4, 6, 4)
    with Image.open(io.BytesIO(quick_png(pixels[::-1, 1:4]))) as picture:
        assert np.array_equal(np.asarray(picture), pixels[::-1, 1:4])


def test_a_ground_of_one_colour_takes_little() -> None:
    pixels = np.full((480, 640, 4), 255, dtype=np.uint8)
    pixels[100:104, 50:600, :3] = 20
    assert len(quick_png(pixels)) < 12_000

"""What part of an array is seen: zoom, pan and the pixels of a view, by arithmetic."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgwidgets.pictures.viewing import LARGEST, MOST, SMALLEST, View

ARRAY = np.arange(600).reshape(20, 30)


def view_of(width: int = 60, height: int = 40, array: object = ARRAY) -> View:
    view = View()
    view.resize(width, height)
    view.show(array)
    return view


def test_at_first_all_is_seen() -> None:
    view = view_of(90, 40)
    assert (view.scale, view.center) == (2.0, (15.0, 10.0))
    sample = view.sample()
    assert sample is not None
    assert (sample.left, sample.top, sample.values.shape) == (15, 0, (40, 60))
    assert (sample.values[::2, ::2] == ARRAY).all()
    assert (sample.values[1::2, 1::2] == ARRAY).all()


def test_what_is_fitted_stays_so_with_another_size_and_another_array() -> None:
    view = view_of()
    view.resize(30, 20)
    assert view.scale == 1.0
    view.show(np.zeros((10, 10)))
    assert (view.scale, view.center) == (2.0, (5.0, 5.0))
    view.zoom_to(4)
    view.show(np.ones((10, 10)))
    view.resize(300, 300)
    assert view.scale == 4.0
    view.fit()
    assert view.scale == 30.0


@given(st.floats(0, 60), st.floats(0, 40), st.floats(0.01, 100))
def test_what_is_zoomed_at_stays_where_it_is(x: float, y: float, scale: float) -> None:
    view = view_of()
    before = view.place(x, y)
    view.zoom_to(scale, (x, y))
    if 0 < view.center[0] < 30 and 0 < view.center[1] < 20:
        assert view.place(x, y) == pytest.approx(before, abs=1e-6)


@given(st.floats(-1000, 1000), st.floats(-1000, 1000), st.floats(1e-6, 1e6))
def test_the_array_is_never_lost(across: float, down: float, scale: float) -> None:
    view = view_of()
    view.zoom_to(scale)
    view.move(across, down)
    assert SMALLEST <= view.scale <= LARGEST
    assert 0 <= view.center[0] <= 30
    assert 0 <= view.center[1] <= 20
    view.sample()


def test_what_is_pushed_goes_along() -> None:
    view = view_of()
    view.zoom_to(4)
    before = view.element(30, 20)
    view.move(8, -4)
    assert view.element(38, 16) == before == (10, 15)


@given(st.integers(0, 59), st.integers(0, 39), st.sampled_from([1.0, 2.0, 3.7, 16.0]))
def test_the_element_at_a_place_is_the_one_that_is_seen_there(x: int, y: int, scale: float) -> None:
    view = view_of()
    view.zoom_to(scale)
    sample = view.sample()
    assert sample is not None
    found = view.element(x + 0.5, y + 0.5)
    row, column = y - sample.top, x - sample.left
    is_inside = 0 <= row < sample.values.shape[0] and 0 <= column < sample.values.shape[1]
    assert (found is not None) == is_inside
    if found is not None:
        assert sample.values[row, column] == ARRAY[found]


def test_there_is_nothing_before_an_array_and_beside_it() -> None:
    view = View()
    assert (view.sample(), view.element(0, 0), view.array) == (None, None, None)
    view = view_of(300, 40)
    assert view.element(1, 1) is None


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.int32, np.float32, np.float64])
def test_what_is_seen_small_is_the_mean_of_its_elements(kind: type) -> None:
    array = np.zeros((64, 64), kind)
    array[::2] = 100
    view = view_of(16, 16, array)
    sample = view.sample()
    assert sample is not None
    assert sample.values.dtype == (kind if np.dtype(kind).kind != "f" else np.float32)
    assert (sample.values == 50).all()


def test_colours_and_masks_are_seen_small_too() -> None:
    rgb = np.zeros((64, 48, 3), np.uint8)
    rgb[:, :, 1] = 200
    sample = view_of(12, 16, rgb).sample()
    assert sample is not None
    assert sample.values.shape == (16, 12, 3)
    assert (sample.values == (0, 200, 0)).all()
    masked = np.ma.masked_array(np.ones((64, 64)), mask=np.arange(4096).reshape(64, 64) < 64 * 32)
    found = view_of(16, 16, masked).sample()
    assert found is not None
    assert np.ma.getmaskarray(found.values)[:8].all()
    assert not np.ma.getmaskarray(found.values)[8:].any()


@pytest.mark.parametrize("shape", [(1, 1000), (1000, 1), (3, 700)])
def test_a_thin_array_is_seen(shape: tuple[int, int]) -> None:
    sample = view_of(10, 10, np.ones(shape)).sample()
    assert sample is None or (sample.values == 1).all()


def test_a_view_has_no_more_pixels_than_a_large_screen() -> None:
    view = View()
    view.show(np.zeros((3, 3)))
    for width, height in ((16_383, 16_383), (1e9, 1), (1, 1e9), (1e9, 1e9)):
        view.resize(width, height)
        assert 1 <= view.width * view.height <= MOST
    view.resize(3840, 2160)
    assert (view.width, view.height) == (3840, 2160)

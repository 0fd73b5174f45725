"""Arrays as pixels and as picture files: every type of element, and what is refused."""

import io
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow

from pgwidgets.pictures import COLORMAPS, encode, percentiles
from pgwidgets.pictures.arrays import LARGEST, pixels_of


def pixels(array: Any, limits: Any = None, colormap: Any = None) -> Any:
    return pixels_of(array, limits, colormap, "test()")


def decoded(picture: Any) -> Any:
    return np.asarray(Pillow.open(io.BytesIO(picture.data)))


RAMP = np.arange(256, dtype=np.uint8).reshape(16, 16)


# --- what is shown


@pytest.mark.parametrize(
    ("array", "limits", "wanted"),
    [
        pytest.param(np.array([[0, 128, 255]], np.uint8), None, [[0, 128, 255]], id="uint8"),
        pytest.param(np.array([[0, 32896, 65535]], np.uint16), None, [[0, 128, 255]], id="uint16"),
        pytest.param(np.array([[-5, 0, 5]], np.int32), None, [[0, 128, 255]], id="int32"),
        pytest.param(np.array([[1.0, 1.5, 2.0]], np.float32), None, [[0, 128, 255]], id="float32"),
        pytest.param(np.array([[1.0, 1.5, 2.0]]), (0, 2), [[128, 191, 255]], id="float64, limits"),
        pytest.param(
            np.array([[1.0, 2.0, 3.0]], np.float16), (1, 2), [[0, 255, 255]], id="clipped"
        ),
        pytest.param(
            np.array([[0, 10, 20]], np.uint8), (0, 10), [[0, 255, 255]], id="uint8, limits"
        ),
        pytest.param(
            np.array([[0, 1, 2]], np.uint16), (2, 0), [[255, 128, 0]], id="falling limits"
        ),
        pytest.param(np.array([[False, True]]), None, [[0, 255]], id="bool"),
        pytest.param(np.array([[7, 7]], np.int64), None, [[0, 0]], id="all the same"),
        pytest.param([[0.0, 1.0]], None, [[0, 255]], id="lists"),
        pytest.param(np.zeros((1, 2, 1), np.uint8), None, [[0, 0]], id="one channel"),
        pytest.param(
            np.array([[0, 1, 2]], ">u2").astype(">u2"), (0, 2), [[0, 128, 255]], id="big-endian"
        ),
        pytest.param(np.array([[1e300, 0.0]]), (0, 1), [[255, 0]], id="huge"),
    ],
)
def test_grey(array: Any, limits: Any, wanted: list[list[int]]) -> None:
    found = pixels(array, limits)
    assert found.dtype == np.uint8
    assert found.tolist() == wanted


def test_colours() -> None:
    rgb = np.dstack([RAMP, RAMP.T, 255 - RAMP])
    assert (pixels(rgb) == rgb).all()
    assert (pixels(rgb / 255.0) == rgb).all()  # floats are 0 to 1
    assert pixels(np.full((2, 2, 3), 0.5)).tolist() == [[[128] * 3] * 2] * 2
    rgba = np.dstack([rgb, RAMP])
    assert (pixels(rgba) == rgba).all()


def test_a_strided_array_is_shown_as_it_is() -> None:
    assert (decoded(encode(RAMP[::2, ::-1], format="png")) == RAMP[::2, ::-1]).all()


@pytest.mark.parametrize("name", COLORMAPS)
def test_a_named_colour_map_goes_from_dark_to_bright_values(name: str) -> None:
    found = pixels(RAMP, colormap=name)
    assert found.shape == (16, 16, 3)
    assert len(np.unique(found.reshape(-1, 3), axis=0)) > 200


def test_a_colour_map_of_ones_own() -> None:
    found = pixels(np.array([[0.0, 0.5, 1.0]]), colormap=[(0, 0, 0), (255, 0, 0), (255, 255, 0)])
    assert found.tolist() == [[[0, 0, 0], [255, 1, 0], [255, 255, 0]]]


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_what_has_no_value_is_transparent(bad: float, kind: Any) -> None:
    found = pixels(np.array([[0.0, bad, 1.0]], kind))
    assert found.tolist() == [[[0, 0, 0, 255], [0, 0, 0, 0], [255, 255, 255, 255]]]


def test_what_is_masked_is_transparent_and_does_not_count_for_limits() -> None:
    array = np.ma.masked_array([[0, 1000, 10]], mask=[[False, True, False]])
    found = pixels(array)
    assert found[0, :, 3].tolist() == [255, 0, 255]
    assert found[0, 2, 0] == 255
    assert pixels(np.ma.masked_array(RAMP)).ndim == 2  # nothing is masked
    assert pixels(np.ma.masked_all((2, 2)))[:, :, 3].tolist() == [[0, 0], [0, 0]]
    assert pixels(np.full((2, 2), np.nan))[:, :, 3].tolist() == [[0, 0], [0, 0]]


def test_a_colour_without_a_value_is_transparent() -> None:
    array = np.array([[[0.0, np.nan, 1.0], [1.0, 1.0, 1.0]]])
    assert pixels(array).tolist() == [[[0, 0, 255, 0], [255, 255, 255, 255]]]
    with_alpha = np.ma.masked_array(np.full((1, 2, 4), 9, np.uint8))
    with_alpha[0, 0, 0] = np.ma.masked
    assert pixels(with_alpha)[0, :, 3].tolist() == [0, 9]


def test_the_arrays_of_the_program_stay_as_they_are() -> None:
    array = np.array([[np.nan, 2.0], [3.0, 4.0]])
    before = array.copy()
    encode(array, (1, 2), "viridis")
    assert np.array_equal(array, before, equal_nan=True)


# --- files


@pytest.mark.parametrize("kind", ["png", "webp", "jpeg"])
@pytest.mark.parametrize("shape", [(30, 40), (30, 40, 3), (30, 40, 4)])
def test_every_format_takes_every_kind_of_picture(kind: Any, shape: tuple[int, ...]) -> None:
    picture = encode(np.full(shape, 200, np.uint8), format=kind)
    assert (picture.format, picture.width, picture.height) == (kind, 40, 30)
    file = Pillow.open(io.BytesIO(picture.data))
    assert (file.format, file.size) == (kind.upper(), (40, 30))
    assert picture.uri.startswith(f"data:image/{kind};base64,")


def test_a_png_has_each_value() -> None:
    rgba = np.dstack([RAMP, RAMP.T, 255 - RAMP, RAMP])
    for array in (RAMP, rgba[:, :, :3], rgba):
        assert (decoded(encode(array, format="png")) == array).all()


def test_a_picture_is_a_jpeg_unless_something_is_transparent() -> None:
    assert encode(RAMP).format == "jpeg"
    assert encode(np.array([[0.0, np.nan]])).format == "png"


def test_what_is_transparent_is_black_in_a_jpeg() -> None:
    array = np.full((16, 16, 4), 255, np.uint8)
    array[:, :, 3] = 0
    assert decoded(encode(array, format="jpeg", quality=100)).max() <= 2


def test_less_quality_is_fewer_bytes() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (64, 64), np.uint8)
    for kind in ("jpeg", "webp"):
        sizes = [len(encode(noise, format=kind, quality=q).data) for q in (10, 50, 95)]  # type: ignore[arg-type]
        assert sizes == sorted(sizes)
        assert sizes[0] < sizes[2] / 2


# --- what is refused, where, and why


@pytest.mark.parametrize(
    ("array", "error", "why"),
    [
        (np.zeros(3), ValueError, r"shape \(3,\).*\(height, width\)"),
        (np.zeros((2, 2, 2)), ValueError, r"shape \(2, 2, 2\).*1, 3 \(RGB\) or 4"),
        (np.zeros((2, 2, 3, 1)), ValueError, r"shape \(2, 2, 3, 1\)"),
        (np.zeros((0, 5)), ValueError, r"shape \(0, 5\).*at least 1, and at most 16383"),
        (np.zeros((1, LARGEST + 1)), ValueError, "a side must be at least 1, and at most 16383"),
        (np.zeros((2, 2), complex), TypeError, "array holds complex128; it must hold integers"),
        (np.array([["a"]]), TypeError, "array holds <U1"),
        (np.array([[None]]), TypeError, "array holds object"),
        (np.array([["2026-01-01"]], "M8[D]"), TypeError, "array holds datetime64"),
        (None, ValueError, r"shape \(\)"),
        ("x", ValueError, r"shape \(\)"),
    ],
)
def test_an_array_that_is_no_picture(array: Any, error: type[Exception], why: str) -> None:
    with pytest.raises(error, match=rf"^encode\(\): .*{why}"):
        encode(array)


@pytest.mark.parametrize(
    "limits", [1, "ab", (1,), (1, 2, 3), (1, 1), (0, np.nan), (0, np.inf), (0, 10**400)]
)
def test_limits_that_are_none(limits: Any) -> None:
    with pytest.raises(ValueError, match=r"^encode\(\): limits is .*; it must be two"):
        encode(RAMP, limits)


@pytest.mark.parametrize(
    "colormap",
    [
        "grey?",
        [(0, 0, 0)],
        [(0, 0), (1, 1)],
        [(0, 0, 0), (0, 0, 256)],
        [(0, 0, 10**400)] * 2,
        5,
        [("a",) * 3] * 2,
    ],
)
def test_colour_maps_that_are_none(colormap: Any) -> None:
    with pytest.raises(ValueError, match=r"^encode\(\): colormap is .*; it must be"):
        encode(RAMP, colormap=colormap)


def test_a_colour_map_is_for_grey_values() -> None:
    with pytest.raises(ValueError, match=r"colormap is for grey values; array has the shape"):
        encode(np.zeros((2, 2, 3), np.uint8), colormap="heat")


def test_other_formats_and_qualities() -> None:
    with pytest.raises(ValueError, match=r"format is 'gif'; it must be None or one of 'jpeg'"):
        encode(RAMP, format="gif")  # type: ignore[arg-type]
    for quality in (0, 101, 50.0, True, None):
        with pytest.raises(ValueError, match=r"quality is .*; it must be an int of 1 to 100"):
            encode(RAMP, quality=quality)  # type: ignore[arg-type]


# --- percentiles


def test_percentiles_leave_out_hot_pixels() -> None:
    array = np.linspace(0, 100, 10_000).reshape(100, 100)
    array[0, 0] = 1e9
    low, high = percentiles(array)
    assert 0.5 < low < 1.5
    assert 98 < high < 100


@pytest.mark.parametrize(
    "array",
    [np.full((3, 3), np.nan), np.ma.masked_all((3, 3)), np.empty((0, 3))],
    ids=["NaN", "masked", "empty"],
)
def test_percentiles_of_nothing(array: Any) -> None:
    assert percentiles(array) == (0.0, 1.0)


def test_percentiles_of_one_value_make_limits_all_the_same() -> None:
    assert percentiles(np.full((3, 3), 7)) == (7.0, 8.0)
    with pytest.raises(ValueError, match="they must rise, from 0 to 100"):
        percentiles(RAMP, 50, 50)


@pytest.mark.parametrize("value", [1e17, -1e17, 1.7e308, np.finfo(np.float64).max, 5e-324])
@pytest.mark.parametrize("kind", [np.float64, np.longdouble])
def test_percentiles_of_one_value_however_large_are_limits(value: float, kind: Any) -> None:
    array = np.full((2, 2), value, kind)
    low, high = percentiles(array)
    assert low <= value <= high
    assert low < high < np.inf
    assert pixels(array, (low, high)).shape == (2, 2)


@pytest.mark.parametrize(
    ("array", "wanted"),
    [
        (np.array([[False, True]]), (0, 1)),
        (np.array([[-6e4, 6e4]], np.float16), (-6e4, 6e4)),
        (np.array([[-(2**63), 2**63 - 1]]), (-(2.0**63), 2.0**63)),
        (np.array([[-1.7e308, 1.7e308]]), (-1.7e308, 1.7e308)),
    ],
    ids=["switches", "float16", "int64", "float64"],
)
def test_percentiles_reach_over_all_that_a_type_holds(array: Any, wanted: Any) -> None:
    found = percentiles(array, 0, 100)
    assert found == pytest.approx(wanted, rel=1e-3)
    assert pixels(array, found).tolist() == [[0, 255]]


def test_limits_may_be_further_apart_than_a_float_can_say() -> None:
    array = np.array([[-1.7e308, 0.0, 1.7e308]])
    for limits in (None, (-1.7e308, 1.7e308)):
        assert pixels(array, limits).tolist() == [[0, 128, 255]]


def test_percentiles_heed_no_mask_and_no_nan() -> None:
    array = np.ma.masked_array([[1.0, 2.0, 1e9, np.nan]], mask=[[False, False, True, False]])
    assert percentiles(array, 0, 100) == (1.0, 2.0)


# --- the extra


@pytest.mark.parametrize(("missing", "name"), [("numpy", "numpy"), ("PIL", "Pillow")])
def test_what_is_not_installed_is_named_with_what_installs_it(missing: str, name: str) -> None:
    program = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        f"sys.modules[{missing + '.Image'!r}] = None\n"
        "from pgwidgets.async_ import Application\n"
        "image = Application(0, 0).create_session().get_widgets().Image()\n"
        "image.set_array([[1, 2], [3, 4]])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert f"needs {name}; install the extra: pip install 'pgwidgets[pictures]'" in done.stderr

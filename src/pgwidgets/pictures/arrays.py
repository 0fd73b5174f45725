"""From an array to pixels: 8 bits a channel, grey, RGB or RGBA.

Knows: shapes, types of elements, limits, colour maps, and what has no value.
Must not know: widgets, or how pixels are encoded.

Where an element has no value (NaN, infinite, masked), a pixel is transparent.
"""

import functools
import math
import reprlib
from typing import Any

from ._extra import numpy

type Limits = tuple[float, float]
"""The values that are shown as the darkest and as the brightest; the first may be the greater."""

LARGEST = 16_383
"""Pixels of a side that every format and browser can take (WebP's limit)."""

_FULL = 255.0

_ANCHORS: dict[str, tuple[str, ...]] = {
    "gray": ("000000", "ffffff"),
    "heat": ("000000", "8b0000", "ff4500", "ffa500", "ffff66", "ffffff"),
    "cool": ("000018", "0b2a6f", "1464b4", "3aa5d8", "a6e3ee", "ffffff"),
    "viridis": (
        *("440154", "482878", "3e4a89", "31688e", "26828e"),
        *("1f9e89", "35b779", "6ece58", "b5de2b", "fde725"),
    ),
    "rainbow": ("30123b", "4662d8", "35abf8", "1be5b5", "74fe5d", "c9ef34", "fbb938", "e4460a"),
    "balance": ("1a3a8a", "6f9bd8", "f2f2f2", "e08a6a", "8a1a1a"),
}
"""Colours that a map goes through, from the darkest value to the brightest."""

COLORMAPS = tuple(_ANCHORS)
"""The names of colour maps."""


def pixels_of(array: Any, limits: Limits | None, colormap: Any, where: str) -> Any:
    """The pixels of an array.

    Parameters:
        array: numbers or truth values, of the shape (height, width) for grey, or with a last
            dimension of 1, 3 (RGB) or 4 (RGBA).
        limits: what is darkest and brightest; None: all that uint8 or uint16 can hold, 0 to 1 for
            colours of floats, else the least and the greatest value that is there.
        colormap: the colours of grey values: a name of :data:`COLORMAPS`, a sequence of colours
            (each three of 0 to 255), or None.
        where: who asks, for errors.

    Returns:
        An array of uint8, with one of the shapes above.

    Raises:
        TypeError: no numbers.
        ValueError: another shape, limits that are none, or an unknown colour map.
    """
    np = numpy()
    given = array_of(array, where, LARGEST)
    bounds = None if limits is None else checked_limits(limits, where)
    colors = None if colormap is None else colors_of(colormap, where)
    if given.ndim == 3 and given.shape[2] == 1:
        given = given[:, :, 0]
    if colors is not None and given.ndim == 3:
        raise ValueError(f"{where}: colormap is for grey values; array has the shape {given.shape}")
    missing = np.ma.getmaskarray(given) if np.ma.isMaskedArray(given) else None
    values = np.ma.getdata(given)
    if values.dtype.kind == "f":
        bad = ~np.isfinite(values)
        if bad.any():
            missing = bad if missing is None else missing | bad
    if missing is not None and not missing.any():
        missing = None
    levels = _levels(values, missing, bounds)
    pixels = levels if colors is None else colors[levels]
    return pixels if missing is None else _with_holes(pixels, missing)


def array_of(array: Any, where: str, largest: float = math.inf) -> Any:
    """What the program gave, as an array of numpy, masked or not.

    Parameters:
        array: as :func:`pixels_of` has it.
        where: who asks, for errors.
        largest: the most elements of a side.

    Raises:
        TypeError, ValueError: as :func:`pixels_of`.
    """
    np = numpy()
    given = array if np.ma.isMaskedArray(array) else np.asarray(array)
    _check_shape(given.shape, where, largest)
    _check_type(given.dtype, where)
    return given


def _check_shape(shape: tuple[int, ...], where: str, largest: float) -> None:
    is_picture = len(shape) == 2 or (len(shape) == 3 and shape[2] in (1, 3, 4))
    if not is_picture:
        raise ValueError(
            f"{where}: array has the shape {shape}; "
            "it must be (height, width), or that with 1, 3 (RGB) or 4 (RGBA) channels"
        )
    if 0 in shape or max(shape[:2]) > largest:
        most = "" if math.isinf(largest) else f", and at most {largest}"
        raise ValueError(f"{where}: array has the shape {shape}; a side must be at least 1{most}")


def _check_type(dtype: Any, where: str) -> None:
    if dtype.kind not in "buif":
        raise TypeError(
            f"{where}: array holds {dtype}; it must hold integers, floats or truth values"
        )


def checked_limits(limits: Any, where: str) -> Limits:
    """Limits as two floats.

    Raises:
        ValueError: they are no two different finite numbers.
    """
    try:
        low, high = (float(limit) for limit in limits)
    except (TypeError, ValueError, OverflowError):
        low = high = 0.0
    if not (math.isfinite(low) and math.isfinite(high)) or low == high:
        raise ValueError(
            f"{where}: limits is {reprlib.repr(limits)}; it must be two different finite numbers"
        )
    return low, high


def _levels(values: Any, missing: Any, limits: Limits | None) -> Any:
    """The values as uint8, from the one limit to the other."""
    np = numpy()
    if values.dtype.kind == "b":
        values = values.astype(np.uint8)
        limits = limits or (0, 1)
    if values.dtype == np.uint8 and (limits is None or limits == (0, _FULL)):
        return np.ascontiguousarray(values)
    low, high = limits or _own_limits(values, missing)
    if values.dtype.kind == "u" and values.dtype.itemsize <= 2:
        # Few different values: a table of all is quicker than arithmetic on each.
        every = np.arange(2 ** (8 * values.dtype.itemsize), dtype=np.float64)
        return _scaled(every, low, high)[values]
    kind = np.float32 if values.dtype.itemsize <= 4 and values.dtype.kind == "f" else np.float64
    if missing is not None:
        values = np.where(missing, kind(low), values)
    return _scaled(values.astype(kind, copy=False), low, high)


def _scaled(values: Any, low: float, high: float) -> Any:
    np = numpy()
    if math.isinf(high - low):  # then half of all numbers is counted with
        values, low, high = values / 2, low / 2, high / 2
    scaled = (values - low) * (_FULL / (high - low))
    np.clip(scaled, 0, _FULL, out=scaled)
    return (scaled + 0.5).astype(np.uint8)


def _own_limits(values: Any, missing: Any) -> Limits:
    np = numpy()
    if values.dtype.kind == "u" and values.dtype.itemsize <= 2:
        return 0.0, float(np.iinfo(values.dtype).max)
    if values.dtype.kind == "f" and values.ndim == 3:
        return 0.0, 1.0
    there = values if missing is None else values[~missing]
    if there.size == 0:
        return 0.0, 1.0
    low, high = float(there.min()), float(there.max())
    return (low, high) if high > low else (low, low + max(1.0, abs(low)))


def _with_holes(pixels: Any, missing: Any) -> Any:
    np = numpy()
    if missing.ndim == 3:
        missing = missing.any(axis=2)
    if pixels.ndim == 2:
        pixels = np.repeat(pixels[:, :, None], 3, axis=2)
    if pixels.shape[2] == 4:
        pixels = pixels.copy()
        pixels[:, :, 3][missing] = 0
        return pixels
    alpha = np.where(missing, 0, 255).astype(np.uint8)
    return np.dstack([pixels, alpha])


def colors_of(colormap: Any, where: str) -> Any:
    """The 256 colours of a map, as an array of uint8.

    Parameters:
        colormap: as :func:`pixels_of` has it.
        where: who asks, for errors.
    """
    if isinstance(colormap, str):
        if colormap not in _ANCHORS:
            raise ValueError(
                f"{where}: colormap is {colormap!r}; it must be one of {', '.join(COLORMAPS)}, "
                "or a sequence of colours"
            )
        return _named_colors(colormap)
    np = numpy()
    try:
        anchors = np.asarray(colormap, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        anchors = np.empty(0)
    is_right = anchors.ndim == 2 and anchors.shape[0] >= 2 and anchors.shape[1] == 3
    if not is_right or not ((anchors >= 0) & (anchors <= _FULL)).all():
        raise ValueError(
            f"{where}: colormap is {reprlib.repr(colormap)}; it must be a name, "
            "or two colours or more, each three numbers of 0 to 255"
        )
    return _between(anchors)


@functools.cache
def _named_colors(name: str) -> Any:
    return _between(numpy().array([list(bytes.fromhex(color)) for color in _ANCHORS[name]]))


def _between(anchors: Any) -> Any:
    """256 colours through some, evenly spaced."""
    np = numpy()
    places = np.linspace(0, len(anchors) - 1, 256)
    steps = np.arange(len(anchors))
    channels = [np.interp(places, steps, anchors[:, channel]) for channel in range(3)]
    return (np.stack(channels, axis=1) + 0.5).astype(np.uint8)


def check_percentiles(low: float, high: float) -> None:
    """Raise ValueError if percentiles do not rise, or are not from 0 to 100."""
    if not 0 <= low < high <= 100:
        raise ValueError(f"percentiles: {low!r} to {high!r}; they must rise, from 0 to 100")


def percentiles(array: Any, low: float = 1.0, high: float = 99.0) -> Limits:
    """Limits that leave out the darkest and the brightest values, such as hot pixels.

    Of a large array every n-th value is looked at, which is as good to the eye.

    Parameters:
        array: as :meth:`Image.set_array` takes it; what has no value is left out.
        low, high: percentiles, from 0 to 100.

    Returns:
        The two values; 0 and 1 where there are none.

    Raises:
        ValueError: percentiles that are none, or in the wrong order.
    """
    check_percentiles(low, high)
    np = numpy()
    values = np.ma.asanyarray(array)
    _check_type(values.dtype, "percentiles()")
    flat = values.compressed() if np.ma.isMaskedArray(array) else np.asarray(array).ravel()
    # What lies between two values may be more than a small type can hold, such as truth values.
    flat = flat[:: max(1, flat.size // _SAMPLE)].astype(np.float64)
    flat = flat[np.isfinite(flat)]
    if flat.size == 0:
        return 0.0, 1.0
    # Between the largest floats lies more than a float can say: then half of each is looked at.
    part = 1.0 if math.isfinite(float(flat.max()) - float(flat.min())) else 0.5
    found = [float(value) / part for value in np.percentile(flat * part, (low, high))]
    if found[0] < found[1]:
        return found[0], found[1]
    step = max(1.0, math.ulp(found[0]))
    is_last = math.isinf(found[0] + step)
    return (found[0] - step, found[0]) if is_last else (found[0], found[0] + step)


_SAMPLE = 250_000
"""Values of which percentiles are taken."""

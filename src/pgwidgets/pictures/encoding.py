"""From an array to the bytes of a picture file.

Knows: formats, qualities. Must not know: widgets, or when a picture is shown.
"""

import base64
import io
from typing import Any, Literal, NamedTuple, get_args

from ._extra import numpy, pillow
from .arrays import Limits, pixels_of

Format = Literal["jpeg", "png", "webp"]
"""What pictures can be encoded as."""

SHARP = 95
"""Of a picture that is to be looked at."""

QUALITY = 85
"""Of JPEG and WebP: good to the eye, and a fifth of what 100 takes."""


class Picture(NamedTuple):
    """An encoded picture.

    Attributes:
        data: the bytes of a file.
        format: what they are.
        width, height: in pixels.
    """

    data: bytes
    format: Format
    width: int
    height: int

    @property
    def uri(self) -> str:
        """It as a ``data:`` URI (RFC 2397)."""
        return f"data:image/{self.format};base64,{base64.b64encode(self.data).decode('ascii')}"


def encode(
    array: Any,
    limits: Limits | None = None,
    colormap: Any = None,
    format: Format | None = None,
    quality: int = QUALITY,
) -> Picture:
    """Make a picture of an array.

    Parameters:
        array: integers, floats or truth values of the shape (height, width) for grey, or with a
            last dimension of 3 for RGB, 4 for RGBA. Where there is no value (NaN, infinite, or
            masked), the picture is transparent.
        limits: the values that are darkest and brightest. None: 0 to 255 of uint8, 0 to 65535 of
            uint16, 0 to 1 of colours as floats; else the least and the greatest that are there.
        colormap: how grey values are coloured: a name of :data:`COLORMAPS`, or a sequence of
            colours, each three numbers of 0 to 255.
        format: None: ``"jpeg"``, or ``"png"`` where something is transparent. As ``"jpeg"`` that is
            black.
        quality: 1 to 100, of JPEG and WebP; PNG always shows each value as it is.

    Raises:
        TypeError: array holds no numbers.
        ValueError: any other argument that is not as above; the text says what is allowed.
        ImportError: numpy or Pillow is not installed.
    """
    return encode_for("encode()", array, limits, colormap, format, quality)


def encode_for(
    where: str,
    array: Any,
    limits: Limits | None,
    colormap: Any,
    format: Format | None,
    quality: Any,
) -> Picture:
    """Do what :func:`encode` does; errors name ``where`` as the call that failed."""
    if format is not None and format not in get_args(Format):
        allowed = ", ".join(repr(known) for known in get_args(Format))
        raise ValueError(f"{where}: format is {format!r}; it must be None or one of {allowed}")
    check_quality(quality, where)
    return encode_pixels(pixels_of(array, limits, colormap, where), format, quality)


def check_quality(quality: Any, where: str) -> None:
    """Raise ValueError if a quality is none."""
    if isinstance(quality, bool) or not isinstance(quality, int) or not 1 <= quality <= 100:
        raise ValueError(f"{where}: quality is {quality!r}; it must be an int of 1 to 100")


def encode_pixels(pixels: Any, format: Format | None, quality: int) -> Picture:
    """Make a picture of pixels as :func:`~.arrays.pixels_of` gives them."""
    height, width = pixels.shape[:2]
    has_alpha = pixels.ndim == 3 and pixels.shape[2] == 4
    kind = format or ("png" if has_alpha else "jpeg")
    if has_alpha and kind == "jpeg":
        pixels = _on_black(pixels)
    file = io.BytesIO()
    pillow().fromarray(numpy().ascontiguousarray(pixels)).save(
        file, kind.upper(), **_options(kind, quality)
    )
    return Picture(file.getvalue(), kind, width, height)


def _options(kind: Format, quality: int) -> dict[str, Any]:
    match kind:
        case "jpeg":
            # Colours are sharp, too, where size does not matter.
            return {"quality": quality, "subsampling": 0 if quality >= SHARP else 2}
        case "png":
            return {"compress_level": 1}  # a tenth of the time of 6, and hardly more bytes
        case "webp":
            return {"quality": quality, "method": 0}


def _on_black(pixels: Any) -> Any:
    np = numpy()
    alpha = pixels[:, :, 3:].astype(np.uint16)
    return (pixels[:, :, :3] * alpha // 255).astype(np.uint8)

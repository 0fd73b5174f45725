"""Methods that widget classes have in Python alone: each becomes a call of the browser's class.

Knows: which class has which, what they take, and which call each becomes.
Must not know: how arguments are converted (pictures/), sessions, async or sync.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from pgwidgets_proto.widgets import Method, Param, WidgetClass

type Converted = tuple[str, tuple[Any, ...]]
"""The name of a method of the catalogue, and its arguments."""


class Added(NamedTuple):
    """A method.

    Attributes:
        method: its description, as the catalogue has those of others.
        convert: gives what is called in its place, from the arguments of a call.
    """

    method: Method
    convert: Callable[..., Converted]


_LOOK = (
    Param(
        "limits",
        "tuple[float, float] | None",
        "None",
        "the values that are darkest and brightest; None: those of the type of the elements, of "
        "floats the least and the greatest",
    ),
    Param(
        "colormap",
        "Any",
        "None",
        "colours for grey values: 'gray', 'heat', 'cool', 'viridis', 'rainbow', 'balance', or "
        "colours of three numbers of 0 to 255",
    ),
    Param(
        "format",
        "Literal['jpeg', 'png', 'webp'] | None",
        "None",
        "how it goes over the wire; None: as JPEG, or PNG where something is transparent",
    ),
    Param("quality", "int", "85", "of JPEG and WebP, 1 to 100"),
)
_ARRAY = Param(
    "array",
    "Any",
    None,
    "numbers of the shape (height, width), or that with 3 (RGB) or 4 (RGBA) channels; what has no "
    "value (NaN, masked) is transparent",
)


def set_array(
    array: Any,
    limits: Any = None,
    colormap: Any = None,
    format: Any = None,
    quality: int = 85,
) -> Converted:
    """The call that shows the picture of an array."""
    from .pictures.encoding import encode_for  # late: few programs use it

    picture = encode_for("Image.set_array()", array, limits, colormap, format, quality)
    return "set_binary_image", (picture.data, picture.format)


def draw_array(
    x: float,
    y: float,
    array: Any,
    width: float | None = None,
    height: float | None = None,
    limits: Any = None,
    colormap: Any = None,
    format: Any = None,
    quality: int = 85,
) -> Converted:
    """The call that draws the picture of an array."""
    from .pictures.encoding import encode_for

    picture = encode_for("Canvas.draw_array()", array, limits, colormap, format, quality)
    about = {"src": picture.uri, "x": x, "y": y, "wd": width, "ht": height}
    return "draw_image", ({key: value for key, value in about.items() if value is not None},)


def added_methods(spec: WidgetClass) -> tuple[Added, ...]:
    """The methods that a class has in Python alone."""
    return tuple(
        Added(Method(name, params, spec.methods[instead].effect, doc), convert)
        for name, params, doc, instead, convert in _ADDED.get(spec.name, ())
    )


_ADDED: dict[str, tuple[tuple[str, tuple[Param, ...], str, str, Callable[..., Converted]], ...]] = {
    "Image": (
        (
            "set_array",
            (_ARRAY, *_LOOK),
            "Shows the picture of an array; it needs the extra pictures.",
            "set_binary_image",
            set_array,
        ),
    ),
    "Canvas": (
        (
            "draw_array",
            (
                Param("x", "float", None, "of its left edge"),
                Param("y", "float", None, "of its upper edge"),
                _ARRAY,
                Param("width", "float | None", "None", "to scale it, with height"),
                Param("height", "float | None", "None", "to scale it, with width"),
                *_LOOK,
            ),
            "Draws the picture of an array at a place; it needs the extra pictures.",
            "draw_image",
            draw_array,
        ),
    ),
}

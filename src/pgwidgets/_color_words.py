"""Colours as arguments: a word that names none is most likely a token mistyped.

Knows: the words that CSS has for colours, and our tokens. Must not know: widgets, or what a colour
is set on.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pgwidgets_proto.widgets import Param

from ._warn import warn_of
from .looks.tokens import COLORS

_PARAMETERS = frozenset({"bg", "fg", "color", "bg_color", "bgcolor", "border_color"})
_CSS = """
aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown
burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue
darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange
darkorchid darkred darksalmon darkseagreen darkslateblue darkslategray darkslategrey darkturquoise
darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia
gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo
ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue
lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon
mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue
mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin
navajowhite navy oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen
paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple rebeccapurple red
rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue
slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white
whitesmoke yellow yellowgreen

transparent currentcolor inherit initial unset revert revert-layer

accentcolor accentcolortext activetext buttonborder buttonface buttontext canvas canvastext field
fieldtext graytext highlight highlighttext linktext mark marktext selecteditem selecteditemtext
visitedtext
"""
"""Names of colours, words that every property takes, and the system's colours (CSS Color 4)."""

_KNOWN = frozenset({*_CSS.split(), *COLORS})
_word = re.compile(r"[A-Za-z][A-Za-z-]*").fullmatch


def takes_colors(params: Iterable[Param]) -> bool:
    """Whether a call takes colours."""
    return any(param.name in _PARAMETERS for param in params)


def doubt_colors(
    where: str, params: Iterable[Param], args: tuple[Any, ...], keywords: Mapping[str, Any]
) -> None:
    """Warn the program of words among a call's arguments that name no colour.

    Parameters:
        where: the call, for the warning.
        params, args: by position.
        keywords: by name.
    """
    for param, value in zip(params, args, strict=False):
        _doubt(where, param.name, value)
    for name, value in keywords.items():
        _doubt(where, name, value)


def _doubt(where: str, name: str, value: Any) -> None:
    if name not in _PARAMETERS or type(value) is not str or value in _KNOWN:
        return
    if not _word(value) or value.casefold() in _KNOWN:
        return
    from difflib import get_close_matches  # late: it is for mistakes

    close = get_close_matches(value, (*COLORS, *_KNOWN), 1)
    meant = f"; did you mean {close[0]!r}?" if close else ""
    warn_of([f"{where}: {name!r} is {value!r}, which is no color of CSS and no token{meant}"])

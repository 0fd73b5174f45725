"""Widgets with a value: combo boxes, numbers, scroll bars, progress."""

from typing import Any

from ...models.items import ITEMS, ItemsModel
from ...widgets.widget import Method, Node
from ..build.define import define
from ..effects.base import Get, Set
from ..effects.models import ModelEdit, ModelGetter
from ..effects.numbers import Number, NumberNow, SetLimits, check_limits, few_decimals
from ..effects.pictures import checked_size
from ..effects.values import at_least
from ..names.terms import p, says, tells
from ..names.types import ICON
from ..reports.models import ReportsContent
from ..reports.values import Reports

_INDEX = p("idx", "int", "the place, from 0")


def _items(node: Node) -> ItemsModel:
    return ItemsModel(editable=bool(node.argument("editable")))


_DECIMALS = says(
    Set("decimals", refuse=few_decimals("num")),
    "Sets how many decimal places are shown.",
    p("num", "int | None", "how many; None: as many as the step has"),
)
_TRACKING = says(Set("track", cast=bool), "Sets whether every movement is reported.")
_MOVED = tells(
    "The user has changed the value.",
    p("value", "float", "the new value"),
    report=Reports("set_value", kind="number"),
)


def _number(
    word: str, default: float | None, *, are_apart: bool = False, **number: Any
) -> dict[str, Method]:
    """What a number within limits has; as :class:`Number`, :class:`NumberNow`, :class:`SetLimits`.

    Parameters:
        word: the name of the setter's parameter.
        default: the number before anything is said; None: the lower limit.
    """
    effect = Number(default=default, typed=True, depends=("limits",), rank=1, **number)
    return {
        "set_value": says(effect, "Sets the value.", p(word, "float", "the value")),
        "get_value": says(NumberNow(), "Gives the value."),
        "set_limits": says(
            SetLimits(are_apart=are_apart),
            "Sets the limits; the value is brought within them.",
        ),
        "set_decimals": _DECIMALS,
    }


TABLE = {
    "ComboBox": lambda: define(
        "ComboBox",
        "A list of texts to choose from.",
        options=(
            p("editable", "bool", "whether the user can type a text of their own", "False"),
            p("dropdown_limit", "int", "how many are shown at once; 0: all", "0"),
        ),
        append_text=says(ModelEdit(), "Adds a text at the end; the first one is chosen."),
        insert_alpha=says(ModelEdit(), "Adds a text where the alphabet wants it."),
        delete_alpha=says(ModelEdit(), "Takes a text out."),
        set_text=says(ModelEdit(), "Sets the text that is shown."),
        get_text=says(ModelGetter(), "Gives the text that is shown."),
        set_index=says(ModelEdit(), "Chooses the text at a place.", _INDEX),
        get_index=says(
            ModelGetter(), "Gives the place of the text that is shown, or -1 if it is not there."
        ),
        get_alpha=says(ModelGetter(), "Gives the text at a place, or None.", _INDEX),
        show_text=says(ModelEdit(), "Chooses a text if it is there or can be typed."),
        clear=says(ModelEdit(), "Takes all texts out."),
        set_length=says(Set("length", refuse=at_least("numchars", 1)), "Sets its width."),
        content=_items,
        actions={
            "activated": tells(
                "The user has chosen a text, or typed one and pressed Enter.",
                p("index", "int", "its place"),
                p("text", "str", "what it says"),
                report=ReportsContent("activated", parts=(ITEMS,)),
            ),
            "modified": tells(
                "The user is typing.",
                p("text", "str", "what is there by now"),
                report=ReportsContent("modified", parts=(ITEMS,)),
            ),
        },
    ),
    "SpinBox": lambda: define(
        "SpinBox",
        "A number to type, or to step up and down.",
        options=(
            p("max", "float", "the largest value", "99"),
            p("value", "float | None", "the value at first; None: the smallest", "None"),
        ),
        methods=_number("val", None, high=99),
        actions={"activated": _MOVED},
        content=check_limits,
    ),
    "Slider": lambda: define(
        "Slider",
        "A number to choose by a handle on a line.",
        options=(
            p(
                "show_value_position",
                "Literal['l', 't', 'r', 'b']",
                "where the value is shown: left, top, right or bottom",
                "'r'",
            ),
        ),
        methods=_number("num", 50, high=100, snaps=True),
        set_tracking=_TRACKING,
        actions={"activated": _MOVED},
        content=check_limits,
    ),
    "Dial": lambda: define(
        "Dial",
        "A number to choose by turning a knob.",
        options=(
            p(
                "show_value_position",
                "Literal['b', 'ur', 'ul', 'lr', 'll']",
                "where the value is shown: bottom, or a corner",
                "'b'",
            ),
        ),
        methods=_number("num", 50, high=100, clamps=False, are_apart=True),
        set_tracking=_TRACKING,
        set_knob_diameter=says(
            Set("knob_diameter"), "Sets the size of the knob.", p("len_px", "float", "pixels")
        ),
        set_icon=says(
            Set("icon", complete=checked_size, rank=1),
            "Sets an image on the knob, which turns with it.",
            p("url", ICON, "a URL, a data URI or a local file; None: no image"),
            p("size", "float | None", "pixels; None: as large as the knob", "None"),
        ),
        actions={"activated": _MOVED},
        content=check_limits,
    ),
    "ScrollBar": lambda: define(
        "ScrollBar",
        "A bar with a thumb to drag.",
        set_scroll_percent=says(Number("scroll_percent"), "Sets where the thumb is."),
        get_scroll_percent=says(
            Get("scroll_percent", 0.0), "Gives where the thumb is, from 0 to 1.", gives="float"
        ),
        set_thumb_percent=says(Number("thumb_percent", low=0.01), "Sets how long the thumb is."),
        get_thumb_percent=says(
            Get("thumb_percent", 0.2), "Gives how long the thumb is, from 0 to 1.", gives="float"
        ),
        actions={
            "activated": tells(
                "The user has moved the thumb.",
                p("pct", "float", "where it is, from 0 to 1"),
                report=Reports("set_scroll_percent", kind="number"),
            )
        },
    ),
    "ProgressBar": lambda: define(
        "ProgressBar",
        "Shows how much is done.",
        set_value=says(Number(), "Sets how much is done.", p("value", "float", "from 0 to 1")),
        get_value=says(NumberNow(), "Gives how much is done, from 0 to 1."),
    ),
}

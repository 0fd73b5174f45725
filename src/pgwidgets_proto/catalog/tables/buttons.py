"""Buttons, and widgets that can be on or off."""

from ...widgets.widget import WidgetClass
from ..build.base import background, text_or_empty
from ..build.define import define
from ..effects.base import Ask, Get, Set
from ..effects.pictures import none_as_empty
from ..effects.values import filled_in
from ..names.terms import p, says, tells
from ..names.types import COLOR, ICON
from ..reports.values import Reports

_TEXT = p("text", "str", "the text on it", "''")
_STATE = p("state", "bool", "whether it is on")

SET_TEXT = says(Set("text", cast=text_or_empty), "Sets the text on it.")
"""For all that have a text."""

_BG = p("bg", COLOR, "the background, a CSS color; '': as by default", "None")


def _switch(name: str, doc: str) -> WidgetClass:
    """A switch of which one in a group can be on."""
    return define(
        name,
        doc,
        args=(_TEXT,),
        options=(p("group", f"{name} | None", "another one of its group", "None"),),
        set_text=SET_TEXT,
        set_state=says(
            Set("state", group=True, cast=bool),
            "Switches it on or off; the others of its group go off.",
            p("value", "bool", "whether it is on"),
        ),
        get_state=says(Get("state", False), "Gives whether it is on."),
        actions={
            "activated": tells(
                "The user has switched it.", _STATE, report=Reports("set_state", kind="bool")
            )
        },
    )


TABLE = {
    "Button": lambda: define(
        "Button",
        "A button with a text, an icon, or both.",
        args=(_TEXT,),
        set_text=SET_TEXT,
        get_text=says(Get("text", ""), "Gives the text on it."),
        set_icon=says(
            Set("icon", complete=none_as_empty),
            "Sets the icon above the text.",
            p("url", ICON, "a URL, a data URI or a local file; None: no icon"),
        ),
        get_icon=says(Ask(), "Asks for the URL of the icon."),
        set_bg=background("colors"),
        set_color=says(
            Set("colors", complete=filled_in, depends=("bg",)),
            "Sets its colors; what is None stays as it is.",
            _BG,
        ),
        set_kind=says(
            Set("kind"),
            "Sets whether it stands out, by the colors of the theme.",
            p(
                "kind",
                "Literal['normal', 'primary', 'danger']",
                "the one that is meant first, or one that destroys something",
            ),
        ),
        set_hover=says(
            Set("hover"),
            "Sets its colors while the pointer is over it.",
            p("bg", COLOR, "the background, a CSS color; None: as it is", "None"),
            p("fg", COLOR, "the text color, a CSS color; None: as it is", "None"),
        ),
        actions={"activated": tells("It was pressed.")},
    ),
    "CheckBox": lambda: define(
        "CheckBox",
        "A text with a box to tick.",
        args=(_TEXT,),
        set_state=says(Set("state", cast=bool), "Ticks it, or takes the tick away."),
        get_state=says(Get("state", False), "Gives whether it is ticked."),
        actions={
            "activated": tells(
                "The user has ticked it, or taken the tick away.",
                _STATE,
                report=Reports("set_state", kind="bool"),
            )
        },
    ),
    "RadioButton": lambda: _switch(
        "RadioButton", "A text with a mark, of which one in a group is on."
    ),
    "ToggleButton": lambda: _switch("ToggleButton", "A button that stays pressed."),
}

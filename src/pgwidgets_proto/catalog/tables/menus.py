"""Menus and toolbars."""

from ...widgets.whom import Target
from ..build.base import text_or_empty
from ..build.define import define
from ..effects.base import Act, Do, Get, Set, SetConstant
from ..effects.containers import AddChild, MakeChild, decorate, menu_around
from ..effects.lookup import child_named
from ..effects.pictures import none_as_empty
from ..effects.values import SetAnew
from ..names.terms import p, says, tells
from ..names.types import ICON, SIZE
from ..reports.values import Reports
from .buttons import SET_TEXT

_LABEL = p("name", "str", "the text to press")
_ICON = p("url", ICON, "a URL, a data URI or a local file; None: no icon")

_CHECKED = Set("checked", cast=bool)

TABLE = {
    "MenuBar": lambda: define(
        "MenuBar",
        "A row of texts that open menus.",
        add_menu=says(
            AddChild(
                "menu",
                gives=True,
                options={"icon_url": ICON, "iconsize": SIZE, "icon_only": "bool"},
            ),
            "Adds a menu under a text, and gives it.",
            p("menu", "Menu", "the menu"),
            _LABEL,
            p("options", "Mapping[str, Any]", "icon_url, iconsize, icon_only", "{}"),
            gives="Menu",
        ),
        add_name=says(
            MakeChild("Menu", attach="add_menu", order=("*", "name")),
            "Makes a menu, adds it under a text, and gives it.",
            _LABEL,
            gives="Menu",
        ),
        get_menu=says(child_named("add_menu", 1), "Gives the menu of a text, or None.", _LABEL),
    ),
    "Menu": lambda: define(
        "Menu",
        "A column of actions and further menus.",
        # What opens it hides it first.
        show=says(SetConstant("visible", True, is_layout=True), "Shows it."),
        hide=says(SetConstant("visible", False, is_layout=True), "Hides it."),
        add_widget=says(AddChild(), "Adds an action, or any other widget."),
        add_name=says(
            MakeChild("MenuAction", options={"name": "name", "checkable": "checkable"}),
            "Makes an action, adds it, and gives it.",
            _LABEL,
            p("checkable", "bool", "whether it can be checked", "False"),
            gives="MenuAction",
        ),
        add_menu=says(
            MakeChild("Menu", attach="add_menu", order=("name", "*"), given="menu"),
            "Adds a menu under a text, and gives it.",
            _LABEL,
            p("menu", "Menu | None", "the menu; None: one is made", "None"),
            gives="Menu",
        ),
        add_separator=says(Do(decorate), "Adds a line."),
        get_menu=says(child_named("add_menu", 0), "Gives the menu of a text, or None.", _LABEL),
        popup=says(
            Act(Target.ASKER),
            "Opens it at a place of the page.",
            p("x", "float | None", "pixels from the left; None: where it was", "None"),
            p("y", "float | None", "pixels from the top; None: where it was", "None"),
        ),
    ),
    "MenuAction": lambda: define(
        "MenuAction",
        "An entry of a menu.",
        options=(
            p("text", "str | None", "the text", "None"),
            p("name", "str | None", "the text, if text is None", "None"),
            p("icon_only", "bool", "whether the icon stands for the text", "False"),
        ),
        # Both would take the tooltip away.
        set_text=says(SetAnew("text", "tooltip", cast=text_or_empty), "Sets the text on it."),
        set_icon=says(SetAnew("icon", "tooltip", complete=none_as_empty), "Sets the icon.", _ICON),
        set_tooltip=says(
            Set("tooltip", cast=text_or_empty, rank=1),
            "Sets the text that is shown when the pointer rests on it.",
            p("msg", "str | None", "the text; None: none"),
        ),
        get_text=says(Get("text", "", like="name"), "Gives the text on it."),
        set_checked=says(
            _CHECKED, "Checks it or not.", p("checked", "bool", "whether it is checked")
        ),
        get_checked=says(Get("checked", False), "Gives whether it is checked."),
        set_state=says(_CHECKED, "Checks it or not."),
        get_state=says(Get("checked", False), "Gives whether it is checked."),
        actions={
            "activated": tells(
                "The user has chosen it.",
                p("checked", "bool", "whether it is checked; only if it can be", "False"),
                report=Reports("set_checked", kind="bool", optional=True),
            )
        },
    ),
    "ToolBar": lambda: define(
        "ToolBar",
        "A row of small buttons and other widgets.",
        add_widget=says(AddChild(), "Adds a widget at the end."),
        add_separator=says(Do(decorate), "Adds a line."),
        add_spacer=says(Do(decorate), "Adds room that takes what is left."),
        add_action=says(
            MakeChild("ToolBarAction"),
            "Makes an action, adds it, and gives it.",
            p(
                "options",
                "Mapping[str, Any] | str",
                "its text, or its options: text, icon_url, iconsize, toggle, group, menu",
                "{}",
            ),
            gives="ToolBarAction",
        ),
    ),
    "ToolBarAction": lambda: define(
        "ToolBarAction",
        "A flat button, as toolbars have them.",
        options=(
            p("text", "str | None", "the text", "None"),
            p("toggle", "bool", "whether it stays pressed", "False"),
            p("group", "ToolBarAction | None", "another one of its group", "None"),
        ),
        set_text=SET_TEXT,
        get_text=says(Get("text", ""), "Gives the text on it."),
        set_icon=says(
            Set("icon", complete=none_as_empty),
            "Sets the icon.",
            _ICON,
            p("iconsize", SIZE, "width and height in pixels; None: as it was", "None"),
        ),
        set_state=says(
            Set("state", group=True, cast=bool),
            "Presses it or not; the others of its group are released.",
            p("value", "bool", "whether it is pressed"),
        ),
        get_state=says(Get("state", False), "Gives whether it is pressed."),
        set_menu=says(
            Set("menu", late=True, refuse=menu_around), "Sets a menu that opens when it is pressed."
        ),
        actions={
            "activated": tells(
                "The user has pressed it.",
                p("state", "bool", "whether it is pressed; only if it stays so", "False"),
                report=Reports("set_state", kind="bool", optional=True),
            )
        },
    ),
}

"""Dialogs, the colour chooser, and the browser's file picker."""

from ...widgets.action import Action
from ...widgets.params import Code
from ...widgets.whom import Target
from ...widgets.widget import Method
from ..build.define import define
from ..effects.base import Act, Do, Get, Impossible, Query, Set
from ..effects.containers import AddChild, InsertChild, RemoveAll, RemoveChild
from ..effects.files import ActWithContent
from ..effects.lookup import content_children, content_count
from ..effects.rgb import check_color, in_hex
from ..effects.stacking import lower_window, raise_window
from ..effects.windows import SHOW_DIALOG, shown
from ..names.terms import p, says, tells
from ..reports.values import Reports, ReportsAll, ReportsFixed
from .windows import ON_PAGE, set_window_state

_OBSERVES = {"size": "resize", "position": "set_position"}

_WINDOW: dict[str, Method] = {
    "show": says(SHOW_DIALOG, "Shows it, in the middle of the page if it has no place yet."),
    "hide": says(shown(False), "Hides it."),
    "is_visible": says(Get("visible", False), "Gives whether it is shown."),
    "popup": says(
        SHOW_DIALOG,
        "Shows it at a place, or in the middle of the page.",
        p("x", "float | None", "pixels from the left; None: where it was, or the middle", "None"),
        p("y", "float | None", "pixels from the top; None: where it was, or the middle", "None"),
    ),
    "set_position": says(Set("position"), "Moves it."),
    "raise_": says(Do(raise_window), "Brings it to the top."),
    "lower": says(Do(lower_window), "Puts it behind all others."),
    "set_modal": says(
        Set("modal", cast=bool), "Sets whether the rest of the page is blocked while it is shown."
    ),
    "set_window_state": set_window_state,
}
"""What dialogs have."""

_TOLD: dict[str, Action] = {
    **ON_PAGE,
    "hidden": tells(
        "The user has closed it with one of its buttons.",
        report=ReportsFixed("hide"),
        is_extended=True,
    ),
}
"""What browsers tell of dialogs."""

_COLOR = p("color", "str", "the color as '#rrggbb'")
_COLOR_METHODS: dict[str, Method] = {
    "get_color": says(Get("color", "#ff0000"), "Gives the color as '#rrggbb'."),
    "set_color": says(Set("color", complete=in_hex), "Sets the color."),
}

_MODE = p("mode", "Literal['file', 'files', 'save']", "one file, several, or a download")
_ACCEPT = p("accept", Code("str"), "such as '.txt,.csv' or 'image/*'; '': all")
_PICKS = Act(Target.ASKER)

TABLE = {
    "Dialog": lambda: define(
        "Dialog",
        "A window with buttons that ends with one of them.",
        args=(
            p("title", "str | None", "the title; None: no title bar", "None"),
            p("buttons", "Sequence[tuple[str, Any]]", "text and value of each button", "[]"),
        ),
        options=(p("autoclose", "bool", "whether every button hides it", "False"),),
        methods=_WINDOW,
        # Its browser half overrides remove_widget() but not remove(), which finds nothing.
        remove=says(RemoveChild("remove_widget"), "Takes a child out of its content."),
        remove_widget=says(RemoveChild("remove_widget"), "Takes a child out of its content."),
        remove_all=says(RemoveAll(added_by="add_widget"), "Empties its content; the buttons stay."),
        get_children=says(Query(content_children), "Gives its content, buttons left out."),
        num_children=says(Query(content_count), "Gives how many children its content has."),
        add_widget=says(AddChild(), "Adds a child at the end of its content."),
        insert_widget=says(InsertChild(), "Inserts a child before the one at a place."),
        add_button=says(
            AddChild(listens="activated"),
            "Adds a button to those that end it.",
            p("child", "Widget", "the button"),
            p("value", "Any", "what its activated then tells"),
        ),
        set_default_button=says(
            Set("default_button", late=True),
            "Says which button Enter presses, and has it stand out.",
            p("value", "Any", "the button's value; one that no button has: none is pressed"),
        ),
        set_danger_button=says(
            Set("danger_button", late=True),
            "Says which button destroys something, and has it stand out.",
            p("value", "Any", "the button's value; one that no button has: none does"),
        ),
        set_spacing=says(Set("spacing"), "Sets the room between children of its content."),
        set_title=says(Set("title"), "Sets the title; the first one makes a title bar."),
        get_content_area=says(
            Impossible("use add_widget(), insert_widget(), remove_widget(), set_spacing()"),
            "Not possible here: the dialog itself holds the content.",
        ),
        actions={
            "activated": tells(
                "The user has pressed one of its buttons.",
                p("value", "Any", "the button's value"),
                report=ReportsFixed("hide", given="autoclose"),
            ),
            **_TOLD,
        },
        observes=_OBSERVES,
    ),
    "ColorWidget": lambda: define(
        "ColorWidget",
        "A place to choose a color.",
        methods=_COLOR_METHODS,
        actions={
            "pick": tells(
                "The user has chosen a color.", _COLOR, report=Reports("set_color", kind="rgb")
            )
        },
        content=check_color,
    ),
    "ColorDialog": lambda: define(
        "ColorDialog",
        "A dialog to choose a color.",
        options=(p("title", "str", "the title", "'Choose Color'"),),
        methods={**_WINDOW, **_COLOR_METHODS},
        actions={
            "activated": tells(
                "The user has taken a color with OK, which closes it.",
                _COLOR,
                report=ReportsAll((Reports("set_color", kind="rgb"), ReportsFixed("hide"))),
            ),
            "pick": tells(
                "The user has moved to a color.", _COLOR, report=Reports("set_color", kind="rgb")
            ),
            **_TOLD,
        },
        observes=_OBSERVES,
        content=check_color,
    ),
    "FileDialog": lambda: define(
        "FileDialog",
        "The browser's own dialog to choose files, or to save one.",
        options=(_MODE._replace(default="'file'"),),
        open=says(_PICKS, "Lets the user choose files."),
        show=says(_PICKS, "Lets the user choose files."),
        popup=says(
            _PICKS,
            "Lets the user choose files; the browser decides where.",
            p("x", "float | None", "not used", "None"),
            p("y", "float | None", "not used", "None"),
        ),
        save=says(
            ActWithContent(Target.ASKER, content=1),
            "Has the browser save a file among its downloads.",
            p("filename", "str", "the name that is suggested"),
            p(
                "data",
                "str | bytes | bytearray | memoryview",
                "the content: bytes, or a data URI, or base64",
            ),
            p(
                "mime_type",
                "str | None",
                "the type, where data is bytes or base64",
                "'application/octet-stream'",
            ),
        ),
        set_mode=says(Set("mode"), "Sets what it is for.", _MODE),
        get_mode=says(Get("mode", "file"), "Gives what it is for."),
        set_accept=says(Set("accept"), "Sets which files are offered.", _ACCEPT),
        get_accept=says(Get("accept", ""), "Gives which files are offered."),
        actions={
            "activated": tells(
                "The user has chosen files, and they are here.",
                p("event", "dict[str, Any]", "files: name, size, type and data of each"),
                progress="progress",
            ),
            "progress": tells(
                "More of a file is here.",
                p("progress", "dict[str, Any]", "which file and chunk, and how many bytes"),
            ),
        },
    ),
}

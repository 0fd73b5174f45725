"""Labels, and fields that users type into."""

from ...widgets.widget import Method
from ..build.base import background, text_or_empty
from ..build.define import define
from ..effects.base import Act, Do, Get, Set
from ..effects.containers import menu_around
from ..effects.passing import ClearNow, SetForAWhile
from ..effects.typed_text import (
    LimitText,
    WriteText,
    append_text,
    clear_text,
    line_content,
    lines_content,
)
from ..effects.values import at_least, filled_in, one_of
from ..names.terms import p, says, tells
from ..names.types import HALIGN
from ..reports.typed_text import ReportsTyped
from .empty import SET_PLACEHOLDER
from .markup import SET_MARKUP
from .scrolling import SCROLL, SCROLLED

_TEXT = p("text", "str | None", "the text at first", "''")
_TYPED = p("text", "str", "all of the text")
_COLORS = says(
    Set("colors", complete=filled_in, depends=("bg",)),
    "Sets its colors; what is None stays as it is.",
)
_HALIGN = says(
    # A row of buttons sets it, too.
    Set("halign", is_layout=True),
    "Sets where the text stands.",
    p("align", HALIGN, "the side"),
)
_VERTICAL = ("top", "center", "bottom")


_LIVE = ("off", "polite", "assertive")
_SET_LIVE = says(
    Set("live", refuse=one_of("kind", *_LIVE)),
    "Says whether screen readers read it out when it changes.",
    p(
        "kind",
        f"Literal[{', '.join(map(repr, _LIVE))}]",
        "'polite': after what is being read; 'assertive': at once; 'off': not",
    ),
)

_ENTRY: dict[str, Method] = {
    "set_text": says(WriteText(), "Sets the text; what is typed meanwhile stays."),
    "get_text": says(Get("text", ""), "Gives the text, as far as the user's typing is known."),
    "clear": says(Do(clear_text), "Empties it."),
    "set_length": says(Set("length", refuse=at_least("numchars", 1)), "Sets its width."),
    "set_placeholder": SET_PLACEHOLDER,
}
_TEXT_REPORT = ReportsTyped()
_ENTERED = tells("The user has pressed Enter.", _TYPED, report=_TEXT_REPORT)
_MODIFIED = tells(
    "The user has typed, and paused for a moment or done something else.",
    _TYPED,
    report=_TEXT_REPORT,
)

TABLE = {
    "Label": lambda: define(
        "Label",
        "A text to be read; markup that formats it is rendered.",
        args=(p("text", "str | None", "the text; markup that formats it is rendered", "None"),),
        set_text=says(
            Set("text", cast=text_or_empty),
            "Sets the text; markup that formats it is rendered.",
        ),
        set_markup=SET_MARKUP,
        get_text=says(Get("text", ""), "Gives the text."),
        set_bg=background("colors"),
        set_color=_COLORS,
        set_halign=_HALIGN,
        set_valign=says(
            Set("valign", refuse=one_of("align", *_VERTICAL)),
            "Sets where the text stands when there is more room than it needs.",
            p("align", f"Literal[{', '.join(map(repr, _VERTICAL))}]", "the side"),
        ),
        set_menu=says(
            Set("menu", late=True, refuse=menu_around),
            "Sets a menu that opens when the label is pressed.",
        ),
        set_label_for=says(
            Set("label_for", late=True),
            "Says which widget it is the label of: that is called so, and a click goes there.",
            p("widget", "Widget | None", "what it stands for; None: what stands behind it, if so"),
        ),
        set_live=_SET_LIVE,
    ),
    "StatusBar": lambda: define(
        "StatusBar",
        "A line for messages that may go by themselves.",
        set_message=says(
            SetForAWhile("message", ends="clear"),
            "Shows a message.",
            p("duration", "float | None", "seconds until it goes; None or 0: it stays", "None"),
        ),
        clear=says(ClearNow("message"), "Takes the message away."),
        set_markup=SET_MARKUP,
        set_live=_SET_LIVE,
        set_bg=background("colors"),
        set_color=_COLORS,
        set_halign=_HALIGN,
    ),
    "TextEntry": lambda: define(
        "TextEntry",
        "A line to type into.",
        args=(_TEXT,),
        options=(p("password", "bool", "whether dots are shown for what is typed", "False"),),
        methods=_ENTRY,
        content=line_content,
        actions={"activated": _ENTERED, "modified": _MODIFIED},
    ),
    "TextEntrySet": lambda: define(
        "TextEntrySet",
        "A line to type into, with a button to take it.",
        args=(_TEXT,),
        options=(p("label", "str", "the text of the button", "'Set'"),),
        methods=_ENTRY,
        set_button_text=says(Set("label"), "Sets the text of the button."),
        content=line_content,
        actions={
            "activated": tells(
                "The user has pressed Enter or the button.", _TYPED, report=_TEXT_REPORT
            ),
            "modified": _MODIFIED,
        },
    ),
    "TextArea": lambda: define(
        "TextArea",
        "Lines to type into.",
        args=(_TEXT,),
        set_text=says(
            WriteText(depends=("limit",)), "Sets the text; what is typed meanwhile stays."
        ),
        get_text=says(Get("text", ""), "Gives the text, as far as the user's typing is known."),
        append_text=says(Do(append_text), "Adds to the end of the text."),
        clear=says(Do(clear_text), "Empties it."),
        set_editable=says(Set("editable", cast=bool), "Sets whether the user can type in it."),
        set_wrap=says(Set("wrap", cast=bool), "Sets whether long lines are broken."),
        set_limit=says(
            LimitText(),
            "Sets how many lines are kept; the oldest go first.",
            p("numlines", "int | None", "how many; None: all"),
        ),
        methods=SCROLL,
        scroll_to_lineno=says(Act(), "Scrolls to a line."),
        scroll_to_end=says(Act(), "Scrolls to the end."),
        content=lines_content,
        actions={"scrolled": SCROLLED, "modified": _MODIFIED},
    ),
}

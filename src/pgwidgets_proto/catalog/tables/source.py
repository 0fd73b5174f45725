"""The text editor, and references into its text."""

from ..build.base import CALLBACK, WIDGET
from ..build.define import define
from ..effects.base import Get, Set
from ..effects.contents import ContentCall, ContentGetter
from ..effects.text_refs import RefContent
from ..effects.text_source import TextContent
from ..effects.values import filled_in, one_of
from ..names.terms import p, says, tells
from ..names.types import COLOR, ICON, REF
from ..reports.text_source import ReportsCaret, ReportsEdit, ReportsHover
from .scrolling import SCROLL, SCROLLED

_CALL = ContentCall()
_GET = ContentGetter()
_WRAP = ("none", "hard", "word")
_NEW_REF = f"Gives a new {REF} to"
_NAMED = p("name", "str", "the name of the tag")
_FROM = p(
    "start",
    f"{REF} | Mapping[str, Any] | None",
    "where to begin; None: at the start. A mapping is opts",
    "None",
)

TABLE = {
    "TextSource": lambda: define(
        "TextSource",
        "An editor for source text, with tags, references, line numbers and icons.",
        args=(p("text", "str | None", "the text at first", "''"),),
        options=(
            p("wrap", "Literal['none', 'hard', 'word']", "how long lines are broken", "'none'"),
            p("line_numbers", "bool", "whether lines are numbered", "False"),
            p("icon_gutter", "bool", "whether there is a column for icons", "False"),
            p("font_family", "str", "the font", "'monospace'"),
            p("font_size", "float", "its size in pixels", "13"),
        ),
        set_text=says(_CALL, "Sets all of the text; tags, icons, references and undo go."),
        get_text=says(_GET, "Gives the text."),
        get_length=says(_GET, "Gives the number of characters."),
        get_text_range=says(_GET, "Gives the text between two references."),
        insert_text=says(
            _CALL,
            "Inserts text at a reference.",
            p("tags", "Sequence[str] | str | None", "names of tags for the new text", "None"),
        ),
        delete_range=says(_CALL, "Deletes the text between two references."),
        clear=says(_CALL, "Empties it."),
        set_editable=says(Set("editable", cast=bool), "Sets whether the user can type in it."),
        set_wrap=says(
            Set("wrap", refuse=one_of("mode", *_WRAP, True, False)),
            "Sets how long lines are broken.",
            p("mode", "Literal['none', 'hard', 'word'] | bool", "how; True is word"),
        ),
        set_line_numbers=says(Set("line_numbers", cast=bool), "Sets whether lines are numbered."),
        set_icon_gutter=says(
            Set("icon_gutter", cast=bool), "Sets whether there is a column for icons."
        ),
        set_font=says(
            Set("font", complete=filled_in),
            "Sets the font; what is None stays as it is.",
            p("family", "str | None", "the family", "None"),
            p("size", "float | None", "pixels", "None"),
        ),
        set_tooltips_enabled=says(
            Set("tooltips_enabled", cast=bool), "Sets whether resting on a word is reported."
        ),
        set_icon=says(
            _CALL,
            "Sets the icon beside the line of a reference.",
            p("icon_url", ICON, "a URL, a data URI or a local file; None: no icon"),
        ),
        get_cursor=says(_GET, f"{_NEW_REF} the caret."),
        set_cursor=says(_CALL, "Moves the caret to a reference."),
        # What is set here by that name is the caret, not the pointer.
        add_cursor=WIDGET["add_cursor"]._replace(effect=Set("cursor_image", by=1)),
        set_cursor_style=says(
            Set("cursor_style"),
            "Sets how the caret looks.",
            p("style", "Literal['line', 'block']", "its shape", "'line'"),
            p("color", COLOR, "a CSS color; None: as by default", "None"),
        ),
        get_selection_range=says(
            _GET, "Gives new references to both ends of the selection, or None."
        ),
        has_selection=says(_GET, "Tells whether something is selected."),
        get_selection_bounds=says(
            ContentGetter("get_selection_range"),
            "Gives new references to both ends of the selection, or None.",
        ),
        set_selection_range=says(_CALL, "Selects what is between two references."),
        create_tag=says(
            _CALL,
            "Makes a tag known, or changes one.",
            _NAMED,
            p(
                "attrs",
                "Mapping[str, Any]",
                "background, foreground, bold, italic, underline, strikethrough, "
                "font_family, font_size",
                "{}",
            ),
        ),
        remove_tag_def=says(_CALL, "Takes a tag away, wherever it is applied.", _NAMED),
        has_tag=says(_GET, "Tells whether a tag is applied anywhere.", _NAMED),
        apply_tag=says(_CALL, "Applies a tag between two references.", _NAMED),
        remove_tag=says(_CALL, "Takes a tag from between two references.", _NAMED),
        get_tags_at=says(_GET, "Gives the names of the tags at a reference."),
        get_tags_range=says(_GET, "Gives the tags between two references."),
        get_tag_region=says(
            _GET, "Gives new references to where a tag begins first and ends last, or None.", _NAMED
        ),
        get_tag_regions=says(
            _GET, "Gives new references to both ends of each region of a tag.", _NAMED
        ),
        create_ref=says(ContentGetter("ref"), "Makes a reference that moves with the text."),
        remove_ref=says(_CALL, "Has a reference follow the text no more."),
        create_named_ref=says(
            _GET, "Makes a reference that has a name; the one before it of that name goes."
        ),
        get_named_ref=says(_GET, "Gives the reference of a name, or None."),
        remove_named_ref=says(_CALL, "Takes a named reference away."),
        _restoreTagIntervals=says(
            ContentCall("restore_tags"),
            "Sets where tags are applied, by offsets.",
            p("intervals", "Sequence[Mapping[str, Any]]", "name, start and end of each"),
        ),
        _bindNamedRef=says(ContentCall("bind_named_ref"), "Binds a name to a reference."),
        _setCursorOffset=says(ContentCall("set_cursor_offset"), "Moves the caret to an offset."),
        _setSelectionOffsets=says(
            ContentCall("set_selection_offsets"),
            "Selects what is between two offsets.",
            p("start", "int", "the offset where it starts"),
            p("end", "int", "the offset where it ends"),
        ),
        get_ref_start=says(_GET, f"{_NEW_REF} the start."),
        get_ref_end=says(_GET, f"{_NEW_REF} the end."),
        get_ref_bounds=says(_GET, f"{_NEW_REF} the start, and one to the end."),
        get_ref_line_start=says(_GET, f"{_NEW_REF} the start of a line."),
        get_ref_line_end=says(_GET, f"{_NEW_REF} the end of a line."),
        undo=says(_CALL, "Takes the last step back, whoever made it; of typing, the last word."),
        redo=says(_CALL, "Does again what undo() took back."),
        can_undo=says(_GET, "Tells whether there is something to take back."),
        can_redo=says(_GET, "Tells whether something was taken back."),
        find=says(_GET, "Gives the next place of a text, as two references, or None.", _FROM),
        find_all=says(_GET, "Gives all places of a text, each as two references.", _FROM),
        replace=says(
            _CALL,
            "Replaces a text, the next one or each, and gives how many.",
            p("replacement", "str", "what comes in its place"),
            p("all", "bool | Mapping[str, Any]", "each, not just one. A mapping is opts", "False"),
            p("start", f"{REF} | None", "where to begin; None: at the start", "None"),
        ),
        scroll_to_ref=says(_CALL, "Scrolls to a reference."),
        scroll_to_cursor=says(_CALL, "Scrolls to the caret."),
        methods=SCROLL,
        scroll_to_lineno=says(_CALL, "Scrolls to a line."),
        scroll_to_end=says(_CALL, "Scrolls to the end."),
        get_cursor_style=says(
            Get("cursor_style", ("line", None)), "Gives the caret's shape and color."
        ),
        show_tooltip=says(
            _CALL,
            "Shows a text at a place of the page, or with an empty one hides it.",
            p("text", "str", "what to show"),
            p("x", "float", "pixels from the page's left"),
            p("y", "float", "pixels from the page's top"),
        ),
        get_modified=says(_GET, "Tells whether the text is another than at the last mark_clean()."),
        mark_clean=says(_CALL, "Takes the text as it is for unmodified."),
        get_end_lineno=says(_GET, "Gives the number of the last line, from 0."),
        clear_icons=says(_CALL, "Takes all icons away."),
        actions={
            "changed": tells("The text was changed.", report=ReportsEdit()),
            "cursor_moved": tells(
                "The user has moved the caret.",
                p("ref", REF, "where it is; the same reference each time"),
                report=ReportsCaret(),
            ),
            "line_clicked": tells(
                "A line number was clicked.", p("lineno", "int", "the line, from 0")
            ),
            "icon_clicked": tells(
                "The column of icons was clicked.",
                p("lineno", "int", "the line, from 0"),
                p("ref", f"{REF} | None", "the reference that the icon was set at"),
            ),
            "scrolled": SCROLLED,
            "tooltip": tells(
                "The pointer rests on the text.",
                p("lineno", "int", "the line, from 0"),
                p("column", "int", "the column, from 0"),
                p("text", "str", "the line's text"),
                p("x", "float", "pixels from the page's left"),
                p("y", "float", "pixels from the page's top"),
                report=ReportsHover(),
            ),
        },
        content=TextContent,
    ),
    "TextBufferRef": lambda: define(
        "TextBufferRef",
        "A place in the text of a TextSource that moves with it, while the program holds it.",
        args=(
            p("buffer", "TextSource", "whose text it is"),
            p("offset", "int", "where, in characters from 0"),
            p(
                "gravity",
                "Literal['left', 'right']",
                "to which side it goes when text is inserted at it",
                "'right'",
            ),
        ),
        get_offset=says(_GET, "Gives its offset."),
        get_gravity=says(_GET, "Gives 'left' or 'right'."),
        is_valid=says(_GET, "Tells whether it follows the text."),
        get_line_column=says(_GET, "Gives its line and column, from 0."),
        get_line=says(_GET, "Gives its line, from 0."),
        set_offset=says(_CALL, "Moves it to an offset."),
        set_line=says(_CALL, "Moves it to the start of a line."),
        to_ref=says(_CALL, "Moves it to another reference.", p("other", REF, "the reference")),
        copy=says(_GET, f"{_NEW_REF} the same place."),
        to_line_start=says(_CALL, "Moves it to its line's start."),
        to_line_end=says(_CALL, "Moves it to its line's end."),
        to_next_line=says(_CALL, "Moves it to the start of the next line."),
        to_prev_line=says(_CALL, "Moves it to the start of the line before."),
        to_next_char=says(_CALL, "Moves it one character on."),
        to_prev_char=says(_CALL, "Moves it one character back."),
        destroy=says(_CALL, CALLBACK["destroy"].doc),
        content=RefContent,
        is_needed=RefContent.is_needed,
        actions={"invalidated": tells("It follows the text no more.")},
    ),
}

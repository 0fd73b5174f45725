"""The text editor, and references into its text."""

from ..effects import Act, Ask, Clear, Get, Journal, Set
from ..refs import MakeRef, NamedRef
from ..spec import WidgetClass
from ..table import define
from ..terms import p, says, tells
from ..values import Checked, SetParts, one_of
from ..windows import ATTACHED
from ..words import ICON, REF
from .base import CALLBACK, WIDGET
from .windows import scrolled

_CONTENT = "content"
_EDIT = Journal(_CONTENT)
_ALL = Journal(_CONTENT, fresh=True, voids=("cursor", "selection", "line_icon", "named_ref"))
_WRAP = ("none", "hard", "word")
_ANY_REF = f"Asks for a new {REF} to"
_NAMED = p("name", "str", "the name of the tag")


def _text_source() -> WidgetClass:
    return define(
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
        methods={
            **WIDGET,
            "set_text": says(_ALL, "Sets all of the text; tags, icons and references go."),
            "get_text": says(Ask(), "Asks for the text."),
            "get_length": says(Ask(), "Asks for the number of characters."),
            "get_text_range": says(Ask(), "Asks for the text between two references."),
            "insert_text": says(
                _EDIT,
                "Inserts text at a reference.",
                p("tags", "Sequence[str] | None", "names of tags for the new text", "None"),
            ),
            "delete_range": says(_EDIT, "Deletes the text between two references."),
            "clear": says(_ALL, "Empties it."),
            "set_editable": says(
                Set("editable", cast=bool), "Sets whether the user can type in it."
            ),
            "set_wrap": says(
                Checked("wrap", one_of("mode", *_WRAP, True, False)),
                "Sets how long lines are broken.",
                p("mode", "Literal['none', 'hard', 'word'] | bool", "how; True is word"),
            ),
            "set_line_numbers": says(
                Set("line_numbers", cast=bool), "Sets whether lines are numbered."
            ),
            "set_icon_gutter": says(
                Set("icon_gutter", cast=bool), "Sets whether there is a column for icons."
            ),
            "set_font": says(
                SetParts("font"),
                "Sets the font; what is None stays as it is.",
                p("family", "str | None", "the family", "None"),
                p("size", "float | None", "pixels", "None"),
            ),
            "set_tooltips_enabled": says(
                Set("tooltips_enabled", cast=bool), "Sets whether resting on a word is reported."
            ),
            "set_icon": says(
                Set("line_icon", by=1, late=True),
                "Sets the icon beside the line of a reference.",
                p("icon_url", ICON, "a URL, a data URI or a local file; None: no icon"),
            ),
            "get_cursor": says(Ask(), f"{_ANY_REF} the caret."),
            "set_cursor": says(Set("cursor", late=True), "Moves the caret to a reference."),
            "set_cursor_style": says(
                Set("cursor_style"),
                "Sets how the caret looks.",
                p("style", "Literal['line', 'block']", "its shape", "'line'"),
                p("color", "str | None", "a CSS color; None: as by default", "None"),
            ),
            "get_selection_range": says(Ask(), f"{_ANY_REF} both ends of the selection, or None."),
            "has_selection": says(Ask(), "Asks whether something is selected."),
            "get_selection_bounds": says(Ask(), f"{_ANY_REF} both ends of the selection, or None."),
            "set_selection_range": says(
                Set("selection", late=True), "Selects what is between two references."
            ),
            "create_tag": says(
                Set("tag", by=1, rank=-1),
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
            "remove_tag_def": says(
                Clear("tag", by=1), "Takes a tag away, wherever it is applied.", _NAMED
            ),
            "has_tag": says(Ask(), "Asks whether a tag is applied anywhere.", _NAMED),
            "apply_tag": says(_EDIT, "Applies a tag between two references.", _NAMED),
            "remove_tag": says(_EDIT, "Takes a tag from between two references.", _NAMED),
            "get_tags_at": says(Ask(), "Asks for the names of the tags at a reference."),
            "get_tags_range": says(Ask(), "Asks for the tags between two references."),
            "get_tag_region": says(Ask(), "Asks for the first region of a tag.", _NAMED),
            "get_tag_regions": says(Ask(), "Asks for all regions of a tag.", _NAMED),
            "create_ref": says(MakeRef(REF), "Makes a reference that moves with the text."),
            "remove_ref": says(Act(), "Has a reference follow the text no more."),
            "create_named_ref": says(
                MakeRef(REF, named=True),
                "Makes a reference that has a name; the one before it of that name goes.",
            ),
            "get_named_ref": says(NamedRef(), "Gives the reference of a name, or None."),
            "remove_named_ref": says(Clear("named_ref", by=1), "Takes a named reference away."),
            "_restoreTagIntervals": says(
                Act(),
                "Sets where tags are applied, by offsets.",
                p("intervals", "Sequence[Mapping[str, Any]]", "name, start and end of each"),
            ),
            "_bindNamedRef": says(
                Set("named_ref", by=1, late=True), "Binds a name to a reference."
            ),
            "_setCursorOffset": says(Set("cursor", late=True), "Moves the caret to an offset."),
            "_setSelectionOffsets": says(
                Set("selection", late=True),
                "Selects what is between two offsets.",
                p("start", "int", "the offset where it starts"),
                p("end", "int", "the offset where it ends"),
            ),
            "get_ref_start": says(Ask(), f"{_ANY_REF} the start."),
            "get_ref_end": says(Ask(), f"{_ANY_REF} the end."),
            "get_ref_bounds": says(Ask(), f"{_ANY_REF} the start, and one to the end."),
            "get_ref_line_start": says(Ask(), f"{_ANY_REF} the start of a line."),
            "get_ref_line_end": says(Ask(), f"{_ANY_REF} the end of a line."),
            "undo": says(_EDIT, "Takes the last edit back."),
            "redo": says(_EDIT, "Does again what undo() took back."),
            "can_undo": says(Ask(), "Asks whether there is something to take back."),
            "can_redo": says(Ask(), "Asks whether something was taken back."),
            "find": says(Ask(), "Asks for the next place of a text, as two references, or None."),
            "find_all": says(Ask(), "Asks for all places of a text, each as two references."),
            "replace": says(
                _EDIT,
                "Replaces a text: the next one, or with all=True each one.",
                p("replacement", "str", "what comes in its place"),
            ),
            "scroll_to_ref": says(Act(), "Scrolls to a reference."),
            "scroll_to_cursor": says(Act(), "Scrolls to the caret."),
            "set_scroll_position": says(
                Set("scroll_position", late=True, rank=ATTACHED), "Scrolls it."
            ),
            "get_scroll_position": says(
                Get("scroll_position", (0.0, 0.0)),
                "Gives how far it is scrolled, horizontally and vertically, from 0 to 1.",
            ),
        },
        actions={
            "changed": tells("The text has changed."),
            "cursor_moved": tells("The caret has moved.", p("ref", REF, "where it is")),
            "line_clicked": tells(
                "A line number was clicked.", p("lineno", "int", "the line, from 0")
            ),
            "icon_clicked": tells(
                "The column of icons was clicked.",
                p("lineno", "int", "the line, from 0"),
                p("ref", f"{REF} | None", "the reference that the icon was set at"),
            ),
            "scrolled": scrolled(),
            "tooltip": tells(
                "The pointer rests on a word.",
                p("lineno", "int", "the line, from 0"),
                p("column", "int", "the column, from 0"),
                p("text", "str", "the word"),
                p("x", "float", "pixels from the page's left"),
                p("y", "float", "pixels from the page's top"),
            ),
        },
    )


def _text_buffer_ref() -> WidgetClass:
    return define(
        "TextBufferRef",
        "A place in the text of a TextSource that moves with it.",
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
        methods={
            **CALLBACK,
            "get_offset": says(Ask(), "Asks for its offset."),
            "get_gravity": says(Get("gravity", "right"), "Gives 'left' or 'right'."),
            "is_valid": says(Ask(), "Asks whether it still follows the text."),
            "get_line_column": says(Ask(), "Asks for its line and column, from 0."),
            "get_line": says(Ask(), "Asks for its line, from 0."),
            "set_offset": says(Set("offset"), "Moves it to an offset."),
            "set_line": says(Set("offset"), "Moves it to the start of a line."),
            "to_ref": says(
                Set("offset", late=True),
                "Moves it to another reference.",
                p("other", REF, "the reference"),
            ),
            "copy": says(Ask(), f"{_ANY_REF} the same place."),
            "to_line_start": says(Act(), "Moves it to the start of its line."),
            "to_line_end": says(Act(), "Moves it to the end of its line."),
            "to_next_line": says(Act(), "Moves it to the start of the next line."),
            "to_prev_line": says(Act(), "Moves it to the start of the line before."),
            "to_next_char": says(Act(), "Moves it one character on."),
            "to_prev_char": says(Act(), "Moves it one character back."),
        },
        actions={"invalidated": tells("It follows the text no more.")},
    )


TABLE = {"TextSource": _text_source, "TextBufferRef": _text_buffer_ref}

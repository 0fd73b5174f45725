"""The text editor through the core: Python's text, browsers that edit it, what a rebuild shows."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.helpers import connect, events, make_hub, session_of, settle
from pgwidgets.testing import SimulatedBrowser
from pgwidgets.testing.texts import PageRef, PageText
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.events import ReportRefused, WidgetEvent
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.views.batching import Batch
from pgwidgets_proto.widgets.widget import Node
from pgwidgets_proto.wire.binary import Buffer


class Editor:
    """A session with one editor, and browsers that show it."""

    def __init__(self, text: str = "", browsers: int = 1, *, stock: int = 0, **limits: Any) -> None:
        self.hub = make_hub(Limits(**limits))
        self.browsers = [connect(self.hub)]
        self.session: Session = session_of(self.browsers[0])
        self.browsers += [connect(self.hub, self.session) for _ in range(browsers - 1)]
        self.browsers += [connect(self.hub, self.session, stock=True) for _ in range(stock)]
        self.source: Node = self.session.create("TextSource", (text,))
        self.settle()

    def __getattr__(self, method: str) -> Any:
        """The editor's methods."""
        return lambda *args, **kwargs: self.session.call(self.source, method, args, kwargs)

    def page(self, number: int = 0) -> PageText:
        content = self.browsers[number].page.find(self.source.wid).content
        assert isinstance(content, PageText)
        return content

    def settle(self) -> list[Any]:
        return settle(self.session, self.browsers)

    def check(self) -> None:
        """Every browser shows what Python says; so does a new one, and one that is rebuilt."""
        found = self.settle()
        assert [event for event in found if isinstance(event, ReportRefused)] == []
        new = connect(self.hub, self.session)
        shown = [page_of(browser, self.source) for browser in (*self.browsers, new)]
        model = self.source.content.model
        assert shown[0]["text"] == model.text
        assert shown == [shown[-1]] * len(shown)
        units = model.buffer.to_utf16
        places = [(name, units(start), units(end)) for name, start, end in model.tags.places()]
        assert shown[0]["tags"] == places
        for browser in (*self.browsers, new):
            assert browser.errors == []
            for wid, widget in browser.page.widgets.items():
                if isinstance(widget.content, PageRef):
                    mark = self.session.nodes[wid].content.mark
                    assert widget.content.shown() == (units(mark.offset) if mark.is_valid else None)
        new.leave()
        self.settle()


def page_of(browser: SimulatedBrowser, node: Node) -> dict[str, Any]:
    content = browser.page.find(node.wid).content
    assert content is not None
    shown: dict[str, Any] = content.shown()
    return shown


def offsets(editor: Editor, *refs: Node) -> list[int]:
    return [editor.session.call(ref, "get_offset") for ref in refs]


# --- what the program does


def test_everything_is_known_without_a_browser() -> None:
    editor = Editor("one\ntwo 😀 two", browsers=1)
    editor.browsers.pop().leave()
    start, end = editor.find("two")
    assert offsets(editor, start, end) == [4, 7]
    editor.insert_text(start, "2: ")
    assert editor.get_text() == "one\n2: two 😀 two"
    assert offsets(editor, start, end) == [7, 10]
    assert editor.get_length() == 16
    assert editor.get_text_range(end, start) == "two"
    assert editor.get_end_lineno() == 1
    assert [offsets(editor, *pair) for pair in editor.find_all("two")] == [[7, 10], [13, 16]]
    assert editor.find("TWO") is None
    assert offsets(editor, *editor.find("TWO", case_insensitive=True, start=end)) == [13, 16]
    assert offsets(editor, *editor.find("two", end)) == [13, 16]
    assert editor.find("TWO", opts={"case_insensitive": True}) is not None
    assert len(editor.find_all("TWO", None, True)) == 2
    assert offsets(editor, *editor.find("TWO", {"case_insensitive": True, "start": end})) == [
        13,
        16,
    ]
    assert editor.replace("two", "zwei", {"all": True}) == 2
    assert editor.undo() is True
    assert editor.replace("two", "zwei", all=True, start=end) == 1
    assert editor.undo() is True
    assert editor.replace("TWO", "zwei", True, None, True) == 2
    assert editor.replace("two", "zwei") == 0
    assert editor.get_text() == "one\n2: zwei 😀 zwei"
    assert editor.undo() is True
    assert editor.get_text() == "one\n2: two 😀 two"
    assert (editor.can_undo(), editor.can_redo(), editor.get_modified()) == (True, True, True)
    assert editor.redo() is True
    assert editor.redo() is False
    editor.mark_clean()
    assert editor.get_modified() is False
    editor.insert_text(editor.create_ref(0), "x")
    assert editor.get_modified() is True
    editor.set_text("anew")
    assert editor.get_modified() is False
    editor.delete_range(*editor.get_ref_bounds())
    assert editor.get_text() == ""
    editor.clear()
    assert editor.can_undo() is False


def test_references_move_by_themselves_and_when_they_are_told() -> None:
    editor = Editor("one\ntwo 😀\nthree")
    ref = editor.create_ref(5)

    def call(method: str, *args: Any) -> Any:
        return editor.session.call(ref, method, args)

    where = []
    for method in (
        *("to_line_start", "to_prev_line", "to_line_end", "to_next_char", "to_next_line"),
        *("to_prev_char", "to_line_end", "to_next_line"),
    ):
        call(method)
        where.append(call("get_offset"))
    assert where == [4, 0, 3, 4, 10, 9, 9, 10]
    call("set_line", 1)
    assert call("get_line_column") == (1, 0)
    call("set_offset", 99)
    assert (call("get_offset"), call("get_line"), call("get_gravity")) == (15, 2, "right")
    call("to_next_line")
    assert call("get_offset") == 15
    other = editor.create_named_ref("here", 8, "left")
    call("to_ref", other)
    copy = call("copy")
    assert offsets(editor, ref, copy, editor.get_ref_line_end(1)) == [8, 8, 9]
    editor.insert_text(other, "🎈")
    assert offsets(editor, ref, copy, other) == [9, 9, 8]
    assert editor.get_named_ref("here") is other
    editor.check()
    editor.remove_named_ref("here")
    editor.remove_named_ref("here")
    assert editor.get_named_ref("here") is None
    assert editor.session.call(other, "is_valid") is False
    editor.session.call(copy, "destroy")
    editor.check()


def test_a_name_is_bound_anew() -> None:
    editor = Editor("text")
    first = editor.create_named_ref("here", 1)
    second = editor.create_named_ref("here", 2)
    assert editor.session.call(first, "is_valid") is False
    third = editor.create_ref(3)
    editor._bindNamedRef("here", third)
    assert editor.get_named_ref("here") is third
    assert editor.session.call(second, "is_valid") is False
    editor.check()


def test_tags_icons_and_the_caret_survive_a_rebuild() -> None:
    editor = Editor("one 😀 two", browsers=2)
    editor.create_tag("bold", {"bold": True})
    editor.create_tag("red", {"bold": False}, foreground="red")
    start, end = editor.find("two")
    editor.apply_tag("bold", end, start)
    editor.insert_text(start, "2", ["red"])
    assert editor.get_tags_at(start) == ["bold"]
    assert set(editor.get_tags_range(*editor.get_ref_bounds())) == {"bold", "red"}
    assert offsets(editor, *editor.get_tag_region("red")) == [6, 7]
    assert [offsets(editor, *pair) for pair in editor.get_tag_regions("bold")] == [[7, 10]]
    editor.set_icon(start, "a.png")
    editor.set_icon(end, "b.png")
    editor.set_icon(start, "c.png")
    editor.check()
    assert list(editor.page().icons.values()) == ["b.png", "c.png"]
    editor.set_selection_range(start, end)
    assert offsets(editor, *editor.get_selection_range()) == [7, 10]
    assert offsets(editor, editor.get_cursor()) == [10]
    editor.check()
    assert editor.page().selection == (8, 11)
    assert connected_anew(editor).selection == (8, 11)
    editor.remove_tag("bold", start, start)
    middle = editor.create_ref(8)
    editor.remove_tag("bold", start, middle)
    editor.check()
    editor.remove_tag_def("red")
    assert editor.has_tag("red") is False
    editor.clear_icons()
    editor.set_cursor(start)
    assert editor.has_selection() is False
    assert editor.get_selection_bounds() is None
    editor.check()
    assert editor.page().icons == {}
    editor._restoreTagIntervals([{"name": "bold", "start": 0, "end": 99}])
    editor._setSelectionOffsets(1, 5)
    editor._setCursorOffset(4)
    assert editor.get_tag_region("red") is None
    editor.check()
    assert editor.page().tags == [("bold", 0, 11)]


def test_a_tag_that_is_taken_from_no_text_stays_whole_in_browsers() -> None:
    editor = Editor("ab", browsers=2)
    editor.create_tag("bold", {})
    editor.apply_tag("bold", *editor.get_ref_bounds())
    editor.remove_tag("bold", editor.create_ref(1), editor.create_ref(1))
    editor.insert_text(editor.create_ref(1), "x")
    editor.check()
    assert editor.page().tags == [("bold", 0, 3)]


def connected_anew(editor: Editor) -> PageText:
    content = connect(editor.hub, editor.session).page.find(editor.source.wid).content
    assert isinstance(content, PageText)
    return content


def test_replacing_all_of_the_text_ends_its_references() -> None:
    editor = Editor("text")
    ref = editor.create_ref(2)
    editor.set_icon(ref, "a.png")
    editor.session.listen(ref, "invalidated")
    editor.set_text("new 😀")
    [event] = editor.settle()
    assert isinstance(event, WidgetEvent)
    assert (event.node, event.action) == (ref, "invalidated")
    for call in ("set_offset", "to_line_end", "copy"):
        with pytest.raises(ValueError, match=f"TextBufferRef.{call}.*not valid any more"):
            editor.session.call(ref, call, (1,) if call == "set_offset" else ())
    with pytest.raises(ValueError, match="ref is a reference that is not valid any more"):
        editor.insert_text(ref, "x")
    editor.check()


def test_references_end_with_their_editor() -> None:
    editor = Editor("text")
    ref = editor.create_ref(2)
    editor.session.destroy(editor.source)
    assert ref.destroyed
    editor.settle()
    assert editor.browsers[0].errors == []
    assert list(editor.browsers[0].page.widgets) == []


def test_scrolling_and_tooltips_go_to_browsers() -> None:
    editor = Editor("😀\nb")
    editor.scroll_to_ref(editor.get_ref_end(), "center")
    editor.scroll_to_lineno(1, align="top")
    editor.scroll_to_end()
    editor.scroll_to_cursor()
    editor.show_tooltip("text", 1, 2.5)
    assert editor.get_cursor_style() == ("line", None)
    editor.set_cursor_style("block")
    assert editor.get_cursor_style() == ("block", None)
    editor.settle()
    assert editor.browsers[0].page.find(editor.source.wid).calls == [
        ("_scrollToOffset", (4, "center")),
        ("_scrollToOffset", (3, "top")),
        ("_scrollToOffset", (4, "nearest")),
        ("scroll_to_cursor", ()),
        ("_showTooltip", ("text", 1, 2.5)),
    ]


@pytest.mark.parametrize(
    ("method", "args", "match"),
    [
        ("insert_text", (3, "x"), r"insert_text\(\): 'ref' is 3; it must be a TextBufferRef"),
        ("insert_text", ("ref", [3]), r"insert_text\(\): 'text' is \[3\]; it must be a text"),
        ("insert_text", ("ref", "\ud83d"), "half a surrogate pair"),
        ("insert_text", ("ref", "x", ["none"]), "there is no tag 'none'; known are: 'bold'"),
        ("insert_text", ("other", "x"), "ref is a reference into another text"),
        ("apply_tag", ("none", "ref", "ref"), r"apply_tag\(\): there is no tag 'none'"),
        ("apply_tag", ("bold", "ref", None), "end_ref must be a TextBufferRef"),
        ("create_ref", ("x",), r"create_ref\(\): 'offset' is 'x'; it must be a whole number"),
        ("create_ref", (1, "up"), "'gravity' is 'up'; it must be 'left' or 'right'"),
        ("create_tag", ("x", 3), "'attrs' is 3; it must be a mapping"),
        ("create_tag", ("x", {"a": object()}), "create_tag"),
        (
            "create_tag",
            ("x", {"foreground": "red", "weight": "bold"}),
            r"create_tag\(\): a tag has no attribute 'weight'; it may have background, foreground, "
            "bold, italic, underline, strikethrough, font_family, font_size",
        ),
        ("find", ("x", {"wrong": 1}), "unknown: wrong; it takes start, case_insensitive and all"),
        (
            "find",
            ("x", "text"),
            r"find\(\): 'start' is 'text'; it must be a TextBufferRef or a map",
        ),
        ("replace", ("x", "y", False, "other"), "start is a reference into another text"),
        ("_restoreTagIntervals", ([{"name": "bold"}],), "an interval has a name, a start and an"),
        (
            "scroll_to_ref",
            ("ref", "left"),
            "'align' is 'left'; it must be 'nearest', 'center' or 'top'",
        ),
        ("set_text", ("\ud83d",), "half a surrogate pair"),
        ("set_text", (b"3",), "'text' is b'3'; it must be a text"),
        # What passes the checks of types, since other calls take it.
        ("create_ref", (None,), r"create_ref\(\): offset must be an int, not None"),
        ("set_text", (None,), r"set_text\(\): text must be a str, not None"),
        ("_restoreTagIntervals", (None,), "intervals must be a sequence, not None"),
        ("create_tag", ("x", Buffer(b"x", 1, "uint8")), r"create_tag\(\): attrs must be a mapping"),
    ],
)
def test_bad_arguments_are_named_and_change_nothing(
    method: str, args: tuple[Any, ...], match: str
) -> None:
    editor = Editor("text")
    editor.create_tag("bold", {})
    other = editor.session.create("TextSource", ("text",))
    named = {
        "ref": editor.create_ref(1),
        "other": editor.session.call(other, "create_ref", (1,)),
    }
    before = len(editor.session.nodes), editor.session.lifetimes.next_wid
    given = [named.get(arg, arg) if isinstance(arg, str) else arg for arg in args]
    with pytest.raises((TypeError, ValueError), match=match):
        getattr(editor, method)(*given)
    assert (editor.get_text(), editor.can_undo()) == ("text", False)
    assert (len(editor.session.nodes), editor.session.lifetimes.next_wid) == before
    editor.check()


@pytest.mark.parametrize(
    ("args", "match"),
    [
        (("text", 0), "'buffer' is 'text'; it must be a TextSource"),
        (("source", "x"), "'offset' is 'x'; it must be a whole number"),
        (("source", 0.5), "'offset' is 0.5; it must be a whole number"),
        (("source", 0, "up"), "'gravity' is 'up'; it must be 'left' or 'right'"),
        (("label", 0), "'buffer' is <Label 2>; it must be a TextSource"),
    ],
)
def test_a_reference_that_points_nowhere_is_not_made(args: tuple[Any, ...], match: str) -> None:
    editor = Editor("text")
    named = {"source": editor.source, "label": editor.session.create("Label")}
    with pytest.raises((TypeError, ValueError), match=match):
        editor.session.create("TextBufferRef", tuple(named.get(arg, arg) for arg in args))
    with pytest.raises(TypeError, match=r"'text' is \{\}; it must be a text"):
        editor.session.create("TextSource", ({},))
    editor.check()


def test_a_destroyed_text_has_no_references() -> None:
    editor = Editor("text")
    editor.session.destroy(editor.source)
    with pytest.raises(TypeError, match=r"TextBufferRef\(\): 'buffer' is <TextSource 1 destroyed>"):
        editor.session.create("TextBufferRef", (editor.source, 0))


# --- what users do


def test_an_edit_of_a_user_is_the_programs_and_everybodys() -> None:
    editor = Editor("😀 two", browsers=3)
    editor.session.listen(editor.source, "changed")
    ref = editor.create_ref(2)
    editor.settle()
    editor.page(1).user_types(3, 3, "👍")
    [event] = editor.settle()
    assert isinstance(event, WidgetEvent)
    assert (event.action, event.args) == ("changed", ())
    assert editor.get_text() == "😀 👍two"
    assert offsets(editor, ref, editor.get_cursor()) == [3, 3]
    editor.check()


def test_both_sides_edit_at_once() -> None:
    editor = Editor("middle", browsers=2)
    editor.create_tag("bold", {})
    editor.apply_tag("bold", *editor.get_ref_bounds())
    editor.settle()
    editor.page(0).user_types(6, 6, "😀")
    editor.insert_text(editor.get_ref_start(), "👍")
    editor.page(1).user_types(0, 3, "MID")
    editor.page(0).user_types(8, 8, "!")
    editor.check()
    assert editor.get_text() == "👍MIDdle😀!"


def test_text_replaced_by_the_program_wins() -> None:
    editor = Editor("old")
    editor.page().user_types(3, 3, "er")
    editor.page().user_selects(1, 2)
    editor.set_text("new")
    editor.check()
    assert editor.get_text() == "new"
    editor.page().user_types(3, 3, "er")
    editor.check()
    assert editor.get_text() == "newer"


def test_a_user_undoes_what_anybody_did() -> None:
    editor = Editor("text", browsers=2)
    editor.page(0).user_types(4, 4, "😀")
    editor.settle()
    editor.insert_text(editor.get_ref_start(), "a ")
    editor.settle()
    editor.page(1).user_steps("undo")
    editor.check()
    assert editor.get_text() == "text😀"
    editor.page(1).user_steps("undo")
    editor.check()
    editor.page(0).user_steps("redo")
    editor.page(0).user_steps("redo")
    editor.page(0).user_steps("redo")
    editor.check()
    assert editor.get_text() == "a text😀"


def test_what_a_user_types_without_a_break_is_taken_back_by_words() -> None:
    editor = Editor("😀", browsers=2)
    editor.page(0).user_selects(2, 2)
    for place, letter in enumerate(" one two", 2):
        editor.page(0).user_types(place, place, letter)
    editor.settle()
    texts = []
    for page, step in ((1, "undo"), (0, "undo"), (1, "redo"), (0, "redo")):
        editor.page(page).user_steps(step)
        editor.check()
        texts.append((editor.get_text(), editor.page(page).selection))
    assert texts == [
        ("😀 one ", (7, 7)),
        ("😀 ", (3, 3)),
        ("😀 one ", (7, 7)),
        ("😀 one two", (10, 10)),
    ]


def test_the_programs_calls_are_a_step_each_and_end_what_is_typed() -> None:
    editor = Editor("")
    page = editor.page()
    page.user_types(0, 0, "a")
    editor.settle()
    editor.insert_text(editor.create_ref(1), "-")
    editor.insert_text(editor.create_ref(2), "-")
    editor.settle()
    page.user_types(1, 1, "b")
    editor.settle()
    editor.set_cursor(editor.get_ref_start())
    editor.set_cursor(editor.create_ref(2))
    editor.settle()
    page.user_types(2, 2, "c")
    editor.check()
    texts = [editor.get_text()]
    while editor.undo():
        texts.append(editor.get_text())
    assert texts == ["abc--", "ab--", "a--", "a-", "a", ""]


def test_undo_puts_tags_and_references_back_in_browsers() -> None:
    editor = Editor("one two three", browsers=2)
    editor.create_tag("bold", {})
    refs = editor.find("two")
    editor.apply_tag("bold", *refs)
    inside = editor.create_ref(5)
    editor.delete_range(editor.create_ref(3), editor.create_ref(8))
    assert offsets(editor, *refs, inside) == [3, 3, 3]
    editor.check()
    editor.undo()
    assert offsets(editor, *refs, inside) == [4, 7, 5]
    assert offsets(editor, *editor.get_tag_region("bold")) == [4, 7]
    editor.check()
    editor.redo()
    editor.check()


def test_the_caret_of_a_user_is_known_and_others_keep_theirs() -> None:
    editor = Editor("😀 two", browsers=2)
    editor.page(1).user_selects(6, 6)
    editor.settle()
    editor.page(0).user_selects(3, 6)
    editor.settle()
    assert offsets(editor, *editor.get_selection_range()) == [2, 5]
    assert editor.page(1).selection == (6, 6)
    assert connected_anew(editor).selection == (3, 6)
    editor.settle()
    editor.session.listen(editor.source, "cursor_moved")
    told = []
    for start in (0, 2):
        editor.page(0).user_selects(start, start)
        [event] = editor.settle()
        assert isinstance(event, WidgetEvent)
        told.append((event.args[0], *offsets(editor, event.args[0])))
    assert told == [(told[0][0], 0), (told[0][0], 1)]
    editor.session.call(told[0][0], "destroy")
    editor.page(0).user_selects(3, 3)
    [event] = editor.settle()
    assert isinstance(event, WidgetEvent)
    assert event.args[0] is not told[0][0]
    editor.page(0).user_selects(0, 0)
    editor.set_cursor(editor.get_ref_end())
    assert len(editor.settle()) == 0
    assert offsets(editor, editor.get_cursor()) == [5]


def test_undo_brings_a_users_caret_back_to_its_own_place() -> None:
    editor = Editor("one two", browsers=2)
    editor.page(0).user_selects(3, 3)
    editor.settle()
    editor.page(1).user_selects(5, 5)  # heard while the other types
    editor.settle()
    editor.page(0).user_types(3, 3, "!")
    editor.settle()
    editor.page(0).user_steps("undo")
    editor.settle()
    assert [editor.page(n).selection for n in (0, 1)] == [(3, 3), (5, 5)]
    editor.page(0).user_types(2, 3, "")  # the caret is this user's by the undo
    editor.settle()
    editor.page(0).user_steps("undo")
    editor.settle()
    assert [editor.page(n).selection for n in (0, 1)] == [(3, 3), (5, 5)]


def test_an_edit_of_a_page_that_was_rebuilt_meanwhile_is_not_lost() -> None:
    editor = Editor("text")
    editor.page().user_types(4, 4, "!")
    editor.page().user_types(0, 0, "a ")
    editor.browsers[0].deliver_up()
    editor.session.rebuild()
    editor.session.rebuild()
    assert len(events(editor.session)) == 0
    editor.check()
    assert editor.get_text() == "a text!"


def test_a_browser_that_does_not_read_is_shown_the_newest_text() -> None:
    editor = Editor("text", link_bytes=2000, high_water=1000)
    editor.page().user_types(4, 4, "!")
    for _ in range(100):
        editor.insert_text(editor.get_ref_start(), "many characters ")
    assert editor.browsers[0].link.is_set_aside
    editor.browsers[0].deliver_up()
    assert events(editor.session) == []
    editor.check()
    assert editor.get_text().endswith("text!")


def test_edits_in_a_batch_keep_their_order() -> None:
    editor = Editor("text", browsers=2)
    batch = editor.session.telling.batch = Batch()
    ref = editor.create_ref(0)
    editor.session.telling.batch = None
    editor.page(0).user_types(0, 0, "user ")
    while editor.browsers[0].deliver_up():
        pass
    events(editor.session)
    editor.session.telling.batch = batch
    editor.insert_text(ref, "program ")
    editor.session.telling.batch = None
    batch.release()
    editor.check()
    assert editor.get_text() == "user program text"


def test_what_is_done_to_a_text_in_a_batch_is_one_frame() -> None:
    editor = Editor("one two three")
    editor.create_tag("word", {"bold": True})
    editor.settle()
    batch = editor.session.telling.batch = Batch()
    for start, end in ((0, 3), (4, 7), (8, 13)):
        editor.apply_tag("word", editor.create_ref(start), editor.create_ref(end))
    editor.insert_text(editor.get_ref_start(), "zero ")
    editor.set_icon(editor.get_ref_start(), "icon.svg")
    editor.session.telling.batch = None
    [browser] = editor.browsers
    assert browser.collect() == 0
    batch.release()
    assert browser.collect() == 1
    editor.check()


def test_a_user_types_while_a_batch_is_open() -> None:
    editor = Editor("text", browsers=2)
    editor.create_tag("word", {"bold": True})
    editor.settle()
    batch = editor.session.telling.batch = Batch()
    editor.apply_tag("word", editor.create_ref(0), editor.create_ref(4))
    editor.session.telling.batch = None
    editor.page(0).user_types(2, 2, "--")
    while editor.browsers[0].deliver_up():
        pass
    events(editor.session)
    editor.session.telling.batch = batch
    editor.insert_text(editor.get_ref_end(), "!")
    editor.session.telling.batch = None
    batch.release()
    editor.check()
    assert editor.get_text() == "te--xt!"


def test_where_the_pointer_rests_is_told_in_characters() -> None:
    editor = Editor("😀 two")
    editor.session.listen(editor.source, "tooltip")
    editor.browsers[0].report(editor.source.wid, "tooltip", 0, 3, "😀 two", 10, 20.5)
    [event] = editor.settle()
    assert isinstance(event, WidgetEvent)
    assert event.args == (0, 2, "😀 two", 10, 20.5)


@pytest.mark.parametrize(
    ("action", "args"),
    [
        ("changed", []),
        ("changed", ["text"]),
        ("changed", [{"step": "fly"}]),
        ("changed", [{"step": []}]),
        ("changed", [{"start": 0, "end": 0, "text": "x", "revision": 0}]),
        ("changed", [{"start": 0, "end": 0, "text": 1, "revision": 0, "number": 1}]),
        ("changed", [{"start": True, "end": 0, "text": "x", "revision": 0, "number": 1}]),
        ("changed", [{"start": 0, "end": 99, "text": "x", "revision": 0, "number": 1}]),
        ("changed", [{"start": 1, "end": 1, "text": "x", "revision": 0, "number": 1}]),
        ("changed", [{"start": 0, "end": 0, "text": "x", "revision": 9, "number": 1}]),
        ("cursor_moved", []),
        ("cursor_moved", [{"start": 0, "end": "0", "revision": 0}]),
        ("cursor_moved", [{"start": 0, "end": 99, "revision": 0}]),
        ("tooltip", [0, "1", "text", 0, 0]),
        ("tooltip", [0, 9, "text", 0, 0]),
    ],
)
def test_nonsense_is_refused_and_the_state_is_as_it_was(action: str, args: list[Any]) -> None:
    editor = Editor("😀 two", browsers=2)
    editor.session.listen(editor.source, action)
    editor.browsers[0].report(editor.source.wid, action, *args)
    [event] = editor.settle()
    assert isinstance(event, ReportRefused)
    assert editor.get_text() == "😀 two"
    editor.check()


# --- the stock client


def test_the_stock_client_is_asked_and_compared() -> None:
    editor = Editor("😀 two", browsers=2, stock=1)
    editor.session.listen(editor.source, "changed")
    ref = editor.create_ref(2)
    editor.settle()
    editor.page(2).user_types(0, 2, "😁")
    editor.page(2).user_types(3, 3, "👍")
    found = editor.settle()
    assert {event.action for event in found} == {"changed"}
    assert editor.get_text() == "😁 👍two"
    assert offsets(editor, ref) == [3]
    editor.check()


def test_what_the_stock_client_did_meanwhile_is_kept() -> None:
    editor = Editor("middle", browsers=2, stock=1)
    stock = editor.browsers[2]
    editor.page(2).user_types(6, 6, "!")
    stock.deliver_up()
    events(editor.session)
    editor.insert_text(editor.get_ref_start(), "start ")
    editor.page(0).user_types(6, 6, "?")
    editor.check()
    assert sorted(editor.get_text()) == sorted("start middle!?")
    stock_text = editor.page(2)
    stock_text.user_types(0, 0, "a")
    stock.deliver_up()
    events(editor.session)
    editor.set_text("new")
    editor.check()
    assert editor.get_text() == "new"


def test_the_text_of_a_stock_client_is_not_copied_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pgwidgets_proto.catalog.reports.text_source.MOST_COPIED", 20)
    editor = Editor("middle", stock=1)
    stock = editor.browsers[1]
    editor.page(1).user_types(6, 6, "!")
    stock.deliver_up()
    events(editor.session)
    builds = stock.link.builds
    for _ in range(4):  # each of these would be done to the text that it shows
        editor.insert_text(editor.get_ref_start(), "x")
    editor.check()
    assert stock.link.builds == builds + 1
    assert editor.get_text() == "xxxxmiddle"


# --- everything at once


@settings(max_examples=settings().max_examples // 2)
@given(st.data())
def test_everybody_shows_the_same_when_the_line_is_quiet(data: st.DataObject) -> None:
    editor = Editor(data.draw(st.text("ab😀", max_size=6)), browsers=2)
    editor.create_tag("t", {"bold": True})
    refs: list[Node] = []
    texts = st.text("cd\n👍", max_size=3)
    actions = st.sampled_from(
        [
            *("insert", "delete", "tag", "untag", "ref", "move", "undo", "redo", "set_text"),
            *("type", "type", "key", "key", "key", "select", "user undo", "user redo", "rebuild"),
            *("collect", "down", "down", "up", "up", "take", "take", "batch"),
        ]
    )
    batch: Batch | None = None

    def ref() -> Node:
        made: Node = editor.create_ref(data.draw(st.integers(0, editor.get_length())))
        refs.append(made)
        return made

    for action in data.draw(st.lists(actions, max_size=30)):
        number = data.draw(st.integers(0, 1))
        browser = editor.browsers[number]
        is_built = editor.source.wid in browser.page.widgets
        # What the browsers do is handled meanwhile, outside of the batch that is open.
        editor.session.telling.batch = batch if action in PROGRAM else None
        match action:
            case "batch" if batch is None:
                batch = Batch()
            case "batch":
                close(batch)
                batch = None
            case "insert":
                editor.insert_text(ref(), data.draw(texts), data.draw(st.sampled_from([[], ["t"]])))
            case "delete":
                editor.delete_range(ref(), ref())
            case "tag":
                editor.apply_tag("t", ref(), ref())
            case "untag":
                editor.remove_tag("t", ref(), ref())
            case "ref":
                ref()
            case "move" if refs and refs[-1].content.mark.is_valid:
                editor.session.call(refs[-1], "set_offset", (data.draw(st.integers(0, 9)),))
            case "undo" | "redo" | "set_text":
                getattr(editor, action)(*([data.draw(texts)] if action == "set_text" else []))
            case "type" if is_built:
                page = editor.page(number)
                places = st.sampled_from(boundaries(page.units))
                start, end = sorted((data.draw(places), data.draw(places)))
                page.user_types(start, end, data.draw(texts))
            case "select" if is_built:
                page = editor.page(number)
                places = st.sampled_from(boundaries(page.units))
                page.user_selects(data.draw(places), data.draw(places))
            case "key" if is_built:
                page = editor.page(number)
                at = page.selection[1]
                before = max(place for place in boundaries(page.units) if place < at) if at else 0
                page.user_types(*data.draw(st.sampled_from([(at, at, "x"), (before, at, "")])))
            case "user undo" | "user redo" if is_built:
                editor.page(number).user_steps(action.removeprefix("user "))
            case "rebuild":
                browser.link.rebuild()
            case "collect":
                browser.collect()
            case "down":
                browser.deliver_down()
            case "up":
                browser.deliver_up()
            case "take":
                editor.session.next_event()
    editor.session.telling.batch = None
    close(batch)
    editor.check()


PROGRAM = frozenset({"insert", "delete", "tag", "untag", "ref", "move", "undo", "redo", "set_text"})


def close(batch: Batch | None) -> None:
    """End a block of ``batch()``."""
    if batch is not None:
        batch.is_open = False
        batch.release()


def boundaries(units: str) -> list[int]:
    """Where a caret can stand."""
    return [i for i in range(len(units) + 1) if not "\udc00" <= units[i : i + 1] < "\ue000"]


def test_an_icon_goes_with_the_reference_that_is_destroyed() -> None:
    editor = Editor("one\ntwo")
    ref = editor.create_ref(0)
    editor.set_icon(ref, "data:image/png,x")
    editor.settle()
    assert editor.page().shown()["icons"] == {0: "data:image/png,x"}
    held = len(editor.source.entries)
    editor.session.call(ref, "destroy")
    editor.check()
    assert editor.page().shown()["icons"] == {}
    assert len(editor.source.entries) == held - 1

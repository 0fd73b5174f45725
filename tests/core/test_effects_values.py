"""What setters, getters and windows do: messages, state, and a rebuild."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.recorded import Recorded, ref

FIRST_NUMBERS = Path(__file__).with_name("first_numbers.json")
"""Each: a class, its options, limits that are set one after the other, and its number then."""


@pytest.fixture
def session() -> Recorded:
    return Recorded()


def test_none_where_the_browser_has_another_default_is_that_default(session: Recorded) -> None:
    tabs, label = session.create("TabWidget"), session.create("Label")
    session.call(tabs, "add_widget", (label, None))
    assert session.taken() == [(tabs.wid, "add_widget", [ref(label), {}])]
    session.call(label, "set_expanding", (), {"vertical": True})
    assert session.taken() == [(label.wid, "set_expanding", [False, True])]
    assert session.call(label, "get_expanding") == (False, True)


def test_keywords_are_gathered_into_options(session: Recorded) -> None:
    tabs, label = session.create("TabWidget"), session.create("Label")
    session.call(tabs, "add_widget", (label,), {"title": "T", "options": {}})
    assert session.taken()[0][2] == [ref(label), {"title": "T"}]
    bar, menu = session.create("MenuBar"), session.create("Menu")
    options = {"icon_only": True, "options": {"icon_url": "data:,"}}
    session.call(bar, "add_menu", (menu, "File"), options)
    assert session.taken()[-1][2] == [
        ref(menu), "File", {"icon_url": "data:,", "icon_only": True},
    ]  # fmt: skip


def test_an_option_that_nobody_heeds_is_refused(session: Recorded) -> None:
    tabs, bar = session.create("TabWidget"), session.create("MenuBar")
    label, menu = session.create("Label"), session.create("Menu")
    for node, method, args, keywords, known in (
        (tabs, "add_widget", (label,), {"titel": "T"}, "title"),
        (tabs, "add_widget", (label, {"titel": "T"}), {}, "title"),
        (bar, "add_menu", (menu, "File"), {"icon": "x"}, "icon_only, icon_url, iconsize"),
    ):
        with pytest.raises(TypeError, match=rf"{method}\(\) has no option .*; it takes {known}$"):
            session.call(node, method, args, keywords)
    assert label.parent is menu.parent is None


def test_no_sizes_are_none(session: Recorded) -> None:
    splitter = session.create("Splitter")
    session.call(splitter, "set_sizes", (None,))
    assert session.call(splitter, "get_sizes") == []


@pytest.mark.parametrize(
    ("args", "keywords", "reason"),
    [
        ((), {}, r"Splitter.set_minimum_size\(\) needs 'child'; it takes \(child, min_px\)"),
        ((1, 2, 3), {}, r"takes \(child, min_px\), got 3 arguments"),
        ((1,), {"child": 2}, "got 'child' twice"),
        ((1,), {"max_px": 2}, "has no parameter 'max_px'"),
        ((), {"min_px": 2}, "needs 'child'"),
    ],
)
def test_arguments_that_do_not_fit(
    session: Recorded, args: tuple[Any, ...], keywords: dict[str, Any], reason: str
) -> None:
    splitter = session.create("Splitter")
    with pytest.raises(TypeError, match=reason):
        session.call(splitter, "set_minimum_size", args, keywords)


def test_a_late_title_bar_is_above_the_child(session: Recorded) -> None:
    top, label = session.create("TopLevel"), session.create("Label")
    session.call(top, "set_widget", (label,))
    session.taken()
    session.call(top, "set_title", ("A",))
    session.call(top, "set_title", ("B",))
    assert [method for _, method, _ in session.taken()] == [
        "remove",
        "set_title",
        "set_widget",
        "set_title",
    ]
    assert session.rebuilt(top) == [("set_title", ["B"]), ("set_widget", [ref(label)])]


def test_a_title_bar_that_comes_late_shows_the_icon_that_was_set_before(session: Recorded) -> None:
    for given, called in ((None, "a.png"), ("a.png", None)):
        top = session.create("TopLevel", (), {} if given is None else {"icon": given})
        if called is not None:
            session.call(top, "set_icon", (called,))
        session.taken()
        session.call(top, "set_title", ("A",))
        session.call(top, "set_title", ("B",))
        expected = ["set_title", "set_icon", "set_title"]
        assert [method for _, method, _ in session.taken()] == expected
        assert session.rebuilt(top) == [("set_title", ["B"]), ("set_icon", ["a.png"])]


def test_tabs_that_are_not_there_can_not_be_moved(session: Recorded) -> None:
    tabs = session.create("TabWidget", (), {"tab_position": "none"})
    with pytest.raises(ValueError, match="it has no tabs"):
        session.call(tabs, "set_tab_position", ("top",))
    with pytest.raises(ValueError, match="'tabpos' is 'up'; it must be 'top'"):
        session.call(session.create("TabWidget"), "set_tab_position", ("up",))


def test_html_is_added_to_part_by_part(session: Recorded) -> None:
    view = session.create("HtmlView", ("<b>a",))
    assert session.rebuilt(view) == []
    session.call(view, "append_html", ("<i>b",))
    session.call(view, "append_html", ("",))
    assert session.call(view, "get_html") == "<b>a<i>b"
    assert session.rebuilt(view) == [("append_html", ["<i>b"])]
    session.call(view, "set_html", ("c",))
    session.call(view, "append_html", ("d",))
    session.call(view, "append_html", ("e",))
    assert session.call(view, "get_html") == "cde"
    assert session.rebuilt(view) == [
        ("set_html", ["c"]), ("append_html", ["d"]), ("append_html", ["e"]),
    ]  # fmt: skip
    session.call(view, "clear")
    assert session.call(view, "get_html") == ""
    assert session.rebuilt(view) == [("set_html", [""])]


def test_html_views_scroll_and_hold_nothing(session: Recorded) -> None:
    view = session.create("HtmlView")
    session.call(view, "scroll_to_top")
    assert session.call(view, "is_container") is False


def test_none_leaves_a_part_as_it_was(session: Recorded) -> None:
    button = session.create("Button", ("ok",))
    session.call(button, "set_color", ("red",))
    session.call(button, "set_color", (None, "blue"))
    assert session.taken()[-1] == (button.wid, "set_color", ["red", "blue"])
    session.call(button, "resize", (100,), {"height": None})
    session.call(button, "resize", (None, 50))
    assert session.call(button, "get_size") == (100, 50)
    session.call(button, "resize", (float("nan"), 50))  # which is null on the wire
    assert session.call(button, "get_size") == (100, 50)
    assert session.rebuilt(button) == [("set_color", ["red", "blue"]), ("resize", [100, 50])]


def test_a_constructor_gives_the_first_value(session: Recorded) -> None:
    assert session.call(session.create("TextEntry", ("hi",)), "get_text") == "hi"
    assert session.call(session.create("Label"), "get_text") == ""
    action = session.create("MenuAction", (), {"name": "Open"})
    assert session.call(action, "get_text") == "Open"
    session.call(action, "set_text", ("Close",))
    assert session.call(action, "get_text") == "Close"


@pytest.mark.parametrize(
    ("cls", "options", "value", "expected"),
    [
        ("SpinBox", {}, 1000, 99),
        ("SpinBox", {"min": 5}, 2, 5),
        ("SpinBox", {"dtype": "float", "step": 0.5}, 2.25, 2.25),
        ("SpinBox", {}, 2.5, 3),
        ("SpinBox", {}, 0.49999999999999994, 0),
        ("SpinBox", {"max": 2**53}, 2**52 + 1, 2**52 + 1),
        ("Slider", {}, -3, 0),
        ("Slider", {"dtype": "float", "max": 1, "step": 0.1}, 0.27, 0.3),
        ("Slider", {"dtype": "float", "max": 0.95, "step": 0.1}, 0.95, 0.9),
        ("Slider", {"dtype": "float", "step": 0}, 7.3, 7),
        ("Dial", {}, 1000, 1000),
        ("Dial", {}, 2**52 + 1, 2**52 + 1),
        ("ProgressBar", {}, 1.5, 1.0),
    ],
)
def test_a_number_is_kept_as_the_browser_keeps_it(
    session: Recorded, cls: str, options: dict[str, Any], value: float, expected: float
) -> None:
    node = session.create(cls, (), options)
    session.call(node, "set_value", (value,))
    assert session.call(node, "get_value") == expected


@pytest.mark.parametrize("case", json.loads(FIRST_NUMBERS.read_text()), ids=str)
def test_a_number_that_is_never_set_is_the_constructors(session: Recorded, case: Any) -> None:
    """Chromium is held to the same (tests/browser/test_range_input.py)."""
    cls, options, limits, number = case
    node = session.create(cls, (), options)
    for each in limits:
        session.call(node, "set_limits", tuple(each))
    assert session.call(node, "get_value") == number


def test_a_number_before_anything_is_set(session: Recorded) -> None:
    assert session.call(session.create("SpinBox", (), {"min": 7}), "get_value") == 7
    assert session.call(session.create("Slider"), "get_value") == 50
    assert session.call(session.create("ProgressBar"), "get_value") == 0.0
    assert session.call(session.create("ScrollBar"), "get_scroll_percent") == 0.0


def test_limits_bring_the_value_within_them(session: Recorded) -> None:
    slider = session.create("Slider")
    session.call(slider, "set_value", (80,))
    session.call(slider, "set_limits", (0, 20, 5))
    assert session.call(slider, "get_value") == 20
    session.call(slider, "set_limits", (0, 10), {"incrval": None})
    assert session.taken()[-2:] == [
        (slider.wid, "set_limits", [0, 10, 5]),
        (slider.wid, "set_value", [10]),
    ]
    # The limits come first, or the value would be cut to the old ones.
    session.call(slider, "set_limits", (0, 1000))
    session.call(slider, "set_value", (500,))
    assert session.rebuilt(slider) == [("set_limits", [0, 1000, 5]), ("set_value", [500])]


def test_a_slider_reaches_its_upper_limit_in_decimal_steps(session: Recorded) -> None:
    slider = session.create("Slider", (), {"dtype": "float", "min": 0, "max": 0.3, "step": 0.1})
    session.call(slider, "set_value", (0.3,))
    assert session.call(slider, "get_value") == 0.3
    session.call(slider, "set_limits", (0, 0.7))
    session.call(slider, "set_value", (0.68,))
    assert session.call(slider, "get_value") == 0.7
    session.call(slider, "set_limits", (0, 10, 0))  # no step is 1, as in the browser
    session.call(slider, "set_value", (5.7,))
    assert session.call(slider, "get_value") == 6


def test_a_slider_whose_steps_are_lost_in_its_numbers_is_set_at_once(session: Recorded) -> None:
    slider = session.create("Slider", (), {"dtype": "float"})
    for low, high, step in [(0, 1e30, 0.1), (-1e308, 1e308, 1), (0, 120, 5e-324)]:
        session.call(slider, "set_limits", (low, high, step))
        session.call(slider, "set_value", (high,))
        assert session.call(slider, "get_value") == high


def test_bad_numbers_are_refused(session: Recorded) -> None:
    slider = session.create("Slider")
    with pytest.raises(TypeError, match="'num' is 'x'; it must be a number"):
        session.call(slider, "set_value", ("x",))
    with pytest.raises(TypeError, match="'maxval' must be a number, not None"):
        session.call(slider, "set_limits", (1, None))
    with pytest.raises(ValueError, match="minval 3 is over maxval 1"):
        session.call(slider, "set_limits", (3, 1))
    with pytest.raises(ValueError, match=r"'incrval' is 10+\.\.\.0+; it must be at most 1.7e"):
        session.call(slider, "set_limits", (1, 3, 10**400))
    assert session.taken() == []
    assert slider.entries == {}


@pytest.mark.parametrize(
    "limits", [(float("nan"), 1), (0, float("inf")), (5, 1), (0, 10**400), (-(10**400), 5)]
)
@pytest.mark.parametrize("cls", ["Slider", "SpinBox", "Dial"])
def test_limits_that_are_none_change_nothing(
    session: Recorded, cls: str, limits: tuple[float, float]
) -> None:
    node = session.create(cls, (), {"max": 50})
    session.call(node, "set_value", (7,))
    before = session.rebuilt(node)
    with pytest.raises(ValueError, match=rf"{cls}\.set_limits\(\): .*(nan|inf|0{{15}}|5 is over)"):
        session.call(node, "set_limits", limits)
    assert session.rebuilt(node) == before
    assert session.call(node, "get_value") == 7
    count = len(session.nodes)
    with pytest.raises(ValueError, match=rf"{cls}\(\): '(min|max)' is (nan|inf|5|-?10{{15}})"):
        session.create(cls, (), {"min": limits[0], "max": limits[1]})
    for value in (float("nan"), 10**400):
        with pytest.raises(ValueError, match=rf"{cls}\(\): 'value' is .*; it must be a finite"):
            session.create(cls, (), {"value": value})
    assert len(session.nodes) == count


def test_a_toggle_tells_what_it_becomes(session: Recorded) -> None:
    top = session.create("TopLevel")
    session.call(top, "toggle_maximize")
    assert session.call(top, "get_window_state") == "maximized"
    session.call(top, "toggle_maximize")
    assert [call[2] for call in session.taken()] == [["maximized"], ["normal"]]
    expander = session.create("Expander")
    assert session.call(expander, "get_collapsed") is True
    session.call(expander, "toggleContent")
    assert session.call(expander, "get_collapsed") is False


def test_what_the_browser_would_fail_at_is_refused(session: Recorded) -> None:
    fixed = session.create("Expander", (), {"collapsible": False})
    assert session.call(fixed, "get_collapsed") is False
    with pytest.raises(ValueError, match="collapsible=False"):
        session.call(fixed, "set_collapsed", (True,))
    with pytest.raises(ValueError, match="numchars is 0; it must be a whole number from 1 on"):
        session.call(session.create("TextEntry"), "set_length", (0,))
    with pytest.raises(ValueError, match="in a vertical box it must be one of left"):
        session.call(session.create("VBox"), "set_align", ("top",))
    box = session.create("Box", (), {"orientation": "horizontal"})
    session.call(box, "set_align", ("top",))
    with pytest.raises(ValueError, match="'state' is 'big'; it must be 'normal'"):
        session.call(session.create("TopLevel"), "set_window_state", ("big",))


def test_one_spacing_for_both_replaces_those_for_each(session: Recorded) -> None:
    grid = session.create("GridBox")
    session.call(grid, "set_row_spacing", (1,))
    session.call(grid, "set_spacing", (5,))
    session.call(grid, "set_column_spacing", (9,))
    assert session.rebuilt(grid) == [("set_spacing", [5]), ("set_column_spacing", [9])]


def test_a_text_of_which_the_last_lines_are_kept(session: Recorded) -> None:
    area = session.create("TextArea", ("a\nb\nc",))
    session.call(area, "set_limit", (2,))
    assert session.call(area, "get_text") == "b\nc"
    session.call(area, "append_text", ("\nd",))
    assert session.call(area, "get_text") == "c\nd"
    session.call(area, "set_text", ("1\n2\n3",))
    assert session.call(area, "get_text") == "2\n3"
    session.call(area, "set_limit", (None,))
    session.call(area, "append_text", ("\n4\n5",))
    assert session.rebuilt(area) == [
        ("set_limit", [None]),
        ("set_text", ["2\n3\n4\n5", {"revision": 6}]),
    ]


def test_tooltip_and_pointer(session: Recorded) -> None:
    label = session.create("Label")
    session.call(label, "set_tooltip", (None,))
    assert session.call(label, "get_tooltip") == ""
    session.call(label, "set_cursor", ("mine",))
    session.call(label, "add_cursor", ("mine", "x.png", 0, 0))
    assert [method for method, _ in session.rebuilt(label)] == [
        "set_tooltip",
        "add_cursor",
        "set_cursor",
    ]


def test_a_window_is_attached_last(session: Recorded) -> None:
    top = session.create("TopLevel", (), {"title": "A"})
    session.call(top, "show")
    label = session.create("Label", ("x",))
    session.call(top, "set_widget", (label,))
    session.call(top, "resize", (10, 20))
    assert [m for m, _ in session.rebuilt(top)] == ["resize", "set_widget", "show"]
    assert session.call(top, "is_visible") is True
    session.call(top, "hide")
    assert session.call(top, "is_visible") is False


def test_a_second_child_of_a_window_sends_the_first_away(session: Recorded) -> None:
    page = session.create("Page")
    first, second = session.create("Label"), session.create("Label")
    session.call(page, "set_widget", (first,))
    session.call(page, "set_widget", (second,))
    assert session.taken()[1:] == [
        (page.wid, "remove", [ref(first)]),
        (page.wid, "set_widget", [ref(second)]),
    ]
    assert session.call(page, "get_children") == [second]
    assert first.parent is None


def test_a_page_that_is_not_there_is_not_hidden(session: Recorded) -> None:
    page = session.create("Page")
    session.call(page, "hide")
    assert session.taken() == []
    session.call(page, "show")
    session.call(page, "hide")
    assert [method for _, method, _ in session.taken()] == ["show", "hide"]
    assert session.rebuilt(page) == []


def test_a_dialog_is_hidden_before_it_is_shown_again(session: Recorded) -> None:
    dialog = session.create("Dialog", ("Really?", [["Yes", 1]]), {"modal": True})
    session.call(dialog, "popup", (10, 20))
    assert session.call(dialog, "get_position") == (10, 20)
    session.call(dialog, "show")
    assert [method for _, method, _ in session.taken()] == ["popup", "hide", "show"]
    assert session.rebuilt(dialog) == [("set_position", [10, 20]), ("show", [])]


def test_a_dialog_that_closes_itself_is_hidden(session: Recorded) -> None:
    stays = session.create("Dialog", ("A", []))
    closes = session.create("Dialog", ("B", []), {"autoclose": True})
    for dialog in (stays, closes):
        session.call(dialog, "show")
        session.reported(dialog, "activated", 1)
    assert session.call(stays, "is_visible") is True
    assert session.call(closes, "is_visible") is False


def test_a_dialogs_buttons_are_not_its_children(session: Recorded) -> None:
    dialog = session.create("Dialog", ("A",))
    button, one, two = (session.create(name) for name in ("Button", "Label", "Label"))
    session.call(dialog, "add_button", (button, "ok"))
    session.call(dialog, "add_widget", (one,))
    session.call(dialog, "insert_widget", (0, two))
    assert session.call(dialog, "get_children") == [two, one]
    assert session.call(dialog, "num_children") == 2
    assert session.rebuilt(dialog) == [
        ("add_button", [ref(button), "ok"]),
        ("add_widget", [ref(two)]),
        ("add_widget", [ref(one)]),
    ]
    session.taken()
    session.call(dialog, "remove", (one,))
    session.call(dialog, "remove_all")
    assert [method for _, method, _ in session.taken()] == ["remove_widget", "remove_all"]
    assert button.parent is dialog


def test_a_color_dialog_tells_two_things_at_once(session: Recorded) -> None:
    dialog = session.create("ColorDialog")
    session.call(dialog, "popup")
    session.reported(dialog, "activated", "#00ff00")
    assert session.call(dialog, "get_color") == "#00ff00"
    assert session.call(dialog, "is_visible") is False


def test_a_video_tells_volume_and_silence(session: Recorded) -> None:
    video = session.create("VideoWidget")
    assert session.call(video, "get_volume") == 1.0
    session.call(video, "set_volume", (3,))
    assert session.call(video, "get_volume") == 1
    session.reported(video, "volumechange", 0.5, True)
    assert session.call(video, "get_volume") == 0.5
    assert session.call(video, "get_muted") is True


def test_references_are_made_by_python(session: Recorded) -> None:
    source = session.create("TextSource", ("text",))
    plain = session.call(source, "create_ref", (3,))
    assert plain.arguments == {"buffer": source, "offset": 3, "gravity": "right"}
    assert session.call(plain, "get_gravity") == "right"
    named = session.call(source, "create_named_ref", ("here", 2, "left"))
    assert session.call(source, "get_named_ref", ("here",)) is named
    session.call(source, "remove_named_ref", ("here",))
    assert session.call(source, "get_named_ref", ("here",)) is None
    assert session.rebuilt(named) == [("_invalidate", [])]


@pytest.mark.parametrize(
    ("cls", "method"),
    [
        ("Label", "get_element"),
        ("Canvas", "get_draw_context"),
        ("VideoWidget", "get_video_element"),
        ("ExternalWidget", "get_content_element"),
        ("Dialog", "get_content_area"),
    ],
)
def test_what_can_not_cross_a_wire(session: Recorded, cls: str, method: str) -> None:
    node = session.create(cls)
    with pytest.raises(TypeError, match="is not possible over a wire"):
        session.call(node, method)


def test_what_the_browser_forgets_is_told_again(session: Recorded) -> None:
    action = session.create("MenuAction", (), {"text": "Open"})
    session.call(action, "set_tooltip", ("Opens a file",))
    session.call(action, "set_text", ("Open…",))
    assert [method for _, method, _ in session.taken()] == [
        "set_tooltip",
        "set_text",
        "set_tooltip",
    ]
    assert [method for method, _ in session.rebuilt(action)] == ["set_text", "set_tooltip"]


def test_a_pair_is_brought_within_limits(session: Recorded) -> None:
    area = session.create("AbstractScrollArea")
    session.call(area, "set_thumb_percent", (0, 2))
    session.call(area, "set_scroll_percent", (-1, 0.5))
    assert session.call(area, "get_thumb_percent") == (0.01, 1)
    assert session.call(area, "get_scroll_percent") == (0, 0.5)


def test_a_pointer_s_image_that_comes_after_it_was_chosen(session: Recorded) -> None:
    label = session.create("Label", ("x",))
    session.call(label, "set_cursor", ("lens",))
    session.call(label, "add_cursor", ("lens", "/lens.svg", 1, 1))
    session.call(label, "add_cursor", ("other", "/other.svg", 1, 1))
    assert [method for _, method, _ in session.taken()] == [
        "set_cursor", "add_cursor", "set_cursor", "add_cursor",
    ]  # fmt: skip

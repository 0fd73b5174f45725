"""Values of the right type that the browser could do nothing with: refused before it is told."""

import contextlib
import math
import re
from typing import Any

import pytest

from core.recorded import Recorded
from pgwidgets_proto.catalog import class_names, widget_class
from pgwidgets_proto.widgets.reporting import Nonsense

COLORED = ("ColorWidget", "ColorDialog")


@pytest.fixture
def session() -> Recorded:
    return Recorded()


@pytest.mark.parametrize("cls", COLORED)
@pytest.mark.parametrize(
    ("given", "color"),
    [
        ("#112233", "#112233"),
        ("#AaBbCc", "#aabbcc"),
        ("rgb(1, 2, 255)", "#0102ff"),
        ("RGB( 001,2 ,3 )", "#010203"),
    ],
)
def test_a_color_is_kept_as_the_browser_gives_it(
    session: Recorded, cls: str, given: str, color: str
) -> None:
    made = session.create(cls, (), {"color": given})
    assert session.call(made, "get_color") == color
    node = session.create(cls)
    assert session.call(node, "get_color") == "#ff0000"
    session.call(node, "set_color", (given,))
    assert session.call(node, "get_color") == color
    assert session.taken() == [(node.wid, "set_color", [color])]
    assert session.rebuilt(node) == [("set_color", [color])]
    assert any(
        outgoing.wid == made.wid and f'"color":"{color}"' in outgoing.encoded.decode()
        for outgoing in session.page(stock=False)
    )


@pytest.mark.parametrize("cls", COLORED)
@pytest.mark.parametrize(
    "given",
    ["red", "", "#f00", "ff0000", "#ff00001", "#ff0000ff", "#gg0000", "rgb(256, 0, 0)", "rgb(1, 2)",
     "rgb(1 2 3)", "rgb(1.5, 2, 3)", "rgba(1, 2, 3, 0.5)", "#12345\u0666", "#112233\n", None],
)  # fmt: skip
def test_a_color_that_is_none(session: Recorded, cls: str, given: str | None) -> None:
    node = session.create(cls, (), {"color": "#112233"})
    allowed = "it must be '#rrggbb' or 'rgb(r, g, b)'"
    with pytest.raises(ValueError, match=re.escape(allowed)) as caught:
        session.call(node, "set_color", (given,))
    assert str(caught.value) == f"{cls}.set_color(): 'hex_string' is {given!r}; {allowed}"
    if given is not None:  # which is not given, for a constructor
        with pytest.raises(ValueError, match=rf"{cls}\(\): 'color' is .*; {re.escape(allowed)}"):
            session.create(cls, (), {"color": given})
    assert session.call(node, "get_color") == "#112233"
    assert list(session.nodes) == [node.wid]
    assert session.taken() == []


@pytest.mark.parametrize(
    ("cls", "action"), [(COLORED[0], "pick"), (COLORED[1], "pick"), (COLORED[1], "activated")]
)
@pytest.mark.parametrize("told", ["red", "", "#NaNNaNNaN", "rgb(1, 2, 3)", "#FF0000", 5, None])
def test_a_browser_can_not_pick_it_either(
    session: Recorded, cls: str, action: str, told: Any
) -> None:
    node = session.create(cls)
    with pytest.raises(Nonsense, match="is not of the kind rgb"):
        session.reported(node, action, told)
    assert session.call(node, "get_color") == "#ff0000"


PICTURE = {"src": "data:,", "x": 1, "y": 2.5}


@pytest.mark.parametrize("more", [{}, {"wd": 10, "ht": 20}, {"wd": None, "ht": None}])
def test_a_picture_to_draw(session: Recorded, more: dict[str, Any]) -> None:
    canvas = session.create("Canvas")
    session.call(canvas, "draw_image", ({**PICTURE, **more},))
    assert session.taken() == [(canvas.wid, "draw_image", [{**PICTURE, **more}])]


@pytest.mark.parametrize(
    ("given", "kind", "text"),
    [
        ({**PICTURE, "width": 5}, ValueError, " has 'width'; it may have src, x, y, wd, ht"),
        ({"x": 1, "y": 2}, ValueError, " has no 'src'; it needs src, x, y"),
        ({"src": "data:,", "x": 1}, ValueError, " has no 'y'; it needs src, x, y"),
        ({**PICTURE, "x": None}, ValueError, " has no 'x'; it needs src, x, y"),
        (None, ValueError, " has no 'src'; it needs src, x, y"),
        ({**PICTURE, "src": ""}, ValueError, ": 'src' is ''; it must be a URL or a data URI"),
        ({**PICTURE, "src": 5}, TypeError, ": 'src' is 5; it must be a text"),
        ({**PICTURE, "y": "2"}, TypeError, ": 'y' is '2'; it must be a number"),
        ({**PICTURE, "y": math.nan}, ValueError, ": 'y' is nan; it must be finite"),
        ({**PICTURE, "wd": 5, "ht": -math.inf}, ValueError, ": 'ht' is -inf; it must be finite"),
        ({**PICTURE, "wd": 5}, ValueError, " has only one of wd, ht; it takes both or neither"),
    ],
)
def test_a_picture_that_could_not_be_drawn(
    session: Recorded, given: Any, kind: type[Exception], text: str
) -> None:
    canvas = session.create("Canvas")
    with pytest.raises(kind, match=f"^{re.escape(f"Canvas.draw_image(): 'imgInfo'{text}")}$"):
        session.call(canvas, "draw_image", (given,))
    assert session.taken() == []


@pytest.mark.parametrize(
    ("cls", "method"),
    [
        ("Button", "set_icon"),
        ("MenuAction", "set_icon"),
        ("ToolBarAction", "set_icon"),
        ("Image", "set_image"),
        ("VideoWidget", "set_url"),
    ],
)
def test_no_picture_is_asked_for_where_there_is_none(
    session: Recorded, cls: str, method: str
) -> None:
    node = session.create(cls)
    session.call(node, method, (None,))
    session.call(node, method, ("data:,",))
    session.call(node, method, (None,))
    assert [args[0] for _, _, args in session.taken()] == ["", "data:,", ""]
    assert session.rebuilt(node) == [(method, [""])]


@pytest.mark.parametrize("cls", ["TextEntry", "TextEntrySet", "ComboBox"])
def test_a_width_that_browsers_can_not_count(session: Recorded, cls: str) -> None:
    node = session.create(cls)
    session.call(node, "set_length", (2**31 - 1,))
    session.taken()
    for length in (2**31, 2**70, 10**400):
        with pytest.raises(ValueError, match=r"numchars is \d.*; it must be at most 2147483647$"):
            session.call(node, "set_length", (length,))
    assert session.taken() == []


NUMBERS = ("SpinBox", "Slider", "Dial")


@pytest.mark.parametrize("cls", NUMBERS)
@pytest.mark.parametrize("count", [-1, 101, 2**70])
def test_decimal_places_that_no_number_has(session: Recorded, cls: str, count: int) -> None:
    node = session.create(cls, (), {"decimals": 100})
    session.call(node, "set_decimals", (0,))
    session.call(node, "set_decimals", (None,))
    before = session.rebuilt(node)
    with pytest.raises(ValueError, match=rf"{cls}\.set_decimals\(\): num is .* from 0 to 100, or"):
        session.call(node, "set_decimals", (count,))
    with pytest.raises(ValueError, match=rf"{cls}\(\): 'decimals' is .* from 0 to 100, or None"):
        session.create(cls, (), {"decimals": count})
    assert session.rebuilt(node) == before


@pytest.mark.parametrize("cls", NUMBERS)
@pytest.mark.parametrize("step", [math.nan, math.inf, 10**400])
def test_a_step_that_is_no_number(session: Recorded, cls: str, step: float) -> None:
    with pytest.raises(ValueError, match=rf"{cls}\(\): 'step' is .*; it must be a finite number"):
        session.create(cls, (), {"step": step})


def test_a_dial_needs_room_to_turn(session: Recorded) -> None:
    dial = session.create("Dial")
    with pytest.raises(
        ValueError, match=r"Dial\.set_limits\(\): minval and maxval are both 5; they"
    ):
        session.call(dial, "set_limits", (5, 5))
    with pytest.raises(
        ValueError, match=r"Dial\(\): 'min' and 'max' are both 100; they must differ"
    ):
        session.create("Dial", (), {"min": 100})
    assert session.taken() == []
    session.call(session.create("Slider", (), {"min": 100}), "set_limits", (5, 5))


@pytest.mark.parametrize(("given", "mode"), [(0, False), (1, True), (True, True), ("Word", "word")])
def test_a_switch_where_there_are_names_too(session: Recorded, given: Any, mode: Any) -> None:
    editor = session.create("TextSource")
    session.call(editor, "set_wrap", (given,))
    assert session.taken() == [(editor.wid, "set_wrap", [mode])]


@pytest.mark.parametrize(
    ("cls", "method", "name", "options", "text"),
    [
        ("MenuBar", "add_menu", "File", {"icon_url": 5}, "'icon_url' is 5; it must be a text or a"),
        ("MenuBar", "add_menu", "File", {"iconsize": "x"}, "'iconsize' is 'x'; it must be a seq"),
        (
            "MenuBar",
            "add_menu",
            "File",
            {"icon_only": "no"},
            "'icon_only' is 'no'; it must be True",
        ),
        ("TabWidget", "add_widget", None, {"title": b"5"}, "'title' is b'5'; it must be a text"),
        ("StackWidget", "add_widget", None, {"title": []}, "'title' is []; it must be a text"),
        ("MDIWidget", "add_widget", None, {"title": {}}, "'title' is {}; it must be a text"),
        (
            "MDIWidget",
            "add_widget",
            None,
            {"shadeable": "x"},
            "'shadeable' is 'x'; it must be True",
        ),
    ],
)
def test_an_option_of_a_child_is_of_another_type(
    session: Recorded, cls: str, method: str, name: str | None, options: Any, text: str
) -> None:
    node = session.create(cls)
    child = session.create("Menu" if cls == "MenuBar" else "Label")
    names = () if name is None else (name,)
    with pytest.raises(TypeError, match=re.escape(f"{cls}.{method}(): {text}")):
        session.call(node, method, (child, *names, options))
    assert not node.slots
    assert session.taken() == []
    session.call(node, method, (child, *names, dict.fromkeys(options)))
    assert child.parent is not None


@pytest.mark.parametrize(
    ("args", "name"), [((None, "data:,", 0, 0), "name"), (("x", None, 0, 0), "url")]
)
def test_a_pointer_needs_a_name_and_an_image(
    session: Recorded, args: tuple[Any, ...], name: str
) -> None:
    label = session.create("Label")
    with pytest.raises(
        ValueError, match=rf"^Label.add_cursor\(\): '{name}' is None; it is needed$"
    ):
        session.call(label, "add_cursor", args)
    assert session.taken() == []


def test_a_picture_has_a_size(session: Recorded) -> None:
    dial = session.create("Dial")
    with pytest.raises(ValueError, match=r"Dial\.set_icon\(\): 'size' is -1; it must be 0 or more"):
        session.call(dial, "set_icon", ("data:,", -1))
    assert session.taken() == []
    for args in (("data:,",), ("data:,", 0), (None, None)):
        session.call(dial, "set_icon", args)
    assert session.rebuilt(dial) == [("set_icon", [None, None])]


HALF = "a\ud800"
"""It holds half a character: no text of UTF-8, and so of JSON on the wire."""

HALVES: tuple[Any, ...] = (
    *(HALF, [HALF], [[HALF]], {HALF: 1}, {HALF: {"n": 1}}, {"n": HALF}, [{"n": HALF}]),
    *({"a": {"n": HALF}}, {"label": HALF}, [{"label": HALF}], {"label": "x", "key": HALF}),
    *([[HALF, 1]], {"title": HALF}, {"foreground": HALF}),
)


USUAL: dict[str, Any] = {
    **dict.fromkeys(("text", "name", "title", "key", "url", "query", "replacement"), "x"),
    **dict.fromkeys(("before", "parent"), None),
    "path": ["a"],
    "paths": [["a"]],
    "columns": ["n"],
    **dict.fromkeys(("column", "col_key"), "n"),
    "values": {"n": 1},
    "attrs": {},
    "options": {},
    "tf": True,
}
"""What a parameter of this name may well be; others may be 0."""


def usual(session: Recorded, name: str) -> Any:
    match name:
        case "child":
            return session.create("Label")
        case "menu":
            return session.create("Menu")
        case "widgets":
            return [session.create("Label")]
    return USUAL.get(name, 0)


@pytest.mark.parametrize("cls", sorted({*class_names()} - {"MDISubWindow", "TextBufferRef"}))
def test_half_a_character_is_refused_before_anything_changes(cls: str) -> None:
    """Or else no page of the session could be built any more."""
    for method in widget_class(cls).methods.values():
        session = Recorded()
        node = session.create(cls)
        if cls in ("TreeView", "TableView"):
            session.call(node, "set_columns", ([{"label": "N", "key": "n"}],))
        for at, param in enumerate(method.params):
            args = [usual(session, param.name) for param in method.params]
            for half in HALVES[:1] if param.type == "str" else HALVES:
                before = session.replayed()
                try:
                    session.call(node, method.name, (*args[:at], half, *args[at + 1 :]))
                except (TypeError, ValueError):
                    assert session.replayed() == before, method.name
                session.replayed()  # which raises where it can't be


@pytest.mark.parametrize("cls", sorted({*class_names()} - {"MDISubWindow", "TextBufferRef"}))
def test_what_a_rebuild_calls_is_a_method(cls: str) -> None:
    """Or one that a browser has for the text of an editor; a table has what trees have."""
    session = Recorded()
    for method in widget_class(cls).methods.values():
        node = session.create(cls)
        args = tuple(usual(session, param.name) for param in method.params)
        with contextlib.suppress(TypeError, ValueError):
            session.call(node, method.name, args)
    trees = widget_class("TreeView").methods if cls == "TableView" else {}
    for wid, called, _ in session.replayed():
        known = {*session.nodes[wid].cls.methods, *trees}
        assert called in known or called.startswith("_"), called

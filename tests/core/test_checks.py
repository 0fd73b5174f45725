"""Arguments of the wrong type are refused at the call, by name, whatever is called."""

import collections
import datetime
import decimal
import enum
import fractions
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.any_program import STEPS, AnyProgram
from core.helpers import connect, make_hub
from pgwidgets_proto.catalog import class_names, widget_class
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.widgets import Param, WidgetClass
from pgwidgets_proto.widgets.checks import check_of, take_argument
from pgwidgets_proto.widgets.params import Code


@pytest.fixture
def session() -> Session:
    return make_hub().create_session()


def test_every_type_of_the_catalogue_can_be_checked() -> None:
    for name in class_names():
        cls = widget_class(name)
        for param in (*cls.args, *cls.options):
            check_of(param.type)
        for method in cls.methods.values():
            for param in method.params:
                check_of(param.type)


class Number:
    """As numpy's numbers are."""

    def __float__(self) -> float:
        return 1.5


class Whole(Number):
    def __index__(self) -> int:
        return 1


class Array(list[Any]):
    """As numpy's arrays are, as far as it matters; but no Sequence."""

    def tolist(self) -> list[Any]:
        return list(self)


class Single:
    """As numpy's bools are."""

    def __bool__(self) -> bool:
        return True


Single.__name__ = "bool_"


class Scalar:
    """As an array of numpy's without dimensions, which seems to be a sequence and is none."""

    ndim = 0

    def tolist(self) -> int:
        return 1

    def __len__(self) -> int:
        raise TypeError("len() of unsized object")


class Frame:
    """As a data frame: it gives the names of its columns one by one."""

    def __iter__(self) -> Iterator[str]:
        return iter(["1", "2"])


class Several:
    """As an array of several whole numbers: it has the method of a whole number, and fails."""

    def __index__(self) -> int:
        raise TypeError("only integer scalar arrays can be converted to a scalar index")


def doubt_nothing(text: str) -> None:
    raise AssertionError(text)


def taken(type_: str, value: Any, doubts: Any = doubt_nothing) -> Any:
    """What becomes of an argument."""
    return take_argument("call()", "it", check_of(type_), value, doubts)


PATHS = "Sequence[Sequence[str]]"
ROWS = "Sequence[Mapping[str, Any] | Sequence[Any]]"


@pytest.mark.parametrize(
    ("type_", "given", "becomes"),
    [
        ("str", "x", "x"),
        ("str", Path("a/x"), "a/x"),
        ("str", datetime.date(2026, 1, 2), "2026-01-02"),
        ("str", 5, "5"),
        ("str", 2**53 + 1, "9007199254740993"),
        ("str", 2.50, "2.5"),
        ("str", 3.0, "3.0"),
        ("str", Whole(), "1"),
        ("str", decimal.Decimal("1.10"), "1.10"),
        ("str", fractions.Fraction(1, 3), "1/3"),
        ("bool", True, True),
        ("bool", 0, False),
        ("bool", 1.0, True),
        ("bool", Single(), True),
        ("int", 7, 7),
        ("int", True, 1),
        ("int", Single(), 1),
        ("int", Whole(), 1),
        ("int", 3.0, 3),
        ("int", " 12 ", 12),
        ("int", "1e3", 1000),
        ("int", decimal.Decimal(4), 4),
        ("float", 1.5, 1.5),
        ("float", False, 0),
        ("float", "2.5", 2.5),
        ("float", "-7", -7),
        ("float", Number(), 1.5),
        ("float", decimal.Decimal("1.5"), 1.5),
        ("float", fractions.Fraction(1, 4), 0.25),
        ("float | None", "3", 3),
        ("Literal['a', 'b']", "B", "b"),
        ("Literal['jpeg', 'png']", "jpg", "jpeg"),
        ("Literal['jpeg', 'png']", "JPEG", "jpeg"),
        ("Literal['jpeg', 'png']", "image/png", "png"),
        ("Literal['a'] | bool", 1, True),
        ("Sequence[float]", (1, "2"), [1, 2]),
        ("Sequence[float]", (1, 2.5), (1, 2.5)),
        ("Sequence[float]", range(2), [0, 1]),
        ("Sequence[float]", Array([1, 2]), [1, 2]),
        ("Sequence[float]", {3: 4}.keys(), [3]),
        ("Sequence[float]", {3: 4}.values(), [4]),
        ("Sequence[float]", map(float, "12"), [1, 2]),
        ("Sequence[float]", collections.deque([1]), [1]),
        ("Sequence[str]", "tag", ["tag"]),
        ("Sequence[str]", [0, "b"], ["0", "b"]),
        (PATHS, [["a"], ("b", "c")], [["a"], ("b", "c")]),
        (PATHS, ["a", "b"], [["a", "b"]]),
        (PATHS, "a", [["a"]]),
        (PATHS, [0], [["0"]]),
        (PATHS, [], []),
        (ROWS, ((1, 2), {"a": 1}), ((1, 2), {"a": 1})),
        (ROWS, [range(2)], [[0, 1]]),
        ("Sequence[tuple[str, Any]]", [["a", 1]], [["a", 1]]),
        ("float | Sequence[float]", "3", 3),
        ("float | str | None", "12px", "12px"),
        ("float | str | None", "12", "12"),
        ("str | PathLike[str] | None", Path("x"), "x"),
    ],
)  # fmt: skip
def test_what_means_the_same_is_taken(type_: str, given: Any, becomes: Any) -> None:
    found = taken(type_, given)
    assert (found, type(found)) == (becomes, type(becomes))


@pytest.mark.parametrize(
    ("type_", "given", "what"),
    [
        *[("str", given, "a text") for given in (b"x", [], {}, object(), Path, str)],
        *[("bool", given, "True or False") for given in ("no", "1", "", [], math.nan, {})],
        *[("int", given, "a whole number") for given in (1.5, "1.5", "x", "", Number(), int, 1j)],
        *[("int", given, "a whole number") for given in (Several(), [1], math.inf, b"1")],
        *[("float", given, "a number") for given in ("x", "", "1_000", "0x10", "nan", "1e999")],
        *[("float", given, "a number") for given in ("5px", "\u0665", 1j, [], Several(), float)],
        *[("Literal['a', 'b']", given, "'a' or 'b'") for given in ("c", 1, ["a"], True)],
        ("Literal['a'] | bool", "c", "'a' or True or False"),
        *[("Sequence[float]", given, "a sequence of numbers") for given in ("12", {1: 2}, 5)],
        *[("Sequence[float]", given, "a sequence of numbers") for given in (Scalar(), [None])],
        ("Sequence[float]", ["x"], "a sequence of numbers"),
        ("Sequence[float]", Frame(), "a sequence of numbers"),
        (PATHS, [[None]], "a sequence of sequences of texts"),
        (PATHS, 5, "a sequence of sequences of texts"),
        *[("Sequence[tuple[str, Any]]", [given], "a sequence of pairs") for given in ("ab", ["a"])],
        ("Mapping[str, Any]", [], "a mapping"),
        (Code("str | None"), 5, "a text or None"),
        (Code("str"), 1.5, "a text"),
    ],
)
def test_what_can_not_be_shown_rightly_is_refused(type_: str, given: Any, what: str) -> None:
    text = re.escape(f"it must be {what}")
    with pytest.raises((TypeError, ValueError), match=rf"^call\(\): 'it' is .*; {text}$"):
        taken(type_, given)


@pytest.mark.parametrize(
    ("type_", "given", "becomes", "doubt"),
    [
        ("str", True, "True", "is a bool; it is shown as Python writes it"),
        ("bool", 2, True, "is a number other than 0 and 1; it counts as True"),
        ("bool", -0.5, True, "is a number other than 0 and 1; it counts as True"),
        ("int", 2**53 + 1, 2**53 + 1, "is over 2**53; a browser shows other last digits. As a "
         "text it keeps them"),
        ("float", "9007199254740993", 2**53 + 1, "is over 2**53; a browser shows other last "
         "digits. As a text it keeps them"),
        ("Sequence[float]", {1}, [1], "is a set, which has no order of its own"),
    ],
)  # fmt: skip
def test_what_may_not_be_meant_is_taken_with_a_warning(
    type_: str, given: Any, becomes: Any, doubt: str
) -> None:
    doubts: list[str] = []
    assert taken(type_, given, doubts.append) == becomes
    assert doubts == [f"call(): 'it' {doubt}"]


@pytest.mark.parametrize("number", [2**53, -(2**53), 2**54, 2**60, 10**400])
def test_a_number_that_a_browser_has_is_in_no_doubt(number: int) -> None:
    assert taken("float", number) == number


@pytest.mark.parametrize(
    "text",
    [
        *("1" * 1_000_000 + "x", "1." + "1" * 1_000_000 + "x", "1e" + "1" * 1_000_000 + "x"),
        *(" " * 1_000_000 + "x", "1" + " " * 1_000_000 + "x"),
    ],
    ids=["figures", "fraction", "exponent", "space before", "space behind"],
)
def test_a_long_text_is_soon_known_not_to_be_a_number(session: Session, text: str) -> None:
    slider = session.create("Slider")
    with pytest.raises(TypeError, match=r"set_value.*a number"):
        session.call(slider, "set_value", (text,))
    assert session.call(slider, "get_value") == 50


def deep_list() -> list[Any]:
    found: list[Any] = []
    for _ in range(100_000):
        found = [found]
    return found


HUGE = 10**5000


@pytest.mark.parametrize(
    ("cls", "method", "args", "kind", "text"),
    [
        ("Slider", "set_value", (HUGE,), TypeError, "'num' is a whole number of 16610 bits; it"),
        ("Slider", "set_limits", (0, -HUGE), TypeError, "'maxval' is a whole number of 16610 bits"),
        ("Label", "set_text", (HUGE,), TypeError, "'text' is a whole number of 16610 bits; it"),
        ("Label", "resize", (1, HUGE), TypeError, "'height' is a whole number of 16610 bits; it"),
        (
            "VBox",
            "set_padding",
            ([HUGE],),
            TypeError,
            "'padding' is [a whole number of 16610 bits]",
        ),
        ("TableView", "set_data", ([[HUGE]],), ValueError, "a whole number of 16610 bits has more"),
        ("TableView", "set_data", ([[deep_list()]],), ValueError, "lists are nested deeper than"),
        ("TableView", "set_data", (deep_list(),), ValueError, "lists are nested deeper than"),
        ("TableView", "append_row", ({"a": deep_list()},), ValueError, "nested deeper than 100"),
        ("TreeView", "set_tree", ({"x": {"a": deep_list()}},), ValueError, "nested deeper than"),
        (
            "TreeView",
            "set_tree",
            ({"x": deep_list()},),
            ValueError,
            "nested deeper than 100 levels",
        ),
        (
            "TreeView",
            "set_tree",
            ({HUGE: {"a": 1}},),
            TypeError,
            "not a whole number of 16610 bits",
        ),
    ],
)
def test_a_value_that_is_too_large_or_too_deep_is_named(
    session: Session, cls: str, method: str, args: Any, kind: type[Exception], text: str
) -> None:
    columns = {"columns": ["a"]} if cls in ("TableView", "TreeView") else {}
    node = session.create(cls, ("x",) if cls == "Label" else (), columns)
    before = list(session.page(stock=False))
    with pytest.raises(kind, match=re.escape(f"{cls}.{method}()") + ".*" + re.escape(text)):
        session.call(node, method, args)
    assert [m.encoded for m in session.page(stock=False)] == [m.encoded for m in before]


def test_lists_in_a_cell_may_be_as_deep_as_a_browser_has_them(session: Session) -> None:
    node = session.create("TableView", (), {"columns": [{"label": "A", "key": "a"}]})
    value: list[Any] = []
    for _ in range(99):
        value = [value]
    session.call(node, "set_data", ([{"a": value}],))
    with pytest.raises(ValueError, match="deeper than 100 levels"):
        session.call(node, "set_data", ([{"a": [value]}],))


def test_what_is_taken_as_it_is_needs_no_look() -> None:
    """The exact types say the same as the conversion, for every parameter of the catalogue."""
    samples = ["x", 5, 1.5, True, [1], (1,), {}, b"x", bytearray(b"x")]
    for check in {check_of(param.type) for cls in ALL for param in all_params(cls)}:
        for value in samples:
            if type(value) in check.exact:
                assert check.take(value, doubt_nothing) is value, (check.what, value)


ALL = tuple(widget_class(name) for name in class_names())


def all_params(cls: WidgetClass) -> Iterator[Param]:
    yield from cls.params
    for method in cls.methods.values():
        yield from method.params


def test_a_type_that_nothing_is_known_of() -> None:
    with pytest.raises(LookupError, match="nothing is known of the type 'int & str'"):
        check_of("int & str")


@pytest.mark.parametrize(
    ("cls", "method", "args", "kind", "text"),
    [
        ("Label", "set_text", ([5],), TypeError, "set_text(): 'text' is [5]; it must be a text"),
        ("Label", "set_color", (5,), TypeError, "'bg' is 5; it must be a text or None"),
        ("Label", "resize", ("a", 1), TypeError, "'width' is 'a'; it must be a number or None"),
        ("Button", "set_enabled", ("no",), TypeError, "'tf' is 'no'; it must be True or False"),
        (
            "TabWidget",
            "set_tab_position",
            ("diagonal",),
            ValueError,
            "'tabpos' is 'diagonal'; it must be 'top', 'bottom', 'left', 'right' or 'none'",
        ),
        ("TabWidget", "set_tab_position", (3,), TypeError, "'tabpos' is 3; it must be 'top'"),
        ("Splitter", "set_sizes", (["x"],), TypeError, "it must be a sequence of numbers"),
        ("VBox", "add_widget", ("x",), TypeError, "'child' is 'x'; it must be a widget"),
    ],
)
def test_a_wrong_argument_is_named(
    session: Session, cls: str, method: str, args: Any, kind: type[Exception], text: str
) -> None:
    node = session.create(cls, ("x",) if cls in ("Label", "Button") else ())
    before = list(session.page(stock=False))
    with pytest.raises(kind, match=re.escape(text)):
        session.call(node, method, args)
    assert [m.encoded for m in session.page(stock=False)] == [m.encoded for m in before]


def test_constructors_check_too(session: Session) -> None:
    with pytest.raises(ValueError, match=r"Slider\(\): 'orientation' is 'up'; it must be 'horiz"):
        session.create("Slider", (), {"orientation": "up"})
    with pytest.raises(TypeError, match=r"Slider\(\): 'min' is 'x'; it must be a number"):
        session.create("Slider", (), {"min": "x"})
    assert not session.nodes


class Side(enum.Enum):
    LEFT = "left"
    NUMBER = 3


class Color(enum.StrEnum):
    RED = "red"


class Text(str):
    __slots__ = ()


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (Path("a/b"), "a/b"),
        (datetime.datetime(2026, 1, 2, 3, 4), "2026-01-02T03:04:00"),
        (datetime.timedelta(days=5), "P5D"),
        (Side.LEFT, "left"),
        (Color.RED, "red"),
        (Text("x"), "x"),
    ],
)
@pytest.mark.parametrize(
    ("cls", "method", "getter"),
    [
        ("Label", "set_text", "get_text"),
        ("TextArea", "append_text", "get_text"),
        ("HtmlView", "append_html", "get_html"),
        ("TextSource", "set_text", "get_text"),
        ("Frame", "set_title", "get_text"),
    ],
)
def test_a_text_of_any_kind_is_the_same_for_getters_browsers_and_rebuilds(
    cls: str, method: str, getter: str, given: Any, text: str
) -> None:
    hub = make_hub()
    session = hub.create_session()
    first = connect(hub, session)
    node = session.create(cls)
    session.call(node, method, (given,))
    assert type(session.call(node, getter)) is str
    assert session.call(node, getter) == text
    first.exchange()
    key = method.partition("_")[2]
    shows = [
        browser.page.find(node.wid).content or browser.page.find(node.wid).get(key)
        for browser in (first, connect(hub, session))
    ]
    shown = [show if isinstance(show, str) else show.text for show in shows]
    assert shown == [text, text]


def test_a_text_given_to_a_constructor_is_plain_too(session: Session) -> None:
    view = session.create("HtmlView", (Path("a"),))
    assert session.call(view, "get_html") == "a"
    assert session.call(session.create("Label", (Side.NUMBER,)), "get_text") == "3"
    assert session.call(session.create("Label", (5,)), "get_text") == "5"
    with pytest.raises(TypeError, match=r"Label\(\): 'text' is \[5\]; it must"):
        session.create("Label", ([5],))


def test_nothing_is_added_to_a_text_by_none(session: Session) -> None:
    area = session.create("TextArea", ("a",))
    session.call(area, "append_text", (None,))
    assert session.call(area, "get_text") == "a"


def test_a_long_value_is_shown_in_part(session: Session) -> None:
    label = session.create("Label", ("x",))
    with pytest.raises(TypeError) as caught:
        session.call(label, "set_text", (["x" * 10_000] * 10_000,))
    assert len(str(caught.value)) < 1000


ODD: list[Any] = [
    "5", [], {}, 1j, b"x", True, -1, 99.5, None, math.nan, -math.inf, 10**400, (1, 2), [None],
    {1: 2}, [object()], range(3), int, Path("x"), datetime.date(2026, 1, 2), Array([1]), Scalar(),
    Several(), Whole(), Side.NUMBER,
]  # fmt: skip


@given(STEPS, st.integers(0, 2**16), st.sampled_from(ODD))
def test_whatever_is_refused_leaves_all_as_it_was(steps: Any, number: int, odd: Any) -> None:
    """And is refused as TypeError or ValueError that names the call, never as anything else."""
    session = make_hub().create_session()
    program = AnyProgram(session)
    for step in steps:
        program.step(*step)
    before = [message.encoded for message in session.page(stock=False)]
    refused = program.call_oddly(number, odd)
    if refused is not None:
        where, error = refused
        assert isinstance(error, (TypeError, ValueError))
        assert where in str(error)
        assert [message.encoded for message in session.page(stock=False)] == before

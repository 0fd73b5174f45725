"""Arguments of the wrong type are refused at the call, by name, whatever is called."""

import datetime
import decimal
import enum
import math
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.any_program import STEPS, AnyProgram
from core.helpers import connect, make_hub
from pgwidgets_proto.catalog import class_names, widget_class
from pgwidgets_proto.catalog.checks import check_of
from pgwidgets_proto.replay import replay
from pgwidgets_proto.session import Session


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


class Scalar:
    """As an array of numpy's without dimensions, which seems to be a sequence and is none."""

    ndim = 0

    def tolist(self) -> int:
        return 1

    def __len__(self) -> int:
        raise TypeError("len() of unsized object")


class Several:
    """As an array of several whole numbers: it has the method of a whole number, and fails."""

    def __index__(self) -> int:
        raise TypeError("only integer scalar arrays can be converted to a scalar index")


@pytest.mark.parametrize(
    ("type_", "right", "wrong"),
    [
        ("str", ["", "x", Path("x"), datetime.date(2026, 1, 2)], [1, 1.5, b"x", [], {}]),
        ("bool", [True, 0], ["no", 1.5, []]),
        ("int", [0, Whole()], [True, 1.5, "1", Number(), Several(), int]),
        ("float", [0, 1.5, float("nan"), Number(), Whole()], ["1", 1j, [], decimal.Decimal(1)]),
        ("float", [], [Several(), float]),
        ("str", [], [Path, str]),
        ("Sequence[tuple[str, Any]]", [[], [("a", 1)], [["a", 1]]], [["a"], [("a",)], ["ab"]]),
        ("Sequence[float]", [], [Scalar()]),
        ("float | None", [1], ["x"]),
        ("Literal['a', 'b']", ["a"], ["c", 1, ["a"]]),
        ("Literal['a'] | bool", ["a", True], ["c"]),
        ("Sequence[float]", [[], [1, 2.5], (1,), Array([1])], [["1"], "12", {1: 2}, 5, {1}]),
        ("Sequence[Sequence[str]]", [[["a"]], [("a", "b")]], [["a"], [[1]]]),
        ("Mapping[str, Any]", [{}, {"a": 1}], [[], "x"]),
        ("float | Sequence[float]", [3, (1, 2)], ["3"]),
        ("str | PathLike[str] | None", ["x", Path("x")], [3]),
        ("Any", [object(), 1], []),
    ],
)
def test_what_is_of_a_type(type_: str, right: list[Any], wrong: list[Any]) -> None:
    accepts = check_of(type_).accepts
    assert [value for value in right if not accepts(value)] == []
    assert [value for value in wrong if accepts(value)] == []


def test_a_type_that_nothing_is_known_of() -> None:
    with pytest.raises(LookupError, match="nothing is known of the type 'int & str'"):
        check_of("int & str")


@pytest.mark.parametrize(
    ("cls", "method", "args", "kind", "text"),
    [
        ("Label", "set_text", (5,), TypeError, "Label.set_text(): 'text' is 5; it must be a text"),
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
    before = list(replay(session, stock=False))
    with pytest.raises(kind, match=re.escape(text)):
        session.call(node, method, args)
    assert [m.encoded for m in replay(session, stock=False)] == [m.encoded for m in before]


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
    with pytest.raises(TypeError, match=r"Label\(\): 'text' is <Side.NUMBER: 3>; it must"):
        session.create("Label", (Side.NUMBER,))


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
    before = [message.encoded for message in replay(session, stock=False)]
    refused = program.call_oddly(number, odd)
    if refused is not None:
        where, error = refused
        assert isinstance(error, (TypeError, ValueError))
        assert where in str(error)
        assert [message.encoded for message in replay(session, stock=False)] == before

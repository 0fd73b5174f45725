"""Python values on the wire."""

import array
import collections
import datetime
import enum
import pathlib
import types
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from core.helpers import connect, make_hub
from pgwidgets_proto.errors import WidgetGoneError
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.widgets.widget import Node
from pgwidgets_proto.wire.messages import Call


class Scalar:
    """As numpy's scalars look from outside."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def tolist(self) -> Any:
        return self._value


class Text(str):
    __slots__ = ()


class Whole(int):
    pass


class Real(float):
    pass


class Level(enum.Enum):
    HIGH = "high"


@dataclass
class Point:
    x: int
    y: int


class Long:
    """As numpy's longdouble, which has no number of Python's own."""

    def tolist(self) -> Any:
        return self

    def __float__(self) -> float:
        return 2.5


class Endless:
    def tolist(self) -> Any:
        return self


class Wrapper:
    """As the widgets that the program sees."""

    def __init__(self, node: Node) -> None:
        self._pgwidgets = node


@pytest.fixture
def session() -> Session:
    return make_hub().create_session()


def sent(session: Session, value: Any) -> Any:
    """A value as it arrives in the browser."""
    message = Call(wid=1, method="m", args=[value])
    return msgspec.json.decode(session._encoder.message(message).encoded)["args"][0]


@pytest.mark.parametrize(
    ("value", "arrives"),
    [
        (Scalar(1.5), 1.5),
        (Scalar([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (Scalar(Scalar(float("nan"))), None),
        (float("nan"), None),
        (float("inf"), None),
        ((1, 2), [1, 2]),
        (range(3), [0, 1, 2]),
        (collections.deque([1, 2]), [1, 2]),
        (collections.UserList([1]), [1]),
        (array.array("h", [1, 2]), [1, 2]),
        (types.MappingProxyType({"a": 1}), {"a": 1}),
        (Long(), 2.5),
        ({3}, [3]),
        (frozenset({3}), [3]),
        ({1: "a"}, {"1": "a"}),
        (Level.HIGH, "high"),
        (Point(1, 2), {"x": 1, "y": 2}),
        (datetime.date(2024, 2, 29), "2024-02-29"),
        (datetime.datetime(2024, 2, 29, 1, 2, 3), "2024-02-29T01:02:03"),
        (pathlib.PurePosixPath("/a/b"), "/a/b"),
        (Text("x"), "x"),
        (Whole(3), 3),
        (Real(1.5), 1.5),
        (2**70, 2**70),
        ("hällo 😀 \x00", "hällo 😀 \x00"),
    ],
)
def test_what_goes(session: Session, value: Any, arrives: Any) -> None:
    assert sent(session, value) == arrives


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (object(), TypeError, "a value of type object can't go over the wire"),
        (1j, TypeError, "complex"),
        (lambda: None, TypeError, "function"),
        ({(1, 2): 3}, TypeError, "tuple"),
        ("\ud800", ValueError, "holds half a character"),
        (nested(100_000), TypeError, "recursion"),
        (Endless(), TypeError, "recursion"),
        ([{"deep": [object()]}], TypeError, "object"),
    ],
    ids=["object", "complex", "function", "tuple keys", "surrogate", "deep", "endless", "inside"],
)
def test_what_does_not(session: Session, value: Any, kind: type[Exception], text: str) -> None:
    label = session.create("Label", ("before",))
    with pytest.raises(kind, match=rf"Label\.set_color\(\): argument 'bg': .*{text}"):
        session.encode_call(label, "set_color", (value, "red"))
    assert list(session.nodes) == [label.wid]


def test_widgets_go_by_their_ids_as_nodes_and_as_what_the_program_sees(session: Session) -> None:
    label = session.create("Label", ("x",))
    wrapped = Wrapper(label)
    reference = {"__wid__": label.wid}
    assert sent(session, [label, {"a": wrapped}]) == [reference, {"a": reference}]
    box = session.create("VBox")
    session.call(box, "add_widget", (wrapped,))
    assert label.parent is box


def test_a_destroyed_widget_does_not_go(session: Session) -> None:
    label = session.create("Label", ("x",))
    box = session.create("VBox")
    session.destroy(label)
    session.call(box, "add_widget", (label,))
    assert session.call(box, "get_children") == []
    with pytest.raises(WidgetGoneError):
        session.encode_call(box, "set_bg", ([label],))


def test_bytes_follow_in_a_frame_of_their_own() -> None:
    hub = make_hub()
    session = hub.create_session()
    browser = connect(hub, session)
    image = session.create("Image")
    session.call(image, "set_binary_image", (memoryview(b"png"), "png"))
    assert browser.collect() == 3
    create, call, data = list(browser.down)
    assert b'"create"' in create.payload
    assert msgspec.json.decode(call.payload)["type"] == "binary-call"
    assert (data.is_text, data.payload) == (False, b"png")

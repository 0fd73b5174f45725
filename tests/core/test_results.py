"""What methods give back is of the type that the catalogue says."""

import ast
from typing import Any

import pytest

from core.helpers import make_hub
from pgwidgets_proto.catalog import class_names, widget_class
from pgwidgets_proto.catalog.build.define import result_of
from pgwidgets_proto.catalog.effects.base import Ask, Impossible
from pgwidgets_proto.catalog.names.results import RESULTS
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.widgets import Method
from pgwidgets_proto.widgets.widget import Node

PLAIN: dict[str, type] = {"bool": bool, "int": int, "str": str, "dict": dict}
CLASSES = [widget_class(name) for name in class_names()]
LOCAL = [
    pytest.param(cls.name, method, id=f"{cls.name}.{method.name}")
    for cls in CLASSES
    for method in cls.methods.values()
    if method.effect.is_local
]


def fits(value: Any, kind: ast.expr) -> bool:
    """Whether a value is of a type, as it stands in a stub."""
    match kind:
        case ast.BinOp(left=one, right=other):
            return fits(value, one) or fits(value, other)
        case ast.Constant(value=None):
            return value is None
        case ast.Subscript(value=ast.Name(id="Literal"), slice=ast.Tuple(elts=allowed)):
            return any(value == ast.literal_eval(each) for each in allowed)
        case ast.Subscript(value=ast.Name(id="tuple"), slice=ast.Tuple(elts=kinds)):
            same = isinstance(value, tuple) and len(value) == len(kinds)
            return same and all(map(fits, value, kinds))
        case ast.Subscript(value=ast.Name(id="list" | "Sequence" as name), slice=each):
            allowed_types = list if name == "list" else (list, tuple)
            return isinstance(value, allowed_types) and all(fits(item, each) for item in value)
        case ast.Subscript(value=ast.Name(id="dict")):
            return isinstance(value, dict)
        case ast.Name(id="float"):
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        case ast.Name(id="Any"):
            return True
        case ast.Name(id=name) if name in PLAIN:
            return type(value) is PLAIN[name]
        case ast.Name(id=name):
            return isinstance(value, Node) and name in ("Widget", value.cls.name)
    raise AssertionError(f"{ast.unparse(kind)} is a type that this test does not know")


def given_for(type_: str, owner: Node, session: Session) -> Any:
    """An argument of a type."""
    if type_ == "TextBufferRef":
        editor = owner if owner.cls.name == "TextSource" else session.create("TextSource")
        return session.create("TextBufferRef", (editor, 0))
    samples = {"int": 0, "str": "a", "Widget": owner, "Mapping[str, Any]": {}}
    return samples[type_]


def made(name: str, session: Session) -> Node:
    if name == "MDISubWindow":
        content, desk = session.create("Label"), session.create("MDIWidget")
        window: Node = session.call(desk, "add_widget", (content,))
        return window
    cls = widget_class(name)
    samples = {"TextSource": session.create("TextSource", ("a text",)), "int": 0}
    return session.create(name, tuple(samples[p.type] for p in cls.args if p.default is None))


@pytest.fixture
def session() -> Session:
    return make_hub().create_session()


@pytest.mark.parametrize(("name", "method"), LOCAL)
def test_a_getter_gives_what_the_catalogue_says(
    name: str, method: Method, session: Session
) -> None:
    node = made(name, session)
    required = [param for param in method.params if param.default is None]
    args = tuple(given_for(param.type, node, session) for param in required)
    value = session.call(node, method.name, args)
    assert fits(value, ast.parse(method.gives, mode="eval").body), (value, method.gives)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.name)
def test_what_gives_something_says_what(cls: Any) -> None:
    for method in cls.methods.values():
        gives_something = method.effect.is_local or isinstance(method.effect, (Ask, Impossible))
        assert (method.gives != "None") or not gives_something, method.name


def test_every_result_belongs_to_a_method() -> None:
    names = {name for cls in CLASSES for name in cls.methods}
    assert RESULTS.keys() <= names


def test_a_question_may_find_nobody_to_answer_it() -> None:
    assert result_of("get_value", Ask(), "") == "float | None"
    assert result_of("get_value", Ask(), "str | None") == "str | None"


def test_what_is_impossible_never_gives_anything() -> None:
    assert result_of("get_value", Impossible("do something else"), "") == "Never"

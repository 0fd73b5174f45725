"""A constructor's arguments: from the program to the browser."""

from typing import Any

import pytest

from pgwidgets_proto.catalog import widget_class
from pgwidgets_proto.widgets.binding import bind_constructor, constructor_arguments
from pgwidgets_proto.widgets.params import Param
from pgwidgets_proto.widgets.widget import WidgetClass

PLAIN = WidgetClass(
    "Plain",
    "widget",
    (Param("text", "str", None), Param("icon", "str", "'none'"), Param("size", "int", "make()")),
    (Param("wrap", "bool", "False"), Param("limit", "int", "10")),
    widget_class("Label").methods,
    {},
    {},
    exact=(frozenset({str}), frozenset({str}), frozenset({int}), frozenset(), frozenset({int})),
)


@pytest.mark.parametrize(
    ("args", "keywords", "wire"),
    [
        (("a",), {}, ["a"]),
        (("a", "b"), {}, ["a", "b"]),
        (("a",), {"size": 3}, ["a", "none", 3]),
        (("a",), {"wrap": True}, ["a", "none", None, {"wrap": True}]),
        (("a", "b", 3, True, 5), {}, ["a", "b", 3, {"wrap": True, "limit": 5}]),
        ((), {"text": "a", "limit": None}, ["a"]),
        (("", None), {}, [""]),
    ],
)
def test_positional_first_then_one_object(
    args: tuple[Any, ...], keywords: dict[str, Any], wire: list[Any]
) -> None:
    given, setters = bind_constructor(PLAIN, args, keywords)
    assert list(constructor_arguments(PLAIN, given)) == wire
    assert setters == []


def test_anything_that_has_a_setter_may_be_given() -> None:
    given, setters = bind_constructor(PLAIN, ("a",), {"color": "red", "wrap": True})
    assert given == ("a", None, None, True)
    assert setters == [("set_color", "red")]


def test_only_what_can_be_given_is_offered() -> None:
    """Not what takes two values or none, such as set_min_size() and set_focus()."""
    with pytest.raises(TypeError) as caught:
        bind_constructor(PLAIN, ("a",), {"nothing": 1})
    offered = str(caught.value).partition("it takes ")[2].split(", ")
    assert {"text", "limit", "bg", "tooltip", "color"} <= set(offered)
    assert not {"min_size", "focus"} & set(offered)


@pytest.mark.parametrize(
    ("args", "keywords", "text"),
    [
        ((), {}, "Plain() needs 'text'"),
        ((None,), {}, "Plain() needs 'text'"),
        (("a",) * 6, {}, "Plain() takes 5 arguments (text, icon, size, wrap, limit), got 6"),
        (("a",), {"text": "b"}, "Plain() got 'text' twice"),
        (("a",), {"nothing": 1}, "Plain() has no argument 'nothing'; it takes text, icon"),
    ],
)
def test_what_a_constructor_does_not_take(
    args: tuple[Any, ...], keywords: dict[str, Any], text: str
) -> None:
    with pytest.raises(TypeError) as caught:
        bind_constructor(PLAIN, args, keywords)
    assert str(caught.value).startswith(text)

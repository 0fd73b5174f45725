"""Whether an argument is what its parameter takes, and what it becomes where it is nearly that.

Knows: the types as they stand in a stub (``"float | None"``), and what counts as each. Must not
know: what a method does with its arguments, or how a value becomes another (conversions.py).

Programs mostly give just what a parameter is for. So a parameter has the types whose values are
taken as they are (:func:`exact_types`), which is all that is looked at then (:func:`fit`).

None passes everywhere: it stands for 'not given', and goes over the wire as null. Bytes and buffers
are judged where they are encoded. Lists and mappings are looked at no further than their first
level.
"""

import ast
import enum
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ..errors import WidgetGoneError
from ..models import conversions
from ..models.brief import brief
from ..models.conversions import REFUSED, SAFE, Doubts
from ..wire.binary import Buffer
from .nodes import as_node
from .params import Code, Param
from .widget import Node

type Take = Callable[[Any, Doubts], Any]
"""Gives what becomes of a value, often itself; or :data:`~.conversions.REFUSED`."""


class Check(NamedTuple):
    """A type.

    Attributes:
        what: its name in an error, such as ``"a number or None"``.
        many: the same of several: ``"numbers"``.
        take: what becomes of a value.
        exact: Python's types of which every value is taken as it is.
        choices: all values that there are, where they are few.
        hint: what is meant by a value that is refused, as the end of an error; often nothing.
    """

    what: str
    many: str
    take: Take
    exact: frozenset[type] = frozenset()
    choices: tuple[Any, ...] = ()
    hint: Callable[[Any], str] = lambda value: ""


def exact_types(params: Iterable[Param]) -> tuple[frozenset[type], ...]:
    """The types of which every value is taken as it is, for each parameter."""
    return tuple(check_of(param.type).exact for param in params)


def least_of(params: Sequence[Param]) -> int:
    """How many arguments there must be: a parameter without a default takes None, if anything."""
    needed = [index for index, param in enumerate(params) if param.default is None]
    return needed[-1] + 1 if needed else 0


def fit(args: tuple[Any, ...], exact: tuple[frozenset[type], ...], least: int) -> bool:
    """Whether the arguments are complete and each can be taken as it is.

    Parameters:
        args: by position.
        exact: as :func:`exact_types` gives them.
        least: how many there must be.
    """
    if not least <= len(args) <= len(exact):
        return False
    for value, types in zip(args, exact, strict=False):
        kind = type(value)
        if kind not in types:
            # An application's own class of nodes is as good (Lifetimes.node_class).
            if Node not in types or not isinstance(value, Node):
                return False
        elif kind is int and not -SAFE <= value <= SAFE:
            return False
    return True


def take_arguments(
    where: str, params: Iterable[Param], args: tuple[Any, ...], doubts: Doubts
) -> tuple[Any, ...]:
    """Convert arguments to what their parameters take.

    Parameters:
        where: the call, for the error.
        params, args: by position.
        doubts: is told of conversions that may not be what is meant.

    Returns:
        The arguments.

    Raises:
        TypeError: a value of another type.
        ValueError: a value that is not among the few choices.
        WidgetGoneError: a widget among them has been destroyed.
    """
    return tuple(
        take_argument(where, param.name, check_of(param.type), value, doubts)
        for param, value in zip(params, args, strict=False)
    )


def take_argument(where: str, name: str, check: Check, value: Any, doubts: Doubts) -> Any:
    """Convert one argument; as :func:`take_arguments`."""
    if value is None or isinstance(value, Buffer):
        return value  # a buffer may come first in any call, which encoding.py sees to
    taken = check.take(value, lambda doubt: doubts(f"{where}: {name!r} {doubt}"))
    if taken is REFUSED:
        is_one = any(type(choice) is type(value) for choice in check.choices)
        kind = ValueError if is_one else TypeError
        hint = check.hint(value)
        raise kind(f"{where}: {name!r} is {brief(value)}; it must be {check.what}{hint}")
    return taken


def check_of(type_: str) -> Check:
    """The check of a type.

    Raises:
        LookupError: there is no check of this type.
    """
    return _check_of(str(type_), isinstance(type_, Code))


@functools.cache
def _check_of(type_: str, is_code: bool) -> Check:
    return _check(ast.parse(type_, mode="eval").body, is_code)


def _check(tree: ast.expr, is_code: bool = False) -> Check:
    match tree:
        case ast.BinOp(left, ast.BitOr(), right):
            return _either(_check(left, is_code), _check(right, is_code))
        case ast.Constant(None):
            return Check("None", "None", lambda value, doubts: REFUSED)
        case ast.Name("str") if is_code:
            return _WORD
        case ast.Name(name) if name in _PLAIN:
            return _PLAIN[name]
        case ast.Name(name):
            return _widget(name)
        case ast.Subscript(ast.Name("Literal"), inner):
            elements = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            return _choice(tuple(ast.literal_eval(element) for element in elements))
        case ast.Subscript(ast.Name("Sequence"), inner):
            return _sequence(inner)
        case ast.Subscript(ast.Name("tuple")):
            return _PAIR
        case ast.Subscript(ast.Name(name)) if name in _PLAIN:
            return _PLAIN[name]
    raise LookupError(f"nothing is known of the type {ast.unparse(tree)!r}")


def _either(one: Check, other: Check) -> Check:
    def take(value: Any, doubts: Doubts) -> Any:
        kind = type(value)
        if kind in one.exact or kind not in other.exact:
            taken = one.take(value, doubts)
            if taken is not REFUSED:
                return taken
        return other.take(value, doubts)

    return Check(
        f"{one.what} or {other.what}",
        f"{one.many} or {other.many}",
        take,
        one.exact | other.exact,
        one.choices + other.choices,
        lambda value: one.hint(value) or other.hint(value),
    )


def _choice(choices: tuple[Any, ...]) -> Check:
    """The check of a choice among few texts; unlike a browser, it ignores the case of letters."""
    what = " or ".join(filter(None, [", ".join(map(repr, choices[:-1])), repr(choices[-1])]))

    def take(value: Any, doubts: Doubts) -> Any:
        found = conversions.word(value, doubts) if isinstance(value, (str, enum.Enum)) else REFUSED
        if found is REFUSED or found in choices:
            return found
        lower = _OTHER_NAMES.get(found.casefold(), found.casefold())
        return lower if lower in choices else REFUSED

    return Check(what, what, take, choices=choices)


_OTHER_NAMES = {
    **{f"image/{name}": name for name in ("jpeg", "png", "webp", "gif")},
    **dict.fromkeys(("jpg", "image/jpg", ".jpg"), "jpeg"),
}
"""What programs call formats of pictures, beside the names that there are for them."""


def _widget(name: str) -> Check:
    def take(value: Any, doubts: Doubts) -> Any:
        node = as_node(value)
        if node is None or name not in ("Widget", node.cls.name):
            return REFUSED
        if node.destroyed:
            raise WidgetGoneError(node)
        return value

    if name == "Widget":
        return Check("a widget", "widgets", take, frozenset({Node}), hint=_widget_meant)
    return Check(f"a {name}", f"{name}s", take, hint=_widget_meant)


def _widget_meant(value: Any) -> str:
    """The widget that is meant by what makes one, or has one."""
    name = getattr(value, "__name__", "")
    if callable(value) and isinstance(name, str) and name.isidentifier():
        return f"; did you mean {name}()?"
    is_meant = as_node(getattr(value, "widget", None)) is not None
    return "; did you mean its attribute widget?" if is_meant else ""


def _sequence(inner: ast.expr) -> Check:
    element = _check(inner)
    is_any = element is _ANYTHING
    take: Take = conversions.listed if is_any else _take_each(element)
    exact: frozenset[type] = frozenset({list, tuple}) if is_any else frozenset()
    if element is _PLAIN["str"]:
        take = _take_one_for_many(take, lambda value: isinstance(value, str))
    elif isinstance(inner, ast.Subscript) and ast.unparse(inner.value) == "Sequence":
        take = _take_one_for_many(take, _is_flat)
    return Check(f"a sequence of {element.many}", f"sequences of {element.many}", take, exact)


def _take_each(element: Check) -> Take:
    """Take a list of such elements; a copy if an item is converted."""

    def take(value: Any, doubts: Doubts) -> Any:
        if type(value) is not list and type(value) is not tuple:
            value = conversions.listed(value, doubts)
            if value is REFUSED:
                return REFUSED
        taken: list[Any] | None = None
        for index, item in enumerate(value):
            kind = type(item)
            if kind in element.exact and (kind is not int or -SAFE <= item <= SAFE):
                continue
            found = REFUSED if item is None else element.take(item, doubts)
            if found is REFUSED:
                return REFUSED
            if found is not item:
                taken = taken or list(value)
                taken[index] = found
        return value if taken is None else taken

    return take


def _take_one_for_many(take: Take, is_one: Callable[[Any], bool]) -> Take:
    """Take a single key for a path, and a single path for a list of paths."""
    return lambda value, doubts: take([value] if is_one(value) else value, doubts)


def _is_flat(value: Any) -> bool:
    """Whether a value is a text, or a sequence whose first item is not a sequence."""
    if isinstance(value, str):
        return True
    return (
        isinstance(value, Sequence)
        and len(value) > 0
        and (isinstance(value[0], str) or not isinstance(value[0], Sequence))
    )


def _pair(value: Any, doubts: Doubts) -> Any:
    found = conversions.listed(value, doubts)
    return found if found is not REFUSED and len(found) == 2 else REFUSED


def _of_type(*types: type) -> Take:
    return lambda value, doubts: value if isinstance(value, types) else REFUSED


_ANYTHING = Check(
    "anything",
    "anything",
    lambda value, doubts: value,
    frozenset({str, int, float, bool, list, tuple, dict, Node}),
)
_WORD = Check("a text", "texts", conversions.word, frozenset({str}))
_PAIR = Check("a pair", "pairs", _pair)
_PLAIN: dict[str, Check] = {
    "Any": _ANYTHING,
    "str": Check("a text", "texts", conversions.text, frozenset({str})),
    "bool": Check("True or False", "bools", conversions.switch, frozenset({bool})),
    "int": Check("a whole number", "whole numbers", conversions.whole, frozenset({int})),
    "float": Check("a number", "numbers", conversions.number, frozenset({float, int})),
    "bytes": Check("bytes", "bytes", _of_type(bytes), frozenset({bytes})),
    "bytearray": Check("a bytearray", "bytearrays", _of_type(bytearray), frozenset({bytearray})),
    "memoryview": Check(
        "a memoryview", "memoryviews", _of_type(memoryview), frozenset({memoryview})
    ),
    "Mapping": Check("a mapping", "mappings", _of_type(Mapping), frozenset({dict})),
    "dict": Check("a dict", "dicts", _of_type(dict), frozenset({dict})),
    # What a program gives is made a feed of before it comes here (pgwidgets.tables).
    "Tabular": Check(
        "a source of rows",
        "sources of rows",
        lambda value, doubts: value if hasattr(value, "read") else REFUSED,
    ),
    "PathLike": Check(
        "a path",
        "paths",
        lambda value, doubts: value if conversions.is_path(value) else REFUSED,
    ),
}

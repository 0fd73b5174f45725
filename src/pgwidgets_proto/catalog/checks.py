"""Whether an argument is of the type that the catalogue gives its parameter.

Knows: the types as they stand in a stub (``"float | None"``), and what counts as each: a numpy
number as a number, a path as a text. Must not know: what a method does with its arguments.

None passes everywhere: it stands for 'not given', and goes over the wire as null. Bytes and buffers
are judged where they are encoded. Lists and mappings are looked at no further than their first
level.
"""

import ast
import datetime
import enum
import functools
import operator
import reprlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from ..binary import Buffer
from ..node import as_node
from .spec import Param

type Test = Callable[[Any], bool]

_TEXTS = (str, datetime.date, datetime.time, datetime.timedelta)
"""What the wire makes texts of, beside paths and enums of texts."""


class Check(NamedTuple):
    """A type.

    Attributes:
        what: its name in an error, such as ``"a number or None"``.
        many: the same of several: ``"numbers"``.
        accepts: whether a value is of it.
        is_text: whether it takes texts, of any kind.
        choices: all values that there are, where they are few.
    """

    what: str
    many: str
    accepts: Test
    choices: tuple[Any, ...] = ()
    is_text: bool = False


def check_arguments(where: str, params: Iterable[Param], args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Raise if an argument is not what its parameter takes.

    Parameters:
        where: the call, for the error.
        params, args: by position.

    Returns:
        The arguments; texts of other kinds (a path, a date) as those that the wire makes of them,
        so that getters, browsers and rebuilds agree on them.

    Raises:
        TypeError: a value of another type.
        ValueError: a value that is none of the few that there are.
    """
    as_texts: list[Any] | None = None
    for index, (param, value) in enumerate(zip(params, args, strict=False)):
        if value is None or isinstance(value, Buffer):
            continue  # a buffer may come first in any call, which encoding.py sees to
        check = check_of(param.type)
        if not check.accepts(value):
            kind = ValueError if any(type(c) is type(value) for c in check.choices) else TypeError
            raise kind(f"{where}: {param.name!r} is {_repr(value)}; it must be {check.what}")
        if check.is_text and type(value) is not str and _is_text(value):
            as_texts = as_texts or list(args)
            as_texts[index] = _as_text(value)
    return args if as_texts is None else tuple(as_texts)


_repr = reprlib.Repr(maxstring=100, maxother=100).repr  # values can be long, deep or endless


@functools.cache
def check_of(type_: str) -> Check:
    """The check of a type.

    Raises:
        LookupError: there is none.
    """
    return _check(ast.parse(type_, mode="eval").body)


def _check(tree: ast.expr) -> Check:
    match tree:
        case ast.BinOp(left, ast.BitOr(), right):
            return _either(_check(left), _check(right))
        case ast.Constant(None):
            return Check("None", "None", lambda value: value is None)
        case ast.Name(name) if name in _PLAIN:
            return _PLAIN[name]
        case ast.Name(name):
            return _widget(name)
        case ast.Subscript(ast.Name("Literal"), inner):
            elements = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            choices = tuple(ast.literal_eval(element) for element in elements)
            what = " or ".join(
                filter(None, [", ".join(map(repr, choices[:-1])), repr(choices[-1])])
            )
            return Check(
                what, what, lambda value: isinstance(value, str) and value in choices, choices
            )
        case ast.Subscript(ast.Name("Sequence"), inner):
            return _sequence(_check(inner))
        case ast.Subscript(ast.Name("tuple")):
            return Check("a pair", "pairs", lambda value: _is_sequence(value) and len(value) == 2)
        case ast.Subscript(ast.Name(name)) if name in _PLAIN:
            return _PLAIN[name]
    raise LookupError(f"nothing is known of the type {ast.unparse(tree)!r}")


def _either(one: Check, other: Check) -> Check:
    return Check(
        f"{one.what} or {other.what}",
        f"{one.many} or {other.many}",
        lambda value: one.accepts(value) or other.accepts(value),
        one.choices + other.choices,
        one.is_text or other.is_text,
    )


def _widget(name: str) -> Check:
    def is_widget(value: Any) -> bool:
        node = as_node(value)
        return node is not None and name in ("Widget", node.cls.name)

    if name == "Widget":
        return Check("a widget", "widgets", is_widget)
    return Check(f"a {name}", f"{name}s", is_widget)


def _sequence(element: Check) -> Check:
    return Check(
        f"a sequence of {element.many}",
        f"sequences of {element.many}",
        lambda value: _is_sequence(value) and all(element.accepts(item) for item in value),
    )


def _is_sequence(value: Any) -> bool:
    if isinstance(value, (str, bytes, bytearray, memoryview, Mapping)):
        return False
    if isinstance(value, Sequence):
        return True
    # An array; one without dimensions is a number that has all that sequences have.
    return hasattr(value, "tolist") and hasattr(value, "__len__") and getattr(value, "ndim", 1) != 0


def _is_path(value: Any) -> bool:
    return hasattr(value, "__fspath__") and not isinstance(value, type)


def _is_text(value: Any) -> bool:
    if isinstance(value, enum.Enum):
        return isinstance(value.value, str)
    return isinstance(value, _TEXTS) or _is_path(value)


def _as_text(value: Any) -> str:
    """What the wire makes of a text of any kind."""
    if isinstance(value, enum.Enum):
        value = value.value
    elif _is_path(value):
        value = value.__fspath__()
    return str(value if isinstance(value, str) else msgspec.to_builtins(value))


def _is_number(value: Any) -> bool:
    if isinstance(value, (int, float)):
        return True
    if isinstance(value, type) or hasattr(value, "__complex__"):
        return _is_whole(value)
    return _is_whole(value) or hasattr(value, "__float__")


def _is_whole(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    try:
        operator.index(value)
    except TypeError:  # also of what seems to be one: an array of several, or int itself
        return False
    return True


def _is_switch(value: Any) -> bool:
    return isinstance(value, int) or type(value).__name__ in ("bool", "bool_")  # numpy's


_PLAIN: dict[str, Check] = {
    "Any": Check("anything", "anything", lambda value: True),
    "str": Check("a text", "texts", _is_text, is_text=True),
    "bool": Check("True or False", "bools", _is_switch),
    "int": Check("an int", "ints", _is_whole),
    "float": Check("a number", "numbers", _is_number),
    "bytes": Check("bytes", "bytes", lambda value: isinstance(value, bytes)),
    "bytearray": Check("a bytearray", "bytearrays", lambda value: isinstance(value, bytearray)),
    "memoryview": Check("a memoryview", "memoryviews", lambda value: isinstance(value, memoryview)),
    "Mapping": Check("a mapping", "mappings", lambda value: isinstance(value, Mapping)),
    "dict": Check("a dict", "dicts", lambda value: isinstance(value, dict)),
    "PathLike": Check("a path", "paths", _is_path),
}

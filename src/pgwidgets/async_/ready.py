"""Values that are known, and may be awaited all the same.

Knows: how a value of a built-in type becomes one that ``await`` gives back as it was. Must not
know: what gave it, event loops.

Getters are plain: they answer from Python's own state. Some of them had to be awaited in
pgwidgets-python (``await box.get_children()``), and programs that do so are right here as well:
what these give is a list, a tuple, a text, a number or a dict, of a class derived from the built-in
one that has ``__await__``. It compares, counts, prints and pickles as what it is. ``True``,
``False`` and ``None`` can't be derived from, and are what they are: an object that only behaves as
``False`` would be wrong wherever ``is False`` is asked, and wherever it is encoded.
"""

import re
from collections.abc import Callable, Generator
from typing import Any


def at_once[T](value: T) -> Generator[Any, Any, T]:
    """What ``__await__`` gives for a value that is there."""
    yield from ()  # which makes it a generator
    return value


class ReadyList[T](list[T]):
    """A list that may be awaited."""

    __slots__ = ()

    def __await__(self) -> Generator[Any, Any, list[T]]:
        return at_once(list(self))

    def __reduce__(self) -> Any:
        return list, (list(self),)


class ReadyTuple[*Ts](tuple[*Ts]):
    """A tuple that may be awaited."""

    __slots__ = ()

    def __await__(self) -> Generator[Any, Any, tuple[*Ts]]:
        return at_once(self[:])  # a slice is a plain tuple

    def __reduce__(self) -> Any:
        return tuple, (self[:],)


class ReadyDict[K, V](dict[K, V]):
    """A dict that may be awaited."""

    __slots__ = ()

    def __await__(self) -> Generator[Any, Any, dict[K, V]]:
        return at_once(dict(self))

    def __reduce__(self) -> Any:
        return dict, (dict(self),)


class ReadyStr(str):
    """A text that may be awaited."""

    __slots__ = ()

    def __await__(self) -> Generator[Any, Any, str]:
        return at_once(str(self))

    def __reduce__(self) -> Any:
        return str, (str(self),)


class ReadyInt(int):
    """A whole number that may be awaited."""

    __slots__ = ()

    def __await__(self) -> Generator[Any, Any, int]:
        return at_once(int(self))

    def __reduce__(self) -> Any:
        return int, (int(self),)


class ReadyFloat(float):
    """A number that may be awaited."""

    __slots__ = ()

    def __await__(self) -> Generator[Any, Any, float]:
        return at_once(float(self))

    def __reduce__(self) -> Any:
        return float, (float(self),)


_READY: dict[type[Any], Callable[[Any], Any]] = {
    list: ReadyList,
    tuple: ReadyTuple,
    dict: ReadyDict,
    str: ReadyStr,
    int: ReadyInt,
    float: ReadyFloat,
}


def ready(value: Any) -> Any:
    """A value that may be awaited; what can't be made one (True, None, a widget) as it is.

    Parameters:
        value: of a built-in type.
    """
    make = _READY.get(type(value))
    return value if make is None else make(value)


_NOT_AWAITABLE = re.compile(
    r"object (?:bool|NoneType) can't be used in 'await' expression"
    r"|'(?:bool|NoneType)' object can't be awaited"
)
"""What Python says of ``await False``, before 3.14 and since."""

NO_AWAIT = (
    "no await needed: getters of pgwidgets give plain values, and True, False and None are none "
    "that can be awaited (docs/how-to/porting.md)"
)


def explain(error: BaseException) -> None:
    """Note at an exception that ``await`` was too much, if that is what it says."""
    if type(error) is TypeError and _NOT_AWAITABLE.search(str(error)):
        error.add_note(NO_AWAIT)

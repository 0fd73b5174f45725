"""Models that tell when a value of theirs changes.

Knows: attributes, and who watches them. Must not know: widgets, sessions, threads but its own lock.
"""

import threading
import weakref
from collections.abc import Callable
from typing import Any

import msgspec

_KEPT = "_pgwidgets_watchers"


class _Watchers:
    """The watchers of one object. A copy of the object may hold them, too, and is not watched."""

    def __init__(self, owner: Any) -> None:
        self.owner = weakref.ref(owner)
        self.lock = threading.Lock()
        self.of: dict[str, list[Callable[[], object]]] = {}

    def __reduce__(self) -> Any:
        return _nobody, ()  # who watches is no part of what is pickled or copied


def _nobody() -> None:
    return None


def observable[C: type[Any]](cls: C) -> C:
    """Have the objects of a class tell when an attribute is set to another value.

    For use as a decorator, of plain classes as of dataclasses; they need a ``__dict__``, and can't
    be frozen. A value that changes in itself, as a list that is appended to, is not told.

    Parameters:
        cls: the class, which is changed and given back.

    Raises:
        TypeError: it is no class, or its objects have no room for more attributes.
    """
    if not isinstance(cls, type):
        raise TypeError(f"observable(): {cls!r} is no class")
    if not cls.__dictoffset__:
        raise TypeError(
            f"observable(): {cls.__name__} has slots alone; its objects need a __dict__"
        )
    plain: Any = cls.__setattr__

    def __setattr__(self: Any, name: str, value: Any) -> None:
        watchers = _watchers_of(self)
        if watchers is None or name not in watchers.of:
            plain(self, name, value)
            return
        before = getattr(self, name, _KEPT)
        plain(self, name, value)
        if not _is_same(before, getattr(self, name, _KEPT)):
            _tell(watchers, name)

    cls.__setattr__ = __setattr__  # type: ignore[assignment]
    cls._pgwidgets_is_observable = True
    return cls


@observable
class Observable(msgspec.Struct, dict=True, weakref=True):
    """A base for structs of msgspec that tell when a field is set to another value."""


def watch(model: Any, name: str, watcher: Callable[[], object]) -> Callable[[], None]:
    """Have a function called when an attribute has another value, by the thread that has set it.

    Parameters:
        model: an object of an :func:`observable` class, or of one derived from :class:`Observable`.
        name: of the attribute.
        watcher: gets nothing.

    Returns:
        A function that ends it.

    Raises:
        TypeError: the model is not observable.
        AttributeError: it has no such attribute.
    """
    if not getattr(type(model), "_pgwidgets_is_observable", False):
        raise TypeError(
            f"{type(model).__name__} tells no changes; derive it from Observable, or give its "
            f"class the decorator @observable"
        )
    getattr(model, name)
    watchers = _watchers_of(model)
    if watchers is None:
        watchers = _Watchers(model)
        object.__setattr__(model, _KEPT, watchers)
    with watchers.lock:
        watchers.of.setdefault(name, []).append(watcher)

    def unwatch() -> None:
        with watchers.lock:
            found = watchers.of.get(name, [])
            if watcher in found:
                found.remove(watcher)

    return unwatch


def _watchers_of(model: Any) -> _Watchers | None:
    found = getattr(model, "__dict__", {}).get(_KEPT)
    return found if found is not None and found.owner() is model else None


def _tell(watchers: _Watchers, name: str) -> None:
    with watchers.lock:
        told = tuple(watchers.of.get(name, ()))
    for watcher in told:
        watcher()


def _is_same(before: Any, after: Any) -> bool:
    if before is after:
        return True
    try:
        return type(before) is type(after) and bool(before == after)
    except (TypeError, ValueError):  # arrays have no one answer
        return False

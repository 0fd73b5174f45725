"""Binding: a value of a widget and one of a model are the same.

Knows: setters, getters and actions of widgets by name, models that tell changes, and that an event
loop may want its calls on its own thread. Must not know: async or sync, what a widget shows.
"""

import contextlib
import threading
import typing
from collections.abc import Callable
from typing import Any

import msgspec

from pgwidgets_proto import SessionGoneError

from .observable import watch

_TOLD_BY = ("modified", "activated", "toggled", "pick")
"""Actions after which a value may be another one, by its user's doing."""


class Binding:
    """What holds one value of a widget and one of a model together; ``widget.bind()`` gives it.

    It ends with the widget, or by :meth:`unbind`.

    Parameters:
        widget: the widget.
        name: of its value: it has ``set_name()``.
        model: an observable object.
        field: the attribute.
        format: how the value is written, as :func:`format` and ``str.format()`` have it, or a
            function that gives what is shown; None: the value itself.
        parse: gives the model's value of the widget's; None: by the type that the field is declared
            with.
        two_way: whether the model has what users do.
    """

    def __init__(
        self,
        widget: Any,
        name: str,
        model: Any,
        field: str,
        format: str | Callable[[Any], Any] | None,
        parse: Callable[[Any], Any] | None,
        two_way: bool,
    ) -> None:
        where = f"{type(widget).__name__}.bind_{name}()"
        setter = getattr(widget, f"set_{name}", None)
        self._get = getattr(widget, f"get_{name}", None)
        if setter is None:
            raise TypeError(f"{where}: it has no set_{name}()")
        if format is not None and not isinstance(format, str) and not callable(format):
            raise TypeError(f"{where}: format is {format!r}; it must be a text or a function")
        if parse is not None and not callable(parse):
            raise TypeError(f"{where}: parse is {parse!r}; it must be a function")
        self._set: Callable[[Any], Any] = setter
        self._widget = widget
        self._session = widget._pgwidgets.session
        self._node = widget._pgwidgets.node
        self._model, self._field = model, field
        self._format = format
        self._lock = threading.RLock()
        self._shown: Any = None
        self._parse: Callable[[Any], Any] = parse or _as_it_is
        self._is_told = False
        self._unwatch = watch(model, field, self._model_changed)
        try:
            if parse is None:
                self._parse = _parser_of(model, field)
            self._show()
        except BaseException:
            self._unwatch()
            raise
        if two_way and self._get is not None:
            for action in _TOLD_BY:
                if widget.has_callback(action):
                    widget.on(action, self._user_changed)

    @property
    def is_bound(self) -> bool:
        """Whether it is in force."""
        return self._model is not None and not self._node.destroyed

    def unbind(self) -> Any:
        """Let each go its own way."""
        self._end()
        for action in _TOLD_BY:
            if self._widget.has_callback(action):
                self._widget.remove_callback(action, self._user_changed)
        return self._session.complete()

    def _end(self) -> None:
        self._unwatch()
        self._model = None

    def _model_changed(self) -> None:
        if self._node.destroyed:
            self._end()
            return
        home = getattr(self._session.app, "home", None)
        if home is None or home.thread == threading.get_ident():
            self._show()
            return
        with contextlib.suppress(RuntimeError, SessionGoneError):  # nobody is served any more
            self._session.call_soon(self._show, ())

    def _show(self) -> None:
        """Have the widget show the model's value."""
        with self._lock:
            model = self._model
            if model is None or self._is_told:
                return
            self._set(self._written(getattr(model, self._field)))
            self._shown = None if self._get is None else self._get()

    def _written(self, value: Any) -> Any:
        if self._format is None:
            return value
        if not isinstance(self._format, str):
            return self._format(value)
        return self._format.format(value) if "{" in self._format else format(value, self._format)

    def _user_changed(self, *told: Any) -> None:
        """A user has done something: the model has it, or the widget shows what the model has."""
        with self._lock:
            model = self._model
            if model is None or self._get is None:
                return
            value = self._get()
            if value == self._shown:
                return
            self._shown = value
            try:
                taken = self._parse(value)
                self._is_told = True
                try:
                    setattr(model, self._field, taken)
                finally:
                    self._is_told = False
                is_taken = getattr(model, self._field) == taken
            except (TypeError, ValueError):
                is_taken = False
            if not is_taken:
                self._show()


def _as_it_is(value: Any) -> Any:
    return value


def _parser_of(model: Any, field: str) -> Callable[[Any], Any]:
    """What makes a field's value of one of a widget: by its declared type, or its value's."""
    try:
        declared = typing.get_type_hints(type(model), include_extras=True).get(field)
    except (NameError, TypeError):  # a name that is not there at run time
        declared = None
    now = getattr(model, field)
    kind = declared if declared is not None else type(now)
    if kind is type(None) or kind is Any:
        return _as_it_is

    def parse(value: Any) -> Any:
        if isinstance(kind, type) and type(value) is kind:
            return value
        return msgspec.convert(value, kind, strict=False)

    return parse


def bind(
    widget: Any, name: Any, model: Any, field: Any, format: Any, parse: Any, two_way: bool
) -> Binding:
    """Bind a value of a widget; see :meth:`Widget.bind`."""
    for what, given in (("name", name), ("field", field)):
        if not isinstance(given, str) or not given.isidentifier():
            raise TypeError(
                f"{type(widget).__name__}.bind(): {what} is {given!r}; it must be a name"
            )
    return Binding(widget, name, model, field, format, parse, two_way)

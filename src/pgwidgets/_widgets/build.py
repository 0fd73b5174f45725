"""Widget classes made from the catalogue.

Knows: how an entry of the catalogue becomes a Python class with methods, signatures and docs.
Must not know: async or sync, sessions, any widget class by name.
"""

from collections.abc import Callable
from typing import Any, cast

from pgwidgets_proto.catalog import class_names, widget_class
from pgwidgets_proto.widgets import Method, WidgetClass

from .._added import Added, added_methods
from .._color_words import doubt_colors, takes_colors
from .._files import LocalFiles, local_files_as_data, takes_files
from .._sources import columns_of, connect, feed_of, takes_data
from .base import BaseWidget
from .classes import WidgetType, signature
from .other_names import class_meant


def build_class[W: BaseWidget[Any, Any]](name: str, base: type[W], module: str) -> type[W]:
    """Make the class of a catalogue entry.

    Parameters:
        name: the widget class.
        base: the API's base class.
        module: where the class is to be found, for reprs and pickles.

    Raises:
        AttributeError: there is no such widget class.
    """
    if name not in class_names():
        meant = class_meant(name, class_names())
        hint = "" if meant is None else f"; did you mean {meant}?"
        raise AttributeError(f"there is no widget class {name!r}{hint}")
    spec = widget_class(name)
    built = WidgetType(name, (base,), {"__doc__": spec.doc, "__module__": module, "__slots__": ()})
    add_methods(built, spec)
    for added in added_methods(spec):
        setattr(built, added.method.name, _build_added(spec.name, added))
    return cast("type[W]", built)


def add_methods(cls: type[Any], spec: WidgetClass) -> None:
    """Give a class the methods of a catalogue entry; those that it has stay as they are."""
    cls._pgwidgets_spec = spec
    cls._pgwidgets_takes_files = takes_files(spec.options)
    cls._pgwidgets_signature = signature((*spec.args, *spec.options), leading="session")
    for method in spec.methods.values():
        if not hasattr(cls, method.name):
            setattr(cls, method.name, _build_method(spec.name, method))


def _build_method(owner: str, method: Method) -> Callable[..., Any]:
    def call(self: BaseWidget[Any, Any], *args: Any, **kwargs: Any) -> Any:
        return self._pgwidgets.call(method, args, kwargs)

    if takes_files(method.params):
        plain_call = call

        def call(self: BaseWidget[Any, Any], *args: Any, **kwargs: Any) -> Any:
            roots = self._pgwidgets.session.app.settings.file_roots
            files = LocalFiles(owner, f"{owner}.{method.name}()", roots)
            args, kwargs = local_files_as_data(files, method.params, args, kwargs)
            return plain_call(self, *args, **kwargs)

    if takes_colors(method.params):
        unwarned_call, where = call, f"{owner}.{method.name}()"

        def call(self: BaseWidget[Any, Any], *args: Any, **kwargs: Any) -> Any:
            doubt_colors(where, method.params, args, kwargs)
            return unwarned_call(self, *args, **kwargs)

    if takes_data(method.params):
        call = _taking_data(method)

    return _described(call, owner, method)


def _build_added(owner: str, added: Added) -> Callable[..., Any]:
    def call(self: BaseWidget[Any, Any], *args: Any, **kwargs: Any) -> Any:
        name, arguments = added.convert(*args, **kwargs)
        engine = self._pgwidgets
        return engine.call(engine.node.cls.methods[name], arguments, {})

    return _described(call, owner, added.method)


def _described(call: Callable[..., Any], owner: str, method: Method) -> Callable[..., Any]:
    call.__name__ = method.name
    call.__qualname__ = f"{owner}.{method.name}"
    call.__doc__ = method.doc
    call.__signature__ = signature(method.params, leading="self")  # type: ignore[attr-defined]
    return call


def _taking_data(method: Method) -> Callable[..., Any]:
    name = method.params[0].name

    def call(self: BaseWidget[Any, Any], *args: Any, **kwargs: Any) -> Any:
        engine = self._pgwidgets
        feed = None
        if args:
            feed = feed_of(args[0], columns_of(engine.node))
            args = (feed, *args[1:])
        elif name in kwargs:
            feed = kwargs[name] = feed_of(kwargs[name], columns_of(engine.node))
        result = engine.call(method, args, kwargs)
        connect(feed, engine.session, engine.node)
        return result

    return call

"""Widget classes that are drawn by JavaScript of the application's own.

Knows: how a Python class describes one. Must not know: async or sync, how files are served.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar

from ._page import Asset
from ._settings import names
from ._widgets import BaseWidget, WidgetType, add_methods

OUR_FILES = Path(__file__).with_name("web")
"""Where the scripts of our own widgets are."""


class JavaScriptWidget:
    """Base of widgets that are drawn by JavaScript of your own.

    A derived class says what the browser's class has, and ``app.register_widget()`` makes it known
    to every page that is loaded from then on::

        class Gauge(Widgets.JavaScriptWidget):
            javascript = Path(__file__).with_name("gauge.js")
            options = ("minimum", "maximum")
            state = ("value",)
            actions = {"picked": ("value",)}
            reports = {"picked": "value"}

    The module's default export takes pgwidgets-js's classes and gives its own::

        export default (Widgets) => class Gauge extends Widgets.Widget { ... };

    Attributes:
        javascript: the file of the module.
        args: the positional arguments of the constructor.
        options: the names in the object of options that follows them.
        state: values that are kept: each has ``set_x(value)`` in the browser and here, and
            ``get_x()`` here. They survive a reload, and all browsers show them.
        calls: methods that leave nothing behind, with the names of their parameters.
        replies: the same, of the browser alone whose report is being handled; of none, of the one
            that was used last.
        questions: methods whose results only a browser knows, likewise.
        actions: what it reports, with the names of what goes with it.
        reports: the actions whose first argument is the new value of a state.
        checks: functions that get what goes with an action before handlers do. They give what
            handlers get (None: just that), or raise TypeError or ValueError: then it can't be true,
            is logged, and no handler hears of it.
    """

    javascript: ClassVar[str | os.PathLike[str]]
    args: ClassVar[Iterable[str]] = ()
    options: ClassVar[Iterable[str]] = ()
    state: ClassVar[Iterable[str]] = ()
    calls: ClassVar[Mapping[str, Iterable[str]]] = {}
    replies: ClassVar[Mapping[str, Iterable[str]]] = {}
    questions: ClassVar[Mapping[str, Iterable[str]]] = {}
    actions: ClassVar[Mapping[str, Iterable[str]]] = {}
    reports: ClassVar[Mapping[str, str]] = {}
    checks: ClassVar[Mapping[str, Callable[..., Any]]] = {}

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        if "javascript" in cls.__dict__:
            # Late: few programs have such a class, and it brings the tables of the catalogue.
            from pgwidgets_proto.catalog.custom import custom_class

            spec = custom_class(
                cls.__name__,
                cls.__doc__ or "",
                args=_names(cls, "args"),
                options=_names(cls, "options"),
                state=_names(cls, "state"),
                calls=_named(cls, "calls"),
                replies=_named(cls, "replies"),
                questions=_named(cls, "questions"),
                actions=_named(cls, "actions"),
                reports=cls.reports,
                checks=cls.checks,
            )
            base = next(base for base in cls.__mro__ if not issubclass(base, JavaScriptWidget))
            for name in spec.methods:
                if hasattr(base, name):
                    raise ValueError(
                        f"{cls.__name__}: {name!r} is no name for a method of its own: every "
                        f"widget has it in Python, where it means something else"
                    )
            add_methods(cls, spec)

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if not hasattr(cls, "javascript"):
            raise TypeError(f"{cls.__name__} has no `javascript`; derive a class that has")
        return super().__new__(cls)


def javascript_base[W: BaseWidget[Any, Any]](base: type[W], module: str) -> type[W]:
    """The class that an API's own JavaScript widgets are derived from."""
    found: Any = WidgetType(
        JavaScriptWidget.__name__,
        (JavaScriptWidget, base),
        {"__doc__": JavaScriptWidget.__doc__, "__module__": module},
    )
    return found  # type: ignore[no-any-return]


def _names(cls: type[JavaScriptWidget], attribute: str) -> tuple[str, ...]:
    return names(getattr(cls, attribute), f"{cls.__name__}.{attribute}")


def _named(cls: type[JavaScriptWidget], attribute: str) -> dict[str, tuple[str, ...]]:
    what = f"{cls.__name__}.{attribute}"
    given = getattr(cls, attribute)
    if not isinstance(given, Mapping):
        raise TypeError(
            f"{what} is {given!r}; it must be a mapping of names to names of parameters"
        )
    return {name: names(params, f"{what}[{name!r}]") for name, params in given.items()}


def module_of(cls: type[Any]) -> Asset | None:
    """The JavaScript module of a class, if it has one.

    Raises:
        OSError: it can't be read.
    """
    if not issubclass(cls, JavaScriptWidget):
        return None
    file = Path(cls.javascript)
    if file.is_relative_to(OUR_FILES):
        return None  # every page has it
    return Asset(file.name, file.read_bytes())

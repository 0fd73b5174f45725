"""Widget classes that are an application's own, drawn by its own JavaScript.

Knows: how few words describe one. Must not know: where the JavaScript is, Python classes.
"""

from collections.abc import Iterable, Mapping

from ..widgets.params import Param
from ..widgets.widget import Method, WidgetClass
from .build.base import WIDGET
from .build.define import define
from .effects.base import Act, Ask, Get, Set
from .names._defs import CLASSES
from .names.listed import Names
from .names.terms import says, tells
from .reports.values import Reports


def custom_class(
    name: str,
    doc: str = "",
    *,
    args: Iterable[str] = (),
    options: Iterable[str] = (),
    state: Iterable[str] = (),
    calls: Mapping[str, Iterable[str]] | None = None,
    questions: Mapping[str, Iterable[str]] | None = None,
    actions: Mapping[str, Iterable[str]] | None = None,
    reports: Mapping[str, str] | None = None,
) -> WidgetClass:
    """Describe a widget class; it has, besides, what every visible widget has.

    Parameters:
        name: what the browser knows it by.
        doc: one line.
        args: the positional arguments of its constructor.
        options: the names in the object of options that follows them.
        state: values that are kept: each has ``set_x(value)`` in the browser and here, and
            ``get_x()`` here. They survive a reload, and all browsers show them.
        calls: methods that leave nothing behind, with the names of their parameters.
        questions: methods whose results only a browser knows, likewise.
        actions: what it reports, with the names of what goes with it.
        reports: the actions whose first argument is the new value of a state.

    Raises:
        ValueError: a name that is taken, or no identifier, or a report of what is no state.
    """
    state, calls, questions = tuple(state), dict(calls or {}), dict(questions or {})
    actions, reports = dict(actions or {}), dict(reports or {})
    if name in CLASSES:
        raise ValueError(f"{name!r} is the name of a class of pgwidgets-js")
    own: dict[str, tuple[tuple[Param, ...], Method]] = {}
    for key in state:
        setter, getter = (
            says(Set(key), f"Sets {key}."),
            says(Get(key), f"Gives {key}.", gives="Any"),
        )
        own[f"set_{key}"] = ((Param(key, default=None),), setter)
        own[f"get_{key}"] = ((), getter)
    for method, params in calls.items():
        own[method] = (_params(params), says(Act(), ""))
    for method, params in questions.items():
        own[method] = (_params(params), says(Ask(), "", gives="Any"))
    for method in own:
        if method in WIDGET or not method.isidentifier():
            raise ValueError(f"{name}: {method!r} is no name for a method of its own")
    for action, key in reports.items():
        if key not in state or action not in actions:
            raise ValueError(
                f"{name}: reports has {action!r}: {key!r}; it must be an action and a state"
            )
    return define(
        name,
        doc,
        args=_params(args),
        options=_params(options),
        methods={name: said._replace(params=params) for name, (params, said) in own.items()},
        actions={
            action: tells(
                "",
                *_params(told),
                report=Reports(f"set_{reports[action]}") if action in reports else None,
            )
            for action, told in actions.items()
        },
        names=Names(
            "widget",
            tuple(args),
            tuple(options),
            tuple(
                (method, *(param.name for param in params)) for method, (params, _) in own.items()
            ),
            tuple(actions),
        ),
    )


def _params(names: Iterable[str]) -> tuple[Param, ...]:
    return tuple(Param(name) for name in names)

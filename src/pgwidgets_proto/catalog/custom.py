"""Widget classes that are an application's own, drawn by its own JavaScript.

Knows: how few words describe one. Must not know: where the JavaScript is, Python classes.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..widgets.params import Param
from ..widgets.whom import Target
from ..widgets.widget import Method, Report, WidgetClass
from .build.base import WIDGET
from .build.define import define
from .effects.base import Act, Ask, Get, Set
from .names._defs import CLASSES
from .names.listed import Names
from .names.terms import says, tells
from .reports.checked import Checked
from .reports.values import Reports


def custom_class(
    name: str,
    doc: str = "",
    *,
    args: Iterable[str] = (),
    options: Iterable[str] = (),
    state: Iterable[str] = (),
    calls: Mapping[str, Iterable[str]] | None = None,
    answers: Mapping[str, Iterable[str]] | None = None,
    questions: Mapping[str, Iterable[str]] | None = None,
    actions: Mapping[str, Iterable[str]] | None = None,
    reports: Mapping[str, str] | None = None,
    checks: Mapping[str, Callable[..., Any]] | None = None,
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
        answers: such methods that one browser alone carries out: the one whose report is handled,
            or on whose behalf the program acts.
        questions: methods whose results only a browser knows, likewise.
        actions: what it reports, with the names of what goes with it.
        reports: the actions whose first argument is the new value of a state.
        checks: functions that get the arguments of an action before handlers do, and give those
            that handlers get (None: just these); TypeError or ValueError refuse the report.

    Raises:
        ValueError: a name that is taken, or no identifier, or a report of what is no state, or a
            check of what is no action, or is a report.
    """
    state, calls, questions = tuple(state), dict(calls or {}), dict(questions or {})
    actions, reports, checks = dict(actions or {}), dict(reports or {}), dict(checks or {})
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
    for method, params in (answers or {}).items():
        own[method] = (_params(params), says(Act(Target.ASKER), ""))
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
    for action in checks:
        if action not in actions or action in reports:
            raise ValueError(
                f"{name}: checks has {action!r}; it must be an action that reports no state"
            )

    def told_by(action: str) -> Report | None:
        if action in reports:
            return Reports(f"set_{reports[action]}")
        return Checked(checks[action]) if action in checks else None

    return define(
        name,
        doc,
        args=_params(args),
        options=_params(options),
        methods={name: said._replace(params=params) for name, (params, said) in own.items()},
        actions={
            action: tells("", *_params(told), report=told_by(action))
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

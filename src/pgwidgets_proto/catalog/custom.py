"""Widget classes that are an application's own, drawn by its own JavaScript.

Knows: the words with which a program describes such a class. Must not know: where the JavaScript
is, Python classes.
"""

import keyword
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..widgets.action import Report
from ..widgets.params import Param
from ..widgets.whom import Target
from ..widgets.widget import Method, WidgetClass
from .build.base import WIDGET
from .build.define import define
from .effects.base import Act, Ask, Get, Set
from .names._defs import CLASSES
from .names.listed import Names
from .names.terms import says, tells
from .reports.checked import Checked
from .reports.values import Reports

_PAGES_OWN = frozenset(
    {
        *("constructor", "element", "wid", "cb", "get_option", "init_style"),
        *("make_callback", "enable_callback", "has_callback", "add_callback"),
        *("remove_callback", "clear_callback"),
    }
)
"""What every widget has in the browser, beside what it has here."""

_TOLD_BY_LAYOUT = frozenset({"map", "move", "resize"})
"""Actions that pages tell of every widget themselves, with arguments of their own."""


def custom_class(
    name: str,
    doc: str = "",
    *,
    args: Iterable[str] = (),
    options: Iterable[str] = (),
    state: Iterable[str] = (),
    calls: Mapping[str, Iterable[str]] | None = None,
    replies: Mapping[str, Iterable[str]] | None = None,
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
        replies: the same, for one browser alone: the one whose report is being handled, else the
            one whose user acted last.
        questions: methods whose results only a browser knows, with the names of their parameters.
        actions: what it reports, with the names of what goes with it.
        reports: the actions whose first argument is the new value of a state.
        checks: functions that get the arguments of an action before handlers do, and give those
            that handlers get (None: just these); TypeError or ValueError refuse the report.

    Raises:
        ValueError: a name is taken, or is no identifier; ``reports`` names what is no state; or
            ``checks`` names what is no action, or what is in ``reports``.
    """
    state, calls, questions = tuple(state), dict(calls or {}), dict(questions or {})
    replies = dict(replies or {})
    actions, reports, checks = dict(actions or {}), dict(reports or {}), dict(checks or {})
    if name in CLASSES:
        raise ValueError(f"{name!r} is the name of a class of pgwidgets-js")
    check_names(name, state, (*calls, *replies, *questions), actions)
    own: dict[str, tuple[tuple[Param, ...], Method]] = {}
    for key in state:
        setter, getter = (
            says(Set(key), f"Sets {key}."),
            says(Get(key), f"Gives {key}.", gives="Any"),
        )
        own[f"set_{key}"] = ((Param(key, default=None),), setter)
        own[f"get_{key}"] = ((), getter)
    for method, params in calls.items():
        own[method] = (_params(params), says(Act(silent=False), ""))
    for method, params in replies.items():
        own[method] = (_params(params), says(Act(target=Target.ASKER, silent=False), ""))
    for method, params in questions.items():
        own[method] = (_params(params), says(Ask(silent=False), "", gives="Any"))
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


def words_of(spec: WidgetClass) -> dict[str, Any]:
    """The words that make such a class again; checks, which are code, are left out."""
    own = {name: method for name, method in spec.methods.items() if name not in WIDGET}
    acts = {name: method for name, method in own.items() if isinstance(method.effect, Act)}
    told = {name: action for name, action in spec.actions.items() if not action.doc}
    reports = {name: action.report for name, action in told.items()}

    def named(methods: Mapping[str, Method]) -> dict[str, list[str]]:
        return {name: [param.name for param in found.params] for name, found in methods.items()}

    def is_reply(method: Method) -> bool:
        return isinstance(method.effect, Act) and method.effect.target is Target.ASKER

    return {
        "args": [param.name for param in spec.args],
        "options": [param.name for param in spec.options],
        "state": [
            name.removeprefix("set_")
            for name, method in own.items()
            if isinstance(method.effect, Set)
        ],
        "calls": named({name: method for name, method in acts.items() if not is_reply(method)}),
        "replies": named({name: method for name, method in acts.items() if is_reply(method)}),
        "questions": named(
            {name: method for name, method in own.items() if isinstance(method.effect, Ask)}
        ),
        "actions": {name: [param.name for param in action.params] for name, action in told.items()},
        "reports": {
            name: report.setter.removeprefix("set_")
            for name, report in reports.items()
            if isinstance(report, Reports)
        },
    }


def check_names(
    name: str, state: Iterable[str], methods: Iterable[str], actions: Iterable[str]
) -> None:
    """Refuse names that would mean something else to the page, or could not be written.

    Parameters:
        name: the class.
        state: its values.
        methods: its calls, replies and questions.
        actions: its actions.

    Raises:
        ValueError: a name that is taken, or no identifier; the text says by what.
    """
    accessors = [f"{word}_{key}" for key in state for word in ("set", "get")]
    seen: set[str] = set()
    for method in (*accessors, *methods):
        reason = _why_not(method)
        if method in seen:
            reason = "it is there already, as a state's or under the other methods"
        if reason is not None:
            raise ValueError(f"{name}: {method!r} is no name for a method of its own: {reason}")
        seen.add(method)
    for action in actions:
        if action in _TOLD_BY_LAYOUT:
            raise ValueError(
                f"{name}: {action!r} is no name for an action of its own: pages tell it of every "
                f"widget, and its handlers get what they get of all"
            )


def _why_not(method: str) -> str | None:
    if method in WIDGET:
        return f"every widget has it, for what the page needs it for ({WIDGET[method].doc[:-1]})"
    if method in _PAGES_OWN:
        return "every widget has it in the browser, where the page relies on it"
    if not method.isidentifier() or keyword.iskeyword(method):
        return "it can't be written behind a dot"
    return None


def _params(names: Iterable[str]) -> tuple[Param, ...]:
    return tuple(Param(name) for name in names)

"""How a class of the catalogue is put together from its names and our tables.

Knows: the names come from names/listed.py and names/differences.py; what they mean is said by a
table, and for names that mean the same everywhere by names/words.py and names/results.py.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from ...widgets.action import Action
from ...widgets.checks import exact_types, least_of
from ...widgets.content import Content
from ...widgets.params import Param
from ...widgets.whom import By
from ...widgets.widget import Effect, Method, Node, WidgetClass
from ..effects.base import Ask, Impossible
from ..names.differences import DIFFERENCES, Difference
from ..names.listed import Names, methods_of, names_of
from ..names.results import NEVER, NOTHING, RESULTS
from ..names.told import MERGED, OF_THE_VIEW, ORDERS, TOLD
from ..names.words import ACTIONS, OPTIONS, PARAMETERS
from .base import EVERY

BASES = ("callback", "widget", "container")
"""The bases of classes: each has what the bases before it have."""

VISUAL: Mapping[str, str | None] = {"size": None, "position": None}
"""What layout tells of every widget that can be seen; none of it is replayed."""


def define(
    name: str,
    doc: str,
    /,
    *,
    args: Iterable[Param] = (),
    options: Iterable[Param] = (),
    methods: Mapping[str, Method] | None = None,
    actions: Mapping[str, Action] | None = None,
    observes: Mapping[str, str | None] | None = None,
    content: Callable[[Node], Content | None] | None = None,
    is_local: bool = False,
    is_needed: Callable[[Node], bool] | None = None,
    names: Names | None = None,
    **own: Method,
) -> WidgetClass:
    """Put a class together.

    Parameters:
        name, doc: its name, and one line about it.
        args, options: the constructor's parameters that catalog/names/words.py does not explain.
            Browsers are given each as it is, at a rebuild too.
        actions: its actions that catalog/names/words.py does not explain.
        observes: what layout tells; None: what it tells of every visual widget.
        content: makes what a widget has beyond simple values.
        is_local: its widgets live in Python alone.
        is_needed: whether anything but the program needs a widget; None: each lasts as it is.
        names: its names, where they do not stand in catalog/names/listed.py.
        methods: methods that other classes have as well, beside those of its base (build/base.py).
        own: all other methods, by name; they go before those of ``methods``.

    Raises:
        LookupError: a name that no table explains, or an explanation of no name.
    """
    names = names or names_of(name)
    if observes is None:
        observes = {} if names.base == "callback" else VISUAL
    given = {param.name: param for param in (*args, *options)}
    more = [difference.name for difference in differences_of(name, names.base, "option")]
    option_names = (*names.options, *more)
    parameter_names = {*names.args, *option_names}
    _check(name, "parameters", set(given) | parameter_names, parameter_names)
    methods = {**EVERY[names.base], **(methods or {}), **own}
    method_names = dict(_method_names(name, names))
    _check(name, "methods", set(methods), set(method_names))
    found = {
        method: _method(f"{name}.{method}", params, methods[method])
        for method, params in method_names.items()
    }
    told = {**ACTIONS, **(actions or {})}
    action_names = _action_names(name, names)
    _check(name, "actions", set(actions or {}) | set(action_names), set(action_names))
    arguments = tuple(_find(name, arg, given, OPTIONS) for arg in names.args)
    settings = tuple(_find(name, option, given, OPTIONS) for option in option_names)
    return WidgetClass(
        name,
        names.base,
        arguments,
        settings,
        found,
        {
            # An action of a class of the program's own is in no list: users do most of these.
            action: told[action]._replace(
                name=action,
                by=TOLD.get(action, By.USER),
                is_view=action in OF_THE_VIEW,
                is_order=action in ORDERS,
                is_merged=action in MERGED,
            )
            for action in action_names
        },
        observes,
        doc,
        content,
        is_local,
        is_needed,
        exact_types((*arguments, *settings)),
    )


def differences_of(name: str, base: str, kind: str) -> Iterator[Difference]:
    """The differences of a kind that concern a class."""
    bases = BASES[: BASES.index(base) + 1]
    for difference in DIFFERENCES:
        if difference.kind == kind and (difference.where == name or difference.where in bases):
            yield difference


def _method_names(name: str, names: Names) -> Iterator[tuple[str, tuple[str, ...]]]:
    bases = ("widget", "container") if names.base == "container" else (names.base,)
    for base in bases:
        yield from ((method[0], method[1:]) for method in methods_of(base))
    yield from ((method[0], method[1:]) for method in names.methods)
    for kind in ("method", "parameters", "own", "added"):
        for difference in differences_of(name, names.base, kind):
            yield difference.name, difference.parameters


def _action_names(name: str, names: Names) -> tuple[str, ...]:
    extra = (difference.name for difference in differences_of(name, names.base, "action"))
    return tuple(dict.fromkeys((*names.actions, *extra)))


def _check(name: str, what: str, explained: set[str], named: set[str]) -> None:
    if explained != named:
        raise LookupError(
            f"{name}: {what} without a name: {sorted(explained - named)}; "
            f"without an explanation: {sorted(named - explained)}"
        )


def _method(where: str, params: tuple[str, ...], said: Method) -> Method:
    given = {param.name: param for param in said.params}
    _check(where, "parameters", set(given) | set(params), set(params))
    found = tuple(_find(where, param, given, PARAMETERS) for param in params)
    name = where.partition(".")[2]
    gives = result_of(name, said.effect, said.gives)
    return said._replace(
        name=name, params=found, gives=gives, exact=exact_types(found), least=least_of(found)
    )


def _find(where: str, name: str, given: Mapping[str, Param], words: Mapping[str, Param]) -> Param:
    param = given.get(name) or words.get(name)
    if param is None:
        raise LookupError(f"{where}: nothing explains {name!r}")
    return param


def result_of(name: str, effect: Effect, said: str) -> str:
    """The type of what a method gives back.

    Parameters:
        name: the method's name.
        effect: what it does; a question may find nobody to answer it, and then gives None.
        said: what a table says, or nothing.
    """
    if isinstance(effect, Impossible):
        return NEVER
    gives = said or RESULTS.get(name, NOTHING)
    if isinstance(effect, Ask) and NOTHING not in gives:
        return f"{gives} | {NOTHING}"
    return gives

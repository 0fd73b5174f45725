"""The arguments of calls and of constructors: what the program gives, put in order.

Knows: positional arguments first, then options, then ``k=value`` as ``set_k(value)``; which
keywords are gathered.
"""

from collections.abc import Mapping
from typing import Any

from ..errors import WidgetGoneError
from ..models.conversions import SAFE, Doubts, no_doubts
from .checks import check_of, fit, take_argument
from .encoding import refuse_bytes
from .kept import Given, pack_given
from .params import default_value
from .widget import Method, WidgetClass


def bind_constructor(
    cls: WidgetClass,
    args: tuple[Any, ...],
    keywords: dict[str, Any],
    doubts: Doubts = no_doubts,
) -> tuple[Given, list[tuple[str, Any]]]:
    """Put the arguments of a constructor in order, and convert them.

    Parameters:
        cls: the class.
        args: by position: the class's arguments, then its options.
        keywords: by name: arguments, options, and anything that has a setter.
        doubts: is told of conversions that may not be what is meant.

    Returns:
        The arguments and options by position, and the setters to call with their values. What is
        None counts as not given, and so is a widget that has been destroyed.

    Raises:
        TypeError: too many arguments, one given twice, a name that the class does not know, or a
            value of another type.
        ValueError: a value that is not among the few choices.
    """
    if not keywords and fit(args, cls.exact, cls.least):
        return args, []  # as nearly always
    names = cls.names
    if len(args) > len(names):
        raise TypeError(
            f"{cls.name}() takes {len(names)} arguments ({', '.join(names)}), got {len(args)}"
        )
    given = dict(zip(names, args, strict=False))
    setters: list[tuple[str, Any]] = []
    for name, value in keywords.items():
        if name in given:
            raise TypeError(f"{cls.name}() got {name!r} twice")
        if name in names:
            given[name] = value
        elif f"set_{name}" in cls.methods:
            setters.append((f"set_{name}", value))
        else:
            raise TypeError(
                f"{cls.name}() has no argument {name!r}; it takes {', '.join(argument_names(cls))}"
            )
    taken = {}
    for index, (name, types) in enumerate(zip(names, cls.exact, strict=True)):
        value = given.get(name)
        if value is None:
            continue
        kind = type(value)
        if kind not in types or (kind is int and not -SAFE <= value <= SAFE):
            param = cls.params[index]
            try:
                value = take_argument(f"{cls.name}()", name, check_of(param.type), value, doubts)
            except WidgetGoneError:
                continue
            refuse_bytes(f"{cls.name}()", (param,), (value,))
        taken[name] = value
    for name in cls.required:
        if name in taken:
            continue
        if given.get(name) is None:
            raise TypeError(f"{cls.name}() needs {name!r}")
        raise TypeError(f"{cls.name}(): {name!r} is {given[name]!r}; nothing can be made with it")
    return pack_given(names, taken), setters


def argument_names(cls: WidgetClass) -> list[str]:
    """What a constructor takes: arguments, options, and what setters are for."""
    return [*cls.names, *sorted(param.name for param in cls.keywords)]


def constructor_arguments(cls: WidgetClass, given: Given) -> tuple[Any, ...]:
    """The arguments as the browser's constructor takes them: positional, then one object.

    Parameters:
        given: as :func:`bind_constructor` has it; a positional one that is skipped before another
            takes the browser's own default, since null would not mean 'not given' there.
    """
    if isinstance(given, dict):
        given = tuple([given.get(name) for name in cls.names])
    count = len(cls.args)
    if len(given) <= count and not (len(given) > 1 and _is_any_skipped(given)):
        return given  # most have the first argument alone
    positional = [
        default_value(param) if value is None else value
        for param, value in zip(cls.args, given, strict=False)
    ]
    options = {
        param.name: value
        for param, value in zip(cls.options, given[count:], strict=False)
        if value is not None
    }
    return (*positional, options) if options else tuple(positional)


def _is_any_skipped(given: tuple[Any, ...]) -> bool:
    return any(value is None for value in given)


def bind_call(
    where: str, method: Method, args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> tuple[Any, ...]:
    """Put arguments in the order of the parameters.

    Parameters:
        where: the call, for errors: ``Label.set_text()``.
        method: the method.
        args, kwargs: what the program gave. A skipped parameter, or None where the browser
            has another default, becomes that default. Where the last parameter is one
            of :data:`GATHERING`, keywords that name no parameter are gathered into it.

    Returns:
        The arguments by position; trailing ones that were not given are left out, where the
        browser has a default for them.

    Raises:
        TypeError: too many, too few, unknown or repeated arguments.
    """
    names = tuple(param.name for param in method.params)
    if len(args) > len(names):
        raise TypeError(f"{where} takes {_signature(method)}, got {len(args)} arguments")
    if kwargs:
        args = _bind_keywords(where, method, names, args, kwargs)
    for param in method.params[len(args) :]:
        if not param.may_be_skipped:
            raise TypeError(f"{where} needs {param.name!r}; it takes {_signature(method)}")
        if param.default is None:
            args = (*args, None)
    if any(arg is None for arg in args):
        return tuple(
            default_value(param) if arg is None else arg
            for param, arg in zip(method.params, args, strict=False)
        )
    return args


def _bind_keywords(
    where: str,
    method: Method,
    names: tuple[str, ...],
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
) -> tuple[Any, ...]:
    given = dict(zip(names, args, strict=False))
    loose: dict[str, Any] = {}
    for name, value in kwargs.items():
        if name in given:
            raise TypeError(f"{where} got {name!r} twice")
        if name in names:
            given[name] = value
        elif method.gathers:
            loose[name] = value
        else:
            raise TypeError(f"{where} has no parameter {name!r}; it takes {_signature(method)}")
    if loose:
        given[names[-1]] = _with_options(where, method, given.get(names[-1]), loose)
    last = max(index for index, name in enumerate(names) if name in given)
    for param in method.params[:last]:
        if param.name not in given and not param.may_be_skipped:
            raise TypeError(f"{where} needs {param.name!r}; it takes {_signature(method)}")
    return tuple(given.get(name) for name in names[: last + 1])


def _with_options(
    where: str, method: Method, given: Any, loose: Mapping[str, Any]
) -> dict[str, Any]:
    """The options that were given as one object, with those that were given by name."""
    if isinstance(given, str):  # where it is allowed, it is short for the most used option
        given = {"text": given}
    elif given is None:
        given = {}
    elif not isinstance(given, Mapping):
        name = method.params[-1].name
        raise TypeError(f"{where}: {name!r} is {given!r}; it must be a mapping")
    for name in loose:
        if name in given:
            raise TypeError(f"{where} got {name!r} twice")
    return {**given, **loose}


def _signature(method: Method) -> str:
    return "(" + ", ".join(param.name for param in method.params) + ")"

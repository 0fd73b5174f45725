"""A constructor's arguments: what the program gives, and what goes over the wire.

Knows: positional arguments first, then options, then ``k=value`` as ``set_k(value)``.
Must not know: sessions, or any widget class by name.
"""

from typing import Any

from .catalog.checks import check_of, take_argument
from .catalog.spec import WidgetClass, default_value
from .conversions import SAFE, Doubts, no_doubts
from .encoding import refuse_bytes
from .errors import WidgetGoneError


def bind_constructor(
    cls: WidgetClass,
    args: tuple[Any, ...],
    keywords: dict[str, Any],
    doubts: Doubts = no_doubts,
) -> tuple[dict[str, Any], list[tuple[str, Any]]]:
    """Sort out what the program gave a constructor.

    Parameters:
        cls: the class.
        args: by position: the class's arguments, then its options.
        keywords: by name: arguments, options, and anything that has a setter.
        doubts: is told of conversions that may not be what is meant.

    Returns:
        The arguments and options by name, and the setters to call with their values. What is
        None counts as not given, and so is a widget that has been destroyed.

    Raises:
        TypeError: too many arguments, one given twice, a name that the class does not know, or a
            value of another type.
        ValueError: a value that is none of the few that there are.
    """
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
                f"{cls.name}() has no argument {name!r}; it takes {', '.join(_all_names(cls))}"
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
    return taken, setters


def _all_names(cls: WidgetClass) -> list[str]:
    return [*cls.names, *sorted(param.name for param in cls.keywords)]


def constructor_arguments(cls: WidgetClass, given: dict[str, Any]) -> list[Any]:
    """The arguments as the browser's constructor takes them: positional, then one object.

    Parameters:
        given: arguments and options by name; a positional one that is skipped before another
            takes the browser's own default, since null would not mean 'not given' there.
    """
    options = {param.name: given[param.name] for param in cls.options if param.name in given}
    last = max((index for index, param in enumerate(cls.args) if param.name in given), default=-1)
    count = len(cls.args) if options else last + 1
    positional = [given.get(param.name, default_value(param)) for param in cls.args[:count]]
    return [*positional, options] if options else positional

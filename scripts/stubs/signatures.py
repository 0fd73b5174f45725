"""Parameters, docstrings and handlers as the source text of a stub.

Knows: the catalogue's words for a parameter or an action. Must not know: classes, files.
"""

import ast
import textwrap
from collections.abc import Iterable, Iterator

from pgwidgets.asking.validating import CLASSES as VALIDATED
from pgwidgets_proto.catalog import AWAITED
from pgwidgets_proto.widgets import GATHERING, Action, Method, Param, WidgetClass

from .api import Api

_WIDTH = 100


def parameter(param: Param) -> str:
    """One parameter, with its default where that can be written in a stub."""
    if param.default is None:
        return f"{param.name}: {param.type}"
    return f"{param.name}: {param.type} = {_default(param)}"


def _default(param: Param) -> str:
    try:
        value = ast.literal_eval(param.default or "None")
    except (ValueError, SyntaxError):
        return "..."
    if isinstance(value, (dict, list, tuple)):
        return "..."
    accepts_none = "None" in param.type or param.type == "Any"
    return "..." if value is None and not accepts_none else repr(value)


def parameters(params: Iterable[Param], *first: str) -> str:
    """The parameters of a method; loose keywords are gathered into the last one of some."""
    found = tuple(params)
    listed = [*first, *map(parameter, found)]
    if found and found[-1].name in GATHERING:
        listed.append("**keywords: Any")
    return ", ".join(listed)


def constructor(cls: WidgetClass, *first: str) -> str:
    """The parameters of a constructor: arguments, options, and what is set by name alone.

    Parameters:
        cls: its class.
        first: what comes before all of them.
    """
    listed = [*first, *map(parameter, (*cls.args, *cls.options))]
    extra = [f"{param.name}: {param.type} = ..." for param in cls.keywords]
    if cls.name in VALIDATED:
        extra.append("validator: Callable[[str], object] | None = ...")
    if all(param.name != "name" for param in (*cls.args, *cls.options)):
        extra.append("name: str = ...")
    return ", ".join([*listed, "*", *extra] if extra else listed)


def docstring(text: str, indent: str) -> str:
    """A docstring, its lines broken where they are too long."""
    lines = text.splitlines()
    if len(lines) == 1:
        return f'{indent}"""{text}"""\n'
    found: list[str] = []
    for line in lines:
        inner = line[len(line) - len(line.lstrip()) :]
        lead = indent + line[: len(line) - len(inner)]
        found += textwrap.wrap(
            inner,
            _WIDTH - 4,
            initial_indent=lead,
            subsequent_indent=lead,
            break_on_hyphens=False,
        ) or [""]
    found[0] = f'{indent}"""{found[0].lstrip()}'
    return "\n".join(found) + f'\n{indent}"""\n'


def method(spec: Method, api: Api, *, overrides: bool) -> str:
    """A method of a class.

    Parameters:
        spec: the method.
        api: the API.
        overrides: whether a base has one of its name with other parameters.
    """
    may_be_awaited = spec.name in AWAITED
    result = api.result(spec.gives, is_local=spec.effect.is_local, may_be_awaited=may_be_awaited)
    ignore = "  # type: ignore[override]" if overrides else ""
    head = (
        f"    def {spec.name}({ignore}\n        {parameters(spec.params, 'self')}) -> {result}:\n"
    )
    return head + docstring(spec.doc, " " * 8)


def listeners(actions: Iterable[Action], api: Api) -> str:
    """The methods `on` and `add_callback`, with an overload for all actions that are alike."""
    alike: dict[tuple[str, ...], list[Action]] = {}
    for action in actions:
        for types in _argument_types(action):
            alike.setdefault(types, []).append(action)
    text = ""
    for name, leading in (("on", ()), ("add_callback", ("Self",))):
        for number, (types, group) in enumerate(alike.items()):
            is_first, is_only = number == 0, len(alike) == 1
            ignore = "  # type: ignore[override]" if is_first else ""
            if not is_only:
                text += f"    @overload{ignore}\n"
            text += _listener(name, leading, types, group, api, ignore if is_only else "")
    return text


def _argument_types(action: Action) -> Iterator[tuple[str, ...]]:
    """The types of what a handler gets: all, then without what is not always there."""
    types = tuple(param.type for param in action.params)
    yield types
    required = sum(param.default is None for param in action.params)
    for count in range(len(types) - 1, required - 1, -1):
        yield types[:count]


def _listener(
    name: str,
    leading: tuple[str, ...],
    types: tuple[str, ...],
    group: list[Action],
    api: Api,
    ignore: str,
) -> str:
    literals = ", ".join(repr(action.name) for action in group)
    given = (*leading, *types)
    handler = f"Concatenate[{', '.join(given)}, P]" if given else "P"
    parts = (
        "self",
        f"action: Literal[{literals}]",
        f"handler: Callable[{handler}, object]",
        "/",
        "*extra: P.args",
        "**keywords: P.kwargs",
    )
    if leading:
        text = "As ``on``, but the handler gets the widget first."
    elif len(group) == 1:
        text = _told(group[0], len(types))
        if len(text) > _WIDTH - 8 - 6:
            text = f"``{group[0].name}``.\n\n{text}"
    else:
        lines = [_told(action, len(types)) for action in group]
        text = "\n".join(["One of these.", "", *lines])
    result = api.result("None", is_local=False)
    head = f"    def {name}[**P]({ignore}\n        {', '.join(parts)}) -> {result}:\n"
    return head + docstring(text, " " * 8) + "\n"


def _told(action: Action, count: int) -> str:
    """What an action means, and what its handlers get."""
    names = ", ".join(param.name for param in action.params[:count])
    return (
        f"``{action.name}`` ({names}): {action.doc}"
        if names
        else f"``{action.name}``: {action.doc}"
    )

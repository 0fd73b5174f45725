"""The shape of the catalogue: classes, methods, parameters, actions.

Knows: what is said of a widget class. Must not know: any class by name.
"""

import ast
import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from .told import By

if TYPE_CHECKING:
    from ..node import Content, Node
    from .effects import Effect
    from .reports import Report


class Code(str):
    """The type of a parameter whose texts are read by browsers, not by users: a color, a URL.

    No number is such a text, as it is one to be shown.
    """

    __slots__ = ()


class Param(NamedTuple):
    """One parameter of a constructor or a method.

    Attributes:
        name: as `pgwidgets_js.defs` has it.
        type: its Python type as it stands in a stub, such as ``"str | None"``.
        default: what the browser takes when it is left out, as source text; None: required.
        doc: one line.
        is_binary: whether it is bytes, which go over the wire as they are. The first of a method.
    """

    name: str
    type: str = "Any"
    default: str | None = "None"
    doc: str = ""
    is_binary: bool = False

    @property
    def may_be_skipped(self) -> bool:
        """Whether a call may leave it out: it has a default, or takes None, which means that."""
        return self.default is not None or self.type.endswith("| None")


GATHERING = frozenset({"options", "attrs"})
"""Names of last parameters into which keywords are gathered that name no parameter."""


@functools.cache
def default_value(param: Param) -> Any:
    """The browser's default of a parameter; None where it has none that can be written down."""
    try:
        return None if param.default is None else ast.literal_eval(param.default)
    except (ValueError, SyntaxError):
        return None


class Method(NamedTuple):
    """One method: its parameters, and what it does to the state.

    Attributes:
        name: as the browser has it.
        params: its parameters.
        effect: what it does.
        doc: one line.
        gives: the Python type of its result, as it stands in a stub.
        exact: of each parameter, the types whose values are taken as they are (checks.py).
    """

    name: str
    params: tuple[Param, ...]
    effect: "Effect"
    doc: str = ""
    gives: str = "None"
    exact: tuple[frozenset[type], ...] = ()

    def bind(self, owner: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> tuple[Any, ...]:
        """Put arguments in the order of the parameters.

        Parameters:
            owner: the class's name, for errors.
            args, kwargs: what the program gave. A skipped parameter, or None where the browser
                has another default, becomes that default. Where the last parameter is one
                of :data:`GATHERING`, keywords that name no parameter are gathered into it.

        Returns:
            The arguments by position; trailing ones that were not given are left out, where the
            browser has a default for them.

        Raises:
            TypeError: too many, too few, unknown or repeated arguments.
        """
        names = tuple(param.name for param in self.params)
        if len(args) > len(names):
            raise TypeError(
                f"{owner}.{self.name}() takes {self._signature()}, got {len(args)} arguments"
            )
        if kwargs:
            args = self._bind_keywords(owner, names, args, kwargs)
        for param in self.params[len(args) :]:
            if not param.may_be_skipped:
                raise TypeError(
                    f"{owner}.{self.name}() needs {param.name!r}; it takes {self._signature()}"
                )
            if param.default is None:
                args = (*args, None)
        if any(arg is None for arg in args):
            return tuple(
                default_value(param) if arg is None else arg
                for param, arg in zip(self.params, args, strict=False)
            )
        return args

    def _bind_keywords(
        self, owner: str, names: tuple[str, ...], args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> tuple[Any, ...]:
        given = dict(zip(names, args, strict=False))
        loose: dict[str, Any] = {}
        for name, value in kwargs.items():
            if name in given:
                raise TypeError(f"{owner}.{self.name}() got {name!r} twice")
            if name in names:
                given[name] = value
            elif self.gathers:
                loose[name] = value
            else:
                raise TypeError(
                    f"{owner}.{self.name}() has no parameter {name!r}; it takes {self._signature()}"
                )
        if loose:
            given[names[-1]] = self._with_options(owner, given.get(names[-1]), loose)
        last = max(index for index, name in enumerate(names) if name in given)
        for param in self.params[:last]:
            if param.name not in given and not param.may_be_skipped:
                raise TypeError(
                    f"{owner}.{self.name}() needs {param.name!r}; it takes {self._signature()}"
                )
        return tuple(given.get(name) for name in names[: last + 1])

    def _with_options(self, owner: str, given: Any, loose: Mapping[str, Any]) -> dict[str, Any]:
        """Options that were given as one object, and those that were given by name."""
        if isinstance(given, str):  # where it is allowed, it is short for the most used option
            given = {"text": given}
        elif given is None:
            given = {}
        elif not isinstance(given, Mapping):
            name = self.params[-1].name
            raise TypeError(f"{owner}.{self.name}(): {name!r} is {given!r}; it must be a mapping")
        for name in loose:
            if name in given:
                raise TypeError(f"{owner}.{self.name}() got {name!r} twice")
        return {**given, **loose}

    @property
    def gathers(self) -> bool:
        """Whether keywords that name no parameter are gathered into the last one."""
        return bool(self.params) and self.params[-1].name in GATHERING

    def _signature(self) -> str:
        return "(" + ", ".join(param.name for param in self.params) + ")"


class Action(NamedTuple):
    """One thing that a widget reports.

    Attributes:
        name: as it goes over the wire.
        report: what it tells of the state, or None.
        params: what a handler is given.
        doc: one line.
        progress: the action that tells how much of its files is here, if it brings files.
        is_extended: whether only our own client tells it.
        by: whose doing it tells.
    """

    name: str
    report: "Report | None" = None
    params: tuple[Param, ...] = ()
    doc: str = ""
    progress: str | None = None
    is_extended: bool = False
    by: By = By.PAGE


class WidgetClass(msgspec.Struct, frozen=True, eq=False, dict=True):
    """One widget class.

    Attributes:
        name: as the browser knows it.
        base: ``"callback"`` (not visual), ``"widget"`` or ``"container"``.
        args: the constructor's positional parameters.
        options: the names in the object of options that follows them.
        methods, actions: by name.
        observes: state keys that layout reports, with the setter that replays one, or None where
            a report is only readable: ``{"size": None, "position": "set_position"}``.
        doc: one line.
        content: makes what a widget of the class has beyond simple values, as ``node.content``;
            it may raise TypeError or ValueError, and then there is no widget.
        is_local: its widgets live in Python alone; no browser is told of them.
        is_needed: whether anything but the program needs a widget: one that is not ends when the
            program holds it no more. None: widgets last until they are destroyed.
        exact: of each argument and option, the types whose values are taken as they are.
    """

    name: str
    base: str
    args: tuple[Param, ...]
    options: tuple[Param, ...]
    methods: Mapping[str, Method]
    actions: Mapping[str, Action]
    observes: Mapping[str, str | None]
    doc: str = ""
    content: "Callable[[Node], Content | None] | None" = None
    is_local: bool = False
    is_needed: "Callable[[Node], bool] | None" = None
    exact: tuple[frozenset[type], ...] = ()

    @property
    def is_visual(self) -> bool:
        """Whether its widgets can be seen, and so put somewhere."""
        return self.base != "callback"

    @functools.cached_property
    def params(self) -> tuple[Param, ...]:
        """The constructor's arguments and options, in their order by position."""
        return (*self.args, *self.options)

    @functools.cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the constructor's arguments and options, in their order by position."""
        return tuple(param.name for param in self.params)

    @functools.cached_property
    def keywords(self) -> tuple[Param, ...]:
        """What the constructor takes by name alone: ``k`` is given to ``set_k()``."""
        found = []
        for name, method in self.methods.items():
            word = name.removeprefix("set_")
            if word == name or word in self.names or not method.params:
                continue
            takes_one = all(param.default is not None for param in method.params[1:])
            if takes_one and method.gives != "Never":
                found.append(method.params[0]._replace(name=word, default="None"))
        return tuple(found)

    @functools.cached_property
    def required(self) -> tuple[str, ...]:
        """The names of the arguments that must be given."""
        return tuple(param.name for param in self.args if param.default is None)

    def action_name(self, given: Any) -> Any:
        """An action as its browser half spells it, which writes some with ``-``, others with ``_``.

        Parameters:
            given: what the program calls it.

        Returns:
            The action's name, or ``given`` where there is no such action.
        """
        if not isinstance(given, str) or given in self.actions:
            return given
        return self._spellings.get(given.replace("-", "_"), given)

    @functools.cached_property
    def _spellings(self) -> Mapping[str, str]:
        return {name.replace("-", "_"): name for name in self.actions}

    @functools.cached_property
    def automatic(self) -> tuple[str, ...]:
        """The actions that tell of the state, so that the core itself listens to them."""
        return tuple(action.name for action in self.actions.values() if action.report is not None)

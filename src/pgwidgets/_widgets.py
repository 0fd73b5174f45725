"""Widget classes made from the catalogue, for both APIs.

Knows: how a catalogue entry becomes a Python class with methods, signatures and docs, and how a
class is bound to a session. Must not know: async or sync, sockets, event loops.

An API has its own base class (async_/widget.py); all that differs is what a call returns.
"""

import inspect
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, cast

from pgwidgets_proto.catalog import class_names, widget_class
from pgwidgets_proto.catalog.spec import Method, Param, WidgetClass, default_value
from pgwidgets_proto.node import Node

from ._files import local_files_as_data, takes_files


class WidgetType(type):
    """The type of widget classes: one that is bound to a session supplies it to instances.

    ``Button(session, "x")`` and ``W.Button("x")`` make the same widget; a class derived from
    either takes the session as its first argument.
    """

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        session = cls.__dict__.get("_bound_session")
        if session is not None:
            args = (session, *args)
        return super().__call__(*args, **kwargs)

    @property
    def __signature__(cls) -> inspect.Signature:
        """What a call of the class takes: not the session, where that is supplied."""
        for base in cls.__mro__:
            own = base.__dict__.get("_signature")
            if own is None and "__init__" in base.__dict__:
                own = inspect.signature(base.__dict__["__init__"])
                own = own.replace(parameters=list(own.parameters.values())[1:])
            if own is not None:
                break
        assert isinstance(own, inspect.Signature)  # object has an __init__
        if "_bound_session" in cls.__dict__:
            return own.replace(parameters=list(own.parameters.values())[1:])
        return own


class WidgetMethods(metaclass=WidgetType):
    """What the widgets of both APIs have in common.

    Attributes:
        wid: the widget's id in its session.
    """

    _spec: ClassVar[WidgetClass]
    _node: Node

    @property
    def wid(self) -> int:
        """The widget's id, unique in its session."""
        return self._node.wid

    def _call(self, method: Method, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Carry out a call; each API says what is given back.

        Pictures among the arguments are URLs by now (:func:`~._files.local_files_as_data`).
        """
        raise AssertionError("an API's base class says what a call gives back")

    def __repr__(self) -> str:
        node = getattr(self, "_node", None)
        name = type(self).__name__
        return f"<{name} (not made yet)>" if node is None else f"<{name} {node.wid}>"


def build_class[W: WidgetMethods](name: str, base: type[W], module: str) -> type[W]:
    """Make the class of a catalogue entry.

    Parameters:
        name: the widget class.
        base: the API's base class.
        module: where the class is to be found, for reprs and pickles.

    Raises:
        AttributeError: there is no such widget class.
    """
    if name not in class_names():
        raise AttributeError(f"there is no widget class {name!r}")
    spec = widget_class(name)
    members: dict[str, Any] = {
        "_spec": spec,
        "__doc__": spec.doc,
        "__module__": module,
        "_signature": signature((*spec.args, *spec.options), leading="session"),
    }
    for method in spec.methods.values():
        if not hasattr(base, method.name):
            members[method.name] = _build_method(name, method)
    return cast("type[W]", WidgetType(name, (base,), members))


def _build_method(owner: str, method: Method) -> Callable[..., Any]:
    def call(self: WidgetMethods, *args: Any, **kwargs: Any) -> Any:
        return self._call(method, args, kwargs)

    if takes_files(method.params):
        plain_call = call

        def call(self: WidgetMethods, *args: Any, **kwargs: Any) -> Any:
            args, kwargs = local_files_as_data(method.params, args, kwargs)
            return plain_call(self, *args, **kwargs)

    call.__name__ = method.name
    call.__qualname__ = f"{owner}.{method.name}"
    call.__doc__ = method.doc
    call.__signature__ = signature(method.params, leading="self")  # type: ignore[attr-defined]
    return call


def signature(params: tuple[Param, ...], *, leading: str) -> inspect.Signature:
    """The signature of a method, for editors and help()."""
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    found = [inspect.Parameter(leading, kind)]
    may_skip = False
    for param in params:
        may_skip = may_skip or param.default is not None
        default = default_value(param) if may_skip else inspect.Parameter.empty
        found.append(inspect.Parameter(param.name, kind, default=default, annotation=param.type))
    if params and params[-1].name == "options":
        found.append(inspect.Parameter("keywords", inspect.Parameter.VAR_KEYWORD))
    return inspect.Signature(found)


class BoundClasses:
    """The widget classes of one session: ``W.Button("x")`` makes a button there.

    Parameters:
        session: what instances belong to.
        find: gives the unbound class of a name, or raises AttributeError.
        names: all names, for completion.
    """

    def __init__(
        self, session: Any, find: Callable[[str], type[Any]], names: Callable[[], Iterator[str]]
    ) -> None:
        self._session = session
        self._find = find
        self._names = names

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        found = self._find(name)
        bound = WidgetType(
            found.__name__,
            (found,),
            {
                "_bound_session": self._session,
                "__module__": found.__module__,
                "__doc__": found.__doc__,
            },
        )
        setattr(self, name, bound)
        return bound

    def __dir__(self) -> list[str]:
        return [*self._names()]

    def __repr__(self) -> str:
        return f"<widget classes of {self._session!r}>"

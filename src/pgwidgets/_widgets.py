"""Widget classes made from the catalogue, for both APIs.

Knows: how a catalogue entry becomes a Python class with methods, signatures and docs, how a class
is bound to a session, and what every widget has. Must not know: async or sync, sockets, event
loops, any widget class by name.

An API has its own base class; all that differs is what a call gives back, which its session says.
"""

import inspect
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from pgwidgets_proto.catalog import class_names, widget_class
from pgwidgets_proto.promise import Promise
from pgwidgets_proto.widgets.params import GATHERING, Param, default_value
from pgwidgets_proto.widgets.widget import Method, Node, WidgetClass

from ._files import local_files_as_data, setters_files_as_data, takes_files, to_data_uri
from ._handlers import Handler, Handlers, also_by_name, check_handler

if TYPE_CHECKING:
    from ._session import BaseSession


class WidgetType(type):
    """The type of widget classes: one that is bound to a session supplies it to instances.

    ``Button(session, "x")`` and ``W.Button("x")`` make the same widget; a class derived from
    either takes the session as its first argument.
    """

    if not TYPE_CHECKING:  # to a type checker a class is called as its constructor says

        def __call__(cls, *args: Any, **kwargs: Any) -> Any:
            session = cls.__dict__.get("_bound_session")
            if session is not None:
                args = (session, *args)
            widget = super().__call__(*args, **kwargs)
            if not hasattr(widget, "_node"):
                name = cls.__name__
                raise TypeError(f"{name}.__init__() must call super().__init__(session, ...)")
            widget._is_made()
            return widget

    @property
    def __signature__(cls) -> inspect.Signature:
        """What a call of the class takes: not the session, where that is supplied."""
        own = None
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


class BaseWidget[S: "BaseSession[Any]"](metaclass=WidgetType):
    """What the widgets of both APIs have in common.

    Parameters:
        session: where it lives; classes of ``session.get_widgets()`` supply it.
        args, kwargs: the class's arguments, then its options by position or name; any other
            keyword ``k`` is ``set_k(value)``.

    Raises:
        TypeError, ValueError: arguments that the class does not take.
    """

    _spec: ClassVar[WidgetClass]
    _node: Node

    def __init__(self, session: S, *args: Any, **kwargs: Any) -> None:
        name = type(self).__name__
        if not hasattr(session, "_core"):  # its class is each API's, and not known here
            raise TypeError(f"{name}(): session is {session!r}; it must be a Session")
        self._begin(session)
        try:
            spec = self._spec
        except AttributeError:
            raise TypeError(f"{name}() makes no widget: it is what all have in common") from None
        if takes_files(spec.options):
            args, kwargs = local_files_as_data((*spec.args, *spec.options), args, kwargs)
        if kwargs:
            kwargs = setters_files_as_data(spec, kwargs)
        session._act(self._create, args, kwargs)

    # Operations of the core, each with what belongs to it here: they are done as one.

    def _create(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self._node = self._session._core.create(self._spec, args, kwargs)
        self._belong()

    def _listen(self, action: str, handler: Handler) -> None:
        if self._session._core.listen(self._node, action):
            self._handlers.add(action, handler)
            self._node.widget = self  # which has the handlers, so it is held from here on

    def _unlisten(self, action: str, handler: Callable[..., Any]) -> None:
        if self._handlers.remove(action, handler):
            self._session._core.unlisten(self._node, action)

    def _is_made(self) -> None:
        """The constructor of the very class has returned; each API says what happens then."""

    def _begin(self, session: S) -> None:
        self._session = session
        self._handlers = Handlers()

    @classmethod
    def _of_node(cls, session: S, node: Node) -> Self:
        """The widget of a node that the core made (a factory's)."""
        widget = cls.__new__(cls)
        widget._begin(session)
        widget._node = node
        widget._belong()
        return widget

    def _belong(self) -> None:
        """Be the one widget of the node: while the program holds it, or until it is destroyed."""
        if self._node.cls.is_needed is None:
            self._node.widget = self
        else:
            self._session._watch(self, self._node)

    # --- what every widget has

    @property
    def wid(self) -> int:
        """The widget's id, unique in its session."""
        return self._node.wid

    @property
    def session(self) -> S:
        """The session that it lives in."""
        return self._session

    @property
    def app(self) -> Any:
        """The application."""
        return self._session.app

    @property
    def is_destroyed(self) -> bool:
        """Whether it has ended: by its ``destroy()``, with what it was in, or with its session.

        Its methods do nothing then, and its getters give the last value.
        """
        return self._node.destroyed

    @also_by_name
    def on(self, action: str, handler: Callable[..., Any], /, *extra: Any, **keywords: Any) -> Any:
        """Have a handler called when something happens to the widget.

        An action that the class does not have is never told: a warning
        (:class:`~pgwidgets.PgwidgetsCompatWarning`) lists those that it has.

        Parameters:
            action: what happens, as ``"activated"``; ``-`` and ``_`` are the same in it.
            handler: gets what goes with the action, then ``extra`` and ``keywords``. Both may be
                given by name.

        Raises:
            TypeError: the handler can't be called, or the action is no text.
        """
        return self._add(action, Handler(handler, extra, keywords, gets_widget=False))

    @also_by_name
    def add_callback(
        self, action: str, handler: Callable[..., Any], /, *extra: Any, **keywords: Any
    ) -> Any:
        """As :meth:`on`, but the handler gets the widget first."""
        return self._add(action, Handler(handler, extra, keywords, gets_widget=True))

    def remove_callback(self, action: str, handler: Callable[..., Any]) -> Any:
        """Have a handler called no more; one that is not there is ignored."""
        self._session._act(self._unlisten, self._spec.action_name(action), handler)
        return self._session._complete()

    def has_callback(self, action: str) -> bool:
        """Whether the class has this action."""
        return self._spec.action_name(action) in self._spec.actions

    to_data_uri = staticmethod(to_data_uri)

    # --- its own business

    def _add(self, action: str, handler: Handler) -> Any:
        check_handler(f"{self._spec.name}.on({action!r})", handler.function)
        self._session._act(self._listen, self._spec.action_name(action), handler)
        return self._session._complete()

    def _call(self, method: Method, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Carry out a call; pictures among the arguments are URLs by now."""
        session = self._session
        result = session._act(session._core.call_method, self._node, method, args, kwargs)
        if method.effect.is_local:
            return session._known(method, result)
        if isinstance(result, Promise):
            return session._complete(promise=result, convert=session._lift)
        return session._complete(session._lift(result))

    def __repr__(self) -> str:
        node = getattr(self, "_node", None)
        name = type(self).__name__
        return f"<{name} (not made yet)>" if node is None else f"<{name} {node.wid}>"


def build_class[W: BaseWidget[Any]](name: str, base: type[W], module: str) -> type[W]:
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
    built = WidgetType(name, (base,), {"__doc__": spec.doc, "__module__": module})
    add_methods(built, spec)
    return cast("type[W]", built)


def add_methods(cls: type[Any], spec: WidgetClass) -> None:
    """Give a class the methods of a catalogue entry; those that it has stay as they are."""
    cls._spec = spec
    cls._signature = signature((*spec.args, *spec.options), leading="session")
    for method in spec.methods.values():
        if not hasattr(cls, method.name):
            setattr(cls, method.name, _build_method(spec.name, method))


def _build_method(owner: str, method: Method) -> Callable[..., Any]:
    def call(self: BaseWidget[Any], *args: Any, **kwargs: Any) -> Any:
        return self._call(method, args, kwargs)

    if takes_files(method.params):
        plain_call = call

        def call(self: BaseWidget[Any], *args: Any, **kwargs: Any) -> Any:
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
    if params and params[-1].name in GATHERING:
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
        return self.__dict__.setdefault(name, bound)  # another thread may just have made it too

    def __dir__(self) -> list[str]:
        return [*dict.fromkeys(self._names())]  # one may have been registered in place of ours

    def __repr__(self) -> str:
        return f"<widget classes of {self._session!r}>"

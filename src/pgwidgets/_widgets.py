"""Widget classes made from the catalogue, for both APIs.

Knows: how a catalogue entry becomes a Python class with methods, signatures and docs, how a class
is bound to a session, and what every widget has. Must not know: async or sync, sockets, event
loops, any widget class by name.

An API has its own base class; all that differs is what a call gives back, which its session says.
"""

import inspect
from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, cast

from pgwidgets_proto import Promise
from pgwidgets_proto import Session as CoreSession
from pgwidgets_proto.catalog import class_names, widget_class
from pgwidgets_proto.widgets import GATHERING, Method, Node, Param, WidgetClass, default_value

from ._added import Added, added_methods
from ._files import (
    LocalFiles,
    local_files_as_data,
    setters_files_as_data,
    takes_files,
    to_data_uri,
)
from ._guarded import Guarded
from ._handlers import Handler, Handlers, also_by_name, check_handler
from ._kept_widget import KeepsWidget, give_name
from ._public import shown
from ._sources import connect, feed_of, may_have_source, takes_data

if TYPE_CHECKING:
    from .asking.binding import Binding
    from .asking.busy import Busy
    from .asking.shortcuts import Scope
    from .asking.validating import Validating

_NO_HANDLERS = Handlers()
"""One for all widgets without any: an object of its own is 130 bytes a widget."""


class Acting(Protocol):
    """What a widget needs of its session's engine, which says what each of these does.

    Attributes:
        public: the session that the program has.
        app: the engine of its application.
        core: its state.
        aside: as :class:`._sources.Acting` has it.
    """

    public: Any
    app: Any
    core: CoreSession
    aside: Callable[[Callable[[], Any]], Awaitable[Any]] | None

    def act(self, operation: Callable[..., Any], *args: Any) -> Any: ...
    def do(self, operation: Callable[..., Any], *args: Any) -> Any: ...
    def complete(
        self,
        value: Any = None,
        promise: Promise | None = None,
        convert: Callable[[Any], Any] | None = None,
    ) -> Any: ...
    def known(self, method: Method, value: Any) -> Any: ...
    def lift(self, value: Any) -> Any: ...
    def watch(self, widget: Any, node: Node) -> None: ...


class WidgetType(type):
    """The type of widget classes: one that is bound to a session supplies it to instances.

    ``Button(session, "x")`` and ``W.Button("x")`` make the same widget; a class derived from
    either takes the session as its first argument.
    """

    if not TYPE_CHECKING:  # to a type checker a class is called as its constructor says

        def __call__(cls, *args: Any, **kwargs: Any) -> Any:
            session = cls.__dict__.get("_pgwidgets_session")
            if session is not None:
                args = (session, *args)
            widget = super().__call__(*args, **kwargs)
            if _node_of(widget) is None:
                name = cls.__name__
                raise TypeError(f"{name}.__init__() must call super().__init__(session, ...)")
            cls._pgwidgets_made(widget)
            return widget

    @property
    def __signature__(cls) -> inspect.Signature:
        """What a call of the class takes: not the session, where that is supplied."""
        own = None
        for base in cls.__mro__:
            own = base.__dict__.get("_pgwidgets_signature")
            if own is None and "__init__" in base.__dict__:
                own = inspect.signature(base.__dict__["__init__"])
                own = own.replace(parameters=list(own.parameters.values())[1:])
            if own is not None:
                break
        assert isinstance(own, inspect.Signature)  # object has an __init__
        if "_pgwidgets_session" in cls.__dict__:
            return own.replace(parameters=list(own.parameters.values())[1:])
        return own


class WidgetEngine:
    """What does the work of one widget. It does not hold the widget, which may be let go of.

    Parameters:
        session: the engine of its session.

    Attributes:
        node: its state in the core.
        handlers: who is called for what.
        is_initialized: whether its asynchronous set-up has begun (async API).
        validating: what checks its text, where something does.
    """

    __slots__ = ("handlers", "is_initialized", "node", "session", "validating")

    node: Node

    def __init__(self, session: Acting) -> None:
        self.session = session
        self.handlers = _NO_HANDLERS
        self.is_initialized = False
        self.validating: Validating | None = None

    # Operations of the core, each with what belongs to it here: they are done as one.

    def create(
        self, widget: Any, spec: WidgetClass, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Make the widget's node."""
        self.node = self.session.core.create(spec, args, kwargs)
        self.belong(widget)

    def listen(self, widget: Any, action: str, handler: Handler) -> None:
        """Have a handler called."""
        if self.session.core.listen(self.node, action):
            if self.handlers is _NO_HANDLERS:
                self.handlers = Handlers()
            self.handlers.add(action, handler)
            self.node.widget = widget  # which has the handlers, so it is held from here on

    def unlisten(self, widget: Any, action: str, function: Callable[..., Any]) -> None:
        """Have a handler called no more."""
        if self.handlers.remove(action, function):
            self.session.core.unlisten(self.node, action)

    def belong(self, widget: Any) -> None:
        """Be the one widget of the node: while the program holds it, or until it is destroyed."""
        if self.node.cls.is_needed is None:
            self.node.widget = widget
        else:
            self.session.watch(widget, self.node)

    # What the program calls.

    def add(self, widget: Any, action: str, handler: Handler) -> Any:
        """Add a handler; see :meth:`BaseWidget.on`."""
        check_handler(f"{self.node.cls.name}.on({action!r})", handler.function)
        return self.session.do(self.listen, widget, self.node.cls.action_name(action), handler)

    def remove(self, widget: Any, action: str, function: Callable[..., Any]) -> Any:
        """Remove a handler; see :meth:`BaseWidget.remove_callback`."""
        return self.session.do(self.unlisten, widget, self.node.cls.action_name(action), function)

    def call(self, method: Method, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Carry out a call; pictures among the arguments are URLs by now."""
        session = self.session
        spans = session.app.spans
        if spans is None:
            result = session.act(session.core.call_method, self.node, method, args, kwargs)
        else:
            result = spans.call(
                session.core.id,
                self.node,
                method.name,
                lambda: session.act(session.core.call_method, self.node, method, args, kwargs),
            )
        if method.effect.is_local:
            return session.known(method, result)
        if isinstance(result, Promise):
            return session.complete(promise=result, convert=session.lift)
        return session.complete(result if result is None else session.lift(result))


def widget_of(cls: Any, session: Acting, node: Node) -> Any:
    """Make the widget of a node that the core made (a factory's).

    Parameters:
        cls: its class.
        session: the engine of its session.
        node: its state.
    """
    widget: Any = cls.__new__(cls)
    engine = widget._pgwidgets = WidgetEngine(session)
    engine.node = node
    engine.belong(widget)
    return widget


class BaseWidget[S, R](Guarded[R], KeepsWidget[R], metaclass=WidgetType):
    """What the widgets of both APIs have in common.

    ``S`` is the API's session, and ``R`` what a call gives back that gives no value.

    Parameters:
        session: where it lives; classes of ``session.get_widgets()`` supply it.
        args, kwargs: the class's arguments, then its options by position or name; any other
            keyword ``k`` is ``set_k(value)``, but for ``name``, by which a later run of the program
            knows the widget again (where the class has no ``name`` of its own).

    Raises:
        TypeError, ValueError: arguments that the class does not take.
    """

    # A class with no slots lays out thirty attributes in each of its objects. What programs set of
    # an object goes into its __dict__, which is made then.
    __slots__ = ("__dict__", "__weakref__", "_pgwidgets")

    _pgwidgets: WidgetEngine
    _pgwidgets_spec: ClassVar[WidgetClass]
    _pgwidgets_takes_files: ClassVar[bool]

    def __init__(self, session: S, *args: Any, **kwargs: Any) -> None:
        name = type(self).__name__
        engine: Any = getattr(session, "_pgwidgets", None)
        if not isinstance(getattr(engine, "core", None), CoreSession):
            raise TypeError(f"{name}(): session is {session!r}; it must be a Session")
        self._pgwidgets = WidgetEngine(engine)
        try:
            spec = type(self)._pgwidgets_spec
        except AttributeError:
            raise TypeError(f"{name}() makes no widget: it is what all have in common") from None
        validator = None
        if "validator" in kwargs and all(one.name != "validator" for one in spec.options):
            validator = kwargs.pop("validator")
        has_files = type(self)._pgwidgets_takes_files
        if kwargs or has_files:
            files = LocalFiles(spec.name, f"{spec.name}()", engine.app.settings.file_roots)
            if has_files:
                args, kwargs = local_files_as_data(files, (*spec.args, *spec.options), args, kwargs)
            kwargs = setters_files_as_data(files, spec, kwargs)
        own_name = None
        if "name" in kwargs and all(one.name != "name" for one in (*spec.args, *spec.options)):
            own_name = kwargs.pop("name")
        feed = feed_of(kwargs["source"]) if may_have_source(spec, kwargs) else None
        if feed is not None:
            kwargs = {**kwargs, "source": feed}
        engine.act(self._pgwidgets.create, self, spec, args, kwargs)
        if feed is not None:
            connect(feed, engine, self._pgwidgets.node)
        if own_name is not None:
            give_name(self._pgwidgets, own_name)
        if validator is not None:
            BaseWidget.set_validator(self, validator)

    def _pgwidgets_made(self) -> None:
        """The constructor of the very class has returned; each API says what happens then."""

    # --- what every widget has

    @shown
    def wid(self) -> int:
        """The widget's id, unique in its session."""
        return self._pgwidgets.node.wid

    @shown
    def session(self) -> S:
        """The session that it lives in."""
        session: S = self._pgwidgets.session.public
        return session

    @shown
    def is_destroyed(self) -> bool:
        """Whether it has ended: by its ``destroy()``, with what it was in, or with its session.

        Its methods do nothing then, and its getters give the last value.
        """
        return self._pgwidgets.node.destroyed

    @also_by_name
    def on(self, action: str, handler: Callable[..., object], /, *extra: Any, **keywords: Any) -> R:
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
        listener = Handler(handler, extra, keywords, gets_widget=False)
        done: R = self._pgwidgets.add(self, action, listener)
        return done

    @also_by_name
    def add_callback(
        self, action: str, handler: Callable[..., object], /, *extra: Any, **keywords: Any
    ) -> R:
        """As :meth:`on`, but the handler gets the widget first."""
        listener = Handler(handler, extra, keywords, gets_widget=True)
        done: R = self._pgwidgets.add(self, action, listener)
        return done

    def remove_callback(self, action: str, handler: Callable[..., object]) -> R:
        """Have a handler called no more; one that is not there is ignored."""
        done: R = self._pgwidgets.remove(self, action, handler)
        return done

    def busy(
        self, text: str = "", *, total: float | None = None, cancel: bool | str = False
    ) -> "Busy":
        """A block in which it is covered, so that nothing in it can be used.

        Parameters:
            text: what it says meanwhile; no markup.
            total: how much there is to do, which :meth:`Busy.step` counts; None: nobody knows.
            cancel: whether a button ends it, or what that says.
        """
        from .asking.busy import busy  # late: few programs use it

        engine = self._pgwidgets
        return busy(engine.session, engine.node.wid, text, total, cancel)

    def add_shortcut(
        self,
        keys: str,
        handler: Callable[[], Any] | None = None,
        *,
        label: str = "",
        scope: "Scope | None" = None,
    ) -> Any:
        """Have something done when keys are pressed.

        Parameters:
            keys: such as ``"Ctrl+S"``, ``"F5"`` or ``"?"``; on a Mac ``Ctrl`` is the Command key.
            handler: gets nothing; None: it is as if the widget were clicked, as a button or an
                entry of a menu, which shows the keys.
            label: what it does, for the list of all shortcuts, which ``?`` opens; by default what
                stands on the widget.
            scope: where the focus must be: in this ``"widget"``, in its ``"window"``, or anywhere
                in the ``"page"``. None: in the widget, or anywhere where there is no handler.

        Returns:
            A :class:`~pgwidgets.asking.shortcuts.Shortcut`, to remove it.

        Raises:
            ValueError: no such key; or one that browsers keep for themselves, as ``Ctrl+W``; or one
                that does something there already.
        """
        from .asking.shortcuts import add_shortcut

        session, where = self._pgwidgets.session, f"{type(self).__name__}.add_shortcut()"
        made = add_shortcut(session, where, keys, handler, label, scope, self)
        return session.complete(made)

    def bind(
        self,
        name: str,
        model: object,
        field: str,
        *,
        format: str | Callable[[Any], Any] | None = None,
        parse: Callable[[Any], Any] | None = None,
        two_way: bool = True,
    ) -> "Binding":
        """Have a value of the widget be that of a model, whichever of them changes.

        Parameters:
            name: of the value: ``"color"`` is what ``set_color()`` sets.
            model: an object whose class is :func:`~pgwidgets.asking.observable.observable`, or
                derived from :class:`~pgwidgets.asking.observable.Observable`.
            field: the model's attribute.
            format: how the value is written, as ``"{:.1f} °C"`` or ``".1f"``, or a function of it;
                None: as it is.
            parse: gives the model's value of what a user has chosen or typed; None: by the declared
                type. What it raises as ValueError has the widget show the model's value again.
            two_way: whether the model has what users do.

        Raises:
            TypeError: the widget has no such value, or the model tells no changes.
            AttributeError: the model has no such attribute.
        """
        from .asking.binding import bind

        return bind(self, name, model, field, format, parse, two_way)

    def bind_text(
        self,
        model: object,
        field: str,
        *,
        format: str | Callable[[Any], str] | None = str,
        parse: Callable[[str], Any] | None = None,
        two_way: bool = True,
    ) -> "Binding":
        """Have its text be that of a model; as :meth:`bind`, which has the parameters."""
        return BaseWidget.bind(
            self, "text", model, field, format=format, parse=parse, two_way=two_way
        )

    def bind_value(
        self,
        model: object,
        field: str,
        *,
        parse: Callable[[Any], Any] | None = None,
        two_way: bool = True,
    ) -> "Binding":
        """Have its value be that of a model; as :meth:`bind`, which has the parameters."""
        return BaseWidget.bind(self, "value", model, field, parse=parse, two_way=two_way)

    def bind_state(
        self,
        model: object,
        field: str,
        *,
        parse: Callable[[Any], Any] | None = None,
        two_way: bool = True,
    ) -> "Binding":
        """Have it be on or off as a model says; as :meth:`bind`, which has the parameters."""
        return BaseWidget.bind(self, "state", model, field, parse=parse, two_way=two_way)

    def set_validator(self, validator: Callable[[str], object] | None) -> R:
        """Have the text of a TextEntry or a TextArea checked as it is typed.

        Where it is wrong, the border is red and the tooltip says why. The option ``validator`` is
        the same.

        Parameters:
            validator: gets the text, and raises ValueError where it is wrong, as ``int`` does; what
                it gives is dropped. None: it is not checked any more.

        Raises:
            TypeError: another class, or what can't be called.
        """
        from .asking.validating import set_validator

        done: R = set_validator(self, validator)
        return done

    def get_fault(self) -> str:
        """What the validator finds wrong with the text; ``""``: nothing."""
        from .asking.validating import fault_of

        return fault_of(self)

    if TYPE_CHECKING:

        def destroy(self) -> R:
            """End it; it can't be used any more."""
            ...

    def has_callback(self, action: str) -> bool:
        """Whether the class has this action."""
        spec = type(self)._pgwidgets_spec
        return spec.action_name(action) in spec.actions

    to_data_uri = staticmethod(to_data_uri)

    def __repr__(self) -> str:
        node = _node_of(self)
        name = type(self).__name__
        return f"<{name} (not made yet)>" if node is None else f"<{name} {node.wid}>"


def _node_of(widget: Any) -> Node | None:
    """The node of a widget; None before its constructor has made it."""
    return getattr(getattr(widget, "_pgwidgets", None), "node", None)


def build_class[W: BaseWidget[Any, Any]](name: str, base: type[W], module: str) -> type[W]:
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
    built = WidgetType(name, (base,), {"__doc__": spec.doc, "__module__": module, "__slots__": ()})
    add_methods(built, spec)
    for added in added_methods(spec):
        setattr(built, added.method.name, _build_added(spec.name, added))
    return cast("type[W]", built)


def add_methods(cls: type[Any], spec: WidgetClass) -> None:
    """Give a class the methods of a catalogue entry; those that it has stay as they are."""
    cls._pgwidgets_spec = spec
    cls._pgwidgets_takes_files = takes_files(spec.options)
    cls._pgwidgets_signature = signature((*spec.args, *spec.options), leading="session")
    for method in spec.methods.values():
        if not hasattr(cls, method.name):
            setattr(cls, method.name, _build_method(spec.name, method))


def _build_method(owner: str, method: Method) -> Callable[..., Any]:
    def call(self: BaseWidget[Any, Any], *args: Any, **kwargs: Any) -> Any:
        return self._pgwidgets.call(method, args, kwargs)

    if takes_files(method.params):
        plain_call = call

        def call(self: BaseWidget[Any, Any], *args: Any, **kwargs: Any) -> Any:
            roots = self._pgwidgets.session.app.settings.file_roots
            files = LocalFiles(owner, f"{owner}.{method.name}()", roots)
            args, kwargs = local_files_as_data(files, method.params, args, kwargs)
            return plain_call(self, *args, **kwargs)

    if takes_data(method.params):
        call = _taking_data(method)

    return _described(call, owner, method)


def _build_added(owner: str, added: Added) -> Callable[..., Any]:
    def call(self: BaseWidget[Any, Any], *args: Any, **kwargs: Any) -> Any:
        name, arguments = added.convert(*args, **kwargs)
        engine = self._pgwidgets
        return engine.call(engine.node.cls.methods[name], arguments, {})

    return _described(call, owner, added.method)


def _described(call: Callable[..., Any], owner: str, method: Method) -> Callable[..., Any]:
    call.__name__ = method.name
    call.__qualname__ = f"{owner}.{method.name}"
    call.__doc__ = method.doc
    call.__signature__ = signature(method.params, leading="self")  # type: ignore[attr-defined]
    return call


def _taking_data(method: Method) -> Callable[..., Any]:
    name = method.params[0].name

    def call(self: BaseWidget[Any, Any], *args: Any, **kwargs: Any) -> Any:
        engine = self._pgwidgets
        feed = None
        if args:
            feed = feed_of(args[0])
            args = (feed, *args[1:])
        elif name in kwargs:
            feed = kwargs[name] = feed_of(kwargs[name])
        result = engine.call(method, args, kwargs)
        connect(feed, engine.session, engine.node)
        return result

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
                "_pgwidgets_session": self._session,
                "__slots__": (),
                "__module__": found.__module__,
                "__doc__": found.__doc__,
            },
        )
        return self.__dict__.setdefault(name, bound)  # another thread may just have made it too

    def __dir__(self) -> list[str]:
        return [*dict.fromkeys(self._names())]  # one may have been registered in place of ours

    def __repr__(self) -> str:
        return f"<widget classes of {self._session!r}>"

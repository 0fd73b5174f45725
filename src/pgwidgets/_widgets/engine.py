"""The engine of a widget: what does the work of one.

Knows: what a widget needs of its session's engine, and how calls and handlers get into the core.
Must not know: async or sync, the classes of widgets, which methods they have.
"""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Protocol

from pgwidgets_proto import Promise
from pgwidgets_proto import Session as CoreSession
from pgwidgets_proto.widgets import Method, Node, WidgetClass

from .._handlers import Handler, Handlers, check_handler

if TYPE_CHECKING:
    from ..asking.validating import Validating

_NO_HANDLERS = Handlers()
"""One for all widgets without any: an object of its own is 130 bytes a widget."""


class Acting(Protocol):
    """What a widget needs of its session's engine, which says what each of these does.

    Attributes:
        public: the session that the program has.
        app: the engine of its application.
        core: its state.
    """

    public: Any
    app: Any
    core: CoreSession

    @property
    def aside(self) -> Callable[[Callable[[], Any]], Awaitable[Any]] | None: ...

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


class WidgetEngine(Node):
    """What does the work of one widget. It does not hold the widget, which may be let go of.

    It is the widget's node as well, which the core makes: an object more is 80 bytes a widget.

    Attributes:
        handlers: who is called for what.
        is_initialized: whether its asynchronous set-up has begun (async API).
        validating: what checks its text, where something does.
    """

    __slots__ = ()

    handlers = _NO_HANDLERS
    is_initialized: bool = False
    validating: "Validating | None" = None

    @property
    def node(self) -> Node:
        """Its state in the core."""
        return self

    @property
    def session(self) -> Acting:
        """The engine of its session."""
        session: Acting = self.ops.owner  # type: ignore[attr-defined] # they are a session's
        return session

    # Operations of the core, each with what belongs to it here: they are done as one.

    def listen(self, widget: Any, action: str, handler: Handler) -> None:
        """Have a handler called."""
        if self.session.core.listen(self, action):
            if self.handlers is _NO_HANDLERS:
                self.handlers = Handlers()
            self.handlers.add(action, handler)
            self.widget = widget  # which has the handlers, so it is held from here on

    def unlisten(self, widget: Any, action: str, function: Callable[..., Any]) -> None:
        """Have a handler called no more."""
        if self.handlers.remove(action, function):
            self.session.core.unlisten(self, action)

    def belong(self, widget: Any) -> None:
        """Be the one widget of the node: while the program holds it, or until it is destroyed."""
        if self.cls.is_needed is None:
            self.widget = widget
        else:
            self.session.watch(widget, self)

    # What the program calls.

    def add(self, widget: Any, action: str, handler: Handler) -> Any:
        """Add a handler; see :meth:`BaseWidget.on`."""
        check_handler(f"{self.cls.name}.on({action!r})", handler.function)
        return self.session.do(self.listen, widget, self.cls.action_name(action), handler)

    def remove(self, widget: Any, action: str, function: Callable[..., Any]) -> Any:
        """Remove a handler; see :meth:`BaseWidget.remove_callback`."""
        return self.session.do(self.unlisten, widget, self.cls.action_name(action), function)

    def call(self, method: Method, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Carry out a call; pictures among the arguments are URLs by now."""
        session = self.session
        spans = session.app.spans
        if spans is None:
            result = session.act(session.core.call_method, self, method, args, kwargs)
        else:
            result = spans.call(
                session.core.id,
                self,
                method.name,
                lambda: session.act(session.core.call_method, self, method, args, kwargs),
            )
        if method.effect.is_local:
            return session.known(method, result)
        if isinstance(result, Promise):
            return session.complete(promise=result, convert=session.lift)
        return session.complete(result if result is None else session.lift(result))


def make(
    widget: Any, session: Acting, cls: WidgetClass, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    """Make what does the work of a widget.

    Parameters:
        widget: the widget, which is just being constructed.
        session: the engine of its session.
        cls: its class in the catalogue.
        args, kwargs: what the constructor was given.
    """
    engine = session.core.create(cls, args, kwargs)
    assert isinstance(engine, WidgetEngine)
    widget._pgwidgets = engine
    engine.belong(widget)


def widget_of(cls: Any, node: Node) -> Any:
    """Make the widget of a node that the core made (a factory's).

    Parameters:
        cls: its class.
        node: its state.
    """
    assert isinstance(node, WidgetEngine)
    widget: Any = cls.__new__(cls)
    widget._pgwidgets = node
    node.belong(widget)
    return widget


def node_of(widget: Any) -> Node | None:
    """The node of a widget; None before its constructor has made it."""
    return getattr(widget, "_pgwidgets", None)

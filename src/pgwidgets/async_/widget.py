"""The base of all widgets of the async API.

Knows: what calls and handlers are in this API. Must not know: any widget class by name (they are
made from the catalogue), sockets, event loops.
"""

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, Self

from pgwidgets_proto.catalog.spec import Method
from pgwidgets_proto.node import Node
from pgwidgets_proto.promise import Promise

from .._files import local_files_as_data, takes_files
from .._handlers import Handler, Handlers
from .._widgets import WidgetMethods
from .block import Block
from .completion import Completion

if TYPE_CHECKING:
    from .application import Application
    from .session import Session


class Widget(WidgetMethods):
    """A widget. ``await`` it once to let the browser keep up; it is there without that too.

    Parameters:
        session: where it lives; classes of ``session.get_widgets()`` supply it.
        args, kwargs: the class's arguments, then its options by position or name; any other
            keyword ``k`` is ``set_k(value)``.

    Raises:
        TypeError, ValueError: arguments that the class does not take.
    """

    def __init__(self, session: "Session", *args: Any, **kwargs: Any) -> None:
        self._begin(session)
        spec = self._spec
        if takes_files(spec.options):
            args, kwargs = local_files_as_data((*spec.args, *spec.options), args, kwargs)
        self._node = session._act(session._core.create, spec, args, kwargs, self)

    def _begin(self, session: "Session") -> None:
        self._session = session
        self._handlers = Handlers()
        self._is_initialized = False

    @classmethod
    def _of_node(cls, session: "Session", node: Node) -> Self:
        """The widget of a node that the core made (a factory's)."""
        widget = cls.__new__(cls)
        widget._begin(session)
        widget._node = node
        node.widget = widget
        return widget

    def __await__(self) -> Generator[Any, Any, Self]:
        return self._ready().__await__()

    async def _ready(self) -> Self:
        if not self._is_initialized:
            self._is_initialized = True
            await self._initialize()
        await Completion(self._session._pace)
        return self

    async def _initialize(self) -> None:
        """Asynchronous set-up of a subclass; runs once, when the widget is first awaited.

        An override awaits ``super()._initialize()`` first.
        """

    # --- what every widget has

    @property
    def session(self) -> "Session":
        """The session that it lives in."""
        return self._session

    @property
    def app(self) -> "Application":
        """The application."""
        return self._session.app

    def on(
        self, action: str, handler: Callable[..., Any], *extra: Any, **keywords: Any
    ) -> Completion[None]:
        """Have a handler called when something happens to the widget.

        Parameters:
            action: what happens, as ``"activated"``.
            handler: a function or coroutine function. It gets what goes with the action, then
                ``extra`` and ``keywords``.

        Raises:
            ValueError: the class has no such action; the text lists those it has.
        """
        return self._add(action, Handler(handler, extra, keywords, gets_widget=False))

    def add_callback(
        self, action: str, handler: Callable[..., Any], *extra: Any, **keywords: Any
    ) -> Completion[None]:
        """As :meth:`on`, but the handler gets the widget first."""
        return self._add(action, Handler(handler, extra, keywords, gets_widget=True))

    def remove_callback(self, action: str, handler: Callable[..., Any]) -> Completion[None]:
        """Have a handler called no more; one that is not there is ignored."""
        if self._handlers.remove(action, handler):
            self._session._act(self._session._core.unlisten, self._node, action)
        return Completion(self._session._pace)

    def has_callback(self, action: str) -> bool:
        """Whether the class has this action."""
        return action in self._spec.actions

    def batch(self) -> Block:
        """A block whose calls the browser draws as one; see :meth:`Session.batch`."""
        return self._session.batch()

    # --- its own business

    def _add(self, action: str, handler: Handler) -> Completion[None]:
        self._session._act(self._session._core.listen, self._node, action)
        self._handlers.add(action, handler)
        return Completion(self._session._pace)

    def _call(self, method: Method, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        session = self._session
        result = session._act(session._core.call_method, self._node, method, args, kwargs)
        if method.effect.is_local:
            return session._lift(result)
        if isinstance(result, Promise):
            return Completion(session._pace, promise=result, convert=session._lift)
        return Completion(session._pace, session._lift(result))

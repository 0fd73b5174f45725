"""A session of the async API.

Knows: how the program's calls enter the core, and what it gives back as the program's objects.
Must not know: sockets, HTTP, how handlers are scheduled (dispatch.py).
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pgwidgets_proto import session as core
from pgwidgets_proto.link import Link
from pgwidgets_proto.node import Node

from .._widgets import BoundClasses
from . import Widgets, context
from .block import Block, open_batch
from .completion import Completion, Pace, outcome
from .widget import Widget

if TYPE_CHECKING:
    from .application import Application


class Session:
    """One user's session: its widgets, and the browsers that show them.

    Made by :meth:`Application.create_session`, or by a visitor's coming. It outlives browsers.
    """

    def __init__(self, app: "Application", core_session: core.Session) -> None:
        self._app = app
        self._core = core_session
        self._core.owner = self
        self._pace = Pace(core_session.waiting.for_room)
        self._error_handlers: list[Callable[..., Any]] = []
        self._widgets = BoundClasses(self, self._find_class, self._class_names)

    # --- what it is

    @property
    def id(self) -> int | str:
        """What tells it from other sessions."""
        return self._core.id

    @property
    def app(self) -> "Application":
        """The application."""
        return self._app

    @property
    def token(self) -> str:
        """The secret with which a browser comes back."""
        return self._core.token

    @property
    def is_connected(self) -> bool:
        """Whether a browser shows it."""
        return self._core.is_connected

    @property
    def connections(self) -> list[Link]:
        """The browsers that show it, in the order of their coming."""
        return list(self._core.links)

    def get_url(self) -> str | None:
        """The address under which a browser shows this session; None without an HTTP server."""
        url = self._app.url
        if url is None:
            return None
        return f"{url}#session={quote(str(self.id), safe='')}&token={quote(self.token, safe='')}"

    def get_screen_size(self) -> tuple[float, float]:
        """Width and height of the page in CSS pixels; (0, 0) before a browser has told."""
        return self._core.viewport

    # --- widgets

    def get_widgets(self) -> Any:
        """All widget classes, bound to this session: ``W.Button("x")`` makes a button in it."""
        return self._widgets

    async def make_timer(self, duration: float = 0) -> Widget:
        """Make a timer.

        Parameters:
            duration: seconds.
        """
        timer: Widget = await self._widgets.Timer(duration=duration)
        return timer

    def walk_widget_tree(self) -> Iterator[Widget]:
        """All widgets that are there now, parents before their children."""
        roots = [node for node in self._core.nodes.values() if node.parent is None]
        found = [self._lift(node) for root in roots for node in root.walk()]
        return iter(found)

    # --- browsers

    def open_url(self, url: str) -> Completion[None]:
        """Open a URL in a new tab of the browser that asked for it."""
        self._act(self._core.open_url, url)
        return Completion(self._pace)

    def reconstruct(self) -> Completion[None]:
        """Build the page anew in every browser, from the state as it is."""
        self._act(self._core.rebuild)
        return Completion(self._pace)

    async def flush(self, timeout: float | None = None) -> None:
        """Wait until every browser has applied all that was called before.

        Parameters:
            timeout: seconds; None: as long as it takes.

        Raises:
            BrowserError: a browser could not carry out a call since the last flush; of several,
                an ExceptionGroup.
            TimeoutError: not all have answered in time.
        """
        await outcome(self._act(self._core.flush, timeout))

    def batch(self) -> Block:
        """A block whose calls go out in one frame, and are drawn as one.

        For ``async with`` as for ``with``. It is the task's own (and that of tasks begun in it),
        and nests. A question or a flush inside sends first what was called before it.
        """
        return Block(self)

    @property
    def is_restored(self) -> bool:
        """Whether its id and token are those of an earlier run of the server."""
        return self._core.is_restored

    def rotate_token(self) -> str:
        """Give the session a new secret: links to it that were passed on are void.

        Browsers that show it are told, and stay.

        Returns:
            The new token.
        """
        token: str = self._act(self._app._hub.rotate_token, self._core)
        return token

    async def close(self) -> None:
        """Send all its browsers away; the session and its widgets stay."""
        self._act(self._core.close)
        await Completion(self._pace)

    async def destroy(self) -> None:
        """End it: browsers are sent away, widgets are gone, and it can't be come back to."""
        self._app._destroy_session(self)
        await Completion(self._pace)

    def on_error(self, handler: Callable[..., Any]) -> Callable[..., Any]:
        """Have ``handler(error)`` called when a browser could not carry out a call.

        Parameters:
            handler: sync or async; gets a :exc:`~pgwidgets_proto.errors.BrowserError`.
        """
        self._error_handlers.append(handler)
        return handler

    # --- for widgets and the application

    async def _keep_pace(self) -> None:
        await Completion(self._pace)

    def _act(self, operation: Callable[..., Any], *args: Any) -> Any:
        """Do something in the core on behalf of the present task, then send what came of it."""
        self._core.asker = context.asker.get()
        self._core.batch = open_batch(self._core)
        try:
            return operation(*args)
        finally:
            self._core.batch = None
            self._app._settle_now()

    def _lift(self, value: Any) -> Any:
        """A value of the core as the program's: nodes become widgets."""
        if value is None:
            return None
        if isinstance(value, Node):
            return value.widget or getattr(self._widgets, value.cls.name)._of_node(self, value)
        if isinstance(value, list):
            return [self._lift(item) for item in value]
        if isinstance(value, tuple):
            return tuple(self._lift(item) for item in value)
        if isinstance(value, dict):
            return {key: self._lift(item) for key, item in value.items()}
        return value

    def _find_class(self, name: str) -> type[Any]:
        return self._app._registered.get(name) or Widgets.find(name)

    def _class_names(self) -> Iterator[str]:
        yield from Widgets.names()
        yield from self._app._registered

    def __repr__(self) -> str:
        return f"<Session {self.id!r} browsers={len(self._core.links)}>"

"""What the sessions of both APIs have in common.

Knows: how the program's calls enter the core, and what it gives back as the program's objects.
Must not know: async or sync, sockets, HTTP, how handlers are scheduled.
"""

import logging
import weakref
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote

from pgwidgets_proto.catalog.spec import Method
from pgwidgets_proto.node import Node
from pgwidgets_proto.promise import Promise
from pgwidgets_proto.sessions import session as core
from pgwidgets_proto.views.link import Link

from . import _context as context
from ._block import open_batch
from ._browsers import Browser
from ._handlers import check_handler
from ._widgets import BoundClasses

if TYPE_CHECKING:
    from ._application import BaseApplication


class BaseSession[A: "BaseApplication[Any]"](ABC):
    """One user's session: its widgets, and the browsers that show them.

    Made by :meth:`Application.create_session`, or by a visitor's coming. It outlives browsers.
    """

    _library: ClassVar[Any]
    """The module of the API's widget classes."""

    def __init__(self, app: A, core_session: core.Session) -> None:
        self._app = app
        self._core = core_session
        self._core.owner = self
        self._doubts: list[str] = []
        self._core.doubts = self._doubts.append
        self._core.in_vain = self._note_in_vain
        self._error_handlers: list[Callable[..., Any]] = []
        self._join_handlers: list[Callable[..., Any]] = []
        self._leave_handlers: list[Callable[..., Any]] = []
        self._dropped: deque[Node] = deque()  # by whatever thread was collecting garbage
        self._widgets = BoundClasses(self, self._find_class, self._class_names)

    # --- what it is

    @property
    def id(self) -> int | str:
        """What tells it from other sessions."""
        return self._core.id

    @property
    def app(self) -> A:
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
    def is_restored(self) -> bool:
        """Whether its id and token are those of an earlier run of the server."""
        return self._core.is_restored

    @property
    def connections(self) -> list[Link]:
        """The browsers that show it, in the order of their coming."""
        return list(self._core.links)

    @property
    def browsers(self) -> tuple[Browser, ...]:
        """Who shows it: a :class:`Browser` each, in the order of their coming."""
        browsers: tuple[Browser, ...] = self._act(self._all_browsers)
        return browsers

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

    def walk_widget_tree(self) -> Iterator[Any]:
        """All widgets that are there now, parents before their children."""
        return iter(self._act(self._all_widgets))

    def _all_widgets(self) -> list[Any]:
        roots = [node for node in self._core.nodes.values() if node.parent is None]
        return [self._lift(node) for root in roots for node in root.walk()]

    # --- browsers

    def rotate_token(self) -> str:
        """Give the session a new secret: links to it that were passed on are void.

        Browsers that show it are told, and stay.

        Returns:
            The new token.
        """
        token: str = self._act(self._app._hub.rotate_token, self._core)
        return token

    def on_error[F: Callable[..., Any]](self, handler: F) -> F:
        """Have ``handler(error)`` called when a browser could not carry out a call.

        Parameters:
            handler: gets a :exc:`~pgwidgets_proto.errors.BrowserError`.
        """
        check_handler("Session.on_error()", handler)
        self._error_handlers.append(handler)
        return handler

    def on_join[F: Callable[..., Any]](self, handler: F) -> F:
        """Have ``handler(browser)`` called when a browser shows the session; for use as decorator.

        Also when it comes back after its connection was lost, with the same :class:`Browser`.
        """
        check_handler("Session.on_join()", handler)
        self._join_handlers.append(handler)
        return handler

    def on_leave[F: Callable[..., Any]](self, handler: F) -> F:
        """Have ``handler(browser)`` called when a browser has left, or its connection is lost."""
        check_handler("Session.on_leave()", handler)
        self._leave_handlers.append(handler)
        return handler

    def _browser_of(self, link: Link) -> Browser:
        """The one object of a browser, whichever thread asks for it first."""
        browser: Browser = self._act(Browser.of, link)
        return browser

    def _all_browsers(self) -> tuple[Browser, ...]:
        return tuple(Browser.of(link) for link in self._core.links)

    # --- for widgets and the application

    @abstractmethod
    def _act(self, operation: Callable[..., Any], *args: Any) -> Any:
        """Do something in the core, then warn the program of what is in doubt."""

    def _operate(self, operation: Callable[..., Any], *args: Any) -> Any:
        """Do something in the core on behalf of the present task, then send what came of it."""
        core = self._core
        try:
            if self._dropped:
                self._let_go()
            clock = self._app._clock
            return core.act(
                operation,
                *args,
                asker=context.asker.get(),
                batch=open_batch(core),
                now=None if clock is None else clock.now(),
            )
        except BaseException:
            self._doubts.clear()  # the error says enough
            raise
        finally:
            self._app._settle_now()

    def _take_doubts(self) -> list[str]:
        """What the program is yet to be warned of; it is from here on."""
        taken = self._doubts.copy()
        self._doubts.clear()
        return taken

    def _note_in_vain(self, text: str) -> None:
        self._app._log(logging.DEBUG, "%r: %s", self, text)

    @abstractmethod
    def _complete(
        self,
        value: Any = None,
        promise: Promise | None = None,
        convert: Callable[[Any], Any] | None = None,
    ) -> Any:
        """What a call that has acted gives to the program; each API says what that is.

        Parameters:
            value: what the call gave, unless there is a promise.
            promise: a browser's answer to wait for.
            convert: makes the program's value of the promise's.
        """

    def _known(self, method: Method, value: Any) -> Any:
        """What a call gives that Python itself answers."""
        return self._lift(value)

    @abstractmethod
    def _apart[T](self, work: Callable[[], T], then: Callable[[T], Any]) -> Any:
        """Do what may block where it keeps nobody from anything; then, here, what comes of it."""

    def _watch(self, widget: Any, node: Node) -> None:
        """Have a widget end at the first call after the program has let go of it."""
        dropped = self._dropped
        node.widget = weakref.ref(widget, lambda _: dropped.append(node))

    def _let_go(self) -> None:
        while self._dropped:
            self._core.release(self._dropped.popleft())

    def _lift(self, value: Any) -> Any:
        """A value of the core as the program's: nodes become widgets."""
        if value is None:
            return None
        if isinstance(value, Node):
            widget = value.held_widget
            if widget is None:
                widget = getattr(self._widgets, value.cls.name)._of_node(self, value)
            return widget
        if isinstance(value, list):
            return [self._lift(item) for item in value]
        if isinstance(value, tuple):
            return tuple(self._lift(item) for item in value)
        if isinstance(value, dict):
            return {key: self._lift(item) for key, item in value.items()}
        return value

    def _find_class(self, name: str) -> type[Any]:
        return self._app._registered.get(name) or self._library.find(name)

    def _class_names(self) -> Iterator[str]:
        yield from self._library.names()
        yield from self._app._registered

    def __repr__(self) -> str:
        return f"<Session {self.id!r} browsers={len(self._core.links)}>"

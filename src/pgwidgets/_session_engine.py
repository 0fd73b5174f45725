"""The engine of a session: what the engines of both APIs have in common.

Knows: how the program's calls enter the core, and what it gives back as the program's objects.
Must not know: async or sync, sockets, HTTP, how handlers are scheduled, and anything of the public
session but that handlers and widgets get it.
"""

import itertools
import logging
import threading
import weakref
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

import pgwidgets_proto as core
from pgwidgets_proto import BrowserError, Hub, Link, Promise
from pgwidgets_proto.sessions import Share as CoreShare
from pgwidgets_proto.sessions import Snapshot, Terms
from pgwidgets_proto.widgets import Method, Node
from pgwidgets_transports.seam import Clock

from . import _context as context
from ._browsers import Browser
from ._doors import Doors
from ._library import Library
from ._log_fields import about
from ._registry import Registry
from ._settings import Settings
from ._widgets import BoundClasses, WidgetEngine, widget_of
from .access import Share

if TYPE_CHECKING:
    from .stores.saving import Saver


class Host(Protocol):
    """What a session needs of its application's engine.

    Attributes:
        public: the application that the program has.
        hub: where the core's sessions are.
        library: the widget classes of the API.
        settings: those that it was made with.
        registry: the widget classes of the program.
        doors: where it is served.
    """

    public: Any
    hub: Hub
    library: Library
    settings: Settings
    registry: Registry
    doors: Doors

    @property
    def clock(self) -> Clock | None:
        """The clock that the application goes by while it serves."""

    @property
    def url(self) -> str | None:
        """The page's address; None without an HTTP server."""

    @property
    def saver(self) -> "Saver | None":
        """What keeps sessions; None: nothing does."""

    def act(self, operation: Callable[..., Any], *args: Any) -> Any:
        """Do something in the core, then send what came of it."""

    def settle_now(self) -> None:
        """Send and dispatch what the last operation of the core brought about."""

    def log(
        self, level: int, text: str, *args: Any, extra: Mapping[str, Any] | None = None
    ) -> None:
        """Write a line to the program's log."""

    def log_nonsense(
        self, session: "AnySessionEngine", link: Link, detail: str, fault: Exception | None
    ) -> None:
        """Log that a browser reported something impossible, or what the core raised over it."""

    def log_failed_call(self, session: "AnySessionEngine", link: Link, error: BrowserError) -> None:
        """Log that a browser could not carry out a call."""

    def destroy_session(self, session: "AnySessionEngine") -> None:
        """End a session."""


class Asked(Protocol):
    """A question to the user that is shown.

    Attributes:
        promise: settled with the answer.
    """

    promise: Promise

    def end(self) -> None:
        """Show it no more, answered or not."""


class BaseSessionEngine[A: Host](ABC):
    """What does the work of one session.

    Parameters:
        public: the session that the program has.
        app: the engine of its application.
        core_session: its state.

    Attributes:
        aside: does a job on another thread, and is awaited for what that gives; None: who
            is to wait for it is on a thread of their own already.
    """

    aside: Callable[[Callable[[], Any]], Awaitable[Any]] | None = None

    def __init__(self, public: Any, app: A, core_session: core.Session) -> None:
        self.public = public
        self.app = app
        self.core = core_session
        self.core.owner = self
        self.core.lifetimes.node_class = WidgetEngine
        self.doubts: list[str] = []
        self.core.doubts = self.doubts.append
        self.core.in_vain = self._note_in_vain
        self.audit = app.settings.audit
        if self.audit is not None:
            self.audit.follow(core_session)
        self.error_handlers: list[Callable[..., Any]] = []
        self.join_handlers: list[Callable[..., Any]] = []
        self.leave_handlers: list[Callable[..., Any]] = []
        self.restore_handlers: list[Callable[..., Any]] = []
        self._data: dict[str, Any] = {}
        self.control_handlers: list[Callable[..., Any]] = []
        self._join_methods: dict[int, weakref.WeakMethod[Callable[[Browser], None]]] = {}
        self._join_numbers = itertools.count()
        self.aids: Any = None  # what is shown beside the widgets (asking/aids.py)
        self.aids_lock = threading.Lock()
        self.dropped: list[Node] = []  # by whatever thread was collecting garbage
        self.widgets = BoundClasses(self)

    # --- for the public session

    def url(self) -> str | None:
        """The address under which a browser shows this session; None while none is known."""
        return self._link(self.app.url or self._page_url(is_own=True), self.core.token)

    def share_url(self, token: str) -> str | None:
        """The address of a share, by the page's address that is good for others, too."""
        return self._link(self.app.settings.base_url or self._page_url() or self.app.url, token)

    def share(self, terms: Terms, lifetime: float | None) -> Share:
        """Make a share, as :meth:`Session.share` says."""
        share = self.share_of(self.act(self.core.shares.make, terms, lifetime))
        if self.audit is not None:
            given = {"role": share.role, "expires": share.expires_at, "uses": terms.uses}
            self.audit.write("shared", self.core, context.asker.get(), share=given)
        return share

    def shares(self) -> tuple[Share, ...]:
        """Those that are good."""
        return tuple(self.share_of(share) for share in self.core.shares.good)

    def share_of(self, share: CoreShare) -> Share:
        """What the program has of a share."""
        revoke = self._revoke
        return Share(share, self.share_url, partial(self.act, self._came_by), revoke)

    def _revoke(self, share: CoreShare) -> None:
        self.act(self.core.shares.revoke, share)
        self._save_token()
        if self.audit is not None:
            asker = context.asker.get()
            self.audit.write("revoked", self.core, asker, share={"role": share.role})

    def _came_by(self, share: CoreShare) -> tuple[Browser, ...]:
        return tuple(
            Browser.of(link)
            for link in self.core.links
            if isinstance(link.badge, CoreShare) and link.badge.root is share
        )

    def _link(self, page: str | None, token: str) -> str | None:
        if page is None:
            return None
        return f"{page}#session={quote(str(self.core.id), safe='')}&token={quote(token, safe='')}"

    def _page_url(self, *, is_own: bool = False) -> str | None:
        """The page's address as the browser has it that the program acts for, or another.

        Nobody else's word counts for it than that of browsers whose users may act, since it is a
        client that says it; and nobody's but the owner's, where the owner's secret follows.
        """
        core = self.core
        links = (core.audience.active_browser(context.asker.get()), *core.links)
        heeded = (
            link.browser.page_url
            for link in links
            if link is not None and (link.badge is core or (link.badge.may_act and not is_own))
        )
        return next(filter(None, heeded), None)

    def rotate_token(self) -> str:
        """Give the session a new secret."""
        token: str = self.act(self.app.hub.rotate_token, self.core)
        self._save_token()
        return token

    def _save_token(self) -> None:
        if self.app.saver is not None:
            self.act(self.app.saver.save_token, self.core)

    def all_widgets(self) -> list[Any]:
        """All widgets that are there now, parents before their children."""
        roots = [node for node in self.core.nodes.values() if node.parent is None]
        return [self.lift(node) for root in roots for node in root.walk()]

    def browser_of(self, link: Link) -> Browser:
        """The one object of a browser, whichever thread asks for it first."""
        browser: Browser = self.act(Browser.of, link)
        return browser

    def all_browsers(self) -> tuple[Browser, ...]:
        """The browsers that show the session, in the order of their coming."""
        return tuple(Browser.of(link) for link in self.core.links)

    def browser_here(self, link: Link | None) -> Browser | None:
        """The browser of a link, if it shows this session."""
        return Browser.of(link) if link is not None and link in self.core.links else None

    @property
    def data(self) -> dict[str, Any]:
        """What the program keeps."""
        kept = self.core.kept
        return self._data if kept is None else kept.data

    @property
    def epoch(self) -> int:
        """How often a server has come to own it."""
        kept = self.core.kept
        return 1 if kept is None else kept.epoch

    def save(self) -> Promise:
        """Save it; as :meth:`Session.save`."""
        if self.app.saver is None:
            raise RuntimeError("save(): the application has no store: Application(store=...)")
        if self.app.clock is None:
            raise RuntimeError("save(): the application does not serve")
        self.app.saver.makings.made(self.core)
        return self.app.saver.save(self.core)

    def restore(self) -> None:
        """The program has built it; as :meth:`Session.restore`."""
        if self.app.saver is not None:
            self.app.saver.makings.made(self.core)

    def snapshot(self) -> Snapshot:
        """What would be saved; as :meth:`Session.snapshot`."""
        core, kept = self.core, self.core.kept
        if kept is None:
            raise RuntimeError("snapshot(): the application has no store: Application(store=...)")
        return kept.snapshot(core.token, core.first_token, core.views)

    def is_done(self, event: core.SessionEvent) -> None:
        """All handlers of an event have ended."""
        kept = self.core.kept
        if kept is not None:
            self.app.act(kept.ledger.finished, event)

    def is_built(self) -> None:
        """All handlers of ``on_connect`` have ended."""
        if self.app.saver is not None:
            self.app.saver.built(self.core)

    # --- for widgets and the application

    @abstractmethod
    def act(self, operation: Callable[..., Any], *args: Any) -> Any:
        """Do something in the core, then warn the program of what is in doubt."""

    def operate(self, operation: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        """Do something in the core on behalf of the present task, then send what came of it."""
        core, clock = self.core, self.app.clock
        batch = None if context.batches.get() is None else context.open_batch(core)
        try:
            if self.dropped:
                core.act(self.let_go, batch=batch)
            now = None if clock is None else clock.now()
            return core.act_for(context.asker.get(), batch, now, operation, args)
        except BaseException:
            self.doubts.clear()  # the error says enough
            raise
        finally:
            self.app.settle_now()

    def do(self, operation: Callable[..., Any], *args: Any) -> Any:
        """Carry out a call of the program that gives it nothing but the end of the call."""
        self.act(operation, *args)
        return self.complete()

    def send_now(self) -> None:
        """Send what its browsers' channels hold, without waiting for more: a handler has ended."""
        for link in list(self.core.links):
            channel = link.channel
            if channel is not None and channel.flush is not None and channel.has_output:
                channel.flush()

    def take_doubts(self) -> list[str]:
        """Take the doubts of which the program has not been warned yet; the caller warns it."""
        taken = self.doubts.copy()
        self.doubts.clear()
        return taken

    def _note_in_vain(self, text: str) -> None:
        self.app.log(logging.DEBUG, "%r: %s", self, text, extra=about(self.core.id))

    @abstractmethod
    def complete(
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

    def known(self, method: Method, value: Any) -> Any:
        """What a call gives that Python itself answers."""
        return self.lift(value)

    @abstractmethod
    def asked(self, begin: Callable[[], Asked]) -> Any:
        """Ask the user, and wait for the answer; a handler that does has others run meanwhile.

        Parameters:
            begin: shows the question.
        """

    @abstractmethod
    def apart[T](self, work: Callable[[], T], then: Callable[[T], Any]) -> Any:
        """Run ``work``, which may block, where no event loop waits for it; then ``then``.

        ``then`` is given the result of ``work``. It runs where the program's calls do, so it may
        call the core.
        """

    def watch(self, widget: Any, node: Node) -> None:
        """Note when garbage collection takes a widget, so that the next call ends it."""
        dropped = self.dropped
        node.widget = weakref.ref(widget, lambda _: dropped.append(node))

    def follow_joins(self, method: Callable[[Browser], None]) -> None:
        """Have a bound method called when a browser comes, or is back, while its object is there.

        Unlike a handler of the program's it goes with its object: widgets are made and ended as
        long as a session lasts. Any thread may call this.
        """
        methods, number = self._join_methods, next(self._join_numbers)
        methods[number] = weakref.WeakMethod(method, lambda _: methods.pop(number, None))

    def to_join(self) -> list[Callable[..., Any]]:
        """What is called when a browser comes, or is back: what widgets do, then handlers."""
        methods = [found() for found in tuple(self._join_methods.values())]
        return [method for method in methods if method is not None] + self.join_handlers

    def let_go(self) -> None:
        while self.dropped:
            self.core.release(self.dropped.pop(0))

    def lift(self, value: Any) -> Any:
        """A value of the core as the program's: nodes become widgets."""
        if value is None:
            return None
        if isinstance(value, Node):
            widget = value.widget
            if isinstance(widget, weakref.ref):  # `live_widget`, for which a call is a half more
                widget = widget()
            if widget is None:
                widget = widget_of(self.find_class(value.cls.name), value)
            return widget
        if isinstance(value, list):
            return [self.lift(item) for item in value]
        if isinstance(value, tuple):
            return tuple(self.lift(item) for item in value)
        if isinstance(value, dict):
            return {key: self.lift(item) for key, item in value.items()}
        return value

    def find_class(self, name: str) -> type[Any]:
        return self.app.registry.classes.get(name) or self.app.library.find(name)

    def class_names(self) -> Iterator[str]:
        yield from self.app.library.names()
        yield from self.app.registry.classes

    def __repr__(self) -> str:
        return f"<Session {self.core.id!r} browsers={len(self.core.links)}>"


type AnySessionEngine = BaseSessionEngine[Any]
"""The engine of a session of either API."""

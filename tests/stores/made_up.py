"""Servers that share a store, all made up: no sockets, no threads, and a clock that is told.

The store is a model in Python of what the real one does in Redis; both are put to one test.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from core.helpers import events, make_hub
from pgwidgets.stores import MemoryStore, StoreError, Superseded
from pgwidgets.stores.saving import Saver
from pgwidgets.stores.shared import About, Beat, Elsewhere, Found, Reclaimed
from pgwidgets.stores.sharing import Sharing
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto import Limits, Session, SessionOpened, WidgetEvent
from pgwidgets_proto.lease import Lease
from pgwidgets_proto.sessions import HubEvent


class Owner:
    """Who owns a session."""

    boot: str | None = None
    epoch = 0
    since = 0.0
    is_deleted = False


class Space(MemoryStore):
    """What the servers have in common.

    Attributes:
        now: the time, in seconds.
        is_away: whether nobody is answered.
        wrote: who has written, with the epoch, by session.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now = 100.0
        self.is_away = False
        self.wrote: list[tuple[str, str, int]] = []
        self.empty()

    def empty(self) -> None:
        """Forget everything."""
        self.leases: dict[str, tuple[float, About]] = {}
        self.wanted: dict[str, set[str]] = {}
        self.owners: dict[str, Owner] = {}
        self.secret: str | None = None
        self.life = object()
        self.born = self.now
        for session in self.sessions():
            self.delete(session)

    def has_lease(self, boot: str | None) -> bool:
        """Whether a server's lease is good."""
        return boot in self.leases and self.now < self.leases[boot][0]


class MadeUpStore:
    """One server's view of the space, as a :class:`~pgwidgets.stores.SharedStore`."""

    never_blocks = True
    lease = 2.0
    address: str | None = None

    def __init__(self, space: Space, server: str) -> None:
        self.space = space
        self.server = server
        self.epochs: dict[str, int] = {}
        self.superseded: set[str] = set()
        self.is_cut_off = False

    def _there(self) -> Space:
        if self.space.is_away or self.is_cut_off:
            raise StoreError("it does not answer")
        return self.space

    def open(self) -> None:
        """Nothing is to be made ready."""

    def close(self) -> None:
        """Nothing is let go of."""

    def load(self, session: str, *, take: Iterable[str] = ()) -> dict[str, bytes] | None:
        return self._there().load(session, take=take)

    def save(self, session: str, fields: Mapping[str, bytes | None]) -> None:
        space = self._there()
        if session not in self.epochs and isinstance(self.acquire(session, is_new=True), Elsewhere):
            raise Superseded(session)
        owner = space.owners.get(session)
        if owner is None:
            raise StoreError(f"{session} is forgotten")
        if (owner.boot, owner.epoch) != (self.server, self.epochs[session]):
            del self.epochs[session]
            self.superseded.add(session)
            raise Superseded(session)
        space.wrote.append((session, self.server, owner.epoch))
        space.save(session, fields)

    def delete(self, session: str) -> None:
        owner = self._there().owners.get(session)
        if owner is not None and (owner.boot, owner.epoch) == (
            self.server,
            self.epochs.pop(session, 0),
        ):
            owner.boot, owner.is_deleted = None, True
            self.space.delete(session)

    def sessions(self) -> list[str]:
        return self._there().sessions()

    def join(self, about: About, secret: str) -> None:
        self.about = about
        space = self._there()
        space.secret = space.secret or secret
        if space.secret != secret:
            raise ValueError("secret_key is not that of the other servers")

    def beat(self) -> Beat:
        space = self._there()
        had = space.has_lease(self.server)
        space.leases[self.server] = (space.now + self.lease, self.about)
        return Beat(had, sorted(space.wanted.pop(self.server, ())), str(id(space.life)))

    def leave(self) -> None:
        self._there().leases.pop(self.server, None)

    def acquire(
        self,
        session: str,
        *,
        take: Iterable[str] = (),
        peek: Iterable[str] = (),
        is_new: bool = False,
        dead: str | None = None,
    ) -> Found | Elsewhere | None:
        space = self._there()
        owner = space.owners.get(session) or Owner()
        stored = space.load(session)
        if not is_new:
            if owner.is_deleted:
                return None
            if owner.boot is None and stored is None:
                if space.now - space.born < self.lease:
                    raise StoreError("it is new")
                return None
        boot = owner.boot
        if boot not in (None, self.server, dead) and space.has_lease(boot):
            assert boot is not None
            told = {name: field for name, field in (stored or {}).items() if name in peek}
            return Elsewhere(boot, space.leases[boot][1], told, space.now - owner.since)
        space.owners[session] = owner
        owner.boot, owner.since = self.server, space.now if owner.epoch else 0.0
        owner.is_deleted = False
        owner.epoch = max(owner.epoch, self.epochs.get(session, 0)) + 1
        self.epochs[session] = owner.epoch
        self.superseded.discard(session)
        return Found(owner.epoch, space.load(session, take=take) or {})

    def want(self, session: str, boot: str) -> None:
        self._there().wanted.setdefault(boot, set()).add(session)

    def release(self, session: str, fields: Mapping[str, bytes] = MappingProxyType({})) -> None:
        space = self._there()
        owner = space.owners.get(session)
        known = self.epochs.pop(session, None)
        if owner is not None and owner.boot == self.server and known in (None, owner.epoch):
            owner.boot = None
            if space.load(session) is not None:
                space.save(session, fields)

    def reclaim(self, *, is_forgotten: bool) -> Reclaimed:
        space, found = self._there(), Reclaimed({}, [*self.superseded])
        self.superseded.clear()
        for session, epoch in list(self.epochs.items()):
            owner = space.owners.get(session)
            if owner is not None and owner.boot != self.server:
                del self.epochs[session]
                found.lost.append(session)
            elif owner is None or is_forgotten or owner.epoch != epoch:
                owner = space.owners.setdefault(session, Owner())
                owner.boot, owner.since = self.server, space.now
                owner.epoch = max(epoch, owner.epoch) + 1
                self.epochs[session] = found.epochs[session] = owner.epoch
        return found


class Watch:
    """What a server goes by: the time of the space."""

    def __init__(self, space: Space) -> None:
        self._space = space

    def now(self) -> float:
        return self._space.now

    def arm(self, due: float | None, run: Callable[[float], None]) -> None:
        """Nobody waits; :meth:`World.go_on` looks."""


class Server:
    """As much of an application as sharing needs, with a program that counts presses.

    Attributes:
        handled: the presses that were handled, as session and epoch.
        is_still: whether the process stands still.
        holds_back: whether handlers do not end.
    """

    def __init__(self, space: Space, name: str, key: bytes | None, lost: Any) -> None:
        self.store = MadeUpStore(space, name)
        self.clock: Any = Watch(space)
        lease = Lease(lambda: space.now)
        self.hub = make_hub(keeps=True, lease=lease, secret_key=key)
        credentials, tokens = self.hub.credentials, iter(range(1000))
        credentials._boot, credentials._mint_token = name, lambda: f"{name}-{next(tokens)}"
        self.lines: list[str] = []
        self.handled: list[tuple[int | str, int]] = []
        self.is_still = self.holds_back = False
        self.running: list[tuple[Session, WidgetEvent]] = []
        self.saver = Saver(self, self.store)
        limits = Limits()
        self.sharing = Sharing(
            self, self.store, self.saver, lease, lost, key, limits.close_time, is_routed=True
        )
        self.sharing.begin(None)
        self.saver.begin()

    def act(self, operation: Callable[..., Any], *args: Any) -> Any:
        return operation(*args)

    def call_home(self, function: Callable[..., None], *args: Any) -> None:
        function(*args)

    def log(
        self, level: int, text: str, *args: Any, extra: Mapping[str, Any] | None = None
    ) -> None:
        self.lines.append(f"{logging.getLevelName(level)} {text % args}")

    def part_with(self, session: Session) -> None:
        self.hub.destroy_session(session, is_elsewhere=True)

    def turn(self, now: float) -> bool:
        """Do what is due and what has come; False: there was nothing."""
        was_busy = False
        while (due := self.hub.next_deadline(now)) is not None and due <= now:
            self.hub.handle_timer(now)
        for event in self._told():
            was_busy = True
            self.saver.note(event)  # type: ignore[arg-type] # no browser breaks the rules here
        for session in self.hub.ready_sessions():
            for event in events(session):
                was_busy = True
                if isinstance(event, SessionOpened):
                    self._build(session)
                elif isinstance(event, WidgetEvent):
                    self._press(session, event)
        if not self.holds_back:
            for session, press in self.running:
                assert session.kept is not None
                session.kept.ledger.finished(press)
            self.running.clear()
        return was_busy

    def _told(self) -> Iterator[HubEvent]:
        return iter(self.hub.next_event, None)  # type: ignore[arg-type]

    def _build(self, session: Session) -> None:
        button = session.create("Button", ("press",))
        session.listen(button, "activated")
        self.hub.returning.built(session, self.clock.now())

    def _press(self, session: Session, event: WidgetEvent) -> None:
        kept = session.kept
        assert kept is not None
        self.handled.append((session.id, kept.epoch))
        kept.data["count"] = kept.data.get("count", 0) + 1
        self.running.append((session, event))


class World:
    """Servers, browsers, and the store between them."""

    def __init__(self) -> None:
        self.space = Space()
        self.servers: list[Server] = []
        self.browsers: list[SimulatedBrowser] = []

    def server(self, *, key: bytes | None = None, lost: Any = "freeze") -> Server:
        """One server more."""
        server = Server(self.space, f"s{len(self.servers)}", key, lost)
        self.servers.append(server)
        return server

    def visitor(self, server: Server, like: Any = None) -> SimulatedBrowser:
        """A browser, which shows the session of another one, or its own."""
        known = {} if like is None else {"session_id": like.session_id, "token": like.token}
        browser = SimulatedBrowser(server.hub, now=self.space.now, **known)  # type: ignore[arg-type]
        self.browsers.append(browser)
        return browser

    def moved(self, browser: SimulatedBrowser, server: Server) -> None:
        """A browser is led to another server."""
        browser.drop()
        browser.hub = server.hub
        browser.come_back()

    def go_on(self, seconds: float = 0.0, step: float = 0.1) -> None:
        """Let time pass, and everything arrive that can."""
        end = self.space.now + seconds
        while True:
            is_busy = True
            while is_busy:
                is_busy = False
                for browser in self.browsers:
                    browser.now = self.space.now
                    is_busy |= browser.exchange()
                for server in self.servers:
                    if not server.is_still:
                        is_busy |= server.turn(self.space.now)
            if self.space.now >= end - 1e-9:
                return
            self.space.now += step

    def press(self, browser: SimulatedBrowser) -> None:
        """A browser's user presses its button."""
        browser.click(browser.widget("Button").wid)

"""The figures of an application at one moment, read from where they are.

Knows: where the core and the engine keep what :class:`~pgwidgets.observing.Stats` tells. Must not
know: async or sync, who asks.

Nothing is changed by reading, and what may change meanwhile on another thread is copied at once.
"""

from typing import TYPE_CHECKING, Protocol

from pgwidgets_proto import Hub, Link, Session

from ._browsers import Browser
from ._tally import Tally
from .observing.stats import BrowserStats, HandlerStats, ServerState, SessionStats, Stats

if TYPE_CHECKING:
    from .stores.sharing import Sharing


class Engine(Protocol):
    """An application's engine, as far as it has figures.

    Attributes:
        hub: its core.
        tally: what it counts.
        sharing: what shares its sessions with other servers, if anything does.
    """

    hub: Hub
    tally: Tally
    sharing: "Sharing | None"

    @property
    def connections(self) -> int:
        """Sockets that are open."""
        ...

    @property
    def state(self) -> ServerState:
        """What it is about."""
        ...


def stats_of(engine: Engine) -> Stats:
    """The figures of an application."""
    hub, tally = engine.hub, engine.tally
    return Stats(
        state=engine.state,
        sessions=tuple(_session(one) for one in hub.sessions.copy().values()),
        connections=engine.connections,
        waiting=hub.waiting,
        held_bytes=hub.budget.held,
        total_bytes=hub.budget.total,
        received_bytes=hub.traffic.received,
        sent_bytes=hub.traffic.sent,
        events=tally.events,
        handlers=_handlers(tally),
        refusals=tally.refusals.copy(),
        sharing=None if engine.sharing is None else engine.sharing.stats(),
    )


def _handlers(tally: Tally) -> HandlerStats:
    return HandlerStats(
        runs=tally.runs, failures=tally.failures, seconds=tally.seconds, longest=tally.longest
    )


def _session(session: Session) -> SessionStats:
    return SessionStats(
        id=session.id,
        browsers=tuple(_browser(link) for link in list(session.views)),
        widgets=len(session.nodes),
        events=len(session.inbox),
        event_bytes=session.inbox.held_bytes,
        file_bytes=session.transfers.reserved_bytes,
        held_bytes=session.account.held,
    )


def _browser(link: Link) -> BrowserStats:
    browser = Browser.of(link)
    lag = browser.lag
    return BrowserStats(
        id=link.id,
        address=browser.address,
        is_connected=browser.is_connected,
        round_trip_time=browser.round_trip_time,
        lag_messages=lag.messages,
        lag_bytes=lag.bytes,
        builds=link.builds,
    )

"""What :meth:`Application.stats` gives: a server's figures at one moment.

Knows: what the figures are. Must not know: where they come from.
"""

from collections.abc import Mapping
from typing import Literal

import msgspec

ServerState = Literal["starting", "serving", "overloaded", "frozen", "draining", "closed"]
"""What a server is about.

``"starting"``: it does not serve yet. ``"overloaded"``: it serves, and turns visitors away, or is
close to it. ``"frozen"``: nothing is handled, as the store that servers share does not answer.
``"draining"``: it sends its browsers away, to end. ``"closed"``: it serves no more.
"""


class BrowserStats(msgspec.Struct, frozen=True, kw_only=True):
    """One browser that shows a session, or is waited for.

    Attributes:
        id: names it in logs, for as long as its page lives. It is no secret.
        address: its address without the port.
        is_connected: whether it has a connection just now.
        round_trip_time: seconds that a ping and its answer took last; None: none was answered.
        lag_messages: messages that it has not applied yet.
        lag_bytes: their bytes; what a rebuild of its page queues is not counted.
        builds: how many times its page was built.
    """

    id: str
    address: str | None
    is_connected: bool
    round_trip_time: float | None
    lag_messages: int
    lag_bytes: int
    builds: int


class SessionStats(msgspec.Struct, frozen=True, kw_only=True):
    """One session.

    Attributes:
        id: the session's.
        browsers: who shows it, and who is waited for.
        widgets: how many there are.
        events: reports and events that wait to be handled.
        event_bytes: the memory that those take which browsers have sent.
        file_bytes: files that are announced, or here and not taken by the program yet.
        held_bytes: what it holds of ``Limits.total_bytes``.
    """

    id: int | str
    browsers: tuple[BrowserStats, ...]
    widgets: int
    events: int
    event_bytes: int
    file_bytes: int
    held_bytes: int


class HandlerStats(msgspec.Struct, frozen=True, kw_only=True):
    """The program's handlers, since the application was made.

    Attributes:
        runs: how many have ended.
        failures: how many of these have raised.
        seconds: how long all took together, with what they awaited.
        longest: how long the longest took.
    """

    runs: int
    failures: int
    seconds: float
    longest: float


class SharingStats(msgspec.Struct, frozen=True, kw_only=True):
    """What a server has to do with others that share its store.

    Attributes:
        is_frozen: whether nothing is handled, since the server's lease is over.
        taken: sessions that came here from other servers, or from earlier runs.
        handed_over: those that went to another server which wanted them.
        lost: those that another server turned out to have.
    """

    is_frozen: bool
    taken: int
    handed_over: int
    lost: int


class Stats(msgspec.Struct, frozen=True, kw_only=True):
    """A server at one moment. What is counted is counted since the application was made.

    Attributes:
        state: what it is about, as ``/healthz`` says it.
        sessions: all sessions.
        connections: sockets that are open; 0 under an ASGI server, which has its own.
        waiting: visitors that wait for a session to become free.
        held_bytes: what all sessions and connections hold of ``Limits.total_bytes``.
        total_bytes: that limit.
        received_bytes: the WebSocket messages of browsers, once they are whole.
        sent_bytes: those to browsers.
        events: how many were taken to be handled.
        handlers: the program's handlers.
        refusals: how many peers were refused, by HTTP status or close code of the WebSocket.
        sharing: what there is of other servers; None: the store is not shared.
    """

    state: ServerState
    sessions: tuple[SessionStats, ...]
    connections: int
    waiting: int
    held_bytes: int
    total_bytes: int
    received_bytes: int
    sent_bytes: int
    events: int
    handlers: HandlerStats
    refusals: Mapping[int, int]
    sharing: SharingStats | None = None

    @property
    def browsers(self) -> tuple[BrowserStats, ...]:
        """The browsers of all sessions."""
        return tuple(browser for session in self.sessions for browser in session.browsers)

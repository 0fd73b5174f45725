"""What an application answers by HTTP about itself: its health, and its metrics.

Knows: the two paths, and what each says when. Must not know: async or sync, where figures are kept.
"""

from typing import Protocol

from pgwidgets_proto import AccessPolicy, HttpRequest, Hub
from pgwidgets_transports.seam import Clock, Response

from ._static import plain
from .observing.metrics import Exporter, Metrics, Observed
from .observing.stats import ServerState

HEALTH = "/healthz"
SHORT = 10.0
"""Seconds for which a server is said to be overloaded after it has run out of something."""
_NO_STORE = ("cache-control", "no-store")


class Server(Observed, Protocol):
    """An application's engine, as far as it is needed here.

    Attributes:
        hub: its core.
        clock: what it goes by while it serves, else None.
    """

    hub: Hub
    clock: Clock | None

    @property
    def policy(self) -> AccessPolicy:
        """Who is let in."""
        ...

    @property
    def lacks_means(self) -> bool:
        """Whether visitors are turned away just now."""
        ...


class Observing:
    """Answers for one application.

    Parameters:
        server: the application's engine.
        metrics: where its metrics are, and for whom; None: nowhere.

    Attributes:
        has_served: whether it has come to the end of serving once.

    Raises:
        ImportError: metrics are wanted, and prometheus-client is not installed.
    """

    def __init__(self, server: Server, metrics: Metrics | None) -> None:
        self.has_served = False
        self._server = server
        self._exporter = None if metrics is None else Exporter(metrics, server)
        self._short_until = 0.0

    def ran_out(self, now: float) -> None:
        """The process has no descriptor, memory or thread left, in monotonic seconds."""
        self._short_until = now + SHORT

    def state(self, now: float) -> ServerState:
        """What the server is about."""
        server = self._server
        if server.clock is None:
            return "closed" if self.has_served else "starting"
        if server.hub.is_closed:
            return "draining"
        if server.hub.lease is not None and not server.hub.lease.is_good:
            return "frozen"
        is_short = now < self._short_until or server.lacks_means
        return "overloaded" if is_short else "serving"

    def answer(self, request: HttpRequest, path: str, now: float) -> Response | None:
        """The answer to a request, or None: it is about something else.

        Parameters:
            request: what is asked.
            path: without what the application is mounted at.
            now: monotonic seconds.
        """
        exporter = self._exporter
        is_about_metrics = exporter is not None and path == exporter.metrics.path
        if path != HEALTH and not is_about_metrics:
            return None
        if request.method not in ("GET", "HEAD"):
            return plain(405, "Only GET and HEAD are known here.", ("allow", "GET, HEAD"))
        if exporter is None or not is_about_metrics:
            state = self.state(now)
            return plain(200 if state == "serving" else 503, state, _NO_STORE)
        if not exporter.metrics.may_read(request):
            return plain(
                403, "Metrics are read with a token, or from an address that may.", _NO_STORE
            )
        kind, body = exporter.written(request.header("accept") or "")
        return Response(200, (("content-type", kind), _NO_STORE), body)

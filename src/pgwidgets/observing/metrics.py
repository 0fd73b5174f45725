"""Metrics for Prometheus, and for whatever else reads OpenMetrics.

Knows: which figures there are, how they are called, and who may read them. Must not know: how a
request comes, or how it is answered.
"""

import hmac
import ipaddress
from collections.abc import Iterator
from typing import Any, Protocol, get_args

import msgspec

from pgwidgets_proto import HttpRequest

from .._tally import BOUNDS, Tally
from ._extra import families, openmetrics, prometheus
from .stats import ServerState, Stats

_TEXT = "text/plain; version=0.0.4; charset=utf-8"
_STATES: tuple[ServerState, ...] = get_args(ServerState)


class Metrics(msgspec.Struct, frozen=True, kw_only=True):
    """Where metrics are read, and who may: ``Application(metrics=Metrics(token="..."))``.

    Attributes:
        path: where, below the application's ``base_path``.
        readers: addresses and networks that may read without the token.
        token: who has it may read from anywhere, by ``Authorization: Bearer TOKEN``; None: nobody
            from elsewhere.

    Raises:
        TypeError, ValueError: a field that is not allowed; the text names it.
    """

    path: str = "/metrics"
    readers: tuple[str, ...] = ("127.0.0.0/8", "::1")
    token: str | None = None

    def __post_init__(self) -> None:
        path: object = self.path
        if not isinstance(path, str):
            raise TypeError(f"Metrics.path is {path!r}; it must be a text")
        if not path.startswith("/") or path == "/" or not path.isprintable():
            raise ValueError(f"Metrics.path is {path!r}; it must be one as '/metrics'")
        readers: object = self.readers
        if isinstance(readers, str) or not isinstance(readers, (tuple, list)):
            raise TypeError(f"Metrics.readers is {readers!r}; it must be a tuple of texts")
        for reader in readers:
            try:
                ipaddress.ip_network(reader)
            except ValueError:
                raise ValueError(
                    f"Metrics.readers has {reader!r}; it must be an address or a network, as "
                    f"'10.0.0.0/8'"
                ) from None
        token: object = self.token
        if token is not None and not isinstance(token, str):
            raise TypeError("Metrics.token must be a text, or None")  # its value is for no log
        if token is not None and (len(token) < 16 or not token.isascii()):
            raise ValueError("Metrics.token must be 16 characters of ASCII at least")

    def may_read(self, request: HttpRequest) -> bool:
        """Whether who asks may read them.

        An address counts only where it is known to be the visitor's: a proxy that is not trusted
        makes all visitors look like itself.
        """
        if self.token is not None:
            kind, _, given = (request.header("authorization") or "").partition(" ")
            if kind.lower() == "bearer" and hmac.compare_digest(
                given.strip().encode("utf-8", "replace"), self.token.encode()
            ):
                return True
        return request.is_direct and request.peer is not None and self._reads(request.peer)

    def _reads(self, peer: str) -> bool:
        try:
            address = ipaddress.ip_address(peer.partition("%")[0])
        except ValueError:
            return False
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        return any(address in ipaddress.ip_network(reader) for reader in self.readers)


class Observed(Protocol):
    """An application, as far as metrics know it.

    Attributes:
        tally: what it counts.
    """

    tally: Tally

    def stats(self) -> Stats:
        """Its figures now."""
        ...


class Collector:
    """Gives the figures of one application to a registry of prometheus-client.

    Parameters:
        observed: the application's engine.

    Raises:
        ImportError: prometheus-client is not installed.
    """

    def __init__(self, observed: Observed) -> None:
        prometheus()
        observed.tally.want_buckets()
        self._observed = observed

    def collect(self) -> Iterator[Any]:
        """The metrics, as prometheus-client asks for them."""
        kinds = families()
        stats = self._observed.stats()
        state = kinds.StateSetMetricFamily(
            "pgwidgets_state",
            "What the server is about.",
            value={name: name == stats.state for name in _STATES},
        )
        yield state
        for name, text, value in _gauges(stats):
            yield kinds.GaugeMetricFamily(f"pgwidgets_{name}", text, value)
        for name, text, value in _counters(stats):
            yield kinds.CounterMetricFamily(f"pgwidgets_{name}", text, value)
        text = "Peers that were refused, by status or close code."
        refusals = kinds.CounterMetricFamily("pgwidgets_refusals", text, labels=["code"])
        for code, count in sorted(stats.refusals.items()):
            refusals.add_metric([str(code)], count)
        yield refusals
        yield kinds.HistogramMetricFamily(
            "pgwidgets_handler_seconds",
            "How long handlers take, with what they await.",
            buckets=self._buckets(),
            sum_value=stats.handlers.seconds,
        )

    def _buckets(self) -> list[tuple[str, int]]:
        total, found = 0, []
        counts = list(self._observed.tally.buckets or ())
        for bound, count in zip((*map(str, BOUNDS), "+Inf"), counts, strict=True):
            total += count
            found.append((bound, total))
        return found


def _gauges(stats: Stats) -> Iterator[tuple[str, str, float]]:
    browsers = stats.browsers
    here = [browser for browser in browsers if browser.is_connected]
    yield "sessions", "Sessions.", len(stats.sessions)
    yield (
        "sessions_shown",
        "Sessions that a browser shows.",
        sum(any(one.is_connected for one in session.browsers) for session in stats.sessions),
    )
    yield "browsers", "Browsers that are connected.", len(here)
    yield "browsers_away", "Browsers that are waited for.", len(browsers) - len(here)
    yield "visitors_waiting", "Visitors that wait for a session.", stats.waiting
    yield "connections", "Sockets that are open.", stats.connections
    yield "widgets", "Widgets of all sessions.", sum(one.widgets for one in stats.sessions)
    yield "events_waiting", "Events that wait.", sum(one.events for one in stats.sessions)
    yield "held_bytes", "What sessions and connections hold.", stats.held_bytes
    yield "held_bytes_limit", "What they may hold together.", stats.total_bytes
    yield "lag_bytes", "What browsers have not applied yet.", sum(b.lag_bytes for b in browsers)
    yield (
        "lag_messages_max",
        "Messages that the slowest browser has not applied.",
        max((browser.lag_messages for browser in browsers), default=0),
    )
    yield (
        "round_trip_seconds_max",
        "The longest round trip of a connected browser.",
        max((browser.round_trip_time or 0.0 for browser in here), default=0.0),
    )


def _counters(stats: Stats) -> Iterator[tuple[str, str, float]]:
    if stats.sharing is not None:
        yield "sessions_taken", "Sessions that came from other servers.", stats.sharing.taken
        text = "Sessions that went to other servers, which wanted them."
        yield "sessions_handed_over", text, stats.sharing.handed_over
        yield "sessions_lost", "Sessions that others turned out to have.", stats.sharing.lost
    yield "events", "Events that were taken to be handled.", stats.events
    yield "handler_failures", "Handlers that raised.", stats.handlers.failures
    yield "received_bytes", "WebSocket messages of browsers.", stats.received_bytes
    yield "sent_bytes", "WebSocket messages to browsers.", stats.sent_bytes


class Exporter:
    """What answers a request for metrics.

    Parameters:
        metrics: where, and for whom.
        observed: the application's engine.

    Raises:
        ImportError: prometheus-client is not installed.
    """

    def __init__(self, metrics: Metrics, observed: Observed) -> None:
        self.metrics = metrics
        self._registry = prometheus().CollectorRegistry(auto_describe=False)
        self._registry.register(Collector(observed))

    def written(self, accept: str) -> tuple[str, bytes]:
        """The type and the text of all metrics.

        Parameters:
            accept: the request's header; OpenMetrics is written for who knows that.
        """
        if "application/openmetrics-text" in accept:
            module = openmetrics()
            return str(module.CONTENT_TYPE_LATEST), bytes(module.generate_latest(self._registry))
        return _TEXT, bytes(prometheus().generate_latest(self._registry))


def collector(app: Any) -> Collector:
    """Make a collector for a registry of the program's own, in place of ``metrics=``.

    As in ``prometheus_client.REGISTRY.register(collector(app))``.

    Parameters:
        app: an application of either API.

    Raises:
        TypeError: it is none.
        ImportError: prometheus-client is not installed.
    """
    engine: Any = getattr(app, "_pgwidgets", None)
    if not isinstance(getattr(engine, "tally", None), Tally):
        raise TypeError(f"collector(): app is {app!r}; it must be an Application")
    return Collector(engine)

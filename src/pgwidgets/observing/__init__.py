"""Seeing into a server: figures, metrics for Prometheus, spans for OpenTelemetry, ids for logs.

Knows: what an application tells of itself. Must not know: how it is served, or what widgets do.
"""

from .logs import LogFields
from .metrics import Metrics, collector
from .stats import BrowserStats, HandlerStats, ServerState, SessionStats, SharingStats, Stats

__all__ = [
    "BrowserStats",
    "HandlerStats",
    "LogFields",
    "Metrics",
    "ServerState",
    "SessionStats",
    "SharingStats",
    "Stats",
    "collector",
]

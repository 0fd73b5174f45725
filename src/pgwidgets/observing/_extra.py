"""The libraries of the extras ``metrics`` and ``otel``, imported when they are first needed.

Knows: their names, and how they are installed. Must not know: what they are used for.
"""

import functools
import importlib
from typing import Any


@functools.cache
def prometheus() -> Any:
    """The module ``prometheus_client``.

    Raises:
        ImportError: it is not installed; the text says how it is.
    """
    return _found("prometheus_client", "metrics need prometheus-client", "metrics")


@functools.cache
def families() -> Any:
    """The module that has the kinds of metrics; raises as :func:`prometheus`."""
    prometheus()
    return importlib.import_module("prometheus_client.core")


@functools.cache
def openmetrics() -> Any:
    """The module that writes OpenMetrics; raises as :func:`prometheus`."""
    prometheus()
    return importlib.import_module("prometheus_client.openmetrics.exposition")


@functools.cache
def otel() -> Any:
    """The module ``opentelemetry.trace``.

    Raises:
        ImportError: it is not installed; the text says how it is.
    """
    return _found("opentelemetry.trace", "spans need opentelemetry-api", "otel")


def _found(module: str, what: str, extra: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as exc:
        raise ImportError(f"{what}; install the extra: pip install 'pgwidgets[{extra}]'") from exc

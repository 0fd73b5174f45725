"""Spans for OpenTelemetry: for each handler of an event, and for each call of a widget's method.

Knows: the API of OpenTelemetry, what spans are called and what they tell. Must not know: how events
are handled, or calls are carried out. No span has a token, or a text or value that a user typed.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol

from pgwidgets_proto import Promise, SessionEvent, WidgetEvent
from pgwidgets_proto.widgets import Node

from ..__about__ import __version__
from ._extra import otel


class TracerProvider(Protocol):
    """What makes tracers, as OpenTelemetry's own does."""

    def get_tracer(self, instrumenting_module_name: str, /, *args: Any, **kwargs: Any) -> Any:
        """Give a tracer."""


class Spans:
    """Makes the spans of one application.

    Parameters:
        provider: a TracerProvider; None: the global one.

    Raises:
        ImportError: the API of OpenTelemetry is not installed.
    """

    def __init__(self, provider: Any = None) -> None:
        self._trace = otel()
        self._tracer = self._trace.get_tracer("pgwidgets", __version__, provider)

    def handler(
        self,
        session_id: int | str,
        event: SessionEvent | None,
        function: Callable[..., Any],
    ) -> AbstractContextManager[Any]:
        """A span around one handler of an event, with all that it awaits.

        Parameters:
            session_id: the session's.
            event: what is handled; None: a call that the program has put into the queue.
            function: the handler.
        """
        attributes: dict[str, Any] = {
            "pgwidgets.session": str(session_id),
            "pgwidgets.handler": getattr(function, "__qualname__", type(function).__name__),
        }
        link = getattr(event, "link", None)
        if link is not None:
            attributes["pgwidgets.browser"] = link.id
        name = "call" if event is None else type(event).__name__
        if isinstance(event, WidgetEvent):
            name = f"{event.node.cls.name} {event.action}"
            attributes |= _of(event.node) | {"pgwidgets.action": event.action}
        span: AbstractContextManager[Any] = self._tracer.start_as_current_span(
            name, attributes=attributes
        )
        return span

    def failed(self, error: BaseException) -> None:
        """The present handler has raised."""
        span = self._trace.get_current_span()
        span.record_exception(error)
        span.set_status(self._trace.StatusCode.ERROR, type(error).__name__)

    def call(
        self, session_id: int | str, node: Node, method: str, carry_out: Callable[[], Any]
    ) -> Any:
        """Carry out a call in a span. One that a browser answers lasts until it has.

        Parameters:
            session_id: the session's.
            node: the widget's.
            method: the name of its method.
            carry_out: does it; gives what the core gave.
        """
        span = self._tracer.start_span(
            f"{node.cls.name}.{method}",
            attributes={"pgwidgets.session": str(session_id)} | _of(node),
        )
        result = None
        try:
            result = carry_out()
        except Exception as exc:
            self._end(span, exc)
            raise
        if isinstance(result, Promise):
            result.on_settled(lambda: self._end(span, result.failure))
        else:
            span.end()
        return result

    def _end(self, span: Any, error: BaseException | None) -> None:
        if error is not None:
            span.record_exception(error)
            span.set_status(self._trace.StatusCode.ERROR, type(error).__name__)
        span.end()


def _of(node: Node) -> dict[str, Any]:
    return {"pgwidgets.widget": node.cls.name, "pgwidgets.wid": node.wid}

"""Which of the program's handlers an event is for.

Knows: what each event means to the program, and what goes to the log.
Must not know: async or sync, and when or where a handler runs (each API's dispatcher).
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, assert_never

import msgspec

from pgwidgets_proto import (
    BrowserJoined,
    BrowserLeft,
    CallFailed,
    ControlChanged,
    Link,
    ReportRefused,
    SessionEvent,
    SessionOpened,
    SessionRestored,
    WidgetEvent,
)
from pgwidgets_proto.widgets import Node

from ._log_fields import about
from ._session_engine import AnySessionEngine
from .access.control import news_of

_NO_KEYWORDS: Mapping[str, Any] = MappingProxyType({})

REPORTS_AT_A_TIME = 8
"""Reports of one session that are carried out, where no handler is for them, before others have
their turn."""


class HandlerCall(msgspec.Struct, eq=False):
    """One handler that is to be called now: ``function(*args, **keywords)``.

    Attributes:
        function: what the program gave.
        args, keywords: all that it gets.
        asker: the browser on whose behalf it acts, or None.
        event: what it is told of, or None.
        is_own: it is none of the program's handlers, and is not counted as one.
    """

    function: Callable[..., Any]
    args: tuple[Any, ...]
    keywords: Mapping[str, Any] = _NO_KEYWORDS
    asker: Link | None = None
    event: SessionEvent | None = None
    is_own: bool = False


class ApplicationHandlers(msgspec.Struct, eq=False):
    """The handlers that are of no widget.

    Attributes:
        on_connect, on_disconnect: each gets the session.
    """

    on_connect: list[Callable[..., Any]] = msgspec.field(default_factory=list)
    on_disconnect: list[Callable[..., Any]] = msgspec.field(default_factory=list)


def awaited(session: AnySessionEngine, handlers: ApplicationHandlers) -> int:
    """How many events of a session wait that some handler is for."""
    return sum(
        _is_for_a_handler(session, event, handlers) for event in session.core.inbox.expected()
    )


def _is_for_a_handler(
    session: AnySessionEngine, event: SessionEvent, handlers: ApplicationHandlers
) -> bool:
    match event:
        case WidgetEvent():
            return True  # else there is none
        case SessionOpened():
            return bool(handlers.on_connect)
        case BrowserLeft():
            return bool(handlers.on_disconnect or session.leave_handlers)
        case BrowserJoined():
            return bool(session.to_join())
        case CallFailed():
            return bool(session.error_handlers)
        case SessionRestored():
            return bool(session.restore_handlers)
        case ControlChanged():
            return bool(session.control_handlers)
        case ReportRefused():
            return False
        case _:
            assert_never(event)


def _lifted(session: AnySessionEngine, event: WidgetEvent) -> tuple[Any, ...]:
    """An event's arguments with widgets in place of nodes."""
    args: tuple[Any, ...] = event.args
    if event.places is None:
        args = session.lift(args)
    elif event.places:
        for holder, key in event.places:
            holder[key] = session.lift(holder[key])  # of the arguments themselves it is no use
        args = tuple(session.lift(arg) if isinstance(arg, Node) else arg for arg in args)
    return args


def calls_for(
    session: AnySessionEngine,
    event: SessionEvent,
    handlers: ApplicationHandlers,
    logger: logging.Logger,
) -> Iterator[HandlerCall]:
    """The handlers that an event is for, in the order in which they were added.

    A handler that one before it added or removed counts from the next event on.
    """
    if type(event) is WidgetEvent:
        return iter(_calls_of_widget(session, event))
    return _other_calls(session, event, handlers, logger)


def _calls_of_widget(session: AnySessionEngine, event: WidgetEvent) -> list[HandlerCall]:
    node = event.node
    widget = node.live_widget
    if widget is None:
        widget = session.lift(node)
    args = _lifted(session, event) if event.args else ()
    calls: list[HandlerCall] = []  # no generator: it costs twice as much, and mostly there is one
    for handler in widget._pgwidgets.handlers.of(event.action):
        positional = handler.positional(widget, args)
        call = HandlerCall(handler.function, positional, handler.keywords, event.link, event)
        calls.append(call)
    if session.core.kept is not None:
        calls.append(HandlerCall(session.is_done, (event,), is_own=True))
    return calls


def _other_calls(
    session: AnySessionEngine,
    event: SessionEvent,
    handlers: ApplicationHandlers,
    logger: logging.Logger,
) -> Iterator[HandlerCall]:
    match event:
        case WidgetEvent():
            pass  # see above
        case SessionOpened():
            for function in tuple(handlers.on_connect):
                yield HandlerCall(function, (session.public,), event=event)
            if handlers.on_connect:
                yield HandlerCall(session.app.log_blank, (session,), is_own=True)
            if session.core.kept is not None:
                yield HandlerCall(session.is_built, (), is_own=True)
        case SessionRestored():
            for function in tuple(session.restore_handlers):
                yield HandlerCall(function, (session.public,), event=event)
        case BrowserLeft():
            if session.audit is not None:
                session.audit.write("left", session.core, event.link)
            for function in tuple(handlers.on_disconnect):
                yield HandlerCall(function, (session.public,), event=event)
            for function in tuple(session.leave_handlers):
                yield HandlerCall(function, (session.browser_of(event.link),), event=event)
        case CallFailed():
            session.app.log_failed_call(session, event.link, event.error)
            for function in tuple(session.error_handlers):
                yield HandlerCall(function, (event.error,), asker=event.link, event=event)
        case ControlChanged():
            if session.audit is not None:
                asked = [link.id for link in event.requests]
                session.audit.write("control", session.core, event.holder, requests=asked)
            if session.control_handlers:
                news = session.act(news_of, event.holder, event.requests)
                for function in tuple(session.control_handlers):
                    yield HandlerCall(function, (news,), event=event)
        case ReportRefused():
            session.app.log_nonsense(session, event.link, event.detail, event.fault)
        case BrowserJoined():
            if session.audit is not None:
                session.audit.write("joined", session.core, event.link)
            extra = about(session.core.id, event.link)
            logger.debug("%r: %r joined", session, event.link, extra=extra)
            for function in session.to_join():
                yield HandlerCall(
                    function, (session.browser_of(event.link),), asker=event.link, event=event
                )
        case _:
            assert_never(event)

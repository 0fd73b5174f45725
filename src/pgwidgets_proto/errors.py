"""Whose fault an error is, and the close codes that tell a browser so.

Knows: the kinds of blame, and every code with which the core closes a WebSocket.
Must not know: who raises them, or what a message means.

Blame decides the treatment (the rule is h11's):

* :exc:`LocalProtocolError` is our caller's fault. It is raised, and the state is as it was.
* :exc:`RemoteProtocolError` is the browser's fault. It never leaves ``receive()``: it becomes a
  queued close with a :class:`CloseCode`, and an event that names the cause.
* Any other exception, while what a browser says is handled, is the core's own fault. It does not
  leave ``receive()`` either, since there it would end what other browsers are served by: the
  message is refused, and an event carries the exception to the log.
"""

import enum


class CloseCode(enum.IntEnum):
    """The codes with which the core closes a WebSocket (RFC 6455 section 7.4).

    The 4000s are the application's own; a stock pgwidgets-js client that receives one shows the
    reason, forgets its credentials and does not come back. Every other code makes it retry.

    Attributes:
        NORMAL: the page has said goodbye, or goes on with another connection.
        GOING_AWAY: the connection ends, since the server does, or since the page is silent.
        PROTOCOL_ERROR: a frame or a message that the protocol does not allow there, or one that is
            overdue.
        UNSUPPORTED_DATA: a binary message that nothing announced.
        INVALID_DATA: a text that is not UTF-8, or not one of our messages.
        POLICY_VIOLATION: more than a limit allows: events, visitors, wrong tokens.
        MESSAGE_TOO_BIG: a message over ``Limits.message_bytes``, or a text over ``text_bytes``,
            ``text_values`` or ``frame_messages``.
        INTERNAL_ERROR: a fault of the server.
        SERVICE_RESTART: the server closes, and may be back.
        TRY_AGAIN_LATER: the server has no thread or other means to spare just now; the core
            itself never closes with it.
        WRONG_TOKEN: the session has another token.
        SESSION_DESTROYED: the program destroyed the session.
        TOO_MANY_LINKS: ``Limits.links_per_session`` browsers show it already.
        SESSION_CLOSED: the program sent the session's browsers away.
        SHARE_ENDED: the link that the browser came by is good no longer, or not for it.
        SIGNED_OUT: the browser's user has signed out, or was made to.
    """

    NORMAL = 1000
    GOING_AWAY = 1001
    PROTOCOL_ERROR = 1002
    UNSUPPORTED_DATA = 1003
    INVALID_DATA = 1007
    POLICY_VIOLATION = 1008
    MESSAGE_TOO_BIG = 1009
    INTERNAL_ERROR = 1011
    SERVICE_RESTART = 1012
    TRY_AGAIN_LATER = 1013
    WRONG_TOKEN = 4001
    SESSION_DESTROYED = 4002
    TOO_MANY_LINKS = 4003
    SESSION_CLOSED = 4004
    SHARE_ENDED = 4005
    SIGNED_OUT = 4006


LINE = 500
"""Characters of a text of the browser's making that stand in one line of a log."""


def one_line(text: str) -> str:
    """A text that browsers have a part in, as it may stand in a log: short, and one line.

    Without this a browser could write lines of its own there, or many megabytes.
    """
    if len(text) > LINE:
        text = f"{text[:LINE]} … ({len(text)} characters)"
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


class ProtocolError(Exception):
    """Base of the two kinds of blame; never raised itself."""


class LocalProtocolError(ProtocolError):
    """The program (or a driver) used the core in a way that it does not allow.

    Raised at the call; the state is as it was before.
    """


class RemoteProtocolError(ProtocolError):
    """The browser sent something that the protocol does not allow.

    Attributes:
        code: the :class:`CloseCode` that the browser is told.
        reason: fixed plain text for the close frame. Never built from the browser's data, since
            the stock client shows it as HTML.
        detail: the cause, for our own log, as :func:`one_line`.
    """

    def __init__(self, code: CloseCode, reason: str, detail: str = "") -> None:
        self.detail = one_line(detail or reason)
        super().__init__(self.detail)
        self.code = code
        self.reason = reason


def message_too_big(limit: int, name: str = "message_bytes") -> RemoteProtocolError:
    """What a browser is told of a message over one of ``Limits``, ``message_bytes`` or another."""
    return RemoteProtocolError(
        CloseCode.MESSAGE_TOO_BIG, "message too big", f"a message is over Limits.{name} = {limit}"
    )


class BrowserError(RuntimeError):
    """A browser could not carry out a call, and answered with an error.

    Attributes:
        wid: the widget's id, or None when the message named no widget.
        cls: the name of its class, or None when it has been destroyed meanwhile.
        method: the method that failed, as it went over the wire.
        error: the browser's own text, as :func:`one_line`.
    """

    def __init__(self, wid: int | None, method: str, error: str, cls: str | None = None) -> None:
        where = method if wid is None else f"{cls or 'widget'} {wid}: {method}"
        self.error = one_line(error)
        super().__init__(f"browser failed at {where}: {self.error}")
        self.wid = wid
        self.cls = cls
        self.method = method


class SessionGoneError(Exception):
    """The session was destroyed, so that nothing can be made in it or asked of it any more."""


class WidgetGoneError(Exception):
    """A destroyed widget stands among the arguments of a call, which then does nothing.

    It never leaves the session, which takes it for what it is: the rest of a handler whose widget
    a user has just closed is not to be lost.
    """

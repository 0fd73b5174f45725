"""The wing that turns a byte stream into HTTP requests and one WebSocket's frames, and back.

Knows: HTTP/1.1, RFC 6455, who may come, how long a peer is waited for.
Must not know: what a message means, sessions, widgets, sockets, clocks.
"""

from ..turns import MESSAGES_AT_A_TIME, cost_of
from .access import AccessPolicy, Headers, Refusal, parse_address
from .connection import Connection
from .events import ConnectionClosed, ConnectionEvent, Refused, WebSocketOpened
from .handshake import check_origin
from .http_side import whole_headers
from .request import HttpRequest, check_request, path_below
from .seam import ChannelLike

__all__ = [
    "Connection",
    "ConnectionEvent",
    "HttpRequest",
    "WebSocketOpened",
    "Refused",
    "ConnectionClosed",
    "ChannelLike",
    "AccessPolicy",
    "Refusal",
    "Headers",
    "MESSAGES_AT_A_TIME",
    "check_origin",
    "check_request",
    "cost_of",
    "parse_address",
    "path_below",
    "whole_headers",
]

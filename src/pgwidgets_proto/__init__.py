r"""The pure core of pgwidgets: sessions, links and connections as state machines without I/O.

This is the core's public face. Applications, transports and their tests import these names from
here; what else they need comes from the face of a wing, such as :mod:`pgwidgets_proto.catalog`.

Bytes go in with :meth:`Connection.receive_data` (False: there may be an event), come out of
:meth:`Connection.data_to_send`, and :meth:`Connection.next_event` tells what they mean:

>>> from pgwidgets_proto import AccessPolicy, Browser, Connection, Hub, Limits
>>> hub = Hub(mint_token=lambda: "secret", boot="1")
>>> stream = Connection(
...     lambda request, now: hub.open_channel(Browser(request.peer), now),
...     policy=AccessPolicy(), limits=Limits(), peer="192.0.2.1", now=0.0)
>>> stream.receive_data(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", now=0.5)
False
>>> stream.next_event().path
'/'
>>> stream.send_response(200, body=b"hello", now=0.5)
>>> stream.data_to_send(now=0.5)
b'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello'

Behind a WebSocket is a :class:`Channel`, which takes and gives whole messages. A browser says
hello, and the hub has a session with events for the program:

>>> channel = hub.open_channel(Browser("192.0.2.1"), now=1.0)
>>> [bytes(frame.payload) for frame in channel.frames_to_send()]
[b'{"type":"init","id":0,"ext":1}']
>>> channel.receive('{"type": "result", "id": 0, "ext": 1}', now=1.5)
>>> [session] = hub.ready_sessions()
>>> session.next_event().browser.address
'192.0.2.1'
>>> session.create("Label", ("Hello!",))
<Label 1>
>>> channel.frames_to_send()[-1].payload
b'{"type":"create","wid":1,"class":"Label","args":["Hello!"]}'

Nothing here reads a clock: every call that needs the time is given it as ``now``, in seconds of any
monotonic clock, always the same one. Nothing waits, and nothing is safe to call from two threads at
once.

Knows: which names are public. Must not know: anything else; it defines nothing itself.
"""

from .errors import BrowserError, CloseCode, LocalProtocolError, SessionGoneError
from .limits import Limits
from .sessions import (
    BrowserJoined,
    BrowserLeft,
    CallFailed,
    ChannelRefused,
    ControlChanged,
    Hub,
    Promise,
    ReportRefused,
    Session,
    SessionEvent,
    SessionExpired,
    SessionOpened,
    SessionRestored,
    TimerFailed,
    WidgetEvent,
)
from .stream import (
    AccessPolicy,
    Connection,
    ConnectionClosed,
    ConnectionEvent,
    HttpRequest,
    Refusal,
    Refused,
    WebSocketOpened,
)
from .views import Browser, Channel, Link

__all__ = [
    # A byte stream
    "Connection",
    "AccessPolicy",
    "Refusal",
    # What a byte stream tells
    "ConnectionEvent",
    "HttpRequest",
    "WebSocketOpened",
    "Refused",
    "ConnectionClosed",
    # Sessions and their browsers
    "Hub",
    "Session",
    "Channel",
    "Link",
    "Browser",
    "Promise",
    # What a session tells
    "SessionEvent",
    "SessionOpened",
    "SessionRestored",
    "BrowserJoined",
    "BrowserLeft",
    "WidgetEvent",
    "CallFailed",
    "ReportRefused",
    "ControlChanged",
    # What a hub tells
    "ChannelRefused",
    "TimerFailed",
    "SessionExpired",
    # Bounds, codes and errors
    "Limits",
    "CloseCode",
    "LocalProtocolError",
    "BrowserError",
    "SessionGoneError",
]

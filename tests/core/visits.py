"""A browser that shows a session, as the bytes on its connection: for tests that count.

Knows: the core's public face, and what a page says. Must not know: what is counted.
"""

from core.wire import TEXT, frame, upgrade
from pgwidgets_proto import (
    AccessPolicy,
    Browser,
    Channel,
    Connection,
    Hub,
    Limits,
    Session,
    WebSocketOpened,
)

HELLO = b'{"type":"result","id":0,"ext":1,"session_id":%d,"token":"%s"}'
LIMITS = Limits()
POLICY = AccessPolicy(own_ports=frozenset({9500}))


def connected(hub: Hub) -> Connection[Channel]:
    """A connection whose WebSocket is open; the page has yet to say who it is."""
    connection = Connection[Channel](
        lambda request, now: hub.open_channel(Browser(), now),
        policy=POLICY,
        limits=LIMITS,
        peer=None,
        now=0.0,
    )
    connection.receive_data(upgrade(), 0.0)
    assert isinstance(connection.next_event(), WebSocketOpened)
    return connection


def shown(hub: Hub, session: Session) -> Connection[Channel]:
    """A connection whose page shows a session, and has applied all of it."""
    connection = connected(hub)
    assert isinstance(session.id, int)
    hello = HELLO % (session.id, session.token.encode())
    connection.receive_data(frame(TEXT, hello), 0.0)
    while session.next_event() is not None:
        pass
    take_all(connection, session)
    return connection


def take_all(connection: Connection[Channel], session: Session) -> None:
    """Take what is to be sent, and have the session's only browser acknowledge it."""
    while connection.data_to_send(0.0):
        pass
    (link,) = session.links
    ack = b'{"type":"ack","seen":%d}' % link.outbox.sent
    connection.receive_data(frame(TEXT, ack), 0.0)

"""Pages that know of no session say so with the address of their WebSocket.

The answer to the hello is then there before the hello has come to the page, which spares the first
visit a way to the server and back. It holds no secret, so it may stand in an address.

Knows: that address, and that answer. Must not know: sessions, sockets.
"""

from pgwidgets_proto import Channel, HttpRequest

_ANSWERS = {
    "new": '{"type":"result","id":0,"ext":1}',
    "new&short": '{"type":"result","id":0,"ext":1,"short":true}',
}


def is_new(request: HttpRequest) -> bool:
    """Whether a WebSocket is one of a page that knows of no session."""
    return request.query in _ANSWERS


def answer_for(channel: Channel, request: HttpRequest, now: float) -> None:
    """Give a channel what its page would answer.

    Parameters:
        channel: of a page that is new; one that is to be closed already is left alone.
        request: what it was opened by.
        now: monotonic seconds.
    """
    if channel.close is None:
        channel.receive(_ANSWERS[request.query], now)

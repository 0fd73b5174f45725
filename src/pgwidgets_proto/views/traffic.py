"""How many bytes browsers have sent, and have been sent.

Knows: two numbers. Must not know: what the bytes are, or who asks.
"""


class Traffic:
    """The bytes of WebSocket messages of one hub, without the headers of their frames.

    Attributes:
        received: those that came.
        sent: those that were handed out.
    """

    __slots__ = ("received", "sent")

    def __init__(self) -> None:
        self.received = 0
        self.sent = 0

"""The state of one connection, which its parts share and change.

Knows: the states, how long each may last, and what every change of state brings along.
Must not know: HTTP, frames, or why the state changes.
"""

from ..limits import Limits
from ..transitions import follow
from .seam import ChannelLike
from .send_queue import SendQueue
from .states import CHANNEL_OPEN, TRANSITIONS, WEBSOCKET, Input, State, wait_in


class Lifecycle[C: ChannelLike]:
    """The state of one connection, with its bytes on their way in and out.

    Parameters:
        limits: how long a state may last.
        now: monotonic seconds.

    Attributes:
        state: where the connection stands.
        now: monotonic seconds, as the latest call of the connection says.
        inbox: bytes that have come and are not parsed yet.
        out: bytes that wait for the transport.
        channel: the channel of its WebSocket, from the upgrade on.
        is_channel_open: whether the state is in ``CHANNEL_OPEN``; asked for at every message.
        deadline: when the wait of the present state is over; None: the state has no such wait.
        is_shutting_down: whether the connection shall come to its end.
        close_code: how the WebSocket was closed; None before, and for HTTP.
        close_cause: why the connection has closed, or would if it did now; for the log.
    """

    def __init__(self, limits: Limits, now: float) -> None:
        self._limits = limits
        self.state = State.HTTP_IDLE
        self.now = now
        self.inbox = bytearray()
        self.out = SendQueue()
        self.channel: C | None = None
        self.is_channel_open = False
        self.deadline: float | None = None
        self.is_shutting_down = False
        self.close_code: int | None = None
        self.close_cause = "the peer left"
        self.begin_wait()

    def move(self, cause: Input, why: str | None = None) -> None:
        """Change the state. Nothing else does.

        The channel is told when it stops being open.

        Parameters:
            cause: what has happened.
            why: replaces :attr:`close_cause`.

        Raises:
            LocalProtocolError: the present state does not have this input.
        """
        before, was_open = self.state, self.is_channel_open
        self.state = follow(TRANSITIONS, before, cause)
        self.is_channel_open = self.state in CHANNEL_OPEN
        self.close_cause = why or self.close_cause
        self.begin_wait()
        if self.state is State.CLOSED:
            self.inbox.clear()
        if was_open and not self.is_channel_open and self.channel is not None:
            self.channel.receive(None, self.now)
        if before in WEBSOCKET and cause is Input.END:
            self.close_code = self.close_code or 1006
            self.out.clear()

    def begin_wait(self) -> None:
        """Let the wait of the present state begin now."""
        wait = wait_in(self.state, self._limits)
        self.deadline = None if wait is None else self.now + wait
        self.out.has_moved = False

"""The WebSocket half of a connection: frames to the channel's messages, and back.

Knows: the channel, pings and pongs, the closing handshake (RFC 6455 section 7). Must not know:
HTTP.
"""

from collections.abc import Callable

from ..errors import CloseCode, RemoteProtocolError
from ..limits import Limits
from ..turns import FRAME_SHIFT, MESSAGES_AT_A_TIME, cost_of
from .deflate import deflated
from .frames import data_frame, read_message
from .heartbeat import Due, Heartbeat
from .lifecycle import Lifecycle
from .seam import ChannelLike
from .states import Input, State
from .websocket import STEP, PeerClose, Ping, Pong, WebSocket


class WebSocketSide[C: ChannelLike]:
    """One WebSocket, from the upgrade on.

    Parameters:
        life: the connection's state; its input is frames from here on.
        channel: gets the messages, and has those that are to be sent.
        limits: message_bytes, keepalive_interval and keepalive_time count here.
        report: called with a close code and a cause when the browser breaks a rule.
        is_compressing: whether permessage-deflate was agreed on.

    Attributes:
        heartbeat: when the browser is to be pinged, and the ping of its own that has no pong yet.
        is_resting: whether enough was done in one go. The rest of what has come stays where it is
            until :meth:`go_on`, and nothing more is to be read.
    """

    def __init__(
        self,
        life: Lifecycle[C],
        channel: C,
        limits: Limits,
        report: Callable[[int, str], None],
        *,
        is_compressing: bool = False,
    ) -> None:
        self._life = life
        self._channel = channel
        self._report = report
        self._is_holding = False
        self.is_resting = False
        self._left = MESSAGES_AT_A_TIME  # that may be handled in this go
        self._is_compressing = is_compressing
        self._frames = WebSocket(limits, self._text_bytes, is_compressing=is_compressing)
        self.heartbeat = Heartbeat(limits.keepalive_interval, limits.keepalive_time, life.now)
        life.channel = channel
        life.move(Input.UPGRADED)
        self._ping()

    # --- input

    def heard(self) -> bool:
        """Take note that bytes came; whether that has only put off a deadline."""
        return self.heartbeat.heard(self._life.now)

    def take(self, data: bytes) -> bool:
        """Give the channel the whole messages that data begin with, and keep the rest.

        This is the path of nearly all that a browser sends. It is a third of the way by
        :meth:`step`, which judges everything else.

        Returns:
            Whether that was all, so that :meth:`step` would find nothing to do.
        """
        life, channel, frames = self._life, self._channel, self._frames
        is_prompt = self.heartbeat.heard(life.now)
        at, left = 0, MESSAGES_AT_A_TIME
        if (
            not life.inbox
            and life.state is State.WS_OPEN
            and not (self._is_holding or life.is_shutting_down)
            and frames.is_between_frames
        ):
            most, there, inflated = frames.text_bytes, len(data), frames.inflated
            while at < there and channel.close is None:
                message = read_message(data, at, most, inflated)
                if message is None:
                    break
                value, at = message
                channel.receive(value, life.now)
                left -= 1 + (len(value) >> FRAME_SHIFT)  # as cost_of() has it
                if left <= 0:
                    break
            if at == there and channel.close is None:
                return is_prompt
            self.is_resting = left <= 0
        life.inbox += data[at:] if at else data
        self._left = left
        return False

    def go_on(self) -> None:
        """Begin another go: others have had their turn."""
        self.is_resting = False
        self._left = MESSAGES_AT_A_TIME

    def step(self) -> bool:
        """Handle the next message or control frame; False: more bytes are needed, or a rest."""
        life, channel = self._life, self._channel
        if self.is_resting:
            return False
        if channel.close is not None or life.is_shutting_down:
            self._drain()
        try:
            item = self._frames.next_item(life.inbox)
        except RemoteProtocolError as exc:
            self._fail(exc)
            return True
        if self._is_holding or len(life.inbox) + len(self._frames.parts) > STEP:
            self._count_part()
        if item is None:
            return False
        size = len(item) if isinstance(item, str | bytes) else 0
        self._left -= cost_of(size)
        self.is_resting = self._left <= 0 and bool(life.inbox)
        match item:
            case Ping():
                self.answer_ping(item.payload)
            case Pong():
                took = self.heartbeat.pong(item.payload, life.now)
                if took is not None and life.is_channel_open:
                    channel.ping_answered(took)
            case PeerClose():
                self._take_close(item)
            case _:  # in other states than WS_OPEN messages are discarded
                channel.receive(item, life.now)
        return True

    def _count_part(self) -> None:
        """Have the channel count what is here of a message that is not whole, if it is much."""
        size = len(self._life.inbox) + len(self._frames.parts)
        self._is_holding = size > STEP
        if self._life.state is not State.WS_OPEN:
            self._is_holding = False
        elif not self._channel.may_hold(size if self._is_holding else 0):
            cause = "there is no room for more of a message"
            code = CloseCode.POLICY_VIOLATION
            self._fail(RemoteProtocolError(code, "the server is full", cause))

    def _text_bytes(self) -> int:
        return self._channel.text_bytes

    def _drain(self) -> None:
        """Hear the browser no more: the WebSocket closes once what the channel has is sent."""
        if self._life.state is State.WS_OPEN:
            self._frames.discard_messages()
            self._life.move(Input.CHANNEL_CLOSES)

    def _take_close(self, close: PeerClose) -> None:
        self.pull(STEP)
        life = self._life
        life.close_code = close.code
        if self._life.is_channel_open:
            self._channel.peer_closes(close.code)
        if life.state is State.WS_CLOSING:
            cause = f"{life.close_cause}, confirmed by the browser with {close.code}"
        else:
            # RFC 6455 section 5.5.1: the echo carries the code that came.
            life.out.push(self._frames.close(close.code, ""))
            cause = f"closed by the browser with {close.code} {close.reason!r}"
        life.move(Input.PEER_CLOSED, cause)

    def _fail(self, error: RemoteProtocolError) -> None:
        """Close because the browser broke a rule; if we are closing already, only stop reading."""
        self.pull(STEP)
        if self._life.state is State.WS_OPEN:
            self._report(error.code, error.detail)
            self._send_close(error.code, error.reason)
        elif self._life.state is State.WS_CLOSING and not self._frames.is_readable:
            self._life.move(Input.UNREADABLE)

    # --- output

    @property
    def has_output(self) -> bool:
        """Whether :meth:`pull` would add to what is to be sent."""
        life, channel = self._life, self._channel
        wants_close = channel.close is not None or life.is_shutting_down
        return life.is_channel_open and (wants_close or channel.has_output)

    def pull(self, room: int) -> None:
        """Frame what the channel has to send; then close, if it wants to and has no more.

        This is done before the browser's close frame is acted on, too. So what the channel answers
        to the messages before that frame is sent whether they came in one piece with it or not.

        Parameters:
            room: about how many bytes to take; with 0 or less nothing is done.
        """
        life, channel = self._life, self._channel
        if not life.is_channel_open or room <= 0:
            return
        frames = channel.frames_to_send(room, life.now)
        if frames and life.state is State.WS_OPEN and life.now >= self.heartbeat.measure_at:
            self._ping()  # a connection that is never silent is measured along with its traffic
        push = life.out.extend
        for frame in frames:
            is_text, payload = frame
            small = None
            if self._is_compressing and is_text and getattr(frame, "may_compress", True):
                small = deflated(payload)
            if small is None:
                push(data_frame(is_text, payload))
            else:
                push(data_frame(is_text, small, is_compressed=True))
        if channel.close is not None or life.is_shutting_down:
            self._drain()
            if not channel.has_output:
                ours = (CloseCode.GOING_AWAY, "the server is shutting down")
                self._send_close(*(channel.close or ours))

    def _send_close(self, code: int, reason: str) -> None:
        life = self._life
        self._frames.discard_messages()
        life.out.push(self._frames.close(code, reason))
        life.close_code = int(code)
        life.move(Input.CLOSE_SENT, f"closed by us with {int(code)} {reason!r}")
        if not self._frames.is_readable:
            life.move(Input.UNREADABLE)

    # --- pings and pongs

    def check(self) -> bool:
        """Ping a browser that has been silent; False: it has been so for too long."""
        due = self.heartbeat.check(self._life.now)
        if due is Due.PING:
            self._ping()
        return due is not Due.GIVE_UP

    def answer_ping(self, payload: bytes) -> None:
        """Send a pong, or owe it until the browser has taken more of the output."""
        out = self._life.out
        if self._life.is_channel_open and self.heartbeat.may_answer(payload, out.size):
            out.push(self._frames.pong(payload))

    def _ping(self) -> None:
        self._life.out.push(self._frames.ping(self.heartbeat.ping(self._life.now)))

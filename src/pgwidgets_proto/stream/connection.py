"""One byte stream of a client: HTTP requests, and after an upgrade one WebSocket.

Knows: the order of things (states.py), the waits, what is still to be sent.
Must not know: sockets, what requests are answered with, what messages mean.

Rules:

* **Lazy.** :meth:`Connection.receive_data` only stores. Bytes are parsed, and the state moves, in
  :meth:`Connection.next_event`, up to the next event and no further.
* **After every call** call ``next_event`` until it is None, look at the channel, then call
  ``data_to_send`` until it is empty. That too can end the WebSocket (the channel is told at once),
  or make room for the next request: call ``next_event`` again.
* **Blame.** The peer's faults never raise: they become an answer or a close frame, and a
  :class:`Refused` for the log. Calls that the state does not allow raise
  :exc:`LocalProtocolError`, and nothing has changed. Answering when the connection is closed is
  nobody's fault (the caller can't know), and is dropped.
* **The channel** gets messages while the state is in ``CHANNEL_OPEN``, and one None on leaving it.
* **What is bounded:** input by the size of what is being parsed, given that the caller stops
  reading while :attr:`Connection.is_reading` is False; output by what the channel hands out for one
  ``data_to_send``, and by what the application answers.
* **Time** is what callers say, in monotonic seconds.
"""

from collections import deque
from collections.abc import Callable

from ..errors import CloseCode, LocalProtocolError, RemoteProtocolError
from ..limits import LATE, Limits
from ..transitions import follow
from .access import AccessPolicy, Refusal
from .events import ConnectionClosed, ConnectionEvent, Refused, WebSocketOpened
from .handshake import check_upgrade
from .heartbeat import Due, Heartbeat
from .http_side import AnyHeaders, HttpSide
from .request import HttpRequest, read_request
from .seam import ChannelLike
from .send_queue import SendQueue
from .states import ANSWERING, CHANNEL_OPEN, TRANSITIONS, WEBSOCKET, Input, State, wait_in
from .websocket import STEP, PeerClose, Ping, Pong, WebSocket, data_frame


class Connection[C: ChannelLike]:
    """The state machine of one byte stream.

    Parameters:
        open_channel: called as ``open_channel(request, now)`` when a WebSocket is about to open;
            makes its channel, or turns it down with a :class:`Refusal`. Must not raise.
        policy: who may come.
        limits: all sizes and waits.
        peer: address of the other end (without the port), if it has one.
        now: monotonic seconds.
        scheme: ``"https"`` if the bytes come out of TLS.
        response_headers: added to every answer, our own refusals too (not to the 101), unless the
            answer has one of that name.

    Raises:
        LocalProtocolError: ``response_headers`` are not headers.

    Attributes:
        state: where it stands.
        channel: the channel, from the upgrade on.
        is_aborted: True when the transport must drop the connection without waiting for anything.
    """

    def __init__(
        self,
        open_channel: Callable[[HttpRequest, float], C | Refusal],
        *,
        policy: AccessPolicy,
        limits: Limits,
        peer: str | None,
        now: float,
        scheme: str = "http",
        response_headers: AnyHeaders = (),
    ) -> None:
        self.state = State.HTTP_IDLE
        self.channel: C | None = None
        self.is_aborted = False
        self._open_channel = open_channel
        self._policy = policy
        self._limits = limits
        self._peer = peer
        self._scheme = scheme
        self._now = now
        self._http = HttpSide(limits, response_headers)
        self._request: HttpRequest | None = None
        self._websocket = WebSocket(limits.message_bytes)
        self._heartbeat = Heartbeat(limits.keepalive_interval, limits.keepalive_time, now)
        self._inbox = bytearray()
        self._is_eof = False
        self._is_shutting_down = False
        self._events: deque[ConnectionEvent[C]] = deque()
        self._out = SendQueue()
        self._close_code: int | None = None
        self._close_cause = "the peer left"
        self._is_announced = False
        self._deadline: float | None = now + limits.idle_time

    def __repr__(self) -> str:
        return f"<Connection {self.state.name} peer={self._peer}>"

    # --- input

    def receive_data(self, data: bytes, now: float) -> None:
        """Store what came.

        Parameters:
            data: ``b""`` when the peer will send no more. What it asked for before is still
                answered (a TCP peer may close one way only); a WebSocket ends.
            now: monotonic seconds.
        """
        self._now = now
        if not data:
            self._is_eof = True
        elif self.state is not State.CLOSED and not self._is_eof:
            self._inbox += data
            self._heartbeat.heard(now)

    def next_event(self) -> ConnectionEvent[C] | None:
        """Go on to the next event.

        Returns:
            None when more bytes are needed, or an answer of the application.
        """
        while not self._events:
            if self.state is State.CLOSED:
                if self._is_announced:
                    return None
                self._is_announced = True
                return ConnectionClosed(self._close_code, self._close_cause)
            if not self._step():
                return None
        return self._events.popleft()

    @property
    def is_reading(self) -> bool:
        """Whether more bytes are of use now. Pipelined requests wait in the transport."""
        if self.state is State.CLOSED or self._is_eof:
            return False
        waits = self._out.is_long if self.state is State.HTTP_IDLE else self.state in ANSWERING
        return not waits or len(self._inbox) < self._limits.header_bytes

    def _step(self) -> bool:
        """Do the next piece of work; False when there is nothing to go on with."""
        match self.state:
            case State.HTTP_IDLE:
                return self._step_idle()
            case State.HTTP_HEAD:
                return self._step_head()
            case State.HTTP_BODY:
                return self._step_body()
            case State.WS_OPEN | State.WS_DRAINING | State.WS_CLOSING:
                return self._step_websocket()
            case State.LINGERING:
                self._inbox.clear()
                return self._end_of_input()
            case _:  # the application's turn
                return False

    def _end_of_input(self, cause: str | None = None) -> bool:
        """All bytes are used up: either there will be more, or this is the end."""
        if self._is_eof:
            self._move(Input.END, cause)
        return self._is_eof

    # --- HTTP

    def _step_idle(self) -> bool:
        if self._is_shutting_down:
            self._move(Input.END, "the server is shutting down")
            return True
        if not self._inbox and not self._http.leftover:
            return self._end_of_input("the peer left")
        if self._out.is_long:
            return False  # who does not read the answers has no more requests answered
        self._move(Input.FIRST_BYTE)
        return True

    def _step_head(self) -> bool:
        head = self._http.read_head(self._inbox)
        if head is None:
            return self._end_of_input("the peer left in the middle of a request")
        if isinstance(head, Refusal):
            return self._refuse(head)
        request = read_request(head, policy=self._policy, peer=self._peer, scheme=self._scheme)
        if isinstance(request, Refusal):
            return self._refuse(request)
        go_on = self._http.continue_body(head)
        if isinstance(go_on, Refusal):
            return self._refuse(go_on)
        self._out.push(go_on)
        self._request = request
        self._move(Input.HEAD_READ)
        return True

    def _step_body(self) -> bool:
        is_whole = self._http.read_body(self._inbox)
        if isinstance(is_whole, Refusal):
            return self._refuse(is_whole)
        if not is_whole:
            return self._end_of_input("the peer left in the middle of a request")
        request = self._request
        assert request is not None  # _step_head set it on the way here
        if request.is_websocket:
            return self._upgrade(request)
        self._move(Input.BODY_READ)
        self._events.append(request)
        return True

    def _refuse(self, refusal: Refusal) -> bool:
        self._out.extend(self._http.refuse(refusal))
        self._report(refusal.status, refusal.cause)
        self._move(Input.REFUSED, f"refused with {refusal.status}")
        return True

    def _report(self, code: int, cause: str) -> None:
        peer = self._request.peer if self._request else self._peer
        self._events.append(Refused(int(code), cause, peer))

    def send_response(
        self, status: int, headers: AnyHeaders = (), body: bytes | None = b"", *, now: float
    ) -> None:
        """Answer the request that :meth:`next_event` gave last.

        Parameters:
            status: 200 to 599.
            headers: without ``transfer-encoding``; ``content-length`` only for a streamed body of
                known size, or to say in answer to HEAD what GET would bring.
            body: the whole body (to HEAD as to GET: it is left out here); None: it follows with
                :meth:`send_body`, and ends with :meth:`end_response`.
            now: monotonic seconds.

        Raises:
            LocalProtocolError: no request waits for its answer, or the answer is malformed.
        """
        if not self._is_turn(State.HTTP_ANSWER, now):
            return
        out = self._http.begin(status, headers, body, is_last=self._is_shutting_down)
        self._out.extend(out)
        if body is None:
            self._move(Input.STREAM_BEGUN)
        else:
            self._finish_response()

    def send_body(self, chunk: bytes, *, now: float) -> None:
        """Send a piece of the body that :meth:`send_response` left open.

        Raises:
            LocalProtocolError: none is open, or its ``content-length`` is exceeded.
        """
        if self._is_turn(State.HTTP_STREAM, now):
            self._out.extend(self._http.body(chunk))

    def end_response(self, *, now: float) -> None:
        """End the body that :meth:`send_response` left open.

        Raises:
            LocalProtocolError: none is open, or its ``content-length`` is not reached (then
                :meth:`abort` is all that is left to tell the client).
        """
        if self._is_turn(State.HTTP_STREAM, now):
            self._finish_response()

    def _is_turn(self, state: State, now: float) -> bool:
        """Whether the application may go on answering; False: too late, nobody is there."""
        if self.state not in (state, State.CLOSED):
            raise LocalProtocolError(f"state is {self.state.name}; this needs {state.name}")
        self._now = now
        return self.state is state

    def _finish_response(self) -> None:
        self._out.extend(self._http.end())
        self._request = None
        if self._http.start_next():
            self._move(Input.ANSWERED)
        else:
            self._move(Input.ANSWERED_LAST, "answered")

    # --- WebSocket

    def _upgrade(self, request: HttpRequest) -> bool:
        answer = check_upgrade(request, http_version=self._http.http_version, policy=self._policy)
        if isinstance(answer, Refusal):
            return self._refuse(answer)
        channel = self._open_channel(request, self._now)
        if isinstance(channel, Refusal):
            return self._refuse(channel)
        self.channel = channel
        self._out.push(self._http.upgrade(answer))
        self._inbox[:0] = self._http.leftover
        self._heartbeat.heard(self._now)
        self._move(Input.UPGRADED)
        self._ping()
        self._events.append(WebSocketOpened(channel))
        return True

    def _step_websocket(self) -> bool:
        if self.state is State.WS_OPEN:
            self._heed_channel()
        try:
            item = self._websocket.next_item(self._inbox)
        except RemoteProtocolError as exc:
            self._fail(exc)
            return True
        match item:
            case None:
                return self._end_of_input()
            case Ping():
                self._answer_ping(item.payload)
            case Pong():
                took = self._heartbeat.pong(item.payload, self._now)
                if took is not None and self.channel is not None and self.state in CHANNEL_OPEN:
                    self.channel.ping_answered(took)
            case PeerClose():
                self._take_close(item)
            case _:
                assert self.channel is not None  # in other states messages are discarded
                self.channel.receive(item, self._now)
        return True

    def _heed_channel(self) -> None:
        """See whether the channel wants to close, or we do. What it still has goes out first."""
        channel = self.channel
        if channel is not None and (channel.close is not None or self._is_shutting_down):
            self._websocket.discard_messages()
            self._move(Input.CHANNEL_CLOSES)

    def _answer_ping(self, payload: bytes) -> None:
        if self.state in CHANNEL_OPEN and self._heartbeat.may_answer(payload, self._out.size):
            self._out.push(self._websocket.pong(payload))

    def _ping(self) -> None:
        self._out.push(self._websocket.ping(self._heartbeat.ping(self._now)))

    def _take_close(self, close: PeerClose) -> None:
        self._pull_channel(STEP)
        self._close_code = close.code
        if self.channel is not None and self.state in CHANNEL_OPEN:
            self.channel.peer_closes(close.code)
        if self.state is State.WS_CLOSING:
            cause = f"{self._close_cause}, confirmed by the browser with {close.code}"
        else:
            # RFC 6455 section 5.5.1: the echo carries the code that came.
            self._out.push(self._websocket.close(close.code, ""))
            cause = f"closed by the browser with {close.code} {close.reason!r}"
        self._move(Input.PEER_CLOSED, cause)

    def _fail(self, error: RemoteProtocolError) -> None:
        """Close on the browser's fault; when we close anyway, only stop reading."""
        self._pull_channel(STEP)
        if self.state is State.WS_OPEN:
            self._report(error.code, error.detail)
            self._send_close(error.code, error.reason)
        elif self.state is State.WS_CLOSING and not self._websocket.is_readable:
            self._move(Input.UNREADABLE)

    def _send_close(self, code: int, reason: str) -> None:
        self._websocket.discard_messages()
        self._out.push(self._websocket.close(code, reason))
        self._close_code = int(code)
        self._move(Input.CLOSE_SENT, f"closed by us with {int(code)} {reason!r}")
        if not self._websocket.is_readable:
            self._move(Input.UNREADABLE)

    def _pull_channel(self, room: int) -> None:
        """Frame what the channel has to send; close when it wants to and nothing is left.

        Before the browser's end is acted on, too, so that what the channel had answered goes out
        whether the two came in one piece or not.
        """
        channel = self.channel
        if channel is None or self.state not in CHANNEL_OPEN or room <= 0:
            return
        if channel.has_output and self.state is State.WS_OPEN and self._heartbeat.is_due(self._now):
            self._ping()  # a line that is never silent is measured along with its traffic
        for is_text, payload in channel.frames_to_send(room):
            self._out.push(*data_frame(is_text, payload))
        if self.state is State.WS_OPEN:
            self._heed_channel()
        if self.state is State.WS_DRAINING and not channel.has_output:
            self._send_close(
                *(channel.close or (CloseCode.GOING_AWAY, "the server is shutting down"))
            )

    # --- output

    def data_to_send(self, now: float, max_bytes: int = 64 * 1024) -> bytes:
        """Take what is to be sent next; call again until it is empty.

        Parameters:
            now: monotonic seconds.
            max_bytes: about how much; one piece comes whole however big it is (a message, or a
                body), so that it is not copied.
        """
        self._now = now
        if self.is_aborted:
            return b""
        self._pull_channel(max_bytes - self._out.size)
        data = self._out.take(max_bytes)
        if self._heartbeat.owed is not None:
            self._answer_ping(self._heartbeat.owed)
        return data

    @property
    def has_output(self) -> bool:
        """Whether :meth:`data_to_send` would return anything."""
        if self._out or self.state not in CHANNEL_OPEN or self.channel is None:
            return bool(self._out)
        return self.channel.has_output or self.channel.close is not None or self._is_shutting_down

    @property
    def is_closed(self) -> bool:
        """Whether the transport shall close, once :meth:`data_to_send` is empty."""
        return self.state is State.CLOSED

    @property
    def is_output_over(self) -> bool:
        """Whether nothing will be sent but what is queued.

        A transport that can close its writing side alone may do so once that is sent, which saves
        a peer that reads to the end the rest of the wait.
        """
        return self.state in (State.LINGERING, State.CLOSED)

    # --- ends and waits

    def shutdown(self, now: float) -> None:
        """Come to an end in good order.

        No new request is taken; a WebSocket is closed with 1001, or as its channel wants.
        """
        self._now = now
        self._is_shutting_down = True

    def abort(self, now: float) -> None:
        """The connection is lost, or shall be: drop it. Safe to call at any time, and twice."""
        self._now = now
        self._drop("the connection was lost")

    def next_deadline(self) -> float | None:
        """When to call :meth:`handle_timer`, or None."""
        return self._heartbeat.deadline if self.state is State.WS_OPEN else self._deadline

    def handle_timer(self, now: float) -> None:
        """Act on the deadline, if it has come."""
        self._now = now
        deadline = self.next_deadline()
        if deadline is None or now < deadline:
            return
        if self.state is State.WS_OPEN:
            match self._heartbeat.check(now):
                case Due.PING:
                    self._ping()
                case Due.GIVE_UP:
                    self._drop("no byte came after a ping for Limits.keepalive_time")
        elif now > deadline + LATE:
            self._set_deadline()
        else:
            self._time_is_up()

    def _time_is_up(self) -> None:
        match self.state:
            case State.HTTP_HEAD | State.HTTP_BODY:
                detail = f"not whole after Limits.request_time = {self._limits.request_time}"
                self._refuse(Refusal(status=408, text="The request took too long.", detail=detail))
            case _ if self.has_output and self._out.has_moved:
                self._set_deadline()  # slow to read, but not gone
            case State.HTTP_STREAM if not self._out:
                self._set_deadline()  # the application is the slow one
            case State.HTTP_IDLE if not self._out:
                self._move(Input.END, "no request came in Limits.idle_time")
            case State.LINGERING if not self._out:
                self._move(Input.END)
            case _:
                self._drop(f"{self._close_cause}; the peer did not end it in time")

    def _drop(self, cause: str) -> None:
        self._out.clear()
        if self.state is not State.CLOSED:
            self._move(Input.END, cause)
        self.is_aborted = True
        self._deadline = None

    def _move(self, cause: Input, why: str | None = None) -> None:
        """Change the state; the one door for it."""
        before = self.state
        self.state = follow(TRANSITIONS, before, cause)
        self._close_cause = why or self._close_cause
        self._set_deadline()
        if self.state is State.CLOSED:
            self._inbox.clear()
        if before in CHANNEL_OPEN and self.state not in CHANNEL_OPEN and self.channel is not None:
            self.channel.receive(None, self._now)
        if before in WEBSOCKET and cause is Input.END:
            self._close_code = self._close_code or 1006
            self._out.clear()

    def _set_deadline(self) -> None:
        """Start the wait of the present state."""
        wait = wait_in(self.state, self._limits)
        self._deadline = None if wait is None else self._now + wait
        self._out.has_moved = False

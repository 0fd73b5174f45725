"""One byte stream of a client: HTTP requests, and after an upgrade one WebSocket.

Knows: the order of requests and answers, the timers, when the transport is to close. Must not know:
what requests are answered with.

Rules:

* **Lazy.** :meth:`Connection.receive_data` only stores. Bytes are parsed, and the state changes, in
  :meth:`Connection.next_event`, up to the next event and no further.
* **After every call** call ``next_event`` until it is None, look whether the channel pauses
  reading, then call ``data_to_send`` until it is empty. That too can end the WebSocket (the channel
  is told at once), or make room for the next request: call ``next_event`` again.
* **Blame.** The peer's faults never raise: they become an answer or a close frame, and a
  :class:`Refused` for the log. Calls that the state does not allow raise
  :exc:`LocalProtocolError`, and nothing has changed. Answering when the connection is closed is
  nobody's fault (the caller can't know), and is dropped.
* **The channel** gets messages while the state is in ``CHANNEL_OPEN``, and one None on leaving it.
* **Bounds.** Input is bounded by the size of what is being parsed, given that the caller stops
  reading while :attr:`Connection.is_reading` is False; output by what the channel hands out for one
  ``data_to_send``, and by what the application answers.
* **Time** is what callers say, in monotonic seconds.
"""

from collections.abc import Callable

from ..errors import CloseCode, LocalProtocolError
from ..limits import LATE, Limits
from .access import AccessPolicy, Refusal
from .events import ConnectionClosed, ConnectionEvent, Refused, WebSocketOpened
from .handshake import check_upgrade, is_compressing
from .http_side import AnyHeaders, HttpSide
from .lifecycle import Lifecycle
from .request import HttpRequest, read_request
from .seam import ChannelLike
from .states import ANSWERING, Input, State
from .websocket_side import WebSocketSide


class Connection[C: ChannelLike]:
    """One byte stream of a client: HTTP/1.1 (RFC 9112), then perhaps a WebSocket (RFC 6455).

    After every call take :meth:`next_event` until it is None, and :meth:`data_to_send` until it is
    empty; then look at :meth:`next_deadline`. A peer's faults never raise: the peer is answered,
    and a :class:`Refused` tells of it.

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
        date: tells the time of day as an HTTP date; it is added to answers likewise. The core
            itself has no calendar.
        compression: whether messages of a WebSocket are compressed, if the client offers it.

    Raises:
        LocalProtocolError: ``response_headers`` are not headers.

    Attributes:
        is_aborted: True when the transport must drop the connection without waiting for anything.
        is_drained: whether :meth:`data_to_send` gave all that there was when it was called last.
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
        date: Callable[[], str] | None = None,
        compression: bool = True,
    ) -> None:
        self.is_aborted = False
        self.is_drained = False
        self._open_channel = open_channel
        self._policy = policy
        self._limits = limits
        self._peer = peer
        self._scheme = scheme
        self._life: Lifecycle[C] = Lifecycle(limits, now)
        self._out = self._life.out
        self._compression = compression
        self._http = HttpSide(limits, response_headers, date)
        self._request: HttpRequest | None = None
        self._websocket: WebSocketSide[C] | None = None
        self._is_eof = False
        self._events: list[ConnectionEvent[C]] = []  # a few; an empty deque is 760 bytes
        self._is_announced = False

    def __repr__(self) -> str:
        return f"<Connection {self.state.name} peer={self._peer}>"

    @property
    def state(self) -> State:
        """The present state."""
        return self._life.state

    @property
    def channel(self) -> C | None:
        """The channel of its WebSocket, from the upgrade on."""
        return self._life.channel

    # --- input

    def receive_data(self, data: bytes, now: float) -> bool:
        """Take bytes that came. Whole messages of a WebSocket go to its channel at once.

        Parameters:
            data: ``b""`` when the peer will send no more. What it asked for before is still
                answered, since a TCP peer may close its sending side alone; a WebSocket ends.
            now: monotonic seconds.

        Returns:
            Whether that was all: there is no event, and neither :attr:`is_reading` nor
            :meth:`next_deadline` is to be asked. What the channel has to send, it tells itself.
        """
        life = self._life
        life.now = now
        if not data:
            self._is_eof = True
        elif life.state is not State.CLOSED and not self._is_eof:
            if self._websocket is not None:
                if not self._events:
                    return self._websocket.take(data)
                self._websocket.heard()
            life.inbox += data
        return False

    def next_event(self) -> ConnectionEvent[C] | None:
        """Parse up to the next event.

        Returns:
            The event; an :class:`HttpRequest` must be answered before there is another. None when
            more bytes are needed first, or an answer of the application.
        """
        while not self._events:
            state = self._life.state
            if state is State.CLOSED:
                if self._is_announced:
                    return None
                self._is_announced = True
                return ConnectionClosed(self._life.close_code, self._life.close_cause)
            try:
                has_stepped = self._step(state)
            except Exception as exc:  # the core's own; it must not end what others are served by
                has_stepped = self._fail(exc)
            if not has_stepped:
                return None
        return self._events.pop(0)

    @property
    def is_reading(self) -> bool:
        """Whether the transport is to read.

        It is not while a request is being answered: pipelined requests wait in the socket. Nor is
        it while the rest of what a browser has said waits for a go of its own.
        """
        state = self._life.state
        if state is State.CLOSED or self._is_eof:
            return False
        if self._websocket is not None:  # first, as it is asked for at every message
            return not self._websocket.is_resting
        waits = self._out.is_long if state is State.HTTP_IDLE else state in ANSWERING
        return not waits or len(self._life.inbox) < self._limits.header_bytes

    def _step(self, state: State) -> bool:
        """Do the next piece of work; False: bytes, or an answer, are needed first."""
        match state:
            case State.HTTP_IDLE:
                return self._step_idle()
            case State.HTTP_HEAD:
                return self._step_head()
            case State.HTTP_BODY:
                return self._step_body()
            case State.WS_OPEN | State.WS_DRAINING | State.WS_CLOSING:
                assert self._websocket is not None  # made on the way to these states
                websocket = self._websocket
                if websocket.step():
                    return True
                return self._is_eof and not websocket.is_resting and self._end_of_input()
            case State.LINGERING:
                self._life.inbox.clear()
                return self._end_of_input()
            case _:  # the application's turn
                return False

    def _end_of_input(self, cause: str | None = None) -> bool:
        """End the connection if the peer sends no more bytes; return whether that is so."""
        if self._is_eof:
            self._life.move(Input.END, cause)
        return self._is_eof

    # --- HTTP

    def _step_idle(self) -> bool:
        if self._life.is_shutting_down:
            self._life.move(Input.END, "the server is shutting down")
            return True
        if self._http.skip_empty_line(self._life.inbox) and not self._is_eof:
            return False
        if not self._life.inbox and not self._http.leftover:
            return self._end_of_input("the peer left")
        if self._out.is_long:
            return False  # a client that does not read its answers gets no further ones
        self._life.move(Input.FIRST_BYTE)
        return True

    def _step_head(self) -> bool:
        head = self._http.read_head(self._life.inbox)
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
        self._life.move(Input.HEAD_READ)
        return True

    def _step_body(self) -> bool:
        is_whole = self._http.read_body(self._life.inbox)
        if isinstance(is_whole, Refusal):
            return self._refuse(is_whole)
        if not is_whole:
            return self._end_of_input("the peer left in the middle of a request")
        request = self._request
        assert request is not None  # _step_head set it on the way here
        if request.is_websocket:
            return self._upgrade(request)
        self._life.move(Input.BODY_READ)
        self._events.append(request)
        return True

    def _refuse(self, refusal: Refusal) -> bool:
        self._out.extend(self._http.refuse(refusal))
        self._report(refusal.status, refusal.cause)
        self._life.move(Input.REFUSED, f"refused with {refusal.status}")
        return True

    def _fail(self, fault: Exception) -> bool:
        self._report(CloseCode.INTERNAL_ERROR, f"a fault of the server: {fault!r}", fault)
        self._drop("a fault of the server")
        return True

    def _report(self, code: int, cause: str, fault: Exception | None = None) -> None:
        peer = self._request.peer if self._request else self._peer
        self._events.append(Refused(int(code), cause, peer, fault))

    def send_response(
        self, status: int, headers: AnyHeaders = (), body: bytes | None = b"", *, now: float
    ) -> None:
        """Answer the request that :meth:`next_event` gave last.

        Parameters:
            status: 200 to 599.
            headers: without ``transfer-encoding``; ``content-length`` only for a streamed body of
                known size, or to say in answer to HEAD what GET would bring.
            body: the whole body (for HEAD too; then it is not sent). None: it follows with
                :meth:`send_body`, and ends with :meth:`end_response`.
            now: monotonic seconds.

        Raises:
            LocalProtocolError: no request waits for its answer, or the answer is malformed.
        """
        if not self._is_turn(State.HTTP_ANSWER, now):
            return
        out = self._http.begin(status, headers, body, is_last=self._life.is_shutting_down)
        self._out.extend(out)
        if body is None:
            self._life.move(Input.STREAM_BEGUN)
        else:
            self._finish_response()

    def send_body(self, chunk: bytes, *, now: float) -> None:
        """Send a piece of the body that :meth:`send_response` left open.

        Parameters:
            chunk: any number of bytes, none among them; framed as RFC 9112 section 7.1 has it where
                no ``content-length`` was given.
            now: monotonic seconds.

        Raises:
            LocalProtocolError: none is open, or its ``content-length`` is exceeded.
        """
        if self._is_turn(State.HTTP_STREAM, now):
            self._out.extend(self._http.body(chunk))

    def end_response(self, *, now: float) -> None:
        """End the body that :meth:`send_response` left open.

        Parameters:
            now: monotonic seconds.

        Raises:
            LocalProtocolError: none is open, or its ``content-length`` is not reached (then
                :meth:`abort` is all that is left to tell the client).
        """
        if self._is_turn(State.HTTP_STREAM, now):
            self._finish_response()

    def _is_turn(self, state: State, now: float) -> bool:
        """Whether the application may go on answering; False: the connection is closed."""
        if self.state not in (state, State.CLOSED):
            raise LocalProtocolError(f"state is {self.state.name}; this needs {state.name}")
        self._life.now = now
        return self.state is state

    def _finish_response(self) -> None:
        self._out.extend(self._http.end())
        self._request = None
        if self._http.start_next():
            self._life.move(Input.ANSWERED)
        else:
            self._life.move(Input.ANSWERED_LAST, "answered")

    # --- WebSocket

    def _upgrade(self, request: HttpRequest) -> bool:
        answer = check_upgrade(
            request,
            http_version=self._http.http_version,
            policy=self._policy,
            compression=self._compression,
        )
        if isinstance(answer, Refusal):
            return self._refuse(answer)
        channel = self._open_channel(request, self._life.now)
        if isinstance(channel, Refusal):
            return self._refuse(channel)
        self._out.push(self._http.upgrade(answer))
        self._life.inbox[:0] = self._http.leftover
        self._websocket = WebSocketSide(
            self._life, channel, self._limits, self._report, is_compressing=is_compressing(answer)
        )
        self._events.append(WebSocketOpened(channel))
        # There are no requests any more; h11 and what it has read are 3 KB.
        self._peer, self._request = request.peer, None
        del self._http
        return True

    # --- output

    def data_to_send(self, now: float, max_bytes: int = 64 * 1024) -> bytes:
        """Take what is to be sent next; call again until it is empty.

        Parameters:
            now: monotonic seconds.
            max_bytes: about how much. A single message or body that is bigger comes whole, so
                that it is not copied.

        Returns:
            The bytes; empty when there are none, or the connection was aborted.
        """
        self._life.now = now
        if self.is_aborted:
            return b""
        out, websocket = self._out, self._websocket
        if websocket is None:
            return out.take(max_bytes)
        websocket.pull(max_bytes - out.size)
        data = out.take(max_bytes)
        if websocket.heartbeat.owed is not None:
            websocket.answer_ping(websocket.heartbeat.owed)
        self.is_drained = not out.size and len(data) < max_bytes
        return data

    @property
    def has_output(self) -> bool:
        """Whether :meth:`data_to_send` would return anything."""
        return self._out.size > 0 or (self._websocket is not None and self._websocket.has_output)

    @property
    def is_open(self) -> bool:
        """Whether it is a WebSocket that nobody closes: sending changes nothing but what is sent.

        Neither :meth:`next_event` nor :meth:`next_deadline` need be asked after it then.
        """
        return self._life.state is State.WS_OPEN

    @property
    def is_closed(self) -> bool:
        """Whether the transport shall close, once :meth:`data_to_send` is empty."""
        return self._life.state is State.CLOSED

    @property
    def is_output_over(self) -> bool:
        """Whether nothing more will be queued for sending.

        A transport that can close its sending side alone may do so once the queue is sent. A peer
        that reads up to the end of the stream then need not wait for the connection to close.
        """
        return self._life.state in (State.LINGERING, State.CLOSED)

    # --- ends and waits

    def shutdown(self, now: float) -> None:
        """Begin an orderly end.

        No new request is taken; a WebSocket is closed with 1001, or with the channel's own code.

        Parameters:
            now: monotonic seconds.
        """
        self._life.now = now
        self._life.is_shutting_down = True

    def abort(self, now: float) -> None:
        """Drop a connection that is lost, or shall be. Safe to call at any time, and twice.

        Parameters:
            now: monotonic seconds.
        """
        self._life.now = now
        self._drop("the connection was lost")

    def next_deadline(self) -> float | None:
        """When to call :meth:`handle_timer`.

        Returns:
            The time in monotonic seconds, which any call may move; None: nothing waits.
        """
        websocket = self._websocket
        if websocket is not None:
            if websocket.is_resting and self._life.state is not State.CLOSED:
                return self._life.now  # at once, and yet after all that has come meanwhile
            if self._life.state is State.WS_OPEN:
                return websocket.heartbeat.deadline
        return self._life.deadline

    def handle_timer(self, now: float) -> None:
        """Act on the deadline, if it has come.

        Parameters:
            now: monotonic seconds. Where it is over a second past the deadline, our own process was
                busy, and the peer is given its time anew.
        """
        self._life.now = now
        if self._websocket is not None:
            self._websocket.go_on()
        deadline = self.next_deadline()
        if deadline is None or now < deadline:
            return
        if self._websocket is not None and self.state is State.WS_OPEN:
            if not self._websocket.check():
                self._drop("no byte came after a ping for Limits.keepalive_time")
        elif now > deadline + LATE:
            self._life.begin_wait()
        else:
            self._time_is_up()

    def _time_is_up(self) -> None:
        match self.state:
            case State.HTTP_HEAD | State.HTTP_BODY:
                detail = f"not whole after Limits.request_time = {self._limits.request_time}"
                self._refuse(Refusal(status=408, text="The request took too long.", detail=detail))
            case _ if self.has_output and self._out.has_moved:
                self._life.begin_wait()  # the peer is slow to read, but not gone
            case State.HTTP_STREAM if not self._out:
                self._life.begin_wait()  # the peer waits for the application
            case State.HTTP_IDLE if not self._out:
                self._life.move(Input.END, "no request came in Limits.idle_time")
            case State.LINGERING if not self._out:
                self._life.move(Input.END)
            case _:
                self._drop(f"{self._life.close_cause}; the peer did not end it in time")

    def _drop(self, cause: str) -> None:
        self._out.clear()
        if self.state is not State.CLOSED:
            self._life.move(Input.END, cause)
        self.is_aborted = True
        self._life.deadline = None

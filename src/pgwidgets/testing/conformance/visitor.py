"""A browser on a wire: the WebSocket by the `websockets` library, the page by a plain model.

Knows: how a browser speaks over a byte stream. Must not know: our transports, how a world is made.

What it answers to messages is :class:`~pgwidgets.testing.SimulatedBrowser`'s business, here as in
memory; only the way there is another one, and none of it is our code.
"""

import json
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Protocol, cast

from websockets.client import ClientProtocol
from websockets.frames import Frame as WebSocketFrame
from websockets.frames import Opcode
from websockets.http11 import Response
from websockets.protocol import State
from websockets.uri import WebSocketURI

from pgwidgets_proto import Browser, CloseCode
from pgwidgets_proto.views import CloseRequest, Frame

from ..browser import SimulatedBrowser
from ..page import PageWidget
from .wire import Wire

ABNORMAL = 1006
"""RFC 6455 section 7.1.5: the connection ended without a close frame."""


class WebSocketLine:
    """A WebSocket's client end.

    Parameters:
        wire: a byte stream that was just opened.
        host: the Host header: a name or an address, and a port.
        path: of the request.
        headers: more of the request, as Origin.

    Attributes:
        link: None; the core can't be seen from here.
        response: the answer to the opening handshake, once it is there.
        pongs: the payloads of pongs that came.
        close: the code and reason of the server's end; code 1006: it sent none.
        wire: what it goes over, for scenarios about bytes.
        protocol: makes frames; for scenarios about those.
    """

    link = None

    def __init__(self, wire: Wire, host: str, path: str, headers: Mapping[str, str]) -> None:
        name, _, port = host.rpartition(":")
        uri = WebSocketURI(False, name.strip("[]"), int(port), path, "", None, None)
        self.wire = wire
        self.response: Response | None = None
        self.pongs: list[bytes] = []
        self.close: CloseRequest | None = None
        self.is_over = False
        self.protocol = ClientProtocol(uri, max_size=None)
        self._frames: deque[Frame] = deque()
        self._parts: list[bytes] = []
        self._is_text = True
        request = self.protocol.connect()
        for header, value in headers.items():
            if header in request.headers:
                del request.headers[header]
            request.headers[header] = value
        self.protocol.send_request(request)
        self.push()

    def pull(self, max_bytes: int) -> bool:
        """Read what has come; whether there was any."""
        if self.is_over:
            return False
        self.wire.push()
        data = self.wire.take(max_bytes)
        if data is None:
            return False
        if data:
            self.protocol.receive_data(data)
        else:
            self.is_over = True
            self.protocol.receive_eof()
        for event in self.protocol.events_received():
            if isinstance(event, Response):
                self.response = event
            elif isinstance(event, WebSocketFrame):
                self._take(event)
        self._note_close()
        self.push()
        return True

    def push(self) -> None:
        """Send what the protocol has to say, its answers to pings and closes above all."""
        for data in self.protocol.data_to_send():
            if data:
                self.wire.send(data)

    def _take(self, frame: WebSocketFrame) -> None:
        if frame.opcode is Opcode.PONG:
            self.pongs.append(bytes(frame.data))
        if frame.opcode not in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
            return
        if frame.opcode is not Opcode.CONT:
            self._is_text = frame.opcode is Opcode.TEXT
        self._parts.append(bytes(frame.data))
        if frame.fin:
            self._frames.append(Frame(self._is_text, b"".join(self._parts)))
            self._parts.clear()

    def _note_close(self) -> None:
        came = self.protocol.close_rcvd
        if self.close is None and (came is not None or self.is_over):
            code = ABNORMAL if came is None else came.code
            self.close = CloseRequest(cast(CloseCode, code), came.reason if came else "")

    # --- pgwidgets.testing.lines.Line

    @property
    def has_output(self) -> bool:
        """Whether there are frames to take."""
        return bool(self._frames)

    def frames_to_send(self, max_bytes: int) -> list[Frame]:
        """Take the frames that have come."""
        frames = list(self._frames)
        self._frames.clear()
        return frames

    def receive(self, frame: str | bytes | None, now: float) -> None:
        """Send the server a frame; None: close the wire."""
        if frame is None:
            self.is_over = True
            self.wire.close()
        elif self.protocol.state is State.OPEN:
            if isinstance(frame, str):
                self.protocol.send_text(frame.encode())
            else:
                self.protocol.send_binary(frame)
            self.push()

    def peer_closes(self, code: int, reason: str = "") -> None:
        """Send a close frame."""
        if self.protocol.state is State.OPEN:
            self.protocol.send_close(code, reason)
            self.push()


class _WayIn:
    """Stands where a hub stands: opening a channel opens a WebSocket."""

    def __init__(
        self, connect: Callable[[], Wire], host: str, path: str, headers: Mapping[str, str]
    ) -> None:
        self._connect = connect
        self._host = host
        self._path = path
        self._headers = headers

    def open_channel(self, browser: Browser, now: float) -> WebSocketLine:
        return WebSocketLine(self._connect(), self._host, self._path, self._headers)


class Place(Protocol):
    """What a visitor needs of the world that it is in.

    Attributes:
        path: where the page and the WebSocket are.
        building: the ids of the sessions whose ``on_connect`` runs.
    """

    path: str
    building: set[Any]

    @property
    def host(self) -> str:
        """The Host header of a request to the application."""
        ...

    def until(self, condition: Callable[[], Any], what: str = "") -> None:
        """Let browsers and program go on until something is true."""


class Visitor(SimulatedBrowser):
    """A browser that visits a world's application; :meth:`World.visit` makes it.

    Parameters:
        world: where it is.
        connect: opens a wire.
        headers: of the WebSocket's request, besides the usual ones.
        kept: as in :class:`~pgwidgets.testing.SimulatedBrowser`: ``stock``, ``session_id``,
            ``token``.

    Attributes:
        is_stalled: it does not read, until that is False again.
        is_acknowledging: it says what it has applied, as every browser does.
        read_size: bytes that it takes at a time.
    """

    channel: WebSocketLine  # pyright: ignore[reportIncompatibleVariableOverride] (only we set it)

    def __init__(
        self, world: Place, connect: Callable[[], Wire], headers: Mapping[str, str], **kept: Any
    ) -> None:
        self.world = world
        self.is_stalled = False
        self.is_acknowledging = True
        self.read_size = 64 * 1024
        way_in = _WayIn(connect, world.host, world.path, headers)
        super().__init__(way_in, **kept)

    # --- the wire

    def pump(self) -> bool:
        """Do what can be done now; whether there was anything."""
        if self.is_stalled:
            self.channel.wire.push()
            return False
        has_read = self.channel.pull(self.read_size)
        return self.exchange() or has_read

    def send(self, message: Any) -> None:
        """Say something, now."""
        if self.is_acknowledging or not (isinstance(message, dict) and message["type"] == "ack"):
            super().send(message)
            self._send_now()

    def post(self, message: dict[str, Any], *data: bytes) -> None:
        """Say something that is numbered, now."""
        super().post(message, *data)
        self._send_now()

    def _send_now(self) -> None:
        while self.deliver_up():
            pass

    def say(self, text: str | bytes) -> None:
        """Send a frame as it is, however wrong."""
        self.channel.receive(text, self.now)

    def write(self, data: bytes) -> None:
        """Send bytes as they are, however wrong."""
        self.channel.wire.send(data)

    def leave(self) -> None:
        """The user closes the tab: a close frame, and the wire is closed when the server has."""
        if self._is_connected and not self.channel.is_over:
            self.is_stalled = False
            self.channel.peer_closes(1001)
            self.until_over()
        self.drop()

    def cut(self) -> None:
        """The connection is lost without a word; the page stays as it is."""
        if self._is_connected:
            self.channel.wire.reset()
        self.drop()

    # --- waiting

    def until(self, condition: Callable[[], Any], what: str = "") -> None:
        """Wait until something is true; fails when the server closes before."""
        self.world.until(lambda: condition() or self.closed is not None, what)
        if not condition():
            raise AssertionError(f"closed with {self.closed} before this: {what or condition}")

    def until_shown(self, count: int, cls: str) -> list[PageWidget]:
        """Wait until so many widgets of a class are there, and the page is whole."""
        self.until(lambda: len(self.all(cls)) == count, f"{count} of {cls}")
        return self.all(cls)

    def until_text(self, text: str, cls: str = "Label") -> None:
        """Wait until the first widget of a class shows a text."""
        self.until(lambda: [w.get("text") for w in self.all(cls)[:1]] == [text], f"{text!r}")

    def until_heard(self, cls: str, action: str = "activated") -> PageWidget:
        """Wait until the program listens to the first widget of a class; gives that.

        What the core listens to by itself is heard before the program has its handlers: none is
        left to come when ``on_connect`` has ended.
        """
        self._until_built(
            lambda: self.all(cls) and action in self.all(cls)[0].listeners,
            f"a {cls} with a handler",
        )
        return self.all(cls)[0]

    def until_ready(self, buttons: int) -> None:
        """Wait until the program listens to so many buttons, which are all there are."""
        self._until_built(
            lambda: [True] * buttons == ["activated" in b.listeners for b in self.all("Button")],
            f"{buttons} buttons with handlers",
        )

    def _until_built(self, condition: Callable[[], Any], what: str) -> None:
        self.until(lambda: condition() and self.session_id not in self.world.building, what)

    def until_back(self) -> None:
        """Wait until the server hears it: it was shown its session anew, or has resumed it."""
        self.until(lambda: self._is_counting, "its session")

    def until_closed(self) -> int:
        """Wait until the server has closed; gives the code."""
        self.world.until(lambda: self.closed is not None, "a close")
        assert self.closed is not None
        return self.closed[0]

    def until_over(self) -> None:
        """Wait until the server has ended the stream, too."""
        self.world.until(lambda: self.channel.is_over, "the end of a connection")

    def until_refused(self) -> int:
        """Wait until the handshake was answered; gives the status of the answer."""
        self.world.until(lambda: self.channel.response is not None, "an answer")
        assert self.channel.response is not None
        return self.channel.response.status_code

    # --- the page

    def all(self, cls: str) -> list[PageWidget]:
        """The widgets of a class, in the order of their making."""
        return [widget for widget in self.page.widgets.values() if widget.cls == cls]

    def press(self, index: int = 0) -> None:
        """Click the n-th button."""
        self.click(self.all("Button")[index].wid)

    def ping(self, payload: bytes) -> None:
        """Send a ping, and wait for its pong: all that was sent before has been read.

        A page that comes back keeps what it says until :meth:`until_back`.
        """
        self.channel.protocol.send_ping(payload)
        self.channel.push()
        self.until(lambda: payload in self.channel.pongs, f"the pong to {payload!r}")

    def hello(self) -> str:
        """The answer to ``init`` of a browser that was never here."""
        return json.dumps({"type": "result", "id": 0, "ext": 1})

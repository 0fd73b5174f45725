"""Makes steps, does them, and keeps them with what came of them.

Knows: the steps of a world, and how a simulated browser speaks through the bytes of one. Must not
know: what is worth recording (script.py).
"""

from typing import Any

from wsproto.connection import Connection as ClientProtocol
from wsproto.connection import ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Message, Ping, TextMessage

from core.any_program import AnyProgram
from core.wire import BINARY, CLOSE, PONG, TEXT, frame, upgrade
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.errors import CloseCode
from pgwidgets_proto.views.channel import Browser, CloseRequest
from pgwidgets_proto.views.link import Link
from pgwidgets_proto.views.parts import Frame
from pgwidgets_proto.widgets.widget import Node

from .world import Step, World, as_bytes, as_text

READABLE = b"\0\0\0\0"
"""A mask that leaves the payload as it is."""


class Recorder:
    """A world whose steps are kept.

    Attributes:
        lines: the steps that were done, each with what came of it.
        slow: the clients that do not read at present.
    """

    def __init__(self) -> None:
        self.world = World()
        self.lines: list[tuple[Step, Any]] = []
        self.slow: set[str] = set()
        self._lines: dict[str, RecordedLine] = {}
        self._unsent: dict[str, bytes] = {}

    def do(self, name: str, *arguments: Any) -> Any:
        """Do one step; what clients have sent meanwhile arrives before it."""
        unsent, self._unsent = self._unsent, {}
        for client, data in unsent.items():
            self._do("bytes", client, as_text(data))
        return self._do(name, *arguments)

    def send(self, client: str, data: bytes) -> None:
        """Send bytes of a client, in one piece with what it sends until the next step."""
        self._unsent[client] = self._unsent.get(client, b"") + data

    def _do(self, name: str, *arguments: Any) -> Any:
        step: Step = [name, *arguments]
        outcome = self.world.perform(step)
        self.lines.append((step, outcome))
        return outcome

    def begin(self, chapter: str, max_sessions: int | None = None, **limits: Any) -> None:
        """Begin a chapter, with nothing of the one before."""
        self._lines.clear()
        self.slow.clear()
        self.do("hub", chapter, limits, max_sessions)

    def turn(self) -> dict[str, Any]:
        """Let the core's output reach the clients, as far as they read."""
        outcome: dict[str, Any] = self.do("turn", *([sorted(self.slow)] if self.slow else []))
        for name, line in self._lines.items():
            if name in outcome:
                line.take(outcome[name])
        return outcome

    def settle(self, *browsers: SimulatedBrowser) -> None:
        """Go on until nobody has anything to say."""
        while any([self.turn(), *[browser.exchange() for browser in browsers]]):
            pass

    # --- the program

    @property
    def token(self) -> str:
        """The secret of session 1."""
        return self.world.hub.sessions[1].token

    def has(self, cls: str) -> bool:
        """Whether session 1 has a widget of a class."""
        nodes = self.world.hub.sessions[1].nodes.values()
        return any(node.cls.name == cls for node in nodes)

    def create(self, cls: str, *args: Any, **options: Any) -> int:
        """Make a widget in session 1; gives its id."""
        wid: int = self.do("create", 1, cls, list(args), options)["node"]
        return wid

    def call(self, wid: int, method: str, *args: Any, **options: Any) -> Any:
        return self.do("call", 1, wid, method, list(args), options)

    def listen(self, wid: int, *actions: str) -> None:
        for action in actions:
            self.do("listen", 1, wid, action)

    # --- clients

    def browser(self, name: str, *, stock: bool = False, **credentials: Any) -> SimulatedBrowser:
        """A browser that has opened its WebSocket."""
        return SimulatedBrowser(_Visitors(self, name), stock=stock, **credentials)

    def client(self, name: str, data: bytes = b"", peer: str = "127.0.0.1") -> None:
        """A client that is no browser."""
        self.do("socket", name, peer)
        self.send(name, data)

    def hello(self) -> bytes:
        """A frame that asks to be shown session 1."""
        credentials = f'"session_id":1,"token":"{self.token}"'
        return text_frame(f'{{"type":"result","id":0,"ext":1,{credentials}}}')

    def open(self, name: str) -> "RecordedLine":
        """Open a WebSocket."""
        line = self._lines[name] = RecordedLine(self, name)
        self.client(name, upgrade())
        self.turn()
        return line


class _Visitors:
    """Where one browser opens its WebSockets: its name with 1, 2 … behind it."""

    def __init__(self, recorder: Recorder, name: str) -> None:
        self._recorder = recorder
        self._name = name
        self._count = 0

    def open_channel(self, browser: Browser, now: float) -> "RecordedLine":
        self._count += 1
        return self._recorder.open(f"{self._name}{self._count}")


class RecordedLine:
    """One WebSocket, from the browser's side: it reads and writes the bytes of a world's socket."""

    def __init__(self, recorder: Recorder, name: str) -> None:
        self.name = name
        self.close: CloseRequest | None = None
        self._recorder = recorder
        self._head: bytes | None = b""
        self._protocol = ClientProtocol(ConnectionType.CLIENT)
        self._frames: list[Frame] = []
        self._parts: list[bytes] = []
        self._is_over = False
        self._has_closed = False

    @property
    def link(self) -> Link | None:
        channel = self._recorder.world.sockets[self.name].channel
        return None if channel is None else channel.link

    @property
    def has_output(self) -> bool:
        return bool(self._frames)

    def frames_to_send(self, max_bytes: int) -> list[Frame]:
        frames, self._frames = self._frames, []
        return frames

    def receive(self, frame_: str | bytes | None, now: float) -> None:
        """Send a frame of the browser, or be lost."""
        if frame_ is None:
            if not self._is_over:
                self._recorder.do("lost", self.name)
            self._is_over = True
        elif isinstance(frame_, str):
            self.send(text_frame(frame_))
        else:
            self.send(frame(BINARY, frame_, mask=READABLE))

    def peer_closes(self, code: int) -> None:
        self._say_close(code)
        self._recorder.turn()

    def _take_part(self, part: bytes, event: Message[Any]) -> None:
        self._parts.append(part)
        if event.message_finished:
            is_text = isinstance(event, TextMessage)
            self._frames.append(Frame(is_text, b"".join(self._parts)))
            self._parts.clear()

    def _say_close(self, code: int) -> None:
        if not self._has_closed:
            self._has_closed = True
            self.send(frame(CLOSE, code.to_bytes(2), mask=READABLE))

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._recorder.send(self.name, data)

    def take(self, output: Any) -> None:
        """Bytes have come; of those that are recorded by their hash nothing can be read."""
        assert isinstance(output, str), "a browser can't read a hash; let a client take it"
        data = as_bytes(output)
        if self._head is not None:
            self._head += data
            head, end, data = self._head.partition(b"\r\n\r\n")
            if not end:
                return
            assert head.startswith(b"HTTP/1.1 101"), head
            self._head = None
        self._protocol.receive_data(data)
        for event in self._protocol.events():
            match event:
                case TextMessage(data=text):
                    self._take_part(str(text).encode(), event)
                case BytesMessage(data=part):
                    self._take_part(bytes(part), event)
                case Ping():
                    self.send(frame(PONG, bytes(event.payload), mask=READABLE))
                case CloseConnection():
                    self.close = CloseRequest(CloseCode(event.code), event.reason or "")
                    self._say_close(event.code)


class RecordedProgram:
    """What :class:`AnyProgram` takes for a session: its calls become steps."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    @property
    def nodes(self) -> dict[int, Node]:
        return self._recorder.world.hub.sessions[1].nodes

    def create(self, cls: str, args: Any, options: dict[str, Any]) -> None:
        self._recorder.do("create", 1, cls, written(list(args)), written(options))

    def call(self, node: Node, method: str, args: tuple[Any, ...]) -> None:
        self._recorder.do("call", 1, node.wid, method, written(list(args)), {})


def written(value: Any) -> Any:
    """A value of a program as a step has it."""
    match value:
        case Node():
            return {"node": value.wid}
        case bytes():
            return {"bytes": as_text(value)}
        case tuple():
            return {"tuple": [written(item) for item in value]}
        case list():
            return [written(item) for item in value]
        case dict():
            return {key: written(item) for key, item in value.items()}
    return value


def program(recorder: Recorder, *classes: str) -> AnyProgram:
    """A program of these classes, or of all, that calls anything."""
    session: Any = RecordedProgram(recorder)
    return AnyProgram(session, classes or None)


def text_frame(text: str) -> bytes:
    """A text frame of a browser."""
    return frame(TEXT, text.encode(), mask=READABLE)


def ack(seen: int) -> bytes:
    """The frame that says how many messages a browser has applied."""
    return text_frame(f'{{"type":"ack","seen":{seen}}}')

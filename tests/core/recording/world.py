"""The core under a recording: each step is plain data, and so is what comes of it.

Knows: the calls of a driver and of an application, as far as a recording makes them. Must not know:
what a step is for, or what ought to come of it.

A step is a list: its name, then its arguments. The names are those of the methods of :class:`World`
that begin with ``do_``. Values that JSON lacks stand as an object with one key: ``{"node": 3}``,
``{"bytes": "text"}``, ``{"many": ["x", 70000]}`` (that text so many times, as bytes),
``{"buffer": [text, dtype]}`` and ``{"tuple": [...]}``.
"""

import hashlib
import itertools
from collections.abc import Sequence
from typing import Any

from pgwidgets.recording.program import ProgramSteps, Step
from pgwidgets.recording.values import as_bytes
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.asking.promise import Promise
from pgwidgets_proto.sessions.events import WidgetEvent
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.people.roles import Role
from pgwidgets_proto.sessions.people.shares import Terms
from pgwidgets_proto.stream.access import AccessPolicy
from pgwidgets_proto.stream.connection import Connection
from pgwidgets_proto.stream.events import ConnectionClosed, Refused, WebSocketOpened
from pgwidgets_proto.stream.request import HttpRequest
from pgwidgets_proto.views.batching import Batch
from pgwidgets_proto.views.channel import Browser, Channel
from pgwidgets_proto.widgets.widget import Node
from pgwidgets_proto.wire.messages import DefaultFont, RegisterFont, SetDefaultFont

LONG = 32 * 1024
"""Bytes that are more than this are recorded by their size and hash."""


class World(ProgramSteps):
    """One application with its sockets, from one ``hub`` step to the next."""

    def __init__(self) -> None:
        self.do_hub("nothing yet", {})

    def perform(self, step: Step) -> Any:
        """Do one step.

        Returns:
            What came of it, as JSON has it; of an exception the name: ``{"raises": "TypeError"}``.
        """
        name, *arguments = step
        do = getattr(self, f"do_{name}")
        try:
            return plain(do(*arguments))
        except (TypeError, ValueError, LookupError, AttributeError) as exc:
            return {"raises": type(exc).__name__}

    # --- the driver

    def do_hub(self, chapter: str, limits: dict[str, Any], max_sessions: int | None = None) -> None:
        """Begin a chapter: another application, of which nothing is left of the one before."""
        numbers = itertools.count(1)
        self.now = 1000.0
        self.limits = Limits(**limits)
        self.hub = Hub(
            mint_token=lambda: f"token{next(numbers)}",
            boot="boot",
            limits=self.limits,
            max_sessions=max_sessions,
            secret_key=b"a key of at least 16 bytes",
        )
        self.sockets: dict[str, Connection[Channel]] = {}
        super().__init__()
        self._told: set[int] = set()

    def do_socket(self, name: str, peer: str) -> None:
        """A client has connected."""
        self.sockets[name] = Connection(
            lambda request, now: self.hub.open_channel(Browser(request.peer, name), now),
            policy=AccessPolicy(own_ports=frozenset({9500})),
            limits=self.limits,
            peer=peer,
            now=self.now,
            response_headers=[("x-frame-options", "DENY")],
        )

    def do_bytes(self, name: str, text: str) -> None:
        """Bytes come from a client; the empty text is the end of them."""
        self.sockets[name].receive_data(as_bytes(text), self.now)

    def do_lost(self, name: str) -> None:
        """The connection is lost."""
        self.sockets[name].abort(self.now)

    def do_shutdown(self, name: str) -> None:
        self.sockets[name].shutdown(self.now)

    def do_time(self, seconds: float) -> None:
        """Time passes; timers come if they are due."""
        self.now += seconds
        self.hub.handle_timer(self.now)
        for socket in self.sockets.values():
            socket.handle_timer(self.now)

    def do_turn(self, slow: Sequence[str] = ()) -> dict[str, Any]:
        """Take every event and all output, but for that of clients that do not read.

        Returns:
            The bytes for each client, and what else there is to tell; what is empty is left out.
        """
        self.hub.next_deadline(self.now)
        told: list[Any] = []
        output = dict.fromkeys(self.sockets, b"")
        is_busy = True
        while is_busy:
            is_busy = False
            for name, socket in self.sockets.items():
                self._take_events(name, socket, told)
                while (due := socket.next_deadline()) is not None and due <= self.now:
                    socket.handle_timer(self.now)  # it has come in one go, and takes several
                    self._take_events(name, socket, told)
                while name not in slow and (data := socket.data_to_send(self.now)):
                    output[name] += data
                    is_busy = True
            self.hub.ready()
            for session in self.hub.ready_sessions():
                while (news := session.next_event()) is not None:
                    told.append([session.id, *_of_session(news)])
                    is_busy = True
            while (of_hub := self.hub.next_event()) is not None:
                told.append([type(of_hub).__name__])
        for index, promise in enumerate(self.promises):
            if promise.is_settled and index not in self._told:
                self._told.add(index)
                told.append(["answer", index, _outcome(promise)])
        found: dict[str, Any] = {name: as_text(data) for name, data in output.items() if data}
        return found | ({"told": told} if told else {})

    def _take_events(self, name: str, socket: Connection[Channel], told: list[Any]) -> None:
        while (event := socket.next_event()) is not None:
            told.append([name, *self._of_socket(socket, event)])

    def _of_socket(self, socket: Connection[Channel], event: Any) -> list[Any]:
        match event:
            case HttpRequest():
                body = f"{event.method} {event.path}".encode()
                socket.send_response(200, [("content-type", "text/plain")], body, now=self.now)
                return ["request", event.method, event.path, event.peer]
            case WebSocketOpened():
                return ["opened"]
            case Refused():
                return ["refused", event.code]
            case ConnectionClosed():
                return ["closed", event.code]
        raise AssertionError(event)

    # --- the program, where it does more than any one step (pgwidgets.recording.program)

    def do_batch(self, session: int, steps: Sequence[Step]) -> list[Any]:
        """Do steps whose calls are drawn as one."""
        core = self.session(session)
        batch = core.telling.batch = Batch()
        outcomes = [self.perform(step) for step in steps]
        core.telling.batch, batch.is_open = None, False
        batch.release()
        return outcomes

    def do_for(self, session: int, index: int, step: Step) -> Any:
        """Do a step on behalf of one of the browsers that show a session."""
        core = self.session(session)
        core.telling.asker = core.links[index]
        outcome = self.perform(step)
        core.telling.asker = None
        return outcome

    def do_share(self, session: int, role: str, uses: int | None = None) -> str:
        return self.session(session).shares.make(Terms(Role(role), uses=uses), None).token

    def do_revoke(self, session: int) -> None:
        shares = self.session(session).shares
        for share in shares.good:
            shares.revoke(share)

    def do_control(self, session: int, is_on: bool) -> None:
        """Let nobody act who has not asked to, or all again."""
        control = self.session(session).control
        if is_on:
            control.start(None, 10.0)
        else:
            control.stop()

    def do_sign_out(self, session: int, index: int) -> None:
        """The user of one of the browsers that show a session signs out."""
        link = self.session(session).links[index]
        link.browser = link.browser._replace(user="ada")
        self.hub.sign_out("ada")

    def do_fonts(self, family: str, size: float) -> None:
        self.hub.tell_all(("font", family), RegisterFont(family=family, url=f"fonts/{family}"))
        self.hub.tell_all("default", SetDefaultFont(font=DefaultFont(family=family, size=size)))


def as_text(data: bytes) -> Any:
    """Bytes as a recording has them."""
    if len(data) > LONG:
        return {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return data.decode("utf-8", "surrogateescape")


def plain(value: Any) -> Any:
    """A value of the core as a step, or what came of one, has it."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Node():
            return {"node": value.wid}
        case bytes() | bytearray() | memoryview():
            return {"bytes": as_text(bytes(value))}
        case list() | tuple():
            return [plain(item) for item in value]
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
    raise AssertionError(f"a recording has no form for {value!r}")


def _of_session(event: Any) -> list[Any]:
    if isinstance(event, WidgetEvent):
        return [event.node.wid, event.action, plain(event.args)]
    return [type(event).__name__, *([True] if getattr(event, "is_resumed", False) else [])]


def _outcome(promise: Promise) -> Any:
    try:
        return plain(promise.result())
    except Exception as exc:
        return {"raises": type(exc).__name__}

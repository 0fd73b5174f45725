"""A server for the page that is written message by message: no core, no transport, no API.

Knows the wire (wire-protocol.md), the page's URLs, playwright's pages, and the `websockets`
library. Must not know what a test wants to find out.
"""

import contextlib
import json
import mimetypes
import queue
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pgwidgets_js
from playwright.sync_api import Page
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

from browser.ports import of_fake_servers
from patience import PATIENCE
from pgwidgets._styles import read_sheet

_ROOTS = (
    Path(__file__).parents[2] / "src" / "pgwidgets" / "web",
    Path(pgwidgets_js.get_static_path()),
)
_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: blob: https:; media-src 'self' data: blob: https:;"
    " font-src 'self' data:; connect-src 'self'; frame-src 'none'; object-src 'none';"
    " base-uri 'none'; frame-ancestors 'self'"
)
Message = dict[str, Any]

NUMBERED = {"callback", "result", "error", "binary-chunk"}
"""Types of the messages that the page counts, from session-info on."""


class Link:
    """One connection of the page, as the server sees it."""

    def __init__(self, connection: ServerConnection) -> None:
        self._connection = connection
        self._inbox: queue.Queue[Message | bytes] = queue.Queue()
        self.sent = 0
        """Messages since session-info; what the client's `seen` must become."""
        self.handled = 0
        """Numbered messages of the page that the test has taken since session-info."""
        self.answers_pings = True
        self.name: str | None = None
        """What the page says when it wants to resume; None if it cannot."""

    def run(self) -> None:
        """Collect what the page sends, until either side leaves."""
        try:
            for frame in self._connection:
                self._collect(frame)
        except ConnectionClosed:
            pass  # with a code that is not "normal"; a test that wants it has sent it

    def _collect(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes):
            self._inbox.put(frame)
            return
        decoded = json.loads(frame)
        for message in decoded if isinstance(decoded, list) else [decoded]:
            if message["type"] == "ping" and self.answers_pings:
                self.raw('{"type":"pong"}')
            else:
                self._inbox.put(message)

    def raw(self, frame: str | bytes) -> None:
        """Send a frame as it stands."""
        self._connection.send(frame)

    def send(self, *messages: Message) -> None:
        """Send messages, more than one as an array, and count them."""
        self.raw(json.dumps(messages[0] if len(messages) == 1 else messages))
        self.sent += len(messages)

    def close(self, code: int, reason: str) -> None:
        """Close the connection."""
        self._connection.close(code, reason)

    def cut(self) -> None:
        """Break the connection, as a network does: without a word."""
        self._connection.socket.shutdown(socket.SHUT_RDWR)

    def cut_within(self, payload: bytes, at: int) -> None:
        """Begin a binary frame, and break the connection when `at` bytes of it are sent."""
        assert 125 < len(payload) < 1 << 16  # a length of two bytes (RFC 6455, section 5.2)
        head = struct.pack("!BBH", 0x82, 126, len(payload))
        self._connection.socket.sendall(head + payload[:at])
        self.cut()

    def next(self) -> Any:
        """Give the next message, or binary frame."""
        message = self._inbox.get(timeout=PATIENCE)
        if isinstance(message, dict) and message["type"] in NUMBERED:
            self.handled += 1
        return message

    def until(self, wanted: Callable[[Message], bool]) -> list[Any]:
        """Give all that comes up to the first message that is wanted, with it."""
        received = []
        while True:
            received.append(self.next())
            if isinstance(received[-1], dict) and wanted(received[-1]):
                return received

    def until_applied(self) -> list[Any]:
        """Give all that comes until the page has applied everything; fail if it counts wrong."""
        received = self.until(lambda m: m["type"] == "ack" and m["seen"] >= self.sent)
        assert received[-1]["seen"] == self.sent
        return received

    def greet(self, **extension: int) -> Message:
        """Say `init`; give the answer."""
        self.raw(json.dumps({"type": "init", "id": 0, **extension}))
        answer = self.next()
        assert isinstance(answer, dict)
        return answer

    def begin(self, session_id: int | str = 1, token: str = "token", link: str = "a") -> Message:
        """Greet a client of our own, and begin a session on an empty page; give its greeting."""
        greeting = self.greet(ext=1)
        assert greeting["ext"] == 1
        self.introduce(session_id, token, link)
        assert self.next()["type"] == "viewport"
        self.rebuild()
        return greeting

    def introduce(
        self, session_id: int | str = 1, token: str = "token", link: str | None = "a"
    ) -> None:
        """Tell the page which session this is; without a link, that it cannot be resumed."""
        info = {"type": "session-info", "session_id": session_id, "token": token, "ext": 1}
        self.raw(json.dumps(info | ({} if link is None else {"link": link})))
        self.name = link
        self.sent = self.handled = 0

    def resume(self, *lost: "Link") -> None:
        """Go on where one of these broke; what it sent counts as applied, as the page says."""
        resume = self.greet(ext=1)["resume"]
        [old] = [one for one in lost if one.name == resume["link"]]
        assert resume == {"link": old.name, "seen": old.sent}
        self.name, self.sent, self.handled = old.name, old.sent, old.handled
        self.raw(json.dumps({"type": "resumed", "got": self.handled}))

    def got(self) -> None:
        """Acknowledge all that the test has taken."""
        self.raw(json.dumps({"type": "got", "count": self.handled}))

    def rebuild(self, *messages: Message) -> list[Any]:
        """Let the page build itself from nothing; give what it says meanwhile."""
        start = {"type": "reconstruct-start", "next_wid": 1_000_000}
        self.send(start, *messages, {"type": "reconstruct-end"})
        return self.until_applied()


class Server:
    """Serves the page, and takes its connections, on 127.0.0.1."""

    def __init__(self) -> None:
        self.accepting = True
        self.page_status = 200
        """Of the page itself; another than 200 is how a login proxy would answer."""
        self._links: queue.Queue[Link] = queue.Queue()
        self._server = serve(
            self._handle,
            "127.0.0.1",
            of_fake_servers.take(),
            process_request=self._answer,
            compression=None,
        )
        self._port = self._server.socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}/"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def link(self) -> Link:
        """Give the next connection."""
        return self._links.get(timeout=PATIENCE)

    def is_alone(self) -> bool:
        """Tell whether no connection waits to be taken."""
        return self._links.empty()

    def close(self) -> None:
        """Close all connections and stop."""
        self._server.shutdown()
        self._thread.join(PATIENCE)
        of_fake_servers.give_back(self._port)

    def _handle(self, connection: ServerConnection) -> None:
        link = Link(connection)
        self._links.put(link)
        link.run()

    def _answer(self, connection: ServerConnection, request: Request) -> Response | None:
        if "Upgrade" in request.headers:
            return None if self.accepting else connection.respond(503, "not now")
        if self.page_status != 200:
            refusal = connection.respond(self.page_status, "who are you?")
            refusal.headers["Location"] = "/login"
            return refusal
        name = request.path.partition("?")[0].lstrip("/") or "index.html"
        for file in (root / name for root in _ROOTS):
            if file.is_file():
                body = read_sheet(file) if file.suffix == ".css" else file.read_bytes()
                kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
                headers = {"Content-Type": kind, "Content-Security-Policy": _POLICY}
                break
        else:
            return connection.respond(404, "no such file")
        if name != "index.html":  # the other files stay what they are as long as tests run
            headers["Cache-Control"] = "max-age=31536000, immutable"
        headers |= {"Content-Length": str(len(body)), "Connection": "close"}
        return Response(200, "OK", Headers(headers), body)


# ------------------------------------------------------------------ messages


def create(wid: int, name: str, *args: Any) -> Message:
    return {"type": "create", "wid": wid, "class": name, "args": list(args)}


def call(wid: int, method: str, *args: Any, **more: Any) -> Message:
    return {"type": "call", "wid": wid, "method": method, "args": list(args), **more}


def set_(wid: int, method: str, *args: Any) -> Message:
    return call(wid, method, *args, silent=True)


def listen(wid: int, action: str) -> Message:
    return {"type": "listen", "wid": wid, "action": action}


def ref(wid: int) -> dict[str, int]:
    return {"__wid__": wid}


def window(content: int, *messages: Message) -> list[Message]:
    """A window, wid 1, around the widget `content`, which `messages` make."""
    return [
        create(1, "TopLevel", {"title": "alone"}),
        set_(1, "resize", 400, 300),
        *messages,
        set_(1, "set_widget", ref(content)),
        set_(1, "show"),
    ]


def place_of(wid: int, message: Message) -> list[list[int]]:
    """Give what a report tells of one widget's place; nothing if it is about others."""
    return [place for place in rows_of("position", message) if place[0] == wid]


def rows_of(what: str, message: Message) -> list[list[int]]:
    """Give what a report tells of each widget: of its ``"size"``, or its ``"position"``."""
    rows = list(message.get(f"{what}s", ()))
    for wid, a, b, count, da, db in message.get(f"{what}_runs", ()):
        rows += [[wid + index, a + index * da, b + index * db] for index in range(count)]
    return rows


@contextlib.contextmanager
def begun(page: Page, script: str) -> Iterator[Link]:
    """A page with an empty session, which must not complain of anything.

    Parameters:
        script: run in the page before its own.
    """
    server = Server()
    page.add_init_script(script)
    page.goto(server.url)
    link = server.link()
    link.begin()
    yield link
    page.evaluate("null")  # playwright hands over what it has heard when it is called
    server.close()
    assert page.console_errors == []  # type: ignore[attr-defined]

"""A light client: one raw socket a page, frames that are made beforehand, no event loop.

A client in Python with a WebSocket library costs more than the servers that it measures. This one
builds its page once, with the simulated page's answers; from then on it knows two frames, the click
that it sends and the text that comes back, and costs a few microseconds for both.
Knows sockets and frames (RFC 6455). Must not know what is measured.
"""

import json
import math
import os
import re
import socket
import struct
import time
from typing import Any, Self

from benchmarks.environments import BenchmarkError
from benchmarks.page import WORK, Page

_CONNECT_SECONDS = 30.0
_RECENT = 0.2  # seconds, as in line/tally.js
_READ_BYTES = 256 * 1024
_ID = re.compile(rb'"id": ?(\d+)')
_TEXT, _PING = 1, 9
_UNCOUNTED = (b'{"type":"got"', b'{"type":"ping"', b'{"type":"pong"')
_MASK = b"\0\0\0\0"  # masked, as a browser's frames must be, by a mask that changes nothing


def frame(payload: bytes) -> bytes:
    """Return a browser's text frame."""
    size = len(payload)
    if size < 126:
        return bytes((0x81, 0x80 | size)) + _MASK + payload
    return bytes((0x81, 0x80 | 126)) + struct.pack(">H", size) + _MASK + payload


class LightPage:
    """One page on a raw socket; a context manager.

    Args:
        port: Where the server listens, on 127.0.0.1.
        counts: Whether to speak the extension of this project, which counts messages; a page that
            does not answers each, as pgwidgets-js does by itself.
        credentials: Id and token of the session to show; None: a new one.

    Attributes:
        page: What it shows, up to the end of :meth:`build`.
        credentials: Those of its session.
        payloads: The text frames that were read last.
    """

    def __init__(
        self, port: int, *, counts: bool, credentials: tuple[Any, str] | None = None
    ) -> None:
        self.credentials = credentials
        self.page = Page(None)
        self.socket = self._connect(port)
        self._counts = counts
        self._seen = 0
        self._unread = bytearray()
        self._click = b""
        self._clicked_at = -math.inf
        self._owes = False  # an acknowledgement
        self.payloads: list[bytes] = []

    @staticmethod
    def _connect(port: int) -> socket.socket:
        end = time.monotonic() + _CONNECT_SECONDS
        while True:
            try:
                made = socket.create_connection(("127.0.0.1", port), _CONNECT_SECONDS)
            except ConnectionRefusedError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)
            else:
                made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return made

    def __enter__(self) -> Self:
        """Open the WebSocket."""
        host, port = self.socket.getpeername()
        self.socket.sendall(
            f"GET / HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
        )
        while b"\r\n\r\n" not in self._unread:
            self._read()
        head, _, rest = bytes(self._unread).partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 101"):
            raise BenchmarkError(f"the server answered {head[:100]!r}")
        self._unread[:] = rest
        return self

    def __exit__(self, *_: object) -> None:
        """Drop the connection."""
        self.socket.close()

    def build(self, button: str, is_ready: str) -> None:
        """Answer the server until its page is there, with these two texts; get ready to click."""
        while not any(widget.text == is_ready for widget in self.page.widgets.values()) or (
            self.page.rebuilding or not any(w.shown for w in self.page.widgets.values())
        ):
            for payload in self._frames():
                self._take(json.loads(payload))
        self.aim(button)

    def aim(self, button: str) -> None:
        """Get ready to click another button."""
        wid = self.page.find("Button", button).wid
        report = {"type": "callback", "wid": wid, "action": "activated", "args": []}
        self._click = json.dumps(report).encode()

    def click(self) -> None:
        """Send what a click on the button sends."""
        click = self._click
        if self._counts:
            applied = b', "applied": true' if self._owes else b""
            click = click[:-1] + b', "seen": %d%s}' % (self._seen, applied)
            self._owes = False
            self._clicked_at = time.monotonic()
        self.socket.sendall(frame(click))

    def echo(self, what: bytes = b'"call"') -> int:
        """Read what has come, and answer it as a page does; return the number of calls in it.

        Args:
            what: What is counted in place of calls, where the page answers each message.
        """
        calls = 0
        answers = b""
        for payload in self._frames():
            found = _ID.findall(payload) if not self._counts else ()
            calls += payload.count(what)
            answers += b"".join(
                frame(b'{"type": "result", "id": %s, "value": null}' % number) for number in found
            )
        if self._counts and calls:
            self._seen += calls
            # As our client: what comes right after a report is acknowledged with the next one. It
            # would wait for that for 20 ms, which nobody who clicks again at once takes.
            self._owes = time.monotonic() - self._clicked_at <= _RECENT
            if not self._owes:
                answers = frame(b'{"type": "ack", "seen": %d}' % self._seen)
        if answers:
            self.socket.sendall(answers)
        return calls

    def follow(self) -> int:
        """As :meth:`echo`, whatever has come; return the number of messages in it."""
        if not self._counts:
            return self.echo(b'"type"')
        messages = 0
        for payload in self._frames():
            if not payload.startswith(_UNCOUNTED):
                messages += payload.count(b'{"type":"')  # the application makes no batches
        self._seen += messages
        if messages:
            self._owes = False
            self.socket.sendall(frame(b'{"type": "ack", "seen": %d}' % self._seen))
        return messages

    def shows(self, text: str) -> bool:
        """Return whether the frames that were read last have a text."""
        wanted = json.dumps(text).encode()
        return any(wanted in payload for payload in self.payloads)

    def _read(self) -> None:
        data = self.socket.recv(_READ_BYTES)
        if not data:
            raise BenchmarkError("the server closed the connection")
        self._unread += data

    def _frames(self) -> list[bytes]:
        """Return the payloads of the text frames that have come; wait until there is one."""
        payloads: list[bytes] = []
        while True:
            while (taken := self._next_frame()) is not None:
                opcode, payload = taken
                if opcode == _TEXT:
                    payloads.append(payload)
                elif opcode == _PING:
                    self.socket.sendall(b"\x8a" + bytes((0x80 | len(payload),)) + _MASK + payload)
            if payloads:
                self.payloads = payloads
                return payloads
            self._read()

    def _next_frame(self) -> tuple[int, bytes] | None:
        """Take a whole frame of what has come: its opcode and payload."""
        unread = self._unread
        if len(unread) < 2:
            return None
        size, begin = unread[1] & 0x7F, 2
        if size == 126:
            size, begin = int.from_bytes(unread[2:4]), 4
        elif size == 127:
            size, begin = int.from_bytes(unread[2:10]), 10
        if len(unread) < begin + size:
            return None
        taken = unread[0] & 0xF, bytes(unread[begin : begin + size])
        del unread[: begin + size]
        return taken

    def _take(self, message: Any) -> None:
        """Apply a frame of the beginning, and answer it."""
        parts = message if isinstance(message, list) else [message]
        if not self._counts:
            answers = [self.page.answer(part) for part in parts]
            if any(part["type"] == "session-info" for part in parts):
                self._say({"type": "viewport", "width": 1280, "height": 800})
            self._say(answers if isinstance(message, list) else answers[0])
            return
        for part in parts:
            if part["type"] == "init":
                answer = {"type": "result", "id": part["id"], "ext": 1}
                if self.credentials is not None:
                    answer["session_id"], answer["token"] = self.credentials
                self._say(answer)
                return
            if part["type"] == "session-info":
                self.credentials = part["session_id"], part["token"]
            if part["type"] in WORK or part["type"] == "session-info":
                self.page.answer(part)
                self._seen = self._seen + 1 if part["type"] in WORK else 0
        self._say({"type": "ack", "seen": self._seen})

    def _say(self, message: Any) -> None:
        if message is not None:
            self.socket.sendall(frame(json.dumps(message).encode()))


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has had, by the kernel's accounting.

    Raises:
        OSError: there is no /proc.
    """
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

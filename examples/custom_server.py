"""The core of pgwidgets in a server of one's own: one thread, one selector, no framework.

Bytes in, bytes out: a connection is fed what a socket gave, and asked what to send. All that is
left to do is to move bytes, and to tell the time. It listens on a Unix socket when it is given a
path, on a port of 127.0.0.1 else:

    python examples/custom_server.py [PATH or PORT]
"""

import contextlib
import secrets
import selectors
import signal
import socket
import sys
import threading
import time

from pgwidgets.async_ import Application
from pgwidgets_proto import (
    AccessPolicy,
    Browser,
    Connection,
    HttpRequest,
    Hub,
    Limits,
    SessionOpened,
    WidgetEvent,
)

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
PAGE = Application()  # never served: it has the files that the page needs
FILES = PAGE.static_path
TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
}


def handle(session, event):
    """The program: a button that counts its clicks."""
    if isinstance(event, SessionOpened):
        button = session.owner = session.create("Button", ("0 clicks",))
        window = session.create("TopLevel", (), {"title": "A server of one's own"})
        session.call(window, "set_widget", (button,))
        session.call(window, "resize", (300, 100))
        session.call(window, "show")
        session.listen(button, "activated")
    elif isinstance(event, WidgetEvent):
        count = int(session.call(event.node, "get_text").split()[0]) + 1
        session.call(event.node, "set_text", (f"{count} clicks",))


def answer(request):
    """Status, headers and body for a request."""
    with contextlib.suppress(OSError, ValueError):  # a name that no file can have
        file = (FILES / (request.path.lstrip("/") or "index.html")).resolve()
        if file.is_file() and file.is_relative_to(FILES.resolve()):
            kind = TYPES.get(file.suffix, "text/plain")
            return 200, (("content-type", kind),), file.read_bytes()
    return 404, (), b"There is no such page here.\n"


class Server:
    def __init__(self, listener):
        self.limits = Limits()
        self.hub = Hub(mint_token=secrets.token_urlsafe, boot=secrets.token_hex(4))
        self.policy = AccessPolicy()
        self.listener = listener
        self.unsent = {}  # what the core has handed out and the socket has not taken
        self.connections = {}
        self.selector = selectors.DefaultSelector()
        self.watch(listener, READ)

    def run(self, is_stopped=lambda: False):
        while not is_stopped():
            self.turn(time.monotonic())

    def close(self):
        self.selector.close()
        for sock in (self.listener, *self.connections):
            sock.close()

    def turn(self, now):
        deadlines = [c.next_deadline() for c in self.connections.values()]
        deadlines.append(self.hub.next_deadline(now))
        wait = min((due - now for due in deadlines if due is not None), default=1.0)
        ready = self.selector.select(min(max(wait, 0.0), 1.0))
        now = time.monotonic()
        for key, mask in ready:
            if key.fileobj is self.listener:
                self.accept(now)
            elif mask & READ:
                self.receive(key.fileobj, now)
        self.hub.handle_timer(now)
        for sock, connection in list(self.connections.items()):
            connection.handle_timer(now)
            self.advance(sock, now)
        for session in self.hub.ready_sessions():
            while (event := session.next_event()) is not None:
                handle(session, event)
        while (news := self.hub.next_event()) is not None:
            print(news, file=sys.stderr)  # who was sent away, and why
        for sock in list(self.connections):  # what one browser did is shown by the others
            self.advance(sock, now)

    def accept(self, now):
        try:
            sock, address = self.listener.accept()
        except OSError:  # the browser has left already
            return
        sock.setblocking(False)
        self.connections[sock] = Connection(
            lambda request, now: self.hub.open_channel(Browser(request.peer), now),
            policy=self.policy,
            limits=self.limits,
            peer=address[0] if address else None,  # none on a Unix socket
            now=now,
        )
        self.unsent[sock] = b""

    def receive(self, sock, now):
        try:
            self.connections[sock].receive_data(sock.recv(65536), now)
        except BlockingIOError:
            pass
        except OSError:
            self.connections[sock].abort(now)

    def advance(self, sock, now):
        """Answer and send, until the connection waits for its peer or for the time."""
        connection, goes_on = self.connections[sock], True
        while goes_on:
            goes_on = self.send(sock, now)
            while (event := connection.next_event()) is not None:
                goes_on = True
                if isinstance(event, HttpRequest):
                    connection.send_response(*answer(event), now=now)
        if connection.is_aborted or (connection.is_closed and not self.unsent[sock]):
            self.watch(sock, 0)
            del self.connections[sock], self.unsent[sock]
            sock.close()
            return
        paused = not connection.is_reading or (
            connection.channel and connection.channel.is_reading_paused
        )
        self.watch(sock, (0 if paused else READ) | (WRITE if self.unsent[sock] else 0))

    def send(self, sock, now):
        """Send what there is; whether the socket has taken any of it."""
        connection, data, has_sent = self.connections[sock], b"", False
        try:
            while data := self.unsent[sock] or connection.data_to_send(now):
                self.unsent[sock] = data[sock.send(data) :]
                has_sent = True
        except BlockingIOError:  # a browser that reads slowly: what is still in the core can merge
            self.unsent[sock] = data
        except OSError:
            connection.abort(now)
        return has_sent

    def watch(self, sock, events):
        """Wait for a socket from now on; 0: for nothing of it, as long as it is paused."""
        if sock in self.selector.get_map():
            self.selector.unregister(sock)
        if events:
            self.selector.register(sock, events)


def main(where="9501"):
    if where.isdecimal():
        listener = socket.create_server(("127.0.0.1", int(where)))
        print(f"open http://127.0.0.1:{listener.getsockname()[1]}/", flush=True)
    else:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(where)
        listener.listen()
    ends = threading.Event()
    # Not by KeyboardInterrupt, which may come in the middle of anything.
    signal.signal(signal.SIGINT, lambda number, frame: ends.set())
    with contextlib.closing(Server(listener)) as server:
        server.run(ends.is_set)


if __name__ == "__main__":
    main(*sys.argv[1:])

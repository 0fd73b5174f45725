"""A browser in memory, and the wire between it and a hub, under the test's control.

Knows: the wire protocol of pgwidgets-js and of our extension, from the browser's side.
Must not know: sockets, time, our state.
"""

import itertools
import json
from collections import deque
from typing import Any

from pgwidgets_proto import Browser, Link
from pgwidgets_proto.views import Frame

from .binaries import BinaryCalls
from .hands import Hands
from .lines import Line, Server
from .page import Page, PageError


class SimulatedBrowser(Hands):
    """One browser.

    Parameters:
        hub: the core that it talks to, or another :class:`Server`.
        stock: speak as pgwidgets-js does, without our extension.
        session_id, token: credentials to present.
        now: the time of all that it does, until :attr:`now` is changed.
        takes_any: see :class:`~.page.Page`.

    Attributes:
        page: what it shows.
        channel: the core's side of its socket; a new one each time it connects.
        down, up: frames on their way to the browser, and messages on their way to the core.
        frames: every frame that has reached the browser.
        errors: the texts of the errors that it answered.
        is_waiting: whether it was told that all sessions are in use.
        is_restoring: whether it was told that its session is being fetched.
        is_frozen: whether it was told that nothing is handled for now.
        closed: the code and reason that it was closed with, or None.
        kept: messages that the core is not known to have, which are sent again after a resume.
        rights: what its user was told to be able to do, as ``rights`` says it; empty: all.
        unrepeated: how many actions of its user a server has said that it does not repeat.
        lost: how many of them could not be delivered, since the page was built anew.
    """

    def __init__(
        self,
        hub: Server,
        *,
        stock: bool = False,
        session_id: int | str | None = None,
        token: str | None = None,
        now: float = 0.0,
        takes_any: bool = False,
    ) -> None:
        self.hub = hub
        self.now = now
        self.page = Page(is_stock=stock, takes_any=takes_any)
        self.page.on_callback = self._callback
        self.page.on_look = self.look
        self.down: deque[Frame] = deque()
        self.up: deque[str | bytes] = deque()
        self.frames: list[Frame] = []
        self.messages: list[dict[str, Any]] = []
        self.errors: list[str] = []
        self.session_id = session_id
        self.token = token
        self.is_waiting = self.is_restoring = self.is_frozen = False
        self.closed: tuple[int, str] | None = None
        self.seen = 0
        self._stock = stock
        self._is_counting = False
        self._is_muted = False
        self._is_rebuilding = False
        self._fail_next: dict[str, str] = {}
        self.kept: deque[tuple[str | bytes, ...]] = deque()
        self._binary = BinaryCalls()
        self._next_transfer = 1
        self.lost = 0
        self._got = self._dropped = self._sent = 0
        self._keeps = False
        self.unrepeated = self._told_unrepeated = 0
        self._link_id: str | None = None
        self._former: str | None = None
        self._before: str | None = None
        self._between: list[str] = []
        self._is_moved = self._is_stored = False
        self.rights: dict[str, Any] = {}
        self._link: Link | None = None
        self._is_connected = True
        self._half_dead: list[Line] = []
        self.channel: Line = hub.open_channel(Browser("127.0.0.1", "simulated"), now)

    @property
    def link(self) -> Link:
        """The core's view of it; the last one, when it has none just now."""
        self._link = self.channel.link or self._link
        assert self._link is not None, "it has not been shown a session yet"
        return self._link

    # --- the wire

    def collect(self, max_bytes: int = 256 * 1024) -> int:
        """Put what the core has to send on the wire; tells how many frames that were."""
        frames = self.channel.frames_to_send(max_bytes) if self._is_connected else []
        self.down.extend(frames)
        return len(frames)

    def deliver_down(self) -> bool:
        """Let the next frame arrive at the browser; tells whether there was one."""
        if not self.down:
            channel = self.channel
            if channel.close is not None and self.closed is None and not channel.has_output:
                self.closed = (int(channel.close.code), channel.close.reason)
            return False
        frame = self.down.popleft()
        self.frames.append(frame)
        if frame.is_text:
            self._handle_text(frame.payload)
        else:
            self._handle_bytes(frame.payload)
        return True

    def deliver_up(self) -> bool:
        """Let the next message arrive at the core; tells whether there was one."""
        if not self.up:
            return False
        self.channel.receive(self.up.popleft(), self.now)
        return True

    def exchange(self) -> bool:
        """Let everything arrive, both ways, until the line is quiet; tells if there was any."""
        was_busy = False
        while self.collect() or self.deliver_down() or self.deliver_up():
            was_busy = True
        return was_busy

    def show(self, payload: bytes) -> None:
        """Carry out a text of the server, however it has come."""
        self._handle_text(payload)

    def leave(self) -> None:
        """The user closes the tab; what is on its way is lost, and so are older connections."""
        self.bury()
        if self._is_connected:
            self.channel.peer_closes(1001)
        self.drop()

    def say_goodbye(self) -> None:
        """The page is left, and says so as ours does; its connection stays for the moment."""
        self.send({"type": "goodbye"})
        self.deliver_up()

    def drop(self) -> None:
        """The connection is lost, and with it what is on its way; the page stays as it is."""
        self.down.clear()
        self.up.clear()
        if self._is_connected:
            self._is_connected = False
            self._remember_link()
            self.channel.receive(None, self.now)

    def come_back(self, *, is_new_page: bool = False) -> None:
        """Connect again, maybe before the core knows that the old connection is dead.

        Parameters:
            is_new_page: the page was loaded anew, or its tab duplicated.
        """
        self._remember_link()
        if self._is_connected:
            self._half_dead.append(self.channel)
        self.down.clear()
        self.up.clear()
        if is_new_page:
            self.page.clear()
            self.kept.clear()
            self._former, self._link_id = self._link_id or self._former, None
        self._is_connected = True
        self._is_counting = self.is_waiting = self.is_restoring = self.is_frozen = False
        self._binary.header = None
        self.closed = None
        self.channel = self.hub.open_channel(Browser("127.0.0.1", "simulated"), self.now)

    def bury(self) -> None:
        """Connections that were lost unseen are found to be dead, as a keepalive does."""
        for channel in self._half_dead:
            channel.receive(None, self.now)
        self._half_dead.clear()

    def send(self, message: Any) -> None:
        """Put a message of the browser on the wire, as it is; :meth:`exchange` lets it arrive."""
        if self._is_connected:
            self.up.append(json.dumps(message))

    def _remember_link(self) -> None:
        self._link = self.channel.link or self._link

    def post(self, message: dict[str, Any], *data: bytes) -> None:
        """Send a message that is numbered, and keep it until the core has it."""
        frames: tuple[str | bytes, ...] = (json.dumps(message), *data)
        if self._link_id is not None:
            self.kept.append(frames)
        if self._is_connected and (self._is_counting or self._link_id is None):
            self.up.extend(frames)
            self._sent = self._dropped + len(self.kept)

    # --- internals

    def _handle_bytes(self, data: bytes) -> None:
        header = self._binary.header
        assert header is not None, "a binary frame without a header"
        self.messages.append(header)
        self.seen += 1
        call = self._binary.take(data)
        try:
            if call is not None:
                self.page.call(*call)
        except PageError as exc:
            self.errors.append(str(exc))
            if self._is_counting:  # the stock client tells its console alone
                self.post({"type": "error", "id": self.seen, "error": str(exc)})
        if self._is_counting:
            self.send({"type": "ack", "seen": self.seen})

    def _handle_text(self, payload: bytes) -> None:
        decoded = json.loads(payload)
        if isinstance(decoded, list):
            answers = [self._handle(message) for message in decoded]
            if self._stock:
                self.send(answers)
        elif decoded["type"] in ("binary-call", "binary-chunk"):
            assert self._binary.header is None, "a header without its frame"
            self._binary.header = decoded
        elif decoded["type"] == "binary-call-chunked":
            self.messages.append(decoded)
            self._binary.announce(decoded)
            self.seen += 1
        else:
            answer = self._handle(decoded)
            if self._stock and answer is not None:
                self.send(answer)
        if self._is_counting and self._binary.header is None:
            self.send({"type": "ack", "seen": self.seen})

    def _handle(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """Carry out one message; gives the stock client's answer, sends our client's."""
        self.messages.append(message)
        kind = message["type"]
        if kind == "init":
            answer: dict[str, Any] = {"type": "result", "id": message["id"]}
            if self.session_id is not None:
                answer |= {"session_id": self.session_id, "token": self.token}
            if self._stock:
                self.page.clear()
                return answer
            if self._link_id is not None:
                if self._is_stored and self.seen:
                    self._before, self._between, self._is_moved = None, [], False
                answer["resume"] = {"link": self._link_id, "seen": self.seen}
                if self._before is not None:
                    earlier = {"before": self._before, "between": self._between}
                    answer["resume"] |= {**earlier, "moved": self._is_moved}
            elif self._former is not None:
                answer["former"] = self._former
            self.send({**answer, "ext": message["ext"]})
            return None
        if kind in ("waiting", "restoring"):
            self.is_waiting = kind == "waiting"
            self.is_restoring = kind == "restoring"
            return None
        if kind == "session-info":
            self.session_id, self.token = message["session_id"], message["token"]
            self.is_waiting = self.is_restoring = False
            self._is_counting = not self._stock and message.get("ext") == 1
            self._is_stored = False
            if "done" in message:
                if self._before is not None and self._link_id is not None:
                    self._between = [*self._between, self._link_id][-8:]
                self._before = self._before or self._link_id
                self._is_moved |= bool(message.get("wids"))
            else:
                self._before, self._between, self._is_moved = None, [], False
            self._link_id = message.get("link")
            self.rights = {"role": message["role"]} if "role" in message else {}
            self._keeps = message.get("keeps", False)
            self.seen = 0
            self._binary.reset()
            if "done" in message:
                self._carry(message["done"])
                return None
            self.lost += len(self.kept)
            self.kept.clear()
            self._got = self._dropped = self._sent = self._told_unrepeated = 0
            return None
        if kind in ("got", "resumed"):
            self._got = message["count"] if kind == "got" else message["got"]
            if not self._keeps:
                self._drop_up_to(self._got)
            if kind == "resumed":
                self._is_counting = True
                rest = itertools.islice(self.kept, self._got - self._dropped, None)
                self.up.extend(frame for frames in rest for frame in frames)
                self._sent = self._dropped + len(self.kept)
            return None
        if kind == "kept":
            self._drop_up_to(message["count"])
            self._is_stored = True
            return None
        if kind == "frozen":
            self.is_frozen = message["is_frozen"]
            return None
        if kind == "unrepeated":
            self.unrepeated += message["total"] - self._told_unrepeated
            self._told_unrepeated = message["total"]
            return None
        if kind == "rights":
            self.rights = {key: value for key, value in message.items() if key != "type"}
            return None
        if kind == "token":
            self.token = message["token"]
            return None
        if kind == "ping":
            self.send({"type": "pong"})
            return None
        if kind in ("pong", "transfer-refused"):
            return None
        self.seen += 1
        try:
            value = self._carry_out(message)
        except PageError as exc:
            self.errors.append(str(exc))
            error = {"type": "error", "id": message.get("id", self.seen), "error": str(exc)}
            if self._is_counting:
                self.post(error)
            return error
        answer = {"type": "result", "id": message.get("id")}
        if value is not None:
            answer["value"] = value
        if self._is_counting and "id" in message:
            self.post({**answer, "seen": self.seen})
        return answer

    def _drop_up_to(self, count: int) -> None:
        while self._dropped < count:
            self.kept.popleft()
            self._dropped += 1

    def _carry(self, done: int) -> None:
        """Bring another run of the server what this page had said to one that is gone."""
        self._drop_up_to(done)
        doubtful = max(0, self._sent - self._dropped)
        carried = {"type": "carried", "count": len(self.kept), "doubtful": doubtful}
        self.send({**carried, "missing": self._dropped - done})
        self.up.extend(frame for frames in self.kept for frame in frames)
        self._got = self._dropped
        self._sent = self._dropped + len(self.kept)

    def _carry_out(self, message: dict[str, Any]) -> Any:
        page = self.page
        match message["type"]:
            case "reconstruct-start":
                page.clear()
                self._is_rebuilding = True
            case "reconstruct-end":
                self._is_rebuilding = False
                page.reports_postponed()
                self._binary.reset()
            case "create":
                page.create(message["wid"], message["class"], message.get("args", []))
            case "call":
                return self._call(message)
            case "batch":
                failed = []
                for index, call in enumerate(message["calls"]):
                    try:
                        self._call(call)
                    except PageError as exc:
                        failed.append(str(exc))
                        if self._is_counting:
                            error = {"type": "error", "id": self.seen, "error": str(exc)}
                            self.post({**error, "call": index})
                self.errors += failed
                return {"errors": failed} if failed else None
            case "listen":
                page.find(message["wid"]).listeners.add(message["action"])
            case "unlisten":
                page.find(message["wid"]).listeners.discard(message["action"])
        return None

    def _call(self, message: dict[str, Any]) -> Any:
        method = message["method"]
        is_silent = message.get("silent", False)
        text = self._fail_next.pop(method, None)
        self._is_muted = is_silent
        try:
            if text is not None:
                raise PageError(text)
            value = self.page.call(message["wid"], method, message.get("args", []))
            if "bind" in message and not self._stock:
                self.page.bind(value, message["bind"])
        except PageError:
            self._is_muted = is_silent and self._stock  # which leaves its flag as it is
            raise
        self._is_muted = False
        if not self._is_rebuilding:
            self.page.reports_postponed()
        return value

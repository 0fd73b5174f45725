"""Cut the line at any byte, a thousand times: nothing is lost, nothing comes twice, all in order.

The core with its bytes, and a browser with its bytes (wsproto's client), on a line of the test's
own. Each cut falls on any byte of either direction: in the handshake, in the hello, in the middle
of a frame. Half of the time the browser is back before the server knows that it was gone.

The same seed makes the same run. The full one (`PGWIDGETS_HYPOTHESIS=deep`, or `-m deep`) takes
about half a minute.
"""

import random
from collections import deque

import pytest
from wsproto.connection import Connection as ClientProtocol
from wsproto.connection import ConnectionType
from wsproto.events import BytesMessage, CloseConnection, TextMessage
from wsproto.events import Ping as PingEvent

from core.helpers import make_hub
from core.wire import upgrade
from pgwidgets_proto.sessions.events import WidgetEvent
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.stream import AccessPolicy, Connection
from pgwidgets_proto.views.channel import Browser, Channel
from resuming_page import ResumingPage

NOW = 1000.0
ROOMS = (0, 100, 2_000, 20_000, 200_000)
"""About how many bytes a line may carry before it is cut. Together they are more than the program
says, else what waits would pass the limit of a link, and be thrown away for a rebuild."""

STEPS = (1, 30, 500, 5_000, 50_000)
"""How many bytes may move at a time."""

SHOWN = 20
"""Labels that are there at a time; each new one destroys the oldest."""


class Line:
    """One connection: the core's end and the browser's, and the bytes between them.

    Parameters:
        room: how many bytes it carries, both ways together, before it breaks.
    """

    def __init__(self, hub: Hub, page: ResumingPage, room: int) -> None:
        self.server: Connection[Channel] = Connection(
            lambda request, now: hub.open_channel(Browser(request.peer), now),
            policy=AccessPolicy(own_ports=frozenset({9500})),
            limits=hub.limits,
            peer="127.0.0.1",
            now=NOW,
        )
        self._page = page
        self._room = room
        self._client: ClientProtocol | None = None
        self._answer = b""
        self._text = ""
        self._bytes = bytearray()
        self._up = upgrade()
        self._down = b""
        page.lost()

    @property
    def is_broken(self) -> bool:
        return self._room <= 0

    def break_after(self, room: int) -> None:
        """Carry so many bytes more."""
        self._room = room

    def say(self, frames: list[str]) -> None:
        """The browser sends."""
        assert self._client is not None or not frames
        for frame in frames:
            self._up += self._client.send(TextMessage(data=frame))  # type: ignore[union-attr]

    def carry_up(self, size: int) -> bool:
        """Let so many bytes reach the server; tells whether there were any."""
        data, self._up = self._up[: self._take(size)], self._up[self._take(size) :]
        self._room -= len(data)
        if data:
            self.server.receive_data(data, NOW)
            self.look()
        return bool(data)

    def carry_down(self, size: int) -> bool:
        """Let so many bytes reach the browser; tells whether there were any."""
        self.look()
        data, self._down = self._down[: self._take(size)], self._down[self._take(size) :]
        self._room -= len(data)
        if data:
            self._read(data)
        return bool(data)

    def look(self) -> None:
        """Do as a transport does after every call of the core."""
        while self.server.next_event() is not None:
            pass
        while data := self.server.data_to_send(NOW):
            self._down += data

    def break_off(self) -> None:
        """The server finds out that the browser is gone."""
        self.server.abort(NOW)
        self.look()

    def _take(self, size: int) -> int:
        return max(0, min(size, self._room))

    def _read(self, data: bytes) -> None:
        if self._client is None:
            head, end, rest = (self._answer + data).partition(b"\r\n\r\n")
            self._answer = head
            if not end:
                return
            assert head.startswith(b"HTTP/1.1 101 ")
            self._client = ClientProtocol(ConnectionType.CLIENT, [])
            data = rest
        self._client.receive_data(data)
        for event in self._client.events():
            match event:
                case PingEvent():
                    self._up += self._client.send(event.response())
                case TextMessage():
                    self._text += event.data
                    if event.message_finished:
                        text, self._text = self._text, ""
                        self.say(self._page.receive(text))
                case BytesMessage():
                    self._bytes += event.data
                    if event.message_finished:
                        data, self._bytes = bytes(self._bytes), bytearray()
                        self.say(self._page.receive(data))
                case CloseConnection():
                    raise AssertionError(f"closed with {event.code} {event.reason!r}")


class Run:
    """A program that makes numbered labels, a user who makes numbered clicks, and a bad line."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.hub = make_hub()
        self.session: Session = self.hub.create_session()
        self.button = self.session.create("Button")
        self.status = self.session.create("TextEntry")
        self.session.listen(self.button, "activated")
        self.page = ResumingPage()
        self.page.know(self.session.id, self.session.token)
        self.labels: deque[int] = deque()
        self.updates = 0
        self.destroyed: list[int] = []
        self.handled: list[int] = []
        self.half_dead: list[Line] = []
        self.line = Line(self.hub, self.page, 10**9)
        self.settle()

    def update(self) -> None:
        """The program does something of every kind: it makes, sets (which may merge), destroys."""
        label = self.session.create("Label", (str(self.updates),))
        self.session.call(self.status, "set_text", (str(self.updates),))
        self.labels.append(label.wid)
        if len(self.labels) > SHOWN:
            gone = self.labels.popleft()
            self.session.destroy(self.session.nodes[gone])
            self.destroyed.append(gone)
        self.updates += 1

    def click(self) -> None:
        self.line.say(self.page.click(self.button.wid))

    def handle(self) -> None:
        while (event := self.session.next_event()) is not None:
            if isinstance(event, WidgetEvent):
                self.handled.append(event.args[0])

    def cut(self, room: int) -> None:
        """Break the line where it is, and lay a new one that carries so many bytes."""
        self.half_dead.append(self.line)
        if self.chance.random() < 0.5:
            self.bury()
        self.line = Line(self.hub, self.page, room)

    def bury(self) -> None:
        for line in self.half_dead:
            line.break_off()
        self.half_dead.clear()

    def settle(self) -> None:
        while self.line.carry_up(10**9) or self.line.carry_down(10**9):
            self.handle()

    def live(self, updates: int, clicks: int) -> None:
        """Let so much happen while the line lives; what it does not live to see happens too."""
        deeds = ["update"] * updates + ["click"] * clicks
        self.chance.shuffle(deeds)
        for deed in deeds:
            if deed == "update":
                self.update()
            else:
                self.click()
            if not self.line.is_broken:
                step = self.chance.random()
                if step < 0.4:
                    self.line.carry_down(self.chance.choice(STEPS))
                elif step < 0.8:
                    self.line.carry_up(self.chance.choice(STEPS))
                elif step < 0.9:
                    self.handle()
                elif step < 0.95:
                    self.bury()

    def check(self) -> None:
        page = self.page
        assert page.rebuilds == 1
        assert page.created == [str(number) for number in range(self.updates)]
        assert page.destroyed == self.destroyed
        assert self.handled == list(range(page.clicks))
        numbers = [int(text) for text in page.texts]
        assert numbers == sorted(set(numbers)), "a text came twice, or after a newer one"
        assert numbers[-1] == self.updates - 1
        (link,) = self.session.views
        assert link.outbox.held_bytes == 0
        assert len(self.hub._channels) == 1


@pytest.mark.parametrize("seed", range(2))
def test_cuts_at_any_byte(seed: int) -> None:
    _chaos(seed, cuts=40, updates=1_600, clicks=200)


def test_a_binary_message_that_is_cut_anywhere_arrives_whole() -> None:
    """And what comes after it is intact."""
    pictures = [bytes([number]) * 300 for number in range(3)]
    were_cut = set()
    for at in range(1, 2_000, 47):
        run = Run(at)
        image = run.session.create("Image")
        run.settle()
        run.line.break_after(at)
        run.session.call(image, "set_binary_image", (pictures[0], "jpeg"))
        run.line.carry_down(10**9)
        run.session.call(image, "set_binary_image", (pictures[1], "jpeg"))
        run.update()
        run.settle()
        were_cut.add(run.line.is_broken)
        run.cut(10**9)
        run.settle()
        run.session.call(image, "set_binary_image", (pictures[2], "jpeg"))
        run.settle()
        assert run.page.binaries == pictures
        run.bury()
        run.check()
    assert were_cut == {True, False}


@pytest.mark.deep
@pytest.mark.timeout(1800)
def test_a_thousand_cuts_during_a_hundred_thousand_updates() -> None:
    _chaos(4711, cuts=1_000, updates=100_000, clicks=10_000)


def _chaos(seed: int, *, cuts: int, updates: int, clicks: int) -> None:
    run = Run(seed)
    for _ in range(cuts):
        run.cut(run.chance.choice(ROOMS) + run.chance.randrange(1, 2_000))
        run.live(updates // cuts, clicks // cuts)
    run.cut(10**9)
    run.bury()
    run.settle()
    assert (run.updates, run.page.clicks) == (updates, clicks)
    assert run.page.resumes > cuts // 3  # the rest was cut before the page heard of it
    run.check()

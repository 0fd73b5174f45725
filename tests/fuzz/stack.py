"""The whole core with the bytes of one browser, whatever they are.

The bytes are messages, each behind the byte 0xFF: such as can be read as UTF-8 goes as a text, any
other as a binary message. A message of one byte below 16 is a turn of time instead, or of the
program. What nobody may bring about: an exception, a witness who notices, anything that stays
behind, or a refusal that is not documented.
"""

from core.helpers import connect, events, settle
from core.own_faults import let_out
from core.wire import BINARY, TEXT, close_frame, frame, upgrade
from pgwidgets_proto import (
    AccessPolicy,
    Browser,
    Channel,
    CloseCode,
    Connection,
    Hub,
    Limits,
    Session,
)

LIMITS = Limits(
    transfers=3, transfer_bytes=2_000, transfer_files=5, events=200, message_bytes=50_000
)
CLASSES = ("Button", "TextEntry", "TextSource", "TreeView", "TableView", "ComboBox", "TabWidget")
NAMED = {int(code) for code in CloseCode}
_END = b"\xff"


def messages_of(data: bytes) -> list[str | bytes]:
    """The messages that bytes stand for."""
    found: list[str | bytes] = []
    for part in data.split(_END):
        try:
            found.append(part.decode())
        except UnicodeDecodeError:
            found.append(part)
    return found


def bytes_of(*messages: str) -> bytes:
    """The bytes that stand for messages."""
    return _END.join(message.encode() for message in messages)


class Stack:
    """A hub, a session with a widget of some classes, a witness, and a browser of bytes."""

    def __init__(self) -> None:
        numbers = iter(range(1, 10**6))
        self.now = 0.0
        self.hub = Hub(mint_token=lambda: f"t{next(numbers)}", boot="boot", limits=LIMITS)
        self.session: Session = self.hub.create_session()
        for name in CLASSES:
            node = self.session.create(name)
            for action in node.cls.actions:
                self.session.listen(node, action)
        self.witness = connect(self.hub, self.session)
        settle(self.session, [self.witness])
        self._open()

    def _open(self) -> None:
        self.connection: Connection[Channel] = Connection(
            lambda request, now: self.hub.open_channel(Browser(request.peer), now),
            policy=AccessPolicy(own_ports=frozenset({9500})),
            limits=self.hub.limits,
            peer="127.0.0.1",
            now=self.now,
        )
        self._receive(upgrade())
        token = self.session.token
        hello = f'{{"type":"result","id":0,"ext":1,"session_id":1,"token":"{token}"}}'
        self._receive(frame(TEXT, hello.encode()))

    def take(self, message: str | bytes) -> None:
        """Take one message of the browser, or let time or the program go on."""
        raw = message.encode() if isinstance(message, str) else message
        if len(raw) == 1 and raw[0] < 16:
            self._turn(raw[0])
        else:
            self._receive(frame(TEXT if isinstance(message, str) else BINARY, raw))
        if self.connection.is_closed or self.connection.is_output_over:
            self.connection.abort(self.now)
            self._look()
            self._open()

    def end(self) -> None:
        """The browser leaves, and all that waits is handled."""
        self._receive(close_frame(1001))
        self.connection.abort(self.now)
        self._look()
        settle(self.session, [self.witness])
        self.now += 1000
        self.witness.now = self.now
        self.hub.handle_timer(self.now)
        settle(self.session, [self.witness])

    def _turn(self, number: int) -> None:
        if number < 8:
            for _ in range(number):
                self.session.next_event()
            return
        self.now += (0.1, 1, 10, 15)[number % 4]
        self.witness.now = self.now
        self.hub.handle_timer(self.now)
        self.connection.handle_timer(self.now)
        self.witness.exchange()
        self._look()

    def _receive(self, data: bytes) -> None:
        self.connection.receive_data(data, self.now)
        self._look()

    def _look(self) -> None:
        while self.connection.next_event() is not None or self.connection.data_to_send(self.now):
            pass
        while (told := self.hub.next_event()) is not None:
            assert int(getattr(told, "code", 1000)) in NAMED
            assert 0 < len(getattr(told, "detail", "none")) < 2000


@let_out()
def stack(data: bytes) -> None:
    """Take the bytes of one browser.

    Parameters:
        data: as the head of this file says.
    """
    world = Stack()
    session, witness = world.session, world.witness
    for message in messages_of(data):
        world.take(message)
        assert len(session.inbox) <= LIMITS.events + 50  # comings and goings are the program's
        assert session.transfers.reserved_bytes <= LIMITS.transfer_bytes
    world.end()
    assert not events(session)
    assert len(session.transfers) == session.transfers.reserved_bytes == 0
    assert not witness.errors
    assert witness.closed is None
    newcomer = connect(world.hub, session, now=world.now)
    settle(session, [witness, newcomer])
    assert not witness.errors + newcomer.errors

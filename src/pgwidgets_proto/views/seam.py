"""What views ask of those around them.

Knows: the roles: the house that channels come to, the view that a channel serves, the link that
a receiver takes messages for, the host that a link brings its browser to, the convoy that a queue
goes along with. Must not know: who plays them.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from ..deadlines import Deadlines
from ..errors import CloseCode, RemoteProtocolError
from ..lease import Lease
from ..limits import Limits
from ..turns import Turns
from ..wire.incoming import FrameCharge
from ..wire.messages import Callback, FileChunk, FromBrowser, Geometry, Result, Rights
from ..wire.outgoing import Outgoing, Touch
from .budget import Account, Budget
from .carry import Carry
from .held import Queued
from .link_state import LinkState
from .numbering import Place
from .pack import Pack
from .parts import Frame
from .traffic import Traffic
from .waiting import Waiting


class House[C](Protocol):
    """What a hub is to its channels (``C``), and to the links behind them.

    Attributes:
        limits: the bounds of everything.
        budget: what all sessions and channels may hold together.
        deadlines: what is due when.
        turns: of those who have said much at once.
        traffic: what has come and gone, in bytes.
        resume_window: seconds for which a link without a socket waits for its page.
        keeps: whether sessions outlive the process.
        is_stopping: whether what comes is the next run's, but for answers and acknowledgements.
        lease: until when sessions are this server's; None: no other could have them.
    """

    limits: Limits
    budget: Budget
    deadlines: Deadlines
    turns: Turns
    traffic: Traffic
    resume_window: float
    keeps: bool
    is_stopping: bool
    lease: Lease | None

    def mark_ready(self, channel: C, *, is_pressing: bool = False) -> None:
        """A channel has output, or may pause or resume reading.

        Parameters:
            channel: the channel.
            is_pressing: it has got a full frame, which does not wait for more.
        """

    def hello(self, channel: C, answer: Result, now: float) -> None:
        """A browser has said who it is; raises RemoteProtocolError if it may not come in."""

    def channel_left(self, channel: C) -> None:
        """A channel is closing, or its browser is gone."""

    def channel_refused(
        self, channel: C, error: RemoteProtocolError, fault: Exception | None = None
    ) -> None:
        """A browser is sent away for what it did."""


class View(Protocol):
    """What a link is to the channel that serves it.

    Attributes:
        host: the side of the session that takes what the browser brings.
    """

    host: "Host[Any]"

    def handle(
        self, message: FromBrowser, now: float, charge: FrameCharge, data: bytes | None = None
    ) -> None:
        """Take a message of the browser; raises RemoteProtocolError if it is against the rules."""

    def take_answer(self, message: FromBrowser, now: float) -> None:
        """Take what the program waits for of a message that is left to the next run; raises so."""

    def frames_to_send(self, max_bytes: int, now: float | None = None) -> list[Frame]:
        """Hand out frames for the browser, in order, until about ``max_bytes``."""
        ...

    @property
    def has_output(self) -> bool:
        """Whether :meth:`frames_to_send` has something."""
        ...

    @property
    def has_full_frame(self) -> bool:
        """Whether it is time to send, even in the middle of the program's work."""
        ...

    def channel_lost(self, *, for_good: bool) -> None:
        """The socket is gone; for good if the page will not come back."""

    def channel_shut(self, code: CloseCode) -> None:
        """The socket is closed by us, with this code; what is queued still goes out."""


class Reporter(Protocol):
    """What a link is to the receiver of its browser's messages.

    Attributes:
        speaks_extension: whether it is our own client.
        carry: what its page brings of an earlier run of the server; None: nothing.
        rights: what its user may do just now; None: all.
        may_act: whether its user may act on widgets for which the user's role has no rule.
        takes_part: whether its user may act on any widget at all.
        viewport: the page's size (width, height) in CSS pixels, or None.
    """

    speaks_extension: bool
    carry: Carry | None
    rights: Rights | None
    may_act: bool
    takes_part: bool
    viewport: tuple[float, float] | None

    @property
    def has_output(self) -> bool:
        """Whether something may be sent now."""
        ...

    def announce(self) -> None:
        """Have the driver look at its channel."""

    def tell_unrepeated(self) -> None:
        """Tell the page how much of what it has brought is not repeated, if anything is."""

    def set_aside(self) -> None:
        """Throw its queue away, and build its page anew when the browser reads again."""

    def shut(self, code: CloseCode, reason: str) -> None:
        """Close the link and its socket, with what its page is told."""


class Badge(Protocol):
    """By what a browser was let in: its session's own credentials, or a share of them."""

    @property
    def token(self) -> str:
        """The token with which its page comes back."""
        ...

    @property
    def role(self) -> str:
        """What its user may do, in the word that its page is told."""
        ...

    @property
    def may_act(self) -> bool:
        """Whether it lets its user do all, as far as nothing else is said."""
        ...

    @property
    def is_following(self) -> bool:
        """Whether its page has no view of its own, at first."""
        ...


class ConvoyLike[O](Protocol):
    """What a convoy is to the queues (``O``) that go along with it."""

    @property
    def waiting(self) -> Waiting:
        """What none of them has been sent."""
        ...

    @property
    def newest(self) -> Mapping[Touch, Queued]:
        """The last of these messages that carries each value."""
        ...

    def pack(self, outbox: O) -> Pack:
        """Pack a frame of what waits, for all; this one takes it at once."""
        ...

    def remove(self, outbox: O) -> None:
        """A queue goes on alone."""


class Gate[L](Protocol):
    """Who says what the users of a session's links (``L``) may do."""

    def rights_of_new(self, link: L) -> Rights | None:
        """What the user of a page may do that has just come; None: all."""
        ...

    def may_report(self, link: L, message: Callback) -> bool:
        """Whether a report of a widget counts, from a user who may not do all."""
        ...

    def refuse_report(self, link: L, message: Callback, seen: Place) -> None:
        """Refuse a report of a widget that does not count, and undo it on its page."""

    def refuse_places(self, link: L, message: Geometry, seen: Place) -> None:
        """A page tells of its layout, which does not count; raises if that is too often."""

    def brings(self, link: L, chunk: FileChunk) -> bool:
        """Whether a chunk is of files that were announced."""
        ...

    def count_refused(self, link: L) -> object:
        """Count another message of such a page that is refused; raises if there are too many."""


class Host[L](Protocol):
    """The side of a session that faces its links (``L``)."""

    @property
    def authority(self) -> Gate[L]:
        """What the users of its browsers may do."""
        ...

    @property
    def id(self) -> int | str:
        """The session's id, with which its page comes back."""
        ...

    @property
    def account(self) -> Account:
        """What it holds of the server's budget."""
        ...

    @property
    def is_reading_paused(self) -> bool:
        """Whether browsers' bytes should stay where they are for now."""
        ...

    @property
    def is_answer_awaited(self) -> bool:
        """Whether the program has asked browsers something."""
        ...

    def page(self, *, stock: bool) -> Iterable[Outgoing]:
        """The messages that build an empty page; ``stock``: for the stock client."""
        ...

    def packed_page(self) -> Iterable[Outgoing | Pack]:
        """The same for our own client, packed."""
        ...

    def take_report(
        self, link: L, message: Callback | Geometry, seen: Place, charge: FrameCharge
    ) -> None:
        """A widget reports; its browser had applied everything up to the place ``seen``."""

    def take_files(self, link: L, message: Callback, now: float, charge: FrameCharge) -> None:
        """A widget reports files, whose data follows in chunks."""

    def take_chunk(
        self, link: L, chunk: FileChunk, data: bytes | None, now: float, charge: FrameCharge
    ) -> None:
        """A chunk of such a file has come, with its binary frame where it has one."""

    def take_fault(self, link: L, fault: Exception) -> None:
        """A message of the browser could not be handled; raises as :meth:`take_report`."""

    def take_value(self, link: L, call: Outgoing | None, value: Any) -> None:
        """The browser answers a call; None: one that is not known any more."""

    def take_error(self, link: L, call: Outgoing | None, error: str) -> None:
        """The browser could not carry out a call."""

    def take_viewport(self, link: L, width: float, height: float) -> None:
        """The page has this size, in CSS pixels."""

    def user_acted(self, link: L) -> None:
        """The browser's user did something."""

    def applied(self, link: L) -> None:
        """The browser has applied more of what it was sent."""

    def room_made(self) -> None:
        """A browser took something of what was queued."""

    def page_rebuilt(self, link: L) -> None:
        """All that was queued was thrown away, and the page is built anew."""

    def moved(
        self, link: L, before: LinkState, after: LinkState, *, said_goodbye: bool = False
    ) -> None:
        """A link has come from one state to another.

        Parameters:
            link: the link.
            before, after: the states.
            said_goodbye: its user, or we, have ended it; else it may be back as a new page.
        """


class Hosted[L](Protocol):
    """What is shown on links (``L``): a session."""

    @property
    def id(self) -> int | str:
        """The session's id."""
        ...

    @property
    def reception(self) -> Host[L]:
        """Takes what they bring."""
        ...

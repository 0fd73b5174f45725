"""The wire vocabulary: one typed struct for every message, in both directions.

Knows: the JSON of `pgwidgets-js` 0.4 and of our extension to it (docs/reference/wire-protocol.md).

Messages to a browser carry no ``id`` of their own: a link numbers them when it packs a frame
(:func:`.outgoing.numbered`), so that one encoded message serves any number of browsers.
"""

from collections.abc import Sequence
from typing import Any, TypeGuard

import msgspec

EXTENSION = 1
"""The version of our extension that this core speaks; the stock client knows none."""

FIRST_BROWSER_WID = 1_000_000
"""Widget ids from here on are the browser's own, for objects that it makes itself."""


class Message(msgspec.Struct, tag_field="type", omit_defaults=True, kw_only=True):
    """Base of all messages: ``type`` tells them apart."""


# --- to the browser ---------------------------------------------------------------------------


class Init(Message, tag="init"):
    """Asks who is there. The stock client clears its page; ours only answers.

    With ``heard``, the address of the WebSocket has told it (``?new``), and no answer is expected.
    """

    id: int
    ext: int = 0
    heard: bool = False


class SessionInfo(Message, tag="session-info"):
    """The credentials to come back with. With ``ext``, both sides count messages from here on.

    ``link`` names this browser's view, for a page that comes back with its widgets alive. ``role``
    is told to a page whose user may only look. ``text_bytes`` is how long one of its messages may
    be; None: a MiB.
    """

    session_id: int | str
    token: str
    ext: int = 0
    link: str | None = None
    role: str | None = None
    text_bytes: int | None = None
    keeps: bool = False
    done: int | None = None
    wids: list[tuple[int, int | None]] | None = None


class Resumed(Message, tag="resumed"):
    """The page goes on as it is; ``got`` of its messages were handled (extension)."""

    got: int


class NewToken(Message, tag="token"):
    """The session's token has changed (extension)."""

    token: str


class Rights(Message, tag="rights"):
    """What the page's user may do from now on (extension).

    ``role`` is the user's; None: all may be done. Else ``acts`` tells whether what the page reports
    counts of a widget of which nothing is said; it does of those in ``allow``, and of what is in
    them, and it does not of those in ``forbid``.
    """

    role: str | None = None
    acts: bool = False
    allow: tuple[int, ...] = ()
    forbid: tuple[int, ...] = ()


class Got(Message, tag="got"):
    """``count`` of the browser's messages have been handled (extension)."""

    count: int


class KeptUpTo(Message, tag="kept"):
    """``count`` of the browser's messages are done, and what came of them is stored (extension)."""

    count: int


class Unrepeated(Message, tag="unrepeated"):
    """``count`` actions of the page's user were not handled, as they may have been (extension).

    ``total`` is how many there were of this page, whether or not it was told of them before.
    """

    count: int
    total: int


class TransferRefused(Message, tag="transfer-refused"):
    """The browser shall send no more of these files: nobody waits for them (extension)."""

    transfer_id: int


class Pong(Message, tag="pong"):
    """The answer to :class:`Ping` (extension)."""


class PagePing(Message, tag="ping"):
    """Asks whether the page's script runs (extension)."""


class Waiting(Message, tag="waiting"):
    """All sessions are in use; the visitor is let in when one frees (extension)."""

    ahead: int


class Restoring(Message, tag="restoring"):
    """The page's session is being fetched from where it was kept (extension)."""


class Frozen(Message, tag="frozen"):
    """Whether nothing of what users do is handled for now, as the server may not (extension)."""

    is_frozen: bool


class RebuildStart(Message, tag="reconstruct-start"):
    """Destroys every widget. The browser's own objects get ids from ``next_wid`` up."""

    next_wid: int


class RebuildEnd(Message, tag="reconstruct-end"):
    """The page is whole: callbacks fire again."""


class Create(Message, tag="create", gc=False):
    """Makes a widget with the id that Python gave it."""

    wid: int
    class_: str = msgspec.field(name="class")
    args: tuple[Any, ...] = ()


class Call(Message, tag="call", gc=False):
    """Calls a method. ``bind`` names the object that it returns (extension)."""

    wid: int
    method: str
    args: Sequence[Any] = ()
    silent: bool = False
    bind: int | None = None


class BatchedCall(msgspec.Struct, omit_defaults=True, kw_only=True):
    """One call inside a :class:`Batch`."""

    wid: int
    method: str
    args: list[Any] = msgspec.field(default_factory=list)
    silent: bool = False


class Batch(Message, tag="batch"):
    """Calls that are applied as one; tables and trees draw once at the end."""

    calls: list[BatchedCall]


class Listen(Message, tag="listen"):
    """The browser shall report this action of this widget."""

    wid: int
    action: str


class Unlisten(Message, tag="unlisten"):
    """The browser shall report this action no more."""

    wid: int
    action: str


class RegisterFont(Message, tag="register-font"):
    """Makes a font known, served from ``url``."""

    family: str
    url: str
    weight: str = "normal"
    style: str = "normal"


class DefaultFont(msgspec.Struct, omit_defaults=True, kw_only=True):
    """The font of every widget that has none of its own; ``size`` in pixels."""

    family: str
    size: float | None = None
    weight: str | None = None
    style: str | None = None


class SetDefaultFont(Message, tag="set-default-font"):
    """Sets the page's font; None clears it."""

    font: DefaultFont | None


class SetLooks(Message, tag="set-looks"):
    """Sets the page's theme and density (extension); None: as the page has it without us.

    With ``remember`` the browser has them at later visits, too.
    """

    theme: str | None = None
    density: str | None = None
    remember: bool = False


class OpenUrl(Message, tag="open-url"):
    """Opens a URL in a new tab of the browser."""

    url: str


class BinaryCall(Message, tag="binary-call"):
    """Calls ``method(bytes, *args)``; the bytes are the next binary frame.

    It is silent, unless it says (to our client, extension) that it is not.
    """

    wid: int
    method: str
    args: Sequence[Any] = ()
    silent: bool = True


class BinaryCallChunked(Message, tag="binary-call-chunked"):
    """Announces a call whose bytes come in ``num_chunks`` :class:`BinaryChunk` messages.

    Its ``transfer_id`` is each link's own, as ``id`` is (:func:`announced`). With ``dtype`` the
    method gets a typed array. It is silent as a :class:`BinaryCall` is.
    """

    wid: int
    method: str
    num_chunks: int
    args: Sequence[Any] = ()
    shape: Sequence[int] | None = None
    dtype: str | None = None
    silent: bool = True


class BinaryChunk(Message, tag="binary-chunk"):
    """One chunk to the browser; its bytes are the next binary frame."""

    transfer_id: int
    chunk_index: int
    num_chunks: int
    encoding: str = "binary"


# --- from the browser -------------------------------------------------------------------------


class Resume(msgspec.Struct):
    """What a page that is still alive says in its hello: its view, and what it has applied.

    ``before`` is the view that it had at an earlier run, while nothing says that the one of now was
    ever stored; ``between`` are those that it had since, of which one may have been, the newest
    last; ``moved``: widgets have got other ids since.
    """

    link: str
    seen: int
    before: str | None = None
    moved: bool = False
    between: list[str] = []


class Result(Message, tag="result"):
    """The answer to a numbered message. To ``init`` it brings credentials and the extension.

    ``former`` names the view that the page had before it was loaded anew. ``short``: the page knows
    which ids go without saying (:mod:`.shortening`).
    """

    id: int
    value: Any = None
    wid: int | None = None
    next_wid: int | None = None
    session_id: int | str | None = None
    token: str | None = None
    ext: int = 0
    resume: Resume | None = None
    former: str | None = None
    short: bool = False
    seen: int | None = None


class Error(Message, tag="error"):
    """A numbered message could not be carried out; of a batch, the call at index ``call``."""

    error: str
    id: int | None = None
    call: int | None = None
    seen: int | None = None


class Callback(Message, tag="callback"):
    """A widget reports an action.

    Our client adds how many of our messages were applied before it, ``seen``, and whether it is
    nobody's doing, ``by_itself``. With ``applied`` it stands for an :class:`Ack` of these, too. A
    report that is longer than is taken comes without arguments, and tells in ``too_long`` how many
    bytes it would have.
    """

    wid: int
    action: str
    args: list[Any] = msgspec.field(default_factory=list)
    seen: int | None = None
    by_itself: bool = False
    too_long: int = 0
    applied: bool = False


class Viewport(Message, tag="viewport"):
    """The size of the page, in CSS pixels."""

    width: int | float
    height: int | float


class Ack(Message, tag="ack"):
    """``seen`` of our messages have been applied since ``session-info`` (extension)."""

    seen: int


type Run = tuple[int, int | float, int | float, int, int, int]
"""Sizes, or positions, of widgets with ids one after another, each at the same distance."""


class Geometry(Message, tag="geometry"):
    """Sizes ``[wid, width, height]`` and positions ``[wid, x, y]`` that changed (extension).

    Runs are of widgets with ids one after another: ``[wid, a, b, count, da, db]``.
    """

    sizes: list[tuple[int, int | float, int | float]] = msgspec.field(default_factory=list)
    positions: list[tuple[int, int | float, int | float]] = msgspec.field(default_factory=list)
    size_runs: list[Run] = msgspec.field(default_factory=list)
    position_runs: list[Run] = msgspec.field(default_factory=list)
    seen: int | None = None


class Ping(Message, tag="ping"):
    """Asks whether the server is there (extension)."""


class PagePong(Message, tag="pong"):
    """The answer to :class:`PagePing` (extension)."""


class Carried(Message, tag="carried"):
    """What a page brings to another run of the server (extension).

    ``count`` numbered messages follow, of which the first ``doubtful`` were sent to an earlier run;
    ``missing`` before them are lost, of which its user would miss ``missing_actions`` (None: all).
    """

    count: int
    doubtful: int = 0
    missing: int = 0
    missing_actions: int | None = None


class Goodbye(Message, tag="goodbye"):
    """The page is left, and will not come back (extension)."""


class FileChunk(Message, tag="binary-chunk"):
    """One chunk of a file from the browser. Binary: its bytes are the next binary frame."""

    wid: int
    transfer_id: int
    file_index: int
    file_count: int
    chunk_index: int
    num_chunks: int
    encoding: str = "binary"
    data: str | None = None


FromBrowser = (
    Result
    | Error
    | Callback
    | Viewport
    | Ack
    | Geometry
    | Ping
    | PagePong
    | Goodbye
    | FileChunk
    | Carried
)
"""Everything that a browser may send."""


def awaits_frame(message: FromBrowser) -> TypeGuard[FileChunk]:
    """Whether a message's bytes come in a binary frame of their own, right behind it."""
    return isinstance(message, FileChunk) and message.encoding == "binary"


def brings_files(message: Callback) -> bool:
    """Whether a callback announces files, whose data comes behind it."""
    about = message.args[0] if message.args else None
    return isinstance(about, dict) and "transfer_id" in about and "files" in about

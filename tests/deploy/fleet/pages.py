"""Pages that live through the loss of their servers, as the page in a browser does.

Knows: WebSockets, and when a page tries to come back (line/backoff.js, line/route.js). Must not
know: which servers there are, or what became of them.
"""

import asyncio
import contextlib
import random
import re
import secrets
import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from patience import PATIENCE
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto import Browser, Link
from pgwidgets_proto.views import CloseRequest, Frame

FIRST, LEAST, MOST = 0.25, 0.5, 1.0
"""Seconds within which a page tries again at once, and from then on at least and at most."""


class Wire:
    """One WebSocket as a simulated browser has it: frames in, and frames out."""

    link: Link | None = None
    close: CloseRequest | None = None

    def __init__(self) -> None:
        self.came: deque[Frame] = deque()
        self.going: deque[str | bytes] = deque()

    @property
    def has_output(self) -> bool:
        """Whether frames of the server wait."""
        return bool(self.came)

    def frames_to_send(self, max_bytes: int) -> list[Frame]:
        """What has come."""
        frames, self.came = list(self.came), deque()
        return frames

    def receive(self, frame: str | bytes | None, now: float) -> None:
        """The page says something; None: it is over."""
        if frame is not None:
            self.going.append(frame)

    def peer_closes(self, code: int) -> None:
        """Nothing is to be done."""


class _Switchboard:
    """Gives each connection of a page its wire."""

    def open_channel(self, browser: Browser, now: float) -> Wire:
        """The next one."""
        return Wire()


class Outage(NamedTuple):
    """A time in which a page had no session.

    Attributes:
        began: when the connection was lost, monotonic seconds.
        code: with which it was closed.
        lasted: seconds until the page was shown again.
    """

    began: float
    code: int | None
    lasted: float


class LivePage(SimulatedBrowser):
    """A page with a user.

    Parameters:
        number: its name.
        base: the address of the page, with the slash at its end.
        rng: what is left to chance.
        like: another page, whose session is to be shown.

    Attributes:
        clicked: how often its user has clicked the pad.
        in_vain: how often its user would have, and it was not there, or nobody listened to it.
        outages: when it was without a session.
        refusals: the reasons for which servers have sent it away for good.
    """

    def __init__(
        self, number: int, base: str, rng: random.Random, like: "LivePage | None" = None
    ) -> None:
        known = {} if like is None else {"session_id": like.session_id, "token": like.token}
        super().__init__(_Switchboard(), **known)
        self.number = number
        self.clicked = self.in_vain = 0
        self.outages: list[Outage] = []
        self.refusals: list[str] = []
        self._base = base.replace("http", "ws", 1)
        self._rng = rng
        self._drawn = secrets.token_urlsafe(16)
        self._news = asyncio.Event()
        self._socket: ClientConnection | None = None
        self._lost_at: float | None = None
        self._code: int | None = None
        self.drop()

    @property
    def url(self) -> str:
        """Where its WebSocket is, as line/route.js says."""
        key = self._drawn
        if self.session_id is not None:
            key = re.sub(r"[^A-Za-z0-9_-]", "-", str(self.session_id).split(".")[0])[:64] or "-"
        return f"{self._base}s/{key}/"

    @property
    def is_whole(self) -> bool:
        """Whether it shows its session, and all that its user did is saved."""
        return self._socket is not None and self._lost_at is None and not self.kept

    @property
    def server(self) -> str:
        """The name of the server that shows it, as the pad says."""
        return str(self.widget("Label").get("text")).split()[1]

    # --- its user

    async def click_pad(self) -> None:
        """Click the pad, whether or not a server is there."""
        pads = [one for one in self.page.widgets.values() if one.cls == "Label"]
        if not pads or "click" not in pads[0].listeners or self._is_muted:
            self.in_vain += 1
            return
        serial = self.clicked + 1
        self.report(pads[0].wid, "click", {"page": self.number, "serial": serial})
        self.clicked = serial
        await self._bring()

    async def type_into(self, index: int, text: str) -> None:
        """Type something into a field, likewise.

        Parameters:
            index: which of those on the page.
            text: what is in it then.
        """
        self.type_text(self.widget("TextEntry", index).wid, text)
        await self._bring()

    def texts(self) -> list[str]:
        """What the fields show."""
        widgets = self.page.widgets.values()
        return [str(widget.get("text")) for widget in widgets if widget.cls == "TextEntry"]

    async def _bring(self) -> None:
        if self._socket is not None:
            self.exchange()
            await self._send()

    # --- its life

    async def live(self) -> None:
        """Connect again and again, until cancelled."""
        failures = 0
        while not self.refusals:
            with contextlib.suppress(OSError, InvalidHandshake, TimeoutError, EOFError):
                async with connect(
                    self.url,
                    compression=None,
                    max_size=None,
                    max_queue=None,  # else it reads no more behind 16 frames, and hears of no close
                    ping_interval=None,
                    open_timeout=10,
                    proxy=None,
                ) as socket:
                    came = await self._converse(socket)
                    failures = 0 if came else failures
            failures += 1
            await asyncio.sleep(
                self._rng.random() * FIRST if failures == 1 else self._rng.uniform(LEAST, MOST)
            )

    async def _converse(self, socket: ClientConnection) -> bool:
        """Speak with a server until it is gone; gives whether it has let the page in."""
        self.come_back()
        wire = self.channel
        assert isinstance(wire, Wire)
        self._socket, is_in = socket, False
        try:
            async for data in socket:
                is_text = isinstance(data, str)
                wire.came.append(Frame(is_text, data.encode() if isinstance(data, str) else data))
                before = len(self.messages)
                self.exchange()
                await self._send()
                kinds = {message["type"] for message in self.messages[before:]}
                is_in = is_in or bool(kinds & {"session-info", "resumed"})
                if kinds & {"reconstruct-end", "resumed"}:
                    self._is_shown_again()
                self._changed()
        except ConnectionClosed:
            pass
        finally:
            self._socket = None
            self.drop()
            if is_in and self._lost_at is None:
                self._lost_at, self._code = time.monotonic(), socket.close_code
            if socket.close_code is not None and 4000 <= socket.close_code <= 4999:
                self.refusals.append(f"{socket.close_code} {socket.close_reason}")
            self._changed()
        return is_in

    async def _send(self) -> None:
        wire, socket = self.channel, self._socket
        assert isinstance(wire, Wire)
        with contextlib.suppress(ConnectionClosed):
            while wire.going and socket is not None:
                await socket.send(wire.going.popleft())

    def _is_shown_again(self) -> None:
        if self._lost_at is not None:
            lasted = time.monotonic() - self._lost_at
            self.outages.append(Outage(self._lost_at, self._code, lasted))
            self._lost_at = None

    def _changed(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def until(self, what: str, is_so: Callable[[], object]) -> None:
        """Wait for something that this page is to come to show, or to know."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not is_so():
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"{self}: {what} did not come") from None

    def __repr__(self) -> str:
        how = "cut off" if self._socket is None else "connected"
        since = (
            "" if self._lost_at is None else f", lost {time.monotonic() - self._lost_at:.1f} s ago"
        )
        marks = [
            name for name in ("is_restoring", "is_waiting", "is_frozen") if getattr(self, name)
        ]
        last = [message["type"] for message in self.messages[-3:]]
        return (
            f"<page {self.number} of {self.session_id}: {how}{since}, {len(self.kept)} kept, "
            f"{' '.join(marks) or 'plain'}, closed {self._code}, told {last}, errors {self.errors}>"
        )

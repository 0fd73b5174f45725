"""The soak's visitors: pages on real sockets, whose users do a bit of everything, at random.

Knows: what the program shows (program.py), and what must have become of what users did. Must not
know: how the server is made, and what is measured of it.
"""

import random
import time
from collections.abc import Callable
from typing import Any

from pgwidgets.testing.conformance.visitor import Visitor
from pgwidgets.testing.conformance.wire import SocketWire

PATIENCE = 60.0


class Place:
    """Where visitors go: a :class:`~pgwidgets.testing.conformance.visitor.Place`.

    Parameters:
        rest: waits a moment, so that the server has the processor.
    """

    path = "/"
    port = 0

    def __init__(self, rest: Callable[[], None]) -> None:
        self._rest = rest

    @property
    def host(self) -> str:
        """As the Host header has it."""
        return f"127.0.0.1:{self.port}"

    def until(self, condition: Callable[[], Any], what: str = "") -> None:
        """Wait until something is true."""
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"it does not come: {what}")
            self._rest()

    def connect(self) -> SocketWire:
        """Open a wire to the server."""
        return SocketWire(("127.0.0.1", self.port))


class User:
    """One visitor and its user, who remembers what he did."""

    def __init__(self, place: Place, chance: random.Random) -> None:
        self._place = place
        self._chance = chance
        self._back_at = 0.0
        self._flows_at = 0.0
        self.clicks = self.dropped = self.cuts = self.stalls = 0
        self.typed = ""
        self.page = Visitor(place, place.connect, {})

    @property
    def is_whole(self) -> bool:
        """Whether its page has all that the program shows."""
        return any("activated" in button.listeners for button in self.page.all("Button"))

    def pump(self, now: float) -> None:
        """Let come what has come; end a cut or a stall that has taken its time."""
        if self._back_at:
            if now < self._back_at:
                return
            self._back_at = 0.0
            self.page.come_back()
        if self._flows_at and now >= self._flows_at:
            self._flows_at, self.page.is_stalled = 0.0, False
        self.page.pump()
        if self.page.channel.is_over and not self._back_at:
            self.page.drop()
            self._back_at = now + 0.5
        self.page.frames.clear()  # a test would look at them
        self.page.messages.clear()
        for widget in self.page.page.widgets.values():
            widget.calls.clear()

    def act(self, now: float) -> None:
        """Do something."""
        if not self.is_whole:
            return
        match self._chance.choices(("click", "type", "drop", "cut", "stall"), (60, 25, 5, 3, 2))[0]:
            case "click":
                self.page.press()
                self.clicks += 1
            case "type":
                self.typed = f"{self._chance.random()}"
                self.page.type_text(self.page.all("TextEntry")[0].wid, self.typed)
            case "drop":
                data = bytes(self._chance.randrange(1, 200_000))
                wid = next(w.wid for w in self.page.all("Label") if "drop-end" in w.listeners)
                for _ in self.page.bring_files(wid, "drop-end", ("file", data)):
                    pass
                self.dropped += len(data)
            case "cut" if not self._back_at:
                self.cuts += 1
                self._flows_at, self.page.is_stalled = 0.0, False
                self.page.cut()
                self._back_at = now + self._chance.choice((0.0, 0.3, 2.0))
            case "stall" if not self._back_at:
                self.stalls += 1
                self.page.is_stalled = True
                self._flows_at = now + self._chance.choice((0.5, 3.0))

    def calm(self) -> None:
        """Do no more: come back, and read."""
        self._flows_at, self.page.is_stalled = 0.0, False
        self._back_at = min(self._back_at, time.monotonic())

    @property
    def differs(self) -> str:
        """What is not as it must be when all is quiet; empty: nothing."""
        if self.page.lost:
            return f"{self.page.lost} messages could not be delivered"
        if self.page.errors:
            return f"the page can't do what it is told: {self.page.errors[:3]}"
        if not self.is_whole:
            return "its page is not there"
        clicks, typed, dropped, *_ = (label.get("text") for label in self.page.all("Label"))
        for what, is_so, must in (
            ("clicks", clicks, str(self.clicks or "")),
            ("typed", typed, self.typed),
            ("dropped", dropped, str(self.dropped or "")),
        ):
            if is_so != must:
                return f"{what}: the page shows {is_so!r} in place of {must!r}"
        return ""

    def leave(self) -> None:
        """Close the tab."""
        self.page.leave()

    def come_anew(self) -> None:
        """The server was started again: come back to the session, which begins anew."""
        self.clicks = self.dropped = 0
        self.typed = ""
        self.page.lost = 0
        self.page.come_back(is_new_page=True)

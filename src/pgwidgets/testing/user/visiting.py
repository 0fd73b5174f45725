"""A user's browser: a simulated one whose line can be cut, slow, or not read.

Knows: when what is under way arrives. Must not know: what a user sees or does.
"""

import time
from collections import deque
from typing import Any

from pgwidgets_proto import Browser
from pgwidgets_proto.views import Frame

from ..browser import SimulatedBrowser
from ..lines import Line
from ..stage import Stage
from .notice_times import NoticeTimes


class _Doorway:
    """Where it opens its WebSockets."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def open_channel(self, browser: Browser, now: float) -> Line:
        known = Browser("127.0.0.1", "pgwidgets.testing", time.time())
        return self._stage.open_channel(known, now)


class VisitingBrowser(SimulatedBrowser):
    """One browser.

    Parameters:
        stage: where the program runs.
        kept: ``session_id`` and ``token``, if it has a link to a session.

    Attributes:
        lag: seconds that everything takes, each way.
        is_stalled: whether its page reads nothing.
    """

    def __init__(self, stage: Stage, **kept: Any) -> None:
        self.lag = 0.0
        self.is_stalled = False
        self._notices = NoticeTimes()
        self._looked_at = 0  # frames, after which notices may be others
        self._arriving: deque[tuple[float, Frame]] = deque()
        self._leaving: deque[tuple[float, str | bytes]] = deque()
        super().__init__(_Doorway(stage), now=stage.now(), takes_any=True, **kept)

    def go_on(self, now: float) -> bool:
        """Do what can be done now; whether there was anything."""
        self.now = now
        self._let_notices_go(now)
        if self.lag or self._arriving or self._leaving:
            return self._go_on_slowly(now)
        if not self.is_stalled:
            return self.exchange()
        was_busy = bool(self.up)
        while self.deliver_up():
            pass
        return was_busy

    def _let_notices_go(self, now: float) -> None:
        due = self._notices.next_due()
        if len(self.frames) == self._looked_at and (due is None or due > now):
            return
        self._looked_at = len(self.frames)
        for wid, number in self._notices.over(self.page, now):
            self.tell(wid, "closed", number)

    def next_due(self) -> float | None:
        """When the next thing arrives that is under way, or a notice goes; None: neither."""
        arriving = self._arriving if not self.is_stalled else ()
        dues = [way[0][0] for way in (arriving, self._leaving) if way]
        notice = self._notices.next_due()
        return min(dues if notice is None else [*dues, notice], default=None)

    def _go_on_slowly(self, now: float) -> bool:
        was_busy = False
        while self._take_a_step(now):
            was_busy = True
        return was_busy

    def _take_a_step(self, now: float) -> bool:
        is_busy = False
        if not self.is_stalled:
            is_busy = bool(self.collect())
            self._arriving.extend((now + self.lag, frame) for frame in self.down)
            self.down.clear()
            if self._arriving and self._arriving[0][0] <= now:
                self.down.append(self._arriving.popleft()[1])
                is_busy = True
            is_busy |= self.deliver_down()
        self._leaving.extend((now + self.lag, frame) for frame in self.up)
        self.up.clear()
        if self._leaving and self._leaving[0][0] <= now:
            self.channel.receive(self._leaving.popleft()[1], now)
            is_busy = True
        return is_busy

    def drop(self) -> None:
        """The connection is lost, and with it what is under way."""
        self._arriving.clear()
        self._leaving.clear()
        super().drop()

    @property
    def is_connected(self) -> bool:
        """Whether it has a connection."""
        return self._is_connected and self.closed is None

"""How much may be on its way to one browser: what it takes in a fixed time.

Knows: when bytes were handed out, and when the browser had applied them.
Must not know: messages, what waits, or sockets.

What is on its way can't be overtaken or replaced, so what is said next waits for it: a window of a
fixed number of bytes is milliseconds on a fast line and many seconds on a slow one. So the window
is what the browser applies in its round trip and ``seconds`` more.

The rate is measured as BBR does it (draft-ietf-ccwg-bbr, section 4.1): what was applied between the
last acknowledgement before a frame was sent and that frame's own. A browser that was sent little
applied little, which says nothing of what it could; so a lower rate counts only where frames were
late. A round trip is the shortest time that a frame took lately, also on a line that is never idle:
there the window is let run empty from time to time.
"""

import math

import msgspec

START = 256 * 1024
"""Bytes of the first window: nothing is known of the line."""

_TICK = 0.001
"""The shortest time in seconds that counts: clocks are coarse, and acknowledgements coincide."""

_ENOUGH = 8 * 1024
"""The fewest bytes that tell how slow a line is; fewer may be late for other reasons."""

_LITTLE = 1024
"""Bytes that tell nothing of the rate. Alone on a line they tell how long a round trip takes, which
is looked at a few times a second: a click and its text are such, and nothing else a busy page says.
Measuring each was a thirtieth of the work for a click."""

_LOOKS = 0.25
"""Seconds between two looks at little that is alone."""

_LATELY = 30.0
"""Seconds for which a round trip counts, at least; twice that at most."""

_LONGEST = 1.0
"""The longest round trip in seconds; what takes longer waits for something."""


class _Flight(msgspec.Struct, eq=False, gc=False):
    """A frame on its way."""

    number: int  # of its last message
    sent_at: float
    total: int  # bytes sent up to its end
    applied: int  # bytes applied when it was sent ...
    applied_at: float  # ... and since when


class Pace:
    """The window of one link.

    Parameters:
        ceiling: bytes that the window never exceeds.
        seconds: how long what is on its way may take, beside a round trip; inf: the window is the
            ceiling.

    Attributes:
        flights: the frames on their way that are measured; without any nobody need be told what the
            browser has applied.
        window: bytes; when so many are on their way, nothing more is sent. It is the ceiling where
            nobody tells when frames are sent.
    """

    def __init__(self, ceiling: int, seconds: float = math.inf) -> None:
        self._ceiling = ceiling
        self._seconds = seconds
        self._is_bounded = not math.isinf(seconds)
        self.window = ceiling
        self._is_measured = False
        self._rate = 0.0
        self._total = 0
        self.restart()

    def restart(self) -> None:
        """The browser is there on another line; what was on its way is sent again."""
        self.flights: list[_Flight] = []  # an empty deque is 760 bytes
        self._applied = self._total
        self._applied_at = 0.0
        self._shortest = self._shortest_before = math.inf
        self._since = -math.inf
        self._was_idle = True
        self._is_draining = False
        self._look_at = -math.inf

    def sent(self, number: int, size: int, now: float) -> None:
        """A frame was handed out.

        Parameters:
            number: of its last message.
            size: in bytes.
            now: monotonic seconds.
        """
        if not self._is_bounded:
            return
        if not self.flights and size < _LITTLE:
            if now < self._look_at:
                self._total += size
                self._applied = self._total
                return
            self._look_at = now + _LOOKS
        if not self._is_measured:
            self._is_measured = True
            self.window = min(self._ceiling, START)
            self._rate = self.window / self._seconds
        if not self.flights:
            self._applied_at = now
            self._was_idle = True
            self._is_draining = False
        self._total += size
        flight = _Flight(number, now, self._total, self._applied, self._applied_at)
        self.flights.append(flight)

    def applied(self, number: int, now: float) -> None:
        """The browser has applied everything up to this message.

        Parameters:
            number: the message's.
            now: monotonic seconds.
        """
        flights = self.flights
        if not flights:
            return
        if flights[-1].number <= number:  # all of them, as nearly always
            last: _Flight | None = flights[-1]
            flights.clear()
        else:
            last = None
            while flights[0].number <= number:
                last = flights.pop(0)
        if last is None:
            return
        self._applied = last.total
        self._applied_at = now
        took = now - last.sent_at
        if now - self._since >= _LATELY:
            self._begin_anew(took, now)
        elif took < self._shortest:
            self._shortest = took
        applied = last.total - last.applied
        rate = applied / max(now - last.applied_at, _TICK)
        wait = min(self.shortest_trip, _LONGEST) + self._seconds
        is_late = took > wait and applied >= _ENOUGH
        if rate > self._rate or is_late:
            self._rate = rate
        window = 0 if self._is_draining else self._rate * wait
        self.window = max(1, min(self._ceiling, int(window)))

    @property
    def shortest_trip(self) -> float:
        """Seconds from a frame to its acknowledgement, at the least of late; inf: none came."""
        return min(self._shortest, self._shortest_before)

    def _begin_anew(self, took: float, now: float) -> None:
        """Measure the shortest round trip anew."""
        # What is measured on a line that is never idle has waited behind what was sent before.
        self._is_draining = not self._was_idle
        self._since = now
        self._was_idle = False
        self._shortest_before, self._shortest = self._shortest, took

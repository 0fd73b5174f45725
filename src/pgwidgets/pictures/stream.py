"""A stream of arrays into an Image, as fast and as good as a browser takes them; for both APIs.

Knows: an Image by what both APIs have, whether its picture is on its way, and a timer.
Must not know: async or sync, how pixels are made and encoded, or how good they are to be.
"""

import threading
from time import monotonic
from typing import Any

from .adapting import Quality
from .arrays import Limits, array_of, pixels_of
from .encoding import QUALITY, SHARP, check_quality, encode_pixels
from .passage import LOOK, Passage

_ROUND_TRIP = 0.05
"""Seconds that a round trip takes where nobody has measured one."""

_APART = 0.005
"""Seconds between two pictures at the least: of a flood of arrays not every one is encoded."""


class Stream:
    """Shows arrays in an Image, one after the other: a camera, a simulation, a scan.

    :meth:`show` may be called as often as there is something new, and never waits. Of what comes
    while a picture is on its way only the newest is encoded and sent. Where pictures take long,
    their quality falls before their rate does; the last one, once it stands still, is sent again in
    full quality. Several browsers get the pictures as each can take them, in the quality that suits
    the fastest.

    In the async API it is used in the thread of the event loop, as the Image is; in the sync API in
    any.

    Parameters:
        image: an Image, of either API.
        limits, colormap: as ``Image.set_array()`` has them.
        quality: the best quality in motion, 1 to 100.
        still: seconds without a new array after which the last one is sent again, in full quality.

    Raises:
        ValueError: no such quality, or a time that is none.
    """

    def __init__(
        self,
        image: Any,
        limits: Limits | None = None,
        colormap: Any = None,
        *,
        quality: int = QUALITY,
        still: float = 0.4,
    ) -> None:
        check_quality(quality, "Stream()")
        if not still > 0:
            raise ValueError(f"Stream(): still is {still!r}; it must be seconds above 0")
        self.limits = limits
        self.colormap = colormap
        self._image = image
        self._quality = Quality(quality)
        self._best = max(quality, SHARP)
        self._still = still
        self._lock = threading.Lock()
        self._waiting: Any = None
        self._newest: Any = None
        self._shown_at = 0.0
        self._passage = Passage()
        self._sent_quality = 0
        self._sent_at = 0.0
        self._timer = image.session.make_timer()
        self._timer.on("expired", self._look)
        # Its handler would hold it, and the arrays with it, when the Image is no more.
        image._pgwidgets.session.act(image._pgwidgets.node.own, self._timer._pgwidgets.node)

    @property
    def quality(self) -> int:
        """The quality of the next picture in motion."""
        return self._quality.value

    def show(self, array: Any, limits: Limits | None = None, colormap: Any = None) -> None:
        """Show an array, unless a newer one comes before the browser can take it.

        Parameters:
            array: as ``Image.set_array()`` takes it; it may be changed when this has returned.
            limits, colormap: in the place of those of the stream.

        Raises:
            TypeError, ValueError: as ``Image.set_array()``.
            ImportError: the extra ``pictures`` is not installed.
        """
        look = self.colormap if colormap is None else colormap
        given = array_of(array, "Stream.show()")  # which may be an array that another object has
        pixels = pixels_of(given, limits or self.limits, look, "Stream.show()")
        if pixels is given or pixels.base is not None:
            pixels = pixels.copy()
        with self._lock:
            self._waiting, now = pixels, monotonic()
            self._quality.offered(now - self._shown_at)
            self._shown_at = now
            self._go_on()

    def close(self) -> None:
        """Stop: what waits is not shown. The Image stays as it is."""
        with self._lock:
            self._waiting = self._newest = None
            self._timer.destroy()

    def _look(self, *args: object) -> None:
        with self._lock:
            self._go_on()

    def _go_on(self) -> None:
        """Do what can be done now, and see to it that the rest is done later."""
        if self._image.is_destroyed:
            self._waiting = self._newest = None
            return
        now = monotonic()
        if self._passage.since is not None:
            is_under_way = self._asked("is_under_way")
            is_held = is_under_way and self._asked("is_held")
            arrival = self._passage.look(now, is_under_way=is_under_way, is_held=is_held)
            if arrival is not None and arrival.quality <= self._quality.value:
                self._quality.arrived(arrival.took, self._round_trip())
            if is_under_way:
                if self._may_go_ahead(now):
                    self._go_ahead(now)
                self._look_in(LOOK)
                return
        if self._waiting is not None:
            self._newest, self._waiting = self._waiting, None
            self._send(self._quality.value, now)
        elif self._newest is not None and self._sent_quality < self._best:
            rest = self._shown_at + self._still - now
            if rest > 0:
                self._look_in(rest)
            else:
                self._send(self._best, now)

    def _may_go_ahead(self, now: float) -> bool:
        """Whether a picture may be handed over while the one before is under way.

        It waits on our side and goes off with the browser's word that it has the other. Where
        pictures arrive quickly, that word comes about when the next picture does, and often a
        little later: to wait for the timer then would leave out every other one. What is handed
        over for too long without a look whether the line is clear would hide that it is slow.
        """
        assert self._passage.since is not None
        if self._waiting is None or not self._quality.is_in_time or now < self._sent_at + _APART:
            return False
        return now - self._passage.since < self._round_trip() + self._quality.may_take

    def _go_ahead(self, now: float) -> None:
        self._newest, self._waiting = self._waiting, None
        self._hand_over(self._quality.value, now)
        self._passage.follows(self._sent_quality, is_held=self._asked("is_held"))

    def _send(self, quality: int, now: float) -> None:
        self._hand_over(quality, now)
        self._passage.leaves(self._sent_quality, now)
        self._look_in(LOOK)

    def _hand_over(self, quality: int, now: float) -> None:
        self._sent_at = now
        picture = encode_pixels(self._newest, None, quality)
        self._sent_quality = self._best if picture.format == "png" else quality
        self._call(self._image, "set_binary_image", picture.data, picture.format)

    def _look_in(self, seconds: float) -> None:
        self._call(self._timer, "start", seconds)

    def _call(self, widget: Any, name: str, *args: Any) -> None:
        """Call a method, and wait for nothing: public ones may wait until there is room."""
        session, node = widget._pgwidgets.session, widget._pgwidgets.node
        session.act(session.core.call_method, node, node.cls.methods[name], args, {})

    def _asked(self, what: str) -> bool:
        engine = self._image._pgwidgets
        found: bool = engine.session.act(getattr(engine.session.core, what), engine.node)
        return found

    def _round_trip(self) -> float:
        session = self._image._pgwidgets.session
        measured: float | None = session.act(lambda: session.core.round_trip_time)
        return _ROUND_TRIP if measured is None else measured

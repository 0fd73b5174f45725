"""What part of an array is seen, and how large: zoom, pan, and the pixels of a view.

Knows: the array, the size of the view, and its arithmetic.
Must not know: widgets, limits, colours, or how pixels are sent.

The element in row ``r`` and column ``c`` covers the square from (c, r) to (c + 1, r + 1) of the
array's plane, so its middle is at a half. Columns go to the right, rows down.
"""

from typing import Any, NamedTuple

from ._extra import numpy

SMALLEST, LARGEST = 1 / 256, 256.0
"""The bounds of the scale, in pixels of the view for one element."""

MOST = 7680 * 4320
"""Pixels of a view: those of a large screen. A browser may report any size, and all are drawn."""


class Sample(NamedTuple):
    """The elements that a view shows.

    Attributes:
        values: for each pixel inside of the array.
        left, top: where they are in the view.
    """

    values: Any
    left: int
    top: int


class View:
    """A window on an array.

    Attributes:
        width, height: of the view, in pixels.
        scale: pixels for one element.
        center: what is in the middle of the view, as (x, y) in the array's plane.
        is_fitted: whether all of the array is to be seen, whatever the sizes.
    """

    def __init__(self) -> None:
        self.width = self.height = 1
        self.scale = 1.0
        self.center = (0.5, 0.5)
        self.is_fitted = True
        self._array: Any = None
        self._levels: list[Any] = []

    @property
    def array(self) -> Any:
        """What is seen; None at first."""
        return self._array

    def show(self, array: Any) -> None:
        """See another array; the same part of it, unless it is to be seen all."""
        self._array = array
        self._levels = [array]
        self._refit()

    def resize(self, width: float, height: float) -> None:
        """The view has this size, but for what is more than :data:`MOST`."""
        self.width = min(MOST, max(1, int(width)))
        self.height = min(MOST // self.width, max(1, int(height)))
        self._refit()

    def fit(self) -> None:
        """See all of the array, as large as it goes, from now on."""
        self.is_fitted = True
        self._refit()

    def zoom_to(self, scale: float, at: tuple[float, float] | None = None) -> None:
        """Have so many pixels for an element.

        Parameters:
            scale: the pixels; brought into its bounds.
            at: what stays where it is, as (x, y) in the view; None: its middle.
        """
        self.is_fitted = False
        at = (self.width / 2, self.height / 2) if at is None else at
        x, y = self.place(*at)
        self.scale = min(LARGEST, max(SMALLEST, float(scale)))
        self.center = (
            x - (at[0] - self.width / 2) / self.scale,
            y - (at[1] - self.height / 2) / self.scale,
        )
        self._hold()

    def move(self, across: float, down: float) -> None:
        """Push the array so many pixels to the right, and down."""
        self.look_at(self.center[0] - across / self.scale, self.center[1] - down / self.scale)

    def look_at(self, x: float, y: float) -> None:
        """Have a place of the array's plane in the middle."""
        self.is_fitted = False
        self.center = (float(x), float(y))
        self._hold()

    def place(self, x: float, y: float) -> tuple[float, float]:
        """The place in the array's plane of one in the view."""
        return (
            self.center[0] + (x - self.width / 2) / self.scale,
            self.center[1] + (y - self.height / 2) / self.scale,
        )

    def element(self, x: float, y: float) -> tuple[int, int] | None:
        """The row and column of the element at a place in the view; None: there is none."""
        if self._array is None:
            return None
        column, row = (int(each // 1) for each in self.place(x, y))
        rows, columns = self._array.shape[:2]
        return (row, column) if 0 <= row < rows and 0 <= column < columns else None

    def sample(self) -> Sample | None:
        """The elements that are seen; None: none are."""
        if self._array is None:
            return None
        np = numpy()
        level, step = self._level()
        rows, columns = self._array.shape[:2]
        x, y = self.place(0.5, 0.5)
        across = np.floor(x + np.arange(self.width) / self.scale)
        down = np.floor(y + np.arange(self.height) / self.scale)
        seen_across = np.flatnonzero((across >= 0) & (across < columns))
        seen_down = np.flatnonzero((down >= 0) & (down < rows))
        if not len(seen_across) or not len(seen_down):
            return None
        take_across = across[seen_across].astype(np.intp) // step
        take_down = down[seen_down].astype(np.intp) // step
        values = level[
            np.minimum(take_down, level.shape[0] - 1)[:, None],
            np.minimum(take_across, level.shape[1] - 1),
        ]
        return Sample(values, int(seen_across[0]), int(seen_down[0]))

    def _level(self) -> tuple[Any, int]:
        """The array in about the resolution that is seen, and how many elements one of it has.

        Else a small view would show one element of many, and noise in place of their mean.
        """
        step, number = 1, 0
        while self.scale * step * 2 <= 1 and min(self._levels[number].shape[:2]) >= 2:
            number += 1
            step *= 2
            if number == len(self._levels):
                self._levels.append(_halved(self._levels[-1]))
        return self._levels[number], step

    def _refit(self) -> None:
        if not self.is_fitted or self._array is None:
            return
        rows, columns = self._array.shape[:2]
        scale = min(self.width / columns, self.height / rows)
        self.scale = min(LARGEST, max(SMALLEST, scale))
        self.center = (columns / 2, rows / 2)

    def _hold(self) -> None:
        """Keep the middle of the view on the array, so that it is never lost."""
        if self._array is not None:
            rows, columns = self._array.shape[:2]
            x, y = self.center
            self.center = (min(columns, max(0.0, x)), min(rows, max(0.0, y)))


def _halved(array: Any) -> Any:
    """The mean of each two by two elements; what is over at the edges is left out."""
    np = numpy()
    rows, columns = (size // 2 * 2 for size in array.shape[:2])
    even = array[:rows, :columns]
    total = sum(
        even[down::2, across::2].astype(np.float32, copy=False)
        for down in (0, 1)
        for across in (0, 1)
    )
    mean = total / 4
    if array.dtype.kind in "ui":
        return np.rint(mean).astype(array.dtype)
    return mean

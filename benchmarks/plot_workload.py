"""What the plot benchmark draws: ten lines of a thousand points a second, the same on all sides.

Knows only the standard library: it runs in the environments of all peers.
"""

import math
import random
import time

LINES = 10
RATE = 1000
"""Points of each line a second."""
WINDOW = 10.0
"""Seconds that are shown."""
PERIOD = 0.02
"""Seconds between two handings over of what is due."""
WIDTH, HEIGHT = 800, 400
FIGURE = 640, 480
MANY = 1_000_000

_TABLE = 40_000
_noise = random.Random(1)
_VALUES = [
    [math.sin(at / RATE * (1 + line / 3)) + line + _noise.gauss(0, 0.05) for at in range(_TABLE)]
    for line in range(LINES)
]


class Feed:
    """Points that come in real time."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._count = 0

    def due(self) -> tuple[list[float], list[list[float]]]:
        """Return the points since the last call: their places, and the values of each line."""
        count = int((time.perf_counter() - self._began) * RATE)
        first, self._count = self._count, count
        numbers = range(first, count)
        places = [number / RATE for number in numbers]
        return places, [[line[number % _TABLE] for number in numbers] for line in _VALUES]

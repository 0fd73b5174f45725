"""What instrument_panel.py shows: an instrument made up of sines and noise."""

import time
from typing import Any

import numpy as np

from pgwidgets.tables import ArraysSource, LogSource

COUNT = 1000
RED = "danger-soft"
COLUMNS: list[Any] = [
    {"key": "channel", "label": "Channel", "frozen": True, "colwidth": 80},
    {"key": "volts", "label": "Value", "format": "+.3f", "unit": "V", "colors": [[0.8, RED]]},
    {"key": "trend", "label": "Last 4 s", "sparkline": [-1, 1], "colwidth": "2fr"},
    {"key": "load", "label": "Load", "format": ".0%", "bar": [0, 1, "var(--pgw-accent-soft)"]},
]
LOG: list[Any] = [
    {"key": "time", "label": "Time", "colwidth": 80},
    {"key": "text", "label": "Event"},
]


class Instrument:
    """Channels that are measured, a camera, and a log."""

    def __init__(self) -> None:
        self.noise = np.random.default_rng(1).normal
        self.trend, self.load = np.zeros((COUNT, 40)), np.zeros(COUNT)
        self.log = LogSource(LOG, most=1000)
        columns = {"channel": [f"adc{n:03d}" for n in range(COUNT)], "volts": self.trend[:, -1]}
        self.channels = ArraysSource(
            {**columns, "trend": list(self.trend), "load": self.load}, COLUMNS
        )

    def note(self, text: str) -> None:
        """Write a line into the log."""
        self.log.append([time.strftime("%H:%M:%S"), text])

    def temperatures(self, now: float) -> Any:
        """Of the detector, the mirror and the dome."""
        bases = np.array([9.2, 12.8, 17.4])
        return bases + 1.5 * np.sin(now / 5 + bases) + self.noise(0, 0.05, 3)

    def measure(self, now: float) -> None:
        """Measure all channels."""
        self.trend[:, :-1] = self.trend[:, 1:]
        self.trend[:, -1] = 0.7 * np.sin(now * (0.5 + np.arange(COUNT) % 17 / 8))
        self.trend[:, -1] += self.noise(0, 0.05, COUNT)
        self.load[:] = np.clip(self.load + self.noise(0.001, 0.02, COUNT), 0, 1)
        self.channels.changed()

    def picture(self, now: float, width: int, height: int) -> Any:
        """What the camera sees."""
        width, height = max(2, width), max(2, height)
        down, across = np.mgrid[-height / 2 : height / 2, -width / 2 : width / 2]
        far, turn = np.hypot(across, down), np.arctan2(down, across)
        light = 90 * np.exp(-far / 60) * (1.6 + np.cos(2 * turn - far / 18 - now / 3))
        return 40 + light + self.noise(0, 6, (height, width))

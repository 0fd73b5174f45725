"""Plots: live lines of any length, and figures of matplotlib.

``Widgets.Plot`` and ``Widgets.Figure`` of each API are the widgets. They need the extras ``plots``
(numpy) and ``matplotlib``, which are imported when the first of them is made.
"""

from .line import Line
from .looks import Marker, Scale, Side, Style, Zone

__all__ = ["Line", "Marker", "Scale", "Side", "Style", "Zone"]

"""Plots: live lines of any length, on a canvas. ``Widgets.Plot`` of each API is the widget.

It needs the extra ``plots`` (numpy), which is imported when the first plot is made.
"""

from .line import Line
from .looks import Marker, Scale, Side, Style, Zone

__all__ = ["Line", "Marker", "Scale", "Side", "Style", "Zone"]

"""Plots: figures of matplotlib in a page. ``Widgets.Figure`` of each API is the widget."""

"""Widgets of the anywidget ecosystem in a page. ``Widgets.AnyWidget`` of each API hosts one.

It needs the extra ``anywidget``, which is imported when the first of them is shown.
"""

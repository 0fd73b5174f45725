"""Widgets made of widgets, in Python alone; each module is imported by itself."""

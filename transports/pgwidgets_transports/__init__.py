"""Thin adapters that carry bytes between an event loop and the pure core of pgwidgets."""

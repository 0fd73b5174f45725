"""Widgets, for both APIs: their classes are made from the catalogue.

Knows: the catalogue, and what every widget has. Must not know: async or sync, sockets, event loops,
any widget class by name.
"""

from .base import BaseWidget
from .build import add_methods, build_class
from .classes import BoundClasses, WidgetType
from .engine import Acting, WidgetEngine, widget_of

__all__ = [
    "Acting",
    "BaseWidget",
    "BoundClasses",
    "WidgetEngine",
    "WidgetType",
    "add_methods",
    "build_class",
    "widget_of",
]

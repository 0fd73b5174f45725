"""The sync API, for programs with threads."""

from .._browsers import Browser, current_browser
from . import Widgets
from .application import Application
from .bound import BoundWidgets
from .session import Session

__all__ = ["Application", "BoundWidgets", "Browser", "Session", "Widgets", "current_browser"]

"""The async API, for asyncio and trio."""

from . import Widgets
from .application import Application
from .bound import BoundWidgets
from .session import Session

__all__ = ["Application", "BoundWidgets", "Session", "Widgets"]

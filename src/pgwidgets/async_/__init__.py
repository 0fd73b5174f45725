"""The async API, for asyncio and trio."""

from . import Widgets
from .application import Application
from .session import Session

__all__ = ["Application", "Session", "Widgets"]

"""The async API, for asyncio and trio."""

from .._collector import collector_at_rest

with collector_at_rest():
    from .._browsers import Browser, current_browser
    from . import Widgets
    from .application import Application
    from .bound import BoundWidgets
    from .session import Session

__all__ = ["Application", "BoundWidgets", "Browser", "Session", "Widgets", "current_browser"]

del collector_at_rest

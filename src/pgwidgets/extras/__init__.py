"""Widgets made of widgets, in Python alone; each module is imported by itself."""

from .chat import Chat
from .file_browser import FileBrowser
from .form import Form
from .presence import Presence

__all__ = ["Chat", "FileBrowser", "Form", "Presence"]

"""Asking users and telling them: questions, notices, busy widgets, shortcuts, forms, binding.

Every module is written once for both APIs, with widgets and calls that both have. The session's
engine says what a call gives back, and how a handler waits while others run.
"""

from .binding import Binding
from .busy import Busy
from .files import ChosenFile
from .notices import Notice
from .observable import Observable, observable, watch
from .shortcuts import Shortcut

__all__ = [
    "Binding",
    "Busy",
    "ChosenFile",
    "Notice",
    "Observable",
    "Shortcut",
    "observable",
    "watch",
]

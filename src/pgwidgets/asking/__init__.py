"""Asking users and telling them: questions, notices, busy widgets, shortcuts, forms, binding.

Every module is written once for both APIs, of widgets and by what both have. What a call gives, and
how a handler waits while others run, is for the session's engine to say.
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

"""Recordings: one file with all that came into an application, and a core that does it again.

``Application(record=path)`` writes a recording, :class:`Replay` does it again, and :func:`to_test`
makes a test of it.
"""

from .as_test import to_test
from .replaying import Difference, Line, Replay

__all__ = ["Replay", "Line", "Difference", "to_test"]

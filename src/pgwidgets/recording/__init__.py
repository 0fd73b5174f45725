"""Recordings: all that came into an application, in one file, and a core that it is done to again.

``Application(record=path)`` writes one. :class:`Replay` does it again, :func:`to_test` makes a test
of it.
"""

from .as_test import to_test
from .replaying import Difference, Line, Replay

__all__ = ["Replay", "Line", "Difference", "to_test"]

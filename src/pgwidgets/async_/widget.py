"""The base of all widgets, where programs written for pgwidgets-python (as Ginga) import it from.

Knows: its name. Must not know: anything else; the class is in `session`, with what it needs.
"""

from .session import Widget

__all__ = ["Widget"]

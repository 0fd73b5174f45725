"""The widget classes of one session, as `session.get_widgets()` gives them.

Its stub has a type for each class; here they are made when they are first asked for.
"""

from .._widgets import BoundClasses as BoundWidgets

__all__ = ["BoundWidgets"]

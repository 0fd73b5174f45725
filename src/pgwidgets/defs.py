"""The names of classes, methods and actions, as pgwidgets-js has them; for programs that walk them.

What they mean is said by the catalogue (``pgwidgets_proto.catalog``).
"""

from pgwidgets_js.defs import CALLBACK_METHODS, CONTAINER_METHODS, WIDGET_METHODS, WIDGETS

__all__ = ["CALLBACK_METHODS", "CONTAINER_METHODS", "WIDGETS", "WIDGET_METHODS"]

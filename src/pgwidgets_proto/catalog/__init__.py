"""Every widget class: its constructor, its methods and what each does, and what it reports.

Knows: all classes, and what each method does to the state and to browsers. Must not know: which
sessions and browsers there are, bytes, or time.

A class is put together when it is first asked for, and the tables are imported then, so that
importing us is quick.
"""

from ..widgets.widget import WidgetClass
from .names._defs import CLASSES
from .names.results import AWAITED
from .names.types import REF

__all__ = ["class_names", "load", "widget_class", "AWAITED", "REF"]

_built: dict[str, WidgetClass] = {}


def class_names() -> tuple[str, ...]:
    """The names of all classes, in pgwidgets-js's order."""
    return tuple(CLASSES)


def load() -> None:
    """Import what classes are put together from, so that no visitor has to wait for that."""
    from . import tables  # noqa: F401 (it stays in memory)


def widget_class(name: str) -> WidgetClass:
    """A class by its name.

    Raises:
        KeyError: there is no such class.
    """
    found = _built.get(name)
    if found is None:
        from .tables import TABLE  # late: it is the larger part of what importing us would cost

        found = _built.setdefault(name, TABLE[name]())  # one, whatever thread was first
    return found

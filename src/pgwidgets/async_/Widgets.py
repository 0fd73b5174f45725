"""All widget classes of the async API, each made from the catalogue when it is first asked for.

``Widgets.Button(session, "x")``; ``session.get_widgets()`` has them bound to a session.
"""

from collections.abc import Iterator
from typing import Any

from pgwidgets_proto.catalog import class_names

from .._widgets import build_class
from .widget import Widget


def __getattr__(name: str) -> type[Widget]:
    found = build_class(name, Widget, __name__)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return [*names()]


def names() -> Iterator[str]:
    """The names of all classes."""
    yield "Widget"
    yield from class_names()


def find(name: str) -> type[Any]:
    """The class of a name; AttributeError if there is none."""
    found = globals().get(name)
    if not isinstance(found, type) or not issubclass(found, Widget):
        found = __getattr__(name)
    return found

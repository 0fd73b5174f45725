"""All widget classes of the sync API, each made from the catalogue when it is first asked for.

``Widgets.Button(session, "x")``; ``session.get_widgets()`` has them bound to a session.
"""

from .session import Widget as Widget
from .session import library

__getattr__ = library.find
names = library.names
find = library.find


def __dir__() -> list[str]:
    return [*names()]

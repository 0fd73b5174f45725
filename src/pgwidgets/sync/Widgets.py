"""All widget classes of the sync API, each made from the catalogue when it is first asked for.

``Widgets.Button(session, "x")``; ``session.get_widgets()`` has them bound to a session.
"""

from .._library import Library
from .widget import Widget

_library = Library(globals(), Widget)

__getattr__ = _library.make
names = _library.names
find = _library.find


def __dir__() -> list[str]:
    return [*names()]

"""All widget classes of one API, behind its module ``Widgets``.

Knows: which names there are, and that a class is made when it is first asked for.
Must not know: async or sync, any widget class by name (they are made from the catalogue).
"""

from collections.abc import Iterator
from typing import Any

from pgwidgets_proto.catalog import class_names

from ._javascript import javascript_base
from ._widgets import BaseWidget, build_class


class Library:
    """Makes the classes of a module's namespace.

    Parameters:
        namespace: the module's, which has the base class as ``Widget``.
        base: the API's base class.
    """

    def __init__(self, namespace: dict[str, Any], base: type[BaseWidget[Any]]) -> None:
        self._namespace = namespace
        self._base = base

    def make(self, name: str) -> type[Any]:
        """Make a class that the namespace does not have yet.

        Raises:
            AttributeError: there is no class of that name.
        """
        module: str = self._namespace["__name__"]
        if name == "JavaScriptWidget":
            found = javascript_base(self._base, module)
        else:
            found = build_class(name, self._base, module)
        made: type[Any] = self._namespace.setdefault(name, found)  # unless another thread was first
        return made

    def find(self, name: str) -> type[Any]:
        """The class of a name; AttributeError if there is none."""
        found = self._namespace.get(name)
        if isinstance(found, type) and issubclass(found, self._base):
            return found
        return self.make(name)

    def names(self) -> Iterator[str]:
        """The names of all classes."""
        yield "Widget"
        yield "JavaScriptWidget"
        yield from class_names()

"""All widget classes of one API, which its module ``Widgets`` shows.

Knows: which names there are, and that a class is made when it is first asked for.
Must not know: async or sync, any widget class by name (they are made from the catalogue).
"""

from collections.abc import Iterator
from typing import Any

from pgwidgets_proto.catalog import class_names

from ._javascript import javascript_base
from ._widgets import BaseWidget, build_class


class Library:
    """Makes the classes of one API, each when it is first asked for.

    Parameters:
        base: the API's base class.
        module: the name of the module where programs find the classes.

    Attributes:
        made: the classes that were asked for, by name.
    """

    def __init__(self, base: type[BaseWidget[Any, Any]], module: str) -> None:
        self.base = base
        self.module = module
        self.made: dict[str, type[Any]] = {"Widget": base}

    def find(self, name: str) -> type[Any]:
        """The class of a name.

        Raises:
            AttributeError: there is no class of that name.
        """
        made = self.made.get(name)
        if made is None:
            # Of two threads that ask at once, both get the class of the first.
            made = self.made.setdefault(name, self._make(name))
        return made

    def names(self) -> Iterator[str]:
        """The names of all classes."""
        yield "Widget"
        yield "JavaScriptWidget"
        yield "Plot"
        yield "Figure"
        yield "AnyWidget"
        yield from class_names()

    def _make(self, name: str) -> type[Any]:
        if name == "JavaScriptWidget":
            return javascript_base(self.base, self.module)
        if name == "Plot":
            from .plots.plot import plot_class  # late: few programs have one

            return plot_class(self.find("JavaScriptWidget"), self.module)
        if name == "Figure":
            from .plots.figure import figure_class  # late: few programs have one

            return figure_class(self.find("JavaScriptWidget"), self.module)
        if name == "AnyWidget":
            from .anywidgets.widget import anywidget_class  # late: few programs have one

            return anywidget_class(self.find("JavaScriptWidget"), self.module)
        if name == "PageAids":
            from .asking.page_aids import (
                aids_class,  # late, and in no list: programs have no use for it
            )

            return aids_class(self.find("JavaScriptWidget"), self.module)
        return build_class(name, self.base, self.module)

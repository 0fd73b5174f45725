"""The widget classes that a program adds to its application's.

Knows: what such a class must be, and what it may be called. Must not know: sessions, or what is
done with a class.
"""

import keyword
from typing import Any

from ._javascript import module_of
from ._library import Library
from ._page import Page
from ._settings import text_setting


class Registry:
    """The classes of one application's program.

    Parameters:
        library: the widget classes of the API.
        page: where browsers find what they need of a class.

    Attributes:
        classes: those that were added, by the names that sessions have them under.
    """

    def __init__(self, library: Library, page: Page) -> None:
        self.classes: dict[str, type[Any]] = {}
        self._library = library
        self._page = page

    def add(self, cls: type[Any], name: str | None) -> None:
        """Add a class to those of every session.

        Raises:
            TypeError, ValueError, OSError: as :meth:`Application.register_widget` says.
        """
        given: object = cls  # whatever the annotation says
        if not (isinstance(given, type) and issubclass(given, self._library.base)):
            raise TypeError(
                f"register_widget(): cls is {cls!r}; it must be a class derived from one of "
                f"{self._library.module}"
            )
        if name is not None:
            text_setting(name, "register_widget(): name")
        found = name or cls.__name__
        if not found.isidentifier() or found.startswith("_") or keyword.iskeyword(found):
            raise ValueError(
                f"register_widget(): name is {found!r}; it must be one that can stand behind "
                f"a dot, and not begin with '_'"
            )
        module = module_of(cls)
        if module is not None:
            self._page.add_class(cls._pgwidgets_spec.name, module)
        self.classes[found] = cls

"""The base of all widgets of the sync API.

Knows: when a widget is whole. Must not know: any widget class by name (they are made from the
catalogue), sockets, threads.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .._block import Block
from .._widgets import BaseWidget

if TYPE_CHECKING:
    from .application import Application
    from .session import Session  # noqa: F401 # the base is given it by name


class Widget(BaseWidget["Session"]):
    """A widget. Its methods may be called from any thread.

    Parameters:
        session: where it lives; classes of ``session.get_widgets()`` supply it.
        args, kwargs: the class's arguments, then its options by position or name; any other
            keyword ``k`` is ``set_k(value)``.

    Raises:
        TypeError, ValueError: arguments that the class does not take.
    """

    if TYPE_CHECKING:
        # What the base has for both APIs, as it is in this one.

        @property
        def app(self) -> Application:
            """The application."""
            ...

        def on(
            self, action: str, handler: Callable[..., object], /, *extra: Any, **keywords: Any
        ) -> None:
            """Have a handler called when something happens to the widget."""
            ...

        def add_callback(
            self, action: str, handler: Callable[..., object], /, *extra: Any, **keywords: Any
        ) -> None:
            """As ``on``, but the handler gets the widget first."""
            ...

        def remove_callback(self, action: str, handler: Callable[..., object]) -> None:
            """Have a handler called no more; one that is not there is ignored."""
            ...

        def destroy(self) -> None:
            """End it; it can't be used any more."""
            ...

    def _pgwidgets_made(self) -> None:
        type(self)._initialize(self)  # an object may have something of that name
        self._pgwidgets.session.complete()

    def _initialize(self) -> None:
        """Set-up of a subclass; runs once, when the constructor of the very class has returned.

        An override calls ``super()._initialize()`` first.
        """

    def batch(self) -> Block:
        """A block whose calls the browser draws as one; see :meth:`Session.batch`."""
        return Block(self._pgwidgets.session)

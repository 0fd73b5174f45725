"""The base of all widgets of the async API.

Knows: what awaiting a widget means. Must not know: any widget class by name (they are made from
the catalogue), sockets, event loops.
"""

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, Self

from .._widgets import BaseWidget
from .block import AsyncBlock

if TYPE_CHECKING:
    from .application import Application
    from .completion import Completion
    from .session import Session


class Widget(BaseWidget["Session"]):
    """A widget. ``await`` it once to let the browser keep up; it is there without that too.

    Parameters:
        session: where it lives; classes of ``session.get_widgets()`` supply it.
        args, kwargs: the class's arguments, then its options by position or name; any other
            keyword ``k`` is ``set_k(value)``.

    Raises:
        TypeError, ValueError: arguments that the class does not take.
    """

    _session: "Session"
    _is_initialized = False

    if TYPE_CHECKING:
        # What the base has for both APIs, as it is in this one.

        @property
        def app(self) -> Application:
            """The application."""
            ...

        def on(
            self, action: str, handler: Callable[..., object], /, *extra: Any, **keywords: Any
        ) -> Completion[None]:
            """Have a handler called when something happens to the widget."""
            ...

        def add_callback(
            self, action: str, handler: Callable[..., object], /, *extra: Any, **keywords: Any
        ) -> Completion[None]:
            """As ``on``, but the handler gets the widget first."""
            ...

        def remove_callback(self, action: str, handler: Callable[..., object]) -> Completion[None]:
            """Have a handler called no more; one that is not there is ignored."""
            ...

        def destroy(self) -> Completion[None]:
            """End it; it can't be used any more."""
            ...

    def __await__(self) -> Generator[Any, Any, Self]:
        return self._ready().__await__()

    async def _ready(self) -> Self:
        if not self._is_initialized:
            self._is_initialized = True
            await self._initialize()
        await self._session._complete()
        return self

    async def _initialize(self) -> None:
        """Asynchronous set-up of a subclass; runs once, when the widget is first awaited.

        An override awaits ``super()._initialize()`` first.
        """

    def batch(self) -> AsyncBlock:
        """A block whose calls the browser draws as one; see :meth:`Session.batch`."""
        return self._session.batch()

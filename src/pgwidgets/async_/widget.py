"""The base of all widgets of the async API.

Knows: what awaiting a widget means. Must not know: any widget class by name (they are made from
the catalogue), sockets, event loops.
"""

from collections.abc import Generator
from typing import TYPE_CHECKING, Any, Self

from .._widgets import BaseWidget
from .block import AsyncBlock

if TYPE_CHECKING:
    from .session import Session

if TYPE_CHECKING:
    pass


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

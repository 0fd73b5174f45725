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
    from .session import Session  # noqa: F401 # the base is given it by name


class Widget(BaseWidget["Session"]):
    """A widget. ``await`` it once to let the browser keep up; it is there without that too.

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
        return _ready(self).__await__()

    async def _initialize(self) -> None:
        """Asynchronous set-up of a subclass; runs once, when the widget is first awaited.

        An override awaits ``super()._initialize()`` first.
        """

    def batch(self) -> AsyncBlock:
        """A block whose calls the browser draws as one; see :meth:`Session.batch`."""
        return AsyncBlock(self._pgwidgets.session)


async def _ready[W: Widget](widget: W) -> W:
    engine = widget._pgwidgets
    if not engine.is_initialized:
        engine.is_initialized = True
        await type(widget)._initialize(widget)  # an object may have something of that name
    await engine.session.complete()
    return widget

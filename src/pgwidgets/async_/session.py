"""A session of the async API, and the base of the widgets in it.

Knows: what a program may ask of a session and of a widget, and what awaiting a widget means. Must
not know: how any of it is done (session_engine.py), any widget class by name, sockets, HTTP.
"""

from collections.abc import Callable, Generator, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast, overload

from .._library import Library
from .._public import shown
from .._session import BaseSession
from .._widgets import BaseWidget
from .block import AsyncBlock
from .bound import BoundWidgets
from .completion import Completion
from .session_engine import SessionEngine

if TYPE_CHECKING:
    from ..asking.files import ChosenFile
    from ..asking.notices import Notice, NoticeKind
    from ..asking.shortcuts import Scope, Shortcut
    from .application import Application
    from .bound import Timer

_Awaited = TypeVar("_Awaited", bound="Widget")


class Session(BaseSession["Application", "Widget", Completion[None]]):
    """One user's session: its widgets, and the browsers that show them.

    Made by :meth:`Application.create_session`, or by a visitor's coming. It outlives browsers.
    Its methods act when they are called; awaiting what they give only waits.

    While the application serves, a session and its widgets belong to the thread of its event loop:
    in any other thread what would change them, or ask a browser, raises :exc:`RuntimeError`, and
    nothing is changed. What may be used anywhere: :meth:`call_soon_threadsafe`, widgets' getters
    that give plain values, :meth:`get_url`, ``id``, ``token``, ``is_connected``, ``is_restored``,
    and ``sessions`` of the application.
    """

    _pgwidgets: SessionEngine  # pyright: ignore[reportIncompatibleVariableOverride] (only the base sets it)
    _pgwidgets_engine = SessionEngine

    def get_widgets(self) -> BoundWidgets:
        """All widget classes, bound to this session: ``W.Button("x")`` makes a button in it."""
        return cast("BoundWidgets", self._pgwidgets.widgets)  # what the stub says of it

    def make_timer(self, duration: float = 0) -> "Timer":
        """Make a timer; await it as any widget.

        Parameters:
            duration: seconds.
        """
        timer: Timer = self._pgwidgets.widgets.Timer(duration=duration)
        return timer

    def batch(self) -> AsyncBlock:
        """A block whose calls go out in one frame, and are drawn as one.

        For ``async with`` as for ``with``. It is the task's own (and that of tasks begun in it),
        and nests. A question or a flush inside sends first what was called before it.
        """
        return AsyncBlock(self._pgwidgets)

    # --- threads

    def call_soon_threadsafe(self, function: Callable[..., object], *args: Any) -> None:
        """Have a function called by the event loop, where it may use widgets; from any thread.

        It waits for no handler. An exception is logged, and the session lives on.

        Parameters:
            function: a plain one; it gets ``args``. What it returns is dropped, so that it may be
                a widget's method: ``session.call_soon_threadsafe(label.set_text, "news")``.

        Raises:
            TypeError: it can't be called, or is a coroutine function: for that there are
                ``asyncio.run_coroutine_threadsafe()`` and ``trio.from_thread.run()``.
            SessionGoneError: the session was destroyed.
            RuntimeError: the application does not serve, so no event loop is there to call it.
        """
        self._pgwidgets.call_soon(function, args)

    if TYPE_CHECKING:  # what the base gives to each API

        @overload
        async def ask(
            self,
            text: str,
            buttons: Sequence[str] = ("OK",),
            *,
            title: str = "",
            closed: None = None,
            timeout: float | None = None,
            danger: object = None,
        ) -> str | None: ...
        @overload
        async def ask[T](
            self,
            text: str,
            buttons: Sequence[tuple[str, T]],
            *,
            title: str = "",
            closed: None = None,
            timeout: float | None = None,
            danger: object = None,
        ) -> T | None: ...
        @overload
        async def ask[T, C](
            self,
            text: str,
            buttons: Sequence[tuple[str, T]],
            *,
            title: str = "",
            closed: C,
            timeout: float | None = None,
            danger: object = None,
        ) -> T | C: ...
        async def ask(self, *args: Any, **keywords: Any) -> Any: ...  # noqa: D102

        async def confirm(  # noqa: D102
            self,
            text: str,
            *,
            yes: str = "OK",
            no: str = "Cancel",
            title: str = "",
            timeout: float | None = None,
            danger: bool = False,
        ) -> bool: ...

        @overload
        async def ask_text(
            self,
            text: str,
            value: str = "",
            *,
            title: str = "",
            password: bool = False,
            validator: Callable[[str], None] | None = None,
            timeout: float | None = None,
        ) -> str | None: ...
        @overload
        async def ask_text[T](
            self,
            text: str,
            value: str = "",
            *,
            title: str = "",
            password: bool = False,
            validator: Callable[[str], T],
            timeout: float | None = None,
        ) -> T | None: ...
        async def ask_text(self, *args: Any, **keywords: Any) -> Any: ...  # noqa: D102

        @overload
        async def ask_choice(
            self,
            text: str,
            choices: Sequence[str],
            value: str | None = None,
            *,
            title: str = "",
            timeout: float | None = None,
        ) -> str | None: ...
        @overload
        async def ask_choice[T](
            self,
            text: str,
            choices: Sequence[tuple[str, T]],
            value: T | None = None,
            *,
            title: str = "",
            timeout: float | None = None,
        ) -> T | None: ...
        async def ask_choice(self, *args: Any, **keywords: Any) -> Any: ...  # noqa: D102

        async def ask_file(  # noqa: D102
            self,
            text: str = "",
            *,
            accept: str = "",
            title: str = "",
            timeout: float | None = None,
        ) -> ChosenFile | None: ...

        async def ask_files(  # noqa: D102
            self,
            text: str = "",
            *,
            accept: str = "",
            title: str = "",
            timeout: float | None = None,
        ) -> list[ChosenFile]: ...

        def notify(  # noqa: D102
            self,
            text: str,
            kind: NoticeKind = "info",
            *,
            timeout: float | Literal["default"] | None = "default",
            actions: Iterable[tuple[str, Callable[[], Any]]] = (),
        ) -> Completion[Notice]: ...

        async def keep_layout(self, name: str = "layout") -> bool: ...  # noqa: D102

        def add_shortcut(  # noqa: D102
            self, keys: str, handler: Callable[[], Any], *, label: str = ""
        ) -> Completion[Shortcut]: ...


class Widget(BaseWidget[Session, Completion[None]]):
    """A widget. ``await`` it once to let the browser keep up; it is there without that too.

    Parameters:
        session: where it lives; classes of ``session.get_widgets()`` supply it.
        args, kwargs: the class's arguments, then its options by position or name; any other
            keyword ``k`` is ``set_k(value)``.

    Raises:
        TypeError, ValueError: arguments that the class does not take.
    """

    __slots__ = ()

    @shown
    def app(self) -> "Application":
        """The application."""
        app: Application = self._pgwidgets.session.app.public
        return app

    # Not Self, nor [W]: jedi, which completes in editors, follows neither.
    def __await__(self: _Awaited) -> Generator[Any, Any, _Awaited]:
        engine = self._pgwidgets
        if not engine.is_initialized and type(self)._initialize is not Widget._initialize:
            yield from _initialized(self).__await__()
        session: Any = engine.session
        if session.pace.is_due():
            yield from session.pace.wait().__await__()
        return self

    async def _initialize(self) -> None:
        """Asynchronous set-up of a subclass; runs once, when the widget is first awaited.

        An override awaits ``super()._initialize()`` first.
        """

    def batch(self) -> AsyncBlock:
        """A block whose calls the browser draws as one; see :meth:`Session.batch`."""
        return AsyncBlock(self._pgwidgets.session)

    if TYPE_CHECKING:

        def add_shortcut(  # noqa: D102
            self,
            keys: str,
            handler: Callable[[], Any] | None = None,
            *,
            label: str = "",
            scope: Scope | None = None,
        ) -> Completion[Shortcut]: ...


async def _initialized(widget: Widget) -> None:
    widget._pgwidgets.is_initialized = True
    await type(widget)._initialize(widget)  # an object may have something of that name


library = Library(Widget, __name__.replace("session", "Widgets"))
"""All widget classes of this API."""

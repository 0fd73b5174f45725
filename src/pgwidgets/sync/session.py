"""A session of the sync API, and the base of the widgets in it.

Knows: what a program may ask of a session and of a widget, and when a widget is whole. Must not
know: how any of it is done (session_engine.py), any widget class by name, sockets, HTTP.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast, overload

from .._block import Block
from .._library import Library
from .._public import shown
from .._session import BaseSession
from .._widgets import BaseWidget
from .bound import BoundWidgets
from .session_engine import SessionEngine

if TYPE_CHECKING:
    from ..asking.files import ChosenFile
    from ..asking.notices import Notice, NoticeKind
    from ..asking.shortcuts import Scope, Shortcut
    from .application import Application
    from .bound import Timer


class Session(BaseSession["Application", "Widget", None]):
    """One user's session: its widgets, and the browsers that show them.

    Made by :meth:`Application.create_session`, or by a visitor's coming. It outlives browsers.
    Its methods, and those of its widgets, may be called from any thread. They act at once, and wait
    only while every browser has more to read than it takes, or for a browser's answer.
    """

    _pgwidgets: SessionEngine  # pyright: ignore[reportIncompatibleVariableOverride] (only the base sets it)
    _pgwidgets_engine = SessionEngine

    def get_widgets(self) -> BoundWidgets:
        """All widget classes, bound to this session: ``W.Button("x")`` makes a button in it."""
        return cast("BoundWidgets", self._pgwidgets.widgets)  # what the stub says of it

    def make_timer(self, duration: float = 0) -> "Timer":
        """Make a timer.

        Parameters:
            duration: seconds.
        """
        timer: Timer = self._pgwidgets.widgets.Timer(duration=duration)
        return timer

    def batch(self) -> Block:
        """A block whose calls go out in one frame, and are drawn as one; for ``with``.

        It is the thread's own, and nests. A question or a flush inside sends first what was called
        before it.
        """
        return Block(self._pgwidgets)

    # --- threads

    def gui_do(self, function: Callable[..., object], *args: Any, **keywords: Any) -> None:
        """Have a function called on the thread that runs this session's handlers.

        It is called after what waits for that thread already; an exception is logged. In the mode
        ``"concurrent"`` it has a thread of its own. When the application is closed it is dropped.

        Parameters:
            function: gets ``args`` and ``keywords``.

        Raises:
            SessionGoneError: the session was destroyed.
            RuntimeError: ``Limits.events`` calls wait already.
        """
        engine = self._pgwidgets
        engine.app.dispatcher.post(engine, function, args, keywords)

    def gui_call[R](self, function: Callable[..., R], *args: Any, **keywords: Any) -> R:
        """Call a function on the thread that runs this session's handlers, and wait for it.

        Called on that very thread, as handlers are, it is called at once; in the mode
        ``"concurrent"``, where any thread is as good, always. In the mode ``"serialized"`` the
        thread is the one that last called :meth:`Application.run` or
        :meth:`Application.process_events`; before that, the one that made the application.

        Two handlers that wait for each other's threads in this way wait for ever.

        Parameters:
            function: gets ``args`` and ``keywords``.

        Returns:
            What it returns; what it raises is raised here.

        Raises:
            SessionGoneError: the session was destroyed, or the application is closed.
            RuntimeError: it is called by an object that a call was given and looks at.
        """
        engine = self._pgwidgets
        result: R = engine.app.dispatcher.call(engine, function, args, keywords)
        return result

    if TYPE_CHECKING:  # what the base gives to each API

        @overload
        def ask(
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
        def ask[T](
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
        def ask[T, C](
            self,
            text: str,
            buttons: Sequence[tuple[str, T]],
            *,
            title: str = "",
            closed: C,
            timeout: float | None = None,
            danger: object = None,
        ) -> T | C: ...
        def ask(self, *args: Any, **keywords: Any) -> Any: ...  # noqa: D102

        def confirm(  # noqa: D102
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
        def ask_text(
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
        def ask_text[T](
            self,
            text: str,
            value: str = "",
            *,
            title: str = "",
            password: bool = False,
            validator: Callable[[str], T],
            timeout: float | None = None,
        ) -> T | None: ...
        def ask_text(self, *args: Any, **keywords: Any) -> Any: ...  # noqa: D102

        @overload
        def ask_choice(
            self,
            text: str,
            choices: Sequence[str],
            value: str | None = None,
            *,
            title: str = "",
            timeout: float | None = None,
        ) -> str | None: ...
        @overload
        def ask_choice[T](
            self,
            text: str,
            choices: Sequence[tuple[str, T]],
            value: T | None = None,
            *,
            title: str = "",
            timeout: float | None = None,
        ) -> T | None: ...
        def ask_choice(self, *args: Any, **keywords: Any) -> Any: ...  # noqa: D102

        def ask_file(  # noqa: D102
            self,
            text: str = "",
            *,
            accept: str = "",
            title: str = "",
            timeout: float | None = None,
        ) -> ChosenFile | None: ...

        def ask_files(  # noqa: D102
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
        ) -> Notice: ...

        def keep_layout(self, name: str = "layout") -> bool: ...  # noqa: D102

        def add_shortcut(  # noqa: D102
            self, keys: str, handler: Callable[[], Any], *, label: str = ""
        ) -> Shortcut: ...


class Widget(BaseWidget[Session, None]):
    """A widget. Its methods may be called from any thread.

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

    if TYPE_CHECKING:

        def add_shortcut(  # noqa: D102
            self,
            keys: str,
            handler: Callable[[], Any] | None = None,
            *,
            label: str = "",
            scope: Scope | None = None,
        ) -> Shortcut: ...


library = Library(Widget, __name__.replace("session", "Widgets"))
"""All widget classes of this API."""

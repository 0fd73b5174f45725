"""What the sessions of both APIs have in common.

Knows: what a program may ask of a session. Must not know: how any of it is done
(_session_engine.py), async or sync, sockets, HTTP.
"""

from abc import ABC
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, ClassVar

import pgwidgets_proto as core
from pgwidgets_proto import Link

from . import _context as context
from ._asking import AsksItsUser
from ._browsers import Browser
from ._handlers import check_handler
from ._keeping import KeepsSession
from ._layout import restore_layout, save_layout
from ._notebooks import SessionInNotebooks
from ._public import shown, spoken_as
from ._session_engine import AnySessionEngine, Host
from ._sharing import Shares
from .looks import Density, Theme, density_setting, theme_setting


@spoken_as("Session")
class BaseSession[A, W, R](AsksItsUser, Shares, KeepsSession[R], SessionInNotebooks, ABC):
    """What the sessions of both APIs have in common.

    ``A`` is the API's application, ``W`` its widgets, and ``R`` what a call gives back that gives
    no value.
    """

    _pgwidgets: AnySessionEngine
    _pgwidgets_engine: ClassVar[type[AnySessionEngine]]
    """The engine that each object of the class gets one of."""

    def __init__(self, app: Host, core_session: core.Session) -> None:
        self._pgwidgets = self._pgwidgets_engine(self, app, core_session)

    # --- what it is

    @shown
    def id(self) -> int | str:
        """What tells it from other sessions."""
        return self._pgwidgets.core.id

    @shown
    def app(self) -> A:
        """The application."""
        app: A = self._pgwidgets.app.public
        return app

    @shown
    def token(self) -> str:
        """The secret with which a browser comes back."""
        return self._pgwidgets.core.token

    @shown
    def is_connected(self) -> bool:
        """Whether a browser shows it."""
        return self._pgwidgets.core.is_connected

    @shown
    def is_restored(self) -> bool:
        """Whether its id and token are those of an earlier run of the server."""
        return self._pgwidgets.core.is_restored

    @shown
    def connections(self) -> list[Link]:
        """The browsers that show it, in the order of their coming."""
        return list(self._pgwidgets.core.links)

    @shown
    def browsers(self) -> tuple[Browser, ...]:
        """The browsers that show the session, in the order of their coming."""
        engine = self._pgwidgets
        browsers: tuple[Browser, ...] = engine.act(engine.all_browsers)
        return browsers

    @shown
    def asker(self) -> Browser | None:
        """The browser whose event is being handled, or that of :meth:`acting_for`; or None.

        It may have left since then, and is not one of :attr:`browsers` any more.
        """
        engine = self._pgwidgets
        link = context.asker.get()
        return None if link is None or link.session is not engine.core else engine.browser_of(link)

    def acting_for(self, browser: Browser) -> AbstractContextManager[None]:
        """A block whose calls act on behalf of a browser, as the handlers of its events do.

        What one browser alone does is done by this one: ``open_url()``, a ``FileDialog``, replies
        of a ``JavaScriptWidget``. Where it has left, the one that was used last does it.

        Parameters:
            browser: one of :attr:`browsers`.

        Raises:
            TypeError: it is no :class:`Browser`.
        """
        if not isinstance(browser, Browser):
            raise TypeError(f"Session.acting_for(): browser is {browser!r}; it must be a Browser")
        return context.acting_for(browser._link)

    def get_screen_size(self) -> tuple[float, float]:
        """Width and height of the page in CSS pixels; (0, 0) before a browser has told."""
        return self._pgwidgets.core.viewport

    # --- widgets

    def get_widgets(self) -> Any:
        """All widget classes, bound to this session: ``W.Button("x")`` makes a button in it."""
        return self._pgwidgets.widgets

    def walk_widget_tree(self) -> Iterator[W]:
        """All widgets that are there now, parents before their children."""
        engine = self._pgwidgets
        return iter(engine.act(engine.all_widgets))

    # --- the page

    def open_url(self, url: str) -> R:
        """Open a URL in a new tab of the browser that asked for it."""
        engine = self._pgwidgets
        done: R = engine.do(engine.core.open_url, url)
        return done

    def set_theme(
        self, theme: Theme | None = None, *, density: Density | None = None, remember: bool = False
    ) -> R:
        """Set what the session's pages look like; it is so after a reload, too.

        Parameters:
            theme: ``"light"``, ``"dark"``, ``"auto"``, ``"contrast"``, ``"night"`` or
                ``"classic"``, as the application's ``theme``; None: as it was.
            density: ``"compact"``, ``"normal"`` or ``"touch"``; None: as it was.
            remember: whether the browser that asked for it has it at later visits of this page as
                well, in place of the application's, for as long as no session says otherwise.

        Raises:
            TypeError, ValueError: another theme or density, or nothing to set.
        """
        if theme is None and density is None:
            raise TypeError("set_theme() was given neither a theme nor a density")
        if theme is not None:
            theme_setting(theme, "set_theme(): theme")
        if density is not None:
            density_setting(density, "set_theme(): density")
        if not isinstance(remember, bool):
            raise TypeError(f"set_theme(): remember is {remember!r}; it must be True or False")
        engine = self._pgwidgets
        done: R = engine.do(engine.core.looks.set, theme, density, remember)
        return done

    @shown
    def theme(self) -> str | None:
        """The theme that :meth:`set_theme` has set; None: none, so that the page has its own."""
        return self._pgwidgets.core.looks.chosen.get("theme")

    @shown
    def density(self) -> str | None:
        """The density that :meth:`set_theme` has set; None: none."""
        return self._pgwidgets.core.looks.chosen.get("density")

    def save_layout(self) -> dict[str, Any]:
        """What users, or the program, have arranged, as data to be kept.

        Places, sizes and states of windows, sizes of panes, the page of tabs that is open, which
        expanders are, widths of columns and what tables are sorted by: of each what has been set or
        changed. It can be written as JSON.
        """
        return save_layout(self.walk_widget_tree())

    def restore_layout(self, layout: Mapping[str, Any]) -> R:
        """Arrange the widgets as they were when a layout was saved, in this session or another.

        A widget is known again by its class and title, and where it is; what is not there any more
        is passed over. Windows come to stand where they can be reached on the page that shows them.

        Parameters:
            layout: what :meth:`save_layout` has given.

        Raises:
            TypeError, ValueError: it is no layout; nothing has been changed.
        """
        restore_layout(self.walk_widget_tree(), layout, self.get_screen_size())
        done: R = self._pgwidgets.complete()
        return done

    def keep_layout(self, name: str = "layout") -> Any:
        """Have each user's browser keep what they arrange, and arrange it so at their next visits.

        It is kept in the browser, for this page's address: each time that its user has arranged
        something, as :meth:`save_layout` gives it. To be called when the widgets are made, before
        they are shown; with a browser that has kept one, they are arranged by it at once.

        Parameters:
            name: tells it from other layouts of this page.

        Returns:
            Whether the browser that asked for it had kept one.

        Raises:
            TypeError, ValueError: a name that is no text of 1 to 100 characters.
        """
        from .asking.layouts import keep_layout

        return keep_layout(self._pgwidgets, name)

    def forget_layout(self) -> R:
        """End what :meth:`keep_layout` has begun; the browser that asked for it forgets its own."""
        from .asking.layouts import forget_layout

        done: R = forget_layout(self._pgwidgets)
        return done

    def reconstruct(self) -> R:
        """Build the page anew in every browser, from the state as it is."""
        engine = self._pgwidgets
        done: R = engine.do(engine.core.rebuild)
        return done

    def flush(self, timeout: float | None = None) -> R:
        """Wait until every browser has applied all that was called before.

        Parameters:
            timeout: seconds; None: as long as it takes.

        Raises:
            BrowserError: a browser could not carry out a call since the last flush; of several,
                an ExceptionGroup.
            TimeoutError: not all have answered in time.
        """
        engine = self._pgwidgets
        done: R = engine.complete(promise=engine.act(engine.core.flush, timeout))
        return done

    # --- its end

    def close(self) -> R:
        """Send all its browsers away; the session and its widgets stay."""
        engine = self._pgwidgets
        done: R = engine.do(engine.core.close)
        return done

    def destroy(self) -> R:
        """End it: browsers are sent away, widgets are gone, and it can't be come back to."""
        engine = self._pgwidgets
        engine.app.destroy_session(engine)
        done: R = engine.complete()
        return done

    # --- browsers

    def on_error[F: Callable[..., Any]](self, handler: F) -> F:
        """Have ``handler(error)`` called when a browser could not carry out a call.

        Parameters:
            handler: gets a :exc:`~pgwidgets_proto.errors.BrowserError`.
        """
        check_handler("Session.on_error()", handler)
        self._pgwidgets.error_handlers.append(handler)
        return handler

    def on_join[F: Callable[..., Any]](self, handler: F) -> F:
        """Have ``handler(browser)`` called when a browser shows the session; for use as decorator.

        Also when it comes back after its connection was lost, with the same :class:`Browser`.
        """
        check_handler("Session.on_join()", handler)
        self._pgwidgets.join_handlers.append(handler)
        return handler

    def on_leave[F: Callable[..., Any]](self, handler: F) -> F:
        """Have ``handler(browser)`` called when a browser has left, or its connection is lost."""
        check_handler("Session.on_leave()", handler)
        self._pgwidgets.leave_handlers.append(handler)
        return handler

    def __repr__(self) -> str:
        return repr(self._pgwidgets)


type AnySession = BaseSession[Any, Any, Any]
"""A session of either API."""

"""Control of a session, as programs have it: one person at a time is at the controls.

Knows: what a program may ask of control. Must not know: what those without it may do, async or
sync, widgets.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple, Protocol

from pgwidgets_proto import Link
from pgwidgets_proto import Session as CoreSession
from pgwidgets_proto.sessions import PATIENCE

from .._browsers import Browser, current_browser
from .terms import in_seconds


class Acting(Protocol):
    """What control needs of its session's engine.

    Attributes:
        core: the session's state.
    """

    core: CoreSession

    def act(self, operation: Callable[..., Any], *args: Any) -> Any:
        """Do something in the core, then send what came of it."""


class ControlNews(NamedTuple):
    """What handlers of :meth:`Session.on_control <pgwidgets.async_.Session.on_control>` are told.

    Attributes:
        holder: the browser that has control now, or None.
        requests: those that wait for it, in the order of their asking.
    """

    holder: Browser | None
    requests: tuple[Browser, ...]


class Control:
    """Control of a session, which one user at a time may have. While it is off, roles alone count.

    Its methods act at once, in both APIs. Those that take a browser take the one whose event is
    being handled if none is given.
    """

    def __init__(self, session: Acting) -> None:
        self._session = session
        self._core = session.core.control

    @property
    def is_on(self) -> bool:
        """Whether one person at a time may act."""
        return self._core.is_on

    @property
    def holder(self) -> Browser | None:
        """The browser that has control; it may be away for a while. None: it is free, or off."""
        return self._news().holder

    @property
    def requests(self) -> tuple[Browser, ...]:
        """The browsers that wait for control, in the order of their asking."""
        return self._news().requests

    def start(
        self, holder: Browser | None = None, *, patience: float | timedelta = PATIENCE
    ) -> None:
        """Let one person at a time act; all others look on, operators too.

        Parameters:
            holder: who has control first; None: the browser whose event is being handled, or else
                nobody, so that who asks first has it.
            patience: seconds, or a timedelta, for which a holder who is away keeps control. A page
                that says goodbye and is not loaded anew is waited for no longer than
                ``Limits.goodbye_grace``.

        Raises:
            TypeError, ValueError: that browser may not hold control, or has left; or a time that is
                none.
        """
        seconds = in_seconds("Control.start()", "patience", patience)
        link = None if holder is None else self._of(holder, "start")
        asker = current_browser()
        if link is None and asker is not None and self.may_hold(asker):
            link = asker._link
        self._session.act(self._core.start, link, seconds)

    def stop(self) -> None:
        """Let all act again whose role lets them."""
        self._session.act(self._core.stop)

    def request(self, browser: Browser | None = None) -> bool:
        """Ask for control; gives whether the browser has it now.

        If nobody holds it, it has it at once; else it waits until the holder releases it, or
        somebody grants it.

        Raises:
            ValueError: control is off; or that browser may not hold it, or has left.
        """
        self._check_on("request")
        asked: bool = self._session.act(self._core.request, self._of(browser, "request"))
        return asked

    def withdraw(self, browser: Browser | None = None) -> None:
        """Wait for control no longer."""
        browser = browser or current_browser()
        if browser is not None:
            self._session.act(self._core.withdraw, browser._link)

    def grant(self, browser: Browser) -> None:
        """Hand control over.

        Raises:
            ValueError: control is off; or that browser may not hold it, or has left.
        """
        self._check_on("grant")
        self._session.act(self._core.grant, self._of(browser, "grant"))

    def take(self, browser: Browser | None = None) -> bool:
        """Take control from somebody of a lower rank; gives whether the browser has it now.

        The owner of a session outranks those who came by a share; of these the ranks of their roles
        decide (:meth:`Roles.define`), and nobody takes it from their like.

        Raises:
            ValueError: control is off; or that browser may not hold it, or has left.
        """
        self._check_on("take")
        taken: bool = self._session.act(self._core.take, self._of(browser, "take"))
        return taken

    def release(self) -> None:
        """Give control up: who asked first has it now, or nobody."""
        self._session.act(self._core.release)

    def may_hold(self, browser: Browser) -> bool:
        """Whether a browser is here, and its user's role lets it have control."""
        may: bool = self._session.act(self._core.may_hold, browser._link)
        return may

    def _check_on(self, what: str) -> None:
        if not self._core.is_on:
            raise ValueError(f"Control.{what}(): control is off; Control.start() turns it on")

    def _of(self, browser: Browser | None, what: str) -> Link:
        found = current_browser() if browser is None else browser
        if found is None:
            raise ValueError(f"Control.{what}(): no event is being handled, so name a browser")
        if not isinstance(found, Browser):
            raise TypeError(f"Control.{what}(): browser is {found!r}; it must be a Browser")
        if not self._session.act(self._core.may_hold, found._link):
            raise ValueError(
                f"Control.{what}(): browser is {found!r}, with the role {found.role!r}; it must be "
                f"one that shows the session, of an owner, an operator, or a role with a rank"
            )
        return found._link

    def _news(self) -> ControlNews:
        return self._session.act(lambda: news_of(self._core.holder, self._core.requests))  # type: ignore[no-any-return]

    def __repr__(self) -> str:
        return f"<Control {'on' if self.is_on else 'off'} holder={self.holder!r}>"


def news_of(holder: Link | None, requests: tuple[Link, ...]) -> ControlNews:
    """What is told of control."""
    return ControlNews(
        None if holder is None else Browser.of(holder), tuple(map(Browser.of, requests))
    )

"""A bar that says who is there and who is at the controls, and has the buttons for it.

Knows: sessions and widgets as programs have them, in both APIs. Must not know: async or sync, or
who may act.
"""

from collections.abc import Callable
from typing import Any

from pgwidgets.access import user_name
from pgwidgets.async_ import Browser, current_browser

_SLOW = 0.25
"""Seconds of a round trip from which on it is worth a word."""
_BEHIND = 10
"""Messages from which on it is: a few are always on their way, as that of the bar's own timer."""


class Presence:
    """Who shows a session, with what role and how far behind, and who is at the controls.

    ``bar.widget`` is to be put into a window. Its buttons ask for control, hand it to who asked
    first, give it up, and take it from somebody of a lower rank. It switches control on, if it is
    off: then one person at a time acts, at first the owner. All pages show the same bar; a button
    that somebody may not press doesn't answer there.

    Parameters:
        session: of either API.
        name: says who a browser's user is, for all to read; None: the user's name, or the role.
        every: seconds after which it looks anew how far browsers are behind.

    Raises:
        TypeError, ValueError: a name that can't be called, or a time that is none.
    """

    def __init__(
        self,
        session: Any,
        *,
        name: Callable[[Browser], str] | None = None,
        every: float = 5.0,
    ) -> None:
        if name is not None and not callable(name):
            raise TypeError(f"Presence(): name is {name!r}; it must be a function of a Browser")
        if isinstance(every, bool) or not isinstance(every, (int, float)):
            raise TypeError(f"Presence(): every is {every!r}; it must be seconds")
        if not 0.1 <= every <= 86_400:
            raise ValueError(f"Presence(): every is {every!r}; it must be from 0.1 to a day")
        self._session = session
        self._name = name or name_of
        W = session.get_widgets()
        self._holder = W.Label("")
        self._others = W.Label("")
        self._ask = W.Button("Ask for control")
        self._hand_over = W.Button("Hand over")
        self._release = W.Button("Give up control")
        self._take = W.Button("Take control")
        words, buttons = W.HBox(spacing=12), W.HBox(spacing=6)
        words.add_widget(self._holder, 0)
        words.add_widget(self._others, 1)
        for button, act in (
            (self._ask, self._asked),
            (self._hand_over, self._handed_over),
            (self._release, self._released),
            (self._take, self._taken),
        ):
            button.on("activated", act)
            buttons.add_widget(button, 0)
        self.widget = W.VBox(spacing=6)
        self.widget.add_widget(words, 0)
        self.widget.add_widget(buttons, 0)
        for role in session.roles.names:
            if role != "observer":  # who may never hold control has nothing to ask for
                self._ask.allow(role)
                self._take.allow(role)
        if not session.control.is_on:
            owners = [browser for browser in session.browsers if browser.is_owner]
            session.control.start(owners[0] if owners else None)
        session.on_join(lambda browser: self.show())
        session.on_leave(lambda browser: self.show())
        session.on_control(lambda news: self.show())
        self._every = every
        self._timer = W.Timer(duration=every)
        self._timer.on("expired", self._looked_again)
        self._timer.start()
        self.show()

    def show(self) -> None:
        """Say who is there now."""
        self._show()

    def _show(self, *, is_quiet: bool = False) -> None:
        """Say who is there; also how far they are behind, where nothing has changed just now."""
        control = self._session.control
        holder, requests = control.holder, control.requests
        who = "Nobody is" if holder is None else f"{self._name(holder)} is"
        self._holder.set_text(f"{who} at the controls")
        others = [browser for browser in self._session.browsers if browser is not holder]
        told = ", ".join(self._told(browser, browser in requests, is_quiet) for browser in others)
        self._others.set_text(f"Also here: {told}" if told else "")
        first = self._next()
        self._hand_over.set_text(f"Hand over to {self._name(first)}" if first else "Hand over")
        self._hand_over.set_enabled(first is not None)
        self._release.set_enabled(holder is not None)

    def _told(self, browser: Browser, asks: bool, is_quiet: bool) -> str:
        """One browser: who, as what, and how it fares."""
        more = [browser.role] if self._name(browser) != browser.role else []
        if asks:
            more.append("asks for control")
        took, lag = browser.round_trip_time, browser.lag.messages
        if took is not None and took >= _SLOW:
            more.append(f"{took:.1f} s away")
        if lag >= _BEHIND and is_quiet:
            more.append(f"{lag} behind")
        name = self._name(browser)
        return f"{name} ({', '.join(more)})" if more else name

    def _looked_again(self, *_: object) -> None:
        self._show(is_quiet=True)
        self._timer.start()

    def _asked(self) -> None:
        browser, control = current_browser(), self._session.control
        if browser is None or not control.may_hold(browser):
            return
        if browser in control.requests:
            control.withdraw(browser)
        else:
            control.request(browser)

    def _handed_over(self) -> None:
        control = self._session.control
        first = self._next()
        if first is not None and control.holder is current_browser():
            control.grant(first)

    def _next(self) -> Browser | None:
        """Who has asked first, of those that are here."""
        control = self._session.control
        return next((one for one in control.requests if control.may_hold(one)), None)

    def _released(self) -> None:
        control = self._session.control
        if control.holder is current_browser():
            control.release()

    def _taken(self) -> None:
        browser, control = current_browser(), self._session.control
        if browser is not None and control.may_hold(browser):
            control.take(browser)


def name_of(browser: Browser) -> str:
    """Who a browser's user is, as far as it is known: the name, or the role."""
    if browser.user is not None:
        return user_name(browser.user)
    return "The owner" if browser.is_owner else str(browser.role)

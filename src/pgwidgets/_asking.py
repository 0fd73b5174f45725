"""What a session asks its user, and tells them.

Knows: what both APIs take for it. Must not know: how it is done (asking/, imported when it is first
needed, since not every program asks), or what waiting means in an API.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from ._public import spoken_as
from ._session_engine import AnySessionEngine

if TYPE_CHECKING:
    from .asking.busy import Busy
    from .asking.notices import NoticeKind


@spoken_as("Session")
class AsksItsUser:
    """Questions, notices, covers and shortcuts of a session's page."""

    _pgwidgets: AnySessionEngine

    def ask(
        self,
        text: str,
        buttons: Sequence[Any] = ("OK",),
        *,
        title: str = "",
        closed: Any = None,
        timeout: float | None = None,
        danger: Any = None,
    ) -> Any:
        """Ask the user, and wait until a button is pressed, in whichever browser.

        A handler may wait: meanwhile the session's other handlers run, and it goes on between two
        of them.

        Parameters:
            text: the question; no markup.
            buttons: what each says, or pairs of that and of the value that it gives.
            title: of the dialog.
            closed: what is given when the dialog is closed without a button.
            timeout: seconds; None: as long as it takes.
            danger: the value of a button that destroys something: it stands out in red, and Enter
                presses the first of the others.

        Returns:
            What the button says, or its value.

        Raises:
            TimeoutError: nobody has answered in time.
            SessionGoneError: the session has ended meanwhile.
            RuntimeError: it stands in a batch; or the user is asked too much already.
        """
        from .asking.questions import begin_ask

        engine = self._pgwidgets
        return engine.asked(
            lambda: begin_ask(engine, text, buttons, title, closed, timeout, danger)
        )

    def confirm(
        self,
        text: str,
        *,
        yes: str = "OK",
        no: str = "Cancel",
        title: str = "",
        timeout: float | None = None,
        danger: bool = False,
    ) -> Any:
        """Ask the user for a yes or no, as :meth:`ask` does; to close the dialog is a no.

        Parameters:
            text: the question; no markup.
            yes, no: what the buttons say.
            title: of the dialog.
            timeout: seconds; None: as long as it takes.
            danger: whether a yes destroys something: it stands out in red, and Enter is a no.
        """
        from .asking.checks import switch
        from .asking.questions import begin_ask

        engine, buttons = self._pgwidgets, [(yes, True), (no, False)]
        risk = True if switch(danger, "Session.confirm(): danger") else None
        return engine.asked(lambda: begin_ask(engine, text, buttons, title, False, timeout, risk))

    def ask_text(
        self,
        text: str,
        value: str = "",
        *,
        title: str = "",
        password: bool = False,
        validator: Any = None,
        timeout: float | None = None,
    ) -> Any:
        """Ask the user for a line of text, as :meth:`ask` does; None: it was cancelled.

        Parameters:
            text: what is asked for; no markup.
            value: what stands there at first.
            title: of the dialog.
            password: whether what is typed is hidden.
            validator: gets what was typed; what it raises as ValueError is shown, and the user goes
                on typing. What it gives, unless that is None, is the answer.
            timeout: seconds; None: as long as it takes.
        """
        from .asking.questions import begin_text

        engine = self._pgwidgets
        return engine.asked(
            lambda: begin_text(engine, text, value, title, password, validator, timeout)
        )

    def ask_choice(
        self,
        text: str,
        choices: Sequence[Any],
        value: Any = None,
        *,
        title: str = "",
        timeout: float | None = None,
    ) -> Any:
        """Ask the user for one of several, as :meth:`ask` does; None: it was cancelled.

        Parameters:
            text: what is asked for; no markup.
            choices: what each says, or pairs of that and of the value that it gives.
            value: that of the one which is chosen at first; None: the first one.
            title: of the dialog.
            timeout: seconds; None: as long as it takes.
        """
        from .asking.questions import begin_choice

        engine = self._pgwidgets
        return engine.asked(lambda: begin_choice(engine, text, choices, value, title, timeout))

    def ask_file(
        self, text: str = "", *, accept: str = "", title: str = "", timeout: float | None = None
    ) -> Any:
        """Ask the user for a file of theirs, as :meth:`ask` does; None: it was cancelled.

        Parameters:
            text: what is asked for; no markup.
            accept: which files are offered, such as ``".txt,.csv"`` or ``"image/*"``.
            title: of the dialog.
            timeout: seconds; None: as long as it takes.

        Returns:
            A :class:`~pgwidgets.asking.files.ChosenFile`: name, type and data.
        """
        from .asking.questions import begin_files

        engine = self._pgwidgets
        return engine.asked(lambda: begin_files(engine, text, accept, False, title, timeout))

    def ask_files(
        self, text: str = "", *, accept: str = "", title: str = "", timeout: float | None = None
    ) -> Any:
        """As :meth:`ask_file`, for several of them; gives a list, which is empty if cancelled."""
        from .asking.questions import begin_files

        engine = self._pgwidgets
        return engine.asked(lambda: begin_files(engine, text, accept, True, title, timeout))

    def notify(
        self,
        text: str,
        kind: "NoticeKind" = "info",
        *,
        timeout: float | Literal["default"] | None = "default",
        actions: Iterable[tuple[str, Callable[[], Any]]] = (),
    ) -> Any:
        """Tell the user something, in a corner of the page; nobody has to answer.

        The same text once more is counted, not repeated. At most 20 are kept, and of more the
        oldest are left out.

        Parameters:
            text: no markup; what exceeds 2,000 characters is left out.
            kind: ``"info"``, ``"success"``, ``"warning"`` or ``"error"``.
            timeout: seconds for which it is shown while nobody looks at it closely; None: until it
                is closed. By default errors are, and others go after 5 to 15 s.
            actions: what its buttons say, and what is called when one is pressed.

        Returns:
            A :class:`~pgwidgets.asking.notices.Notice`, to change or close it.
        """
        from .asking.notices import notify

        engine = self._pgwidgets
        return engine.complete(notify(engine, text, kind, timeout, actions))

    def busy(
        self, text: str = "", *, total: float | None = None, cancel: bool | str = False
    ) -> "Busy":
        """A block in which the whole page is covered, as a widget is by ``widget.busy()``.

        Parameters:
            text: what it says meanwhile; no markup.
            total: how much there is to do, which :meth:`Busy.step` counts; None: nobody knows.
            cancel: whether a button ends it, or what that says.
        """
        from .asking.busy import busy

        return busy(self._pgwidgets, 0, text, total, cancel)

    def progress[T](
        self, text: str, items: Iterable[T], *, cancel: bool | str = True
    ) -> Iterator[T]:
        """Go through items with the page covered, how far it is, and a button that ends it.

        Parameters:
            text: what it says meanwhile; no markup.
            items: what the loop gets, one after another.
            cancel: whether a button ends it, or what that says.
        """
        return self.busy(text, cancel=cancel).over(items)

    def add_shortcut(self, keys: str, handler: Callable[[], Any], *, label: str = "") -> Any:
        """Have a handler called when keys are pressed, anywhere in the page.

        Parameters:
            keys: such as ``"Ctrl+S"``, ``"F5"`` or ``"?"``; on a Mac ``Ctrl`` is the Command key.
            handler: gets nothing.
            label: what it does, for the list of all shortcuts, which ``?`` opens.

        Returns:
            A :class:`~pgwidgets.asking.shortcuts.Shortcut`, to remove it.

        Raises:
            ValueError: no such key; or one that browsers keep for themselves, as ``Ctrl+W``; or one
                that does something already.
        """
        from .asking.shortcuts import add_shortcut

        engine, where = self._pgwidgets, "Session.add_shortcut()"
        return engine.complete(add_shortcut(engine, where, keys, handler, label, "page"))

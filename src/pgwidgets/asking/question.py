"""One question to the user: a dialog, and a promise of the answer.

Knows: when it is answered, and by whom. Must not know: what is asked, async or sync.
"""

import html
from collections.abc import Callable, Sequence
from typing import Any

from pgwidgets_proto import Promise, SessionGoneError

from .. import _context as context

_WIDE = 520
"""Pixels; a longer line of a text goes on in the next one."""


class Question:
    """A dialog that is shown until somebody answers, in whichever browser.

    Parameters:
        session: the engine of the session.
        where: the call, for errors.
        title: of the dialog.
        text: what is asked; lines are parted by line feeds.
        buttons: what each says.
        timeout: seconds; None: as long as it takes.

    Attributes:
        promise: settled with the answer.
        dialog: the dialog.
        also: widgets that end with it, beside those in the dialog.
        closed: the answer of who closes it without a button.
        chosen: gives the answer of a button by its number; ValueError: the dialog stays, and says
            why.

    Raises:
        SessionGoneError: the session has ended.
        RuntimeError: inside of a batch, whose calls no browser is sent before its end.
    """

    def __init__(
        self,
        session: Any,
        where: str,
        title: str,
        text: str,
        buttons: Sequence[str],
        timeout: float | None,
    ) -> None:
        core = session.core
        if core.is_destroyed:
            raise SessionGoneError(f"session {core.id!r} was destroyed")
        if context.open_batch(core) is not None:
            raise RuntimeError(
                f"{where}: it stands in a batch, whose calls reach no browser before its end, so "
                f"nobody could answer; ask before or after it"
            )
        self._session = session
        self._fault: Any = None
        self.also: list[Any] = []
        self.closed: Any = None
        self.chosen: Callable[[int], Any] = lambda number: number
        W = self.widgets = session.widgets
        self.promise: Promise = session.act(core.pending.decision, timeout)
        numbered = [(label, number) for number, label in enumerate(buttons)]
        self.dialog = W.Dialog(title, numbered, modal=True, resizable=False)
        self._box = W.VBox(spacing=10, padding=16)
        self._text = self.add_text(text) if text else None
        self.dialog.add_widget(self._box, 1)
        self.dialog.set_default_button(0)
        self._buttons = len(buttons)

    def add(self, widget: Any) -> Any:
        """Add a widget below those that are there; gives it."""
        self._box.add_widget(widget, 0)
        return widget

    def add_text(self, text: str) -> Any:
        """Add a label with a text below the widgets that are there; gives it."""
        return self.add_line(self.widgets.Label(_lines(text)))

    def add_line(self, widget: Any) -> Any:
        """Add a widget whose text may be longer than a line should be; gives it."""
        widget.set_max_size(_WIDE, None)
        return self.add(widget)

    def names(self, widget: Any) -> None:
        """Have the text of the question be the name of a widget, for who can't see both."""
        if self._text is not None:
            self._text.set_label_for(widget)

    def show(self) -> "Question":
        """Show it, whole; nothing that a browser says before is an answer."""
        self.dialog.on("activated", self._pressed)
        self.dialog.on("close", lambda: self.settle(self.closed))
        self.dialog.popup()
        return self

    def settle(self, answer: Any) -> None:
        """Answer it; the first answer counts."""
        self._session.act(self.promise.settle, answer)

    def choose(self, number: int) -> None:
        """Press a button."""
        try:
            answer = self.chosen(number)
        except ValueError as exc:
            self.complain(str(exc))
        else:
            if answer is not PENDING:
                self.settle(answer)

    def complain(self, why: str) -> None:
        """Say below all else what is wrong with an answer; ``""``: nothing."""
        if self._fault is None:
            if not why:
                return
            self._fault = self.add_text("")
            self._fault.set_color(None, "danger")
            self._fault.set_live("assertive")
        self._fault.set_text(_lines(why))

    def end(self) -> None:
        """Take it off the page, answered or not."""
        for widget in (self.dialog, *self.also):
            widget.destroy()

    def _pressed(self, number: Any) -> None:
        if type(number) is int and 0 <= number < self._buttons:  # a browser says it
            self.choose(number)


PENDING = object()
"""What :attr:`Question.chosen` gives for a button that answers nothing."""


def _lines(text: str) -> str:
    """A text as a label shows it, which takes it for markup."""
    return html.escape(text).replace("\n", "<br>")

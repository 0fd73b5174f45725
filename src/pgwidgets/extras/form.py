"""A form: the fields of a type of the program's as widgets, checked as its user types.

Knows: when a value is applied, and what handlers are told. Must not know: async or sync, which
widget a field has.
"""

from collections.abc import Callable, Mapping
from typing import Any

from ..asking.checks import plain_text, seconds, switch
from ..asking.question import Question
from ._callbacks import SessionCallbacks
from ._form_fields import model_of
from ._form_sheet import Sheet, Validators


class Form(SessionCallbacks):
    """Edits an object, field by field; each is checked as it is typed, in Python.

    ``form.widget`` is to be put into a window, with buttons that apply and reset; or
    ``form.edit(value)`` shows a dialog, and waits. In the async API its methods are awaited as a
    widget's are.

    A field is a check box (bool), a list (Literal, Enum), a spin box (int with both bounds),
    several lines (str of 200 characters and more), or a line: for int, float, str, dates and times,
    and lists of numbers or texts, parted by commas. One that may be None is None when it is empty.
    ``msgspec.Meta`` gives its constraints, its ``title`` and ``description``;
    ``extra={"secret": True}`` hides what is typed. A struct or dataclass within another one is a
    group of fields below its name; they are called ``"outer.inner"`` where fields are named.

    Actions: ``"changed"``, told with nothing, when its user has changed a field; and
    ``"applied"``, told with the value.

    Parameters:
        session: where it is shown.
        model: a ``msgspec.Struct`` or a dataclass, or an object of one, which is shown at first; or
            a dict of the names of fields to types, values, or pairs of both, whose values are
            dicts.
        labels: of fields that are to have another than their name or title gives.
        validators: functions of a field's value, by its name. What one raises as ValueError stands
            beside the field; what it gives, unless None, is the value.
        buttons: whether there are buttons to apply and reset.

    Raises:
        TypeError: no such model, or a field that no widget can hold.
    """

    def __init__(
        self,
        session: Any,
        model: Any,
        *,
        labels: Mapping[str, str] | None = None,
        validators: Mapping[str, Callable[[Any], Any]] | None = None,
        buttons: bool = True,
    ) -> None:
        super().__init__(session, "changed", "applied")
        self._model = model_of(model, labels or {})
        self._validators: Validators = validators or {}
        names = [field.name for field in self._model.fields]
        for name, validator in self._validators.items():
            if name not in names:
                raise TypeError(
                    f"Form(): validators has {name!r}; the fields are {', '.join(names)}"
                )
            if not callable(validator):
                raise TypeError(
                    f"Form(): validators[{name!r}] is {validator!r}; it must be something to call"
                )
        self._has_buttons = switch(buttons, "Form(): buttons")
        self._value = self._model.start
        self._sheet: Sheet | None = None
        self._box: Any = None
        self._apply: Any = None
        self._reset: Any = None

    # --- in a window of the program's

    @property
    def widget(self) -> Any:
        """The widget that shows it, to be put into a container; made when it is first asked for."""
        if self._box is None:
            self._build()
        return self._box

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong with what is shown, by the names of fields; ``""``: with all of it."""
        return {} if self._sheet is None else dict(self._sheet.errors)

    def get_value(self) -> Any:
        """The value that was applied, or set, last; None: there was none."""
        return self._value

    def set_value(self, value: Any) -> Any:
        """Show a value.

        Raises:
            TypeError, ValueError: it is of another type, or a field of it can't be shown.
        """
        self._model.values(value)
        if self._sheet is not None:
            self._sheet.write(value)
        self._value = value
        return self._tell_buttons()

    def apply(self) -> Any:
        """Take what is shown, and tell the handlers of ``"applied"``; where it is wrong, say so.

        Gives whether it was right, but for handlers that are awaited.
        """
        sheet = self._shown()
        try:
            self._value = sheet.read()
        except ValueError:
            return self._session.complete(False)
        self._tell_buttons()
        told = self.make_callback("applied", self._value)
        return self._session.complete(True) if told is None else told

    def reset(self) -> Any:
        """Show the value that was applied, or set, last."""
        if self._value is not None:
            self._shown().write(self._value)
        return self._tell_buttons()

    # --- in a dialog

    def edit(
        self, value: Any = None, *, title: str = "", text: str = "", timeout: float | None = None
    ) -> Any:
        """Ask the user to edit a value, and wait, as ``session.ask()`` does.

        Parameters:
            value: what is shown at first; None: what the model has at first.
            title: of the dialog.
            text: stands above the fields; no markup.
            timeout: seconds; None: as long as it takes.

        Returns:
            The new value; None: it was cancelled.

        Raises:
            TypeError, ValueError: the value is of another type, or can't be shown.
        """
        where = "Form.edit()"
        plain_text(title, f"{where}: title")
        plain_text(text, f"{where}: text")
        seconds(timeout, f"{where}: timeout")
        start = self._model.start if value is None else value
        if start is not None:
            self._model.values(start)

        def begin() -> Question:
            engine = self._session
            question = Question(engine, where, title or "Edit", text, ("OK", "Cancel"), timeout)
            sheet = Sheet(
                question.widgets,
                self._model,
                self._validators,
                changed=lambda: question.complain(""),
            )
            try:
                if start is not None:
                    sheet.write(start)
            except BaseException:
                question.end()
                raise
            question.add(sheet.box)

            def chosen(number: int) -> Any:
                return None if number else sheet.read()

            question.chosen = chosen
            return question.show()

        return self._session.asked(begin)

    # --- its parts

    def _shown(self) -> Sheet:
        if self._sheet is None:
            self._build()
        assert self._sheet is not None
        return self._sheet

    def _build(self) -> None:
        W = self._session.widgets
        sheet = self._sheet = Sheet(W, self._model, self._validators, self._user_changed)
        box = self._box = W.VBox(spacing=10, padding=10)
        box.add_widget(sheet.box, 0)
        if self._has_buttons:
            self._apply, self._reset = W.Button("Apply"), W.Button("Reset")
            self._apply.set_kind("primary")
            buttons = W.ButtonBox(halign="right", spacing=8)
            for button in (self._apply, self._reset):
                buttons.add_widget(button, 0)
            self._apply.on("activated", self.apply)
            self._reset.on("activated", self.reset)
            box.add_widget(buttons, 0)
        if self._value is not None:
            sheet.write(self._value)
        self._tell_buttons()

    def _user_changed(self) -> Any:
        if self._has_buttons:
            self._apply.set_enabled(not self._sheet.errors if self._sheet is not None else True)
            self._reset.set_enabled(self._value is not None)
        return self.make_callback("changed")

    def _tell_buttons(self) -> Any:
        """Nothing is changed yet: there is nothing to apply but what was never applied."""
        if self._apply is not None:
            self._apply.set_enabled(self._value is None)
            self._reset.set_enabled(False)
        return self._session.complete()

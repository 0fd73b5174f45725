"""The widgets of one form: a label, a field and what is wrong with it, row by row.

Knows: which widget is right for which field. Must not know: async or sync, when a form is applied.
"""

import html
from collections.abc import Callable, Mapping
from typing import Any

from ._form_fields import Field, Model

type Validators = Mapping[str, Callable[[Any], Any]]
"""Functions that get a field's value, by its name; what they give, unless None, is the value."""

_ABOVE = 5
"""Pixels above and below the texts beside a field."""


class _Input:
    """The widget of one field."""

    def __init__(self, W: Any, field: Field) -> None:
        self.field = field
        self.actions: tuple[str, ...] = ("activated",)
        low, high = field.low, field.high
        if field.kind == "switch":
            self.widget = W.CheckBox("")
        elif field.kind == "choice":
            self.widget = W.ComboBox(dropdown_limit=12)
            for text, _ in field.choices:
                self.widget.append_text(text)
        elif field.kind == "lines":
            self.widget = W.TextArea("", wrap=True)
            self.widget.set_min_size(None, 80)
            self.actions = ("modified",)
        elif self._is_stepped:
            self.widget = W.SpinBox(min=low, max=high)
        else:
            self.widget = W.TextEntry("", password=field.is_secret)
            self.widget.set_length(24)
            self.actions = ("modified", "activated")
        if field.hint:
            self.widget.set_tooltip(field.hint)

    @property
    def _is_stepped(self) -> bool:
        field = self.field
        is_bounded = field.low is not None and field.high is not None
        return field.kind == "whole" and is_bounded and not field.is_optional

    def write(self, value: Any) -> None:
        """Show a value."""
        field, widget = self.field, self.widget
        if field.kind == "switch":
            widget.set_state(bool(value))
        elif field.kind == "choice":
            values = [value for _, value in field.choices]
            if value not in values:
                allowed = ", ".join(map(repr, values))
                raise ValueError(f"Form: {field.name} is {value!r}; it must be one of {allowed}")
            widget.set_index(values.index(value))
        elif self._is_stepped:
            widget.set_value(value)
        else:
            widget.set_text(field.written(value))

    def read(self) -> Any:
        """The value that is shown; ValueError: there is none."""
        field, widget = self.field, self.widget
        if field.kind == "switch":
            return field.parsed(bool(widget.get_state()))
        if field.kind == "choice":
            return field.choices[int(widget.get_index())][1]
        if self._is_stepped:
            return field.parsed(int(widget.get_value()))
        return field.parsed(str(widget.get_text()))


def _heading(W: Any, group: str) -> Any:
    """Says of what the fields below it are parts."""
    heading = W.Label(f"<b>{html.escape(group.removesuffix(': '))}</b>")
    heading.set_padding((_ABOVE, 0, 0, 0))
    return heading


class Sheet:
    """All rows.

    Parameters:
        W: the session's classes.
        model: what is edited.
        validators: more checks, by the names of fields.
        changed: called when its user has changed something.

    Attributes:
        box: the widget that holds all of them.
        errors: what is wrong, by the names of fields; ``""``: with all of it together.
    """

    def __init__(
        self,
        W: Any,
        model: Model,
        validators: Validators,
        changed: Callable[[], Any] = lambda: None,
    ) -> None:
        self._model = model
        self._validators = validators
        self._changed = changed
        self.errors: dict[str, str] = {}
        self._inputs = {field.name: _Input(W, field) for field in model.fields}
        self._notes: dict[str, Any] = {}
        self.box = W.VBox(spacing=8)
        grid = W.GridBox(rows=len(model.fields), columns=3)
        grid.set_spacing(8)
        row, group = -1, ""
        for name, one in self._inputs.items():
            row += 1
            if one.field.group != group:
                group = one.field.group
                if group:
                    grid.add_widget(_heading(W, group), row, 0)
                    row += 1
            # As high as a line's own border and padding, so that both stand on one line.
            label = W.Label(html.escape(one.field.label), padding=(0, _ABOVE, 0, _ABOVE))
            note = self._notes[name] = W.Label("", padding=(0, _ABOVE, 0, _ABOVE))
            label.set_label_for(one.widget)
            if group:
                one.widget.set_accessible_name(f"{group}{one.field.label}")
            note.set_color(None, "danger")
            note.set_live("polite")
            cell = W.VBox()  # so that a field stays as high as it is beside a note of several lines
            cell.add_widget(one.widget, 0)
            for column, widget in enumerate((label, cell, note)):
                grid.add_widget(widget, row, column)
            for action in one.actions:
                one.widget.on(action, self._told, name)
        self._notes[""] = W.Label("")
        self._notes[""].set_color(None, "danger")
        self._notes[""].set_live("polite")
        self.box.add_widget(grid, 0)
        self.box.add_widget(self._notes[""], 0)

    def write(self, value: Any) -> None:
        """Show a value, which is right as far as anybody knows."""
        for name, one in self._model.values(value).items():
            self._inputs[name].write(one)
            self._complain(name, "")
        self._complain("", "")

    def read(self) -> Any:
        """The value that is shown.

        Raises:
            ValueError: there is none; what is wrong stands in ``errors``, and beside the fields.
        """
        found: dict[str, Any] = {}
        for name in self._inputs:
            found.update(self._checked(name))
        if any(self.errors.get(name) for name in self._inputs):
            self._complain("", "")
            raise ValueError("see what stands beside the fields")
        try:
            value = self._model.make(found)
        except (TypeError, ValueError) as exc:
            self._complain("", str(exc))
            raise ValueError(str(exc)) from None
        self._complain("", "")
        return value

    def _told(self, *args: Any) -> Any:
        self._checked(args[-1])
        return self._changed()

    def _checked(self, name: str) -> dict[str, Any]:
        try:
            value = self._inputs[name].read()
            validator = self._validators.get(name)
            given = None if validator is None else validator(value)
        except ValueError as exc:
            self._complain(name, str(exc))
            return {}
        self._complain(name, "")
        return {name: value if given is None else given}

    def _complain(self, name: str, why: str) -> None:
        if self.errors.get(name, "") == why:
            return
        if why:
            self.errors[name] = why
        else:
            self.errors.pop(name, None)
        self._notes[name].set_text(html.escape(why))
        if name:
            self._inputs[name].widget.set_border_color("danger" if why else None)

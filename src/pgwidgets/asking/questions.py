"""The questions that a session can ask: a button, a text, one of several, files.

Knows: which widgets each is made of, and what it gives. Must not know: async or sync, who waits.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from .checks import plain_text, seconds, switch
from .question import PENDING, Question

FEW = 6
"""Choices that are all shown at once; of more one is shown, and the others in a list."""


def labelled(given: Any, what: str) -> tuple[list[str], list[Any]]:
    """The labels and values of buttons or choices.

    Raises:
        TypeError, ValueError: they are neither texts nor pairs of a text and a value, or none.
    """
    allowed = "it must be texts, or pairs of a text and a value"
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise TypeError(f"{what} is {given!r}; {allowed}")
    labels: list[str] = []
    values: list[Any] = []
    for one in given:
        if isinstance(one, str):
            label, value = one, one
        elif isinstance(one, Sequence) and len(one) == 2 and isinstance(one[0], str):
            label, value = one
        else:
            raise TypeError(f"{what} has {one!r}; {allowed}")
        labels.append(label)
        values.append(value)
    if not labels:
        raise ValueError(f"{what} is {given!r}; there must be at least one")
    return labels, values


def begin_ask(
    session: Any,
    text: str,
    buttons: Any,
    title: str,
    closed: Any,
    timeout: float | None,
    danger: Any = None,
) -> Question:
    """A button is to be pressed."""
    where = "Session.ask()"
    labels, values = labelled(buttons, f"{where}: buttons")
    if danger is not None and danger not in values:
        allowed = ", ".join(map(repr, values))
        raise ValueError(f"{where}: danger is {danger!r}; it must be one of {allowed}, or None")
    question = _question(session, where, text, labels, title, timeout)
    if danger is not None:
        number = values.index(danger)
        question.dialog.set_danger_button(number)
        # Enter, which is soon pressed, destroys nothing.
        others = (other for other in range(len(values)) if other != number)
        question.dialog.set_default_button(next(others, None))
    question.closed = closed
    question.chosen = values.__getitem__
    return question.show()


def begin_text(
    session: Any,
    text: str,
    value: str,
    title: str,
    password: bool,
    validator: Callable[[str], object] | None,
    timeout: float | None,
) -> Question:
    """A line of text is to be typed."""
    where = "Session.ask_text()"
    plain_text(value, f"{where}: value")
    switch(password, f"{where}: password")
    if validator is not None and not callable(validator):
        raise TypeError(f"{where}: validator is {validator!r}; it must be something to call")
    question = _question(session, where, text, ("OK", "Cancel"), title, timeout)
    entry = question.add(question.widgets.TextEntry(value, password=password))
    entry.set_length(40)
    question.names(entry)

    def typed(number: int) -> Any:
        if number:
            return None
        answer = str(entry.get_text())
        checked = None if validator is None else validator(answer)
        return answer if checked is None else checked

    question.chosen = typed
    entry.on("modified", lambda _: question.complain(""))
    question.show()
    entry.set_focus()
    return question


def begin_choice(
    session: Any, text: str, choices: Any, value: Any, title: str, timeout: float | None
) -> Question:
    """One of several is to be chosen."""
    where = "Session.ask_choice()"
    labels, values = labelled(choices, f"{where}: choices")
    if value is not None and value not in values:
        raise ValueError(f"{where}: value is {value!r}; it must be that of one of the choices")
    question = _question(session, where, text, ("OK", "Cancel"), title, timeout)
    first = 0 if value is None else values.index(value)
    W = question.widgets
    if len(labels) <= FEW:
        leader: Any = None
        radios: list[Any] = []
        for label in labels:
            radios.append(question.add_line(W.RadioButton(label, leader)))
            leader = leader or radios[0]
        radios[first].set_state(True)

        def chosen() -> int:
            return next(i for i, radio in enumerate(radios) if radio.get_state())

    else:
        box = question.add(W.ComboBox(dropdown_limit=12))
        for label in labels:
            box.append_text(label)
        box.set_index(first)
        question.names(box)

        def chosen() -> int:
            return int(box.get_index())

    question.chosen = lambda number: None if number else values[chosen()]
    return question.show()


def begin_files(
    session: Any, text: str, accept: str, several: bool, title: str, timeout: float | None
) -> Question:
    """Files of the user's are to be chosen."""
    from .files import chosen_files

    where = "Session.ask_files()" if several else "Session.ask_file()"
    plain_text(accept, f"{where}: accept")
    choose = "Choose files …" if several else "Choose a file …"
    question = _question(session, where, text, (choose, "Cancel"), title, timeout)
    W = question.widgets
    picker = W.FileDialog(mode="files" if several else "file", accept=accept)
    question.closed = [] if several else None

    def pressed(number: int) -> Any:
        if number:
            return question.closed
        picker.open()  # which only a press may, says the browser
        return PENDING

    def brought(event: Any) -> None:
        try:
            files = chosen_files(event)
        except ValueError as exc:
            question.complain(str(exc))
            return
        if files:
            question.settle(files if several else files[0])

    question.chosen = pressed
    picker.on("activated", brought)
    question.also.append(picker)
    return question.show()


def _question(
    session: Any,
    where: str,
    text: str,
    labels: Sequence[str],
    title: str,
    timeout: float | None,
) -> Question:
    plain_text(text, f"{where}: text")
    plain_text(title, f"{where}: title")
    seconds(timeout, f"{where}: timeout")
    return Question(session, where, title or "Question", text, labels, timeout)

"""The history of a text as plain data, so that it outlives the process.

Knows: the form of steps. Must not know: where the data is kept, or how a change is carried out.

References and tags are not part of it: these are the program's to set again, so undoing moves the
text alone.
"""

from collections.abc import Iterable
from typing import Any

from .text_changes import Caret, TextChange
from .text_undo import History, UndoStep


def as_data(history: History, most: int) -> dict[str, Any] | None:
    """A history as data.

    Parameters:
        history: the history.
        most: characters that it may have; the newest steps are taken.

    Returns:
        None: there is no step, or none that is so short.
    """
    done, undone = _newest(history.done, most), _newest(history.undone, most)
    if not done and not undone:
        return None
    clean = history.steps_since_clean()
    return {
        "done": [_step_data(step) for step in done],
        "undone": [_step_data(step) for step in undone],
        "clean": clean if clean is not None and clean <= len(done) else None,
    }


def bring_back(history: History, data: Any, length: int) -> None:
    """Have a history be what was kept of one.

    Parameters:
        history: that of the text as it was then.
        data: what :func:`as_data` gave.
        length: the characters of that text.

    Raises:
        ValueError: it is not that of this text, or no history; nothing has been changed.
    """
    try:
        done = [_step_of(step) for step in data["done"]]
        undone = [_step_of(step) for step in data["undone"]]
        clean = data["clean"]
    except (TypeError, KeyError, ValueError, IndexError) as exc:
        raise ValueError(f"what was kept is no history: {exc!r}") from None
    left = length
    for step in reversed(done):
        for change in reversed(step.changes):
            left = _fits(left, change.start, change.inserted, change.removed)
    left = length
    for step in reversed(undone):
        for change in step.changes:
            left = _fits(left, change.start, change.removed, change.inserted)
    if clean is not None and (type(clean) is not int or not 0 <= clean <= len(done)):
        raise ValueError(f"a history of {len(done)} steps can't be clean {clean!r} ago")
    history.bring_back(done, undone, clean)


def _newest(steps: Iterable[UndoStep], most: int) -> list[UndoStep]:
    found: list[UndoStep] = []
    for step in reversed([*steps]):
        most -= step.size
        if most < 0:
            break
        found.append(step)
    return found[::-1]


def _fits(length: int, start: int, there: str, instead: str) -> int:
    """The length after a replacement."""
    if start < 0 or start + len(there) > length:
        raise ValueError("what was kept is the history of another text")
    return length + len(instead) - len(there)


def _step_data(step: UndoStep) -> list[Any]:
    changes = [[change.start, change.removed, change.inserted] for change in step.changes]
    return [[*step.before], [*step.after], changes]


def _step_of(data: Any) -> UndoStep:
    before, after, changes = data
    step = UndoStep(_caret(before))
    step.after = _caret(after)
    for start, removed, inserted in changes:
        if type(start) is not int or not (isinstance(removed, str) and isinstance(inserted, str)):
            raise ValueError(f"{start!r} is no place, or the texts are none")
        step.changes.append(TextChange(start, removed, inserted, (), ()))
    return step


def _caret(data: Any) -> Caret:
    start, end = data
    if type(start) is not int or type(end) is not int:
        raise ValueError(f"{data!r} is no caret")
    return Caret(start, end)

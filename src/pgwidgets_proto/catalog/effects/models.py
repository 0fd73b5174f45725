"""Effects of methods that edit or read a model in Python: items, rows, HTML.

Knows: how a model's steps become calls. Must not know: any model.

A model's method has the name of the widget's. Where the present content has no such method, its
``lacks`` says why.
"""

from collections.abc import Iterable
from typing import Any, override

import msgspec

from ...models.changes import Made, Step, Turned
from ...views.batching import fold
from ...widgets.encoding import Encoder
from ...widgets.entry import NEEDS_LAYOUT, Entry
from ...widgets.nodes import call_name
from ...widgets.widget import Effect, Method, Node, Operations
from ...wire.binary import BINARY
from .base import Getter


class ModelGetter(Getter):
    """Gives what the model knows."""

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> Any:
        return _asked(node, method, args)


class ModelEdit(Effect):
    """Edits the model; gives the path of a row that the edit makes.

    Parameters:
        event: an action that the program's handlers are told of, if anything has changed.
    """

    event: str | None = None

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> Any:
        steps = _asked(node, method, args)
        send_steps(ops, node, steps)
        if steps and self.event is not None:
            ops.raise_event(node, self.event)
        if isinstance(steps, Turned) and node.wanted:
            for action, told in steps.events():
                ops.raise_event(node, action, *told)
        return steps.path if isinstance(steps, Made) else None


class WidthsEdit(ModelEdit):
    """Edits what decides how wide columns are, which browsers measure once there is a layout."""

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        super().apply(ops, node, method, args)
        note_attached(node)


def send_steps(ops: Operations, node: Node, steps: Iterable[Step]) -> None:
    """Bring browsers to the content of now."""
    # What a model holds is plain, so that encoding can't fail.
    calls = [
        ops.encode_call(node, step.method, step.args, keys=step.parts, mergeable=step.mergeable)
        for step in steps
    ]
    # A tree would draw all its rows at each of them.
    for outgoing in fold(calls):
        ops.send(outgoing)


def plain_value(value: Any) -> Any:
    """The JSON value that stands for a date, a path, or a value of numpy.

    Raises:
        TypeError: it can't go over the wire, or it is a widget, or bytes.
    """
    if isinstance(value, BINARY):
        raise TypeError(f"bytes can't be part of the content ({type(value).__name__})")
    encoder = Encoder()
    encoded, widgets = encoder.encode(value)
    if widgets:
        raise TypeError(f"a widget can't be part of the content ({widgets[0]!r})")
    return msgspec.json.decode(encoded)


def _asked(node: Node, method: Method, args: tuple[Any, ...]) -> Any:
    carry_out = getattr(node.content, method.name, None)
    if carry_out is None:
        raise ValueError(f"{call_name(node, method)}: {node.content.lacks}")
    try:
        return carry_out(*args)
    except (TypeError, ValueError) as exc:
        kind = ValueError if isinstance(exc, ValueError) else TypeError
        raise kind(f"{call_name(node, method)}: {exc}") from exc


def note_attached(node: Node) -> None:
    """Keep the calls as entries that a rebuild makes when the widget is in the page."""
    for entry in tuple(node.each_entry):
        if isinstance(entry.key, tuple) and entry.key[0] == "attached":
            node.drop_entry(entry.key)
    for number, (method, args) in enumerate(node.content.replay_attached()):
        entry = Entry(args, method, args, rank=NEEDS_LAYOUT, late=True)
        node.set_entry(("attached", number), entry)

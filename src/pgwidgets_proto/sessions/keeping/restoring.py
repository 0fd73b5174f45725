"""Puts what was kept of a session on the widgets that the program has built anew.

Knows: which widgets of today those of the snapshot are, and that nobody is told: neither handlers
nor, as none shows the session yet, browsers. Must not know: stores, sockets, who waits for it.

* A widget with a name of the program's is the one of that name, if it is of the same class.
* One without is known by its place, if the parents up from it are built as they were.
* What can't be put on, since the program of today does not take it, is left out and told.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from ...catalog.keeping import TAKEN_OUT, Calls, comes_back, order_of, put_value, take_out
from ...widgets.widget import Node
from ...wire.outgoing import Touch
from .kept import Kept
from .naming import parents_of
from .snapshot import Snapshot

_MOST_TOLD = 10
"""Names that a line for the log lists."""


class Restored(NamedTuple):
    """What came of it.

    Attributes:
        values: how many values were put on.
        left_out: what was not: widgets by their names, and why.
        wids: the ids that widgets had, by which pages know them, with those of today; None: it is
            not there any more. Only where these differ.
        known: the ids of all widgets that had names, and so are known by these.
    """

    values: int
    left_out: tuple[str, ...]
    wids: dict[int, int | None]
    known: frozenset[int]

    @property
    def line(self) -> str | None:
        """What is to be said of it in a log: one line, or None."""
        if not self.left_out:
            return None
        told = "; ".join(self.left_out[:_MOST_TOLD])
        more = len(self.left_out) - _MOST_TOLD
        return f"not restored: {told}{f'; and {more} more' if more > 0 else ''}"


class Restoring(Calls, Protocol):
    """A session, as far as it is restored."""

    inbox: Any

    @property
    def nodes(self) -> Mapping[int, Node]:
        """Its widgets."""
        ...


def put_on(session: Restoring, kept: Kept, snapshot: Snapshot) -> Restored:
    """Put what was kept on a session that its program has built.

    Parameters:
        session: the session.
        kept: what is kept of it from here on.
        snapshot: what was kept of it.
    """
    kept.built()
    names = kept.names
    by_name = {name: session.nodes[wid] for wid, name in names.of.items() if wid in session.nodes}
    known = {
        name: node
        for name, node in by_name.items()
        if all(
            snapshot.shape.shapes.get(parent) == names.shapes.get(parent)
            for parent in parents_of(name)
        )
    }
    left_out: list[str] = []
    todo: list[tuple[int, Node, Any, Any]] = []
    for name, widget in snapshot.widgets.items():
        node = known.get(name)
        if node is None:
            left_out.append(f"{name} ({_why_not(name, by_name)})")
        elif node.cls.name != widget.cls:
            left_out.append(f"{name} (it was a {widget.cls}, and is a {node.cls.name})")
        else:
            todo += [(order_of(key := _as_key(k)), node, key, value) for k, value in widget.values]
            if widget.is_taken_out:
                todo.append((-1, node, None, None))
    done = 0
    session.inbox.is_muted = True
    try:
        for _, node, key, value in sorted(todo, key=lambda one: one[0]):
            try:
                if key is None:
                    take_out(session, node)
                    kept.touch((Touch(node.wid, TAKEN_OUT),))
                else:
                    put_value(session, node, key, _as_nodes(value, known))
                    kept.touch((Touch(node.wid, key),))
            except (TypeError, ValueError, LookupError) as exc:
                left_out.append(f"{names.of[node.wid]} ({exc})")
            else:
                done += 1
    finally:
        session.inbox.is_muted = False
    for node in session.nodes.values():
        comes_back(node)
    before = snapshot.shape.names
    return Restored(done, tuple(left_out), dict(_moved(before, known)), frozenset(before))


def _why_not(name: str, by_name: Mapping[str, Node]) -> str:
    return "its parent is built otherwise" if name in by_name else "it is not there"


def _moved(
    before: Mapping[int, str], known: Mapping[str, Node]
) -> Iterator[tuple[int, int | None]]:
    for wid, name in before.items():
        node = known.get(name)
        if node is None:
            yield wid, None
        elif node.wid != wid:
            yield wid, node.wid


def _as_key(told: Any) -> Any:
    return tuple(map(_as_key, told)) if isinstance(told, (list, tuple)) else told


def _as_nodes(value: Any, known: Mapping[str, Node]) -> Any:
    """A value with widgets in place of their names; LookupError: one is not there."""
    if isinstance(value, dict):
        if value.keys() == {"$", "name"}:
            return known[value["name"]]
        return {key: _as_nodes(item, known) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_as_nodes(item, known) for item in value]
    return value

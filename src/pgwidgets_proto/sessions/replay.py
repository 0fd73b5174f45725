"""A session's state as the messages that rebuild it in an empty page.

Knows: in which order a page can be rebuilt. Must not know: who asks for it, or any widget class.

The order:

1. Every widget is created, in the order of ids, so that what a constructor refers to is there;
   each with its own simple values and its listeners. Values that mention other widgets follow when
   all are there.
2. Bottom-up, every container gets its children, each with what was set of its layout since it is
   there; then the values that need them (the page that a tab widget shows). So a window is attached
   to the page when it is whole: one layout, not one for every child.
3. Values that need the layout (how far something is scrolled).
"""

import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from ..views.batching import fold
from ..widgets.entry import NEEDS_LAYOUT, Entry, Replayed, is_plain
from ..widgets.widget import Node, as_node
from ..wire.messages import FIRST_BROWSER_WID, RebuildEnd, RebuildStart
from ..wire.outgoing import Key, Outgoing

if TYPE_CHECKING:
    from .session import Session


def replay(session: "Session", *, stock: bool) -> Iterator[Outgoing]:
    """Everything that a browser must be sent to show the session.

    Parameters:
        session: the session; it must not change while the iterator is in use.
        stock: for the stock client, which needs a listener where ours reports by itself.
    """
    yield _encoded(RebuildStart(next_wid=FIRST_BROWSER_WID))
    yield from session.hub.prelude.values()
    related: list[Node] = []
    for node in session.nodes.values():
        if not node.is_made_alone:
            continue
        yield _creation(session, node)
        if _mentions_others(node):
            related.append(node)
        else:
            yield from _own_values(session, node)
        yield from session.listeners(node, stock=stock)
    for node in related:
        yield from _own_values(session, node)
    for node in session.nodes.values():
        if node.parent is None:
            for below in _bottom_up(node):
                yield from _children(session, below, stock)
    for node in session.nodes.values():
        if not node.cls.is_local:
            yield from _values(session, node, _late(node, lowest=NEEDS_LAYOUT))
    yield _encoded(RebuildEnd())


def _encoded(message: RebuildStart | RebuildEnd) -> Outgoing:
    return Outgoing(msgspec.json.encode(message), None, type(message).__name__)


def _creation(session: "Session", node: Node) -> Outgoing:
    creation = node.creation
    if creation is None:
        return session.encode_create(node.cls, node.wid, node.arguments)
    if any(wid not in session.nodes for wid in creation.barrier if wid != node.wid):
        # A widget that the constructor was given is gone, and the browser could not resolve it.
        alive = {name: value for name, value in node.arguments.items() if not _mentions_gone(value)}
        creation = node.creation = session.encode_create(node.cls, node.wid, alive)
    return creation


def _own_values(session: "Session", node: Node) -> Iterator[Outgoing]:
    entries = node.entries.items()
    early = sorted((item for item in entries if not (item[1].late or item[1].is_placed)), key=_rank)
    yield from _values(session, node, [item for item in early if item[1].rank < 0])
    if node.content is not None:
        calls = [session.encode_call(node, *call) for call in node.content.replay()]
        yield from fold(calls)  # a tree would draw all its rows at each of them
    yield from _values(session, node, [item for item in early if item[1].rank >= 0])


def _bottom_up(root: Node) -> Iterator[Node]:
    # Without recursion, since a program may nest its widgets as deep as it likes.
    order: list[Node] = []
    stack = [root]
    while stack:
        node = stack.pop()
        order.append(node)
        stack.extend(node.children)
    return reversed(order)


def _children(session: "Session", node: Node, stock: bool) -> Iterator[Outgoing]:
    for slot in node.slots:
        if not _is_possible(session, slot):
            continue
        window = slot.window
        yield slot.outgoing or session.encode_call(
            node,
            slot.method,
            slot.args,
            keys=("children",),
            bind=None if window is None else window.wid,
        )
        if window is not None:
            yield from _own_values(session, window)
            yield from _values(session, window, _placed(window))
            yield from session.listeners(window, stock=stock)
            yield from _values(session, window, _late(window, below=NEEDS_LAYOUT))
        if slot.child is not None:
            yield from _values(session, slot.child, _placed(slot.child))
    yield from _values(session, node, _late(node, below=NEEDS_LAYOUT))


def _late(
    node: Node, *, lowest: float = -math.inf, below: float = math.inf
) -> list[tuple[Key, Entry]]:
    late = [
        item for item in node.entries.items() if item[1].late and lowest <= item[1].rank < below
    ]
    return sorted(late, key=_rank) if late else late


def _placed(node: Node) -> list[tuple[Key, Entry]]:
    return sorted((item for item in node.entries.items() if item[1].is_placed), key=_rank)


def _mentions_others(node: Node) -> bool:
    early = (entry for entry in node.entries.values() if not entry.late)
    return any(call.outgoing is not None and len(call.outgoing.barrier) > 1 for call in early)


def _mentions_gone(value: Any) -> bool:
    node = as_node(value)
    if node is not None:
        return node.destroyed
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, (list, tuple, set, frozenset)):
        return False
    return any(_mentions_gone(item) for item in value)


def _rank(item: tuple[Key, Entry]) -> int:
    return item[1].rank


def _values(
    session: "Session", node: Node, items: Iterable[tuple[Key, Entry]]
) -> Iterator[Outgoing]:
    for key, entry in items:
        if _is_possible(session, entry):
            yield session.encode_entry(node, key, entry)


def _is_possible(session: "Session", call: Replayed) -> bool:
    # Not when a widget that it was given is gone.
    if call.outgoing is None:
        return is_plain(call.args) or not _mentions_gone(call.args)
    return all(wid in session.nodes for wid in call.outgoing.barrier)

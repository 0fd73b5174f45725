"""A session's state as the messages that rebuild it in an empty page.

Knows: in which order a page can be rebuilt. Must not know: who asks for it, or any widget class.

The order:

1. Every widget is created, in the order of ids, so that what a constructor refers to is there;
   each with its own simple values and its listeners.
2. Bottom-up, every container gets its children, then the values that need them (the page that a
   tab widget shows). So a window is attached to the page when it is whole: one layout, not one
   for every child.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from .messages import RebuildEnd, RebuildStart
from .node import Entry, Node, Outgoing, Replayed, as_node

if TYPE_CHECKING:
    from .session import Session

FIRST_BROWSER_WID = 1_000_000
"""Ids from here on are the browser's own, for objects that it makes itself."""


def replay(session: "Session", *, stock: bool) -> Iterator[Outgoing]:
    """Everything that a browser must be sent to show the session.

    Parameters:
        session: the session; it must not change while the iterator is in use.
        stock: for the stock client, which needs a listener where ours reports by itself.
    """
    yield _encoded(RebuildStart(next_wid=FIRST_BROWSER_WID))
    yield from session.prelude
    for node in session.nodes.values():
        yield _creation(session, node)
        yield from _own_values(session, node)
        yield from node.listening.values()
        if stock:
            yield from session.stock_listeners(node)
    for node in session.nodes.values():
        if node.parent is None:
            yield from _tree(session, node)
    yield _encoded(RebuildEnd())


def _encoded(message: RebuildStart | RebuildEnd) -> Outgoing:
    return Outgoing(msgspec.json.encode(message), None, type(message).__name__)


def _creation(session: "Session", node: Node) -> Outgoing:
    if any(wid not in session.nodes for wid in node.created.barrier if wid != node.wid):
        # A widget that the constructor was given is gone, and the browser could not resolve it.
        alive = {
            name: value
            for name, value in node.arguments.items()
            if (other := as_node(value)) is None or not other.destroyed
        }
        node.created = session.encode_create(node.cls, node.wid, alive)
    return node.created


def _own_values(session: "Session", node: Node) -> Iterator[Outgoing]:
    early = [entry for entry in node.entries.values() if not entry.late]
    early.sort(key=_rank)
    yield from _calls(session, node, [entry for entry in early if entry.rank < 0])
    for journal in node.journals.values():
        yield from _calls(session, node, journal)
    yield from _calls(session, node, [entry for entry in early if entry.rank >= 0])


def _tree(session: "Session", node: Node) -> Iterator[Outgoing]:
    for child in node.children:
        yield from _tree(session, child)
    yield from _calls(session, node, node.slots)
    late = sorted((entry for entry in node.entries.values() if entry.late), key=_rank)
    yield from _calls(session, node, late)


def _rank(entry: Entry) -> int:
    return entry.rank


def _calls(session: "Session", node: Node, calls: Iterable[Replayed]) -> Iterator[Outgoing]:
    for call in calls:
        outgoing = call.outgoing
        if outgoing is None:
            if any((other := as_node(arg)) is not None and other.destroyed for arg in call.args):
                continue
            outgoing = call.outgoing = session.encode_call(node, call.method, call.args)
        elif any(wid not in session.nodes for wid in outgoing.barrier):
            continue
        yield outgoing

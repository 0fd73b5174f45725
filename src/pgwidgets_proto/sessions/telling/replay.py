"""A session's state as the messages that rebuild it in an empty page.

Knows: in which order a page can be rebuilt. Must not know: who asks for it.

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
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from ...views.batching import fold
from ...widgets.call_encoder import CallEncoder
from ...widgets.entry import NEEDS_LAYOUT, PLAIN, Entry
from ...widgets.nodes import as_node
from ...widgets.slots import Slot
from ...widgets.widget import Node
from ...wire.messages import FIRST_BROWSER_WID, RebuildEnd, RebuildStart
from ...wire.outgoing import Outgoing
from .listening import Listening


class Replay:
    """Says how the pages of one session are built.

    Parameters:
        nodes: the session's widgets by id.
        encoder: encodes what is not kept encoded.
        listening: says what is to be reported.
        preludes: what every page is told first, by what it is about: those of all sessions, and
            those of this one.
    """

    def __init__(
        self,
        nodes: Mapping[int, Node],
        encoder: CallEncoder,
        listening: Listening,
        preludes: tuple[Mapping[Hashable, Outgoing], ...],
    ) -> None:
        self._nodes = nodes
        self._encoder = encoder
        self._listening = listening
        self._preludes = preludes

    def page(self, *, stock: bool) -> Iterator[Outgoing]:
        """Everything that an empty page must be sent to show the session, as it is now.

        Parameters:
            stock: for the stock client, which needs a listener where ours reports by itself.
        """
        out = [_encoded(RebuildStart(next_wid=FIRST_BROWSER_WID))]
        for prelude in self._preludes:
            out += prelude.values()
        related: list[Node] = []
        last: list[Node] = []  # those with values that need more than the widget alone
        for node in self._nodes.values():
            entries = node.each_entry
            if entries and _is_any_late(entries):
                last.append(node)
            if not node.is_made_alone:
                continue
            out.append(self._creation(node))
            if node.content is None and not entries:
                pass  # as most widgets
            elif _mentions_others(entries):
                related.append(node)
            else:
                self._own_values(node, out)
            if stock or node.listening:
                out += self._listening.replay(node, stock=stock)
        for node in related:
            self._own_values(node, out)
        for node in self._nodes.values():
            if node.parent is None:
                for below in _bottom_up(node):
                    self._children(below, stock, out)
        for node in last:
            if not node.cls.is_local:
                self._values(node, _late(node, lowest=NEEDS_LAYOUT), out)
        out.append(_encoded(RebuildEnd()))
        return iter(out)

    def _creation(self, node: Node) -> Outgoing:
        creation = node.creation
        if creation is None:
            return self._encoder.create(node.cls, node.wid, node.given)
        if any(wid not in self._nodes for wid in creation.barrier if wid != node.wid):
            # A widget that the constructor was given is gone, and the browser could not resolve it.
            for name, value in node.arguments.items():
                if _mentions_gone(value):
                    node.give(name, None)
            creation = node.creation = self._encoder.create(node.cls, node.wid, node.given)
        return creation

    # Each of these adds to the page; most widgets have next to nothing, and are soon passed.

    def _own_values(self, node: Node, out: list[Outgoing]) -> None:
        early = _early(node)
        if node.content is None:
            self._values(node, early, out)
            return
        self._values(node, [entry for entry in early if entry.how.rank < 0], out)
        calls = [self._encoder.call(node, *call) for call in node.content.replay()]
        out += fold(calls)  # a tree would draw all its rows at each of them
        self._values(node, [entry for entry in early if entry.how.rank >= 0], out)

    def _children(self, node: Node, stock: bool, out: list[Outgoing]) -> None:
        for slot in node.slots:
            if not self._is_possible(slot):
                continue
            window = slot.window
            out.append(
                slot.outgoing
                or self._encoder.call(
                    node,
                    slot.method,
                    slot.args,
                    keys=("children",),
                    bind=None if window is None else window.wid,
                )
            )
            if window is not None:
                self._own_values(window, out)
                self._values(window, _placed(window), out)
                out += self._listening.replay(window, stock=stock)
                self._values(window, _late(window, below=NEEDS_LAYOUT), out)
            if slot.child is not None and slot.child.each_entry:
                placed = _placed(slot.child)
                if placed:
                    self._values(slot.child, placed, out)
        entries = node.each_entry
        if entries and _is_any_late(entries):
            self._values(node, _late(node, below=NEEDS_LAYOUT), out)

    def _values(self, node: Node, entries: Iterable[Entry], out: list[Outgoing]) -> None:
        out += [
            self._encoder.entry(node, entry.key, entry)
            for entry in entries
            if self._is_possible(entry)
        ]

    def _is_possible(self, call: Entry | Slot[Node]) -> bool:
        # A call that names a destroyed widget can't be repeated.
        if call.outgoing is None:
            for arg in call.args:  # mostly widgets and plain values, which take no call
                if isinstance(arg, Node):
                    if arg.destroyed:
                        return False
                elif type(arg) not in PLAIN and _mentions_gone(arg):
                    return False
            return True
        return all(wid in self._nodes for wid in call.outgoing.barrier)


def _encoded(message: RebuildStart | RebuildEnd) -> Outgoing:
    return Outgoing(msgspec.json.encode(message), None, type(message).__name__)


def _bottom_up(root: Node) -> Iterator[Node]:
    # Without recursion, since a program may nest its widgets as deep as it likes.
    order: list[Node] = []
    stack = [root]
    while stack:
        node = stack.pop()
        order.append(node)
        if node.slots:
            stack += [slot.child for slot in node.slots if slot.child is not None]
    return reversed(order)


def _is_any_late(entries: Iterable[Entry]) -> bool:
    for entry in entries:  # noqa: SIM110 (all widgets are asked, and any() is dearer)
        if entry.how.late:
            return True
    return False


def _early(node: Node) -> list[Entry]:
    early = [entry for entry in node.each_entry if not (entry.how.late or entry.how.is_placed)]
    return sorted(early, key=_rank) if len(early) > 1 else early


def _late(node: Node, *, lowest: float = -math.inf, below: float = math.inf) -> list[Entry]:
    late = []
    for entry in node.each_entry:
        how = entry.how
        if how.late and lowest <= how.rank < below:
            late.append(entry)
    return sorted(late, key=_rank) if late else late


def _placed(node: Node) -> list[Entry]:
    placed = [entry for entry in node.each_entry if entry.how.is_placed]
    return sorted(placed, key=_rank) if len(placed) > 1 else placed


def _mentions_others(entries: Iterable[Entry]) -> bool:
    for entry in entries:
        outgoing = entry.outgoing
        if outgoing is not None and not entry.how.late and len(outgoing.barrier) > 1:
            return True
    return False


def _mentions_gone(value: Any) -> bool:
    node = as_node(value)
    if node is not None:
        return node.destroyed
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, (list, tuple, set, frozenset)):
        return False
    return any(_mentions_gone(item) for item in value)


def _rank(entry: Entry) -> int:
    return entry.how.rank

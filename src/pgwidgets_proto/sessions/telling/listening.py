"""Which actions browsers are asked to report of a widget.

Knows: what a class needs reported, what the program has handlers for, and what the stock client
must be asked for. Must not know: what a report says, or how it gets here.
"""

from collections.abc import Iterator

from ...widgets.call_encoder import CallEncoder
from ...widgets.widget import Node, Operations
from ...wire.outgoing import Outgoing
from .audience import Audience
from .telling import Telling


class Listening:
    """Has browsers report actions.

    Parameters:
        session: whose program is told of what may be wrong.
        encoder: encodes that an action is to be reported.
        telling: queues that on the links.
        audience: the links.
    """

    def __init__(
        self, session: Operations, encoder: CallEncoder, telling: Telling, audience: Audience
    ) -> None:
        self._session = session
        self._encoder = encoder
        self._telling = telling
        self._audience = audience

    def begin(self, node: Node) -> None:
        """Have browsers report what the core itself needs; they know the widget by now."""
        for action in node.cls.automatic:
            self._add(node, action)
        for link in self._audience.links:
            if not link.speaks_extension:
                for outgoing in self._for_stock(node):
                    self._telling.put(link, outgoing)

    def listen(self, node: Node, action: str) -> bool:
        """Have an action reported to the program, as :class:`~..events.WidgetEvent`.

        Parameters:
            node: the widget.
            action: what its class reports (``activated``).

        Returns:
            Whether the action can happen: not to a destroyed widget, and not where the class has no
            such action, which the session's ``doubts`` is told.

        Raises:
            TypeError: the action is no text.
        """
        if not isinstance(action, str):
            raise TypeError(f"{node.cls.name}: an action is {action!r}; it must be a text")
        if node.destroyed:
            self._session.in_vain(f"{node!r}: nothing happens to it any more ({action!r})")
            return False
        if action not in node.cls.actions:
            known = ", ".join(sorted(node.cls.actions))
            self._session.doubts(
                f"{node.cls.name} has no action {action!r}, so a handler of it is never called; "
                f"it has: {known}"
            )
            return False
        node.wanted |= {action}
        if action not in node.listening and not node.cls.is_local:
            self._add(node, action)
        return True

    def unlisten(self, node: Node, action: str) -> None:
        """Have an action reported no more; what the core needs itself still is."""
        if node.destroyed or action not in node.wanted:
            return
        node.wanted -= {action}
        if action in node.listening and action not in node.cls.automatic:
            node.listening = tuple(other for other in node.listening if other != action)
            self._telling.send(self._encoder.unlisten(node, action))

    def replay(self, node: Node, *, stock: bool) -> Iterator[Outgoing]:
        """What a new page is asked to report of a widget.

        Parameters:
            node: the widget.
            stock: for the stock client, which must be asked for what ours reports by itself.
        """
        for action in node.listening:
            yield self._encoder.listen(node, action)
        if stock:
            yield from self._for_stock(node)

    def _add(self, node: Node, action: str) -> None:
        node.listening = (*node.listening, action)
        self._telling.send(self._encoder.listen(node, action))

    def _for_stock(self, node: Node) -> Iterator[Outgoing]:
        for key, setter in node.cls.observes.items():
            action = "resize" if key == "size" else "move"
            if setter is not None and action not in node.listening:
                yield self._encoder.listen(node, action)

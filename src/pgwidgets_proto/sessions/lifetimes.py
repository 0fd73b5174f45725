"""The widgets of one session: how each is made, and how it ends.

Knows: ids, what belongs to a widget, and what ends with it. Must not know: browsers or what a
method does beyond making and ending.
"""

from collections.abc import Callable
from typing import Any, Protocol

from ..catalog import widget_class
from ..catalog.effects.containers import forget_child
from ..deadlines import Deadlines
from ..errors import CloseCode, RemoteProtocolError
from ..widgets.binding import bind_constructor
from ..widgets.call_encoder import CallEncoder
from ..widgets.entry import is_plain, is_soon_encoded
from ..widgets.kept import pack_given
from ..widgets.radio_groups import join_group, leave_group
from ..widgets.widget import Node, Operations, WidgetClass
from ..wire.messages import FIRST_BROWSER_WID


class Calling(Operations, Protocol):
    """What :class:`Lifetimes` asks of a session, beside what effects ask."""

    def call(self, node: Node, name: str, args: tuple[Any, ...] = ()) -> Any:
        """Call a widget's method."""


class Lifetimes:
    """Makes and ends the widgets of one session.

    Parameters:
        session: carries out calls and queues messages.
        nodes: the widgets by id, in the order of creation.
        encoder: encodes creations.
        deadlines: where widgets' timers run.
        widgets_gone: is called after widgets have ended, for those who wait for them.
        changed: is told that the state may have changed.

    Attributes:
        next_wid: the id of the next widget. No id is used twice.
        node_class: what is made of each widget.
    """

    def __init__(
        self,
        session: Calling,
        nodes: dict[int, Node],
        encoder: CallEncoder,
        deadlines: Deadlines,
        widgets_gone: Callable[[], None],
        changed: Callable[[], None],
    ) -> None:
        self.next_wid = 1
        self.node_class: type[Node] = Node
        self._session = session
        self._nodes = nodes
        self._encoder = encoder
        self._deadlines = deadlines
        self._widgets_gone = widgets_gone
        self._changed = changed

    def create(
        self, name: str | WidgetClass, args: tuple[Any, ...], options: dict[str, Any], owner: Any
    ) -> Node:
        """Make a widget; parameters and errors as those of :meth:`.session.Session.create`."""
        session = self._session
        cls = _class_named(name) if isinstance(name, str) else name
        given, setters = bind_constructor(cls, args, options, session.doubts)
        wid = self.next_wid
        node = self.node_class(session, wid, cls, given, is_made_alone=not cls.is_local)
        if cls.content is not None:
            node.content = cls.content(node)  # which may put the arguments in another way
            given = node.given
        is_made_again = not isinstance(given, dict) and is_plain(given)
        creation = None
        if not cls.is_local and (
            session.links or session.is_heard or not (is_made_again and is_soon_encoded(given))
        ):
            creation = self._encoder.create(cls, wid, given)
            if not is_made_again:
                node.creation = creation
        node.widget = owner
        if "group" in cls.places:
            join_group(node)
        self._add(node)
        if creation is not None:
            session.send(creation)
        if not cls.is_local:
            session.begin_listening(node)
        try:
            for method, value in setters:
                session.call(node, method, (value,))
        except Exception:
            self.destroy(node)
            raise
        return node

    def make_bound(self, name: str, parent: Node, arguments: dict[str, Any]) -> Node:
        """Make a widget that a call of its parent makes in the browsers, and binds to its id.

        Parameters:
            name: its class.
            parent: whose call makes it.
            arguments: what it is at first, by name.
        """
        cls = _class_named(name)
        given = pack_given(cls.names, arguments)
        node = self.node_class(self._session, self.next_wid, cls, given, is_made_alone=False)
        node.parent = parent
        self._add(node)
        return node

    def _add(self, node: Node) -> None:
        self.next_wid += 1
        self._nodes[node.wid] = node
        self._changed()

    def check_given(self, wid: int) -> None:
        """Refuse an id that a browser can't have from us.

        That of a widget which was destroyed meanwhile is no fault of the browser.

        Raises:
            RemoteProtocolError: no widget ever had this id.
        """
        if wid <= 0 or self.next_wid <= wid < FIRST_BROWSER_WID:
            raise RemoteProtocolError(
                CloseCode.PROTOCOL_ERROR,
                "callback of an unknown widget",
                f"callback of the widget {wid}, which never was",
            )

    def set_timer(self, node: Node, delay: float, action: Callable[[], None]) -> None:
        """Have something done for a widget after so many seconds, unless it ends before."""
        if node.timer is not None:
            node.timer.cancel()

        def run(now: float) -> None:
            self._changed()
            action()

        node.timer = self._deadlines.add(delay, run)

    def destroy(self, node: Node) -> None:
        """Destroy a widget and all below it, and tell the browsers."""
        session, parent = self._session, node.parent
        remove = None if parent is None else parent.cls.methods.get("remove")
        if parent is not None and remove is not None:
            remove.effect.apply(session, parent, remove, (node, True))  # as browsers do it there
            return
        if not node.cls.is_local:
            session.send(self._encoder.call(node, "destroy", ()))
        self.forget(node)

    def release(self, node: Node) -> None:
        """End a widget that the program no longer holds, unless something else needs it."""
        is_needed = node.cls.is_needed
        if is_needed is None or node.destroyed or node.widget is None:
            return
        if node.live_widget is None and not is_needed(node):
            self._session.call(node, "destroy")

    def forget(self, node: Node) -> None:
        """Destroy a widget and all below it in Python alone: the browsers know already."""
        if node.parent is not None:
            forget_child(self._session, node.parent, node)
        for gone in list(node.walk()):
            _end(gone)
            leave_group(gone)
            self._nodes.pop(gone.wid, None)
            for owned in list(gone.owned):
                if not owned.destroyed:
                    self.destroy(owned)
        self._changed()
        self._widgets_gone()

    def end(self) -> None:
        """End all widgets at once, with their session."""
        for node in self._nodes.values():
            _end(node)
        self._nodes.clear()


def _end(node: Node) -> None:
    node.destroyed = True
    if node.timer is not None:
        node.timer.cancel()


def _class_named(name: str) -> WidgetClass:
    try:
        return widget_class(name)
    except KeyError:
        raise ValueError(f"there is no widget class {name!r}") from None

"""One session: its widgets, the browsers that show it, and what both sides do to it.

Knows: how a program's call becomes state, messages and events, and which widgets there are.
Must not know: bytes, how a message is encoded (widgets/call_encoder.py), how browsers come and go
(audience.py), HTTP, credentials' rules, event loops, or any widget class by name.

Rules:

* Every operation is plain code: it checks, changes the state, queues messages, and returns.
* Nothing is lost when an operation raises: checks and encoding come before any change.
* A report older than our newest word on a value reaches the handlers and changes nothing; the
  browser it came from is told our value again (inbox.py).
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from ..catalog import widget_class
from ..catalog.effects.containers import forget_child
from ..conversions import Doubts, no_doubts
from ..errors import CloseCode, SessionGoneError, WidgetGoneError
from ..promise import Promise
from ..views.batching import Batch
from ..widgets.binding import bind_call, bind_constructor
from ..widgets.call_encoder import CallEncoder
from ..widgets.checks import fit, take_arguments
from ..widgets.decoding import resolve
from ..widgets.entry import is_plain
from ..widgets.whom import Target
from ..widgets.widget import Method, Node, WidgetClass, as_node
from ..wire.messages import Message, OpenUrl
from ..wire.outgoing import Outgoing, Touch
from .audience import Audience
from .events import SessionEvent, WidgetEvent
from .inbox import Inbox
from .pending import Pending
from .questions import Flush
from .transfers import Transfers

if TYPE_CHECKING:
    from ..views.link import Link
    from .hub import Hub


class Session:
    """One session. Made by :meth:`Hub.create_session <.hub.Hub.create_session>`.

    Attributes:
        hub: where it belongs.
        id, token: its credentials.
        nodes: its widgets by id, in the order of creation.
        audience: its browsers.
        links, detached: those that show it, and those that may come back: the lists of it.
        viewport: the page size that a browser reported last.
        next_wid: the id of the next widget.
        inbox: what browsers report.
        transfers: the files that they are bringing.
        waiting: who waits for browsers.
        asker: the browser on whose behalf the program acts right now, set by the application
            around each call; None: the most recently active one.
        batch: the batch that the program's calls go into right now, or None.
        owner: the application's object for this session.
        is_destroyed: whether it has ended.
        is_restored: whether its id and token are those of an earlier run of the server.
        doubts: is told of what a call may have got wrong, in a sentence; the application warns the
            program of it.
        in_vain: is told of calls that did nothing, since a widget has been destroyed.
    """

    def __init__(self, hub: "Hub", id_: int | str, token: str) -> None:
        self.hub = hub
        self.id = id_
        self.token = token
        self.nodes: dict[int, Node] = {}
        self.audience = Audience(self)
        self.links = self.audience.links
        self.detached = self.audience.detached
        self.viewport: tuple[float, float] = (0, 0)
        self.asker: Link | None = None
        self.batch: Batch | None = None
        self.owner: Any = None
        self.is_destroyed = False
        self.is_restored = False
        self.doubts: Doubts = no_doubts
        self.in_vain: Callable[[str], None] = no_doubts
        self.next_wid = 1
        self.inbox = Inbox(self)
        self.transfers = Transfers(self)
        self._encoder = CallEncoder(self)
        # What effects ask a session for. Nearly every call does, so no method stands in between.
        self.encode_create = self._encoder.create
        self.encode_call = self._encoder.call
        self.encode_entry = self._encoder.entry
        self.waiting = Pending(self)

    # --- what the program does ----------------------------------------------------------------

    def create(
        self,
        name: str | WidgetClass,
        args: tuple[Any, ...] = (),
        options: dict[str, Any] | None = None,
        owner: Any = None,
    ) -> Node:
        """Make a widget.

        Parameters:
            name: its class.
            args: the constructor's positional arguments, then its options by position.
            options: arguments and options by name; any other ``k`` is ``set_k(value)``.
            owner: the object that the program sees, kept as ``node.widget``.

        Raises:
            TypeError, ValueError: arguments that the class does not take; nothing is made.
        """
        self._check_alive()
        cls = _class_named(name) if isinstance(name, str) else name
        arguments, setters = bind_constructor(cls, args, options or {}, self.doubts)
        wid = self.next_wid
        node = Node(self, wid, cls, arguments, None)
        if cls.content is not None:
            node.content = cls.content(node)  # which may put the arguments in another way
        if not cls.is_local:
            node.creation = self.encode_create(cls, wid, arguments)
            node.is_made_alone = True
        node.widget = owner
        group_of = as_node(arguments.get("group"))
        if group_of is not None:
            if group_of.radio_group is None:
                group_of.radio_group = [group_of]
            node.radio_group = group_of.radio_group
            node.radio_group.append(node)
        self.next_wid += 1
        self.nodes[wid] = node
        if node.creation is not None:
            self.send(node.creation)
            if is_plain(arguments.values()):
                node.creation = None
            self.begin_listening(node)
        try:
            for method, value in setters:
                self.call(node, method, (value,))
        except Exception:
            self.destroy(node)
            raise
        return node

    def call(
        self,
        node: Node,
        name: str,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        """Call a widget's method.

        Returns:
            What the method gives back: None for most, a value for getters, a node for factories,
            a :class:`~.questions.Question` where a browser must answer. Of a destroyed widget
            getters give the last value, and all others do nothing.

        Raises:
            AttributeError: the class has no such method.
            TypeError, ValueError: bad arguments; the state is as it was.
        """
        method = node.cls.methods.get(name)
        if method is None:
            raise AttributeError(f"{node.cls.name} has no method {name!r}")
        return self.call_method(node, method, args, kwargs)

    def call_method(
        self,
        node: Node,
        method: Method,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        """As :meth:`call`, with the method as the catalogue has it."""
        if node.destroyed and not method.effect.is_local:
            return self._do_nothing(node, method, node)
        try:
            if kwargs or not fit(args, method.exact):
                args = bind_call(node.cls.name, method, args, kwargs or {})
                where = f"{node.cls.name}.{method.name}()"
                args = take_arguments(where, method.params, args, self.doubts)
            return method.effect.apply(self, node, method, args)
        except WidgetGoneError as exc:
            return self._do_nothing(node, method, exc.args[0])

    def listen(self, node: Node, action: str) -> bool:
        """Have an action reported to the program.

        Returns:
            Whether it can happen: not to a destroyed widget, and not if the class has none such,
            of which :attr:`doubts` is told.

        Raises:
            TypeError: the action is no text.
        """
        if not isinstance(action, str):
            raise TypeError(f"{node.cls.name}: an action is {action!r}; it must be a text")
        if node.destroyed:
            self.in_vain(f"{node!r}: nothing happens to it any more ({action!r})")
            return False
        if action not in node.cls.actions:
            known = ", ".join(sorted(node.cls.actions))
            self.doubts(
                f"{node.cls.name} has no action {action!r}, so a handler of it is never called; "
                f"it has: {known}"
            )
            return False
        node.wanted |= {action}
        if action not in node.listening and not node.cls.is_local:
            self._listen(node, action)
        return True

    def unlisten(self, node: Node, action: str) -> None:
        """Have an action reported no more; what the core needs itself still is."""
        if node.destroyed or action not in node.wanted:
            return
        node.wanted -= {action}
        if action in node.listening and action not in node.cls.automatic:
            node.listening = tuple(other for other in node.listening if other != action)
            self.send(self._encoder.unlisten(node, action))

    def send_message(self, message: Message, target: Target = Target.ALL) -> None:
        """Send a message that is about no widget (open-url, fonts)."""
        self.send(self._encoder.message(message), target)

    def open_url(self, url: str) -> None:
        """Open a URL in a new tab of the browser that asked for it.

        Raises:
            TypeError: it is no text.
        """
        if not isinstance(url, str):
            raise TypeError(f"open_url(): url is {url!r}; it must be a text")
        self.send_message(OpenUrl(url=url), Target.ASKER)

    def rebuild(self) -> None:
        """Build the page anew in every browser, from the state as it is."""
        for link in self.links:
            link.rebuild()

    def flush(self, timeout: float | None = None) -> Flush:
        """Wait until every browser has applied what was called before.

        Parameters:
            timeout: seconds, or None.

        Returns:
            A promise; it raises the errors of pipelined calls since the last flush
            (:exc:`~.errors.BrowserError`, or an ExceptionGroup of them), or TimeoutError.

        Raises:
            TypeError, ValueError: a timeout that is no number of seconds.
        """
        if timeout is not None:
            if not isinstance(timeout, (int, float)):
                raise TypeError(f"flush(): timeout is {timeout!r}; it must be seconds, or None")
            if timeout != timeout:  # NaN, which has no place in any order of deadlines
                raise ValueError("flush(): timeout is nan; it must be seconds, or None")
        if self.batch is not None:
            self.batch.release()
        flush = self.waiting.flush(timeout)
        if not flush.is_settled:
            self.audience.mark_ready()
        return flush

    def close(
        self,
        code: CloseCode = CloseCode.SESSION_CLOSED,
        reason: str = "the program closed this session's browsers",
    ) -> None:
        """Send all browsers away; the session stays."""
        for link in self.views:
            link.shut(code, reason)

    # --- what a driver and the application call -----------------------------------------------

    def next_event(self) -> SessionEvent | None:
        """Take the next event, or None; what it reports is state from here on."""
        was_paused = self.is_reading_paused
        event = self.inbox.take()
        if was_paused and not self.is_reading_paused:
            self.audience.mark_ready()
        return event

    @property
    def is_reading_paused(self) -> bool:
        """Whether enough events wait, so that browsers' bytes may stay where they are.

        Never while an answer is awaited: it stands behind the events in those very bytes.
        """
        if self.waiting.is_answer_awaited:
            return False
        return self.inbox.is_half_full

    @property
    def views(self) -> "list[Link]":
        """All that the session is told to: browsers that show it, and those that may come back."""
        return [*self.links, *self.detached]

    @property
    def is_connected(self) -> bool:
        """Whether a browser shows the session."""
        return bool(self.links)

    def tell_token(self, old: str) -> None:
        """Tell the browsers the session's token, which has changed; ``old`` is void.

        Only pages that have not heard of it yet may come back with it, and are told then.
        """
        for link in self.views:
            link.void_tokens.append(old)
            link.tell_token()

    # --- Operations: what effects ask of a session (widgets/widget.py) --------------------------

    def send(self, outgoing: Outgoing, target: Target = Target.ALL) -> None:
        """Queue a message on every link, or on the asker's alone."""
        if target is Target.ASKER:
            link = self.audience.asking()
            if link is not None:
                self._put(link, outgoing)
            return
        for link in self.views:
            if self.batch is None and not link.batches:
                link.put(outgoing)
            else:
                self._put(link, outgoing)
        for link in self.audience.departed:
            link.knowledge.note(outgoing)

    def send_in_order(
        self, outgoing: Outgoing, *, to: "Link | None" = None, but: "Link | None" = None
    ) -> None:
        """Queue a message after what open batches keep back for the same widgets.

        Parameters:
            to: the only browser that gets it; None: all.
            but: a browser that does not.
        """
        if to is None and but is None:
            self.send(outgoing)
            return
        for link in self.views if to is None else [to]:
            if link is not but:
                for batch in list(link.batches):
                    if not batch.wids.isdisjoint(outgoing.barrier):
                        batch.release()
                link.put(outgoing)
        for link in self.audience.departed if to is None else ():
            link.knowledge.note(outgoing)

    def ask(self, node: Node, method: str, args: tuple[Any, ...]) -> Promise:
        """Ask a browser; without any, the answer is None."""
        outgoing = self.encode_call(node, method, args)
        if outgoing.binary is not None:
            raise TypeError(f"{node.cls.name}.{method}(): no browser answers a call with a Buffer")
        if self.batch is not None:
            self.batch.release()
        question = self.waiting.ask(node, outgoing)
        self.audience.mark_ready()
        return question

    def make_bound(self, name: str, parent: Node, arguments: dict[str, Any]) -> Node:
        """Make a widget that a call of its parent makes in the browsers, and binds to its id.

        Parameters:
            name: its class.
            parent: whose call makes it.
            arguments: what it is at first, by name.
        """
        node = Node(self, self.next_wid, _class_named(name), arguments, None)
        node.parent = parent
        self.next_wid += 1
        self.nodes[node.wid] = node
        return node

    def begin_listening(self, node: Node) -> None:
        """Have browsers report what the core itself needs; they know the widget by now."""
        for action in node.cls.automatic:
            self._listen(node, action)
        for link in self.links:
            if not link.speaks_extension:
                for outgoing in self._stock_listeners(node):
                    self._put(link, outgoing)

    def set_timer(self, node: Node, delay: float, action: Callable[[], None]) -> None:
        """Have something done for a widget after so many seconds; not if it ends before."""
        if node.timer is not None:
            node.timer.cancel()
        node.timer = self.hub.deadlines.add(delay, lambda now: action())

    @property
    def now(self) -> float:
        """The time, in monotonic seconds, as the driver last told it."""
        return self.hub.deadlines.now

    def destroy(self, node: Node) -> None:
        """Destroy a widget and all below it, and tell the browsers."""
        parent = node.parent
        remove = None if parent is None else parent.cls.methods.get("remove")
        if parent is not None and remove is not None:
            remove.effect.apply(self, parent, remove, (node, True))  # it knows its browser's ways
            return
        if not node.cls.is_local:
            self.send(self.encode_call(node, "destroy", ()))
        self.forget(node)

    def release(self, node: Node) -> None:
        """End a widget that the program holds no more, unless something else needs it still."""
        is_needed = node.cls.is_needed
        if is_needed is None or node.destroyed or node.widget is None:
            return
        if node.live_widget is None and not is_needed(node):
            self.call(node, "destroy")

    def forget(self, node: Node) -> None:
        """Destroy a widget and all below it in Python alone: the browsers know already."""
        if node.parent is not None:
            forget_child(self, node.parent, node)
        for gone in list(node.walk()):
            gone.destroyed = True
            if gone.timer is not None:
                gone.timer.cancel()
            gone.leave_group()
            self.nodes.pop(gone.wid, None)
            for owned in list(gone.owned):
                self.destroy(owned)
        self.waiting.widgets_gone()
        self.transfers.widgets_gone()

    def raise_event(self, node: Node, action: str, *args: Any) -> None:
        """Tell the program's handlers of what the program itself brought about."""
        if action in node.wanted:
            self.inbox.put_event(WidgetEvent(node=node, action=action, args=args))

    # --- what the inbox uses ------------------------------------------------------------------

    def is_leading(self, link: "Link") -> bool:
        """Whether this browser is the one whose layout counts: the most recently active one."""
        return self.audience.is_leading(link)

    def resolve(self, value: Any) -> Any:
        """A browser's value with its widgets as nodes; raises as :func:`.decoding.resolve`."""
        return resolve(value, self.nodes)

    def tell(self, touches: Iterable[Touch], links: list["Link"]) -> None:
        """Bring browsers to our values, silently."""
        if not links:
            return
        for outgoing in self._encode_values(touches):
            for link in links:
                self.send_in_order(outgoing, to=link)

    def answer(self, touches: Iterable[Touch], link: "Link") -> None:
        """Tell a browser what became of its own report; what it reports meanwhile is not stale."""
        for outgoing in self._encode_values(touches):
            link.put(msgspec.structs.replace(outgoing, touches=()))

    # --- what the hub calls -------------------------------------------------------------------

    def end(self) -> None:
        """All goes: browsers, widgets, and everything that waits."""
        self.close(CloseCode.SESSION_DESTROYED, "the session was destroyed")
        self.is_destroyed = True
        for node in self.nodes.values():
            node.destroyed = True
            if node.timer is not None:
                node.timer.cancel()
        self.nodes.clear()
        self.waiting.end()
        self.transfers.widgets_gone()

    # --- its own business ---------------------------------------------------------------------

    def listeners(self, node: Node, *, stock: bool) -> Iterator[Outgoing]:
        """What browsers are asked to report of a widget.

        Parameters:
            stock: for the stock client, which must be asked for what ours reports by itself.
        """
        for action in node.listening:
            yield self._encoder.listen(node, action)
        if stock:
            yield from self._stock_listeners(node)

    def _stock_listeners(self, node: Node) -> Iterator[Outgoing]:
        for key, setter in node.cls.observes.items():
            action = "resize" if key == "size" else "move"
            if setter is not None and action not in node.listening:
                yield self._encoder.listen(node, action)

    def _put(self, link: "Link", outgoing: Outgoing) -> None:
        for batch in list(link.batches):
            if batch is not self.batch and not batch.wids.isdisjoint(outgoing.barrier):
                batch.release()
        if self.batch is not None:
            self.batch.put(link, outgoing)
        else:
            link.put(outgoing)

    def _listen(self, node: Node, action: str) -> None:
        node.listening = (*node.listening, action)
        self.send(self._encoder.listen(node, action))

    def _encode_values(self, touches: Iterable[Touch]) -> Iterator[Outgoing]:
        for touch in reversed(list(touches)):
            node = self.nodes.get(touch.wid)
            if node is None:
                continue
            entry = node.entries.get(touch.key)
            if entry is not None:
                yield self.encode_entry(node, touch.key, entry)
            elif node.content is not None:
                for step in node.content.tell(touch.key):
                    yield self.encode_call(
                        node, *step.call, keys=step.parts, mergeable=step.mergeable
                    )

    def _check_alive(self) -> None:
        if self.is_destroyed:
            raise SessionGoneError(f"session {self.id!r} was destroyed")

    def _do_nothing(self, node: Node, method: Method, gone: Node) -> Any:
        """Take a call that comes too late for what it does: a user has closed the window."""
        self.in_vain(f"{node.cls.name}.{method.name}() does nothing: {gone!r}")
        return method.effect.in_vain(self, node)

    def __repr__(self) -> str:
        return f"<Session {self.id!r} widgets={len(self.nodes)} browsers={len(self.links)}>"


def _class_named(name: str) -> WidgetClass:
    try:
        return widget_class(name)
    except KeyError:
        raise ValueError(f"there is no widget class {name!r}") from None

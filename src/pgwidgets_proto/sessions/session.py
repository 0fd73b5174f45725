"""One session: its widgets, and what the program does to them.

Knows: how a program's call becomes state, messages and events, and which widgets there are. Must
not know: how a message is encoded (widgets/call_encoder.py) and queued (telling.py), who hears when
browsers come and go (presence.py), or credentials' rules.

Rules:

* Every operation is plain code: it checks, changes the state, queues messages, and returns.
* Nothing is lost when an operation raises: checks and encoding come before any change.
* A report older than our newest word on a value reaches the handlers and changes nothing; the
  browser it came from is told our value again (browser_report.py).
"""

from collections.abc import Callable, Iterator
from functools import partial
from operator import attrgetter
from typing import Any

from ..errors import CloseCode, SessionGoneError, WidgetGoneError
from ..limits import Limits
from ..models.conversions import Doubts, no_doubts
from ..views.batching import Batch
from ..views.link import Link
from ..widgets.binding import bind_call
from ..widgets.call_encoder import CallEncoder
from ..widgets.checks import fit, take_arguments
from ..widgets.whom import Target
from ..widgets.widget import Method, Node, WidgetClass, call_name, with_nodes
from ..wire.messages import Message, OpenUrl
from ..wire.outgoing import Outgoing
from .asking.answers import Answers
from .asking.pending import Pending, check_timeout
from .asking.promise import Promise
from .asking.questions import Flush
from .authority import Authority
from .events import SessionEvent, WidgetEvent
from .keeping.kept import Kept
from .lifetimes import Lifetimes
from .people.roles import Role
from .presence import Presence
from .receiving.inbox import Inbox
from .receiving.readings import LOOKS, Readings
from .receiving.transfers import Transfers
from .receiving.watching import Watching
from .seam import Keeper
from .telling.audience import Audience
from .telling.listening import Listening
from .telling.looks import Looks
from .telling.pages import Pages
from .telling.replay import Replay
from .telling.telling import Telling


def _of_part(path: str) -> Any:
    """What a part of a session does, as if the session did it."""
    return property(attrgetter(path))


class Session:
    """One session: its widgets, and what the program does to them.

    Made by :meth:`Hub.create_session <.hub.Hub.create_session>`, or by the hub when a visitor
    comes. No call waits: it changes the state, and queues for each browser what brings it there.

    Attributes:
        keeper: the hub.
        id, token: its credentials.
        first_token: the token that it was made with.
        nodes: its widgets by id, in the order of creation.
        audience: its browsers.
        account: what it holds of the server's budget.
        links, detached: the browsers that show it, and those that may come back.
        viewport: the page size that a browser reported last.
        inbox: what browsers report.
        transfers: the files that they are bringing.
        pending: who waits for browsers.
        readings: what is to be read of the sources of tables.
        telling: queues messages for the browsers.
        pages: the packed page that browsers are built with.
        presence: who hears when a browser comes or goes.
        authority: what the users of its browsers may do.
        shares: the links to it that were passed on.
        control: who is at the controls.
        lifetimes: how its widgets are made, and how they end.
        looks: what its pages look like.
        kept: what of it outlives the process; None: nothing does.
        owner: the application's object for this session.
        is_destroyed: whether it has ended.
        is_restored: whether its id and token are those of an earlier run of the server.
        doubts: is told of what a call may have got wrong, in a sentence; the application warns the
            program of it.
        in_vain: is told of calls that did nothing, since their widget is destroyed.
    """

    __slots__ = (
        "__dict__",  # empty, but for a recorder's taps
        "__weakref__", "_answers", "_encoder", "_listening", "_replay", "account", "applied",
        "audience", "authority", "control", "detached", "doubts", "encode_call", "first_token",
        "id", "in_vain", "inbox", "is_destroyed", "is_restored", "keeper", "kept", "lifetimes",
        "links", "looks", "nodes", "owner", "pages", "pending", "presence", "readings",
        "room_made", "send", "shares", "take_report", "telling", "token", "transfers",
        "user_acted", "viewport",
    )  # fmt: skip

    role = Role.OPERATOR.value
    may_act = True
    is_following = False
    """A session is itself the badge of its owner's browsers (:class:`~..views.seam.Badge`)."""

    def __init__(self, keeper: "Keeper[Session]", id_: int | str, token: str) -> None:
        limits, deadlines = keeper.limits, keeper.deadlines
        self.keeper = keeper
        self.account = keeper.budget.account()
        self.id = id_
        self.token = self.first_token = token
        self.nodes: dict[int, Node] = {}
        self.viewport: tuple[float, float] = (0, 0)
        self.owner: Any = None
        self.is_destroyed = False
        self.is_restored = False
        self.kept: Kept | None = Kept(self.nodes) if keeper.keeps else None
        self.doubts: Doubts = no_doubts
        self.in_vain: Callable[[str], None] = no_doubts
        # Each of these is one object for all that call it, of 64 bytes.
        wake, changed = partial(keeper.mark_session_ready, self), self._changed
        self.audience = Audience(limits)
        self.links = self.audience.links
        self.detached = self.audience.detached
        encoder = CallEncoder(self)
        self.pages = Pages(self._page_of_ours, limits.frame_bytes, self._may_share_page)
        self.telling = Telling(self.audience, self.nodes, encoder, self.pages)
        self.lifetimes = Lifetimes(
            self, self.nodes, encoder, deadlines, self._widgets_gone, changed
        )
        check_given = self.lifetimes.check_given
        self.inbox = Inbox(
            self,
            limits,
            self.account,
            check_given,
            wake,
            changed,
        )
        if keeper.lease is not None:
            self.inbox.lease = keeper.lease
        self.pending = Pending(limits, deadlines, self.audience, self.inbox.put_told)
        self.transfers = Transfers(
            limits,
            self.account,
            deadlines,
            self.nodes,
            self.inbox,
            self,
        )
        self.readings = Readings(
            self,
            limits,
            deadlines,
            self.inbox.put_refusal,
            wake,
        )
        look = self.inbox.at_once[LOOKS] = self.readings.look
        self.authority = Authority(
            self,
            limits,
            deadlines,
            partial(keeper.mint_share, self),
            self.audience,
            self.inbox,
            self.pending,
            self.transfers,
            Watching(
                *(self, self.audience, limits, deadlines),
                *(check_given, look),
            ),
        )
        self.shares, self.control = self.authority.shares, self.authority.control
        self.presence = Presence(
            self,
            keeper,
            self.audience,
            self.inbox,
            self.pending,
            self.transfers,
            self.readings,
            self.authority,
            self.kept,
        )
        self._encoder = encoder
        self._listening = Listening(encoder, self.telling, self.audience)
        self._answers = Answers(self.nodes, self.pending)
        self.send = self.telling.send
        self.looks = Looks(encoder.message, self.send)
        preludes = (keeper.prelude, self.looks.prelude)
        self._replay = Replay(self.nodes, encoder, self._listening, preludes)
        # What nearly every call, or every event, asks of a session.
        self.encode_call = encoder.call
        self.take_report = self.inbox.put_report
        self.user_acted = self.audience.user_acted
        self.room_made = self.pending.room_made
        self.applied = self.presence.applied

    # What effects and reports ask of a session, and links bring, is done by its parts: without a
    # method in between, and without an object for each that is kept, of 64 bytes.
    encode_entry = _of_part("_encoder.entry")
    begin_listening = _of_part("_listening.begin")
    send_in_order = _of_part("telling.send_in_order")
    tell = _of_part("telling.tell")
    answer = _of_part("telling.answer")
    is_leading = _of_part("audience.is_leading")
    make_bound = _of_part("lifetimes.make_bound")
    destroy = _of_part("lifetimes.destroy")
    forget = _of_part("lifetimes.forget")
    page = _of_part("_replay.page")
    packed_page = _of_part("pages.packed")
    take_files = _of_part("transfers.open")
    take_chunk = _of_part("transfers.take_chunk")
    take_value = _of_part("_answers.take_value")
    take_error = _of_part("_answers.take_error")
    page_rebuilt = _of_part("presence.page_rebuilt")
    moved = _of_part("presence.moved")
    may_touch = _of_part("authority.may_touch")
    read_soon = _of_part("readings.soon")

    def act[R](
        self,
        operation: Callable[..., R],
        *args: Any,
        asker: Link | None = None,
        batch: Batch | None = None,
        now: float | None = None,
    ) -> R:
        """Do something on the program's behalf.

        Parameters:
            operation: what is done, such as :meth:`call_method` of this session.
            args: its arguments.
            asker: the browser that one-off calls are for; None: the most recently active one.
            batch: the batch that collects the messages, or None.
            now: monotonic seconds, if the driver has a clock.

        Returns:
            What the operation gives back.
        """
        return self.act_for(asker, batch, now, operation, args)

    def act_for[R](
        self,
        asker: Link | None,
        batch: Batch | None,
        now: float | None,
        operation: Callable[..., R],
        args: tuple[Any, ...],
    ) -> R:
        """As :meth:`act`, all by position: a program's every call does, and names are dear."""
        if now is not None:
            self.keeper.deadlines.now = now
        telling = self.telling
        outer = telling.asker, telling.batch  # an argument's own code may have called us
        telling.asker, telling.batch = asker, batch
        try:
            return operation(*args)
        finally:
            telling.asker, telling.batch = outer

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

        Returns:
            The widget's node, which calls take.

        Raises:
            TypeError, ValueError: arguments that the class does not take; nothing is made.
            SessionGoneError: the session was destroyed.
        """
        if self.is_destroyed:
            raise SessionGoneError(f"session {self.id!r} was destroyed")
        return self.lifetimes.create(name, args, options or {}, owner)

    def call(
        self,
        node: Node,
        name: str,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        """Call a widget's method.

        Parameters:
            node: the widget.
            name: of a method of its class, as pgwidgets-js has it (``set_text``).
            args: positional arguments; widgets among them are nodes.
            kwargs: arguments by name.

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
        if self.pages.kept:
            self.pages.changed()
        if self.kept is not None:
            self.kept.is_stale = True
        try:
            if kwargs or not fit(args, method.exact, method.least):
                args = with_nodes(args)
                if kwargs or not fit(args, method.exact, method.least):
                    where = call_name(node, method)
                    args = bind_call(where, method, args, kwargs or {})
                    args = take_arguments(where, method.params, args, self.doubts)
            return method.effect.apply(self, node, method, args)
        except WidgetGoneError as exc:
            return self._do_nothing(node, method, exc.args[0])

    def listen(self, node: Node, action: str) -> bool:
        """Have an action reported to the program, as :class:`~.events.WidgetEvent`.

        Parameters:
            node: the widget.
            action: what its class reports (``activated``).

        Returns:
            Whether the action can happen: not to a destroyed widget, and not where the class has no
            such action, which :attr:`doubts` is told.

        Raises:
            TypeError: the action is no text.
        """
        return self._listening.want(node, action, self.doubts, self.in_vain)

    def unlisten(self, node: Node, action: str) -> None:
        """Have an action reported no more."""
        self._listening.unwant(node, action)

    def release(self, node: Node) -> None:
        """End a widget that the program no longer holds, unless something else needs it."""
        self.lifetimes.release(node)

    def set_timer(self, node: Node, delay: float, action: Callable[[], None]) -> None:
        """Have something done for a widget after so many seconds, unless it ends before."""
        self.lifetimes.set_timer(node, delay, action)

    def send_message(self, message: Message, target: Target = Target.ALL) -> None:
        """Send a message that is about no widget (open-url, fonts)."""
        self.send(self._encoder.message(message), target)

    def open_url(self, url: str) -> None:
        """Open a URL in a new tab of the browser that asked for it.

        Parameters:
            url: any URL that a browser can open.

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

    def is_under_way(self, node: Node) -> bool:
        """Whether browsers are there whose users may act, and each has yet to apply its values."""
        acting = self.audience.acting
        return bool(acting) and all(link.is_under_way(node.wid) for link in acting)

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
        check_timeout(timeout)
        self.telling.release_batch()
        flush = self.pending.flush(timeout)
        if not flush.is_settled:
            self.audience.announce()
        return flush

    def close(
        self,
        code: CloseCode = CloseCode.SESSION_CLOSED,
        reason: str = "the program closed this session's browsers",
    ) -> None:
        """Send all browsers away; the session stays.

        Parameters:
            code: what their WebSockets are closed with.
            reason: what they are told; the stock client shows it as HTML.
        """
        for link in self.views:
            link.shut(code, reason)

    # --- what a driver, links and the application call ----------------------------------------

    def next_event(self, most: int | None = None) -> SessionEvent | None:
        """Take the next event. What a report tells is carried out now, not before.

        Parameters:
            most: reports to carry out, at most, that bring no event for anybody; None: all. A
                driver that gives a number looks at :attr:`inbox` when it gets None: more may wait,
                and others may have their turn first.

        Returns:
            The event, with the state as it was when it happened; None: there is none.
        """
        was_full = self.inbox.is_half_full
        event = self.inbox.take(most)
        if self.audience.departed:
            self.audience.forget_departed()
        if was_full and not self.is_reading_paused:
            self.audience.announce()
        return event

    @property
    def is_reading_paused(self) -> bool:
        """Whether so many events wait that browsers should be read no further.

        Never while an answer is awaited: it may stand behind the events in the unread bytes.
        """
        return self.inbox.is_half_full and not self.pending.is_answer_awaited

    @property
    def is_answer_awaited(self) -> bool:
        """Whether the program has asked browsers something."""
        return self.pending.is_answer_awaited

    @property
    def views(self) -> list[Link]:
        """All browsers that are told of changes: those that show it, and those that may return."""
        return self.audience.views

    @property
    def is_heard(self) -> bool:
        """Whether anybody is told what happens: a browser, or one that may come back."""
        audience = self.audience
        return bool(audience.links or audience.detached or audience.departed)

    @property
    def is_connected(self) -> bool:
        """Whether a browser shows the session."""
        return bool(self.links)

    def take_viewport(self, link: Link, width: float, height: float) -> None:
        """A browser tells the size of its page; raises RemoteProtocolError if too many wait."""
        if min(width, height) < 0:
            self.inbox.put_refusal(link, f"a page of {width} by {height} pixels")
        else:
            link.viewport = self.viewport = (width, height)

    # --- Operations: what effects ask of a session (widgets/widget.py) --------------------------

    def ask(
        self, node: Node, method: str, args: tuple[Any, ...], *, silent: bool = True
    ) -> Promise:
        """Ask a browser; without any, the answer is None."""
        outgoing = self.encode_call(node, method, args, silent=silent)
        if outgoing.binary is not None:
            raise TypeError(f"{node.cls.name}.{method}(): no browser answers a call with a Buffer")
        self.telling.release_batch()
        question = self.pending.ask(node, outgoing, self.telling.asker)
        self.audience.announce()
        return question

    @property
    def limits(self) -> Limits:
        """The bounds."""
        return self.keeper.limits

    @property
    def now(self) -> float:
        """The time, in monotonic seconds, as the driver last told it."""
        return self.keeper.deadlines.now

    def raise_event(self, node: Node, action: str, *args: Any) -> None:
        """Tell the program's handlers of something that the program itself brought about."""
        if action in node.wanted:
            self.inbox.put_event(WidgetEvent(node=node, action=action, args=args))

    # --- what the hub calls -------------------------------------------------------------------

    def end(self) -> None:
        """End the session: its browsers, its widgets, and everything that waits."""
        self.close(CloseCode.SESSION_DESTROYED, "the session was destroyed")
        self.is_destroyed = True
        self.shares.close()
        self.lifetimes.end()
        self.pending.end()
        self.readings.widgets_gone()
        self.transfers.widgets_gone()
        self.account.close()

    # ------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        """The state may have changed."""
        if self.pages.kept:
            self.pages.changed()
        if self.kept is not None:
            self.kept.is_stale = True

    def _page_of_ours(self) -> Iterator[Outgoing]:
        return self._replay.page(stock=False)

    def _may_share_page(self) -> bool:
        return not self.readings.tables

    def _widgets_gone(self) -> None:
        self.pending.widgets_gone()
        self.readings.widgets_gone()
        self.transfers.widgets_gone()
        self.authority.widgets_gone()

    def _do_nothing(self, node: Node, method: Method, gone: Node) -> Any:
        """Take a call about a destroyed widget: a user may just have closed its window."""
        self.in_vain(f"{call_name(node, method)} does nothing: {gone!r}")
        return method.effect.in_vain(self, node)

    def __repr__(self) -> str:
        return f"<Session {self.id!r} widgets={len(self.nodes)} browsers={len(self.links)}>"

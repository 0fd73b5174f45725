"""One session: its widgets, and what the program does to them.

Knows: which parts a session has, and which of them does what the program, effects and the hub ask.
Must not know: how a call is checked (calling.py), encoded (widgets/call_encoder.py) and queued
(telling/), what links bring (reception.py), or credentials' rules.

Rules:

* Every operation is plain code: it checks, changes the state, queues messages, and returns.
* Nothing is lost when an operation raises: checks and encoding come before any change.
* A report older than our newest word on a value reaches the handlers and changes nothing; the
  browser it came from is told our value again (browser_report.py).
"""

import math
from collections.abc import Iterator
from typing import Any

from ..errors import CloseCode, SessionGoneError
from ..limits import Limits
from ..models.conversions import Doubts, no_doubts
from ..views.link import Link
from ..widgets.call_encoder import CallEncoder
from ..widgets.whom import Target
from ..widgets.widget import Node, WidgetClass
from ..wire.messages import Message, OpenUrl
from ..wire.outgoing import Outgoing
from .asking.pending import check_timeout
from .asking.promise import Promise
from .asking.questions import Flush
from .authority import Authority
from .calling import Calls
from .delegating import of_part
from .events import WidgetEvent
from .keeping.kept import Kept
from .lifetimes import Lifetimes
from .people.roles import Role
from .receiving.readings import Readings
from .reception import Reception
from .seam import Keeper
from .telling.audience import Audience
from .telling.listening import Listening
from .telling.looks import Looks
from .telling.pages import Pages
from .telling.replay import Replay
from .telling.telling import Telling


class Session:
    """One session: its widgets, and what the program does to them.

    Made by :meth:`Hub.create_session <.hub.Hub.create_session>`, or by the hub when a visitor
    comes. No call waits: it changes the state, and queues for each browser what brings it there.

    Attributes:
        keeper: the hub.
        id, token: its credentials.
        first_token: the token that it was made with.
        nodes: its widgets by id, in the order of creation.
        account: what it holds of the server's budget.
        links, detached: the browsers that show it, and those that may come back.
        viewport: the page size that a browser reported last.
        kept: what of it outlives the process; None: nothing does.
        calls: carries out what the program calls.
        lifetimes: how its widgets are made, and how they end.
        telling, audience, listening, pages, looks: what its browsers are told, which they are,
            what they report, and what their pages are built from and look like.
        reception: what links ask of it; inbox, pending, transfers, readings: its parts.
        authority, shares, control: what the users of its browsers may do, the links to it that
            were passed on, and who is at the controls.
        owner: the application's object for this session.
        is_destroyed: whether it has ended.
        is_restored: whether its id and token are those of an earlier run of the server.
        doubts: is told of what a call may have got wrong, in a sentence; the application warns the
            program of it.
        in_vain: is told of calls that did nothing, since their widget is destroyed.
    """

    __slots__ = (
        "__dict__",  # empty, but for a recorder's taps
        "__weakref__",
        "_encoder",
        "_replay",
        "account",
        "audience",
        "authority",
        "calls",
        "control",
        "detached",
        "doubts",
        "encode_call",
        "first_token",
        "id",
        "in_vain",
        "inbox",
        "is_destroyed",
        "is_restored",
        "keeper",
        "kept",
        "lifetimes",
        "links",
        "listening",
        "looks",
        "nodes",
        "owner",
        "pages",
        "pending",
        "readings",
        "reception",
        "send",
        "shares",
        "telling",
        "token",
        "transfers",
        "viewport",
    )

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
        self.in_vain: Doubts = no_doubts
        self.audience = audience = Audience(limits)
        self.links, self.detached = audience.links, audience.detached
        self._encoder = encoder = CallEncoder(self)
        self.pages = Pages(self._page_of_ours, limits.frame_bytes, self._may_share_page)
        self.telling = Telling(audience, self.nodes, encoder, self.pages)
        self.send = self.telling.send  # as what follows, one object for all that call it
        changed = self._changed
        self.looks = Looks(encoder.message, self.send)
        self.listening = Listening(self, encoder, self.telling, audience)
        preludes = (keeper.prelude, self.looks.prelude)
        self._replay = Replay(self.nodes, encoder, self.listening, preludes)
        self.lifetimes = Lifetimes(
            self, self.nodes, encoder, deadlines, self._widgets_gone, changed
        )
        self.calls = Calls(self, self.telling, deadlines, self.pages, self.kept)
        self.reception = host = Reception(
            self,
            keeper,
            audience,
            self.account,
            self.lifetimes.check_given,
            changed,
            self._replay,
            self.pages,
            self.kept,
        )
        self.inbox, self.pending = host.inbox, host.pending
        self.transfers, self.readings = host.transfers, host.readings
        self.authority = host.authority
        self.shares, self.control = self.authority.shares, self.authority.control
        self.encode_call = encoder.call  # nearly every call asks it

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

    act = of_part("calls", Calls.act)
    act_for = of_part("calls", Calls.act_for)
    call = of_part("calls", Calls.call)
    call_method = of_part("calls", Calls.call_method)
    listen = of_part("listening", Listening.listen)
    unlisten = of_part("listening", Listening.unlisten)
    set_timer = of_part("lifetimes", Lifetimes.set_timer)
    release = of_part("lifetimes", Lifetimes.release)

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
        return bool(acting) and all(link.outbox.is_under_way(node.wid) for link in acting)

    def is_held(self, node: Node) -> bool:
        """Whether in each of them a large value of it waits until the one before is applied."""
        acting = self.audience.acting
        return bool(acting) and all(link.outbox.is_held(node.wid) for link in acting)

    @property
    def round_trip_time(self) -> float | None:
        """Seconds that the nearest of them is away; None: nothing was measured.

        The less of what a ping took, which may have waited behind a picture, or for a page that was
        being built, and of what anything took that was said lately.
        """
        found = [link.outbox.shortest_trip for link in self.audience.acting]
        pings = [link.channel.round_trip_time for link in self.audience.acting if link.channel]
        found += [took for took in pings if took is not None]
        least = min(found, default=math.inf)
        return None if math.isinf(least) else least

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

    page = of_part("_replay", Replay.page)
    next_event = of_part("reception", Reception.next_event)

    @property
    def is_reading_paused(self) -> bool:
        """Whether browsers should be read no further for now."""
        return self.reception.is_reading_paused

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

    # --- what effects ask of a session (widgets/widget.py), and reports (receiving/) ------------

    encode_entry = of_part("_encoder", CallEncoder.entry)
    begin_listening = of_part("listening", Listening.begin)
    send_in_order = of_part("telling", Telling.send_in_order)
    tell = of_part("telling", Telling.tell)
    answer = of_part("telling", Telling.answer)
    is_leading = of_part("audience", Audience.is_leading)
    make_bound = of_part("lifetimes", Lifetimes.make_bound)
    destroy = of_part("lifetimes", Lifetimes.destroy)
    forget = of_part("lifetimes", Lifetimes.forget)
    may_touch = of_part("authority", Authority.may_touch)
    read_soon = of_part("readings", Readings.soon)

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
        self.reception.end()

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
        self.reception.widgets_gone()

    def __repr__(self) -> str:
        return f"<Session {self.id!r} widgets={len(self.nodes)} browsers={len(self.links)}>"

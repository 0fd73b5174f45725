"""What browsers report, until the application takes it.

Knows: the order of reports, which of them count only once, and which are nonsense. Must not know:
credentials or what becomes of a value (browser_report.py).

A report changes the state when the application takes it, not when it arrives: so a handler sees
the state of its event, never a later one. Whether it is stale is judged then too
(views/knowledge.py).
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from ...errors import CloseCode, RemoteProtocolError, one_line
from ...lease import Lease
from ...limits import Limits
from ...views.budget import Account
from ...views.link import Link
from ...views.numbering import Place
from ...widgets.action import Action
from ...widgets.decoding import WidgetPlace, resolve_all
from ...widgets.reporting import ActionReport, Nonsense
from ...widgets.whom import By
from ...widgets.widget import Node
from ...wire.incoming import FrameCharge
from ...wire.messages import Callback, Geometry
from ...wire.outgoing import Touch
from ..events import ControlChanged, ReportRefused, SessionEvent, WidgetEvent
from .browser_report import BrowserReport, Reporting
from .layout_reports import LAYOUT, check_runs, observe, read_pair, told_in
from .merging import add_turns, replaces
from .switched_off import put_right, switched_off

_STEP = 64 * 1024
"""Bytes by which the waiting reports grow or shrink before they are counted anew."""


class Then(NamedTuple):
    """What is to be done when everything before it has been taken."""

    run: Callable[[], None]


class Inbox:
    """The reports and events of one session, in the order in which they came.

    Parameters:
        session: what reports change, and whose browsers are told.
        limits: the bounds.
        account: what the session holds of the server's budget.
        check_given: raises RemoteProtocolError for the id of a widget that never was.
        wake: has the driver look at the session: there are events.
        changed: is told that a report is carried out.

    Attributes:
        held_bytes: the size of the frames that the waiting reports came in.
        check_given: as the parameter; files that are announced are checked by it, too.
        at_once: functions by action; each takes the reports of its action when they come. These are
            no events and wait for no handler.
        is_muted: events that the program brings about are dropped: nobody has done anything.
        may_count: whether a report of a user who may not do all counts; else it has been undone.
        may: whether a browser's user may act on a widget.
        witness: is told of what users do, as it takes effect: the browser, the widget, the action
            and its arguments; None: nobody wants to know.
        lease: nothing is taken while it is over; None: there is none.
        is_held: whether no report is taken that has not been begun with.
    """

    may_count: Callable[[BrowserReport], bool]
    may: Callable[[Link, Node], bool]
    lease: Lease | None = None
    is_held = False

    def __init__(
        self,
        session: Reporting,
        limits: Limits,
        account: Account,
        check_given: Callable[[int], None],
        wake: Callable[[], None],
        changed: Callable[[], None],
    ) -> None:
        self.held_bytes = 0
        self._session = session
        self._nodes = session.nodes
        self._limits = limits
        self._half_events = limits.events // 2
        self._half_bytes = limits.event_bytes // 2
        self._account = account
        self._counted = 0
        self.check_given = check_given
        self.witness: Callable[[Link, Node, str, Sequence[Any]], None] | None = None
        self.at_once: dict[str, Callable[[Link, Callback], None]] = {}
        self._wake = wake
        self._changed = changed
        # Lists, as an empty deque is 760 bytes; Limits.events bounds what is moved in them.
        self._queue: list[BrowserReport | SessionEvent | Then] = []
        self._ready: list[SessionEvent] = []
        self.is_muted = False
        self._own = 0  # events in the queue that the program brought about

    def __len__(self) -> int:
        return len(self._queue) + len(self._ready)

    def __bool__(self) -> bool:
        """Whether :meth:`take` would do something."""
        if self.lease is not None and self.lease.is_over:
            return False
        return bool(self._ready or (self._queue and not self.is_held))

    @property
    def is_begun_with(self) -> bool:
        """Whether events of a report wait of which others have been taken."""
        return bool(self._ready)

    def put_event(self, event: SessionEvent) -> None:
        """Queue an event, however many wait."""
        if self.is_muted and _is_of_program(event):
            return
        self._own += _is_of_program(event)
        self._queue.append(event)
        self._wake()

    def then(self, run: Callable[[], None]) -> None:
        """Have something done when all that waits now has been taken."""
        self._queue.append(Then(run))
        self._wake()

    def put_told(self, event: SessionEvent) -> None:
        """Queue an event that a browser brought about without changing any state.

        Raises:
            RemoteProtocolError: it is one too many.
        """
        self.check_room()
        self.put_event(event)

    def put_refusal(self, link: Link, detail: str) -> None:
        """Queue for the log that a message can't be true; raises as :meth:`put_told`."""
        self.put_told(self._refused(link, detail))

    def put_fault(self, link: Link, fault: Exception) -> None:
        """Queue for the log that a message could not be taken; raises as :meth:`put_told`."""
        self.put_told(self._failed(link, fault))

    def put_report(
        self,
        link: Link,
        message: Callback | Geometry,
        seen: Place,
        charge: FrameCharge,
        on_taken: Callable[[], None] | None = None,
    ) -> None:
        """Queue a browser's report, or let it replace the one before it.

        Parameters:
            link: the browser's view.
            message: the report.
            seen: the place of our messages up to which the browser had applied them.
            charge: the frame that it came in.
            on_taken: called when the application has taken the report; a report with it is never
                replaced by a newer one.

        Raises:
            RemoteProtocolError: it names a widget that never was, or is one too many.
        """
        if isinstance(message, Callback):
            if message.wid not in self._nodes:
                self.check_given(message.wid)
            if message.action in self.at_once:
                self.at_once[message.action](link, message)
                return
        elif message.size_runs or message.position_runs:
            check_runs(message, self.check_given)
        last = self._queue[-1] if self._queue else None
        if (
            isinstance(last, BrowserReport)
            and last.view is link
            and last.on_taken is None is on_taken
            and replaces(message, last.message, self._nodes)
        ):
            self._release(last.charge)
            if self._session.kept is not None:
                self._session.kept.ledger.replaced(last)
            add_turns(message, last.message)
            last.message = message
            last.seen = seen
            last.charge = charge
            self._hold(charge)
            link.knowledge.report_replaced(seen)
        else:
            session, queue = self._session, self._queue
            held = self.held_bytes if charge.waiting else self.held_bytes + charge.size
            if (
                len(queue) + len(self._ready) < self._half_events
                and held <= self._half_bytes
                and held <= self._counted + _STEP
            ):  # nearly always there is room, and nothing to be counted anew
                self.held_bytes = held
                charge.waiting += 1
            else:
                self.check_room(0 if charge.waiting else charge.size)
                self._hold(charge)
            report = BrowserReport(session, link, message, seen, on_taken, charge)
            if session.kept is not None and isinstance(message, Callback):
                session.kept.ledger.waits(report)
            queue.append(report)
            link.knowledge.report_queued(seen)
        self._wake()

    def take(self, most: int | None = None) -> SessionEvent | None:
        """Take the next event, and carry out its report only now.

        Parameters:
            most: reports to carry out, at most, that bring no event; None: all.
        """
        if self.lease is not None and not self.lease.holds():
            return None
        left = -1 if most is None else most
        kept = self._session.kept
        while True:
            if self._ready:
                event = self._ready.pop(0)
                if self._is_void(event):
                    if kept is not None:
                        kept.ledger.finished(event)
                    continue
                return event
            if not self._queue or not left or self.is_held:
                return None
            left -= 1
            item = self._queue.pop(0)
            if not isinstance(item, BrowserReport):
                if isinstance(item, Then):
                    item.run()
                    continue
                self._own -= _is_of_program(item)
                if self._is_void(item):
                    continue
                return item
            self._release(item.charge)
            self._changed()
            try:
                if item.view.rights is not None and not self.may_count(item):
                    pass  # its user might do so when it came
                elif isinstance(item.message, Geometry):
                    self._apply_geometry(item, item.message)
                else:
                    self._apply_callback(item, item.message)
            except Exception as exc:  # the core's own; it must not end what others are served by
                self._ready.append(self._failed(item.view, exc))
                item.rebuild()
            item.view.knowledge.report_taken()
            if kept is not None:
                # What is only told to the log has no handlers whose end is waited for.
                kept.ledger.taken(
                    item, [one for one in self._ready if isinstance(one, WidgetEvent)]
                )
            if item.on_taken is not None:
                item.on_taken()

    def expected(self) -> Iterator[SessionEvent]:
        """The events that the application will take, as far as can be told before it does.

        What is reported is not state yet, so events of reports have no arguments here.
        """
        yield from (event for event in self._ready if not self._is_void(event))
        for item in self._queue:
            if isinstance(item, BrowserReport):
                if not item.view.takes_part:
                    continue
                for wid, action in _actions_of(item.message):
                    node = self._nodes.get(wid)
                    if node is not None and action in node.wanted:
                        yield WidgetEvent(node=node, action=action, args=(), link=item.view)
            elif not (isinstance(item, Then) or self._is_void(item)):
                yield item

    def links(self) -> Iterator[Link]:
        """The browsers of which something waits, each as often as it does."""
        for item in (*self._queue, *self._ready):
            link = item.view if isinstance(item, BrowserReport) else getattr(item, "link", None)
            if link is not None:
                yield link

    @property
    def is_half_full(self) -> bool:
        """Whether so much waits that browsers should be read no further."""
        waiting = len(self._queue) + len(self._ready)
        return waiting > self._half_events or self.held_bytes > self._half_bytes

    def _hold(self, charge: FrameCharge) -> None:
        if not charge.waiting:
            self.held_bytes += charge.size
            if self.held_bytes > self._counted + _STEP:
                self._count()
        charge.waiting += 1

    def _release(self, charge: FrameCharge) -> None:
        charge.waiting -= 1
        if not charge.waiting:
            self.held_bytes -= charge.size
            if self._counted and self.held_bytes < max(1, self._counted - _STEP):
                self._count()

    def _count(self) -> None:
        """Count the waiting reports as held of the server's budget; a few bytes are not counted."""
        self._account.add(self.held_bytes - self._counted)
        self._counted = self.held_bytes

    def check_room(self, size: int = 0) -> None:
        """Refuse one event more than may wait.

        Parameters:
            size: the bytes that it came in, if none of these are held already.

        Raises:
            RemoteProtocolError: there is no room.
        """
        limits = self._limits
        if len(self._queue) + len(self._ready) - self._own >= limits.events:
            cause = f"more than {limits.events} events wait for their handlers"
        elif self.held_bytes + size > limits.event_bytes:
            cause = f"the events that wait take more than {limits.event_bytes} bytes"
        elif self.held_bytes + size > self._counted + _STEP and not self._account.has_room(
            self.held_bytes + size - self._counted
        ):
            cause = f"the server keeps more than Limits.total_bytes = {limits.total_bytes}"
        else:
            return
        raise RemoteProtocolError(
            CloseCode.POLICY_VIOLATION, "too many events at once", f"{cause} (Limits)"
        )

    def _apply_callback(self, report: BrowserReport, message: Callback) -> None:
        node = self._nodes.get(message.wid)
        if node is None:
            return
        action = node.cls.actions.get(message.action)
        is_asked_for = message.action in node.listening or message.action in LAYOUT
        if action is None or not is_asked_for:
            self._refuse(report, f"{node!r} was not asked to report {message.action!r}")
            return
        if message.too_long:
            size, most = message.too_long, "Limits.text_bytes"
            self._refuse(report, f"{node!r} reports {message.action!r} with {size} bytes: {most}")
            if isinstance(action.report, ActionReport):
                action.report.make_good(report, node)
            return
        args = message.args
        if report.is_carried and isinstance(action.report, ActionReport):
            kept_args = action.report.carried(args)
            if kept_args is None:
                return
            args = kept_args
        places: list[WidgetPlace] | None = []
        try:
            if args:
                places = resolve_all(args, self._nodes)
        except Nonsense as exc:
            self._refuse(report, f"{node!r} reports {message.action!r}: {exc}")
            if isinstance(action.report, ActionReport):
                action.report.make_good(report, node)
            return
        off = switched_off(node) if action.is_order else None
        if off is not None and not report.is_by_itself:
            self._refuse(report, f"{node!r} reports {message.action!r}, but {off!r} is not enabled")
            put_right(report, node, args)
            return
        if message.action in LAYOUT:
            pair = read_pair(args)
            if pair is None:
                self._refuse(report, f"{node!r} reports {message.action!r} with {args!r}")
                if node.cls.observes.get(LAYOUT[message.action]) is not None:
                    report.make_good((Touch(node.wid, LAYOUT[message.action]),))
                return
            observe(report, node, LAYOUT[message.action], pair)
        elif isinstance(action.report, ActionReport):
            try:
                given = action.report.take(report, node, args)
            except Nonsense as exc:
                if exc.unless_late and report.is_stale(exc.unless_late):
                    report.correct(action.report.values(node) or ())
                    return
                self._refuse(report, f"{node!r} reports {message.action!r}: {exc}")
                action.report.make_good(report, node)
                return
            if given is None:
                return
            args, places = list(given), None  # widgets may be anywhere in these
        if report.is_quiet and self._is_not_repeated(report, node, action):
            return
        if self.witness is not None and action.by is not By.PAGE:
            self.witness(report.view, node, message.action, args)
        self._emit(node, message.action, args, report.view, places)

    def _is_not_repeated(self, report: BrowserReport, node: Node, action: Action) -> bool:
        """Whether no handler is told, since one may have been; of actions it is counted."""
        kept, carry = self._session.kept, report.view.carry
        if kept is None or (node.wid, action.name) in kept.redelivered:
            return False
        is_value = action.report is not None and action.report.is_of_state
        if carry is not None and action.name in node.wanted and not is_value:
            carry.unrepeated.add(report.number)
        return True

    def _apply_geometry(self, report: BrowserReport, message: Geometry) -> None:
        for action, values in told_in(message):
            # Of each widget only the newest counts, so one report is not a million events.
            for wid, (one, other) in {wid: pair for wid, *pair in values}.items():
                node = self._nodes.get(wid)
                if node is not None and LAYOUT[action] in node.cls.observes:
                    observe(report, node, LAYOUT[action], (one, other))
                    # As pgwidgets-js has it: one object here, two numbers there.
                    is_size = action == "resize"
                    args = ({"width": one, "height": other},) if is_size else (one, other)
                    self._emit(node, action, args, report.view, [])

    def _emit(
        self,
        node: Node,
        action: str,
        args: Sequence[Any],
        link: Link,
        places: list[WidgetPlace] | None,
    ) -> None:
        if action in node.wanted:
            self._ready.append(
                WidgetEvent(node=node, action=action, args=tuple(args), link=link, places=places)
            )

    def _is_void(self, event: SessionEvent) -> bool:
        """Whether an event comes from a browser whose user may not do that any more."""
        return (
            isinstance(event, WidgetEvent)
            and event.link is not None
            and event.link.rights is not None
            and not self.may(event.link, event.node)
        )

    def _refuse(self, report: BrowserReport, detail: str) -> None:
        self._ready.append(self._refused(report.view, detail))

    def _refused(self, link: Link, detail: str) -> ReportRefused:
        return ReportRefused(link=link, detail=one_line(detail))

    def _failed(self, link: Link, fault: Exception) -> ReportRefused:
        detail = one_line(f"a fault of the server: {fault!r}")
        return ReportRefused(link=link, detail=detail, fault=fault)


def _is_of_program(event: SessionEvent) -> bool:
    """Whether the program itself caused an event; such ones do not count against a browser."""
    return isinstance(event, ControlChanged) or (
        isinstance(event, WidgetEvent) and event.link is None
    )


def _actions_of(message: Callback | Geometry) -> Iterator[tuple[int, str]]:
    """The widgets and actions that a report is about."""
    if isinstance(message, Callback):
        yield message.wid, message.action
        return
    for action, values in told_in(message):
        yield from ((wid, action) for wid, *_ in values)

"""Writes down what comes into one session, and what it hands out.

Knows: each way into a session. Must not know: how a step is written, or the hub.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from pgwidgets_proto import Link, Session, WidgetEvent
from pgwidgets_proto.catalog import REF, class_names
from pgwidgets_proto.catalog.custom import words_of
from pgwidgets_proto.catalog.reports.checked import Checked
from pgwidgets_proto.views import Batch

from .blinding import Blinds
from .program import Step
from .rights import of_terms, tap_rights
from .values import gave


class SessionTaps(ABC):
    """The part of a recorder that taps sessions."""

    _blinds: Blinds
    _line: dict[str, Any] | None
    _jobs: dict[int, tuple[int, Any]]
    _has_new_feeds: bool

    @abstractmethod
    def _do[T](
        self,
        step: Callable[[], Step],
        call: Callable[[], T],
        *,
        at: float | None = None,
        session: Session | None = None,
        outcome: Callable[[T], Any] | None = None,
    ) -> T:
        """Do a step, and write it down."""

    @abstractmethod
    def _within(self, action: Callable[[], None]) -> None:
        """Do the program's own code within a step: what it does are steps, too."""

    @abstractmethod
    def _number_of(self, batch: Batch) -> int:
        """The number by which a batch is known."""

    @abstractmethod
    def _id_of(self, session: Session) -> int | str:
        """A session's id; what nobody may guess of it is hidden."""

    @abstractmethod
    def _written(self, value: Any) -> Any:
        """A value as a recording has it."""

    def _tap_session(self, session: Session) -> None:
        me = self._id_of(session)
        act_for, next_event, create = session.act_for, session.next_event, session.create
        call_method, set_timer = session.call_method, session.set_timer
        listen, unlisten, release = session.listen, session.unlisten, session.release

        def acted(
            asker: Link | None,
            within: Batch | None,
            now: float | None,
            operation: Callable[..., Any],
            args: tuple[Any, ...],
        ) -> Any:
            batch = getattr(operation, "__self__", None)
            if isinstance(batch, Batch):
                return self._do(
                    lambda: ["release", self._number_of(batch)],
                    lambda: act_for(asker, within, now, operation, args),
                    at=now,
                )
            return act_for(asker, within, now, operation, args)

        def told(most: int | None = None) -> Any:
            if not session.inbox:
                return next_event(most)
            return self._do(
                lambda: ["event", me, most], lambda: next_event(most), outcome=self._of_event
            )

        def created(kind: Any, args: Any = (), options: Any = None, owner: Any = None) -> Any:
            args = tuple(map(_kept, args))

            def step() -> Step:
                cls = kind if isinstance(kind, str) else kind.name
                given = self._args(args), self._options(options or {})
                if isinstance(kind, str) or cls in class_names():
                    return ["create", me, cls, *given]
                return ["create", me, [cls, words_of(kind)], *given]

            return self._do(step, lambda: create(kind, args, options, owner), session=session)

        def called(node: Any, method: Any, args: Any = (), kwargs: Any = None) -> Any:
            if method.effect.is_local and REF not in method.gives:
                return call_method(node, method, args, kwargs)
            args = tuple(map(_kept, args))

            def step() -> Step:
                self._has_new_feeds |= method.name == "source_changed"
                given = self._args(args), self._options(kwargs or {})
                return ["call", me, node.wid, method.name, *given]

            return self._do(step, lambda: call_method(node, method, args, kwargs), session=session)

        def timed(node: Any, delay: float, action: Callable[[], None]) -> None:
            if self._line is not None:
                set_timer(node, delay, action)
                return
            self._do(
                lambda: ["timer", me, node.wid, delay],
                lambda: set_timer(node, delay, lambda: self._within(action)),
                session=session,
            )

        taps: dict[str, Any] = {
            "create": created,
            "raise_event": self._plainly(session, "raise", session.raise_event),
            "flush": self._plainly(session, "flush", session.flush),
            "open_url": self._plainly(session, "open_url", session.open_url),
            "rebuild": self._plainly(session, "rebuild", session.rebuild),
            "close": self._plainly(session, "close", session.close),
        }
        vars(session).update(taps)
        vars(session.reception)["next_event"] = told
        vars(session.calls).update({"act_for": acted, "call_method": called})
        lifetimes: dict[str, Any] = {
            "set_timer": timed,
            "release": lambda node: self._do(
                lambda: ["release_widget", me, node.wid, node.live_widget is not None],
                lambda: release(node),
                session=session,
            ),
        }
        vars(session.lifetimes).update(lifetimes)
        listening: dict[str, Any] = {
            "listen": lambda node, action: self._do(
                lambda: ["listen", me, node.wid, action],
                lambda: listen(node, action),
                session=session,
            ),
            "unlisten": lambda node, action: self._do(
                lambda: ["unlisten", me, node.wid, action],
                lambda: unlisten(node, action),
                session=session,
            ),
        }
        vars(session.listening).update(listening)
        vars(session.looks)["set"] = self._plainly(session, "set_looks", session.looks.set)
        self._tap_shares(session)
        tap_rights(
            session, self._id_of(session), partial(self._do, session=session), self._blinds.name
        )
        self._tap_readings(session)

    def _tap_shares(self, session: Session) -> None:
        shares, me = session.shares, self._id_of(session)
        make, revoke = shares.make, shares.revoke
        vars(shares).update(
            make=lambda terms, lifetime: self._do(
                lambda: ["share", me, of_terms(terms), lifetime],
                lambda: make(terms, lifetime),
                outcome=lambda share: self._blinds.name(share.token),
            ),
            revoke=lambda share: self._do(
                lambda: ["revoke", me, self._blinds.name(share.token)], lambda: revoke(share)
            ),
        )

    def _plainly(self, session: Session, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """A tap of what takes arguments by position."""

        def called(*args: Any) -> Any:
            return self._do(
                lambda: [name, self._id_of(session), *map(self._written, args)],
                lambda: call(*args),
                session=session,
            )

        return called

    def _tap_readings(self, session: Session) -> None:
        readings, me = session.readings, self._id_of(session)
        take, done, failed = readings.take, readings.done, readings.failed

        def taken() -> Any:
            job = self._do(
                lambda: ["reads", me], take, outcome=lambda job: None if job is None else True
            )
            if job is not None:
                self._jobs[id(job)] = len(self._jobs), job
            return job

        readings_taps: dict[str, Any] = {
            "take": taken,
            "done": lambda job, found: self._do(
                lambda: ["read", me, self._jobs[id(job)][0], self._written(found)],
                lambda: done(job, found),
            ),
            "failed": lambda job: self._do(
                lambda: ["unread", me, self._jobs[id(job)][0]], lambda: failed(job)
            ),
        }
        vars(readings).update(readings_taps)

    def _of_event(self, event: Any) -> Any:
        return of_event(event, self._blinds.hide_known)

    def _args(self, args: tuple[Any, ...]) -> list[Any]:
        return [self._written(arg) for arg in args]

    def _options(self, options: dict[str, Any]) -> dict[str, Any]:
        return {key: self._written(value) for key, value in options.items()}


def _kept(value: Any) -> Any:
    """An argument that can be gone through twice."""
    return list(value) if isinstance(value, Iterator) else value


def of_event(event: Any, text: Callable[[str], str] = str) -> Any:
    """An event as a recording has it.

    Parameters:
        event: the event, or None.
        text: gives a text as it is to be written.

    What the program's own code makes of a report, before handlers get it, is not in it.
    """
    if event is None:
        return None
    if isinstance(event, WidgetEvent):
        about = [event.node.wid, event.action]
        action = event.node.cls.actions.get(event.action)
        is_made = action is not None and isinstance(action.report, Checked)
        return about if is_made else [*about, gave(event.args, text)]
    return [type(event).__name__]

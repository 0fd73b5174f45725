"""Does what a recording says to a core of its own, step by step, and compares what comes of it.

Knows: the steps of a recording, and how the core is called for each. Must not know: applications,
sockets, what a fault looks like.
"""

import json
import weakref
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from pgwidgets_proto import Browser, Channel, Hub, Limits, Link, Session
from pgwidgets_proto.catalog.custom import custom_class
from pgwidgets_proto.sessions import Job, Verdict
from pgwidgets_proto.views import Batch, Frame
from pgwidgets_proto.widgets import WidgetClass
from pgwidgets_proto.wire import RegisterFont, SetDefaultFont

from .program import Step
from .recorder import FORMAT
from .rights import RightsAgain, terms_of
from .session_taps import of_event
from .values import gave, written

_MESSAGES = {cls.__name__: cls for cls in (RegisterFont, SetDefaultFont)}


class Difference(NamedTuple):
    """What came of a step, and had not come of it when it was recorded.

    Attributes:
        place: the step's, from 0.
        step: the step.
        was, is_now: what came of it.
    """

    place: int
    step: Step
    was: Any
    is_now: Any

    def __str__(self) -> str:
        return f"step {self.place}, {self.step}:\n  was {self.was}\n  is  {self.is_now}"


class Line(NamedTuple):
    """One step of a recording.

    Attributes:
        at: its time, in seconds.
        step: its name and arguments.
        more: what else was noted of it.
    """

    at: float
    step: Step
    more: dict[str, Any]


class _Feed:
    """Stands where a source of rows stood; what it gave is in the recording."""

    def __init__(self, columns: Any, length: int) -> None:
        self.columns, self.length = columns, length

    def read(self, *args: Any) -> Any:
        """Nobody reads it: what was read follows."""

    keys = edit = check_columns = check_filter = read


class _Gone:
    """What was a widget of the program's."""


class _Secrets:
    """Makes and judges tokens as it was done then."""

    def __init__(self, hub: Hub) -> None:
        self.made: deque[str] = deque()
        self.judged: deque[Any] = deque()
        vars(hub.credentials).update(
            make=self._make,
            make_id=self._make,
            make_share=self._make,
            judge=lambda *_: Verdict(self.judged.popleft()),
            is_share=lambda *_: self.judged.popleft(),
            read_share=lambda *_: terms_of(self.judged.popleft()),
        )

    def _make(self, *_: Any) -> str:
        return self.made.popleft()


class Replay(RightsAgain):
    """A recording, and a core that it is done to.

    Parameters:
        path: the file.

    Attributes:
        lines: its steps.
        place: how many of them have been done.
        differences: where something else came of one than then.
        lost: why it ends before the program did; None: it does not.

    Raises:
        OSError: the file can't be read.
        ValueError: it is no recording, or one of another version.
    """

    def __init__(self, path: Path | str) -> None:
        super().__init__()
        self.path = Path(path)
        head, self.lines = _read(self.path)
        limits: dict[str, Any] = {
            key: float(value["float"]) if isinstance(value, dict) else value
            for key, value in head["limits"].items()
        }
        self.hub = Hub(
            mint_token=lambda: "unused",
            boot=head["boot"],
            limits=Limits(**limits),
            max_sessions=head["max_sessions"],
            resume_window=head["resume_window"],
        )
        self._secrets = _Secrets(self.hub)
        self.place = 0
        self.now = self.lines[0].at if self.lines else 0.0
        self.differences: list[Difference] = []
        self.lost: str | None = None
        self.channels: dict[int, Channel] = {}
        self._batches: dict[int, Batch] = {}
        self._jobs: list[Job] = []
        self._classes: dict[str, WidgetClass] = {}
        self._was: Any = None
        self._then: deque[dict[str, Any]] = deque()

    # --- going on

    def step(self) -> Line | None:
        """Do the next step; gives it, or None at the end."""
        if self.place >= len(self.lines):
            return None
        line = self.lines[self.place]
        self._perform(line)
        self.place += 1
        return line

    def run(self, to: int | None = None) -> list[Difference]:
        """Go on to the end, or until so many steps have been done; gives all differences so far."""
        while (to is None or self.place < to) and self.step() is not None:
            pass
        return self.differences

    def __iter__(self) -> Iterator[Line]:
        """Go on step by step."""
        while (line := self.step()) is not None:
            yield line

    def tree(self, session: int | str | None = None, *, hidden: bool = False) -> str:
        """What an empty page would be made to show now, as a text.

        Parameters:
            session: of which session; None: of all, one after the other.
            hidden: whether what is not shown is told, too.
        """
        from ..testing.pages_of import tree_of_session

        if session is not None:
            return tree_of_session(self.session(session), hidden=hidden)
        return "\n".join(
            f"session {id_!r}:\n{tree_of_session(core, hidden=hidden)}"
            for id_, core in self.hub.sessions.items()
        )

    # --- one step

    def _perform(self, line: Line) -> None:
        if line.step[0] == "lost":
            self.lost = line.step[1]
            return
        self._then.extend(line.more.get("then", ()))
        self._secrets.made.extend(line.more.get("made", ()))
        self._secrets.judged.extend(line.more.get("judged", ()))
        for number, (columns, length) in line.more.get("feeds", {}).items():
            self._know_feed(int(number), columns, length)
        self.now = line.at
        self.hub.deadlines.tell(line.at)
        was = {key: line.more[key] for key in ("gave", "raised") if key in line.more}
        is_now = self._outcome(line.step, line.more)
        if was != is_now:
            self.differences.append(Difference(self.place, line.step, was, is_now))
        self._secrets.made.clear()
        self._secrets.judged.clear()
        self._then.clear()
        self.hub.ready()
        self.hub.ready_sessions()
        while self.hub.next_event() is not None:
            pass

    def _outcome(self, step: Step, more: dict[str, Any]) -> dict[str, Any]:
        name, *arguments = step
        self._was = more.get("gave")
        do = getattr(self, f"do_{name}", None)
        if do is None:
            return {"raised": "UnknownStep"}
        try:
            found = self._acting(step, more, lambda: do(*arguments))
        except Exception as exc:  # it was the program's fault then, and is no one's now
            return {"raised": type(exc).__name__}
        return {} if found is None else {"gave": found}

    def _acting(self, step: Step, more: dict[str, Any], do: Any) -> Any:
        if "for" not in more and "in" not in more:
            return do()
        session = self.session(step[1])
        return session.act(do, asker=self._link(session, more.get("for")), batch=self._batch(more))

    def _link(self, session: Session, id_: str | None) -> Link | None:
        return None if id_ is None else session.audience.find(id_)

    def _batch(self, more: dict[str, Any]) -> Batch | None:
        if "in" not in more:
            return None
        return self._batches.setdefault(more["in"], Batch())

    def _know_feed(self, number: int, columns: Any, length: int) -> None:
        feed = self._feeds.get(number)
        if feed is None:
            self._feeds[number] = _Feed(columns, length)
        else:
            feed.columns, feed.length = columns, length

    # --- what only a live application does (recorder.py)

    def do_open(
        self,
        number: int,
        address: str | None,
        agent: str | None,
        came_at: float | None,
        user: str | None = None,
        route: str | None = None,
        is_new: bool = False,
    ) -> None:
        """A browser opens a WebSocket."""
        browser = Browser(address, agent, came_at, user=user, route=route, is_new=is_new)
        self.channels[number] = self.hub.open_channel(browser, self.now)

    def do_frame(self, number: int, frame: Any) -> None:
        """A frame comes, or None: the browser is gone."""
        given = frame if isinstance(frame, str | None) else self.values_of_none.read(frame)
        self.channels[number].receive(given, self.now)

    def do_peer_closes(self, number: int, code: int) -> None:
        """A browser closes."""
        self.channels[number].peer_closes(code)

    def do_take(self, number: int, max_bytes: int, now: float | None) -> list[Any]:
        """Hand frames out."""
        return [_shown(frame) for frame in self.channels[number].frames_to_send(max_bytes, now)]

    def do_time(self) -> None:
        """Do what is due."""
        self.hub.handle_timer(self.now)

    def do_due(self) -> None:
        """Say what is due next: what has a delay has a time from here on."""
        self.hub.next_deadline(self.now)

    def do_event(self, session: int | str, most: int | None) -> Any:
        """Take an event; of its arguments no more is told than then."""
        found = of_event(self.session(session).next_event(most))
        was = self._was
        return found[: len(was)] if isinstance(found, list) and isinstance(was, list) else found

    def do_session(self, *credentials: Any) -> Any:
        """Make a session."""
        return gave(self.hub.create_session(*credentials))

    def do_create(self, session: int | str, cls: Any, args: Any, options: dict[str, Any]) -> Any:
        """Make a widget, of a class of the program's own, too."""
        core = self.session(session)
        values = self.values(core)
        kind = cls if isinstance(cls, str) else self._class(*cls)
        return gave(core.create(kind, tuple(values.read(args)), values.read(options)))

    def _class(self, name: str, words: dict[str, Any]) -> WidgetClass:
        if name not in self._classes:
            self._classes[name] = custom_class(name, **words)
        return self._classes[name]

    def do_call(
        self, session: int | str, wid: int, method: str, args: Any, options: dict[str, Any]
    ) -> Any:
        """Call a method."""
        core = self.session(session)
        node, values = self.node(core, wid), self.values(core)
        given = tuple(values.read(args))
        return gave(core.call_method(node, node.cls.methods[method], given, values.read(options)))

    def do_flush(self, session: int | str, timeout: float | None = None) -> Any:
        """Wait for browsers."""
        return gave(self.session(session).flush(timeout))

    def do_release(self, number: int) -> None:
        """A batch comes to its end."""
        batch = self._batches.setdefault(number, Batch())
        batch.is_open = False
        batch.release()

    def do_release_widget(self, session: int | str, wid: int, is_held: bool) -> None:
        """The program holds a widget no more, unless it has got it anew."""
        core = self.session(session)
        node = self.node(core, wid)
        if not is_held:
            node.widget = weakref.ref(_Gone())  # as one is that was collected
            core.release(node)

    def do_raise(self, session: int | str, node: Any, action: str, *args: Any) -> None:
        """The program's own event."""
        core = self.session(session)
        read = self.values(core).read
        core.raise_event(read(node), action, *map(read, args))

    def do_timer(self, session: int | str, wid: int, delay: float) -> None:
        """A timer of the program's own code: what that did then is done when it rings."""
        core = self.session(session)
        core.set_timer(self.node(core, wid), delay, self._ring)

    def _ring(self) -> None:
        while self._then:
            inner = self._then.popleft()
            self._outcome(inner["do"], inner)

    def do_share(self, session: int | str, terms: Any, lifetime: float | None) -> str:
        """Make a link to pass on."""
        found = terms_of(terms)
        assert found is not None
        return self.session(session).shares.make(found, lifetime).token

    def do_revoke(self, session: int | str, token: str) -> None:
        """Withdraw one."""
        shares = self.session(session).shares
        share = shares.find(token)
        if share is not None:
            shares.revoke(share)

    def do_tell_all(self, about: Any, kind: str, message: Any) -> None:
        """Tell every page."""
        read = self.values_of_none.read
        self.hub.tell_all(read(about), msgspec.convert(message, _MESSAGES[kind]))

    def do_reads(self, session: int | str) -> Any:
        """Take what is to be read of a table's source."""
        job = self.session(session).readings.take()
        if job is None:
            return None
        self._jobs.append(job)
        return True

    def do_read(self, session: int | str, number: int, found: Any) -> None:
        """It has been read."""
        core = self.session(session)
        core.readings.done(self._jobs[number], self.values(core).read(found))

    def do_unread(self, session: int | str, number: int) -> None:
        """It could not be read."""
        self.session(session).readings.failed(self._jobs[number])

    @property
    def values_of_none(self) -> Any:
        """What reads values in which no widget can be."""
        from .values import Values

        return Values(lambda wid: self._nodes["none", wid], self._feeds.__getitem__)


def _shown(frame: Frame) -> Any:
    return bytes(frame.payload).decode() if frame.is_text else written(bytes(frame.payload))


def _read(path: Path) -> tuple[dict[str, Any], list[Line]]:
    found = []
    for number, text in enumerate(path.read_text("ascii").splitlines(), 1):
        try:
            found.append(json.loads(text))
        except ValueError as exc:
            raise ValueError(f"{path}:{number}: no line of a recording: {exc}") from exc
    if not found or not isinstance(found[0], dict) or "pgwidgets" not in found[0]:
        raise ValueError(f"{path} is no recording of pgwidgets")
    head, *lines = found
    if head["pgwidgets"] != FORMAT:
        raise ValueError(
            f"{path} is a recording of the form {head['pgwidgets']}; this version reads {FORMAT}"
        )
    return head, [Line(line["at"], line["do"], line) for line in lines]

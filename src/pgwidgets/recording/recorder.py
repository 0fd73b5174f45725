"""Writes down all that comes into a core, and what it hands out, while an application serves.

Knows: each way into the core. Must not know: what comes in by it, or how it is replayed.

A recording is a file of lines, each a JSON object: ``do``, the step; ``at``, the time in monotonic
seconds; ``for``, the browser that the program acts for; ``in``, the batch that it joins; ``gave``
or ``raised``, what came of it; ``made`` and ``judged``, what was made and judged of tokens;
``feeds``, what is known of sources; ``then``, steps that were done within it by the program's own
code. The first line is about the application.

The core calls itself by the same ways. So what is called while a step is done is no step.
"""

import json
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

import msgspec

from pgwidgets_proto import Browser, Channel, Hub, Session
from pgwidgets_proto.views import Batch, Frame

from .blinding import Blinds
from .program import Step
from .rights import of_terms
from .session_taps import SessionTaps
from .values import Unwritable, gave, written

FORMAT = 1
"""Counts the forms that recordings have had."""


class Recorder(SessionTaps):
    """Records one hub.

    Parameters:
        path: the file; what it held is gone.
        hub: the hub; nothing has come to it yet.
        boot: names this run of the server.
        settings: of the hub, as they were given.
        logger: is told when no more can be recorded.

    Raises:
        OSError: the file can't be written.
    """

    def __init__(
        self, path: Path, hub: Hub, boot: str, settings: dict[str, Any], logger: logging.Logger
    ) -> None:
        self._path = path
        self._file: TextIO | None = None
        self._logger = logger
        self._blinds = Blinds()
        self._line: dict[str, Any] | None = None  # of the step that is being done
        self._batches: dict[int, tuple[int, Batch]] = {}
        self._feeds: dict[int, tuple[int, Any]] = {}
        self._jobs: dict[int, tuple[int, Any]] = {}
        self._channels = 0
        self._inner: list[dict[str, Any]] | None = None  # steps of the program within a step
        self._has_new_feeds = False
        self._is_over = False
        self._hub = hub
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))  # ours alone
        about = {"pgwidgets": FORMAT, "boot": boot, **settings}
        self._write({key: written(value) for key, value in about.items()})
        self._tap_hub(hub)

    def close(self) -> None:
        """Close the file, until there is more to write."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, line: dict[str, Any]) -> None:
        if self._inner is not None:
            self._inner.append(line)
            return
        if self._file is None:
            self._file = self._path.open("a", encoding="ascii")
        self._file.write(json.dumps(line, separators=(",", ":")) + "\n")
        self._file.flush()  # who looks for a fault may have a process that ends without a word

    # --- one step

    def _do[T](
        self,
        step: Callable[[], Step],
        call: Callable[[], T],
        *,
        at: float | None = None,
        session: Session | None = None,
        outcome: Callable[[T], Any] | None = None,
    ) -> T:
        if self._line is not None or self._is_over:
            return call()
        line: dict[str, Any] = {}
        try:
            line["do"] = step()
        except Unwritable as exc:
            self._end(str(exc))
            return call()
        if self._has_new_feeds:
            self._has_new_feeds = False
            line["feeds"] = self._known_feeds()
        line["at"] = self._hub.deadlines.now if at is None else at
        if session is not None:
            self._note_whom(line, session)
        self._line = line
        try:
            result = call()
        except Exception as exc:
            line["raised"] = type(exc).__name__
            raise
        else:
            found = self._gave(result) if outcome is None else outcome(result)
            if found is not None:
                line["gave"] = found
            return result
        finally:
            self._line = None
            self._write(line)

    def _note_whom(self, line: dict[str, Any], session: Session) -> None:
        telling = session.telling
        if telling.asker is not None:
            line["for"] = self._blinds.name(telling.asker.id)
        if telling.batch is not None:
            line["in"] = self._number_of(telling.batch)

    def _number_of(self, batch: Batch) -> int:
        return self._batches.setdefault(id(batch), (len(self._batches), batch))[0]

    def _end(self, why: str) -> None:
        """No more can be recorded."""
        self._is_over = True
        self._write({"do": ["lost", why], "at": self._hub.deadlines.now})
        self._logger.warning("the recording %s ends here: %s", self._path, why)

    def _id_of(self, session: Session) -> int | str:
        """A session's id; what nobody may guess of it is hidden."""
        known = session.id
        return self._blinds.hide_known(known) if isinstance(known, str) else known

    def _gave(self, value: Any) -> Any:
        return gave(value, self._blinds.hide_known)

    def _written(self, value: Any) -> Any:
        return written(value, self._feed_number, self._blinds.hide_known)

    def _feed_number(self, value: Any) -> int | None:
        if not all(hasattr(value, name) for name in ("columns", "length", "read", "keys", "edit")):
            return None
        self._has_new_feeds = True
        return self._feeds.setdefault(id(value), (len(self._feeds), value))[0]

    def _known_feeds(self) -> dict[str, Any]:
        return {
            str(number): [written(list(feed.columns)), feed.length]
            for number, feed in self._feeds.values()
        }

    # --- the hub

    def _tap_hub(self, hub: Hub) -> None:
        taps = vars(hub)
        open_channel, handle_timer = hub.open_channel, hub.handle_timer
        next_deadline, tell_all = hub.next_deadline, hub.tell_all
        create, destroy, rotate = hub.create_session, hub.destroy_session, hub.rotate_token
        close, reopen = hub.close, hub.reopen

        def opened(browser: Browser, now: float) -> Channel:
            number = self._channels
            self._channels += 1
            user = None if browser.user is None else str(browser.user)
            rare = [user, browser.route, browser.is_new]
            while rare and not rare[-1]:
                rare.pop()
            about = [browser.address, browser.user_agent, browser.came_at, *rare]
            channel = self._do(
                lambda: ["open", number, *about],
                lambda: open_channel(browser, now),
                at=now,
                outcome=lambda _: None,
            )
            self._tap_channel(channel, number)
            return channel

        def created(session_id: int | str | None = None, token: str | None = None) -> Session:
            secret = None if token is None else self._blinds.name(token)
            session = self._do(
                lambda: ["session", session_id, secret], lambda: create(session_id, token)
            )
            if "create" not in vars(session):
                self._tap_session(session)
            return session

        def due(now: float) -> float | None:
            if not hub.deadlines.has_changed:
                return next_deadline(now)
            return self._do(
                lambda: ["due"], lambda: next_deadline(now), at=now, outcome=lambda _: None
            )

        taps["open_channel"] = opened
        taps["create_session"] = created
        taps["next_deadline"] = due
        taps["handle_timer"] = lambda now: self._do(
            lambda: ["time"], lambda: handle_timer(now), at=now
        )
        taps["tell_all"] = lambda about, message: self._do(
            lambda: [
                "tell_all",
                written(about),
                type(message).__name__,
                msgspec.to_builtins(message),
            ],
            lambda: tell_all(about, message),
        )
        taps["destroy_session"] = lambda session: self._do(
            lambda: ["destroy_session", self._id_of(session)], lambda: destroy(session)
        )
        taps["rotate_token"] = lambda session: self._do(
            lambda: ["rotate", self._id_of(session)],
            lambda: rotate(session),
            outcome=self._blinds.name,
        )
        taps["close"] = lambda *reason: self._do(lambda: ["close_all"], lambda: close(*reason))
        taps["reopen"] = lambda: self._do(lambda: ["reopen"], reopen)
        self._tap_credentials(hub)

    def _tap_credentials(self, hub: Hub) -> None:
        """What is made by chance, and what is judged by a secret, stands in the recording."""
        credentials = hub.credentials

        def maker(make: Callable[..., str]) -> Callable[..., str]:
            def made(*args: Any) -> str:
                secret = make(*args)
                self._note("made", self._blinds.name(secret))
                return secret

            return made

        def judge(decide: Callable[..., Any], shown: Callable[[Any], Any]) -> Callable[..., Any]:
            def judged(*args: Any) -> Any:
                found = decide(*args)
                self._note("judged", shown(found))
                return found

            return judged

        vars(credentials).update(
            make=maker(credentials.make),
            make_id=maker(credentials.make_id),
            make_share=maker(credentials.make_share),
            judge=judge(credentials.judge, lambda verdict: verdict.value),
            is_share=judge(credentials.is_share, bool),
            read_share=judge(credentials.read_share, of_terms),
        )

    def _note(self, key: str, value: Any) -> None:
        if self._line is not None:
            self._line.setdefault(key, []).append(value)

    # --- a channel

    def _tap_channel(self, channel: Channel, number: int) -> None:
        receive, peer_closes = channel.receive, channel.peer_closes
        frames_to_send = channel.frames_to_send

        def received(frame: str | bytes | None, now: float) -> None:
            def step() -> Step:
                came = self._blinds.hide(frame) if isinstance(frame, str) else written(frame)
                return ["frame", number, came]

            self._do(step, lambda: receive(frame, now), at=now)

        def taken(max_bytes: int = 256 * 1024, now: float | None = None) -> list[Frame]:
            if not channel.has_output:
                return frames_to_send(max_bytes, now)
            return self._do(
                lambda: ["take", number, max_bytes, now],
                lambda: frames_to_send(max_bytes, now),
                at=now,
                outcome=self.shown,
            )

        vars(channel).update(
            receive=received,
            frames_to_send=taken,
            peer_closes=lambda code: self._do(
                lambda: ["peer_closes", number, code], lambda: peer_closes(code)
            ),
        )

    def shown(self, frames: list[Frame]) -> list[Any]:
        """Frames as a recording has them."""
        return [
            self._blinds.hide(bytes(frame.payload).decode())
            if frame.is_text
            else written(bytes(frame.payload))
            for frame in frames
        ]

    def _within(self, action: Callable[[], None]) -> None:
        """Do the program's own code within a step: what it does are steps, too."""
        line, self._line = self._line, None
        outer, self._inner = self._inner, []
        try:
            action()
        finally:
            inner, self._inner, self._line = self._inner, outer, line
            if line is not None and inner:
                line.setdefault("then", []).extend(inner)

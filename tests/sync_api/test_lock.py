"""The application's lock is held whenever the core is entered, by whatever thread.

Knows: which files of the core hold state, and that Python can tell of every call. Must not know:
what is called, or why. A lost lock shows in stress only now and then; here each one does.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import pgwidgets_proto
from pgwidgets.sync import Application
from pgwidgets.sync.session_engine import SessionEngine
from pgwidgets.testing.conformance.program import counting
from pgwidgets.testing.conformance.threads_world import ThreadsWorld

_CORE = str(Path(pgwidgets_proto.__file__).parent)
_STATEFUL = {
    str(file)
    for name in ("channel", "connection", "hub", "inbox", "link", "node", "outbox", "session")
    for file in Path(_CORE).rglob(f"{name}.py")
}


class Entries:
    """Calls from outside of the core into its stateful files, without the lock."""

    def __init__(self, lock: Any) -> None:
        self._lock = lock
        self.count = 0
        self.unguarded: set[str] = set()

    def __call__(self, frame: FrameType, event: str, arg: object) -> None:
        if event != "call" or frame.f_code.co_filename not in _STATEFUL:
            return
        caller = frame.f_back
        if caller is None or caller.f_code.co_filename.startswith(_CORE):
            return
        self.count += 1
        if not self._lock._is_owned():
            self.unguarded.add(f"{frame.f_code.co_qualname} of {caller.f_code.co_qualname}")


@contextmanager
def watched(app: Application) -> Iterator[Entries]:
    entries = Entries(app._pgwidgets.lock)
    threading.setprofile_all_threads(entries)
    try:
        yield entries
    finally:
        threading.setprofile_all_threads(None)  # type: ignore[arg-type]
        sys.setprofile(None)


def much_ado(world: ThreadsWorld, mode: str) -> Entries:
    """Visitors, clicks, other threads, lost connections, ends."""
    with world.serving(counting, concurrency_handling=mode) as app, watched(app) as entries:
        one, two = world.visit(), world.visit()
        for visitor in (one, two):
            visitor.until_heard("Button")
            visitor.press()
            visitor.until_text("1")
        session = world.sessions()[one.session_id]
        label = world.call(lambda: session.get_widgets().Label("of another thread"))
        one.until_shown(2, "Label")
        world.call(label.set_text, "anew")
        assert world.call(label.get_text) == "anew"
        world.call(session.gui_call, label.get_text)
        world.call(session.flush)
        one.cut()
        one.come_back()
        one.until(lambda: one.token)
        two.leave()
        world.call(label.destroy)
    return entries


@pytest.mark.parametrize("mode", ["per_session", "serialized", "concurrent"])
def test_the_core_is_entered_with_the_lock(world: ThreadsWorld, mode: str) -> None:
    entries = much_ado(world, mode)
    assert entries.count > 100
    assert entries.unguarded == set()


def test_a_lock_that_is_lost_is_seen(world: ThreadsWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same, with methods of a session that enter the core without it."""
    monkeypatch.setattr(SessionEngine, "act", lambda self, operation, *args: operation(*args))
    assert much_ado(world, "per_session").unguarded

"""What of a session outlives the process, as the program says it.

Knows: what both APIs take for it. Must not know: stores, threads, or how anything is kept.
"""

from collections.abc import Callable
from typing import Any

from pgwidgets_proto import Promise
from pgwidgets_proto.sessions import Snapshot

from ._handlers import check_handler
from ._public import shown, spoken_as
from ._session_engine import AnySessionEngine


@spoken_as("Session")
class KeepsSession[R]:
    """The part of a session that says what is kept of it. ``R`` is what a call gives back."""

    _pgwidgets: AnySessionEngine

    @shown
    def data(self) -> dict[str, Any]:
        """What the program keeps of the session, by names of its own: plain data.

        With a store it is saved when it has changed, and there again when ``on_connect`` is called
        for a session of an earlier run. It may hold None, bools, numbers, texts, bytes, datetimes,
        and lists and dicts of these; tuples and sets come back as lists.
        """
        return self._pgwidgets.data

    @shown
    def epoch(self) -> int:
        """How often a server has come to own the session, from 1: each owner has a higher number.

        A device that remembers the highest number it has seen, and refuses those below, obeys no
        server that was frozen or cut off, and has been replaced. Without a store it stays 1.
        """
        return self._pgwidgets.epoch

    def save(self) -> R:
        """Save it now, and wait until that is done; else it is done within a second.

        Raises:
            StoreError: it could not be stored.
            TypeError: :attr:`data` holds what is no plain data.
            RuntimeError: the application has no store, or does not serve.
        """
        engine = self._pgwidgets
        promise: Promise = engine.act(engine.save)
        done: R = engine.complete(promise=promise)
        return done

    def restore(self) -> R:
        """Put on what is kept of a session of ``create_session()``, now that it is built.

        Browsers that come before wait. It is done without asking when serving begins, when
        :meth:`save` is called, and a second after the session was made; for sessions of
        ``on_connect``, when its handlers have ended.
        """
        engine = self._pgwidgets
        done: R = engine.do(engine.restore)
        return done

    def snapshot(self) -> Snapshot:
        """What would be saved now, as data; for tests, and for the curious.

        Raises:
            RuntimeError: the application has no store.
        """
        engine = self._pgwidgets
        found: Snapshot = engine.act(engine.snapshot)
        return found

    def on_restore[F: Callable[..., Any]](self, handler: F) -> F:
        """Have ``handler(session)`` called when what was kept has been put on; as a decorator.

        That is done when all handlers of ``on_connect`` have ended, and no other handler hears of
        it: what follows from a user's values is to be done here.
        """
        check_handler("Session.on_restore()", handler)
        self._pgwidgets.restore_handlers.append(handler)
        return handler

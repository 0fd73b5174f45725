"""The inspector: an application of its own, beside the one that it shows.

Knows: how it is served, and to whom. Must not know: what its window shows (window.py).

It runs on threads of its own, whichever API the application has, so that it answers when the event
loop of that hangs, or a handler does.
"""

import logging
import secrets
import threading
from collections import deque
from types import TracebackType
from typing import Self

from .. import async_, sync
from .watch import Watch
from .window import build_window

MOST_ERRORS = 200
"""Lines of errors that are kept."""
SHORTEST_TOKEN = 16


class Inspector:
    """Shows what an application does, to whoever has the token.

    Parameters:
        app: the application, of either API.
        host: the address to listen on.
        port: 0: a free one.
        token: the secret in the page's address, 16 characters at least; None: a new one.

    Raises:
        TypeError: it is no application.
        ValueError: the token is too short.
    """

    def __init__(
        self,
        app: "async_.Application | sync.Application",
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        token: str | None = None,
    ) -> None:
        given: object = app  # whatever the annotation says
        if not isinstance(given, async_.Application | sync.Application):
            raise TypeError(f"Inspector(): app is {app!r}; it must be an Application")
        if token is not None and len(token) < SHORTEST_TOKEN:
            raise ValueError(
                f"Inspector(): token has {len(token)} characters; it must have {SHORTEST_TOKEN}"
            )
        self._errors: deque[str] = deque(maxlen=MOST_ERRORS)
        self._watch = Watch(app, self._errors)
        self._logger: logging.Logger = app._pgwidgets.settings.logger
        self._listener = _Errors(self._errors)
        self._stopped = threading.Event()
        self._own = sync.Application(
            port,
            None,
            host,
            max_sessions=None,
            title="Inspector",
            theme="auto",
            density="compact",
            logger=logging.getLogger("pgwidgets.inspector"),
        )
        self._own.on_connect(_turn_away)
        secret = secrets.token_urlsafe(32) if token is None else token
        self._session = self._own.create_session("inspector", secret)
        self._refresh = build_window(self._session, self._watch)

    @property
    def url(self) -> str | None:
        """The page's address, with the token; None while it is not served."""
        return self._session.get_url() if self._own.http_port else None

    def start(self) -> None:
        """Serve it, on threads of its own; end with :meth:`close`.

        Raises:
            OSError: the port can't be listened on.
        """
        self._stopped.clear()
        self._own.start()
        self._logger.addHandler(self._listener)
        threading.Thread(target=self._go_on, name="pgwidgets inspector", daemon=True).start()

    def close(self) -> None:
        """Serve it no more. Safe to call twice."""
        self._stopped.set()
        self._logger.removeHandler(self._listener)
        self._own.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def refresh(self) -> None:
        """Show what is so now; it is done once a second while somebody looks."""
        self._refresh()

    def _go_on(self) -> None:
        while not self._stopped.wait(1.0):
            if self._session.is_connected:
                self._refresh()


def _turn_away(session: sync.Session) -> None:
    """Who comes without the token sees no more than that."""
    W = session.get_widgets()
    page = W.Page()
    page.set_widget(W.Label("The inspector is opened by its whole address, with the token."))
    page.show()


class _Errors(logging.Handler):
    """Keeps what the application's logger is told of errors."""

    def __init__(self, kept: "deque[str]") -> None:
        super().__init__(logging.WARNING)
        self._kept = kept
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%H:%M:%S"))

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self._kept.append(self.format(record))

"""What an application answers by HTTP: its page, its files, and what it says about itself.

Knows: the paths below the application's own, which of them need a login, and what a browser is told
when an answer can't be had. Must not know: sockets, sessions, async or sync.
"""

import logging
import time
import traceback
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from pgwidgets_proto import HttpRequest
from pgwidgets_proto.stream import path_below
from pgwidgets_transports.seam import Response

from ._late import LATE
from ._library import Library
from ._observing import Observing
from ._page import Page
from ._policy import CSP, safety_headers
from ._routing import answer_knock
from ._settings import Settings
from ._static import StaticFiles, plain
from .access.entrance import Entrance


class Server(Protocol):
    """An application's engine, as far as it is needed here.

    Attributes:
        settings: where it serves, and what.
        library: its widget classes.
    """

    settings: Settings
    library: Library

    def call_home(self, function: Callable[..., None], *args: Any) -> None:
        """Have a function called where the core may be."""

    def log(self, level: int, text: str, *args: Any) -> None:
        """Note something in the log."""

    def log_refusal(self, peer: str | None, code: int, cause: str) -> None:
        """Note that a visitor was turned away."""


class Website:
    """The HTTP half of one application.

    Parameters:
        server: the application's engine.
        observing: answers what is asked about the server.

    Attributes:
        page: the page, and what belongs to it.
        entrance: who is let in to it.
    """

    def __init__(self, server: Server, observing: Observing) -> None:
        settings = server.settings
        self.page = Page(settings.title, settings.looks, is_routed=settings.is_routed)
        self.entrance = Entrance(settings.login, settings.logger)
        self._server = server
        self._observing = observing
        made = server.library.made  # by any session, so the next one is likely to need it
        self._files = StaticFiles(
            self.page,
            policy=dict(safety_headers(settings.csp))[CSP],
            wanted=lambda: [path for name, path in LATE.items() if name in made],
        )
        self._exported: Path | None = None

    def answer_at_once(self, request: HttpRequest) -> Response | None:
        """Answer what is asked about the server itself, without a thread; None: it is a file.

        To be called where the core may be.
        """
        path = path_below(request.path, self._server.settings.base_path)
        return None if path is None else self.answer_at_once_below(request, path)

    def answer_at_once_below(self, request: HttpRequest, path: str) -> Response | None:
        """The same for a path from which the path that we are mounted at is taken."""
        try:
            is_routed = self._server.settings.is_routed
            if is_routed and (answer := answer_knock(request, path)) is not None:
                return answer
            return self._observing.answer(request, path, time.monotonic())
        except Exception:
            self._server.log(logging.ERROR, "no answer to %r\n%s", path, traceback.format_exc())
            return plain(500, "The server failed to answer; its log says why.")

    @property
    def is_at_hand(self) -> bool:
        """Whether answers take no thread: neither files are read for them, nor users asked.

        A thread waits for a processor as long as the event loop has much to do.
        """
        return self._files.are_at_hand and not self.entrance.asks

    def answer(self, request: HttpRequest) -> Response:
        """Answer an HTTP request; may read files, and never raises."""
        path = path_below(request.path, self._server.settings.base_path)
        if path is None:
            return plain(404, "There is no such page here.")
        return self.answer_below(request, path)

    def answer_below(self, request: HttpRequest, path: str) -> Response:
        """Answer a request for a path without the one that we are mounted at."""
        return self._carefully(
            request, lambda: self.entrance.answer(request, lambda: self._file(request, path))
        )

    def file_below(self, request: HttpRequest, path: str) -> Response:
        """The same for a user whom somebody else's server knows."""
        return self._carefully(request, lambda: self._file(request, path))

    def export(self) -> Path:
        """Fill the folder that :attr:`Application.static_path` gives."""
        if self._exported is None:
            import shutil  # late: few need them, and importing us is to be quick
            import tempfile

            self._exported = Path(tempfile.mkdtemp(prefix="pgwidgets-"))
            weakref.finalize(self, shutil.rmtree, self._exported, ignore_errors=True)
        self._files.export(self._exported)
        return self._exported

    def _file(self, request: HttpRequest, path: str) -> Response:
        if not self._server.settings.http_server:
            return plain(404, "No page is served here; this port takes WebSockets.")
        return self._files.respond(request, path)

    def _carefully(self, request: HttpRequest, find: Callable[[], Response]) -> Response:
        server = self._server
        try:
            return find()
        except OSError as exc:  # above all the process has no descriptor left
            cause = f"no answer to {request.method} {request.path!r}: {exc}"
            server.call_home(server.log_refusal, request.peer, 503, cause)
            return plain(503, "The server is too busy.")
        except Exception:
            server.settings.logger.exception("no answer to %s %r", request.method, request.path)
            return plain(500, "The server failed to answer; its log says why.")

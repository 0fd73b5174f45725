"""The process that a program runs in: `python -m pgwidgets.cli.child`, started by a supervisor.

Knows: what a supervisor says, and how a program's process ends to be started anew. Must not know:
what becomes of the process then.
"""

import contextlib
import json
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from .. import sync
from .._launch import Launch, begin, launching
from .._listen import is_loopback
from .errors import CommandError
from .failures import HIDDEN, Failure, failure_of, show_page, show_window, tell_at_terminal
from .inspecting import Inspecting
from .keeping import Keeper
from .orders import Order
from .programs import run_program, target_of
from .supervising import AGAIN, VARIABLE
from .watching import PERIOD, Watcher

_SIGNED_WITH = "key"
"""The file, in a folder that nobody else may read, with the key of the run before."""

PATIENCE = 2.0
"""Seconds that a program has to come to its end in good order before it is started anew."""


class Child:
    """One run of the program.

    Parameters:
        said: what the supervisor says.
    """

    def __init__(self, said: dict[str, Any]) -> None:
        self.order = msgspec.convert(said["order"], Order)
        self.reloads: bool = said["reloads"]
        self._parent: int = said["parent"]
        self._is_again: bool = said["again"]
        self._folder = Path(said["folder"])
        self._key = bytes.fromhex(said["key"])
        self.target = target_of(self.order.program)
        self._keeper = Keeper(self._kept())
        self._restarting = threading.Lock()
        if "fd" in said:
            self._door = socket.socket(fileno=said["fd"])
            self._door.set_inheritable(False)
        else:
            self._door = socket.create_server(tuple(said["address"]))
            self._door.setblocking(False)

    def run(self) -> int:
        """Run the program; where it fails, show that until it is to be started anew."""
        threading.Thread(target=self._leave_with_parent, name="pgwidgets", daemon=True).start()
        if self.reloads:
            sys.dont_write_bytecode = True  # two edits within a second may look alike to its cache
            Watcher(self.target.folder, self._changed).start()
        launch = self._launch()
        self._inspecting = Inspecting(launch, self._key)
        launch.on_serving = self._attend
        begin(launch)
        try:
            run_program(self.target, self.order.arguments)
        except SystemExit:
            raise
        except KeyboardInterrupt:
            return 130
        except BaseException as exc:
            if isinstance(exc, CommandError):
                print(f"pgwidgets: {exc}", file=sys.stderr, flush=True)
            else:
                tell_at_terminal(exc)
            if not self.reloads:
                return 1
            self._show(exc)
        return 0

    def restart(self) -> None:
        """End this process, and have it started anew; on whatever thread but the program's."""
        if not self._restarting.acquire(blocking=False):
            return
        kept = self._keeper.collect(PATIENCE)
        part = self._folder / f"{AGAIN}.part"
        part.write_text(json.dumps(kept), encoding="utf-8")
        part.replace(self._folder / AGAIN)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(PATIENCE)
        os._exit(0)  # a handler does not come to its end

    def told_of(self, error: BaseException) -> tuple[Failure, Callable[[], None] | None]:
        """What a page shows of what has failed, and what starts the program anew.

        That is for who develops it, and anybody may come where other machines reach the door.
        """
        return (
            (failure_of(error), self._begin_restart) if is_loopback(self._door) else (HIDDEN, None)
        )

    def _launch(self, secret_key: bytes | None = None) -> Launch:
        door = {"ws_sock": self._door, "http_port": None, "http_server": True}
        launch = self.order.launch(door, self._key if secret_key is None else secret_key)
        launch.is_again = self._is_again
        return launch

    def _kept(self) -> dict[str, Any]:
        with contextlib.suppress(OSError, ValueError):
            kept: dict[str, Any] = json.loads((self._folder / "kept.json").read_text("utf-8"))
            return kept
        return {}

    def _changed(self, path: Path) -> None:
        print(f"pgwidgets: {path.name} has changed, starting anew", flush=True)
        self.restart()

    def _begin_restart(self) -> None:
        # In a moment: the page hears first that its click has come.
        threading.Timer(PERIOD, self.restart).start()

    def _attend(self, engine: Any) -> None:
        """An application of the program begins to serve."""
        launch = launching()
        if launch is not None and launch.signed_with is not None:
            (self._folder / _SIGNED_WITH).write_bytes(launch.signed_with)
        if self.order.inspects:
            self._inspecting.attend(engine)
        if self.reloads:
            self._keeper.attend(engine)
            logger: logging.Logger = engine.settings.logger
            if not any(isinstance(one, _Shown) for one in logger.handlers):
                logger.addHandler(_Shown(self, logger))

    def _show(self, error: BaseException) -> None:
        """Serve a page with what the program failed with, until this process is to end."""
        told = self.told_of(error)
        # At the same door, for the same visitors, who have come by the program's key.
        key = self._folder / _SIGNED_WITH
        begin(self._launch(key.read_bytes() if key.exists() else None))
        app = sync.Application(max_sessions=None, title="The program has failed", theme="auto")
        begin(None)

        @app.on_connect
        def build(session: sync.Session) -> None:
            show_page(session, *told)

        app.run()

    def _leave_with_parent(self) -> None:
        """End when the supervisor is gone, however that came about."""
        while os.name == "nt" or os.getppid() == self._parent:
            time.sleep(4 * PERIOD)
        os._exit(1)


class _Shown(logging.Handler):
    """Shows in the page what handlers of the program raise.

    Parameters:
        child: whose program it is.
        logger: what this is to be added to.
    """

    def __init__(self, child: Child, logger: logging.Logger) -> None:
        super().__init__()
        self._child = child
        self._logger = logger

    def emit(self, record: logging.LogRecord) -> None:
        """Show it, if it was a handler of a session."""
        self._write_as_ever(record)
        error = record.exc_info[1] if record.exc_info else None
        args = record.args if isinstance(record.args, tuple) else ()
        found = (getattr(arg, "public", None) for arg in args)
        session = next((one for one in found if one is not None), None)
        if error is None or session is None:
            return
        with contextlib.suppress(Exception):  # the session may be over
            show_window(session, *self._child.told_of(error))

    def _write_as_ever(self, record: logging.LogRecord) -> None:
        """Write to the terminal what Python would, if this handler were not there.

        It does so for loggers that have no handler at all, as those of a program that sets up none.
        """
        last = logging.lastResort
        if last is None or record.levelno < last.level:
            return
        logger: logging.Logger | None = self._logger
        while logger is not None:
            if any(one is not self for one in logger.handlers):
                return
            logger = logger.parent if logger.propagate else None
        last.handle(record)


def main() -> int:
    """Run what the environment says; returns the exit status."""
    said = json.loads(os.environ.pop(VARIABLE))
    return Child(said).run()


if __name__ == "__main__":
    sys.exit(main())

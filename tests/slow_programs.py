"""Programs on threads whose every call takes a while.

A busy machine may stop a thread between any two of its calls, and what it has done until then
reaches browsers alone. Here it is stopped between all of them, which shows the tests, and the parts
of the product, that take what is called in a row for one.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

from pgwidgets.sync.session_engine import SessionEngine


def slow_down(seconds: float) -> None:
    """Have each call into a session take so many seconds, in this process, from now on.

    The thread of the sockets is as quick as ever, and so is a test's own.
    """
    act = SessionEngine.act

    def act_slowly(self: SessionEngine, operation: Callable[..., Any], *args: Any) -> Any:
        result = act(self, operation, *args)
        thread = threading.current_thread()
        is_program = thread is not threading.main_thread() and thread.name != "pgwidgets I/O"
        if is_program and not self.app.is_in_the_core:
            time.sleep(seconds)
        return result

    SessionEngine.act = act_slowly  # type: ignore[method-assign]

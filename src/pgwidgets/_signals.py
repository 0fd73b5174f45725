"""Ctrl-C and SIGTERM, while applications serve.

Knows: the signal module, and which thread signals come to. Must not know: what is done then, event
loops, threads of ours.

A process has one handler of a signal, and may have several applications that serve. So there is one
handler of ours, from the first of them to the last, and it tells all.
"""

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any

_NUMBERS = (signal.SIGINT, signal.SIGTERM)
_before: dict[int, Any] = {}
_interrupts: list[Callable[[], None]] = []
_waking = contextlib.ExitStack()


@contextlib.contextmanager
def heeding_signals(
    interrupt: Callable[[], None],
    waking: Callable[[], contextlib.AbstractContextManager[None]] = contextlib.nullcontext,
) -> Iterator[None]:
    """Have SIGINT and SIGTERM call a function inside this block, where they come here at all.

    Parameters:
        interrupt: called by Python's handler of the signal: between any two instructions of the
            main thread, so it must take no lock. What it raises is raised there.
        waking: makes the block in which a signal ends the main thread's wait for its event loop.
            The operating system ends only a wait that has begun, and only for a signal that it
            delivers to that very thread.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    if not _interrupts:
        _waking.enter_context(waking())
        _before.update({number: signal.signal(number, _tell_all) for number in _NUMBERS})
    _interrupts.append(interrupt)
    try:
        yield
    finally:
        _interrupts.remove(interrupt)
        if not _interrupts:
            _restore()
            _waking.close()


def _tell_all(number: int, frame: object) -> None:
    for interrupt in tuple(_interrupts):
        interrupt()


def _restore() -> None:
    for number, handler in _before.items():
        # The program may have set another one meanwhile; and one that was not set by Python can't
        # be set again by it.
        if signal.getsignal(number) is _tell_all and handler is not None:
            signal.signal(number, handler)
    _before.clear()

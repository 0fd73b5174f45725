"""What the scenarios' programs have in common, written so that it runs in both APIs.

Knows: that a call may give something to await. Must not know: which API it is.
"""

import inspect
from collections.abc import Callable
from typing import Any


async def settle(result: Any) -> Any:
    """What a call brings: awaited where calls are awaited, as it is where they block."""
    return await result if inspect.isawaitable(result) else result


def drive(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a plain function of a coroutine function, none of whose awaits ever waits.

    In a world of threads whatever a handler awaits has been done, blocking, when it is awaited.
    """

    def call(*args: Any, **keywords: Any) -> Any:
        result = function(*args, **keywords)
        if not inspect.iscoroutine(result):
            return result
        try:
            result.send(None)
        except StopIteration as stop:
            return stop.value
        result.close()
        raise AssertionError(f"{function!r} waits for what does not block")

    return call


def counting(session: Any) -> None:
    """A label that counts the clicks of a button."""
    W = session.get_widgets()
    label = W.Label("0")
    button = W.Button("more")
    button.on("activated", lambda: label.set_text(str(int(label.get_text()) + 1)))

"""Coroutines that nobody awaits, while a program is tested.

Knows: how Python finds them. Must not know: whose they are, programs, users.

Python tells of one when it is collected, as a warning: too late for a test to fail by it, and from
within a finaliser, where nothing can be raised. What makes that warning is the one place to hear
it in time; no public one is there.
"""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_NAME = "_warn_unawaited_coroutine"


@contextmanager
def noted(note: Callable[[BaseException], None]) -> Iterator[None]:
    """A block in which such coroutines are noted, in place of a warning.

    Parameters:
        note: gets an exception for each.
    """
    before: Any = getattr(warnings, _NAME, None)

    def tell(coroutine: Any) -> None:
        name = getattr(coroutine, "__qualname__", repr(coroutine))
        note(AssertionError(f"the coroutine of {name}() was never awaited"))

    setattr(warnings, _NAME, tell)
    try:
        yield
    finally:
        if before is None:
            delattr(warnings, _NAME)
        else:
            setattr(warnings, _NAME, before)

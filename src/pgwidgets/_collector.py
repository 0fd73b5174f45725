"""Lets Python's garbage collector rest while modules are imported.

Knows: the collector. Must not know: what is imported.

An import makes tens of thousands of objects, nearly all of which stay. The collector looks through
them some twenty times meanwhile, which is a third of what importing an API takes.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Collect no garbage inside this block; it is as it was at the end, whatever is raised."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

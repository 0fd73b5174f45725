"""What the tests of the sync API stand in: an application on threads, and browsers on real sockets.

Knows: the world of threads of the conformance suite. Must not know: what any test checks.
"""

import time
from collections.abc import Iterator

import pytest

from patience import PATIENCE
from pgwidgets.testing.conformance.threads_world import ThreadsWorld
from pgwidgets.testing.conformance.world import open_things


@pytest.fixture
def world() -> Iterator[ThreadsWorld]:
    """A world whose end leaves no thread, no descriptor, and no error that nobody asked for."""
    before = open_things()
    with ThreadsWorld() as world:
        yield world
        complaints = world.complaints()
    end = time.monotonic() + PATIENCE
    while (left := open_things() - before) and time.monotonic() < end:
        time.sleep(0.001)  # threads of the test's own that are about to end
    assert not left
    assert not complaints

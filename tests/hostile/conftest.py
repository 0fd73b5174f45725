"""The worlds that attacks are made in: each way to run an application, over real sockets or none.

Knows: the conformance suite's worlds. Must not know: any attack.
"""

from collections.abc import Iterator

import pytest

from conformance.worlds import WORLDS
from pgwidgets.testing.conformance.world import World


@pytest.fixture(params=WORLDS, ids=lambda world: world.__name__)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """A world that logs no error of its own."""
    with request.param() as world:
        yield world
        complaints = world.complaints()
    assert not complaints

"""What the tests of asking share: a program's session in two of the worlds."""

from collections.abc import Iterator

import pytest

from pgwidgets.testing.conformance import AsyncioWorld, ThreadsWorld, World


@pytest.fixture(params=[AsyncioWorld, ThreadsWorld])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    with request.param() as world:
        yield world
        complaints = world.complaints()
    assert complaints == []

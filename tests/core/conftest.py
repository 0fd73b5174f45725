"""Faults of the core's own fail the tests that meet them."""

from collections.abc import Iterator

import pytest

from core.own_faults import let_out


@pytest.fixture(autouse=True, scope="module")
def _faults_are_let_out() -> Iterator[None]:
    with let_out():
        yield

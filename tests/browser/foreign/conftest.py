"""Widgets of other projects: these tests need the extras that are not part of ``dev``.

Knows: that all tests of this folder are left out unless they are asked for (`make test-extras`).
"""

from pathlib import Path

import pytest


@pytest.hookimpl(tryfirst=True)  # before they are selected by marker
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.foreign)

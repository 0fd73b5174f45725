"""Widgets of other projects: these tests need the extras that are not part of ``dev``.

Knows: that all tests of this folder are left out unless they are asked for (`make test-extras`).
"""

from pathlib import Path

import pytest

from folders import of_folder


@pytest.hookimpl(tryfirst=True)  # before they are selected by marker
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder."""
    for item in of_folder(Path(__file__).parent, items):
        item.add_marker(pytest.mark.foreign)

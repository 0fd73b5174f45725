"""Which tests stand in a folder.

Knows: paths. Must not know: what is made of it.
"""

import os
from collections.abc import Iterable
from pathlib import Path

import pytest


def of_folder(folder: Path, items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """The tests of a folder and of those in it.

    Compared as text: there are more than ten thousand, which paths take seconds for.
    """
    start = f"{folder}{os.sep}"
    return [item for item in items if str(item.path).startswith(start)]

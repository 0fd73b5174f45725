"""An nginx for a test; see nginx.py."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[Callable[[str, Mapping[str, str]], Any]]:
    """Start one: `nginx(site, changes)`. It may complain of nothing until it is stopped."""
    from deploy.nginx import Nginx  # not before pytest has made the package

    started: list[Nginx] = []

    def start(site: str, changes: Mapping[str, str]) -> Nginx:
        started.append(Nginx(tmp_path, site, changes))
        return started[-1]

    yield start
    for one in started:
        assert one.stop() == ""

"""Notebooks in JupyterLab: these tests need what is not part of ``dev`` (`make test-notebook`).

Knows: how a JupyterLab is started, and that these tests are left out unless they are asked for.
"""

import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from folders import of_folder
from programs import Program


@pytest.hookimpl(tryfirst=True)  # before they are selected by marker
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder."""
    for item in of_folder(Path(__file__).parent, items):
        item.add_marker(pytest.mark.notebook)


class Lab:
    """A JupyterLab that serves a folder.

    Attributes:
        url: its address.
        token: lets a browser in.
        folder: where its notebooks are.
    """

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.token = folder, secrets.token_hex(16)
        for name in ("CONFIG", "DATA", "RUNTIME"):
            monkeypatch.setenv(f"JUPYTER_{name}_DIR", str(folder.parent / name.lower()))
        command = [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
            *("--ServerApp.port=0", "--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={folder}"),
            *(f"--IdentityProvider.token={self.token}", "--LabApp.news_url="),
            *("--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",),
        ]
        self._program = Program(command, name="jupyterlab")
        told = self._program.wait_for_line(r"(http://(?:127\.0\.0\.1|localhost):(\d+))/lab")
        self.url = f"http://127.0.0.1:{told[2]}"

    def address_of(self, notebook: str) -> str:
        """Where a notebook is opened, with nothing beside it."""
        return f"{self.url}/doc/tree/{notebook}?token={self.token}"

    def kill(self) -> None:
        """End it."""
        self._program.kill()


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lab]:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    made = Lab(folder, monkeypatch)
    yield made
    made.kill()

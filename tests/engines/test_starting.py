"""What becomes of a browser that does not come up: it is started again, and nothing is left of it.

Knows: processes. Must not know: any page.
"""

import os
import select
import shutil
from pathlib import Path

import pytest

from engines.conftest import until_it_starts
from engines.firefox import Firefox
from patience import PATIENCE

_FAILS_ONCE = """#!/bin/sh
if mkdir "{folder}/failed" 2>/dev/null; then
    sleep 1000 >/dev/null 2>&1 &
    echo $! > "{folder}/left"
    exit 1
fi
exec "{firefox}" "$@"
"""


@pytest.fixture
def firefox_that_fails_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Firefox whose first start fails, and has a process behind it; gives what notes that."""
    path = shutil.which("firefox-esr") or shutil.which("firefox")
    if path is None:
        pytest.fail("there is no 'firefox-esr' to run", pytrace=False)
    script = tmp_path / "bin" / "firefox-esr"
    script.parent.mkdir()
    script.write_text(_FAILS_ONCE.format(folder=tmp_path, firefox=path))
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(script.parent), prepend=os.pathsep)
    return tmp_path / "left"


def test_a_browser_that_does_not_come_up_is_started_again(firefox_that_fails_once: Path) -> None:
    firefox = until_it_starts(lambda: Firefox(False))
    try:
        assert firefox.js("() => 1 + 1") == 2
    finally:
        firefox.close()
    _ends(int(firefox_that_fails_once.read_text()))


def _ends(pid: int) -> None:
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        assert select.select([process], [], [], PATIENCE)[0], f"{pid} is left"
    finally:
        os.close(process)

"""Ginga's own tests of what it makes of our widgets.

Most of them put a function in the place of a private one of pgwidgets-python's sessions, by the
fixture `sent`, to see what is sent. All others are run here as they are.
"""

import subprocess
import sys
from pathlib import Path

from browser.ginga import starting

_TESTS = Path(starting.ginga.__file__).parent / "tests" / "test_pgw_widgets.py"

_RUN = """
import sys, pytest

class OfPublicNames:
    @staticmethod
    def pytest_collection_modifyitems(config, items):
        looking = [item for item in items if "sent" in item.fixturenames]
        config.hook.pytest_deselected(items=looking)
        items[:] = [item for item in items if item not in looking]

sys.exit(pytest.main(["-p", "no:cacheprovider", "-q", sys.argv[1]], plugins=[OfPublicNames()]))
"""


def test_those_that_use_public_names(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _RUN, str(_TESTS)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert " passed" in run.stdout

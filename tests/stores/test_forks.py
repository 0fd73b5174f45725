"""A store that servers share, in a process that was forked after it was made."""

import subprocess
import sys

import pytest

_PROGRAM = """
import os, sys
from pgwidgets.stores import RedisStore
from pgwidgets.{api} import Application

def application():
    return Application(0, None, store=store)

store = RedisStore("redis://127.0.0.1:1/0", server="one")
made = application() if {is_early} else None
child = os.fork()
if child:
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
try:
    (made or application()).create_session("cam1")
except ValueError as exc:
    print(exc)
"""


@pytest.mark.parametrize(("api", "is_early"), [("sync", True), ("async_", False)])
def test_a_fork_is_no_server_of_its_own(api: str, is_early: bool) -> None:
    program = _PROGRAM.format(api=api, is_early=is_early)
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "store is RedisStore(127.0.0.1:1, server='one'), and process" in ran.stdout
    assert "make the store and the application after the fork" in ran.stdout

"""The program of examples/cluster, and the configurations beside it."""

import contextlib
import http.server
import os
import runpy
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pgwidgets.testing import open_app

CLUSTER = Path(__file__).parents[2] / "examples" / "cluster"
DEMO = runpy.run_path(str(CLUSTER / "demo.py"))


@pytest.fixture
def main(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setenv("PGWIDGETS_STORE", str(tmp_path / "sessions.sqlite"))
    monkeypatch.setenv("PGWIDGETS_KEY", "a key of more than sixteen bytes")
    monkeypatch.setenv("HOSTNAME", "here")
    return runpy.run_path(str(CLUSTER / "app.py"))["main"]


def test_what_a_night_takes_is_shown(main: Any) -> None:
    async def night() -> None:
        await main(9501)

    with open_app(night) as user:
        assert user.shows("Nothing has been taken yet")
        user.type("Target", "M 31")
        user.click("Take")
        assert user.shows("1 taken")
        user.type("Target", "", enter=True)
        assert user.shows("2 taken")
        rows = user.find(cls="TableView").rows
        assert [row[1:] for row in rows] == [["M 31", "here on 9501"], ["dark", "here on 9501"]]


@pytest.mark.parametrize("name", ["haproxy.cfg", "nginx.conf"])
def test_a_configuration_is_for_the_servers_that_are_there(name: str) -> None:
    text = (CLUSTER / name).read_text()
    filled = DEMO["with_ports"](text, "127.0.0.1:7000", [7001, 7002])
    assert [port for port in range(7000, 7003) if f"127.0.0.1:{port}" not in filled] == []
    assert "127.0.0.1:9" not in filled
    assert "127.0.0.1:8080" not in filled
    with pytest.raises(ValueError, match="5 servers; the configurations have 4"):
        DEMO["with_ports"](text, "127.0.0.1:7000", [1, 2, 3, 4, 5])


class _Healthy(http.server.BaseHTTPRequestHandler):
    """Serves, and says so."""

    def do_GET(self) -> None:
        body = b"serving\n" if self.path == "/healthz" else b"?"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextlib.contextmanager
def healthy() -> Iterator[str]:
    """The port of a server that is well."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Healthy) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield str(server.server_port)
        server.shutdown()
        thread.join()


def rolling_restart(*ports: str) -> tuple[int, list[str], str]:
    """Restart servers by the script, which says `again PORT` in place of restarting one."""
    ran = subprocess.run(
        ["sh", str(CLUSTER / "systemd" / "rolling-restart.sh"), *ports],
        env={**os.environ, "RESTART": "echo again ", "CALM": "0", "no_proxy": "*"},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stdout.splitlines(), ran.stderr


def test_servers_are_restarted_one_after_another() -> None:
    with healthy() as one, healthy() as other:
        status, said, wrong = rolling_restart(one, other)
    said_of = [f"{how} {port}" for port in (one, other) for how in ("restarting", "again")]
    assert (status, said, wrong) == (0, said_of, "")


def test_nothing_is_restarted_while_one_is_away() -> None:
    with healthy() as one, socket.create_server(("127.0.0.1", 0)) as nobody:
        gone = str(nobody.getsockname()[1])
        nobody.close()
        status, said, wrong = rolling_restart(one, gone)
    assert (status, said) == (1, [])
    assert f"the server on {gone} does not serve" in wrong
    assert rolling_restart()[0] == 2

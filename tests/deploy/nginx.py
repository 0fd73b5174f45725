"""A real nginx on a free port of 127.0.0.1, with the configuration of an example.

Knows: how nginx is started and told to stop. Must not know: what is behind it.
"""

import getpass
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from patience import PATIENCE

CONFIGURATIONS = Path(__file__).parents[2] / "examples" / "nginx"
CERTIFICATE = Path(__file__).parents[1] / "transports" / "data" / "localhost.pem"

_MAIN = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


class Nginx:
    """A running nginx.

    Attributes:
        port: where it listens.
    """

    def __init__(self, folder: Path, site: str, changes: Mapping[str, str]) -> None:
        """Start it.

        Parameters:
            folder: for all its files.
            site: the name of a configuration in examples/nginx.
            changes: what the test has in place of the configuration's addresses and paths; each
                stands in it. "{port}" is nginx's own.
        """
        program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
        if program is None:
            pytest.fail("these tests need nginx: scripts/need.sh nginx installs it", pytrace=False)
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        text = (CONFIGURATIONS / site).read_text()
        for there, here in changes.items():
            assert there in text, f"{site} has no {there!r}"
            text = text.replace(there, here.format(port=self.port))
        (folder / "site.conf").write_text(text)
        # Started by root, its workers would be nobody's, whom pytest's folders are closed to.
        user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(_MAIN.format(folder=folder, user=user))
        self._folder = folder
        self._errors = folder / "errors"
        self._program = program
        with listener:
            self._start(listener)

    def _start(self, listener: socket.socket) -> None:
        # It takes over sockets that it finds named in NGINX and bound to its own addresses; what
        # connects meanwhile waits.
        with self._errors.open("ab") as errors:
            self._process = subprocess.Popen(
                [self._program, "-p", str(self._folder), "-c", "nginx.conf", "-e", "stderr"],
                env={**os.environ, "NGINX": f"{listener.fileno()};"},
                pass_fds=[listener.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )

    def restart(self) -> None:
        """Cut all connections, and serve again at once."""
        self._end()
        with socket.create_server(("127.0.0.1", self.port)) as listener:
            self._start(listener)

    def _end(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(PATIENCE)

    def stop(self) -> str:
        """Stop it; returns what it had to complain of, if it was more than its start."""
        self._end()
        lines = self._errors.read_text().splitlines()
        return "\n".join(line for line in lines if "using inherited sockets" not in line)

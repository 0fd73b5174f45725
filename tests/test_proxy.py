"""The network that fails on demand leaves nothing behind that would fail another test."""

import gc
import socket
import threading

from patience import PATIENCE
from proxy import Proxy

_MANY = 3
_ROUNDS = 3  # in most of them one was left


def test_what_comes_while_it_closes_is_closed_too() -> None:
    for _ in range(_ROUNDS):
        _close_while_many_come()
    gc.collect()  # a connection that is left complains, and fails the test


def _close_while_many_come() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        proxy = Proxy(server.getsockname()[1])
        came: list[socket.socket] = []
        enough = threading.Event()

        def come() -> None:
            try:
                while True:
                    came.append(socket.create_connection(("127.0.0.1", proxy.port), PATIENCE))
                    if len(came) == _MANY:
                        enough.set()
            except OSError:  # it listens no more
                enough.set()

        visitors = threading.Thread(target=come)
        visitors.start()
        assert enough.wait(PATIENCE)
        proxy.close()
        visitors.join(PATIENCE)
        for one in came:
            one.close()

"""What a server finds out of others that share its store, and tells them.

Knows: clocks, ports and digests. Must not know: sessions, stores.
"""

import hashlib
import hmac
import os
import socket
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from .shared import About

_ASKING = 0.2
"""Seconds for a server to say that it is there."""


def steady_clock() -> Callable[[], float]:
    """A clock that goes on while the machine sleeps, where there is one."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic if boot_time is None else partial(time.clock_gettime, boot_time)


def digest(secret_key: bytes | None) -> str:
    """What tells nothing of a key but whether another one is the same."""
    if secret_key is None:
        return "none"
    return hmac.new(secret_key, b"pgwidgets: servers of one store", hashlib.sha256).hexdigest()


def machine() -> str:
    """What those have in common that reach each other at 127.0.0.1."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {os.stat('/proc/self/ns/net').st_ino}"
    except OSError:  # another system than Linux
        return socket.gethostname()


def is_gone(about: About) -> bool:
    """Whether a server is known to be no more: its port refuses connections."""
    if about.address is None or about.machine not in (None, machine()):
        return False
    host, _, port = about.address.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_ASKING).close()
    except ConnectionRefusedError:
        return True
    except (OSError, ValueError):
        return False
    return False

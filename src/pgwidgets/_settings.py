"""What an application can be told, checked at once.

Knows: the names, types and allowed values. Must not know: what is done with them.
"""

import functools
import inspect
import logging
import os
import re
import socket
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Literal, get_args
from urllib.parse import urlsplit

import msgspec

from pgwidgets_proto import Limits
from pgwidgets_proto.limits import is_time

from ._files import FileRoots
from ._listen import check_bound
from .access.audit import Audit
from .access.login import Login
from .looks import PageLooks
from .observing.metrics import Metrics
from .observing.tracing import Spans

if TYPE_CHECKING:
    import ssl

    # Late below: most programs keep nothing.
    from .stores.base import Store
    from .stores.shared import StoreLost

ConcurrencyHandling = Literal["per_session", "serialized", "concurrent"]


_KINDS: tuple[tuple[str, type | UnionType, str], ...] = (
    ("host", str, "a text"),
    ("http_server", bool, "True or False"),
    ("logger", logging.Logger | logging.LoggerAdapter, "a logger of logging"),
    ("ws_sock", socket.socket | None, "a bound socket, or None"),
    ("limits", Limits, "a Limits"),
    ("title", str, "a text"),
    ("compression", bool, "True or False"),
)
"""Settings whose types say it all."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of one application, as `Application` describes them."""

    ws_port: int
    http_port: int | None
    host: str
    http_server: bool
    concurrency_handling: ConcurrencyHandling
    max_sessions: int | None
    logger: logging.Logger
    ws_sock: socket.socket | None
    limits: Limits
    allowed_origins: tuple[str, ...]
    allowed_hosts: tuple[str, ...]
    trusted_proxies: tuple[str, ...]
    resume_window: float
    title: str
    csp: Mapping[str, str]
    ssl_context: "ssl.SSLContext | None"
    base_path: str
    base_url: str | None
    looks: PageLooks
    file_roots: FileRoots
    compression: bool
    metrics: Metrics | None = None
    spans: Spans | None = None
    login: Login | None = None
    audit: Audit | None = None
    record: Path | None = None
    store: "Store | None" = None
    store_lost: "StoreLost | None" = None
    is_routed: bool = False
    counts_uses: bool = True

    def __post_init__(self) -> None:
        for name, kind, what in _KINDS:
            value = getattr(self, name)
            if not isinstance(value, kind):
                raise TypeError(f"{name} is {value!r}; it must be {what}")
        tls: object = self.ssl_context  # what was given, whatever the annotation says
        if tls is not None:
            import ssl  # which takes its time, and most programs do without

            if not isinstance(tls, ssl.SSLContext):
                raise TypeError(f"ssl_context is {tls!r}; it must be an ssl.SSLContext, or None")
        if self.ws_sock is not None:
            check_bound(self.ws_sock, "ws_sock")
        for name in ("ws_port", "http_port"):
            port = getattr(self, name)
            if port is None and name == "http_port":
                continue
            if isinstance(port, bool) or not isinstance(port, int) or not 0 <= port <= 65535:
                raise ValueError(f"{name} is {port!r}; it must be an int from 0 to 65535")
        modes = get_args(ConcurrencyHandling)
        if self.concurrency_handling not in modes:
            raise ValueError(
                f"concurrency_handling is {self.concurrency_handling!r}; it must be one of "
                f"{', '.join(map(repr, modes))}"
            )
        sessions: object = self.max_sessions
        if sessions is not None and (
            isinstance(sessions, bool) or not isinstance(sessions, int) or sessions < 1
        ):
            raise ValueError(
                f"max_sessions is {self.max_sessions!r}; it must be an int from 1, or None"
            )
        window: object = self.resume_window
        if not isinstance(window, (int, float)) or isinstance(window, bool) or not is_time(window):
            raise ValueError(f"resume_window is {window!r}; it must be a number of seconds from 0")


def metrics_setting(value: object) -> Metrics | None:
    """The setting ``metrics``.

    Raises:
        TypeError: it is neither True nor False, nor a Metrics.
    """
    if isinstance(value, bool):
        return Metrics() if value else None
    if not isinstance(value, Metrics):
        raise TypeError(f"metrics is {value!r}; it must be True, False, or a Metrics")
    return value


def tracing_setting(value: object) -> Spans | None:
    """The setting ``tracing``.

    Raises:
        TypeError: it is neither True nor False, nor has it tracers.
        ImportError: the API of OpenTelemetry is not installed.
    """
    if value is False:
        return None
    if value is not True and not callable(getattr(value, "get_tracer", None)):
        raise TypeError(f"tracing is {value!r}; it must be True, False, or a TracerProvider")
    return Spans(None if value is True else value)


_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://|(redis|rediss|unix)(:|//)", re.IGNORECASE)
"""How an address begins, and what of one was mistyped; no path of a file begins so."""


def known_settings[**P](make: Callable[P, None]) -> Callable[P, None]:
    """Have the constructor of an application say what is meant by a setting that is none."""
    known = tuple(inspect.signature(make).parameters)[1:]

    @functools.wraps(make)
    def checked(*args: P.args, **kwargs: P.kwargs) -> None:
        for name in kwargs:
            if name not in known:
                raise TypeError(f"Application() has no argument {name!r}{_meant(name, known)}")
        make(*args, **kwargs)

    return checked


def _meant(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # late: it is for mistakes

    if name == "port":
        return "; did you mean ws_port, or http_port?"
    close = get_close_matches(name, known, 1)
    return f"; did you mean {close[0]}?" if close else f"; it takes {', '.join(known)}"


def store_setting(value: object) -> "Store | None":
    """The setting ``store``: a path is one of SQLite.

    Raises:
        TypeError: it is no store.
        ValueError: it is an address, but of no Redis, or a path where no file can be.
        ImportError: an extra is not installed; the text says how it is.
    """
    if value is None:
        return None
    from .stores.base import Store
    from .stores.shared import URLS

    if isinstance(value, str) and value.startswith(URLS):
        from .stores.redis import RedisStore  # late: it is of an extra

        return RedisStore(value)
    if isinstance(value, str) and (begun := _ADDRESS.match(value)):
        # The rest is not told: there may be a password in it.
        raise ValueError(
            f"store begins with {begun[0]!r}; it must be the path of a file, or an address that "
            f"begins with one of {', '.join(URLS)}"
        )
    if isinstance(value, (str, os.PathLike)):
        from .stores.sqlite import SQLiteStore  # late: most programs do without sqlite3

        return SQLiteStore(value)
    if not isinstance(value, Store):
        raise TypeError(
            f"store is {value!r}; it must be the path of a file, the address of a Redis "
            f"('redis://…'), or a store (pgwidgets.stores)"
        )
    return value


def store_lost_setting(value: object, store: "Store | None") -> "StoreLost | None":
    """The setting ``store_lost``: what is done while a store that servers share is out of reach.

    Returns:
        None: the store is not shared, so that nobody else serves its sessions.

    Raises:
        ValueError: it is unknown, or the store is not shared.
    """
    if value is None and store is None:
        return None
    from .stores.shared import SharedStore, StoreLost

    if value not in (None, *get_args(StoreLost.__value__)):
        raise ValueError(f"store_lost is {value!r}; it must be 'freeze' or 'serve', or None")
    if not isinstance(store, SharedStore):
        if value == "freeze" or store is None:
            raise ValueError(f"store_lost is {value!r}; that is for a store that servers share")
        return None
    return "serve" if value == "serve" else "freeze"


def routed_setting(value: object, store: "Store | None") -> bool:
    """The setting ``routed``; None: whether the store is shared.

    Raises:
        TypeError: it is neither True, False nor None.
    """
    if value is None and store is None:
        return False
    if value is None:
        from .stores.shared import SharedStore

        return isinstance(store, SharedStore)
    return flag_setting(value, "routed")


def text_setting(value: object, setting: str) -> str:
    """A setting that is a text.

    Parameters:
        value: what the program gave.
        setting: its name, for errors.

    Raises:
        TypeError: the value is not a text.
    """
    if not isinstance(value, str):
        raise TypeError(f"{setting} is {value!r}; it must be a text")
    return value


def file_setting(value: object, setting: str) -> Path | None:
    """A setting that is a file's path, or None.

    Raises:
        TypeError: it is neither.
    """
    if value is None:
        return None
    if not isinstance(value, (str, os.PathLike)):
        raise TypeError(f"{setting} is {value!r}; it must be a path, or None")
    return Path(os.fsdecode(value)).absolute()


def path_setting(value: str, setting: str) -> str:
    """A setting that is a path to be mounted at.

    Parameters:
        value: not percent-encoded; a slash at its end makes no difference.
        setting: its name, for errors.

    Returns:
        Empty for the root, else a path without a slash at its end.

    Raises:
        TypeError: it is no text.
        ValueError: it is not absolute, or no browser would ask for it as it stands.
    """
    path = text_setting(value, setting).removesuffix("/")
    parts = path.split("/")
    if path and (
        parts[0] or any(part in ("", ".", "..") for part in parts[1:]) or not path.isprintable()
    ):
        raise ValueError(
            f"{setting} is {value!r}; it must begin with a slash, as in '/instruments/cam1', and "
            f"have no empty, '.' or '..' part"
        )
    return path


def url_setting(value: str | None, setting: str) -> str | None:
    """A setting that is the address of the page.

    Returns:
        The address, with a slash at its end.

    Raises:
        TypeError: it is no text.
        ValueError: it is no whole address of a page, or says more than that.
    """
    if value is None:
        return None
    url = text_setting(value, setting)
    parts = urlsplit(url)
    is_whole = parts.scheme in ("http", "https") and parts.hostname
    if not is_whole or parts.query or parts.fragment or parts.username or not url.isprintable():
        raise ValueError(
            f"{setting} is {value!r}; it must be the page's address, as in "
            f"'https://example.org/instruments/cam1/'"
        )
    return url if url.endswith("/") else f"{url}/"


def names(value: Iterable[str] | str | None, setting: str) -> tuple[str, ...]:
    """A setting that is a collection of texts.

    Raises:
        TypeError: it is a single text, which would be taken for its letters, or holds others.
    """
    if value is None:
        return ()
    if isinstance(value, str):
        raise TypeError(f"{setting} is {value!r}; it must be a collection of texts: [{value!r}]")
    found = tuple(value)
    for entry in found:
        if not isinstance(entry, str):
            raise TypeError(f"{setting} has {entry!r}; it must be a collection of texts")
    return found


def flag_setting(value: object, setting: str) -> bool:
    """A setting that is True or False.

    Parameters:
        value: what the program gave.
        setting: its name, for errors.

    Raises:
        TypeError: it is neither.
    """
    if not isinstance(value, bool):
        raise TypeError(f"{setting} is {value!r}; it must be True or False")
    return value

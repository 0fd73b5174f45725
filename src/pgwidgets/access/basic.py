"""Users that sign in with a name and a password, which their browser asks for (RFC 7617).

Knows: the header, and the cookie that stands for it from then on. Must not know: how a password is
kept (passwords.py), sessions.

The password is looked at when a page is asked for. Its answer sets a cookie, by which the WebSocket
is let in: it is signed, for no script to read (HttpOnly), and not sent by other sites' pages
(SameSite); where the page came by TLS it is sent by nothing else (Secure). It ends after a time,
when its user signs out, and when the password is another.
"""

import base64
import binascii
import hashlib
import hmac
import logging
import os
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, override

from pgwidgets_proto import HttpRequest, Refusal
from pgwidgets_proto.stream import parse_address

from .login import Entered, Login
from .passwords import Users
from .terms import in_seconds

_TRIES = 10
"""Wrong passwords of one address a minute."""
_WINDOW = 60.0
_AT_ONCE = 16
"""Passwords that wait to be looked at; each of them keeps a thread that answers others."""
_ADDRESSES = 10_000


_TOO_MANY = Refusal(
    status=429,
    text="Too many wrong passwords.",
    headers=(("retry-after", f"{_WINDOW:.0f}"), ("cache-control", "no-store")),
)
_BUSY = Refusal(
    status=503,
    text="Too many visitors sign in just now.",
    headers=(("retry-after", "2"), ("cache-control", "no-store")),
)


class BasicLogin(Login):
    """Users with passwords, for a server of a few people.

    A browser keeps the password until it is closed, and shows it to the page by itself, so that
    signing out is of little use with it. Without TLS everybody on the way can read it.

    Parameters:
        users: a file as ``pgwidgets passwd FILE NAME`` makes it; or what
            :func:`~pgwidgets.access.passwords.hashed` gives, by name.
        realm: what the browser says that the password is for.
        lifetime: seconds, or a timedelta, after which a user is asked again.
        key: signs the cookies; None: a new one at each start.

    Raises:
        OSError: the file can't be read.
        TypeError, ValueError: a line of it, or another argument, is none.
    """

    def __init__(
        self,
        users: str | os.PathLike[str] | Mapping[str, str],
        *,
        realm: str = "pgwidgets",
        lifetime: float | timedelta = 12 * 3600.0,
        key: bytes | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        if not isinstance(users, (str, os.PathLike, Mapping)):
            raise TypeError(f"BasicLogin(): users is {users!r}; it must be a path, or a mapping")
        if not isinstance(realm, str):
            raise TypeError(f"BasicLogin(): realm is {realm!r}; it must be a text")
        if not (realm.isascii() and realm.isprintable()) or '"' in realm or "\\" in realm:
            raise ValueError(
                f"BasicLogin(): realm is {realm!r}; it must be printable ASCII without quotes"
            )
        self._users = Users(users)
        self._lifetime = in_seconds("BasicLogin()", "lifetime", lifetime)
        self._clock = clock
        self._key = b""
        self.sign_with(secrets.token_bytes(32) if key is None else key)
        self._signed_out: dict[str, float] = {}
        self._tries = Tries()
        self._turn = threading.Lock()
        self._room = threading.BoundedSemaphore(_AT_ONCE)
        self._has_warned = False
        self._challenge = Refusal(
            status=401,
            text="This page asks for a name and a password.",
            headers=(
                ("www-authenticate", f'Basic realm="{realm}", charset="UTF-8"'),
                ("cache-control", "no-store"),
            ),
        )

    def sign_with(self, key: bytes) -> None:
        """Sign cookies by a key, so that they stay good when the server is started again."""
        self._key = hmac.digest(key, b"pgwidgets login", "sha256")
        # A cookie is sent to all ports of a host: each application has a name of its own.
        self._cookie = f"pgwidgets-{self._sign('name')[:12]}"

    @override
    def identify(self, request: HttpRequest) -> Any:
        """The user of the cookie; a password does not count here."""
        for line in request.header_values("cookie"):
            for part in line.split(";"):
                name, _, value = part.strip().partition("=")
                if name == self._cookie and (user := self._read(value)) is not None:
                    return user
        return None

    @override
    def enter(self, request: HttpRequest) -> Entered:
        if self.identify(request) is not None:
            return Entered()
        given = _credentials(request)
        if given is None:
            return Entered(self._challenge)
        refusal = self._judged(request.peer, *given)
        if refusal is not None:
            return Entered(refusal)
        self._warn_in_the_open(request)
        if not request.path.endswith("/"):
            return Entered()  # a cookie from here would be good for a part of the paths only
        secure = "; Secure" if request.scheme == "https" else ""
        cookie = f"{self._cookie}={self._write(given[0])}; HttpOnly; SameSite=Lax{secure}"
        return Entered(headers=(("set-cookie", f"{cookie}; Max-Age={self._lifetime:.0f}"),))

    def _judged(self, address: str | None, name: str, password: str) -> Refusal | None:
        """What who shows a password is answered; None: it is right.

        One is looked at after another, and how many wrong ones an address has sent is asked then:
        else all that come at once would be looked at.
        """
        if self._tries.are_too_many(address, self._clock()):
            return _TOO_MANY
        if not self._room.acquire(blocking=False):
            return _BUSY
        try:
            with self._turn:
                now = self._clock()
                if self._tries.are_too_many(address, now):
                    return _TOO_MANY
                if self._users.is_right(name, password):
                    return None
                self._tries.note(address, now)
                return self._challenge
        finally:
            self._room.release()

    @override
    def log_out(self, user: Any) -> None:
        """Cookies of a user that there are by now are good no more; a restart forgets that."""
        if isinstance(user, str):
            self._signed_out[user] = self._clock()

    def _warn_in_the_open(self, request: HttpRequest) -> None:
        address = parse_address(request.peer or "")
        is_far = address is not None and not address.is_loopback
        if is_far and request.scheme == "http" and not self._has_warned:
            self._has_warned = True
            logging.getLogger("pgwidgets").warning(
                "a password came without TLS: everybody on the way can read it (ssl_context=...)"
            )

    def _write(self, name: str) -> str:
        text = base64.urlsafe_b64encode(name.encode()).decode().rstrip("=")
        told = f"{text}~{self._clock():.6f}"
        return f"{told}~{self._sign(f'{told} {self._users.all()[name]}')}"

    def _read(self, value: str) -> str | None:
        parts = value.split("~")
        if len(parts) != 3:
            return None
        text, since, signature = parts
        try:
            name = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
            began = float(since)
        except (ValueError, binascii.Error):
            return None
        kept = self._users.all().get(name)
        right = self._sign(f"{text}~{since} {kept}")
        if kept is None or not hmac.compare_digest(right.encode(), signature.encode()):
            return None
        is_old = not 0 <= self._clock() - began < self._lifetime
        return None if is_old or began <= self._signed_out.get(name, -1.0) else name

    def _sign(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()


class Tries:
    """Counts wrong passwords by address, so that nobody can try many."""

    def __init__(self) -> None:
        self._times: dict[str, deque[float]] = {}
        self._turn = threading.Lock()

    def note(self, address: str | None, now: float) -> None:
        """A wrong one came from this address."""
        with self._turn:
            times = self._times.pop(address or "", None) or deque(maxlen=_TRIES)
            times.append(now)
            self._times[address or ""] = times
            while len(self._times) > _ADDRESSES:
                del self._times[next(iter(self._times))]

    def are_too_many(self, address: str | None, now: float) -> bool:
        """Whether this address has to wait."""
        times = self._times.get(address or "")
        return times is not None and len(times) >= _TRIES and now - times[0] < _WINDOW


def _credentials(request: HttpRequest) -> tuple[str, str] | None:
    """The name and the password that a request has; None: none."""
    kind, _, told = (request.header("authorization") or "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        text = base64.b64decode(told.strip(), validate=True).decode()
    except (ValueError, binascii.Error):
        return None
    name, colon, password = text.partition(":")
    return (name, password) if colon else None

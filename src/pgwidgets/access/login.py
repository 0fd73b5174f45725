"""Ways to know who a visitor is.

Knows: requests, and what a way gives. Must not know: sessions, or what a user may do.

A way is asked twice: for each page and file (:meth:`Login.enter`), and for each WebSocket
(:meth:`Login.identify`), which alone decides who ``browser.user`` is.
"""

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple, override

from pgwidgets_proto import HttpRequest, Refusal
from pgwidgets_proto.stream import Headers

NOT_SIGNED_IN = Refusal(
    status=401, text="Nobody is signed in here.", headers=(("cache-control", "no-store"),)
)


class Entered(NamedTuple):
    """What becomes of a request for a page or a file.

    Attributes:
        refusal: what it is answered in its place; None: it is let in.
        headers: what its answer has beside what the file has.
    """

    refusal: Refusal | None = None
    headers: Headers = ()


class Login:
    """A way to know who a visitor is. To be derived from, for a way of one's own.

    Its methods may be called on any thread.
    """

    def identify(self, request: HttpRequest) -> Any:
        """Who opens a WebSocket.

        Parameters:
            request: what the browser asks for, with its headers.

        Returns:
            The user: anything but None; nobody's, None, which is refused; or the
            :class:`~pgwidgets_proto.Refusal` that is answered.
        """
        raise AssertionError(f"{type(self).__name__} does not say who anybody is")

    def enter(self, request: HttpRequest) -> Entered:
        """What becomes of who asks for a page or a file; by default as of a WebSocket."""
        user = self.identify(request)
        return Entered(refused(user))

    def log_out(self, user: Any) -> None:
        """A user is to sign in anew, as far as this way can have it so."""


def refused(user: Any) -> Refusal | None:
    """What is answered to somebody, by what :meth:`Login.identify` gave; None: they come in.

    Raises:
        TypeError: it is to be awaited, and so is nobody yet.
    """
    if inspect.isawaitable(user):
        if inspect.iscoroutine(user):
            user.close()
        raise TypeError(f"identify gave {user!r}; it must give the user, and not be async")
    if user is None:
        return NOT_SIGNED_IN
    return user if isinstance(user, Refusal) else None


class ByFunction(Login):
    """Users as a function of the program's knows them.

    Parameters:
        function: as :meth:`Login.identify`.
    """

    def __init__(self, function: Callable[[HttpRequest], Any]) -> None:
        self._function = function

    @override
    def identify(self, request: HttpRequest) -> Any:
        return self._function(request)


class ProxyLogin(Login):
    """Users as a proxy in front knows them, such as oauth2-proxy behind nginx.

    It counts only what comes from one of the application's ``trusted_proxies``: anybody can send
    such a header. The proxy must overwrite it, too, in all that it passes on.

    Parameters:
        header: where the proxy names the user.

    Raises:
        TypeError, ValueError: no name of a header.
    """

    def __init__(self, header: str = "X-Forwarded-User") -> None:
        if not isinstance(header, str):
            raise TypeError(f"ProxyLogin(): header is {header!r}; it must be a text")
        if not header.replace("-", "").isalnum() or not header.isascii():
            raise ValueError(f"ProxyLogin(): header is {header!r}; it must be a header's name")
        self._header = header.lower()

    @override
    def identify(self, request: HttpRequest) -> Any:
        values = request.header_values(self._header) if request.is_vouched_for else []
        # Two of them mean that somebody has added one.
        return _name(values[0]) or None if len(values) == 1 else None


def _name(value: str) -> str:
    """A name in a header: proxies write UTF-8, and headers are read as latin-1."""
    try:
        return value.encode("latin-1").decode("utf-8").strip()
    except UnicodeError:
        return value.strip()

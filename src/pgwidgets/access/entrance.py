"""Who comes in to one application.

Knows: the way by which its users are known, and that a way may fail. Must not know: which ways
there are.
"""

import inspect
import logging
from collections.abc import Callable
from typing import Any

from pgwidgets_proto import HttpRequest, Refusal
from pgwidgets_transports.seam import Response

from .login import ByFunction, Entered, Login, refused

_FAILED = Refusal(status=500, text="The server failed to find out who you are; its log says why.")


class Entrance:
    """Lets users in.

    Parameters:
        login: how they are known; None: nobody asks, and everybody comes in as nobody.
        logger: gets the traceback of a way that fails.
    """

    def __init__(self, login: Login | None, logger: logging.Logger) -> None:
        self._login = login
        self._logger = logger

    @property
    def asks(self) -> bool:
        """Whether anybody asks who users are, which may take long."""
        return self._login is not None

    def user_of(self, request: HttpRequest) -> Any:
        """Who opens a WebSocket, or the Refusal that is answered; None: nobody asks."""
        if self._login is None:
            return None
        try:
            user = self._login.identify(request)
            return refused(user) or user
        except Exception:
            self._logger.exception("identify failed for %s", request.peer)
            return _FAILED

    def answer(self, request: HttpRequest, find: Callable[[], Response]) -> Response:
        """Answer who asks for a page or a file.

        Parameters:
            request: what is asked.
            find: gives the answer to who is let in.
        """
        if self._login is None:
            return find()
        try:
            entered = self._login.enter(request)
        except Exception:
            self._logger.exception("identify failed for %s", request.peer)
            entered = Entered(_FAILED)
        if entered.refusal is not None:
            return Response(*entered.refusal.answer())
        found = find()
        # What one user was given is not for a proxy to give to others.
        own = (("cache-control", "private, no-cache"), *entered.headers)
        if not entered.headers:
            return found
        kept = tuple(pair for pair in found.headers if pair[0] != "cache-control")
        return found._replace(headers=(*kept, *own))

    def log_out(self, user: Any) -> None:
        """A user is to sign in anew."""
        if self._login is not None:
            self._login.log_out(user)


def login_setting(identify: object, users: object, secret_key: bytes | None) -> Login | None:
    """The settings ``identify`` and ``users``.

    Raises:
        TypeError, ValueError: they are none, or both are given.
        OSError: the file of users can't be read.
    """
    if users is not None:
        if identify is not None:
            raise ValueError("users and identify are given; one of them says who anybody is")
        from .basic import BasicLogin  # late: most programs have no file of passwords

        return BasicLogin(users, key=secret_key)  # type: ignore[arg-type]  # which checks it
    if identify is None or isinstance(identify, Login):
        return identify
    if not callable(identify):
        raise TypeError(f"identify is {identify!r}; it must be a Login, or a function of a request")
    if inspect.iscoroutinefunction(identify):
        raise TypeError(
            f"identify is {identify!r}; it must not be async: asgi_app(..., identify=) takes such"
        )
    return ByFunction(identify)

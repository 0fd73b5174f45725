"""What a program asks a share to allow, checked.

Knows: the names of roles, and the kinds of ends. Must not know: sessions, tokens, addresses.
"""

import time
from datetime import timedelta
from typing import Literal, get_args

from pgwidgets_proto.sessions import Terms

RoleName = Literal["operator", "observer"]

_MOST_USES = 10_000


def share_terms(
    role: object,
    expires: object,
    uses: object,
    now: float | None = None,
    roles: tuple[str, ...] = get_args(RoleName),
    follow: object = False,
    *,
    counts_uses: bool = True,
) -> tuple[Terms, float | None]:
    """Check what ``Session.share()`` was given.

    Parameters:
        role, expires, uses, follow: as given.
        now: POSIX seconds; None: those of this moment.
        roles: the session's.
        counts_uses: whether it is remembered how often a link was used, as long as that is good.

    Returns:
        The terms, and the seconds until they end; None: they end with the session.

    Raises:
        TypeError, ValueError: one of them is not allowed; the text says what is.
    """
    if not isinstance(role, str) or role not in roles:
        names = " or ".join(repr(str(name)) for name in roles)
        raise ValueError(f"share(): role is {role!r}; it must be {names}")
    lifetime = None if expires is None else _seconds(expires)
    if uses is not None:
        if isinstance(uses, bool) or not isinstance(uses, int):
            raise TypeError(f"share(): uses is {uses!r}; it must be an int, or None")
        if not 1 <= uses <= _MOST_USES:
            raise ValueError(f"share(): uses is {uses!r}; it must be from 1 to {_MOST_USES}")
        if not counts_uses:
            raise ValueError(
                f"share(): uses is {uses!r}; with a secret_key links outlive the server, and "
                f"nothing would remember how often this one was used: give the application a "
                f"store= as well"
            )
    if not isinstance(follow, bool):
        raise TypeError(f"share(): follow is {follow!r}; it must be True or False")
    ends = None if lifetime is None else (time.time() if now is None else now) + lifetime
    return Terms(str(role), ends, uses, follow), lifetime


def in_seconds(where: str, what: str, given: object) -> float:
    """A time that is given in seconds or as a timedelta.

    Parameters:
        where, what: the call and its parameter, for errors.
        given: the time.

    Raises:
        TypeError, ValueError: it is none, or below 0.
    """
    seconds = given.total_seconds() if isinstance(given, timedelta) else given
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        raise TypeError(f"{where}: {what} is {given!r}; it must be seconds, or a timedelta")
    if not 0 <= seconds < 10 * 365 * 86400:
        raise ValueError(
            f"{where}: {what} is {given!r}; it must be seconds from 0, and less than ten years"
        )
    return float(seconds)


def _seconds(expires: object) -> float:
    seconds = expires.total_seconds() if isinstance(expires, timedelta) else expires
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        raise TypeError(
            f"share(): expires is {expires!r}; it must be seconds, a timedelta, or None"
        )
    if not 0 < seconds < 10 * 365 * 86400:
        raise ValueError(
            f"share(): expires is {expires!r}; it must be seconds from now, more than 0 and less "
            f"than ten years"
        )
    return float(seconds)

"""The address of a Redis: what may stand in it, and what of it people are told.

Knows: its parts, of which the password is told nobody, also in errors. Must not know: connections.
"""

from urllib.parse import parse_qs, urlsplit

from .shared import URLS

_OURS = ("decode_responses", "encoding", "protocol", "retry", "retry_on_error", "retry_on_timeout")
_TIMES = ("socket_connect_timeout", "socket_timeout", "timeout")
"""What a store sets itself: its answers and its lease rest on these."""


def where_is(url: str) -> str:
    """Where a Redis is, without what opens it: a host and a port, or a path.

    Parameters:
        url: as :class:`~.redis.RedisStore` takes it.

    Raises:
        ValueError: it is no address of a Redis, or has an option that the store sets itself.
    """
    if not url.startswith(URLS):
        raise ValueError(f"RedisStore(): url must begin with one of {', '.join(URLS)}")
    try:
        parts = urlsplit(url)
        port = parts.port or 6379
    except ValueError:
        raise ValueError(
            "RedisStore(): url can't be read; its port must be a number, and '/', '?' and '#' of "
            "a password are written as %2F, %3F and %23"
        ) from None
    for name in parse_qs(parts.query, keep_blank_values=True):
        if name in _OURS + _TIMES:
            raise ValueError(f"RedisStore(): url sets {name}, which the store sets itself")
    if parts.scheme == "unix":
        if not parts.path:
            raise ValueError("RedisStore(): url is unix:// without a path")
        return parts.path
    database = parts.path.strip("/")
    if database and not (database.isascii() and database.isdecimal()):
        raise ValueError("RedisStore(): url has a database that is no number")
    return f"{parts.hostname or 'localhost'}:{port}"

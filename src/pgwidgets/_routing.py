"""The way of a page through a router to the one of several servers that has its session.

Knows: the path that a page's WebSocket is opened at, which a router tells servers apart by. Must
not know: routers, sessions, other servers.

Before its first connection a page makes a key; from then on it connects to ``s/KEY/`` beside itself
(line/route.js), and the id of the session that is made for it begins with the key, so that each
address of that session leads to the same server. The key is no secret: it opens nothing.
"""

import re

from pgwidgets_proto import HttpRequest
from pgwidgets_transports.seam import Response

SOCKETS = "s/{route}/"
"""Where a page opens its WebSocket, relative to itself."""

_PATH = re.compile(r"/s/([A-Za-z0-9_-]{1,64})/?")


def route_in(path: str) -> str | None:
    """The key in the path of a WebSocket; None: it has none.

    Parameters:
        path: without what the application is mounted at.
    """
    found = _PATH.fullmatch(path)
    return None if found is None else found[1]


def way_of(request: HttpRequest, path: str) -> tuple[str | None, str | None]:
    """Where a page comes from, and by which way.

    Parameters:
        request: of its WebSocket.
        path: without what the application is mounted at.

    Returns:
        The page's address, without the key; and the key. None: it tells none.
    """
    url, route = request.page_url, route_in(path)
    if url is not None and route is not None:
        url = f"{url.rstrip('/').removesuffix(route).rstrip('/').removesuffix('/s')}/"
    return url, route


def answer_knock(request: HttpRequest, path: str) -> Response | None:
    """The answer to a page that asks whether its server is there; None: it asks something else.

    Parameters:
        request: what is asked.
        path: without what the application is mounted at.
    """
    if request.method != "HEAD" or route_in(path) is None:
        return None
    return Response(204, (("cache-control", "no-store"),))

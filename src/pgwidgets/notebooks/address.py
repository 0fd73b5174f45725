"""Under which address the browser that shows a notebook reaches a page of this process.

Knows: the environment of JupyterHub, and jupyter-server-proxy's paths. Must not know: notebooks'
protocols, sessions.
"""

import os
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

_HUB = "JUPYTERHUB_SERVICE_PREFIX"
"""Where a server of JupyterHub is, as in ``/user/ann/``; its browsers reach no port of ours."""
_PORT = "{port}"


class Address(NamedTuple):
    """Where a page is.

    Attributes:
        url: for the frame.
        is_proxied: whether it has the notebook's own origin, by the server's proxy.
    """

    url: str
    is_proxied: bool


def address_of(
    own: str, given: str | None, public: str | None, environment: Mapping[str, str] = os.environ
) -> Address:
    """The address of a page.

    Parameters:
        own: as this machine has it, with what stands behind ``#``.
        given: the page's folder as the notebook's browser has it, a path of the notebook's own
            server or a whole URL; ``{port}`` is the port. None: as the application or the
            environment says.
        public: the application's ``base_url``; None: it has none.

    Raises:
        TypeError: what was given is no text.
        ValueError: it is neither a path nor a URL.
    """
    parts = urlsplit(own)
    if given is None and public is None and _HUB in environment:
        given = f"{environment[_HUB].rstrip('/')}/proxy/{_PORT}/"
    base = public if given is None else _checked(given).replace(_PORT, str(parts.port))
    if base is None:
        return Address(own, False)
    path = base if base.endswith("/") else f"{base}/"
    return Address(f"{path}#{parts.fragment}" if parts.fragment else path, base.startswith("/"))


def _checked(given: object) -> str:
    if not isinstance(given, str):
        raise TypeError(f"display(): base_url is {given!r}; it must be a text")
    is_path = given.startswith("/") and not given.startswith("//")
    if not (is_path or urlsplit(given).scheme in ("http", "https")) or "#" in given:
        raise ValueError(
            f"display(): base_url is {given!r}; it must be a path of the notebook's server, as "
            f"'/proxy/{{port}}/', or a URL of http or https"
        )
    return given

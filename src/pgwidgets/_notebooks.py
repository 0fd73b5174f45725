"""How an application, or a session of it, is shown in a notebook.

Knows: what both APIs take for it, and who may frame a page. Must not know: how notebooks show
things (notebooks/, imported when it is first needed).
"""

from typing import TYPE_CHECKING, Any

import msgspec

from ._public import spoken_as
from ._session_engine import AnySessionEngine, Host

if TYPE_CHECKING:
    from .notebooks import Frame

HEIGHT = 420
"""Pixels; by default."""


@spoken_as("Application")
class AppInNotebooks:
    """The part of an application that is shown in notebooks."""

    _pgwidgets: Any
    """A Host; engines know sessions, so that they are not named here."""

    def display(self, *, height: int = HEIGHT, base_url: str | None = None) -> "Frame":
        """Show the application's page in a notebook: the last expression of a cell shows it.

        Each browser that shows the cell is a visitor, with a session of its own;
        :meth:`Session.display` shows one session to all. The application serves already:
        ``await app.start()`` in the async API, ``app.start()`` in the sync one.

        Parameters:
            height: of the frame, in pixels.
            base_url: the page's address as the notebook's browser has it: a path of the notebook's
                server, as ``"/proxy/{port}/"`` with jupyter-server-proxy, or a URL. None: the
                application's ``base_url``; on JupyterHub the proxy; else its own address.

        Returns:
            What notebooks show.

        Raises:
            RuntimeError: it does not serve, or has no page.
            TypeError, ValueError: no height or address; or no page but the application's own may
                frame it; the text says what allows that.
        """
        return _frame(self._pgwidgets, self._pgwidgets.url, height, base_url)


@spoken_as("Session")
class SessionInNotebooks:
    """The part of a session that is shown in notebooks."""

    _pgwidgets: AnySessionEngine

    def display(self, *, height: int = HEIGHT, base_url: str | None = None) -> "Frame":
        """Show this session in a notebook: the last expression of a cell shows it.

        The cell's output holds the session's address with its secret, and is kept with the
        notebook: who has it may do all, until the program ends or
        :meth:`rotate_token` is called.

        Parameters:
            height, base_url: as :meth:`Application.display` has them.

        Returns:
            What notebooks show.

        Raises:
            RuntimeError, TypeError, ValueError: as :meth:`Application.display`.
        """
        engine = self._pgwidgets
        return _frame(engine.app, engine.url(), height, base_url)


def _frame(app: Host, own: str | None, height: int, base_url: str | None) -> "Frame":
    from .notebooks.address import address_of
    from .notebooks.frame import Frame

    if isinstance(height, bool) or not isinstance(height, int):
        raise TypeError(f"display(): height is {height!r}; it must be a whole number of pixels")
    if not 1 <= height <= 10_000:
        raise ValueError(f"display(): height is {height!r}; it must be from 1 to 10,000 pixels")
    if not app.doors.is_bound:
        raise RuntimeError("display(): the application does not serve yet; call its start() first")
    if own is None:
        raise RuntimeError("display(): the application has no page of its own to show")
    address = address_of(own, base_url, app.settings.base_url)
    if not address.is_proxied and not app.settings.csp.get("frame-ancestors", "").strip():
        raise ValueError(
            "display(): no page of another origin may frame this application's. Say which may, as "
            'in Application(csp={"frame-ancestors": "http://localhost:8888"}), or show it by the '
            'notebook\'s own server, as in display(base_url="/proxy/{port}/")'
        )
    if address.is_proxied:
        # Tornado, of which the server's proxy is made, overlooks parameters without a value, so it
        # keeps its window where we do not (RFC 7692 section 7.1.1.2): nothing could be inflated.
        app.settings = msgspec.structs.replace(app.settings, compression=False)
    return Frame(address, height)

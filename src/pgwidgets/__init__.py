"""Desktop-style user interfaces in the browser, driven from Python.

``pgwidgets.async_`` is the API for asyncio and trio, ``pgwidgets.sync`` that for threads.
``Buffer`` is what brings numbers to a browser's typed arrays. ``listen_fds`` gives the sockets that
systemd hands over. ``PgwidgetsCompatWarning`` tells of an argument whose conversion is in doubt.
"""

from .__about__ import __version__, warn_of_other
from ._listen import listen_fds
from ._warn import PgwidgetsCompatWarning
from .buffer import Buffer, is_buffer

__all__ = ["Buffer", "PgwidgetsCompatWarning", "__version__", "is_buffer", "listen_fds"]

warn_of_other()
del warn_of_other

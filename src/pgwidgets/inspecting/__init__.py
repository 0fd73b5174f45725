"""A page that shows what a running application does: sessions, browsers, widgets, errors.

Knows: the public API alone; what is shown of an application anybody could ask for. Must not know:
the core, sockets. Nothing imports it but programs, and the command line.
"""

from .inspector import Inspector

__all__ = ["Inspector"]

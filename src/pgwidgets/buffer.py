"""Numbers for the browser's typed arrays.

Knows: the public names. Must not know: how they go over the wire.
"""

from pgwidgets_proto.wire import Buffer, is_buffer

__all__ = ["Buffer", "is_buffer"]

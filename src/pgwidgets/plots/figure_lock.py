"""The lock under which figures are drawn: much of matplotlib is shared by all of them.

Knows: that there is one. Must not know: who holds it.
"""

import threading

LOCK = threading.RLock()
"""Held while anything of matplotlib runs for a page."""

"""Desktop-style user interfaces in the browser, driven from Python.

``pgwidgets.async_`` is the API for asyncio and trio.
"""

__version__ = "0.1.0"

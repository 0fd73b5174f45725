"""The library of the extra ``plots``, imported when it is first needed.

Knows: its name, and how it is installed. Must not know: what it is used for.
"""

import functools
import importlib
from typing import Any


@functools.cache
def numpy() -> Any:
    """The module ``numpy``.

    Raises:
        ImportError: it is not installed; the text says how it is.
    """
    try:
        return importlib.import_module("numpy")
    except ImportError as exc:
        text = "a plot needs numpy; install the extra: pip install 'pgwidgets[plots]'"
        raise ImportError(text) from exc

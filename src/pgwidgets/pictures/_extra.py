"""The libraries of the extra ``pictures``, imported when they are first needed.

Knows: their names, and how they are installed. Must not know: what they are used for.
"""

import functools
import importlib
from typing import Any

_HOW = "install the extra: pip install 'pgwidgets[pictures]'"


@functools.cache
def numpy() -> Any:
    """The module ``numpy``.

    Raises:
        ImportError: it is not installed; the text says how it is.
    """
    return _found("numpy", "numpy")


@functools.cache
def pillow() -> Any:
    """The module ``PIL.Image``.

    Raises:
        ImportError: it is not installed; the text says how it is.
    """
    return _found("PIL.Image", "Pillow")


def _found(module: str, name: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as exc:
        raise ImportError(f"a picture of an array needs {name}; {_HOW}") from exc

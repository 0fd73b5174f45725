"""The warning for a conversion that may not be what a program means.

Knows: the class of the warning, and how it names the program's own line. Must not know: which
conversions there are (pgwidgets_proto/models/conversions.py).
"""

import os
import warnings
from collections.abc import Iterable

import pgwidgets_proto
import pgwidgets_transports


class PgwidgetsCompatWarning(UserWarning):
    """An argument was taken and converted, but what is shown may not be what is meant.

    Python tells it once for each line of a program that brings it about.
    """

    __module__ = "pgwidgets"


_OURS = tuple(
    os.path.join(os.path.dirname(os.path.abspath(file)), "")
    for file in (__file__, pgwidgets_proto.__file__, pgwidgets_transports.__file__)
)
"""Where our own files are: the program's line is the first one that is not there."""


def warn_of(doubts: Iterable[str]) -> None:
    """Warn the program of what one of its calls may have got wrong.

    It may run the program's own code, so it is for places where that may be called.

    Raises:
        PgwidgetsCompatWarning: the program has asked for warnings to be errors; the call is done.
    """
    for doubt in doubts:
        warnings.warn(doubt, PgwidgetsCompatWarning, skip_file_prefixes=_OURS)

"""Sources of tables: they have the rows, and browsers are sent those that they look at.

``TableView.set_source()`` takes any of them, or what one is made of: a list of mappings or
sequences, a mapping of columns, an array of numpy, a data frame. See docs/how-to/tables.md.
"""

from .arrays import ArraysSource
from .export import to_csv, to_tsv
from .frames import FrameSource
from .log import LogSource
from .made import Tabular, as_source
from .rows import RowsSource
from .source import Source

__all__ = [
    "ArraysSource",
    "FrameSource",
    "LogSource",
    "RowsSource",
    "Source",
    "Tabular",
    "as_source",
    "to_csv",
    "to_tsv",
]

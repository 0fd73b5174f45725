"""Rows of a source as a file of values, or as text for a spreadsheet.

Knows: CSV (RFC 4180) and tab-separated text. Must not know: tables, browsers.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from typing import Any, TextIO

from .feed import Feed
from .formats import formatter, plain
from .made import Tabular, as_source

_AT_A_TIME = 10_000


def to_csv(
    data: Tabular,
    file: str | PathLike[str] | TextIO,
    columns: Sequence[str] | None = None,
    *,
    formatted: bool = False,
) -> None:
    """Write all rows as CSV, with the columns' labels in the first line.

    Parameters:
        data: a source, or what one is made of; sorted and filtered as it is.
        file: a path, or what is open for writing text (with ``newline=""``).
        columns: the keys of the columns, in order; None: all.
        formatted: as the columns' formats show the values; else as they are.
    """
    if isinstance(file, (str, PathLike)):
        with open(file, "w", encoding="utf-8", newline="") as opened:
            _write(data, opened, columns, formatted, "excel")
    else:
        _write(data, file, columns, formatted, "excel")


def to_tsv(data: Tabular, columns: Sequence[str] | None = None, *, formatted: bool = True) -> str:
    """All rows as text that spreadsheets take from the clipboard; parameters as :func:`to_csv`."""
    text = io.StringIO(newline="")
    _write(data, text, columns, formatted, "excel-tab")
    return text.getvalue()


def _write(
    data: Tabular, file: TextIO, columns: Sequence[str] | None, formatted: bool, dialect: str
) -> None:
    source = as_source(data)
    described = {column["key"]: column for column in Feed(source).columns}
    for key in columns or ():
        if key not in described:
            raise ValueError(f"there is no column {key!r}; there are: {', '.join(described)}")
    picked = [described[key] for key in columns or described]
    writer = csv.writer(file, dialect=dialect)
    writer.writerow([column["label"] for column in picked])
    names = list(described)
    shows = [formatter(column) if formatted else plain for column in picked]
    places = [names.index(column["key"]) for column in picked]
    for row in _all_rows(source):
        values = (
            [row.get(column["key"]) for column in picked]
            if isinstance(row, Mapping)
            else [row[place] if place < len(row) else None for place in places]
        )
        writer.writerow([show(value) for show, value in zip(shows, values, strict=True)])


def _all_rows(source: Any) -> Iterator[Any]:
    for start in range(0, len(source), _AT_A_TIME):
        rows = source.rows(start, start + _AT_A_TIME)
        if hasattr(rows, "__await__"):
            rows.close()
            raise TypeError(f"the rows of a {type(source).__name__} must be awaited")
        yield from rows

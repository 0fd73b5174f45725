"""The floods: single messages of a browser, as big as the limits let through, that cost the most.

Knows the wire protocol (docs/reference/wire-protocol.md) and the default limits. Must not know
sockets.
"""

import itertools
import json
from collections.abc import Callable
from typing import Any

from benchmarks.page import Page

TEXT = 1024 * 1024
VALUES = 200_000
MESSAGES = 5_000
BINARY = 16 * 1024 * 1024

type Frames = list[str | bytes]
"""What is sent, in order; the last one is the flood, what is before it gets ready for it."""


def _packed(message: Any) -> str:
    return json.dumps(message, separators=(",", ":"))


def _report(page: Page, cls: str, action: str, *args: Any, index: int = 0) -> dict[str, Any]:
    widgets = [widget for widget in page.widgets.values() if widget.class_name == cls]
    wid = widgets[index].wid
    return {"type": "callback", "wid": wid, "action": action, "args": list(args), "seen": 0}


def _pings(page: Page) -> Frames:
    return [_packed([{"type": "ping"}] * MESSAGES)]


def _clicks(page: Page) -> Frames:
    return [_packed([_report(page, "Button", "activated", index=1)] * MESSAGES)]


def _values(page: Page) -> Frames:
    return [_packed(_report(page, "Button", "activated", [0] * (VALUES - 100), index=1))]


def _objects(page: Page) -> Frames:
    return [_packed(_report(page, "Button", "activated", [{}] * (VALUES // 2 - 100), index=1))]


def _typed(page: Page) -> Frames:
    told = {"start": 0, "end": 0, "text": "x" * (TEXT - 500), "revision": 0, "number": 1}
    return [_packed(_report(page, "TextArea", "modified", told))]


def _halves(page: Page) -> Frames:
    text = _packed(_report(page, "Button", "activated", "?", index=1))
    return [text.replace("?", r"\ud83d" * ((TEXT - 500) // 6))]


def _escapes(page: Page) -> Frames:
    text = _packed(_report(page, "Button", "activated", "?", index=1))
    return [text.replace("?", r"\u20ac" * ((TEXT - 500) // 6))]


def _nested(page: Page) -> Frames:
    one: Any = 0
    for _ in range(50):
        one = [one]
    return [_packed(_report(page, "Button", "activated", *[one] * (VALUES // 60), index=1))]


def _edits(page: Page) -> Frames:
    early = [
        {"start": 0, "end": 0, "text": "x", "revision": 0, "number": n} for n in range(1, 3901)
    ]
    late = [
        {"start": n % 900, "end": n % 900 + 3, "text": "y", "revision": 0, "number": n}
        for n in range(3901, 3901 + 4_500)
    ]
    return [
        _packed([_report(page, "TextSource", "changed", edit) for edit in edits])
        for edits in (early, late)
    ]


def _steps(page: Page) -> Frames:
    told = itertools.cycle([{"step": "undo"}, {"step": "redo"}])
    reports = [_report(page, "TextSource", "changed", next(told)) for _ in range(MESSAGES)]
    return [_packed(reports)]


def _geometry(page: Page) -> Frames:
    wids = itertools.cycle(page.widgets)
    sizes = [[next(wids), number % 700, 20] for number in range(VALUES // 5)]
    return [_packed({"type": "geometry", "sizes": sizes, "positions": [], "seen": 0})]


def _cells(page: Page) -> Frames:
    reports = [
        _report(page, "TableView", "cell_edited", number % 1000, "b", "x", f"y{number}")
        for number in range(MESSAGES)
    ]
    return [_packed(reports)]


def _nonsense(page: Page) -> Frames:
    return [_packed([_report(page, "Slider", "activated", "much")] * MESSAGES)]


def _announced(page: Page) -> Frames:
    reports = []
    for number in range(MESSAGES):
        files = [{"name": "x", "size": 10, "type": ""}]
        about = {"transfer_id": number + 1, "files": files}
        reports.append(_report(page, "Label", "drop-end", about, index=1))
    return [_packed(reports)]


def _chunk(page: Page) -> Frames:
    files = [{"name": "x", "size": BINARY, "type": ""}]
    announced = _report(page, "Label", "drop-end", {"transfer_id": 1, "files": files}, index=1)
    header = {
        "type": "binary-chunk",
        "wid": announced["wid"],
        "transfer_id": 1,
        "file_index": 0,
        "file_count": 1,
        "chunk_index": 0,
        "num_chunks": 1,
        "encoding": "binary",
    }
    return [_packed(announced), _packed(header), bytes(BINARY)]


FLOODS: dict[str, tuple[str, Callable[[Page], Frames]]] = {
    "pings": ("5,000 pings", _pings),
    "clicks": ("5,000 clicks, each handled", _clicks),
    "values": ("199,900 numbers in one report", _values),
    "objects": ("99,900 objects in one report", _objects),
    "nested": ("arrays of arrays, 50 deep", _nested),
    "typed": ("1 MiB typed into a field", _typed),
    "halves": ("1 MiB of halves of characters", _halves),
    "escapes": ("1 MiB of escaped characters", _escapes),
    "edits": ("4,500 edits of a text that come 3,900 late", _edits),
    "steps": ("5,000 times undo and redo", _steps),
    "geometry": ("40,000 sizes", _geometry),
    "cells": ("5,000 edits of cells", _cells),
    "nonsense": ("5,000 reports that can't be true", _nonsense),
    "announced": ("5,000 announcements of files", _announced),
    "chunk": ("16 MiB of a file", _chunk),
}
"""By name: what it is, and what makes it for a page."""

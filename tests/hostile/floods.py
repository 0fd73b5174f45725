"""Floods: single texts of a browser, as big as limits let through, of the kinds that cost most.

Knows: the wire protocol. Must not know: sockets, what is counted. (benchmarks/floods.py measures
the same kinds at the default limits.)
"""

import itertools
import json
from collections.abc import Callable
from typing import Any

from pgwidgets_proto import Limits

SMALL = Limits(
    text_bytes=128 * 1024,
    text_values=25_000,
    frame_messages=625,
    message_bytes=2 * 1024 * 1024,
    event_bytes=3 * 1024 * 1024,
    transfer_bytes=4 * 1024 * 1024,
    total_bytes=5 * 1024 * 1024,
)
"""An eighth of the default limits, so that many floods take little time."""

MANY, VALUES, TEXT = SMALL.frame_messages, SMALL.text_values, SMALL.text_bytes


def build(session: Any, handle: Callable[..., Any]) -> None:
    """Fill a session with what the floods are about; all of it is listened to."""
    W = session.get_widgets()
    table = W.TableView(columns=["a", "b"], editable=True)
    table.set_rows([[number, "x"] for number in range(100)])
    for action, widget in (
        ("activated", W.Slider()),
        ("modified", W.TextArea("")),
        ("changed", W.TextSource("hello " * 200)),
        ("drop-end", W.Label("drop here")),
        ("cell_edited", table),
        ("activated", W.Button("x")),
    ):
        widget.on(action, handle)


def report(page: Any, cls: str, action: str, *args: Any) -> dict[str, Any]:
    (widget,) = page.all(cls)
    return {"type": "callback", "wid": widget.wid, "action": action, "args": list(args), "seen": 0}


def pressed(page: Any, *args: Any) -> dict[str, Any]:
    return report(page, "Button", "activated", *args)


def nested(depth: int) -> Any:
    value: Any = 0
    for _ in range(depth):
        value = [value]
    return value


def edit(number: int, start: int, end: int, text: str) -> dict[str, Any]:
    return {"start": start, "end": end, "text": text, "revision": 0, "number": number}


def announced(page: Any, number: int) -> dict[str, Any]:
    files = [{"name": "x", "size": 10, "type": ""}]
    return report(page, "Label", "drop-end", {"transfer_id": number, "files": files})


def geometry(page: Any) -> dict[str, Any]:
    wids = itertools.cycle([widget.wid for widget in page.page.widgets.values()])
    sizes = [[next(wids), number % 700, 20] for number in range(VALUES // 5)]
    return {"type": "geometry", "sizes": sizes, "positions": [], "seen": 0}


FLOODS: dict[str, Callable[[Any], Any]] = {
    "pings": lambda page: [{"type": "ping"}] * MANY,
    "clicks": lambda page: [pressed(page)] * MANY,
    "acknowledgements": lambda page: [{"type": "ack", "seen": 0}] * MANY,
    "numbers": lambda page: pressed(page, [0] * (VALUES - 100)),
    "objects": lambda page: pressed(page, [{}] * (VALUES // 2 - 100)),
    "objects in objects": lambda page: pressed(page, [{"a": {"b": {}}}] * (VALUES // 8)),
    "arrays, 50 deep": lambda page: pressed(page, *[nested(50)] * (VALUES // 60)),
    "widgets": lambda page: pressed(page, [{"__wid__": 1}] * (VALUES // 4)),
    "a long text": lambda page: report(
        page, "TextArea", "modified", edit(1, 0, 0, "x" * (TEXT - 500))
    ),
    "edits that come late": lambda page: [
        report(page, "TextSource", "changed", edit(n + 1, n % 900, n % 900 + 3, "y"))
        for n in range(MANY)
    ],
    "steps back and forth": lambda page: [
        report(page, "TextSource", "changed", {"step": step})
        for step in itertools.islice(itertools.cycle(("undo", "redo")), MANY)
    ],
    "sizes": geometry,
    "edits of cells": lambda page: [
        report(page, "TableView", "cell_edited", n % 100, "b", "x", f"y{n}") for n in range(MANY)
    ],
    "reports that can't be true": lambda page: [report(page, "Slider", "activated", "much")] * MANY,
    "files that are announced": lambda page: [announced(page, n + 1) for n in range(MANY)],
    "viewports": lambda page: [{"type": "viewport", "width": n, "height": 1} for n in range(MANY)],
}
"""By name: what makes one for a page."""


def packed(flood: Any) -> str:
    """A flood as it is sent."""
    return json.dumps(flood, separators=(",", ":"))

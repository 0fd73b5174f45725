"""What it costs to keep sessions: a save after one change, and an event with a store and without.

The session has 110 text entries in which its user has typed, a text editor of a megabyte, and a
tree of 10,000 rows of which its user has opened 1,000 and edited 100 cells. Times are CPU of the
core alone (``take``: finding what has changed), and what the store takes, the least of several.

usage: python -m benchmarks.saves [--redis URL]
"""

import argparse
import itertools
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pgwidgets.stores import RedisStore, SQLiteStore, Store
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto import Hub, Session, WidgetEvent

LINE = "a line of text that is about as long as such lines usually are\n"
TEXT = LINE * (1024 * 1024 // len(LINE))
ROUNDS = 20
EVENTS = 3000
SIZES = (0, 1_000, 10_000, 100_000)
"""Bytes of `session.data`."""


def made(*, keeps: bool) -> tuple[Hub, SimulatedBrowser, Session]:
    """A hub, and a browser that shows a session of it."""
    numbers = itertools.count()
    hub = Hub(mint_token=lambda: f"t{next(numbers)}", boot="boot", keeps=keeps)
    browser = SimulatedBrowser(hub)
    browser.exchange()
    (session,) = hub.sessions.values()
    return hub, browser, session


def taken(session: Session, browser: SimulatedBrowser) -> int:
    """Handle all events that wait, and give their number."""
    count = 0
    while browser.exchange():
        while (event := session.next_event()) is not None:
            if isinstance(event, WidgetEvent):
                count += 1
                if session.kept is not None:
                    session.kept.ledger.finished(event)
    return count


def least(action: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """The least CPU time of an action, in milliseconds."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        action()
        times.append(time.process_time() - began)
    return min(times) * 1e3


class Large:
    """The session, and what may be changed in it."""

    def __init__(self) -> None:
        hub, self.browser, self.session = made(keeps=True)
        session, browser = self.session, self.browser
        box = session.create("VBox")
        self.entries = [session.create("TextEntry", ("",)) for _ in range(110)]
        self.editor = session.create("TextSource")
        self.tree = session.create(
            "TreeView", (), {"columns": [{"label": "a", "key": "a", "editable": True}]}
        )
        for child in (*self.entries, self.editor, self.tree):
            session.call(box, "add_widget", (child, 0))
        session.call(self.editor, "set_text", (TEXT,))
        rows = {f"r{i}": {f"s{j}": {"a": f"row {i} {j}"} for j in range(9)} for i in range(1000)}
        session.call(self.tree, "set_tree", (rows,))
        hub.returning.built(session, 0.0)
        browser.exchange()
        self.numbers = itertools.count()
        for entry in self.entries:
            browser.type_text(entry.wid, "something typed")
        for number in range(1000):
            browser.report(self.tree.wid, "expanded", None, [f"r{number}"])
            taken(session, browser)
        for number in range(100):
            browser.report(
                self.tree.wid, "cell_edited", [f"r{number}", "s0"], "a", f"row {number} 0", "edited"
            )
            taken(session, browser)
        assert session.kept is not None
        session.kept.choose(self.editor, True)
        taken(session, browser)

    def nothing(self) -> None:
        """Nothing has changed."""

    def an_entry(self) -> None:
        """A user types into an entry."""
        self.browser.type_text(self.entries[3].wid, f"typed {next(self.numbers)}")
        taken(self.session, self.browser)

    def the_editor(self) -> None:
        """The text of the editor changes."""
        self.session.call(self.editor, "set_text", (f"{next(self.numbers)}\n{TEXT}",))
        taken(self.session, self.browser)

    def the_tree(self) -> None:
        """A user opens a row, or closes it."""
        action = "collapsed" if next(self.numbers) % 2 else "expanded"
        self.browser.report(self.tree.wid, action, None, ["r5"])
        taken(self.session, self.browser)

    def changes(self) -> dict[str, bytes | None]:
        """What is to be stored."""
        session = self.session
        assert session.kept is not None
        return session.kept.changes(session.token, session.first_token, session.views)


def saves(stores: dict[str, Store]) -> None:
    """Measure saves."""
    large = Large()
    first = large.changes()
    print(f"first save: {sum(len(field or b'') for field in first.values()):,} bytes")
    for store in stores.values():
        store.save("session", first)
    for change in (large.nothing, large.an_entry, large.the_editor, large.the_tree):
        took: dict[str, list[float]] = {name: [] for name in ("take", *stores)}
        size = 0
        for _ in range(ROUNDS):
            change()
            found: dict[str, bytes | None] = {}

            def take(found: dict[str, bytes | None] = found) -> None:
                found.update(large.changes())

            took["take"].append(least(take, 1))
            size = sum(len(field or b"") for field in found.values())
            for name, store in stores.items():
                began = time.perf_counter()
                if found:
                    store.save("session", found)
                took[name].append((time.perf_counter() - began) * 1e3)
        told = ", ".join(f"{name} {min(times):.2f} ms" for name, times in took.items())
        print(f"{change.__name__.replace('_', ' ')}: {size:,} bytes; {told}")


def events(*, keeps: bool, size: int) -> float:
    """The CPU of one press, from the frame to the end of its handlers, in microseconds."""
    _, browser, session = made(keeps=keeps)
    button = session.create("Button", ("press",))
    session.listen(button, "activated")
    if session.kept is not None:
        session.kept.data["text"] = ["x" * 100] * (size // 100)
    taken(session, browser)

    def press() -> None:
        for _ in range(EVENTS):
            browser.click(button.wid)
            taken(session, browser)

    return least(press, 5) * 1e3 / EVENTS


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--redis", help="address of a Redis, for saves in it")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        stores: dict[str, Store] = {"SQLite": SQLiteStore(Path(folder) / "sessions.db")}
        if told.redis:
            stores["Redis"] = RedisStore(told.redis, namespace="benchmark")
        saves(stores)
        for store in stores.values():
            store.close()
    without = events(keeps=False, size=0)
    print(f"an event without a store: {without:.1f} µs (of the core and a simulated page)")
    for size in SIZES:
        kept = events(keeps=True, size=size)
        print(f"with one, {size:,} bytes of data: {kept:.1f} µs, {kept / without:.2f} times")


if __name__ == "__main__":
    main()

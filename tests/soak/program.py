"""What the soak's server shows each session: a bit of everything, counted, in both APIs.

Knows: widgets and their handlers. Must not know: who serves it, and what visitors do.

No handler awaits anything, so that one program runs with event loops and with threads.
"""

from typing import Any

SHOWN = 20
"""Labels, and rows, that are there at a time; a new one takes the place of the oldest."""

EVERY = 97
"""Of so many clicks one fails behind its work."""


class Planted(Exception):
    """What handlers raise on purpose."""


def build(session: Any) -> None:
    """Fill a session."""
    W = session.get_widgets()
    clicks, typed, dropped, ticks = (W.Label("") for _ in range(4))
    button, entry = W.Button("count"), W.TextEntry()
    box, table = W.VBox(), W.TableView(columns=["number", "text"])
    clock = W.Timer(duration=0.25)
    labels: list[Any] = []
    count = size = turn = 0

    def clicked(*_: Any) -> None:
        nonlocal count
        count += 1
        label = W.Label(str(count))
        box.add_widget(label)
        labels.append(label)
        table.append_row([count, f"row {count}"])
        if len(labels) > SHOWN:
            gone = labels.pop(0)
            box.remove(gone)
            gone.destroy()
            table.delete_row(0)
        clicks.set_text(str(count))
        if count % EVERY == 0:
            raise Planted(f"click {count}")

    def changed(*_: Any) -> None:
        typed.set_text(entry.get_text())

    def got(payload: Any, *_: Any) -> None:
        nonlocal size
        size += sum(len(file["data"]) for file in payload["files"])
        dropped.set_text(str(size))

    def ticked(*_: Any) -> None:
        nonlocal turn
        turn += 1
        ticks.set_text(str(turn))
        clock.start()

    button.on("activated", clicked)
    entry.on("modified", changed)
    dropped.on("drop-end", got)
    clock.on("expired", ticked)
    clock.start()

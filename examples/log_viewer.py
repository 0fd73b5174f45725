"""The log of a program, while it runs: by level, by text. `pgwidgets demo logs` runs it."""

import itertools
import logging
import threading
import time
from typing import Any

from pgwidgets.sync import Application, Session
from pgwidgets.tables import LogSource

LEVELS = {"everything": 0, "info": 20, "warnings": 30, "errors": 40}
COLUMNS: list[Any] = [
    {"key": "time", "label": "Time", "colwidth": 90},
    {"key": "severity", "hidden": True},
    {"key": "level", "label": "Level", "colwidth": 90},
    {"key": "logger", "label": "Logger", "colwidth": 120},
    {"key": "message", "label": "Message", "colwidth": "3fr"},
]


class LogRows(logging.Handler):
    """Puts what is logged into a table's source; any thread may log."""

    def __init__(self) -> None:
        super().__init__()
        self.source = LogSource(COLUMNS, most=50_000)

    def emit(self, record: logging.LogRecord) -> None:
        """Add a line."""
        at = time.strftime("%H:%M:%S", time.localtime(record.created))
        row = [at, record.levelno, record.levelname, record.name, record.getMessage()]
        self.source.append(row)


def build(session: Session, log: LogRows) -> None:
    """Show a visitor the log."""
    W = session.get_widgets()
    table = W.TableView(source=log.source, sortable=True)
    level, text, follow = W.ComboBox(), W.TextEntry(), W.CheckBox("Follow")
    for name in LEVELS:
        level.append_text(name)
    level.set_index(0)
    follow.set_state(True)

    def look() -> None:
        lowest = LEVELS[level.get_text()]
        wanted = text.get_text().lower()
        table.set_filter(
            lambda row: (
                row["severity"] >= lowest and wanted in f"{row['logger']} {row['message']}".lower()
            )
        )

    def go_on(_: float) -> None:
        if follow.get_state():
            table.scroll_to_end()
        timer.start()

    level.on("activated", lambda *_: look())
    text.on("modified", lambda *_: look())
    timer = session.make_timer(1.0)
    timer.on("expired", go_on)
    timer.start()

    row, box = W.HBox(spacing=8), W.VBox(spacing=6, padding=8)
    row.set_align("center")
    for widget, stretch in ((W.Label("Show"), 0), (level, 0), (W.Label("with"), 0), (text, 1)):
        row.add_widget(widget, stretch)
    row.add_widget(follow, 0)
    box.add_widget(row, 0)
    box.add_widget(table, 1)
    window = W.TopLevel(title="Log", resizable=True)
    window.resize(760, 460)
    window.set_widget(box)
    window.show()


def work(stopped: threading.Event) -> None:
    """Log something now and then, as a program does."""
    for count in itertools.count():
        if stopped.wait(0.5):
            return
        severity = (10, 20, 20, 20, 30, 20, 20, 40)[count % 8]
        logging.getLogger(("camera", "dome", "guider")[count % 3]).log(severity, "step %d", count)


def main() -> None:
    log, stopped = LogRows(), threading.Event()
    logging.basicConfig(level=logging.DEBUG, handlers=[log])
    logging.getLogger("pgwidgets").setLevel(logging.WARNING)  # not of each browser
    logging.captureWarnings(True)
    app = Application(max_sessions=None, title="Log", theme="auto")
    app.on_connect(lambda session: build(session, log))
    worker = threading.Thread(target=work, args=(stopped,))
    worker.start()
    try:
        app.run()
    finally:
        stopped.set()
        worker.join()


if __name__ == "__main__":
    main()

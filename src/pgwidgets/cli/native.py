"""A window of the desktop that shows the page, by pywebview (extra ``native``).

Knows: pywebview's two calls. Must not know: what is served, or how.
"""

import threading
from typing import Any

from .errors import CommandError
from .supervising import Supervisor


def show_window(supervisor: Supervisor, title: str) -> int:
    """Serve a program while a window shows it; closing the window ends the program.

    Parameters:
        supervisor: runs the program, beside the window, which needs the main thread.
        title: the window's.

    Raises:
        CommandError: pywebview is not installed.
    """
    webview = pywebview()
    statuses: list[int] = []

    def serve() -> None:
        statuses.append(supervisor.serve())
        window.destroy()  # the program has come to its end by itself

    window = webview.create_window(title, supervisor.url)
    thread = threading.Thread(target=serve, name="pgwidgets supervisor", daemon=True)
    webview.start(thread.start)
    supervisor.end()
    thread.join()
    return statuses[0]


def pywebview() -> Any:
    """The library.

    Raises:
        CommandError: it is not installed.
    """
    try:
        import webview  # pyright: ignore[reportMissingImports] (an extra)
    except ImportError:
        raise CommandError(
            "--native shows the page by pywebview, which is not installed: "
            "pip install 'pgwidgets[native]'"
        ) from None
    return webview

"""What a program failed with, in words: at the terminal, and in the page.

Knows: exceptions and tracebacks, and how both APIs make widgets. Must not know: processes, files
that change.
"""

import html
import linecache
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

_OWN = str(Path(__file__).parents[1])
_LIBRARY = str(Path(traceback.__file__).parent)


class Failure(NamedTuple):
    """What is told of an exception.

    Attributes:
        title: its class and its message.
        place: the last line of the program that it went through; empty where there is none.
        text: all of it, as Python writes it, without what is not the program's.
    """

    title: str
    place: str
    text: str


def failure_of(error: BaseException) -> Failure:
    """What is told of an exception."""
    linecache.checkcache()  # the file may have changed since it was shown last
    told = traceback.TracebackException.from_exception(error)
    frames = _of_the_program(error.__traceback__)
    told.stack = traceback.StackSummary.from_list(frames)
    own = [frame for frame in frames if _is_the_program(frame.filename)]
    if isinstance(error, SyntaxError) and error.filename:
        place = f"{error.filename}, line {error.lineno}"
    elif own:
        place = f"{own[-1].filename}, line {own[-1].lineno}"
    else:
        place = ""
    message = str(error.msg if isinstance(error, SyntaxError) else error)
    title = f"{type(error).__name__}: {message}".removesuffix(": ")
    return Failure(title, place, "".join(told.format()))


def _of_the_program(trace: TracebackType | None) -> list[traceback.FrameSummary]:
    """The lines of a traceback from the program's first on."""
    frames = list(traceback.extract_tb(trace))
    mine = [index for index, frame in enumerate(frames) if _is_the_program(frame.filename)]
    return frames[mine[0] :] if mine else []


def _is_the_program(filename: str) -> bool:
    is_library = filename.startswith(_LIBRARY) and "site-packages" not in filename
    return not (filename.startswith(("<", _OWN)) or is_library or "site-packages" in filename)


def tell_at_terminal(error: BaseException) -> None:
    """Write what a program failed with."""
    if isinstance(error, OSError) and error.strerror and "can't listen on" in error.strerror:
        print(f"pgwidgets: {error.strerror}", file=sys.stderr)
    else:
        print(failure_of(error).text, end="", file=sys.stderr, flush=True)


HIDDEN = Failure("The program has failed", "", "The terminal that it runs in says why.")
"""What those are told who may sit at another machine: a traceback shows files and values."""


def show_page(session: Any, failure: Failure, retry: Callable[[], None] | None) -> None:
    """Fill a session's page with what a program failed with.

    Parameters:
        session: one of the sync API.
        failure: what is told.
        retry: called when the user wants the program to be started anew; None: it is not for
            users to say.
    """
    W = session.get_widgets()
    page = W.Page()
    page.set_widget(_told(W, failure, retry, "The program could not be started"))
    page.show()


def show_window(session: Any, failure: Failure, retry: Callable[[], None] | None) -> None:
    """Show what a handler failed with in a window of its session.

    In both APIs what is called here has acted when it returns.

    Parameters:
        session: whose handler it was.
        failure: what is told.
        retry: called when the user wants the program to be started anew.
    """
    W = session.get_widgets()
    window = W.TopLevel(title="The program has failed", resizable=True)
    window.set_widget(_told(W, failure, retry, "A handler has raised; the session lives on"))
    window.on("close", lambda *_: window.destroy())
    window.resize(720, 360)
    window.show()
    window.raise_()


def _told(W: Any, failure: Failure, retry: Callable[[], None] | None, head: str) -> Any:
    box = W.VBox(spacing=8, padding=16)
    view = W.HtmlView()
    place = f"<p>{html.escape(failure.place)}</p>" if failure.place else ""
    view.set_html(
        f"<h2>{html.escape(head)}</h2><h3>{html.escape(failure.title)}</h3>{place}"
        f'<pre style="white-space: pre-wrap; overflow-wrap: anywhere; user-select: text">'
        f"{html.escape(failure.text)}</pre>"
    )
    box.add_widget(view, 1)
    if retry is not None:
        row = W.HBox(spacing=8)
        row.set_align("center")
        again = W.Button("Try again")
        again.on("activated", lambda *_: retry())
        row.add_widget(again, 0)
        row.add_widget(W.Label("The page goes on by itself when the file is saved."), 1)
        box.add_widget(row, 0)
    return box

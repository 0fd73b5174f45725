"""Makes a test of a recording: what users did, as a test of the kit does it, and what came of it.

Knows: what a report of a browser tells of its user. Must not know: how a recording is replayed,
how the test is run.
"""

import re
from pathlib import Path
from typing import Any

from pgwidgets_proto.errors import RemoteProtocolError
from pgwidgets_proto.wire import Callback, decode

from ..testing.page import Page, PageWidget
from ..testing.pages_of import page_of_session
from ..testing.user.acts.picking import CHOSEN_BY_TITLE
from ..testing.user.finding import Query, find_all
from ..testing.user.sight import Sight
from .replaying import Line, Replay

_CLICKED = frozenset(
    {
        *("Button", "CheckBox", "RadioButton", "ToggleButton"),
        *("MenuAction", "ToolBarAction", "Expander"),
    }
)
_SLID = frozenset({"Slider", "Dial", "SpinBox", "ScrollBar"})
_BY_ITSELF = frozenset({"looks", "map", "resize", "scrolled", "area-resize", "sizing", "arranged"})
"""What pages tell without their users' doing."""
_LEAST = 0.05
"""Seconds that are worth a line."""
_MOST_SEEN = 3
_LONG = 80
_NOT_IN_A_NAME = r"[^\w.\- ]"
_NOT_IN_A_WORD = r"\W"
_ORDINALS = ("user", "second", "third", "fourth")


class _Visitor:
    """One user of the test."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.link: str | None = None
        self.session: Any = None
        self.is_away = False
        self.seen: set[str] = set()


class _Writer:
    """Goes through a recording, and writes what happens."""

    def __init__(self, replay: Replay) -> None:
        self._replay = replay
        self._visitors: list[_Visitor] = []
        self._of_channel: dict[int, _Visitor] = {}
        opened = (line.at for line in replay.lines if line.step[0] == "open")
        self._time = next(opened, replay.now)
        self.lines: list[str] = []

    def write(self) -> None:
        """Write all of it."""
        replay = self._replay
        while replay.place < len(replay.lines):
            line = replay.lines[replay.place]
            if line.step[0] == "frame":
                self._note_frame(line)
            else:
                replay.step()
        self._note_news()
        # At the end all go, one way or another.
        while self.lines and self.lines[-1].endswith(".cut()"):
            self.lines.pop()

    def _note_frame(self, line: Line) -> None:
        number, frame = line.step[1:]
        if not isinstance(frame, str | None):  # bytes of a file
            self._replay.step()
            return
        visitor = self._of_channel.get(number)
        if frame is None:
            self._replay.step()
            if visitor is not None and not visitor.is_away:
                visitor.is_away = True
                self._do(line, f"{visitor.name}.cut()")
            return
        if visitor is not None:
            for message in _reports(frame):
                self._note_report(line, visitor, message)
        self._replay.step()
        if visitor is None:
            self._note_hello(line, number)

    # --- who is there

    def _note_hello(self, line: Line, number: int) -> None:
        link: Any = self._replay.channels[number].link
        if link is None:
            return
        resumed = [v for v in self._visitors if v.link == link.id]
        away = [v for v in self._visitors if v.is_away and v.session is link.session]
        if resumed:
            visitor = resumed[0]
            self._do(line, f"{visitor.name}.reconnect()")
        elif away:
            visitor = away[0]
            self._do(line, f"{visitor.name}.reload()")
        else:
            visitor = self._newcomer(line, link.session)
        visitor.link, visitor.session, visitor.is_away = link.id, link.session, False
        self._of_channel[number] = visitor

    def _newcomer(self, line: Line, session: Any) -> _Visitor:
        count = len(self._visitors)
        name = _ORDINALS[count] if count < len(_ORDINALS) else f"user{count + 1}"
        visitor = _Visitor(name)
        known = [one for one in self._visitors if one.session is session]
        if self._visitors:
            which = (
                f"{known[0].name}.open_browser()"
                if known
                else ("user.open_browser(same_session=False)")
            )
            self._do(line, f"{name} = {which}")
        self._visitors.append(visitor)
        return visitor

    # --- what they do

    def _note_report(self, line: Line, visitor: _Visitor, message: Callback) -> None:
        if message.by_itself or message.action in _BY_ITSELF:
            return
        page = page_of_session(visitor.session)
        widget = page.widgets.get(message.wid)
        if widget is None:
            return
        try:
            act = _act_of(page, widget, message.action, message.args)
        except (LookupError, TypeError, ValueError):  # a browser may report anything
            act = None
        if act == "":
            return
        if act is None:
            told = _in_one_line(f"{widget.cls} {message.action} {message.args!r}")
            self._do(line, f"# {visitor.name} did what the kit has no word for: {told}"[:98])
        else:
            self._do(line, f"{visitor.name}.{act}")

    def _do(self, line: Line, text: str) -> None:
        self._note_news()
        passed = line.at - self._time
        if passed >= _LEAST and self._visitors:
            self.lines.append(f"user.clock.advance({round(passed, 3)})")
        self._time = max(self._time, line.at)
        self.lines.append(text)

    def _note_news(self) -> None:
        """Tell what is shown that was not shown before."""
        for visitor in self._visitors:
            if visitor.session is None or visitor.session.is_destroyed or visitor.is_away:
                continue
            seen = _texts(page_of_session(visitor.session))
            fresh = [text for text in seen if text not in visitor.seen and len(text) < _LONG]
            if visitor.seen:
                self.lines += [
                    f"assert {visitor.name}.shows({text!r})" for text in fresh[:_MOST_SEEN]
                ]
            visitor.seen = set(seen)


def _reports(frame: str) -> list[Callback]:
    """What a text of a browser reports; of one that is none of our messages, nothing."""
    try:
        messages = decode(frame)
    except RemoteProtocolError:
        return []
    return [message for message in messages if isinstance(message, Callback)]


def _in_one_line(text: str) -> str:
    """A text of a browser as it may stand in a comment: with a line feed it would be code."""
    return "".join(char if char.isprintable() else "?" for char in text)


def _texts(page: Page) -> list[str]:
    sight = Sight(page)
    return [
        text
        for widget in sight.all()
        if sight.is_shown(widget) and widget.cls in ("Label", "StatusBar")
        for text in sight.texts(widget)
        if "\n" not in text
    ]


def _act_of(page: Page, widget: PageWidget, action: str, args: list[Any]) -> str | None:
    """What the user did, as a call; None: the kit has no word for it; "": nothing."""
    sight, cls = Sight(page), widget.cls
    which = _which(page, widget)
    match action:
        case "activated" | "toggled" if cls in _CLICKED:
            return f"click({which})"
        case "activated" if cls in _SLID:
            return (
                f"slide({which}, {args[0]!r})"
                if "=" not in which
                else (f"slide({_first(which)}, {args[0]!r}, {_rest(which)})")
            )
        case "modified" if cls in ("TextEntry", "TextEntrySet", "TextArea", "ComboBox"):
            return _with(which, "type", repr(args[0]))
        case "activated" if cls in ("TextEntry", "TextEntrySet"):
            return f"press('Enter', {which})"
        case "activated" if cls == "ComboBox":
            return _with(which, "pick", repr(args[1]))
        case "page-switch" if cls in CHOSEN_BY_TITLE:
            title = sight.title(widget, page.find(args[0]["__wid__"]))
            return _with(which, "pick", repr(title or args[1]))
        case "page-switch" | "page-close" | "hidden":
            return ""
        case "selected" if args[0] and len(args[0]) == 1:
            path = args[0][0]["path"]
            return _with(which, "pick", ", ".join(map(repr, path)))
        case "activated" if cls in ("TreeView", "TableView"):
            return _with(which, "double_click", ", ".join(map(repr, args[1])))
        case "sorted":
            return _with(which, "sort", repr(args[0]))
        case "cell_edited":
            return _with(which, "edit", f"{args[0][-1]!r}, {args[1]!r}, {args[3]!r}")
        case "close":
            return f"close({which})"
        case "activated" if cls == "Dialog":
            return _answer(widget, args)
    return None


def _answer(dialog: PageWidget, args: list[Any]) -> str | None:
    if dialog.buttons:
        return ""  # the click on the button is told itself
    labels = [text for text, value in dialog.get("buttons") or () if [value] == args]
    return f"answer({labels[0]!r})" if labels else None


def _with(which: str, method: str, more: str) -> str:
    if "=" not in which:
        return f"{method}({which}, {more})"
    return f"{method}({_first(which)}, {more}, {_rest(which)})"


def _first(which: str) -> str:
    return which.partition(", ")[0]


def _rest(which: str) -> str:
    return which.partition(", ")[2]


def _which(page: Page, widget: PageWidget) -> str:
    """How the widget is told from others, as arguments: what is meant first, then keywords."""
    sight = Sight(page)
    text = sight.title_of(widget) or sight.text(widget)
    name = sight.name(widget)
    is_titled = widget.cls in (*_CLICKED, "TopLevel", "Dialog")
    words = [name] if widget.cls not in _CLICKED else []
    words += [text] if is_titled else []
    for word in words:
        if word and "\n" not in word and find_all(page, Query(word, cls=widget.cls)) == [widget]:
            return f"{word!r}, cls={widget.cls!r}"
    path = sight.path(widget)
    if is_titled and text and find_all(page, Query(path=path)) == [widget]:
        return f"None, path={path!r}"
    alike = find_all(page, Query(cls=widget.cls))
    index = alike.index(widget) if widget in alike else 0
    return f"None, cls={widget.cls!r}" + (f", index={index}" if len(alike) > 1 else "")


def to_test(recording: Path | str, setup: str, target: Path | str | None = None) -> str:
    """Make a test of a recording.

    It opens the program, does what the users did, with the pauses between, and looks for the texts
    that labels and status bars came to show. What the kit has no word for is a comment.

    Parameters:
        recording: the file.
        setup: the program, as ``open_app()`` takes it: ``"package.module:name"``.
        target: a file that the test is written into; None: none.

    Returns:
        The test, as a module for pytest.

    Raises:
        OSError: a file can't be read or written.
        ValueError: it is no recording, or ``setup`` names nothing.
    """
    module, colon, name = setup.partition(":")
    if not (colon and module and name.isidentifier()):
        raise ValueError(f"to_test(): setup is {setup!r}; it must be 'package.module:name'")
    path = Path(recording)
    writer = _Writer(Replay(path))
    writer.write()
    does_nothing = all(line.startswith("#") for line in writer.lines)
    lines = [*writer.lines, "pass"] if does_nothing else writer.lines
    body = "\n".join(f"        {line}" for line in lines)
    text = (
        f'"""What users did in {re.sub(_NOT_IN_A_NAME, "_", path.name)}."""\n\n'
        f"from {module} import {name}\n\n"
        f"from pgwidgets.testing import open_app\n\n\n"
        f"def test_{re.sub(_NOT_IN_A_WORD, '_', path.stem)}() -> None:\n"
        f"    with open_app({name}) as user:\n{body}\n"
    )
    if target is not None:
        Path(target).write_text(text, encoding="utf-8")
    return text

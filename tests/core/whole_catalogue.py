"""One widget of each class, every message that a browser can say of each, and what it brings about.

Knows: the classes, and for each action a report that can be true. Must not know: who may report.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from pgwidgets_proto.catalog import class_names
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.views.channel import Browser
from pgwidgets_proto.views.link import Link
from pgwidgets_proto.widgets.widget import Node

COLUMNS = [{"label": "A", "key": "a", "editable": True}, {"label": "B", "key": "b"}]
ROWS = {"row0": {"a": "1", "b": 2}, "row1": {"a": "2", "b": 3, "row2": {"a": "3", "b": 4}}}

GIVEN: dict[str, dict[str, Any]] = {
    "TreeView": {"columns": COLUMNS},
    "TableView": {"columns": COLUMNS},
    "TextSource": {"text": "one\ntwo\n"},
    "Dialog": {"title": "d", "buttons": [["OK", 1]], "autoclose": True},
    "Slider": {"min": 0, "max": 100},
    "ComboBox": {"editable": True},
    "MenuAction": {"checkable": True},
}
"""What the constructors of some classes are given."""

BY_OTHERS = ("MDISubWindow", "TextBufferRef")
"""Classes whose widgets come from methods of others."""


def build(session: Session) -> dict[str, Node]:
    """Make a widget of each class, with something in those that hold others.

    Returns:
        The widgets, by their classes.
    """
    made = {
        name: session.create(name, (), GIVEN.get(name, {}))
        for name in class_names()
        if name not in BY_OTHERS
    }
    for name in ("TabWidget", "StackWidget", "Box", "Splitter"):
        for text in ("one", "two", "three"):
            session.call(made[name], "add_widget", (session.create("Label", (text,)),))
    windows = [
        session.call(made["MDIWidget"], "add_widget", (session.create("Label", (text,)),))
        for text in ("one", "two")
    ]
    made["MDISubWindow"] = windows[0]
    made["TextBufferRef"] = session.call(made["TextSource"], "create_ref", (3,))
    session.call(made["TreeView"], "set_tree", (ROWS,))
    session.call(made["TableView"], "set_rows", ([["1", 2], ["2", 3]],))
    for text in ("one", "two"):
        session.call(made["ComboBox"], "append_text", (text,))
    for node in session.nodes.values():
        for action in sorted(node.cls.actions):
            session.listen(node, action)
    return made


# --- what is said


class Case(NamedTuple):
    """What a browser says of one widget.

    Attributes:
        name: what it is, for failures.
        node: the widget; None: it is of none.
        said: messages, and the frames that come behind them.
    """

    name: str
    node: Node | None
    said: list[dict[str, Any] | bytes]


type Make = Callable[[Node], list[Any]]


def _child(node: Node, index: int) -> dict[str, int]:
    return {"__wid__": node.children[index].wid}


TRUE: dict[str, Make] = {
    "set_checked bool": lambda node: [True],
    "bool": lambda node: [True],
    "number": lambda node: [7],
    "numbers": lambda node: [[30, 70, 40]],
    "rgb": lambda node: ["#102030"],
    "among": lambda node: ["shaded"],
}
"""A report that can be true, by what it is of."""

REPORTS: dict[str, Make] = {
    "TextEntry.activated": lambda node: ["typed"],
    "TextEntrySet.activated": lambda node: ["typed"],
    "ComboBox.activated": lambda node: [1, "two"],
    "ComboBox.modified": lambda node: ["typed"],
    "*.modified": lambda node: [f"typed {node.wid}"],
    "MDIWidget.arranged": lambda node: [
        [[{"__wid__": window.wid}, 3, 4, 200, 100] for window in node.owned]
    ],
    "*.cell_edited": lambda node: [["row1"], "a", "2", "9"],
    "*.cell_selected": lambda node: [[{"path": ["row1"], "col_key": "a"}]],
    "TextSource.changed": lambda node: [
        {"text": "x", "start": 0, "end": 0, "revision": 0, "number": 1}
    ],
    "*.collapsed": lambda node: [{}, ["row1"]],
    "*.expanded": lambda node: [{}, ["row1"]],
    "*.cursor_moved": lambda node: [
        {"start": 1, "end": 1, "revision": node.content.model.revision}
    ],
    "*.move": lambda node: [31, 41],
    "*.resize": lambda node: [{"width": 310, "height": 210}],
    "*.page-close": lambda node: [_child(node, 0), 0],
    "*.page-switch": lambda node: [_child(node, 1), 1],
    "*.reordered": lambda node: [[_child(node, 1), _child(node, 0), _child(node, 2)]],
    "MDIWidget.restacked": lambda node: [[_child(node, 1), _child(node, 0)]],
    "*.restacked": lambda node: ["top"],
    "*.scrolled": lambda node: [0.5, 0.25],
    "*.selected": lambda node: [[{"path": ["row1"]}]],
    "*.sorted": lambda node: ["a", False],
    "*.tooltip": lambda node: [1, 1, "t", 5, 6],
    "*.volumechange": lambda node: [0.5, True],
    "VideoWidget.timeupdate": lambda node: [4.5, 10],
    "MDISubWindow.window-state": lambda node: ["maximized"],
}
"""A report that can be true of an action of a class, or of all classes that have the action."""

LAST = ("page-close", "close", "hidden")
"""What takes widgets out of the page: nothing can be said of them afterwards."""


def _true_report(node: Node, action: str) -> list[Any]:
    make = REPORTS.get(f"{node.cls.name}.{action}") or REPORTS.get(f"*.{action}")
    if make is None:
        report: Any = node.cls.actions[action].report
        parts = getattr(report, "parts", None) or (report,)
        kind = "among" if getattr(parts[0], "among", None) else getattr(parts[0], "kind", "none")
        make = TRUE.get(kind, lambda node: [])
    return make(node)


def cases(made: dict[str, Node]) -> Iterator[Case]:
    """Every message of a browser, for each class and each action that it is about.

    They are made as they are asked for, and tell of the session as it is then.
    """
    for is_last in (False, True):
        for node in made.values():
            if not is_last:
                yield from _of_widget(node)
            for action in node.cls.actions:
                if (action in LAST) is is_last:
                    yield from _of_action(node, action)
    for number in range(-1, 3):
        yield Case(f"chunk {number}", None, [_chunk(made["Label"].wid, number), b"x"])
    yield Case("error", None, [{"type": "error", "error": "made up"}])
    for kind in ("ping", "pong"):
        yield Case(kind, None, [{"type": kind}])
    yield Case("carried", None, [{"type": "carried", "count": 3, "doubtful": 2, "missing": 1}])
    yield Case("viewport", None, [{"type": "viewport", "width": 111, "height": 222}])
    yield Case("goodbye", None, [{"type": "goodbye"}])


def _of_widget(node: Node) -> Iterator[Case]:
    name, wid = node.cls.name, node.wid
    for key, extra in (("sizes", 0), ("positions", 0), ("size_runs", 1), ("position_runs", 1)):
        told = [wid, 300 + wid, 200 + extra, *([1, 0, 0] if extra else [])]
        yield Case(f"{name}: {key}", node, [{"type": "geometry", key: [told]}])
    yield Case(f"{name}: no action", node, [_callback(wid, "no such action", [1])])


def _of_action(node: Node, action: str) -> Iterator[Case]:
    name, wid = f"{node.cls.name}: {action}", node.wid
    true = _callback(wid, action, _true_report(node, action))
    if action != "page-close":  # a browser that may would do so with the first of these
        odd = [_callback(wid, action, args) for args in ([None], [{"__wid__": wid}], [1e308, []])]
        about = {"transfer_id": wid, "files": [{"name": "f", "size": 1, "type": ""}]}
        files = [_callback(wid, action, [about]), _chunk(wid, 0), b"x"]
        yield Case(f"{name}, oddly", None, [*odd, true | {"by_itself": True}, *files])
    yield Case(name, node, [true])


def _callback(wid: int, action: str, args: list[Any]) -> dict[str, Any]:
    return {"type": "callback", "wid": wid, "action": action, "args": args}


def _chunk(wid: int, index: int) -> dict[str, Any]:
    whole = {"file_index": 0, "file_count": 1, "chunk_index": index, "num_chunks": 1}
    return {"type": "binary-chunk", "wid": wid, "transfer_id": wid, "encoding": "binary"} | whole


class RawBrowser:
    """A browser without a page: it says what it is told to, true or not.

    Parameters:
        hub: whom it says it to.
        session: what it shows.
        token: with what it comes in.

    Attributes:
        got: all bytes that it has ever got.
        now: the time of what it does.
    """

    def __init__(self, hub: Hub, session: Session, token: str) -> None:
        self.got = bytearray()
        self.now = 0.0
        self._hub = hub
        self._hello = {"type": "result", "id": 0, "session_id": session.id, "token": token}
        self.connect()

    def connect(self, **more: Any) -> None:
        """Come to the page, as a new one if nothing else is said."""
        self._channel = self._hub.open_channel(Browser("192.0.2.1", "raw"), self.now)
        self.take()
        self._channel.receive(json.dumps(self._hello | {"ext": 1} | more), self.now)
        self.take()

    @property
    def link(self) -> Link:
        """The core's view of it."""
        link = self._channel.link
        assert isinstance(link, Link)
        return link

    @property
    def is_closed(self) -> bool:
        """Whether it was sent away."""
        return self._channel.close is not None

    def say(self, case: Case) -> None:
        """Say all of a case, as of now."""
        for said in case.said:
            if isinstance(said, bytes):
                self._channel.receive(said, self.now)
                continue
            now = {"seen": self.link.outbox.sent} if said["type"] in _DATED else {}
            self._channel.receive(json.dumps(said | now), self.now)

    def answer(self, value: Any) -> None:
        """Take what has come, and answer whatever may be a question; None: with an error."""
        self._read()
        done = self.link.outbox.sent
        answer = {"type": "result", "value": value}
        if value is None:
            answer = {"type": "error", "error": "made up"}
        for number in range(max(0, done - 5), done + 1):
            self._channel.receive(json.dumps(answer | {"id": number, "seen": done}), self.now)

    def take(self) -> None:
        """Take what has come, and say that it was applied."""
        self._read()
        link = self._channel.link
        if link is not None and self._channel.close is None:
            ack = {"type": "ack", "seen": link.outbox.sent}
            self._channel.receive(json.dumps(ack), self.now)

    def _read(self) -> None:
        while frames := self._channel.frames_to_send():
            for frame in frames:
                self.got += frame.payload


_DATED = ("callback", "geometry", "error", "result")
"""Messages that tell what was applied before."""


# --- what it brings about


def state_of(node: Node) -> str:
    """Everything that is kept of a widget, in a form that can be compared."""
    entries = [(entry.key, entry.value, entry.args) for entry in node.entries.values()]
    children = [child.wid for child in node.children]
    parent = None if node.parent is None else node.parent.wid
    values = (_deep(each, {}) for each in (entries, node.observed, node.content))
    return repr((node.destroyed, parent, children, *values))


def _deep(value: Any, known: dict[int, int]) -> Any:
    if value is None or isinstance(value, (bool, int, float, str, bytes)):
        return value
    if isinstance(value, Node):
        return f"<{value.wid}>"
    if id(value) in known:
        return f"again {known[id(value)]}"
    known[id(value)] = len(known)
    if isinstance(value, (list, tuple)):
        return [_deep(each, known) for each in value]
    if isinstance(value, (set, frozenset)):
        return sorted(repr(_deep(each, known)) for each in value)
    if isinstance(value, Mapping):
        return [(_deep(key, known), _deep(each, known)) for key, each in value.items()]
    if not type(value).__module__.startswith(_OF_STATE):
        return type(value).__name__
    names = [
        *getattr(value, "__dict__", ()),
        *(name for cls in type(value).__mro__ for name in getattr(cls, "__slots__", ())),
    ]
    names = [name for name in names if name not in _OF_PAGES]
    return type(value).__name__, [
        (name, _deep(getattr(value, name), known)) for name in names if hasattr(value, name)
    ]


_OF_PAGES = ("_log", "_overruled")
"""What is kept of the pages that type into a field, beside its text."""

_OF_STATE = ("pgwidgets_proto.models", "pgwidgets_proto.catalog", "pgwidgets_proto.widgets")
"""Where what is kept of widgets is defined."""

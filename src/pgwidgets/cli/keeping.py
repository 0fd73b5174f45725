"""What users have changed of a program's widgets, kept while the program is started anew.

Knows: the getters and setters of the public API that users have a hand in. Must not know: files,
processes, how a session comes back (its token does that).

A widget is known again by its place: its class, and its number among its parent's children of that
class, and so on up to its window. What the program has set when it has built a session is the
**base**: a value that differs from it later is the user's (or was set since, which is kept as
well), and is set again when the new program has built the session.
"""

import contextlib
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

type Values = dict[str, dict[str, Any]]
"""Values by the place of their widget and the name of what they are."""


class Kept(NamedTuple):
    """One thing that users change.

    Attributes:
        name: what it is called.
        get: gives its value, which JSON can hold; None: there is none to keep.
        put: sets it.
    """

    name: str
    get: Callable[[Any], Any]
    put: Callable[[Any, Any], Any]


def _size(widget: Any) -> Any:
    size = widget.get_size()
    return None if tuple(size) == (0, 0) else size


def _open_rows(tree: Any) -> Any:
    return tree.get_expanded()


def _open_rows_again(tree: Any, paths: Any) -> None:
    for path in paths:
        tree.expand_item(path)


_TEXT = Kept("text", lambda w: w.get_text(), lambda w, v: w.set_text(v))
_STATE = Kept("state", lambda w: w.get_state(), lambda w, v: w.set_state(v))
_VALUE = Kept("value", lambda w: w.get_value(), lambda w, v: w.set_value(v))
_INDEX = Kept("index", lambda w: w.get_index(), lambda w, v: w.set_index(v))
_COLOR = Kept("color", lambda w: w.get_color(), lambda w, v: w.set_color(v))
_SIZES = Kept("sizes", lambda w: w.get_sizes() or None, lambda w, v: w.set_sizes(v))
_FOLDED = Kept("collapsed", lambda w: w.get_collapsed(), lambda w, v: w.set_collapsed(v))
_PLACE = Kept("position", lambda w: w.get_position(), lambda w, v: w.set_position(*v))
_AREA = Kept("size", _size, lambda w, v: w.resize(*v))
_WINDOW = Kept("window state", lambda w: w.get_window_state(), lambda w, v: w.set_window_state(v))
_OPEN = Kept("open rows", _open_rows, _open_rows_again)
_CHOSEN = Kept(
    "selection",
    lambda w: [row["path"] for row in w.get_selected()],
    lambda w, v: w.select_paths(v),
)

KEPT: dict[str, tuple[Kept, ...]] = {
    **dict.fromkeys(("TextEntry", "TextEntrySet", "TextArea", "TextSource"), (_TEXT,)),
    **dict.fromkeys(("CheckBox", "RadioButton", "ToggleButton"), (_STATE,)),
    **dict.fromkeys(("SpinBox", "Slider", "Dial"), (_VALUE,)),
    **dict.fromkeys(("ComboBox", "TabWidget"), (_INDEX,)),
    **dict.fromkeys(("TopLevel", "MDISubWindow"), (_AREA, _PLACE, _WINDOW)),
    "Dialog": (_PLACE,),
    "ColorWidget": (_COLOR,),
    "Splitter": (_SIZES,),
    "Expander": (_FOLDED,),
    "TreeView": (_OPEN, _CHOSEN),
}
"""What is kept of each class."""


def places(session: Any) -> Iterator[tuple[str, Any]]:
    """All widgets of a session that something is kept of, each with its place."""
    widgets = list(session.walk_widget_tree())  # parents before their children
    names: dict[Any, str] = {}
    counts: Counter[str] = Counter()
    for widget in widgets:
        name = names.get(widget) or _numbered("", widget, counts)
        if hasattr(widget, "get_children"):
            own: Counter[str] = Counter()
            for child in widget.get_children():
                names[child] = _numbered(f"{name}/", child, own)
        if _class_of(widget) in KEPT:
            yield name, widget


def _class_of(widget: Any) -> str:
    """The class of the library that a widget is of, or is derived from."""
    found = (cls.__name__ for cls in type(widget).__mro__ if cls.__name__ in KEPT)
    return next(found, type(widget).__name__)


def _numbered(above: str, widget: Any, counts: "Counter[str]") -> str:
    kind = type(widget).__name__
    counts[kind] += 1
    return f"{above}{kind} {counts[kind]}"


def values_of(session: Any) -> Values:
    """What users may have changed of a session, as it is now."""
    found: Values = {}
    for place, widget in places(session):
        for kept in KEPT[_class_of(widget)]:
            value = kept.get(widget)
            if value is not None:
                found.setdefault(place, {})[kept.name] = json.loads(json.dumps(value))
    return found


def differing(values: Values, base: Values) -> Values:
    """What is not as it was; of a size that the program left to the page, nothing."""
    found: Values = {}
    for place, own in values.items():
        before = base.get(place, {})
        for name, value in own.items():
            if before.get(name) != value and (name in before or name == "sizes"):
                found.setdefault(place, {})[name] = value
    return found


def set_again(session: Any, values: Values) -> None:
    """Set what was kept, as far as its widgets are there and take it."""
    with session.batch():
        for place, widget in places(session):
            own = values.get(place, {})
            for kept in KEPT[_class_of(widget)]:
                if kept.name in own:
                    # The new program may allow less than the old one did.
                    with contextlib.suppress(TypeError, ValueError, LookupError):
                        kept.put(widget, own[kept.name])


class Keeper:
    """Keeps what users have changed, of all sessions of the applications that it is told of.

    Parameters:
        kept: what the run before has kept, by the session's id as JSON.
    """

    def __init__(self, kept: dict[str, Values]) -> None:
        self._kept = kept
        self._bases: dict[Any, Values] = {}

    def attend(self, engine: Any) -> None:
        """Attend to an application, when it begins to serve: behind what builds its sessions."""
        handlers = engine.handlers.on_connect
        if self._built not in handlers:
            handlers.append(self._built)

    def _built(self, session: Any) -> None:
        self._bases[session] = values_of(session)
        if session.is_restored:
            set_again(session, self._kept.get(json.dumps(session.id), {}))

    def collect(self, patience: float) -> dict[str, Values]:
        """What is to be kept now; may be called from any thread.

        Parameters:
            patience: seconds to wait for an event loop that is busy.
        """
        found = dict(self._kept)
        for session, base in list(self._bases.items()):
            with contextlib.suppress(Exception):  # it is over, or its program does not serve
                values = _where_it_lives(session, patience)
                found[json.dumps(session.id)] = differing(values, base)
        return found


def _where_it_lives(session: Any, patience: float) -> Values:
    """The values of a session, asked for where its widgets may be used."""
    if not hasattr(session, "call_soon_threadsafe"):
        return values_of(session)
    found: list[Values] = []
    done = threading.Event()

    def ask() -> None:
        try:
            found.append(values_of(session))
        finally:
            done.set()

    session.call_soon_threadsafe(ask)
    done.wait(patience)
    return found[0]

"""Scenarios: who may look on, or act on a part, and says whatever there is to say.

Knows: every kind of message of a browser. Must not know: any world.
"""

from collections.abc import Callable, Iterator
from typing import Any

from .program import settle
from .scenario import scenario
from .visitor import Visitor
from .world import World

_CLASSES = ("Button", "CheckBox", "Slider", "TextEntry", "TextSource", "TabWidget", "TableView")


def _panel(world: World) -> Callable[[Any], Any]:
    """A program with a few widgets of different kinds, whose handlers note what they are told."""

    async def program(session: Any) -> None:
        W = session.get_widgets()
        made = {
            "Button": W.Button("go"),
            "CheckBox": W.CheckBox("on"),
            "Slider": W.Slider(min=0, max=10),
            "TextEntry": W.TextEntry("text"),
            "TextSource": W.TextSource("one"),
            "TabWidget": W.TabWidget(),
            "TableView": W.TableView(columns=["A"]),
        }
        for text in ("first", "second"):
            await settle(made["TabWidget"].add_widget(W.Label(text), title=text))
        await settle(made["TableView"].set_rows([["1"], ["2"]]))
        for name, widget in made.items():
            for action in _ACTIONS[name]:
                widget.on(action, lambda *told, name=name: world.note((name, *map(repr, told[1:]))))

    return world.handler(program)


_ACTIONS = {
    "Button": ["activated", "drop-end"],
    "CheckBox": ["activated"],
    "Slider": ["activated"],
    "TextEntry": ["activated", "modified"],
    "TextSource": ["changed"],
    "TabWidget": ["page-switch"],
    "TableView": ["selected", "cell_edited", "sorted"],
}
"""What the program listens to; the last one is listened to when all is there."""


def _said(visitor: Visitor) -> Iterator[list[dict[str, Any]]]:
    """Every kind of message, of every widget: what can be true, and what can not."""
    page = {name: visitor.all(name)[0].wid for name in _CLASSES}
    label = visitor.all("Label")[1].wid
    edit = {"text": "x", "start": 0, "end": 0, "revision": 0, "number": 1}
    reports: list[tuple[str, str, list[Any]]] = [
        ("Button", "activated", []),
        ("CheckBox", "activated", [True]),
        ("Slider", "activated", [7]),
        ("TextEntry", "modified", ["typed"]),
        ("TextSource", "changed", [edit]),
        ("TabWidget", "page-switch", [{"__wid__": label}, 1]),
        ("TableView", "selected", [[{"path": ["row1"]}]]),
        ("TableView", "cell_edited", [["row1"], "A", "2", "9"]),
        ("TableView", "sorted", ["A", True]),
    ]
    for name, action, args in reports:
        yield [_callback(page[name], action, args)]
        yield [_callback(page[name], action, args) | {"by_itself": True}]
        yield [_callback(page[name], action, [None, {"__wid__": page[name]}])]
    for wid in page.values():
        yield [{"type": "geometry", "sizes": [[wid, 30, 40]], "positions": [[wid, 5, 6]]}]
    about = {"transfer_id": 7, "files": [{"name": "f", "size": 1, "type": ""}]}
    chunk = {"file_index": 0, "file_count": 1, "chunk_index": 0, "num_chunks": 1}
    whole = {"type": "binary-chunk", "wid": page["Button"], "transfer_id": 7, "data": "YQ=="}
    yield [_callback(page["Button"], "drop-end", [about]), whole | chunk | {"encoding": "base64"}]
    yield [{"type": "viewport", "width": 111, "height": 222}]
    yield [{"type": "result", "id": number, "value": 5} for number in range(1, 9)]
    yield [{"type": "error", "error": "made up"}, {"type": "error", "id": 3, "error": "made up"}]
    yield [{"type": "ping"}, {"type": "pong"}]


def _callback(wid: int, action: str, args: list[Any]) -> dict[str, Any]:
    return {"type": "callback", "wid": wid, "action": action, "args": args}


def _lie(visitor: Visitor, *, is_heeded: bool = False) -> None:
    """Say all of it, and wait until it has been heard.

    Parameters:
        visitor: who says it.
        is_heeded: its user may do all, so that an error of its page is one, and ends up in the log.
    """
    for messages in _said(visitor):
        for message in messages:
            if message["type"] == "error" and is_heeded:
                continue
            if message["type"] == "geometry":
                visitor.send(message | {"seen": visitor.seen})
            elif message["type"] in ("callback", "result", "error"):
                visitor.post(message | {"seen": visitor.seen})
            elif message["type"] == "binary-chunk":
                visitor.post(message)
            else:
                visitor.send(message)
    visitor.ping(b"all is said")


def _seen(world: World, session: Any) -> list[Any]:
    """What there is to see of a session, in a form that can be compared."""

    def look() -> list[Any]:
        found: list[Any] = [session.get_screen_size()]
        for widget in session.walk_widget_tree():
            getters = ("get_state", "get_value", "get_text", "get_index", "get_selected")
            found += [getattr(widget, name)() for name in getters if hasattr(widget, name)]
        return found

    return list(world.call(look))


@scenario
def who_may_only_look_is_felt_by_nobody_whatever_it_says(world: World) -> None:
    """Every kind of message, well-formed and not: no handler, no value, no byte to others."""
    with world.serving(_panel(world)):
        operator = world.visit()
        operator.until_heard("TableView", "sorted")
        session = world.sessions()[1]
        share = world.call(session.share)
        observer = world.visit(session_id=1, token=share.token)
        observer.until_heard("TableView", "sorted")
        world.call(session.flush)
        before, frames = _seen(world, session), len(operator.frames)
        _lie(observer)
        operator.ping(b"still quiet")
        assert (world.notes, _seen(world, session)) == ([], before)
        assert len(operator.frames) == frames
        operator.press()
        world.until_program(lambda: world.notes, "the operator's press")
        assert world.notes == [("Button",)]
        assert operator.closed is observer.closed is None
        for told, token in ((observer, session.token), (operator, share.token)):
            assert all(token.encode() not in frame.payload for frame in told.frames)


@scenario
def who_may_act_on_a_part_is_felt_there_alone(world: World) -> None:
    """The same messages of a role of the program's own, and of one that may do all."""
    with world.serving(_panel(world)):
        operator = world.visit()
        operator.until_heard("TableView", "sorted")
        session = world.sessions()[1]

        def define() -> Any:
            allowed = [w for w in session.walk_widget_tree() if type(w).__name__ == "Slider"]
            session.roles.define("guest", allowed)
            return session.share("guest")

        guest = world.visit(session_id=1, token=world.call(define).token)
        guest.until_heard("TableView", "sorted")
        _lie(guest)
        operator.press()
        world.until_program(lambda: ("Button",) in world.notes, "the operator's press")
        assert {note[0] for note in world.notes} == {"Slider", "Button"}
        world.notes.clear()
        other = world.call(lambda: session.share("operator"))
        helper = world.visit(session_id=1, token=other.token)
        helper.until_heard("TableView", "sorted")
        _lie(helper, is_heeded=True)
        felt = {"Button", "CheckBox", "Slider", "TextEntry"}
        world.until_program(lambda: {note[0] for note in world.notes} >= felt, "all of it")

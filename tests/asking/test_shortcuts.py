"""Shortcuts: how they are written, what pages are told, and which contradict each other."""

from typing import Any

import pytest

import pgwidgets.sync
from pgwidgets.asking.keys import shortcut
from pgwidgets.testing.conformance import World


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Ctrl+S", "Ctrl+S"),
        ("shift + ctrl + s", "Ctrl+Shift+S"),
        ("Cmd+K", "Ctrl+K"),
        ("control+alt+del", "Ctrl+Alt+Delete"),
        ("?", "?"),
        ("f5", "F5"),
        ("Ctrl++", "Ctrl+Plus"),
        ("+", "Plus"),
        ("meta+up", "Meta+Up"),
        ("Ctrl+,", "Ctrl+,"),
        ("esc", "Escape"),
        ("Ctrl+ß", "Ctrl+ß"),
    ],
)
def test_how_shortcuts_are_written(written: str, found: str) -> None:
    if found == "Ctrl+Alt+Delete":
        with pytest.raises(ValueError, match="which browsers keep for themselves"):
            shortcut(written, "x")
    else:
        assert shortcut(written, "x") == found


@pytest.mark.parametrize("kept", ["Ctrl+W", "cmd+t", "Ctrl+Shift+N", "Alt+F4", "Tab", "Shift+Tab"])
def test_what_browsers_keep(kept: str) -> None:
    with pytest.raises(ValueError, match=r"x\(\): keys is '.*', which browsers keep"):
        shortcut(kept, "x()")


@pytest.mark.parametrize(
    "text", ["", "Ctrl+", "Ctrl", "Strg+S", "Ctrl+Ctrl+S", "SS", "F13", " ", "\t"]
)
def test_what_is_no_key(text: str) -> None:
    with pytest.raises(ValueError, match="it must be a key, such as"):
        shortcut(text, "x()")


def test_what_is_no_text() -> None:
    with pytest.raises(TypeError, match="keys is 7; it must be a text such as 'Ctrl\\+S'"):
        shortcut(7, "x()")


class Desk:
    """A session of some widgets."""

    def __init__(self) -> None:
        self.session: Any = pgwidgets.sync.Application(0, 0).create_session()
        self.W = self.session.get_widgets()

    @property
    def told(self) -> list[dict[str, Any]]:
        return list(self.session._pgwidgets.aids.widget.get_shortcuts())


@pytest.fixture
def desk() -> Desk:
    return Desk()


def save_all() -> None:
    pass


def test_what_pages_are_told(desk: Desk) -> None:
    entry, button = desk.W.TextEntry("x"), desk.W.Button("Save …")
    desk.session.add_shortcut("Ctrl+S", save_all)
    entry.add_shortcut("Ctrl+S", lambda: None, label="Save it")
    entry.add_shortcut("Enter", lambda: None, scope="window")
    made = button.add_shortcut("F2")
    about = [
        (one["keys"], one["label"], one["scope"], one["wid"], one["clicks"]) for one in desk.told
    ]
    assert about == [
        ("Ctrl+S", "Save all", "page", 0, False),
        ("Ctrl+S", "Save it", "widget", entry.wid, False),
        ("Enter", "Enter", "window", entry.wid, False),
        ("F2", "Save", "page", button.wid, True),
    ]
    assert repr(made) == "<Shortcut F2 (Save) of the page>"
    made.remove()
    made.remove()
    assert len(desk.told) == 3
    button.add_shortcut("F2")
    button.destroy()
    entry.add_shortcut("F2")  # what was there has gone with its widget
    assert [one["wid"] for one in desk.told if one["keys"] == "F2"] == [entry.wid]


def test_who_contradicts_another_is_told(desk: Desk) -> None:
    one, two = desk.W.Button("One"), desk.W.Button("Two")
    one.add_shortcut("Ctrl+D", save_all)
    two.add_shortcut("Ctrl+D", save_all)  # its own
    with pytest.raises(ValueError, match=r"Button.add_shortcut\(\): Ctrl\+D is <Shortcut Ctrl\+D"):
        one.add_shortcut("ctrl+d", print)
    one.add_shortcut("F2")
    with pytest.raises(ValueError, match=r"F2 is <Shortcut F2 \(One\) of the page> already"):
        two.add_shortcut("F2")
    with pytest.raises(ValueError, match="F2 is"):
        desk.session.add_shortcut("F2", save_all)


@pytest.mark.parametrize(
    ("keywords", "error", "text"),
    [
        ({"handler": 7}, TypeError, "the handler is 7; it must be something to call"),
        ({"label": 7}, TypeError, "label is 7; it must be a text"),
        ({"scope": "world"}, ValueError, "scope is 'world'; it must be one of 'widget'"),
    ],
)
def test_what_is_no_shortcut(desk: Desk, keywords: Any, error: Any, text: str) -> None:
    with pytest.raises(error, match=text):
        desk.W.Button("x").add_shortcut("F2", **keywords)
    with pytest.raises(TypeError, match=r"Session.add_shortcut\(\): the handler is None"):
        desk.session.add_shortcut("F2", None)


def test_a_press_calls_the_handler(world: World) -> None:
    async def save() -> None:
        world.note("saved")

    def build(session: Any) -> None:
        W = session.get_widgets()
        session.add_shortcut("Ctrl+S", world.handler(save))
        gone = W.Button("x")
        gone.add_shortcut("Ctrl+D", world.handler(save))
        gone.destroy()

    with world.serving(build):
        visitor = world.visit()
        aids = visitor.until_heard("PageAids", "pressed")
        visitor.until(lambda: aids.get("shortcuts"))
        for number in (7, -1, 2):
            visitor.report(aids.wid, "pressed", number)
        visitor.report(aids.wid, "pressed", aids.get("shortcuts")[0]["id"])
        world.until(lambda: world.notes == ["saved"])

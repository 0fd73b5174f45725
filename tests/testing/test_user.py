"""What users do reaches the program as a browser tells it, and is seen at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pgwidgets.testing import CannotAct, NotFound, User, open_app

from .programs import desk


@pytest.fixture
def desk_user() -> Iterator[User]:
    with open_app(desk) as user:
        yield user


def told(user: User) -> str:
    return user.find_all(cls="Label")[0].text


def test_clicks_and_switches(desk_user: User) -> None:
    user = desk_user
    user.click("Cool")
    assert (told(user), user.find("Cool").value) == ("cool: (True,)", True)
    user.click("Slow")
    assert told(user) == "speed: (True,)"
    user.click("Fast")
    assert [user.find(text).value for text in ("Fast", "Slow")] == [True, False]
    user.press("Space", "Cool")
    assert told(user) == "cool: (False,)"
    user.click(cls="Image", what=None)
    assert told(user) == "click"
    user.press("a", None, cls="Image")
    assert told(user) == "key-down a"
    user.context_click(None, cls="Image")
    assert told(user) == "contextmenu"


def test_fields_are_found_by_the_label_before_them(desk_user: User) -> None:
    user = desk_user
    user.type("Name", "Bob", enter=True)
    assert told(user) == "Name:: ('Bob',)"
    user.type("Name", "by", append=True)
    assert user.find("Name", cls="TextEntry").text == "Bobby"
    user.type("Age", "51")
    assert told(user) == "Age:: (51,)"
    user.press("ArrowUp", "Age", cls="SpinBox")
    assert user.find(name="Age").value == 53
    user.slide("Age", 500)
    assert user.find(name="Age").value == 120
    user.slide(None, 7.4, cls="Slider")
    assert told(user) == "slider: (7,)"
    user.type(None, "two\nlines", cls="TextArea")
    assert told(user) == "notes: ('two\\nlines',)"


def extremes(session: Any) -> None:
    W = session.get_widgets()
    window = W.TopLevel(title="Extremes")
    box = W.VBox()
    window.set_widget(box)
    box.add_widget(W.Dial(min=0, max=1e308, step=5e-324))
    box.add_widget(W.SpinBox(min=0, max=99, value=5))
    window.show()


def test_numbers_that_no_step_counts_are_set_as_they_are() -> None:
    with open_app(extremes) as user:
        user.slide(None, 1e300, cls="Dial")
        assert user.find(cls="Dial").value == 1e300
        user.slide(None, float("inf"), cls="Dial")
        assert user.find(cls="Dial").value == 1e308
        user.type(None, "nan", cls="SpinBox")
        assert user.find(cls="SpinBox").value == 5
        user.type(None, "1e999", cls="SpinBox")
        assert user.find(cls="SpinBox").value == 1  # of a whole number the figures are read
        user.type(None, "9" * 400, cls="SpinBox")
        assert user.find(cls="SpinBox").value == 99


def test_an_empty_field_says_what_it_is_for() -> None:
    async def build(session: Any) -> None:
        W = session.get_widgets()
        window = await W.TopLevel()
        await window.set_widget(await W.TextEntry(placeholder="NGC 891"))
        await window.show()

    with open_app(build) as user:
        assert user.shows("NGC 891")
        user.type(None, "M 51", cls="TextEntry")
        assert not user.shows("NGC 891")


def test_choosing(desk_user: User) -> None:
    user = desk_user
    user.pick("red", "green")
    assert told(user) == "combo: (1, 'green')"
    user.type("green", "blue", enter=True)
    assert told(user) == "combo: (2, 'blue')"
    user.pick("File", "Open")
    assert told(user) == "open: ()"
    user.pick("File", "Recent", "a.fits")
    assert told(user) == "recent: ()"
    user.click("Grid")
    assert (told(user), user.find("Grid").value) == ("grid: (True,)", True)
    user.pick(None, "Two", cls="TabWidget")
    assert told(user) == "page-switch"
    assert user.shows("page Two")
    assert not user.shows("page One")
    user.close("Two")
    assert told(user) == "page-close"
    user.drag("Two", to=0)
    assert told(user) == "reordered"


def test_rows(desk_user: User) -> None:
    user = desk_user
    table = user.find(cls="TableView")
    assert table.rows == [["Ann", "1"], ["Bob", "2"]]
    user.pick(table, "Bob")
    assert "selected: ([{'path': ['row1']" in told(user)
    user.double_click(table, 0)
    assert told(user).startswith("activated: ({'who': 'Ann'")
    user.edit(table, "Bob", "N", 5)
    assert told(user) == "cell_edited: (['row1'], 'n', 2, 5)"
    assert table.rows[1] == ["Bob", "5"]
    user.sort(table, "Who")
    user.sort(table, "Who")
    assert told(user) == "sorted: ('who', False)"
    assert table.rows == [["Bob", "5"], ["Ann", "1"]]
    tree = user.find(cls="TreeView")
    user.pick(tree, "sky", "moon")
    assert "['sky', 'moon']" in told(user)


def test_windows_and_dragging(desk_user: User) -> None:
    user = desk_user
    user.move("Desk", 30, 40)
    assert told(user) == "move: (30, 40)"
    user.resize("Desk", 300, 200)
    assert told(user).startswith("resize")
    user.close("Desk")
    assert told(user) == "close: ()"
    user.drag(None, (5, 6), cls="Image")
    assert user.session.heard[-4:] == [
        ("pointer-down", 1, 1),
        ("pointer-move", 6, 7),
        ("pointer-up", 6, 7),
        ("click", 6, 7),
    ]
    assert user.find("Desk").is_shown


def test_files(desk_user: User, tmp_path: Path) -> None:
    user = desk_user
    (tmp_path / "b.txt").write_text("two")
    user.drop(None, ("a.bin", b"\0" * 600_000), tmp_path / "b.txt", cls="Image")
    assert "('b.txt', b'two')" in told(user)
    user.drop(None, text="words", cls="Image")
    assert told(user) == "drop-end words"
    with pytest.raises(NotFound, match="nothing asks for files"):
        user.choose(("a.txt", b"x"))
    user.click("Choose")
    user.choose(("a.txt", b"x"))
    assert told(user) == "chosen [('a.txt', b'x')]"
    user.click("Save")
    assert user.download() == ("a.txt", b"hello", "text/plain")
    assert not user.downloads()
    user.click("Visit")
    assert user.opened_urls == ["https://example.org/"]


def test_dialogs(desk_user: User) -> None:
    user = desk_user
    assert user.dialog is None
    with pytest.raises(NotFound, match="no dialog"):
        user.answer("Yes")
    user.click("Ask")
    assert user.dialog is not None
    assert user.dialog.text == "Sure?"
    with pytest.raises(CannotAct, match="the dialog 'Sure\\?' stands before it"):
        user.click("Cool")
    user.answer("No")
    assert (told(user), user.dialog) == ("answer: (0,)", None)


def test_what_a_user_cannot_do(desk_user: User) -> None:
    user = desk_user
    for act, text in {
        "it is disabled": lambda: user.click("Off"),
        "1 hidden: ": lambda: user.click("Hidden"),
        "nothing hears a click": lambda: user.click("page One"),
        "it has no item 'pink'": lambda: user.pick("red", "pink"),
        "it offers no 'Close'": lambda: user.pick("File", "Close"),
        "a menu opens; which of its entries": lambda: user.pick("File", "Recent"),
        "it has no row": lambda: user.pick(None, "Cid", cls="TableView"),
        "can only be read": lambda: user.edit(None, 0, "who", "x", cls="TableView"),
        "nothing can be typed": lambda: user.type("Cool", "x"),
    }.items():
        with pytest.raises((CannotAct, NotFound), match=act) as caught:
            text()
        assert "TopLevel 'Desk'" in str(caught.value)


def test_finding(desk_user: User) -> None:
    user = desk_user
    assert user.find("Ask").cls == "Button"
    assert user.find("ask").text == "Ask"
    assert user.find("As", role="button").text == "Ask"
    assert user.find(path="Desk/HBox/Ask").path == "Desk/VBox/HBox/Ask"
    assert user.find(text="Ann", cls="TextEntry").name == "Name"
    assert [one.text for one in user.find_all(cls="RadioButton")] == ["Fast", "Slow"]
    assert user.find(cls="RadioButton", index=1).text == "Slow"
    assert user.find("Ask", within=user.find("Desk")).text == "Ask"
    with pytest.raises(NotFound, match="there are 2; say which"):
        user.find(cls="RadioButton")
    with pytest.raises(NotFound, match="so there is no number 2"):
        user.find(cls="RadioButton", index=2)
    with pytest.raises(NotFound, match=r"named 'Nowhere'\. Shown are:"):
        user.find("Nowhere")
    with pytest.raises(NotFound, match=r"No Dial is shown\. Shown are:"):
        user.find(cls="Dial")
    with pytest.raises(TypeError, match="cls is 3"):
        user.find(cls=3)  # type: ignore[arg-type]


def test_the_programs_own_widgets_may_be_meant(desk_user: User) -> None:
    user = desk_user
    (check,) = [w for w in user.session.walk_widget_tree() if type(w).__name__ == "CheckBox"]
    user.click(check)
    assert told(user) == "cool: (True,)"
    assert user.find(check).value is True
    with pytest.raises(TypeError, match="is no widget"):
        user.click(3)


def test_the_tree_tells_what_is_there(desk_user: User) -> None:
    tree = desk_user.tree()
    for line in (
        "TopLevel 'Desk'",
        "  VBox",
        "    Label 'nothing'",
        "      TextEntry 'Ann' name='Name'",
        "    Slider value=5",
        "    CheckBox 'Cool' off",
        "    Button 'Off' disabled",
        "      | Ann | 1",
    ):
        assert line in tree.splitlines()
    assert "Button 'Hidden'" not in tree
    assert "Button 'Hidden' hidden" in desk_user.tree(hidden=True)


def test_settings_may_be_asked_for(desk_user: User) -> None:
    assert desk_user.find("Off").said("enabled") is False
    assert desk_user.find("Ask").said("color") is None
    assert desk_user.find(cls="ComboBox").items == ["red", "green"]


# --- the line


def test_a_cut_line_a_second_browser_and_a_minute(desk_user: User) -> None:
    user = desk_user
    second = user.open_browser()
    user.cut()
    assert not user.is_connected
    second.click("Cool")
    user.click("Slow")  # is kept by the page until it is back
    assert told(second) == "cool: (True,)"
    assert not user.find("Cool").value
    user.clock.advance(30)
    user.reconnect()
    assert user.find("Cool").value is True
    assert told(second) == "speed: (True,)"
    user.clock.advance(30)
    assert second.find("Slow").value is True


def test_what_is_slow_arrives_as_the_clock_goes_on(desk_user: User) -> None:
    user = desk_user
    user.delay(0.3)
    user.click("Cool")
    user.clock.advance(0.5)
    assert told(user) == "nothing"
    user.clock.advance(0.1)
    assert told(user) == "cool: (True,)"


def test_who_does_not_read_sees_nothing_until_it_goes_on(desk_user: User) -> None:
    user = desk_user
    user.stall()
    user.click("Cool")
    assert told(user) == "nothing"
    user.go_on()
    assert told(user) == "cool: (True,)"


def test_a_reload_shows_the_same(desk_user: User) -> None:
    user = desk_user
    user.click("Cool")
    before, button = user.tree(), user.find("Ask")
    user.reload()
    assert user.tree() == before
    with pytest.raises((CannotAct, NotFound)):
        user.click(user.find("Off"))
    assert not button.is_there
    user.leave()
    assert user.app.sessions[user.browser.session_id].browsers == ()


def test_what_was_sent_is_counted(desk_user: User) -> None:
    frames, size = desk_user.frames, desk_user.bytes
    desk_user.click("Cool")
    assert desk_user.frames > frames
    assert desk_user.bytes > size


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf")])
def test_time_goes_forward(desk_user: User, seconds: Any) -> None:
    with pytest.raises(ValueError, match="must be 0 or more"):
        desk_user.clock.advance(seconds)
    with pytest.raises(ValueError, match="must be 0 or more"):
        desk_user.delay(seconds)

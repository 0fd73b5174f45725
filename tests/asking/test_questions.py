"""What each kind of question shows, takes and gives, in both APIs."""

from collections.abc import Callable
from typing import Any

import pytest

import pgwidgets.async_
import pgwidgets.sync
from pgwidgets.asking.files import ChosenFile, chosen_files
from pgwidgets.testing.conformance import World
from pgwidgets.testing.conformance.program import settle
from pgwidgets_proto import SessionGoneError


class Asking:
    """A question that the program asks, and the browser that it is asked in."""

    def __init__(self, world: World, ask: Callable[[Any], Any]) -> None:
        self.world = world
        self.visitor = world.visit()
        self.visitor.until(lambda: self.visitor.token is not None)
        session = world.sessions()[self.visitor.session_id or 0]

        async def run() -> Any:
            return await settle(ask(session))

        self.ended = world.begin(world.handler(run))
        self.visitor.until(lambda: self.visitor.all("Dialog"), "a dialog")
        dialog = self.visitor.all("Dialog")[0]
        self.visitor.until(lambda: dialog.get("visible"))
        self.dialog = dialog

    def press(self, number: Any) -> None:
        self.visitor.report(self.dialog.wid, "activated", number)

    def answer(self) -> Any:
        self.world.until(self.ended.done, "an answer")
        self.visitor.until(lambda: not self.visitor.all("Dialog"))
        return self.ended.result()

    @property
    def texts(self) -> list[str]:
        return [label.get("text") for label in self.visitor.all("Label")]

    def until_text(self, text: str) -> None:
        self.visitor.until(lambda: text in self.texts, text)


def test_a_button_gives_its_value_whatever_that_is(world: World) -> None:
    value = object()
    with world.serving(lambda session: None):
        asking = Asking(world, lambda s: s.ask("a < b\nc", [("One", 1), ("Two", value)], title="T"))
        assert asking.dialog.get("title") == "T"
        asking.until_text("a &lt; b<br>c")
        for nonsense in (7, -1, "0", None, True):
            asking.press(nonsense)
        asking.press(1)
        assert asking.answer() is value


def test_closing_the_dialog_is_an_answer_too(world: World) -> None:
    with world.serving(lambda session: None):
        asking = Asking(world, lambda s: s.ask("?", ["a", "b"], closed="shut"))
        asking.visitor.report(asking.dialog.wid, "close")
        assert asking.answer() == "shut"


@pytest.mark.parametrize(("press", "answer"), [(0, True), (1, False), (None, False)])
def test_confirm(world: World, press: int | None, answer: bool) -> None:
    with world.serving(lambda session: None):
        asking = Asking(world, lambda s: s.confirm("Sure?", yes="Do", no="Don't"))
        assert [label for label, _ in asking.dialog.get("buttons")] == ["Do", "Don't"]
        if press is None:
            asking.visitor.report(asking.dialog.wid, "close")
        else:
            asking.press(press)
        assert asking.answer() is answer


def whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"{text!r} is no whole number") from None


def test_a_text_that_is_checked(world: World) -> None:
    with world.serving(lambda session: None):
        asking = Asking(world, lambda s: s.ask_text("How many?", "1", validator=whole))
        entry = asking.visitor.until_heard("TextEntry", "modified")
        assert entry.get("text") == "1"
        asking.visitor.type_text(entry.wid, "x <")
        asking.press(0)
        asking.until_text("&#x27;x &lt;&#x27; is no whole number")
        asking.visitor.type_text(entry.wid, "12")
        asking.until_text("")
        asking.press(0)
        assert asking.answer() == 12


def test_a_text_that_is_cancelled_or_empty(world: World) -> None:
    with world.serving(lambda session: None):
        asking = Asking(world, lambda s: s.ask_text("Name?"))
        asking.press(1)
        assert asking.answer() is None
        again = Asking(world, lambda s: s.ask_text("Name?", password=True))
        again.press(0)
        assert again.answer() == ""


def test_a_choice_of_few_is_seen_at_once(world: World) -> None:
    with world.serving(lambda session: None):
        choices = [("red", 1), ("green", 2), ("blue", 3)]
        asking = Asking(world, lambda s: s.ask_choice("Which?", choices, 2))
        radios = asking.visitor.until_shown(3, "RadioButton")
        asking.visitor.until(lambda: radios[1].get("state"))
        asking.press(0)
        assert asking.answer() == 2


def test_a_choice_of_many_is_a_list(world: World) -> None:
    with world.serving(lambda session: None):
        names = [f"filter {n}" for n in range(20)]
        asking = Asking(world, lambda s: s.ask_choice("Which?", names))
        box = asking.visitor.until_shown(1, "ComboBox")[0]
        asking.visitor.report(box.wid, "activated", "filter 7", 7)
        asking.visitor.ping(b"read")
        asking.press(0)
        assert asking.answer() in ("filter 0", "filter 7")


def test_files(world: World) -> None:
    with world.serving(lambda session: None):
        asking = Asking(world, lambda s: s.ask_files("Which?", accept=".txt"))
        picker = asking.visitor.until_heard("FileDialog")
        asking.press(0)
        list(asking.visitor.bring_files(picker.wid, "activated", ("a.txt", b"a"), ("b", b"\xff")))
        files = asking.answer()
        assert [(file.name, file.data) for file in files] == [("a.txt", b"a"), ("b", b"\xff")]
        asking = Asking(world, lambda s: s.ask_files("Which?"))
        asking.press(1)
        assert asking.answer() == []
        asking = Asking(world, lambda s: s.ask_file("Which?"))
        picker = asking.visitor.until_heard("FileDialog")
        list(asking.visitor.bring_files(picker.wid, "activated", ("c", b"c")))
        assert asking.answer().data == b"c"


def test_what_came_of_files() -> None:
    files = [
        {"name": "a", "type": "text/plain", "data": "data:text/plain;base64,aGk="},
        {"name": "b", "data": b"hi"},
        {"name": "c", "data": "hi"},
        {"name": "d", "data": "data:,hi"},
    ]
    found = chosen_files({"files": files})
    assert found[0] == ChosenFile("a", "text/plain", b"hi")
    assert {file.data for file in found} == {b"hi"}
    with pytest.raises(ValueError, match="e: cut off"):
        chosen_files({"files": [{"name": "e", "data": None, "error": "cut off"}]})
    with pytest.raises(ValueError, match="e: it has not come"):
        chosen_files({"files": [{"name": "e"}]})


def call(ask: Callable[[Any], Any], api: Any) -> Any:
    session = api.Application(0, 0).create_session()
    result = ask(session)
    if hasattr(result, "send"):
        result.send(None)
    return result


@pytest.mark.parametrize("api", [pgwidgets.async_, pgwidgets.sync])
@pytest.mark.parametrize(
    ("ask", "error", "text"),
    [
        (lambda s: s.ask(7), TypeError, r"Session.ask\(\): text is 7; it must be a text"),
        (lambda s: s.ask("?", ()), ValueError, r"buttons is \(\); there must be at least one"),
        (lambda s: s.ask("?", "OK"), TypeError, "it must be texts, or pairs of a text and a value"),
        (lambda s: s.ask("?", 7), TypeError, "buttons is 7"),
        (lambda s: s.ask("?", [("a", 1, 2)]), TypeError, r"buttons has \('a', 1, 2\)"),
        (lambda s: s.ask("?", [(1, "a")]), TypeError, r"buttons has \(1, 'a'\)"),
        (lambda s: s.ask("?", title=None), TypeError, "title is None"),
        (lambda s: s.ask("?", timeout=-1), ValueError, "timeout is -1"),
        (lambda s: s.ask("?", timeout=float("nan")), ValueError, "timeout is nan"),
        (lambda s: s.confirm("?", timeout="x"), TypeError, "timeout is 'x'; it must be seconds"),
        (lambda s: s.ask_text("?", 7), TypeError, "value is 7; it must be a text"),
        (lambda s: s.ask_text("?", password=1), TypeError, "password is 1"),
        (lambda s: s.ask_text("?", validator=7), TypeError, "validator is 7"),
        (lambda s: s.ask_choice("?", ["a"], "b"), ValueError, "value is 'b'; it must be that of"),
        (lambda s: s.ask_choice("?", []), ValueError, "there must be at least one"),
        (lambda s: s.ask_file("?", accept=7), TypeError, "accept is 7"),
    ],
)
def test_what_cannot_be_asked(ask: Any, error: Any, text: str, api: Any) -> None:
    with pytest.raises(error, match=text):
        call(ask, api)


@pytest.mark.parametrize("api", [pgwidgets.async_, pgwidgets.sync])
def test_a_session_that_has_ended_has_no_user(api: Any) -> None:
    def ask(session: Any) -> Any:
        session.destroy()
        return session.ask("?")

    with pytest.raises(SessionGoneError):
        call(ask, api)


def test_what_destroys_stands_out_and_is_not_what_enter_presses(world: World) -> None:
    with world.serving(lambda session: None):
        asking = Asking(world, lambda s: s.confirm("Delete?", yes="Delete", danger=True))
        assert asking.dialog.get("danger_button") == 0
        assert asking.dialog.get("default_button") == 1
        asking.press(0)
        assert asking.answer() is True


def test_the_only_button_may_be_dangerous(world: World) -> None:
    with world.serving(lambda session: None):
        asking = Asking(world, lambda s: s.ask("Delete?", [("Delete", "yes")], danger="yes"))
        assert asking.dialog.get("danger_button") == 0
        assert asking.dialog.get("default_button") is None
        asking.press(0)
        assert asking.answer() == "yes"


@pytest.mark.parametrize(
    ("ask", "error", "said"),
    [
        (lambda s: s.ask("?", danger="No"), ValueError, "danger is 'No'; it must be one of 'OK'"),
        (lambda s: s.confirm("?", danger=1), TypeError, "danger is 1; it must be True or False"),
    ],
)
def test_what_is_dangerous_is_one_of_the_buttons(
    ask: Any, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        ask(pgwidgets.sync.Application(0, 0).create_session())

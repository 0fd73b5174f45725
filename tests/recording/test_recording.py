"""What came into an application is replayed with the same bytes, and becomes a test that passes."""

import json
from pathlib import Path
from types import MappingProxyType
from typing import Any

import gallery
import pytest

from pgwidgets import async_, sync
from pgwidgets.recording import Replay, to_test
from pgwidgets.testing import User, open_app
from testing.programs import desk, plain_counter


def recorded(path: Path, kind: Any, setup: Any, act: Any, **settings: Any) -> Replay:
    """What a user does with a program, as it is replayed."""
    app = kind(max_sessions=None, record=path, **settings)
    app.on_connect(setup)
    with open_app(app) as user:
        act(user)
    return Replay(path)


def use_the_desk(user: User) -> None:
    user.click("Cool")
    user.type("Name", "Bob", enter=True)
    user.click("Ask")
    user.answer("No")
    user.drop(None, ("a.bin", b"\0\xff" * 300_000), cls="Image")
    user.click("Save")
    second = user.open_browser()
    user.cut()
    second.click("Slow")
    user.clock.advance(10)
    user.reconnect()
    user.reload()
    user.open_browser(same_session=False)
    user.session.rotate_token()
    user.session.set_theme("dark")
    user.clock.advance(100)


def test_a_session_is_replayed_with_the_same_bytes(tmp_path: Path) -> None:
    replay = recorded(tmp_path / "desk.jsonl", async_.Application, desk, use_the_desk)
    assert replay.run() == []
    assert replay.lost is None
    taken = [line for line in replay.lines if line.step[0] == "take"]
    assert len(taken) > 20


def test_what_a_recorder_taps_is_what_is_called(tmp_path: Path) -> None:
    tapped: list[Any] = []
    recorded(
        tmp_path / "desk.jsonl",
        async_.Application,
        desk,
        lambda user: tapped.append(user.session._pgwidgets.core),
    )
    [core] = tapped
    # Methods of parts, which the session has from them, are tapped at the parts.
    parts = (core, core.calls, core.lifetimes, core.listening, core.reception)
    kept = [each for part in parts for each in vars(part).items()]
    taps = {name: tap for name, tap in kept if hasattr(type(core), name)}
    assert {"act_for", "call_method", "next_event", "set_timer", "unlisten", "release"} <= set(taps)
    assert [name for name, tap in taps.items() if getattr(core, name) != tap] == []


def test_so_is_one_of_the_gallery(tmp_path: Path) -> None:
    def use(user: User) -> None:
        user.pick("Buttons", "CheckBox")
        user.pick("Plots", "Plot")
        user.clock.advance(5)
        user.type("Find", "table", cls="TextEntry", index=0)
        user.pick("Arrange", "Tile")

    path = tmp_path / "gallery.jsonl"
    replay = recorded(path, async_.Application, gallery.build, use)
    assert replay.run() == []
    assert replay.lost is None
    made = to_test(path, "gallery:build")
    assert "user.click('CheckBox', cls='MenuAction')" in made
    names: dict[str, Any] = {}
    exec(made, names)
    names["test_gallery"]()


def test_who_may_do_what_is_in_it(tmp_path: Path) -> None:
    async def setup(session: Any) -> None:
        W = session.get_widgets()
        box, label = await W.VBox(), await W.Label("nobody")
        tabs = await W.TabWidget()
        for name in ("one", "two"):
            button = await W.Button(name)
            await button.on("activated", lambda name=name: label.set_text(name))
            await tabs.add_widget(button, {"title": name})
        await box.add_widget(tabs)
        await box.add_widget(label)
        top = await W.TopLevel()
        await top.set_widget(box)
        await top.show()
        session.roles.define("guest", [tabs], forbid=[button], rank=3)
        await button.allow("observer")
        await button.forbid("observer")
        session.on_join(lambda browser: session.control.start(patience=5.0))

    def use(user: User) -> None:
        session = user.session
        guest = user.open_browser(share=session.share("guest"))
        user.open_browser(share=session.share(follow=True))
        user.click("one")
        browser = session.browsers[1]
        session.control.request(browser)
        session.control.grant(browser)
        guest.click("one")
        session.control.take(session.browsers[0])
        session.control.release()
        browser.follow()
        browser.follow(False)
        session.control.stop()
        user.clock.advance(100)

    path = tmp_path / "rights.jsonl"
    app = async_.Application(record=path)
    app.on_connect(setup)
    with open_app(app) as user:
        use(user)
    replay = Replay(path)
    assert replay.run() == []
    assert replay.lost is None
    assert {line.step[0] for line in replay.lines} >= {"control", "role", "follow", "share"}


@pytest.mark.parametrize("mode", ["per_session", "serialized", "concurrent"])
def test_so_is_one_of_the_sync_api(tmp_path: Path, mode: Any) -> None:
    def use(user: User) -> None:
        for _ in range(5):
            user.click("Count")
        user.reload()

    path = tmp_path / "counter.jsonl"
    replay = recorded(path, sync.Application, plain_counter, use, concurrency_handling=mode)
    assert replay.run() == []
    assert len(replay.lines) > 30


def test_rows_of_a_source_are_in_it(tmp_path: Path) -> None:
    async def build(session: Any) -> None:
        W = session.get_widgets()
        window, table = await W.TopLevel(title="x"), await W.TableView(columns=[{"key": "a"}])
        await table.set_source([{"a": number} for number in range(500)])
        await window.set_widget(table)
        await window.show()

    def use(user: User) -> None:
        user.scroll(None, 400, cls="TableView")
        user.clock.advance(1)
        assert user.find(cls="TableView").rows[0] == ["400"]

    replay = recorded(tmp_path / "rows.jsonl", async_.Application, build, use)
    assert replay.run() == []
    assert replay.lost is None
    assert any(line.step[0] == "read" for line in replay.lines)


def test_classes_of_the_programs_own_are_in_it(tmp_path: Path) -> None:
    (tmp_path / "lamp.js").write_text("export class Lamp {}")

    class Lamp(async_.Widgets.JavaScriptWidget):  # type: ignore[misc]
        javascript = tmp_path / "lamp.js"
        state = ("brightness",)
        calls = MappingProxyType({"blink": ("times",)})
        actions = MappingProxyType({"touched": ("brightness",)})
        reports = MappingProxyType({"touched": "brightness"})

    async def build(session: Any) -> None:
        W = session.get_widgets()
        window, lamp = await W.TopLevel(title="x"), await W.Lamp(brightness=3)
        await window.set_widget(lamp)
        await window.show()
        await lamp.blink(2)

    app = async_.Application(record=tmp_path / "lamp.jsonl")
    app.register_widget(Lamp)
    app.on_connect(build)
    with open_app(app) as user:
        assert user.find(cls="Lamp").said("brightness") == 3
    replay = Replay(tmp_path / "lamp.jsonl")
    assert replay.run() == []
    assert replay.lost is None


def test_secrets_are_hidden_and_their_length_is_not(tmp_path: Path) -> None:
    tokens = []

    def use(user: User) -> None:
        tokens.append(user.session.token)
        user.open_browser()
        tokens.append(user.session.rotate_token())
        user.reload()

    path = tmp_path / "desk.jsonl"
    key = "a key of sixteen bytes at least"
    replay = recorded(path, async_.Application, desk, use, secret_key=key)
    text = path.read_text()
    assert not [token for token in tokens if token in text]
    assert "token1---" in text
    assert replay.run() == []


def test_what_is_not_as_it_was_is_told(tmp_path: Path) -> None:
    path = tmp_path / "desk.jsonl"
    recorded(path, async_.Application, desk, lambda user: user.click("Cool"))
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    (place,) = [
        number
        for number, line in enumerate(lines[1:])
        if line["do"][0] == "call" and line["do"][3:5] == ["set_text", ["cool: (True,)"]]
    ]
    lines[place + 1]["do"][4] = ["cool: (False,)"]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    replay = Replay(path)
    (difference,) = replay.run()
    assert difference.place > place
    assert "cool: (True,)" in str(difference.was)
    assert "cool: (False,)" in str(difference)


CALL = ["call", "set_text"]


def test_it_stops_anywhere_and_shows_the_page(tmp_path: Path) -> None:
    path = tmp_path / "desk.jsonl"
    replay = recorded(path, async_.Application, desk, lambda user: user.click("Cool"))
    seen = [replay.tree(1) for line in replay if line.step[:1] + line.step[3:4] == CALL]
    assert "Label 'cool: (True,)'" in seen[-1]
    again = Replay(path)
    again.run(to=30)
    assert again.place == 30
    assert "session 1:" in again.tree()


def test_a_test_does_what_users_did(tmp_path: Path) -> None:
    def use(user: User) -> None:
        user.type("Name", "Bob", enter=True)
        user.slide(None, 7, cls="Slider")
        user.pick("red", "green")
        user.pick(None, "Two", cls="TabWidget")
        user.pick(None, "Bob", cls="TableView")
        user.edit(None, "Bob", "N", "7", cls="TableView")
        user.click("Ask")
        user.answer("Yes")
        second = user.open_browser()
        user.cut()
        second.click("Slow")
        user.clock.advance(7)
        user.reconnect()
        user.context_click(None, cls="Image")

    path = tmp_path / "a-desk.jsonl"
    recorded(path, async_.Application, desk, use)
    made = to_test(path, "testing.programs:desk", tmp_path / "test_desk.py")
    assert (tmp_path / "test_desk.py").read_text() == made
    for line in (
        "user.type('Name', 'Bob', cls='TextEntry')",
        "user.pick(None, 'Two', cls='TabWidget')",
        "user.pick(None, 'row1', cls='TableView')",
        "user.answer('Yes')",
        "second = user.open_browser()",
        "user.cut()",
        "user.clock.advance(7.0)",
        "user.reconnect()",
        "assert second.shows('speed: (True,)')",
    ):
        assert line in made, made
    assert "# user did what the kit has no word for: Image contextmenu" in made
    names: dict[str, Any] = {}
    exec(made, names)
    names["test_a_desk"]()


def test_a_test_begins_when_the_first_browser_comes(tmp_path: Path) -> None:
    path = tmp_path / "desk.jsonl"
    recorded(path, async_.Application, desk, lambda user: user.click("Cool"))
    head, first, *rest = [json.loads(line) for line in path.read_text().splitlines()]
    for line in rest:  # a server is there before its first visitor
        line["at"] += 1000
    lines = [head, first, *rest]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    made = to_test(path, "testing.programs:desk")
    assert "advance" not in made
    assert not made.rstrip().endswith(".cut()")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is no recording"),
        ("{}\n", "is no recording"),
        ('{"pgwidgets": 0}\n', "of the form 0"),
        ("nonsense\n", ":1: no line"),
    ],
)
def test_what_is_no_recording_is_refused(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(text)
    with pytest.raises(ValueError, match=why):
        Replay(path)


def test_what_names_no_program_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="setup is 'desk'"):
        to_test(tmp_path / "x.jsonl", "desk")


@pytest.mark.parametrize("kind", [async_.Application, sync.Application])
def test_where_nothing_can_be_written_it_says_so(tmp_path: Path, kind: Any) -> None:
    with pytest.raises(OSError, match="missing"):
        kind(record=tmp_path / "missing" / "x.jsonl")
    with pytest.raises(TypeError, match="record is 3"):
        kind(record=3)

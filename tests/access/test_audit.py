"""The record of who did what: what stands in it, what does not, and how it is kept."""

import json
import logging
import stat
from pathlib import Path
from typing import Any

import pytest

from pgwidgets import defs
from pgwidgets.access import Audit
from pgwidgets.access.audit import user_name
from pgwidgets.async_ import Application, Widgets
from pgwidgets.testing import User, open_app


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def recorded(path: Path, build: Any, use: Any) -> list[dict[str, Any]]:
    app = Application(audit=path)
    app.on_connect(build)
    with open_app(app) as user:
        use(user)
    return lines(path)


async def build(session: Any) -> None:
    """Controls of several kinds in a window."""
    W = session.get_widgets()
    box, top = await W.VBox(), await W.TopLevel(title="Dome")
    rows = (
        await W.Button("Open"),
        await W.CheckBox("follow"),
        await W.TextEntry("", accessible_name="target"),
        await W.TextEntry("", password=True, accessible_name="secret"),
        await W.Label("drop here"),
    )
    for widget in rows:
        await box.add_widget(widget)
        await widget.on("drop-end", lambda *args: None)
    await rows[0].on("activated", lambda: None)
    canvas = await W.Canvas()
    await box.add_widget(canvas)
    for action in ("key-down", "pointer-move", "pointer-down"):
        await canvas.on(action, lambda *args: None)
    await top.set_widget(box)
    await top.show()


def use(user: User) -> None:
    user.click("Open")
    user.click("follow")
    user.type("target", "M31", enter=True)
    user.type("secret", "hunter2", enter=True)
    user.drop(None, ("a.fits", b"SECRET BYTES"), cls="Label")
    session = user.session
    share = session.share(expires=60)
    session.control.start(session.browsers[0])
    watcher = user.open_browser(share=share)
    watcher.cut()
    share.revoke()


def test_a_line_says_who_did_what_to_what(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    found = recorded(path, build, use)
    acts = [line for line in found if line["what"] == "action"]
    pressed = next(line for line in acts if line["action"] == "activated")
    assert pressed.pop("at").endswith("+00:00")
    assert len(pressed.pop("browser")) > 20
    widget = pressed.pop("widget")
    assert isinstance(widget, int)
    assert pressed == {
        "what": "action",
        "session": 1,
        "role": "operator",
        "address": pressed["address"],
        "class": "Button",
        "label": "Open",
        "action": "activated",
    }
    told = [(line["class"], line["action"], line.get("value")) for line in acts]
    assert ("CheckBox", "activated", [True]) in told
    assert any(cls == "TextEntry" and value == ["M31"] for cls, _, value in told)
    kinds = [line["what"] for line in found]
    for kind in ("joined", "shared", "control", "revoked", "left"):
        assert kind in kinds
    shared = next(line for line in found if line["what"] == "shared")
    assert shared["share"]["role"] == "observer"


def test_neither_passwords_nor_keys_nor_files_are_in_it(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    found = recorded(path, build, use)
    text = path.read_text("utf-8")
    for secret in ("hunter", "SECRET", "key-down", "pointer-move"):
        assert secret not in text
    hidden = [line for line in found if line.get("value") == "(not written)"]
    assert hidden != []
    assert all("label" not in line for line in hidden)
    assert "a.fits" in text
    assert "(12 bytes)" in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_refused_is_not_in_it(tmp_path: Path) -> None:
    def watch(user: User) -> None:
        share = user.session.share()
        watcher = user.open_browser(share=share)
        node = next(w for w in user.session.walk_widget_tree() if type(w).__name__ == "CheckBox")
        watcher.browser.report(node.wid, "activated", True)
        watcher.settle()

    found = recorded(tmp_path / "audit.jsonl", build, watch)
    assert [line["what"] for line in found if line["what"] == "action"] == []


def test_a_full_file_is_followed_by_another_and_few_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    audit = Audit(path, max_bytes=1000, keep=2)
    for number in range(60):
        audit.write("left", None, None, number=number)
    audit.close()
    audit.write("left", None, None, number=60)
    audit.close()
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "audit.jsonl",
        "audit.jsonl.1",
        "audit.jsonl.2",
    ]
    numbers = [line["number"] for name in (".2", ".1", "") for line in lines(Path(f"{path}{name}"))]
    assert numbers == list(range(numbers[0], 61))
    assert all(Path(f"{path}{name}").stat().st_size <= 1000 for name in (".2", ".1", ""))


def test_odd_values_are_written_short_and_whole_lines_stay_lines(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    audit = Audit(path)
    session = Application().create_session()._pgwidgets.core
    node = session.create("Button", ("a\nb",))
    audit.follow(session)
    assert session.inbox.witness is not None
    link: Any = type(
        "Link",
        (),
        {
            "id": "view",
            "browser": type("B", (), {"user": Named(username="ada"), "address": None}),
            "badge": session,
        },
    )
    deep = [[[[["deep"]]]]]
    session.inbox.witness(
        link, node, "activated", ["\udcff" * 500, b"ab", node, {"k": deep}, [1, None]]
    )
    audit.close()
    (line,) = lines(path)
    assert (line["user"], line["label"]) == ("ada", "a\nb")
    text, data, widget, given, plain = line["value"]
    assert text == "\udcff" * 200 + "… (500 characters)"
    assert (data, widget, plain) == ("(2 bytes)", "<Button 1>", [1, None])
    assert given == {"k": [["list"]]}


def test_who_cannot_be_written_down_acts_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "folder" / "audit.jsonl"
    path.parent.mkdir()
    audit = Audit(path)
    audit.close()
    path.unlink()
    path.parent.rmdir()
    with caplog.at_level(logging.ERROR):
        for _ in range(2):
            audit.write("left", None, None)
    assert [record.getMessage() for record in caplog.records] == [
        f"nothing is written to {path}: {caplog.records[0].args[1]}"  # type: ignore[index]
    ]


class Named:
    def __init__(self, **names: Any) -> None:
        vars(self).update(names)

    def __str__(self) -> str:
        return "somebody"


@pytest.mark.parametrize(
    ("user", "name"),
    [
        ("ada", "ada"),
        (7, "7"),
        (Named(username="ada"), "ada"),
        (Named(username="", display_name="Ada"), "Ada"),
        (Named(name=5), "somebody"),
    ],
)
def test_the_name_of_a_user(user: Any, name: str) -> None:
    assert user_name(user) == name


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"path": 5}, TypeError),
        ({"path": "x", "max_bytes": "1"}, TypeError),
        ({"path": "x", "max_bytes": 10}, ValueError),
        ({"path": "x", "keep": 0}, ValueError),
    ],
)
def test_bad_arguments_are_named(arguments: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error, match=r"Audit\(\): "):
        Audit(**arguments)
    with pytest.raises(TypeError, match="audit is 5"):
        Application(audit=5)  # type: ignore[arg-type]


def test_signing_out_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    audit = Audit(path)
    Application(audit=audit).log_out("ada")
    audit.close()
    assert [(line["what"], line["user"]) for line in lines(path)] == [("signed out", "ada")]


def test_what_a_browser_calls_nobodys_doing_is_in_it(tmp_path: Path) -> None:
    def press(user: User) -> None:
        node = next(w for w in user.session.walk_widget_tree() if type(w).__name__ == "Button")
        report = {"type": "callback", "wid": node.wid, "action": "activated", "args": []}
        user.browser.post({**report, "by_itself": True})
        user.settle()

    found = recorded(tmp_path / "audit.jsonl", build, press)
    assert [line["action"] for line in found if line["what"] == "action"] == ["activated"]


def test_a_full_disk_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "audit.jsonl"
    path.symlink_to("/dev/full")
    audit = Audit(path, max_bytes=1000)
    for number in range(200):
        audit.write("left", None, None, number=number)
    audit.close()
    path.unlink()
    audit.write("left", None, None, number=200)
    audit.close()
    assert [line["number"] for line in lines(path)] == [200]
    assert len(caplog.records) == 1


def test_a_line_is_short_whatever_a_browser_says(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    audit = Audit(path)
    audit.write("action", None, None, action="activated", value=["x" * 200] * 1000)
    audit.close()
    (line,) = lines(path)
    assert line["action"] == "activated"
    assert line["value"].endswith(" characters)")


class Knob(Widgets.JavaScriptWidget):  # type: ignore[misc, valid-type]
    """A knob."""

    javascript = Path(__file__)
    state = ("value",)
    actions = {"turned": ("value",), "pushed": (), "hover": ()}  # noqa: RUF012
    reports = {"turned": "value"}  # noqa: RUF012


def test_what_users_do_to_widgets_of_the_programs_own_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(defs.WIDGETS, "Knob", {"args": [], "options": []})

    async def build_knob(session: Any) -> None:
        W = session.get_widgets()
        top, knob = await W.TopLevel(title="Dome"), await Knob(session)
        for action in ("pushed", "hover"):
            await knob.on(action, lambda *args: None)
        await top.set_widget(knob)
        await top.show()

    def turn(user: User) -> None:
        node = next(w for w in user.session.walk_widget_tree() if isinstance(w, Knob))
        for action, *args in (("turned", 7), ("pushed",), ("hover",)):
            user.browser.report(node.wid, action, *args)
        user.settle()

    found = recorded(tmp_path / "audit.jsonl", build_knob, turn)
    acts = [(line["action"], line.get("value")) for line in found if line["what"] == "action"]
    assert acts == [("turned", [7]), ("pushed", None)]

"""What `pgwidgets run --reload` is made of: files that change, what users keep, failures in words.

Knows: the modules of the command line. Must not know: processes; Chromium sees all of it together
(tests/browser/test_reload.py).
"""

import io
import json
import logging
import os
import threading
from pathlib import Path
from typing import Any

import msgspec
import pytest

from async_api.peer import in_loop, serving
from patience import PATIENCE
from pgwidgets import async_, sync
from pgwidgets.cli import keeping, watching
from pgwidgets.cli.child import Child, _Shown
from pgwidgets.cli.failures import failure_of, show_page
from pgwidgets.cli.orders import Order
from pgwidgets.testing import open_app

# --- files


def touch(path: Path, text: str = "x = 1\n") -> None:
    """Write a file, as if some time had passed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    before = path.stat().st_mtime_ns
    os.utime(path, ns=(before, before + 1_000_000_000))


@pytest.mark.parametrize("name", ["app.py", "pages/one.py", "own.css", "widget.mjs"])
def test_a_change_is_seen_once(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("a", encoding="utf-8")
    watcher = watching.Watcher(tmp_path, lambda path: None)
    assert watcher.look() is None
    touch(path)
    assert watcher.look() == path
    assert watcher.look() is None
    path.unlink()
    assert watcher.look() == path


@pytest.mark.parametrize("name", ["log.txt", ".hidden/a.py", "venv/lib/a.py", "__pycache__/a.py"])
def test_what_is_no_part_of_the_program_is_not_looked_at(tmp_path: Path, name: str) -> None:
    touch(tmp_path / "venv" / "pyvenv.cfg")
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("a", encoding="utf-8")
    watcher = watching.Watcher(tmp_path, lambda path: None)
    touch(path)
    assert watcher.look() is None


def test_a_new_file_changes_nothing_yet(tmp_path: Path) -> None:
    watcher = watching.Watcher(tmp_path, lambda path: None)
    touch(tmp_path / "new.py")
    assert watcher.look() is None
    touch(tmp_path / "new.py", "x = 2 + 2\n")
    assert watcher.look() == tmp_path / "new.py"


def test_modules_are_looked_at_wherever_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere" / "helper_of_it.py"
    touch(elsewhere)
    monkeypatch.syspath_prepend(elsewhere.parent)
    __import__("helper_of_it")
    folder = tmp_path / "program"
    folder.mkdir()
    watcher = watching.Watcher(folder, lambda path: None)
    touch(elsewhere, "x = 20\n")
    assert watcher.look() == elsewhere
    monkeypatch.delitem(__import__("sys").modules, "helper_of_it")


def test_who_wants_to_know_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "PERIOD", 0.01)
    path = tmp_path / "app.py"
    touch(path, "a")
    told: list[Path] = []
    came = threading.Event()
    watcher = watching.Watcher(tmp_path, lambda path: (told.append(path), came.set()))
    watcher.start()
    path.write_text("longer", encoding="utf-8")
    assert came.wait(PATIENCE)
    assert told == [path]


# --- what users keep

MADE: dict[str, tuple[Any, Any]] = {
    "TextEntry": ("first", lambda w: w.set_text("typed")),
    "TextArea": ("first", lambda w: w.set_text("two\nlines")),
    "CheckBox": ("on", lambda w: w.set_state(True)),
    "ToggleButton": ("on", lambda w: w.set_state(True)),
    "SpinBox": (None, lambda w: w.set_value(7)),
    "Slider": (None, lambda w: w.set_value(70)),
    "Dial": (None, lambda w: w.set_value(30)),
    "ColorWidget": (None, lambda w: w.set_color("#0000ff")),
    "Expander": ("more", lambda w: w.set_collapsed(False)),
}
"""By class: what it is made of, and what a user does to it."""


def build(session: Any) -> dict[str, Any]:
    """A session with a widget of each kind that something is kept of."""
    W = session.get_widgets()
    box = W.VBox()
    made: dict[str, Any] = {}
    for name, (argument, _) in MADE.items():
        cls = getattr(W, name)
        made[name] = cls() if argument is None else cls(argument)
        box.add_widget(made[name], 0)
    tree = made["TreeView"] = W.TreeView(columns=["a"])
    tree.set_tree({"x": {"y": {"a": 1}}})
    choice = made["ComboBox"] = W.ComboBox()
    for text in ("one", "two"):
        choice.append_text(text)
    tabs = made["TabWidget"] = W.TabWidget()
    for title in ("left", "right"):
        tabs.add_widget(W.Label(title), title=title)
    for widget in (tree, choice, tabs):
        box.add_widget(widget, 0)
    top = made["TopLevel"] = W.TopLevel(title="t")
    top.resize(400, 300)
    top.set_widget(box)
    top.show()
    return made


def change(made: dict[str, Any]) -> None:
    """What a user does."""
    for name, (_, act) in MADE.items():
        act(made[name])
    made["TreeView"].expand_item(["x"])
    made["TreeView"].select_path(["x", "y"])
    made["ComboBox"].set_index(1)
    made["TabWidget"].set_index(1)
    made["TopLevel"].resize(500, 350)
    made["TopLevel"].set_position(20, 30)


def again(app: Any, kept: dict[str, keeping.Values]) -> dict[str, Any]:
    """Build the session of id 1 as a new run does, with what was kept."""
    keeper = keeping.Keeper(kept)
    session = app.create_session(1)
    made = build(session)
    base = keeping.values_of(session)
    keeping.set_again(session, kept[json.dumps(1)])
    assert keeper.collect(0.0) == kept  # nothing is forgotten of those that have not come yet
    assert keeping.differing(keeping.values_of(session), base) == kept[json.dumps(1)]
    return made


def test_what_users_change_is_kept() -> None:
    session = sync.Application(0, 0).create_session(1)
    made = build(session)
    base = keeping.values_of(session)
    assert keeping.differing(base, base) == {}
    change(made)
    differing = keeping.differing(keeping.values_of(session), base)
    assert {place.rpartition("/")[2].partition(" ")[0] for place in differing} == {*made}
    json.dumps(differing)
    new = again(sync.Application(0, 0), {"1": differing})
    assert new["TextEntry"].get_text() == "typed"
    assert new["TabWidget"].get_index() == 1
    assert new["TreeView"].get_selected()[0]["path"] == ["x", "y"]
    assert tuple(new["TopLevel"].get_position()) == (20, 30)
    assert tuple(new["TopLevel"].get_size()) == (500, 350)


def test_what_is_no_more_or_no_longer_allowed_is_dropped() -> None:
    session = sync.Application(0, 0).create_session()
    W = session.get_widgets()
    entry, index = W.TextEntry("a"), W.ComboBox()
    values = {
        "TextEntry 1": {"text": "kept"},
        "TextEntry 2": {"text": "of no widget"},
        "ComboBox 1": {"index": "no number"},
    }
    keeping.set_again(session, values)
    assert entry.get_text() == "kept"
    assert index.get_index() == -1


def test_a_derived_class_is_kept_as_what_it_is_derived_from() -> None:
    from pgwidgets.sync import Widgets

    class Named(Widgets.TextEntry):
        pass

    session = sync.Application(0, 0).create_session()
    entry = Named(session, "a")
    base = keeping.values_of(session)
    entry.set_text("b")
    assert keeping.differing(keeping.values_of(session), base) == {"Named 1": {"text": "b"}}


@in_loop
async def test_an_application_on_an_event_loop_is_asked_there() -> None:
    import anyio.to_thread

    keeper = keeping.Keeper({})
    async with serving() as app:
        keeper.attend(app._pgwidgets)
        keeper.attend(app._pgwidgets)  # it may begin to serve more than once
        assert len(app._pgwidgets.handlers.on_connect) == 1
        session = app.create_session("one")
        entry = await session.get_widgets().TextEntry("a")
        keeper._built(session)
        await entry.set_text("b")
        kept = await anyio.to_thread.run_sync(keeper.collect, PATIENCE)
    assert kept == {'"one"': {"TextEntry 1": {"text": "b"}}}
    assert isinstance(app, async_.Application)


# --- failures


def failing(text: str, path: str) -> BaseException:
    with pytest.raises(Exception, match=r".") as raised:
        exec(compile(text, path, "exec"), {})
    assert raised.tb is not None
    return raised.value.with_traceback(raised.tb.tb_next)  # without this file


def test_a_failure_is_told_from_the_programs_first_line(tmp_path: Path) -> None:
    path = tmp_path / "prog.py"
    path.write_text("import json\n\njson.loads('{')\n", encoding="utf-8")
    failure = failure_of(failing(path.read_text("utf-8"), str(path)))
    assert failure.title.startswith("JSONDecodeError: Expecting property name")
    assert failure.place == f"{path}, line 3"
    assert failure.text.splitlines()[1].strip() == f'File "{path}", line 3, in <module>'
    assert "test_reloading" not in failure.text


def test_a_fault_of_syntax_has_its_line(tmp_path: Path) -> None:
    failure = failure_of(failing("x = 1\nif (\n", "prog.py"))
    assert failure.title == "SyntaxError: '(' was never closed"
    assert failure.place == "prog.py, line 2"


def child_in(folder: Path, host: str) -> Child:
    path = folder / "prog.py"
    path.write_text("x = 1\n", encoding="utf-8")
    return Child(
        {
            "order": msgspec.to_builtins(Order(program=str(path))),
            "reloads": True,
            "parent": os.getppid(),
            "again": False,
            "folder": str(folder),
            "key": "00" * 32,
            "address": [host, 0],
        }
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_who_may_sit_elsewhere_is_not_told_why(tmp_path: Path, host: str) -> None:
    child = child_in(tmp_path, host)
    try:
        failure, retry = child.told_of(failing("raise ValueError('a secret')", "prog.py"))
        if host == "127.0.0.1":
            assert "a secret" in failure.text
            assert retry is not None
            return
        with open_app(lambda session: show_page(session, failure, retry)) as user:
            assert "a secret" not in user.tree()
            with pytest.raises(AssertionError):
                user.click("Try again")
    finally:
        child._door.close()


def test_what_is_shown_is_written_to_the_terminal_as_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # logging writes by itself only what finds no handler, and ours is one.
    terminal, file = io.StringIO(), io.StringIO()
    last = logging.StreamHandler(terminal)
    last.setLevel(logging.WARNING)
    monkeypatch.setattr(logging, "lastResort", last)
    child = child_in(tmp_path, "127.0.0.1")
    parent, logger = logging.Logger("program"), logging.Logger("program.panel")
    logger.parent = parent
    logger.addHandler(_Shown(child, logger))
    try:
        logger.info("not even without us")
        logger.warning("no handler but ours")
        parent.addHandler(logging.StreamHandler(file))
        logger.error("the program's own")
        logger.propagate = False
        logger.error("not told to the parent")
        monkeypatch.setattr(logging, "lastResort", None)
        logger.error("not wanted")
    finally:
        child._door.close()
    assert terminal.getvalue() == "no handler but ours\nnot told to the parent\n"
    assert file.getvalue() == "the program's own\n"


def test_a_page_with_a_failure_shows_it_as_text() -> None:
    failure = failure_of(failing("raise ValueError('<b>no markup</b>')", "prog.py"))
    tried: list[bool] = []

    def build(session: sync.Session) -> None:
        show_page(session, failure, lambda: tried.append(True))

    with open_app(build) as user:
        html = user.run(
            lambda: [
                widget.get_html()
                for widget in user.session.walk_widget_tree()
                if type(widget).__name__ == "HtmlView"
            ]
        )
        assert "ValueError: &lt;b&gt;no markup&lt;/b&gt;" in html[0]
        user.click("Try again")
        assert tried == [True]

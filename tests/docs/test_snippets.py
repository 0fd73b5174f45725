"""The programs and pieces of the pages on plots, looks, pictures and tables run.

Knows: those pages, and what their pieces take for given. Must not know: what is tested elsewhere of
what they show.
"""

import re
import textwrap
from pathlib import Path
from typing import Annotated, Any

import msgspec
import numpy as np
import pytest

from async_api.peer import in_loop
from pgwidgets import async_, sync

DOCS = Path(__file__).parents[2] / "docs"


def pieces(page: str) -> list[str]:
    """The texts in Python of a page."""
    text = (DOCS / "how-to" / page).read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


async def run(piece: str, **given: Any) -> dict[str, Any]:
    """What a piece has made, that stands in a coroutine function."""
    text = textwrap.indent(piece.replace("\n...\n", "\n"), "    ")
    exec(compile(f"async def piece():\n{text}\n    return locals()", "piece", "exec"), given)
    made: dict[str, Any] = await given["piece"]()
    return made


@in_loop
async def test_plots() -> None:
    session = async_.Application(0, 0).create_session()
    [piece] = pieces("plots.md")
    given = {"time": 1.0, "kelvin": 280.0, "times": [1, 2, 3], "values": [4, 5, 6]}
    made = await run(piece, W=session.get_widgets(), **given)
    assert [len(line) for line in made["plot"].get_lines()] == [1, 3]


@in_loop
async def test_looks() -> None:
    application, themes, colors, icons = pieces("looks.md")
    exec(application, {"Application": async_.Application})
    session = async_.Application(0, 0).create_session()
    await run(themes, session=session)
    assert session.theme == "dark"
    W = session.get_widgets()
    await run(colors, label=await W.Label("a"), view=await W.HtmlView())
    await run(icons, tools=await W.ToolBar(), stop=await W.Button("Stop"))


@in_loop
async def test_pictures() -> None:
    session = async_.Application(0, 0).create_session()
    W = session.get_widgets()
    arrays, stream, view = pieces("pictures.md")
    await run(
        arrays,
        W=W,
        canvas=await W.Canvas(),
        frame=np.zeros((4, 6), np.uint8),
        counts=np.ones((4, 6)),
        spectrum=np.ones((2, 9)),
    )
    frames = [np.zeros((4, 6), np.uint16)] * 2

    class Camera:
        async def frame(self) -> np.ndarray:
            return frames.pop()  # it goes on until there are no more

    with pytest.raises(IndexError, match="pop from empty list"):
        await run(stream, image=await W.Image(), camera=Camera())
    made = await run(view, session=session, box=await W.VBox(), image=np.ones((4, 6)), picked=print)
    assert made["view"].widget in session.walk_widget_tree()


def test_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync.Application, "run", lambda self: None)
    names: dict[str, Any] = {}
    exec(pieces("tables.md")[0], names)
    session = names["app"].create_session()
    names["build"](session)
    assert [type(each).__name__ for each in session.walk_widget_tree()] == ["TopLevel", "TableView"]


@in_loop
async def test_forms() -> None:
    session = async_.Application(0, 0).create_session()
    piece, edit, fields, entry = pieces("forms.md")
    given = {"session": session, "save": print, "box": await session.get_widgets().VBox()}
    made = await run(piece, **given)
    assert made["form"].get_value().exposure == 30

    class Answered:
        async def edit(self, value: Any, title: str) -> Any:
            return value

    asked = await run(edit, form=Answered(), Settings=made["Settings"], save=print)
    assert asked["settings"].count == 3
    known = {"Annotated": Annotated, "msgspec": msgspec, "Form": made["Form"]}
    described = await run(fields, session=session, **known)
    assert described["form"].errors == {}
    single = await run(entry, W=session.get_widgets())
    single["count"].set_text("ten")
    assert "invalid literal" in single["count"].get_fault()


@in_loop
async def test_sharing() -> None:
    app = async_.Application(0, 0, base_url="https://obs.example/")
    session = app.create_session()
    W = session.get_widgets()
    piece, roles, control, presence = pieces("sharing.md")
    made = await run(piece)
    await made["invite"](session, W)
    [share] = session.shares
    assert share.role == "observer"
    [label] = session.walk_widget_tree()
    assert label.get_text() == f"Follow along: {share.url}"
    names = ("chat_box", "vote_button", "shutdown_button")
    guest = await run(roles, session=session, **{name: await W.Button(name) for name in names})
    assert guest["share"].role == "guest"
    await run(control, session=session)
    assert session.control.is_on
    await run(presence, session=session, box=await W.VBox())


@in_loop
async def test_identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "users.txt").write_text("")
    program, proxy, function, _, _ = pieces("identity.md")  # the others are tests of their own
    made = await run(program)
    await made["setup"](made["app"].create_session())
    for piece in (proxy, function):
        given = await run(piece, Application=async_.Application, sessions={})
        assert given["app"]._pgwidgets.settings.login is not None


@in_loop
async def test_binding() -> None:
    session = async_.Application(0, 0).create_session()
    piece, model = pieces("binding.md")
    made = await run(piece, W=session.get_widgets())
    assert made["label"].get_text() == "-10.0 °C"
    made["camera"].gain = 7
    assert made["slider"].get_value() == 7
    assert (await run(model))["Mount"]().altitude == 90


@in_loop
async def test_shortcuts() -> None:
    session = async_.Application(0, 0).create_session()
    W = session.get_widgets()
    given = {"session": session, "entry": await W.TextEntry(""), "save": await W.Button("Save")}
    [piece] = pieces("shortcuts.md")
    await run(piece, look_again=print, repeat=print, **given)
    told = session._pgwidgets.aids.widget.get_shortcuts()
    assert [(one["keys"], one["label"]) for one in told] == [
        ("F5", "Look again"),
        ("Ctrl+D", "Repeat the line"),
        ("Ctrl+S", "Save"),
    ]

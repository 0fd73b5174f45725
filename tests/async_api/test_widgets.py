"""Widgets: classes, calls, what they give back, subclasses, and errors that name their cause."""

import asyncio
import inspect
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import anyio
import pytest

from async_api.peer import Peer, in_loop, serving, soon
from patience import PATIENCE
from pgwidgets import PgwidgetsCompatWarning
from pgwidgets.async_ import Application, Session, Widgets
from pgwidgets_proto.catalog import class_names

MADE_BY_OTHERS = ("MDISubWindow", "TextBufferRef")
"""The classes whose widgets are not made from nothing."""
BROWSERS_ALONE = ("Ask", "Impossible")
"""The effects of methods that Python has no answer for."""


def new_session() -> Session:
    return Application(0, 0).create_session()


# --- calls act at once; awaiting only waits


@in_loop
async def test_every_way_to_await_a_call() -> None:
    async with serving() as app:
        session = app.create_session()
        W = session.get_widgets()
        btn = await W.Button("Click me")
        assert isinstance(btn, Widgets.Button)
        async with Peer.visiting(app.url, session_id=session.id, token=session.token) as peer:
            await peer.until_text("Click me", "Button")
            assert await btn.set_text("awaited") is None
            await peer.until_text("awaited", "Button")
            btn.set_text("not awaited")
            await peer.until_text("not awaited", "Button")
            task = asyncio.create_task(btn.set_text("task"))
            assert btn.get_text() == "task"  # before the task has begun
            assert await soon(task) is None
            assert await asyncio.gather(btn.set_text("a"), btn.set_text("gather")) == [None, None]
            async with asyncio.TaskGroup() as group:
                group.create_task(btn.set_text("group"))
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(btn.set_text, "start_soon")
            await asyncio.wait_for(btn.set_text("wait_for"), PATIENCE)
            done, _ = await asyncio.wait([asyncio.ensure_future(btn.set_text("ensure_future"))])
            assert [task.result() for task in done] == [None]
            call = btn.set_text("twice")
            assert (await call, await call) == (None, None)
            assert isinstance(call, Coroutine)
            assert asyncio.iscoroutine(call)
            assert inspect.isawaitable(call)
            call.close()
            await peer.until_text("twice", "Button")
            future = asyncio.run_coroutine_threadsafe(btn.set_text("t"), asyncio.get_running_loop())
            await soon(asyncio.wrap_future(future))
            assert await soon(asyncio.gather(W.Label("1"), W.Label("2")))
            await peer.until_page_has(2, "Label")


@in_loop
async def test_a_task_that_is_cancelled_before_it_begins_has_acted() -> None:
    session = new_session()
    btn = session.get_widgets().Button("x")
    task = asyncio.create_task(btn.set_text("y"))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert btn.get_text() == "y"


@in_loop
async def test_cancelling_a_wait_undoes_nothing() -> None:
    async with serving() as app:
        session = app.create_session()
        video = session.get_widgets().VideoWidget()
        async with Peer.visiting(app.url, session_id=session.id, token=session.token) as peer:
            peer.is_answering = peer.is_acknowledging = False
            asked = asyncio.create_task(video.get_duration())
            await peer.until(lambda: any("id" in m for m in peer.messages))
            asked.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asked
            question = next(m for m in peer.messages if "id" in m)
            await peer.say({"type": "result", "id": question["id"], "value": 1})
            peer.is_answering = peer.is_acknowledging = True
            peer.answers["get_duration"] = 2
            assert await soon(video.get_duration()) == 2
            assert peer.close_code is None


@in_loop
async def test_a_long_loop_of_awaited_calls_lets_others_run() -> None:
    label = new_session().get_widgets().Label("x")
    ran = 0

    async def other() -> None:
        nonlocal ran
        while True:
            ran += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(other())
    for number in range(5000):
        await label.set_text(str(number))
    task.cancel()
    assert ran > 2


# --- getters


@pytest.mark.parametrize("name", class_names())
def test_what_python_knows_is_a_plain_value(name: str) -> None:
    """Only what no one but a browser can tell is to be awaited."""
    cls = getattr(Widgets, name)
    for method in cls._pgwidgets_spec.methods.values():
        is_getter = method.name.startswith(("get_", "is_", "num_", "can_", "index_of", "has_"))
        if is_getter and type(method.effect).__name__ not in BROWSERS_ALONE:
            assert method.effect.is_local, f"{name}.{method.name}() gives something to await"


@in_loop
async def test_getters() -> None:
    W = new_session().get_widgets()
    btn = W.Button("Click me")
    assert (btn.get_text(), btn.is_visible(), btn.get_size()) == ("Click me", True, (0, 0))
    await btn.hide()
    assert btn.is_visible() is False
    await btn.resize(30, 40)
    assert btn.get_size() == (30, 40)
    slider = W.Slider(min=0, max=10)
    slider.set_value(7)
    assert slider.get_value() == 7
    check = W.CheckBox("x")
    assert check.get_state() is False
    box = W.VBox()
    assert (box.get_children(), box.num_children(), box.is_container()) == ([], 0, True)
    box.add_widget(btn, 0)
    assert box.get_children() == [btn]
    assert box.get_children()[0] is btn


BEFORE_ANYTHING_IS_KNOWN = {
    "get_text": "",
    "get_tooltip": "",
    "get_html": "",
    "get_index": -1,
    "get_size": (0, 0),
    "get_position": (0, 0),
    "get_scroll_position": (0.0, 0.0),
    "get_scroll_percent": (0.0, 0.0),
    "get_enabled": True,
    "get_state": False,
    "get_checked": False,
    "get_volume": 1.0,
    "get_muted": False,
    "get_expanding": (False, False),
    "get_selected": [],
    "get_selected_cells": [],
    "get_children": [],
    "num_children": 0,
    "can_undo": False,
    "is_set": False,
}


@pytest.mark.parametrize("name", [n for n in class_names() if n not in MADE_BY_OTHERS])
def test_getters_before_anything_is_known(name: str) -> None:
    widget = getattr(new_session().get_widgets(), name)()
    for getter, value in BEFORE_ANYTHING_IS_KNOWN.items():
        if getter in type(widget)._pgwidgets_spec.methods:
            if (name, getter) == ("ScrollBar", "get_scroll_percent"):
                value = 0.0  # it goes in one direction
            assert getattr(widget, getter)() == value, getter


# --- classes


def test_the_namespace() -> None:
    session = new_session()
    W = session.get_widgets()
    assert session.get_widgets() is W
    assert (
        set(class_names()) | {"Widget", "JavaScriptWidget", "AnyWidget", "Figure", "Plot"}
        == set(dir(Widgets))
        == set(dir(W))
    )
    assert W.Button is W.Button
    assert Widgets.Button is Widgets.Button
    assert issubclass(W.Button, Widgets.Button)
    assert isinstance(W.Button("x"), Widgets.Button)
    assert isinstance(W.Button("x"), Widgets.Widget)
    assert not isinstance(W.Label("x"), Widgets.Button)
    assert isinstance(W.Button("x"), W.Button)
    assert isinstance(Widgets.Button(session, "x"), W.Button)
    assert not isinstance(W.Label("x"), W.Button)
    assert not issubclass(W.Label, W.Button)
    assert W.Button | None == Widgets.Button | None
    assert None | W.Button == None | Widgets.Button
    assert (W.Button.__name__, W.Button.__doc__) == ("Button", Widgets.Button.__doc__)
    assert W.Button.set_text is Widgets.Button.set_text
    assert set(dir(W.Button)) == set(dir(Widgets.Button))
    assert repr(W.Button) == f"<Button of {session!r}>"
    assert "Session" in repr(W)
    for namespace in (W, Widgets):
        with pytest.raises(AttributeError, match="Buton"):
            _ = namespace.Buton
    assert not hasattr(W, "__wrapped__")


def test_a_widget_knows_where_it_lives() -> None:
    session = new_session()
    label = Widgets.Label(session, "x")
    assert (label.session, label.app, label.wid) == (session, session.app, 1)
    assert repr(label) == "<Label 1>"
    assert list(session.walk_widget_tree()) == [label]
    assert label.has_callback("activated") is ("activated" in type(label)._pgwidgets_spec.actions)


def test_signatures() -> None:
    W = new_session().get_widgets()
    unbound = inspect.signature(Widgets.Button)
    assert list(unbound.parameters)[:2] == ["session", "text"]
    bound = inspect.signature(W.Button)
    assert next(iter(bound.parameters)) == "text"
    bound.bind("Click me")
    assert list(inspect.signature(W.Button("x").set_text).parameters) == ["text"]
    assert list(inspect.signature(Widgets.Button.set_text).parameters) == ["self", "text"]

    class Own(W.Button):  # type: ignore[misc,name-defined]
        def __init__(self, session: Session, number: int) -> None:
            super().__init__(session, str(number))

    assert list(inspect.signature(Own).parameters) == ["session", "number"]
    for name in class_names():
        cls = getattr(Widgets, name)
        assert cls.__doc__
        assert cls.__name__ == name
        for method in cls._pgwidgets_spec.methods.values():
            function = getattr(cls, method.name)
            assert inspect.signature(function)
            assert function.__doc__


@pytest.mark.parametrize("base", ["bound", "unbound"])
@in_loop
async def test_subclasses(base: str) -> None:
    session = new_session()
    parent: Any = session.get_widgets().Button if base == "bound" else Widgets.Button
    log: list[str] = []

    class Counter(parent):
        def __init__(self, session: Session, start: int, **keywords: Any) -> None:
            super().__init__(session, str(start), **keywords)
            self.count = start
            self.on("activated", self.step)

        async def _initialize(self) -> None:
            await super()._initialize()
            log.append("initialized")
            await self.set_text(f"from {self.count}")

        async def step(self) -> None:
            self.count += 1

    class Sub(Counter):
        def __init__(self, session: Session) -> None:
            super().__init__(session, 7)

    one = Counter(session, 1)
    assert (one.get_text(), log) == ("1", [])
    assert await one is one
    assert await one is one
    assert (one.get_text(), log) == ("from 1", ["initialized"])
    two = await Sub(session)
    assert isinstance(two, Counter)
    assert isinstance(two, Widgets.Button)
    assert (two.get_text(), len(log)) == ("from 7", 2)
    three = Sub(session)
    await asyncio.gather(three, three)
    assert len(log) == 3
    with pytest.raises(TypeError):
        Sub()  # type: ignore[call-arg]


@in_loop
async def test_registered_classes() -> None:
    app = Application(0, 0)
    session = app.create_session()
    W = session.get_widgets()

    class Greeting(Widgets.Label):
        def __init__(self, session: Session, name: str = "you") -> None:
            super().__init__(session, f"Hello, {name}!")

    with pytest.raises(AttributeError):
        _ = W.Greeting
    app.register_widget(Greeting)
    app.register_widget(Greeting, "Salute")
    assert isinstance(W.Greeting("me"), Greeting)
    assert (await W.Salute()).get_text() == "Hello, you!"
    assert {"Greeting", "Salute"} < set(dir(W))
    assert isinstance(app.create_session().get_widgets().Greeting(), Greeting)


# --- arguments


@in_loop
async def test_arguments_by_position_and_name() -> None:
    W = new_session().get_widgets()
    assert W.Label(text="x").get_text() == W.Label("x").get_text() == "x"
    entry = W.TextEntry(text="Type here", linehistory=5)
    assert entry.get_text() == "Type here"
    await entry.set_text(text="named")
    assert entry.get_text() == "named"


def test_unknown_keywords_name_what_is_allowed() -> None:
    session = new_session()
    W = session.get_widgets()
    with pytest.raises(TypeError) as unknown:
        W.Label("x", colour="red")
    assert "Label" in str(unknown.value)
    assert "colour" in str(unknown.value)
    assert "text" in str(unknown.value)
    with pytest.raises(TypeError, match=r"Label.*set_text"):
        W.Label("x").set_text("a", "b", "c", "d")
    with pytest.raises(TypeError, match="nothing"):
        W.Label("x").set_text(nothing=1)
    with pytest.raises(TypeError, match="text"):
        W.Label("x").set_text()
    with pytest.raises(TypeError):
        W.Label("x", text="y")
    with pytest.raises(AttributeError):
        W.Label("x").set_texts("y")
    with pytest.raises(TypeError, match=r"Label\.set_text\(\).*'text'"):
        W.Label("x").set_text(object())
    assert all(type(widget).__name__ == "Label" for widget in session.walk_widget_tree())


def test_actions_that_a_class_does_not_have() -> None:
    btn = new_session().get_widgets().Button("x")
    for register in (btn.on, btn.add_callback):
        with pytest.warns(
            PgwidgetsCompatWarning, match=r"Button has no action 'pressed'.*activated"
        ):
            register("pressed", print)
    assert btn.has_callback("activated") is True
    assert btn.has_callback("pressed") is False


@in_loop
async def test_a_destroyed_widget() -> None:
    session = new_session()
    W = session.get_widgets()
    box, btn = W.VBox(), W.Button("x")
    box.add_widget(btn, 0)
    await box.destroy()
    assert box.is_destroyed
    assert btn.is_destroyed
    await btn.set_text("y")
    assert btn.get_text() == "x"
    await btn.on("activated", print)
    label = W.Label("x")
    await box.add_widget(label, 0)
    assert not label.is_destroyed
    await box.destroy()
    await btn  # the object itself is still one


@in_loop
async def test_a_picture_by_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    icon = tmp_path / "icon.svg"
    icon.write_text("<svg/>")
    uri = "data:image/svg+xml;base64,PHN2Zy8+"
    monkeypatch.chdir(tmp_path)
    async with serving() as app:
        session = app.create_session()
        W = session.get_widgets()
        async with Peer.visiting(app.url, session_id=session.id, token=session.token) as peer:
            for given, sent in (
                (icon, uri),
                (str(icon), uri),
                ("icon.svg", uri),
                ("https://example.org/icon.svg", "https://example.org/icon.svg"),
                ("/no-such-file.svg", "/no-such-file.svg"),
                (uri, uri),
            ):
                button = W.Button("x")
                button.set_icon(given)
                await soon(session.flush())
                assert peer.page.find(button.wid).get("icon") == sent, given
            with pytest.raises(OSError, match=r"none\.svg"):
                button.set_icon(tmp_path / "none.svg")
            for action in (
                W.ToolBar().add_action(text="x", icon_url=icon),
                W.ToolBar().add_action({"text": "x", "icon_url": icon}),
            ):
                await soon(session.flush())
                assert peer.page.find((await action).wid).get("icon_url") == uri
            for made, state in (
                (W.Button("x", icon=icon), "icon"),  # the constructor's k is set_k()
                (W.Image(image="icon.svg"), "image"),
                (W.MenuAction(text="x", icon=icon), "icon"),
                (W.TopLevel(icon="icon.svg"), "icon"),
            ):
                await soon(session.flush())
                assert peer.page.find(made.wid).get(state) == uri, made
            with pytest.raises(OSError, match=r"none\.svg"):
                W.Button("x", icon=tmp_path / "none.svg")
            assert W.Button.to_data_uri(icon) == uri
            label = W.Label("icon.svg")  # a text is a text
            await soon(session.flush())
            assert peer.page.find(label.wid).get("text") == "icon.svg"

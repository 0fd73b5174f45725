# pyright: strict, reportUnnecessaryTypeIgnoreComment=true
"""What type checkers know of the async API; `make types` has mypy and pyright check it.

Nothing here is run. A line with `type: ignore` must be an error to both: an ignore that is not
needed is an error itself.
"""

import asyncio
from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Literal, Never, assert_type

from pgwidgets.asking import Binding, Observable, observable
from pgwidgets.asking.busy import Busy
from pgwidgets.asking.files import ChosenFile
from pgwidgets.asking.notices import Notice
from pgwidgets.asking.shortcuts import Shortcut
from pgwidgets.async_ import Application, BoundWidgets, Session, Widgets
from pgwidgets.async_.completion import Completion
from pgwidgets.async_.ready import ReadyList, ReadyTuple
from pgwidgets.pictures import Stream
from pgwidgets.plots import Line


async def making(session: Session) -> None:
    W = session.get_widgets()
    assert_type(W, BoundWidgets)

    assert_type(W.Button("x"), Widgets.Button)
    assert_type(await W.Button("x"), Widgets.Button)
    assert_type(await W.TextEntry(text="x", linehistory=5), Widgets.TextEntry)
    assert_type(Widgets.Slider(session, "vertical", value=3), Widgets.Slider)

    figure = W.Figure(object(), toolbar=False)
    assert_type(figure, Widgets.Figure)
    assert_type(figure.draw(), Completion[None])
    assert_type(W.AnyWidget(object(), sandbox=True, tooltip="x"), Widgets.AnyWidget)

    W.VBox(spacing=8, padding=10)
    W.VBox(padding=(1, 2, 3, 4), font="serif", enabled=False)
    W.Box("horizontal", spacing=4)
    W.Image(Path("logo.png"))
    W.RadioButton("b", group=W.RadioButton("a"))
    W.ComboBox(editable=True, dropdown_limit=5, text="one")

    W.Buton("x")  # type: ignore[attr-defined]
    W.Button(1)  # type: ignore[arg-type]
    W.Button("x", "y")  # type: ignore[call-arg, arg-type]
    W.Button("x", spacing=3)  # type: ignore[call-arg]
    W.Box("diagonal")  # type: ignore[arg-type]
    W.VBox(session)  # type: ignore[call-arg, arg-type]
    W.RadioButton("b", group=W.CheckBox("a"))  # type: ignore[arg-type]
    Widgets.Button("x")  # type: ignore[arg-type]
    Widgets.Buton(session)  # type: ignore[attr-defined]


async def calling(session: Session) -> None:
    W = session.get_widgets()
    label, box, slider = W.Label("x"), W.HBox(), W.Slider()

    # A setter acts at once; what it gives is only there to wait with.
    assert_type(label.set_text("y"), Completion[None])
    await label.set_text("y")
    task = asyncio.create_task(label.set_text("y"))
    assert_type(await task, None)
    await box.add_widget(label, 1)
    await box.add_widget(child=label, stretch=1)
    await slider.set_limits(0, 10, incrval=2)

    label.set_text(3)  # type: ignore[arg-type]
    label.set_halign("middle")  # type: ignore[arg-type]
    box.add_widget("label")  # type: ignore[arg-type]
    box.set_align()  # type: ignore[call-arg]
    label.set_txt("y")  # type: ignore[attr-defined]

    # What Python knows itself is a plain value.
    assert_type(label.get_text(), str)
    assert_type(label.get_size(), tuple[float, float])
    assert_type(slider.get_value(), float)
    assert_type(box.get_children(), ReadyList[Widgets.Widget])
    assert_type(await box.get_children(), list[Widgets.Widget])
    children: list[Widgets.Widget] = box.get_children()
    assert_type(children[0], Widgets.Widget)
    assert_type(await box.get_position(), tuple[float, float])
    x, y = box.get_position()
    assert_type(x + y, float)
    await box.is_container()  # type: ignore[misc]
    assert_type(
        W.TopLevel().get_window_state(), Literal["normal", "shaded", "minimized", "maximized"]
    )
    assert_type(W.GridBox().get_widget_at_cell(0, 0), Widgets.Widget | None)
    assert_type(W.ScrollArea().get_scroll_percent(), tuple[float, float])
    assert_type(W.ScrollBar().get_scroll_percent(), float)

    # A question that only a browser can answer; None: no browser was there.
    assert_type(await W.VideoWidget().get_duration(), float | None)

    # Factories give what they made.
    menu = await W.MenuBar().add_name("File")
    assert_type(menu, Widgets.Menu)
    assert_type(await menu.add_name("Open"), Widgets.MenuAction)
    assert_type(menu.add_name("Quit", checkable=True), Completion[Widgets.MenuAction])
    assert_type(await menu.add_menu("More"), Widgets.Menu)
    assert_type(await W.ToolBar().add_action("Bold", toggle=True), Widgets.ToolBarAction)

    tabs = W.TabWidget()
    await tabs.add_widget(label, title="A")
    await tabs.add_widget(label, {"title": "A"})

    source = W.TextSource("text")
    ref = source.create_ref(2, "left")
    assert_type(ref, Widgets.TextBufferRef)
    assert_type(await ref.get_line_column(), tuple[int, int])
    found = source.find("t", ref, case_insensitive=True)
    assert_type(found, ReadyTuple[Widgets.TextBufferRef, Widgets.TextBufferRef] | None)
    assert_type(await source.replace("t", "s"), int)
    await source.set_cursor(ref)
    source.set_cursor("text")  # type: ignore[arg-type]

    with session.batch():
        label.hide()
    async with label.batch():
        await label.show()
    await session.flush(timeout=1)


def impossible(session: Session) -> Never:
    session.get_widgets().Label().get_element()


async def listening(session: Session) -> None:
    W = session.get_widgets()
    button, entry, slider, combo = W.Button(), W.TextEntry(), W.Slider(), W.ComboBox()

    def nothing() -> None: ...
    async def later() -> None: ...
    def text(text: str) -> None: ...
    def number(value: float) -> None: ...
    def choice(index: int, text: str) -> None: ...
    def moved(event: dict[str, Any]) -> None: ...
    def of_button(button: Widgets.Button) -> None: ...
    def labelled(value: float, label: Widgets.Label, *, unit: str = "") -> None: ...
    def anything(*args: object) -> None: ...

    assert_type(button.on("activated", nothing), Completion[None])
    await button.on("activated", later)
    await button.on("activated", lambda: entry.set_text("pressed"))
    await button.on("resize", moved)
    await entry.on("activated", text)
    await entry.on("modified", lambda new: button.set_text(new.upper()))
    await slider.on("activated", number)
    await slider.on("activated", anything)
    await combo.on("activated", choice)
    await button.add_callback("activated", of_button)
    await button.remove_callback("activated", nothing)

    # What is given besides goes to the handler, after what comes with the action.
    await slider.on("activated", labelled, W.Label())
    await slider.on("activated", labelled, W.Label(), unit="mm")

    # A toolbar's action tells its state only if it stays pressed.
    action = W.ToolBarAction("Bold", toggle=True)
    await action.on("activated", lambda: None)
    await action.on("activated", lambda state: state.bit_length())

    button.on("pressed", nothing)  # type: ignore[call-overload]
    button.on("activated", number)  # type: ignore[call-overload]
    slider.on("activated", nothing)  # type: ignore[call-overload]
    slider.on("activated", text)  # type: ignore[call-overload]
    slider.on("activated", labelled)  # type: ignore[call-overload]
    slider.on("activated", labelled, W.Button())  # type: ignore[call-overload]
    slider.on("activated", labelled, W.Label(), unit=3)  # type: ignore[call-overload]
    button.add_callback("activated", nothing)  # type: ignore[call-overload]


class Counter(Widgets.Button):
    """A class of one's own takes the session first, and hands it on."""

    def __init__(self, session: Session, start: int = 0) -> None:
        super().__init__(session, str(start), padding=4)
        self.count = start
        self.on("activated", self.step)

    async def _initialize(self) -> None:
        await super()._initialize()
        await self.set_tooltip("Press me")

    async def step(self) -> None:
        self.count += 1
        await self.set_text(str(self.count))


async def deriving(session: Session) -> None:
    counter = await Counter(session, start=3)
    assert_type(counter, Counter)
    assert_type(counter.session, Session)
    assert_type(counter.app, Application)
    await session.get_widgets().VBox().add_widget(counter)
    Counter("3")  # type: ignore[arg-type]


def telling_apart(widget: Widgets.Widget) -> None:
    assert_type(widget.wid, int)
    widget.on("activated", print)  # of any widget: whatever action, whatever handler
    if isinstance(widget, Widgets.Label):
        assert_type(widget.get_text(), str)


def pictures(icon: str | PathLike[str], size: Sequence[float], W: BoundWidgets) -> None:
    W.Button().set_icon(icon, size)
    W.TopLevel(title="x", icon=icon)


async def serving() -> None:
    app = Application(max_sessions=4, concurrency_handling="concurrent")

    @app.on_connect
    async def opened(session: Session) -> None:
        await session.get_widgets().Label("Hello").show()

    Application(concurrency_handling="all")  # type: ignore[arg-type]
    await app.run()


def arrays(session: Session) -> None:
    W = session.get_widgets()
    image = W.Image()
    assert_type(
        image.set_array([[1, 2]], (0, 1), "heat", format="png", quality=50), Completion[None]
    )
    assert_type(W.Canvas().draw_array(1, 2, [[1]], width=5, height=5), Completion[None])
    image.set_array([[1]], format="gif")  # type: ignore[arg-type]
    Stream(image, (0, 1), quality=50, still=1).show([[1]])


async def plots(session: Session) -> None:
    W = session.get_widgets()
    plot = W.Plot(title="x", x_scale="time", window=10)
    assert_type(plot, Widgets.Plot)
    assert_type(await plot, Widgets.Plot)
    line = await plot.add_line("a", [1, 2], [3, 4], style="dashed", marker="circle")
    assert_type(line, Line)
    line.append(1.5, None)
    assert_type(plot.set_limits("x", 0, 1), Completion[None])
    assert_type(plot.get_limits("x"), tuple[float, float] | None)
    plot.set_tooltip("x")
    W.Plot(x_scale="square")  # type: ignore[arg-type]
    plot.add_line("a", style="wavy")  # type: ignore[arg-type]


async def asking(session: Session, pairs: list[tuple[str, int]]) -> None:
    assert_type(await session.ask("?"), str | None)
    assert_type(await session.ask("?", ["a", "b"]), str | None)
    assert_type(await session.ask("?", pairs), int | None)
    assert_type(await session.ask("?", pairs, closed=0), int)
    assert_type(await session.ask("?", pairs, closed="x"), int | str)
    assert_type(await session.confirm("?"), bool)
    assert_type(await session.ask_text("?"), str | None)
    assert_type(await session.ask_text("?", validator=int), int | None)
    assert_type(await session.ask_choice("?", ["a"]), str | None)
    assert_type(await session.ask_choice("?", [("a", 1.5)]), float | None)
    assert_type(await session.ask_file("?"), ChosenFile | None)
    assert_type(await session.ask_files("?", accept=".txt"), list[ChosenFile])
    await session.ask("?", [("a", 1), "b"])  # type: ignore[list-item]
    await session.ask_text("?", 7)  # type: ignore[call-overload]
    await session.confirm("?", yes=1)  # type: ignore[arg-type]


async def telling(session: Session) -> None:
    W = session.get_widgets()
    button = W.Button("x")
    assert_type(await session.notify("x", "error", timeout=None), Notice)
    await session.notify("x", actions=[("Undo", button.destroy)])
    assert_type(await session.add_shortcut("F5", button.destroy), Shortcut)
    assert_type(await button.add_shortcut("F5", scope="window"), Shortcut)
    with button.busy("x", total=3, cancel="Stop") as busy:
        assert_type(busy, Busy)
    for number in session.progress("x", [1, 2]):
        assert_type(number, int)
    await session.notify("x", "loud")  # type: ignore[arg-type]
    await button.add_shortcut("F5", scope="all")  # type: ignore[arg-type]


class Camera(Observable):
    gain: int = 1


@observable
class Mount:
    altitude: float = 0


async def binding(session: Session) -> None:
    W = session.get_widgets()
    camera = Camera(gain=2)
    assert_type(W.Label("x").bind_text(camera, "gain", format="{} dB"), Binding)
    assert_type(W.Slider().bind_value(Mount(), "altitude", two_way=False), Binding)
    W.CheckBox("x").bind("state", camera, "gain", parse=int)
    W.TextEntry("1", validator=int)
    await W.TextEntry("1").set_validator(None)
    assert_type(W.TextEntry("1").get_fault(), str)
    W.TextEntry("1", validator=1)  # type: ignore[arg-type]
    W.Label("x").bind_text(camera, 1)  # type: ignore[arg-type]

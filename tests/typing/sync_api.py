# pyright: strict, reportUnnecessaryTypeIgnoreComment=true
"""What type checkers know of the sync API; `make types` has mypy and pyright check it.

Nothing here is run. A line with `type: ignore` must be an error to both: an ignore that is not
needed is an error itself.
"""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Literal, Never, assert_type

from pgwidgets.asking import Binding, Observable, observable
from pgwidgets.asking.busy import Busy
from pgwidgets.asking.files import ChosenFile
from pgwidgets.asking.notices import Notice
from pgwidgets.asking.shortcuts import Shortcut
from pgwidgets.pictures import Stream
from pgwidgets.plots import Line
from pgwidgets.sync import Application, BoundWidgets, Session, Widgets


def making(session: Session) -> None:
    W = session.get_widgets()
    assert_type(W, BoundWidgets)

    assert_type(W.Button("x"), Widgets.Button)
    assert_type(W.Button("x"), Widgets.Button)
    assert_type(W.TextEntry(text="x", linehistory=5), Widgets.TextEntry)
    assert_type(Widgets.Slider(session, "vertical", value=3), Widgets.Slider)

    figure = W.Figure(object(), toolbar=False)
    assert_type(figure, Widgets.Figure)
    assert_type(figure.draw(), None)
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


def calling(session: Session) -> None:
    W = session.get_widgets()
    label, box, slider = W.Label("x"), W.HBox(), W.Slider()

    # A setter gives nothing.
    assert_type(label.set_text("y"), None)
    label.set_text("y")
    box.add_widget(label, 1)
    box.add_widget(child=label, stretch=1)
    slider.set_limits(0, 10, incrval=2)

    label.set_text(3)  # type: ignore[arg-type]
    label.set_halign("middle")  # type: ignore[arg-type]
    box.add_widget("label")  # type: ignore[arg-type]
    box.set_align()  # type: ignore[call-arg]
    label.set_txt("y")  # type: ignore[attr-defined]

    # What Python knows itself is a plain value.
    assert_type(label.get_text(), str)
    assert_type(label.get_size(), tuple[float, float])
    assert_type(slider.get_value(), float)
    assert_type(box.get_children(), list[Widgets.Widget])
    assert_type(
        W.TopLevel().get_window_state(), Literal["normal", "shaded", "minimized", "maximized"]
    )
    assert_type(W.GridBox().get_widget_at_cell(0, 0), Widgets.Widget | None)
    assert_type(W.ScrollArea().get_scroll_percent(), tuple[float, float])
    assert_type(W.ScrollBar().get_scroll_percent(), float)

    # A question that only a browser can answer; None: no browser was there.
    assert_type(W.VideoWidget().get_duration(), float | None)

    # Factories give what they made.
    menu = W.MenuBar().add_name("File")
    assert_type(menu, Widgets.Menu)
    assert_type(menu.add_name("Open"), Widgets.MenuAction)
    assert_type(menu.add_name("Quit", checkable=True), Widgets.MenuAction)
    assert_type(menu.add_menu("More"), Widgets.Menu)
    assert_type(W.ToolBar().add_action("Bold", toggle=True), Widgets.ToolBarAction)

    tabs = W.TabWidget()
    tabs.add_widget(label, title="A")
    tabs.add_widget(label, {"title": "A"})

    source = W.TextSource("text")
    ref = source.create_ref(2, "left")
    assert_type(ref, Widgets.TextBufferRef)
    assert_type(ref.get_line_column(), tuple[int, int])
    assert_type(source.find("t"), tuple[Widgets.TextBufferRef, Widgets.TextBufferRef] | None)
    assert_type(source.replace("t", "s"), int)
    source.set_cursor(ref)
    source.set_cursor("text")  # type: ignore[arg-type]

    with session.batch():
        label.hide()
    with label.batch():
        label.show()
    session.flush(timeout=1)
    session.gui_do(label.set_text, "z")
    assert_type(session.gui_call(label.get_text), str)


def impossible(session: Session) -> Never:
    session.get_widgets().Label().get_element()


def listening(session: Session) -> None:
    W = session.get_widgets()
    button, entry, slider, combo = W.Button(), W.TextEntry(), W.Slider(), W.ComboBox()

    def nothing() -> None: ...
    def text(text: str) -> None: ...
    def number(value: float) -> None: ...
    def choice(index: int, text: str) -> None: ...
    def moved(event: dict[str, Any]) -> None: ...
    def of_button(button: Widgets.Button) -> None: ...
    def labelled(value: float, label: Widgets.Label, *, unit: str = "") -> None: ...
    def anything(*args: object) -> None: ...

    assert_type(button.on("activated", nothing), None)
    button.on("activated", lambda: entry.set_text("pressed"))
    button.on("resize", moved)
    entry.on("activated", text)
    entry.on("modified", lambda new: button.set_text(new.upper()))
    slider.on("activated", number)
    slider.on("activated", anything)
    combo.on("activated", choice)
    button.add_callback("activated", of_button)
    button.remove_callback("activated", nothing)

    # What is given besides goes to the handler, after what comes with the action.
    slider.on("activated", labelled, W.Label())
    slider.on("activated", labelled, W.Label(), unit="mm")

    # A toolbar's action tells its state only if it stays pressed.
    action = W.ToolBarAction("Bold", toggle=True)
    action.on("activated", lambda: None)
    action.on("activated", lambda state: state.bit_length())

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

    def _initialize(self) -> None:
        super()._initialize()
        self.set_tooltip("Press me")

    def step(self) -> None:
        self.count += 1
        self.set_text(str(self.count))


def deriving(session: Session) -> None:
    counter = Counter(session, start=3)
    assert_type(counter, Counter)
    assert_type(counter.session, Session)
    assert_type(counter.app, Application)
    session.get_widgets().VBox().add_widget(counter)
    Counter("3")  # type: ignore[arg-type]


def telling_apart(widget: Widgets.Widget) -> None:
    assert_type(widget.wid, int)
    widget.on("activated", print)  # of any widget: whatever action, whatever handler
    if isinstance(widget, Widgets.Label):
        assert_type(widget.get_text(), str)


def pictures(icon: str | PathLike[str], size: Sequence[float], W: BoundWidgets) -> None:
    W.Button().set_icon(icon, size)
    W.TopLevel(title="x", icon=icon)


def serving() -> None:
    app = Application(max_sessions=4, concurrency_handling="concurrent")

    @app.on_connect
    def opened(session: Session) -> None:
        session.get_widgets().Label("Hello").show()

    Application(concurrency_handling="all")  # type: ignore[arg-type]
    app.run()


def arrays(session: Session) -> None:
    W = session.get_widgets()
    image = W.Image()
    assert_type(image.set_array([[1, 2]], (0, 1), "heat", format="png", quality=50), None)
    assert_type(W.Canvas().draw_array(1, 2, [[1]], width=5, height=5), None)
    image.set_array([[1]], format="gif")  # type: ignore[arg-type]
    Stream(image, (0, 1), quality=50, still=1).show([[1]])


def plots(session: Session) -> None:
    W = session.get_widgets()
    plot = W.Plot(title="x", x_scale="time", window=10)
    assert_type(plot, Widgets.Plot)
    assert_type(Widgets.Plot(session, points=5), Widgets.Plot)
    assert_type(plot.add_line("a", [1, 2], [3, 4], style="dashed", marker="circle"), Line)
    assert_type(plot.set_limits("x", 0, 1), None)
    plot.add_line("a", style="wavy")  # type: ignore[arg-type]


def asking(session: Session, pairs: list[tuple[str, int]]) -> None:
    assert_type(session.ask("?"), str | None)
    assert_type(session.ask("?", ["a", "b"]), str | None)
    assert_type(session.ask("?", pairs), int | None)
    assert_type(session.ask("?", pairs, closed=0), int)
    assert_type(session.ask("?", pairs, closed="x"), int | str)
    assert_type(session.confirm("?"), bool)
    assert_type(session.ask_text("?"), str | None)
    assert_type(session.ask_text("?", validator=int), int | None)
    assert_type(session.ask_choice("?", ["a"]), str | None)
    assert_type(session.ask_choice("?", [("a", 1.5)]), float | None)
    assert_type(session.ask_file("?"), ChosenFile | None)
    assert_type(session.ask_files("?", accept=".txt"), list[ChosenFile])
    session.ask("?", [("a", 1), "b"])  # type: ignore[list-item]
    session.ask_text("?", 7)  # type: ignore[call-overload]
    session.confirm("?", yes=1)  # type: ignore[arg-type]


def telling(session: Session) -> None:
    W = session.get_widgets()
    button = W.Button("x")
    assert_type(session.notify("x", "error", timeout=None), Notice)
    session.notify("x", actions=[("Undo", button.destroy)])
    assert_type(session.add_shortcut("F5", button.destroy), Shortcut)
    assert_type(button.add_shortcut("F5", scope="window"), Shortcut)
    with button.busy("x", total=3, cancel="Stop") as busy:
        assert_type(busy, Busy)
    for number in session.progress("x", [1, 2]):
        assert_type(number, int)
    session.notify("x", "loud")  # type: ignore[arg-type]
    button.add_shortcut("F5", scope="all")  # type: ignore[arg-type]


class Camera(Observable):
    gain: int = 1


@observable
class Mount:
    altitude: float = 0


def binding(session: Session) -> None:
    W = session.get_widgets()
    camera = Camera(gain=2)
    assert_type(W.Label("x").bind_text(camera, "gain", format="{} dB"), Binding)
    assert_type(W.Slider().bind_value(Mount(), "altitude", two_way=False), Binding)
    W.CheckBox("x").bind("state", camera, "gain", parse=int)
    W.TextEntry("1", validator=int)
    W.TextEntry("1").set_validator(None)
    assert_type(W.TextEntry("1").get_fault(), str)
    W.TextEntry("1", validator=1)  # type: ignore[arg-type]
    W.Label("x").bind_text(camera, 1)  # type: ignore[arg-type]

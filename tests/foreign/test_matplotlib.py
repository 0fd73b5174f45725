"""Figures of matplotlib in each API: what users do, what is drawn, what is saved."""

import asyncio
import io
import re
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

import anyio
import pytest

from patience import PATIENCE
from pgwidgets import async_, sync
from pgwidgets.testing import SimulatedBrowser


def figure_of_line() -> Any:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4, 3), dpi=100)
    figure.subplots().plot([0, 1, 2], [0, 1, 0])
    return figure


def heard(widget: Any, action: str, *args: Any) -> None:
    """Have the handlers of a widget called, as a report of a browser does."""
    for handler in widget._pgwidgets.handlers.of(action):
        handler.function(*handler.positional(widget, args))


@pytest.fixture(params=[async_, sync], ids=["async", "sync"])
def shown(request: pytest.FixtureRequest) -> Any:
    """A figure in a session that a browser in memory shows."""
    app = request.param.Application(0, 0)
    session = app.create_session()
    session.browser = SimulatedBrowser(
        app._pgwidgets.hub, session_id=session.id, token=session.token
    )
    session.browser.exchange()
    return session.get_widgets().Figure(figure_of_line())


def until(condition: Callable[[], Any]) -> None:
    """Wait until something is true that a thread of the session's brings about."""
    end = monotonic() + PATIENCE
    while not condition():
        assert monotonic() < end
        threading.Event().wait(0.002)


def mouse(kind: str, x: float, y: float, **more: Any) -> dict[str, Any]:
    event = {"type": kind, "x": x, "y": y, "button": 0, "buttons": 1, "modifiers": []}
    return {**event, "guiEvent": {}, **more}


def picture(widget: Any) -> Any:
    from PIL import Image

    until(lambda: widget.get_picture() is not None)
    return Image.open(io.BytesIO(widget.get_picture().data[4:])).convert("RGB")


def test_it_is_drawn_in_the_size_of_the_widget(shown: Any) -> None:
    heard(shown, "event", {"type": "refresh"})
    assert picture(shown).size == (400, 300)
    heard(shown, "event", {"type": "resize", "width": 500, "height": 200})
    heard(shown, "shown", 1)
    heard(shown, "shown", 2)
    until(lambda: picture(shown).size == (500, 200))
    heard(shown, "event", {"type": "set_device_pixel_ratio", "device_pixel_ratio": 2})
    heard(shown, "shown", 3)
    until(lambda: picture(shown).size == (1000, 400))
    assert tuple(shown.figure.get_size_inches()) == (5, 2)


def test_its_user_pans_zooms_and_goes_back(shown: Any) -> None:
    figure = shown.figure
    [axes] = figure.axes
    heard(shown, "event", {"type": "refresh"})
    first = picture(shown)
    start = axes.get_xlim()
    heard(shown, "event", {"type": "toolbar_button", "name": "pan"})
    heard(shown, "event", mouse("button_press", 200, 150))
    heard(shown, "event", mouse("motion_notify", 150, 150))
    heard(shown, "event", mouse("button_release", 150, 150))
    panned = axes.get_xlim()
    assert panned[0] > start[0]
    assert panned[1] - panned[0] == pytest.approx(start[1] - start[0])
    heard(shown, "shown", shown._pgwidgets_drawing._sent)
    until(lambda: picture(shown).tobytes() != first.tobytes())
    heard(shown, "event", {"type": "toolbar_button", "name": "zoom"})
    heard(shown, "event", mouse("button_press", 100, 100))
    heard(shown, "event", mouse("motion_notify", 200, 200))
    heard(shown, "event", mouse("button_release", 200, 200))
    zoomed = axes.get_xlim()
    assert zoomed[1] - zoomed[0] < (start[1] - start[0]) / 2
    heard(shown, "event", {"type": "toolbar_button", "name": "back"})
    assert axes.get_xlim() == pytest.approx(panned)
    heard(shown, "event", {"type": "toolbar_button", "name": "home"})
    assert axes.get_xlim() == pytest.approx(start)


def test_handlers_of_matplotlib_hear_of_mouse_keys_and_wheel(shown: Any) -> None:
    told: list[Any] = []
    canvas = shown.figure.canvas
    for name in ("button_press_event", "scroll_event", "key_press_event", "resize_event"):
        canvas.mpl_connect(name, lambda event: told.append(event))
    heard(shown, "event", mouse("button_press", 200, 100, button=2, modifiers=["shift"]))
    heard(shown, "event", mouse("scroll", 200, 100, step=-1))
    heard(shown, "event", {"type": "key_press", "key": "ctrl+kArrowUp", "guiEvent": {}})
    press, scroll, key = told
    assert (press.button, press.x, press.y, press.modifiers) == (3, 200, 200, {"shift"})
    assert press.xdata is not None
    assert scroll.step == -1
    assert key.key == "ctrl+up"


def test_it_is_saved_as_a_file(shown: Any) -> None:
    heard(shown, "event", {"type": "refresh"})
    session = shown.session
    for format, start in (("png", b"\x89PNG"), ("pdf", b"%PDF"), ("svg", b"<?xml")):
        name, content = shown._pgwidgets_drawing.save(format)
        assert name == f"figure.{format}"
        assert content.startswith(start)
    heard(shown, "save", "png")
    session.browser.exchange()
    assert any(one.get("method") == "save" for one in session.browser.messages)
    heard(shown, "save", "exe")
    heard(shown, "save")


def test_what_can_not_be_shown_is_refused(shown: Any) -> None:
    W = shown.session.get_widgets()
    with pytest.raises(TypeError, match=r"figure is 5; it must be a matplotlib\.figure\.Figure"):
        W.Figure(5)
    with pytest.raises(ValueError, match="is shown by another Figure"):
        W.Figure(shown.figure)
    shown.destroy()
    again = W.Figure(shown.figure)
    heard(again, "event", {"type": "refresh"})
    assert picture(again).size == (400, 300)


def test_a_window_of_its_own_name(shown: Any) -> None:
    from matplotlib.figure import Figure

    figure = Figure(label="Dome 3")
    widget = shown.session.get_widgets().Figure(figure, toolbar=False)
    heard(widget, "event", {"type": "refresh"})
    name, _ = widget._pgwidgets_drawing.save("png")
    assert name == "Dome_3.png"


def animated(session: Any, done: Callable[[], object]) -> list[int]:
    """Animate a figure; calls a function when ten frames were made."""
    from matplotlib.animation import FuncAnimation

    frames: list[int] = []
    figure = figure_of_line()
    [line] = figure.axes[0].lines

    def step(number: int) -> Any:
        frames.append(number)
        line.set_ydata([number, 1, 0])
        if len(frames) == 10:
            done()
        return (line,)

    session.widget = session.get_widgets().Figure(figure)
    session.held = FuncAnimation(figure, step, interval=2, cache_frame_data=False)
    figure.canvas.draw()  # which begins it
    return frames


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_an_animation_goes_by_the_timers_of_the_session(backend: str) -> None:
    async def main() -> None:
        async with async_.Application(0, 0) as app:
            await app.start()
            done = anyio.Event()
            session = app.create_session()
            frames = animated(session, done.set)
            with anyio.fail_after(PATIENCE):
                await done.wait()
            assert frames == sorted(frames)
            await session.widget.destroy()

    anyio.run(main, backend=backend)


def test_an_animation_goes_by_the_timers_of_a_session_of_threads() -> None:
    done = threading.Event()
    app = sync.Application(0, 0)
    app.start()
    try:
        session = app.create_session()
        frames = session.gui_call(animated, session, done.set)
        assert done.wait(PATIENCE)
        assert frames == sorted(frames)
    finally:
        app.close()


def test_the_example_of_the_document() -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "figures.md"
    [program] = re.findall(r"```python\n(import asyncio.*?)```", page.read_text("utf-8"), re.DOTALL)
    names: dict[str, Any] = {"__name__": "signal_"}
    exec(compile(program, page.name, "exec"), names)
    session = async_.Application(0, 0).create_session()
    asyncio.run(names["setup"](session))
    [widget] = [w for w in session.walk_widget_tree() if isinstance(w, async_.Widgets.Figure)]
    [line] = widget.figure.axes[0].lines
    before = [*line.get_ydata()]
    heard(widget, "event", mouse("button_press", 200, 100))
    assert [*line.get_ydata()] != before

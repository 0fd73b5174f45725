"""When a figure is drawn: not before browsers take it, and once for all that has changed."""

import struct
import threading
from collections.abc import Callable
from typing import Any

import pytest

from pgwidgets import async_, sync
from pgwidgets.plots import figure
from pgwidgets.plots.figure_drawing import Drawing
from pgwidgets.plots.figure_lock import LOCK

REFRESH = {"type": "refresh"}


class Session:
    """What a drawing uses of a session: what is to be done later waits for the test."""

    def __init__(self) -> None:
        self.is_connected = True
        self.waiting: list[Callable[[], object]] = []

    @property
    def _pgwidgets(self) -> "Session":
        return self

    def follow_joins(self, method: Callable[[object], object]) -> None:
        self.joined = method

    def gui_do(self, function: Callable[[], object]) -> None:
        self.waiting.append(function)

    def run(self) -> None:
        for function in [self.waiting.pop(0) for _ in self.waiting[:]]:
            function()


class Canvas:
    """A canvas that notes what it is asked for."""

    toolbar = None
    device_pixel_ratio = 1

    def get_width_height(self) -> tuple[int, int]:
        return 640, 480

    def __init__(self, page: Drawing) -> None:
        self.page = page
        self.drawn = 0
        self.events: list[Any] = []

    def picture(self) -> bytes:
        assert LOCK._is_owned()  # type: ignore[attr-defined]
        self.drawn += 1
        return b"png%d" % self.drawn

    def handle_event(self, event: dict[str, Any]) -> None:
        assert LOCK._is_owned()  # type: ignore[attr-defined]
        self.events.append(event["type"])
        if event["type"] == "refresh":
            self.page.tell({"type": "figure_label", "label": "sky"})
            self.page.changed()
        elif event["type"] == "key_press":
            raise ArithmeticError("the program's own")

    def get_supported_filetypes(self) -> dict[str, str]:
        return {"png": "Portable Network Graphics"}

    def saved(self, format: str) -> tuple[str, bytes]:
        return f"sky.{format}", b"content"


class Desk:
    """A drawing, and what it has shown and told."""

    def __init__(self) -> None:
        self.session = Session()
        self.pictures: list[tuple[int, bytes]] = []
        self.told: list[Any] = []
        self.is_over = False
        self.is_under_way = True
        self.drawing = Drawing(
            self.session,
            Canvas,
            show=self._show,
            tell=self.told.append,
            is_over=lambda: self.is_over,
            is_under_way=lambda: self.is_under_way,
        )
        self.canvas: Canvas = self.drawing.canvas

    def _show(self, picture: Any) -> None:
        assert not LOCK._is_owned()  # type: ignore[attr-defined]
        [number] = struct.unpack_from("<I", picture.data)
        self.pictures.append((number, picture.data[4:]))


def test_a_new_page_is_told_and_shown_what_there_is() -> None:
    desk = Desk()
    desk.drawing.event(REFRESH)
    assert desk.told == [[{"type": "figure_label", "label": "sky"}]]
    assert desk.pictures == [(1, b"png1")]
    desk.session.run()
    assert desk.canvas.drawn == 1


def test_many_changes_are_drawn_once_when_the_handler_has_ended() -> None:
    desk = Desk()
    desk.drawing.event(REFRESH)
    for _ in range(100):
        desk.drawing.changed()
    assert desk.canvas.drawn == 1
    desk.session.run()
    assert [number for number, _ in desk.pictures] == [1, 2]
    assert desk.session.waiting == []


def test_no_more_is_drawn_than_browsers_show() -> None:
    desk = Desk()
    desk.drawing.event(REFRESH)
    for _ in range(5):
        desk.drawing.changed()
        desk.session.run()
    assert desk.canvas.drawn == 2
    desk.drawing.shown(1)
    assert desk.canvas.drawn == 3  # what has changed meanwhile
    desk.drawing.shown(3)
    assert desk.canvas.drawn == 3  # nothing has
    desk.is_under_way = False  # all is applied, whatever has been reported
    for _ in range(5):
        desk.drawing.changed()
        desk.session.run()
    assert desk.canvas.drawn == 8


def test_nothing_is_drawn_that_nobody_sees() -> None:
    desk = Desk()
    desk.session.is_connected = False
    desk.drawing.changed()
    desk.drawing.tell({"type": "message", "message": "x"})
    desk.session.run()
    assert (desk.canvas.drawn, len(desk.told)) == (0, 1)  # for one that may come back
    desk.session.is_connected = True
    desk.session.joined(None)
    assert desk.canvas.drawn == 1
    desk.is_over = True
    desk.drawing.changed()
    desk.session.run()
    assert desk.canvas.drawn == 1


def test_what_no_page_of_ours_reports_is_refused_and_told_the_truth(caplog: Any) -> None:
    desk = Desk()
    desk.drawing.event(REFRESH)
    desk.drawing.event({"type": "resize", "width": 1e9, "height": 1})
    desk.drawing.event({"type": "resize", "width": 8000, "height": 8000})
    desk.canvas.device_pixel_ratio = 8
    desk.drawing.event({"type": "resize", "width": 2000, "height": 2000})
    desk.canvas.get_width_height = lambda: (4000, 3000)  # type: ignore[method-assign]
    desk.drawing.event({"type": "set_device_pixel_ratio", "device_pixel_ratio": 8, "x": 1})
    assert desk.canvas.events == ["refresh"]
    assert desk.canvas.drawn == 2
    for number in (99, -1.5, True, None, [1]):
        desk.drawing.shown(number)
    for format in ("exe", None, ["png"]):
        assert desk.drawing.save(format) is None
    assert desk.drawing.save("png") == ("sky.png", b"content")
    for _ in range(100):
        desk.drawing.shown("x")
    assert len(caplog.records) == 20  # and no more
    assert "width: 1000000000.0" in caplog.text


def test_a_fault_in_the_programs_own_handlers_is_the_programs() -> None:
    desk = Desk()
    desk.drawing.event(REFRESH)
    desk.drawing.changed()
    with pytest.raises(ArithmeticError):
        desk.drawing.event({"type": "key_press", "key": "kx"})
    assert desk.canvas.drawn == 2  # and what has changed is drawn all the same


def test_two_threads_never_draw_at_once() -> None:
    desk = Desk()
    desk.is_under_way = False
    begun, go_on = threading.Event(), threading.Event()
    picture = desk.canvas.picture

    def slow() -> bytes:
        begun.set()
        assert go_on.wait(20)
        return picture()

    desk.canvas.picture = slow  # type: ignore[method-assign]
    thread = threading.Thread(target=desk.drawing.work)
    thread.start()
    assert begun.wait(20)
    desk.drawing.changed()
    desk.session.run()  # on this thread: it returns at once, and the other draws again
    go_on.set()
    thread.join(20)
    assert desk.canvas.drawn == 2


@pytest.mark.parametrize("api", [async_, sync], ids=["async", "sync"])
def test_without_matplotlib_it_says_what_to_install(api: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(figure.importlib.util, "find_spec", lambda name: None)
    session = api.Application(0, 0).create_session()
    assert "Figure" in dir(api.Widgets)
    with pytest.raises(ImportError, match=r"needs matplotlib; .* 'pgwidgets\[matplotlib\]'"):
        session.get_widgets().Figure(None)

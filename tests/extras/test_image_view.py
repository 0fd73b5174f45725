"""The view of an array in both APIs: what its user does, and what is shown then."""

import inspect
import io
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow

import pgwidgets.async_
import pgwidgets.sync
from pgwidgets.extras.file_browser import FileBrowser
from pgwidgets.extras.image_view import ImageView

RAMP = np.arange(2400, dtype=np.float64).reshape(40, 60)
BACKGROUND = (40, 40, 44)


class Desk:
    """A session of one of the APIs, with a view whose user does things."""

    def __init__(self, api: Any, **options: Any) -> None:
        self.session = api.Application(0, 0).create_session()
        self.view = ImageView(self.session, **options)
        self.image = self.view._image
        self.told: list[Any] = []
        self.view.on("cursor", lambda *about: self.told.append(about))
        self.view.on("clicked", lambda *about: self.told.append(("clicked", *about)))
        self.user("resize", width=120, height=80)

    def user(self, action: str, **event: Any) -> None:
        """Have the handlers of the picture called, as a report of a browser does."""
        for handler in self.image._pgwidgets.handlers.of(action):
            handler.function(*handler.positional(self.image, (event,)))

    @property
    def pixels(self) -> Any:
        data, _ = self.image._pgwidgets.node.value("url")
        return np.asarray(Pillow.open(io.BytesIO(data)).convert("RGB"))

    def labels(self) -> list[str]:
        return [
            widget.get_text()
            for widget in self.session.walk_widget_tree()
            if type(widget).__name__ == "Label"
        ]


@pytest.fixture(params=[pgwidgets.async_, pgwidgets.sync], ids=["async", "sync"])
def api(request: pytest.FixtureRequest) -> Any:
    return request.param


def near(pixel: Any, wanted: tuple[int, int, int]) -> bool:
    return bool(np.abs(pixel.astype(int) - wanted).max() <= 12)


def test_all_of_an_array_is_shown_from_percentile_to_percentile(api: Any) -> None:
    desk = Desk(api, cuts=(0, 50))
    desk.view.set_array(RAMP)
    assert desk.pixels.shape == (80, 120, 3)
    assert near(desk.pixels[0, 0], (0, 0, 0))
    assert near(desk.pixels[-2, -2], (255, 255, 255))
    assert desk.view.get_limits() == pytest.approx((0, 1199.5))
    assert desk.view.get_zoom() == 2.0


@pytest.mark.parametrize(
    "array", [np.full((4, 4), 1e17), np.array([[-1.7e308, 1.7e308]] * 2), np.eye(4, dtype=bool)]
)
def test_any_numbers_are_shown(api: Any, array: Any) -> None:
    desk = Desk(api)
    desk.view.set_array(array)
    low, high = desk.view.get_limits()
    assert low < high
    assert desk.pixels.shape == (80, 120, 3)


def test_limits_cuts_and_colours_can_be_set(api: Any) -> None:
    desk = Desk(api)
    desk.view.set_array(RAMP)
    desk.view.set_limits(3000, 4000)
    assert near(desk.pixels[-2, -2], (0, 0, 0))
    desk.view.set_array(RAMP + 2000)  # the limits stay
    assert near(desk.pixels[-2, -2], (255, 255, 255))
    assert desk.view.get_limits() == (3000.0, 4000.0)
    desk.view.set_cuts(0, 100)
    assert desk.view.get_limits() == (2000.0, 4399.0)
    desk.view.set_colormap([(255, 0, 0), (0, 0, 255)])
    assert near(desk.pixels[2, 2], (255, 0, 0))
    assert near(desk.pixels[-2, -2], (0, 0, 255))


def test_the_pointer_tells_row_column_and_value(api: Any) -> None:
    desk = Desk(api)
    desk.view.set_array(RAMP)
    desk.user("pointer-move", x=11.0, y=7.0, button_mask=0)
    assert desk.told == [(3, 5, 185.0)]
    assert "row 3  column 5  value 185" in desk.labels()
    desk.user("pointer-down", x=0.0, y=0.0, button_trigger=1)
    desk.user("leave")
    assert desk.told[1:] == [("clicked", 0, 0, 0.0), (None, None, None)]
    assert "row 3  column 5  value 185" not in desk.labels()


def test_the_wheel_zooms_at_the_pointer_and_dragging_pans(api: Any) -> None:
    desk = Desk(api)
    desk.view.set_array(RAMP)
    for _ in range(4):
        desk.user("scroll", x=11.0, y=7.0, delta_y=-100.0)
    assert desk.view.get_zoom() == pytest.approx(2 * 1.25**4)
    desk.user("pointer-move", x=11.0, y=7.0, button_mask=0)
    assert desk.told[-1][:2] == (3, 5)
    desk.user("pointer-down", x=11.0, y=7.0, button_trigger=1)
    desk.user("pointer-move", x=31.0, y=27.0, button_mask=1)
    assert desk.told[-1][:2] == (3, 5)  # it went along
    desk.user("pointer-up", x=31.0, y=27.0, button_trigger=1)
    desk.user("pointer-move", x=11.0, y=7.0, button_mask=0)
    assert desk.told[-1][:2] != (3, 5)
    desk.user("dblclick", x=1.0, y=1.0)
    assert desk.view.get_zoom() == 2.0


@pytest.mark.parametrize("bad", [None, "x", 1e300, -1e300, [1]])
def test_what_a_browser_makes_up_moves_nothing_out_of_sight(api: Any, bad: Any) -> None:
    desk = Desk(api)
    desk.view.set_array(RAMP)
    desk.user("scroll", x=bad, y=bad, delta_y=bad)
    desk.user("scroll", x=5, y=5, delta_y=-999_999_999)
    desk.user("pointer-down", x=bad, y=bad, button_trigger=1)
    desk.user("pointer-move", x=bad, y=bad, button_mask=bad)
    desk.user("scroll")
    desk.user("resize", width=bad, height=bad)
    desk.user("resize", width=120, height=80)
    desk.view.fit()
    assert desk.pixels.shape == (80, 120, 3)


def test_other_buttons_do_nothing(api: Any) -> None:
    desk = Desk(api)
    desk.view.set_array(RAMP)
    desk.user("pointer-down", x=11.0, y=7.0, button_trigger=3)
    desk.user("pointer-move", x=31.0, y=27.0, button_mask=4)
    assert desk.told == [(13, 15, 795.0)]


def test_the_program_zooms_and_looks(api: Any) -> None:
    desk = Desk(api)
    desk.view.set_array(RAMP)
    desk.view.set_zoom(8)
    desk.view.look_at(10.5, 20.5)
    desk.user("pointer-move", x=60.0, y=40.0, button_mask=0)
    assert desk.told == [(10, 20, 620.0)]
    desk.view.fit()
    assert desk.view.get_zoom() == 2.0


def test_beside_the_array_and_where_it_has_no_value_is_the_background(api: Any) -> None:
    desk = Desk(api)
    array = np.ones((40, 40))
    array[20:, :] = np.nan
    desk.view.set_array(array)
    assert near(desk.pixels[10, 5], BACKGROUND)
    assert near(desk.pixels[70, 60], BACKGROUND)
    assert near(desk.pixels[10, 60], (0, 0, 0))


def test_colours_are_shown_as_they_are(api: Any) -> None:
    desk = Desk(api)
    rgba = np.zeros((40, 60, 4), np.uint8)
    rgba[:, :, 0] = 200
    rgba[:20, :, 3] = 255
    desk.view.set_array(rgba)
    assert near(desk.pixels[10, 60], (200, 0, 0))
    assert near(desk.pixels[70, 60], BACKGROUND)
    assert desk.view.get_limits() is None
    desk.user("pointer-move", x=0.0, y=0.0, button_mask=0)
    assert "row 0  column 0  value 200, 0, 0, 255" in desk.labels()


def test_a_screen_of_twice_the_resolution_gets_twice_the_pixels(api: Any) -> None:
    desk = Desk(api, pixel_ratio=2.0)
    desk.view.set_array(RAMP)
    assert desk.pixels.shape == (160, 240, 3)
    desk.user("pointer-move", x=11.0, y=7.0, button_mask=0)
    assert desk.told == [(3, 5, 185.0)]


def test_the_bar_tells_the_limits(api: Any) -> None:
    desk = Desk(api, cuts=(0, 100))
    desk.view.set_array(RAMP)
    assert desk.labels()[0] == "2399"
    assert "0" in desk.labels()
    bare = Desk(api, readout=False, colorbar=False)
    bare.view.set_array(RAMP)
    bare.user("pointer-move", x=1.0, y=1.0, button_mask=0)
    assert bare.labels() == []


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (
            lambda view: view.set_array(np.zeros(3)),
            r"^ImageView\.set_array\(\): array has the shape",
        ),
        (lambda view: view.set_array([]), r"^ImageView\.set_array\(\): array has the shape"),
        (lambda view: view.set_limits(1, 1), r"^ImageView\.set_limits\(\): limits is \(1, 1\)"),
        (lambda view: view.set_cuts(99, 1), r"^percentiles: 99 to 1; they must rise"),
        (
            lambda view: view.set_colormap("nope"),
            r"^ImageView\.set_colormap\(\): colormap is 'nope'",
        ),
        (lambda view: view.set_zoom(0), r"^ImageView\.set_zoom\(\): scale is 0; it must be above"),
        (lambda view: view.set_zoom("2"), r"^ImageView\.set_zoom\(\): scale is '2'; it must be a"),
        (lambda view: view.set_zoom(np.inf), r"set_zoom\(\): scale is inf; it must be a finite"),
        (lambda view: view.set_zoom(10**400), r"set_zoom\(\): scale is 10+; it must be a finite"),
        (lambda view: view.look_at(0, Fraction(10**400)), r"column is Fraction.*; it must be a fi"),
        (lambda view: view.set_limits(0, 10**400), r"set_limits\(\): limits is .* finite numbers"),
        (lambda view: view.look_at("a", 2), r"^ImageView\.look_at\(\): row is 'a'; it must be"),
        (lambda view: view.look_at(1, np.nan), r"look_at\(\): column is nan; it must be a finite"),
        (lambda view: view.set_cuts("a", 2), r"^ImageView\.set_cuts\(\): low is 'a'; it must be"),
        (lambda view: ImageView(view.session, pixel_ratio=0), r"pixel_ratio is 0"),
        (lambda view: ImageView(view.session, pixel_ratio="2"), r"pixel_ratio is '2'"),
        (lambda view: ImageView(view.session, pixel_ratio=np.inf), r"pixel_ratio is inf"),
        (lambda view: ImageView(view.session, cuts=5), r"cuts is 5; it must be a pair"),
    ],
)
def test_what_is_refused_changes_nothing(api: Any, call: Any, why: str) -> None:
    desk = Desk(api)
    desk.view.set_array(RAMP)
    before = desk.pixels
    desk.view.session = desk.session
    with pytest.raises((TypeError, ValueError), match=why):
        call(desk.view)
    desk.view.fit()
    assert (desk.pixels == before).all()


@pytest.mark.parametrize("make", [ImageView, FileBrowser])
def test_what_changes_handlers_can_be_awaited_in_the_async_api_alone(api: Any, make: Any) -> None:
    settings = {"root": "/"} if make is FileBrowser else {}
    made = make(api.Application(0, 0).create_session(), **settings)
    action = "clicked" if make is ImageView else "cancelled"
    done = [
        made.on(action, print),
        made.add_callback(action=action, handler=print),
        made.remove_callback(action, print),
        made.clear_callback(action),
    ]
    is_async = api is pgwidgets.async_
    assert [inspect.isawaitable(each) for each in done] == [is_async] * 4


def test_handlers_that_are_coroutine_functions_are_awaited_one_after_another() -> None:
    desk = Desk(pgwidgets.async_)
    desk.view.set_array(RAMP)
    desk.told.clear()

    async def note(row: int, column: int, value: float) -> None:
        desk.told.append(("awaited", row, column))

    desk.view.clear_callback("clicked")
    desk.view.on("clicked", note)
    [handler] = desk.image._pgwidgets.handlers.of("pointer-down")
    event = {"x": 0, "y": 0, "button_trigger": 1}
    result = handler.function(*handler.positional(desk.image, (event,)))
    assert desk.told == []
    with pytest.raises(StopIteration):
        result.send(None)
    assert desk.told == [("awaited", 0, 0)]

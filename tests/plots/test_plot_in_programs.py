"""Plots of both APIs on their three ways to run, seen by browsers in memory or over sockets."""

import gc
import inspect
import re
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import pgwidgets.async_
import pgwidgets.sync
from pgwidgets.plots import Line
from pgwidgets.testing.conformance import MemoryWorld, ThreadsWorld, TrioWorld, World
from pgwidgets.testing.conformance.visitor import Visitor

LOOK = {"view": "v", "ask": 1, "low": None, "high": None, "width": 200, "taken": 0}


async def given[T](value: Any) -> T:
    """What a call gives, in whichever API."""
    found: T = await value if inspect.isawaitable(value) else value
    return found


@pytest.fixture(params=[MemoryWorld, TrioWorld, ThreadsWorld], ids=["asyncio", "trio", "threads"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    with request.param() as here:
        yield here
        assert here.complaints() == []


class Desk:
    """An application whose session has a plot, and what browsers see of it."""

    def __init__(self, world: World, **options: Any) -> None:
        self.world = world
        self.options = options
        self.plot: Any = None
        self.lines: list[Line] = []
        self.heard: list[Any] = []
        self.looks: dict[int, dict[str, Any]] = {}

    async def build(self, session: Any) -> None:
        widgets = session.get_widgets()
        self.plot = await given(widgets.Plot(**self.options))
        for action in ("limits-changed", "clicked", "line-toggled"):
            await given(self.plot.on(action, self.note, action))
        self.lines = [await given(self.plot.add_line(name)) for name in ("a", "b")]
        self.world.ring()
        window = await given(widgets.TopLevel(title="plot"))
        await given(window.set_widget(self.plot))

    def note(self, *told: Any) -> None:
        self.heard.append((told[-1], *told[:-1]))
        self.world.ring()

    def visit(self, **kept: Any) -> Visitor:
        visitor = self.world.visit(**kept)
        visitor.until_heard("Plot", "_looked")
        visitor.until(
            lambda: len(visitor.all("Plot")[0].get("_plot", {}).get("lines", ())) == 2, "its lines"
        )
        # On a thread of its own the program may be behind the page.
        self.world.until(lambda: len(self.lines) == 2, "the program's lines")
        return visitor

    def look(self, visitor: Visitor, **look: Any) -> None:
        wid = visitor.all("Plot")[0].wid
        told = self.looks[id(visitor)] = {**LOOK, **look}
        message = {"type": "callback", "wid": wid, "action": "_looked", "args": [told]}
        visitor._send_event({**message, "by_itself": True})

    def shown(self, visitor: Visitor) -> list[dict[str, Any]]:
        """What the page was sent of points."""
        calls = visitor.all("Plot")[0].calls
        return [args[1] for name, args in calls if name == "_show"]

    def until_counts(self, visitor: Visitor, **wanted: int) -> None:
        """Wait until so many points of each line have come, of the newest run of it.

        Meanwhile the page says what it has taken, without which it is not sent more and more.
        """

        def counts() -> dict[str, int]:
            found: dict[str, int] = {}
            look = self.looks[id(visitor)]
            taken = max((about["number"] for about in self.shown(visitor)), default=0)
            if taken > look["taken"]:
                self.look(visitor, **{**look, "taken": taken})
            for about in self.shown(visitor):
                for block in about["blocks"]:
                    before = 0 if block["new"] else found.get(block["line"], 0)
                    found[block["line"]] = before + block["count"]
            return found

        visitor.until(lambda: counts() == wanted, f"{wanted}")


@pytest.fixture
def desk(world: World) -> Iterator[Desk]:
    found = Desk(world, title="Dome", x_units="s")
    with world.serving(found.build):
        yield found


def test_a_page_is_sent_what_it_looks_at_and_then_what_comes(desk: Desk) -> None:
    visitor = desk.visit()
    told = visitor.all("Plot")[0].get("_plot")
    assert told["title"] == "Dome"
    assert [*told["lines"]] == ["a", "b"]
    assert told["axes"]["x"]["units"] == "s"
    desk.world.call(desk.lines[0].append, 1.0, 2.0)
    assert desk.shown(visitor) == []
    desk.look(visitor)
    desk.until_counts(visitor, a=1, b=0)
    for number in range(100):
        desk.world.call(desk.lines[1].append, number, number)
    desk.until_counts(visitor, a=1, b=100)
    assert desk.shown(visitor)[-1]["extent"] == [0, 99]
    assert desk.shown(visitor)[-1]["view"] == "v"


def test_any_thread_may_append(desk: Desk) -> None:
    visitor = desk.visit()
    desk.look(visitor)
    desk.until_counts(visitor, a=0, b=0)

    def produce(line: Line) -> None:
        for number in range(50):
            line.append(number, 1.0)
        line.append(np.arange(50, 60), np.zeros(10))

    threads = [threading.Thread(target=produce, args=(line,)) for line in desk.lines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    desk.until_counts(visitor, a=60, b=60)


def test_each_browser_is_sent_what_it_looks_at(desk: Desk) -> None:
    one = desk.visit()
    two = desk.visit(like=one)
    desk.world.call(desk.lines[0].set_data, None, [0.0] * 100)
    desk.look(one, view="one", low=10, high=20)
    desk.look(two, view="two", low=50, high=90)
    desk.until_counts(one, a=13, b=0)
    desk.until_counts(two, a=43, b=0)
    desk.look(one, view="one", low=0, high=5, ask=2)
    one.until(lambda: desk.shown(one)[-1]["ask"] == 2)
    assert {about["view"] for about in desk.shown(one)} == {"one"}
    assert {about["view"] for about in desk.shown(two)} == {"two"}


def test_limits_of_a_user_are_known_and_those_of_a_page_that_is_built_anew(desk: Desk) -> None:
    visitor = desk.visit()
    wid = visitor.all("Plot")[0].wid
    visitor.report(wid, "limits-changed", {"x": [2, 5], "y": None})
    visitor.until(lambda: desk.heard)
    assert desk.heard == [("limits-changed", {"x": (2.0, 5.0), "y": None})]
    assert desk.world.call(lambda: desk.plot.get_limits("x")) == (2.0, 5.0)
    desk.world.call(lambda: given(desk.plot.set_axis("y", scale="log")))
    visitor.report(wid, "limits-changed", {"y": [-1, 5], "z": [1, 2]})  # of before it was so
    visitor.until(lambda: len(desk.heard) == 2)
    again = desk.visit(like=visitor)
    desk.look(again)
    again.until(lambda: desk.shown(again))
    assert desk.shown(again)[0]["limits"] == {"x": [2.0, 5.0]}
    desk.world.call(lambda: given(desk.plot.set_limits("y", 1, 2)))
    again.until(lambda: ("_move", ({"y": [1.0, 2.0]},)) in again.all("Plot")[0].calls)
    desk.world.call(lambda: given(desk.plot.fit()))
    again.until(lambda: ("_move", ({"x": None, "y": None},)) in again.all("Plot")[0].calls)
    assert desk.world.call(lambda: desk.plot.get_limits("x")) is None


def test_a_line_that_a_user_hides_is_hidden_in_all_browsers(desk: Desk) -> None:
    one = desk.visit()
    two = desk.visit(like=one)
    one.report(one.all("Plot")[0].wid, "line-toggled", "b", False)
    for visitor in (one, two):
        visitor.until(
            lambda page=visitor: not page.all("Plot")[0].get("_plot")["lines"]["b"]["visible"]
        )
    one.until(lambda: desk.heard == [("line-toggled", "b", False)])
    assert not desk.lines[1].is_visible
    one.report(one.all("Plot")[0].wid, "line-toggled", "no line", True)  # one that has just gone
    one.ping(b"there")


def test_what_a_hostile_page_says_reaches_no_handler(world: World) -> None:
    desk = Desk(world)
    with world.serving(desk.build):
        visitor = desk.visit()
        wid = visitor.all("Plot")[0].wid
        for args in ([], [{**LOOK, "low": 10**400}], [{"view": "v" * 10**5}]):
            visitor.report(wid, "_looked", *args)
        visitor.report(wid, "limits-changed", {"x": ["a", None]})
        visitor.report(wid, "clicked", "here", [])
        visitor.report(wid, "_due")
        visitor.report(wid, "line-toggled", {}, 3)
        for number in range(2000):
            desk.look(visitor, ask=number, width=10**9)
        visitor.report(wid, "clicked", 1, 2, None)
        visitor.until(lambda: desk.heard)
        assert desk.heard == [("clicked", 1.0, 2.0, None)]
        assert len(desk.shown(visitor)) < 200
        refused = [r.getMessage() for r in world.records if "reports" in r.getMessage()]
        assert len(refused) >= 1
        assert not any(word in text for text in refused for word in ("Traceback", "v" * 1000))


def test_the_stock_client_has_no_plots_and_the_program_hears_it(world: World) -> None:
    desk = Desk(world)

    async def build(session: Any) -> None:
        session.on_error(lambda error: world.note(str(error)))
        await desk.build(session)

    with world.serving(build):
        world.visit(stock=True)
        world.until(lambda: world.notes)
        assert "Unknown widget class: Plot" in world.notes[0]
        world.expect("Unknown widget class: Plot")
        world.expect("Unknown widget id")


def test_a_page_that_is_built_anew_in_its_browser_is_sent_all_again(desk: Desk) -> None:
    visitor = desk.visit()
    desk.world.call(desk.lines[0].append, 1.0, 1.0)
    desk.look(visitor)
    desk.until_counts(visitor, a=1, b=0)
    desk.world.call(lambda: given(desk.plot.session.reconstruct()))
    visitor.until(lambda: desk.shown(visitor) == [])
    desk.look(visitor, view="w")
    desk.until_counts(visitor, a=1, b=0)
    assert desk.shown(visitor)[0]["view"] == "w"


def test_browsers_that_have_left_are_forgotten(desk: Desk) -> None:
    first = desk.visit()
    for _ in range(20):
        other = desk.visit(like=first)
        desk.look(other)
        other.until(lambda page=other: desk.shown(page))
        other.leave()
    desk.look(first)
    first.until(lambda: desk.shown(first))
    assert len(desk.world.call(lambda: dict(desk.plot._pgwidgets_plot._viewers))) < 20


def test_a_lost_connection_goes_on_where_it_was(desk: Desk) -> None:
    visitor = desk.visit()
    desk.look(visitor)
    desk.world.call(desk.lines[0].append, 1.0, 1.0)
    desk.until_counts(visitor, a=1, b=0)
    visitor.ping(b"that it has taken it")
    visitor.cut()
    desk.world.until_program(lambda: not desk.plot.session.is_connected)
    for number in range(20):  # each of which would have been sent
        desk.world.call(desk.lines[0].append, 2.0 + number, 1.0)
    desk.world.until_program(lambda: not desk.plot._pgwidgets_plot._is_armed)
    visitor.come_back()
    visitor.until_back()
    desk.until_counts(visitor, a=21, b=0)
    desk.world.call(desk.lines[0].append, 30.0, 1.0)
    desk.until_counts(visitor, a=22, b=0)


# ---------------------------------------------------------------------- without a browser


@pytest.fixture(params=[pgwidgets.async_, pgwidgets.sync], ids=["async", "sync"])
def plot(request: pytest.FixtureRequest) -> Any:
    return request.param.Application(0, 0).create_session().get_widgets().Plot()


def line_of(plot: Any, name: str = "a", *args: Any, **look: Any) -> Line:
    plot.add_line(name, *args, **look)
    found: Line = plot.get_line(name)
    return found


def test_lines_are_there_by_name_and_keep_their_colours(plot: Any) -> None:
    one, two = line_of(plot, "one", [1, 2], [3, 4]), line_of(plot, "two", y=[5, 6, 7])
    assert plot.get_lines() == [one, two]
    assert (one.name, len(one), len(two)) == ("one", 2, 3)
    assert [each.tolist() for each in two.get_data()] == [[0, 1, 2], [5, 6, 7]]
    two.append(None, 8)
    two.append([], [])
    two.append(9.5, None)
    assert two.get_data()[0].tolist() == [0, 1, 2, 3, 9.5]
    assert np.isnan(two.get_data()[1][-1])
    plot.remove_line("one")
    three = line_of(plot, "three")
    assert (three._look["number"], two._look["number"]) == (0, 1)
    two.clear()
    assert len(two) == 0
    plot.clear()
    assert plot.get_lines() == []
    with pytest.raises(KeyError, match="there is no line 'one'"):
        plot.get_line("one")


def test_what_a_plot_is_told_of_its_looks(plot: Any) -> None:
    line = line_of(plot, "a", style="dashed", color="on-danger")
    plot.add_axis("p", label="pressure", scale="log", side="right")
    line.set_style(axis="p", width=3)
    plot.set_axis("x", scale="time", zone="UTC", label="when")
    plot.set_title("Other")
    plot.set_grid(False)
    plot.set_legend(False)
    plot.set_crosshair(False)
    told = plot._pgwidgets.node.value("_plot")
    assert told["title"] == plot.get_title() == "Other"
    assert (told["grid"], told["legend"], told["crosshair"]) == (False, False, False)
    assert told["axes"]["x"]["scale"] == "time"
    assert told["axes"]["p"]["side"] == "right"
    look = told["lines"]["a"]
    assert (look["style"], look["width"], look["axis"]) == ("dashed", 3, "p")
    line.set_visible(False)
    assert not line.is_visible


def test_an_axis_that_becomes_logarithmic_shows_no_limits_that_it_can_not(plot: Any) -> None:
    plot.set_limits("y", -1, 5)
    plot.set_axis("y", scale="log")
    assert plot.get_limits("y") is None
    plot.set_limits("y", 1, 5)
    plot.set_axis("y", label="counts")
    assert plot.get_limits("y") == (1, 5)


def bound(plot: Any) -> Any:
    """The class of plots of a plot's session."""
    return plot.session.get_widgets().Plot


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda p: p.add_line("a"), ValueError, "Plot.add_line(): name is 'a'; there is such"),
        (lambda p: p.add_line(""), ValueError, "Plot.add_line(): name is ''"),
        (lambda p: p.add_line("b", axis="z"), ValueError, "axis is 'z'; it must be one of 'y'"),
        (lambda p: p.add_line("b", axis="x"), ValueError, "axis is 'x'; it must be one of 'y'"),
        (lambda p: p.add_line("b", [1]), TypeError, "x is given, and y is None"),
        (lambda p: p.add_line("b", [1], [1, 2]), ValueError, "<Line 'b'>.set_data(): x has 1"),
        (lambda p: p.get_line("a").append(float("nan"), 1.0), ValueError, "append(): x is nan"),
        (lambda p: p.get_line("a").append(1.0, "1"), TypeError, "append(): y is '1'"),
        (lambda p: p.get_line("a").append("1", 1.0), TypeError, "append(): x is '1'"),
        (lambda p: p.get_line("a").append(1, [2, 3]), ValueError, "append(): x has the shape ()"),
        (lambda p: p.get_line("a").set_style(size=3), TypeError, "set_style() has no 'size'"),
        (lambda p: p.add_axis("y"), ValueError, "Plot.add_axis(): name is 'y'"),
        (lambda p: p.add_axis("t", scale="time"), ValueError, "scale is 'time'"),
        (lambda p: p.set_axis("z"), ValueError, "axis is 'z'; it must be one of 'x', 'y'"),
        (lambda p: p.set_axis("y", scale="time"), ValueError, "scale is 'time'"),
        (lambda p: p.set_limits("x", 2, 1), ValueError, "low must be below high"),
        (lambda p: p.fit("z"), ValueError, "Plot.fit(): axis is 'z'"),
        (lambda p: p.get_limits(3), ValueError, "Plot.get_limits(): axis is 3"),
        (lambda p: p.add_line("b", color="on-"), ValueError, "color is 'on-'; it must be a colour"),
        (lambda p: p.set_title(3), TypeError, "Plot.set_title(): title is 3"),
        (lambda p: p.set_grid(1), TypeError, "Plot.set_grid(): grid is 1"),
        (lambda p: bound(p)(window=0), ValueError, "Plot(): window is 0"),
        (lambda p: bound(p)(points=2.5), TypeError, "Plot(): points is 2.5"),
        (lambda p: bound(p)(window=5, history=1), ValueError, "history is 1; it must be at least"),
        (lambda p: bound(p)(x_scale="square"), ValueError, "Plot(): x: scale is 'square'"),
        (lambda p: bound(p)(titel=""), TypeError, "no argument 'titel'; it takes title, x_label, "),
        (lambda p: bound(p)(_plot={}), TypeError, "Plot() has no argument '_plot'"),
    ],
)
def test_what_is_refused_changes_nothing(
    plot: Any, call: Any, error: type[Exception], text: str
) -> None:
    line = line_of(plot)
    line.append(1.0, 1.0)
    before = plot._pgwidgets.node.value("_plot")
    with pytest.raises(error, match=re.escape(text)):
        call(plot)
    assert plot._pgwidgets.node.value("_plot") == before
    assert plot.get_lines() == [line]
    assert len(line) == 1


def test_points_are_kept_by_number_by_window_and_by_history() -> None:
    widgets = pgwidgets.sync.Application(0, 0).create_session().get_widgets()
    for options, first in (
        ({"points": 10}, 90),
        ({"window": 20}, 79),
        ({"window": 20, "history": 50}, 49),
        ({}, 0),
    ):
        line = line_of(widgets.Plot(**options))
        line.append(np.arange(100), np.zeros(100))
        assert line.get_data()[0][0] == first, options


def test_points_of_a_plot_that_has_ended_go_nowhere(desk: Desk) -> None:
    visitor = desk.visit()
    desk.look(visitor)
    desk.until_counts(visitor, a=0, b=0)
    line, session = desk.lines[0], desk.plot.session

    def end() -> None:
        line.append(1.0, 2.0)
        desk.plot.destroy()
        line.append(2.0, 2.0)
        desk.plot.set_title("gone")

    desk.world.call(end)
    visitor.until(lambda: not visitor.all("Plot"))
    visitor.ping(b"there")
    assert len(line) == 2
    left = desk.world.call(lambda: [type(each).__name__ for each in session.walk_widget_tree()])
    assert left == ["TopLevel"]


def test_plots_that_have_ended_leave_nothing_behind(plot: Any) -> None:
    session = plot.session
    widgets = session.get_widgets()
    assert len(session._pgwidgets.to_join()) == 1, "it hears who is back"
    for _ in range(5):
        gone = widgets.Plot()
        line_of(gone).append(1.0, 1.0)
        gone.destroy()
    del gone
    gc.collect()
    assert len(session._pgwidgets.to_join()) == 1
    assert len(session._pgwidgets.core.nodes) == 1


def test_a_class_of_ones_own_may_be_derived_from_it() -> None:
    app = pgwidgets.sync.Application(0, 0)

    class Trace(pgwidgets.sync.Widgets.Plot):
        def __init__(self, session: Any, name: str) -> None:
            super().__init__(session, title=name)
            self.lines = [self.add_line(name)]

    app.register_widget(Trace)
    trace = app.create_session().get_widgets().Trace("dome")
    assert trace.get_title() == "dome"
    assert trace.lines[0].name == "dome"
    assert app._pgwidgets.site.page._classes == {}, "every page has its script"

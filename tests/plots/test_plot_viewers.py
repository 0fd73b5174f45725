"""What each browser is sent: where it looks now, and what has come in since."""

import math
from typing import Any

import numpy as np
import pytest

from pgwidgets.plots import reports
from pgwidgets.plots.series import Series
from pgwidgets.plots.viewers import IN_FLIGHT, WIDEST, Look, Message, Viewer, look_of

ALL = Look("a", 1, -math.inf, math.inf, 100, 0)


def line(*values: float) -> Series:
    series = Series()
    series.replace(np.arange(len(values), dtype=float), np.asarray(values))
    return series


def next_of(viewer: Viewer, lines: dict[str, Series]) -> Message | None:
    extents = [extent for series in lines.values() if (extent := series.extent(is_log=False))]
    extent = (min(e[0] for e in extents), max(e[1] for e in extents)) if extents else None
    return viewer.next_message(lines, extent, is_log=False)


def points(message: Message | None) -> dict[str, tuple[list[float], list[float]]]:
    """What a page makes of a message."""
    assert message is not None
    found, at, places = {}, 0, 0
    for block in message.about["blocks"]:
        count = block["count"]
        if not block.get("same"):
            places, at = at, at + count
        x = message.numbers[places : places + count].astype(float) + block["x0"]
        y = message.numbers[at : at + count].astype(float) + block["y0"]
        found[block["line"]] = (x.tolist(), y.tolist())
        at += count
    assert at == len(message.numbers)
    return found


def test_it_is_sent_all_and_then_what_comes() -> None:
    lines = {"a": line(1, 2), "b": line()}
    viewer = Viewer(ALL)
    first = next_of(viewer, lines)
    assert points(first) == {"a": ([0, 1], [1, 2]), "b": ([], [])}
    assert first is not None
    assert first.about["extent"] == (0, 1)
    assert [block["new"] for block in first.about["blocks"]] == [True, True]
    assert next_of(viewer, lines) is None
    lines["b"].add(5, math.nan)
    second = next_of(viewer, lines)
    assert second is not None
    assert [block["line"] for block in second.about["blocks"]] == ["b"]
    assert not second.about["blocks"][0]["new"]
    lines["a"].replace(np.array([7.0]), np.array([8.0]))
    assert points(next_of(viewer, lines)) == {"a": ([7], [8])}


def test_another_question_is_answered_anew_and_word_of_messages_is_none() -> None:
    lines = {"a": line(*range(100))}
    viewer = Viewer(ALL)
    next_of(viewer, lines)
    viewer.looks(Look("a", 1, -math.inf, math.inf, 100, 1))
    assert next_of(viewer, lines) is None
    viewer.looks(Look("a", 2, 10, 20, 100, 1))
    message = next_of(viewer, lines)
    assert message is not None
    assert message.about["ask"] == 2
    assert points(message)["a"][0] == list(range(9, 22))
    lines["a"].add(100, 0)  # it looks elsewhere, but hears how far it goes now
    message = next_of(viewer, lines)
    assert message is not None
    assert (message.about["blocks"], message.about["extent"]) == ([], (0, 100))


def test_a_line_that_takes_the_place_of_another_is_sent_whole() -> None:
    viewer = Viewer(ALL)
    next_of(viewer, {"a": line(1, 2, 3)})
    assert points(next_of(viewer, {"a": line(4, 5, 6)})) == {"a": ([0, 1, 2], [4, 5, 6])}


def test_a_line_that_gets_markers_is_sent_with_all_its_points() -> None:
    lines = {"a": line(*range(1000))}
    viewer = Viewer(ALL)
    assert len(points(next_of(viewer, lines))["a"][0]) <= 400
    message = viewer.next_message(lines, (0, 999), is_log=False, clouds={"a"})
    assert len(points(message)["a"][0]) == 1000


def test_places_that_lines_have_in_common_are_sent_once() -> None:
    lines = {"a": line(1, 2, 3), "b": line(4, 5, 6), "c": line(7, 8), "d": line(9, 9)}
    message = next_of(Viewer(ALL), lines)
    assert message is not None
    assert len(message.numbers) == 3 + 3 + 3 + 2 + 2 + 2
    assert [block.get("same", False) for block in message.about["blocks"]] == [0, 1, 0, 1]
    assert points(message)["d"] == ([0, 1], [9, 9])


def test_what_is_not_taken_is_waited_for_and_merged() -> None:
    lines = {"a": line(0)}
    viewer = Viewer(ALL)
    sent = 0
    while viewer.has_room:
        lines["a"].add(lines["a"].end, 1.0)
        assert next_of(viewer, lines) is not None
        sent += 1
    assert sent == IN_FLIGHT
    for number in range(1000):
        lines["a"].add(100.0 + number, 1.0)
    viewer.looks(Look("a", 1, -math.inf, math.inf, 100, 3))
    assert viewer.has_room
    x, _ = points(next_of(viewer, lines))["a"]
    assert (x[0], x[-1]) == (100, 1099)
    assert len(x) <= 2 * 2 * 100 + 2


def test_a_large_message_is_one_at_a_time() -> None:
    lines = {"a": line(*np.random.default_rng(1).normal(size=100_000))}
    viewer = Viewer(Look("a", 1, -math.inf, math.inf, WIDEST, 0))
    assert next_of(viewer, lines) is not None
    lines["a"].add(1e6, 0)
    assert not viewer.has_room
    viewer.looks(Look("a", 1, -math.inf, math.inf, WIDEST, 1))
    assert viewer.has_room


@pytest.mark.parametrize("base", [0.0, 1.7e9, -4e12])
def test_numbers_that_differ_by_little_are_told_apart(base: float) -> None:
    series = Series()
    x = base + np.arange(1000) / 1000
    series.replace(x, np.asarray(base + np.sin(np.arange(1000))))
    found, _ = points(next_of(Viewer(Look("a", 1, -math.inf, math.inf, 500, 0)), {"a": series}))[
        "a"
    ]
    assert np.allclose(np.diff(found), 1e-3, rtol=0, atol=1e-3 if base < 0 else 1e-5)


def test_small_numbers_beside_large_ones_are_kept() -> None:
    _, y = points(next_of(Viewer(ALL), {"a": line(1e-9, 1e-3, 1e6)}))["a"]
    assert y == pytest.approx([1e-9, 1e-3, 1e6], rel=1e-6)


def test_numbers_beyond_what_a_page_is_sent_break_the_line() -> None:
    _, y = points(next_of(Viewer(ALL), {"a": line(-1e308, 0, 1e308)}))["a"]
    assert [math.isfinite(value) for value in y] == [False, True, False]


GOOD = {"view": "v", "ask": 1, "low": None, "high": 2.5, "width": 800, "taken": 0}


def test_where_a_page_looks() -> None:
    assert look_of(GOOD) == Look("v", 1, -math.inf, 2.5, 800, 0)
    assert look_of({**GOOD, "width": 10**9}).width == WIDEST
    assert look_of({**GOOD, "width": 0}).width == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"view": ""}, {"view": 3}, {"view": "x" * 65}, {"ask": -1}, {"ask": 1.5}, {"ask": True},
        {"taken": None}, {"width": "wide"}, {"low": 3}, {"low": "a"}, {"high": [1]},
        {"low": 10**400}, {"low": True},
    ],
)  # fmt: skip
def test_where_no_page_can_look(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must be|is no end of a range"):
        look_of({**GOOD, **wrong})


@pytest.mark.parametrize(
    ("check", "args"),
    [
        (reports.looked, ()),
        (reports.looked, ([],)),
        (reports.limits_changed, (3,)),
        (reports.limits_changed, ({"x": [2, 1]},)),
        (reports.limits_changed, ({"x": [1]},)),
        (reports.limits_changed, ({"x": [1, "2"]},)),
        (reports.limits_changed, ({"x": [1, 10**400]},)),
        (reports.limits_changed, ({str(n): None for n in range(100)},)),
        (reports.pointed, (1, None, None)),
        (reports.pointed, (1, 2, 3)),
        (reports.clicked, (None, None, None)),
        (reports.toggled, ("a", 1)),
        (reports.toggled, (1, True)),
    ],
)
def test_reports_that_can_not_be_true(check: Any, args: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match=r"must|is no object|are no name"):
        check(*args)


def test_reports_as_handlers_get_them() -> None:
    assert reports.limits_changed({"x": [1, 2], "y": None}, 5) == ({"x": (1.0, 2.0), "y": None},)
    assert reports.pointed(None, None, None) == (None, None, None)
    assert reports.clicked(1, 2.5, "a") == (1.0, 2.5, "a")
    assert reports.toggled("a", False) == ("a", False)

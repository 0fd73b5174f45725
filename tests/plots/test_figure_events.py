"""What browsers may report of a figure; all else is refused, whoever sends it."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgwidgets.plots.figure_events import LARGEST, BadEventError, checked_event

MOVE = {
    "type": "motion_notify",
    "x": 3,
    "y": 4.5,
    "button": 0,
    "buttons": 1,
    "modifiers": ["ctrl"],
    "guiEvent": {"isTrusted": True},
}


def test_what_a_user_does_comes_through_with_nothing_else() -> None:
    assert checked_event({**MOVE, "more": 1}) == {**MOVE, "step": 0}
    scroll = {**MOVE, "type": "scroll", "step": -1}
    assert checked_event(scroll) == scroll
    key = {"type": "key_press", "key": "ctrl+kArrowUp", "guiEvent": 3}
    assert checked_event(key) == {**key, "guiEvent": None}
    size = {"type": "resize", "width": 640, "height": 480.5}
    assert checked_event(size) == size
    assert checked_event({"type": "refresh", "x": 1}) == {"type": "refresh"}
    button = {"type": "toolbar_button", "name": "home"}
    assert checked_event(button) == button


@pytest.mark.parametrize(
    "event",
    [
        None,
        [],
        "refresh",
        {},
        {"type": None},
        {"type": []},
        {"type": "draw"},
        {"type": "unknown_event"},
        {**MOVE, "x": None},
        {**MOVE, "x": float("nan")},
        {**MOVE, "y": 1e300},
        {**MOVE, "y": True},
        {**MOVE, "button": -1},
        {**MOVE, "buttons": "1"},
        {**MOVE, "modifiers": None},
        {**MOVE, "modifiers": ["hyper"]},
        {**MOVE, "modifiers": [[]]},
        {**MOVE, "type": "scroll"},
        {"type": "key_press"},
        {"type": "key_press", "key": "a"},
        {"type": "key_press", "key": "k" * 100},
        {"type": "toolbar_button", "name": "save_figure"},
        {"type": "toolbar_button", "name": "__init__"},
        {"type": "toolbar_button", "name": ["home"]},
        {"type": "resize", "width": 0, "height": 10},
        {"type": "resize", "width": LARGEST + 1, "height": 10},
        {"type": "resize", "width": 10},
        {"type": "set_device_pixel_ratio", "device_pixel_ratio": 1000},
    ],
)
def test_what_no_user_does_is_refused(event: Any) -> None:
    with pytest.raises(BadEventError):
        checked_event(event)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)


@given(st.sampled_from(sorted({MOVE["type"], "key_press", "resize", "toolbar_button", "x"})), PLAIN)  # type: ignore[type-var]
def test_anything_is_taken_or_refused(kind: str, value: Any) -> None:
    for event in (value, {"type": kind, "x": value}, {**MOVE, "type": kind, "key": value}):
        with contextlib.suppress(BadEventError):
            assert checked_event(event)["type"] == kind

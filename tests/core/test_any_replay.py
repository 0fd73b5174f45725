"""Whatever is called of whatever class: who comes late sees what those see who saw every step."""

from typing import Any

import pytest
from hypothesis import given

from core.any_program import STEPS, AnyProgram
from core.helpers import connect, make_hub, settle
from core.thorough import THOROUGHLY
from pgwidgets.testing import SimulatedBrowser

NOT_COMPARED = frozenset(
    # The group that a switch was made for is compared as a group; whom it was named by may be gone.
    {"group"}
)


def is_shown(browser: SimulatedBrowser, part: Any) -> bool:
    """Tell whether a part of a value shows: not one never set, nor one that names a lost widget."""
    match part:
        case {"__wid__": wid}:
            return wid in browser.page.widgets
    return part not in (None, False)


def page_of(browser: SimulatedBrowser) -> dict[int, dict[str, Any]]:
    """Everything that a page shows."""
    return {
        wid: {
            "class": widget.cls,
            "children": widget.children,
            "parent": widget.parent,
            "selected": widget.selected,
            "content": widget.content.shown() if hasattr(widget.content, "shown") else None,
            "group": [other.wid for other in widget.group if len(widget.group) > 1],
            **{
                key: value
                for key, value in widget.state.items()
                # What was never set, and what was taken back, look the same.
                if key not in NOT_COMPARED and any(is_shown(browser, part) for part in value)
            },
        }
        for wid, widget in sorted(browser.page.widgets.items())
    }


@THOROUGHLY
@given(STEPS)
def test_a_page_that_is_rebuilt_shows_what_one_shows_that_saw_every_step(
    steps: list[tuple[str, int]],
) -> None:
    hub = make_hub()
    session = hub.create_session()
    witness = connect(hub, session)
    program = AnyProgram(session, is_lasting=True)
    for step in steps:
        program.step(*step)
    settle(session, [witness])
    newcomer = connect(hub, session)
    settle(session, [witness, newcomer])
    assert not witness.errors + newcomer.errors
    assert witness.closed is newcomer.closed is None
    assert page_of(witness) == page_of(newcomer)


def test_the_widget_that_a_label_is_for_may_be_gone() -> None:
    hub = make_hub()
    session = hub.create_session()
    witness = connect(hub, session)
    label, entry = session.create("Label", ("Name",)), session.create("TextEntry", ())
    session.call(label, "set_label_for", (entry,))
    session.call(entry, "destroy", ())
    newcomer = connect(hub, session)
    settle(session, [witness, newcomer])
    assert not witness.errors + newcomer.errors
    assert page_of(witness) == page_of(newcomer)


@pytest.mark.parametrize(
    ("cls", "calls"),
    [
        ("GridBox", [("set_column_spacing", 7), ("set_row_spacing", 6), ("set_spacing", 1)]),
        ("GridBox", [("set_spacing", 1), ("set_column_spacing", 7)]),
        ("VideoWidget", [("set_current_time", 3.0), ("set_url", "/film.mp4")]),
        ("VideoWidget", [("set_current_time", 3.0), ("stop",)]),
        ("StatusBar", [("set_message", "done"), ("clear",)]),
        ("ExternalWidget", [("set_content", "<p>"), ("clear",)]),
        ("SpinBox", [("set_value", -5), ("set_limits", -9, 9)]),
        ("SpinBox", [("set_limits", 10, 20), ("set_limits", 0, 20)]),
        ("SpinBox", [("set_limits", 0.25, 9)]),
        ("SpinBox", [("set_limits", 0.25, 9), ("set_limits", 0.25, 9)]),
        ("SpinBox", [("set_limits", 0, 9), ("set_value", 5.6), ("set_limits", 0, 5.8)]),
        ("Slider", [("set_limits", 0, 10), ("set_limits", 0, 90)]),
        ("Slider", [("set_limits", 0, 90, 20), ("set_limits", 0, 90, 1)]),
        ("Dial", [("set_limits", 60, 90), ("set_limits", 0, 90)]),
        ("MenuAction", [("set_state", True), ("set_checked", False)]),
        ("MenuAction", [("set_checked", False), ("set_state", True)]),
    ],
)
def test_what_one_call_takes_back_of_another_is_gone_in_both(cls: str, calls: list[Any]) -> None:
    hub = make_hub()
    session = hub.create_session()
    witness = connect(hub, session)
    widget = session.create(cls)
    for method, *args in calls:
        session.call(widget, method, tuple(args))
    settle(session, [witness])
    newcomer = connect(hub, session)
    settle(session, [witness, newcomer])
    assert page_of(witness) == page_of(newcomer)


def test_limits_that_are_replaced_at_once_have_bounded_the_number_all_the_same() -> None:
    hub = make_hub()
    session = hub.create_session()
    witness = connect(hub, session)
    slider = session.create("Slider", (), {"min": 1})
    session.call(slider, "set_value", (120,))
    session.call(slider, "set_limits", (1, 1, 0))
    session.call(slider, "set_limits", (7, 120, 0))
    newcomer = connect(hub, session)
    settle(session, [witness, newcomer])
    assert session.call(slider, "get_value") == 7
    assert page_of(witness)[slider.wid]["value"] == page_of(newcomer)[slider.wid]["value"] == (7,)

"""Entries whose text is checked as it is typed, in both APIs."""

from typing import Any

import pytest

import pgwidgets.async_
import pgwidgets.sync


@pytest.fixture(params=[pgwidgets.async_, pgwidgets.sync], ids=["async", "sync"])
def W(request: pytest.FixtureRequest) -> Any:
    return request.param.Application(0, 0).create_session().get_widgets()


def types(widget: Any, text: str) -> None:
    """What a user does, as the report of a browser tells it."""
    widget.set_text(text)
    for handler in widget._pgwidgets.handlers.of("modified"):
        handler.function(*handler.positional(widget, (text,)))


def whole(text: str) -> int:
    return int(text)


@pytest.mark.parametrize("name", ["TextEntry", "TextArea"])
def test_a_text_is_checked_as_it_is_typed(W: Any, name: str) -> None:
    entry = getattr(W, name)("1", validator=whole, tooltip="How many")
    assert entry.get_fault() == ""
    types(entry, "x")
    why = "invalid literal for int() with base 10: 'x'"
    assert (entry.get_fault(), entry.get_tooltip()) == (why, why)
    types(entry, "")
    assert "''" in entry.get_tooltip()
    types(entry, "12")
    assert (entry.get_fault(), entry.get_tooltip()) == ("", "How many")


def test_a_text_that_the_program_sets_is_checked_when_it_is_asked(W: Any) -> None:
    entry = W.TextEntry("x")
    assert entry.get_fault() == ""
    entry.set_validator(whole)
    assert "invalid" in entry.get_fault()
    entry.set_text("7")
    assert entry.get_fault() == ""


def test_a_validator_is_replaced_and_taken_away(W: Any) -> None:
    def never(text: str) -> None:
        raise ValueError

    entry = W.TextEntry("x", validator=whole)
    entry.set_validator(never)
    assert entry.get_fault() == "this can't be right"
    assert len(entry._pgwidgets.handlers.of("modified")) == 1
    entry.set_validator(None)
    assert entry.get_fault() == ""
    assert not entry.get_tooltip()
    assert entry._pgwidgets.handlers.of("modified") == ()


def test_what_is_no_validator_and_who_has_none(W: Any) -> None:
    with pytest.raises(TypeError, match=r"Button.set_validator\(\): only TextEntry and TextArea"):
        W.Button("x").set_validator(whole)
    with pytest.raises(TypeError, match="validator is 7; it must be something to call"):
        W.TextEntry("x", validator=7)

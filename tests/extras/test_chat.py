"""A chat, where users are signed in; what everybody sees of it, the tests of the examples say."""

import pytest

from pgwidgets.extras import Chat
from pgwidgets.testing.conformance import AsyncioWorld, ThreadsWorld, World


@pytest.mark.parametrize("world", [AsyncioWorld, ThreadsWorld])
def test_who_is_signed_in_speaks_by_that_name(world: type[World]) -> None:
    room = Chat()
    with world() as here, here.serving(room.visit, identify=lambda request: "Ada"):
        visitor = here.visit()
        who, what = visitor.until_shown(2, "TextEntry")
        assert who.get("text") == "Ada"
        visitor.until(lambda: "activated" in what.listeners)
        visitor.type_text(who.wid, "Eve")
        visitor.tell(what.wid, "activated", "It is me")
        here.until_program(lambda: len(room._said) == 1, "a line")
        assert [row[1:] for row in room._said.rows(0, 1)] == [["Ada", "It is me"]]


@pytest.mark.parametrize("world", [AsyncioWorld, ThreadsWorld])
def test_who_comes_later_sees_what_was_said_last(world: type[World]) -> None:
    room = Chat()
    room.say("Ada", "It is long ago")
    with world() as here, here.serving(room.visit):
        visitor = here.visit()
        (table,) = visitor.until_shown(1, "TableView")
        visitor.until(lambda: ("scroll_to_end", ()) in table.calls, "the last line")

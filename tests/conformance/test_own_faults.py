"""A fault of the core's own over one browser's report, in every world: all are served on."""

from typing import Any

import pytest

from pgwidgets.testing.conformance import World
from pgwidgets.testing.conformance.program import counting
from pgwidgets_proto.sessions.receiving.inbox import Inbox

from .worlds import WORLDS

WORD = "what the core can't cope with"


@pytest.mark.parametrize("where", ["put_report", "_apply_callback"])
@pytest.mark.parametrize("world", WORLDS)
def test_all_are_served_on(world: type[World], where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = getattr(Inbox, where)

    def raises(*args: Any, **keywords: Any) -> Any:
        if any(getattr(arg, "args", None) == [WORD] for arg in args):
            raise OverflowError("a fault that is put in")
        return plain(*args, **keywords)

    monkeypatch.setattr(Inbox, where, raises)
    with world() as there, there.serving(counting):
        one, other = there.visit(), there.visit()
        button = one.until_heard("Button")
        one.send({"type": "callback", "wid": button.wid, "action": "activated", "args": [WORD]})
        one.press()
        for visitor in (one, other):
            visitor.until_heard("Button")
        other.press()
        for visitor in (one, other, there.visit()):
            visitor.until_heard("Button")
        other.until_text("1")
        (told,) = [record for record in there.records if record.exc_info is not None]
        assert told.levelname == "ERROR"
        assert told.exc_info is not None
        assert told.exc_info[0] is OverflowError
        there.records.clear()

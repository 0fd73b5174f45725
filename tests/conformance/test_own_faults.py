"""A fault of the core's own over one browser, in every world: all are served on."""

from typing import Any

import pytest

from pgwidgets.testing.conformance import World
from pgwidgets.testing.conformance.program import counting
from pgwidgets_proto import CloseCode
from pgwidgets_proto.sessions.receiving.inbox import Inbox
from pgwidgets_proto.views.outbox import Outbox
from pgwidgets_proto.views.receipts import Receipts

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
        assert_told(there)


@pytest.mark.parametrize("world", WORLDS)
def test_a_page_that_cannot_be_sent_what_waits_comes_back(
    world: type[World], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, faults = Outbox.frames, [OverflowError("a fault that is put in")]

    def raises(outbox: Outbox, *args: Any) -> Any:
        if outbox.can_send and faults:
            raise faults.pop()
        return plain(outbox, *args)

    with world() as there, there.serving(counting):
        one, other = there.visit(), there.visit()
        for visitor in (one, other):
            visitor.until_heard("Button")
        monkeypatch.setattr(Outbox, "frames", raises)
        one.press()
        assert one.until_closed() == CloseCode.INTERNAL_ERROR
        one.drop()
        one.come_back(is_new_page=False)
        other.press()
        for visitor in (one, other):
            visitor.until_text("1")
        assert_told(there)


@pytest.mark.parametrize("world", WORLDS)
def test_what_is_due_may_fail(world: type[World], monkeypatch: pytest.MonkeyPatch) -> None:
    plain, faults = Receipts.count, [OverflowError("a fault that is put in")]

    def raises(now: float) -> None:
        if faults:
            raise faults.pop()

    def count(receipts: Receipts, *args: Any, **keywords: Any) -> None:
        receipts._deadlines.add(0.0, raises)
        plain(receipts, *args, **keywords)

    monkeypatch.setattr(Receipts, "count", count)
    with world() as there, there.serving(counting):
        one, other = there.visit(), there.visit()
        for number in ("1", "2"):
            for visitor in (one, other):
                visitor.until_heard("Button")
                visitor.press()
                visitor.until_text(number)
        assert_told(there)


def assert_told(world: World) -> None:
    """The log has one fault, that which was put in."""
    world.until(lambda: any(record.exc_info for record in world.records), "a fault in the log")
    (told,) = [record for record in world.records if record.exc_info is not None]
    assert told.levelname == "ERROR"
    assert told.exc_info is not None
    assert told.exc_info[0] is OverflowError
    world.records.clear()

"""Who is newer: what a browser knew of our values when it reported."""

from pgwidgets_proto.views.knowledge import Knowledge
from pgwidgets_proto.views.outbox import Outbox
from pgwidgets_proto.wire.outgoing import Outgoing, Touch

TEXT = Touch(1, "text")


def told(count: int = 1) -> tuple[Knowledge, Outbox]:
    """A browser that was sent a value so many times."""
    outbox = Outbox(1000, 10**9, number_all=False)
    knowledge = Knowledge(outbox)
    for _ in range(count):
        tell(outbox)
    return knowledge, outbox


def tell(outbox: Outbox) -> Outgoing:
    outgoing = Outgoing(b'{"type":"call"}', 1, touches=(TEXT,), barrier=(1,))
    outbox.put(outgoing)
    outbox.frames(10**6)
    return outgoing


def test_a_report_is_stale_until_the_newest_value_was_applied() -> None:
    knowledge, _ = told(2)
    assert [knowledge.is_stale((TEXT,), seen) for seen in (0, 1, 2)] == [True, True, False]
    assert not knowledge.is_stale((Touch(1, "color"), Touch(2, "text")), 0)


def test_what_a_batch_keeps_back_counts_as_told() -> None:
    knowledge, outbox = told()
    first, second = tell(outbox), tell(outbox)
    knowledge.withhold(first)
    knowledge.withhold(second)
    knowledge.give_back([first])
    assert knowledge.is_stale((TEXT,), 3)
    knowledge.give_back([second])
    assert not knowledge.is_stale((TEXT,), 3)


def test_what_was_told_is_remembered_for_reports_that_wait() -> None:
    knowledge, outbox = told(2)
    knowledge.report_queued(1)
    outbox.acknowledge(2)
    knowledge.applied(2)
    assert knowledge.is_stale((TEXT,), 1)
    knowledge.report_replaced(2)
    knowledge.report_taken()
    assert not knowledge.has_reports
    assert not outbox.told.is_newer_than(TEXT, 0)  # forgotten


def test_all_that_is_told_of_an_older_page_is_stale() -> None:
    knowledge, outbox = told(2)
    old = knowledge.page_of(2)
    assert knowledge.is_shown(old)
    outbox.clear()
    knowledge.rebuilt()
    assert not knowledge.is_shown(old)
    assert knowledge.page_of(2) is old
    new = knowledge.page_of(3)
    assert knowledge.is_shown(new)
    assert knowledge.is_stale((), 2)
    assert not knowledge.is_stale((), 3)


def test_pages_that_nothing_can_come_from_are_forgotten() -> None:
    knowledge, outbox = told()
    first = knowledge.page_of(0)
    pages = []
    for _ in range(1000):
        outbox.clear()
        knowledge.rebuilt()
        tell(outbox)
        pages.append(knowledge.page_of(outbox.last))
    knowledge.report_queued(pages.index(pages[500]) + 2)
    knowledge.applied(outbox.last)
    assert knowledge.page_of(1) is pages[500]  # whatever a browser may claim
    assert first not in pages
    knowledge.report_taken()
    assert knowledge.page_of(1) is pages[-1]
    assert knowledge.is_shown(pages[-1])

"""A browser is told what was handled: not at each message, but soon."""

import pytest

from pgwidgets_proto.deadlines import Deadlines
from pgwidgets_proto.views.receipts import GOT_BYTES, GOT_DELAY, GOT_EVERY, Receipts


class Told(list[int]):
    """What a browser was told; it hears nothing while it is away."""

    is_away = False

    def __call__(self, handled: int) -> bool:
        if not self.is_away:
            self.append(handled)
        return not self.is_away


@pytest.fixture
def deadlines() -> Deadlines:
    return Deadlines()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def receipts(deadlines: Deadlines, told: Told) -> Receipts:
    return Receipts(deadlines, told)


def test_many_are_told_at_once(receipts: Receipts, told: Told) -> None:
    for _ in range(2 * GOT_EVERY + 1):
        receipts.count()
    assert told == [GOT_EVERY, 2 * GOT_EVERY]
    assert receipts.handled == 2 * GOT_EVERY + 1


def test_long_ones_are_told_before_a_page_can_keep_no_more(receipts: Receipts, told: Told) -> None:
    for _ in range(6):
        receipts.count(GOT_BYTES // 3 + 1)
    receipts.count(GOT_BYTES - 1)
    assert told == [3, 6]


def test_few_are_told_once_a_while_later(
    receipts: Receipts, told: Told, deadlines: Deadlines
) -> None:
    receipts.count()
    assert deadlines.next(10.0) == 10.0 + GOT_DELAY
    receipts.count()
    deadlines.run(10.0 + GOT_DELAY)
    assert told == [2]
    assert deadlines.next(11.0) is None


def test_one_that_is_waited_for_is_told_at_once(
    receipts: Receipts, told: Told, deadlines: Deadlines
) -> None:
    receipts.count()
    receipts.count(at_once=True)
    assert told == [2]
    assert deadlines.next(0.0) is None


def test_one_who_is_away_is_told_nothing_twice(receipts: Receipts, told: Told) -> None:
    told.is_away = True
    for _ in range(GOT_EVERY):
        receipts.count()
    told.is_away = False
    receipts.told()  # by what the browser is greeted with
    receipts.count()
    assert told == []
    receipts.count(at_once=True)
    assert told == [GOT_EVERY + 2]


def test_the_rest_is_told_before_the_end(
    receipts: Receipts, told: Told, deadlines: Deadlines
) -> None:
    receipts.tell_rest()
    receipts.count()
    receipts.tell_rest()
    receipts.tell_rest()
    assert told == [1]
    assert deadlines.next(0.0) is None


def test_nothing_is_due_after_the_end(receipts: Receipts, told: Told, deadlines: Deadlines) -> None:
    receipts.count()
    receipts.stop()
    receipts.stop()
    assert deadlines.next(0.0) is None
    assert told == []

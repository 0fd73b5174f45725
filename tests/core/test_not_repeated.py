"""How much of what a page has brought is not repeated: its user is told that, and the right sum."""

import pytest

from core.test_carrying import Counting, Saved, begun, press, run_of, taken_over
from core.test_returning import moved_to
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.sessions.keeping.snapshot import UNREPEATED, read
from pgwidgets_proto.views.carry import NotRepeated


def killed_and_brought() -> tuple[Saved, Counting, SimulatedBrowser]:
    """A press may have been handled by a killed server, and is brought to the next one."""
    saved, first, browser = begun([])
    press(browser)
    first.run(browser)
    second = run_of(saved, "two", [])
    moved_to(second, browser)
    second.run(browser)
    second.fetch()
    second.handle()  # it builds the session
    browser.exchange()
    return saved, second, browser


def test_the_page_is_told_also_if_the_server_stopped_before_it_had_told() -> None:
    saved, second, browser = killed_and_brought()
    second.handle()
    browser.drop()
    second.save(is_whole=True)
    assert browser.unrepeated == 0
    third = taken_over(saved, "three", [], browser)
    assert (browser.unrepeated, third.ledger) == (1, [])
    third.save(is_whole=True)
    taken_over(saved, "four", [], browser)
    assert browser.unrepeated == 1


def test_what_was_told_as_the_line_was_cut_is_told_again() -> None:
    _, second, browser = killed_and_brought()
    second.handle()
    for _ in range(2):
        browser.drop()
        browser.come_back()
        second.run(browser)
        assert browser.unrepeated == 1


def test_what_was_told_by_a_server_that_is_killed_before_it_saves_counts_once() -> None:
    saved, second, browser = killed_and_brought()
    second.run(browser)
    assert browser.unrepeated == 1
    third = taken_over(saved, "three", [], browser)
    assert (browser.unrepeated, third.ledger) == (1, [])


def test_what_is_stored_of_a_view_counts_though_the_page_showed_it_later() -> None:
    """Two servers more are killed, the last before it has stored its view."""
    saved, first, browser = begun([])
    first.save(is_whole=True)
    browser.drop()
    press(browser)
    second = run_of(saved, "two", [])
    moved_to(second, browser)
    second.run(browser)
    second.fetch()
    second.handle()
    browser.exchange()
    second.handle()
    second.save()
    assert browser.seen == 0
    second.run(browser)
    assert (browser.unrepeated, second.ledger) == (0, [("press", 1)])
    press(browser)
    third = run_of(saved, "three", [])
    moved_to(third, browser)
    third.run(browser)
    third.fetch()
    third.handle()
    browser.exchange()
    fourth = taken_over(saved, "four", [], browser)
    assert (browser.unrepeated, fourth.ledger) == (1, [])


def test_a_save_has_the_sum_of_what_is_done_alone() -> None:
    """What is behind it the page brings once more, and it is counted there."""
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    first.save(is_whole=True)
    browser.drop()
    press(browser)
    browser.report(9999, "activated")  # which no later run knows
    second = run_of(saved, "two", ledger)
    moved_to(second, browser)
    second.run(browser)
    second.fetch()
    second.handle()  # it builds the session
    browser.exchange()
    second.save()  # the press waits still
    (fields,) = saved.values()
    assert UNREPEATED not in fields
    second.run(browser)
    assert browser.unrepeated == 1
    second.save()
    (fields,) = saved.values()
    assert [*read(fields).unrepeated.values()] == [1]


def test_a_press_on_what_is_gone_is_told_also_after_the_page_was_brought() -> None:
    _, second, browser = killed_and_brought()
    second.handle()
    browser.report(9999, "activated")  # it does not show the new page yet
    second.run(browser)
    assert browser.unrepeated == 2


def test_records_of_an_earlier_version_have_no_sum() -> None:
    saved, first, browser = begun([])
    press(browser)
    first.run(browser)
    first.save()
    (fields,) = saved.values()
    assert UNREPEATED not in fields
    assert read(fields).unrepeated == {}


def test_a_page_that_brings_very_much_has_as_much_told_apart_as_is_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(NotRepeated, "MOST", 3)
    one = NotRepeated(2)
    for number in (5, 6, 7, 7, 8, 9):
        one.add(number)
    assert (one.total, one.up_to(9), one.up_to(7), one.up_to(4)) == (7, 7, 5, 4)
    assert (one.take_news(), one.take_news()) == (5, 0)

"""What a page had said to a server that is gone is handled by the next one: once, and in order."""

import gc
import random
import weakref
from typing import Any

import pytest

from core.helpers import connect, events
from core.test_returning import Saved, Server, moved_to
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.sessions import (
    AS_IT_WAS,
    WHOLE,
    SessionJoined,
    SessionWanted,
    go_on,
    hold,
)
from pgwidgets_proto.sessions.events import SessionOpened, WidgetEvent
from pgwidgets_proto.sessions.keeping.snapshot import read
from pgwidgets_proto.sessions.people.roles import Role
from pgwidgets_proto.sessions.people.shares import Terms
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.views.link import Link


class Counting(Server):
    """A run whose program counts presses in what is kept, and tells a ledger outside."""

    ledger: list[tuple[str, int]]

    shift = 0

    def make(self, session: Session) -> None:
        if self.shift:
            session.create("Timer")  # it takes an id, so that all others have new ones
        super().make(session)
        made = self.fields[session]
        made["button"] = session.create("Button", ("press",))
        made["source"] = session.create("TextSource", ("one",))
        for name in ("button", "source"):
            session.call(made["box"], "add_widget", (made[name], 0))
        session.listen(made["button"], "activated")
        session.listen(made["entry"], "modified")

    def run(self, *browsers: SimulatedBrowser) -> None:
        is_busy = True
        while is_busy:
            is_busy = sum(browser.exchange() for browser in browsers) > 0
            is_busy |= self.handle()
            while (told := self.hub.next_event()) is not None:
                is_busy = True
                if not isinstance(told, SessionJoined):
                    self.told.append(told)

    def handle(self, most: int = 1000) -> bool:
        """Handle events, at most so many."""
        was_busy = False
        for session in self.hub.sessions.values():
            while most and (event := session.next_event()) is not None:
                most -= 1
                was_busy = True
                kept = session.kept
                assert kept is not None
                if isinstance(event, SessionOpened):
                    self._build(session)
                elif isinstance(event, WidgetEvent):
                    if event.action == "activated":
                        kept.data["count"] = kept.data.get("count", 0) + 1
                        self.ledger.append(("press", kept.data["count"]))
                    else:
                        self.ledger.append(("text", len(event.args[0])))
                    kept.ledger.finished(event)
        return was_busy

    def save(self, *, is_whole: bool = False) -> None:
        for session in self.hub.sessions.values():
            kept = session.kept
            assert kept is not None
            counts = kept.ledger.done(session.views)
            changed = kept.changes(
                session.token, session.first_token, session.views, is_whole=is_whole
            )
            known = self.saved.setdefault(session.id, {})
            for name, field in changed.items():
                if field is None:
                    known.pop(name, None)
                else:
                    known[name] = field
            kept.stored_up_to(counts, session.links)

    def fetch(self) -> None:
        super().fetch()
        for fields in self.saved.values():
            fields.pop("whole", None)


def run_of(saved: Saved, boot: str, ledger: list[tuple[str, int]], shift: int = 0) -> Counting:
    server = Counting(saved, boot)
    server.ledger = ledger
    server.shift = shift
    return server


def begun(ledger: list[tuple[str, int]]) -> tuple[Saved, Counting, SimulatedBrowser]:
    saved: Saved = {}
    server = run_of(saved, "one", ledger)
    browser = connect(server.hub)
    server.run(browser)
    server.save()
    server.run(browser)
    return saved, server, browser


def press(browser: SimulatedBrowser, times: int = 1) -> None:
    for _ in range(times):
        browser.click(browser.widget("Button").wid)


def fetched_by(
    saved: Saved,
    boot: str,
    ledger: list[tuple[str, int]],
    browser: SimulatedBrowser,
    shift: int = 0,
) -> Counting:
    """Another run to which a page comes back; it has fetched the session, and not built it."""
    server = run_of(saved, boot, ledger, shift)
    moved_to(server, browser)
    server.run(browser)
    server.fetch()
    return server


def taken_over(
    saved: Saved,
    boot: str,
    ledger: list[tuple[str, int]],
    browser: SimulatedBrowser,
    shift: int = 0,
) -> Counting:
    """Another run to which a page comes back."""
    server = fetched_by(saved, boot, ledger, browser, shift)
    server.run(browser)
    return server


@pytest.mark.parametrize("shift", [0, 1])
def test_a_graceful_stop_loses_and_doubles_nothing(shift: int) -> None:
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    press(browser, 3)
    browser.exchange()
    first.handle(2)  # the third waits
    first.hub.stop_reading()
    press(browser, 2)  # they reach a server that reads no more
    browser.type_text(browser.widget("TextEntry").wid, "Ada")
    browser.exchange()
    first.handle()
    first.save(is_whole=True)
    browser.collect()
    browser.deliver_down()
    browser.drop()
    press(browser)  # nobody is there
    second = taken_over(saved, "two", ledger, browser, shift)
    assert [entry for entry in ledger if entry[0] == "press"] == [
        ("press", number) for number in range(1, 7)
    ]
    assert ("text", 3) in ledger
    assert browser.widget("TextEntry").get("text") == "Ada"
    assert browser.unrepeated == 0
    assert browser.lost == 0
    press(browser)
    second.run(browser)
    assert ledger[-1] == ("press", 7)


def test_after_a_kill_values_come_back_and_presses_are_counted() -> None:
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    press(browser, 2)
    first.run(browser)
    first.save()
    first.run(browser)
    press(browser, 3)  # handled, and not saved
    browser.type_text(browser.widget("TextEntry").wid, "Ada")
    first.run(browser)
    assert ledger[-1] == ("text", 3)
    browser.drop()
    press(browser)  # this one no server has had
    second = taken_over(saved, "two", ledger, browser)
    assert browser.unrepeated == 3
    assert browser.widget("TextEntry").get("text") == "Ada"
    # Of the dead server's five, two are in the save; the one that it never had is the third.
    assert [entry for entry in ledger if entry[0] == "press"][-1] == ("press", 3)
    assert sum(entry[0] == "text" for entry in ledger) == 1
    assert len(second.hub.sessions) == 1


def test_what_is_to_be_repeated_is() -> None:
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    press(browser, 2)
    first.run(browser)
    server = run_of(saved, "two", ledger)

    def repeating(session: Session) -> None:
        assert session.kept is not None
        session.kept.repeat(server.fields[session]["button"], "activated")

    server.before_built = repeating
    moved_to(server, browser)
    server.run(browser)
    server.fetch()
    server.run(browser)
    assert browser.unrepeated == 0
    assert [number for what, number in ledger if what == "press"] == [1, 2, 1, 2]


def moved_with_presses(ledger: list[tuple[str, int]]) -> tuple[Counting, SimulatedBrowser]:
    """Four presses that nobody has handled when their server ends in good order.

    Returns:
        The next run, which has begun to build the session, and the browser that has come to it.
    """
    saved, first, browser = begun(ledger)
    first.hub.stop_reading()
    press(browser, 4)
    browser.exchange()
    first.save(is_whole=True)
    second = fetched_by(saved, "two", ledger, browser)
    second.handle()
    return second, browser


def test_a_page_whose_server_is_cut_off_while_it_brings_its_messages() -> None:
    ledger: list[tuple[str, int]] = []
    second, browser = moved_with_presses(ledger)
    browser.collect()
    while browser.deliver_down():
        pass
    for _ in range(4):  # the viewport, what it brings, and two presses
        browser.deliver_up()
    browser.drop()
    browser.come_back()
    second.run(browser)
    assert [number for _, number in ledger] == [1, 2, 3, 4]
    press(browser)
    second.run(browser)
    assert ledger[-1] == ("press", 5)


def test_a_page_that_is_cut_off_when_it_has_brought_all_and_nothing_is_handled() -> None:
    ledger: list[tuple[str, int]] = []
    second, browser = moved_with_presses(ledger)
    browser.exchange()
    browser.drop()
    assert ledger == []
    second.run(browser)
    browser.come_back()
    second.run(browser)
    press(browser)
    second.run(browser)
    assert ledger == [("press", number) for number in range(1, 6)]
    assert browser.unrepeated == 0
    assert not [m for m in browser.messages if m["type"] == "unrepeated"]  # not even of none


def cut_off(browser: SimulatedBrowser) -> None:
    """A page is cut off from a run that waits for it no longer, and comes back there."""
    (session,) = browser.hub.sessions.values()
    browser.drop()
    for view in session.views:
        view.end()
    browser.come_back()
    browser.exchange()


@pytest.mark.parametrize("cuts", [1, 2, 3])
@pytest.mark.parametrize("taken", [0, 1, 3])
@pytest.mark.parametrize("is_killed", [False, True])
def test_what_waits_of_a_view_that_has_ended_is_not_done_in_the_one_after_it(
    cuts: int, taken: int, is_killed: bool
) -> None:
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    press(browser, 3)
    browser.exchange()
    first.handle(taken)
    for _ in range(cuts):
        cut_off(browser)
        first.save()
        browser.exchange()
    press(browser)
    browser.exchange()
    first.hub.stop_reading()
    first.save(is_whole=not is_killed)
    browser.exchange()
    browser.drop()
    taken_over(saved, "two", ledger, browser)
    assert browser.lost == 0
    # Of a server that was killed nobody knows whether it had handled what waited.
    assert browser.unrepeated == (4 - taken if is_killed else 0)
    assert len(ledger) == 4 - browser.unrepeated


def test_what_waits_is_handled_once_where_the_view_after_it_brings_it_again() -> None:
    ledger: list[tuple[str, int]] = []
    _, first, browser = begun(ledger)
    press(browser, 3)
    browser.exchange()
    (session,) = first.hub.sessions.values()
    begun_with = session.next_event()  # its handler runs on
    assert isinstance(begun_with, WidgetEvent)
    cut_off(browser)
    browser.drop()  # it has brought nothing, or a part
    cut_off(browser)
    first.run(browser)
    assert session.kept is not None
    first.save()
    assert set(session.kept.ledger.done(session.views).values()) == {0}
    session.kept.ledger.finished(begun_with)
    press(browser)
    first.run(browser)
    assert len(ledger) == 3  # and the one whose handler was not this server's usual one
    first.save()
    browser.exchange()
    assert not browser.kept
    assert browser.unrepeated == 0


def test_a_page_that_comes_back_to_the_same_run_forgets_nothing_that_is_not_stored() -> None:
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    press(browser)
    browser.type_text(browser.widget("TextEntry").wid, "Ada")
    first.run(browser)
    cut_off(browser)
    first.run(browser)
    assert len(browser.kept) == 2
    assert ledger == [("press", 1), ("text", 3)]
    browser.drop()  # its server is killed
    second = taken_over(saved, "two", ledger, browser)
    assert shown(second, browser, "TextEntry", "text") == ["Ada"] * 2
    assert browser.unrepeated == 1


def test_a_run_that_is_closed_and_opened_again_keeps_what_waits() -> None:
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    press(browser, 3)
    browser.exchange()
    (session,) = first.hub.sessions.values()
    for _ in range(2):
        first.hub.stop_reading()
        hold(session)
        first.save(is_whole=True)
        first.hub.close()
        browser.exchange()
        first.hub.reopen()
        go_on(session)
        browser.drop()
        browser.come_back()
        browser.exchange()
        first.save()
        browser.exchange()
        first.fetch()
    first.save(is_whole=True)
    browser.drop()
    taken_over(saved, "two", ledger, browser)
    assert ledger == [("press", number) for number in (1, 2, 3)]
    assert (browser.unrepeated, browser.lost) == (0, 0)


def test_what_waits_and_may_have_been_handled_is_in_doubt_in_the_view_after_it() -> None:
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    press(browser, 3)
    first.run(browser)  # handled, and killed before it has saved that
    second = fetched_by(saved, "two", ledger, browser)
    second.handle()
    browser.exchange()  # it has brought all three
    cut_off(browser)
    second.save(is_whole=True)
    browser.exchange()
    browser.drop()
    taken_over(saved, "three", ledger, browser)
    assert ledger == [("press", number) for number in (1, 2, 3)]
    assert browser.unrepeated == 3


def test_a_page_hears_what_is_not_repeated_of_what_it_brought_in_the_view_before() -> None:
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    press(browser, 3)
    first.run(browser)  # handled, and killed before it has saved that
    second = fetched_by(saved, "two", ledger, browser)
    second.handle()
    browser.exchange()
    cut_off(browser)
    second.run(browser)
    assert browser.unrepeated == 3


def test_what_a_page_keeps_no_longer_is_not_lost_where_it_waits() -> None:
    ledger: list[tuple[str, int]] = []
    _, first, browser = begun(ledger)
    press(browser, 3)
    browser.exchange()
    for _ in range(2):  # it has sent so much that it forgot the first
        browser.kept.popleft()
        browser._dropped += 1
    cut_off(browser)
    press(browser)
    first.run(browser)
    assert len(ledger) == 4
    assert browser.unrepeated == 0


def test_a_page_that_is_cut_off_again_and_again_while_it_brings_its_messages() -> None:
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    press(browser, 3)
    first.run(browser)  # handled, and killed before it has saved that
    second = fetched_by(saved, "two", ledger, browser)
    second.handle()
    (session,) = second.hub.sessions.values()
    former: list[weakref.ref[Link]] = []
    for _ in range(4):
        former += map(weakref.ref, session.views)
        browser.collect()
        while browser.deliver_down():
            pass
        browser.deliver_up()  # the viewport
        browser.deliver_up()  # what it brings
        browser.drop()
        browser.come_back()
        while not session.views:
            browser.collect()
            browser.deliver_down()
            browser.deliver_up()
    second.handle()
    gc.collect()
    assert [view() for view in former[:-1]] == [None] * 3  # the browser here knows the last one
    second.run(browser)
    assert browser.unrepeated == 3


@pytest.mark.parametrize("brought", [3, 4, 5, 6])
@pytest.mark.parametrize("goes_on_at", ["the same run", "the next"])
def test_a_run_that_ends_before_it_has_taken_what_a_page_brings_leaves_the_doubt(
    brought: int, goes_on_at: str
) -> None:
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    press(browser, 3)
    first.run(browser)  # handled, and killed before it has saved that
    second = fetched_by(saved, "two", ledger, browser)
    second.handle()
    browser.collect()
    while browser.deliver_down():
        pass
    for _ in range(brought):  # the viewport, what it brings, and some of the presses
        browser.deliver_up()
    (session,) = second.hub.sessions.values()
    if goes_on_at == "the same run":
        browser.drop()
        for view in session.views:
            view.end()
        browser.come_back()
        second.run(browser)
    else:
        second.save(is_whole=True)  # in good order, and before it has handled anything
        taken_over(saved, "three", ledger, browser)
    assert [number for what, number in ledger if what == "press"] == [1, 2, 3]
    assert browser.unrepeated == 3


def test_what_a_handler_is_in_the_middle_of_is_saved_when_it_has_ended() -> None:
    ledger: list[tuple[str, int]] = []
    saved, server, browser = begun(ledger)
    press(browser)
    browser.exchange()
    (session,) = server.hub.sessions.values()
    kept = session.kept
    assert kept is not None
    event = session.next_event()
    while not isinstance(event, WidgetEvent):
        event = session.next_event()
    kept.data["count"] = 1
    server.save()
    assert kept.ledger.done(session.views) == {session.links[0].id: 0}
    assert read(saved[session.id]).data == {}
    kept.is_asked = True
    server.save()
    assert read(saved[session.id]).data == {"count": 1}
    kept.is_asked = False
    kept.ledger.finished(event)
    server.save()
    found = read(saved[session.id])
    assert (found.data, found.pages) == ({"count": 1}, {session.links[0].id: 1})


def test_an_editor_brings_its_text() -> None:
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    first.save(is_whole=True)
    browser.drop()
    wid = browser.widget("TextSource").wid
    browser.report(wid, "changed", {"start": 0, "end": 0, "text": "x", "revision": 9, "number": 1})
    browser.report(wid, "changed", {"whole": "one\ntwo"})
    second = taken_over(saved, "two", ledger, browser)
    (session,) = second.hub.sessions.values()
    assert session.call(second.fields[session]["source"], "get_text") == "one\ntwo"


@pytest.mark.parametrize("seed", range(15))
def test_any_stops_and_kills(seed: int) -> None:
    """The ledger, the counts and what users are told agree, whatever happens when."""
    rng = random.Random(seed)
    ledger: list[tuple[str, int]] = []
    saved, server, browser = begun(ledger)
    pressed = 0
    for number in range(6):
        for _ in range(rng.randrange(12)):
            match rng.randrange(6):
                case 0 | 1:
                    press(browser)
                    pressed += 1
                case 2:
                    browser.exchange()
                case 3:
                    server.handle(rng.randrange(4))
                case 4:
                    server.save()
                case 5:
                    cut_off(browser)
        is_killed = rng.random() < 0.5
        if not is_killed:
            server.hub.stop_reading()
            server.handle()
            server.save(is_whole=True)
        browser.drop()
        for _ in range(rng.randrange(3)):
            press(browser)
            pressed += 1
        server = taken_over(saved, f"run{number}", ledger, browser, shift=rng.randrange(2))
        server.save()
        server.run(browser)
    (session,) = server.hub.sessions.values()
    assert session.kept is not None
    count: Any = session.kept.data.get("count", 0)
    # Whatever was handled after the last save is told as not repeated, and nothing else is missing.
    assert count + browser.unrepeated + browser.lost == pressed
    handled = len(ledger)
    assert count <= handled <= pressed
    assert events(session) == []


def test_a_report_that_is_refused_is_done_at_once() -> None:
    ledger: list[tuple[str, int]] = []
    saved, server, browser = begun(ledger)
    press(browser)
    browser.report(browser.widget("Button").wid, "exploded")
    press(browser)
    server.run(browser)
    server.save()
    (session,) = server.hub.sessions.values()
    assert session.kept is not None
    assert not session.kept.ledger.is_at_work
    found = read(saved[session.id])
    assert (found.data, found.pages) == ({"count": 2}, {session.links[0].id: 3})


def test_what_was_saved_on_demand_stays_saved_while_the_handler_goes_on() -> None:
    saved, server, browser = begun([])
    press(browser)
    browser.exchange()
    (session,) = server.hub.sessions.values()
    while not isinstance(session.next_event(), WidgetEvent):
        pass
    kept = session.kept
    assert kept is not None
    kept.data["count"] = 1
    kept.is_asked = True
    server.save()
    kept.is_asked = False
    server.save()
    assert read(saved[session.id]).data == {"count": 1}


def test_what_has_ended_counts_while_another_handler_runs_beside_it() -> None:
    saved, server, browser = begun([])
    (session,) = server.hub.sessions.values()
    other = connect(server.hub, session)
    server.run(browser, other)
    for each in (browser, other):
        press(each)
        each.exchange()
    kept = session.kept
    assert kept is not None
    taken = [event for event in events(session) if isinstance(event, WidgetEvent)]
    assert len(taken) == 2
    kept.data["count"] = 1
    kept.ledger.finished(taken[1])
    server.save()
    found = read(saved[session.id])
    assert found.data == {"count": 1}
    assert sorted(found.pages.values()) == [0, 1]


def test_a_press_on_what_no_later_run_knows_presses_nothing_else() -> None:
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    (session,) = first.hub.sessions.values()
    made = first.fields[session]
    last = max(session.nodes)
    later = session.create("Button", ("made by a handler",))
    session.call(made["box"], "add_widget", (later, 0))
    session.listen(later, "activated")
    first.run(browser)
    first.save(is_whole=True)
    browser.drop()
    browser.click(later.wid)

    class Other(Counting):
        def make(self, session: Session) -> None:
            super().make(session)
            box = self.fields[session]["box"]
            danger = session.create("Button", ("Delete all",))
            assert danger.wid == last + 1 == later.wid
            session.call(box, "add_widget", (danger, 0))
            session.listen(danger, "activated")

    second = Other(saved, "two")
    second.ledger = ledger
    moved_to(second, browser)
    second.run(browser)
    second.fetch()
    second.run(browser)
    assert ledger == []
    assert browser.unrepeated == 1


def test_a_page_that_missed_a_whole_run_presses_nothing_else() -> None:
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    (session,) = first.hub.sessions.values()
    other = connect(first.hub, session)
    first.run(browser, other)
    first.save(is_whole=True)
    other.drop()
    press(other)
    second = taken_over(saved, "two", ledger, browser, shift=1)
    second.save(is_whole=True)
    browser.drop()
    third = run_of(saved, "three", ledger, shift=1)
    moved_to(third, other)
    third.run(other)
    third.fetch()
    third.run(other)
    assert ledger == []
    assert other.unrepeated == 1


@pytest.mark.parametrize("is_saved_between", [False, True])
def test_a_page_that_misses_the_run_after_a_kill_is_doubtful_still(is_saved_between: bool) -> None:
    """What its killed server had handled is not handled again, however the run between ends."""
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    (session,) = first.hub.sessions.values()
    other = connect(first.hub, session)
    first.run(browser, other)
    first.save()
    first.run(browser, other)
    press(other, 2)  # handled, and not saved
    first.run(browser, other)
    other.drop()
    second = taken_over(saved, "two", ledger, browser)
    if is_saved_between:
        second.save()
    second.save(is_whole=True)
    browser.drop()
    taken_over(saved, "three", ledger, other)
    assert ledger == [("press", 1), ("press", 2)]
    assert other.unrepeated == 2


@pytest.mark.parametrize("missing", [-1, 2**31 + 1, 10**30])
def test_a_page_that_makes_numbers_up_ends_no_saving(missing: int) -> None:
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    first.save(is_whole=True)
    browser.drop()
    second = fetched_by(saved, "two", ledger, browser)
    second.handle()
    browser.collect()
    browser.send({"type": "carried", "count": 0, "missing": missing})
    browser.send({"type": "carried", "count": 0, "missing": 2})
    browser.send({"type": "carried", "count": 0, "missing": 2})
    while browser.deliver_up():
        pass
    second.save()
    (session,) = second.hub.sessions.values()
    assert read(saved[session.id]).pages[session.links[0].id] == 2


@pytest.mark.parametrize(
    ("of_them", "unrepeated"),
    [
        ({}, 3),
        ({"missing_actions": 3}, 3),
        ({"missing_actions": 1}, 1),
        ({"missing_actions": 0}, 0),
        ({"missing_actions": 9}, 3),
    ],
)
def test_of_what_is_missing_the_actions_alone_are_told(
    of_them: dict[str, int], unrepeated: int
) -> None:
    ledger: list[tuple[str, int]] = []
    saved, _, browser = begun(ledger)
    server = run_of(saved, "two", ledger)
    moved_to(server, browser)
    server.run(browser)
    server.fetch()
    server.handle()
    browser.collect()
    browser.send({"type": "carried", "count": 0, "missing": 3, **of_them})
    server.run(browser)
    assert browser.link.builds == 1
    assert browser.unrepeated == unrepeated
    server.save()  # the messages count, whatever they were
    assert read(saved[browser.link.session.id]).pages[browser.link.id] == 3


def test_a_page_whose_user_is_no_longer_at_the_controls_is_built_all_the_same() -> None:
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    first.hub.stop_reading()
    press(browser, 3)
    first.run(browser)
    server = run_of(saved, "two", ledger)
    server.before_built = lambda session: session.control.start(None, 10.0)
    moved_to(server, browser)
    server.run(browser)
    server.fetch()
    server.run(browser)
    assert browser.link.builds == 1
    assert browser.unrepeated == 3
    assert ledger == []
    browser.link.session.control.request(browser.link)
    server.run(browser)
    press(browser)
    server.run(browser)
    assert ledger == [("press", 1)]


def test_a_page_whose_user_may_only_look_brings_nothing() -> None:
    ledger: list[tuple[str, int]] = []
    saved, first, _ = begun(ledger)
    (session,) = first.hub.sessions.values()
    share = session.shares.make(Terms(Role.OBSERVER), None)
    observer = SimulatedBrowser(first.hub, session_id=session.id, token=share.token)
    first.run(observer)
    press(observer)
    first.save()
    second = run_of(saved, "two", ledger)
    moved_to(second, observer)
    second.run(observer)
    second.fetch()
    second.run(observer)
    (there,) = second.hub.sessions.values()
    assert [(link.carry, link.builds) for link in there.links] == [(None, 1)]
    assert there.links == [observer.link]
    assert ledger == []


def test_what_is_done_before_the_new_page_is_shown_counts() -> None:
    """The page has said all that it had kept, and is not built yet: its user goes on meanwhile."""
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    browser.type_text(browser.widget("TextEntry").wid, "Ada 1")
    first.run(browser)
    first.save(is_whole=True)
    browser.drop()
    server = run_of(saved, "two", ledger, shift=1)
    moved_to(server, browser)
    server.run(browser)
    server.fetch()
    server.handle()
    while not any(message["type"] == "session-info" for message in browser.messages[-3:]):
        browser.collect()
        browser.deliver_down()
        browser.deliver_up()
        server.handle()
    while browser.deliver_up():  # what it brings
        server.handle()
    browser.type_text(browser.widget("TextEntry").wid, "Ada 2")
    press(browser)
    entry = browser.widget("TextEntry")
    browser.send({"type": "geometry", "sizes": [[entry.wid, 7, 7]], "seen": browser.seen})
    server.run(browser)
    (session,) = server.hub.sessions.values()
    made = server.fields[session]
    assert session.call(made["entry"], "get_text") == "Ada 2"
    assert browser.widget("TextEntry").get("text") == "Ada 2"
    assert ledger[-2:] == [("text", 5), ("press", 1)]
    # What it tells of the size of an old widget is said of none of today's.
    assert all(node.entries.get("size") is None for node in made.values())


class Late(Counting):
    """A run of a program that has a slider, too."""

    def make(self, session: Session) -> None:
        super().make(session)
        slider = session.create("Slider")
        session.call(self.fields[session]["box"], "add_widget", (slider, 0))
        session.listen(slider, "activated")
        self.fields[session]["slider"] = slider


def late(saved: Saved, browser: SimulatedBrowser) -> tuple[Late, dict[str, Any]]:
    """Another run that has taken all that a page brings, and has yet to build it anew."""
    server = Late(saved, "two")
    server.ledger = []
    moved_to(server, browser)
    server.run(browser)
    server.fetch()
    server.handle()
    browser.exchange()
    server.handle()
    (session,) = server.hub.sessions.values()
    return server, server.fields[session]


def at_rest(first: Counting, saved: Saved) -> tuple[SimulatedBrowser, Session]:
    first.ledger = []
    browser = connect(first.hub)
    first.run(browser)
    browser.type_text(browser.widget("TextEntry").wid, "0 0 38")
    first.run(browser)
    first.save(is_whole=True)
    first.run(browser)
    browser.drop()
    (session,) = first.hub.sessions.values()
    return browser, session


def shown(server: Counting, browser: SimulatedBrowser, cls: str, key: str) -> list[Any]:
    """What the program has of a field, and what the page shows."""
    (session,) = server.hub.sessions.values()
    node = next(node for node in server.fields[session].values() if node.cls.name == cls)
    return [session.call(node, f"get_{key}"), browser.widget(cls).get(key)]


@pytest.mark.parametrize(
    ("before", "after"),
    [(["0 0 39"], ["0 0 40"]), (["0 0 39", "0 0 40"], ["0 0 41", "0 0 42"])],
)
def test_a_text_written_over_one_of_the_same_user_is_not_mixed_with_it(
    before: list[str], after: list[str]
) -> None:
    """A page is built of an older save while its user types, and has yet to hear of that."""
    saved: Saved = {}
    browser, _ = at_rest(Late(saved, "one"), saved)
    server, _ = late(saved, browser)
    for text in before:
        browser.type_text(browser.widget("TextEntry").wid, text)
    browser.collect()
    while browser.deliver_down():  # the new page, without these
        pass
    assert browser.widget("TextEntry").get("text") == "0 0 38"
    for text in after:
        browser.type_text(browser.widget("TextEntry").wid, text)
    server.run(browser)
    assert shown(server, browser, "TextEntry", "text") == [after[-1]] * 2


@pytest.mark.parametrize("kept", ["", "0 0 38"])
@pytest.mark.parametrize("texts", [["0 0 39", "0 0 40"], ["0 0 39!", "and more"]])
@pytest.mark.parametrize("is_taken", [False, True])
def test_a_text_is_not_mixed_with_one_of_the_view_before(
    kept: str, texts: list[str], is_taken: bool
) -> None:
    saved, first, browser = begun([])
    browser.type_text(browser.widget("TextEntry").wid, kept)
    first.run(browser)
    first.save(is_whole=True)
    first.run(browser)
    browser.drop()
    server = taken_over(saved, "two", [], browser)
    server.run(browser)
    browser.type_text(browser.widget("TextEntry").wid, texts[0])
    browser.exchange()
    if is_taken:
        server.handle()
    cut_off(browser)
    browser.type_text(browser.widget("TextEntry").wid, texts[1])
    server.run(browser)
    assert shown(server, browser, "TextEntry", "text") == [texts[1]] * 2


def test_letters_typed_on_both_pages_are_kept() -> None:
    saved: Saved = {}
    browser, _ = at_rest(Late(saved, "one"), saved)
    server, _ = late(saved, browser)
    browser.type_text(browser.widget("TextEntry").wid, "0 0 38o")
    browser.collect()
    while browser.deliver_down():
        pass
    browser.type_text(browser.widget("TextEntry").wid, "0 0 38!")
    server.run(browser)
    assert shown(server, browser, "TextEntry", "text") == ["0 0 38o!"] * 2


def test_what_the_program_writes_meanwhile_is_no_text_of_the_same_user() -> None:
    saved: Saved = {}
    browser, _ = at_rest(Late(saved, "one"), saved)
    server, fields = late(saved, browser)
    browser.type_text(browser.widget("TextEntry").wid, "0 0 39")
    browser.collect()
    while browser.deliver_down():
        pass
    while browser.deliver_up():
        server.handle()
    (session,) = server.hub.sessions.values()
    session.call(fields["entry"], "set_text", ("0 0 39 and more",))
    browser.type_text(browser.widget("TextEntry").wid, "0 0 40")
    server.run(browser)
    told, seen = shown(server, browser, "TextEntry", "text")
    assert told == seen
    assert told.endswith(" and more")


def test_a_newer_value_of_the_same_user_wins() -> None:
    saved: Saved = {}
    browser, _ = at_rest(Late(saved, "one"), saved)
    server, _ = late(saved, browser)
    browser.slide(browser.widget("Slider").wid, 39.0)
    browser.collect()
    while browser.deliver_down():
        pass
    for value in (40.0, 41.0):
        browser.slide(browser.widget("Slider").wid, value)
        while browser.deliver_up():
            server.handle()
    server.run(browser)
    assert shown(server, browser, "Slider", "value") == [41.0] * 2
    browser.slide(browser.widget("Slider").wid, 42.0)
    count = len(browser.messages)
    server.run(browser)
    assert shown(server, browser, "Slider", "value") == [42.0] * 2
    assert "call" not in {message["type"] for message in browser.messages[count:]}


def test_an_editor_that_tells_its_text_when_another_page_is_built_already() -> None:
    saved: Saved = {}
    browser, _ = at_rest(Late(saved, "one"), saved)
    server, _ = late(saved, browser)
    source = browser.widget("TextSource").wid
    browser.report(source, "changed", {"whole": "one\ntwo"})
    server.run(browser)
    (session,) = server.hub.sessions.values()
    made = server.fields[session]["source"]
    content = browser.widget("TextSource").content
    assert content is not None
    assert [session.call(made, "get_text"), content.shown()["text"]] == ["one\ntwo"] * 2


@pytest.mark.parametrize("has_built", [False, True])
@pytest.mark.parametrize("shift", [0, 1])
def test_a_run_that_ends_before_it_has_stored_who_came_loses_nothing(
    has_built: bool, shift: int
) -> None:
    """Its page counts on from the view that was stored last."""
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    press(browser, 2)
    first.run(browser)
    first.save(is_whole=True)
    first.run(browser)
    browser.drop()
    before = {
        key: {name: field for name, field in fields.items() if name != WHOLE}
        for key, fields in saved.items()
    }
    press(browser)
    browser.type_text(browser.widget("TextEntry").wid, "Ada")
    server = run_of(saved, "two", ledger, shift)
    moved_to(server, browser)
    server.run(browser)
    server.fetch()
    if has_built:
        server.run(browser)  # all of it is handled, and nothing stored
        press(browser)
        server.run(browser)
    else:
        server.handle()
        browser.collect()
        while browser.deliver_down():
            pass
    handled = len(ledger)
    saved.clear()
    saved.update(before)
    third = taken_over(saved, "three", ledger, browser)
    (session,) = third.hub.sessions.values()
    assert session.kept is not None
    # What its widgets are called nobody knows whose run had given other ids, and stored nothing.
    is_known = not (has_built and shift)
    acts = (4 if has_built else 3) + (not is_known)  # a text that nobody knows is an action, too
    assert session.kept.data.get("count", 0) + browser.unrepeated == acts
    assert browser.lost == 0
    assert len(ledger) == handled  # what was sent to the one that was killed is not handled again
    assert shown(third, browser, "TextEntry", "text") == ["Ada" if is_known else ""] * 2


def test_a_page_that_comes_while_its_session_goes_keeps_what_it_had_to_say() -> None:
    ledger: list[tuple[str, int]] = []
    saved, first, browser = begun(ledger)
    press(browser, 2)
    first.run(browser)
    first.save(is_whole=True)
    first.run(browser)
    browser.drop()
    press(browser, 3)
    second = fetched_by(saved, "two", ledger, browser)
    second.handle()  # it is built, and its page is let in, and nothing handled
    browser.exchange()
    browser.drop()
    saved[next(iter(saved))][WHOLE] = AS_IT_WAS  # it is released
    third = run_of(saved, "three", ledger)
    moved_to(third, browser)
    third.run(browser)
    for told in third.told:
        assert isinstance(told, SessionWanted)
        third.hub.returning.found(told.session_id, saved[told.session_id], 1.0)
    third.run(browser)
    assert ledger == [("press", number) for number in range(1, 6)]
    assert (browser.unrepeated, browser.lost) == (0, 0)


@pytest.mark.parametrize(
    ("typed", "written", "both"),
    [
        (["0 0 39"], "now: 0 0 38", "now: 0 0 39"),
        (["0 0 39", "0 0 391"], "now: 0 0 38", "now: 0 0 391"),
        (["0 0 3", "0 0 38"], "now: 0 0 38", "now: 0 0 38"),
        (["0 0 39"], "0 0 38 and more", "0 0 39 and more"),
        (["0 0 39"], "0 0 38", "0 0 39"),
    ],
)
@pytest.mark.parametrize("is_late", [False, True])
def test_what_the_program_has_written_since_is_kept_beside_what_a_page_brings(
    typed: list[str], written: str, both: str, is_late: bool
) -> None:
    saved: Saved = {}
    browser, _ = at_rest(Late(saved, "one"), saved)
    if not is_late:
        for text in typed:
            browser.type_text(browser.widget("TextEntry").wid, text)
    server = Late(saved, "two")
    server.ledger = []
    moved_to(server, browser)
    server.run(browser)
    server.fetch()
    server.handle()
    (session,) = server.hub.sessions.values()
    session.call(server.fields[session]["entry"], "set_text", (written,))
    if is_late:
        browser.exchange()
        server.handle()
        for text in typed:
            browser.type_text(browser.widget("TextEntry").wid, text)
    server.run(browser)
    assert shown(server, browser, "TextEntry", "text") == [both] * 2


@pytest.mark.parametrize("seed", range(40))
def test_what_one_user_writes_over_again_and_again_is_there_in_the_end(seed: int) -> None:
    rng = random.Random(seed)
    saved, server, browser = begun([])
    typed = 33

    def step(*, is_away: bool = False) -> None:
        nonlocal typed
        match 0 if is_away else rng.randrange(7):
            case 0 if any(widget.cls == "TextEntry" for widget in browser.page.widgets.values()):
                typed += 1
                browser.type_text(browser.widget("TextEntry").wid, f"0 0 {typed}")
            case 1 | 2:
                browser.deliver_up()
            case 3 | 4:
                browser.collect()
                browser.deliver_down()
            case 5:
                server.handle(rng.randrange(4))
            case _ if all(one.kept and one.kept.is_built for one in server.hub.sessions.values()):
                server.save()

    for number in range(3):
        for _ in range(rng.randrange(30)):
            step()
        if rng.random() < 0.3:
            server.hub.stop_reading()
            server.handle()
            server.save(is_whole=True)
        browser.drop()
        for _ in range(rng.randrange(3)):
            step(is_away=True)
        server = run_of(saved, f"run{number}", [])
        moved_to(server, browser)
        while not server.told:
            browser.exchange()
            server.run()
        server.fetch()
        server.handle(1)
        for _ in range(rng.randrange(60)):
            step()
        if not all(one.kept and one.kept.is_built for one in server.hub.sessions.values()):
            server.handle()
    server.run(browser)
    assert shown(server, browser, "TextEntry", "text") == [f"0 0 {typed}" if typed > 33 else ""] * 2

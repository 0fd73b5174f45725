"""Asking browsers, and waiting until they have applied what was called."""

import pytest

from core.helpers import connect, events, make_hub, settle
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.errors import BrowserError, SessionGoneError
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.asking.promise import Promise
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.views.batching import Batch
from pgwidgets_proto.widgets.widget import Node


class Room:
    """One session with an entry, and any number of browsers."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.hub = make_hub(limits)
        self.session: Session = self.hub.create_session()
        self.entry: Node = self.session.create("TextEntry", ("text",))

    def join(self, *, stock: bool = False) -> SimulatedBrowser:
        return connect(self.hub, self.session, stock=stock)

    def ask(self) -> Promise:
        return self.session.ask(self.entry, "get_text", ())


@pytest.fixture
def room() -> Room:
    return Room()


def was_asked(browser: SimulatedBrowser) -> int:
    return sum(message.get("method") == "get_text" for message in browser.messages)


# --- questions


@pytest.mark.parametrize("stock", [False, True])
def test_more_questions_than_a_link_may_hold_are_asked_once(stock: bool) -> None:
    room = Room(Limits(link_bytes=900, high_water=300, frame_bytes=200))
    browsers = [room.join(stock=stock), room.join(stock=stock)]
    questions = [room.ask() for _ in range(50)]
    settle(room.session, browsers)
    assert [question.result() for question in questions] == ["text"] * 50
    assert sum(was_asked(browser) for browser in browsers) == 50


@pytest.mark.parametrize(("answer", "given"), [([0.5, 1], (0.5, 1)), (None, None), ("lie", "lie")])
def test_what_is_a_tuple_here_is_given_as_one(room: Room, answer: object, given: object) -> None:
    room.join()
    area = room.session.create("ScrollArea")
    question = room.session.call(area, "get_thumb_percent")
    question.answered(answer)
    assert question.result() == given


@pytest.mark.parametrize("stock", [False, True])
def test_a_browser_answers(room: Room, stock: bool) -> None:
    browser = room.join(stock=stock)
    question = room.ask()
    assert not question.is_settled
    settle(room.session, [browser])
    assert question.result() == "text"


def test_without_a_browser_the_answer_is_none(room: Room) -> None:
    assert room.ask().result() is None


@pytest.mark.parametrize("stock", [False, True])
def test_a_browser_fails(room: Room, stock: bool) -> None:
    browser = room.join(stock=stock)
    browser.fail_next("get_text", "broken")
    question = room.ask()
    settle(room.session, [browser])
    with pytest.raises(BrowserError, match="TextEntry 1: get_text: broken"):
        question.result()
    flush = room.session.flush()
    settle(room.session, [browser])
    assert flush.result() is None


def test_the_asker_is_asked_else_the_most_recently_active_else_the_newest(room: Room) -> None:
    browsers = [room.join() for _ in range(3)]

    def asked() -> list[int]:
        before = [was_asked(browser) for browser in browsers]
        room.ask()
        settle(room.session, browsers)
        return [was_asked(b) - n for b, n in zip(browsers, before, strict=True)]

    assert asked() == [0, 0, 1]
    browsers[1].type_text(room.entry.wid, "x")
    settle(room.session, browsers)
    assert asked() == [0, 1, 0]
    room.session.telling.asker = browsers[0].link
    assert asked() == [1, 0, 0]
    browsers[0].leave()
    del browsers[0]
    assert asked() == [1, 0]


def test_when_it_leaves_another_is_asked(room: Room) -> None:
    first, second = room.join(), room.join()
    question = room.ask()
    second.collect()
    second.leave()
    settle(room.session, [first])
    assert question.result() == "text"


def test_when_it_is_lost_another_that_is_there_is_asked(room: Room) -> None:
    """Whether it will be back nobody knows."""
    first, second = room.join(), room.join()
    question = room.ask()
    second.collect()
    second.drop()
    settle(room.session, [first])
    assert question.result() == "text"


def test_when_all_leave_the_next_one_to_come_is_asked(room: Room) -> None:
    browser = room.join()
    question = room.ask()
    browser.leave()
    assert not question.is_settled
    assert room.session.next_event() is not None
    newcomer = room.join()
    settle(room.session, [newcomer])
    assert question.result() == "text"


def test_what_one_that_is_away_was_asked_is_asked_of_the_next_to_come(room: Room) -> None:
    """It may come back and answer, but it may not."""
    away = room.join()
    question = room.ask()
    away.collect()
    away.drop()
    assert not question.is_settled
    newcomer = room.join()
    settle(room.session, [newcomer])
    assert question.result() == "text"
    away.come_back()
    settle(room.session, [away, newcomer])  # and answers, too late
    assert away.closed is None
    assert (was_asked(away), was_asked(newcomer)) == (1, 1)


def test_what_another_is_asked_already_is_not_asked_again(room: Room) -> None:
    first = room.join()
    question = room.ask()
    second = room.join()
    settle(room.session, [second])
    assert not question.is_settled
    settle(room.session, [first, second])
    assert question.result() == "text"
    assert (was_asked(first), was_asked(second)) == (1, 0)


def test_a_place_is_of_a_browsers_user_and_a_size_is_not(room: Room) -> None:
    """Layout changes sizes by itself, wherever a page is shown."""
    window = room.session.create("TopLevel")
    browsers = [room.join(), room.join()]
    settle(room.session, browsers)
    audience = room.session.audience

    def tell(browser: SimulatedBrowser, **geometry: list[list[float]]) -> None:
        browser.send({"type": "geometry", "seen": browser.seen, **geometry})
        settle(room.session, browsers)

    browsers[0].type_text(room.entry.wid, "x")
    settle(room.session, browsers)
    assert audience.active_browser(room.session.telling.asker) is browsers[0].link
    tell(browsers[1], sizes=[[window.wid, 300, 200]])
    assert audience.active_browser(room.session.telling.asker) is browsers[0].link
    tell(browsers[1], sizes=[[window.wid, 300, 200]], positions=[[window.wid, 5, 6]])
    assert audience.active_browser(room.session.telling.asker) is browsers[1].link


def test_what_a_page_does_by_itself_is_not_its_users_doing(room: Room) -> None:
    area = room.session.create("ScrollArea")
    room.session.listen(area, "scrolled")
    browsers = [room.join(), room.join()]
    settle(room.session, browsers)

    def scrolls(browser: SimulatedBrowser, **more: bool) -> None:
        report = {"type": "callback", "wid": area.wid, "action": "scrolled", "args": [0, 0.5]}
        browser.post({**report, "seen": browser.seen, **more})
        settle(room.session, browsers)

    scrolls(browsers[0])
    assert room.session.audience.active_browser(None) is browsers[0].link
    scrolls(browsers[1], by_itself=True)
    assert room.session.audience.active_browser(None) is browsers[0].link
    scrolls(browsers[1])
    assert room.session.audience.active_browser(None) is browsers[1].link


def test_a_browser_that_does_not_read_is_not_asked_while_another_is_there() -> None:
    room = Room(Limits(link_bytes=2000, high_water=1000))
    quick, slow = room.join(), room.join()
    question = room.ask()
    quick.collect()
    room.session.call(room.entry, "set_text", ("x" * 1500,))
    quick.exchange()
    room.session.call(room.entry, "set_tooltip" if "set_tooltip" in room.entry.cls.methods
                      else "set_color", ("x" * 900,))  # fmt: skip
    assert slow.link.is_set_aside
    assert not quick.link.is_set_aside
    settle(room.session, [quick])
    assert question.is_settled
    later = room.ask()
    settle(room.session, [quick])
    assert later.is_settled
    assert was_asked(slow) == 0


def test_one_that_was_set_aside_is_asked_when_it_has_been_rebuilt() -> None:
    room = Room(Limits(link_bytes=2000, high_water=1000))
    browser = room.join()
    early = room.ask()
    room.session.call(room.entry, "set_text", ("x" * 3000,))
    late = room.ask()
    assert browser.link.is_set_aside
    settle(room.session, [browser])
    assert early.result() == late.result() == "x" * 3000


def test_a_rebuild_by_the_program_loses_no_question(room: Room) -> None:
    browser = room.join()
    question = room.ask()
    room.session.rebuild()
    settle(room.session, [browser])
    assert question.result() == "text"


def test_too_late(room: Room) -> None:
    browser = room.join()
    question = room.ask()
    room.hub.next_deadline(100)
    room.hub.handle_timer(129)
    assert not question.is_settled
    room.hub.handle_timer(130)
    with pytest.raises(TimeoutError, match=r"TextEntry 1>\.get_text\(\) within 30"):
        question.result()
    settle(room.session, [browser])
    assert browser.closed is None


def test_the_widget_is_destroyed(room: Room) -> None:
    browser = room.join()
    question = room.ask()
    room.session.destroy(room.entry)
    assert question.result() is None
    settle(room.session, [browser])
    assert browser.closed is None


def test_the_session_is_destroyed(room: Room) -> None:
    for _ in range(2):
        room.join()
    question, flush = room.ask(), room.session.flush()
    room.hub.destroy_session(room.session)
    with pytest.raises(SessionGoneError, match="session was destroyed"):
        question.result()
    assert flush.is_settled


def test_a_question_inside_a_batch_sends_what_is_queued_first(room: Room) -> None:
    browser = room.join()
    batch = room.session.telling.batch = Batch()
    room.session.call(room.entry, "set_text", ("new",))
    question = room.ask()
    settle(room.session, [browser])
    assert question.result() == "new"
    batch.release()


# --- flush


@pytest.mark.parametrize("stock", [False, True])
def test_flush_waits_until_all_is_applied(room: Room, stock: bool) -> None:
    browsers = [room.join(stock=stock), room.join()]
    room.session.call(room.entry, "set_text", ("new",))
    flush = room.session.flush()
    browsers[0].exchange()
    assert not flush.is_settled
    assert browsers[0].page.widgets[1].get("text") == "new"
    settle(room.session, browsers)
    assert flush.result() is None


def test_flush_has_nothing_to_wait_for(room: Room) -> None:
    assert room.session.flush().result() is None
    browser = room.join()
    settle(room.session, [browser])
    assert room.session.flush().result() is None


def test_later_calls_are_not_waited_for(room: Room) -> None:
    browser = room.join()
    room.session.call(room.entry, "set_text", ("new",))
    flush = room.session.flush()
    browser.collect()
    room.session.create("Label", ("later",))
    while browser.deliver_down() or browser.deliver_up():
        pass
    assert flush.result() is None


def test_who_leaves_counts_no_longer(room: Room) -> None:
    browsers = [room.join(), room.join()]
    room.session.create("Label", ("x",))
    flush = room.session.flush()
    browsers[0].leave()
    assert not flush.is_settled
    browsers[1].link.shut(*browser_close())
    assert flush.result() is None


def browser_close() -> tuple[object, str]:
    from pgwidgets_proto.errors import CloseCode

    return CloseCode.NORMAL, "bye"


def test_who_is_set_aside_counts_no_longer() -> None:
    room = Room(Limits(link_bytes=2000, high_water=1000))
    room.join()
    room.session.create("Label", ("x",))
    flush = room.session.flush()
    assert not flush.is_settled
    room.session.create("Label", ("x" * 3000,))
    assert flush.result() is None
    assert room.session.flush().result() is None


def test_flush_outlives_a_rebuild_by_the_program(room: Room) -> None:
    browser = room.join()
    for _ in range(100):
        room.session.call(room.entry, "set_focus")
    flush = room.session.flush()
    room.session.rebuild()
    settle(room.session, [browser])
    assert flush.result() is None


def test_flush_inside_a_batch_sends_what_is_queued_first(room: Room) -> None:
    browser = room.join()
    room.session.telling.batch = Batch()
    room.session.call(room.entry, "set_text", ("new",))
    flush = room.session.flush()
    assert not flush.is_settled
    settle(room.session, [browser])
    assert flush.result() is None
    assert browser.page.widgets[1].get("text") == "new"


def test_flush_in_time_and_too_late(room: Room) -> None:
    browser = room.join()
    room.session.create("Label", ("x",))
    early, late = room.session.flush(timeout=5), room.session.flush(timeout=10)
    assert room.hub.next_deadline(0) == 5
    room.hub.handle_timer(5)
    with pytest.raises(TimeoutError, match=r"not applied within 5 s by: <Link "):
        early.result()
    settle(room.session, [browser])
    assert late.result() is None
    room.hub.handle_timer(10)


def test_several_errors_come_as_a_group(room: Room) -> None:
    browser = room.join()
    browser.fail_next("set_text", "one")
    browser.fail_next("set_focus", "two")
    room.session.call(room.entry, "set_text", ("x",))
    room.session.call(room.entry, "set_focus")
    flush = room.session.flush()
    settle(room.session, [browser])
    with pytest.raises(ExceptionGroup) as caught:
        flush.result()
    assert [error.error for error in caught.value.exceptions] == ["one", "two"]  # type: ignore[attr-defined]


# --- room


def test_awaited_calls_wait_only_while_every_browser_is_behind() -> None:
    room = Room(Limits(link_bytes=100_000, high_water=1000))
    assert room.session.pending.for_room() is None
    slow, quick = room.join(), room.join()
    room.session.create("Label", ("x" * 2000,))
    waiting = room.session.pending.for_room()
    assert waiting is not None
    assert room.session.pending.for_room() is waiting
    quick.collect()
    assert waiting.result() is None
    assert room.session.pending.for_room() is None
    quick.leave()
    again = room.session.pending.for_room()
    assert again is not None
    slow.leave()
    assert again.is_settled
    assert room.session.pending.for_room() is None


def test_nobody_waits_for_a_browser_that_was_set_aside() -> None:
    room = Room(Limits(link_bytes=2000, high_water=1000))
    room.join()
    room.session.create("Label", ("x" * 1500,))
    waiting = room.session.pending.for_room()
    assert waiting is not None
    room.session.create("Label", ("x" * 1500,))
    assert waiting.is_settled
    assert room.session.pending.for_room() is None


def test_reading_is_never_paused_while_an_answer_is_awaited() -> None:
    room = Room(Limits(events=10_000))
    browser = room.join()
    session = room.session
    button = session.create("Button", ("b",))
    session.listen(button, "activated")
    browser.exchange()
    events(session)
    for _ in range(10_000):
        browser.click(button.wid)
    question = None
    handled = delivered = 0
    while browser.up or browser.link.has_output or session.inbox:
        # As a transport does: what is not to be read stays where it is.
        while browser.up and not browser.channel.is_reading_paused:
            browser.deliver_up()
            delivered += 1
        if question is None:
            assert delivered == 5001
            assert session.next_event() is not None
            handled = 1
            question = room.ask()
            assert browser.channel in room.hub.ready()
            assert not session.is_reading_paused
        elif question.is_settled:
            handled += session.next_event() is not None
        browser.collect()
        while browser.deliver_down():
            pass
    assert question is not None
    assert question.result() == "text"
    assert handled == 10_000
    assert browser.closed is None


def test_reading_is_never_paused_while_room_is_waited_for() -> None:
    """What the browser has applied stands behind its events, and makes the room."""
    room = Room(Limits(events=200, high_water=20_000))
    browser = room.join()
    session = room.session
    button = session.create("Button", ("b",))
    label = session.create("Label", ("",))
    session.listen(button, "activated")
    settle(session, [browser])
    room.hub.ready()
    for _ in range(200):
        browser.click(button.wid)
    waiting, handled, written = None, 0, 0
    many = 3000  # labels of 2 KB: more than may be on its way
    for _ in range(4000):
        while browser.up and not browser.channel.is_reading_paused:
            browser.deliver_up()
        if not handled:
            assert session.is_reading_paused
            assert session.next_event() is not None
            handled = 1
        if handled == 1 and (waiting is None or waiting.is_settled):
            room.hub.ready()
            while written < many and (waiting := session.pending.for_room()) is None:
                session.create("Label", (f"{written}" * 500,))
                written += 1
            if waiting is not None:
                assert not session.is_reading_paused
                assert browser.channel in room.hub.ready()
        if written == many:
            handled += session.next_event() is not None
        browser.collect()
        while browser.deliver_down():
            pass
    assert written == many
    assert handled == 200
    assert browser.closed is None
    assert not browser.link.is_set_aside
    assert label.wid in session.nodes


def test_one_event_too_many_closes_its_link_alone() -> None:
    room = Room(Limits(events=10))
    flood, other = room.join(), room.join()
    button = room.session.create("Button", ("b",))
    room.session.listen(button, "activated")
    settle(room.session, [flood, other])
    for _ in range(11):
        flood.click(button.wid)
    flood.exchange()
    assert flood.closed == (1008, "too many events at once")
    assert other.channel.close is None
    room.session.rebuild()
    other.exchange()
    assert len(events(room.session)) == 11


def paused() -> tuple[Room, SimulatedBrowser]:
    """A room, and a browser of it that is not read: more than half of the events wait."""
    room = Room(Limits(events=10))
    browser = room.join()
    button = room.session.create("Button", ("b",))
    room.session.listen(button, "activated")
    settle(room.session, [browser])
    for _ in range(6):
        browser.click(button.wid)
    browser.exchange()
    assert browser.channel.is_reading_paused
    return room, browser


def test_reading_goes_on_when_handlers_have_caught_up() -> None:
    room, browser = paused()
    room.hub.ready()
    room.session.next_event()
    assert not browser.channel.is_reading_paused
    assert room.hub.ready() == [browser.channel]


def test_a_browser_that_is_sent_away_is_read_to_its_end() -> None:
    """However many events wait: its own close stands behind what it has sent."""
    room, browser = paused()
    room.session.close()
    assert room.session.is_reading_paused
    assert not browser.channel.is_reading_paused


# --- pages that are stuck


def fill(room: Room) -> Promise:
    """Call until there is no room; gives what to wait for."""
    for number in range(100_000):
        room.session.call(room.entry, "set_tooltip", ("x" * 1000,))
        room.session.create("Label", (str(number),))
        waiting = room.session.pending.for_room()
        if waiting is not None:
            return waiting
    raise AssertionError("there is always room")


def test_a_page_that_is_stuck_does_not_hold_the_program_up_for_ever() -> None:
    room = Room(Limits(stall_time=20))
    stuck = room.join()
    room.hub.next_deadline(0.0)
    waiting = fill(room)
    due = room.hub.next_deadline(1.0)
    assert due is not None
    assert due <= 21.0
    room.hub.handle_timer(20.9)
    assert not waiting.is_settled
    room.hub.handle_timer(21.1)
    assert waiting.is_settled
    assert stuck.link.is_set_aside
    room.session.call(room.entry, "set_text", ("newest",))
    settle(room.session, [stuck])
    assert not stuck.link.is_set_aside
    assert stuck.page.find(room.entry.wid).get("text") == "newest"
    assert len(stuck.page.widgets) == len(room.session.nodes)


def test_a_page_that_is_only_slow_is_waited_for() -> None:
    room = Room(Limits(stall_time=20))
    slow = room.join()
    fill(room)
    room.hub.next_deadline(0.0)
    for now in (15.0, 30.0, 45.0, 60.0):
        slow.collect(1)
        slow.deliver_down()
        slow.deliver_up()  # it has applied one frame more
        waiting = room.session.pending.for_room() or fill(room)
        room.hub.next_deadline(now)
        room.hub.handle_timer(now + 10)
        assert not slow.link.is_set_aside
        assert not waiting.is_settled


def test_a_stock_page_in_the_middle_of_a_long_picture_is_waited_for() -> None:
    room = Room(Limits(stall_time=20))
    slow = room.join(stock=True)
    image = room.session.create("Image")
    settle(room.session, [slow])
    room.session.call(image, "set_binary_image", (bytes(3 * 1024 * 1024),))
    waiting = fill(room)
    room.hub.next_deadline(0.0)
    for now in (15.0, 30.0, 45.0, 60.0):
        assert slow.collect(1)  # one chunk more, of which it says nothing
        room.hub.next_deadline(now)
        room.hub.handle_timer(now + 10)
        assert not slow.link.is_set_aside
        assert not waiting.is_settled
    for now in (90.0, 120.0, 150.0):
        room.hub.handle_timer(now)
        room.hub.next_deadline(now)
    assert slow.link.is_set_aside  # now it takes nothing any more


def test_a_decision_is_settled_by_the_program_its_time_or_the_end(room: Room) -> None:
    pending = room.session.pending
    one, late, left = pending.decision(None), pending.decision(5), pending.decision(None)
    one.settle("yes")
    one.settle("no")
    assert one.result() == "yes"
    due = room.hub.next_deadline(0)
    assert due is not None
    room.hub.handle_timer(due)
    with pytest.raises(TimeoutError, match="not answered within 5 s"):
        late.result()
    room.session.end()
    with pytest.raises(SessionGoneError):
        left.result()


def test_so_many_decisions_and_no_more(room: Room) -> None:
    pending = room.session.pending
    open_ones = [pending.decision(None) for _ in range(20)]
    with pytest.raises(RuntimeError, match="20 questions already"):
        pending.decision(None)
    open_ones[3].settle()
    pending.decision(1).settle()

"""Files from browsers: they arrive whole, in their place among other reports, or not at all."""

import base64
import gc
import json
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.helpers import connect, events, make_hub, session_of, settle
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.events import ReportRefused, WidgetEvent
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.widgets.widget import Node
from pgwidgets_proto.wire.incoming import charge_of


def make(
    limits: Limits | None = None, *, stock: bool = False
) -> tuple[Hub, Session, SimulatedBrowser, Node]:
    """A session with a label that takes drops, and a browser that shows it."""
    hub = make_hub(limits)
    browser = connect(hub, stock=stock)
    session = session_of(browser)
    label = session.create("Label", ("drop here",))
    for action in ("drop-start", "drop-end", "drop-progress"):
        session.listen(label, action)
    browser.exchange()
    events(session)
    return hub, session, browser, label


def run(steps: Iterator[int]) -> int:
    """Send all chunks that are left; gives the transfer's id."""
    return max(steps)


def dropped(found: list[Any], action: str = "drop-end") -> list[dict[str, bytes]]:
    """The files of each drop, by name."""
    return [
        {file["name"]: file["data"] for file in event.args[0]["files"]}
        for event in found
        if isinstance(event, WidgetEvent) and event.action == action
    ]


def refusals(found: list[Any]) -> list[str]:
    refused = [event for event in found if isinstance(event, ReportRefused)]
    assert all(event.link is not None for event in refused)  # somebody is to blame
    return [event.detail for event in refused]


def told(browser: SimulatedBrowser, kind: str) -> list[dict[str, Any]]:
    return [message for message in browser.messages if message["type"] == kind]


# --- what arrives


@pytest.mark.parametrize("stock", [False, True], ids=["ours", "stock"])
def test_files_arrive_byte_for_byte(stock: bool) -> None:
    _, session, browser, label = make(stock=stock)
    big = bytes(range(256)) * 5000
    run(browser.bring_files(label.wid, "drop-end", ("big", big), ("empty", b""), ("s", b"small")))
    found = settle(session, [browser])
    assert dropped(found) == [{"big": big, "empty": b"", "s": b"small"}]
    assert refusals(found) == []
    assert session.transfers.reserved_bytes == 0
    assert browser.closed is None


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("a.fits", "a.fits"),
        ("../../etc/passwd", "passwd"),
        ("/etc/passwd", "passwd"),
        ("C:\\Users\\me\\a.txt", "a.txt"),
        ("folder/a.txt", "a.txt"),
        ("folder/", "folder"),
        ("//", "unnamed"),
        ("X", "X"),
        ("..", "unnamed"),
        ("a/..", "unnamed"),
        ("", "unnamed"),
        (" ", "unnamed"),
        ("a\x00b\n.txt", "a_b_.txt"),
        (".hidden", ".hidden"),
    ],
)
def test_a_name_is_one_that_can_be_joined_to_a_folder(told: str, name: str) -> None:
    _, session, browser, label = make()
    run(browser.bring_files(label.wid, "drop-end", (told, b"x")))
    found = settle(session, [browser])
    (event,) = (event for event in found if getattr(event, "action", None) == "drop-end")
    (file,) = event.args[0]["files"]  # type: ignore[union-attr]
    assert (file["name"], file["raw_name"]) == (name, told)


def test_what_a_handler_is_told_of_a_file() -> None:
    _, session, browser, label = make()
    run(browser.bring_files(label.wid, "drop-end", ("a.txt", b"abc")))
    (*_, event) = settle(session, [browser])
    assert isinstance(event, WidgetEvent)
    assert event.link is browser.link
    assert event.args == (
        {
            "transfer_id": 1,
            "files": [
                {"name": "a.txt", "raw_name": "a.txt", "size": 3, "type": "text/plain",
                 "encoding": "bytes", "data": b"abc"},
            ],
        },
    )  # fmt: skip


def test_what_comes_beside_the_files_is_told_with_them() -> None:
    _, session, browser, label = make()
    about = {"transfer_id": 1, "files": [{"name": "a", "size": 1, "type": ""}]}
    browser.report(label.wid, "drop-end", about, {"more": 1}, 7)
    browser.post(chunk(1), b"x")
    (*_, event) = settle(session, [browser])
    assert isinstance(event, WidgetEvent)
    assert event.args[1:] == ({"more": 1}, 7)


def test_progress_is_told_for_every_chunk_of_all_files_together() -> None:
    _, session, browser, label = make()
    run(browser.bring_files(label.wid, "drop-end", ("a", b"12345"), ("b", b"678"), chunk_bytes=3))
    found = settle(session, [browser])
    widget_events = [event for event in found if isinstance(event, WidgetEvent)]
    assert {event.node for event in widget_events} == {label}
    progress = [event.args[0] for event in widget_events][:-1]
    rows = [(p["file_index"], p["chunk_index"], p["num_chunks"]) for p in progress]
    assert rows == [(0, 0, 2), (0, 1, 2), (1, 0, 1)]
    assert [p["transferred_bytes"] for p in progress] == [3, 5, 8]
    assert {p["total_bytes"] for p in progress} == {8}
    assert [p["complete"] for p in progress] == [False, False, True]
    assert {p["transfer_id"] for p in progress} == {1}


def test_a_file_dialog_tells_progress_by_another_name() -> None:
    _, session, browser, _ = make()
    dialog = session.create("FileDialog")
    session.listen(dialog, "activated")
    session.listen(dialog, "progress")
    browser.exchange()
    run(browser.bring_files(dialog.wid, "activated", ("a", b"12345"), chunk_bytes=3))
    found = settle(session, [browser])
    assert [e.action for e in found if isinstance(e, WidgetEvent)] == [
        "progress", "progress", "activated",
    ]  # fmt: skip
    assert dropped(found, "activated") == [{"a": b"12345"}]


def test_progress_is_not_told_to_nobody() -> None:
    _, session, browser, label = make()
    session.unlisten(label, "drop-progress")
    run(browser.bring_files(label.wid, "drop-end", ("a", b"1")))
    found = settle(session, [browser])
    assert [e.action for e in found if isinstance(e, WidgetEvent)] == ["drop-end"]


def test_files_come_at_the_place_of_their_last_chunk() -> None:
    _, session, browser, label = make()
    button = session.create("Button", ("b",))
    session.listen(button, "activated")
    session.unlisten(label, "drop-progress")
    browser.exchange()
    browser.report(label.wid, "drop-start", {"files": [{"name": "a", "data": None}]})
    chunks = browser.bring_files(label.wid, "drop-end", ("a", b"12"), chunk_bytes=1)
    browser.click(button.wid)
    next(chunks)
    browser.click(button.wid)
    next(chunks)
    browser.click(button.wid)
    found = settle(session, [browser])
    actions = [event.action for event in found if isinstance(event, WidgetEvent)]
    assert actions == ["drop-start", "activated", "activated", "drop-end", "activated"]


def test_chunks_may_be_in_base64() -> None:
    _, session, browser, label = make()
    about = {"name": "a", "size": 3, "type": ""}
    browser.report(label.wid, "drop-end", {"transfer_id": 9, "files": [about]})
    browser.post({**chunk(9), "encoding": "base64", "data": base64.b64encode(b"abc").decode()})
    assert dropped(settle(session, [browser])) == [{"a": b"abc"}]


@pytest.mark.parametrize("error", [None, "no permission"])
def test_a_file_that_the_browser_could_not_read_comes_without_data(error: str | None) -> None:
    _, session, browser, label = make()
    about = {"name": "a", "size": 3, "type": "", **({} if error is None else {"error": error})}
    browser.report(label.wid, "drop-end", {"transfer_id": 9, "files": [about]})
    browser.post(chunk(9), b"")
    (*_, event) = settle(session, [browser])
    assert isinstance(event, WidgetEvent)
    (file,) = event.args[0]["files"]
    assert file["data"] is None
    assert file["error"] == (error or "the browser could not read it")


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.lists(st.binary(max_size=5), min_size=1, max_size=3)),
        max_size=5,
    ),
    st.data(),
)
def test_transfers_of_several_browsers_with_cuts(
    drops: list[tuple[int, list[bytes]]], data: st.DataObject
) -> None:
    """Whatever is interleaved and cut where: all that was dropped arrives once, whole."""
    hub, session, first, label = make()
    browsers = [first, connect(hub, session), connect(hub, session)]
    expected = []
    running = []
    for who, contents in drops:
        files = [(f"{len(expected)}.{index}", content) for index, content in enumerate(contents)]
        expected.append(dict(files))
        running.append(browsers[who].bring_files(label.wid, "drop-end", *files, chunk_bytes=2))
    found: list[Any] = []
    while running:
        match data.draw(st.sampled_from(["chunk", "chunk", "deliver", "cut", "take"])):
            case "chunk":
                steps = data.draw(st.sampled_from(running))
                if next(steps, None) is None:
                    running.remove(steps)
            case "deliver":
                browser = data.draw(st.sampled_from(browsers))
                for _ in range(data.draw(st.integers(0, 4))):
                    browser.collect()
                    browser.deliver_down()
                    browser.deliver_up()
            case "cut":
                browser = data.draw(st.sampled_from(browsers))
                browser.drop()
                browser.come_back()
            case _:
                found += events(session)
    found += settle(session, browsers)
    arrived = dropped(found)
    assert sorted(arrived, key=repr) == sorted(expected, key=repr)
    assert refusals(found) == []
    assert len(session.transfers) == session.transfers.reserved_bytes == 0
    assert [browser.lost for browser in browsers] == [0, 0, 0]


# --- what is refused


def chunk(transfer_id: int, *, index: int = 0, count: int = 1, **more: int) -> dict[str, Any]:
    """The header of a chunk."""
    return {
        "type": "binary-chunk",
        "wid": 1,
        "transfer_id": transfer_id,
        "file_index": 0,
        "file_count": 1,
        "chunk_index": index,
        "num_chunks": count,
        **more,
    }


@pytest.mark.parametrize(
    ("header", "data", "why"),
    [
        (
            chunk(1, index=2, count=3),
            b"5",
            "chunk 2 of file 0 is out of range, or too early; 1 of 0 due",
        ),
        (chunk(1, index=0, count=3), b"1", "chunk 0 of file 0 came twice; 1 of 0 due"),
        (chunk(1, index=3, count=3), b"7", "out of range"),
        (chunk(1, index=-1, count=3), b"7", "out of range"),
        (chunk(1, index=0, count=3, file_index=1), b"7", "out of range"),
        (chunk(1, index=1, count=3, file_count=2), b"34", "1 were announced"),
        (chunk(1, index=1, count=2), b"34", "2 chunks of 'a'"),
        (chunk(1, index=1, count=3), b"", "is empty"),
        (chunk(77), b"x", "unknown transfer 77"),
        (chunk(-1), b"x", "unknown transfer -1"),
    ],
)
def test_nonsense_is_refused_and_the_transfer_goes_on(
    header: dict[str, Any], data: bytes, why: str
) -> None:
    _, session, browser, label = make()
    steps = browser.bring_files(label.wid, "drop-end", ("a", b"123456"), chunk_bytes=2)
    other = browser.bring_files(label.wid, "drop-end", ("b", b"5678"), chunk_bytes=2)
    next(steps)
    next(other)
    browser.post(header, data)
    (detail,) = refusals(settle(session, [browser]))
    assert why in detail
    run(steps)
    run(other)
    assert dropped(settle(session, [browser])) == [{"a": b"123456"}, {"b": b"5678"}]
    assert browser.closed is None


@pytest.mark.parametrize(
    ("data", "count"), [(b"1234", 0), (b"1234", -1), (b"1234", 5), (b"1", 2), (b"", 2)]
)
def test_a_file_has_no_more_chunks_than_bytes(data: bytes, count: int) -> None:
    _, session, browser, label = make()
    steps = browser.bring_files(label.wid, "drop-end", ("a", data))
    browser.post(chunk(1, count=count), data[:1])
    (detail,) = refusals(settle(session, [browser]))
    assert f"{count} chunks of 'a', which has {len(data)} bytes" in detail
    run(steps)
    assert dropped(settle(session, [browser])) == [{"a": data}]


def test_a_chunk_of_two_is_not_empty() -> None:
    _, session, browser, label = make()
    steps = browser.bring_files(label.wid, "drop-end", ("a", b"12"))
    browser.post(chunk(1, count=2), b"")
    (detail,) = refusals(settle(session, [browser]))
    assert "is empty" in detail
    run(steps)
    assert dropped(settle(session, [browser])) == [{"a": b"12"}]


def test_a_chunk_that_is_not_base64_is_refused() -> None:
    _, session, browser, label = make()
    browser.report(
        label.wid, "drop-end", {"transfer_id": 1, "files": [{"name": "a", "size": 1, "type": ""}]}
    )
    for encoding in ("base64", "morse"):
        browser.post({**chunk(1), "encoding": encoding, "data": "?!"})
    first, second = refusals(settle(session, [browser]))
    assert "is not base64" in first
    assert "unknown encoding 'morse'" in second
    browser.post(chunk(1), b"x")
    assert dropped(settle(session, [browser])) == [{"a": b"x"}]


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ([(chunk(1, index=0, count=2), b"12345")], "longer than the 4 bytes announced"),
        ([(chunk(1, index=0, count=1), b"12345")], "longer than the 4 bytes announced"),
        (
            [(chunk(1, index=0, count=2), b"123"), (chunk(1, index=1, count=2), b"45")],
            "longer than the 4 bytes announced",
        ),
        (
            [(chunk(1, index=0, count=2), b"1"), (chunk(1, index=1, count=2), b"2")],
            "has 2 bytes; 4 were announced",
        ),
        ([(chunk(1, index=0, count=1), b"1")], "has 1 bytes; 4 were announced"),
    ],
)
def test_a_file_of_another_size_than_announced_ends_its_transfer(
    headers: list[tuple[dict[str, Any], bytes]], why: str
) -> None:
    _, session, browser, label = make()
    browser.bring_files(label.wid, "drop-end", ("a", b"1234"))
    for header, data in headers:
        browser.post(header, data)
    browser.post(chunk(1, index=1, count=2), b"late")  # thrown away, without another word
    (detail,) = refusals(settle(session, [browser]))
    assert why in detail
    assert len(session.transfers) == session.transfers.reserved_bytes == 0
    assert told(browser, "transfer-refused")[0]["transfer_id"] == 1
    assert browser.closed is None


DEEP: list[Any] = json.loads("[" * 500 + "]" * 500)


@pytest.mark.parametrize(
    ("about", "why"),
    [
        ({"transfer_id": "1", "files": []}, "transfer_id '1'"),
        ({"transfer_id": True, "files": []}, "transfer_id True"),
        ({"transfer_id": 1, "files": []}, "its files are []"),
        ({"transfer_id": 1, "files": {}}, "its files are {}"),
        ({"transfer_id": 1, "files": ["x"]}, "'x' is no file"),
        ({"transfer_id": 1, "files": [{"name": 1, "size": 1, "type": ""}]}, "the name 1"),
        ({"transfer_id": 1, "files": [{"name": "a", "size": -1, "type": ""}]}, "the size -1"),
        ({"transfer_id": 1, "files": [{"name": "a", "size": 1.5, "type": ""}]}, "the size 1.5"),
        ({"transfer_id": 1, "files": [{"name": "a", "size": 101, "type": ""}]}, "transfer_bytes"),
        ({"transfer_id": 1, "files": [], "x": DEEP}, "files announced with nonsense: a value"),
    ],
)
def test_nonsense_is_not_opened(about: dict[str, Any], why: str) -> None:
    _, session, browser, label = make(Limits(transfer_bytes=100))
    browser.report(label.wid, "drop-end", about)
    (detail,) = refusals(settle(session, [browser]))
    assert why in detail
    assert len(session.transfers) == session.transfers.reserved_bytes == 0
    assert browser.closed is None


def test_an_action_that_nobody_asked_for_brings_no_files() -> None:
    _, session, browser, label = make()
    session.unlisten(label, "drop-end")
    run(browser.bring_files(label.wid, "drop-end", ("a", b"x" * 10), chunk_bytes=1))
    (detail,) = refusals(settle(session, [browser]))  # the chunks are thrown away
    assert detail.endswith(" with files: it was not asked to")
    assert len(session.transfers) == 0


def test_a_transfer_is_not_opened_twice() -> None:
    _, session, browser, label = make()
    steps = browser.bring_files(label.wid, "drop-end", ("a", b"12"), chunk_bytes=1)
    next(steps)
    browser._next_transfer = 1
    browser.bring_files(label.wid, "drop-end", ("b", b"12"))
    run(steps)
    found = settle(session, [browser])
    assert refusals(found) == ["transfer 1 is open already"]
    assert dropped(found) == [{"a": b"12"}]


def test_so_many_bytes_and_no_more_until_the_program_has_taken_them() -> None:
    _, session, browser, label = make(Limits(transfer_bytes=100))
    run(browser.bring_files(label.wid, "drop-end", ("a", b"x" * 60)))
    browser.exchange()
    assert session.transfers.reserved_bytes == 60  # here, but the program is busy
    run(browser.bring_files(label.wid, "drop-end", ("b", b"x" * 60)))
    browser.exchange()
    found = events(session)
    assert dropped(found) == [{"a": b"x" * 60}]
    assert len(refusals(found)) == 1
    assert session.transfers.reserved_bytes == 0
    run(browser.bring_files(label.wid, "drop-end", ("c", b"x" * 60)))
    assert dropped(settle(session, [browser])) == [{"c": b"x" * 60}]


def test_so_many_files_and_no_more_until_the_program_has_taken_them() -> None:
    _, session, browser, label = make(Limits(transfer_files=3))
    run(browser.bring_files(label.wid, "drop-end", ("a", b""), ("b", b"")))
    browser.exchange()
    run(browser.bring_files(label.wid, "drop-end", ("c", b""), ("d", b"")))
    browser.exchange()
    found = events(session)
    assert dropped(found) == [{"a": b"", "b": b""}]
    assert [detail for detail in refusals(found) if "Limits.transfer_files = 3" in detail]
    assert session.transfers.reserved_files == 0
    run(browser.bring_files(label.wid, "drop-end", ("c", b""), ("d", b"")))
    assert dropped(settle(session, [browser])) == [{"c": b"", "d": b""}]


def test_as_many_bytes_and_files_as_are_allowed() -> None:
    _, session, browser, label = make(Limits(transfer_bytes=6, transfer_files=2))
    run(browser.bring_files(label.wid, "drop-end", ("a", b"123"), ("b", b"456")))
    assert dropped(settle(session, [browser])) == [{"a": b"123", "b": b"456"}]


def test_what_is_announced_counts_together_until_the_program_has_taken_it() -> None:
    _, session, browser, label = make(Limits(transfer_files=3, event_bytes=30_000))
    name = "n" * 8000
    for _ in range(2):
        run(browser.bring_files(label.wid, "drop-end", ("a", b"")))
        run(browser.bring_files(label.wid, "drop-end", ("b", b"")))
        run(browser.bring_files(label.wid, "drop-end", ("c", b""), ("d", b"")))
        found = settle(session, [browser])
        assert dropped(found) == [{"a": b""}, {"b": b""}]
        assert any("Limits.transfer_files = 3" in detail for detail in refusals(found))
        first, second, third = (
            browser.bring_files(label.wid, "drop-end", (name + end, b"x")) for end in "abc"
        )
        run(third)
        found = settle(session, [browser])
        assert any("Limits.event_bytes = 30000" in detail for detail in refusals(found))
        run(first)
        run(second)
        arrived = dropped(settle(session, [browser]))
        assert arrived == [{name + "a": b"x"}, {name + "b": b"x"}]
        assert browser.closed is None


def test_files_for_which_there_is_no_room_among_the_events_are_let_go() -> None:
    _, session, browser, label = make(Limits(events=3))
    session.unlisten(label, "drop-progress")
    steps = browser.bring_files(label.wid, "drop-end", ("a", b"123"))
    browser.exchange()
    for _ in range(3 - len(session.inbox)):
        browser.report(label.wid, "nonsense")
    run(steps)
    browser.exchange()
    assert browser.closed == (1008, "too many events at once")
    assert (session.transfers.reserved_bytes, session.transfers.reserved_files) == (0, 0)


def test_so_many_transfers_at_a_time() -> None:
    _, session, browser, label = make(Limits(transfers=2))
    running = [browser.bring_files(label.wid, "drop-end", (name, b"12")) for name in "abc"]
    for steps in running:
        run(steps)
    found = settle(session, [browser])
    assert dropped(found) == [{"a": b"12"}, {"b": b"12"}]
    (detail,) = refusals(found)
    assert detail.endswith(": Limits.transfers = 2 are open already")
    browser.post(chunk(3), b"x")  # of the one that was refused
    browser._next_transfer = 3
    run(browser.bring_files(label.wid, "drop-end", ("c", b"12")))
    browser.post(chunk(3), b"x")  # of one that is no longer known to be refused
    found = settle(session, [browser])
    assert dropped(found) == [{"c": b"12"}]
    assert refusals(found) == ["chunk of the unknown transfer 3"]


def announced(transfer_id: int) -> str:
    """The announcement of a file of one byte."""
    about = {"transfer_id": transfer_id, "files": [{"name": "a", "size": 1, "type": ""}]}
    return json.dumps({"type": "callback", "wid": 1, "action": "drop-end", "args": [about]})


def test_as_much_memory_as_is_allowed_for_announcements() -> None:
    """Again and again: what was given back counts no longer."""
    weight = charge_of(announced(1)).size
    _, session, browser, _ = make(Limits(event_bytes=2 * weight, transfer_time=10))
    for first in (1, 4, 7):
        for number in range(first, first + 3):
            browser.channel.receive(announced(number), 0.0)
        (detail,) = refusals(events(session))
        assert f"take more than Limits.event_bytes = {2 * weight}" in detail
        assert len(session.transfers) == 2
        for number in (first, first + 1):
            browser.channel.receive(json.dumps(chunk(number)), 0.0)
            browser.channel.receive(b"12", 0.0)  # too much, so that it ends
        assert len(refusals(events(session))) == 2


@pytest.mark.parametrize("more", [0, 1])
def test_a_chunk_is_as_long_as_a_message_may_be(more: int) -> None:
    hub, session, browser, label = make(Limits(message_bytes=2000))
    data = b"x" * (2000 + more)
    run(browser.bring_files(label.wid, "drop-end", ("a", data), chunk_bytes=3000))
    found = settle(session, [browser])
    if more:
        assert browser.closed == (1009, "message too big")
        refused = hub.next_event()
        assert refused is not None
        assert refused.detail == "a message is over Limits.message_bytes = 2000"
    else:
        assert dropped(found) == [{"a": data}]


def test_an_empty_file_needs_no_data_in_base64() -> None:
    _, session, browser, label = make()
    browser.report(
        label.wid, "drop-end", {"transfer_id": 1, "files": [{"name": "a", "size": 0, "type": ""}]}
    )
    browser.post({**chunk(1), "encoding": "base64"})
    assert dropped(settle(session, [browser])) == [{"a": b""}]


def test_endless_nonsense_closes_the_link() -> None:
    _, session, browser, _ = make(Limits(events=10))
    for number in range(20):
        browser.post(chunk(number), b"")
    browser.exchange()
    assert browser.closed == (1008, "too many events at once")
    assert session.audience.find(browser.link.id) is None


def test_of_refused_transfers_the_latest_are_remembered_and_told_of_once() -> None:
    _, session, browser, _ = make()

    def bring(*numbers: int) -> list[str]:
        for number in numbers:
            browser.post(chunk(number), b"")
        return refusals(settle(session, [browser]))

    assert len(bring(*range(256))) == 256
    assert bring(0, 255) == []
    assert bring(256) == ["chunk of the unknown transfer 256"]
    assert bring(255, 1) == []
    assert bring(0) == ["chunk of the unknown transfer 0"]  # the oldest was forgotten for it
    assert browser.closed is None


@pytest.mark.parametrize("is_told", [False, True], ids=["lost", "left"])
def test_refused_transfers_are_forgotten_with_their_page(is_told: bool) -> None:
    hub, session, browser, _ = make()
    other = connect(hub, session)
    for page in (browser, other):
        page.post(chunk(7), b"")
    settle(session, [browser, other])
    link = weakref.ref(browser.link)
    if is_told:
        browser.leave()
    else:
        browser.drop()
        hub.next_deadline(0.0)
        hub.handle_timer(100.0)
    events(session)
    hub.ready()
    del browser, page
    gc.collect()
    assert link() is None
    other.post(chunk(7), b"")
    assert refusals(settle(session, [other])) == []


# --- what is given up


def test_silence_ends_a_transfer_and_no_other() -> None:
    hub, session, browser, label = make(Limits(transfer_time=10))
    slow = browser.bring_files(label.wid, "drop-end", ("slow", b"12"), chunk_bytes=1)
    steady = browser.bring_files(label.wid, "drop-end", ("steady", b"1234"), chunk_bytes=1)
    next(slow)
    found = []
    for now in (0.0, 8.0, 16.0, 24.0):
        browser.now = now
        next(steady)
        browser.exchange()
        hub.handle_timer(now)
        found += events(session)
    assert dropped(found) == [{"steady": b"1234"}]
    assert [detail.partition(":")[2] for detail in refusals(found)] == [" nothing for 10 s"]
    assert len(session.transfers) == session.transfers.reserved_bytes == 0
    run(slow)
    assert refusals(settle(session, [browser])) == []


def test_an_announcement_that_nothing_follows_is_waited_for_no_longer() -> None:
    hub, session, browser, label = make(Limits(transfer_time=10))
    browser.now = 5.0
    browser.bring_files(label.wid, "drop-end", ("a", b"12"))
    browser.exchange()
    hub.handle_timer(14.9)
    assert len(session.transfers) == 1
    hub.handle_timer(15.0)
    assert len(session.transfers) == 0


def test_silence_is_counted_from_what_came_last() -> None:
    hub, session, browser, label = make(Limits(transfer_time=10))
    steps = browser.bring_files(label.wid, "drop-end", ("a", b"123"), chunk_bytes=1)
    for now in (0.0, 4.0):
        browser.now = now
        next(steps)
        browser.exchange()
    for now, is_there in ((10.0, True), (13.9, True), (14.0, False)):
        hub.next_deadline(now)
        hub.handle_timer(now)
        assert bool(len(session.transfers)) is is_there
    assert len(refusals(events(session))) == 1


def test_a_browser_that_is_away_is_waited_for() -> None:
    hub, session, browser, label = make(Limits(transfer_time=10))
    steps = browser.bring_files(label.wid, "drop-end", ("a", b"12"), chunk_bytes=1)
    next(steps)
    browser.exchange()
    browser.drop()
    hub.next_deadline(0.0)
    hub.handle_timer(30.0)
    browser.now = 35.0
    browser.come_back()
    browser.exchange()
    hub.handle_timer(44.0)
    run(steps)
    assert dropped(settle(session, [browser])) == [{"a": b"12"}]
    hub.next_deadline(45.0)
    hub.handle_timer(100.0)
    assert refusals(events(session)) == []


def test_a_page_that_is_not_read_is_waited_for() -> None:
    hub, session, browser, label = make(Limits(transfer_time=10, events=10))
    steps = browser.bring_files(label.wid, "drop-end", ("a", b"12"), chunk_bytes=1)
    next(steps)
    for _ in range(6):
        browser.report(label.wid, "drop-start", {})
    browser.exchange()
    assert browser.channel.is_reading_paused
    hub.handle_timer(15.0)
    assert len(session.transfers) == 1


@pytest.mark.parametrize("how", ["left", "new page", "expired", "destroyed", "session"])
def test_what_nobody_waits_for_is_freed(how: str) -> None:
    hub, session, browser, label = make()
    other = connect(hub, session)
    steps = browser.bring_files(label.wid, "drop-end", ("a", b"12"), chunk_bytes=1)
    next(steps)
    browser.exchange()
    assert session.transfers.reserved_bytes == 2
    match how:
        case "left":
            browser.leave()
        case "new page":
            browser.drop()
            browser.come_back(is_new_page=True)
            hub.next_deadline(0.0)
            hub.handle_timer(100.0)
        case "expired":
            browser.drop()
            hub.next_deadline(0.0)
            hub.handle_timer(100.0)
        case "destroyed":
            session.destroy(label)
            run(steps)
        case _:
            hub.destroy_session(session)
    assert len(session.transfers) == session.transfers.reserved_bytes == 0
    found = settle(session, [other, *([browser] if how == "destroyed" else [])])
    assert dropped(found) == []
    assert refusals(found) == []


def test_a_widget_that_was_just_destroyed_brings_no_files_and_no_complaint() -> None:
    _, session, browser, label = make()
    session.destroy(label)
    run(browser.bring_files(label.wid, "drop-end", ("a", b"12"), chunk_bytes=1))
    found = settle(session, [browser])
    assert dropped(found) == []
    assert refusals(found) == []
    assert len(session.transfers) == 0


# --- headers and frames


def test_a_frame_without_a_header_closes_the_connection() -> None:
    _, _, browser, _ = make()
    browser.channel.receive(b"bytes", 0.0)
    assert browser.channel.close == (1003, "binary frame without a header before it")


@pytest.mark.parametrize("then", ['{"type":"ping"}', '[{"type":"ping"}]', "[]"])
def test_a_header_without_its_frame_closes_the_connection(then: str) -> None:
    _, _, browser, label = make()
    browser.bring_files(label.wid, "drop-end", ("a", b"12"))
    browser.exchange()
    browser.channel.receive(json.dumps(chunk(1)), 0.0)
    browser.channel.receive(then, 0.0)
    assert browser.channel.close == (1002, "a header without its binary frame behind it")


def test_a_header_may_be_the_last_of_an_array() -> None:
    _, session, browser, label = make()
    browser.bring_files(label.wid, "drop-end", ("a", b"1"))
    browser.exchange()
    browser.channel.receive(json.dumps([{"type": "ping"}, chunk(1)]), 0.0)
    browser.channel.receive(b"1", 0.0)
    assert dropped(events(session)) == [{"a": b"1"}]


def test_but_not_before_others() -> None:
    _, _, browser, _ = make()
    browser.channel.receive(json.dumps([chunk(1), {"type": "ping"}]), 0.0)
    assert browser.channel.close == (1002, "a header without its binary frame behind it")


@pytest.mark.parametrize("arrived", [0, 1, 2, 3, 4])
def test_a_cut_between_or_within_chunks_costs_nothing(arrived: int) -> None:
    """A header whose frame was cut off has not arrived; the chunks before it have."""
    _, session, browser, label = make()
    steps = browser.bring_files(label.wid, "drop-end", ("a", b"1234"), chunk_bytes=2)
    browser.exchange()
    next(steps)
    next(steps)
    for _ in range(arrived):
        browser.deliver_up()
    handled = browser.link.asides.receipts.handled
    browser.drop()
    assert handled == browser.link.asides.receipts.handled == 1 + arrived // 2
    browser.come_back()
    found = settle(session, [browser])
    assert dropped(found) == [{"a": b"1234"}]
    assert refusals(found) == []
    assert not browser.kept


def test_every_chunk_is_acknowledged_at_once() -> None:
    """A page holds no more than it may have to send again."""
    _, _, browser, label = make()
    browser.bring_files(label.wid, "drop-end", ("a", b"1234"))
    browser.post(chunk(1, count=2), b"12")
    browser.exchange()
    assert not browser.kept


def test_the_stock_client_may_still_send_files_of_its_page_before() -> None:
    hub = make_hub()
    browser = SimulatedBrowser(hub, stock=True)
    browser.channel.receive(json.dumps(chunk(1)), 0.0)
    browser.channel.receive(b"bytes", 0.0)
    browser.exchange()
    assert browser.link.session is session_of(browser)

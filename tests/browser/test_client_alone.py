"""Our browser client against a server that is written here, message by message.

Knows the wire (wire-protocol.md) and the page's URLs. Must not know the core, a transport or
the API: what fails here is the client's fault alone.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pgwidgets_js.defs import WIDGETS
from playwright.sync_api import Page, expect

from browser.fake_server import (
    Link,
    Message,
    Server,
    call,
    create,
    listen,
    place_of,
    ref,
    rows_of,
    set_,
    window,
)


@pytest.fixture
def server() -> Iterator[Server]:
    """A server for the page."""
    server = Server()
    yield server
    server.close()


@pytest.fixture
def link(server: Server, page: Page) -> Iterator[Link]:
    """A page with an empty session; when the test is done, it has complained of nothing."""
    page.goto(server.url)
    link = server.link()
    link.begin()
    yield link
    page.evaluate("null")  # playwright hands over what it has heard when it is called
    assert page.console_errors == []  # type: ignore[attr-defined]


def is_callback(wid: int, action: str) -> Callable[[Message], bool]:
    return lambda m: m["type"] == "callback" and (m["wid"], m["action"]) == (wid, action)


# ---------------------------------------------------------------- greeting, session


def test_the_greeting_brings_the_extension_and_leaves_the_page_alone(
    server: Server, page: Page
) -> None:
    page.goto(server.url)
    page.evaluate("document.body.append('still here')")
    assert server.link().greet(ext=1) == {"type": "result", "id": 0, "ext": 1, "short": True}
    expect(page.locator("body")).to_contain_text("still here")


def test_credentials_stand_in_the_fragment_and_survive_a_reload(
    server: Server, page: Page, link: Link
) -> None:
    expect(page).to_have_url(server.url + "#session=1&token=token")
    page.reload()
    assert server.link().greet(ext=1) == {
        "type": "result",
        "id": 0,
        "ext": 1,
        "short": True,
        "session_id": 1,
        "token": "token",
        "former": "a",  # the view that its tab had
    }


@pytest.mark.parametrize("how", ["loaded anew", "closed"])
def test_a_page_that_goes_for_good_says_so(page: Page, link: Link, how: str) -> None:
    """By a word: not every server hears with which code a WebSocket was closed."""
    tab = page.context.new_page() if how == "closed" else page
    if tab is page:
        page.reload()
    else:
        page.goto("about:blank")
        tab.close()
    assert link.until(lambda message: message["type"] == "goodbye")


def test_the_script_answers_for_itself(link: Link) -> None:
    link.raw('{"type":"ping"}')
    assert link.until(lambda message: message["type"] == "pong")
    link.send(create(1, "Label", "x"))
    link.until_applied()  # which counts no ping


def test_a_stock_link_is_moved_out_of_the_query_and_cannot_name_a_server(
    server: Server, page: Page
) -> None:
    page.goto(server.url + "?session=lobby&token=secret&ws=ws://127.0.0.1:9/")
    answer = server.link().greet(ext=1)
    assert (answer["session_id"], answer["token"]) == ("lobby", "secret")
    url = "?ws=ws%3A%2F%2F127.0.0.1%3A9%2F#session=lobby&token=secret"
    expect(page).to_have_url(server.url + url)


def test_another_sessions_link_pasted_into_the_tab_opens_it(
    server: Server, page: Page, link: Link
) -> None:
    """An address that names none, or its own, leads nowhere."""
    for own in ("chapter", "session=1&token=token&chapter=2"):
        page.evaluate(
            """(hash) => new Promise((done) => {
                addEventListener("hashchange", () => setTimeout(done), { once: true });
                location.hash = hash;
            })""",
            own,
        )
    link.send(create(1, "Label", "x"))
    link.until_applied()  # by the page that it was
    page.evaluate("location.hash = 'session=2&token=other'")
    assert server.link().greet(ext=1)["session_id"] == 2


@pytest.mark.parametrize(("session_id", "token"), [(2, "token"), (1, "of another boot")])
def test_another_session_wipes_the_page_at_once(
    server: Server, page: Page, link: Link, session_id: int, token: str
) -> None:
    link.rebuild(*window(2, create(2, "Label", "mine")))
    link.close(1001, "")
    again = server.link()
    again.greet(ext=1)
    expect(page.locator(".label-widget")).to_have_text("mine")
    info = {"type": "session-info", "session_id": session_id, "token": token, "ext": 1}
    again.raw(json.dumps(info))
    expect(page.locator(".label-widget")).to_have_count(0)


def test_a_session_that_is_named_by_a_number_is_the_same_after_a_reload(
    server: Server, page: Page
) -> None:
    page.goto(server.url)
    server.link().begin("2026")  # a text for the server; an address does not tell
    page.reload()
    server.link().begin("2026")
    assert page.get_by_role("status").inner_text() == ""


def test_a_stock_server_is_served_as_the_stock_client_would(server: Server, page: Page) -> None:
    page.goto(server.url)
    page.evaluate("document.body.append('to be cleared')")
    link = server.link()
    assert link.greet() == {"type": "result", "id": 0}
    expect(page.locator("body")).to_be_empty()
    link.raw('{"type":"session-info","session_id":4,"token":"t"}')
    assert link.next()["type"] == "viewport"
    messages = [*window(2, create(2, "Button", "Go")), listen(2, "activated")]
    link.send(*({**message, "id": n} for n, message in enumerate(messages, 1)))
    answers = [link.next() for _ in messages]
    assert [answer["type"] for answer in answers] == ["result"] * len(messages)
    page.get_by_text("Go").click()
    assert link.next() == {"type": "callback", "wid": 2, "action": "activated", "args": []}
    expect(page).to_have_url(server.url + "#session=4&token=t")
    assert page.console_errors == []  # type: ignore[attr-defined]


# ------------------------------------------------------------- counting and answers


def test_an_event_carries_what_had_been_applied_before_it(link: Link, page: Page) -> None:
    link.rebuild(*window(2, create(2, "Button", "Go")), listen(2, "activated"))
    page.get_by_text("Go").click()
    event = link.until(is_callback(2, "activated"))[-1]
    assert event["seen"] == link.sent
    link.send(set_(2, "set_text", "Went"))
    assert link.until_applied()[-1] == {"type": "ack", "seen": link.sent}


def test_a_click_on_what_a_click_has_brought_acknowledges_it(link: Link, page: Page) -> None:
    link.rebuild(*window(2, create(2, "Button", "Go")), listen(2, "activated"))
    page.get_by_text("Go").evaluate(
        """(button) => {
            const again = new MutationObserver(() => button.click());
            again.observe(button, { childList: true, characterData: true, subtree: true });
            button.click();
        }"""
    )
    link.until(is_callback(2, "activated"))
    link.send(set_(2, "set_text", "Went"))
    said = link.until(is_callback(2, "activated"))
    assert said[-1]["seen"] == link.sent
    assert said[-1]["applied"] is True
    assert not any(message["type"] == "ack" for message in said)


def test_only_questions_are_answered(link: Link) -> None:
    link.rebuild(*window(2, create(2, "Label", "hi")))
    link.send(set_(2, "set_text", "ho"), {**call(2, "get_text"), "id": link.sent + 2})
    received = [m for m in link.until_applied() if m["type"] != "geometry"]
    asked = {"type": "result", "id": link.sent, "value": "ho", "seen": link.sent}
    assert received == [asked, {"type": "ack", "seen": link.sent}]


def test_binary_frames_count_with_their_header_and_arrays_by_element(
    link: Link, page: Page
) -> None:
    link.rebuild(*window(2, create(2, "Image")))
    pixel = (Path(__file__).parent / "../../src/pgwidgets/web/favicon.svg").read_bytes()
    header = {"type": "binary-call", "wid": 2, "method": "set_binary_image", "args": ["svg+xml"]}
    link.raw(json.dumps(header))
    link.raw(pixel)
    link.sent += 1
    link.until_applied()
    announce = {**header, "type": "binary-call-chunked", "transfer_id": 1, "num_chunks": 2}
    link.send(announce, set_(2, "set_tooltip", "a"))
    for index, part in enumerate((pixel[:100], pixel[100:])):
        link.raw(
            json.dumps(
                {"type": "binary-chunk", "transfer_id": 1, "chunk_index": index, "num_chunks": 2}
            )
        )
        link.raw(part)
        link.sent += 1
    received = link.until_applied()
    assert [m for m in received if m["type"] == "error"] == []
    link.send(
        {"type": "batch", "calls": [set_(2, "set_tooltip", "b"), set_(2, "set_tooltip", "c")]}
    )
    link.until_applied()


def test_a_failing_silent_call_is_reported_and_leaves_the_client_talking(
    link: Link, page: Page
) -> None:
    link.rebuild(*window(2, create(2, "Button", "Go")), listen(2, "activated"))
    failing = link.sent + 2
    link.send(
        set_(2, "set_text", "Ready"), set_(1, "raise_to_heaven"), set_(99, "show"), {"type": "?"}
    )
    errors = [m for m in link.until_applied() if m["type"] == "error"]
    assert errors == [
        {
            "type": "error",
            "id": failing,
            "error": "Unknown method: raise_to_heaven on TopLevel",
            "seen": failing,
        },
        {"type": "error", "id": failing + 1, "error": "Unknown widget id: 99", "seen": failing + 1},
        {
            "type": "error",
            "id": failing + 2,
            "error": "Unknown message type: ?",
            "seen": failing + 2,
        },
    ]
    link.send(set_(2, "add_widget", ref(99)), set_(2, "set_icon", {"a": [ref(98)]}))
    assert len([m for m in link.until_applied() if m["type"] == "error"]) == 2
    page.get_by_text("Ready").click()
    link.until(is_callback(2, "activated"))


def test_a_frame_that_is_no_json_is_reported(link: Link) -> None:
    link.raw("{")
    link.sent += 1
    assert "error" in [m["type"] for m in link.until_applied()]
    link.raw(b"nobody announced this")
    assert link.next()["error"] == "binary frame without a header"


def test_each_failing_call_of_a_batch_is_reported_and_the_rest_applied(
    link: Link, page: Page
) -> None:
    link.rebuild(*window(2, create(2, "Label", "old")))
    link.send(
        {"type": "batch", "calls": [set_(9, "show"), set_(2, "set_text", "new"), set_(2, "x")]}
    )
    errors = [m for m in link.until_applied() if m["type"] == "error"]
    assert [(m["id"], m["call"], m["error"]) for m in errors] == [
        (link.sent, 0, "Unknown widget id: 9"),
        (link.sent, 2, "Unknown method: x on Label"),
    ]
    expect(page.locator(".label-widget")).to_have_text("new")


def test_a_program_is_silent_and_what_is_not_silent_carries_its_own_count(link: Link) -> None:
    link.rebuild(
        *window(2, create(2, "TextArea")), create(3, "RadioButton"), listen(3, "activated")
    )
    link.send(set_(3, "set_state", True), set_(3, "set_state", False))
    assert [m for m in link.until_applied() if m["type"] == "callback"] == []
    link.send(call(3, "set_state", True), set_(2, "set_tooltip", "x"))
    event = next(m for m in link.until_applied() if m["type"] == "callback")
    assert event["seen"] == link.sent - 1


def test_bind_gives_the_servers_id_to_what_the_browser_made(link: Link) -> None:
    link.rebuild(*window(2, create(2, "MDIWidget"), create(3, "Label", "doc")))
    link.send({**set_(2, "add_widget", ref(3), {"title": "doc"}), "bind": 7, "id": link.sent + 1})
    received = link.until_applied()
    value = next(m["value"] for m in received if m["type"] == "result")
    assert value == {"__wid__": 7, "__class__": "MDISubWindow"}
    if not any(7 in [row[0] for row in rows_of("size", m)] for m in received):
        link.until(lambda m: 7 in [row[0] for row in rows_of("size", m)])
    link.send(set_(7, "move", 40, 30), {**set_(2, "add_widget", ref(3)), "bind": 2})
    errors = [m["error"] for m in link.until_applied() if m["type"] == "error"]
    assert errors == ["Widget id 2 is taken"]


# ------------------------------------------------------------------- layout


def test_sizes_come_in_bulk_and_only_for_the_servers_own_widgets(link: Link, page: Page) -> None:
    labels = range(10, 60)
    build = [create(2, "VBox"), *(create(wid, "Label", str(wid)) for wid in labels)]
    build += [set_(2, "add_widget", ref(wid), 0) for wid in labels]
    link.rebuild(*window(2, *build), *(listen(wid, "resize") for wid in labels), listen(1, "move"))
    sizes: dict[int, list[int]] = {}
    rows = 0
    while not set(labels) <= sizes.keys():
        message = link.until(lambda m: m["type"] in {"geometry", "callback"})[-1]
        assert message["type"] == "geometry"
        assert message["seen"] == link.sent
        sizes |= {wid: size for wid, *size in rows_of("size", message)}
        rows += len(message.get("sizes", ()))
    assert max(sizes) < 1_000_000
    assert rows < 10  # labels of one size are told in runs
    assert sizes[10] == page.locator(".label-widget").first.evaluate(
        "(element) => [element.offsetWidth, element.offsetHeight]"
    )
    link.send(set_(10, "set_min_size", None, 55))
    news = rows_of("size", link.until(lambda m: bool(rows_of("size", m)))[-1])
    assert [wid for wid, *_ in news if wid >= 10] == [10]


def test_a_dragged_window_tells_its_position_once(link: Link, page: Page) -> None:
    link.rebuild(
        *window(2, create(2, "Label", "x")), set_(1, "set_position", 50, 60), listen(1, "move")
    )
    title = page.locator(".toplevel-title-bar")
    box = title.bounding_box()
    assert box
    page.mouse.move(box["x"] + 80, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 110, box["y"] + 48, steps=4)
    page.mouse.up()
    received = link.until(lambda m: bool(place_of(1, m)))  # the label in it moves, too
    assert place_of(1, received[-1]) == [[1, 80, 100]]
    assert not [m for m in received if m["type"] == "callback"]


def test_map_tells_who_becomes_visible_and_hidden_ones_after_a_rebuild(
    link: Link, page: Page
) -> None:
    link.rebuild(
        *window(
            2,
            create(2, "TabWidget"),
            create(3, "Label", "first"),
            create(4, "Label", "second"),
            set_(2, "add_widget", ref(3), {"title": "One"}),
            set_(2, "add_widget", ref(4), {"title": "Two"}),
            set_(2, "set_index", 0),
        ),
        listen(3, "map"),
        listen(4, "map"),
    )
    maps: dict[int, dict[str, int]] = {}
    while set(maps) != {3, 4}:
        event = link.until(lambda m: m["type"] == "callback")[-1]
        maps.setdefault(event["wid"], event["args"][0])
    assert maps[3]["width"] > 0
    assert (maps[4]["width"], maps[4]["height"]) == (0, 0)
    page.get_by_text("Two").click()
    shown = link.until(is_callback(4, "map"))[-1]["args"][0]
    assert shown["width"] > 0
    assert set(shown) == {"x", "y", "viewport_x", "viewport_y", "width", "height"}


def test_a_late_listener_is_told_that_its_widget_is_mapped(link: Link, page: Page) -> None:
    link.rebuild(*window(2, create(2, "Label", "early")))
    link.until(lambda m: 2 in [row[0] for row in rows_of("size", m)])
    page.evaluate("new Promise((done) => requestAnimationFrame(done))")
    link.send(listen(2, "map"))
    assert link.until(is_callback(2, "map"))[-1]["args"][0]["width"] > 0


def test_hiding_and_showing_maps_again(link: Link, page: Page) -> None:
    link.rebuild(*window(2, create(2, "Label", "peekaboo")), listen(2, "map"))
    link.until(is_callback(2, "map"))
    for _ in range(2):
        link.send(set_(1, "hide"))
        link.until_applied()
        page.evaluate("new Promise((f) => requestAnimationFrame(() => requestAnimationFrame(f)))")
        link.send(set_(1, "show"))
        link.until(is_callback(2, "map"))


@pytest.mark.parametrize("how", ["destroyed", "rebuilt"])
def test_every_class_goes_without_a_fault(link: Link, page: Page, how: str) -> None:
    # These two are made by other widgets, with arguments that cannot cross the wire.
    names = [name for name in WIDGETS if name not in {"MDISubWindow", "TextBufferRef"}]
    link.rebuild(*(create(wid, name) for wid, name in enumerate(names, 10)))
    page.evaluate(
        """async () => {
            const { Widgets } = await import("./Widgets.js");
            for (const { element } of Widgets.Callback._registry.values()) {
                if (element && !element.parentNode) document.body.append(element);
            }
            const frame = () => new Promise(requestAnimationFrame);
            await frame();
            await frame();
        }"""
    )
    if how == "destroyed":
        link.send(*(set_(wid, "destroy") for wid, _ in enumerate(names, 10)))
        received = link.until_applied()
    else:
        received = link.rebuild()
    assert [m for m in received if m["type"] == "error"] == []
    page.evaluate("new Promise((f) => requestAnimationFrame(() => requestAnimationFrame(f)))")


@pytest.mark.parametrize(
    ("name", "options"), [("TextEntry", {}), ("TextEntrySet", {}), ("ComboBox", {"editable": True})]
)
def test_the_enter_that_ends_a_composition_enters_nothing(
    link: Link, page: Page, name: str, options: Message
) -> None:
    link.rebuild(*window(2, create(2, name, options)), listen(2, "activated"))
    field = page.locator("input:visible")
    field.fill("に")
    for pressed in ({"isComposing": True}, {"keyCode": 229}):  # Safari tells the second alone
        field.dispatch_event("keydown", {"key": "Enter", "cancelable": True} | pressed)
    link.send(set_(2, "set_tooltip", "nothing was entered"))
    assert [m for m in link.until_applied() if m.get("action") == "activated"] == []
    field.press("Enter")
    link.until(is_callback(2, "activated"))


# -------------------------------------------------------------------- files


def test_a_dropped_file_comes_in_chunks_each_right_behind_its_header(
    link: Link, page: Page
) -> None:
    link.rebuild(*window(2, create(2, "Label", "drop here")), listen(2, "drop-end"))
    page.locator(".label-widget").evaluate(
        """(element) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([new Uint8Array(600000).fill(7)], "big.bin"));
            transfer.items.add(new File([], "empty.txt", {type: "text/plain"}));
            element.dispatchEvent(new DragEvent("drop", {dataTransfer: transfer, bubbles: true}));
        }"""
    )
    event = link.until(is_callback(2, "drop-end"))[-1]
    about = event["args"][0]
    assert [(f["name"], f["size"], f["encoding"]) for f in about["files"]] == [
        ("big.bin", 600000, "bytes"),
        ("empty.txt", 0, "bytes"),
    ]
    assert all("data" not in f for f in about["files"])
    received = []
    count = -(-600_000 // 32_768)  # so little that a click need not wait long for one
    lengths = [32_768] * (count - 1) + [600_000 - 32_768 * (count - 1)]
    wanted = [(0, index, count, length) for index, length in enumerate(lengths)]
    for expected in [*wanted, (1, 0, 1, 0)]:
        header = link.until(lambda m: m["type"] == "binary-chunk")[-1]
        data = link.next()
        link.got()
        assert isinstance(data, bytes)
        assert header["transfer_id"] == about["transfer_id"]
        received.append(data)
        where = (header["file_index"], header["chunk_index"], header["num_chunks"], len(data))
        assert where == expected
    assert b"".join(received) == b"\x07" * 600000


# ------------------------------------------------------- losses and refusals


def test_a_lost_connection_is_veiled_then_made_again(server: Server, page: Page) -> None:
    page.goto(server.url)
    link = server.link()
    link.begin()
    link.rebuild(*window(2, create(2, "Button", "Go")), listen(2, "activated"))
    server.accepting = False
    link.close(1012, "restart")
    status = page.get_by_role("status")
    expect(status).to_have_text("The server is restarting")
    expect(page.get_by_text("Go")).to_be_attached()  # the page is kept
    page.locator(".button-widget").focus()  # but the keyboard can't use it either
    assert page.evaluate("document.activeElement === document.body")
    server.accepting = True
    page.evaluate("window.dispatchEvent(new Event('online'))")
    again = server.link()
    assert again.greet(ext=1)["token"] == "token"
    again.introduce(link="b")
    again.rebuild(*window(2, create(2, "Button", "Again")), listen(2, "activated"))
    expect(status).to_have_text("")
    button = page.locator(".button-widget")
    button.focus()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    assert again.until(is_callback(2, "activated"))[-1]["seen"] == again.sent


def test_a_visitor_who_waits_is_told_so(server: Server, page: Page) -> None:
    page.goto(server.url)
    link = server.link()
    link.greet(ext=1)
    status = page.get_by_role("status")
    link.raw('{"type":"waiting","ahead":2}')
    expect(status).to_contain_text("Visitors before you: 2.")
    link.raw('{"type":"waiting","ahead":0}')
    expect(status).to_contain_text("You are next")
    link.raw('{"type":"session-info","session_id":1,"token":"t","ext":1}')
    expect(status).to_have_text("")


def test_a_refusal_shows_its_reason_as_text_and_stays_away(
    server: Server, page: Page, link: Link
) -> None:
    link.close(4001, "wrong <img src=x> token")
    status = page.get_by_role("status")
    expect(status).to_contain_text("wrong <img src=x> token")
    expect(page).to_have_url(server.url)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    button = page.get_by_role("button", name="Start a new session")
    expect(button).to_be_focused()
    assert server.is_alone()
    button.click()
    assert server.link().greet(ext=1) == {"type": "result", "id": 0, "ext": 1, "short": True}


def test_a_refusal_can_be_answered_on_a_page_that_is_lower_than_it(
    server: Server, page: Page, link: Link
) -> None:
    page.set_viewport_size({"width": 300, "height": 110})
    link.close(4002, "the session is over")
    page.get_by_role("button", name="Start a new session").click()
    assert server.link().greet(ext=1) == {"type": "result", "id": 0, "ext": 1, "short": True}


def test_the_pages_words_can_be_replaced(server: Server, page: Page) -> None:
    page.add_init_script("window.PGWIDGETS_TEXTS = {waiting: 'Bitte warten'}")
    page.goto(server.url)
    server.link().raw('{"type":"waiting","ahead":0}')
    expect(page.get_by_role("status")).to_contain_text(re.compile("^Bitte warten"))

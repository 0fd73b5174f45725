"""How our browser client goes on after a loss of the connection, with a server written here.

Knows the wire (wire-protocol.md) and the page. Must not know the core, a transport or the API:
what fails here is the client's fault alone.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.conftest import watch
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

BUTTONS = (11, 12, 13)
LABEL, ENTRY, LINES, BAR, MENU, ACTION = 3, 4, 5, 6, 7, 8


@pytest.fixture
def server() -> Iterator[Server]:
    """A server for the page."""
    server = Server()
    yield server
    server.close()


@pytest.fixture
def link(server: Server, page: Page) -> Iterator[Link]:
    """A page that shows `furniture`; all it complains of at the end is the server's absence."""
    page.goto(server.url)
    link = server.link()
    link.begin()
    received = link.rebuild(*furniture())
    assert [m for m in received if m["type"] == "error"] == []
    yield link
    page.evaluate("null")  # playwright hands over what it has heard when it is called
    assert complaints(page) == []


def complaints(page: Page) -> list[str]:
    # Chromium itself notes each failed handshake, and a proxy's refusal.
    expected = ("WebSocket connection to", "Failed to load resource")
    return [e for e in page.console_errors if not e.startswith(expected)]  # type: ignore[attr-defined]


def furniture() -> list[Message]:
    buttons = [create(wid, "Button", f"Go {wid}") for wid in BUTTONS]
    build = [
        create(LABEL, "Label", "hello"),
        create(ENTRY, "TextEntry"),
        create(LINES, "TextArea"),
        create(BAR, "MenuBar"),
        create(MENU, "Menu"),
        create(ACTION, "MenuAction", {"text": "Open"}),
        set_(MENU, "add_widget", ref(ACTION)),
        set_(BAR, "add_menu", ref(MENU), "File"),
        set_(LINES, "set_text", "line\n" * 200),
        *buttons,
        create(2, "VBox"),
    ]
    inside = (BAR, LABEL, ENTRY, LINES, *BUTTONS)
    build += [set_(2, "add_widget", ref(wid), 0) for wid in inside]
    return [*window(2, *build), *(listen(wid, "activated") for wid in (*BUTTONS, ACTION))]


def status(page: Page) -> Locator:
    return page.get_by_role("status")


def click(page: Page, wid: int, times: int = 1) -> None:
    """Click without the mouse: what has the focus keeps it."""
    page.get_by_text(f"Go {wid}", exact=True).evaluate(
        "(button, times) => { for (let n = 0; n < times; n += 1) button.click(); }", times
    )


def clicks(link: Link, count: int) -> list[int]:
    """Take this many callbacks of the page; give the widgets."""
    taken: list[int] = []
    while len(taken) < count:
        message = link.until(lambda m: m["type"] == "callback" and m["action"] == "activated")[-1]
        taken.append(message["wid"])
    return taken


def cut(server: Server, link: Link) -> None:
    """Break the connection, and let the page make no other."""
    server.accepting = False
    link.cut()


def come_back(server: Server, page: Page) -> Link:
    """Let the page connect again; give its connection."""
    server.accepting = True
    page.evaluate("window.dispatchEvent(new Event('online'))")
    return server.link()


def resumed(server: Server, page: Page, old: Link) -> Link:
    """Let the page connect again, and go on."""
    link = come_back(server, page)
    link.resume(old)
    return link


def quiet(link: Link) -> list[Any]:
    """Give all that the page says until it has nothing more to say about what there is."""
    link.send({**call(LABEL, "get_text"), "id": link.sent + 1})
    return link.until_applied()


# ------------------------------------------------------------------------ resume


def test_a_short_loss_leaves_everything_as_it_is(server: Server, page: Page, link: Link) -> None:
    entry = page.locator("input.textentry-widget, .textentry-widget input").first
    entry.focus()
    page.keyboard.type("half a word")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.locator("textarea").evaluate("(lines) => { lines.scrollTop = 123; }")
    page.get_by_text("File", exact=True).click()
    expect(page.get_by_text("Open", exact=True)).to_be_visible()
    page.evaluate("window.marked = [...document.body.querySelectorAll('*')]")
    quiet(link)
    cut(server, link)
    expect(status(page)).to_contain_text("Reconnecting…What you do is kept.")
    page.keyboard.type("more of ")
    link = resumed(server, page, link)
    link.send(set_(LABEL, "set_tooltip", "news"))
    assert "error" not in [m["type"] for m in link.until_applied()]
    expect(status(page)).to_have_text("")
    assert page.evaluate(
        """() => {
            const now = [...document.body.querySelectorAll("*")];
            const same = now.every((element, index) => element === marked[index]);
            return same && now.length === marked.length;
        }"""
    )
    expect(entry).to_be_focused()
    expect(entry).to_have_value("half a womore of rd")
    assert entry.evaluate("(entry) => entry.selectionStart") == len("half a womore of ")
    assert page.locator("textarea").evaluate("(lines) => lines.scrollTop") == 123
    expect(page.get_by_text("Open", exact=True)).to_be_visible()


def test_clicks_and_updates_meanwhile_arrive_once_and_in_order(
    server: Server, page: Page, link: Link
) -> None:
    link.send(set_(LABEL, "set_text", "1"))
    link.until_applied()
    click(page, 11)
    assert clicks(link, 1) == [11]
    click(page, 12)  # sent, but the server is not to have it
    cut(server, link)
    click(page, 13)
    click(page, 11)
    seen = link.sent
    link = resumed(server, page, link)
    click(page, 12)
    again = link.until(lambda m: m["type"] == "viewport")
    assert [(m["wid"], m["seen"]) for m in again[:-1]] == [(12, seen), (13, seen), (11, seen)]
    assert clicks(link, 1) == [12]
    lines = page.locator("textarea")
    link.send(set_(LINES, "set_text", "a"), *(set_(LINES, "append_text", c) for c in "bcde"))
    link.send(set_(LABEL, "set_text", "2"))
    link.until_applied()
    expect(lines).to_have_value("abcde")
    expect(page.locator(".label-widget")).to_have_text("2")


def test_many_losses_in_a_row(server: Server, page: Page, link: Link) -> None:
    expected: list[int] = []
    taken: list[int] = []
    for number in range(12):
        wid = BUTTONS[number % 3]
        click(page, wid)
        expected.append(wid)
        if number % 2:  # the server learns of it at once, or with the next
            taken += clicks(link, len(expected) - len(taken))
        if number % 3:
            link.got()
        cut(server, link)
        click(page, BUTTONS[0])
        expected.append(BUTTONS[0])
        link = resumed(server, page, link)
        link.send(set_(LABEL, "set_text", str(number)))
        taken += [m["wid"] for m in link.until_applied() if m["type"] == "callback"]
    assert taken == expected
    expect(page.locator(".label-widget")).to_have_text("11")


def test_the_mouse_and_the_keyboard_work_while_away(server: Server, page: Page, link: Link) -> None:
    cut(server, link)
    expect(status(page)).to_contain_text("Reconnecting…")
    page.get_by_text("Go 12").click()  # playwright makes sure that nothing lies over it
    entry = page.locator("input.textentry-widget, .textentry-widget input").first
    entry.click()
    page.keyboard.type("typed")
    expect(entry).to_have_value("typed")
    page.get_by_text("File", exact=True).click()
    page.get_by_text("Open", exact=True).click()
    link = resumed(server, page, link)
    assert clicks(link, 2) == [12, ACTION]


def test_a_message_that_is_cut_in_the_middle_arrives_whole(
    server: Server, page: Page, link: Link
) -> None:
    link.send(create(30, "Image"), set_(2, "add_widget", ref(30), 0))
    picture = b"<svg xmlns='http://www.w3.org/2000/svg'/>" + b" " * 1000
    header = {"type": "binary-call", "wid": 30, "method": "set_binary_image", "args": ["svg+xml"]}
    link.send({**header, "type": "binary-call-chunked", "transfer_id": 1, "num_chunks": 2})
    link.until_applied()

    def chunk(index: int) -> str:
        about = {"transfer_id": 1, "chunk_index": index, "num_chunks": 2}
        return json.dumps({"type": "binary-chunk", **about})

    link.raw(chunk(0))
    link.raw(picture[:500])
    link.sent += 1
    link.until_applied()
    link.raw(chunk(1))
    server.accepting = False
    link.cut_within(picture[500:], 200)
    link = resumed(server, page, link)
    link.raw(chunk(1))
    link.raw(picture[500:])
    link.sent += 1
    link.send(set_(LABEL, "set_text", "after"))
    assert "error" not in [m["type"] for m in link.until_applied()]
    expect(page.locator(".label-widget").first).to_have_text("after")


def test_an_upload_goes_on_where_it_was_cut(server: Server, page: Page, link: Link) -> None:
    link.send(listen(LABEL, "drop-end"))
    link.until_applied()
    page.locator(".label-widget").evaluate(
        """(element) => {
            const bytes = Uint8Array.from({length: 1_200_000}, (_, n) => (n * n) >> 5);
            const transfer = new DataTransfer();
            transfer.items.add(new File([bytes], "big.bin"));
            element.dispatchEvent(new DragEvent("drop", {dataTransfer: transfer, bubbles: true}));
        }"""
    )
    received: list[bytes] = []

    def take_chunk() -> bool:
        """Take the next one; whether more will come."""
        header = link.until(lambda m: m["type"] == "binary-chunk")[-1]
        assert header["chunk_index"] == len(received)
        received.append(link.next())
        link.got()
        return len(received) < header["num_chunks"]

    for _ in range(5):
        assert take_chunk()
    cut(server, link)
    click(page, 11)
    link = resumed(server, page, link)
    while take_chunk():
        pass
    assert b"".join(received) == bytes((n * n) >> 5 & 255 for n in range(1_200_000))


def test_sizes_are_told_again_only_if_they_may_be_news(
    server: Server, page: Page, link: Link
) -> None:
    link.until(lambda m: LINES in [row[0] for row in rows_of("size", m)])
    quiet(link)
    quiet(link)  # the answer to the ping behind the geometry is here, too
    cut(server, link)
    title = page.locator(".toplevel-title-bar").bounding_box()
    assert title
    page.mouse.move(title["x"] + 80, title["y"] + 8)
    page.mouse.down()
    page.mouse.move(title["x"] + 110, title["y"] + 48, steps=4)
    page.mouse.up()
    link = resumed(server, page, link)
    link.answers_pings = False
    told = [m for m in quiet(link) if m["type"] in ("geometry", "viewport")]
    assert [m["type"] for m in told[:2]] == ["viewport", "geometry"]
    assert not any(rows_of("size", m) for m in told)
    places = [place for m in told if (place := place_of(1, m))]
    assert len(places) == 1
    cut(server, link)
    link = resumed(server, page, link)
    again = [place for m in quiet(link) if (place := place_of(1, m))]
    assert again == places  # nobody had confirmed it


def test_a_duplicated_tab_is_a_browser_of_its_own(server: Server, page: Page, link: Link) -> None:
    with page.expect_popup() as popup:
        page.evaluate("void window.open(location.href)")
    copy = watch(popup.value)
    assert copy.evaluate("Object.values(sessionStorage)") == page.evaluate(
        "Object.values(sessionStorage)"
    )
    other = server.link()
    greeting = other.begin(link="b")
    assert (greeting["session_id"], greeting["token"]) == (1, "token")
    assert "resume" not in greeting
    other.rebuild(*furniture())
    server.accepting = False
    other.cut()
    link.cut()
    click(page, 11)
    click(copy, 12)
    server.accepting = True
    for tab in (page, copy):
        tab.evaluate("window.dispatchEvent(new Event('online'))")
    back = {}
    for connection in (server.link(), server.link()):  # either may be the first
        connection.resume(link, other)
        back[connection.name] = connection
    assert clicks(back["a"], 1) == [11]
    assert clicks(back["b"], 1) == [12]
    assert complaints(copy) == []


def test_a_reloaded_page_does_not_resume(server: Server, page: Page, link: Link) -> None:
    page.reload()
    greeting = server.link().greet(ext=1)
    assert greeting["session_id"] == 1
    assert "resume" not in greeting


# ----------------------------------------------------------------------- rebuild


def test_a_resume_that_is_refused_is_a_rebuild_and_says_what_is_lost(
    server: Server, page: Page, link: Link
) -> None:
    cut(server, link)
    click(page, 11)
    click(page, 12)
    link = come_back(server, page)
    assert link.greet(ext=1)["resume"]["link"] == "a"
    link.introduce(link="b")
    assert link.next()["type"] == "viewport"
    received = link.rebuild(*furniture())
    assert "callback" not in [m["type"] for m in received]
    expect(status(page)).to_contain_text("Actions that may be lost: 2.")
    click(page, 13)
    assert clicks(link, 1) == [13]
    cut(server, link)
    link = come_back(server, page)
    assert link.greet(ext=1)["resume"]["link"] == "b"


def test_a_rebuild_that_loses_nothing_says_nothing(server: Server, page: Page, link: Link) -> None:
    cut(server, link)
    link = come_back(server, page)
    link.begin(link="b")
    expect(status(page)).to_have_text("")


def test_more_than_can_be_kept_is_a_rebuild(server: Server, page: Page, link: Link) -> None:
    cut(server, link)
    expect(status(page)).to_contain_text("What you do is kept.")
    click(page, 11, times=5_000)
    expect(status(page)).to_have_text("Reconnecting…")
    link = come_back(server, page)
    assert "resume" not in link.greet(ext=1)
    link.introduce(link="b")
    expect(status(page)).to_contain_text("Actions that may be lost: 5000.")


def test_pointer_moves_while_away_do_not_fill_what_can_be_kept(
    server: Server, page: Page, link: Link
) -> None:
    link.send(create(31, "Canvas"), set_(2, "add_widget", ref(31), 0), listen(31, "pointer-move"))
    link.until_applied()
    cut(server, link)
    page.evaluate(
        """async () => {
            const { Widgets } = await import("./Widgets.js");
            const canvas = Widgets.Callback._registry.get(31);
            for (let x = 0; x < 10_000; x += 1) canvas.make_callback("pointer-move", {x});
        }"""
    )
    link = resumed(server, page, link)
    moves = [m for m in quiet(link) if m["type"] == "callback"]
    assert [m["args"] for m in moves] == [[{"x": 9999}]]


@pytest.mark.parametrize("acknowledged", [True, False])
def test_a_server_that_acknowledges_too_late_loses_nothing_but_the_resume(
    server: Server, page: Page, link: Link, acknowledged: bool
) -> None:
    click(page, 12, times=5_000)
    assert clicks(link, 5_000) == [12] * 5_000
    if acknowledged:
        link.got()
        quiet(link)
    cut(server, link)
    link = come_back(server, page)
    assert ("resume" in link.greet(ext=1)) is acknowledged


def test_without_a_link_there_is_no_resume(server: Server, page: Page) -> None:
    page.goto(server.url)
    link = server.link()
    link.greet(ext=1)
    link.introduce(link=None)
    link.rebuild(*furniture())
    cut(server, link)
    expect(status(page)).to_have_text("Reconnecting…")
    assert "resume" not in come_back(server, page).greet(ext=1)


@pytest.mark.parametrize("got", [-1, 2, 0.5, None])
def test_an_impossible_answer_leads_to_a_rebuild(
    server: Server, page: Page, link: Link, got: object
) -> None:
    click(page, 11)
    clicks(link, 1)
    cut(server, link)
    link = come_back(server, page)
    link.greet(ext=1)
    link.raw(json.dumps({"type": "resumed", "got": got}))
    again = server.link()
    assert "resume" not in again.greet(ext=1)
    again.introduce(link="b")
    expect(status(page)).to_contain_text("Actions that may be lost: 1.")
    again.rebuild(*furniture())
    click(page, 12)
    assert clicks(again, 1) == [12]
    (complaint,) = complaints(page)
    assert "the session cannot be resumed" in complaint
    page.console_errors.clear()  # type: ignore[attr-defined]


def test_an_impossible_acknowledgement_costs_the_resume_alone(
    server: Server, page: Page, link: Link
) -> None:
    link.raw('{"type":"got","count":99}')
    error = link.until(lambda m: m["type"] == "error")[-1]
    assert "id" not in error
    assert "99 messages cannot have been handled" in error["error"]
    click(page, 11)
    assert clicks(link, 1) == [11]
    cut(server, link)
    assert "resume" not in come_back(server, page).greet(ext=1)


# --------------------------------------------------------- signs of life, and of trouble


@pytest.mark.parametrize("why", ["online", "silence"])
def test_a_server_that_does_not_answer_is_left_at_once(
    server: Server, clocked_page: Page, why: str
) -> None:
    clocked_page.clock.install()
    clocked_page.goto(server.url)
    link = server.link()
    link.begin()
    link.rebuild(*furniture())
    quiet(link)
    link.answers_pings = False
    if why == "online":
        clocked_page.evaluate("window.dispatchEvent(new Event('online'))")
    else:
        clocked_page.clock.fast_forward(30_000)
    link.until(lambda m: m["type"] == "ping")
    click(clocked_page, 11)
    assert server.is_alone()
    clocked_page.clock.fast_forward(5_000)
    again = server.link()
    again.resume(link)
    assert clicks(again, 1) == [11]
    # Now the old connection ends, too, with the worst that it could say.
    link.close(4001, "somebody else's quarrel")
    click(clocked_page, 12)
    assert clicks(again, 1) == [12]
    quiet(again)
    expect(status(clocked_page)).to_have_text("")
    expect(clocked_page.locator(".label-widget")).to_have_text("hello")


def test_a_server_that_answers_is_stayed_with(server: Server, clocked_page: Page) -> None:
    clocked_page.clock.install()
    clocked_page.goto(server.url)
    link = server.link()
    link.begin()
    link.rebuild(*furniture())
    quiet(link)
    link.answers_pings = False
    for _ in range(3):
        clocked_page.clock.fast_forward(30_000)
        link.until(lambda m: m["type"] == "ping")
        link.raw('{"type":"pong"}')
        quiet(link)  # by now the page has it
    assert server.is_alone()


def goes_away(server: Server, clocked_page: Page) -> None:
    """Open the page, cut its line, and wait until it says so."""
    clocked_page.clock.install()
    clocked_page.goto(server.url)
    link = server.link()
    link.begin()
    cut(server, link)
    expect(status(clocked_page)).to_contain_text("Reconnecting…")


def test_a_long_absence_says_since_when(server: Server, clocked_page: Page) -> None:
    goes_away(server, clocked_page)
    expect(status(clocked_page)).not_to_contain_text("Since")
    clocked_page.clock.fast_forward(10_000)
    expect(status(clocked_page)).to_contain_text("Since ")


def test_an_absence_is_as_long_when_the_clock_is_set_back(
    server: Server, clocked_page: Page
) -> None:
    goes_away(server, clocked_page)
    clocked_page.clock.set_system_time("2020-01-01")
    clocked_page.clock.fast_forward(11_000)
    expect(status(clocked_page)).to_contain_text("Since ")


@pytest.mark.parametrize("page_status", [302, 401, 403])
def test_a_login_proxy_in_between_is_named(
    server: Server, page: Page, link: Link, page_status: int
) -> None:
    click(page, 11)
    server.page_status = page_status
    cut(server, link)
    expect(status(page)).to_contain_text("You are signed out")
    expect(status(page)).to_contain_text("What you do is kept.")
    click(page, 12)
    expect(page.get_by_role("button", name="Reload the page")).to_be_visible()
    server.page_status = 200  # signed in again, in another tab
    link = resumed(server, page, link)
    assert clicks(link, 2) == [11, 12]
    expect(status(page)).to_have_text("")


def test_signed_out_for_good_the_page_can_be_reloaded(
    server: Server, page: Page, link: Link
) -> None:
    server.page_status = 302
    cut(server, link)
    button = page.get_by_role("button", name="Reload the page")
    expect(button).to_be_visible()
    server.page_status = 200
    server.accepting = True
    button.evaluate("(button) => button.click()")  # a real click has the old page try, too
    while "resume" in (greeting := server.link().greet(ext=1)):
        pass  # the old page was about to come back by itself
    assert greeting["session_id"] == 1


def test_a_stock_server_in_the_place_of_ours_gets_only_what_it_knows(
    server: Server, page: Page, link: Link
) -> None:
    cut(server, link)
    click(page, 11)
    stock = come_back(server, page)
    assert stock.greet() == {"type": "result", "id": 0, "session_id": 1, "token": "token"}
    expect(status(page)).to_contain_text("Actions that may be lost: 1.")
    stock.raw('{"type":"session-info","session_id":4,"token":"t"}')
    assert stock.next()["type"] == "viewport"
    messages = [*furniture(), set_(1, "set_position", 50, 60), call(LABEL, "get_text")]
    stock.send(*({**message, "id": n} for n, message in enumerate(messages, 1)))
    assert [stock.next()["type"] for _ in messages] == ["result"] * len(messages)
    title = page.locator(".toplevel-title-bar").bounding_box()
    assert title
    page.mouse.move(title["x"] + 80, title["y"] + 8)
    page.mouse.down()
    page.mouse.move(title["x"] + 110, title["y"] + 48, steps=4)
    page.mouse.up()
    click(page, 12)
    assert stock.next() == {"type": "callback", "wid": 12, "action": "activated", "args": []}

"""Connections that are lost: Chromium, the real server, and a network between them that fails.

Knows: the public async API, what a user sees, and what a network can do. Must not know: the wire.
"""

import random
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.conftest import Served, watch
from browser.gestures import comes_true, errors
from proxy import Direction, End, Proxy

LABELS = 480
ROWS = 200
BUTTONS = ("one", "two", "three")
RESUME_BYTES = 5 * 1024
"""What a resume may cost, both ways: the handshake of HTTP, the hello, and what it leads to."""

_MARK = "[...document.body.querySelectorAll('*')].forEach((node, n) => { node.marked = n; })"
_MARKED = "[...document.body.querySelectorAll('*')].map((node) => node.marked ?? null)"


class Workbench:
    """A window of 500 widgets, served through a proxy.

    Attributes:
        served: the application; ``served.app.made`` has its session and widgets.
        proxy: the network between it and the page.
        clicked: the buttons whose handlers have run, in order.
        visits: how many sessions ``on_connect`` has built.
    """

    def __init__(self, serve: Callable[..., Served], **options: Any) -> None:
        self.clicked: list[str] = []
        self.visits = 0
        self.made = SimpleNamespace()
        self.served = serve(self._setup, **options)
        self.proxy = Proxy(urlsplit(self.served.url).port or 0)

    def _setup(self, app: Any) -> None:
        app.on_connect(self._build)

    async def _build(self, session: Any) -> None:
        self.visits += 1
        W = session.get_widgets()
        top = await W.TopLevel(title="Workbench")
        await top.resize(800, 600)
        box = await W.VBox()
        bar = await W.MenuBar()
        menu = await bar.add_name("File")
        await menu.add_name("Open")
        await box.add_widget(bar, 0)
        entry = await W.TextEntry("")
        await entry.on("activated", lambda text: self.clicked.append(f"entered {text}"))
        await box.add_widget(entry, 0)
        for name in BUTTONS:
            button = await W.Button(name)
            await button.on("activated", lambda name=name: self.clicked.append(name))
            await box.add_widget(button, 0)
        columns = [{"label": "Number", "key": "number"}]
        table = await W.TableView(columns=columns)
        await table.set_rows([[f"row {n}"] for n in range(ROWS)])
        await box.add_widget(table, 1)
        scroll = await W.ScrollArea()
        inside = await W.VBox()
        labels = [await W.Label(f"label {n}") for n in range(LABELS)]
        for label in labels:
            await inside.add_widget(label, 0)
        await scroll.set_widget(inside)
        await box.add_widget(scroll, 1)
        await top.set_widget(box)
        await top.show()
        self.made = SimpleNamespace(session=session, labels=labels, entry=entry, top=top)

    def show(self, page: Page) -> None:
        """Open the page, until all is there and nothing is on its way any more."""
        page.goto(self.proxy.url)
        expect(labels(page)).to_have_count(LABELS)
        expect(labels(page).last).to_be_attached()
        self.settle()

    def settle(self) -> None:
        """Wait until every browser has applied what the program has said, and it has heard them."""
        self.served.catch_up(self.made.entry)

    def heard(self, page: Page, clicked: list[str]) -> None:
        """Wait until the program has handled just these clicks, and hold that they are all."""
        self.settle()
        comes_true(page, lambda: self.clicked, clicked)

    def update(self, first: int, last: int) -> None:
        """Give labels new texts."""

        async def change() -> None:
            for number in range(first, last):
                await self.made.labels[number].set_text(f"news {number}")

        self.served.call(change)

    def come_back(self, page: Page) -> None:
        """The network works again, and the page is told so, as a browser is by its system."""
        self.proxy.let_in()
        page.evaluate("dispatchEvent(new Event('online'))")


@pytest.fixture
def workbench(serve: Callable[..., Served]) -> Iterator[Workbench]:
    bench = Workbench(serve)
    yield bench
    bench.proxy.close()


def labels(page: Page) -> Locator:
    return page.locator(".label-widget")


def entry(page: Page) -> Locator:
    return page.locator("input.textentry-widget")


def veil(page: Page) -> Locator:
    return page.get_by_role("status")


def press(page: Page, name: str) -> None:
    """Click without the mouse: what has the focus keeps it, and what is open stays open."""
    page.get_by_text(name, exact=True).evaluate("(button) => button.click()")


def complaints(page: Page) -> list[str]:
    """What the page complains of, except for connections that the network did not let through."""
    excused = ("WebSocket connection to", "Failed to load resource")
    return [text for text in errors(page) if not text.startswith(excused)]


# ------------------------------------------------------------------------- a short loss


def make_a_mess(page: Page) -> Locator:
    """What a user has left lying about: a half-typed word, a scrolled table, an open menu."""
    body = page.locator(".treeview-viewport")
    body.evaluate("(body) => { body.scrollTop = 700; }")
    entry(page).click()
    page.keyboard.type("half a word")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.get_by_text("File", exact=True).click()
    expect(page.get_by_text("Open", exact=True)).to_be_visible()
    return body


@pytest.mark.parametrize("seconds", [0.0, 1.0, pytest.param(5.0, marks=pytest.mark.deep)])
def test_a_cut_leaves_everything_as_it_is_and_costs_little(
    workbench: Workbench,
    page: Page,
    seconds: float,
    record_property: Callable[[str, object], None],
) -> None:
    workbench.show(page)
    body = make_a_mess(page)
    expect(entry(page)).to_be_focused()
    workbench.settle()
    page.evaluate(_MARK)
    count = page.evaluate(_MARKED)
    workbench.proxy.cut(refuse=True)
    workbench.update(0, 20)
    for name in ("two", "one", "three"):
        press(page, name)
    if seconds:
        expect(veil(page)).to_contain_text("Reconnecting…")
        page.wait_for_timeout(1000 * seconds)  # a real absence: this is what the test is about
    assert workbench.clicked == []
    workbench.come_back(page)
    expect(labels(page).nth(19)).to_have_text("news 19")
    workbench.settle()
    expect(veil(page)).to_have_text("")

    assert page.evaluate(_MARKED) == count == list(range(len(count)))
    expect(labels(page)).to_have_text(
        [f"news {n}" for n in range(20)] + [f"label {n}" for n in range(20, LABELS)]
    )
    expect(entry(page)).to_be_focused()
    expect(entry(page)).to_have_value("half a word")
    assert entry(page).evaluate("(entry) => entry.selectionStart") == len("half a word") - 2
    assert body.evaluate("(body) => body.scrollTop") == 700
    expect(page.get_by_text("Open", exact=True)).to_be_visible()
    workbench.heard(page, ["two", "one", "three"])
    assert workbench.visits == 1
    last = workbench.proxy.connections[-1]
    record_property("bytes", last.up + last.down)
    print(f"\nresume after {seconds:g} s: {last.up} bytes up, {last.down} down, all in all")
    assert last.up + last.down < RESUME_BYTES
    assert complaints(page) == []


def test_what_is_clicked_and_typed_while_away_is_handled_once_and_in_order(
    workbench: Workbench, page: Page
) -> None:
    workbench.show(page)
    workbench.proxy.cut(refuse=True)
    expect(veil(page)).to_contain_text("What you do is kept.")
    page.get_by_text("three", exact=True).click()
    entry(page).click()
    page.keyboard.type("typed")
    page.keyboard.press("Enter")
    page.get_by_text("one", exact=True).click()
    page.keyboard.press("Tab")
    assert workbench.clicked == []
    workbench.come_back(page)
    page.get_by_text("two", exact=True).click()
    expect(veil(page)).to_have_text("")
    workbench.update(0, 1)
    expect(labels(page).first).to_have_text("news 0")
    workbench.heard(page, ["three", "entered typed", "one", "two"])
    assert complaints(page) == []


def test_when_the_first_attempts_fail_the_page_tries_on(workbench: Workbench, page: Page) -> None:
    workbench.show(page)
    page.evaluate(_MARK)
    workbench.proxy.cut(refuse=True)
    press(page, "one")
    workbench.proxy.wait_for(lambda: workbench.proxy.refused >= 4)
    workbench.proxy.let_in()  # nobody tells the page
    expect(veil(page)).to_have_text("")
    workbench.update(0, 1)
    expect(labels(page).first).to_have_text("news 0")
    assert page.evaluate(_MARKED)[-1] is not None
    workbench.heard(page, ["one"])
    assert complaints(page) == []


def test_cut_at_any_byte_again_and_again(workbench: Workbench, page: Page) -> None:
    """Twenty cuts in the middle of updates and clicks, of frames and of handshakes."""
    workbench.show(page)
    page.evaluate(_MARK)
    count = len(page.evaluate(_MARKED))
    chance = random.Random(7)
    pressed = []
    for number in range(20):
        way: Direction = "down" if number % 2 else "up"
        end: End = "rst" if number % 3 else "fin"
        before = len(workbench.proxy.connections)
        workbench.proxy.cut_after(chance.randrange(1, 900), way, end)
        for _ in range(3):
            pressed.append(chance.choice(BUTTONS))
            press(page, pressed[-1])
            workbench.update(number * 20, number * 20 + 20)
        while len(workbench.proxy.connections) == before:
            # Fewer bytes than those have passed; the page has nothing more to say by itself.
            workbench.update(number * 20, number * 20 + 20)
            pressed.append(chance.choice(BUTTONS))
            press(page, pressed[-1])
            page.evaluate("dispatchEvent(new Event('online'))")
    workbench.proxy.cut(refuse=False)
    expect(labels(page).nth(399)).to_have_text("news 399")
    workbench.settle()
    expect(labels(page)).to_have_text(
        [f"news {n}" for n in range(400)] + [f"label {n}" for n in range(400, LABELS)]
    )
    workbench.heard(page, pressed)
    assert page.evaluate(_MARKED) == list(range(count))
    assert workbench.visits == 1
    assert complaints(page) == []


def test_a_network_that_swallows_everything_is_found_dead(
    workbench: Workbench, clocked_page: Page
) -> None:
    """The new connection comes while the old one still stands; what it held arrives late."""
    clocked_page.clock.install()
    workbench.show(clocked_page)
    clocked_page.evaluate(_MARK)
    count = len(clocked_page.evaluate(_MARKED))
    before = len(workbench.proxy.connections)
    workbench.proxy.stall()
    press(clocked_page, "one")
    workbench.update(0, 20)
    clocked_page.evaluate("dispatchEvent(new Event('online'))")
    clocked_page.clock.fast_forward(5_500)
    workbench.proxy.wait_for(lambda: len(workbench.proxy.connections) > before)
    press(clocked_page, "two")
    workbench.proxy.flow()
    expect(labels(clocked_page).nth(19)).to_have_text("news 19")
    press(clocked_page, "three")
    workbench.update(20, 21)
    expect(labels(clocked_page).nth(20)).to_have_text("news 20")
    workbench.heard(clocked_page, ["one", "two", "three"])
    assert clocked_page.evaluate(_MARKED) == list(range(count))
    assert complaints(clocked_page) == []


def test_over_a_slow_line_the_page_shows_the_newest(workbench: Workbench, page: Page) -> None:
    workbench.show(page)
    before = len(workbench.proxy.connections)
    workbench.proxy.throttle(40_000)

    async def flood() -> None:
        for number in range(20_000):
            await workbench.made.labels[number % 10].set_text(f"flood {number}")

    workbench.served.call(flood)
    expect(labels(page).nth(9)).to_have_text("flood 19999")
    expect(labels(page).first).to_have_text("flood 19990")
    assert workbench.proxy.connections[-1].down < 1_000_000
    assert len(workbench.proxy.connections) == before  # slow, and not lost
    expect(veil(page)).to_have_text("")
    assert complaints(page) == []


# ------------------------------------------------------------------------- rebuilt


def test_a_reload_is_rebuilt_and_is_no_new_visit(workbench: Workbench, page: Page) -> None:
    workbench.show(page)
    workbench.update(0, 20)
    address = page.url
    page.reload()
    expect(labels(page)).to_have_count(LABELS)
    expect(labels(page).nth(19)).to_have_text("news 19")
    press(page, "one")
    workbench.update(20, 21)
    expect(labels(page).nth(20)).to_have_text("news 20")
    workbench.heard(page, ["one"])
    assert workbench.visits == 1
    assert page.url == address
    assert errors(page) == []


def test_a_page_that_slept_past_the_window_is_rebuilt_at_once(
    serve: Callable[..., Served], page: Page
) -> None:
    workbench = Workbench(serve, resume_window=0.2)
    with workbench.proxy:
        workbench.show(page)
        page.evaluate(_MARK)
        workbench.proxy.cut(refuse=True)
        core = workbench.made.session._pgwidgets.core
        while workbench.served.call(lambda: bool(core.views)):
            pass  # each look is a turn of the server's loop; its window is a fifth of a second
        workbench.update(0, 20)
        workbench.come_back(page)
        expect(labels(page).nth(19)).to_have_text("news 19")
        expect(veil(page)).to_have_text("")
        assert None in page.evaluate(_MARKED)  # made anew
        press(page, "two")
        workbench.update(20, 21)
        expect(labels(page).nth(20)).to_have_text("news 20")
        workbench.heard(page, ["two"])
        assert workbench.visits == 1
        assert complaints(page) == []


def test_a_rotated_token_reaches_pages_that_are_here_and_pages_that_are_away(
    workbench: Workbench, page: Page
) -> None:
    workbench.show(page)
    page.evaluate(_MARK)
    count = len(page.evaluate(_MARKED))
    addresses = [page.url]

    def rotate() -> None:
        new = workbench.served.call(lambda: workbench.made.session.rotate_token())
        addresses.append(page.url.partition("token=")[0] + "token=" + new)

    rotate()
    expect(page).to_have_url(addresses[1])
    workbench.proxy.cut(refuse=True)
    rotate()
    press(page, "one")
    workbench.come_back(page)
    expect(page).to_have_url(addresses[2])
    workbench.update(0, 1)
    expect(labels(page).first).to_have_text("news 0")
    assert page.evaluate(_MARKED) == list(range(count))
    workbench.heard(page, ["one"])
    assert complaints(page) == []
    for address in addresses[:2]:
        stranger = watch(page.context.new_page())
        stranger.goto(address)
        expect(veil(stranger)).to_contain_text("wrong session token")


# ------------------------------------------------------------------------- several browsers


def test_a_duplicated_tab_is_a_browser_of_its_own(workbench: Workbench, page: Page) -> None:
    """It has a copy of the first one's storage; neither takes the other's place."""
    workbench.show(page)
    with page.expect_popup() as opened:
        page.evaluate("void window.open(location.href)")  # copies sessionStorage, as duplicating
    double = watch(opened.value)
    expect(labels(double)).to_have_count(LABELS)
    workbench.settle()
    for tab in (page, double):
        tab.evaluate(_MARK)
    counts = [len(tab.evaluate(_MARKED)) for tab in (page, double)]
    assert workbench.served.call(lambda: len(workbench.made.session.browsers)) == 2
    workbench.proxy.cut(refuse=True)
    workbench.update(0, 20)
    press(page, "one")
    workbench.proxy.let_in()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(labels(page).nth(19)).to_have_text("news 19")
    press(double, "two")
    double.evaluate("dispatchEvent(new Event('online'))")
    expect(labels(double).nth(19)).to_have_text("news 19")
    workbench.update(20, 21)
    for tab, count in zip((page, double), counts, strict=True):
        expect(labels(tab).nth(20)).to_have_text("news 20")
        assert tab.evaluate(_MARKED) == list(range(count))
        assert complaints(tab) == []
    workbench.heard(page, ["one", "two"])
    assert workbench.served.call(lambda: len(workbench.made.session.browsers)) == 2


def test_one_of_two_drops_and_the_other_notices_nothing(workbench: Workbench, page: Page) -> None:
    workbench.show(page)
    other = watch(page.context.new_page())
    fragment = page.url.partition("#")[2]
    other.goto(f"{workbench.served.url}#{fragment}")  # not through the proxy
    expect(labels(other)).to_have_count(LABELS)
    workbench.settle()
    other.evaluate(_MARK)
    other.evaluate(
        """() => {
            window.changed = [];
            const watched = {subtree: true, childList: true, characterData: true};
            new MutationObserver((records) => {
                changed.push(...records.map((record) => record.target.textContent));
            }).observe(document, watched);
        }"""
    )
    workbench.proxy.cut(refuse=True)
    workbench.update(0, 20)
    press(page, "one")
    expect(labels(other).nth(19)).to_have_text("news 19")  # at once, while the first is away
    workbench.come_back(page)
    expect(labels(page).nth(19)).to_have_text("news 19")
    workbench.update(20, 21)
    expect(labels(other).nth(20)).to_have_text("news 20")
    assert other.evaluate("window.changed") == [f"news {n}" for n in range(21)]  # once each
    assert None not in other.evaluate(_MARKED)
    workbench.heard(page, ["one"])
    assert complaints(page) == errors(other) == []

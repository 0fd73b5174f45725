"""Pages that are left: closed, loaded anew, kept in the back/forward cache, frozen, or just busy.

Knows: the public async API, and what a page shows. Must not know: the wire.
"""

from collections.abc import Callable, Iterator
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.conftest import Served, launch, new_visitor, watch
from browser.gestures import comes_true, errors
from patience import PATIENCE
from pgwidgets_proto import Limits

_NOTE = """
    window.mark = 'this very page';
    addEventListener('pageshow', (event) => { window.cameFromCache = event.persisted; });
"""


class Desk:
    """A label, a button and an entry for each visitor; notes who comes and goes.

    Attributes:
        heard: what the program was told, in order.
        has_left: set once a browser has left.
        made: the newest session, and widgets of it.
    """

    def __init__(self, serve: Callable[..., Served], **options: Any) -> None:
        self.heard: list[str] = []
        self.has_left = Event()
        self.made = SimpleNamespace()
        self.served = serve(lambda app: app.on_connect(self._build), **options)

    async def _build(self, session: Any) -> None:
        session.on_join(lambda browser: self.heard.append("join"))
        session.on_leave(self._leaves)
        W = session.get_widgets()
        top = await W.TopLevel(title="Desk")
        box = await W.VBox()
        label = await W.Label(f"session {session.id}")
        button = await W.Button("Press")
        await button.on("activated", lambda: self.heard.append("pressed"))
        for widget in (label, button, await W.TextEntry("")):
            await box.add_widget(widget, 0)
        await top.set_widget(box)
        await top.show()
        self.made = SimpleNamespace(session=session, label=label)

    def _leaves(self, browser: Any) -> None:
        self.heard.append("leave")
        self.has_left.set()

    def is_connected(self) -> bool:
        return self.served.call(lambda: bool(self.made.session.is_connected))

    def waits_for_pages(self) -> bool:
        return self.served.call(lambda: bool(self.made.session._pgwidgets.core.views))

    def say(self, text: str) -> None:
        self.served.call(self.made.label.set_text, text)


def label(page: Page) -> Locator:
    return page.locator(".label-widget")


def veil(page: Page) -> Locator:
    return page.get_by_role("status")


@pytest.fixture(scope="module")
def caching(chromium: Browser) -> Iterator[Browser]:
    """A Chromium with its back/forward cache, which playwright takes away from others."""
    # The build without windows has no such cache.
    browser = launch(
        chromium.browser_type, "chromium", ignore_default_args=["--disable-back-forward-cache"]
    )
    yield browser
    browser.close()


@pytest.fixture
def caching_page(caching: Browser) -> Iterator[Page]:
    """A page of it."""
    context = new_visitor(caching)
    yield watch(context.new_page())
    context.close()


@pytest.fixture
def elsewhere(serve: Callable[..., Served]) -> str:
    """The address of a page on another server."""
    return serve(lambda app: None).url


def test_a_page_in_the_cache_is_away_and_comes_back_as_it_was(
    serve: Callable[..., Served], caching_page: Page, elsewhere: str
) -> None:
    desk, page = Desk(serve), caching_page
    page.goto(desk.served.url)
    expect(label(page)).to_have_text("session 1")
    page.evaluate(_NOTE)
    entry = page.locator("input.textentry-widget")
    entry.press_sequentially("half a word")
    page.evaluate("window.shownThen = document.querySelector('.label-widget')")

    page.goto(elsewhere)
    comes_true(page, desk.is_connected, False)
    comes_true(page, lambda: desk.heard, ["join", "leave"])
    desk.say("said meanwhile")
    desk.served.call(desk.made.session.flush)  # nobody is there to be waited for

    page.go_back(wait_until="commit")
    expect(label(page)).to_have_text("said meanwhile")
    assert page.evaluate("[window.mark, window.cameFromCache]") == ["this very page", True]
    assert page.evaluate("window.shownThen.isConnected")  # nothing is made a second time
    expect(entry).to_have_value("half a word")
    page.get_by_text("Press", exact=True).click()
    comes_true(page, lambda: desk.heard, ["join", "leave", "join", "pressed"])
    expect(veil(page)).to_have_text("")
    assert errors(page) == []


def test_a_page_that_was_cached_past_the_window_is_rebuilt_at_once(
    serve: Callable[..., Served], caching_page: Page, elsewhere: str
) -> None:
    desk, page = Desk(serve, resume_window=0.2), caching_page
    page.goto(desk.served.url)
    expect(label(page)).to_have_text("session 1")
    page.evaluate(_NOTE)
    page.goto(elsewhere)
    comes_true(page, desk.waits_for_pages, False)
    desk.say("said meanwhile")
    page.go_back(wait_until="commit")
    expect(label(page)).to_have_text("said meanwhile")
    assert page.evaluate("[window.mark, window.cameFromCache]") == ["this very page", True]
    expect(veil(page)).to_have_text("")
    assert errors(page) == []


def test_a_frozen_page_is_away_until_it_runs_again(
    serve: Callable[..., Served], page: Page
) -> None:
    """As browsers do with tabs that nobody has looked at for long; without a window they don't."""
    desk = Desk(serve)
    page.goto(desk.served.url)
    expect(label(page)).to_have_text("session 1")
    page.evaluate(_NOTE)
    page.evaluate("document.dispatchEvent(new Event('freeze'))")
    comes_true(page, desk.is_connected, False)
    desk.say("said meanwhile")
    page.evaluate("document.dispatchEvent(new Event('resume'))")
    expect(label(page)).to_have_text("said meanwhile")
    assert page.evaluate("window.mark") == "this very page"
    assert desk.heard == ["join", "leave", "join"]
    assert errors(page) == []


def test_where_a_page_is_scrolled_when_it_is_frozen_is_known(
    serve: Callable[..., Served], page: Page
) -> None:
    """The browser may drop it, and its next page begins there."""
    made: list[Any] = []

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            area = await W.TextArea("\n".join(f"line {number}" for number in range(500)))
            top = await W.TopLevel(title="Log")
            await top.resize(400, 300)
            await top.set_widget(area)
            await top.show()
            made.append(area)

    served = serve(setup)
    page.goto(served.url)
    text = page.locator("textarea")
    expect(text).to_be_visible()
    served.catch_up(made[0])
    place = text.evaluate(
        """async (text) => {
            const drawn = () => new Promise(requestAnimationFrame);
            for (let frame = 0; frame < 3; frame += 1) await drawn();
            const { setTimeout } = window;
            window.setTimeout = () => 1; // its script sleeps before any timer runs
            text.scrollTop = 1000;
            for (let frame = 0; frame < 2; frame += 1) await drawn();
            document.dispatchEvent(new Event("freeze"));
            window.setTimeout = setTimeout;
            return text.scrollTop / (text.scrollHeight - text.clientHeight);
        }"""
    )
    comes_true(page, lambda: served.call(lambda: bool(made[0].session.is_connected)), False)
    comes_true(page, lambda: round(served.call(made[0].get_scroll_position)[1], 3), round(place, 3))
    assert errors(page) == []


def test_a_page_whose_script_does_not_run_is_away_although_its_browser_answers_pings(
    serve: Callable[..., Served], page: Page
) -> None:
    desk = Desk(serve, limits=Limits(keepalive_interval=0.2, answer_time=0.4))
    page.goto(desk.served.url)
    expect(label(page)).to_have_text("session 1")
    page.evaluate(_NOTE)
    page.evaluate(
        """() => { setTimeout(() => {
            const end = performance.now() + 2500;
            while (performance.now() < end) { /* busy */ }
        }); }"""
    )
    assert desk.has_left.wait(PATIENCE)  # while its script runs in a circle
    desk.say("said meanwhile")
    expect(label(page)).to_have_text("said meanwhile")
    assert page.evaluate("window.mark") == "this very page"
    assert desk.heard == ["join", "leave", "join"]


def test_the_next_visitor_is_let_in_after_a_closed_tab(
    serve: Callable[..., Served], open_page: Callable[..., Page]
) -> None:
    """Not when resume_window is over: it is longer than any of these waits."""
    desk = Desk(serve, max_sessions=1)
    first, second = open_page(), open_page()
    first.goto(desk.served.url)
    expect(label(first)).to_have_text("session 1")
    second.goto(desk.served.url)
    expect(veil(second)).to_contain_text("You are next")
    tab = first.context.new_page()  # the browser itself stays
    first.close()
    expect(label(second)).to_have_text("session 2")
    assert not tab.is_closed()
    assert desk.heard[:2] == ["join", "leave"]
    assert errors(second) == []


def test_a_page_that_is_loaded_anew_comes_before_who_waits(
    serve: Callable[..., Served], open_page: Callable[..., Page]
) -> None:
    # As long as the slowest machine of a test may take to load a page.
    desk = Desk(serve, max_sessions=1, limits=Limits(goodbye_grace=30.0))
    first, second = open_page(), open_page()
    first.goto(desk.served.url)
    expect(label(first)).to_have_text("session 1")
    second.goto(desk.served.url)
    expect(veil(second)).to_contain_text("You are next")
    first.reload()
    expect(label(first)).to_have_text("session 1")
    desk.say("the same one")
    expect(label(first)).to_have_text("the same one")
    expect(veil(second)).to_contain_text("You are next")
    assert desk.heard == ["join", "leave", "join"]
    assert errors(first) == errors(second) == []

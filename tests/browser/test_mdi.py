"""Windows within a widget in Chromium: what a user does to them is known, followed and kept.

Knows: the public async API, and what a user sees and does with the mouse. Must not know: the wire.
"""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from browser.conftest import Served
from browser.gestures import box, comes_true, drag, errors, second_tab

_SEEN = """() => [...document.querySelectorAll(".mdi-window")].map((window) => {
    const { left, top, width, height, zIndex } = window.style;
    const { display } = window.querySelector(".mdi-child-container").style;
    return [window.querySelector(".mdi-title-bar span").textContent, left, top, width, height,
        zIndex, display, [...window.classList].sort()];
})"""

_LATE = """() => {
    const { send } = WebSocket.prototype;
    WebSocket.prototype.send = function (data) {
        setTimeout(() => send.call(this, data), 300); // ms; timers of equal length keep their order
    };
}"""
"""What the page says from here on arrives late."""


@pytest.fixture
def app(serve: Callable[..., Served]) -> Served:
    """A desktop with three windows."""

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Desktop")
            await top.resize(800, 600)
            mdi = await W.MDIWidget()
            labels = [await W.Label(f"in {name}") for name in "abc"]
            windows = [
                await mdi.add_widget(label, title=name, width=200, height=150)
                for name, label in zip("abc", labels, strict=True)
            ]
            await windows[0].move(20, 30)
            await windows[1].move(300, 40)
            await windows[2].move(300, 300)
            heard: list[Any] = []
            for action in ("page-switch", "page-close", "child-removed"):
                await mdi.on(action, lambda child, _action=action: heard.append((_action, child)))
            await windows[0].on("window-state", lambda state: heard.append(("state", state)))
            await top.set_widget(mdi)
            await top.show()
            app.made = SimpleNamespace(mdi=mdi, labels=labels, windows=windows, heard=heard)

    return serve(setup)


def opened(app: Served, page: Page) -> Any:
    page.goto(app.url)
    expect(page.locator(".mdi-window")).to_have_count(3)
    expect(page.get_by_text("in c")).to_be_visible()
    return app.app.made


def window(page: Page, name: str) -> Locator:
    title = page.locator(".mdi-title-bar").filter(has_text=name)
    return page.locator(".mdi-window").filter(has=title)


def bar(page: Page, name: str) -> Locator:
    return window(page, name).locator(".mdi-title-bar span")


def button(page: Page, name: str, index: int) -> Locator:
    """Its buttons from the left: lower, minimize, maximize, close."""
    return window(page, name).locator(".mdi-button").nth(index)


def knows(app: Served, page: Page, read: Callable[[], Any], wanted: Any) -> None:
    """Wait until the program has heard of what the user did."""
    comes_true(page, lambda: app.call(read), wanted)


def as_seen(page: Page) -> list[tuple[Any, ...]]:
    """Place and size of each window in the page: x, y, width, height."""
    found: list[tuple[Any, ...]] = []
    for _, left, top, width, height, *_ in seen(page):
        found.append(tuple(int(length.removesuffix("px")) for length in (left, top, width, height)))
    return found


def seen(page: Page) -> Any:
    return page.evaluate(_SEEN)


def stands(app: Served, page: Page) -> None:
    """Wait until the program knows where the windows are in the page."""
    app.catch_up(app.app.made.mdi)

    def read() -> list[tuple[Any, ...]]:
        return [(*one.get_position(), *one.get_size()) for one in app.app.made.windows]

    knows(app, page, read, as_seen(page))


def same_everywhere(app: Served, page: Page) -> None:
    """A second tab, and the page reloaded, show what the page shows, without complaint."""
    made = app.app.made
    app.catch_up(made.mdi)
    before = seen(page)
    other = second_tab(page)
    shows(other, before)
    page.reload()
    shows(page, before)
    assert errors(page) == errors(other) == []
    other.close()


def shows(page: Page, wanted: Any) -> None:
    """Wait until a page shows these windows."""
    try:
        page.wait_for_function(
            f"(wanted) => JSON.stringify(({_SEEN})()) === wanted", arg=_json(wanted)
        )
    except TimeoutError:
        assert seen(page) == wanted
        raise


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def test_a_user_drags_windows_by_their_bars_and_corners(app: Served, page: Page) -> None:
    made = opened(app, page)
    drag(page, bar(page, "a"), 50, 60)
    drag(page, window(page, "a").locator(".mdi-grip-se"), 40, 30)
    drag(page, window(page, "b").locator(".mdi-grip-nw"), -10, -20)
    same_everywhere(app, page)
    a, b, _ = made.windows
    knows(app, page, lambda: a.get_position(), (70, 90))
    knows(app, page, lambda: b.get_position(), (290, 20))
    # How large a child is by that is told with the sizes of all.
    knows(app, page, lambda: made.mdi.get_child_size(made.labels[0])[0] > 230, True)
    assert app.call(made.mdi.get_configuration, made.labels[1])["x"] == 290
    knows(app, page, lambda: made.mdi.get_index(), 1)


def test_a_user_raises_and_lowers(app: Served, page: Page) -> None:
    made = opened(app, page)
    bar(page, "a").click()
    knows(app, page, lambda: made.mdi.get_index(), 0)
    button(page, "a", 0).click()
    knows(app, page, lambda: made.mdi.get_index(), 2)
    told = [("page-switch", made.labels[0]), ("page-switch", made.labels[2])]
    comes_true(page, lambda: list(made.heard), told)
    bar(page, "b").click()
    same_everywhere(app, page)
    knows(app, page, lambda: made.mdi.get_index(), 1)


@pytest.mark.parametrize(
    ("state", "act"),
    [
        ("minimized", lambda page: button(page, "a", 1).click()),
        ("maximized", lambda page: button(page, "a", 2).click()),
        ("shaded", lambda page: bar(page, "a").dblclick()),
    ],
)
def test_a_user_changes_the_state(
    app: Served, page: Page, state: str, act: Callable[[Page], None]
) -> None:
    made = opened(app, page)
    (a, *_) = made.windows
    before = box(window(page, "a"))
    act(page)
    knows(app, page, lambda: a.get_window_state(), state)
    same_everywhere(app, page)
    act(page)
    knows(app, page, lambda: a.get_window_state(), "normal")
    knows(app, page, lambda: a.get_size(), (200, 150))
    assert box(window(page, "a")) == before
    same_everywhere(app, page)
    assert [args for args in made.heard if args[0] == "state"] == [
        ("state", state), ("state", "normal")
    ]  # fmt: skip


def test_states_follow_each_other_from_the_menu(app: Served, page: Page) -> None:
    made = opened(app, page)
    button(page, "a", 1).click()
    button(page, "a", 2).click()
    expect(page.get_by_text("in a")).to_be_visible()
    knows(app, page, lambda: made.windows[0].get_window_state(), "maximized")
    bar(page, "a").click(button="right")
    page.get_by_text("Shade", exact=True).click()
    expect(page.get_by_text("in a")).to_be_hidden()
    same_everywhere(app, page)
    knows(app, page, lambda: made.windows[0].get_window_state(), "shaded")
    knows(app, page, lambda: made.windows[0].get_position(), (20, 30))


def test_a_user_closes_a_window(app: Served, page: Page) -> None:
    made = opened(app, page)
    other = second_tab(page)
    expect(other.locator(".mdi-window")).to_have_count(3)
    button(page, "c", 3).click()
    expect(other.locator(".mdi-window")).to_have_count(2)
    knows(app, page, lambda: made.mdi.get_children(), made.labels[:2])
    assert app.call(made.mdi.get_subwin, made.labels[2]) is None
    assert ("page-close", made.labels[2]) in made.heard
    assert ("child-removed", made.labels[2]) in made.heard
    same_everywhere(app, page)
    app.call(made.mdi.add_widget, made.labels[2])
    expect(page.get_by_text("in c")).to_be_visible()
    same_everywhere(app, page)


def test_calls_that_cross_the_closing_of_a_window(app: Served, page: Page) -> None:
    made = opened(app, page)
    page.evaluate(_LATE)
    button(page, "b", 3).click()
    expect(page.locator(".mdi-window")).to_have_count(2)
    assert app.call(made.mdi.get_subwin, made.labels[1]) is made.windows[1], "told too early"
    app.call(made.windows[1].resize, 210, 160)
    app.call(made.mdi.set_index, 0)
    knows(app, page, lambda: made.mdi.get_children(), [made.labels[0], made.labels[2]])
    app.call(made.mdi.session.flush)  # raises what the page answered with, if it was an error
    assert seen(page)[0][5] > seen(page)[1][5], "a is not above c"
    same_everywhere(app, page)


def test_tiles_fill_the_desktop_without_scroll_bars(app: Served, page: Page) -> None:
    made = opened(app, page)
    app.call(made.windows[2].move, 700, 500)  # partly out of sight, so that there are scroll bars
    bars = page.locator(".mdi-widget .scrollbar-widget:visible")
    expect(bars).to_have_count(2)
    for _ in range(2):
        app.call(made.mdi.tile_windows)
        expect(bars).to_have_count(0)
        desktop = box(page.locator(".mdi-viewport"))
        right, bottom = box(window(page, "b")), box(window(page, "c"))
        assert right["x"] + right["width"] == pytest.approx(desktop["x"] + desktop["width"], abs=1)
        assert bottom["y"] + bottom["height"] == pytest.approx(
            desktop["y"] + desktop["height"], abs=1
        )
        stands(app, page)
    app.call(made.mdi.cascade_windows)
    stands(app, page)
    assert [size for *_, size in as_seen(page)] == [150] * 3  # as they were before


def test_windows_that_the_program_arranges_are_where_they_look(app: Served, page: Page) -> None:
    made = opened(app, page)
    button(page, "b", 1).click()
    app.call(made.mdi.tile_windows)
    expect(page.get_by_text("in b")).to_be_visible()
    stands(app, page)
    assert as_seen(page)[1][0] > 200
    same_everywhere(app, page)
    app.call(made.mdi.cascade_windows)
    stands(app, page)
    assert [place[:2] for place in as_seen(page)] == [(0, 0), (20, 20), (40, 40)]
    same_everywhere(app, page)


def test_windows_are_arranged_when_there_is_room(app: Served, page: Page) -> None:
    page.goto("about:blank")

    async def build() -> Any:
        session = app.app.create_session()
        W = session.get_widgets()
        top, mdi = await W.TopLevel(title="x"), await W.MDIWidget()
        windows = [await mdi.add_widget(await W.Label(name), title=name) for name in "abc"]
        await mdi.tile_windows()
        await top.resize(800, 600)
        await top.set_widget(mdi)
        await top.show()
        app.app.made = SimpleNamespace(mdi=mdi, windows=windows)
        return session.get_url()

    page.goto(app.call(build))
    expect(page.locator(".mdi-window")).to_have_count(3)
    page.wait_for_function("""() => {
        const [one, two] = document.querySelectorAll(".mdi-window");
        return one.offsetWidth > 350 && two.offsetLeft > 350;
    }""")
    same_everywhere(app, page)


def test_all_that_the_program_does_is_shown_at_once(app: Served, page: Page) -> None:
    made = opened(app, page)

    async def act() -> None:
        W = made.mdi.session.get_widgets()
        window = await made.mdi.add_widget(await W.Label("in d"), title="?", width=150)
        await window.set_title("d")
        await window.set_position(10, 300)
        await window.resize(180, 120)
        await window.set_tooltip("a window")
        await window.toggle_shade()
        await window.lower()
        await made.windows[1].toggle_maximize()
        await made.windows[1].resize(210, 160)
        await made.windows[2].raise_()
        made.d = window

    app.call(act)
    same_everywhere(app, page)
    assert window(page, "d").get_attribute("title") == "a window"
    assert box(window(page, "d"))["height"] < 60
    app.call(made.windows[1].toggle_maximize)
    same_everywhere(app, page)
    knows(app, page, lambda: made.windows[1].get_size(), (210, 160))


def test_two_tabs_follow_each_other(app: Served, page: Page) -> None:
    opened(app, page)
    other = second_tab(page)
    expect(other.locator(".mdi-window")).to_have_count(3)
    drag(page, bar(page, "c"), 30, 20)
    shows(other, seen(page))
    button(other, "b", 1).click()
    shows(page, seen(other))
    button(page, "b", 1).click()
    shows(other, seen(page))
    assert errors(page) == errors(other) == []

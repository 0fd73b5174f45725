"""A page that is open for weeks: what is destroyed leaves nothing behind in it.

Knows the wire (wire-protocol.md), and where the page keeps its objects. Must not know the
core, a transport or the API.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from pgwidgets_js.defs import WIDGETS
from playwright.sync_api import Page, expect

from browser.fake_server import Link, Message, begun, call, create, listen, ref, set_, window

_WATCH_LISTENERS = """
window.leftListeners = [];
for (const target of [document, window]) {
    const {addEventListener, removeEventListener} = target;
    target.addEventListener = (...listener) => {
        window.leftListeners.push(listener);
        addEventListener.apply(target, listener);
    };
    target.removeEventListener = (...listener) => {
        const at = window.leftListeners.findIndex(
            ([type, run]) => type === listener[0] && run === listener[1]);
        if (at >= 0) window.leftListeners.splice(at, 1);
        removeEventListener.apply(target, listener);
    };
}
"""
_LEFT = """async () => {
    const { Widgets } = await import("./Widgets.js");
    const { client } = await import("./pgwidgets/page.js");
    return {
        registered: [...Widgets.Callback._registry.values()].map((w) => w.constructor.name),
        listeners: window.leftListeners.map(([type]) => type),
        heard: [...client._listeners.keys()],
        elements: document.body.childElementCount,
    };
}"""
_FRAMES = "new Promise((f) => requestAnimationFrame(() => requestAnimationFrame(f)))"


@pytest.fixture
def link(page: Page) -> Iterator[Link]:
    """A page that has built and shown one window, and has what comes late; all is gone again."""
    with begun(page, _WATCH_LISTENERS) as link:
        late = enumerate(("TreeView", "TextSource"), 10)
        link.rebuild(
            *window(2, create(2, "Label", "warm")), *(create(wid, name) for wid, name in late)
        )
        link.rebuild()
        yield link


def apply(link: Link, page: Page, *messages: Message) -> None:
    """Have the page apply messages, none of which fails, and draw twice."""
    link.send(*messages)
    assert [m for m in link.until_applied() if m["type"] == "error"] == []
    page.evaluate(_FRAMES)


def test_of_no_class_anything_is_left(link: Link, page: Page) -> None:
    before = page.evaluate(_LEFT)
    # These two are made by other widgets, with arguments that cannot cross the wire.
    names = [name for name in WIDGETS if name not in {"MDISubWindow", "TextBufferRef"}] + ["Plot"]
    widgets = dict(enumerate(names, 10))
    apply(link, page, *(create(wid, name) for wid, name in widgets.items()))
    apply(link, page, *(listen(wid, "map") for wid in widgets))
    page.evaluate(
        """async () => {
            const { Widgets } = await import("./Widgets.js");
            window.gone = [...Widgets.Callback._registry.values()].map((widget) => {
                if (widget.element && !widget.element.parentNode) {
                    document.body.append(widget.element);
                }
                return { name: widget.constructor.name, reference: new WeakRef(widget) };
            });
        }"""
    )
    page.evaluate(_FRAMES)
    apply(link, page, *(set_(wid, "destroy") for wid in widgets))
    assert page.evaluate(_LEFT) == before
    assert kept_in_memory(page) == []


def kept_in_memory(page: Page) -> list[str]:
    """The names of the widgets in the page's list `gone` that are not."""
    session = page.context.new_cdp_session(page)
    for _ in range(3):  # what was only kept by what went, goes
        session.send("HeapProfiler.collectGarbage")
    session.detach()
    names: list[str] = page.evaluate(
        "() => window.gone.filter(({reference}) => reference.deref()).map(({name}) => name)"
    )
    return names


@pytest.mark.parametrize(
    "ends",
    [
        [set_(4, "close"), set_(3, "destroy")],
        [set_(2, "remove", ref(3)), set_(3, "destroy")],
        [set_(1, "destroy")],
    ],
)
def test_of_no_window_in_a_desktop_anything_is_left(
    link: Link, page: Page, ends: list[Message]
) -> None:
    before = page.evaluate(_LEFT)
    place = {"x": 10, "y": 10, "width": 100, "height": 80}
    apply(
        link,
        page,
        *window(2, create(2, "MDIWidget")),
        create(3, "Label", "within"),
        call(2, "add_widget", ref(3), place, bind=4),
    )
    page.evaluate(
        """async () => {
            const { Widgets } = await import("./Widgets.js");
            const desktopWindow = Widgets.Callback._registry.get(4);
            window.gone = [{ name: "window", reference: new WeakRef(desktopWindow) }];
        }"""
    )
    apply(link, page, *ends)
    left: dict[str, Any] = page.evaluate(_LEFT)
    assert "MDISubWindow" not in left["registered"]
    assert left["listeners"] == before["listeners"]
    assert kept_in_memory(page) == []


def test_a_menu_that_is_gone_while_it_is_open_does_not_fail_at_the_next_press(
    link: Link, page: Page
) -> None:
    before = page.evaluate(_LEFT)
    apply(
        link,
        page,
        create(2, "Menu"),
        create(3, "MenuAction", {"text": "Cut"}),
        set_(2, "add_widget", ref(3)),
        set_(2, "popup", 50, 50),
    )
    apply(link, page, set_(2, "destroy"))
    page.mouse.click(300, 200)
    assert page.evaluate(_LEFT) == before


def test_a_toolbar_that_is_gone_while_its_menu_is_open_does_not_fail_at_the_next_press(
    link: Link, page: Page
) -> None:
    before = page.evaluate(_LEFT)
    apply(
        link,
        page,
        *window(2, create(2, "ToolBar")),
        create(3, "ToolBarAction", {"text": "More"}),
        set_(2, "add_widget", ref(3)),
        create(4, "Menu"),
        create(5, "MenuAction", {"text": "Cut"}),
        set_(4, "add_widget", ref(5)),
        set_(3, "set_menu", ref(4)),
    )
    page.get_by_text("More").click()
    expect(page.get_by_text("Cut")).to_be_visible()
    apply(link, page, set_(1, "destroy"), set_(4, "destroy"))
    page.mouse.click(300, 200)
    assert page.evaluate(_LEFT) == before


def test_typed_text_is_told_once_though_it_was_listened_to_twice(link: Link, page: Page) -> None:
    link.rebuild(*window(2, create(2, "TextEntry")), listen(2, "modified"))
    apply(link, page, {"type": "unlisten", "wid": 2, "action": "modified"}, listen(2, "modified"))
    page.clock.install()
    page.locator("input.textentry-widget").press_sequentially("a")
    page.clock.run_for(1000)
    link.send(set_(2, "set_tooltip", "told"))
    told = [m["args"] for m in link.until_applied() if m["type"] == "callback"]
    assert [args[0] for args in told] == ["a"]  # what follows is for the core


_PUT_OFF = [
    ("TreeView", [], "set_optimal_column_widths", []),
    ("TableView", [], "set_optimal_column_widths", []),
    ("Canvas", [{"use_animation_frame": True}], "update", []),
    ("Image", [{"use_animation_frame": True}], "update", []),
    ("Dialog", ["title", []], "popup", []),
    ("TextSource", ["text"], "set_text", ["other"]),
    ("Menu", [], "popup", [10, 10]),
    ("ScrollArea", [], "set_scroll_position", [0, 0]),
]


@pytest.mark.parametrize(
    ("name", "args", "method", "given"), _PUT_OFF, ids=[name for name, *_ in _PUT_OFF]
)
def test_what_a_widget_has_put_off_goes_with_it(
    link: Link, page: Page, name: str, args: list[Any], method: str, given: list[Any]
) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(error.message))
    apply(link, page, create(10, name, *args), call(10, method, *given), set_(10, "destroy"))
    page.evaluate("new Promise((f) => setTimeout(f, 20)).then(() => " + _FRAMES + ")")
    assert faults == []


def test_a_box_of_buttons_evens_out_those_that_are_left(link: Link, page: Page) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(error.message))
    apply(
        link,
        page,
        create(10, "ButtonBox"),
        *(create(wid, "Button", "x" * wid) for wid in (11, 12)),
        *(call(10, "add_widget", ref(wid), 0) for wid in (11, 12)),
        call(10, "remove", ref(11), True),
    )
    assert faults == []

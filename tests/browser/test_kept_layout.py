"""What a user arranges, found again at the next visit, in another session."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from playwright.sync_api import Page, expect

from browser.gestures import comes_true, drag, errors


def test_windows_stand_as_their_user_left_them(
    serve: Callable[..., Any], open_page: Callable[..., Page]
) -> None:
    made: list[Any] = []

    def setup(app: Any) -> None:
        @app.on_connect
        async def on_connect(session: Any) -> None:
            W = session.get_widgets()
            columns = [{"key": key, "label": key, "colwidth": "100px"} for key in ("name", "size")]
            one = SimpleNamespace(session=session)
            one.top = await W.TopLevel(title="Desk")
            one.panes = await W.Splitter(orientation="horizontal")
            one.table = await W.TableView(columns=columns)
            await one.panes.add_widget(one.table)
            await one.panes.add_widget(await W.Label("right"))
            await one.panes.set_sizes([300, 300])
            await one.top.set_widget(one.panes)
            await one.top.resize(620, 300)
            await one.top.set_position(20, 20)
            one.was_there = await session.keep_layout()
            await one.top.show()
            made.append(one)

    page = open_page(is_new=True, viewport={"width": 1000, "height": 700})
    served = serve(setup, max_sessions=None)
    page.goto(served.url)
    expect(page.get_by_text("right")).to_be_visible()
    assert not made[0].was_there
    drag(page, page.locator(".toplevel-title-text"), 50, 30)
    drag(page, page.locator(".splitter-handle"), -100, 0)
    drag(page, page.locator(".treeview-resize-handle").first, 40, 0)
    kept = "() => Object.values(localStorage).filter((text) => text.includes('widths')).length"
    comes_true(page, lambda: page.evaluate(kept), 1)

    page.evaluate("sessionStorage.clear()")
    page.goto("about:blank")
    page.goto(served.url)
    expect(page.get_by_text("right")).to_be_visible()
    comes_true(page, lambda: len(made), 2)
    first, second = made
    assert second.was_there
    assert second.session is not first.session
    layouts = [served.call(one.session.save_layout) for one in (first, second)]
    assert layouts[0] == layouts[1]
    assert served.call(second.top.get_position) == (70, 50)
    assert round(served.call(second.table.get_column_widths)[0]) == 140
    assert errors(page) == []

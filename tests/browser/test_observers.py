"""Two browsers of one session: who may act, and who came by a link that lets look."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from browser.conftest import Served
from browser.gestures import come_to_rest, errors


def test_an_observer_sees_all_presses_nothing_and_is_told_why(
    serve: Callable[..., Served], open_page: Callable[..., Page]
) -> None:
    found: dict[str, Any] = {"pressed": 0}

    async def setup(app: Any) -> None:
        @app.on_connect
        async def connected(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Dome")
            tabs = await W.TabWidget()
            box = await W.VBox()
            button, entry = await W.Button("Open"), await W.TextEntry("target")
            label, box2 = await W.Label("closed"), await W.Label("second page")
            check = await W.CheckBox("follow")
            for widget in (button, entry, check, label):
                await box.add_widget(widget)
            await tabs.add_widget(box, {"title": "Main"})
            await tabs.add_widget(box2, {"title": "More"})
            await top.set_widget(tabs)
            await top.resize(360, 260)
            await top.show()

            async def pressed() -> None:
                found["pressed"] += 1
                await label.set_text(f"opened {found['pressed']}")

            button.on("activated", pressed)
            found.update(session=session, entry=entry, check=check)

    served = serve(setup)
    page = open_page()
    page.goto(served.url)
    expect(page.get_by_text("closed")).to_be_visible()

    async def share() -> Any:
        return found["session"].share(expires=3600)

    given = served.call(share)
    other = open_page(viewport={"width": 500, "height": 360})
    other.goto(given.url)
    note = other.locator(".pgwidgets-watching")
    expect(note).to_have_text("View only")
    expect(page.locator(".pgwidgets-watching")).to_have_count(0)
    assert "token=v." in other.url

    other.get_by_text("Open", exact=True).click(force=True)
    other.locator("input[type=checkbox]").click(force=True)
    other.locator(".textentry-widget").click(force=True)
    other.keyboard.type("mine")
    assert other.evaluate("getComputedStyle(document.querySelector('.button-widget')).cursor") == (
        "not-allowed"
    )
    # What the page does not keep back the server does.
    other.evaluate(
        """() => {
            document.documentElement.removeAttribute("data-pgw-watching");
            document.querySelector("input[type=checkbox]").checked = true;
        }"""
    )
    other.get_by_text("More").click()  # each page has its own tab in front
    expect(other.get_by_text("second page")).to_be_visible()
    expect(page.get_by_text("closed")).to_be_visible()
    other.get_by_text("Main").click()

    page.get_by_text("Open", exact=True).click()
    for each in (page, other):
        expect(each.get_by_text("opened 1")).to_be_visible()

    async def state() -> tuple[int, str, bool]:
        return found["pressed"], found["entry"].get_text(), found["check"].get_state()

    assert served.call(state) == (1, "target", False)
    assert other.locator(".textentry-widget").input_value() == "target"

    other.reload()
    expect(note).to_have_text("View only")
    expect(other.get_by_text("opened 1")).to_be_visible()

    # Notices stand above the note, and look as if nothing in them could be pressed.
    served.call(lambda: found["session"].notify("Undo?", "error", actions=[("Undo", print)]))
    undo = other.get_by_role("button", name="Undo")
    expect(undo).to_have_css("cursor", "not-allowed")
    expect(undo).to_have_css("opacity", "0.62")
    come_to_rest(other)
    notice, view_only = other.locator(".pgw-notice").bounding_box(), note.bounding_box()
    assert notice is not None
    assert view_only is not None
    assert notice["y"] + notice["height"] <= view_only["y"]

    async def revoke() -> None:
        given.revoke()

    served.call(revoke)
    expect(other.get_by_text("this link has been withdrawn")).to_be_visible()
    page.get_by_text("Open", exact=True).click()
    expect(page.get_by_text("opened 2")).to_be_visible()
    assert errors(other) == []

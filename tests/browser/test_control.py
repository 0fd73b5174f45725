"""Two browsers of one session, and control that goes from one to the other."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from browser.conftest import Served
from browser.gestures import errors
from pgwidgets.extras import Presence


def test_one_watches_asks_for_control_gets_it_and_presses(
    serve: Callable[..., Served], open_page: Callable[..., Page]
) -> None:
    found: dict[str, Any] = {"presses": []}

    async def setup(app: Any) -> None:
        @app.on_connect
        async def connected(session: Any) -> None:
            W = session.get_widgets()
            top, box = await W.TopLevel(title="Dome"), await W.VBox()
            button, label = await W.Button("Open"), await W.Label("step 0")

            async def pressed() -> None:
                found["presses"].append(session.asker.is_owner)
                await label.set_text(f"opened {len(found['presses'])}")

            await button.on("activated", pressed)
            bar = Presence(session, every=1.0).widget
            for widget in (button, label, bar):
                await box.add_widget(widget)
            await top.set_widget(box)
            await top.resize(700, 200)
            await top.show()
            found.update(session=session, label=label)

    served = serve(setup)
    page = open_page()
    page.goto(served.url)
    expect(page.get_by_text("step 0")).to_be_visible()

    async def begin() -> Any:
        session = found["session"]
        session.control.start(session.browsers[0], patience=2.0)
        return session.share("operator")

    other = open_page()
    other.goto(served.call(begin).url)
    note = other.locator(".pgwidgets-watching")
    expect(note).to_have_text("View only")
    why = "Somebody else is at the controls. What you press here has no effect."
    expect(note).to_have_attribute("title", why)

    async def count() -> None:
        for number in range(1, 101):
            await found["label"].set_text(f"step {number}")

    served.call(count)
    expect(other.get_by_text("step 100")).to_be_visible()
    opener = other.get_by_text("Open", exact=True)
    expect(opener).to_have_css("cursor", "not-allowed")
    opener.click(force=True)
    ask = other.get_by_text("Ask for control")
    expect(ask).to_have_css("opacity", "1")
    ask.click()
    page.get_by_text("Hand over to operator").click()
    expect(note).to_be_hidden()
    expect(page.locator(".pgwidgets-watching")).to_be_visible()
    opener.click()
    for each in (page, other):
        expect(each.get_by_text("opened 1")).to_be_visible()

    async def presses() -> list[bool]:
        return list(found["presses"])

    assert served.call(presses) == [False]

    other.reload()  # and still has it
    expect(other.get_by_text("operator is at the controls")).to_be_visible()
    other.get_by_text("Open", exact=True).click()
    expect(page.get_by_text("opened 2")).to_be_visible()

    other.close()  # for longer than it is waited for: the owner asks, and has it
    page.get_by_text("Ask for control").click()
    expect(page.get_by_text("The owner is at the controls")).to_be_visible()
    page.get_by_text("Open", exact=True).click()
    expect(page.get_by_text("opened 3")).to_be_visible()
    assert errors(page) == []

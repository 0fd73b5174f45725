"""The inspector in Chromium, beside an application that somebody uses; and its picture.

Knows: its public class, and what is to be seen. Must not know: how anything is found out.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from browser.conftest import Served
from browser.documented import take, wants_pictures
from browser.gestures import errors
from pgwidgets.inspecting import Inspector

PICTURE = Path(__file__).parents[2] / "docs" / "images" / "inspector.png"


async def build(session: Any) -> None:
    W = session.get_widgets()
    window, box, row = await W.TopLevel(title="Dome"), await W.VBox(), await W.HBox()
    for widget in (await W.Button("Open"), await W.Button("Close"), await W.CheckBox("Follow")):
        await row.add_widget(widget, 0)
    for widget in (row, await W.Slider(value=42), await W.TextEntry("m51"), await W.Label("Ready")):
        await box.add_widget(widget, 0)
    await window.set_widget(box)
    await window.show()


def test_what_users_do_is_seen(
    serve: Callable[..., Served], open_page: Callable[..., Page]
) -> None:
    served = serve(lambda app: app.on_connect(build), max_sessions=None)
    user, other, page = (open_page() for _ in range(3))
    page.set_viewport_size({"width": 1100, "height": 640})
    for each in (user, other):
        each.goto(served.url)
        expect(each.get_by_text("Ready")).to_be_visible()
    with Inspector(served.app) as inspector:
        assert inspector.url is not None
        page.goto(inspector.url)
        expect(page.get_by_text("serving: 2 sessions, 2 browsers")).to_be_visible()
        expect(page.get_by_text("m51")).to_be_visible()
        user.locator("input[type=text]").fill("ngc 7000")
        user.locator("input[type=text]").press("Tab")
        expect(page.get_by_text("ngc 7000")).to_be_visible()
        logging.getLogger("pgwidgets").warning("the dome's wind sensor answers late: 2.4 s")
        page.get_by_role("button", name="Refresh").click()
        page.wait_for_function(
            "() => [...document.querySelectorAll('textarea')].some(e => e.value.includes('wind'))"
        )
        if wants_pictures():
            take(page, PICTURE)
        page.get_by_role("button", name="Destroy it").click()
        expect(page.get_by_text("serving: 1 sessions")).to_be_visible()
    assert errors(page) == []

"""Sessions in notebooks of JupyterLab: directly, by the server's proxy, and over a restart.

Knows: JupyterLab's page. Must not know: how a frame is made.
"""

import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from browser.notebooks.conftest import Lab

PICTURE = Path(__file__).parents[3] / "docs" / "images" / "notebook.png"

ASYNC = """\
from pgwidgets.async_ import Application
app = Application({port}, None, csp={csp}, max_sessions=None)
await app.start()
session = app.create_session()
W = session.get_widgets()
window, box = await W.TopLevel(title="Camera"), await W.VBox(spacing=8, padding=10)
count, told = await W.Button("Expose"), await W.Label("Ready")
await count.on("activated", lambda: told.set_text("Exposing"))
for widget in (count, told):
    await box.add_widget(widget, 0)
await window.set_widget(box)
await window.show()
session.display(height=180{base_url})
"""
SYNC = ASYNC.replace("await ", "").replace("async_", "sync")


def notebook(lab: Lab, *cells: str) -> str:
    """Write a notebook; gives where it is opened."""
    made = [
        {
            "cell_type": "code",
            "id": f"c{number}",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": cell,
        }
        for number, cell in enumerate(cells)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    content = {"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4}
    path = lab.folder / "panel.ipynb"
    path.write_text(json.dumps({**content, "nbformat_minor": 5}), encoding="utf-8")
    return lab.address_of("panel.ipynb")


def run_all(page: Page) -> None:
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def opened(page: Page, url: str) -> None:
    page.set_default_timeout(90_000)
    page.goto(url)
    expect(page.locator(".jp-NotebookPanel-toolbar")).to_contain_text("Python 3", timeout=90_000)
    expect(page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")).to_be_visible(
        timeout=90_000
    )


def frame(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[name=pgwidgets-notebook]")


@pytest.mark.parametrize("program", [ASYNC, SYNC], ids=["async", "sync"])
@pytest.mark.parametrize("is_proxied", [False, True], ids=["directly", "by the proxy"])
def test_a_session_below_its_cell(lab: Lab, page: Page, program: str, is_proxied: bool) -> None:
    csp = {} if is_proxied else {"frame-ancestors": lab.url}
    base_url = ', base_url="/proxy/{port}/"' if is_proxied else ""
    show = program.format(port=0, csp=csp, base_url=base_url)
    opened(page, notebook(lab, show, "told.get_text()"))
    run_all(page)
    shown = frame(page)
    shown.get_by_role("button", name="Expose").click()
    expect(shown.get_by_text("Exposing")).to_be_visible()
    page.locator(".jp-Cell").nth(1).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".jp-Cell").nth(1)).to_contain_text("'Exposing'")
    if os.environ.get("PGWIDGETS_SCREENSHOTS") and program is ASYNC:
        page.screenshot(path=PICTURE)


def test_a_frame_that_is_not_allowed_says_what_to_do(lab: Lab, page: Page) -> None:
    opened(page, notebook(lab, ASYNC.format(port=0, csp={}, base_url="")))
    run_all(page)
    expect(page.locator(".jp-OutputArea-output").last).to_contain_text("frame-ancestors")
    assert page.locator("iframe[name=pgwidgets-notebook]").count() == 0


def test_a_kernel_that_is_started_again(lab: Lab, page: Page) -> None:
    csp = {"frame-ancestors": lab.url}
    opened(page, notebook(lab, ASYNC.format(port=0, csp=csp, base_url="")))
    run_all(page)
    shown = frame(page)
    expect(shown.get_by_text("Ready")).to_be_visible()
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.locator(".lm-Menu-item[data-command='kernelmenu:restart']").click()
    page.locator(".jp-Dialog .jp-mod-accept").click()
    veil = shown.locator(".pgwidgets-veil-card")
    expect(veil).to_contain_text("Reconnecting…", timeout=30_000)
    expect(veil).to_contain_text("run the cell of the notebook again", timeout=30_000)
    run_all(page)
    expect(shown.get_by_text("Ready")).to_be_visible(timeout=30_000)
    shown.get_by_role("button", name="Expose").click()
    expect(shown.get_by_text("Exposing")).to_be_visible()

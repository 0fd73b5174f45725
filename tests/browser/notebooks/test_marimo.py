"""A session in a notebook of marimo.

Knows: how marimo serves a notebook. Must not know: how a frame is made.
"""

import socket
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from browser.gestures import comes_true
from programs import Program

NOTEBOOK = """\
import marimo
app = marimo.App()

@app.cell
async def _():
    from pgwidgets.async_ import Application
    ui = Application(0, None, csp={{"frame-ancestors": "http://127.0.0.1:{port}"}})
    await ui.start()
    session = ui.create_session()
    W = session.get_widgets()
    window, box = await W.TopLevel(title="Camera"), await W.VBox(spacing=8, padding=10)
    count, told = await W.Button("Expose"), await W.Label("Ready")
    await count.on("activated", lambda: told.set_text("Exposing"))
    for widget in (count, told):
        await box.add_widget(widget, 0)
    await window.set_widget(box)
    await window.show()
    session.display(height=180)
    return
"""


def test_a_session_below_its_cell(tmp_path: Path, page: Page) -> None:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]  # the notebook has to know its own origin
    (tmp_path / "panel.py").write_text(NOTEBOOK.format(port=port), encoding="utf-8")
    command = [sys.executable, "-m", "marimo", "run", str(tmp_path / "panel.py"), "--headless"]
    program = Program([*command, "--no-token", "--host=127.0.0.1", f"--port={port}"], name="marimo")
    try:
        program.wait_for_line(r"URL: http://")
        comes_true(page, lambda: _listens(port), True)  # it says so before it does
        page.goto(f"http://127.0.0.1:{port}/")
        shown = page.frame_locator("iframe[name=pgwidgets-notebook]")
        shown.get_by_role("button", name="Expose").click()
        expect(shown.get_by_text("Exposing")).to_be_visible()
    finally:
        program.kill()


def _listens(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0

"""WebKit, as WebKitGTK has it, driven by its WebDriver on a screen that is nowhere.

Knows: https://www.w3.org/TR/webdriver2/. Must not know: what is tested.
"""

import base64
import contextlib
import os
import shutil
import socket
from pathlib import Path
from typing import Any

import httpx
import pytest

from engines.complaints import TAKE
from engines.driver import VIEWPORT, Point
from engines.webdriver import WebDriver
from patience import PATIENCE
from programs import Program

_NOTE_KEPT_KEY = """() => {
    window.isKeyKept = true;  // unless it comes all the way up
    window.noteKey ??= (event) => {
        if (event.key === "z") window.isKeyKept = event.defaultPrevented;
    };
    addEventListener("keydown", window.noteKey);
}"""

_NOTE_DOUBLE_CLICK = """() => {
    window.isDoubleClicked = false;
    addEventListener("dblclick", () => { window.isDoubleClicked = true; }, {
        capture: true, once: true,
    });
}"""


class Screen:
    """An X server that draws into memory.

    Attributes:
        display: what programs are told of it, in $DISPLAY.
    """

    def __init__(self) -> None:
        path = shutil.which("Xvfb")
        if path is None:
            pytest.fail("there is no 'Xvfb' to run", pytrace=False)
        read, write = os.pipe()
        flags = ["-displayfd", str(write), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
        self._program = Program([path, *flags], pass_fds=[write], with_all=True)
        os.close(write)
        with os.fdopen(read) as told:
            self.display = f":{told.readline().strip()}"

    def close(self) -> None:
        """End it."""
        self._program.end()


class WebKit(WebDriver):
    """WebKitGTK's MiniBrowser; under a driver it keeps nothing, so that it always is private.

    Parameters:
        screen: where its window is.
    """

    engine = "webkit"

    def __init__(self, screen: Screen) -> None:
        path = shutil.which("WebKitWebDriver")
        if path is None:
            pytest.fail("there is no 'WebKitWebDriver' to run", pytrace=False)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        env = {
            "DISPLAY": screen.display,
            "GDK_BACKEND": "x11",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "NO_AT_BRIDGE": "1",
        }
        self._session = ""
        self._complaints: list[str] = []
        with contextlib.ExitStack() as closing:
            program = Program([path, f"--port={port}"], env=env, with_all=True)
            closing.callback(program.end)
            url = f"http://127.0.0.1:{port}"
            self._http = closing.enter_context(httpx.Client(base_url=url, timeout=PATIENCE))
            self._start()
            self._closing = closing.pop_all()

    def _start(self) -> None:
        self.until(self._is_up)
        browser = self._browser()
        options = {"webkitgtk:browserOptions": {"binary": browser, "args": ["--automation"]}}
        made = self._post("/session", capabilities={"alwaysMatch": options})
        self._session = f"/session/{made['sessionId']}"
        self._tabs: list[str] = [self._answer(self._http.get(f"{self._session}/window"))]
        self._fit()

    def goto(self, url: str) -> None:
        """Load a page, and wait until it is loaded."""
        self._keep_complaints()
        self._post("/url", url=url)

    def reload(self) -> None:
        """Load the page again."""
        self._post("/refresh")

    def back(self) -> None:
        """Go back in the history."""
        self._keep_complaints()
        self._post("/back")

    def forward(self) -> None:
        """Go forward in the history."""
        self._keep_complaints()
        self._post("/forward")

    def undo(self) -> None:
        """Take back what was done last in a field.

        MiniBrowser binds no keys to it, and leaves that to browsers made of WebKitGTK: like these,
        this has the engine undo unless the page keeps the keys to itself.
        """
        self.js(_NOTE_KEPT_KEY)
        self.key("Control+z")
        self.js("() => window.isKeyKept || document.execCommand('undo')")

    def click(self, point: Point, count: int = 1) -> None:
        """Click; with a count of 2, double-click.

        The engine takes two clicks for one double click if a second at most is between them, which
        a busy machine may exceed; then they are made again.
        """
        if count == 1:
            super().click(point)
            return
        self.js(_NOTE_DOUBLE_CLICK)

        def click() -> bool:
            super(WebKit, self).click(point, count)
            return bool(self.js("() => window.isDoubleClicked"))

        self.until(click)

    def perform(self, sources: list[dict[str, Any]]) -> None:
        """Have input sources act, and wait until they have."""
        self._post("/actions", actions=sources)

    def shot(self, file: Path) -> None:
        """Take a picture of the viewport, as a PNG."""
        file.write_bytes(
            base64.b64decode(self._answer(self._http.get(f"{self._session}/screenshot")))
        )

    def complaints(self) -> list[str]:
        """Take what all pages have complained of since this was asked last."""
        self._keep_complaints()
        taken, self._complaints = self._complaints, []
        return taken

    def open_tab(self) -> None:
        """Open another window: the driver can't bring a tab to the front, and waits for ever."""
        self._tabs.append(self._post("/window/new", type="window")["handle"])
        self.show_tab(-1)
        self._fit()

    def show_tab(self, index: int) -> None:
        """Go on in another window."""
        self._keep_complaints()
        self._post("/window", handle=self._tabs[index])

    def close_tabs(self) -> None:
        """Close all windows but the first, and go on in that one."""
        while len(self._tabs) > 1:
            self.show_tab(-1)
            self._keep_complaints()
            self._answer(self._http.delete(f"{self._session}/window"))
            self._post("/window", handle=self._tabs[0])
            self._tabs.pop()
        self.show_tab(0)

    def close(self) -> None:
        """End the browser."""
        with self._closing:
            self._http.delete(self._session)

    def evaluate(self, expression: str) -> str:
        """Evaluate an expression of JavaScript, whose value is a promise of a text."""
        failed = "(error) => tell({ error: `${error}` })"
        script = f"const tell = arguments[0]; {expression}.then(tell, {failed})"
        value = self._post("/execute/async", script=script, args=[])
        if isinstance(value, dict):
            raise RuntimeError(f"webkit: {value['error']}")
        return str(value)

    def _is_up(self) -> bool:
        try:
            return self._http.get("/status").is_success
        except httpx.TransportError:
            return False

    def _keep_complaints(self) -> None:
        self._complaints += self.js(TAKE)

    def _fit(self) -> None:
        """Make the window so big that the viewport is as it should be."""
        width, height = VIEWPORT
        self._post("/window/rect", x=0, y=0, width=width, height=height)
        size = "() => [innerWidth, innerHeight]"
        inner = self.js(size)
        self._post("/window/rect", width=2 * width - inner[0], height=2 * height - inner[1])
        self.until(lambda: self.js(size), lambda inner: inner == [width, height])

    @staticmethod
    def _browser() -> str:
        found = sorted(Path("/usr").glob("lib*/**/webkit2gtk-4.*/MiniBrowser"))
        if not found:
            pytest.fail("there is no 'MiniBrowser' of WebKitGTK to run", pytrace=False)
        return str(found[-1])

    def _post(self, path: str, **body: object) -> Any:
        return self._answer(self._http.post(f"{self._session}{path}", json=body))

    @staticmethod
    def _answer(response: httpx.Response) -> Any:
        value = response.json()["value"]
        if response.is_error:
            raise RuntimeError(f"webkit: {response.url.path}: {value['error']}: {value['message']}")
        return value

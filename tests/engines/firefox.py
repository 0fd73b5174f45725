"""Firefox, driven by WebDriver BiDi, which it speaks itself.

Knows: https://www.w3.org/TR/webdriver-bidi/. Must not know: what is tested.
"""

import base64
import contextlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect

from engines.driver import VIEWPORT
from engines.webdriver import WebDriver
from patience import PATIENCE
from programs import Program

_PREFERENCES: dict[str, object] = {
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "focusmanager.testmode": True,  # pages have the focus, though there is no window to have it
    "datareporting.policy.dataSubmissionEnabled": False,
    "remote.active-protocols": 1,  # WebDriver BiDi
    "toolkit.telemetry.enabled": False,
}
_TELL_WHAT_IS_BLOCKED = """() => document.addEventListener("securitypolicyviolation", (report) =>
    console.error(`${report.violatedDirective} blocks ${report.blockedURI} (${report.sourceFile})`)
)"""


class Firefox(WebDriver):
    """Firefox, without a window.

    Parameters:
        is_private: whether it is to be a private window.
    """

    engine = "firefox"

    def __init__(self, is_private: bool) -> None:
        path = shutil.which("firefox-esr") or shutil.which("firefox")
        if path is None:
            pytest.fail("there is no 'firefox-esr' to run", pytrace=False)
        self._complaints: list[str] = []
        self._count = 0
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        preferences = {**_PREFERENCES, "browser.privatebrowsing.autostart": is_private}
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});"
            for name, value in preferences.items()
        ]
        Path(self._profile.name, "user.js").write_text("\n".join(lines))
        flags = ["--headless", "--no-remote", "--remote-debugging-port=0"]
        self._program = Program([path, *flags, "--profile", self._profile.name], with_all=True)
        with contextlib.ExitStack() as closing:
            closing.callback(self._profile.cleanup)
            closing.callback(self._program.end)
            self._start(closing)
            self._closing = closing.pop_all()

    def _start(self, closing: contextlib.ExitStack) -> None:
        listening = self._program.wait_for_line(r"WebDriver BiDi listening on (ws://\S+)")
        self._socket = closing.enter_context(
            connect(f"{listening[1]}/session", max_size=None, compression=None)
        )
        self._command("session.new", capabilities={})
        self._command("session.subscribe", events=["log.entryAdded"])
        self._command("script.addPreloadScript", functionDeclaration=_TELL_WHAT_IS_BLOCKED)
        first = self._command("browsingContext.getTree")["contexts"][0]["context"]
        self._tabs: list[str] = [first]
        self._context = first
        self._fit()

    def goto(self, url: str) -> None:
        """Load a page, and wait until it is loaded."""
        self._about("browsingContext.navigate", url=url, wait="complete")

    def reload(self) -> None:
        """Load the page again."""
        self._about("browsingContext.reload", wait="complete")

    def back(self) -> None:
        """Go back in the history."""
        self._about("browsingContext.traverseHistory", delta=-1)

    def forward(self) -> None:
        """Go forward in the history."""
        self._about("browsingContext.traverseHistory", delta=1)

    def perform(self, sources: list[dict[str, Any]]) -> None:
        """Have input sources act, and wait until they have."""
        self._about("input.performActions", actions=sources)

    def shot(self, file: Path) -> None:
        """Take a picture of the viewport, as a PNG."""
        file.write_bytes(base64.b64decode(self._about("browsingContext.captureScreenshot")["data"]))

    def complaints(self) -> list[str]:
        """Take what all pages have complained of since this was asked last."""
        self._command("session.status")  # what was told before it has come in before its answer
        taken, self._complaints = self._complaints, []
        return taken

    def open_tab(self) -> None:
        """Open another tab, and go on in it."""
        self._tabs.append(self._command("browsingContext.create", type="tab")["context"])
        self.show_tab(-1)
        self._fit()

    def show_tab(self, index: int) -> None:
        """Go on in another tab."""
        self._context = self._tabs[index]
        self._about("browsingContext.activate")

    def close_tabs(self) -> None:
        """Close all tabs but the first, and go on in that one."""
        while len(self._tabs) > 1:
            self._command("browsingContext.close", context=self._tabs.pop())
        [self._context] = self._tabs

    def close(self) -> None:
        """End the browser."""
        with self._closing:
            self._command("browser.close")

    def evaluate(self, expression: str) -> str:
        """Evaluate an expression of JavaScript, whose value is a promise of a text."""
        answer = self._command(
            "script.evaluate",
            expression=expression,
            target={"context": self._context},
            awaitPromise=True,
        )
        if answer["type"] != "success":
            raise RuntimeError(f"firefox: {answer['exceptionDetails']['text']}")
        return str(answer["result"]["value"])

    def _fit(self) -> None:
        width, height = VIEWPORT
        self._about("browsingContext.setViewport", viewport={"width": width, "height": height})

    def _about(self, method: str, **params: object) -> dict[str, Any]:
        return self._command(method, context=self._context, **params)

    def _command(self, method: str, **params: object) -> dict[str, Any]:
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(PATIENCE))
            if message["type"] == "event":
                entry = message["params"]
                if entry["level"] == "error":
                    self._complaints.append(entry["text"])
            elif message["id"] == self._count:
                break
        if message["type"] == "error":
            raise RuntimeError(f"firefox: {method}: {message['error']}: {message['message']}")
        result: dict[str, Any] = message["result"]
        return result

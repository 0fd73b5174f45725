"""Files and policies of an application's own, and reports from within calls, in a real browser."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from browser.gestures import comes_true
from browser.test_appearance import DATA
from pgwidgets import Buffer
from pgwidgets.async_ import Widgets

FRAME = b"""<!DOCTYPE html><title>frame</title><body><script>
const found = { eval: new Function("return 6 * 7")(), origin: self.origin };
try { found.storage = localStorage.length; } catch (error) { found.storage = error.name; }
parent.postMessage(found, "*");
</script>"""


class Probe(Widgets.JavaScriptWidget):
    javascript = DATA / "probe.js"
    args = ("module", "frame")
    state = ("level",)
    calls = {"feed": ("bytes", "more"), "ping": ("text",), "look": ()}  # noqa: RUF012
    replies = {"only": ("text",)}  # noqa: RUF012
    questions = {"ask": ()}  # noqa: RUF012
    actions = {"heard": ("method", "what", "more"), "said": ("found",)}  # noqa: RUF012


def test_files_policies_and_reports_from_within_calls(
    serve: Callable[..., Any], open_page: Callable[..., Page]
) -> None:
    probes: list[Any] = []
    heard: list[tuple[Any, ...]] = []
    said: list[Any] = []

    def setup(app: Any) -> None:
        app.register_widget(Probe)
        app.register_stylesheet(b".probe { min-height: 77px }")
        app.register_script(b"window.lib = 'plain';")
        module = app.register_file(b"export const name = 'module';", "name.mjs")
        csp = {"sandbox": "allow-scripts", "script-src": "'unsafe-inline' 'unsafe-eval'"}
        frame = app.register_file(FRAME, "frame.html", csp=csp)

        @app.on_connect
        async def on_connect(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Probe")
            probe = await W.Probe(module, frame)
            await probe.on("heard", lambda *told: heard.append(told))
            await probe.on("heard", lambda *told: probe.only("x"))
            await probe.on("said", said.append)
            await top.set_widget(probe)
            await top.show()
            probes.append(probe)

    served = serve(setup, csp={"frame-src": "'self'"})
    page, other = open_page(), open_page()
    page.goto(served.url)
    expect(page.locator(".probe")).to_have_css("min-height", "77px")
    [probe] = probes

    async def call() -> Any:
        await probe.set_level(3)
        await probe.ping("one")
        with probe.session.batch():
            await probe.set_level(4)
            await probe.ping("two")
            await probe.set_level(5)
        await probe.feed(Buffer(bytes([7, 8]), dtype="uint8"), "more")
        answer = await probe.ask()
        await probe.look()
        return answer

    assert served.call(call) == "answer"
    comes_true(page, lambda: len(said), 1)
    assert said[0] == {
        "module": "module",
        "frame": {"eval": 42, "origin": "null", "storage": "SecurityError"},
        "own": "EvalError",
        "lib": "plain",
    }
    assert heard == [
        ("ping", "one"),
        ("ping", "two"),
        ("feed", ["Uint8Array", 7, 8], "more"),
        ("ask", 1),
    ]
    expect(page.locator(".probe")).to_have_attribute("data-only", "xxxx")
    expect(page.locator(".probe")).to_have_attribute("data-level", "5")
    other.goto(page.url)
    expect(other.locator(".probe")).to_have_attribute("data-level", "5")
    served.call(probe.session.flush)
    assert len(heard) == 4  # a page that is built anew reports nothing of it
    served.call(lambda: probe.ping("three"))
    comes_true(page, lambda: len(heard), 6)  # both carry it out
    for each in (page, other):
        served.catch_up(probe)
        expect(each.locator(".probe")).to_have_attribute(
            "data-only", "xxxxx" if each is page else "x"
        )
    assert [error for error in page.console_errors if "unsafe-eval" not in error] == []  # type: ignore[attr-defined]

"""An anywidget in a real browser: in the page under its strict policy, and in a frame."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import anywidget
import ipywidgets
import pytest
import traitlets
from playwright.sync_api import Frame, Page, expect

from browser.gestures import comes_true
from proxy import Proxy

ESM = """
async function render({ model, el, host, experimental, signal }) {
    const button = document.createElement("button");
    button.className = "count";
    const show = () => { button.textContent = `count is ${model.get("value")}`; };
    show();
    model.on("change:value", show);
    button.onclick = () => {
        model.set("value", model.get("value") + 1);
        model.set("blob", new Uint8Array([1, 2, model.get("value")]));
        model.save_changes();
    };
    model.on("msg:custom", (content, [view]) => {
        if (content.from) button.title = `${content.from} ${view.getFloat32(4, true)}`;
    });
    model.send({ hello: model.get("data").getFloat32(4, true) }, null, [new Uint8Array([7, 8])]);
    const child = await model.widget_manager.get_model(model.get("child").slice(10));
    const label = document.createElement("p");
    label.className = "label";
    const say = () => { label.textContent = child.get("text"); };
    say();
    child.on("change:text", say);
    const field = document.createElement("input");
    field.onchange = () => { child.set("text", field.value); child.save_changes(); };
    const inner = document.createElement("div");
    el.append(button, label, field, inner);
    await (await host.getWidget(`anywidget:${child.model_id}`)).render({ el: inner });
    const [answer, [bytes]] = await experimental.invoke("_double", 21);
    let evaluated = "no eval";
    try { evaluated = new Function("return 'eval'")(); } catch { /* the policy's */ }
    let storage = "reached";
    try { localStorage.length; } catch { storage = "kept out"; }
    el.dataset.found = `${answer} ${bytes.byteLength} ${evaluated} ${storage}`;
    return () => { window.cleaned = (window.cleaned ?? 0) + 1; };
}
export default { render };
"""


class Child(anywidget.AnyWidget):
    _esm = "export default { render({ model, el }) { el.append(`child ${model.get('text')}`); } };"
    text = traitlets.Unicode("first").tag(sync=True)


class Counter(anywidget.AnyWidget):
    _esm = ESM
    _css = ".count { color: rgb(10, 20, 30); }"
    value = traitlets.Int(5, max=8).tag(sync=True)
    data = traitlets.Bytes(b"\0\0\0\0\0\0\x20\x40").tag(sync=True)
    blob = traitlets.Bytes(b"").tag(sync=True)
    child = traitlets.Instance(Child).tag(sync=True, **ipywidgets.widget_serialization)

    @anywidget.experimental.command
    def _double(self, number: int, buffers: list[bytes]) -> tuple[int, list[bytes]]:
        return 2 * number, [b"xyz"]


@pytest.mark.parametrize("sandbox", [False, True], ids=["page", "sandbox"])
def test_an_anywidget(
    serve: Callable[..., Any],
    open_page: Callable[..., Page],
    sandbox: bool,
    request: pytest.FixtureRequest,
) -> None:
    widget = Counter(child=Child())
    heard: list[Any] = []
    widget.on_msg(lambda _, content, buffers: heard.append((content, *map(bytes, buffers))))

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            W = session.get_widgets()
            top = await W.TopLevel(title="Any")
            await top.set_widget(await W.AnyWidget(widget, sandbox=sandbox))
            await top.resize(400, 300)
            await top.show()

    served = serve(setup, csp={"frame-src": "'self'"})
    page, other = open_page(), open_page()
    proxy = Proxy(urlsplit(served.url).port or 0)
    request.addfinalizer(proxy.close)
    page.goto(proxy.url)

    def shown(where: Page) -> Page | Frame:
        if not sandbox:
            return where
        where.wait_for_selector("iframe[sandbox='allow-scripts']")
        comes_true(where, lambda: len(where.frames), 2)
        return where.frames[1]

    inside = shown(page)
    count = inside.locator(".count")
    expect(count).to_have_text("count is 5")
    expect(count).to_have_css("color", "rgb(10, 20, 30)")
    found = "42 3 eval kept out" if sandbox else "42 3 no eval reached"
    expect(inside.locator("[data-found]")).to_have_attribute("data-found", found)
    expect(inside.get_by_text("child first")).to_be_visible()
    assert heard[0] == ({"hello": 2.5}, b"\x07\x08")

    count.click()
    count.click()
    comes_true(page, lambda: (widget.value, widget.blob), (7, b"\x01\x02\x07"))
    served.call(lambda: setattr(widget, "value", 8))
    expect(count).to_have_text("count is 8")
    count.click()  # more than the trait takes: the page is told what is so
    expect(count).to_have_text("count is 8")
    served.call(lambda: widget.send({"from": "Python"}, [bytes(widget.data)]))
    expect(count).to_have_attribute("title", "Python 2.5")

    # While its line is cut, both sides change something; neither is lost.
    served.call(lambda: setattr(widget, "value", 1))
    expect(count).to_have_text("count is 1")
    proxy.cut(refuse=True)
    expect(page.locator(".pgwidgets-veil")).to_contain_text("Reconnecting")
    served.call(lambda: setattr(widget.child, "text", "meanwhile"))
    count.evaluate("(button) => button.click()")
    proxy.let_in()
    expect(inside.locator(".label")).to_have_text("meanwhile")
    comes_true(page, lambda: widget.value, 2)
    expect(count).to_have_text("count is 2")

    # Another page, and one that is loaded anew, show what is so; what one changes, all have.
    other.goto(page.url)
    beside = shown(other)
    expect(beside.locator(".count")).to_have_text("count is 2")
    long = "x" * 300_000
    inside.locator("input").fill(long)
    inside.locator("input").blur()
    comes_true(page, lambda: widget.child.text == long, True)
    comes_true(other, lambda: beside.locator(".label").inner_text() == long, True)
    page.reload()
    inside = shown(page)
    expect(inside.locator(".count")).to_have_text("count is 2")
    comes_true(page, lambda: inside.locator(".label").inner_text() == long, True)

    if not sandbox:
        served.call(
            lambda: setattr(
                widget, "_esm", "export default { render({ el }) { el.append('new'); } };"
            )
        )
        expect(inside.get_by_text("new", exact=True)).to_be_visible()
        comes_true(page, lambda: page.evaluate("window.cleaned"), 1)
    told = page.console_errors + other.console_errors  # type: ignore[attr-defined]
    expected = ("unsafe-eval", "net::ERR")
    assert [text for text in told if not any(part in text for part in expected)] == []

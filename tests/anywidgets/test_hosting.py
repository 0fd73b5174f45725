"""Widgets of anywidget in each API: what pages are told, and what becomes of what they say."""

import asyncio
import base64
import gc
import json
import re
import struct
import threading
import weakref
from pathlib import Path
from typing import Any

import anyio
import anywidget
import ipywidgets
import pytest
import traitlets

from patience import PATIENCE
from pgwidgets import _context as context
from pgwidgets import async_, sync
from pgwidgets.anywidgets import widget as hosted
from pgwidgets.anywidgets.bridge import Bridge
from pgwidgets.testing import SimulatedBrowser


class Counter(anywidget.AnyWidget):
    _esm = "export default { render() {} };"
    _css = ".counter { color: red }"
    value = traitlets.Int(5).tag(sync=True)
    name = traitlets.Unicode("").tag(sync=True)
    data = traitlets.Bytes(b"abc").tag(sync=True)
    child = traitlets.Instance(ipywidgets.Widget, allow_none=True).tag(
        sync=True, **ipywidgets.widget_serialization
    )

    @traitlets.validate("value")
    def _even(self, proposal: Any) -> int:
        return min(proposal["value"], 100)


class Desk:
    """A session that a browser in memory shows, with a widget; what is told comes to ``told``."""

    def __init__(self, api: Any, widget: Any = None) -> None:
        self.widget = widget or Counter()
        app = api.Application(0, 0)
        self.session = app.create_session()
        self.browser = SimulatedBrowser(
            app._pgwidgets.hub, session_id=self.session.id, token=self.session.token
        )
        self.browser.exchange()
        self.host = self.session.get_widgets().AnyWidget(self.widget)
        self.hosting = self.host._pgwidgets_hosting
        self.waiting: list[Any] = []
        self.hosting._later = self.waiting.append
        self.told: list[tuple[str, dict[str, Any], list[bytes]]] = []
        for way in ("tell", "answer"):
            setattr(self.hosting, f"_{way}", lambda packed, way=way: self._note(way, packed))

    def _note(self, way: str, buffer: Any) -> None:
        [length] = struct.unpack_from("<I", buffer.data)
        head = json.loads(buffer.data[4 : 4 + length])
        rest, buffers = buffer.data[4 + length :], []
        for size in head.pop("sizes"):
            buffers.append(rest[:size])
            rest = rest[size:]
        self.told.append((way, head, buffers))

    def take(self) -> list[tuple[str, dict[str, Any], list[bytes]]]:
        for work in [self.waiting.pop(0) for _ in self.waiting[:]]:
            work()
        told, self.told = self.told, []
        return told

    def say(self, method: str, model: str | None = None, page: str = "p", **more: Any) -> None:
        model = model or self.widget.model_id
        message = {"page": page, "model": model, "method": method, **more}
        for handler in self.host._pgwidgets.handlers.of("message"):
            handler.function(json.dumps(message))


@pytest.fixture(params=[async_, sync], ids=["async", "sync"])
def desk(request: pytest.FixtureRequest) -> Desk:
    return Desk(request.param)


def test_a_page_asks_for_the_state(desk: Desk) -> None:
    desk.say("open")
    [(way, head, buffers)] = desk.take()
    assert (way, head["method"], head["model"]) == ("answer", "state", desk.widget.model_id)
    assert head["state"]["value"] == 5
    assert head["state"]["data"] is None
    assert (head["paths"], buffers) == ([["data"]], [b"abc"])
    assert "_esm" not in head["state"]
    assert head["_css"] == Counter._css
    page = desk.session.app._pgwidgets.site.page
    assert page.assets[head["_esm"]].body.decode() == Counter._esm


def test_a_browser_can_not_call_its_page_as_that_of_another(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    hub, session = desk.session.app._pgwidgets.hub, desk.session
    guest = SimulatedBrowser(hub, session_id=session.id, token=session.token)
    guest.exchange()
    with context.acting_for(desk.browser.link):
        desk.say("open", page="mine")
    with context.acting_for(guest.link):
        desk.say("open", page="theirs")
        desk.take()
        desk.say("update", page="mine", state={"value": 9})
        assert desk.widget.value == 5
        assert not desk.take()
        desk.say("update", page="anew", state={"value": 9})
    assert "another browser's" in caplog.text
    assert [head["page"] for _, head, _ in desk.take() if head["method"] == "echo"] == ["anew"]
    with context.acting_for(desk.browser.link):
        desk.say("update", page="theirs", state={"value": 10})  # nobody calls itself so any more
    assert desk.widget.value == 10


def test_what_the_program_changes_is_told_to_all(desk: Desk) -> None:
    desk.widget.value = 7
    with desk.widget.hold_sync():
        desk.widget.name = "x"
        desk.widget.data = b"zz"
    desk.widget.send({"go": 1}, [b"raw"])
    first, second, third = desk.take()
    assert first[:2] == (
        "tell",
        {"method": "update", "model": desk.widget.model_id, "state": {"value": 7}, "paths": []},
    )
    assert second[1]["state"] == {"name": "x"}
    assert (second[1]["paths"], second[2]) == ([["data"]], [b"zz"])
    assert (third[1]["content"], third[2]) == ({"go": 1}, [b"raw"])


def test_what_a_page_changes_is_told_to_all_in_order(desk: Desk) -> None:
    seen: list[Any] = []
    desk.widget.observe(lambda change: seen.append(change.new), "value")
    desk.say("update", state={"value": 8, "_of_the_script": 1})
    desk.say("update", page="q", state={"value": 500})
    first, second, third = desk.take()
    assert first[1] == {
        "method": "echo", "model": desk.widget.model_id, "page": "p", "state": {"value": 8},
        "paths": [],
    }  # fmt: skip
    assert (second[1]["method"], second[1]["page"], second[1]["state"]["value"]) == (
        "echo",
        "q",
        500,
    )
    assert (third[1]["method"], third[1]["state"]) == ("update", {"value": 100})  # as it became
    assert seen == [8, 100]


def test_bytes_of_a_page(desk: Desk) -> None:
    buffers = [base64.b64encode(b"new").decode()]
    desk.say("update", state={"data": None}, paths=[["data"]], buffers=buffers)
    assert desk.widget.data == b"new"
    heard: list[Any] = []
    desk.widget.on_msg(lambda widget, content, views: heard.append((content, *map(bytes, views))))
    desk.say("custom", content={"a": 1}, buffers=buffers)
    assert heard == [({"a": 1}, b"new")]


@pytest.mark.parametrize(
    "state",
    [
        {"value": "no number"},
        {"value": 3, "name": 5},
        {"_esm": "alert(1)"},
        {"_css": "x"},
        {"child": "IPY_MODEL_none"},
        {"child": 5},
        {"layout": "IPY_MODEL_none"},
    ],
)
def test_what_a_trait_does_not_take_is_refused_and_told(
    desk: Desk, state: dict[str, Any], caplog: Any
) -> None:
    before = desk.widget.get_state()
    desk.say("update", state=state)
    assert desk.widget.get_state() == before
    refused, truth = desk.take()
    assert refused[1]["method"] == "refused"
    assert (refused[1]["page"], set(refused[1]["names"])) == ("p", set(state))
    assert truth[1]["method"] == "update"
    for name in set(state) - {"_esm", "_css"}:
        assert truth[1]["state"][name] == before[name]
    assert "is refused" in caplog.text


def test_the_programs_own_faults_are_the_programs(desk: Desk) -> None:
    def fail(change: Any) -> None:
        raise ArithmeticError("own")

    desk.widget.observe(fail, "value")
    with pytest.raises(ArithmeticError):
        desk.say("update", state={"value": 9})
    told = desk.take()
    assert told[-1][1]["state"] == {"value": 9}  # it was set, and is what all have


@pytest.mark.parametrize("text", [None, "", "{}", "[]", 5, '{"page":"p","model":"x","method":"y"}'])
def test_what_is_no_message_changes_nothing(desk: Desk, text: Any, caplog: Any) -> None:
    for action in ("message", "part"):
        for handler in desk.host._pgwidgets.handlers.of(action):
            handler.function(text)
            handler.function()
            handler.function(text, 0, 2, "x", 5, 6)
    assert desk.take() == []
    assert "is refused" in caplog.text


def test_widgets_that_are_named_are_shown_and_no_others(desk: Desk) -> None:
    stranger, child = Counter(value=1), Counter(value=2)
    desk.widget.child = child
    desk.take()
    for model in (stranger.model_id, "none"):
        desk.say("open", model)
        [(way, head, _)] = desk.take()
        assert (way, head["method"]) == ("answer", "close")
        desk.say("update", model, state={"value": 99})
        assert desk.take() == []
    assert stranger.value == 1
    desk.say("open", child.model_id)
    [(_, head, _)] = desk.take()
    assert head["state"]["value"] == 2
    child.value = 3
    [(_, head, _)] = desk.take()
    assert (head["model"], head["state"]) == (child.model_id, {"value": 3})
    desk.say("open")
    desk.say("open", desk.widget.layout.model_id)
    _, (_, head, _) = desk.take()
    assert head["method"] == "state"
    assert "_esm" not in head  # a layout brings no script


def test_a_script_that_changes_is_served_anew(desk: Desk) -> None:
    desk.say("open")
    [(_, before, _)] = desk.take()
    desk.widget._esm = "export default { render() { /* other */ } };"
    [(_, head, _)] = desk.take()
    assert head["_esm"] != before["_esm"]
    assert head["state"] == {}
    desk.widget._esm = "https://example.org/widget.js"
    [(_, head, _)] = desk.take()
    assert head["_esm"] == "https://example.org/widget.js"


def test_one_widget_in_two_sessions_and_closed_at_last() -> None:
    one = Desk(async_)
    other = Desk(sync, one.widget)
    assert isinstance(one.widget.comm, Bridge)
    one.say("update", state={"value": 11})
    assert [head["method"] for _, head, _ in one.take()] == ["echo"]
    assert [head["method"] for _, head, _ in other.take()] == ["echo"]
    one.host.destroy()
    one.widget.value = 12
    assert one.waiting == one.take() == []
    assert [head["state"] for _, head, _ in other.take()] == [{"value": 12}]
    other.widget.close()
    assert [head["method"] for _, head, _ in other.take()] == ["close"]


def test_one_that_is_lost_may_come_back(desk: Desk) -> None:
    desk.browser.drop()
    assert not desk.session.is_connected
    desk.widget.value = 9
    assert [head["state"] for _, head, _ in desk.take()] == [{"value": 9}]
    assert not desk.hosting._news


@pytest.mark.parametrize("api", [async_, sync], ids=["async", "sync"])
def test_what_can_not_be_shown_is_refused(api: Any, monkeypatch: Any) -> None:
    W = api.Application(0, 0).create_session().get_widgets()
    with pytest.raises(TypeError, match=r"widget is 5; it must be an anywidget\.AnyWidget"):
        W.AnyWidget(5)
    with pytest.raises(TypeError, match=r"^AnyWidget\.__init__\(\) missing .* 'widget'"):
        W.AnyWidget()
    with pytest.raises(TypeError, match="must be an anywidget"):
        W.AnyWidget(ipywidgets.IntSlider())
    with pytest.raises(ValueError, match="sandbox is True; that needs a frame"):
        W.AnyWidget(Counter(), sandbox=True)
    app = api.Application(0, 0, csp={"frame-src": "'self'"})
    app.create_session().get_widgets().AnyWidget(Counter(), sandbox=True)
    assets = app._pgwidgets.site.page.assets.values()
    [frame] = [asset for asset in assets if asset.name == "frame.html"]
    assert "import " not in re_without_comments(frame.body.decode())
    assert "'unsafe-eval'" in (frame.policy or "")
    monkeypatch.setattr(hosted.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ImportError, match=r"needs anywidget; .* 'pgwidgets\[anywidget\]'"):
        W.AnyWidget(Counter())


def re_without_comments(text: str) -> str:
    lines = [line.strip() for line in text.splitlines()]
    return "\n".join(line for line in lines if not line.startswith(("*", "/*", "//")))


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_another_thread_may_change_values(backend: str) -> None:
    told = threading.Event()

    async def main() -> None:
        async with async_.Application(0, 0) as app:
            await app.start()
            session = app.create_session()
            browser = SimulatedBrowser(
                app._pgwidgets.hub, session_id=session.id, token=session.token
            )
            browser.exchange()
            widget = Counter()
            host = await session.get_widgets().AnyWidget(widget)
            done = anyio.Event()
            host._pgwidgets_hosting._tell = lambda packed: (told.set(), done.set())
            await anyio.to_thread.run_sync(setattr, widget, "value", 6)
            with anyio.fail_after(PATIENCE):
                await done.wait()

    anyio.run(main, backend=backend)
    assert told.is_set()


def test_any_thread_of_a_program_with_threads_may() -> None:
    told = threading.Event()
    app = sync.Application(0, 0)
    app.start()
    try:
        session = app.create_session()
        with app._pgwidgets.lock:
            browser = SimulatedBrowser(
                app._pgwidgets.hub, session_id=session.id, token=session.token
            )
            browser.exchange()
        widget = Counter()
        host = session.get_widgets().AnyWidget(widget)
        host._pgwidgets_hosting._tell = lambda packed: told.set()
        widget.value = 6
        assert told.wait(PATIENCE)
    finally:
        app.close()


@pytest.mark.parametrize("api", [async_, sync], ids=["async", "sync"])
def test_a_widget_that_lasts_holds_no_session_that_is_over(api: Any) -> None:
    widget = Counter()  # which ipywidgets holds, whatever the program does
    app = api.Application(0, 0)
    session = app.create_session()
    host = session.get_widgets().AnyWidget(widget)
    host.destroy()
    hosting = weakref.ref(host._pgwidgets_hosting)
    del host, session, app
    gc.collect()
    assert hosting() is None
    widget.value = 7
    assert widget.value == 7


def test_the_example_of_the_document() -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "anywidget.md"
    [program] = re.findall(r"```python\n(import asyncio.*?)```", page.read_text("utf-8"), re.DOTALL)
    names: dict[str, Any] = {"__name__": "counter"}
    exec(compile(program, page.name, "exec"), names)
    session = async_.Application(0, 0).create_session()
    asyncio.run(names["setup"](session))
    [host] = [w for w in session.walk_widget_tree() if isinstance(w, async_.Widgets.AnyWidget)]
    assert host.widget.value == 0


def test_the_log_gets_one_short_line(desk: Desk, caplog: Any) -> None:
    desk.say("update", state={"value": "x\nforged line" * 100_000})
    [record] = caplog.records
    assert "\n" not in record.getMessage()
    assert len(record.getMessage()) < 1000

"""What all pages of an application have in common: fonts, the icon, JavaScript classes."""

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from pgwidgets import Buffer
from pgwidgets.async_ import Application, Widgets
from pgwidgets.sync import Widgets as SyncWidgets
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto import HttpRequest
from pgwidgets_proto.catalog.custom import custom_class
from pgwidgets_transports.seam import Response

GAUGE = "export default (Widgets) => class Gauge extends Widgets.Widget {};\n"


def get(app: Application, path: str) -> Response:
    return app._pgwidgets.answer(
        HttpRequest(
            method="GET", target=path, path=path, query="", headers=(), host="localhost",
            scheme="http", peer=None,
        )
    )  # fmt: skip


def classes_of(app: Application) -> dict[str, str]:
    """The paths of JavaScript classes that the page is told of."""
    found = re.search(r'name="pgwidgets-classes" content="(.*?)"', get(app, "/").body.decode())
    assert found is not None
    paths: dict[str, str] = json.loads(html.unescape(found[1]))
    return paths


@pytest.fixture
def gauge(tmp_path: Path) -> type[Any]:
    file = tmp_path / "gauge.js"
    file.write_text(GAUGE)

    class Gauge(Widgets.JavaScriptWidget):  # type: ignore[name-defined, misc]
        """A round gauge."""

        javascript = file
        args = ("title",)
        options = ("minimum", "maximum")
        state = ("value", "color")
        calls = {"flash": ("times",)}  # noqa: RUF012 (as users write it)
        replies = {"answer": ("value",)}  # noqa: RUF012
        questions = {"measure": ()}  # noqa: RUF012
        actions = {"picked": ("value",), "touched": ()}  # noqa: RUF012
        reports = {"picked": "value"}  # noqa: RUF012

    return Gauge


def test_a_class_of_ones_own_has_what_it_says_and_what_every_widget_has(gauge: type[Any]) -> None:
    app = Application(0, 0)
    app.register_widget(gauge)
    W = app.create_session().get_widgets()
    widget = W.Gauge("Dome", maximum=360, value=90)
    assert isinstance(widget, gauge)
    assert widget.get_value() == 90
    widget.set_color("red")
    assert widget.get_color() == "red"
    widget.hide()
    assert not widget.is_visible()
    assert widget.has_callback("picked")
    assert not widget.has_callback("activated")
    assert W.VBox().add_widget(widget, 0) is not None


def test_setting_a_state_of_ones_own_takes_a_value(gauge: type[Any]) -> None:
    widget = gauge(Application(0, 0).create_session(), "Dome", value=90)
    with pytest.raises(TypeError, match=re.escape("Gauge.set_value() needs 'value'")):
        widget.set_value()
    assert widget.get_value() == 90
    widget.set_value(None)
    assert widget.get_value() is None


def test_its_module_is_served_and_the_page_is_told(gauge: type[Any]) -> None:
    app = Application(0, 0)
    assert classes_of(app) == {}
    app.register_widget(gauge)
    [(name, path)] = classes_of(app).items()
    assert name == "Gauge"
    answer = get(app, f"/{path}")
    assert answer.body.decode() == GAUGE
    assert dict(answer.headers)["content-type"] == "text/javascript; charset=utf-8"


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ({"name": "Label"}, "'Label' is the name of a class of pgwidgets-js"),
        (
            {"calls": {"show": ()}},
            "'show' is no name for a method of its own: every widget has it, for what the page "
            "needs it for (Shows it)",
        ),
        ({"calls": {"make_callback": ()}}, "every widget has it in the browser"),
        ({"replies": {"constructor": ()}}, "'constructor' is no name for a method"),
        ({"calls": {"class": ()}}, "it can't be written behind a dot"),
        ({"state": ("font",)}, "'set_font' is no name for a method of its own: every widget has"),
        ({"calls": {"go": ()}, "questions": {"go": ()}}, "'go' is no name for a method"),
        ({"state": ("x",), "calls": {"set_x": ()}}, "it is there already, as a state's"),
        ({"actions": {"resize": ("size",)}}, "'resize' is no name for an action of its own"),
        ({"state": ("a b",)}, "'set_a b' is no name"),
        ({"actions": {"x": ("v",)}, "reports": {"x": "value"}}, "must be an action and a state"),
        ({"state": ("value",), "reports": {"x": "value"}}, "must be an action and a state"),
        ({"checks": {"x": print}}, "checks has 'x'; it must be an action that reports no state"),
    ],
)
def test_a_description_that_makes_no_sense(what: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        custom_class(**{"name": "Gauge", **what})


@pytest.mark.parametrize(
    ("what", "kind", "message"),
    [
        ({"state": "value"}, TypeError, "Own.state is 'value'; it must be a collection of texts"),
        ({"state": (5,)}, TypeError, "Own.state has 5; it must be a collection of texts"),
        ({"args": "ab"}, TypeError, "Own.args is 'ab'"),
        ({"options": "minimum"}, TypeError, "Own.options is 'minimum'"),
        ({"calls": {"go": "to"}}, TypeError, "Own.calls['go'] is 'to'"),
        ({"calls": ["go"]}, TypeError, "Own.calls is ['go']; it must be a mapping"),
        ({"actions": {"picked": "value"}}, TypeError, "Own.actions['picked'] is 'value'"),
        ({"calls": {"on": ()}}, ValueError, "Own: 'on' is no name for a method"),
        ({"questions": {"batch": ()}}, ValueError, "Own: 'batch' is no name for a method"),
    ],
)
@pytest.mark.parametrize("library", [Widgets, SyncWidgets], ids=["async", "sync"])
def test_a_class_that_describes_itself_badly(
    library: Any, what: dict[str, Any], kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind, match=re.escape(message)):
        type("Own", (library.JavaScriptWidget,), {"javascript": "own.js", **what})


def test_bytes_go_as_a_buffer(gauge: type[Any]) -> None:
    widget = gauge(Application(0, 0).create_session(), "Dome")
    with pytest.raises(
        TypeError, match=re.escape("Gauge.flash(): argument 'times' is a bytes; it takes what can")
    ) as info:
        widget.flash(b"abc")
    assert 'Buffer(..., dtype="uint8")' in str(info.value)
    with pytest.raises(TypeError, match="argument 'value' is a bytearray"):
        widget.set_value(bytearray(3))
    widget.flash(Buffer(b"abc", dtype="uint8"))


def test_what_a_widget_reports_during_a_call_is_told(gauge: type[Any]) -> None:
    app = Application(0, 0)
    session = app.create_session()
    browser = SimulatedBrowser(app._pgwidgets.hub, session_id=session.id, token=session.token)
    browser.exchange()
    widget = gauge(session, "Dome")
    widget.set_value(3)
    with session.batch():
        widget.set_color("red")
        widget.set_value(4)
        widget.flash(1)
        widget.flash(Buffer(b"abc", dtype="uint8"))
        widget.flash(Buffer(bytes(2_000_000), dtype="uint8"))
        widget.answer(1)
    widget.measure()
    browser.exchange()
    calls: dict[str, list[Any]] = {}
    for message in browser.messages:
        for call in message.get("calls", [message]):
            if "method" in call:
                calls.setdefault(call["method"], []).append(call)
    assert all(call["silent"] for name in ("set_value", "set_color") for call in calls[name])
    assert [call.get("silent", "unsaid") for call in calls["flash"]] == ["unsaid", False, False]
    assert "silent" not in calls["measure"][0]
    assert "silent" not in calls["answer"][0]


def test_the_base_itself_makes_no_widget() -> None:
    session = Application(0, 0).create_session()
    with pytest.raises(TypeError, match="JavaScriptWidget has no `javascript`"):
        Widgets.JavaScriptWidget(session)


@pytest.mark.parametrize(
    ("start", "media_type"),
    [
        (b"\0\1\0\0", "font/ttf"),
        (b"true", "font/ttf"),
        (b"OTTO", "font/otf"),
        (b"wOFF", "font/woff"),
        (b"wOF2", "font/woff2"),
    ],
)
def test_fonts_are_served_under_what_they_are(start: bytes, media_type: str) -> None:
    app = Application(0, 0)
    app.register_font("Own", start + b"...", weight="bold")
    [message] = app._pgwidgets.hub.prelude.values()
    told = json.loads(message.encoded)
    assert (told["type"], told["family"], told["weight"]) == ("register-font", "Own", "bold")
    answer = get(app, f"/{told['url']}")
    assert answer.body == start + b"..."
    headers = dict(answer.headers)
    assert headers["content-type"] == media_type
    assert headers["cache-control"] == "public, max-age=31536000, immutable"


def test_what_is_no_font_is_refused(tmp_path: Path) -> None:
    app = Application(0, 0)
    file = tmp_path / "font.ttf"
    file.write_text("no font")
    with pytest.raises(ValueError, match=r"font\.ttf'; it must be a font: ttf, otf, woff or woff2"):
        app.register_font("Own", file)
    with pytest.raises(ValueError, match="source is 3 bytes; it must be a font"):
        app.register_font("Own", b"abc")
    with pytest.raises(FileNotFoundError):
        app.register_font("Own", tmp_path / "none.ttf")
    assert not app._pgwidgets.hub.prelude


def test_the_icon(tmp_path: Path) -> None:
    app = Application(0, 0)
    file = tmp_path / "icon.png"
    file.write_bytes(b"\x89PNG")
    app.set_favicon(file)
    found = re.search(r'<link rel="icon" href="(.*?)">', get(app, "/").body.decode())
    assert found is not None
    assert get(app, f"/{found[1]}").body == b"\x89PNG"
    with pytest.raises(ValueError, match=r"'icon\.exe'; its name must end with \.ico"):
        app.set_favicon("icon.exe")


def test_another_server_finds_all_that_the_page_needs_in_one_folder(gauge: type[Any]) -> None:
    app = Application(0, 0, title="A & B")
    app.register_widget(gauge)
    app.register_font("Own", b"wOFF...")
    folder = app.static_path
    page = app.remote_html
    assert page.parent == folder
    text = page.read_text("utf-8")
    assert "<title>A &amp; B</title>" in text
    named = re.findall(r'(?:href|src)="([^"]+)"', text) + list(classes_of(app).values())
    assert {"pgwidgets/page.css", "pgwidgets/page.js", "modules/Label.js"} <= set(named)
    missing = [name for name in named if not (folder / name).is_file()]
    assert missing == []
    fonts = list((folder / "_pgwidgets" / "font").iterdir())
    assert [font.read_bytes() for font in fonts] == [b"wOFF..."]

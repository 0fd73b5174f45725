"""What a program gets wrong is an error at the call that names it, in both APIs alike.

Arguments of widgets' methods are judged by the catalogue (tests/core/test_checks.py); here it is
what is no method of the catalogue: handlers, sessions, settings, registered classes.
"""

import math
import socket
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pgwidgets import PgwidgetsCompatWarning, async_, sync
from pgwidgets.callbacks import Callbacks
from pgwidgets.extras.file_browser import FileBrowser


@pytest.fixture(params=[async_, sync], ids=["async", "sync"])
def api(request: pytest.FixtureRequest) -> ModuleType:
    found: ModuleType = request.param
    return found


@pytest.fixture
def app(api: ModuleType) -> Any:
    return api.Application(0, 0)


async def save() -> None:
    """A handler; ``on("activated", save())`` would give what it returns in its place."""


@pytest.mark.parametrize("handler", [None, 5, "save"])
def test_a_handler_is_something_to_call(app: Any, handler: Any) -> None:
    session = app.create_session()
    button = session.get_widgets().Button("x")
    for what, register in {
        r"Button\.on\('activated'\)": lambda: button.on("activated", handler),
        r"Button\.on\('map'\)": lambda: button.add_callback("map", handler),
        r"Application\.on_connect\(\)": lambda: app.on_connect(handler),
        r"Application\.on_disconnect\(\)": lambda: app.on_disconnect(handler),
        r"Session\.on_error\(\)": lambda: session.on_error(handler),
        r"Session\.on_join\(\)": lambda: session.on_join(handler),
        r"Session\.on_leave\(\)": lambda: session.on_leave(handler),
        r"Callbacks\.on\('changed'\)": lambda: Callbacks("changed").on("changed", handler),
        r"FileBrowser\.on\('cancelled'\)": lambda: FileBrowser(session, root="/").on(
            "cancelled", handler
        ),
    }.items():
        with pytest.raises(TypeError, match=f"{what}: the handler is {handler!r}; it must be"):
            register()
    assert "activated" not in button._pgwidgets.node.listening


def test_a_coroutine_is_no_handler(app: Any) -> None:
    button = app.create_session().get_widgets().Button("x")
    handler = save()
    with pytest.raises(TypeError, match="the handler is <coroutine object save"):
        button.on("activated", handler)
    handler.close()


def test_gui_do_takes_something_to_call() -> None:
    session = sync.Application(0, 0).create_session()
    with pytest.raises(TypeError, match=r"Session\.gui_do\(\): the handler is 5"):
        session.gui_do(5)  # type: ignore[arg-type]


def test_an_action_is_named_by_a_text(app: Any) -> None:
    button = app.create_session().get_widgets().Button("x")
    with pytest.raises(TypeError, match=r"Button: an action is \['activated'\]; it must be a text"):
        button.on(["activated"], save)
    button.remove_callback("pressed", save)
    button.remove_callback("activated", save)  # which was never added


@pytest.mark.parametrize("session", [None, "text", 5])
def test_the_session_of_an_unbound_class_comes_first(api: ModuleType, session: Any) -> None:
    with pytest.raises(TypeError, match=r"Button\(\): session is .*; it must be a Session"):
        api.Widgets.Button(session, "x")


def test_the_base_of_all_widgets_makes_none(api: ModuleType, app: Any) -> None:
    session = app.create_session()
    for make in (lambda: api.Widgets.Widget(session), session.get_widgets().Widget):
        with pytest.raises(TypeError, match=r"Widget\(\) makes no widget"):
            make()


def test_a_class_that_does_not_make_its_widget(api: ModuleType, app: Any) -> None:
    session = app.create_session()

    class Forgetful(session.get_widgets().Button):  # type: ignore[misc]
        def __init__(self, session: Any) -> None:
            self.count = 0

    with pytest.raises(TypeError, match=r"Forgetful\.__init__\(\) must call super\(\)\.__init__"):
        Forgetful(session)


def test_what_is_registered_is_a_widget_class_of_the_same_api(api: ModuleType, app: Any) -> None:
    other = sync if api is async_ else async_
    button = app.create_session().get_widgets().Button("x")
    for cls in (None, 5, "Gauge", int, button, other.Widgets.Button):
        with pytest.raises(TypeError, match=r"cls is .*; it must be a class derived from one of"):
            app.register_widget(cls)
    own = type("Own", (api.Widgets.Button,), {})
    for name in ("a b", "_hidden", "class", "1st"):
        with pytest.raises(ValueError, match=f"name is {name!r}; it must be one that can stand"):
            app.register_widget(own, name)
    with pytest.raises(TypeError, match="name is 5; it must be a text"):
        app.register_widget(own, 5)
    assert set(dir(app.create_session().get_widgets())) == set(dir(api.Widgets))


def test_a_registered_class_may_stand_in_for_one_of_ours(api: ModuleType, app: Any) -> None:
    own = type("Button", (api.Widgets.Button,), {})
    app.register_widget(own)
    W = app.create_session().get_widgets()
    assert isinstance(W.Button("x"), own)
    assert dir(W).count("Button") == 1


def test_a_token_is_a_text(app: Any) -> None:
    for token in (5, b"secret"):
        with pytest.raises(TypeError, match="token must be a str"):
            app.create_session("id", token)
    assert app.sessions == {}


@pytest.mark.parametrize("url", [None, 5, b"x", Path("x")])
def test_a_url_is_a_text(app: Any, url: Any) -> None:
    session = app.create_session()
    for opens in (session.open_url, app.open_url):
        with pytest.raises(TypeError, match=r"open_url\(\): url is .*; it must be a text"):
            opens(url)


def test_the_timeout_of_a_flush_is_a_number(app: Any) -> None:
    session = app.create_session()
    with pytest.raises(TypeError, match="timeout is '5'; it must be seconds"):
        session.flush("5")
    with pytest.raises(ValueError, match="timeout is nan; it must be seconds"):
        session.flush(math.nan)


FONT = b"\x00\x01\x00\x00rest"


@pytest.mark.parametrize(
    ("args", "keywords", "text"),
    [
        ((5, FONT), {}, "family is 5; it must be a text"),
        (("F", 5), {}, "source is 5; it must be a path, or bytes"),
        (("F", FONT), {"weight": 700}, "weight is 700; it must be a text"),
        (("F", FONT), {"style": None}, "style is None; it must be a text"),
    ],
)
def test_fonts(app: Any, args: tuple[Any, ...], keywords: dict[str, Any], text: str) -> None:
    with pytest.raises(TypeError, match=rf"register_font\(\): {text}"):
        app.register_font(*args, **keywords)


def test_the_font_of_all(app: Any) -> None:
    for keywords, text in (
        ({"family": 5}, "family is 5"),
        ({"family": "F", "weight": 700}, "weight is 700"),
        ({"family": "F", "style": 1}, "style is 1"),
    ):
        with pytest.raises(TypeError, match=rf"set_default_font\(\): {text}; it must be a text"):
            app.set_default_font(**keywords)
    for size in ("12", 0, -1, math.nan, math.inf):
        with pytest.raises(ValueError, match=r"size is .*; it must be pixels, above 0"):
            app.set_default_font("F", size=size)


def test_files_are_paths(app: Any) -> None:
    button = app.create_session().get_widgets().Button
    for take in (app.set_favicon, button.to_data_uri):
        with pytest.raises(TypeError, match="path is 5; it must be a path"):
            take(5)


@pytest.mark.parametrize(
    ("setting", "value", "text"),
    [
        ("host", 5, "host is 5; it must be a text"),
        ("http_server", "no", "http_server is 'no'; it must be True or False"),
        ("logger", "log.txt", "logger is 'log.txt'; it must be a logger of logging"),
        ("ws_sock", 5, "ws_sock is 5; it must be a bound socket, or None"),
        ("limits", {}, "limits is {}; it must be a Limits"),
        ("title", None, "title is None; it must be a text"),
        ("ssl_context", True, "ssl_context is True; it must be an ssl.SSLContext, or None"),
        ("secret_key", 5, "secret_key must be bytes or a text"),
        ("secret_key", bytearray(32), "secret_key must be bytes or a text"),
    ],
)
def test_settings(api: ModuleType, setting: str, value: Any, text: str) -> None:
    with pytest.raises(TypeError) as caught:
        api.Application(0, 0, **{setting: value})
    assert str(caught.value) == text


def test_a_socket_is_taken(api: ModuleType) -> None:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        assert api.Application(ws_sock=sock)


# --- what is meant


def test_errors_name_the_class_that_the_program_has(api: ModuleType, app: Any) -> None:
    session = app.create_session()
    with pytest.raises(TypeError, match=r"Application\(\) has no argument 'port'; .* ws_port, or"):
        api.Application(port=8080)
    with pytest.raises(TypeError, match=r"'max_session'; did you mean max_sessions\?"):
        api.Application(max_session=8080)
    with pytest.raises(TypeError, match=r"^Session\.notify\(\) got an unexpected"):
        session.notify("x", level="warning")
    with pytest.raises(TypeError, match=r"^Plot\.add_line\(\) got an unexpected"):
        session.get_widgets().Plot().add_line("c", linestyle="--")


def test_what_is_meant_by_what_is_no_widget(app: Any) -> None:
    W = app.create_session().get_widgets()

    class Form:
        widget = W.Label("x")

    for wrong, words in ((W.Button, r"did you mean Button\(\)\?"), (Form(), "attribute widget")):
        with pytest.raises(TypeError, match=words):
            W.VBox().add_widget(wrong, 0)
    with pytest.raises(TypeError, match=r"it must be a widget$"):
        W.VBox().add_widget(7, 0)
    with pytest.raises(TypeError, match=r"it must be True or False; append_text\(\) adds"):
        W.ComboBox(["a", "b"])
    with pytest.raises(TypeError, match=r"no argument 'items'.*append_text\(\) adds"):
        W.ComboBox(items=["a", "b"])


def test_an_unknown_option_lists_all_that_there_are(app: Any) -> None:
    W = app.create_session().get_widgets()
    with pytest.raises(TypeError, match=r"no argument 'foo'; it takes text, .*, name, validator$"):
        W.TextEntry(foo=1)
    with pytest.raises(TypeError, match=r"no argument 'foo'; it takes text, .*, name$"):
        W.Button(foo=1)


def test_what_changes_nothing_that_is_shown_is_doubted(api: ModuleType, app: Any) -> None:
    session = app.create_session()
    button = session.get_widgets().Button("x")
    with pytest.warns(PgwidgetsCompatWarning, match=r"Button\.text .* did you mean set_text\(\)"):
        button.text = "New"
    assert button.text == "New"
    button.owner = "the program's own"

    class Panel(api.Widgets.VBox):
        pass

    panel = Panel(session)
    panel.padding = 5
    assert panel.padding == 5


@pytest.mark.parametrize(
    ("cls", "method", "value", "words"),
    [
        ("Button", "set_color", "dangr", "'bg' is 'dangr', .* did you mean 'danger'"),
        ("Button", "set_icon", "sav", "'sav', which is no icon.* did you mean 'save'"),
        ("Image", "set_image", "nofile.png", "'nofile.png', and there is no such file here"),
    ],
)
def test_a_name_that_names_nothing_is_doubted(
    app: Any, cls: str, method: str, value: str, words: str
) -> None:
    widget = getattr(app.create_session().get_widgets(), cls)()
    with pytest.warns(PgwidgetsCompatWarning, match=words):
        getattr(widget, method)(value)


@pytest.mark.parametrize("color", ["danger", "Red", "currentColor", "#f00", "rgb(1 2 3)", "", None])
def test_colours_are_no_doubts(app: Any, color: str | None) -> None:
    W = app.create_session().get_widgets()
    W.Button("x", bg=color).set_color(color, color)


@pytest.mark.parametrize("url", ["/logo.png", "../logo.png", "logo.png?1", "https://x/y.png"])
def test_addresses_are_no_doubts(app: Any, url: str) -> None:
    W = app.create_session().get_widgets()
    W.Image().set_image(url)
    W.Image().set_image(app.register_file(b"", "own.png"))

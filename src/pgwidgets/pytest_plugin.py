"""A plugin of pytest: fixtures for tests of programs.

Knows: pytest, and what the kit opens. Must not know: how a program is run in a test, or driven.

pytest imports this whenever it starts, so the kit is imported when a test first asks for it.
"""

import functools
import importlib
import os
import shutil
from collections.abc import Iterator
from types import CoroutineType
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from pgwidgets.testing import User
    from pgwidgets.testing.browser import SimulatedBrowser
    from pgwidgets.testing.chromium import OpenInChromium

_MARKER = "pgwidgets"
_SETUP = "setup"
_OPTION = "pgwidgets_app"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the setting that names the program."""
    parser.addini(_OPTION, "the program that the fixture `app` gives: 'package.module:name'")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    text = f"{_MARKER}({_SETUP}=..., **settings): the program that the fixtures app and user take"
    config.addinivalue_line("markers", text)


def pytest_pycollect_makeitem(
    collector: pytest.Module | pytest.Class, name: str, obj: object
) -> None:
    """Tell of a test that a mark has swallowed; it would be passed over without a word."""
    # isinstance() would ask the object, and lazy ones of other packages do much when asked.
    if type(obj) is CoroutineType and collector.funcnamefilter(name):
        obj.close()
        text = (
            f"{name} is a coroutine, and no test. A mark that is given a function and nothing else "
            f"takes it for the test: give @pytest.mark.{_MARKER}({_SETUP}={obj.__name__})"
        )
        raise collector.CollectError(text)


@pytest.fixture
def app(request: pytest.FixtureRequest) -> Any:
    """The program under test, as ``open_app()`` takes it.

    It is what ``@pytest.mark.pgwidgets(setup=main)`` says, else what ``pgwidgets_app`` in the
    configuration names. A fixture ``app`` of the tests' own goes before it.
    """
    marker = request.node.get_closest_marker(_MARKER)
    if marker is not None and _SETUP in marker.kwargs:
        return marker.kwargs[_SETUP]
    if marker is not None and marker.args:  # beside settings, or where it is no function
        return marker.args[0]
    name = str(request.config.getini(_OPTION))
    if not name:
        pytest.fail(
            f"nothing says which program is tested: give @pytest.mark.{_MARKER}({_SETUP}=...), or "
            f"{_OPTION} = 'package.module:name' in the configuration, or a fixture `app`",
            pytrace=False,
        )
    return _named(name)


def _named(name: str) -> Any:
    module, colon, path = name.partition(":")
    if not colon:
        pytest.fail(f"{_OPTION} is {name!r}; it must be 'package.module:name'", pytrace=False)
    found: Any = importlib.import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    return found


@pytest.fixture
def user(app: Any, request: pytest.FixtureRequest) -> "Iterator[User]":
    """A user in front of the program."""
    from pgwidgets.testing import open_app

    marker = request.node.get_closest_marker(_MARKER)
    settings = {} if marker is None else dict(marker.kwargs)
    settings.pop(_SETUP, None)
    with open_app(app, **settings) as opened:
        yield opened


@pytest.fixture
def browser(user: "User") -> "SimulatedBrowser":
    """The simulated browser of ``user``: its page, its line, and what went over that."""
    return user.browser


@pytest.fixture(scope="session")
def pgwidgets_chromium() -> "Iterator[Browser]":
    """The browser of ``in_chromium``: Playwright's own Chromium, or $PGWIDGETS_CHROMIUM."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason='needs: pip install "pgwidgets[testing-browser]"'
    )
    with playwright.sync_playwright() as playing:
        path = os.environ.get("PGWIDGETS_CHROMIUM") or shutil.which("chromium")
        found = playing.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def in_chromium(pgwidgets_chromium: "Browser") -> "Callable[..., OpenInChromium]":
    """Opens a program in Chromium; it is used as ``open_app`` is."""
    from pgwidgets.testing.chromium import open_in_chromium

    return functools.partial(_opened, open_in_chromium, pgwidgets_chromium)


def _opened(open_it: Any, chromium: "Browser", setup: Any, **settings: Any) -> "OpenInChromium":
    opened: OpenInChromium = open_it(setup, chromium, **settings)
    return opened


@pytest.fixture
def screenshot(in_chromium: "Callable[..., OpenInChromium]") -> "Callable[..., bytes]":
    """Takes a picture of a program's first page: ``screenshot(setup)`` gives a PNG."""

    def take(setup: Any, path: str | None = None, **settings: Any) -> bytes:
        with in_chromium(setup, **settings) as user:
            return user.screenshot(path)

    return take


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Iterator[None]:
    """Have a test fail by what the program has done wrong, not only what comes after it."""
    result = yield
    opened = pyfuncitem.funcargs.get("user")
    check = getattr(opened, "check", None)
    if check is not None and hasattr(opened, "take_errors"):
        check()
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Tell with a failure what the users of programs that are still open see."""
    report = yield
    if call.when == "call" and report.failed and "user" in getattr(item, "funcargs", {}):
        from pgwidgets.testing.opening import trees_of_open_apps

        report.sections += [("What the user sees", tree) for tree in trees_of_open_apps()]
    return report

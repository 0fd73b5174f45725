"""A real Chromium, and an application served to it from a thread of its own.

Knows playwright and the public API of `pgwidgets.async_`, and inside it only where the page's
scripts are taken from. Tests run on the main
thread with playwright's synchronous API; the application runs on an asyncio loop in a thread, where
only `Served.call` reaches it.
"""

import asyncio
import inspect
import itertools
import os
import runpy
import shutil
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    Page,
    expect,
    sync_playwright,
)

from browser.ports import of_applications
from folders import of_folder
from patience import PATIENCE
from pgwidgets import _static
from proxy import Proxy

ROOT = Path(__file__).resolve().parents[2]

CHROMIUM_FLAGS = (
    "--no-sandbox",  # tests may run as root, where the sandbox cannot start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--renderer-process-limit=1",  # a process for each page takes a third of the page's load
    # The certificate of tests/transports/data/localhost.pem is a good one, by the SHA-256 of its
    # public key. A page with a bad one caches nothing, and loads of what it asks for twice at once
    # (by the header and by the link) may fail.
    "--ignore-certificate-errors-spki-list=I5Uk/G8QKl/SYEiwaWRC9AX+s3XOLxp7IShM7EXi74Y=",
)


expect.set_options(timeout=PATIENCE * 1000)


@pytest.hookimpl(tryfirst=True)  # before -m selects by marker
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and run them last.

    Last, because from pure to real is the order in which failures explain each other, and because
    playwright's synchronous API keeps an event loop running on the main thread: nothing after it
    could call `asyncio.run`.
    """
    ours = of_folder(Path(__file__).parent, items)
    for item in ours:
        item.add_marker(pytest.mark.browser)
    chosen = set(ours)
    items[:] = [item for item in items if item not in chosen] + ours


# ------------------------------------------------------------------- Chromium


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of almost all tests; see `launch`."""
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        yield browser
        browser.close()


def launch(kind: BrowserType, *names: str, **options: Any) -> Browser:
    """Start a Chromium.

    Parameters:
        kind: playwright's `chromium`.
        names: programs, the first that is on PATH is taken. Not given: $PGWIDGETS_CHROMIUM, else
            the build of Chromium that has no windows, which needs half the time for a page, else
            the whole one. That none can be run is a failure.
        options: those of playwright's `launch`.
    """
    own = os.environ.get("PGWIDGETS_CHROMIUM")
    names = names or ((own,) if own else ("chromium-headless-shell", "chromium"))
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.fail(f"browser tests need Chromium: no {' or '.join(names)} can be run", False)
    return kind.launch(executable_path=path, headless=True, args=list(CHROMIUM_FLAGS), **options)


@pytest.fixture(scope="session", autouse=True)
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Serve the page's scripts as one, made of this checkout, as an installed package does.

    Modules take a page twice the time. Programs that a test starts serve those, as a checkout does,
    and so do the tests that ask for `modules`.
    """
    folder = tmp_path_factory.mktemp("bundle")
    runpy.run_path(str(ROOT / "scripts" / "make_bundle.py"))["make"](folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_static, "BUNDLE", folder)
        yield folder


@pytest.fixture
def modules(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Serve the page's scripts one by one, so that a test can import one of them."""
    monkeypatch.setattr(_static, "BUNDLE", bundle / "none")


@pytest.fixture(scope="session")
def visitors(chromium: Browser) -> list[BrowserContext]:
    """The users of the browser so far, each with storage and a cache of its own.

    A test that needs n of them takes the first n. They are used again because of their caches: a
    cold load takes longer than a warm one. `open_page` leaves nothing else behind that the next
    test could see.
    """
    return []


@pytest.fixture
def open_page(chromium: Browser, visitors: list[BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Open pages, each as a visitor of its own (no shared storage).

    Keyword arguments go to playwright's `new_context`; with `is_new=True`, or any of them, the
    visitor is one that no other test has. What the page reports as an error, on its console or as
    an uncaught exception, is in its list `console_errors`.
    """
    own: list[BrowserContext] = []
    usual = 0

    def open_page(*, is_new: bool = False, **options: Any) -> Page:
        nonlocal usual
        if is_new or options:
            own.append(new_visitor(chromium, **options))
            return watch(own[-1].new_page())
        if usual == len(visitors):
            visitors.append(new_visitor(chromium))
            # It keeps the window: opening one for each test takes Chromium longer than our page.
            visitors[usual].new_page()
        usual += 1
        return watch(visitors[usual - 1].new_page())

    yield open_page
    for context in own:
        context.close()
    for context in visitors[:usual]:
        for page in context.pages[1:]:
            page.close()  # and sessionStorage with it, the one store that the client uses
        context.clear_cookies()


def new_visitor(chromium: Browser, **options: Any) -> BrowserContext:
    """Another user of the browser; `options` are those of playwright's `new_context`."""
    context = chromium.new_context(**options)
    context.set_default_timeout(PATIENCE * 1000)
    return context


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """One page; see `open_page`."""
    return open_page()


@pytest.fixture
def clocked_page(open_page: Callable[..., Page]) -> Page:
    """One page, for tests that use `page.clock`: that is the clock of all its visitor's pages."""
    return open_page(is_new=True)


def watch(page: Page) -> Page:
    """Give `page` its list `console_errors`, and fill it from now on.

    $PGWIDGETS_SLOW_PAGES makes it as many times slower, which shows the tests that look too early.
    """
    if slower := os.environ.get("PGWIDGETS_SLOW_PAGES"):
        devtools = page.context.new_cdp_session(page)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": float(slower)})
    errors: list[str] = []
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.console_errors = errors  # type: ignore[attr-defined]
    return page


# --------------------------------------------------------------- applications

_calls = itertools.count()


class Served:
    """An application that is being served on 127.0.0.1, on free ports.

    $PGWIDGETS_LATE_LINES has all that goes between it and its pages be so many milliseconds late,
    which shows what takes the other side for told already.

    Attributes:
        app: the `pgwidgets.async_.Application`; touch it inside `call` only.
        url: where its page is.
    """

    def __init__(self, setup: Callable[[Any], object], options: dict[str, Any]) -> None:
        self.app: Any = None
        self.url = ""
        self._setup = setup
        self._options = {"ws_port": 0, "http_port": of_applications.take(), **options}
        self._started: Future[None] = Future()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._failures: list[BaseException] = []
        self._line: Proxy | None = None
        self._thread = threading.Thread(target=self._run, name="served application", daemon=True)
        self._thread.start()
        self._started.result(PATIENCE)
        if late := os.environ.get("PGWIDGETS_LATE_LINES"):
            url = urlsplit(self.url)
            self._line = Proxy(url.port or 0)
            self._line.delay(float(late) / 1000)
            self.url = url._replace(netloc=f"127.0.0.1:{self._line.port}").geturl()

    def call[T](self, function: Callable[..., Awaitable[T] | T], *args: object) -> T:
        """Run `function(*args)` on the application's loop; return its result, awaited."""

        async def run() -> T:
            result = function(*args)
            return await result if inspect.isawaitable(result) else result

        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(PATIENCE)

    def catch_up(self, widget: Any) -> None:
        """Wait until the program has heard all that the pages of the widget's session have said.

        A page answers for a call after what it has said before, so any call will do.
        """
        self.call(widget.set_tooltip, f"call {next(_calls)}")
        self.call(widget.session.flush)

    def close(self) -> None:
        """Close the application; raise what went wrong on its loop, if anything did."""
        if self._thread.is_alive() and self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(PATIENCE)
        if self._thread.is_alive():
            raise TimeoutError(f"the application did not close within {PATIENCE} s")
        line, self._line = self._line, None
        if line is not None:
            line.close()
        if port := urlsplit(self.url).port:
            of_applications.give_back(port)
        if self._failures:
            raise BaseExceptionGroup("the application's loop", self._failures)

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        except BaseException as error:  # it belongs to the test's thread
            if self._started.done():
                self._failures.append(error)
            else:
                self._started.set_exception(error)

    async def _main(self) -> None:
        # Imported here: the fixtures of Chromium are of use without the application.
        from pgwidgets.async_ import Application

        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(self._note_failure)
        self._stop = asyncio.Event()
        self.app = Application(**self._options)
        result = self._setup(self.app)
        if inspect.isawaitable(result):
            await result
        await self.app.start()
        try:
            self.url = self.app.url
            self._started.set_result(None)
            await self._stop.wait()
        finally:
            await self.app.close()

    def _note_failure(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self._failures.append(context.get("exception") or RuntimeError(context["message"]))


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    """Serve applications: `serve(setup, **options).url`.

    `setup(app)`, sync or async, is run before the application starts; `options` go to its
    constructor. All are closed when the test ends, and what their loops could not handle fails it.
    """
    served: list[Served] = []

    def serve(setup: Callable[[Any], object], **options: Any) -> Served:
        served.append(Served(setup, options))
        return served[-1]

    yield serve
    for one in reversed(served):
        one.close()

"""The gallery in Chromium: its windows as a user sees them, and as Python knows them.

Knows: the example's desk, and what an MDI window looks like. Must not know: what any window shows.
"""

import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gallery_pages import GROUPS
from gallery_pages.desk import Desk
from playwright.sync_api import Browser, Locator, Page, expect

from browser.conftest import Served, new_visitor, watch
from browser.documented import take, wants_pictures
from browser.gestures import box, errors
from patience import PATIENCE

PICTURES = Path(__file__).parents[2] / "docs" / "widgets" / "images"
"""Where pictures of the windows go, if $PGWIDGETS_SCREENSHOTS asks for them."""

_MARGIN = 12
"""Pixels around what is in a picture besides the window."""


class Gallery:
    """The gallery, served, and a page that shows it.

    Attributes:
        served, page: the application, and the page.
        desk: Python's side of the page.
        complaints: what the application logged as a warning or worse.
    """

    def __init__(self, chromium: Browser) -> None:
        self.complaints: list[str] = []
        self.desk: Any = None
        self.session: Any = None
        logger = logging.Logger("the gallery in a test")  # its own, so that nobody else's is heard
        logger.addHandler(_Into(self.complaints))
        self.served = Served(self._set_up, {"logger": logger})
        self._context = new_visitor(chromium, viewport={"width": 1280, "height": 800})
        self.page = watch(self._context.new_page())
        self.page.goto(self.served.url)
        expect(self.desktop).to_be_visible()

    @property
    def desktop(self) -> Locator:
        """What the windows stand on."""
        return self.page.locator(".mdi-widget").first

    @property
    def rows(self) -> Locator:
        """The rows of the picker."""
        return self.page.locator(".page > .box-widget > .splitter .treeview-row").filter(
            visible=True
        )

    def frame(self, name: str) -> Locator:
        """The window of a widget class."""
        title = self.page.locator(".mdi-title-bar span", has_text=re.compile(f"^{name}$"))
        return self.page.locator(".mdi-window").filter(has=title)

    def pick(self, name: str) -> None:
        """Double-click a widget's name in the picker."""
        self.rows.filter(has_text=re.compile(f"^\\W*{name}$")).dblclick()

    def choose(self, *path: str) -> None:
        """Open a menu of the menu bar, and click an entry."""
        bar = self.page.locator(".menubar-widget").first
        bar.locator(".menubar-item", has_text=re.compile(f"^{path[0]}$")).click()
        entry = re.compile(f"^\\W*{path[1]}$")
        self.page.locator(".menuaction-widget", has_text=entry).filter(visible=True).click()

    def widgets(self) -> list[Any]:
        """All widgets of the session, oldest first."""
        return self.served.call(lambda: sorted(self.session.walk_widget_tree(), key=_age))

    def reload(self) -> None:
        """Reload the page."""
        self.page.reload()
        expect(self.desktop).to_be_visible()

    @contextmanager
    def window(self, name: str) -> Iterator["Window"]:
        """Open a window with the picker; at the end close it with its button."""
        oldest = max(_age(widget) for widget in self.widgets())
        self.pick(name)
        window = Window(self, name, oldest)
        expect(window.frame).to_be_visible()
        yield window
        window.close()
        self.expect_no_complaints()

    def expect_no_complaints(self) -> None:
        """Neither the page nor the application has found fault with anything so far."""
        found = [*errors(self.page), *self.complaints]
        errors(self.page).clear()
        self.complaints.clear()
        assert not found, "\n".join(found)

    def close(self) -> None:
        """End all of it."""
        self._context.close()
        self.served.close()

    async def _build(self, session: Any) -> None:
        self.session = session
        session.on_error(lambda error: self.complaints.append(str(error)))
        self.desk = Desk(session, GROUPS)
        await self.desk.build()

    def _set_up(self, app: Any) -> None:
        app.on_connect(self._build)


class Window:
    """One open window.

    Attributes:
        gallery, page: where it is.
        name: the widget class that it shows.
    """

    def __init__(self, gallery: Gallery, name: str, oldest: int) -> None:
        self.gallery = gallery
        self.page: Page = gallery.page
        self.name = name
        self._oldest = oldest

    @property
    def frame(self) -> Locator:
        """All of it, with its title bar and its status line."""
        return self.gallery.frame(self.name)

    def find(self, selector: str, text: str | None = None) -> Locator:
        """Elements in it; with a text, those that have just this text."""
        exactly = None if text is None else re.compile(f"^\\W*{re.escape(text)}$")
        return self.frame.locator(selector, has_text=exactly)

    def click(self, text: str) -> None:
        """Click what has a text, such as a button."""
        self.frame.get_by_text(text, exact=True).click()

    def told(self, text: str | re.Pattern[str]) -> None:
        """Wait until the status line says so: by then Python knows what it tells of."""
        expect(self.frame.locator(".statusbar-widget").last).to_have_text(text)

    def widget(self, class_name: str, index: int = 0) -> Any:
        """One of its widgets in Python: of those of a class the one that was made then."""
        made = [widget for widget in self.gallery.widgets() if _age(widget) > self._oldest]
        return [widget for widget in made if type(widget).__name__ == class_name][index]

    def ask(self, class_name: str, method: str, *args: Any, index: int = 0) -> Any:
        """Call a method of one of its widgets in Python; `widget` says which."""
        widget = self.widget(class_name, index)
        return self.gallery.served.call(lambda: getattr(widget, method)(*args))

    def lasts(self, check: Callable[[], None]) -> None:
        """Hold a check against the page and Python, and again after a reload."""
        self._comes_true(check)
        self.picture()
        self.gallery.reload()
        expect(self.frame).to_be_visible()
        self._comes_true(check)

    def _comes_true(self, check: Callable[[], None]) -> None:
        # What a user typed is told after a pause, and a busy machine takes its time.
        patience = time.monotonic() + PATIENCE
        while True:
            try:
                check()
            except AssertionError:
                if time.monotonic() > patience:
                    raise
                self.page.evaluate("() => new Promise((done) => setTimeout(done, 20))")
            else:
                return

    def picture(self, *others: Locator) -> None:
        """Take the window's picture, with other parts of the page, if pictures are asked for."""
        file = PICTURES / f"{self.name}.png"
        if not wants_pictures() or (file in _taken and not others):
            return
        _taken.add(file)
        PICTURES.mkdir(parents=True, exist_ok=True)
        if not others:
            self.page.mouse.move(640, 790)  # where it makes nothing light up
            take(self.page, file, self.frame.screenshot)
            return
        around = [box(part) for part in (self.frame, *others)]
        left, top = min(b["x"] for b in around), min(b["y"] for b in around)
        right = max(b["x"] + b["width"] for b in around)
        bottom = max(b["y"] + b["height"] for b in around)
        clip = {
            "x": max(0, left - _MARGIN),
            "y": max(0, top - _MARGIN),
            "width": right - left + 2 * _MARGIN,
            "height": bottom - top + 2 * _MARGIN,
        }
        take(self.page, file, clip=clip)

    def close(self) -> None:
        """Close it with the button in its title bar."""
        self.frame.locator("> .mdi-title-bar .mdi-close").click()
        expect(self.frame).to_have_count(0)
        status = self.page.locator(".page > .box-widget > .statusbar-widget")
        expect(status).to_have_text(f"{self.name} is closed.")
        assert self.name not in self.gallery.desk.open


_taken: set[Path] = set()


def _age(widget: Any) -> int:
    return int(widget.wid)


class _Into(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        if "blocked the event loop" not in line:  # a busy machine's fault
            self._lines.append(line)

"""A user in front of a real browser: what tests do and look at is what :class:`~..User` has.

Knows: how things are found in a page of Chromium, and touched there. Must not know: how the program
is served, how a widget is told from others (that is the same as without a browser).

What is meant is sought in what the server says of the page, by the rules of the simulated one; then
it is the element in the real page that is clicked, typed into, and read.
"""

import time
from collections.abc import Callable
from typing import Any, Self

from playwright.sync_api import Browser, Page

from ...access import Share
from ..trees import PageTree
from ..user.acts.refusing import modal_dialog
from ..user.clocks import check_seconds
from ..user.element import Element
from ..user.finding import NotFound, Query, find_all
from ..user.looking import What
from ..user.printing import tree_of
from ..user.sight import DIALOGS, Sight
from .hands import Hands
from .meant import Meaning
from .serving import PATIENCE, Served

__tracebackhide__ = True  # pytest shows where a test calls this

_CUT = """async () => {
    const { client } = await import(document.querySelector("script[type=module]").src);
    client._ws?.close();
}"""
_IS_CONNECTED = """async () => {
    const { client } = await import(document.querySelector("script[type=module]").src);
    return client._ws?.readyState === WebSocket.OPEN;
}"""
_ROWS = """(element) => [...element.querySelectorAll(".treeview-row")]
    .filter((row) => row.offsetParent)
    .map((row) => [...row.querySelectorAll(".treeview-cell")].map((cell) => cell.innerText.trim()))
"""
_PLACEHOLDERS = """() => [...document.querySelectorAll("[data-pgw-placeholder]")]
    .filter((each) => each.offsetParent && getComputedStyle(each, "::after").content !== "none")
    .map((each) => each.dataset.pgwPlaceholder)"""
"""What is drawn where nothing is, and stands in no element."""
_GLANCE = 0.02


class ChromiumClock:
    """The clock of a real browser: it goes by itself."""

    def __init__(self, user: "ChromiumUser") -> None:
        self._user = user

    @property
    def now(self) -> float:
        """Seconds."""
        return time.monotonic()

    def advance(self, seconds: float) -> None:
        """Wait so long."""
        check_seconds("advance()", seconds)
        self._user.page.wait_for_timeout(seconds * 1000)
        self._user.settle()


class ChromiumUser(Meaning, Hands):
    """A user of a program in Chromium.

    Parameters:
        served: the program.
        browser: a browser of Playwright's.
        session: the program's session to show; None: a new visitor's.
        share: the link by which it is shown; None: the session's own.

    Attributes:
        page: Playwright's page, for what has no word here.
        clock: the real one.
    """

    def __init__(
        self,
        served: Served,
        browser: Browser,
        session: Any = None,
        share: Share | None = None,
    ) -> None:
        self._served = served
        self._browser = browser
        self._context = browser.new_context()
        self._context.set_default_timeout(PATIENCE * 1000)
        self.page: Page = self._context.new_page()
        self.clock = ChromiumClock(self)
        self.errors: list[str] = []
        self._known = 0  # so many browsers showed the session before the line was cut
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self._take_hold()
        before = set(self._sessions())
        self.page.goto(served.engine.url if session is None else _url_of(session, share))
        self._id = session.id if session is not None else self._newcomer(before)
        self.settle()

    def _sessions(self) -> Any:
        return self._served.call(lambda: dict(self._served.engine.public.sessions))

    def _newcomer(self, before: set[Any]) -> Any:
        end = time.monotonic() + PATIENCE
        while not (fresh := set(self._sessions()) - before):
            if time.monotonic() > end:
                raise AssertionError("the page was shown no session")
            self.page.wait_for_timeout(_GLANCE * 1000)
        return fresh.pop()

    # --- what is seen

    @property
    def session(self) -> Any:
        """The program's session that is shown here."""
        return self._sessions()[self._id]

    @property
    def app(self) -> Any:
        """The application."""
        return self._served.engine.public

    def run(self, function: Callable[..., Any], *args: Any) -> Any:
        """Call a function of the program, where its handlers run; gives what it returns."""
        return self._served.call(function, *args)

    def settle(self) -> None:
        """Wait until page and program have told each other all."""
        self.page.wait_for_timeout(1)  # gives what the page has heard its turn
        self._served.settle(self._sessions().get(self._id))

    @property
    def text(self) -> str:
        """All that can be read on the page."""
        return self.page.locator("body").inner_text()

    def shows(self, text: str) -> bool:
        """Whether a text can be read anywhere on the page, in one piece."""
        if text in self.text or any(text in said for said in self.page.evaluate(_PLACEHOLDERS)):
            return True
        values = self.page.locator("input, textarea").evaluate_all(
            "(fields) => fields.filter((f) => f.offsetParent).map((f) => f.value || f.placeholder)"
        )
        return any(text in value for value in values)

    def tree(self, *, hidden: bool = False) -> str:
        """The page as a text, as the server has it: a line for each widget."""
        return tree_of(self._model(), hidden=hidden)

    def screenshot(self, path: str | None = None) -> bytes:
        """A picture of the page, as PNG.

        Parameters:
            path: a file that it is written into, too.
        """
        return self.page.screenshot(path=path)

    def find(self, what: What | None = None, **which: Any) -> Element:
        """The widget that is meant; see :meth:`pgwidgets.testing.User.find`."""
        model = self._model()
        return self._told(model, self._sought(model, what, **which))

    def find_all(self, what: str | None = None, **which: Any) -> list[Element]:
        """All widgets that are meant."""
        model = self._model()
        return [self._told(model, found) for found in find_all(model, Query(what, **which))]

    def _told(self, model: Any, widget: Any) -> Element:
        """The element of a widget; the rows of a source are those that stand in the page."""
        content = widget.content
        if isinstance(content, PageTree) and content.seen is not None:
            cells: list[list[str]] = self._element(widget.wid).evaluate(_ROWS)
            keys = [column["key"] for column in content.columns if not column.get("hidden")]
            content.seen.keys = {place: str(place) for place in range(len(cells))}
            content.seen.rows = {
                place: dict(zip(keys, row, strict=False)) for place, row in enumerate(cells)
            }
        return Element(model, widget)

    @property
    def dialog(self) -> Element | None:
        """The dialog that is shown; None: there is none."""
        model = self._model()
        sight = Sight(model)
        shown = [w for w in model.widgets.values() if w.cls in DIALOGS and sight.is_shown(w)]
        return Element(model, modal_dialog(sight) or shown[-1]) if shown else None

    # --- what is done

    def click(self, what: What, **which: Any) -> None:
        """Click it; an entry of a menu is reached through its menus."""
        dialog = self.dialog
        if not which and dialog is not None and what in dialog.buttons:
            self.answer(str(what))
            return
        model, widget = self._meant(what, self._is_clickable, **which)
        if not self._chooses_in_a_menu(model, widget):
            element = self._element(widget.wid)
            # A switch may be as wide as its box; what hears a click is its mark, and its text.
            (element.query_selector("input") or element).click()
        self.settle()

    def double_click(self, what: What, *choice: str | int, **which: Any) -> None:
        """Click it twice; a row of it, if ``choice`` says which."""
        _, widget = self._meant(what, lambda w: w.cls in ("TreeView", "TableView"), **which)
        element = self._element(widget.wid)
        if choice:
            self._row(element, choice).dblclick()
        else:
            element.dblclick()
        self.settle()

    def context_click(self, what: What, **which: Any) -> None:
        """Click it with the other button of the mouse."""
        _, widget = self._meant(what, **which)
        self._element(widget.wid).click(button="right")
        self.settle()

    def type(
        self, what: What, text: str, *, enter: bool = False, append: bool = False, **which: Any
    ) -> None:
        """Type into a field, in place of what is there."""
        field = self._field(what, **which)
        if not append:
            field.fill("")
        field.press("End")
        field.type(text)
        if enter:
            field.press("Enter")
        else:
            field.evaluate("(field) => field.dispatchEvent(new Event('change', {bubbles: true}))")
            field.evaluate("(field) => field.blur()")  # ends the pause in which more may be typed
        self.settle()

    def press(self, keys: str, what: What, **which: Any) -> None:
        """Press a key while something has the focus."""
        *modifiers, key = keys.split("+")
        words = [modifier.capitalize().replace("Ctrl", "Control") for modifier in modifiers]
        field = self._field(what, **which)
        field.press("+".join([*words, key]))
        self.settle()

    def slide(self, what: What, number: float, **which: Any) -> None:
        """Bring a slider or a spin box to a number."""
        field = self._field(what, **which)
        field.fill(str(number))
        if field.get_attribute("type") != "range":
            field.press("Enter")
        self.settle()

    def pick(self, what: What, *choice: str | int, **which: Any) -> None:
        """Choose an item of a combo box, a row, a page of tabs, or an entry of a menu."""
        model = self._model()
        bars = [w for w in model.widgets.values() if w.cls == "MenuBar"]
        sight = Sight(model)
        for bar in bars if isinstance(what, str) and not which else []:
            if any(sight.title(bar, menu) == what for menu in sight.children(bar)):
                self._walk_menus(self._element(bar.wid), [str(what), *map(str, choice)])
                self.settle()
                return
        offers = ("ComboBox", "TabWidget", "TreeView", "TableView")
        model, widget = self._meant(what, lambda w: w.cls in offers, **which)
        element = self._element(widget.wid)
        if widget.cls == "ComboBox":
            self._show(element.query_selector(".combobox-button"), widget.wid).click()
            self.page.locator(".combobox-item:visible").get_by_text(
                str(choice[0]), exact=True
            ).click()
        elif widget.cls == "TabWidget":
            tabs = element.query_selector_all(".tab-header > *")
            found = [tab for tab in tabs if tab.inner_text().split("\n")[0].strip() == choice[0]]
            self._show(found[0] if found else None, widget.wid).click()
        else:
            self._row(element, choice).click()
        self.settle()

    def answer(self, button: str) -> None:
        """Press a button of the dialog that is shown."""
        dialog = self.dialog
        if dialog is None:
            raise NotFound(f"no dialog is shown that could be answered\n\n{self.tree()}")
        element = self._element(dialog.wid)
        for found in element.query_selector_all(".dialog-button-box .button-widget, button"):
            if found.inner_text().strip() == button:
                found.click()
                self.settle()
                return
        raise NotFound(f"the dialog has no button {button!r}\n\n{self.tree()}")

    def close(self, what: What, **which: Any) -> None:
        """Close a window, by the button for that."""
        windows = ("TopLevel", "Dialog", "ColorDialog", "MDISubWindow")
        _, widget = self._meant(what, lambda w: w.cls in windows, **which)
        button = self._element(widget.wid).query_selector(".mdi-close")
        self._show(button, widget.wid).click()
        self.settle()

    # --- the line

    def open_browser(self, *, same_session: bool = True, share: Share | None = None) -> Self:
        """Another user, with a browser of their own.

        Parameters:
            same_session: whether it shows the session that is shown here.
            share: the link by which it comes to that; None: that of the session itself.
        """
        session = self.session if same_session else None
        return type(self)(self._served, self._browser, session, share)

    def cut(self) -> None:
        """Lose the connection; the page can't make another one until :meth:`reconnect`."""
        self._known = self._browsers()
        self._context.set_offline(True)
        self.page.evaluate(_CUT)
        self.page.wait_for_timeout(50)

    def reconnect(self) -> None:
        """Let the page connect again, as it does by itself."""
        self._context.set_offline(False)
        end = time.monotonic() + PATIENCE
        while not self.is_connected:
            if time.monotonic() > end:
                raise AssertionError(f"the page has not connected again within {PATIENCE:g} s")
            self.page.wait_for_timeout(_GLANCE * 1000)
        self._until_back()
        self.settle()

    def _until_back(self) -> None:
        """Wait until the server hears the page again: its socket may be open before that."""
        end = time.monotonic() + PATIENCE
        while self._browsers() < self._known and time.monotonic() < end:
            self.page.wait_for_timeout(_GLANCE * 1000)

    def _browsers(self) -> int:
        session = self.session
        return int(self._served.call(lambda: len(session.browsers)))

    def reload(self) -> None:
        """Load the page anew."""
        self.page.reload()
        self.settle()

    def leave(self) -> None:
        """Close the tab."""
        self._context.close()

    @property
    def is_connected(self) -> bool:
        """Whether the page has a connection."""
        return bool(self.page.evaluate(_IS_CONNECTED))

    def check(self) -> None:
        """Raise what went wrong in the page."""
        errors, self.errors[:] = self.errors.copy(), []
        if errors:
            raise AssertionError(f"the page has failed: {errors}")


def _url_of(session: Any, share: Share | None) -> str:
    url: str = session.get_url() if share is None else str(share)
    return url

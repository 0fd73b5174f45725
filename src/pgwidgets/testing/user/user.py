"""A user, with a browser that shows the program: what tests do and look at.

Knows: all of what a user can do, in the words of tests. Must not know: how a widget of a class
takes it (acts/), how the program runs (stage/), whether the test awaits.

What a user does has been done when the method returns; then the program goes on until it has
nothing to do. That is what :class:`AsyncUser` has to be awaited for.
"""

from collections.abc import Callable, Coroutine
from typing import Any, Self

from ...access import Share
from ..stage import Stage
from . import aids
from .acts import handling, picking, pressing, setting
from .acts.handling import Download
from .acts.refusing import check_usable
from .clocks import AsyncClock, Clock, check_seconds
from .failing import check, take
from .finding import NotFound
from .line import OnTheLine
from .looking import Looking, What
from .sight import Sight
from .visiting import VisitingBrowser

__tracebackhide__ = True  # pytest shows where a test calls this

_MOST_STEPS = 100_000


class BaseUser[R](Looking, OnTheLine[R]):
    """What users of both kinds can do; ``R`` is what a method gives that does something.

    Parameters:
        stage: where the program runs.
        kept: ``session_id`` and ``token``: whose session is to be shown.

    Attributes:
        browser: the simulated browser below.
    """

    def __init__(self, stage: Stage, **kept: Any) -> None:
        super().__init__(stage, VisitingBrowser(stage, **kept))
        stage.browsers.append(self.browser)

    # --- the mouse and the keys

    def click(self, what: What, **which: Any) -> R:
        """Click a button, a switch, an entry of a menu, or anything that hears a click.

        Parameters:
            what, which: as for :meth:`find`.
        """
        if isinstance(what, str) and not which and self._presses_in_dialog(what):
            return self._done()
        widget = self._sought(what, self._hears_clicks, **which)
        check_usable(self.browser, widget)
        pressing.check_clickable(self.browser, widget)
        pressing.click(self.browser, widget)
        return self._done()

    def double_click(self, what: What, *choice: str | int, **which: Any) -> R:
        """Click twice: on a row of a table or tree, if ``choice`` says which; see :meth:`pick`."""
        widget = self._sought(what, self._has_rows if choice else self._hears_clicks, **which)
        check_usable(self.browser, widget)
        if self._has_rows(widget):
            row = picking.row_of(self.browser, widget, choice or (what,))
            picking.activate(self.browser, widget, row)
        else:
            pressing.double_click(self.browser, widget)
        return self._done()

    def context_click(self, what: What, **which: Any) -> R:
        """Click with the other button of the mouse."""
        widget = self._sought(what, **which)
        check_usable(self.browser, widget)
        pressing.context_click(self.browser, widget)
        return self._done()

    def type(
        self, what: What, text: str, *, enter: bool = False, append: bool = False, **which: Any
    ) -> R:
        """Type into a field, in place of what is there.

        Parameters:
            what, which: the field, by its name (the label before it), or what is in it; as for
                :meth:`find`.
            text: what is typed.
            enter: whether Enter is pressed at the end.
            append: whether what is there stays.
        """
        if not isinstance(text, str):
            raise TypeError(f"type(): text is {text!r}; it must be a text")
        widget = self._sought(what, lambda widget: widget.cls in setting.TYPED, **which)
        check_usable(self.browser, widget)
        setting.type_text(self.browser, widget, text, append=append)
        if enter:
            pressing.press(self.browser, widget, "Enter")
        return self._done()

    def press(self, keys: str, what: What | None = None, **which: Any) -> R:
        """Press a key while something has the focus; or, with nothing, a shortcut.

        Parameters:
            keys: as in ``"Enter"``, ``"ArrowUp"``, ``"ctrl+s"``.
            what, which: what has the focus; as for :meth:`find`.
        """
        if what is None and not which:
            return self._press_shortcut(keys)
        widget = self._sought(what, **which)
        check_usable(self.browser, widget)
        pressing.press(self.browser, widget, keys)
        return self._done()

    def _press_shortcut(self, keys: str) -> R:
        wid = aids.pressed(self.browser, keys)
        if wid is None:
            raise NotFound(f"no shortcut is {keys!r}; say what has the focus\n\n{self.tree()}")
        if wid:
            widget = self.browser.page.find(wid)
            check_usable(self.browser, widget)
            pressing.click(self.browser, widget)
        return self._done()

    def slide(self, what: What, number: float, **which: Any) -> R:
        """Move a slider, dial, spin box or scroll bar to a number."""
        widget = self._sought(what, lambda widget: widget.cls in setting.SLID, **which)
        check_usable(self.browser, widget)
        setting.set_number(self.browser, widget, number)
        return self._done()

    # --- choosing

    def pick(self, what: What, *choice: str | int, **which: Any) -> R:
        """Choose an item of a combo box, a row, a page of tabs, or an entry of a menu.

        Parameters:
            what: what offers it; for a menu it may be the first text of the way:
                ``pick("File", "Open")``.
            choice: the text of the item, tab or cell; the place of a row or page, from 0; the way
                through a tree or menus.
            which: as for :meth:`find`.
        """
        if not choice:
            raise TypeError("pick(): nothing says what to choose")
        if isinstance(what, str) and self._picks_from_a_menu(what, choice, which):
            return self._done()
        widget = self._sought(what, lambda widget: widget.cls in picking.PICKED_FROM, **which)
        check_usable(self.browser, widget)
        picking.pick(self.browser, widget, choice)
        return self._done()

    def edit(self, what: What, row: str | int, column: str, value: Any, **which: Any) -> R:
        """Type into a cell of a table or tree.

        Parameters:
            what, which: the table; as for :meth:`find`.
            row: its place, or the text of one of its cells.
            column: its key, or what is written above it.
            value: what is typed.
        """
        widget = self._sought(what, self._has_rows, **which)
        check_usable(self.browser, widget)
        path, _ = picking.row_of(self.browser, widget, (row,))
        setting.edit_cell(self.browser, widget, path, column, value)
        return self._done()

    def sort(self, what: What, column: str, **which: Any) -> R:
        """Click the header of a column."""
        widget = self._sought(what, self._has_rows, **which)
        check_usable(self.browser, widget)
        picking.sort(self.browser, widget, column)
        return self._done()

    def scroll(self, what: What, first: int, count: int = 50, **which: Any) -> R:
        """Scroll a table that has a source, so that other rows are seen.

        A table rests for a moment between two readings, so rows may come as the clock goes on.

        Parameters:
            what, which: the table; as for :meth:`find`.
            first: the place of the row on top, from 0.
            count: how many rows are seen.
        """
        widget = self._sought(what, self._has_rows, **which)
        check_usable(self.browser, widget)
        self.browser.look(widget.wid, first, first + count)
        return self._done()

    def answer(self, button: str) -> R:
        """Press a button of the dialog that is shown.

        Parameters:
            button: what is written on it.
        """
        dialog = self.dialog
        if dialog is None:
            raise NotFound(f"no dialog is shown that could be answered\n\n{self.tree()}")
        if self._presses_in_dialog(button):
            return self._done()
        return self.click(button, within=dialog)

    def dismiss(self, text: str, action: str | None = None) -> R:
        """Close a notice, or press one of its buttons.

        Parameters:
            text: what it says, or a part of that.
            action: what is written on the button; None: the one that closes it.
        """
        if not aids.dismiss(self.browser, text, action):
            shown = aids.notices(self.browser.page)
            raise NotFound(f"no such notice is shown: {text!r}, {action!r}; there are {shown}")
        return self._done()

    def stop(self) -> R:
        """Press the button that stops what is at work."""
        if not aids.stop(self.browser):
            raise NotFound(f"nothing is at work that could be stopped\n\n{self.tree()}")
        return self._done()

    # --- windows, dragging, files

    def close(self, what: What, **which: Any) -> R:
        """Close a window, or a page of tabs, by the button for that."""
        titled = self._titled(what) if isinstance(what, str) and not which else None
        widget = titled or self._sought(what, self._can_be_closed, **which)
        if titled is None:
            check_usable(self.browser, widget)
        handling.close(self.browser, widget)
        return self._done()

    def move(self, what: What, x: float, y: float, **which: Any) -> R:
        """Drag a window to a place of the page, in pixels."""
        widget = self._sought(what, lambda widget: widget.cls in handling.MOVED, **which)
        check_usable(self.browser, widget)
        handling.move(self.browser, widget, x, y)
        return self._done()

    def resize(self, what: What, width: float, height: float, **which: Any) -> R:
        """Drag a corner of a window, so that it has a size in pixels."""
        widget = self._sought(what, lambda widget: widget.cls in handling.MOVED, **which)
        check_usable(self.browser, widget)
        handling.resize(self.browser, widget, width, height)
        return self._done()

    def drag(
        self,
        what: What,
        by: tuple[float, float] = (0, 0),
        *,
        start: tuple[float, float] = (1, 1),
        onto: What | None = None,
        to: int | None = None,
        **which: Any,
    ) -> R:
        """Press the mouse on something, move it, and let it go.

        Parameters:
            what, which: as for :meth:`find`; or the title of a tab, with ``to``.
            by: pixels.
            start: where it is pressed, from the widget's top left.
            onto: what else it is moved onto, in place of ``by``.
            to: the place that a tab gets, from 0.
        """
        page = self._titled(what) if to is not None and isinstance(what, str) else None
        if page is not None and to is not None:
            tabs = Sight(self.browser.page).parent(page)
            assert tabs is not None
            handling.drag_tab(self.browser, tabs, page, to)
            return self._done()
        widget = self._sought(what, lambda widget: "pointer-down" in widget.listeners, **which)
        check_usable(self.browser, widget)
        other = None
        if onto is not None:
            other = self._sought(onto, lambda widget: "enter" in widget.listeners)
        handling.drag(self.browser, widget, start, by, other)
        return self._done()

    def drop(
        self,
        what: What,
        *files: handling.FileToGive,
        text: str | None = None,
        url: str | None = None,
        **which: Any,
    ) -> R:
        """Drop files, a text or a URL on something, as from another window of the desktop.

        Parameters:
            what, which: as for :meth:`find`.
            files: each a path, or a name and bytes.
            text, url: what else is dropped.
        """
        widget = self._sought(what, lambda widget: "drop-end" in widget.listeners, **which)
        check_usable(self.browser, widget)
        handling.drop(self.browser, widget, files, text, url)
        return self._done()

    def choose(self, *files: handling.FileToGive) -> R:
        """Choose files, where the program has the browser ask for some.

        Parameters:
            files: each a path, or a name and bytes.
        """
        dialog = handling.awaiting_files(self.browser)
        if dialog is None:
            raise NotFound(f"nothing asks for files\n\n{self.tree()}")
        handling.choose_files(self.browser, dialog, files)
        return self._done()

    def download(self) -> Download:
        """The file that the program has had this browser save, since the last time.

        Raises:
            NotFound: there is none, or more than one (:meth:`downloads`).
        """
        found = self.downloads()
        if len(found) != 1:
            names = [download.name for download in found]
            raise NotFound(f"the browser was given {len(found)} files to save, not one: {names}")
        return found[0]

    def downloads(self) -> list[Download]:
        """All files that the program has had this browser save, since the last time."""
        return handling.take_downloads(self.browser)

    @property
    def opened_urls(self) -> list[str]:
        """The URLs that the program has had this browser open in new tabs."""
        return [m["url"] for m in self.browser.messages if m["type"] == "open-url"]

    # --- the program

    @property
    def app(self) -> Any:
        """The application."""
        return self._stage.app

    @property
    def session(self) -> Any:
        """The program's session that is shown here."""
        return self.app.sessions[self.browser.session_id]

    def take_errors(self) -> list[BaseException]:
        """What the program has done wrong since the last time; it is then no failure.

        That is what its handlers have raised, coroutines that it has not awaited, and calls that a
        page could not carry out.
        """
        return take(self._stage)

    def check(self) -> None:
        """Raise what :meth:`take_errors` would take, if there is anything."""
        check(self._stage)

    def _kept(self, same_session: bool, share: Share | None) -> dict[str, Any]:
        """What another browser presents."""
        if not same_session:
            return {}
        token = self.browser.token if share is None else share.token
        return {"session_id": self.browser.session_id, "token": token}


class User(BaseUser[None]):
    """A user in a test that does not await.

    Attributes:
        clock: the test's clock.
    """

    def __init__(self, stage: Any, **kept: Any) -> None:
        super().__init__(stage, **kept)
        self._settle: Callable[[], None] = stage.settle
        self.clock = Clock(stage, self._settle)

    def _done(self) -> None:
        self._settle()

    def settle(self) -> None:
        """Let the program go on until it has nothing to do."""
        self._settle()

    def open_browser(self, *, same_session: bool = True, share: Share | None = None) -> Self:
        """Another user, with a browser of their own.

        Parameters:
            same_session: whether it shows the same session; else it comes as a new visitor.
            share: by which link to this session it comes; None: by the session's own.
        """
        other = type(self)(self._stage, **self._kept(same_session, share))
        other.settle()
        return other

    def wait_until(self, condition: Callable[[], Any], within: float = 60.0) -> None:
        """Let time pass until something is true.

        Parameters:
            condition: as in ``lambda: user.shows("Ready")``.
            within: seconds of the test's clock.

        Raises:
            AssertionError: it did not come true.
        """
        check_seconds("wait_until()", within)
        for _ in self._stage.passing(within):
            self._settle()
            if condition():
                return
        raise AssertionError(f"{condition!r} was not true within {within:g} s\n\n{self.tree()}")

    def run(self, function: Callable[..., Any], *args: Any) -> Any:
        """Call a function of the program, where its handlers run; gives what it returns, awaited.

        Parameters:
            function: a plain one or, where the program is async, a coroutine function.
        """
        runner: Any = self._stage
        return runner.run(function, *args)


class AsyncUser(BaseUser[Coroutine[Any, Any, None]]):
    """A user in a test that awaits: ``await user.click("OK")``.

    Attributes:
        clock: the test's clock.
    """

    def __init__(self, stage: Any, **kept: Any) -> None:
        super().__init__(stage, **kept)
        self._settle: Callable[[], Coroutine[Any, Any, None]] = stage.settle
        self.clock = AsyncClock(stage, self._settle)

    def _done(self) -> Coroutine[Any, Any, None]:
        return self._settle()

    async def settle(self) -> None:
        """Let the program go on until it has nothing to do."""
        await self._settle()

    async def open_browser(self, *, same_session: bool = True, share: Share | None = None) -> Self:
        """Another user, with a browser of their own; parameters as :meth:`User.open_browser`."""
        other = type(self)(self._stage, **self._kept(same_session, share))
        await other.settle()
        return other

    async def wait_until(self, condition: Callable[[], Any], within: float = 60.0) -> None:
        """Let time pass until something is true; see :meth:`User.wait_until`."""
        check_seconds("wait_until()", within)
        for _ in self._stage.passing(within):
            await self._settle()
            if condition():
                return
        raise AssertionError(f"{condition!r} was not true within {within:g} s\n\n{self.tree()}")

    async def run(self, function: Callable[..., Any], *args: Any) -> Any:
        """Call a function of the program; gives what it returns, awaited."""
        runner: Any = self._stage
        return await runner.run(function, *args)

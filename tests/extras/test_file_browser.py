"""The file browser in both APIs: what a user does with it, without a browser and over a wire."""

import asyncio
import inspect
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pgwidgets.async_
import pgwidgets.sync
from async_api.peer import Peer, Signal, in_loop, serving, soon
from pgwidgets.callbacks import Callbacks
from pgwidgets.extras import file_browser
from pgwidgets.extras.file_browser import ICONS, FileBrowser, set_icon


class Desk:
    """A session of one of the APIs, with a file browser whose user does things."""

    def __init__(self, api: Any, root: Path) -> None:
        self.session = api.Application(0, 0).create_session()
        self.is_async = api is pgwidgets.async_
        self.root = root

    def browser(self, mode: Any = "file", **options: Any) -> FileBrowser:
        browser = FileBrowser(self.session, "Files", mode=mode, root=self.root, **options)
        self.told: list[Any] = []
        self.done(browser.on("activated", self._note, "extra"))
        self.done(browser.on("cancelled", lambda: self.told.append("cancelled")))
        self.done(browser.popup(20, 30))
        return browser

    def _note(self, *args: Any) -> Any:
        self.told.append(args)
        return asyncio.sleep(0) if self.is_async else None

    def done(self, result: Any) -> Any:
        """What a call gives, awaited in the async API; in the sync API there is nothing to."""
        if not inspect.isawaitable(result):
            return result
        assert self.is_async

        async def wait() -> Any:
            return await result

        return asyncio.run(wait())

    def widgets(self, name: str) -> list[Any]:
        return [w for w in self.session.walk_widget_tree() if type(w).__name__ == name]

    def user(self, widget: Any, action: str, *args: Any) -> None:
        """Have the handlers of a widget called, as a report of a browser does."""
        for handler in widget._pgwidgets.handlers.of(action):
            self.done(handler.function(*handler.positional(widget, args)))

    def press(self, text: str) -> None:
        (button,) = [b for b in self.widgets("Button") if b.get_text() == text]
        self.user(button, "activated")

    def row(self, name: str) -> dict[str, Any]:
        return {"values": {"name": name}, "path": ["row0"]}

    @property
    def rows(self) -> list[dict[str, Any]]:
        table = self.widgets("TableView")[0]
        self.done(table.select_all(True))
        return [row["values"] for row in table.get_selected()]

    @property
    def names(self) -> list[str]:
        return [row["name"] for row in self.rows]

    @property
    def note(self) -> str:
        return str(self.widgets("Label")[0].get_text())

    @property
    def entry(self) -> Any:
        return self.widgets("TextEntry")[1]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "night").mkdir()
    for name in ("a.fits", "b.png", "<i>c.txt"):
        (tmp_path / name).write_text(name)
    (tmp_path / "night" / "d.fits").write_text("d")
    return tmp_path


@pytest.fixture(params=[pgwidgets.async_, pgwidgets.sync], ids=["async", "sync"])
def desk(request: pytest.FixtureRequest, root: Path) -> Desk:
    return Desk(request.param, root)


def test_a_file_is_chosen_with_two_clicks(desk: Desk) -> None:
    browser = desk.browser()
    assert browser.is_visible()
    table = desk.widgets("TableView")[0]
    desk.user(table, "selected", [desk.row("a.fits")])
    assert desk.entry.get_text() == "a.fits"
    desk.press("Open")
    assert desk.told == [(str(desk.root / "a.fits"), "extra")]
    assert not browser.is_visible()


def test_folders_are_gone_into_and_out_of(desk: Desk) -> None:
    browser = desk.browser()
    table = desk.widgets("TableView")[0]
    desk.user(table, "activated", {"name": "night"}, ["row0"], "name")
    assert browser.get_directory() == str(desk.root / "night")
    desk.press("Up")
    desk.press("Up")  # no farther than the root
    assert browser.get_directory() == str(desk.root)
    assert "leads out of" in desk.note
    desk.user(desk.widgets("TextEntry")[0], "activated", "/night")
    desk.user(table, "activated", {"name": "d.fits"}, ["row0"], None)
    assert desk.told == [(str(desk.root / "night" / "d.fits"), "extra")]


def test_rows_that_are_not_there_choose_nothing(desk: Desk) -> None:
    desk.browser()
    table = desk.widgets("TableView")[0]
    desk.user(table, "selected", [desk.row("/etc/passwd"), {"values": {}}, {}])
    assert desk.entry.get_text() == ""
    desk.user(table, "activated", {"name": "../x"}, ["row0"], None)
    desk.user(table, "activated", None, ["gone"], None)
    assert desk.told == []


def test_several_files(desk: Desk) -> None:
    desk.browser("files")
    table = desk.widgets("TableView")[0]
    desk.user(table, "selected", [desk.row("a.fits"), desk.row("night"), desk.row("b.png")])
    assert desk.entry.get_text() == "a.fits/b.png"
    desk.press("Open")
    assert desk.told == [([str(desk.root / "a.fits"), str(desk.root / "b.png")], "extra")]


def test_a_folder(desk: Desk) -> None:
    desk.browser("directory")
    desk.user(desk.widgets("TableView")[0], "selected", [desk.row("night")])
    desk.press("Choose")
    assert desk.told == [(str(desk.root / "night"), "extra")]


def test_saving_asks_before_it_overwrites(desk: Desk) -> None:
    browser = desk.browser("save", autoclose=False)
    browser.set_filename("a.fits")
    desk.press("Save")
    assert desk.told == []
    assert "a.fits&#x27; is there already" in desk.note
    browser.set_filename("b.png")
    desk.press("Overwrite")  # another one: it asks again
    assert desk.told == []
    desk.press("Overwrite")
    assert desk.told == [(str(desk.root / "b.png"), "extra")]
    assert browser.is_visible()
    browser.set_filename("new.txt")
    desk.press("Save")
    assert desk.told[1:] == [(str(desk.root / "new.txt"), "extra")]


def test_filters_and_icons(desk: Desk) -> None:
    browser = desk.browser()
    assert desk.names == ["night", "<i>c.txt", "a.fits", "b.png"]
    browser.add_ext_filter("Images", ".fits")
    browser.add_ext_filter("Images", ".png")
    icon = desk.root / "icon.svg"
    icon.write_text("<svg/>")
    browser.set_icon("Images", icon)
    browser.set_icon("folder", "data:image/svg+xml,x")
    desk.done(browser.popup())
    assert desk.names == ["night", "a.fits", "b.png"]
    rows = desk.rows
    assert rows[0]["icon"] == "data:image/svg+xml,x"
    assert rows[1]["icon"].startswith("data:image/svg+xml;base64,")
    browser.clear_filters()
    desk.done(browser.popup())
    assert len(desk.names) == 5


def test_it_can_be_cancelled(desk: Desk) -> None:
    browser = desk.browser()
    desk.press("Cancel")
    assert desk.told == ["cancelled"]
    assert not browser.is_visible()
    desk.done(browser.popup())
    desk.user(desk.widgets("Dialog")[0], "close")
    assert desk.told == ["cancelled", "cancelled"]
    desk.done(browser.hide())
    desk.done(browser.destroy())
    assert desk.widgets("Dialog") == []


def test_what_a_user_types_is_said_as_text(desk: Desk) -> None:
    browser = desk.browser()
    browser.set_filename("<b>x")
    desk.press("Open")
    assert desk.note == "there is no file &#x27;&lt;b&gt;x&#x27;"
    assert desk.told == []


def test_bad_arguments(desk: Desk) -> None:
    browser = desk.browser()
    with pytest.raises(ValueError, match="mode must be one of file, files, directory, save"):
        browser.set_mode("open")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="'activated', 'cancelled'"):
        browser.on("chosen", print)
    with pytest.raises(PermissionError, match="leads out of"):
        desk.done(browser.set_directory("/"))
    with pytest.raises(FileNotFoundError):
        desk.done(browser.set_directory(desk.root / "none"))
    with pytest.raises(TypeError, match="path is 5; it must be a path"):
        browser.set_directory(5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="a category and an extension, not 'Images' and 5"):
        browser.add_ext_filter("Images", 5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="a category and an extension, not 'Images' and ''"):
        browser.add_ext_filter("Images", "")
    assert browser.get_directory() == str(desk.root)
    desk.done(browser.set_directory("night"))
    assert desk.names == ["d.fits"]


def test_a_handler_that_raises_stops_no_other(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    browser = desk.browser()
    told: list[str] = []

    def fail() -> None:
        raise RuntimeError("at once")

    async def fail_later() -> None:
        raise RuntimeError("when awaited")

    desk.done(browser.on("cancelled", fail))
    if desk.is_async:
        desk.done(browser.on("cancelled", fail_later))
    desk.done(browser.on("cancelled", told.append, "told"))
    desk.press("Cancel")
    assert told == ["told"]
    assert [record.levelname for record in caplog.records] == ["ERROR"] * (1 + desk.is_async)
    assert "of a FileBrowser raised; the others are called" in caplog.text


@in_loop
async def test_the_event_loop_does_not_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: set[int] = set()
    folders_read: Callable[..., Any] = FileBrowser._look

    def look(self: FileBrowser, *args: Any) -> Any:
        threads.add(threading.get_ident())
        return folders_read(self, *args)

    monkeypatch.setattr(FileBrowser, "_look", look)
    chosen: list[str] = []
    told = Signal()

    async def note(path: str) -> None:
        chosen.append(path)
        told.fire()

    async with serving() as app:
        session = app.create_session()
        browser = FileBrowser(session, root=root)
        await browser.on("activated", note)
        async with Peer.visiting(app.url, session_id=session.id, token=session.token) as peer:
            await soon(browser.popup())
            await peer.until(lambda: peer.widgets("TableView"))
            await peer.report(peer.the("TableView").wid, "activated", {"name": "a.fits"}, ["row1"])
            await told.until(lambda: chosen)
    assert chosen == [str(root / "a.fits")]
    assert threads
    assert threading.get_ident() not in threads


def test_it_is_a_callbacks(desk: Desk) -> None:
    browser = desk.browser()
    heard: list[Any] = []
    desk.done(browser.add_callback("cancelled", heard.append))
    desk.done(browser.remove_callback("cancelled", print))  # not there
    desk.press("Cancel")
    assert heard == [browser]
    desk.done(browser.remove_callback("cancelled", heard.append))
    desk.press("Cancel")
    assert heard == [browser]
    assert isinstance(browser, Callbacks)


def test_without_a_root_it_stays_in_the_working_folder(
    desk: Desk, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    browser = FileBrowser(desk.session)
    assert browser.get_directory() == str(root)
    with pytest.raises(PermissionError):
        desk.done(browser.set_directory(root.parent))
    monkeypatch.chdir("/")
    with pytest.raises(ValueError, match="root must be given, since the working folder is '/'"):
        FileBrowser(desk.session)


def test_its_title_and_defaults(desk: Desk) -> None:
    browser = FileBrowser(desk.session, root="/")
    (dialog,) = desk.widgets("Dialog")
    node = dialog._pgwidgets.node
    assert (node.arguments["title"], node.arguments["modal"]) == ("Browse", True)
    desk.done(browser.set_title("Pictures"))
    assert node.value("title") == "Pictures"


def test_icons_of_all_and_of_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk.root / "stars.FITS").write_bytes(b"")
    monkeypatch.setattr(file_browser, "ICONS", ICONS.copy())
    set_icon("fits", "data:all")
    browser = desk.browser()

    def icons() -> dict[str, str]:
        return {row["name"]: row["icon"] for row in desk.rows}

    assert icons()["stars.FITS"] == "data:all"
    desk.done(browser.set_icon("fits", "data:one"))
    assert icons()["stars.FITS"] == "data:one"
    assert file_browser.ICONS["fits"] == "data:all"


class TellsItsOwnWay:
    """What Ginga puts before the browser: callbacks of its own, by the same words."""

    def __init__(self) -> None:
        self.cb: dict[str, list[Any]] = {}

    def enable_callback(self, name: str) -> None:
        self.cb[name] = []

    def add_callback(self, name: str, function: Any) -> None:
        self.cb[name].append(function)

    def make_callback(self, name: str, *args: Any) -> None:
        for function in self.cb[name]:
            function(self, *args)


def test_a_derived_class_may_have_callbacks_of_its_own(desk: Desk) -> None:
    class Dialog(TellsItsOwnWay, FileBrowser):  # type: ignore[misc]
        def __init__(self, *args: Any, **options: Any) -> None:
            TellsItsOwnWay.__init__(self)
            FileBrowser.__init__(self, *args, **options)

        def _close_and_fire(self, result: Any) -> Any:
            return super()._close_and_fire([result])

    dialog = Dialog(desk.session, root=desk.root)
    heard: list[Any] = []
    dialog.add_callback("activated", lambda *args: heard.append(args))
    desk.done(dialog.popup())
    (desk.root / "a.txt").write_bytes(b"")
    desk.done(dialog.set_filename("a.txt"))
    desk.press("Open")
    assert heard == [(dialog, [str(desk.root / "a.txt")])]

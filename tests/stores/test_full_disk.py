"""A file system of half a megabyte that is full, under an application that serves."""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from async_api.peer import Peer, in_loop, serving, soon, turns_until
from pgwidgets.async_ import Application, Session
from pgwidgets.stores import StoreError, saving

SIZE = 512 * 1024


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A folder on a small file system of its own, which only root can make."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if mount is None or umount is None:
        pytest.skip("there is no mount here")
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(tmp_path)],
        check=False,
        capture_output=True,
    )
    if made.returncode:
        pytest.skip(f"no file system can be mounted: {made.stderr.decode()}")
    try:
        yield tmp_path
    finally:
        subprocess.run([umount, "-l", str(tmp_path)], check=True)


def application(store: Path) -> Application:
    app = Application(0, 0, store=store, max_sessions=None)

    @app.on_connect
    async def build(session: Session) -> None:
        box = session.get_widgets().VBox()
        await box.add_widget(session.get_widgets().TextEntry("", name="field"), 0)

    return app


def fill(ballast: Path) -> None:
    """Write a file until its disk is full."""
    with contextlib.suppress(OSError), ballast.open("wb") as file:
        while True:
            file.write(b"x" * 1024)
            file.flush()


@in_loop
async def test_a_full_disk_holds_nobody_up_and_is_saved_on_when_there_is_room(
    small: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "PATIENCE", (0.1,))
    ballast, store = small / "ballast", small / "sessions.db"
    async with serving(application(store)) as app, Peer.visiting(app.url) as peer:
        await peer.until_page_has(1, "TextEntry")
        (session,) = app.sessions.values()
        session.data["note"] = "before"
        await soon(session.save())
        fill(ballast)
        session.data["note"] = "x" * 100_000
        with pytest.raises(StoreError, match="full"):
            await soon(session.save())
        await peer.report(peer.the("TextEntry").wid, "modified", "typed")
        (entry,) = [w for w in session.walk_widget_tree() if repr(w).startswith("<TextEntry")]
        await turns_until(lambda: entry.get_text() == "typed")
        assert caplog.text.count("sessions are not saved, and are served from memory") == 1
        ballast.unlink()
        await turns_until(lambda: "sessions are saved again" in caplog.text)
        session.data["note"] = "after"
    async with serving(application(store)) as app, Peer.visiting(app.url, like=peer) as again:
        await again.until_page_has(1, "TextEntry")
        (session,) = app.sessions.values()
        assert session.data == {"note": "after"}
        assert again.the("TextEntry").get("text") == "typed"


@in_loop
async def test_what_was_saved_before_the_disk_was_full_is_there_after_it(small: Path) -> None:
    ballast, store = small / "ballast", small / "sessions.db"
    async with serving(application(store)) as app, Peer.visiting(app.url) as peer:
        await peer.until_page_has(1, "TextEntry")
        (session,) = app.sessions.values()
        session.data["note"] = "before"
        await soon(session.save())
        fill(ballast)
        session.data["note"] = "x" * 100_000
    ballast.unlink()
    async with serving(application(store)) as app, Peer.visiting(app.url, like=peer):
        (session,) = app.sessions.values()
        assert session.data == {"note": "before"}

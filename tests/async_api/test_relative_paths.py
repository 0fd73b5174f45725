"""Paths that a program gives are of the folder in which it gives them, wherever it goes later."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pgwidgets import async_
from pgwidgets.access.audit import Audit
from pgwidgets.access.passwords import Users, hashed, write_users
from pgwidgets.stores.sqlite import SQLiteStore

type Steps = tuple[Callable[[], object], Callable[[], object]]
"""What writes to a file that is yet to be made, and what closes it."""


def _kept() -> Steps:
    store = SQLiteStore("file")
    return store.open, store.close


def _audited() -> Steps:
    audit = Audit("file")
    Path("file").unlink()
    audit.close()
    return lambda: audit.write("looked", None, None), audit.close


def _recorded() -> Steps:
    app = async_.Application(0, 0, record="file")
    recorder = app._pgwidgets._recorder
    assert recorder is not None
    Path("file").unlink()
    recorder.close()
    return app.create_session, recorder.close


@pytest.mark.parametrize("make", [_kept, _audited, _recorded])
def test_it_is_written_where_it_was_meant(
    make: Callable[[], Steps], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there, elsewhere = tmp_path / "there", tmp_path / "elsewhere"
    there.mkdir()
    elsewhere.mkdir()
    monkeypatch.chdir(there)
    write, close = make()
    monkeypatch.chdir(elsewhere)
    write()
    close()
    assert (there / "file").exists()
    assert not list(elsewhere.iterdir())


def test_users_are_read_anew_where_they_were_read_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    write_users(Path("users.txt"), {"ada": hashed("a good one")})
    users = Users("users.txt")
    monkeypatch.chdir(tmp_path / "elsewhere")
    write_users(Path("users.txt"), {"eve": hashed("whatever she likes")})
    assert list(users.all()) == ["ada"]

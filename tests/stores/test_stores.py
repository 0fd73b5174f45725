"""The stores keep what they are given, and say what is wrong with them."""

import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from pgwidgets.async_ import Application
from pgwidgets.stores import MemoryStore, SQLiteStore, Store, StoreError


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made: Store = MemoryStore() if request.param == "memory" else SQLiteStore(tmp_path / "kept.db")
    made.open()
    yield made
    made.close()


def test_fields_are_kept_and_taken_away(store: Store) -> None:
    assert store.load("5") is None
    store.save("5", {"a": b"1", "b": b"\0\xff", "whole": b"1"})
    store.save("5", {"a": b"2", "b": None, "c": b""})
    store.save('"5"', {"a": b"another"})
    assert store.load("5", take=("whole", "never")) == {"a": b"2", "c": b"", "whole": b"1"}
    assert store.load("5") == {"a": b"2", "c": b""}
    assert sorted(store.sessions()) == ['"5"', "5"]
    store.delete("5")
    assert store.load("5") is None
    assert store.sessions() == ['"5"']
    store.delete("never")


def test_a_file_is_there_again_and_applications_are_kept_apart(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    one, other = SQLiteStore(path), SQLiteStore(path, namespace="other")
    one.save("1", {"a": b"1"})
    other.save("1", {"a": b"2"})
    one.close()
    other.close()
    one = SQLiteStore(str(path))
    assert one.load("1") == {"a": b"1"}
    one.close()
    again = SQLiteStore(path, namespace="other")
    assert again.load("1") == {"a": b"2"}
    again.close()


def test_what_was_not_saved_for_long_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    store = SQLiteStore(path)
    store.save("old", {"a": b"1"})
    store.save("new", {"a": b"1"})
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE pgwidgets_sessions SET saved=saved-3*86400 WHERE session='old'")
    connection.close()
    again = SQLiteStore(path, keep_days=2)
    assert again.load("old") is None
    assert again.sessions() == ["new"]
    again.close()


def test_a_damaged_file_and_a_newer_one_are_told(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    path.write_bytes(b"this is no database at all" * 100)
    store = SQLiteStore(path)
    with pytest.raises(StoreError, match=r"kept\.db: file is not a database"):
        store.open()
    with pytest.raises(StoreError, match="file is not a database"):
        store.save("1", {"a": b"1"})
    assert path.read_bytes().startswith(b"this is no database")  # nobody has touched it
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()
    with pytest.raises(StoreError, match="has version 99, and this is version 1"):
        store.open()
    path.unlink()
    store.save("1", {"a": b"1"})  # it is tried anew
    assert store.load("1") == {"a": b"1"}
    store.close()
    with pytest.raises(StoreError, match="unable to open"):
        SQLiteStore(tmp_path / "no" / "such" / "kept.db").open()


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    store = SQLiteStore(tmp_path / "kept.db")
    store.save("1", {"a": b"1", "b": b"1"})
    assert store._connection is not None
    store._connection.execute("PRAGMA max_page_count=20")
    with pytest.raises(StoreError, match="full"):
        store.save("1", {"a": b"2", "b": b"x" * 200_000})
    assert store.load("1") == {"a": b"1", "b": b"1"}
    store.close()


def _save_until_killed(path: Path) -> None:
    store = SQLiteStore(path)
    number = 0
    while True:
        number += 1
        text = str(number).encode()
        store.save("1", {"a": text, "b": text * 100})


def test_a_process_that_is_killed_leaves_whole_saves(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    process = multiprocessing.get_context("spawn").Process(target=_save_until_killed, args=(path,))
    process.start()
    store = SQLiteStore(path)
    found = None
    while found is None or int(found["a"]) < 50:
        assert process.is_alive()
        found = store.load("1")
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    last = store.load("1")
    assert last is not None
    assert int(last["a"]) >= int(found["a"])
    assert last["b"] == last["a"] * 100
    store.close()


def test_settings_are_checked(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="path is 5"):
        SQLiteStore(5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="namespace is None"):
        SQLiteStore(tmp_path / "a", namespace=None)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="keep_days is 'x'"):
        SQLiteStore(tmp_path / "a", keep_days="x")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="keep_days is 0"):
        SQLiteStore(tmp_path / "a", keep_days=0)
    with pytest.raises(ValueError, match=r"keep_days is 10+; it must be above 0"):
        SQLiteStore(tmp_path / "a", keep_days=10**400)
    with pytest.raises(ValueError, match=r"resume_window is 10+; it must be a number of seconds"):
        Application(resume_window=10**400)
    with pytest.raises(TypeError, match="store is 5; it must be the path of a file, the"):
        Application(store=5)  # type: ignore[arg-type]
    assert isinstance(SQLiteStore(tmp_path / "a"), Store)
    assert not (tmp_path / "a").exists()
    Application(0, 0, store=tmp_path / "a")
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    ("store", "words"),
    [
        ("postgresql://user:secret@x/y", "store begins with 'postgresql://'"),
        ("sqlite:///x.sqlite", "'sqlite://'"),
        ("redis//x:6379", "store begins with 'redis//'"),
        ("redis:x", "one of redis://, rediss://, unix://"),
        ("rediss:/x", "'rediss:'"),
    ],
)
def test_an_address_of_no_store_is_no_path_of_a_file(store: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as failed:
        Application(store=store)
    assert "secret" not in str(failed.value)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    for store in (tmp_path, str(tmp_path)):
        with pytest.raises(ValueError, match="a folder"):
            Application(store=store)
    Application(0, 0, store=f"{tmp_path}/redis:not at the start")

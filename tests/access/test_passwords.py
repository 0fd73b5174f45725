"""Passwords: what is kept of them, the file, and the command that writes it."""

import getpass
import io
import os
import stat
import sys
from pathlib import Path

import pytest

from pgwidgets.access.passwords import (
    Users,
    check_name,
    hashed,
    is_right,
    read_users,
    write_users,
)
from pgwidgets.cli.main import main


def test_a_password_is_right_or_wrong_and_is_not_kept() -> None:
    kept = hashed("pässword")
    assert kept.startswith("$scrypt$32768,8,1$")
    assert "ssword" not in kept
    assert kept != hashed("pässword")  # each has a salt of its own
    assert is_right("pässword", kept)
    for wrong in ("password", "", "pässword ", "x" * 5000, "\udcff"):
        assert not is_right(wrong, kept)


@pytest.mark.parametrize("password", ["", "x" * 1025])
def test_passwords_that_nobody_has(password: str) -> None:
    with pytest.raises(ValueError, match="from 1 to 1024 bytes"):
        hashed(password)


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "secret",
        "$md5$1,1,1$YQ==$YQ==",
        "$scrypt$1,1$YQ==$YQ==",
        "$scrypt$1048576,8,1$YQ==$YQ==",
        "$scrypt$2,1,1$!$YQ==",
    ],
)
def test_what_was_not_written_by_us_is_not_compared(kept: str) -> None:
    with pytest.raises(ValueError, match="as `pgwidgets passwd` writes it"):
        is_right("secret", kept)


def test_a_file_of_users_is_read_again_when_it_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "users"
    write_users(path, {"ada": hashed("one"), "grace": hashed("two")})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    users = Users(path)
    assert users.is_right("ada", "one")
    assert not users.is_right("ada", "two")
    assert not users.is_right("nobody", "one")
    path.chmod(0o640)
    write_users(path, {"ada": hashed("three")})
    os.utime(path, ns=(1, 1))
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert users.is_right("ada", "three")
    assert list(users.all()) == ["ada"]
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_no_file_of_users_is_named(tmp_path: Path) -> None:
    path = tmp_path / "users"
    with pytest.raises(OSError, match="users"):
        Users(path)
    path.write_text("# people\n\nada:secret\n")
    with pytest.raises(ValueError, match=r"users:3: no line as `pgwidgets passwd` writes it"):
        Users(path)


def test_the_command_makes_changes_lists_and_removes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "users"
    answers = iter(["one", "one", "two", "three"])
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(answers))
    assert main(["passwd", str(path), "ada"]) == 0
    assert is_right("one", read_users(path)["ada"])
    assert main(["passwd", str(path), "ada"]) == 1
    assert "the two passwords differ; nothing was changed" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdin", io.StringIO("four\nmore\n"))
    assert main(["passwd", str(path), "grace", "--stdin"]) == 0
    assert is_right("four", read_users(path)["grace"])
    capsys.readouterr()
    assert main(["passwd", str(path)]) == 0
    assert capsys.readouterr().out == "ada\ngrace\n"
    assert main(["passwd", str(path), "ada", "--remove"]) == 0
    assert main(["passwd", str(path), "ada", "--remove"]) == 1
    assert list(read_users(path)) == ["grace"]
    for name in ("a:b", "#a", "a\nb", "", " ", " ada", "ada "):
        assert main(["passwd", str(path), name, "--stdin"]) == 1
    assert list(read_users(path)) == ["grace"]


def test_comments_stay_in_a_file_that_the_command_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "users"
    write_users(path, {"ada": hashed("one"), "grace": hashed("two")})
    ada, grace = path.read_text().splitlines()
    path.write_text(f"# the day\n{ada}\n\n# the night\n{grace}\n")
    monkeypatch.setattr(sys, "stdin", io.StringIO("three\n"))
    assert main(["passwd", str(path), "ada", "--stdin"]) == 0
    lines = path.read_text().splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "# the day",
        "ada",
        "",
        "# the night",
        "grace",
    ]
    assert is_right("three", read_users(path)["ada"])
    assert main(["passwd", str(path), "ada", "--remove"]) == 0
    assert path.read_text().splitlines() == ["# the day", "", "# the night", grace]


def test_what_the_command_can_not_do_is_told_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "users"
    for option in ("--remove", "--stdin"):
        assert main(["passwd", str(path), option]) == 2
        assert "name the user" in capsys.readouterr().err
    assert main(["passwd", str(path)]) == 1
    assert "No such file" in capsys.readouterr().err

    def ended(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr(getpass, "getpass", ended)
    assert main(["passwd", str(path), "ada"]) == 1
    assert "no password was given" in capsys.readouterr().err
    assert not path.exists()


@pytest.mark.parametrize("name", [" ada", "ada ", " "])
def test_a_name_is_the_same_in_the_file(name: str) -> None:
    with pytest.raises(ValueError, match="a space"):
        check_name(name)

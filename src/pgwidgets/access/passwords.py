"""Users and their passwords, in a file that holds no password.

Knows: the file's lines, and scrypt (RFC 7914). Must not know: HTTP, cookies, who asks.

A line is ``name:$scrypt$n,r,p$salt$hash``, with the last two in base64. The file is read again when
it has changed.
"""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

_N, _R, _P = 2**15, 8, 1
_MEMORY = 64 * 1024 * 1024
_LONGEST = 1024
"""Bytes of a password that are looked at: more is refused."""


def hashed(password: str) -> str:
    """What is kept of a password.

    Raises:
        ValueError: it is empty, or too long.
    """
    data = password.encode()
    if not 0 < len(data) <= _LONGEST:
        raise ValueError(f"a password has from 1 to {_LONGEST} bytes, and this one has {len(data)}")
    salt = secrets.token_bytes(16)
    return f"$scrypt${_N},{_R},{_P}${_text(salt)}${_text(_scrypt(data, salt, _N, _R, _P))}"


def is_right(password: str, kept: str) -> bool:
    """Whether a password is the one of which something is kept; takes a tenth of a second.

    Raises:
        ValueError: what is kept was not made by :func:`hashed`.
    """
    try:
        empty, kind, costs, salt, right = kept.split("$")
        n, r, p = map(int, costs.split(","))
        wanted = base64.b64decode(right, validate=True)
        if empty or kind != "scrypt" or 128 * n * r > _MEMORY or p > 16:
            raise ValueError(kind)
        found = _scrypt(password.encode("utf-8", "replace")[: _LONGEST + 1], _bytes(salt), n, r, p)
    except (ValueError, binascii.Error) as exc:
        raise ValueError("what is kept of a password is not as `pgwidgets passwd` writes it") from (
            exc
        )
    return hmac.compare_digest(found, wanted)


class Users:
    """The users of one file, or of a mapping.

    Parameters:
        source: a file as ``pgwidgets passwd`` makes it; or what :func:`hashed` gives, by name.

    Raises:
        OSError: the file can't be read.
        ValueError: a line of it is none.
    """

    def __init__(self, source: str | os.PathLike[str] | Mapping[str, str]) -> None:
        self._path = None if isinstance(source, Mapping) else Path(source).absolute()
        self._kept = dict(source) if isinstance(source, Mapping) else {}
        self._version: tuple[int, int] | None = None
        self._turn = threading.Lock()
        self._nobody = hashed(secrets.token_hex(8))  # so that it takes as long for who is none
        self.all()

    def all(self) -> dict[str, str]:
        """What is kept of each user's password, by name."""
        if self._path is not None:
            stat = self._path.stat()
            version = (stat.st_mtime_ns, stat.st_size)
            if version != self._version:
                self._kept = read_users(self._path)
                self._version = version
        return self._kept

    def is_right(self, name: str, password: str) -> bool:
        """Whether somebody is a user, with this password; one is looked at after another."""
        kept = self.all().get(name)
        with self._turn:
            found = is_right(password, self._nobody if kept is None else kept)
        return found and kept is not None


def read_users(path: Path) -> dict[str, str]:
    """The users of a file; lines that are empty, or begin with ``#``, say nothing.

    Raises:
        OSError: it can't be read.
        ValueError: a line of it is none.
    """
    found = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            name, colon, kept = line.strip().partition(":")
            if not (colon and name and kept.startswith("$scrypt$")):
                raise ValueError(f"{path}:{number}: no line as `pgwidgets passwd` writes it")
            found[name] = kept
    return found


def write_users(path: Path, users: Mapping[str, str]) -> None:
    """Write a file of users, whole or not at all; nobody else may read a new one.

    Lines of it that say nothing of users, such as comments, stay where they are.

    Raises:
        OSError: it can't be written.
    """
    text = "".join(f"{line}\n" for line in _lines(path, users))
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def check_name(name: str) -> None:
    """Refuse what can't be the name of a user in a file, and in what browsers send.

    Raises:
        ValueError: it is none.
    """
    is_plain = name.isprintable() and ":" not in name and name == name.strip()
    if not is_plain or not 0 < len(name) <= 200 or name.startswith("#"):
        raise ValueError(
            f"name is {name!r}; it must have from 1 to 200 printable characters, no ':' among "
            f"them, and neither begin with '#' nor begin or end with a space"
        )


def _lines(path: Path, users: Mapping[str, str]) -> Iterator[str]:
    left = dict(users)
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        name = line.strip().partition(":")[0]
        if not line.strip() or line.startswith("#"):
            yield line
        elif name in left:
            yield f"{name}:{left.pop(name)}"
    for name, kept in left.items():
        yield f"{name}:{kept}"


def _scrypt(data: bytes, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(data, salt=salt, n=n, r=r, p=p, maxmem=2 * _MEMORY, dklen=32)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)

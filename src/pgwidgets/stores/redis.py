"""A store in Redis, or Valkey, which several servers share.

Knows: keys, connections, and what can be wrong with them. Must not know: what the fields mean, when
a lease is renewed, or which thread calls.

All keys of a namespace have one hash tag, so that they are in one place of a Redis Cluster. What is
written survives the death of Redis as far as its own settings have it written to a disk.
"""

import itertools
import os
import secrets
import socket
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from .base import StoreError
from .forks import MadeHere
from .redis_scripts import ACQUIRE, ALSO_IF_FULL, BEAT, FLAGS_SINCE, LET_GO, RECLAIM, SAVE, TOUCH
from .redis_url import where_is
from .shared import NO_FIELDS, About, Beat, Elsewhere, Found, Reclaimed, Superseded

if TYPE_CHECKING:
    import redis

_DAY = 86_400.0
_AT_A_TIME = 500
"""Sessions that are asked about in one go."""
_LEASES = (0.2, 60.0)
"""Seconds of a lease, at least and at most."""
_KEEP_DAYS = (0.01, 36_500.0)
"""Days for which sessions are kept: longer than several leases, and what Redis can count."""


class RedisStore:
    """Keeps sessions in Redis, for as many servers as there are.

    Parameters:
        url: where it is: ``redis://[[user]:password@]host[:port][/database]``, ``rediss://`` for
            TLS, or ``unix://path``.
        namespace: tells applications apart that use one Redis.
        server: the name of this server, for people; None: that of the machine and the process.
        lease: seconds after which others may have what this server owns, if it says nothing; from
            0.2 to 60.
        address: host and port, divided by a colon, at which *all* servers can see whether this one
            is there: its connections are refused only if it is not. None: those of one machine find
            out by themselves, others wait for the end of the lease.
        keep_days: sessions that were not saved for so many days are forgotten, and that one was
            destroyed is remembered as long; from 0.01 to 36500.

    Raises:
        ImportError: the library is not installed; the text says how it is.
        TypeError, ValueError: a setting that is not allowed.
    """

    def __init__(
        self,
        url: str,
        *,
        namespace: str = "",
        server: str | None = None,
        lease: float = 2.0,
        address: str | None = None,
        keep_days: float = 30.0,
    ) -> None:
        for name, value in (("url", url), ("namespace", namespace)):
            if not isinstance(value, str):
                raise TypeError(f"RedisStore(): {name} is {value!r}; it must be a text")
        for name, text in (("server", server), ("address", address)):
            if text is not None and not isinstance(text, str):
                raise TypeError(f"RedisStore(): {name} is {text!r}; it must be a text, or None")
        for name, number, bounds in (
            ("lease", lease, _LEASES),
            ("keep_days", keep_days, _KEEP_DAYS),
        ):
            if isinstance(number, bool) or not isinstance(number, (int, float)):
                raise TypeError(f"RedisStore(): {name} is {number!r}; it must be a number")
            least, most = bounds
            if not least <= number <= most:
                raise ValueError(
                    f"RedisStore(): {name} is {number!r}; it must be from {least:g} to {most:g}"
                )
        self._where = where_is(url)
        if "{" in namespace or "}" in namespace:
            raise ValueError(f"RedisStore(): namespace is {namespace!r}; it must have no braces")
        if address is not None and not address.rpartition(":")[2].isdecimal():
            raise ValueError(f"RedisStore(): address is {address!r}; it must be host:port")
        self.lease = float(lease)
        self.server = server or f"{socket.gethostname()}-{os.getpid()}"
        self.address = address
        self._prefix = f"{{pgwidgets:{namespace}}}:"
        self._boot = secrets.token_urlsafe(9)
        self._made_here = MadeHere()
        self._keep = int(keep_days * _DAY * 1000)
        self._about = b""
        self._epochs: dict[str, int] = {}
        # Those of which a save was refused: who is told of it may come to it later than to a lease.
        self._superseded: set[str] = set()
        self._beats = 0
        self._numbers = itertools.count(1)  # what is asked, so that nothing is done behind newer
        # The lease must not wait for anybody, nor be tried twice: it has a connection of its own.
        self._client, self._failed = _connected(url, self.lease, retries=1)
        self._pulse, _ = _connected(url, self.lease, retries=0)
        register = self._client.register_script
        self._save, self._touch = register(SAVE), register(TOUCH)
        self._prepare("")
        self._version = 0

    # --- as every store

    def open(self) -> None:
        """As :meth:`Store.open`; it is connected to when it is needed.

        Raises:
            ValueError: this process is a fork of the one in which the store was made.
        """
        self._made_here.check(self)

    def close(self) -> None:
        """As :meth:`Store.close`."""
        self._client.close()
        self._pulse.close()

    def load(self, session: str, *, take: Iterable[str] = ()) -> dict[str, bytes] | None:
        """As :meth:`Store.load`, whoever owns the session."""
        fields = self._key("fields", session)

        def read() -> dict[bytes, bytes]:
            pipe = self._client.pipeline()
            pipe.hgetall(fields)
            for name in take:
                pipe.hdel(fields, name)
            found: dict[bytes, bytes] = pipe.execute()[0]
            return found

        return {name.decode(): field for name, field in self._ask(read).items()} or None

    def save(self, session: str, fields: Mapping[str, bytes | None]) -> None:
        """As :meth:`Store.save`; :exc:`Superseded`: the session is another server's."""
        if session not in self._epochs:
            found = self.acquire(session, is_new=True)
            if isinstance(found, Elsewhere):
                raise Superseded(f"{session} is at {found.about.server}")
        new = {name: field for name, field in fields.items() if field is not None}
        flat = [part for pair in new.items() for part in pair]
        gone = [name for name, field in fields.items() if field is None]
        about: list[Any] = [self._boot, self._epochs.get(session, 0), next(self._numbers)]
        args = [*about, self._keep, len(new), *flat, *gone]
        answer = self._ask(lambda: self._save(self._both(session), args))
        if answer == b"superseded":
            self._superseded.add(session)
            self._epochs.pop(session, None)
            raise Superseded(f"{session} is another server's")
        if answer == b"untold":  # it is told to another thread just now, or was, and is asked again
            raise StoreError(f"{self._where} has a newer epoch of {session} than is known here")
        if answer == b"late":
            raise StoreError(f"{self._where} has a newer save of {session} already")
        if answer == b"forgotten":
            raise StoreError(f"{self._where} has forgotten {session}, which is to be saved anew")

    def delete(self, session: str) -> None:
        """As :meth:`Store.delete`; of a session that is another server's nothing is deleted."""
        self._part(session, "delete")

    def sessions(self) -> list[str]:
        """As :meth:`Store.sessions`."""
        begin = self._key("fields", "")
        special = str.maketrans({char: f"\\{char}" for char in "\\*?[]^"})

        def find() -> list[bytes]:
            return list(self._client.scan_iter(f"{begin.translate(special)}*", 1000))

        return sorted(key.decode().removeprefix(begin) for key in self._ask(find))

    # --- as a store that is shared

    def join(self, about: About, secret: str) -> None:
        """As :meth:`SharedStore.join`."""
        self._about = msgspec.json.encode(about)
        key = f"{self._prefix}secret"

        def agree() -> Any:
            self._client.set(key, secret, nx=True)
            return self._client.get(key)

        if self._ask(agree) != secret.encode():
            raise ValueError(
                f"secret_key is not that of the other servers that keep their sessions in "
                f"{self._where}; it must be the same, or the namespace another"
            )

    def beat(self) -> Beat:
        """As :meth:`SharedStore.beat`."""
        prefix, boot = self._prefix, self._boot
        keys = [f"{prefix}{key}" for key in (f"lease:{boot}", f"wanted:{boot}", "life", "born")]
        args: list[Any] = [self._about, int(self.lease * 1000), secrets.token_hex(8)]

        if not self._version:
            version = str(self._ask(lambda: self._pulse.info("server"))["redis_version"])
            self._version = int(version.partition(".")[0])
            self._prepare(ALSO_IF_FULL if self._version >= FLAGS_SINCE else "")

        def renew() -> tuple[Any, Any]:
            pipe = self._pulse.pipeline(transaction=False)
            pipe.info("server")
            self._beat(keys, args, client=pipe)
            server, answer = pipe.execute()
            return server, answer

        server, (had, life, wanted) = self._ask(renew)
        self._beats += 1
        if self._beats * self.lease * 1000 > self._keep:  # it is renewed more often than once
            self._beats = 0
            self._many(self._touch, [([*self._both(key)], [self._keep]) for key in [*self._epochs]])
        run = f"{server.get('run_id')} {life.decode()}"
        return Beat(bool(had), sorted(one.decode() for one in wanted), run)

    def leave(self) -> None:
        """As :meth:`SharedStore.leave`."""
        keys = [self._key("lease", self._boot), self._key("wanted", self._boot)]
        self._ask(lambda: self._client.delete(*keys))

    def acquire(
        self,
        session: str,
        *,
        take: Iterable[str] = (),
        peek: Iterable[str] = (),
        is_new: bool = False,
        dead: str | None = None,
    ) -> Found | Elsewhere | None:
        """As :meth:`SharedStore.acquire`."""
        least, young = self._epochs.get(session, 0), int(self.lease * 1000)
        about: list[Any] = [self._prefix, self._boot, dead or "", int(is_new), young]
        told = [*peek]
        args = [*about, least, self._keep, session, next(self._numbers), len(told), *told, *take]
        answer = self._ask(lambda: self._acquire(self._both(session), args))
        match answer[0]:
            case b"found":
                self._superseded.discard(session)
                epoch = int(answer[1])
                self._epochs[session] = max(epoch, self._epochs.get(session, 0))
                return Found(epoch, _fields(answer[2]))
            case b"elsewhere":
                _, boot, about_it, fields, since = answer
                owner = msgspec.json.decode(about_it, type=About)
                return Elsewhere(boot.decode(), owner, _fields(fields), float(since) / 1000)
            case b"late":
                raise StoreError(f"{self._where} was asked for {session} more than once")
            case b"young":
                raise StoreError(f"{self._where} is new, and its servers may tell it of {session}")
        return None

    def want(self, session: str, boot: str) -> None:
        """As :meth:`SharedStore.want`."""
        key = self._key("wanted", boot)

        def write() -> None:
            pipe = self._client.pipeline()
            pipe.sadd(key, session)
            pipe.pexpire(key, 60_000)
            pipe.execute()

        self._ask(write)

    def release(self, session: str, fields: Mapping[str, bytes] = NO_FIELDS) -> None:
        """As :meth:`SharedStore.release`."""
        flat = [part for pair in fields.items() for part in pair]
        if session in self._epochs:
            self._part(session, "release", *flat)
        else:  # an answer may have been lost, so that nobody here knows of it
            args = [self._boot, "", next(self._numbers), "release", *flat]
            self._ask(lambda: self._let_go(self._both(session), args))

    def reclaim(self, *, is_forgotten: bool) -> Reclaimed:
        """As :meth:`SharedStore.reclaim`."""
        asked = dict(self._epochs)
        args = [self._boot, int(is_forgotten), self._keep]
        jobs = [
            ([self._key("owner", key)], [args[0], epoch, *args[1:]]) for key, epoch in asked.items()
        ]
        answers = self._many(self._reclaim, jobs)
        reclaimed = Reclaimed({}, [*self._superseded])
        self._superseded.difference_update(reclaimed.lost)
        for (key, before), answer in zip(asked.items(), answers, strict=True):
            epoch = int(answer)
            if not epoch:
                self._epochs.pop(key, None)
                reclaimed.lost.append(key)
            elif epoch != before:
                self._epochs[key] = reclaimed.epochs[key] = epoch
        return reclaimed

    # ------------------------------------------------------------------------------------------

    def _prepare(self, flags: str) -> None:
        """Make ready what needs little room, and is done in a store that is full, too."""
        register = self._client.register_script
        scripts = (flags + script for script in (ACQUIRE, LET_GO, RECLAIM))
        self._acquire, self._let_go, self._reclaim = map(register, scripts)
        self._beat = self._pulse.register_script(flags + BEAT)

    def _key(self, kind: str, name: str) -> str:
        return f"{self._prefix}{kind}:{name}"

    def _both(self, session: str) -> list[str]:
        return [self._key("owner", session), self._key("fields", session)]

    def _part(self, session: str, how: str, *flat: str | bytes) -> None:
        epoch = self._epochs.get(session)
        if epoch is not None:
            keys = self._both(session)
            args = [self._boot, epoch, next(self._numbers), how, *flat]
            self._ask(lambda: self._let_go(keys, args))
            if self._epochs.get(session) == epoch:
                del self._epochs[session]

    def _many(self, script: Any, jobs: list[tuple[list[str], list[Any]]]) -> list[Any]:
        """Do one script many times, on the connection of the lease."""
        answers: list[Any] = []
        for start in range(0, len(jobs), _AT_A_TIME):
            pipe = self._pulse.pipeline(transaction=False)
            for keys, args in jobs[start : start + _AT_A_TIME]:
                script(keys, args, client=pipe)
            answers += self._ask(pipe.execute)
        return answers

    def _ask[T](self, what: Callable[[], T]) -> T:
        try:
            return what()
        except (self._failed, OSError) as exc:
            raise StoreError(f"{self._where}: {exc}") from exc

    def __repr__(self) -> str:
        return f"RedisStore({self._where}, server={self.server!r})"


def _fields(flat: list[bytes]) -> dict[str, bytes]:
    """Names and contents, one after another, as a dict."""
    return {name.decode(): field for name, field in zip(flat[::2], flat[1::2], strict=True)}


def _connected(
    url: str, lease: float, *, retries: int
) -> "tuple[redis.Redis, type[redis.RedisError]]":
    try:
        import redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry
    except ImportError as exc:
        raise ImportError(
            "a store in Redis needs redis; install the extra: pip install 'pgwidgets[redis]'"
        ) from exc
    client = redis.Redis.from_url(
        url,
        socket_timeout=lease / 2,
        socket_connect_timeout=lease / 2,
        retry=Retry(NoBackoff(), retries),
    )
    return client, redis.RedisError

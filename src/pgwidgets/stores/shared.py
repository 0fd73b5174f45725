"""What a store is that several servers share: beside fields it knows who owns which session.

Knows: the role, and what is answered in it. Must not know: how it is done, threads, sessions.

A server has one lease, which it renews again and again (:meth:`SharedStore.beat`). A session is its
own from :meth:`SharedStore.acquire` on, for as long as nobody else has acquired it; others may as
soon as the lease is over. Each new owner has a higher epoch, and what one with a lower has still to
write is refused (:exc:`Superseded`).
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, Protocol, runtime_checkable

import msgspec

from .base import Store, StoreError

URLS = ("redis://", "rediss://", "unix://")
"""How the address of a Redis begins."""

type StoreLost = Literal["freeze", "serve"]
"""What is done while the store can't be reached: nothing, or to serve on from memory."""

NO_FIELDS: Mapping[str, bytes] = MappingProxyType({})
"""What a release writes where it is told of nothing."""


class Superseded(StoreError):
    """The session is another server's by now, so that nothing of it was written."""


class SessionElsewhere(RuntimeError):
    """A session that the program wants is another server's.

    Attributes:
        server: the name of that server.
    """

    def __init__(self, text: str, server: str) -> None:
        super().__init__(text)
        self.server = server


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What a server tells the others of itself.

    Attributes:
        server: its name, for people.
        address: host and port where it takes connections, divided by a colon; None: not told. If
            these are refused, it is not there any more.
        machine: who can ask at that address: other servers of this machine; None: all.
    """

    server: str
    address: str | None = None
    machine: str | None = None


class Found(NamedTuple):
    """A session is ours from here on.

    Attributes:
        epoch: how often it has had a new owner.
        fields: what is stored of it; those that were to be taken are among them.
    """

    epoch: int
    fields: dict[str, bytes]


class Elsewhere(NamedTuple):
    """A session is another server's.

    Attributes:
        boot: names the run of that server.
        about: what it tells of itself.
        fields: those that were to be told.
        seconds: since when it is there; very many if it was made there.
    """

    boot: str
    about: About
    fields: dict[str, bytes]
    seconds: float


class Beat(NamedTuple):
    """The lease was renewed.

    Attributes:
        had_lease: whether it was still good until then, as the store sees it.
        wanted: sessions of ours that others want.
        life: names what the store remembers; another one, if it was emptied or started anew.
    """

    had_lease: bool
    wanted: list[str]
    life: str


class Reclaimed(NamedTuple):
    """What has become of the sessions that were ours.

    Attributes:
        epochs: those that are ours under a new epoch, and are to be saved as a whole.
        lost: those that are another's, or gone.
    """

    epochs: dict[str, int]
    lost: list[str]


@runtime_checkable
class SharedStore(Store, Protocol):
    """A store that several servers share; any thread may call it.

    Of a session that this server does not own :meth:`save` writes nothing, unless nobody has ever
    owned it, who then does.

    Attributes:
        lease: seconds for which a lease is good.
        server: the name of this server, for people.
        address: where other servers find it, as :class:`About` has it; None: it is found out.
    """

    lease: float
    server: str
    address: str | None

    def join(self, about: About, secret: str) -> None:
        """Come to be one of the servers; called before each first :meth:`beat`.

        Parameters:
            about: what others are told.
            secret: a digest of what all have in common.

        Raises:
            ValueError: others have another one.
            StoreError: the store can't be reached.
        """

    def beat(self) -> Beat:
        """Renew the lease.

        Raises:
            StoreError: the store can't be reached.
        """
        ...

    def leave(self) -> None:
        """End the lease: others may have what was ours; raises StoreError."""

    def acquire(
        self,
        session: str,
        *,
        take: Iterable[str] = (),
        peek: Iterable[str] = (),
        is_new: bool = False,
        dead: str | None = None,
    ) -> Found | Elsewhere | None:
        """Have a session, unless another server has it whose lease is good.

        Parameters:
            session: its key.
            take: fields to remove in the same step; they are given once more.
            peek: fields that are told of a session that is another server's.
            is_new: have it also if nothing is stored of it.
            dead: a run of a server that is known to be no more, whatever its lease is.

        Returns:
            None: nothing is stored of it.

        Raises:
            StoreError: the store can't be reached, or is so new that owners may still tell it what
                is theirs.
        """
        ...

    def want(self, session: str, boot: str) -> None:
        """Have its owner told that a session is wanted here; raises StoreError."""

    def release(self, session: str, fields: Mapping[str, bytes] = NO_FIELDS) -> None:
        """Have a session no more; its fields stay.

        It may be this server's although nobody here knows: an answer may have been lost.

        Parameters:
            session: its key.
            fields: what is written in the same step; nothing, if the session is not ours.

        Raises:
            StoreError: the store can't be reached.
        """

    def reclaim(self, *, is_forgotten: bool) -> Reclaimed:
        """Look what is ours still, after the lease was over.

        Those of which a save was refused are lost, too, whether or not somebody has been told.

        Parameters:
            is_forgotten: the store may have forgotten something: all is to be saved anew.

        Raises:
            StoreError: the store can't be reached.
        """
        ...

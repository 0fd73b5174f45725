"""One trial: servers, a router, users who click and type, and what happens to the servers.

Knows: how the parts are put together, and what users do. Must not know: how a server is ended, or
what a ledger says of it.
"""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple

from .joining import Join, Told, astray, join, read_log
from .pages import LivePage, Outage
from .routers import haproxy
from .servers import Server, instrument, serving

type Router = Callable[[Path, list[int]], AbstractContextManager[int]]
"""Starts a router before servers of these ports; its own port comes of it."""

WAITS = (0.05, 0.6)
"""Seconds between two things that a user does, at least and at most."""
SENT_AWAY = 1012
"""The code with which a server that is well sends pages to another one."""
UNNOTICED = 10.0
"""Seconds for which a page may not notice that its server is frozen."""
FIELDS = 3
"""How many fields of a page have names; as many have none."""


class Outcome(NamedTuple):
    """What came of a trial.

    Attributes:
        ledger: the ledgers, joined.
        outages: when pages were without a session.
        texts: fields that do not show what was typed into them last.
        refusals: what pages were sent away for.
        cut: when servers were killed or frozen.
        astray: where clicks went that nobody accounts for.
        in_vain: how often users would have clicked, and could not.
    """

    ledger: Join
    outages: list[Outage]
    texts: list[str]
    refusals: list[str]
    cut: list[float]
    astray: list[str]
    in_vain: int

    @property
    def faults(self) -> list[str]:
        """What should not be, in words."""
        counts = [f"{name}: {count}" for name, count in self.ledger.faults.items()]
        return counts + self.astray + self.texts + self.refusals

    @property
    def pauses(self) -> list[float]:
        """Seconds that pages were without a session, the shortest first.

        A page of a frozen server does not know that it has none until it is cut off.
        """
        return sorted(map(self._pause, self.outages))

    def _pause(self, outage: Outage) -> float:
        if outage.code == SENT_AWAY:
            return outage.lasted
        cuts = [at for at in self.cut if outage.began - UNNOTICED < at <= outage.began]
        return outage.began + outage.lasted - max(cuts, default=outage.began)

    def summary(self) -> str:
        """Some lines for people."""
        pauses = self.pauses
        told = ", ".join(f"{name} {count}" for name, count in self.ledger._asdict().items())
        told += f", in vain {self.in_vain}"
        if not pauses:
            return f"{told}\nno pauses"
        middle, late = pauses[len(pauses) // 2], pauses[len(pauses) * 95 // 100]
        return (
            f"{told}\n{len(pauses)} pauses: median {middle:.2f} s, 95 % {late:.2f} s, "
            f"longest {pauses[-1]:.2f} s"
        )


class Crowd:
    """The users of a trial.

    Parameters:
        base: the address of the page.
        rng: what is left to chance.
        sessions: how many sessions they have.
        browsers: how many pages: sessions get a second one, in turn, as far as there are more.
        waits: seconds between two things that a user does, at least and at most.

    Attributes:
        pages: the pages, in the order of their coming.
        typed: what was typed last, by session and field.
        acts: how much users have done.
    """

    def __init__(
        self,
        base: str,
        rng: random.Random,
        sessions: int,
        browsers: int,
        waits: tuple[float, float] = WAITS,
    ) -> None:
        self.acts = 0
        self._waits = waits
        self.pages: list[LivePage] = []
        self.typed: dict[tuple[int, int], str] = {}
        self._base, self._rng = base, rng
        self._sessions, self._browsers = sessions, browsers
        self._tasks: list[asyncio.Task[None]] = []
        self._users: list[asyncio.Task[None]] = []

    async def come(self) -> None:
        """All pages are opened."""
        for number in range(self._sessions):
            self._open(number)
        await self.until_whole()
        for number in range(self._sessions, self._browsers):
            self._open(number, self.pages[number % self._sessions])
        await self.until_whole()

    def _open(self, number: int, like: LivePage | None = None) -> LivePage:
        page = LivePage(number, self._base, random.Random(self._rng.random()), like)
        self.pages.append(page)
        self._tasks.append(asyncio.create_task(page.live()))
        return page

    def begin(self) -> None:
        """From now on users do something."""
        self._users = [asyncio.create_task(self._use(page)) for page in self.pages]

    async def rest(self) -> None:
        """Users do nothing more; all that they did is saved."""
        users, self._users = self._users, []
        await end(users)
        await self.until_whole()

    async def until_whole(self) -> None:
        """All pages show their sessions, and what was done in them is saved."""
        for page in self.pages:
            await page.until(
                "all saved",
                lambda page=page: page.refusals or (page.is_whole and page.texts()),
            )

    async def _use(self, page: LivePage) -> None:
        rng = self._rng
        index = page.number // self._sessions  # browsers of one session have fields of their own
        count = 0
        while not page.refusals:
            await asyncio.sleep(rng.uniform(*self._waits))
            self.acts += 1
            if rng.random() < 0.7:
                await page.click_pad()
                continue
            count += 1
            for field in (index % FIELDS, FIELDS + index % FIELDS):
                text = f"{page.number} {field} {count}"
                await page.type_into(field, text)
                self.typed[page.number % self._sessions, field] = text

    async def look(self) -> list[str]:
        """What new pages of all sessions show otherwise than it was typed."""
        wrong: list[str] = []
        for number in range(self._sessions):
            page = self._open(len(self.pages), self.pages[number])
            await page.until("its page", lambda page=page: page.refusals or page.texts())
            for field, text in enumerate(page.texts()):
                typed = self.typed.get((number, field), "")
                if text != typed:
                    wrong.append(f"session {number}, field {field}: {text!r}, typed {typed!r}")
        return wrong

    async def leave(self) -> None:
        """All pages are closed."""
        await end(self._users + self._tasks)


async def end(tasks: list[asyncio.Task[None]]) -> None:
    """End what users and pages do; raises what one of them has failed with."""
    for task in tasks:
        task.cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException) and not isinstance(outcome, asyncio.CancelledError):
            raise outcome


type Happening = Callable[[list[Server], Crowd, random.Random], Awaitable[None]]
"""What happens to servers while users do something."""


def trial(
    happening: Happening,
    *,
    folder: Path,
    seed: int,
    store: str,
    names: str = "ab",
    sessions: int = 2,
    browsers: int = 3,
    router: Router | None = haproxy,
    is_looked_at: bool = True,
    waits: tuple[float, float] = WAITS,
    **settings: Any,
) -> Outcome:
    """Carry out a trial.

    Parameters:
        happening: what happens.
        folder: for sockets, logs and configurations; its path is a short one.
        seed: of all that is left to chance.
        store: where sessions are kept, as Application takes it.
        names: of the servers, each a letter.
        sessions: how many there are.
        browsers: how many pages show them.
        router: starts what stands before the servers; None: there is one server, and no router.
        waits: seconds between two things that a user does, at least and at most.
        is_looked_at: whether new pages must show in the end what was typed.
        settings: what else the program is told.
    """
    rng = random.Random(seed)
    with contextlib.ExitStack() as ends:
        path, log = ends.enter_context(instrument(folder))
        told = {"store": store, "instrument": path, **settings}
        servers = ends.enter_context(serving(names, told))
        ports = [server.port for server in servers]
        front = ports[0] if router is None else ends.enter_context(router(folder, ports))
        users = Crowd(f"http://127.0.0.1:{front}/", rng, sessions, browsers, waits)
        pages, texts = asyncio.run(_run(users, servers, rng, happening, is_looked_at))
        cut = {pid: at for server in servers for pid, at in server.cut.items()}
    told_by = {
        str(page.number): Told(str(page.session_id), page.clicked, page.unrepeated, page.lost)
        for page in pages
    }
    refusals = [f"page {page.number}: {why}" for page in pages for why in page.refusals]
    outages = [outage for page in pages for outage in page.outages]
    entries = read_log(log)
    return Outcome(
        join(entries, told_by, cut),
        outages,
        texts,
        refusals,
        [at for times in cut.values() for at in times],
        astray(entries, told_by),
        sum(page.in_vain for page in pages),
    )


async def _run(
    users: Crowd,
    servers: list[Server],
    rng: random.Random,
    happening: Happening,
    is_looked_at: bool,
) -> tuple[list[LivePage], list[str]]:
    """The trial itself; gives its pages, and which texts are wrong."""
    try:
        await users.come()
        users.begin()
        await happening(servers, users, rng)
        await users.rest()
        pages = list(users.pages)
        return pages, await users.look() if is_looked_at else []
    finally:
        await users.leave()

"""Servers, pages and a store to which things happen by a seed.

Knows: what may happen, and what a click must come to. Must not know: which seeds are tried.
"""

import random
from collections import Counter, deque
from collections.abc import Callable
from typing import Any

from pgwidgets.stores import StoreError
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto import Session, WidgetEvent
from stores.made_up import MadeUpStore, Server, Space, World

STEP = 0.05
"""Seconds from one look at all to the next."""


class Jobs:
    """A worker whose jobs are done in their order, whenever chance has it."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.jobs: deque[Callable[[], None]] = deque()
        self.is_prompt = False

    def start(self) -> None:
        pass

    def do(self, job: Callable[[], None]) -> None:
        self.jobs.append(job)

    def stop(self, last: Callable[[], None]) -> None:
        self.do(last)

    def go_on(self) -> bool:
        most = len(self.jobs) if self.is_prompt else self.rng.choice((0, 0, 1, 1, 2, 9))
        done = 0
        while self.jobs and done < most:
            self.jobs.popleft()()
            done += 1
        return done > 0


class Line:
    """The way to the store, on which questions and answers are lost."""

    def __init__(self, store: MadeUpStore, rng: random.Random) -> None:
        self.rate = 0.0
        for name in ("save", "delete", "beat", "acquire", "want", "release", "reclaim", "load"):
            setattr(store, name, self._unsure(store, getattr(store, name), rng))

    def _unsure(
        self, store: MadeUpStore, ask: Callable[..., Any], rng: random.Random
    ) -> Callable[..., Any]:
        def asked(*args: Any, **more: Any) -> Any:
            how = rng.random()
            if how < self.rate:
                raise StoreError("it was not asked")
            known = dict(store.epochs), set(store.superseded)
            answer = ask(*args, **more)
            is_unheard = self.rate <= how < 3 * self.rate
            if is_unheard and ask.__name__ == "reclaim":  # what is ours is learned by the answer
                store.epochs, store.superseded = known
            if how < 2 * self.rate:
                raise StoreError("it did not answer in time")
            return ask(*args, **more) if is_unheard else answer  # it was asked again

        return asked


class Chancy(Server):
    """A server whose threads come to their turns by chance; its program counts clicks by page."""

    def __init__(self, space: Space, name: str, world: "Moves") -> None:
        self.home = Jobs(world.rng)
        self.store_jobs, self.owner_jobs = Jobs(world.rng), Jobs(world.rng)
        self.world, self.ends_at = world, None
        self.is_ending = self.is_gone = False
        super().__init__(space, name, None, world.lost)
        self.line = Line(self.store, world.rng)
        saver, sharing = self.saver, self.sharing
        saver._worker = saver.deleting._worker = saver.makings._worker = self.store_jobs
        sharing._worker = sharing._fetching._worker = self.owner_jobs

    def call_home(self, function: Callable[..., None], *args: Any) -> None:
        self.home.do(lambda: function(*args))

    def turn(self, now: float) -> bool:
        was_busy = self.store_jobs.go_on() | self.owner_jobs.go_on() | self.home.go_on()
        was_busy |= super().turn(now)
        return was_busy

    def prompt(self) -> None:
        self.line.rate = 0.0
        self.home.is_prompt = self.store_jobs.is_prompt = self.owner_jobs.is_prompt = True
        self.is_still = self.holds_back = self.store.is_cut_off = False

    def _build(self, session: Session) -> None:
        data = session.kept.data
        data.setdefault("clicks", {})
        pad = session.create("Label", ("pad",))
        session.listen(pad, "click")
        self.world.fields(session)
        self.hub.returning.built(session, self.clock.now())

    def _press(self, session: Session, event: WidgetEvent) -> None:
        if event.action != "click":
            self.running.append((session, event))
            return
        page, serial = event.args[0]["page"], event.args[0]["serial"]
        clicks = session.kept.data["clicks"]
        clicks[page] = clicks.get(page, 0) + 1
        self.world.handled.append(
            (page, serial, session.id, session.kept.epoch, self.store.server, self.world.space.now)
        )
        if "w" in self.world.kinds and self.world.rng.random() < 0.5:  # it waits for its page
            pad = next(node for node in session.nodes.values() if node.cls.name == "Label")
            session.call(pad, "set_text", (f"{page} {serial}",))
            flush = session.flush()
            flush.on_settled(lambda: self.running.append((session, event)))
        else:
            self.running.append((session, event))


class Moves(World):
    """What happens, by a seed."""

    def __init__(self, seed: int, kinds: str = "", lost: str = "freeze") -> None:
        super().__init__()
        self.rng = random.Random(seed)
        self.lost = lost
        self.kinds = kinds
        self.handled: list[tuple] = []
        self.clicked: Counter[str] = Counter()
        self.story: list[str] = []
        self.count = 0
        self.at: dict[SimulatedBrowser, Chancy] = {}
        self.names: dict[SimulatedBrowser, str] = {}
        self.away: dict[SimulatedBrowser, float] = {}
        self.faithful: set[SimulatedBrowser] = set()
        self.typed: dict[str, str] = {}

    def fields(self, session: Session) -> None:
        for _ in range(3):
            session.create("TextEntry", ("",))

    def tell(self, text: str) -> None:
        self.story.append(f"{self.space.now:.2f} {text}")

    def server(self, **more: Any) -> Chancy:
        server = Chancy(self.space, f"s{self.count}", self)
        self.count += 1
        self.servers.append(server)
        return server

    # --- time

    def step(self) -> None:
        rng = self.rng
        for browser in self.browsers:
            browser.now = self.space.now
            server = self.at[browser]
            if browser in self.away:
                if self.space.now >= self.away[browser]:
                    del self.away[browser]
                    self._connect(browser)
                continue
            if server.is_gone:
                self._cut(browser)
                continue
            if server.is_still:
                continue
            if server.home.is_prompt:
                browser.exchange()
            else:
                for _ in range(rng.choice((0, 1, 3, 30))):
                    rng.choice((browser.collect, browser.deliver_down, browser.deliver_up))()
            if browser.closed is not None:
                self.tell(f"{self.names[browser]} closed {browser.closed}")
                assert browser.closed[0] == 1012, browser.closed
                self._cut(browser)
        for server in self.servers[:]:
            if not server.is_still:
                server.turn(self.space.now)
        self.space.now += STEP

    def _cut(self, browser: SimulatedBrowser) -> None:
        browser.drop()
        self.away[browser] = self.space.now + self.rng.choice((0, 0, 0.1, 0.3, 1.0))

    def _connect(self, browser: SimulatedBrowser) -> None:
        server = self.at[browser]
        if browser not in self.faithful or server.is_ending:
            server = self.rng.choice([one for one in self.servers if not one.is_ending])
        self.faithful.discard(browser)
        self.at[browser] = server
        browser.hub = server.hub
        browser.come_back()
        self.tell(f"{self.names[browser]} comes to {server.store.server}")

    # --- what happens

    def open(self, name: str, like: Any = None) -> SimulatedBrowser:
        server = self.rng.choice(self.servers)
        known = {} if like is None else {"session_id": like.session_id, "token": like.token}
        browser = SimulatedBrowser(server.hub, now=self.space.now, **known)
        self.browsers.append(browser)
        self.at[browser], self.names[browser] = server, name
        return browser

    def click(self) -> None:
        browser = self.rng.choice(self.browsers)
        name = self.names[browser]
        label = next((w for w in browser.page.widgets.values() if w.cls == "Label"), None)
        if label is None:
            return
        self.clicked[name] += 1
        browser.tell(label.wid, "click", {"page": name, "serial": self.clicked[name]})

    def type(self) -> None:
        browser = self.rng.choice(self.browsers)
        number = self.field_of(browser)
        entries = [w for w in browser.page.widgets.values() if w.cls == "TextEntry"]
        if len(entries) < 3:
            return
        name = self.names[browser]
        text = f"{name} {self.rng.randrange(1000)}"
        self.typed[name] = text
        browser.type_text(entries[number].wid, text)

    def field_of(self, browser):
        return max(0, self.browsers.index(browser) - 2)

    def move(self) -> None:
        browser = self.rng.choice(self.browsers)
        if browser in self.away:
            return
        browser.drop()
        self.tell(f"{self.names[browser]} cut")
        self.away[browser] = self.space.now + self.rng.choice((0, 0.1, 0.5))

    def end_view(self) -> None:
        """A page is sent away, as one that says too much is, and comes back to the same server."""
        browser = self.rng.choice(self.browsers)
        if browser in self.away or browser.channel.link is None:
            return
        self.tell(f"{self.names[browser]} sent away")
        browser.channel.link.end()
        self._cut(browser)
        self.faithful.add(browser)

    def pick(self) -> Chancy | None:
        rest = [one for one in self.servers if not one.is_ending]
        return self.rng.choice(rest) if len(rest) > 1 else None

    def _gone(self, server: Chancy) -> None:
        server.is_ending = server.is_gone = True
        self.servers.remove(server)

    def restart(self) -> None:
        self.stop(begins_again=True)

    def stop(self, *, begins_again: bool = False) -> None:
        server = self.pick()
        if server is None:
            return
        self.tell(f"stop {server.store.server}")
        server.is_ending = True
        server.holds_back = False
        server.hub.stop_reading()
        if not begins_again:
            self.server()
        end = self.space.now + self.rng.choice((0, 0.2, 1.0))

        def ended() -> None:
            self.tell(f"stopped {server.store.server}")
            server.hub.close()
            for browser in self.browsers:
                if self.at[browser] is server and browser not in self.away:
                    browser.exchange()
                    self._cut(browser)
                    if begins_again:
                        self.faithful.add(browser)
            if begins_again:
                server.saver.end()
                server.sharing.end()
                server.hub.reopen()
                server.sharing.begin(None)
                server.saver.begin()
                server.is_ending = False
            else:
                self._gone(server)

        def rest(now: float) -> None:
            if server.is_gone:
                return
            for _ in range(3):
                Server.turn(server, now)
                if "w" in self.kinds:  # handlers have the time to hear of their pages
                    for browser in self.browsers:
                        if self.at[browser] is server and browser not in self.away:
                            browser.exchange()
            over = server.saver.stop()
            over.on_settled(ended)

        server.hub.deadlines.add(end - self.space.now, rest)

    def hold(self) -> None:
        server = self.pick()
        if server is not None:
            server.holds_back = True
            self.later(
                self.rng.choice((0.1, 0.5, 2.0)), lambda: setattr(server, "holds_back", False)
            )

    def unsure(self) -> None:
        server = self.pick()
        if server is not None:
            self.tell(f"unsure {server.store.server}")
            server.line.rate = 0.15
            self.later(self.rng.choice((0.5, 2.0)), lambda: setattr(server.line, "rate", 0.0))

    def kill(self) -> None:
        server = self.pick()
        if server is not None:
            self.tell(f"kill {server.store.server}")
            self._gone(server)
            self.server()

    def still(self) -> None:
        server = self.pick()
        if server is not None:
            self.tell(f"still {server.store.server}")
            server.is_still = True
            self.later(self.rng.choice((0.5, 3.0)), lambda: setattr(server, "is_still", False))

    def cut_off(self) -> None:
        server = self.pick()
        if server is not None:
            self.tell(f"cut off {server.store.server}")
            server.store.is_cut_off = True
            self.later(
                self.rng.choice((0.5, 3.0)), lambda: setattr(server.store, "is_cut_off", False)
            )

    def store_away(self) -> None:
        self.tell("away")
        self.space.is_away = True
        self.later(self.rng.choice((0.5, 3.0)), lambda: setattr(self.space, "is_away", False))

    def later(self, seconds: float, what: Callable[[], None]) -> None:
        self.due.append((self.space.now + seconds, what))

    def run(self, seconds: float) -> None:
        self.due: list = []
        for _ in range(3):
            self.server()
        for number in range(3):
            self.open(f"p{number}")
        for server in self.servers:
            server.home.is_prompt = server.store_jobs.is_prompt = server.owner_jobs.is_prompt = True
        for _ in range(30):
            self.step()
        self.open("p3", self.browsers[0])
        self.open("p4", self.browsers[0])
        for _ in range(30):
            self.step()
        for server in self.servers:
            server.home.is_prompt = server.store_jobs.is_prompt = server.owner_jobs.is_prompt = (
                False
            )
        happenings = {
            "m": self.move,
            "s": self.stop,
            "h": self.hold,
            "u": self.unsure,
            "k": self.kill,
            "f": self.still,
            "c": self.cut_off,
            "a": self.store_away,
            "v": self.end_view,
            "r": self.restart,
            "w": lambda: None,
        }
        end = self.space.now + seconds
        while self.space.now < end:
            for when, what in [one for one in self.due if one[0] <= self.space.now]:
                self.due.remove((when, what))
                what()
            if self.rng.random() < 0.3:
                self.click()
            if self.rng.random() < 0.1:
                self.type()
            if self.rng.random() < 0.04:
                happenings[self.rng.choice(self.kinds)]()
            self.step()
        for _, what in self.due:
            what()
        self.tell("quiet")
        for _ in range(2000):
            for server in self.servers:
                if not server.is_ending:
                    server.prompt()
                else:
                    server.home.is_prompt = server.store_jobs.is_prompt = (
                        server.owner_jobs.is_prompt
                    ) = True
                    server.is_still = server.holds_back = server.store.is_cut_off = False
                    server.line.rate = 0
            self.space.is_away = False
            self.step()
            if self.is_quiet():
                break
        for _ in range(20):
            self.step()

    def is_quiet(self) -> bool:
        is_ending = any(server.is_ending for server in self.servers)
        return not (self.away or is_ending) and all(
            b._is_connected
            and not b.is_restoring
            and not b.kept
            and b.page.widgets
            and not b.is_frozen
            and b.channel.link is not None
            for b in self.browsers
        )

    def faults(self) -> list[str]:
        found = []
        if not self.is_quiet():
            found.append(
                "not quiet: "
                + str(
                    [
                        (self.names[b], b.is_restoring, len(b.kept), b._is_connected, b.is_frozen)
                        for b in self.browsers
                    ]
                )
            )
            return found
        for key, count in Counter((page, serial) for page, serial, *_ in self.handled).items():
            if count > 1:
                found.append(f"doubled {key}: {[h for h in self.handled if h[:2] == key]}")
        for browser in self.browsers:
            name = self.names[browser]
            session = browser.channel.link.session
            counted = session.kept.data["clicks"].get(name, 0)
            missing = self.clicked[name] - counted - browser.unrepeated
            if missing:
                found.append(f"{name}: {missing} of {self.clicked[name]} clicks lost")
            if browser.unrepeated and not {*self.kinds} & {*"ukfca"}:
                found.append(f"{name}: {browser.unrepeated} not repeated")
            texts = [
                str(w.get("text")) for w in browser.page.widgets.values() if w.cls == "TextEntry"
            ]
            if name in self.typed and texts[self.field_of(browser)] != self.typed[name]:
                found.append(f"{name} shows {texts}, typed {self.typed[name]}")
        latest: dict[str, int] = {}
        highest: dict[int | str, int] = {}
        for page, serial, session_id, epoch, *_ in self.handled:
            if serial < latest.get(page, 0):
                found.append(f"{page}: {serial} comes after {latest[page]}")
            if epoch < highest.get(session_id, 0):
                found.append(f"{session_id}: epoch {epoch} comes after {highest[session_id]}")
            latest[page] = max(serial, latest.get(page, 0))
            highest[session_id] = max(epoch, highest.get(session_id, 0))
        sessions = {b.channel.link.session.id for b in self.browsers}
        if len(sessions) != 3:
            found.append(f"sessions {sessions}")
        return found

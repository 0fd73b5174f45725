"""No text of an allowed size keeps a loop, and all of them together stay within the budget.

On real sockets, in our transports and under an ASGI server. What is counted is calls, not time: as
often as a loop asks for what has come, whoever else wants something is served. What C code does in
one call is bounded by the size of a text; benchmarks/floods.py measures it. What an ASGI server
does with the frames of one read, before any is ours, is its own.
"""

import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from conformance.asgi_worlds import UvicornWorld
from conformance.worlds import Asyncio, Threads, Trio
from hostile.floods import FLOODS, SMALL, build, packed
from pgwidgets.testing.conformance.http_client import HttpClient
from pgwidgets.testing.conformance.visitor import Visitor
from pgwidgets.testing.conformance.world import World
from pgwidgets_proto import Hub
from pgwidgets_proto.stream import MESSAGES_AT_A_TIME

MOST_CALLS = 2 * MESSAGES_AT_A_TIME * 60 + 1_000
"""Calls of our functions, at most, between two looks at what has come: some 3 ms.

Between them lie a go of what has come before, and one of what comes: 64 messages each, of at most
60 calls; or the values of one report, at most a call for each four. The last is for the request of
a stranger, and a handler.
"""

_OURS = frozenset({"pgwidgets", "pgwidgets_proto", "pgwidgets_transports", "wsproto", "h11"})
"""What is ours, or only does what we ask of it; an ASGI server and an event loop are not."""


@pytest.fixture(params=[Asyncio, Trio, Threads, UvicornWorld], ids=lambda world: world.__name__)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    with request.param() as world:
        yield world


class Calls:
    """Counts the calls of each thread from one look at what has come to the next."""

    _LOOKS = frozenset({"poll", "select", "control"})

    def __init__(self) -> None:
        self._here = threading.get_ident()  # the test's own thread
        self._since: dict[int, int] = defaultdict(int)
        self.most = 0
        self.looks = 0

    def __enter__(self) -> "Calls":
        threading.setprofile_all_threads(self._heed)
        return self

    def __exit__(self, *error: object) -> None:
        threading.setprofile_all_threads(None)

    def _heed(self, frame: Any, event: str, what: Any) -> None:
        thread = threading.get_ident()
        if thread == self._here:
            sys.setprofile(None)
        elif event == "call":
            if frame.f_globals.get("__name__", "").partition(".")[0] in _OURS:
                self._since[thread] += 1
        elif event == "c_call" and what.__name__ in self._LOOKS:
            self.looks += 1
            self.most = max(self.most, self._since[thread])
            self._since[thread] = 0


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What the core has counted as held of the budget, whenever that changes."""
    found = [0]
    account = type(Hub(mint_token=lambda: "", boot="boot").budget.account())
    add = account.add

    def adding(self: Any, size: int) -> None:
        add(self, size)
        found.append(self._budget.held)

    monkeypatch.setattr(account, "add", adding)
    return found


def come(world: World) -> Visitor:
    """A browser whose page does not count what it says."""
    visitor = world.visit()
    visitor.until_heard("Button")
    visitor.kept.extend([()] * 10 * SMALL.frame_messages)
    return visitor


def test_no_text_keeps_a_loop_from_the_others(world: World) -> None:
    worst: dict[str, int] = {}
    with world.serving(lambda session: build(session, lambda *_: None), limits=SMALL):
        for name, flood in FLOODS.items():
            hostile = come(world)
            text = packed(flood(hostile))
            with HttpClient(world) as other, Calls() as calls:
                hostile.say(text)
                assert other.ask("GET").status == 200
                hostile.ping(b"all is handled")
                assert other.ask("GET").status == 200
            assert calls.looks
            worst[name] = calls.most
            hostile.cut()
    assert {name: most for name, most in worst.items() if most > MOST_CALLS} == {}


def test_many_texts_in_one_read_keep_no_loop_from_the_others(world: World) -> None:
    with world.serving(lambda session: build(session, lambda *_: None), limits=SMALL):
        hostile = come(world)
        protocol = hostile.channel.protocol
        for _ in range(3_000):
            protocol.send_text(b'{"type":"ping"}')
        texts = b"".join(protocol.data_to_send())
        with HttpClient(world) as other, Calls() as calls:
            hostile.write(texts)
            assert other.ask("GET").status == 200
            hostile.ping(b"all is handled")
            assert other.ask("GET").status == 200
        assert calls.looks
        assert calls.most < MOST_CALLS


def test_floods_behind_busy_handlers_stay_within_the_budget(world: World, held: list[int]) -> None:
    gate = world.gate()

    def fill(session: Any) -> None:
        build(session, world.handler(lambda *_: gate.passed()))

    with world.serving(fill, limits=SMALL):
        for flood in FLOODS.values():
            hostile = come(world)
            hostile.press()
            text = packed(flood(hostile))
            hostile.say(text)
            hostile.say(text)
            world.until(lambda one=hostile: one.closed or not one.channel.wire.wants_to_send)
        assert SMALL.total_bytes / 2 < max(held) <= SMALL.total_bytes
        with HttpClient(world) as other:
            assert other.ask("GET").status == 200
        gate.open()
    assert held[-1] < max(held)

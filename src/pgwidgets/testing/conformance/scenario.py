"""What a scenario is, and how one is run in a world.

Knows: names, worlds, what must not be left behind. Must not know: what any scenario checks.
"""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass

from .wire import PATIENCE
from .world import World, open_things


@dataclass(frozen=True)
class Scenario:
    """Something that goes on between browsers and an application, the same in every world.

    Attributes:
        name: what tells it from others.
        act: does it, and raises AssertionError when it does not go as it must.
        needs_tls: it is for worlds that can speak TLS.
    """

    name: str
    act: Callable[[World], None]
    needs_tls: bool = False

    def excuse(self, world: type[World]) -> str | None:
        """Why it makes no sense in a world; None: it does."""
        if self.needs_tls and world.certificate is None:
            return "this world has no TLS"
        return world.excuses.get(self.name)

    def __str__(self) -> str:
        return self.name


SCENARIOS: list[Scenario] = []
"""All of them, in the order of their files."""


def scenario(act: Callable[[World], None]) -> Callable[[World], None]:
    """Add a function to :data:`SCENARIOS`, under its name."""
    SCENARIOS.append(Scenario(act.__name__, act))
    return act


def scenario_over_tls(act: Callable[[World], None]) -> Callable[[World], None]:
    """As :func:`scenario`, for worlds that can speak TLS."""
    SCENARIOS.append(Scenario(act.__name__, act, needs_tls=True))
    return act


def run(what: Scenario, world_class: type[World]) -> None:
    """Run a scenario in a world of its own.

    Raises:
        AssertionError: it did not go as it must, something was left behind (a task, a thread, a
            socket, a file), or an error was logged that it did not ask for.
    """
    before = open_things()
    with world_class() as world:
        inside = world.census()
        what.act(world)
        left = world.census() - inside
        complaints = world.complaints()
    left |= _left(before)
    assert not left, f"left behind: {sorted(left)}"
    assert not complaints, f"logged: {complaints}"


def _left(before: set[str]) -> set[str]:
    # Threads that read files end with their event loop, but a moment later.
    end = time.monotonic() + PATIENCE
    while (left := open_things() - before) and time.monotonic() < end:
        gc.collect()  # what nobody refers to any more is not left behind
    return left

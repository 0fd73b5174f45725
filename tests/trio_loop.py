"""Tests that are coroutine functions, run in trio.

Knows: trio. Must not know: what is tested.
"""

import functools
from collections.abc import Awaitable, Callable

import trio

from patience import PATIENCE


def in_trio(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Run a test that is a coroutine function in trio; no task may outlive it."""

    @functools.wraps(test)
    def call(*args: object, **keywords: object) -> None:
        async def main() -> None:
            before = trio.lowlevel.current_statistics().tasks_living
            with trio.fail_after(PATIENCE):
                await test(*args, **keywords)
            assert trio.lowlevel.current_statistics().tasks_living == before

        trio.run(main, strict_exception_groups=True)

    return call

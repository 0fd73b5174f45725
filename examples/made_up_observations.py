"""What observation_queue.py shows: observations to come, in an order that anybody may change."""

import asyncio
from collections.abc import Awaitable, Callable


class Observation:
    """One that is to come, or runs.

    Attributes:
        done: how many of its seconds are over.
    """

    def __init__(self, target: str, seconds: int) -> None:
        self.target, self.seconds, self.done = target, seconds, 0


class Queue:
    """What is to come.

    Attributes:
        items: the observations, in their order.
        watchers: called after each change.
    """

    def __init__(self) -> None:
        planned = {"M 31": 5, "M 51": 8, "NGC 7000": 6, "M 13": 3, "Vega": 2}
        self.items = [Observation(target, seconds) for target, seconds in planned.items()]
        self.watchers: list[Callable[[], Awaitable[None]]] = []
        self._runs = asyncio.Event()

    @property
    def is_running(self) -> bool:
        return self._runs.is_set()

    def place_of(self, item: Observation) -> int:
        """Where it stands; -1: it is over, or was taken out."""
        return self.items.index(item) if item in self.items else -1

    async def put(self, item: Observation, place: int | None) -> None:
        """Give an observation of the queue another place; None: take it out."""
        if item in self.items and (place is None or 0 <= place < len(self.items)):
            self.items.remove(item)
            if place is not None:
                self.items.insert(place, item)
            await self._tell()

    async def add(self, target: str, seconds: int) -> None:
        """Put one more at the end."""
        self.items.append(Observation(target, seconds))
        await self._tell()

    async def switch(self) -> None:
        """Run the queue, or leave off."""
        self._runs.clear() if self.is_running else self._runs.set()
        await self._tell()

    async def work(self) -> None:
        """Do what is first, second by second, while the queue runs."""
        while await self._runs.wait():
            if not self.items:
                await self.switch()
                continue
            item = self.items[0]
            await asyncio.sleep(1)  # a camera would expose
            item.done += 1
            await self.put(item, None if item.done >= item.seconds else self.place_of(item))

    async def _tell(self) -> None:
        for tell in tuple(self.watchers):
            await tell()

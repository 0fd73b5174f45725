"""ASGI's lifespan over an application that does what the test says.

Knows: the messages of the lifespan protocol. Must not know: what an application does.
"""

from typing import Any

import anyio
import pytest

from patience import PATIENCE
from pgwidgets_transports.asgi import Gateway


class SlowSite:
    """An application that takes its time to begin; `told` is what happened, in order."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self._is_over = anyio.Event()

    async def live(self, started: Any) -> None:
        for _ in range(5):
            await anyio.lowlevel.checkpoint()
        self.told.append("begun")
        started()
        await self._is_over.wait()

    async def end(self) -> None:
        self.told.append("ended")
        self._is_over.set()


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_an_end_that_comes_at_once_finds_something_to_end(backend: str) -> None:
    async def main() -> list[str]:
        site = SlowSite()

        async def receive() -> dict[str, Any]:
            return {"type": messages.pop(0)}

        async def send(message: Any) -> None:
            site.told.append(message["type"])

        messages = ["lifespan.startup", "lifespan.shutdown"]
        with anyio.fail_after(PATIENCE):
            await Gateway(site, "")({"type": "lifespan"}, receive, send)  # type: ignore[arg-type]
        return site.told

    assert anyio.run(main, backend=backend) == [
        "begun", "lifespan.startup.complete", "ended", "lifespan.shutdown.complete",
    ]  # fmt: skip

"""The block of ``batch()``, for ``async with`` too.

Knows: that the browsers may need time at its end. Must not know: messages, browsers.
"""

from types import TracebackType

from .._block import Block


class AsyncBlock(Block):
    """For ``with`` and for ``async with``, which lets the browsers keep up at its end."""

    async def __aenter__(self) -> None:
        self.__enter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.__exit__(kind, error, traceback)
        if error is None:
            await self._session.complete()

"""What run() does when start(), or a block, has begun to serve already."""

import asyncio
import sys

import pytest

from async_api.peer import Peer, in_loop, serving, soon, turns_until
from pgwidgets.async_ import Application


@in_loop
async def test_run_goes_on_with_what_start_has_begun() -> None:
    app = Application(0, 0)
    await app.start()
    url = app.url
    running = asyncio.create_task(app.run())
    async with Peer.visiting(url or "") as peer:
        assert app.url == url
        await soon(app.close())
        assert await peer.closed() == 1012
    await soon(running)
    assert app.url is None


@in_loop
async def test_who_cancels_run_ends_what_start_has_begun() -> None:
    app = Application(0, 0)
    await app.start()
    running = asyncio.create_task(app.run())
    async with Peer.visiting(app.url or "") as peer:
        running.cancel()
        assert await peer.closed() == 1012
    await turns_until(lambda: app.url is None)


def test_an_exit_of_a_handler_comes_out_of_run_alone() -> None:
    raised = []

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, told: raised.append(told))
        app = Application(0, 0)
        app.on_connect(lambda session: sys.exit("enough"))
        await app.start()
        visit = asyncio.create_task(Peer.open(app.url or ""))
        try:
            await app.run()
        finally:
            assert app.url is None
            peer = await visit
            assert await peer.closed() == 1012

    with pytest.raises(SystemExit, match="enough"):
        asyncio.run(main())
    assert raised == []


@in_loop
async def test_run_in_a_block_waits_for_its_end() -> None:
    async with serving() as app:
        running = asyncio.create_task(app.run())
        async with Peer.visiting(app.url or "") as peer:
            await soon(app.close())
            assert await peer.closed() == 1012
        await soon(running)

"""The page of an installed package is given out by the event loop itself, without a thread.

A thread waits for a processor as long as the loop has much to do. Whoever is asked who a user is
may take long, and is asked on a thread, as files of a checkout are read on one.
"""

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import anyio.to_thread
import pytest

from conformance.asgi_worlds import UvicornWorld
from conformance.worlds import Asyncio, Trio
from pgwidgets import _static
from pgwidgets.testing.conformance.http_client import HttpClient
from pgwidgets.testing.conformance.world import World


@pytest.fixture(params=[Asyncio, Trio, UvicornWorld], ids=lambda world: world.__name__)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    with request.param() as world:
        yield world


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pgwidgets").mkdir()
    (tmp_path / "pgwidgets" / "bundle.js").write_text("1;")
    (tmp_path / "made-for").write_text(version("pgwidgets-js"))
    monkeypatch.setattr(_static, "BUNDLE", tmp_path)


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What threads were taken for."""
    found: list[Any] = []
    run = anyio.to_thread.run_sync

    async def run_sync(function: Any, *args: Any, **options: Any) -> Any:
        found.append(function)
        return await run(function, *args, **options)

    monkeypatch.setattr(anyio.to_thread, "run_sync", run_sync)
    return found


def taken(world: World, threads: list[Any], paths: tuple[str, ...], **options: Any) -> list[int]:
    """How many threads each request takes."""
    found = []
    with world.serving(lambda _: None, **options), HttpClient(world) as client:
        for path in paths:
            del threads[:]
            assert client.ask("GET", path).status == 200
            found.append(len(threads))
    return found


@pytest.mark.usefixtures("installed")
def test_only_the_first_one_takes_a_thread(world: World, threads: list[Any]) -> None:
    paths = ("/", "/", "/pgwidgets/bundle.js", "/Widgets.js")
    assert taken(world, threads, paths) == [1, 0, 0, 0]


@pytest.mark.usefixtures("installed")
def test_who_a_user_is_is_asked_on_a_thread(world: World, threads: list[Any]) -> None:
    assert taken(world, threads, ("/", "/"), identify=lambda _: "ada") == [1, 1]


def test_files_of_a_checkout_are_read_on_a_thread(world: World, threads: list[Any]) -> None:
    assert taken(world, threads, ("/", "/")) == [1, 1]

"""The join of the ledgers sees each fault that a trial of several servers is to find."""

import asyncio
import json
import random
from pathlib import Path
from typing import Any

import pytest

from async_api.peer import in_loop
from deploy.fleet.joining import Told, astray, join, read_log
from deploy.fleet.pages import LivePage
from deploy.fleet.trials import end
from patience import PATIENCE

PAGES = {"0": Told("s", clicked=3, unrepeated=0)}


def written(folder: Path, *lines: dict[str, Any]) -> Any:
    """A log of an instrument, one line a second, as it is read."""
    log = folder / "log"
    common = {"session": "s", "epoch": 1, "server": "a", "pid": 1}
    texts = [f"{at}.0 {json.dumps({**common, **line})}" for at, line in enumerate(lines)]
    log.write_text("".join(f"{text}\n" for text in texts))
    return read_log(log)


def built(clicks: int = 0, **more: Any) -> dict[str, Any]:
    return {"kind": "built", "clicks": {"0": clicks} if clicks else {}, **more}


def click(serial: int, **more: Any) -> dict[str, Any]:
    return {"kind": "click", "page": "0", "serial": serial, **more}


def test_what_is_as_it_should_be(tmp_path: Path) -> None:
    later = {"epoch": 2, "pid": 2, "server": "b"}
    lines = [built(), click(1), click(2), built(2, **later), click(3, **later)]
    joined = join(written(tmp_path, *lines), PAGES, {})
    assert joined.faults == {}
    assert (joined.clicked, joined.handled, joined.counted) == (3, 3, 3)


def test_what_was_told_as_not_repeated_is_accounted_for(tmp_path: Path) -> None:
    """The first server was killed at 2.5 s: what it did at 2 s need not be known."""
    later = {"epoch": 2, "pid": 2}
    lines = [built(), click(1), click(2), built(1, **later), click(3, **later)]
    entries = written(tmp_path, *lines)
    told = {"0": Told("s", clicked=3, unrepeated=1)}
    assert join(entries, told, {1: [2.5]}).faults == {}
    assert join(entries, told, {1: [3.5]}).faults == {"forgotten": 1}
    # It was frozen at 2.5 s, and later once more: what was handled since the first time is no loss.
    assert join(entries, told, {1: [2.5, 9.5]}).faults == {}
    assert join(entries, told, {}).faults == {"forgotten": 1}
    assert join(entries, PAGES, {1: [2.5]}).faults == {"lost": 1}


def test_faults(tmp_path: Path) -> None:
    def faults(*lines: dict[str, Any]) -> dict[str, int]:
        return join(written(tmp_path, *lines), PAGES, {}).faults

    later = {"epoch": 2, "pid": 2}
    assert faults(built(), click(1), click(2)) == {"lost": 1}
    assert faults(built(), click(1), click(1), click(3)) == {"doubled": 1}
    assert faults(built(), click(1), click(3), click(2)) == {"disordered": 1}
    # A thawed server handles what another one has by now; the count of that one is what counts.
    thawed = [built(), click(1), built(1, **later), click(2), click(2, **later), click(3, **later)]
    assert faults(*thawed) == {"doubled": 1, "stale": 1}
    both = [built(), click(1), built(1, pid=2), click(2, pid=2), click(3, pid=2)]
    assert faults(*both) == {"shared": 1}


def test_what_is_counted_and_told_as_not_repeated_is_no_loss(tmp_path: Path) -> None:
    entries = written(tmp_path, built(), click(1), click(2), click(3))
    assert join(entries, {"0": Told("s", 3, 1)}, {}).faults == {"mistold": 1}


def test_it_is_said_where_a_click_went_astray(tmp_path: Path) -> None:
    """The second was never handled; the third was, and the next owner does not know of it."""
    later = {"epoch": 2, "pid": 2}
    lines = [built(), click(1), click(3), built(1, **later), click(4, **later)]
    entries = written(tmp_path, *lines)
    (said,) = astray(entries, {"0": Told("s", 4, 0, given_up=5)})
    assert said == (
        "page 0 of s: 2 lost (4 clicked, 2 in the data, 0 told as not repeated, 5 messages given "
        "up); never handled: 2; handled, and not in the data: 1"
    )
    (said,) = astray(entries, {"0": Told("s", 4, 3)})
    assert said.startswith("page 0 of s: 1 told as not repeated that is in the data (4 clicked")
    assert astray(entries, {"0": Told("s", 4, 2)}) == []


async def _fails() -> None:
    raise RuntimeError("the user is lost")


@in_loop
async def test_a_user_who_fails_is_heard_of() -> None:
    users = [asyncio.create_task(_fails()), asyncio.create_task(asyncio.sleep(PATIENCE))]
    await asyncio.sleep(0)
    with pytest.raises(RuntimeError, match="the user is lost"):
        await end(users)
    assert users[1].cancelled()


@in_loop
async def test_a_click_that_the_page_does_not_take_is_not_counted() -> None:
    page = LivePage(0, "http://127.0.0.1:1/", random.Random(1))
    await page.click_pad()  # nothing is shown yet
    assert (page.clicked, page.in_vain) == (0, 1)
    page.page.create(7, "Label", ["0 a"])
    await page.click_pad()  # nobody listens to it
    assert (page.clicked, page.in_vain) == (0, 2)
    page.page.find(7).listeners.add("click")
    await page.click_pad()
    assert (page.clicked, page.in_vain) == (1, 2)

"""The join of the ledgers sees each fault that a trial of several servers is to find."""

import json
from pathlib import Path
from typing import Any

from deploy.fleet.joining import Told, join, read_log

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

"""Trials of several servers, from the command line; `python -m deploy.fleet --help`.

Gives 0 where nothing was lost, doubled, out of order, told by one that was not the owner, or typed
into one field and shown in another.
"""

import argparse
import contextlib
import string
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from . import happenings, routers
from .costs import steady
from .happenings import Happening
from .joining import misplaced, read_log
from .program import FIELDS
from .trials import trial

TRIALS: dict[str, Callable[[argparse.Namespace, Any], Happening]] = {
    "rolling": lambda told, store: happenings.rolling(),
    "scripted": lambda told, store: happenings.scripted(),
    "killed": lambda told, store: happenings.killed(_numbers(told.at)),
    "frozen": lambda told, store: happenings.frozen(told.seconds or 5.0),
    "flapping": lambda told, store: happenings.flapping(told.seconds or 60.0),
    "upgraded": lambda told, store: happenings.upgraded(),
    "stood-still": lambda told, store: happenings.stood_still(store, told.seconds or 60.0),
    "emptied": lambda told, store: happenings.emptied(store, told.seconds or 5.0),
    "steady": lambda told, store: steady(told.seconds or 20.0, store.url),
}
"""The trials by name; the store of those that need one is that of Redis."""


def _numbers(text: str) -> list[float]:
    return [float(one) for one in text.split(",")]


class _File(NamedTuple):
    """A store of SQLite."""

    url: str


@contextlib.contextmanager
def _store(kind: str, folder: Path) -> Iterator[Any]:
    if kind == "sqlite":
        yield _File(str(folder / "sessions.sqlite"))
        return
    from stores.redis_server import redis_server

    with redis_server() as server:
        yield server


def main() -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trial", choices=TRIALS)
    parser.add_argument("--seed", type=int, default=1, help="of all that is left to chance")
    parser.add_argument("--store", choices=("redis", "sqlite"), default="redis")
    parser.add_argument("--router", choices=("haproxy", "nginx", "none"), default="haproxy")
    parser.add_argument("--servers", type=int, default=4)
    parser.add_argument("--sessions", type=int, default=40)
    parser.add_argument("--browsers", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=0.0, help="of what takes its time")
    parser.add_argument("--at", default="2,3", help="seconds from one kill to the next")
    parser.add_argument("--lost", choices=("freeze", "serve"), help="Application(store_lost=...)")
    parser.add_argument("--waits", default="0.05,0.6", help="seconds from one act to the next")
    parser.add_argument("--long", type=float, help="seconds from which on a pause is printed")
    parser.add_argument("--log", type=Path, help="where the instrument's log is to be kept")
    told = parser.parse_args()
    least, most = _numbers(told.waits)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with _store(told.store, folder) as store:
            outcome = trial(
                TRIALS[told.trial](told, store),
                folder=folder,
                seed=told.seed,
                store=store.url,
                **({} if told.lost is None else {"store_lost": told.lost}),
                names=string.ascii_lowercase[: told.servers],
                sessions=told.sessions,
                browsers=told.browsers,
                router=None if told.router == "none" else getattr(routers, told.router),
                waits=(least, most),
                is_looked_at=told.trial != "upgraded",
            )
        entries = read_log(folder / "instrument.log")
        if told.log is not None:
            told.log.write_bytes((folder / "instrument.log").read_bytes())
    faults = outcome.faults
    if told.trial == "upgraded":
        faults += misplaced(entries, FIELDS[1])
    print(outcome.summary())
    for outage in outcome.outages if told.long else ():
        if outage.lasted > told.long:
            print(f"{outage.lasted:.2f} s from {outage.began:.3f} on, closed with {outage.code}")
    for fault in faults:
        print(f"FAULT {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

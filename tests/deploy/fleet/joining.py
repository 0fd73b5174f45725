"""The instrument's ledger and the pages' own, laid beside each other after a trial.

Knows: what a program tells the instrument (program.py), and what pages have counted. Must not know:
processes, sockets, time that passes.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

type Cuts = Mapping[int, Sequence[float]]
"""When processes were killed or frozen, by their ids: monotonic seconds."""

SAVED_WITHIN = 1.0
"""Seconds after which what a handler has done outlives its server."""


class Entry(NamedTuple):
    """A line of the instrument.

    Attributes:
        at: when it came, monotonic seconds.
        kind: "built", "click" or "fields".
        session, epoch: whose owner told it.
        server, pid: which process that was.
        more: what else was told.
    """

    at: float
    kind: str
    session: str
    epoch: int
    server: str
    pid: int
    more: dict[str, Any]


class Told(NamedTuple):
    """What one page knows of itself.

    Attributes:
        session: the id of its session.
        clicked: how often its user has clicked.
        unrepeated: how many of its user's actions it was told that are not repeated.
        given_up: how many messages of all kinds it has given up, since it was built anew.
    """

    session: str
    clicked: int
    unrepeated: int
    given_up: int = 0


class Join(NamedTuple):
    """What came of it.

    Attributes:
        clicked: how often users have clicked.
        handled: how often the instrument was told of a click.
        counted: what is in the sessions' data in the end.
        unrepeated: what pages were told that is not repeated.
        lost: clicks that nobody accounts for.
        mistold: clicks that are in the data, though their page was told that they are not repeated.
        doubled: clicks that were handled twice.
        disordered: clicks that were handled after a later one of the same page.
        stale: what was told under an epoch after a higher one of its session had been told.
        shared: epochs of a session that two processes have told.
        forgotten: clicks that were older than a second when their server ended, and not kept.
    """

    clicked: int
    handled: int
    counted: int
    unrepeated: int
    lost: int
    mistold: int
    doubled: int
    disordered: int
    stale: int
    shared: int
    forgotten: int

    @property
    def faults(self) -> dict[str, int]:
        """What should not be."""
        names = ("lost", "mistold", "doubled", "disordered", "stale", "shared", "forgotten")
        return {name: count for name in names if (count := getattr(self, name))}


def read_log(log: Path) -> list[Entry]:
    """The lines of the instrument, in the order in which they came."""
    entries: list[Entry] = []
    for line in log.read_text().splitlines():
        at, _, text = line.partition(" ")
        more = json.loads(text)
        known = [more.pop(name) for name in ("kind", "session", "epoch", "server", "pid")]
        entries.append(Entry(float(at), *known, more))
    return entries


def join(entries: list[Entry], pages: Mapping[str, Told], ends: Cuts) -> Join:
    """Lay both beside each other.

    Parameters:
        entries: the instrument's.
        pages: the pages', by the names under which they click.
        ends: when processes were killed or frozen, by their ids.
    """
    clicks = [entry for entry in entries if entry.kind == "click"]
    told = Counter((entry.more["page"], entry.more["serial"]) for entry in clicks)
    counted = _counted(entries)
    missing = _missing(counted, pages).values()
    return Join(
        clicked=sum(page.clicked for page in pages.values()),
        handled=len(clicks),
        counted=sum(counted[page.session][name] for name, page in pages.items()),
        unrepeated=sum(page.unrepeated for page in pages.values()),
        lost=sum(count for count in missing if count > 0),
        mistold=-sum(count for count in missing if count < 0),
        doubled=sum(count - 1 for count in told.values()),
        disordered=_disordered(clicks),
        stale=_stale(entries),
        shared=_shared(entries),
        forgotten=_forgotten(entries, ends),
    )


def astray(entries: list[Entry], pages: Mapping[str, Told]) -> list[str]:
    """Where clicks went that nobody accounts for: a line for each page that has any.

    One that was never handled was lost by the page or on its way, or waited where a server forgot
    it. One that was handled, and is not in the data, is in no save.

    Parameters:
        entries: the instrument's.
        pages: as :func:`join` takes them.
    """
    counted = _counted(entries)
    handled: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        if entry.kind == "click":
            handled[entry.more["page"]].add(entry.more["serial"])
    lines: list[str] = []
    for name, missing in _missing(counted, pages).items():
        if not missing:
            continue
        page = pages[name]
        known = counted[page.session][name]
        what = f"{missing} lost"
        if missing < 0:
            what = f"{-missing} told as not repeated that is in the data"
        never = sorted({*range(1, page.clicked + 1)} - handled[name])
        lines.append(
            f"page {name} of {page.session}: {what} ({page.clicked} clicked, {known} in the data, "
            f"{page.unrepeated} told as not repeated, {page.given_up} messages given up); "
            f"never handled: {', '.join(map(str, never)) or 'none'}; "
            f"handled, and not in the data: {len(handled[name]) - known}"
        )
    return lines


def _missing(counted: Mapping[str, Counter[str]], pages: Mapping[str, Told]) -> dict[str, int]:
    """How many clicks of each page nobody accounts for; below 0: two account for so many."""
    return {
        name: page.clicked - counted[page.session][name] - page.unrepeated
        for name, page in pages.items()
    }


def _counted(entries: Iterable[Entry]) -> dict[str, Counter[str]]:
    """What the data say at the end, by session and page: what the last owner found, and added."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    owners: dict[str, int] = {}
    for entry in entries:
        if entry.kind == "built":
            counted[entry.session] = Counter(entry.more["clicks"])
            owners[entry.session] = entry.pid
        elif entry.kind == "click" and owners.get(entry.session) == entry.pid:
            counted[entry.session][entry.more["page"]] += 1
    return counted


def _disordered(clicks: Iterable[Entry]) -> int:
    latest: dict[str, int] = {}
    disordered = 0
    for entry in clicks:
        page, serial = entry.more["page"], entry.more["serial"]
        disordered += serial < latest.get(page, 0)
        latest[page] = max(serial, latest.get(page, 0))
    return disordered


def _stale(entries: Iterable[Entry]) -> int:
    highest: dict[str, int] = {}
    stale = 0
    for entry in entries:
        stale += entry.epoch < highest.get(entry.session, 0)
        highest[entry.session] = max(entry.epoch, highest.get(entry.session, 0))
    return stale


def _shared(entries: Iterable[Entry]) -> int:
    owners: dict[tuple[str, int], set[int]] = defaultdict(set)
    for entry in entries:
        owners[entry.session, entry.epoch].add(entry.pid)
    return sum(len(pids) > 1 for pids in owners.values())


def _forgotten(entries: list[Entry], ends: Cuts) -> int:
    """How many clicks an owner had handled in good time that the next one does not know of."""
    forgotten = 0
    owners: dict[str, Entry] = {}
    handled: dict[str, Counter[str]] = defaultdict(Counter)  # in good time, by the owner of now
    for entry in entries:
        session = entry.session
        if entry.kind == "built":
            begun = Counter(entry.more["clicks"])
            if session in owners:
                forgotten += (handled[session] - begun).total()
            owners[session], handled[session] = entry, begun
        elif entry.kind == "click" and session in owners and owners[session].pid == entry.pid:
            since = [end - entry.at for end in ends.get(entry.pid, ())]
            is_late = any(0 <= seconds <= SAVED_WITHIN for seconds in since)
            handled[session][entry.more["page"]] += not is_late
    return forgotten


def misplaced(entries: list[Entry], fields: tuple[str, ...]) -> list[str]:
    """Texts that are in another field than they were typed into; of those that a later run found.

    Parameters:
        entries: the instrument's.
        fields: the names of the fields on the pages where users typed, in their order. A text tells
            the number of its field there; behind those with names are as many without.
    """
    wrong: list[str] = []
    for entry in entries:
        if entry.kind != "fields":
            continue
        for name, (text, unnamed) in entry.more["texts"].items():
            if text and fields[int(text.split()[1])] != name:
                wrong.append(f"{text!r} in {name!r}")
            if unnamed and fields[int(unnamed.split()[1]) - len(fields)] != name:
                wrong.append(f"{unnamed!r} beside {name!r}")
    return wrong

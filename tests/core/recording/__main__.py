"""Renew the recording: only where what the core sends is meant to be another (`make recording`).

Knows: two ways. Must not know: what is recorded.

usage: python -m core.recording [--steps]

The recorded steps are done again, and each outcome that differs is printed and kept. With --steps
the steps are recorded anew as well, by script.py: after a change of what is worth a recording.
"""

import sys

from . import Line, read, write
from .script import record
from .world import World


def renewed(lines: list[Line]) -> list[Line]:
    """One chapter with the outcomes of today; prints those that were others."""
    world = World()
    found: list[Line] = []
    for step, before in lines:
        outcome = world.perform(step)
        if outcome != before:
            print(f"{step}\n    was {before}\n    is  {outcome}")
        found.append((step, outcome))
    return found


if sys.argv[1:] == ["--steps"]:
    write(record().lines)
else:
    write([line for lines in read().values() for line in renewed(lines)])

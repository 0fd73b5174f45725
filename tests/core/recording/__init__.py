"""A recorded session: what the core is given, and every byte that it must answer with.

Knows: the form of the recording: a line of JSON for each step, ``[step, what came of it]``.
``zcat`` shows it. Must not know: what steps there are (world.py), or which are done (script.py).
"""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

RECORDING = Path(__file__).parent / "session.jsonl.gz"

type Line = tuple[list[Any], Any]


def write(lines: Iterable[Line]) -> None:
    """Keep a recording in place of the one before."""
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    RECORDING.write_bytes(gzip.compress(text.encode("ascii"), mtime=0))


def read() -> dict[str, list[Line]]:
    """The chapters of the recording by name; each begins with its ``hub`` step."""
    chapters: dict[str, list[Line]] = {}
    for text in gzip.decompress(RECORDING.read_bytes()).decode("ascii").splitlines():
        step, outcome = json.loads(text)
        if step[0] == "hub":
            lines = chapters[step[1]] = []
        lines.append((step, outcome))
    return chapters

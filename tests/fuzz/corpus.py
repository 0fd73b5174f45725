"""What searches have found so far: inputs that reach what no other of them reaches.

Kept as one text file a target, a line of base64 an input, so that a search begins where others have
ended, and so that the suite goes that way again. Must not know: how they are found.
"""

import base64
from collections.abc import Iterable
from pathlib import Path

KEPT = Path(__file__).parent / "corpus"
MOST = 40
"""Inputs that are kept of a target."""

LONGEST = 1500
"""Bytes of one that is kept."""


def kept(name: str) -> list[bytes]:
    """The inputs of a target."""
    file = KEPT / f"{name}.txt"
    lines = file.read_text(encoding="ascii").split() if file.exists() else []
    return [base64.b64decode(line) for line in lines]


def keep(name: str, inputs: Iterable[bytes]) -> None:
    """Replace the inputs of a target; of many, some of each length."""
    found = sorted({data for data in inputs if len(data) <= LONGEST}, key=lambda d: (len(d), d))
    step = max(1.0, len(found) / MOST)
    chosen = [found[int(number * step)] for number in range(min(MOST, len(found)))]
    lines = "".join(f"{base64.b64encode(data).decode()}\n" for data in chosen)
    (KEPT / f"{name}.txt").write_text(lines, encoding="ascii")

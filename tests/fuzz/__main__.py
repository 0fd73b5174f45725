"""Searches all targets for faults, one after another: `make fuzz`.

usage: python -m fuzz [--minutes N] [--only TARGET]... [--keep]

Knows: the targets' names, how long each has, what is kept of what was found. Must not know: what a
target tries.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from fuzz.corpus import keep, kept
from fuzz.targets import TARGETS

BUILD = Path("build/fuzz")
MOST_BYTES = 4096
"""Of an input: more makes searches slow, and finds nothing that less does not."""


def main() -> int:
    """Search; return the exit status: 1 where a target has failed."""
    options = _parse()
    names = options.only or list(TARGETS)
    seconds = max(1, round(options.minutes * 60 / len(names)))
    failed = [name for name in names if not search(name, seconds, is_kept=options.keep)]
    if failed:
        print(f"FAILED: {', '.join(failed)}; the inputs are in {BUILD}/TARGET-failed")
        return 1
    print(f"nothing found in {len(names)} targets of {seconds} s each")
    return 0


def search(name: str, seconds: int, *, is_kept: bool) -> bool:
    """Search one target; whether all was well.

    Parameters:
        name: the target's.
        seconds: for how long.
        is_kept: whether the corpus gets what was found.
    """
    folder = BUILD / name
    folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(kept(name)):
        (folder / f"kept-{number:03}").write_bytes(data)
    began = time.monotonic()
    common = [sys.executable, "-m", "fuzz.search", name]
    limits = [f"-max_total_time={seconds}", f"-max_len={MOST_BYTES}", "-len_control=20"]
    log = BUILD / f"{name}.log"
    with log.open("wb") as output:
        found = subprocess.run(
            [*common, str(folder), *limits, "-print_final_stats=1"], stdout=output, stderr=output
        )
    lines = log.read_text(errors="replace").splitlines()
    runs = next((line.split()[-1] for line in lines if "number_of_executed_units" in line), "?")
    seen = [line for line in lines if " cov: " in line]
    cov = seen[-1].split(" cov: ")[1].split()[0] if seen else "?"
    took = time.monotonic() - began
    print(f"{name:12} {runs:>9} inputs  {cov:>6} places  {took:5.0f} s", flush=True)
    if found.returncode:
        print("\n".join(lines[-25:]), flush=True)
        return False
    if is_kept:
        keep(name, (file.read_bytes() for file in folder.iterdir()))
    return True


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=60.0, help="for all together; default: 60")
    parser.add_argument("--only", action="append", choices=list(TARGETS), help="several times")
    parser.add_argument("--keep", action="store_true", help="add what was found to the corpus")
    options = parser.parse_args()
    if not options.minutes > 0:
        parser.error(f"--minutes is {options.minutes}; it must be above 0")
    return options


if __name__ == "__main__":
    sys.exit(main())

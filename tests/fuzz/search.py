"""One search, in a process of its own: Atheris chooses bytes by which code they reach.

usage: python -m fuzz.search TARGET FOLDER [options of libFuzzer]

The folder has the inputs that it begins with, and gets those that it finds. A failure is written to
FOLDER-failed/, and ends the process. Must not know: how long it is to take, nor other targets.
"""

import sys
from pathlib import Path

import atheris
from hypothesis import HealthCheck, settings

OURS = ["pgwidgets_proto"]
"""Whose code counts as reached."""


def main() -> None:
    """Search until libFuzzer has had enough."""
    name, folder, *options = sys.argv[1:]
    settings.register_profile(
        "fuzz", deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    settings.load_profile("fuzz")
    with atheris.instrument_imports(include=OURS):
        from fuzz.targets import TARGETS
    target = TARGETS[name]
    failed = Path(f"{folder}-failed")
    failed.mkdir(exist_ok=True)
    words = Path(__file__).parent / "words.dict"
    own = [f"-artifact_prefix={failed}/", f"-dict={words}", "-timeout=120", "-rss_limit_mb=4096"]
    atheris.Setup([sys.argv[0], folder, *own, *options], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

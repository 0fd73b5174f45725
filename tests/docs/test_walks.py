"""The walks of scripts/walks.py lead from the bytes to the program, and back; they can be counted.

Knows: docs/explanation/architecture.md, which tells of them. Must not know: the steps between.
"""

import re
import runpy
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "walks.py"))
Step = SCRIPT["Step"]


@pytest.fixture(scope="module")
def walks() -> Any:
    return SCRIPT["take"]()


TEXT = SCRIPT["PAGE"].read_text(encoding="utf-8")
TOLD = SCRIPT["told"](TEXT)


@pytest.mark.parametrize("name", SCRIPT["WALKS"])
def test_a_walk_is_as_the_architecture_tells_it(walks: Any, name: str) -> None:
    assert len(TOLD[name]) > 5
    assert list(SCRIPT["astray"](TOLD[name], walks[name])) == []


def test_every_step_of_a_walk_names_a_file_and_a_function() -> None:
    for name, steps in re.findall(
        r"<!-- begin walk (\w+) -->\n(.*?)<!-- end walk -->", TEXT, re.DOTALL
    ):
        numbers = re.findall(r"^(\d+)\. ", steps, re.MULTILINE)
        assert numbers == [str(number) for number in range(1, len(TOLD[name]) + 1)]


def test_a_step_that_is_not_taken_is_noticed() -> None:
    a, b = "pgwidgets/a.py", "pgwidgets/b.py"
    walk = [Step(0, None, a, "f"), Step(1, a, b, "g"), Step(0, None, a, "h")]
    assert list(SCRIPT["astray"]([(a, "f"), (a, "h")], walk)) == []
    assert list(SCRIPT["astray"]([(a, "h"), (b, "g")], walk)) == [f"{b} g"]
    assert list(SCRIPT["astray"]([(a, "f"), (b, "gone")], walk)) == [f"{b} gone"]


def test_files_that_call_each_other_are_those_that_the_architecture_gives_reasons_for(
    walks: Any,
) -> None:
    (told,) = re.findall(r"<!-- begin pairs -->\n(.*?)<!-- end pairs -->", TEXT, re.DOTALL)
    pairs = set(re.findall(r"^- `([\w/.]+)` and `([\w/.]+)`:", told, re.MULTILINE))
    assert pairs == {pair for walk in walks.values() for pair in SCRIPT["both_ways"](walk)}


def test_steps_are_ours_and_below_each_other(walks: Any) -> None:
    for walk in walks.values():
        assert walk[0].caller is None
        assert all((step.depth == 0) == (step.caller is None) for step in walk)
        assert all(later.depth <= step.depth + 1 for step, later in pairwise(walk))
        roots = {step.file.partition("/")[0] for step in walk}
        assert roots == {"pgwidgets", "pgwidgets_proto", "pgwidgets_transports"}


def test_figures() -> None:
    a, b, c = "pgwidgets_proto/wire/a.py", "pgwidgets_proto/wire/b.py", "pgwidgets/c.py"
    walk = [Step(0, None, a, "f"), Step(1, a, b, "g"), Step(2, b, a, "h"), Step(1, a, c, "i")]
    assert list(SCRIPT["report"]("it", walk)) == [
        "it: 4 calls in 3 files; of the core 3 in 2",
        "    files that call each other: 1",
        f"        {a} <-> {b}",
        "    wings that call each other: 0",
    ]
    assert SCRIPT["both_ways"]([*walk, Step(1, c, a, "j")], SCRIPT["wing"]) == [
        ("pgwidgets", "pgwidgets_proto/wire")
    ]


MOST_CALLS = {"click": 73, "call": 100, "rebuild": 338, "resume": 198}
"""A tenth above what they take: work that comes to the path of every event shows here at once."""


@pytest.mark.parametrize("name", SCRIPT["WALKS"])
def test_a_walk_takes_no_more_calls_than_it_did(walks: Any, name: str) -> None:
    assert len(walks[name]) <= MOST_CALLS[name]
